"""Knows how to draw domains with intervals and ranges of ranks; draws no rank without its range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.layout import LINE_MM, Page, text_mm, wrap_text
from shequ_eval.exhibits.marks import BAR_MM, draw_absence, draw_mark
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.plane import finite, span_ticks
from shequ_eval.exhibits.rank_words import (
    DECIMALS,
    LEAST_DF,
    Row,
    bare_words,
    hidden_words,
    points_differ,
    rank_data,
    rank_notes,
    rank_range,
    rank_title,
)
from shequ_eval.exhibits.scales import Scale
from shequ_eval.exhibits.style import (
    AXIS,
    BODY,
    CELL_LINE,
    CRIMSON,
    GREY,
    GRID,
    GRID_LINE,
    INK,
    INK_2,
    NOTE,
    PAGE_MM,
    REFERENCE_LINE,
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

NAME_MM = 26.0
N_AT, PSU_AT = 33.0, 43.0
LEFT, RIGHT = 51.0, 103.0  # the estimates' axis, in mm
RANK_LEFT, RANK_RIGHT, RANK_WORDS = 110.0, 146.0, PAGE_MM - 0.5
ROW_MM = 5.0
PAGE_HEIGHT_MM = 228.0  # what fits a printed page with its caption


@dataclass(frozen=True)
class _Sheet:
    page: Page
    scale: Scale
    ranks: Scale
    overall: float
    points: bool

    @property
    def n_at(self) -> float:
        return N_AT if self.points else PSU_AT


def draw_rank_intervals(
    table: pd.DataFrame,
    overall: float,
    labels: Mapping[str, str],
    heads: tuple[str, str],
    language: Language,
    level: float = 0.95,
    demonstration: bool = False,
) -> Exhibit:
    """Domains in the order of their estimates, each with interval and range of rank.

    `table` has a row a domain: domain, n, n_psu, df, estimate, low, high, rank_low, rank_high,
    suppressed; `overall` is the mean of all; `labels` name the domains and `heads` say in both
    languages what they are. A domain of fewer than two degrees of freedom has neither interval
    nor rank; one that is suppressed, or has no estimate, has an empty cell, and comes last.

    Raises
    ------
    ValueError
        More domains than a page holds (about 42): draw one picture a street.
    LayoutError, GlyphError
        The picture cannot be drawn without a fault.
    """
    if table.empty:
        return nothing_to_draw(
            "figure_rank_intervals", ("单元的估计值", "estimate of a domain"), language
        )
    told = _told(table, overall)
    with print_style():
        figure = _picture(told, overall, labels, heads, language, level, demonstration)
    return Exhibit(
        exhibit_id="figure_rank_intervals",
        kind="figure",
        title=rank_title(told, language),
        subtitle=say(
            language,
            f"估计值与 {level:.0%} 区间；右为名次的 {level:.0%} 范围。按估计值排列。",
            f"Estimates with {level:.0%} intervals; right, the {level:.0%} range of the rank. In "
            "the order of estimates.",
        ),
        notes=rank_notes(told, language, level) + demonstration_note(demonstration, language),
        data=rank_data(told, labels, heads, language),
        figure=figure,
    )


def _told(table: pd.DataFrame, overall: float) -> pd.DataFrame:
    """In drawing order, with what can be drawn of each domain.

    `hidden` has no estimate, withheld or never made; `bare` no usable interval; `apart` an
    interval without the overall mean.
    """
    suppressed = table["suppressed"].astype(bool)
    hidden = suppressed | table["estimate"].isna()
    usable = (table["df"].astype(float) >= LEAST_DF) & table[
        ["low", "high", "rank_low"]
    ].notna().all(axis=1)
    apart = ~hidden & usable & ((table["low"] > overall) | (table["high"] < overall))
    told = table.assign(suppressed=suppressed, hidden=hidden, bare=~usable, apart=apart)
    keys = ["hidden", "estimate", "domain"]
    return told.sort_values(keys, ascending=[True, False, True], ignore_index=True)


def _picture(
    told: pd.DataFrame,
    overall: float,
    labels: Mapping[str, str],
    heads: tuple[str, str],
    language: Language,
    level: float,
    demonstration: bool,
) -> Figure:
    page = Page()
    y = 3.4
    if demonstration:
        draw_demonstration(page, y, language)
        y += 4.6
    sheet = _Sheet(page, _scale(told, overall), _rank_scale(told), overall, points_differ(told))
    top = _draw_heads(sheet, y, heads, language, level)
    bottom = top
    for row in told.to_dict("records"):
        name = wrap_text(labels[str(row["domain"])], NAME_MM, BODY)
        height = max(ROW_MM, len(name) * BODY * LINE_MM + 1.6)
        _draw_row(sheet, bottom + height / 2, row, name, language)
        bottom += height
        page.line(0, bottom, PAGE_MM, bottom, GRID, GRID_LINE, zorder=1)
    if bottom > PAGE_HEIGHT_MM:
        raise ValueError(
            f"{len(told)} 行超过一页，请按街道分图 rows do not fit a page; draw one a street"
        )
    _draw_grid(sheet, top, bottom)
    words = say(language, "总体 ", "overall ") + plain_number(overall, DECIMALS)
    half = text_mm(words, BODY) / 2
    x = min(max(sheet.scale.at(overall), LEFT + half), RIGHT - half)
    page.text(x, bottom + 2.6, words, BODY, bold=True, align="center")
    return page.finish(bottom + 5.4)


def _scale(told: pd.DataFrame, overall: float) -> Scale:
    shown = told[~told["hidden"]]
    drawn = shown[~shown["bare"]]
    ends = finite([*shown["estimate"], *drawn["low"], *drawn["high"], overall])
    ticks = span_ticks(min(ends), max(ends))
    return Scale(ticks[0], ticks[-1], LEFT, RIGHT)


def _rank_scale(told: pd.DataFrame) -> Scale:
    last = max(finite(told["rank_high"]), default=1.0)
    return Scale(0.5, max(last, 2.0) + 0.5, RANK_LEFT, RANK_RIGHT)


def _draw_heads(
    sheet: _Sheet, y: float, heads: tuple[str, str], language: Language, level: float
) -> float:
    """What the columns hold, and the axes; the y where the rows begin."""
    page = sheet.page
    page.text(
        LEFT, y, say(language, f"估计值与 {level:.0%} 区间", f"estimate, {level:.0%} interval"),
        BODY, bold=True,
    )  # fmt: skip
    page.text(
        RANK_LEFT, y, say(language, f"名次的 {level:.0%} 范围", f"{level:.0%} range of rank"),
        BODY, bold=True,
    )  # fmt: skip
    y += 4.2
    page.text(0.4, y, say(language, *heads), NOTE, INK_2)
    page.text(sheet.n_at, y, say(language, "样本", "n"), NOTE, INK_2, align="right")
    if sheet.points:
        page.text(PSU_AT, y, say(language, "样本点", "points"), NOTE, INK_2, align="right")
    for tick in span_ticks(sheet.scale.low, sheet.scale.high):
        page.text(sheet.scale.at(tick), y, plain_number(tick), AXIS, INK_2, align="center")
    for tick in _rank_ticks(sheet.ranks):
        page.text(sheet.ranks.at(tick), y, str(tick), AXIS, INK_2, align="center")
    return y + 2.6


def _rank_ticks(ranks: Scale) -> list[int]:
    """The first and the last rank, and up to four between.

    >>> _rank_ticks(Scale(0.5, 11.5, 0, 1)), _rank_ticks(Scale(0.5, 2.5, 0, 1))
    ([1, 4, 6, 9, 11], [1, 2])
    """
    last = round(ranks.high - 0.5)
    count = min(last, 5)
    return sorted(
        {round(1 + (last - 1) * place / max(count - 1, 1) + 1e-9) for place in range(count)}
    )


def _draw_grid(sheet: _Sheet, top: float, bottom: float) -> None:
    for tick in span_ticks(sheet.scale.low, sheet.scale.high):
        x = sheet.scale.at(tick)
        sheet.page.line(x, top, x, bottom, GRID, GRID_LINE, zorder=1)
    for rank in _rank_ticks(sheet.ranks):
        x = sheet.ranks.at(rank)
        sheet.page.line(x, top, x, bottom, GRID, GRID_LINE, zorder=1)
    x = sheet.scale.at(sheet.overall)
    sheet.page.line(x, top - 0.4, x, bottom + 0.4, INK, REFERENCE_LINE * 1.3, zorder=4)


def _draw_row(sheet: _Sheet, y: float, row: Row, name: list[str], language: Language) -> None:
    page, sure = sheet.page, bool(row["apart"])
    page.lines(0.4, y - (len(name) - 1) * BODY * LINE_MM / 2, name, BODY, colour=INK, bold=sure)
    if row["hidden"]:
        draw_absence(page, "not_published", LEFT, y, RIGHT - LEFT)
        page.text(RANK_LEFT, y, hidden_words(row, language), NOTE, INK_2)
        return
    if sheet.points:
        points = plain_number(float(row["n_psu"]))
        page.text(PSU_AT, y, points, NOTE, CRIMSON if row["bare"] else INK_2, align="right")
    page.text(sheet.n_at, y, plain_number(float(row["n"])), NOTE, INK_2, align="right")
    if row["bare"]:
        page.line(LEFT, y, RIGHT, y, GREY, CELL_LINE, dashes=(1.0, 1.6), zorder=3)
        page.text(RANK_LEFT, y, bare_words(row, language), NOTE, CRIMSON)
    else:
        fill = TINT if sure else GRID
        low, high = (sheet.scale.at(float(row[end])) for end in ("low", "high"))
        page.box(low, y, high - low, BAR_MM, facecolor=fill, edgecolor="none", zorder=3)
        first = sheet.ranks.at(float(row["rank_low"]) - 0.35)
        last = sheet.ranks.at(float(row["rank_high"]) + 0.35)
        page.box(first, y, last - first, BAR_MM, facecolor=fill, edgecolor="none", zorder=3)
        page.text(RANK_WORDS, y, rank_range(row), BODY, INK if sure else INK_2, align="right")
    draw_mark(page, "actual" if sure else "undecidable", sheet.scale.at(float(row["estimate"])), y)
