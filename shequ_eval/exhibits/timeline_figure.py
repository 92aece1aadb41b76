"""Knows how to draw the time that facts speak of; stretches no zone over years without a fact."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.layout import LINE_MM, Page
from shequ_eval.exhibits.marks import draw_arrow, draw_legend, draw_period
from shequ_eval.exhibits.parts import cut_by_height, in_parts
from shequ_eval.exhibits.scales import Scale
from shequ_eval.exhibits.style import (
    BODY,
    GREY,
    GRID,
    GRID_LINE,
    GROUP,
    INK,
    INK_2,
    NOTE,
    PAGE_MM,
    PAPER,
    print_style,
)
from shequ_eval.exhibits.timeline_axis import draw_axis, draw_rules, rules_height
from shequ_eval.exhibits.timeline_bars import (
    CENSUSES,
    RELATIVE,
    Bar,
    Rule,
    bars_of,
    document_bar,
    period_counts,
    rules_of,
    year_of,
)
from shequ_eval.exhibits.timeline_labels import OPEN_MM, Lines, Placed, place_bars
from shequ_eval.exhibits.timeline_rows import LANE_MM, LEFT, row_heights, zone_name, zone_words
from shequ_eval.exhibits.timeline_words import (
    no_period,
    timeline_data,
    timeline_notes,
    timeline_subtitle,
    timeline_title,
    worked_out_words,
)
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Codebook, Language

RIGHT = 131.0  # where the axis ends, in mm
COUNTS_AT = (140.4, 149.0, 156.8)
LABELS_END = 138.6
BAR_MM = 2.9  # a bar holds its words
AROUND_MM = 30.0  # legend, heads and axis
SPARE_YEARS = (0, 2)  # years after the last bar that the words of bars may take


def draw_timeline(
    evidence: pd.DataFrame,
    codebook: Codebook,
    language: Language,
    standards: pd.DataFrame | None = None,
) -> Exhibit:
    """When the facts of each zone speak of, with censuses and dated rules for orientation.

    `evidence` has one row a fact: zone_id, period (EDTF, empty for none), period_basis, status.
    A bar stands for all facts of one period, way of dating and status, and says how many they
    are; a zone without a dated fact shows a dashed outline over the years of its document.
    `standards` (number, title_zh, title_en, effective) hang below, one a number.

    Raises
    ------
    PeriodError
        A period is not EDTF.
    LayoutError, GlyphError
        The picture cannot be drawn without a fault.
    """
    if evidence.empty:
        return no_period(language)
    bars = {
        str(zone_id): bars_of(facts, language)
        for zone_id, facts in evidence.groupby("zone_id", sort=False)
    }
    rules = rules_of(standards, language)
    drawn = {zone: held or document_bar(zone, codebook, language) for zone, held in bars.items()}
    fitted = _fitted(drawn, rules)

    def made_of(zones: list[str]) -> dict[str, Any]:
        here = evidence[evidence["zone_id"].isin(zones)]
        with print_style():
            figure = _picture(here, zones, *fitted, rules, codebook, language)
        return {
            "kind": "figure",
            "title": timeline_title(evidence, codebook, language),
            "subtitle": timeline_subtitle(language, bool(here["period_basis"].eq(RELATIVE).any())),
            "notes": timeline_notes(language),
            "source": say(
                language,
                "数据：编码事实表；标准表。",
                "Data: the table of coded facts; the table of rules.",
            ),
            "data": timeline_data(here, codebook, language),
            "figure": figure,
        }

    return in_parts(
        "figure_timeline", _runs_of(*fitted, rules, codebook, language), made_of, language
    )


def _runs_of(
    scale: Scale,
    placed: dict[str, list[Placed]],
    rules: list[Rule],
    codebook: Codebook,
    language: Language,
) -> list[list[str]]:
    """The zones of each picture, as many as a page holds beside the rules under them."""
    around = AROUND_MM + rules_height(rules, scale)
    heights = dict(zip(placed, row_heights(placed, codebook, language), strict=True))

    def height_of(zones: Sequence[str]) -> float:
        return around + sum(heights[zone] for zone in zones)

    return cut_by_height(list(placed), height_of)


def _picture(
    evidence: pd.DataFrame,
    zones: list[str],
    scale: Scale,
    every: dict[str, list[Placed]],
    rules: list[Rule],
    codebook: Codebook,
    language: Language,
) -> Figure:
    page = Page()
    placed = {zone: every[zone] for zone in zones}
    relative = bool(evidence["period_basis"].eq(RELATIVE).any())
    notes = [worked_out_words(language)] * relative
    y = draw_legend(page, 3.8, _legend(placed, rules, codebook, language), notes) + 2.0
    _draw_count_heads(page, y, language)
    edges = list(accumulate(row_heights(placed, codebook, language), initial=y + 6.0))
    for place, (zone_id, held) in enumerate(placed.items()):
        middle = (edges[place] + edges[place + 1]) / 2
        facts = evidence[evidence["zone_id"] == zone_id]
        _draw_zone(page, zone_id, middle, facts, codebook, language)
        _draw_bars(page, held, middle, scale)
        if place:
            page.line(0, edges[place], PAGE_MM, edges[place], GRID, GRID_LINE, zorder=1)
    draw_axis(page, edges[0], edges[-1], scale, language)
    return page.finish(draw_rules(page, rules, edges[0], edges[-1], scale))


def _fitted(bars: dict[str, list[Bar]], rules: list[Rule]) -> tuple[Scale, dict[str, list[Placed]]]:
    """The scale on which words cover the fewest lines, with the bars placed on it."""
    censuses = tuple(year_of(day) for day, _ in CENSUSES)
    lines = Lines(censuses, tuple(sorted({year_of(rule.day) for rule in rules})), LABELS_END)
    tried = []
    for spare in SPARE_YEARS:
        scale = _scale(bars, lines, spare)
        placed = {zone: place_bars(held, scale, lines) for zone, held in bars.items()}
        tried.append((scale, placed))
    return min(tried, key=lambda one: sum(p.struck for held in one[1].values() for p in held))


def _scale(bars: dict[str, list[Bar]], lines: Lines, spare: int) -> Scale:
    """Even years round every bar, census and rule, and `spare` years more."""
    years = [*lines.censuses, *lines.rules]
    low = min([*years, *(bar.start for held in bars.values() for bar in held)])
    high = max([*years, *(bar.end for held in bars.values() for bar in held)])
    return Scale(low // 2 * 2, (high + 1) // 2 * 2 + 2 + spare, LEFT, RIGHT)


def _legend(
    placed: dict[str, list[Placed]], rules: list[Rule], codebook: Codebook, language: Language
) -> list[tuple[str, str]]:
    held = {one.bar.kind for group in placed.values() for one in group}
    words = {
        "stated": say(language, "原文写明", "stated in the source"),
        "inferred": say(language, "编码者推断", "inferred by a coder"),
        "planned": codebook.label("status", "planned", language),
        "standard": codebook.label("status", "standard", language),
        "none": say(language, "都未写时间：文件所述年份", "all undated: years of the document"),
    }
    entries = [(f"period:{kind}", text) for kind, text in words.items() if kind in held]
    day = say(language, "标准、政策的生效日", "day on which a rule took effect")
    return entries + [("standard", day)] * bool(rules)


def _draw_count_heads(page: Page, y: float, language: Language) -> None:
    heads = say(language, "写明 推断 未写", "stated inferred none").split()
    words = say(language, "事实的期间（条）", "facts by period")
    page.text(COUNTS_AT[1], y - 0.6, words, NOTE, INK_2, align="center")
    for x, head in zip(COUNTS_AT, heads, strict=True):
        page.text(x, y + 3.2, head, NOTE, INK_2, align="center")


def _draw_zone(
    page: Page,
    zone_id: str,
    middle: float,
    facts: pd.DataFrame,
    codebook: Codebook,
    language: Language,
) -> None:
    name = zone_name(zone_id, codebook, language)
    words = zone_words(zone_id, codebook, language)
    more = (len(name) - 1) * GROUP * LINE_MM
    first = middle - 0.3 - (len(words) * NOTE * LINE_MM + more) / 2
    page.lines(0.4, first, name, GROUP, bold=True)
    page.lines(0.4, first + more + 3.6, words, NOTE, colour=INK_2)
    for x, count in zip(COUNTS_AT, period_counts(facts), strict=True):
        missing = x == COUNTS_AT[-1] and count > 0
        page.text(x, middle, str(count), BODY, INK if count else GREY, missing, "center")


def _draw_bars(page: Page, placed: list[Placed], middle: float, scale: Scale) -> None:
    first = middle - max((one.lane for one in placed), default=0) * LANE_MM / 2
    for one in placed:
        bar, y = one.bar, first + one.lane * LANE_MM
        draw_period(page, bar.kind, scale.at(bar.start), scale.at(bar.end), y, BAR_MM)
        if bar.open:
            edge = scale.at(bar.end if bar.open > 0 else bar.start)
            status = "standard" if bar.kind == "standard" else "actual"
            draw_arrow(page, status, edge, y, bar.open * OPEN_MM)
        colour = PAPER if bar.kind == "stated" else INK
        words = page.text(
            one.words_left, y, bar.words, NOTE, colour if one.inside else INK_2,
            backed=not one.inside,
        )  # fmt: skip
        if one.inside:
            page.figure.backed.add(words)  # the bar covers the lines
