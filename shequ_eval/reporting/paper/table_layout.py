"""Knows how a table of any width fits a page: upright or across, in which type, in how many parts.

Lays out widths only; draws nothing. A table stands where it costs the fewest pages: upright in the
ordinary size or a smaller one, or across, which costs the rest of two pages. A short table never
turns. Columns that fit no page together come in parts, each of which names its rows again.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from shequ_eval.reporting.document.blocks import Grid, Words, text_of
from shequ_eval.reporting.document.grid import width_em
from shequ_eval.reporting.paper.column_widths import PADDING_EM, shared_widths
from shequ_eval.reporting.paper.unbreakable import longest_em, longest_quantity_em

MM_PER_POINT = 25.4 / 72
# A table of no more rows than this is not worth a page of its own.
SHORT_ROWS = 12
# What turning the page costs in pages: the rest of the one before and of the one after it.
TURN_PAGES = 0.9
# Smaller type is worth it where a table would be longer by so much of itself, or by so many pages.
SMALL_TYPE_SHARE, SMALL_TYPE_PAGES = 0.6, 0.8
LINE, ROW_GAP = 1.35, 0.76  # the height of a line, and what a row adds, per point of type
SHARE_OF_NAMES = 0.5  # the most of a part's room that the columns take that name its rows
NAMING_COLUMNS = 3
LONGEST_TOKEN_EM = 20.0  # what is wider breaks inside, so that no column asks for a whole page
QUANTITY_EM = 9.0  # a number with its sign and unit that is wider may break
IN_PARTS_EM = 10.0  # the most that a column asks for where a table comes in parts
COMFORT_EM = 5.0  # a column of words is no narrower than this, where the page allows
# The engine sets a gap between Chinese and digits, which the plain width of a text leaves out.
GAPS = 1.05


@dataclass(frozen=True)
class PageWidths:
    """The widths of the text upright and across, in mm, and the sizes of type, in points.

    Turned across, the width of the upright page is its height.
    """

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
    """The layout that costs the fewest pages, in which no column breaks what belongs together."""
    if not grid.columns:
        return Layout(False, page.sizes[0], ())
    measures = _Measures(grid)
    short = len(grid.rows) <= SHORT_ROWS
    fitting: list[tuple[float, Layout]] = []
    for across, width_mm in _ways(page, short):
        if across and min((cost for cost, _ in fitting), default=np.inf) <= TURN_PAGES:
            break  # no turn of the page can cost less
        for points in page.sizes:
            if measures.least.sum() <= width_mm / (points * MM_PER_POINT):
                part = measures.part(tuple(range(len(grid.columns))), width_mm, points)
                layout = Layout(across, points, (part,))
                fitting.append((_cost(grid, layout, page), layout))
    if fitting:
        return min(fitting, key=lambda found: found[0])[1]
    return layout_as(grid, page, _ways(page, short)[-1][0], page.sizes[-1])


def layout_as(grid: Grid, page: PageWidths, across: bool, most_points: float) -> Layout:
    """The layout upright or across, as asked, in no larger type; in parts where it must be."""
    measures = _Measures(grid)
    width_mm = page.across_mm if across else page.upright_mm
    sizes = [size for size in page.sizes if size <= most_points] or [page.sizes[-1]]
    for points in sizes:
        if measures.least.sum() <= width_mm / (points * MM_PER_POINT):
            break
    room = width_mm / (points * MM_PER_POINT)
    whole = measures.least.sum() <= room
    groups = [tuple(range(len(grid.columns)))] if whole else measures.groups(room)
    return Layout(across, points, tuple(measures.part(g, width_mm, points) for g in groups))


def height_points(grid: Grid, part: Part, points: float) -> float:
    """About how high the rows of a part are, one under the other, in points."""
    lines = sum(row_lines(row, part, points) for row in grid.rows)
    return points * (LINE * lines + ROW_GAP * len(grid.rows))


def row_lines(row: tuple[Words, ...], part: Part, points: float) -> int:
    """About how many lines a row takes: those of its longest cell."""
    cells = zip(part.columns, part.widths_mm, strict=True)
    return max(lines_of(row[place], width, points) for place, width in cells)


def lines_of(words: Words, width_mm: float, points: float) -> int:
    """About how many lines a cell takes, at least one."""
    room = max(width_mm / (points * MM_PER_POINT) - PADDING_EM, 1)
    return sum(max(1, math.ceil(width_em(line) / room)) for line in text_of(words).split("\n"))


def naming_columns(rows: Iterable[tuple[str, ...]]) -> tuple[int, ...]:
    """The columns by which a reader tells the rows: the first, and others while rows are alike.

    >>> naming_columns([("镇海", "a", "m1"), ("镇海", "a", "m2"), ("溧水", "b", "m1")])
    (0, 2)
    """
    held = list(rows)
    if not held:
        return (0,)
    names: tuple[int, ...] = (0,)
    while len(names) < NAMING_COLUMNS:
        told = _distinct(held, names)
        others = [place for place in range(len(held[0])) if place not in names]
        best = max(others, key=lambda place: _distinct(held, (*names, place)), default=None)
        if told == len(held) or best is None or _distinct(held, (*names, best)) == told:
            break
        names = (*names, best)
    return tuple(sorted(names))


def _distinct(rows: list[tuple[str, ...]], places: tuple[int, ...]) -> int:
    return len({tuple(row[place] for place in places) for row in rows})


def _ways(page: PageWidths, short: bool) -> list[tuple[bool, float]]:
    """The ways a page can stand, with the width of its text; upright alone for a short table."""
    upright = [(False, page.upright_mm)]
    return upright if short else [*upright, (True, page.across_mm)]


def _cost(grid: Grid, layout: Layout, page: PageWidths) -> float:
    high_mm = page.upright_mm if layout.across else page.across_mm
    pages = height_points(grid, layout.parts[0], layout.points) * MM_PER_POINT / high_mm
    small = layout.points < page.sizes[0]
    pages += min(SMALL_TYPE_SHARE * pages, SMALL_TYPE_PAGES) if small else 0.0
    return pages + (TURN_PAGES if layout.across else 0.0)


class _Measures:
    """How wide the cells of a grid are in one line, and how narrow its columns can be, in em."""

    def __init__(self, grid: Grid) -> None:
        self.texts = [tuple(text_of(cell) for cell in row) for row in grid.rows]
        titles = tuple(column.title for column in grid.columns)
        held = [titles, *self.texts]
        self.lengths = GAPS * np.array([[width_em(text) for text in row] for row in held])
        tokens = np.array([[longest_em(text) for text in row] for row in held])
        longest = np.minimum(tokens.max(axis=0), LONGEST_TOKEN_EM)
        widest = self.lengths[1:].max(axis=0, initial=0.0)
        comfort = np.minimum(widest, COMFORT_EM)
        self.least = np.maximum(longest, np.maximum(comfort, 2.0)) + PADDING_EM
        whole = np.array([[longest_quantity_em(text) for text in row] for row in held])
        self.whole = np.maximum(self.least, np.minimum(whole.max(axis=0), QUANTITY_EM) + PADDING_EM)

    def part(self, group: tuple[int, ...], width_mm: float, points: float) -> Part:
        """The columns of a group over the whole width."""
        em = points * MM_PER_POINT
        places = list(group)
        # A number stays with its sign and unit where the page has the room.
        whole = self.whole[places]
        least = whole if whole.sum() <= width_mm / em else self.least[places]
        widths = shared_widths(self.lengths[:, places], least, width_mm / em) * em
        return Part(group, tuple(float(width) for width in widths))

    def groups(self, room: float) -> list[tuple[int, ...]]:
        """Columns that fit together; those that name the rows stand in every group."""
        names = self._names(room)
        used = first = float(sum(self._wanted(place, room) for place in names))
        groups: list[tuple[int, ...]] = []
        group = list(names)
        for place in range(len(self.least)):
            if place in names:
                continue
            wanted = self._wanted(place, room)
            if len(group) > len(names) and used + wanted > room:
                groups.append(tuple(sorted(group)))
                group, used = list(names), first
            group.append(place)
            used += wanted
        return [*groups, tuple(sorted(group))]

    def _names(self, room: float) -> tuple[int, ...]:
        """The columns that name the rows, as many as leave room for others."""
        names = list(naming_columns(self.texts))
        while len(names) > 1 and sum(self._wanted(n, room) for n in names) > SHARE_OF_NAMES * room:
            names.pop()
        wide = self._wanted(names[0], room) > SHARE_OF_NAMES * room
        return () if wide else tuple(names)

    def _wanted(self, place: int, room: float) -> float:
        longest = self.lengths[:, place].max() + PADDING_EM
        return float(min(max(self.least[place], min(longest, IN_PARTS_EM)), room))
