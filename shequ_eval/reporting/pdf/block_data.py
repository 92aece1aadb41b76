"""Knows how blocks become plain data for the template: widths, rows, anchors; sets no type."""

from __future__ import annotations

from collections.abc import Iterable

from shequ_eval.reporting.document.blocks import (
    Block,
    Figure,
    Heading,
    Items,
    Paragraph,
    Table,
)
from shequ_eval.reporting.paper.front_matter import RUNNING_EM, running_title
from shequ_eval.reporting.paper.line_breaks import breakable
from shequ_eval.reporting.paper.links import Links
from shequ_eval.reporting.paper.page_style import PageStyle
from shequ_eval.reporting.paper.paper_words import PAPER_WORDS
from shequ_eval.reporting.paper.printable import one_line
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
from shequ_eval.reporting.pdf.picture_data import picture_data
from shequ_eval.reporting.pdf.piece_data import Data, PieceData, fits_a_line

# A row of more lines than this may go on over the page; a shorter one stays whole.
TALLEST_ROW = 14
# A table of no more rows, and no higher than this share of the page, is on one page.
WHOLE_ROWS, WHOLE_SHARE = 6, 0.5
# The parts of a table are on one page where they and their titles take no more than this share
# of it. What is held together and higher than the page would run off its foot.
PARTS_SHARE, TITLE_MM = 0.7, 16.0
# A shorter table is held together by itself.
NOTED_ROWS = 5


class BlockData:
    """Turns the blocks of one report into data, in their order, once."""

    def __init__(self, links: Links, language: str, page: PageStyle) -> None:
        self.links = links
        self.says = PieceData(links, language == "en")
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
            said = {"spans": self.says.pieces(block.words), "marked": marked}
            return {"kind": "paragraph", "role": block.role, **said}
        if isinstance(block, Items):
            entries = [self.says.pieces(entry) for entry in block.entries]
            return {"kind": "items", "ordered": block.ordered, "entries": entries}
        if isinstance(block, Figure):
            return self._figure(block)
        layout = placed.layout or layout_of(block.grid, self.page.widths)
        parts = [self._part(block, part, layout) for part in layout.parts]
        self.tables += 1
        together = self._together(block, layout) and all(part["whole"] for part in parts)
        numbered = {"number": self.tables, "together": together}
        return {"kind": "table", **self._caption(block), "parts": parts, **numbered}

    def _figure(self, block: Figure) -> Data:
        widths = self.page.widths
        picture = picture_data(block, widths.upright_mm, widths.across_mm)
        return {"kind": "figure", **self._caption(block), "picture": picture}

    def _is_whole(self, table: Table, part: Part, layout: Layout) -> bool:
        high_mm = height_points(table.grid, part, layout.points) * MM_PER_POINT
        return len(table.grid.rows) <= WHOLE_ROWS and high_mm <= WHOLE_SHARE * self._high(layout)

    def _together(self, table: Table, layout: Layout) -> bool:
        heights = [height_points(table.grid, part, layout.points) for part in layout.parts]
        high_mm = sum(heights) * MM_PER_POINT + TITLE_MM * len(heights)
        return len(heights) > 1 and high_mm <= PARTS_SHARE * self._high(layout)

    def _high(self, layout: Layout) -> float:
        """How high the text of a page is, in mm."""
        return self.page.widths.upright_mm if layout.across else self.page.widths.across_mm

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
            "spans": self.says.pieces(block.words),
        }

    def _caption(self, block: Figure | Table) -> Data:
        return {
            "anchor": self.links.anchor(block.anchor),
            "label": one_line(block.label),
            "title": self.says.pieces(block.title),
            "subtitle": self.says.pieces(block.subtitle),
            "notes": [self.says.pieces(note) for note in (*block.notes, block.source) if note],
        }

    def _part(self, table: Table, part: Part, layout: Layout) -> Data:
        """Some columns of a table, with the width of each and its type."""
        grid = table.grid
        columns = [grid.columns[place] for place in part.columns]
        rooms = [width / (layout.points * MM_PER_POINT) - 1 for width in part.widths_mm]
        number, count = layout.parts.index(part) + 1, len(layout.parts)
        whole = self._is_whole(table, part, layout)
        rows = [self._row(table, n, part, rooms, layout.points) for n in range(len(grid.rows))]
        return {
            "whole": whole,
            "points": layout.points,
            "widths": [round(width, 2) for width in part.widths_mm],
            "numeric": [column.numeric for column in columns],
            "titles": [
                breakable(self._head(column.title, room), room, self.hyphenated)
                for column, room in zip(columns, rooms, strict=True)
            ],
            "rows": rows,
            # The notes stand in the table where they could come apart from it.
            "noted": number == count
            and not whole
            and any((*table.notes, table.source))
            and len(rows) >= NOTED_ROWS
            and not any(row["tall"] for row in rows[-2:]),
            "which": self.words["part"].format(part=number, parts=count) if count > 1 else "",
        }

    def _head(self, title: str, room: float) -> str:
        """The title of a column, by its sense in lines: a Chinese line could end anywhere."""
        words = self.says.printed(title)
        return words if self.hyphenated else "\n".join(lines_by_sense(words, room, 2.0))

    def _row(self, table: Table, n: int, part: Part, rooms: list[float], points: float) -> Data:
        grid = table.grid
        held = [grid.rows[n][place] for place in part.columns]
        cells = [self.says.cell(c, room) for c, room in zip(held, rooms, strict=True)]
        again = bool(grid.repeated) and grid.repeated[n] and part.columns[0] == 0
        said = [(n, cell) for n, cell in enumerate(cells) if cell != "" and not (again and n == 0)]
        lines = {n for n, cell in said if fits_a_line(cell, rooms[n])}
        return {
            "cells": cells,
            "anchor": self.links.anchor(grid.row_anchors[n]) if grid.row_anchors else "",
            "again": again,
            "tall": row_lines(grid.rows[n], part, points) > TALLEST_ROW,
            # How high the row is: as a line where a cell is one, and as the cells to be measured.
            "line": bool(lines),
            "measured": [n for n, _ in said if n not in lines],
        }
