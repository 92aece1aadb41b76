"""Knows how an executed notebook becomes a document; writes none.

Raises a fault, and makes no document, where a printed number has no origin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from shequ_eval.exhibits.narrative import NARRATIVE
from shequ_eval.reporting.document.blocks import (
    Block,
    Document,
    Figure,
    Heading,
    Items,
    Origin,
    Paragraph,
    Span,
    Table,
    Words,
)
from shequ_eval.reporting.document.cells import Cells
from shequ_eval.reporting.document.chapters import as_chapters
from shequ_eval.reporting.document.grid import grid_of
from shequ_eval.reporting.document.homes import (
    row_anchors,
    with_heading_anchors,
    with_row_anchors,
)
from shequ_eval.reporting.document.labels import Labels
from shequ_eval.reporting.document.lineage import Lineage, Scope
from shequ_eval.reporting.document.references import References, first_printed, linked
from shequ_eval.reporting.document.words import EVIDENCE_ROW, blocks_of, words_of
from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.found_exhibits import FoundExhibit, exhibit_of
from shequ_eval.reporting.html.page_words import WORDS
from shequ_eval.reporting.report_cells import Part as ReportPart
from shequ_eval.reporting.report_cells import report_cells
from shequ_eval.vocabulary.narrative import Reference

Part = str | FoundExhibit


def build_document(
    notebook: Any,
    language: str,
    part: ReportPart = "report",
    narrative: Sequence[Reference] = (),
) -> Document:
    """The report that an executed notebook holds, or one of its shorter parts, in one language.

    `narrative` are the references of the evaluator's narrative, so that a fault names its line.

    Raises
    ------
    ReportingFault
        A number has no origin, or a reference `{{…}}` leads nowhere; all of them are named.
    """
    parts = [piece for cell in report_cells(notebook, language, part) for piece in _pieces(cell)]
    if part == "methods":
        parts = as_chapters(parts, language)
    if part != "report":
        # The origins are printed nowhere; every part of the report needs them.
        pieces = (piece for cell in notebook.cells for piece in _pieces(cell))
        parts += [p for p in pieces if isinstance(p, FoundExhibit) and p.kind == "origins"]
    return _Builder(parts, language, part != "one-page", narrative).document()


def _pieces(cell: Any) -> list[Part]:
    """The narrative of a cell (as markdown) or its exhibits, in their order."""
    if cell.cell_type == "markdown":
        return [cell.source]
    found = (exhibit_of(output.get("data", {})) for output in cell.get("outputs", []))
    return [exhibit for exhibit in found if exhibit is not None]


class _Builder:
    """Walks the parts once, numbering, tracing and linking as it goes."""

    def __init__(
        self,
        parts: Sequence[Part],
        language: str,
        by_chapter: bool,
        narrative: Sequence[Reference] = (),
    ) -> None:
        self.parts = parts
        self.by_chapter = by_chapter
        self.language = language
        self.words = WORDS[language]
        exhibits = [part for part in parts if isinstance(part, FoundExhibit)]
        self.lineage = Lineage(exhibits, language)
        self.labels = self._labels()
        printed = {**self.lineage.printed, **first_printed(exhibits)}
        self.references = References(self.labels, printed, Cells(exhibits, self.lineage), narrative)

    def document(self) -> Document:
        blocks: list[Block] = []
        for part in self.parts:
            blocks += self._narrative(part) if isinstance(part, str) else self._exhibit(part)
        faults = [*self.references.lost, *self.lineage.untraced]
        if faults:
            listed = "\n  ".join(dict.fromkeys(faults))
            raise ReportingFault(
                "报告里有没有出处的数字或引用 numbers or references without an origin:\n  " + listed
            )
        blocks = with_heading_anchors(blocks)
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
        text, marks = self.references.put_into(markdown, [])
        return [linked(block) for block in blocks_of(text, marks)]

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
        scope = Scope(exhibit.exhibit_id, rest=self.lineage.in_words(exhibit))
        blocks: list[Block] = []
        for place, sentence in enumerate(exhibit.sentences):
            held = list(exhibit.marks.get(f"sentences/{place}", ()))
            text, marks = self.references.put_into(sentence, held)
            blocks += [self._traced(linked(block), scope) for block in blocks_of(text, marks)]
        return blocks

    def _figure_or_table(self, exhibit: FoundExhibit) -> Figure | Table:
        grid = self.lineage.trace_grid(grid_of(exhibit), exhibit)
        grid = with_row_anchors(grid, lambda row: self.lineage.row_key(exhibit, row))

        def said(place: str, text: str) -> Words:
            part = place.replace("/", ".")
            scope = Scope(exhibit.exhibit_id, rest=self.lineage.in_words(exhibit, part))
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
        told = exhibit.alternative(self.language)
        return Figure(**shared, alternative=told, svg=exhibit.svg, png=exhibit.png)

    def _traced(self, block: Block, scope: Scope) -> Block:
        if isinstance(block, Heading | Paragraph):
            return replace(block, words=self.lineage.trace(block.words, scope))
        if isinstance(block, Items):
            entries = tuple(self.lineage.trace(words, scope) for words in block.entries)
            return replace(block, entries=entries)
        return block

    def _origins(self, blocks: Sequence[Block]) -> dict[str, Origin]:
        """The origins that the report's numbers have, and those that these were made from."""
        used = [
            span.trace
            for words in Document(self.language, tuple(blocks)).words()
            for span in words
            if span.trace
        ]
        queue = list(dict.fromkeys(used))
        rows = row_anchors(blocks)
        kept: dict[str, Origin] = {}
        while queue:
            key = queue.pop(0)
            origin = self.lineage.origins.get(key)
            if origin is None or key in kept:
                continue
            row = EVIDENCE_ROW + key
            home = row if row in rows else origin.home
            kept[key] = replace(origin, anchor=f"o{len(kept) + 1}", home=home)
            queue += origin.inputs
        return kept
