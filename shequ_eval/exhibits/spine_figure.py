"""Knows how to draw a zone's figures on the spread of its peers; draws no place that is refused."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from shequ_eval.analysis.intervals import Interval
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.layout import LINE_MM, Page, text_mm, wrap_text
from shequ_eval.exhibits.marks import draw_bounds, draw_mark
from shequ_eval.exhibits.peer_words import (
    REFUSAL,
    Row,
    figure_of,
    how_placed,
    no_peers,
    number_words,
    peers_data,
    peers_notes,
    peers_source,
    peers_title,
    position_words,
    standard_words,
    traced_own,
    why_words,
)
from shequ_eval.exhibits.scales import Scale
from shequ_eval.exhibits.spine_heads import (
    BAR_MM,
    FIGURE_AT,
    LEFT,
    PEERS_AT,
    PLACE_AT,
    RIGHT,
    draw_spine_heads,
    draw_spine_legend,
)
from shequ_eval.exhibits.style import (
    AXIS,
    BLUE,
    BODY,
    CELL,
    CRIMSON,
    GRID,
    GRID_LINE,
    GROUP_LINE,
    INK,
    INK_2,
    NOTE,
    OCHRE,
    PAGE_MM,
    REFERENCE_LINE,
    RULE,
    TINT,
    print_style,
)
from shequ_eval.exhibits.words import listed, say
from shequ_eval.vocabulary.codebook import Codebook, Language

TITLE_MM, FIGURE_MM = 42.0, 22.0
ARROW_MM = 4.0
MOST_ROWS = 20  # what fits a printed page; more stand in the table
ROW_MM = 6.4


@dataclass(frozen=True)
class _Line:
    """One row with its words in lines and its height."""

    row: Row
    title: list[str]
    figure: list[str]
    why: list[str]
    height: float


def draw_spine(held: pd.DataFrame, codebook: Codebook, language: Language, zone_id: str) -> Exhibit:
    """A spine chart: each figure of a zone on the spread of the peers that it may be set beside.

    `held` is `stand_among_peers`. A light bar is the peers' range, the tinted one their middle
    half, the line their median, on a scale of each row's own whose right end is the favourable
    one (the higher one where the indicator has no direction). A figure that the gate, or too few
    peers, keeps from a place has no mark: its reasons stand there. Indicators that no other zone
    has a figure of are left to the tables. Where no figure has a place at all, words say so.

    Raises
    ------
    KeyError
        The zone or an indicator is not in the codebook.
    LayoutError, GlyphError
        The picture cannot be drawn without a fault.
    """
    own = held[held["zone_id"].eq(zone_id) & held["state"].eq("actual")]
    shown = own[own["refusal"].ne("no_other")]
    if own.empty:
        return no_peers("figure_spine", language)
    title = peers_title(own, [zone_id], codebook, language)
    alone = len(own) - len(shown)
    if own["position"].eq("").all():
        return _unplaced(shown, zone_id, title, alone, codebook, language)
    rows = _ordered(shown, codebook)
    with print_style():
        figure = _picture(rows[:MOST_ROWS], codebook, language)
    left_out = _alone_words(alone, language)
    cut = say(
        language,
        f"图中只画前 {MOST_ROWS} 个指标，其余见表。",
        f"The first {MOST_ROWS} indicators are drawn; the others stand in the table.",
    )
    return Exhibit(
        exhibit_id=f"figure_spine_{zone_id}",
        kind="figure",
        title=title,
        subtitle=say(
            language,
            "浅条为可比同类的全距，深条为其中间一半，竖线为中位数；每行自有刻度，右端为有利的一端。",
            "Light bar: range of comparable peers; tinted bar: their middle half; line: median. "
            "Each row has a scale of its own, the favourable end on the right.",
        ),
        notes=(
            *peers_notes(own, codebook, language),
            *([left_out] if alone else []),
            *([cut] if len(rows) > MOST_ROWS else []),
        ),
        source=peers_source(shown, language),
        data=peers_data(own, codebook, language),
        figure=figure,
        rests_on=("observations", "standards", "comparability.yaml"),
        how=how_placed(language),
    )


def _unplaced(
    shown: pd.DataFrame,
    zone_id: str,
    title: str,
    alone: int,
    codebook: Codebook,
    language: Language,
) -> Exhibit:
    """Nothing to draw: that no figure has a place, how many are refused, how many stand alone."""
    counts = shown["refusal"].value_counts()
    parts = [
        say(language, *REFUSAL[refusal]) + f" {int(counts[refusal])}"
        for refusal in REFUSAL
        if refusal in counts
    ]
    parts += [
        say(language, f"别处没有同一指标的实际值 {alone}", f"no actual figure elsewhere {alone}")
    ]
    why = listed(parts[: len(parts) - (alone == 0)], language)
    return Exhibit(
        exhibit_id=f"figure_spine_{zone_id}",
        kind="text",
        title=title,
        sentences=(say(language, f"**{title}**：{why}。", f"**{title}**: {why}."),),
        rests_on=("observations", "standards", "comparability.yaml"),
        how=how_placed(language),
    )


def _alone_words(alone: int, language: Language) -> str:
    return say(
        language,
        f"另有 {alone} 项指标的实际值，别处没有同一指标的实际值，见表。",
        f"Indicators with no actual figure elsewhere, see the table: {alone}.",
    )


def _ordered(shown: pd.DataFrame, codebook: Codebook) -> list[Row]:
    """The rows in the codebook's order, never by place."""
    order = {str(key): place for place, key in enumerate(codebook.indicators.index)}
    return sorted(shown.to_dict("records"), key=lambda row: order[row["indicator_id"]])


