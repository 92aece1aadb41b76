"""Knows how to draw changes by the time since the reform; draws no interval that is withheld."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor, log10
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from shequ_eval.exhibits.event_words import (
    Row,
    event_data,
    event_notes,
    event_number,
    event_title,
)
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.layout import Page, text_mm
from shequ_eval.exhibits.marks import draw_mark
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.plane import finite, span_ticks
from shequ_eval.exhibits.scales import Scale
from shequ_eval.exhibits.style import (
    AXIS,
    AXIS_LINE,
    BLUE,
    BODY,
    CELL_LINE,
    DISC,
    GREY,
    GRID,
    GRID_LINE,
    INK,
    INK_2,
    NOTE,
    REFERENCE_LINE,
    RULE,
    TINT,
    print_style,
)
from shequ_eval.exhibits.survey_pictures import (
    demonstration_note,
    draw_demonstration,
    nothing_to_draw,
)
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Language

LEFT, RIGHT, TOP, BOTTOM = 14.0, 157.0, 12.0, 78.0  # the plane, in mm
BAR_WIDTH = 2.4
CAP_MM = 1.0


@dataclass(frozen=True)
class _Plane:
    page: Page
    across: Scale
    up: Scale
    step: float  # from one wave to the next, in mm


def draw_event_study(
    table: pd.DataFrame,
    overall: Mapping[str, Any],
    outcome: tuple[str, str],
    language: Language,
    level: float = 0.95,
    demonstration: bool = False,
) -> Exhibit:
    """Changes of reformed areas less those of comparison areas, by waves since the reform.

    `table` and `overall` as in `analysis.effects.Averages` by event time; `outcome` names what is
    measured, with its unit, in both languages. A point is blue where its band leaves out zero,
    grey where it holds it or where there is none.

    Raises
    ------
    LayoutError, GlyphError
        The picture cannot be drawn without a fault.
    """
    if table.empty:
        return nothing_to_draw(
            "figure_event_study", ("改革前后的变化", "change by time since a reform"), language
        )
    told = _told(table)
    with print_style():
        figure = _picture(told, outcome, language, demonstration)
    return Exhibit(
        exhibit_id="figure_event_study",
        kind="figure",
        title=event_title(told, language),
        subtitle=say(
            language,
            f"{outcome[0]}：改革地区的变化减去对照地区的变化，按距改革的期数。",
            f"{outcome[1]}: the change of reformed areas less that of comparison areas, by waves "
            "since the reform.",
        ),
        notes=event_notes(told, overall, level, language)
        + demonstration_note(demonstration, language),
        data=event_data(told, language),
        figure=figure,
    )


def _told(table: pd.DataFrame) -> pd.DataFrame:
    apart = (table["band_low"] > 0) | (table["band_high"] < 0)
    told = table.assign(apart=apart & table["withheld"].eq(""))
    return told.sort_values("event_time", ignore_index=True)


def _picture(
    told: pd.DataFrame, outcome: tuple[str, str], language: Language, demonstration: bool
) -> Figure:
    page = Page()
    page.text(0.4, 3.4, f"{say(language, *outcome)} ↑", NOTE, INK_2)
    if demonstration:
        draw_demonstration(page, 3.4, language)
    plane = _plane(page, told)
    _draw_ground(plane, told, language)
    for row in told.to_dict("records"):
        _draw_point(plane, row)
    head = say(language, "距改革的期数 →", "waves since the reform →")
    page.text(RIGHT, BOTTOM + 10.2, head, NOTE, INK_2, align="right")
    return page.finish(BOTTOM + 13.0)


def _plane(page: Page, told: pd.DataFrame) -> _Plane:
    ends = finite(
        [*told["estimate"], *told["low"], *told["high"], *told["band_low"], *told["band_high"], 0.0]
    )
    ticks = span_ticks(min(ends), max(ends), most=7)
    # NOTE: both sides of the reform are always on the picture
    first = min(float(told["event_time"].min()), -1.0) - 0.7
    last = max(float(told["event_time"].max()), 0.0) + 0.7
    across = Scale(first, last, LEFT, RIGHT)
    step = (RIGHT - LEFT) / (last - first)
    return _Plane(page, across, Scale(ticks[0], ticks[-1], BOTTOM, TOP), step)


def _draw_ground(plane: _Plane, told: pd.DataFrame, language: Language) -> None:
    page, up = plane.page, plane.up
    for tick in span_ticks(up.low, up.high, most=7):
        y = up.at(tick)
        page.line(LEFT, y, RIGHT, y, GRID, GRID_LINE, zorder=1)
        page.text(LEFT - 1.2, y, plain_number(tick), AXIS, INK_2, align="right")
    page.line(LEFT, up.at(0), RIGHT, up.at(0), INK, REFERENCE_LINE, zorder=2)
    x = plane.across.at(-0.5)
    page.line(x, TOP - 5.0, x, BOTTOM, INK_2, CELL_LINE, dashes=(2.0, 1.4), zorder=2)
    before, after = say(language, "改革前", "before"), say(language, "改革后", "after")
    page.text(x - 1.6, TOP - 3.6, before, BODY, INK_2, align="right")
    page.text(x + 1.6, TOP - 3.6, after, BODY, INK_2)
    page.line(LEFT, BOTTOM, RIGHT, BOTTOM, RULE, AXIS_LINE)
    page.text(0.4, BOTTOM + 6.4, say(language, "地区数", "areas"), NOTE, INK_2)
    every = _every(plane, told)
    for row in told.to_dict("records"):
        event_time = int(row["event_time"])
        if event_time % every:
            continue
        at = plane.across.at(event_time)
        page.text(at, BOTTOM + 2.8, event_number(event_time), AXIS, INK, align="center")
        page.text(
            at, BOTTOM + 6.4, plain_number(float(row["treated"])), AXIS, INK_2, align="center"
        )


def _every(plane: _Plane, told: pd.DataFrame) -> int:
    """Every how many waves a number is written, so that numbers do not touch."""
    widest = max(text_mm(plain_number(float(count)), AXIS) for count in told["treated"])
    every = 1
    while every * plane.step < max(widest, 6.0) + 1.5:
        every += 1
    return every


def _draw_point(plane: _Plane, row: Row) -> None:
    page, up = plane.page, plane.up
    x, y = plane.across.at(float(row["event_time"])), up.at(float(row["estimate"]))
    sure = bool(row["apart"])
    if not row["withheld"]:
        width = min(BAR_WIDTH, plane.step * 0.6)
        low, high = up.at(float(row["low"])), up.at(float(row["high"]))
        fill = TINT if sure else GRID
        page.box(
            x - width / 2, (low + high) / 2, width, low - high,
            facecolor=fill, edgecolor="none", zorder=3,
        )  # fmt: skip
        colour = BLUE if sure else GREY
        ends = [up.at(float(row[end])) for end in ("band_low", "band_high")]
        page.line(x, ends[0], x, ends[1], colour, CELL_LINE, zorder=3.5)
        for end in ends:
            page.line(x - CAP_MM / 2, end, x + CAP_MM / 2, end, colour, CELL_LINE, zorder=3.5)
    draw_mark(page, "actual" if sure else "undecidable", x, y)
    words = _value_words(float(row["estimate"]), up)
    if DISC + text_mm(words, BODY) + 2.4 < plane.step:
        # NOTE: beside the zero line, so that the line does not cross the number
        beside = up.at(0) - 2.2 if abs(y - up.at(0)) < 1.8 else y
        at = x + DISC / 2 + 0.8
        page.text(at, beside, words, BODY, BLUE if sure else INK_2, bold=sure, backed=True)


def _value_words(value: float, up: Scale) -> str:
    """A value with one decimal more than the axis has, and no minus before zero.

    >>> _value_words(-0.001, Scale(-0.3, 0.1, 0, 1)), _value_words(5.21, Scale(-2, 8, 0, 1))
    ('0.00', '5.2')
    """
    ticks = span_ticks(up.low, up.high, most=7)
    decimals = max(0, -floor(log10(ticks[1] - ticks[0]))) + 1
    return plain_number(round(value, decimals) + 0.0, decimals)
