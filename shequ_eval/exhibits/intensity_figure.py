"""Knows how to draw money or counts per resident by order of magnitude; compares no two of them."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.held_back import held_back_words
from shequ_eval.exhibits.intensity_heads import (
    intensity_notes,
    intensity_source,
    intensity_subtitle,
    intensity_title,
)
from shequ_eval.exhibits.intensity_rows import (
    NOTES_AT,
    ZONE_AT,
    IndicatorRows,
    names_mm,
    place_name,
    rows_of,
)
from shequ_eval.exhibits.intensity_words import (
    Row,
    intensity_data,
    intensity_id,
    interval_of,
    known_ends,
    no_intensity,
    unit_title,
    vague_notes,
    value_words,
)
from shequ_eval.exhibits.layout import LINE_MM, Page, text_mm
from shequ_eval.exhibits.marks import draw_bounds, draw_legend
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.parts import cut_by_height, in_parts
from shequ_eval.exhibits.scales import Scale, log_ticks
from shequ_eval.exhibits.style import (
    AXIS,
    AXIS_LINE,
    BLUE,
    BODY,
    GRID,
    GRID_LINE,
    INK_2,
    NOTE,
    PAGE_MM,
    RULE,
    print_style,
)
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Codebook, Language

RIGHT = 114.0  # where the axis ends
LEFT_ALONE = 43.0  # where one place alone needs no names before its marks
SEEN_MM = 0.4  # a narrower range cannot be told from no range
ARROW_MM = 5.0
AROUND_MM = 24.0  # legend of two lines, heads and axis


def draw_intensity(
    intensity: pd.DataFrame,
    codebook: Codebook,
    language: Language,
    unit: str = "",
    dimension: str = "",
) -> Exhibit:
    """Figures per resident on a logarithmic axis, one row a figure, with what each leaves open.

    Where a `dimension` is given, its indicators alone are drawn, and the title names it.

    `intensity` has: zone_id, indicator_id, status, value, low, high (bounds carried through the
    ratio; missing is an open side), unit, scope, cumulative_over, period, period_basis,
    evidence_ids. Only orders of magnitude can be read from it; rows stand in the codebook's
    order, never by size. A figure of zero has no place on a logarithmic axis and is left to the
    tables; a vague quantity has no number, and the notes give its words. `unit` names the exhibit
    where the table is empty and cannot.

    Raises
    ------
    ValueError
        More than one unit: figures in two units have no axis in common.
    LayoutError, GlyphError
        The picture cannot be drawn without a fault.
    """
    if dimension:
        intensity = _of_dimension(intensity, codebook, dimension)
    if intensity["unit"].nunique() > 1:
        raise ValueError(f"一图只画一种单位 one unit a figure: {sorted(set(intensity['unit']))}")
    unit = unit if intensity.empty else str(intensity["unit"].iloc[0])
    name = codebook.label("dimension", dimension, language) if dimension else ""
    key = intensity_id(unit, dimension)
    drawn = intensity if intensity.empty else _ordered(intensity, codebook)
    if drawn.empty:
        notes = (
            *vague_notes(intensity, codebook, language),
            *filter(None, [held_back_words(intensity, codebook, language)]),
        )
        return no_intensity(language, unit, key, name, notes)
    runs = _runs_of(drawn, codebook, language)
    scale = _scale(drawn, codebook, language)

    def made_of(run: pd.DataFrame) -> dict[str, Any]:
        with print_style():
            figure = _picture(run, scale, codebook, language)
        vague = vague_notes(intensity, codebook, language) if run is runs[-1] else ()
        return {
            "kind": "figure",
            "title": intensity_title(drawn, language, name),
            "subtitle": intensity_subtitle(run, codebook, language),
            "notes": (*intensity_notes(run, codebook, language), *vague),
            "source": intensity_source(run, language),
            "data": intensity_data(run, codebook, language),
            "figure": figure,
        }

    return in_parts(key, runs, made_of, language)


def draw_intensity_if_any(
    intensity: pd.DataFrame, codebook: Codebook, language: Language, unit: str, dimension: str
) -> list[Exhibit]:
    """The figure of a dimension that seldom has such figures; nothing where it has none.

    Raises
    ------
    ValueError, LayoutError, GlyphError
        As `draw_intensity`.
    """
    here = _of_dimension(intensity, codebook, dimension)
    if here.empty or ("held_back_id" in here and here["held_back_id"].notna().all()):
        return []
    return [draw_intensity(intensity, codebook, language, unit, dimension)]


def _of_dimension(intensity: pd.DataFrame, codebook: Codebook, dimension: str) -> pd.DataFrame:
    of = intensity["indicator_id"].map(codebook.indicators["dimension"])
    return intensity[of.eq(dimension)]


def _ordered(intensity: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """The figures above zero, by family, indicator, tier (a city last) and zone."""
    rows = intensity[intensity[["low", "value", "high"]].astype(float).max(axis=1) > 0]
    families = codebook.indicators["family_id"].map(codebook.families["position"].astype(int))
    indicators = {key: place for place, key in enumerate(codebook.indicators.index)}
    zones = {key: place for place, key in enumerate(rows["zone_id"].drop_duplicates())}
    placed = rows.assign(
        family_place=rows["indicator_id"].map(families),
        indicator_place=rows["indicator_id"].map(indicators),
        city=rows["zone_id"].map(codebook.zones["tier"]).eq("city"),
        zone_place=rows["zone_id"].map(zones),
    )
    order = ["family_place", "indicator_place", "city", "zone_place", "evidence_ids"]
    return placed.sort_values(order, ignore_index=True)


def _runs_of(drawn: pd.DataFrame, codebook: Codebook, language: Language) -> list[pd.DataFrame]:
    """The rows of each picture, as many as a page holds."""
    name_mm = names_mm(drawn, codebook, language)

    def height_of(places: Sequence[int]) -> float:
        groups = drawn.iloc[list(places)].groupby("indicator_id", sort=False)
        rows = [rows_of(str(key), rows, name_mm, codebook, language) for key, rows in groups]
        return AROUND_MM + sum(one.height for one in rows)

    return [drawn.iloc[run] for run in cut_by_height(range(len(drawn)), height_of)]


def _picture(drawn: pd.DataFrame, scale: Scale, codebook: Codebook, language: Language) -> Figure:
    page = Page()
    y = draw_legend(page, 3.8, _legend(drawn, scale, codebook, language)) + 2.0
    if scale.left == LEFT_ALONE:
        page.text(0.4, y, place_name(drawn.iloc[0].to_dict(), codebook, language), BODY, bold=True)
    page.text(scale.left, y, unit_title(drawn, codebook, language), NOTE, INK_2)
    heads = say(language, "范围、累计期间、期间", "scope, cumulated over, period")
    page.text(NOTES_AT, y, heads, NOTE, INK_2)
    top = y = y + 2.6
    name_mm = PAGE_MM if scale.left == LEFT_ALONE else scale.left - ZONE_AT
    for place, (indicator_id, rows) in enumerate(drawn.groupby("indicator_id", sort=False)):
        if place:
            page.line(0, y, PAGE_MM, y, GRID, GRID_LINE, zorder=1)
        held = rows_of(str(indicator_id), rows, name_mm, codebook, language)
        y = _draw_indicator(page, held, y, scale, language)
    return page.finish(_draw_axis(page, top, y, scale, language))


def _scale(drawn: pd.DataFrame, codebook: Codebook, language: Language) -> Scale:
    """Whole decades round every figure and bound; a wider axis for one place alone."""
    numbers = [end for row in drawn.to_dict("records") for end in known_ends(interval_of(row))]
    low, high = floor(log10(min(numbers))), ceil(log10(max(numbers)))
    several = drawn["zone_id"].nunique() > 1
    left = ZONE_AT + names_mm(drawn, codebook, language) if several else LEFT_ALONE
    return Scale(10.0**low, 10.0 ** max(high, low + 1), left, RIGHT, log=True)


def _legend(
    drawn: pd.DataFrame, scale: Scale, codebook: Codebook, language: Language
) -> list[tuple[str, str]]:
    held = set(drawn["status"])
    figures = [interval_of(row) for row in drawn.to_dict("records")]
    entries = [
        (status, codebook.label("status", status, language))
        for status in ("actual", "planned", "standard")
        if status in held and any(one.low is not None and one.high is not None for one in figures)
    ]
    span = say(language, "措辞或换用分母的范围", "range of words or denominators")
    closed = [one for one in figures if one.low is not None and one.high is not None]
    ends = [[scale.at(end) for end in known_ends(one)] for one in closed]
    entries += [("interval", span)] * any(max(one) - min(one) >= SEEN_MM for one in ends)
    side = say(language, "原文只给出一侧的界", "only one bound is stated")
    return entries + [("bound", side)] * any(one.low is None or one.high is None for one in figures)


def _draw_indicator(
    page: Page, rows: IndicatorRows, top: float, scale: Scale, language: Language
) -> float:
    """The rows of one indicator under each other, its title beside them; the y below them."""
    spare, heights = rows.spare, rows.heights
    y = top + spare / 2
    alone = len(rows.records) == 1
    raised = (len(rows.title) - 1) * BODY * LINE_MM / 2 if alone else spare / 2
    page.lines(0.4, y + heights[0] / 2 - raised, rows.title, BODY)
    told = zip(rows.records, rows.names, rows.notes, heights, strict=True)
    for row, name, note, height in told:
        middle = y + height / 2
        if scale.left != LEFT_ALONE:
            page.lines(ZONE_AT, middle - (len(name) - 1) * BODY * LINE_MM / 2, name, BODY)
        _draw_figure(page, row, scale, middle, language)
        page.lines(NOTES_AT, middle - (len(note) - 1) * NOTE * LINE_MM / 2, note, NOTE,
                   colour=INK_2)  # fmt: skip
        y += height
    return y + spare / 2


def _draw_figure(page: Page, row: Row, scale: Scale, y: float, language: Language) -> None:
    places = scale.interval(interval_of(row))
    left, right = draw_bounds(page, str(row["status"]), places, y, ARROW_MM)
    words = value_words(row, language)
    fits = right + 1.2 + text_mm(words, BODY) < NOTES_AT - 1.0
    x, align = (right + 1.2, "left") if fits else (left - 1.2, "right")
    page.text(x, y, words, BODY, BLUE, bold=True, align=align, halo=True)


def _draw_axis(page: Page, top: float, bottom: float, scale: Scale, language: Language) -> float:
    page.line(scale.left, bottom, scale.right, bottom, RULE, AXIS_LINE)
    for tick in log_ticks(scale.low, scale.high):
        x = scale.at(tick)
        page.line(x, top, x, bottom, GRID, GRID_LINE, zorder=1)
        page.text(x, bottom + 2.4, plain_number(tick), AXIS, INK_2, align="center")
    words = say(
        language,
        "对数刻度：每格 10 倍，只能读出量级",
        "log scale: each step is tenfold; only magnitudes can be read",
    )
    page.text((scale.left + scale.right) / 2, bottom + 6.0, words, NOTE, INK_2, align="center")
    return bottom + 8.4