def _picture(rows: list[Row], codebook: Codebook, language: Language) -> Figure:
    page = Page()
    lines = [_line(row, codebook, language) for row in rows]
    y = draw_spine_legend(page, 3.8, rows, language)
    y = draw_spine_heads(page, y + 1.6, language)
    for line in lines:
        page.line(0, y, PAGE_MM, y, GRID, GRID_LINE)
        middle = y + line.height / 2
        _draw_words(page, line, middle)
        if line.row["position"]:
            _draw_spine(page, line.row, middle - 0.6, codebook, language)
        else:
            _draw_refusal(page, line, middle, language)
        y += line.height
    page.line(0, y, PAGE_MM, y, RULE, GROUP_LINE)
    return page.finish(y + 1.0)


def _line(row: Row, codebook: Codebook, language: Language) -> _Line:
    title = wrap_text(codebook.title("indicator", row["indicator_id"], language), TITLE_MM, BODY)
    figure = wrap_text(figure_of(row, language), FIGURE_MM, BODY)
    why = wrap_text(why_words(row, codebook, language), PAGE_MM - LEFT - 1.0, NOTE)
    tallest = max(len(title), len(figure)) * BODY * LINE_MM
    if not row["position"]:
        tallest = max(tallest, (BODY + len(why) * NOTE) * LINE_MM)
    height = max(ROW_MM + 3.6 * bool(row["position"]), tallest + 2.4)
    return _Line(row, title, figure, why, height)


def _draw_words(page: Page, line: _Line, middle: float) -> None:
    first = middle - (len(line.title) - 1) * BODY * LINE_MM / 2
    page.lines(0.4, first, line.title, BODY)
    first = middle - (len(line.figure) - 1) * BODY * LINE_MM / 2
    words = [traced_own(words, line.row) for words in line.figure]
    page.lines(FIGURE_AT, first, words, BODY, colour=BLUE, bold=True)
    page.text(PEERS_AT, middle, str(line.row["peers"]), CELL, INK_2)


