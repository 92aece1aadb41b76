"""Knows what stands under the points of a panel of rates: zones without one, the axis."""

from __future__ import annotations

import pandas as pd

from shequ_eval.exhibits.layout import LINE_MM, Page, text_mm, wrap_text
from shequ_eval.exhibits.marks import CELL_MM, draw_absence
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.one_basis_points import LEFT
from shequ_eval.exhibits.one_basis_words import absent_words
from shequ_eval.exhibits.scales import Scale, nice_ticks
from shequ_eval.exhibits.style import (
    AXIS,
    AXIS_LINE,
    GRID,
    GRID_LINE,
    GROUP,
    INK_2,
    NOTE,
    PAGE_MM,
    RULE,
)
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Codebook, Language


def draw_absent(
    page: Page, group: pd.DataFrame, y: float, codebook: Codebook, language: Language
) -> float:
    """Zones without a point, each with the reason; the y below them.

    The reason stands beside the names where there is room, else under them.
    """
    without = group[group["printed"].isna() & group["value"].isna()]
    head = codebook.label("absence", "not_published", language).capitalize()
    held = without["held_back_id"].notna() if "held_back_id" in without else without.index < 0
    for (counted, held_back), zones in without.groupby([without["numerator"].notna(), held]):
        names = say(language, "、", ", ").join(
            codebook.title("short", zone, language) for zone in zones["zone_id"]
        )
        why = absent_words(bool(counted), language, bool(held_back))
        width = text_mm(names, NOTE) + 4.0
        page.text(0.4, y + 2, head, GROUP, bold=True)
        if LEFT + width + 3 + text_mm(why, NOTE) <= PAGE_MM:
            draw_absence(page, "not_published", LEFT + 1, y + 2, width, height=CELL_MM + 1.2)
            page.text(LEFT + 3, y + 2, names, NOTE, INK_2)
            page.text(LEFT + width + 3, y + 2, why, NOTE, INK_2, halo=True)
            y += 5.0
            continue
        y = _draw_many(page, names, why, y)
    return y + 0.5


def _draw_many(page: Page, names: str, why: str, y: float) -> float:
    """Names in lines on paper of their own, the reason under them; the y below."""
    rows = wrap_text(names, PAGE_MM - LEFT - 5.0, NOTE)
    step = NOTE * LINE_MM
    height = len(rows) * step + 1.0
    middle = y + 2 + (len(rows) - 1) * step / 2
    draw_absence(page, "not_published", LEFT + 1, middle, PAGE_MM - LEFT - 1.5, height=height)
    below = page.lines(LEFT + 3, y + 2, rows, NOTE, colour=INK_2)
    for row in wrap_text(why, PAGE_MM - LEFT - 5.0, NOTE):
        page.text(LEFT + 3, below + 0.8, row, NOTE, INK_2, halo=True)
        below += step
    return below + 2.0


def draw_axis(page: Page, scale: Scale, top: float, bottom: float) -> float:
    """The axis with its numbers, a pale line up from each; the y below it."""
    page.line(scale.left, bottom, scale.right, bottom, RULE, AXIS_LINE)
    for tick in nice_ticks(scale.high):
        x = scale.at(tick)
        page.line(x, top, x, bottom, GRID, GRID_LINE, zorder=1)
        page.text(x, bottom + 2.4, plain_number(tick), AXIS, INK_2, align="center")
    return bottom + 5.0
