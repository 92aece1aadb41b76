"""Knows how to draw the time that facts speak of; stretches no zone over years without a fact."""

from __future__ import annotations

from itertools import accumulate
from math import ceil

import pandas as pd
from matplotlib.figure import Figure

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.layout import LINE_MM, Page, text_mm, wrap_text
from shequ_eval.exhibits.marks import draw_arrow, draw_legend, draw_mark, draw_period
from shequ_eval.exhibits.scales import Scale, levels_apart
from shequ_eval.exhibits.style import (
    AXIS,
    AXIS_LINE,
    BODY,
    FRAME_LINE,
    GREY,
    GRID,
    GRID_LINE,
    GROUP,
    INK,
    INK_2,
    NOTE,
    OCHRE,
    PAGE_MM,
    REFERENCE_LINE,
    RULE,
    STANDARD_DASHES,
    print_style,
)
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
from shequ_eval.exhibits.timeline_words import (
    no_period,
    timeline_data,
    timeline_notes,
    timeline_subtitle,
    timeline_title,
)
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Codebook, Language

LEFT, RIGHT = 44.0, 131.0  # the axis, in mm
COUNTS_AT = (137.0, 147.0, 156.0)
LANE_MM = 3.7
ROW_MM = 9.4
OPEN_MM = 4.0  # the arrow of a period without an end


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
    with print_style():
        figure = _picture(evidence, bars, rules_of(standards, language), codebook, language)
    return Exhibit(
        exhibit_id="figure_timeline",
        kind="figure",
        title=timeline_title(evidence, codebook, language),
        subtitle=timeline_subtitle(language, bool(evidence["period_basis"].eq(RELATIVE).any())),
        notes=timeline_notes(language),
        source=say(
            language,
            "数据：编码事实表；标准表。",
            "Data: the table of coded facts; the table of rules.",
        ),
        data=timeline_data(evidence, codebook, language),
        figure=figure,
    )


def _picture(
    evidence: pd.DataFrame,
    bars: dict[str, list[Bar]],
    rules: list[Rule],
    codebook: Codebook,
    language: Language,
) -> Figure:
    page = Page()
    drawn = {zone: held or document_bar(zone, codebook, language) for zone, held in bars.items()}
    scale = _scale(drawn, rules)
    y = draw_legend(page, 3.8, _legend(drawn, rules, codebook, language)) + 2.0
    _draw_count_heads(page, y, language)
    edges = list(accumulate(_heights(drawn, scale, codebook, language), initial=y + 6.0))
    for place, (zone_id, held) in enumerate(drawn.items()):
        middle = (edges[place] + edges[place + 1]) / 2
        facts = evidence[evidence["zone_id"] == zone_id]
        _draw_zone(page, zone_id, middle, facts, codebook, language)
        _draw_bars(page, held, middle, scale)
        if place:
            page.line(0, edges[place], PAGE_MM, edges[place], GRID, GRID_LINE, zorder=1)
    _draw_axis(page, edges[0], edges[-1], scale, language)
    return page.finish(_draw_rules(page, rules, edges[0], edges[-1] + 5.0, scale))


