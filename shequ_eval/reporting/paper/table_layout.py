"""Knows how a table of any width fits a page: upright or across, in which type, in how many parts.

Lays out widths only; draws nothing. The order of preference: upright in the ordinary size, upright
in a smaller one, across the page, across in a smaller size, and at last the columns in parts,
each beginning with the first column again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shequ_eval.reporting.document.blocks import Column, Grid, Words, text_of
from shequ_eval.reporting.document.grid import width_em

MM_PER_POINT = 25.4 / 72
PADDING_EM = 1.2
# A table is crowded where its columns together ask for more than this many times the room, or
# where what they need at least leaves too little of it to share.
CROWDED = 1.6
ROOMY = 0.92
# A crowded table of no more lines than this stays upright: it is not worth a page of its own.
SHORT = 36
STEPS_EM = (0.5, 1.0, 2.0, 4.0)
# The engine sets a gap between Chinese and digits, which the plain width of a text leaves out.
GAPS = 1.05


@dataclass(frozen=True)
class PageWidths:
    """The widths of the text upright and across, in mm, and the sizes of type, in points."""

    upright_mm: float
    across_mm: float
    sizes: tuple[float, ...]


@dataclass(frozen=True)
class Part:
    """Some columns of a table, by place, with their widths in mm."""

    columns: tuple[int, ...]
    widths_mm: tuple[float, ...]


@dataclass(frozen=True)
class Layout:
    """How a table stands on its page; more than one part where its columns do not fit together."""

    across: bool
    points: float
    parts: tuple[Part, ...]


def layout_of(grid: Grid, page: PageWidths) -> Layout:
    """The first way, in the order of preference, in which no column breaks its words."""
    if not grid.columns:
        return Layout(False, page.sizes[0], ())
    least = sum(column.least_width_em for column in grid.columns)
    every = tuple(range(len(grid.columns)))
    for across in (False, True):
        width_mm = page.across_mm if across else page.upright_mm
        for points in page.sizes:
            room = width_mm / (points * MM_PER_POINT)
            if least <= ROOMY * room and grid.width_em <= CROWDED * room:
                return Layout(across, points, (_part(grid, every, width_mm, points),))
        crowded = Layout(across, points, (_part(grid, every, width_mm, points),))
        if least <= room and _height(grid, crowded) <= SHORT:
            return crowded
    groups = _groups(grid.columns, page.across_mm / (points * MM_PER_POINT))
    parts = tuple(_part(grid, group, page.across_mm, points) for group in groups)
    return Layout(True, points, parts)


def _height(grid: Grid, layout: Layout) -> int:
    """About how many lines a table takes, its rows one under the other."""
    widths = layout.parts[0].widths_mm
    return sum(
        max(lines_of(cell, width, layout.points) for cell, width in zip(row, widths, strict=True))
        for row in grid.rows
    )


def lines_of(words: Words, width_mm: float, points: float) -> int:
    """About how many lines a cell takes, at least one."""
    room = max(width_mm / (points * MM_PER_POINT) - PADDING_EM, 1)
    return sum(1 + int(width_em(line) / room) for line in text_of(words).split("\n"))


def shared_widths(lengths: np.ndarray, least: np.ndarray, room: float) -> np.ndarray:
    """Widths of columns, in em, that make a table short: no column below its `least`.

    `lengths` are the widths of the cells' text in one line, rows by columns. What room is left
    goes, bit by bit, to the column that shortens the rows the most, and once every cell fits in
    one line to all columns alike.

    >>> shared_widths(np.array([[4.0, 60.0]]), np.array([5.2, 8.0]), 40.0).tolist()
    [5.2, 34.8]
    """
    widths = least * min(1.0, room / least.sum())
    spare = room - widths.sum()
    while spare > 1e-9:
        offers = [_best_step(lengths, widths, min(step, spare)) for step in STEPS_EM]
        gain, column, step = max(offers, key=lambda offer: offer[0])
        if gain <= 0:
            return widths * room / widths.sum()
        widths[column] += step
        spare -= step
    return widths


def _best_step(lengths: np.ndarray, widths: np.ndarray, step: float) -> tuple[float, int, float]:
    """The column that gains the most from one step, in lines saved per em, with that gain."""
    lines = _lines(lengths, widths)
    wider = _lines(lengths, widths + step)
    kept = np.maximum(wider, _greatest_of_others(lines))
    gains = (lines.max(axis=1, keepdims=True) - kept).sum(axis=0) / step
    return float(gains.max()), int(gains.argmax()), step


def _lines(lengths: np.ndarray, widths: np.ndarray) -> np.ndarray:
    """How many lines each cell takes; half of it as a fraction, so that each step shows a gain."""
    share = np.maximum(lengths / np.maximum(widths - PADDING_EM, 0.5), 1.0)
    return (np.ceil(share) + share) / 2


def _greatest_of_others(lines: np.ndarray) -> np.ndarray:
    """For each cell the greatest number of lines among the other cells of its row."""
    if lines.shape[1] == 1:
        return np.ones_like(lines)
    ordered = np.sort(lines, axis=1)
    greatest, second = ordered[:, -1:], ordered[:, -2:-1]
    return np.where(lines == greatest, second, greatest)


def _groups(columns: tuple[Column, ...], room: float) -> list[tuple[int, ...]]:
    """Columns that fit a page together; each group but the first repeats the first column."""
    groups: list[tuple[int, ...]] = []
    group: list[int] = []
    used = 0.0
    first = _wanted(columns[0], room)
    for place, column in enumerate(columns):
        wanted = _wanted(column, room)
        if group and used + wanted > room:
            groups.append(tuple(group))
            group, used = ([0], first) if first + wanted <= room else ([], 0.0)
        group.append(place)
        used += wanted
    return [*groups, tuple(group)]


def _wanted(column: Column, room: float) -> float:
    return min(max(column.least_width_em, min(column.width_em, 14.0)), room)


def _part(grid: Grid, group: tuple[int, ...], width_mm: float, points: float) -> Part:
    em = points * MM_PER_POINT
    columns = [grid.columns[place] for place in group]
    titles = [width_em(column.title) for column in columns]
    texts = [[text_of(row[place]) for place in group] for row in grid.rows]
    lengths = GAPS * np.array([titles, *([width_em(text) for text in row] for row in texts)])
    least = np.array([max(column.least_width_em, 1.0) for column in columns])
    widths = shared_widths(lengths, least, width_mm / em) * em
    return Part(group, tuple(float(width) for width in widths))
