"""Knows how blocks become plain data for the template: spans, widths, anchors; sets no type."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from shequ_eval.reporting.document.blocks import (
    Block,
    Figure,
    Heading,
    Items,
    Paragraph,
    Span,
    Table,
    Words,
    text_of,
)
from shequ_eval.reporting.document.grid import width_em
from shequ_eval.reporting.document.quotes import STRAIGHT
from shequ_eval.reporting.html.page_words import ABSENT
from shequ_eval.reporting.paper.front_matter import RUNNING_EM, running_title
from shequ_eval.reporting.paper.line_breaks import breakable
from shequ_eval.reporting.paper.links import Links
from shequ_eval.reporting.paper.page_style import PageStyle
from shequ_eval.reporting.paper.paper_words import PAPER_WORDS
from shequ_eval.reporting.paper.printable import one_line, printable
from shequ_eval.reporting.paper.quantities import with_quantities
from shequ_eval.reporting.paper.sections import Placed, sections_of
from shequ_eval.reporting.paper.table_layout import (
    MM_PER_POINT,
    Layout,
    Part,
    height_points,
    layout_of,
    row_lines,
)
from shequ_eval.reporting.paper.title_lines import lines_by_sense
from shequ_eval.reporting.paper.unbreakable import text_em
from shequ_eval.reporting.pdf.picture_data import picture_data

LINE_EM = 26.0
LONGEST_MARK_EM = 22.0
# A row of more lines than this may go on over the page; a shorter one stays whole.
TALLEST_ROW = 14
# A table of no more rows, and no higher than this share of the page, is on one page.
WHOLE_ROWS, WHOLE_SHARE = 6, 0.5
# Of a cell that fits a line for sure nothing can break.
ONE_LINE_SHARE = 0.85
KEEP = "\u2060"  # before and after words that the template sets in one piece
Data = dict[str, Any]


class BlockData:
    """Turns the blocks of one report into data, in their order, once."""

    def __init__(self, links: Links, language: str, page: PageStyle) -> None:
        self.links = links
        self.page = page
        self.words = PAPER_WORDS[language]
        self.hyphenated = language == "en"
        self.level = self.tables = 0
        self.chapters: list[str] = []

    def sections(self, blocks: Iterable[Block]) -> list[Data]:
        """The blocks, with those that stand across the page in sections of their own."""
        found: list[Data] = []
        for section in sections_of(blocks, self.page.widths):
            drawn = [self._block(placed) for placed in section.blocks]
            found += [{"kind": "across", "blocks": drawn}] if section.across else drawn
        return found

    def _block(self, placed: Placed) -> Data:
        block = placed.block
        if isinstance(block, Heading):
            return self._heading(block, placed.first)
        if isinstance(block, Paragraph):
            marked = any(span.evidence for span in block.words)
            said = {"spans": self._spans(block.words), "marked": marked}
            return {"kind": "paragraph", "role": block.role, **said}
        if isinstance(block, Items):
            entries = [self._spans(entry) for entry in block.entries]
            return {"kind": "items", "ordered": block.ordered, "entries": entries}
        if isinstance(block, Figure):
            return self._figure(block)
        layout = placed.layout or layout_of(block.grid, self.page.widths)
        parts = [self._part(block, part, layout) for part in layout.parts]
        self.tables += 1
        together = len(parts) > 1 and all(part["whole"] for part in parts)
        numbered = {"number": self.tables, "together": together}
        return {"kind": "table", **self._caption(block), "parts": parts, **numbered}

    def _figure(self, block: Figure) -> Data:
        widths = self.page.widths
        picture = picture_data(block, widths.upright_mm, widths.across_mm)
        return {"kind": "figure", **self._caption(block), "picture": picture}

    def _is_whole(self, table: Table, part: Part, layout: Layout) -> bool:
        widths = self.page.widths
        page_mm = widths.upright_mm if layout.across else widths.across_mm
        high_mm = height_points(table.grid, part, layout.points) * MM_PER_POINT
        return len(table.grid.rows) <= WHOLE_ROWS and high_mm <= WHOLE_SHARE * page_mm

    def _heading(self, block: Heading, new_page: bool) -> Data:
        # NOTE: PDF/UA-1 refuses a heading that skips a level.
        self.level = min(block.level, self.level + 1)
        if self.level == 1:
            self.chapters.append(running_title(one_line(block.text), RUNNING_EM))
        return {
            "kind": "heading",
            "level": self.level,
            "new_page": new_page,
            "anchor": self.links.anchor(block.anchor),
            "spans": self._spans(block.words),
        }

    def _caption(self, block: Figure | Table) -> Data:
        return {
            "anchor": self.links.anchor(block.anchor),
            "label": one_line(block.label),
            "title": self._spans(block.title),
            "subtitle": self._spans(block.subtitle),
            "notes": [self._spans(note) for note in (*block.notes, block.source) if note],
        }

    def _part(self, table: Table, part: Part, layout: Layout) -> Data:
        """Some columns of a table, with the width of each and its type."""
        grid = table.grid
        columns = [grid.columns[place] for place in part.columns]
        rooms = [width / (layout.points * MM_PER_POINT) - 1 for width in part.widths_mm]
        number, count = layout.parts.index(part) + 1, len(layout.parts)
        return {
            "whole": self._is_whole(table, part, layout),
            "points": layout.points,
            "widths": [round(width, 2) for width in part.widths_mm],
            "numeric": [column.numeric for column in columns],
            "titles": [
                breakable(self._head(column.title, room), room, self.hyphenated)
                for column, room in zip(columns, rooms, strict=True)
            ],
            "rows": [
                self._row(table, n, part, rooms, layout.points) for n in range(len(grid.rows))
            ],
            "which": self.words["part"].format(part=number, parts=count) if count > 1 else "",
        }

    def _head(self, title: str, room: float) -> str:
        """The title of a column, by its sense in lines: a Chinese line could end anywhere."""
        words = self._printed(title)
        return words if self.hyphenated else "\n".join(lines_by_sense(words, room, 2.0))

    def _row(self, table: Table, n: int, part: Part, rooms: list[float], points: float) -> Data:
        grid = table.grid
        cells = [grid.rows[n][place] for place in part.columns]
        return {
            "cells": [self._cell(c, room) for c, room in zip(cells, rooms, strict=True)],
            "anchor": self.links.anchor(grid.row_anchors[n]) if grid.row_anchors else "",
            "again": bool(grid.repeated) and grid.repeated[n] and part.columns[0] == 0,
            "tall": row_lines(grid.rows[n], part, points) > TALLEST_ROW,
        }

    def _cell(self, words: Words, room: float) -> Data:
        absent = text_of(words).strip() in ABSENT
        return {"spans": self._spans(words, room, in_cell=True), "absent": absent}

    def _spans(self, words: Words, room: float = LINE_EM, in_cell: bool = False) -> list[Data]:
        """The spans as data; those of an evidence mark together, to stand in one line."""
        found: list[Data] = []
        for evidence, run in groupby(words, key=lambda span: span.evidence):
            spans = [self._span(span, room) for span in run if printable(span.text)]
            if in_cell and not evidence and text_em(text_of(words)) > ONE_LINE_SHARE * room:
                spans = [{**span, "text": _held(span["text"], room)} for span in spans]
            found += [_mark(held, room) for held in _cut(spans, "]")] if evidence else spans
        return found

    def _printed(self, text: str) -> str:
        # NOTE: the Chinese font sets curly quotes as wide as a character, with holes round them.
        words = printable(text)
        return words.translate(STRAIGHT) if self.hyphenated else words

    def _span(self, span: Span, room: float) -> Data:
        return {
            "text": breakable(self._printed(span.text), room, self.hyphenated),
            "bold": span.strong or span.emphasis,
            "code": span.code,
            "to": self.links.target(span),
        }


def _held(text: str, room: float) -> str:
    """The text with each quantity between two signs, where it fits, that no line breaks it."""
    return with_quantities(
        text, lambda held: f"{KEEP}{held}{KEEP}" if text_em(held) <= room else held
    )


def _mark(spans: list[Data], room: float) -> Data:
    """An evidence mark: in one piece where it fits, and else its numbers each in one piece."""
    pieces = _cut(spans, "]、，,;； ")
    if _mark_width(spans) <= min(room, LONGEST_MARK_EM):
        pieces = [spans]
    return {"mark": [{"spans": piece, "keep": _mark_width(piece) <= room} for piece in pieces]}


def _mark_width(spans: list[Data]) -> float:
    return 0.9 * sum(width_em(span["text"]) for span in spans)


def _cut(spans: list[Data], ends: str) -> list[list[Data]]:
    """The spans in pieces, each of which ends with one of the characters."""
    pieces: list[list[Data]] = [[]]
    for span in spans:
        pieces[-1].append(span)
        if span["text"][-1] in ends:
            pieces.append([])
    return [piece for piece in pieces if piece]