def _draw_refusal(page: Page, line: _Line, middle: float, language: Language) -> None:
    """Where the spine would be: that there is no place, and why."""
    first = middle - len(line.why) * NOTE * LINE_MM / 2
    words = position_words(line.row, language)
    colour = CRIMSON if line.row["refusal"] == "gate" else INK_2
    page.text(LEFT, first, words, BODY, colour, bold=True)
    page.lines(LEFT, first + BODY * LINE_MM, line.why, NOTE, colour=INK_2)


def _draw_spine(
    page: Page, row: Row, middle: float, codebook: Codebook, language: Language
) -> None:
    scale = _scale(row, str(codebook.indicators.at[row["indicator_id"], "direction"]))
    at = {
        key: scale.at(float(row[f"peer_{key}"])) for key in ("low", "q25", "median", "q75", "high")
    }
    for ends, colour in ((("low", "high"), GRID), (("q25", "q75"), TINT)):
        left, right = sorted(at[end] for end in ends)
        page.box(left, middle, right - left, BAR_MM, facecolor=colour, edgecolor="none", zorder=2)
    x, tall = at["median"], BAR_MM / 2 + 0.7
    page.line(x, middle - tall, x, middle + tall, INK, REFERENCE_LINE, zorder=2.5)
    for end in ("standard_low", "standard_high"):
        if row[end] is not None and not pd.isna(row[end]):
            draw_mark(page, "standard", scale.at(float(row[end])), middle, 1.3)
    _draw_own(page, row, scale, middle)
    _draw_ends(page, [(at["low"], row["peer_low"]), (at["high"], row["peer_high"])], middle + 3.3)
    page.text(PLACE_AT, middle, position_words(row, language), NOTE, INK, bold=True)
    told = standard_words(row, language)
    if told and text_mm(told, NOTE) < TITLE_MM:
        page.text(FIGURE_AT, middle + 3.4, told, NOTE, OCHRE)


def _draw_ends(page: Page, ends: list[tuple[float, float]], y: float) -> None:
    """The peers' least and greatest under the ends of their bar, apart where the bar is short."""
    (left, one), (right, two) = sorted(ends)
    words = [number_words(one), number_words(two)]
    near = right - left < sum(text_mm(word, AXIS) for word in words) / 2 + 1.0
    first, second = ("right", "left") if near else ("center", "center")
    page.text(left, y, words[0], AXIS, INK_2, align=first)
    page.text(right + 0.6 * near, y, words[1], AXIS, INK_2, align=second)


def _draw_own(page: Page, row: Row, scale: Scale, middle: float) -> None:
    """The zone's mark: solid, or grey where its place cannot be told; bounds as a bar or arrow."""
    figure = Interval.of(row["low"], row["value"], row["high"])
    if row["position"] == "cannot_be_told":
        ends = [end for end in (figure.low, figure.value, figure.high) if end is not None]
        point = figure.value if figure.value is not None else sum(ends) / len(ends)
        draw_mark(page, "undecidable", scale.at(point), middle)
        return
    draw_bounds(page, "actual", _turned(scale.interval(figure), scale), middle, ARROW_MM)


def _turned(places: Interval, scale: Scale) -> Interval:
    """Bounds from left to right, also on a scale that runs from right to left."""
    if scale.left < scale.right:
        return places
    return Interval(places.high, places.value, places.low)


def _scale(row: Row, direction: str) -> Scale:
    """Peers and zone from end to end; turned round where lower is better."""
    own = [row[key] for key in ("low", "value", "high", "standard_low", "standard_high")]
    known = [float(end) for end in own if end is not None and not pd.isna(end)]
    low, high = min([row["peer_low"], *known]), max([row["peer_high"], *known])
    span = (high - low) or abs(high) or 1.0
    left, right = (RIGHT - 3, LEFT + 3) if direction == "lower" else (LEFT + 3, RIGHT - 3)
    return Scale(low - 0.02 * span, high + 0.02 * span, left, right)
