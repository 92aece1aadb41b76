"""Knows about on which page of a DOCX each heading stands, until Word counts for itself.

A DOCX has no pages before somebody lays it out. The contents must be filled in nevertheless, so
heights are added up: lines by their number, pictures by their size, with what stays together. Set
against LibreOffice, six reports of 25 to 85 pages in two languages had all of 200 headings on the
page named, two reports among them that the model was not made from. Word counts the fields again
when it opens the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shequ_eval.reporting.document.blocks import Figure, Heading, Items, Paragraph, Table
from shequ_eval.reporting.docx.block_height import (
    POINTS_PER_MM,
    TABLE_BEFORE,
    BlockHeights,
    Height,
    Rows,
)
from shequ_eval.reporting.docx.caption_height import NOTE_GAP
from shequ_eval.reporting.docx.table_xml import KEPT_ROWS, TALLEST_ROW
from shequ_eval.reporting.paper.page_style import PageStyle
from shequ_eval.reporting.paper.sections import Placed, Section


def heading_pages(
    sections: Iterable[Section], page: PageStyle, first: int, chinese: bool = True
) -> dict[str, int]:
    """The page of each heading by its anchor; the first section begins on page `first`."""
    pages: dict[str, int] = {}
    number = first - 1
    for section in sections:
        cursor = _Cursor(page, section.across, number + 1, chinese)
        for n, placed in enumerate(section.blocks):
            cursor.place(section.blocks, n)
            if isinstance(placed.block, Heading):
                pages[placed.block.anchor] = cursor.page
        number = cursor.page
    return pages


class _Cursor:
    """Where the next line goes: the page, the points used of its height, and the gap that is due.

    Between two blocks stands the greater of the gaps that they ask for; at the head of a page none.
    """

    def __init__(self, page: PageStyle, across: bool, first: int, chinese: bool) -> None:
        widths = page.widths
        self.page = first
        self.used = self.gap = 0.0
        width_mm = widths.across_mm if across else widths.upright_mm
        self.heights = BlockHeights(page, width_mm, chinese)
        self.height = (widths.upright_mm if across else widths.across_mm) * POINTS_PER_MM

    def place(self, blocks: Sequence[Placed], n: int) -> None:
        """Move down by the height of the block in place `n`."""
        placed = blocks[n]
        block, heights = placed.block, self.heights
        if placed.first and self.used:
            self._turn()
        if isinstance(block, Heading):
            held = heights.heading(block)
            self._whole(held, self._kept_below(blocks, n, held.after))
        elif isinstance(block, Paragraph) and block.role != "remark":
            self._lines(heights.paragraph(block))
        elif isinstance(block, Paragraph):
            self._whole(heights.paragraph(block))
        elif isinstance(block, Items):
            for entry in heights.items(block):
                self._lines(entry)
        elif isinstance(block, Figure):
            self._whole(heights.figure(block))
        else:
            for rows in heights.parts(placed):
                self._rows(rows)

    def _kept_below(self, blocks: Sequence[Placed], n: int, gap: float) -> float:
        """What stays on the page of a heading: what it stands above, or the beginning of that."""
        if n + 1 == len(blocks):
            return 0.0
        placed = blocks[n + 1]
        block, heights = placed.block, self.heights
        if isinstance(block, Heading):
            held = heights.heading(block)
            below = self._kept_below(blocks, n + 1, held.after)
            return max(gap, held.before) + held.points + below
        if isinstance(block, Figure):
            held = heights.figure(block)
            return max(gap, held.before) + held.points
        if isinstance(block, Table):
            parts = heights.parts(placed)
            return max(gap, TABLE_BEFORE) + parts[0].beginning if parts else 0.0
        if isinstance(block, Paragraph):
            held = heights.paragraph(block)
            return max(gap, held.before) + _together(held.lines)[0] * held.line
        return gap + 2 * heights.style.line_points

    def _turn(self) -> None:
        self.page += 1
        self.used = self.gap = 0.0

    def _rows(self, held: Rows) -> None:
        self._whole(Height(1, held.beginning, TABLE_BEFORE))
        if held.whole:
            return
        # NOTE: of all that keeps rows together LibreOffice knows the beginning alone; Word, which
        # knows the end as well, counts pages itself.
        for count, height in list(zip(held.lines, held.heights, strict=True))[KEPT_ROWS:]:
            if count > TALLEST_ROW:
                self._lines(Height(count, height / count), held.header)
            else:
                self._whole(Height(1, height), header=held.header)
        self._whole(Height(1, held.notes, 0.0, NOTE_GAP))

    def _lines(self, held: Height, header: float = 0.0) -> None:
        """Lines that may go on over the page, but none alone at either end of it."""
        together = _together(held.lines)
        for place, lines in enumerate(together):
            before = held.before if place == 0 else 0.0
            self._whole(Height(lines, held.line, before), header=header)
        self.gap = held.after

    def _whole(self, held: Height, below: float = 0.0, header: float = 0.0) -> None:
        """Something that stays on one page, on the next where it does not fit with what follows.

        On a new page it stands below the `header` of its table, if any.
        """
        gap = max(self.gap, held.before) if self.used else 0.0
        if self.used and self.used + gap + held.points + below > self.height:
            self._turn()
            self.used, gap = header, 0.0
        self.used += gap + held.points
        self.gap = held.after
        while self.used > self.height:
            self.page += 1
            self.used -= self.height


def _together(lines: int) -> list[int]:
    """Lines in groups that stay on one page: two at least of a paragraph at either end of it.

    >>> _together(3), _together(6)
    ([3], [2, 1, 1, 2])
    """
    return [lines] if lines < 4 else [2, *[1] * (lines - 4), 2]
