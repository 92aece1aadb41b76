"""Knows how to draw many printed rates beside the same on one basis, a zone a row; ranks none."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure

from shequ_eval.exhibits.layout import LINE_MM, Page, wrap_text
from shequ_eval.exhibits.marks import draw_interval, draw_legend, draw_mark
from shequ_eval.exhibits.one_basis_edges import draw_absent, draw_axis
from shequ_eval.exhibits.one_basis_points import (
    LEFT,
    RIGHT,
    Point,
    basis_points,
    labels_height,
    printed_points,
)
from shequ_eval.exhibits.one_basis_words import one_basis_legend, row_heads, verdict_head
from shequ_eval.exhibits.parts import cut_by_height
from shequ_eval.exhibits.scales import Scale, nice_ticks
from shequ_eval.exhibits.style import (
    BLUE,
    BODY,
    CARRIED_DASHES,
    CONNECTOR,
    CRIMSON,
    GRID,
    GRID_LINE,
    GROUP,
    INK_2,
    NOTE,
    PAGE_MM,
    print_style,
)
from shequ_eval.exhibits.words import say
from shequ_eval.exhibits.zone_names import name_lines
from shequ_eval.exhibits.zone_reasons import districts_in_words, verdicts_among
from shequ_eval.vocabulary.codebook import Codebook, Language

LABELS_MM = 30.0  # labels higher than this on one row: each zone takes a row of its own
NAME_MM = 34.0
AXIS_END, VALUE_AT, WORDS_AT = 92.0, 95.0, 117.0
ROW_MM, HALF_MM = 8.4, 1.8  # a zone, and from its middle to each of its two lines
AROUND_MM = 40.0  # legend, heads, verdict and axis


def scale_end(rates: pd.DataFrame) -> float:
    """The round number at which the axis ends, beyond every rate and range."""
    return nice_ticks(float(rates[["printed", "value", "high"]].astype(float).max().max()))[-1]


def needs_rows(rates: pd.DataFrame, codebook: Codebook, language: Language) -> bool:
    """Whether the labels of the zones crowd on a common row."""
    scale = Scale(0.0, scale_end(rates), LEFT, RIGHT)
    tiers = rates["zone_id"].map(codebook.zones["tier"])
    with print_style():
        heights = [
            labels_height(points(group, codebook, language), scale)
            for _, group in rates.groupby(tiers)
            for points in (printed_points, basis_points)
        ]
    return max(heights, default=0.0) > LABELS_MM


def row_runs(rates: pd.DataFrame, codebook: Codebook, language: Language) -> list[pd.DataFrame]:
    """The zones of each picture, districts before cities; those without a point in the last."""
    city = rates["zone_id"].map(codebook.zones["tier"]).eq("city")
    ordered = pd.concat([rates[~city], rates[city]])
    placed = ordered["printed"].notna() | ordered["value"].notna()
    rows = [_name(str(zone), codebook, language) for zone in ordered.loc[placed, "zone_id"]]

    def height_of(places: Sequence[int]) -> float:
        return AROUND_MM + sum(_row_mm(rows[place]) for place in places)

    runs = [ordered[placed].iloc[run] for run in cut_by_height(range(len(rows)), height_of)]
    return [*runs[:-1], pd.concat([runs[-1], ordered[~placed]])]


def draw_rows(
    rates: pd.DataFrame, whole: pd.DataFrame, codebook: Codebook, language: Language
) -> Figure:
    """Two lines a zone, as printed and on one basis, and what is said of all of a tier.

    `rates` are the zones of this picture, `whole` those of all its parts: the axis is the same in
    each, and so is the verdict, which speaks of all pairs.

    Raises
    ------
    LayoutError, GlyphError
        The picture cannot be drawn without a fault.
    """
    page = Page()
    y = draw_legend(page, 3.8, one_basis_legend(rates, codebook, language)) + 1.0
    scale = Scale(0.0, scale_end(whole), LEFT, AXIS_END)
    tiers = rates["zone_id"].map(codebook.zones["tier"])
    for tier in ("county", "city"):
        group = rates[tiers == tier]
        if len(group):
            y = _draw_tier(page, y + 1.5, group, tier, scale, codebook, language)
        if tier == "county" and len(group):
            y = _draw_verdict(page, y, whole, codebook, language)
    return page.finish(y)


def _draw_tier(
    page: Page,
    y: float,
    group: pd.DataFrame,
    tier: str,
    scale: Scale,
    codebook: Codebook,
    language: Language,
) -> float:
    first = {point.zone_id: point for point in printed_points(group, codebook, language)}
    second = {point.zone_id: point for point in basis_points(group, codebook, language)}
    if first:
        carried = any(point.carried for point in first.values())
        y = _draw_heads(page, y, row_heads(tier, carried, language), language)
    top = y
    for zone_id, point in first.items():
        name = _name(zone_id, codebook, language)
        middle = y + _row_mm(name) / 2
        page.lines(0.4, middle - (len(name) - 1) * BODY * LINE_MM / 2, name, BODY, bold=True)
        _draw_zone(page, middle, point, second.get(zone_id), scale, codebook, language)
        y += _row_mm(name)
        page.line(0, y, PAGE_MM, y, GRID, GRID_LINE, zorder=1)
    if first:
        y = draw_axis(page, scale, top, y + 0.5)
    return draw_absent(page, group, y, codebook, language)


def _name(zone_id: str, codebook: Codebook, language: Language) -> list[str]:
    return name_lines(codebook.title("short", zone_id, language), NAME_MM, BODY)


def _row_mm(name: list[str]) -> float:
    return max(ROW_MM, len(name) * BODY * LINE_MM + 1.6)


def _draw_heads(
    page: Page, y: float, heads: tuple[tuple[str, str], tuple[str, str]], language: Language
) -> float:
    """What the upper and the lower line of a zone are; the y of the first row."""
    lines = ("上行", "Upper line"), ("下行", "Lower line")
    for (zh, en), (head, note) in zip(lines, heads, strict=True):
        told = f"{head[:1].lower()}{head[1:]}"
        words = say(language, f"{zh}：{head}（{note}）", f"{en}: {told} ({note})")
        y = page.lines(0.4, y, wrap_text(words, PAGE_MM - 1.0, NOTE), NOTE, colour=INK_2)
    return y + 0.8


def _draw_zone(
    page: Page,
    middle: float,
    first: Point,
    second: Point | None,
    scale: Scale,
    codebook: Codebook,
    language: Language,
) -> None:
    """The rate as printed over the rate on one basis, a line between them."""
    upper, lower = middle - HALF_MM, middle + HALF_MM
    if second is not None:
        dashes = CARRIED_DASHES if first.carried else None
        ends = scale.at(first.value), scale.at(second.value)
        page.line(ends[0], upper, ends[1], lower, BLUE, CONNECTOR, dashes, zorder=2.5)
        if second.low < second.high:
            draw_interval(page, "actual", scale.at(second.low), scale.at(second.high), lower)
        draw_mark(page, "actual", ends[1], lower)
    draw_mark(page, "carried" if first.carried else "actual", scale.at(first.value), upper)
    name = codebook.title("short", first.zone_id, language)
    for y, point in ((upper, first), (lower, second)):
        if point is not None:
            page.text(VALUE_AT, y, point.name.removeprefix(f"{name} "), BODY, bold=True)
            page.text(WORDS_AT, y, point.words, NOTE, INK_2)


def _draw_verdict(
    page: Page, y: float, whole: pd.DataFrame, codebook: Codebook, language: Language
) -> float:
    """The verdict on all districts that have a point, with its reasons; the y below it."""
    county = whole["zone_id"].map(codebook.zones["tier"]).eq("county")
    placed = whole["printed"].notna() | whole["value"].notna()
    group = whole[county & placed]
    if len(group) < 2:
        return y
    verdicts = verdicts_among(group)
    colour = CRIMSON if verdicts == {"not_comparable"} else INK_2
    words, reasons = districts_in_words(group, codebook, language)
    head = verdict_head(words, verdicts, language)
    y = page.lines(0.4, y + 1.5, wrap_text(head, PAGE_MM, GROUP), GROUP, colour=colour, bold=True)
    return page.lines(0.4, y, wrap_text(reasons, PAGE_MM - 1.0, NOTE), NOTE, colour=INK_2)