def _scale(bars: dict[str, list[Bar]], rules: list[Rule]) -> Scale:
    """Even years round every bar, census and rule."""
    days = [year_of(day) for day, _ in CENSUSES] + [year_of(rule.day) for rule in rules]
    low = min([*days, *(bar.start for held in bars.values() for bar in held)])
    high = max([*days, *(bar.end for held in bars.values() for bar in held)])
    return Scale(low // 2 * 2, (high + 1) // 2 * 2 + 2, LEFT, RIGHT)


def _legend(
    bars: dict[str, list[Bar]], rules: list[Rule], codebook: Codebook, language: Language
) -> list[tuple[str, str]]:
    held = {bar.kind for group in bars.values() for bar in group}
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
    page.text(146.0, y - 0.6, words, NOTE, INK_2, align="center")
    for x, head in zip(COUNTS_AT, heads, strict=True):
        page.text(x, y + 3.2, head, NOTE, INK_2, align="center")


def _heights(
    bars: dict[str, list[Bar]], scale: Scale, codebook: Codebook, language: Language
) -> list[float]:
    """The height of each zone's row: as its lanes and its words need."""
    heights = []
    for zone_id, held in bars.items():
        lanes = max(levels_apart([_extent(bar, scale)[:2] for bar in held]), default=0) + 1
        words = len(_zone_words(zone_id, codebook, language)) - 1
        heights.append(max(ROW_MM + words * NOTE * LINE_MM, lanes * LANE_MM + 3.0))
    return heights


def _extent(bar: Bar, scale: Scale) -> tuple[float, float, bool]:
    """From where to where a bar with its label reaches, and whether the label is left of it."""
    start = scale.at(bar.start) - OPEN_MM * (bar.open < 0)
    end = scale.at(bar.end) + OPEN_MM * (bar.open > 0)
    width = text_mm(bar.words, NOTE) + 1.2
    left = start - width >= LEFT - 2
    return (start - width, end, True) if left else (start, end + width, False)


def _zone_words(zone_id: str, codebook: Codebook, language: Language) -> list[str]:
    zone = codebook.zones.loc[zone_id]
    status = codebook.label("experiment_status", str(zone["experiment_status"]), language)
    parts = [codebook.label("level", str(zone["level"]), language), status]
    return wrap_text(say(language, "，", ", ").join(parts), LEFT - 4, NOTE)


def _draw_zone(
    page: Page,
    zone_id: str,
    middle: float,
    facts: pd.DataFrame,
    codebook: Codebook,
    language: Language,
) -> None:
    name = codebook.title("short", zone_id, language)
    if codebook.zones.at[zone_id, "identity"] == "inferred":
        name += say(language, "（推定）", " (inferred)")
    words = _zone_words(zone_id, codebook, language)
    first = middle - 0.3 - len(words) * NOTE * LINE_MM / 2
    page.text(0.4, first, name, GROUP, bold=True)
    page.lines(0.4, first + 3.6, words, NOTE, colour=INK_2)
    for x, count in zip(COUNTS_AT, period_counts(facts), strict=True):
        missing = x == COUNTS_AT[-1] and count > 0
        page.text(x, middle, str(count), BODY, INK if count else GREY, missing, "center")


def _draw_bars(page: Page, bars: list[Bar], middle: float, scale: Scale) -> None:
    extents = [_extent(bar, scale) for bar in bars]
    lanes = levels_apart([extent[:2] for extent in extents])
    first = middle - max(lanes, default=0) * LANE_MM / 2
    for bar, (left, right, label_left), lane in zip(bars, extents, lanes, strict=True):
        y = first + lane * LANE_MM
        draw_period(page, bar.kind, scale.at(bar.start), scale.at(bar.end), y)
        if bar.open:
            edge = scale.at(bar.end if bar.open > 0 else bar.start)
            status = "standard" if bar.kind == "standard" else "actual"
            draw_arrow(page, status, edge, y, bar.open * OPEN_MM)
        x, align = (left, "left") if label_left else (right, "right")
        page.text(x, y, bar.words, NOTE, INK_2, align=align, backed=True)


def _draw_axis(page: Page, top: float, bottom: float, scale: Scale, language: Language) -> None:
    page.line(LEFT, bottom, RIGHT, bottom, RULE, AXIS_LINE)
    step = 2 if scale.high - scale.low <= 20 else 5
    for year in range(ceil(scale.low / step) * step, int(scale.high) + 1, step):
        x = scale.at(year)
        page.line(x, top, x, bottom, GRID, GRID_LINE, zorder=1)
        page.text(x, bottom + 2.2, str(year), AXIS, INK_2, align="center", backed=True)
    for day, names in CENSUSES:
        x = scale.at(year_of(day))
        page.line(x, top - 2.0, x, bottom, width=FRAME_LINE, zorder=2)
        page.text(x, top - 4.0, say(language, *names), BODY, bold=True, align="center")


def _draw_rules(page: Page, rules: list[Rule], top: float, y: float, scale: Scale) -> float:
    """Each rule on a line of its own under the axis, its label on the side with room."""
    for rule in rules:
        x = scale.at(year_of(rule.day))
        room_left, room_right = x - 2.6, PAGE_MM - x - 3.0
        left = text_mm(rule.words, NOTE) <= room_left or room_left > room_right
        lines = wrap_text(rule.words, room_left if left else room_right, NOTE)
        y += 1.7
        page.line(x, top, x, y, OCHRE, REFERENCE_LINE, STANDARD_DASHES, zorder=1.8)
        draw_mark(page, "standard", x, y)
        edge, align = (x - 2.2, "right") if left else (x + 2.2, "left")
        page.lines(edge, y, lines, NOTE, colour=INK_2, align=align, backed=True)
        y += len(lines) * NOTE * LINE_MM - 1.2
    return y + 1.8
