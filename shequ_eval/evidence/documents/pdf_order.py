"""Knows in which order the lines of a page are read: columns of prose one by one, else by rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shequ_eval.evidence.documents.pdf_lines import Line

FEWEST_LINES = 4
FILLED_SHARE, FILLED_LINES = 0.75, 0.4
NARROWEST_GUTTER = 0.8  # of the size
NEAR, HAIR = 3, 0.5  # lines of one height stand near each other; points
SAME_ROW = 0.6  # of the lower line's height


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """The lines as they are read: titles over both columns where they stand, then each column."""
    ordered = sorted(lines, key=lambda line: (line.top, line.x0))
    gutter = _gutter(ordered)
    if gutter is None:
        return _rows(ordered)
    read: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in ordered:
        if line.x1 <= gutter:
            left.append(line)
        elif line.x0 >= gutter:
            right.append(line)
        else:
            read += [*_rows(left), *_rows(right), line]
            left, right = [], []
    return [*read, *_rows(left), *_rows(right)]


def _gutter(lines: Sequence[Line]) -> float | None:
    """The right edge of the blank strip between two columns of prose, None where there is none.

    Of several, the one that fewest lines cross.
    """
    best: tuple[int, float] | None = None
    for middle in sorted({line.x0 - HAIR for line in _with_neighbours(lines)}):
        left = [line for line in lines if line.x1 <= middle]
        right = [line for line in lines if line.x0 >= middle]
        beside = len(left) + len(right)
        are_columns = min(len(left), len(right)) >= FEWEST_LINES
        if are_columns and (best is None or beside > best[0]):
            best = (beside, middle) if _are_prose(left) and _are_prose(right) else best
    return best[1] if best else None


def _with_neighbours(lines: Sequence[Line]) -> list[Line]:
    """The lines that have another one to their left at the same height."""
    return [
        line
        for place, line in enumerate(lines)
        if any(
            line.x0 - other.x1 > NARROWEST_GUTTER * line.size and _is_beside(line, other)
            for other in lines[max(0, place - NEAR) : place + NEAR + 1]
        )
    ]


def _are_prose(lines: Sequence[Line]) -> bool:
    """Whether lines fill their column, as running text does and cells of a table do not."""
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    filled = sum(line.x1 - line.x0 >= FILLED_SHARE * width for line in lines)
    return filled >= FILLED_LINES * len(lines) and width > 8 * lines[0].size


def _is_beside(line: Line, other: Line) -> bool:
    shared = min(line.bottom, other.bottom) - max(line.top, other.top)
    return shared > SAME_ROW * min(line.size, other.size)


def _rows(lines: Sequence[Line]) -> list[Line]:
    """Lines that stand beside each other put together as the cells of one row."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.top, line.x0)):
        if rows and _is_beside(line, rows[-1][0]) and not (line.is_row or rows[-1][0].is_row):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_row(sorted(row, key=lambda line: line.x0)) for row in rows]


def _row(cells: Sequence[Line]) -> Line:
    if len(cells) == 1:
        only = cells[0]
        return replace(only, is_row=only.is_row or "\t" in only.text)
    first = cells[0]
    return replace(first, text="\t".join(cell.text for cell in cells), x1=cells[-1].x1, is_row=True)
