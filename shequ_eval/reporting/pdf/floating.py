"""Knows how high blocks stand, roughly, and so which figures may float; sets none.

A figure that floats goes to the foot of its page or the next, and what follows fills the room
before it. It may where that fills the page, so that no heading and no later figure comes to stand
above it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

from shequ_eval.reporting.document.blocks import Figure, Items, Paragraph, Table, Words, text_of
from shequ_eval.reporting.document.grid import width_em
from shequ_eval.reporting.paper.page_style import PageStyle
from shequ_eval.reporting.paper.sections import Placed
from shequ_eval.reporting.paper.table_layout import (
    MM_PER_POINT,
    Layout,
    Part,
    height_points,
    layout_of,
)

LINE_OF_TYPE, FIGURE_GAPS_POINTS = 1.3, 30.0
FEWEST_LINES = 4
# What is left of a page that is filled to this share holds no heading with its first lines.
FILLED_SHARE = 0.85
# Before a table of more than this share of a page a figure stays: it would cut the table in two.
LONGEST_TABLE_SHARE = 1.0


def caption_mm(figure: Figure, page: PageStyle) -> float:
    """How high the caption and notes of a figure stand, in mm."""
    title = width_em(figure.label) + 1 + width_em(text_of(figure.title))
    set_in = [(title, page.caption.points)]
    set_in += [
        (width_em(text_of(words)), page.note.points)
        for words in (figure.subtitle, *figure.notes, figure.source)
    ]
    room = page.widths.upright_mm / MM_PER_POINT
    lines = sum(ceil(em * points / room) * points for em, points in set_in)
    return (lines * LINE_OF_TYPE + FIGURE_GAPS_POINTS) * MM_PER_POINT


def table_share(table: Table, part: Part, layout: Layout, page: PageStyle) -> float:
    """How much of a page's height a part of a table takes."""
    page_mm = page.widths.upright_mm if layout.across else page.widths.across_mm
    return height_points(table.grid, part, layout.points) * MM_PER_POINT / page_mm


def may_float(
    figure_mm: float,
    following: Sequence[Placed],
    page: PageStyle,
    height_mm: Callable[[Figure], float],
) -> bool:
    """Whether a figure may stand at the foot of a page, with what follows it above.

    `figure_mm` is the height of the picture with its caption, `height_mm` that of a later figure;
    `following` are the blocks after it; a new page begins after the last and before appendices.
    """
    page_mm = page.widths.across_mm
    line_share, figure_share = page.line_points * MM_PER_POINT / page_mm, figure_mm / page_mm
    filled = 0.0
    for placed in following:
        block = placed.block
        if placed.first:
            break
        if isinstance(block, Paragraph):
            filled += _lines(block.words, page) * line_share
        elif isinstance(block, Items):
            filled += sum(_lines(entry, page) for entry in block.entries) * line_share
        elif isinstance(block, Table):
            layout = placed.layout or layout_of(block.grid, page.widths)
            share = sum(table_share(block, part, layout, page) for part in layout.parts)
            if share > LONGEST_TABLE_SHARE:
                return False
            filled += share
        else:
            beside = height_mm(block) / page_mm if isinstance(block, Figure) else 1 - FILLED_SHARE
            return filled >= FEWEST_LINES * line_share and figure_share + beside > 1
        if filled >= FILLED_SHARE:
            return True
    return filled >= FEWEST_LINES * line_share and figure_share + filled > FILLED_SHARE


def _lines(words: Words, page: PageStyle) -> int:
    room_em = page.widths.upright_mm / (page.body.points * MM_PER_POINT)
    return ceil(width_em(text_of(words)) / room_em)
