"""Knows how the years, the censuses and the rules of a timeline are drawn; knows no fact."""

from __future__ import annotations

from math import ceil

from shequ_eval.exhibits.layout import LINE_MM, Page, wrap_text
from shequ_eval.exhibits.marks import draw_mark
from shequ_eval.exhibits.scales import Scale
from shequ_eval.exhibits.style import (
    AXIS,
    AXIS_LINE,
    BAND,
    BODY,
    FRAME_LINE,
    GRID,
    GRID_LINE,
    INK_2,
    NOTE,
    OCHRE,
    REFERENCE_LINE,
    RULE,
    STANDARD_DASHES,
)
from shequ_eval.exhibits.timeline_bars import CENSUSES, Rule, year_of
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Language

RULE_LINE = 2 * AXIS_LINE
ONE_LINE_MM = 0.6  # rules nearer than this share one line


def draw_axis(page: Page, top: float, bottom: float, scale: Scale, language: Language) -> None:
    """The years under the rows, and each census as a line through them."""
    page.line(scale.left, bottom, scale.right, bottom, RULE, AXIS_LINE)
    step = 2 if scale.high - scale.low <= 20 else 5
    for year in range(ceil(scale.low / step) * step, int(scale.high) + 1, step):
        x = scale.at(year)
        page.line(x, top, x, bottom, GRID, GRID_LINE, zorder=1)
        page.text(x, bottom + 2.2, str(year), AXIS, INK_2, align="center", backed=True)
    for day, names in CENSUSES:
        x = scale.at(year_of(day))
        page.line(x, top - 2.0, x, bottom, width=FRAME_LINE, zorder=2)
        page.text(x, top - 4.0, say(language, *names), BODY, bold=True, align="center")


def rules_height(rules: list[Rule], scale: Scale) -> float:
    """How much room the rules take under the axis, in mm."""
    lines = [len(wrap_text(rule.words, scale.at(year_of(rule.day)) - 2.6, NOTE)) for rule in rules]
    return sum(count * NOTE * LINE_MM + 0.5 for count in lines) + 1.8


def draw_rules(page: Page, rules: list[Rule], top: float, axis: float, scale: Scale) -> float:
    """Each rule hangs on its line under the axis, its label left of every later line.

    Above the axis the lines are pale, since the words of bars may stand on them. Rules of one
    place share a line down to the last of them.
    """
    y, places = axis + 5.0, []
    for rule in rules:
        x = scale.at(year_of(rule.day))
        lines = wrap_text(rule.words, x - 2.6, NOTE)
        y += 1.7
        places.append((x, y))
        draw_mark(page, "standard", x, y)
        page.lines(x - 2.2, y, lines, NOTE, colour=INK_2, align="right")
        y += len(lines) * NOTE * LINE_MM - 1.2
    for place, (x, foot) in enumerate(places):
        if place + 1 < len(places) and places[place + 1][0] - x < ONE_LINE_MM:
            continue
        page.line(x, top, x, axis, BAND, RULE_LINE, zorder=1.2)
        page.line(
            x, axis + 3.6, x, foot, OCHRE, REFERENCE_LINE, STANDARD_DASHES, zorder=1.8
        )  # fmt: skip
    return y + 1.8
