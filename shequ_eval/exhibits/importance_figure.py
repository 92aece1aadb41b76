"""Knows how to draw services by importance and performance; sorts none that is near a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.importance_words import (
    CUT_WORDS,
    importance_data,
    importance_notes,
    importance_title,
    quadrant_words,
)
from shequ_eval.exhibits.layout import PT_PER_MM, Page, text_mm
from shequ_eval.exhibits.marks import draw_mark
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.plane import Labels, finite, span_ticks
from shequ_eval.exhibits.scales import Scale
from shequ_eval.exhibits.style import (
    AXIS,
    AXIS_LINE,
    BLUE,
    BODY,
    CONNECTOR,
    DISC,
    GREY,
    GRID,
    GRID_LINE,
    GROUP,
    INK,
    INK_2,
    NOTE,
    REFERENCE_LINE,
    RULE,
    WASH,
    print_style,
)
from shequ_eval.exhibits.survey_pictures import (
    demonstration_note,
    draw_demonstration,
    nothing_to_draw,
)
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Language

LEFT, RIGHT, TOP, BOTTOM = 13.0, 156.0, 6.0, 90.0  # the plane, in mm
NAMES_MM = 6.5  # kept free at top and bottom for the quadrants' names


@dataclass(frozen=True)
class _Plane:
    page: Page
    across: Scale
    up: Scale
    labels: Labels
    line: Mapping[str, float]


def draw_importance_performance(
    table: pd.DataFrame,
    cuts: pd.DataFrame,
    cut: str,
    labels: Mapping[str, str],
    language: Language,
    level: float = 0.95,
    demonstration: bool = False,
) -> Exhibit:
    """Services as crosses, performance across, importance up; what straddles a line is grey.

    `table` and `cuts` as in `analysis.survey_models.Positions`; `labels` name the items in the
    report's language. The quadrant that asks for action is washed.

    Where names have no room beside their points they are numbered, with a key below.

    Raises
    ------
    LayoutError, GlyphError
        The picture cannot be drawn without a fault.
    """
    if table.empty:
        what = ("重要性与满意度", "importance and performance")
        return nothing_to_draw("figure_importance_performance", what, language)
    with print_style():
        figure = _picture(table, cuts, cut, labels, language, demonstration)
    rule = say(language, *CUT_WORDS[cut])
    notes = importance_notes(table, cuts, cut, language, level)
    return Exhibit(
        exhibit_id="figure_importance_performance",
        kind="figure",
        title=importance_title(table, labels, language),
        subtitle=say(
            language,
            f"每点一项服务，十字为两个方向的 {level:.0%} 区间；分界取{rule}。",
            f"Each point is a service, the cross its {level:.0%} intervals; cut at {rule}.",
        ),
        notes=notes + demonstration_note(demonstration, language),
        data=importance_data(table, labels, language),
        figure=figure,
    )


def _picture(
    table: pd.DataFrame,
    cuts: pd.DataFrame,
    cut: str,
    labels: Mapping[str, str],
    language: Language,
    demonstration: bool,
) -> Figure:
    page = Page()
    y = 3.2
    page.text(0.4, y, say(language, "重要性 ↑", "importance ↑"), NOTE, INK_2)
    if demonstration:
        draw_demonstration(page, y, language)
    line = {str(k): float(v) for k, v in cuts.set_index("cut").T[cut].items()}
    plane = _Plane(
        page,
        _scale(table, "performance", line, LEFT, RIGHT),
        _scale(table, "importance", line, BOTTOM - NAMES_MM, TOP + NAMES_MM),
        Labels(LEFT + 0.5, TOP + 0.5, RIGHT - 0.5, BOTTOM - 0.5),
        line,
    )
    _draw_ground(plane, language)
    key = _draw_services(plane, table, labels)
    words = say(language, "满意度 →", "performance →")
    page.text(RIGHT, BOTTOM + 7.6, words, NOTE, INK_2, align="right")
    if key:
        return page.finish(_draw_key(page, BOTTOM + 12.0, key) + 3.0)
    return page.finish(BOTTOM + 10.5)


def _scale(
    table: pd.DataFrame, side: str, line: Mapping[str, float], start: float, end: float
) -> Scale:
    ends = finite([*table[side], *table[f"{side}_low"], *table[f"{side}_high"], line[side]])
    room = (max(ends) - min(ends)) * 0.06 or 0.5
    return Scale(min(ends) - room, max(ends) + room, start, end)


def _draw_ground(plane: _Plane, language: Language) -> None:
    """Grid and axes, the washed quadrant, the two lines, the names of the quadrants."""
    page, x, y = plane.page, *_crossing(plane)
    page.axes.add_patch(
        Rectangle((LEFT, TOP), x - LEFT, y - TOP, facecolor=WASH, edgecolor="none", zorder=0.5)
    )
    for tick in _inner_ticks(plane.across):
        at = plane.across.at(tick)
        page.line(at, TOP, at, BOTTOM, GRID, GRID_LINE, zorder=1)
        page.text(at, BOTTOM + 2.6, plain_number(tick), AXIS, INK_2, align="center")
    for tick in _inner_ticks(plane.up):
        at = plane.up.at(tick)
        page.line(LEFT, at, RIGHT, at, GRID, GRID_LINE, zorder=1)
        page.text(LEFT - 1.2, at, plain_number(tick), AXIS, INK_2, align="right")
    page.line(LEFT, BOTTOM, RIGHT, BOTTOM, RULE, AXIS_LINE)
    page.line(x, TOP, x, BOTTOM, INK, REFERENCE_LINE, zorder=2)
    page.line(LEFT, y, RIGHT, y, INK, REFERENCE_LINE, zorder=2)
    plane.labels.lines += [(x - 0.3, TOP, x + 0.3, BOTTOM), (LEFT, y - 0.3, RIGHT, y + 0.3)]
    corners = {
        "improve_first": (LEFT + 1.5, TOP + 3.2, "left"),
        "keep_up": (RIGHT - 1.5, TOP + 3.2, "right"),
        "improve_later": (LEFT + 1.5, BOTTOM - 3.2, "left"),
        "enough_done": (RIGHT - 1.5, BOTTOM - 3.2, "right"),
    }
    for quadrant, (at, height, align) in corners.items():
        words = quadrant_words(quadrant, language)
        width = text_mm(words, GROUP) + 2.0
        page.text(at, height, words, GROUP, INK_2, bold=True, align=align)
        middle = at + width / 2 if align == "left" else at - width / 2
        plane.labels.keep_off(middle, height, width, 4.4)


def _inner_ticks(scale: Scale) -> list[float]:
    ticks = span_ticks(scale.low, scale.high, most=8)
    return [tick for tick in ticks if scale.low <= tick <= scale.high]


def _crossing(plane: _Plane) -> tuple[float, float]:
    return plane.across.at(plane.line["performance"]), plane.up.at(plane.line["importance"])


def _draw_services(plane: _Plane, table: pd.DataFrame, labels: Mapping[str, str]) -> list[str]:
    """Crosses and points first, so that labels keep off all of them; the key, if one is needed."""
    rows = table.sort_values(["performance", "item"]).to_dict("records")
    places = [
        (plane.across.at(float(row["performance"])), plane.up.at(float(row["importance"])))
        for row in rows
    ]
    for row, (x, y) in zip(rows, places, strict=True):
        sure = row["straddles"] == ""
        colour = BLUE if sure else GREY
        across = finite([row["performance_low"], row["performance_high"]])
        up = finite([row["importance_low"], row["importance_high"]])
        if len(across) == 2:
            ends = [plane.across.at(end) for end in across]
            plane.page.line(ends[0], y, ends[1], y, colour, CONNECTOR, zorder=3)
            plane.labels.keep_off(sum(ends) / 2, y, ends[1] - ends[0], 0.6)
        if len(up) == 2:
            ends = [plane.up.at(end) for end in up]
            plane.page.line(x, ends[0], x, ends[1], colour, CONNECTOR, zorder=3)
            plane.labels.keep_off(x, sum(ends) / 2, 0.6, ends[0] - ends[1])
        draw_mark(plane.page, "actual" if sure else "undecidable", x, y)
        plane.labels.keep_off(x, y, DISC + 0.8, DISC + 0.8)
    words = [labels[str(row["item"])] for row in rows]
    taken = list(plane.labels.taken)
    spots = [
        plane.labels.place(x, y, word, BODY) for (x, y), word in zip(places, words, strict=True)
    ]
    if None in spots:
        plane.labels.taken[:] = taken
        key = [f"{number} {word}" for number, word in enumerate(words, 1)]
        words = [str(number) for number in range(1, len(rows) + 1)]
        spots = [plane.labels.place(x, y, w, BODY) for (x, y), w in zip(places, words, strict=True)]
    else:
        key = []
    for row, place, word, spot in zip(rows, places, words, spots, strict=True):
        # NOTE: a number without room stands on its point's upper right all the same
        _draw_label(plane, place, word, spot or (place[0] + 2.4, place[1] - 2.4, 0), row)
    return key


def _draw_label(
    plane: _Plane,
    place: tuple[float, float],
    words: str,
    spot: tuple[float, float, float],
    row: Mapping[Any, Any],
) -> None:
    at, height, off = spot
    sure = row["straddles"] == ""
    if off > 6.0:
        plane.page.line(*place, at, height, RULE, AXIS_LINE, zorder=2.5)
    colour, on_line = INK if sure else INK_2, _is_on_line(plane, at, height, text_mm(words, BODY))
    plane.page.text(
        at, height, words, BODY, colour, bold=sure, align="center", halo=True, backed=on_line
    )


def _is_on_line(plane: _Plane, at: float, height: float, width: float) -> bool:
    """Whether words with their middle there lie on one of the two dividing lines."""
    x, y = _crossing(plane)
    return abs(at - x) < width / 2 + 1.0 or abs(height - y) < BODY / PT_PER_MM


def _draw_key(page: Page, y: float, key: list[str]) -> float:
    """Numbers with their names, where names had no room beside their points; the y below."""
    x = LEFT
    for words in key:
        width = text_mm(words, NOTE)
        if x > LEFT and x + width > RIGHT:
            x, y = LEFT, y + 3.8
        page.text(x, y, words, NOTE, INK)
        x += width + 5.0
    return y
