"""Knows about on which page of a DOCX each heading stands, until Word counts for itself.

A DOCX has no pages before somebody lays it out. The contents must be filled in nevertheless, so
heights are added up: lines by their number, pictures by their size.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from shequ_eval.reporting.document.blocks import Figure, Heading, Items, Paragraph, Table, text_of
from shequ_eval.reporting.document.grid import width_em
from shequ_eval.reporting.docx.page_style import LEADING, PAGE_MM, PageStyle
from shequ_eval.reporting.docx.picture_xml import picture_png, size_mm
from shequ_eval.reporting.paper.sections import Placed, Section
from shequ_eval.reporting.paper.table_layout import layout_of

POINTS_PER_MM = 72 / 25.4
CELL_PADDING_POINTS = 6.0


def heading_pages(sections: Iterable[Section], page: PageStyle, first: int) -> dict[str, int]:
    """The page of each heading by its anchor; the first section begins on page `first`."""
    pages: dict[str, int] = {}
    number = first - 1
    for section in sections:
        cursor = _Cursor(page, section.across, number + 1)
        for placed in section.blocks:
            cursor.place(placed)
            if isinstance(placed.block, Heading):
                pages[placed.block.anchor] = cursor.page
        number = cursor.page
    return pages


class _Cursor:
    """Where the next line goes: the page, and the points used of its height."""

    def __init__(self, page: PageStyle, across: bool, first: int) -> None:
        widths = page.widths
        self.style = page
        self.page = first
        self.used = 0.0
        self.width_mm = widths.across_mm if across else widths.upright_mm
        upright = PAGE_MM[1] - page.top - page.bottom
        turned = PAGE_MM[0] - page.left - page.right
        self.height = (turned if across else upright) * POINTS_PER_MM

    def place(self, placed: Placed) -> None:
        """Move down by the height of a block."""
        block, style = placed.block, self.style
        if isinstance(block, Heading):
            size = style.headings[block.level - 1].points
            self._whole(max(size * LEADING, style.line_points) + style.heading_gap_points * 2.5, 60)
        elif isinstance(block, Paragraph) and block.role == "remark":
            points = style.note.points
            self._whole(self._count(text_of(block.words), points) * points * LEADING + 12)
        elif isinstance(block, Paragraph):
            self._lines(self._count(text_of(block.words), style.body.points), style.line_points)
        elif isinstance(block, Items):
            for entry in block.entries:
                self._lines(self._count(text_of(entry), style.body.points), style.line_points)
        elif isinstance(block, Figure):
            self._whole(self._figure_height(block))
        else:
            self._table(block, placed)

    def _count(self, text: str, points: float) -> int:
        room = self.width_mm * POINTS_PER_MM / points
        return 1 + int((width_em(text) + 2) / room)

    def _notes(self, block: Figure | Table) -> float:
        points = self.style.note.points
        notes = [text_of(words) for words in (*block.notes, block.source) if words]
        return sum(self._count(note, points) * points * LEADING + 4 for note in notes)

    def _figure_height(self, block: Figure) -> float:
        png = picture_png(block)
        tallest = PAGE_MM[1] - self.style.top - self.style.bottom - 38
        high = size_mm(png, self.width_mm, tallest)[1] * POINTS_PER_MM if png else 0.0
        return high + self._caption(block) + self._notes(block)

    def _caption(self, block: Figure | Table) -> float:
        caption, note = self.style.caption.points, self.style.note.points
        subtitle = text_of(block.subtitle)
        under = self._count(subtitle, note) * note * LEADING + 4 if subtitle else 0.0
        return self._count(text_of(block.title), caption) * caption * LEADING + 20 + under

    def _table(self, block: Table, placed: Placed) -> None:
        layout = placed.layout or layout_of(block.grid, self.style.widths)
        line = layout.points * LEADING
        for part in layout.parts:
            self._whole(self._caption(block) + line + 3, 2 * line)
            for row in block.grid.rows:
                count = max(
                    self._cell_lines(text_of(row[place]), width, layout.points)
                    for place, width in zip(part.columns, part.widths_mm, strict=True)
                )
                self._whole(count * line + 3, header=line + 3)
        self._whole(self._notes(block) or line)

    def _cell_lines(self, text: str, width_mm: float, points: float) -> int:
        room = (width_mm * POINTS_PER_MM - CELL_PADDING_POINTS) / points
        return sum(max(1, math.ceil(width_em(line) / room)) for line in text.split("\n"))

    def _lines(self, count: int, line: float) -> None:
        for _ in range(count):
            self._whole(line)

    def _whole(self, high: float, after: float = 0.0, header: float = 0.0) -> None:
        """Something that stays on one page, on the next where it does not fit with what follows."""
        if self.used and self.used + high + after > self.height:
            self.page += 1
            self.used = header
        self.used += high
        while self.used > self.height:
            self.page += 1
            self.used -= self.height
