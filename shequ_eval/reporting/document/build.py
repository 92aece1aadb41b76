"""Knows how an executed notebook becomes a document; writes none.

Raises a fault, and makes no document, where a printed number has no origin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from shequ_eval.exhibits.narrative import NARRATIVE
from shequ_eval.reporting.document.blocks import (
    Block,
    Document,
    Figure,
    Grid,
    Heading,
    Items,
    Origin,
    Paragraph,
    Span,
    Table,
    Words,
    text_of,
)
from shequ_eval.reporting.document.grid import grid_of
from shequ_eval.reporting.document.labels import Labels
from shequ_eval.reporting.document.lineage import Lineage, Scope
from shequ_eval.reporting.document.words import EVIDENCE_ROW, blocks_of, words_of
from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.found_exhibits import FoundExhibit, exhibit_of
from shequ_eval.reporting.html.page_words import WORDS
from shequ_eval.reporting.report_cells import Part as ReportPart
from shequ_eval.reporting.report_cells import report_cells

_REFERENCE = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")
_EVIDENCE_ID = re.compile(r"[^\W_]+-\d{3,}")
Part = str | FoundExhibit
Marks = list[tuple[int, int, str]]


def build_document(notebook: Any, language: str, part: ReportPart = "report") -> Document:
    """The report that an executed notebook holds, or one of its shorter parts, in one language.

    Raises
    ------
    ReportingFault
        A number has no origin, or a reference `{{…}}` leads nowhere; all of them are named.
    """
    parts = [piece for cell in report_cells(notebook, language, part) for piece in _pieces(cell)]
    if part != "report":
        # The origins are printed nowhere; every part of the report needs them.
        pieces = (piece for cell in notebook.cells for piece in _pieces(cell))
        parts += [p for p in pieces if isinstance(p, FoundExhibit) and p.kind == "origins"]
    return _Builder(parts, language, by_chapter=part == "report").document()


def _pieces(cell: Any) -> list[Part]:
    """The narrative of a cell (as markdown) or its exhibits, in their order."""
    if cell.cell_type == "markdown":
        return [cell.source]
    found = (exhibit_of(output.get("data", {})) for output in cell.get("outputs", []))
    return [exhibit for exhibit in found if exhibit is not None]


class _Builder:
    """Walks the parts once, numbering, tracing and linking as it goes."""

    def __init__(self, parts: Sequence[Part], language: str, by_chapter: bool) -> None:
        self.parts = parts
        self.by_chapter = by_chapter
        self.language = language
        self.words = WORDS[language]
        exhibits = [part for part in parts if isinstance(part, FoundExhibit)]
        self.lineage = Lineage(exhibits, language)
        self.lost: list[str] = []
        self.labels = self._labels()
        self.printed = {**self.lineage.printed, **_first_printed(exhibits)}
        self.home = evidence_home(exhibits)

    def document(self) -> Document:
        blocks: list[Block] = []
        for part in self.parts:
            blocks += self._narrative(part) if isinstance(part, str) else self._exhibit(part)
        faults = [*self.lost, *self.lineage.untraced]
        if faults:
            listed = "\n  ".join(dict.fromkeys(faults))
            raise ReportingFault(
                "报告里有没有出处的数字或引用 numbers or references without an origin:\n  " + listed
            )
        blocks = _anchored(blocks)
        return Document(self.language, tuple(blocks), self._origins(blocks))

    def _labels(self) -> dict[str, str]:
        """The label of every figure and table, known before any text refers to it."""
        labels, found = Labels(self.words), {}
        for part in self.parts:
            if isinstance(part, str):
                for block in blocks_of(part):
                    if self.by_chapter and isinstance(block, Heading) and block.level == 1:
                        labels.enter(block.text)
            elif part.kind in {"figure", "table"} and part.rows:
                found[part.exhibit_id] = labels.next(part.kind)
        return found

    def _narrative(self, markdown: str) -> list[Block]:
        text, marks = self._with_references(markdown, [])
        return [self._linked(block) for block in blocks_of(text, marks)]

    def _exhibit(self, exhibit: FoundExhibit) -> list[Block]:
        if exhibit.kind == "origins":
            return []
        if exhibit.kind == "text":
            return self._sentences(exhibit)
        if not exhibit.rows:
            nothing = self.words["nothing"].format(title=exhibit.title)
            return [Paragraph(blocks_of(nothing)[0].words)]  # type: ignore[union-attr]
        return [self._figure_or_table(exhibit)]

    def _sentences(self, exhibit: FoundExhibit) -> list[Block]:
        if exhibit.exhibit_id.startswith(NARRATIVE) and not exhibit.sentences:
            return [Paragraph((Span(self.words["awaited"]),), "awaited")]
        scope = Scope(exhibit.exhibit_id, fallback=self._fallback(exhibit))
        blocks: list[Block] = []
        for place, sentence in enumerate(exhibit.sentences):
            held = list(exhibit.marks.get(f"sentences/{place}", ()))
            text, marks = self._with_references(sentence, held)
            blocks += [self._traced(self._linked(block), scope) for block in blocks_of(text, marks)]
        return blocks

    def _fallback(self, exhibit: FoundExhibit) -> str:
        tables, how = self.lineage.rests_on(exhibit)
        if not tables:
            return ""
        return self.lineage.add(exhibit.exhibit_id, exhibit.title, how, tables)

    def _figure_or_table(self, exhibit: FoundExhibit) -> Figure | Table:
        grid, known = self.lineage.trace_grid(grid_of(exhibit), exhibit)
        if exhibit.exhibit_id == self.home:
            grid = _with_row_anchors(grid)
        ids = tuple(dict.fromkeys(key for key in known.values() if key in self.lineage.printed))
        scope = Scope(exhibit.exhibit_id, ids, known, self._fallback(exhibit))

        def said(place: str, text: str) -> Words:
            return self.lineage.trace(words_of(text, exhibit.marks.get(place, ())), scope)

        shared: dict[str, Any] = {
            "anchor": exhibit.exhibit_id,
            "label": self.labels[exhibit.exhibit_id],
            "title": said("title", exhibit.title),
            "subtitle": said("subtitle", exhibit.subtitle),
            "notes": tuple(said(f"notes/{n}", note) for n, note in enumerate(exhibit.notes)),
            "source": said("source", exhibit.source),
            "grid": grid,
        }
        if exhibit.kind == "table":
            return Table(**shared)
        return Figure(**shared, alternative=exhibit.alternative, svg=exhibit.svg, png=exhibit.png)

    def _with_references(self, text: str, marks: Marks) -> tuple[str, Marks]:
        """The text with each `{{key}}` replaced by what it names; numbers keep their origin."""
        out, done, moved = "", 0, []
        shift = 0
        pending = sorted(marks)
        for found in _REFERENCE.finditer(text):
            printed = self._referred(found[1])
            while pending and pending[0][1] <= found.start():
                start, end, key = pending.pop(0)
                moved.append((start + shift, end + shift, key))
            out += text[done : found.start()]
            if found[1] not in self.labels:
                moved.append((len(out), len(out) + len(printed), found[1]))
            else:
                moved.append((len(out), len(out) + len(printed), f"#{found[1]}"))
            out += printed
            shift += len(printed) - len(found[0])
            done = found.end()
        moved += [(start + shift, end + shift, key) for start, end, key in pending]
        return out + text[done:], moved

    def _referred(self, key: str) -> str:
        if key in self.labels:
            return self.labels[key]
        if key not in self.printed:
            self.lost.append(f"{{{{{key}}}}}: 没有这个编号 no number or exhibit of that name")
        return self.printed.get(key, key)

    def _linked(self, block: Block) -> Block:
        """A reference to a figure or table leads there instead of having an origin."""
        if isinstance(block, Heading | Paragraph):
            return replace(block, words=_links(block.words))
        if isinstance(block, Items):
            return replace(block, entries=tuple(_links(words) for words in block.entries))
        return block

    def _traced(self, block: Block, scope: Scope) -> Block:
        if isinstance(block, Heading | Paragraph):
            return replace(block, words=self.lineage.trace(block.words, scope))
        if isinstance(block, Items):
            entries = tuple(self.lineage.trace(words, scope) for words in block.entries)
            return replace(block, entries=entries)
        return block

    def _origins(self, blocks: Iterable[Block]) -> dict[str, Origin]:
        """The origins that the report's numbers have, and those that these were made from."""
        used = [
            span.trace
            for words in Document(self.language, tuple(blocks)).words()
            for span in words
            if span.trace
        ]
        queue = list(dict.fromkeys(used))
        kept: dict[str, Origin] = {}
        while queue:
            key = queue.pop(0)
            origin = self.lineage.origins.get(key)
            if origin is None or key in kept:
                continue
            kept[key] = replace(origin, anchor=f"o{len(kept) + 1}")
            queue += origin.inputs
        return kept


