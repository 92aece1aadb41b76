"""Knows how high the blocks of a DOCX stand, line by line, in points; knows no page.

Heights follow from the styles, whose lines are an exact distance apart, and from how many lines
the words take. The picture of a figure has the size that its page leaves it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shequ_eval.reporting.document.blocks import (
    Figure,
    Heading,
    Items,
    Paragraph,
    Table,
    Words,
)
from shequ_eval.reporting.docx.block_xml import figure_size
from shequ_eval.reporting.docx.caption_height import (
    BOLD,
    FIGURE_BEFORE,
    NOTE_GAP,
    caption_points,
    notes_points,
    under_figure_points,
)
from shequ_eval.reporting.docx.line_count import line_count, pieces_lines
from shequ_eval.reporting.docx.picture_xml import picture_png
from shequ_eval.reporting.docx.styles import paragraph_gap_points, remark_points
from shequ_eval.reporting.docx.table_xml import END_POINTS, KEPT_ROWS, stays_whole
from shequ_eval.reporting.paper.page_style import LEADING, PageStyle
from shequ_eval.reporting.paper.sections import Placed
from shequ_eval.reporting.paper.table_layout import Layout, Part, layout_of

POINTS_PER_MM = 72 / 25.4
CELL_PADDING_POINTS = 6.0
ROW_GAP = 3.0
RULES, HAIR_LINE = 1.5, 0.375  # above and below a table's header, and between its rows
TABLE_BEFORE, TABLE_AFTER = 14.0, 3.0
BOX_GAP, BOX_RULES = 8.0, 9.2
UNBROKEN = str.maketrans("-", "\u2011")


@dataclass(frozen=True)
class Height:
    """Lines so far apart in points, with the gaps that they ask for before and after them."""

    lines: int
    line: float
    before: float = 0.0
    after: float = 0.0

    @property
    def points(self) -> float:
        """The lines without the gaps."""
        return self.lines * self.line


@dataclass(frozen=True)
class Rows:
    """Rows by their lines and heights, and what stands above and below them, in points.

    They stay on one page with all that belongs to them where they are `whole`.
    """

    lines: list[int]
    heights: list[float]
    line: float
    above: float
    header: float
    notes: float
    whole: bool

    @property
    def beginning(self) -> float:
        """What stays together at the head of the table: all of it where it is whole."""
        kept = sum(self.heights if self.whole else self.heights[:KEPT_ROWS])
        return self.above + self.header + kept + (self.notes if self.whole else 0.0)


class BlockHeights:
    """Measures blocks in a text of some width on a page of some style."""

    def __init__(self, page: PageStyle, width_mm: float, chinese: bool) -> None:
        self.style = page
        self.chinese = chinese
        self.width = width_mm * POINTS_PER_MM

    def heading(self, block: Heading) -> Height:
        """The height of a heading, of which levels below the third do not occur."""
        style, place = self.style, min(block.level, 3) - 1
        size, gap = style.headings[place].points, style.heading_gap_points
        line = size * LEADING if gap else style.line_points
        indent = 2 * size if self.chinese and not gap else 0.0
        lines = self._count(block.words, size, self.width / BOLD, indent)
        return Height(lines, line, gap * (2.2, 1.6, 1.2)[place], gap * 0.8)

    def paragraph(self, block: Paragraph) -> Height:
        """The height of a paragraph of the text, of a remark or of a box to be filled in."""
        style, points = self.style, self.style.body.points
        if block.role == "remark":
            points = remark_points(style)
            return Height(self._count(block.words, points, self.width - 21), points * LEADING, 6, 6)
        if block.role == "awaited":
            lines = self._count(block.words, points, self.width - 8)
            return Height(1, lines * points * LEADING + BOX_RULES, BOX_GAP, BOX_GAP)
        indent = 2 * points if self.chinese else 0.0
        lines = self._count(block.words, points, self.width, indent)
        return Height(lines, style.line_points, 0.0, paragraph_gap_points(style, self.chinese))

    def items(self, block: Items) -> Iterator[Height]:
        """The height of each entry of a list."""
        style = self.style
        for entry in block.entries:
            lines = self._count(entry, style.body.points, self.width - 24)
            yield Height(lines, style.line_points, 0.0, 3.0)

    def figure(self, block: Figure) -> Height:
        """The height of a figure with its caption and notes, in one piece."""
        png = picture_png(block)
        high = figure_size(block, png, self.style)[1] * POINTS_PER_MM if png else 0.0
        points = high + under_figure_points(block, self.style)
        return Height(1, points, FIGURE_BEFORE, NOTE_GAP)

    def parts(self, placed: Placed) -> list[Rows]:
        """The rows of each part of a table, with what stands above and below them."""
        block = placed.block
        assert isinstance(block, Table)
        layout = placed.layout or layout_of(block.grid, self.style.widths)
        found = []
        for n, part in enumerate(layout.parts, 1):
            notes = (
                (notes_points(block, self.style, self.width) or END_POINTS)
                if n == len(layout.parts)
                else 0.0
            )
            found.append(self._rows(block, part, layout, notes))
        return found

    def _rows(self, table: Table, part: Part, layout: Layout, notes: float) -> Rows:
        grid, line = table.grid, layout.points * LEADING
        whole = stays_whole(grid, part, layout, self.style)
        rooms = [
            (place, (width * POINTS_PER_MM - CELL_PADDING_POINTS) / layout.points)
            for place, width in zip(part.columns, part.widths_mm, strict=True)
        ]
        titles = [line_count(grid.columns[place].title, room) for place, room in rooms]
        lines, heights = [], []
        for n, row in enumerate(grid.rows):
            again = bool(grid.repeated) and grid.repeated[n] and part.columns[0] == 0
            left_out = again and whole
            shown = rooms[1:] if left_out else rooms
            count = max((line_count(_text(row[place]), room) for place, room in shown), default=1)
            lines.append(count)
            heights.append(count * line + ROW_GAP + (0.0 if again else HAIR_LINE))
        above = TABLE_AFTER + caption_points(table, self.style, self.width)
        header = max(1, *titles) * line + ROW_GAP + RULES
        return Rows(lines, heights, line, above, header, notes, whole)

    def _count(self, words: Words, points: float, width: float, first: float = 0.0) -> int:
        """The lines of words in type of that size; evidence marks in the text are smaller."""
        body = points == self.style.body.points
        small = self.style.mark_points / points if body else 1.0
        pieces = [(_text((span,)), small if span.evidence else 1.0) for span in words]
        return pieces_lines(pieces, width / points, first / points)


def _text(words: Words) -> str:
    """The words, whose evidence marks do not break."""
    return "".join(
        span.text.translate(UNBROKEN) if span.evidence else span.text for span in words
    ).replace("][", "] [")
