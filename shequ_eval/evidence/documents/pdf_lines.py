"""Knows a printed line of a page and which lines are page furniture; joins none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pdfminer.layout import LTTextLine

from shequ_eval.evidence.documents.pdf_characters import line_text

EDGE_SHARE = 0.1
FEWEST_PAGES = 3
PAGE_NUMBER = re.compile(
    r"[\s\-—–－_·.|]*(第\s*)?[0-9０-９]{1,4}(\s*页)?(\s*([/／]|共|of)\s*[0-9]{1,4}(\s*页)?)?[\s\-—–－_·.|]*"
)
FEWEST_LINES = 4


@dataclass(frozen=True)
class Line:
    """One printed line; distances in points from the left and the top of its page.

    `left` and `right` are the edges of the column in which it stands; `is_row` marks a row of a
    table, which is a paragraph of its own.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    left: float
    right: float
    page_height: float
    is_row: bool = False

    @classmethod
    def of(cls, found: LTTextLine, page_height: float) -> Line:
        """The line that pdfminer found; a page's y runs upwards, a line's top downwards."""
        top, bottom = page_height - found.y1, page_height - found.y0
        text = line_text(found)
        return cls(
            text, found.x0, found.x1, top, bottom, found.height, found.x0, found.x1, page_height
        )

    def is_inside(self, box: Sequence[float]) -> bool:
        """Whether the middle of the line lies in a box (x0, top, x1, bottom)."""
        x, y = (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2
        return box[0] <= x <= box[2] and box[1] <= y <= box[3]

    def as_row(self, text: str, box: Sequence[float]) -> Line:
        """A row of a table with this line's size, in its own box (x0, top, x1, bottom)."""
        return replace(
            self, text=text, is_row=True, x0=box[0], top=box[1], x1=box[2], bottom=box[3]
        )

    @property
    def is_at_edge(self) -> bool:
        """Whether it stands at the head or the foot of its page."""
        return (
            self.bottom < EDGE_SHARE * self.page_height
            or self.top > (1 - EDGE_SHARE) * self.page_height
        )


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without page numbers and without lines that head or foot several of them."""
    seen = Counter(
        key for lines in pages for key in {_shape(line) for line in lines if line.is_at_edge}
    )
    fewest = max(FEWEST_PAGES, len(pages) / 2)
    repeated = {key for key, count in seen.items() if count >= fewest}
    kept = [[line for line in lines if not _is_furniture(line, repeated)] for lines in pages]
    everywhere = [line for lines in kept for line in lines]
    return [[_in_column(line, lines, everywhere) for line in lines] for lines in kept]


def _is_furniture(line: Line, repeated: set[str]) -> bool:
    if not line.is_at_edge:
        return False
    is_number = not line.is_row and PAGE_NUMBER.fullmatch(line.text) is not None
    return is_number or _shape(line) in repeated


def _shape(line: Line) -> str:
    return re.sub(r"[0-9０-９]+", "#", line.text)


def _in_column(line: Line, on_page: Sequence[Line], everywhere: Sequence[Line]) -> Line:
    """The line with the edges of its column: of the lines that overlap it from side to side.

    A page with few lines does not show its edges; there, those of all pages count.
    """
    column = [other for other in on_page if _overlap(line, other)]
    if len(column) < FEWEST_LINES:
        column = [other for other in everywhere if _overlap(line, other)]
    left, right = min(other.x0 for other in column), max(other.x1 for other in column)
    return replace(line, left=left, right=right)


def _overlap(line: Line, other: Line) -> bool:
    return other is line or (not other.is_row and line.x0 < other.x1 and other.x0 < line.x1)