def evidence_home(exhibits: Iterable[FoundExhibit]) -> str | None:
    """The id of the table in which evidence has its rows: the longest that begins with numbers."""
    heads = {e.exhibit_id: [str(row[0]) for row in e.rows] for e in exhibits if e.kind == "table"}
    homes = {
        key: len(names)
        for key, names in heads.items()
        if names
        and len(set(names)) == len(names)
        and all(_EVIDENCE_ID.fullmatch(name) for name in names)
    }
    return max(homes, key=lambda key: homes[key]) if homes else None


def _with_row_anchors(grid: Grid) -> Grid:
    return replace(grid, row_anchors=tuple(EVIDENCE_ROW + text_of(row[0]) for row in grid.rows))


def _links(words: Words) -> Words:
    return tuple(
        replace(span, trace="", target=span.trace[1:]) if span.trace.startswith("#") else span
        for span in words
    )


def _first_printed(exhibits: Iterable[FoundExhibit]) -> dict[str, str]:
    """How each traced number was first printed: what a reference to it prints."""
    found: dict[str, str] = {}
    for exhibit in exhibits:
        for place, marks in exhibit.marks.items():
            text = _text_at(exhibit, place)
            for start, end, key in marks:
                found.setdefault(key, text[start:end])
    return found


def _text_at(exhibit: FoundExhibit, place: str) -> str:
    name, *position = place.split("/")
    held: Any = getattr(exhibit, name)
    for step in position:
        held = held[int(step)]
    return str(held)


def _anchored(blocks: list[Block]) -> list[Block]:
    """The blocks with an anchor on every heading: s1 for a chapter, s1-2 below it, s1-2-1 below."""
    counts = [0, 0, 0]
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            counts[block.level - 1] += 1
            counts[block.level :] = [0] * (3 - block.level)
            numbers = "-".join(str(n) for n in counts[: block.level])
            found.append(replace(block, anchor=f"s{numbers}"))
        else:
            found.append(block)
    return found
