"""Knows how to draw printed rates beside the same rates on one basis; ranks nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.held_back import held_back_words
from shequ_eval.exhibits.layout import Page, text_mm, wrap_text
from shequ_eval.exhibits.marks import draw_interval, draw_legend, draw_mark
from shequ_eval.exhibits.one_basis_data import one_basis_data
from shequ_eval.exhibits.one_basis_edges import draw_absent, draw_axis
from shequ_eval.exhibits.one_basis_points import (
    LABEL_MM,
    LEFT,
    RIGHT,
    Point,
    basis_points,
    crossing,
    label_spans,
    labels_height,
    printed_points,
    turned_pair,
)
from shequ_eval.exhibits.one_basis_rows import draw_rows, needs_rows, row_runs, scale_end
from shequ_eval.exhibits.one_basis_words import (
    no_rate,
    one_basis_legend,
    one_basis_notes,
    one_basis_source,
    one_basis_subtitle,
    one_basis_title,
    row_heads,
    verdict_head,
)
from shequ_eval.exhibits.parts import in_parts
from shequ_eval.exhibits.scales import Scale, levels_apart
from shequ_eval.exhibits.style import (
    AXIS_LINE,
    BLUE,
    CARRIED_DASHES,
    CONNECTOR,
    CRIMSON,
    GROUP,
    GROUP_LINE,
    INK,
    INK_2,
    NOTE,
    PAGE_MM,
    RULE,
    VALUE,
    print_style,
)
from shequ_eval.exhibits.words import say
from shequ_eval.exhibits.zone_reasons import districts_in_words, verdicts_among
from shequ_eval.vocabulary.codebook import Codebook, Language

BETWEEN_MM = 18.0  # from one row of points to the next
VERDICT_MM = 38.0  # the least room in which a verdict is set beside the points


@dataclass(frozen=True)
class _Panel:
    """The zones of one tier on one axis: what is drawn on each row, and at which height."""

    page: Page
    scale: Scale
    group: pd.DataFrame
    codebook: Codebook
    language: Language
    first: list[Point]
    second: list[Point]
    upper: float
    lower: float


def draw_one_basis(rates: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """Rates as printed above the same rates on one basis, a line for each zone that has both.

    `rates` has one row a zone: `rate`, `printed`, `numerator`, `denominator`, `value` recomputed
    with `low`..`high` over the usable denominators, and the `verdict` on the district and county
    level with its `reasons`. A city stands in a panel of its own. Lines are said to cross only
    where they do, with the ranges apart on both rows; no order is drawn from it. A zone that
    prints no rate stands in the upper row as an open diamond: recomputed, not printed. Where the
    labels of many zones would crowd, each zone has two lines of its own instead.

    Raises
    ------
    ValueError
        More than one rate: each would need an axis of its own.
    LayoutError, GlyphError
        The picture cannot be drawn without a fault.

    Examples
    --------
    The numbers behind one point:

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.examples import example_rate
    >>> rates = example_rate()
    >>> draw_one_basis(rates, book, "zh").data[["印出的比率", "范围"]].values.tolist()
    [['未提供', '9.5–10.2']]
    """
    if rates.empty:
        return no_rate([], codebook, language)
    if rates["rate"].nunique() > 1:
        raise ValueError(f"一图只画一种比率 one rate a figure: {sorted(set(rates['rate']))}")
    drawn = rates[rates["printed"].notna() | rates["value"].notna()]
    if drawn.empty:
        why = held_back_words(rates, codebook, language)
        return no_rate(list(rates["zone_id"]), codebook, language, why)
    in_rows = needs_rows(rates, codebook, language)
    runs = row_runs(rates, codebook, language) if in_rows else [rates]

    def made_of(run: pd.DataFrame) -> dict[str, Any]:
        with print_style():
            if in_rows:
                figure = draw_rows(run, rates, codebook, language)
            else:
                figure = _picture(run, scale_end(rates), codebook, language)
        return {
            "kind": "figure",
            "title": one_basis_title(drawn, codebook, language),
            "subtitle": one_basis_subtitle(run, codebook, language),
            "notes": one_basis_notes(drawn, codebook, language),
            "source": one_basis_source(run[run.index.isin(drawn.index)], language),
            "data": one_basis_data(run, codebook, language),
            "figure": figure,
        }

    return in_parts("figure_one_basis", runs, made_of, language)


def _picture(rates: pd.DataFrame, end: float, codebook: Codebook, language: Language) -> Figure:
    page = Page()
    y = draw_legend(page, 3.8, one_basis_legend(rates, codebook, language)) + 1.0
    scale = Scale(0.0, end, LEFT, RIGHT)
    tiers = rates["zone_id"].map(codebook.zones["tier"])
    for tier in ("county", "city"):
        group = rates[tiers == tier]
        if group.empty:
            continue
        if tier == "city" and (tiers == "county").any():
            page.line(0, y, PAGE_MM, y, RULE, GROUP_LINE)
        y = _draw_panel(page, y + 1.5, group, tier, scale, codebook, language)
    return page.finish(y)


def _draw_panel(
    page: Page,
    top: float,
    group: pd.DataFrame,
    tier: str,
    scale: Scale,
    codebook: Codebook,
    language: Language,
) -> float:
    """The zones of one tier: two rows of points, the verdict, the axis; the y below it."""
    first = printed_points(group, codebook, language)
    second = basis_points(group, codebook, language)
    upper = top + labels_height(first, scale) + 1.0 if first else top - 2.0
    lower = upper + BETWEEN_MM if second else upper
    panel = _Panel(page, scale, group, codebook, language, first, second, upper, lower)
    heads = row_heads(tier, any(point.carried for point in first), language)
    y = upper
    if first:
        y = max(upper + 2.0, _draw_head(page, upper, heads[0]) - 2.0)
        _draw_points(panel, first, upper, above=True)
    if second:
        y = _draw_head(page, lower, heads[1])
        y = max(y, lower + labels_height(second, scale))
        _draw_links(panel)
        _draw_points(panel, second, lower, above=False)
    if tier == "county" and len(first) > 1:
        y = _draw_verdict(panel, y)
    return draw_axis(page, scale, top, draw_absent(page, group, y + 1.5, codebook, language))


def _draw_head(page: Page, y: float, head: tuple[str, str]) -> float:
    page.text(0.4, y - 1.8, head[0], GROUP, bold=True)
    return page.lines(0.4, y + 2.0, wrap_text(head[1], LEFT - 5, NOTE), NOTE, colour=INK_2)


def _draw_points(panel: _Panel, points: list[Point], y: float, above: bool) -> None:
    """Points with their ranges; labels that would touch stand further off, on a thin line."""
    page, scale = panel.page, panel.scale
    spans = label_spans(points, scale)
    side = -1.0 if above else 1.0
    for point, span, level in zip(points, spans, levels_apart(spans, 1.0), strict=True):
        x, middle = scale.at(point.value), sum(span) / 2
        if point.low < point.high and not (above and point.carried):
            draw_interval(page, "actual", scale.at(point.low), scale.at(point.high), y)
        draw_mark(page, "carried" if above and point.carried else "actual", x, y)
        near = y + side * (3.2 + level * LABEL_MM)
        if level:
            page.line(x, y + side * 1.3, x, near - side * 1.4, RULE, AXIS_LINE)
        rows = [(point.words, NOTE, INK_2, False), (point.name, VALUE, INK, True)]
        for place, (words, size, colour, bold) in enumerate(rows if above else rows[::-1]):
            page.text(middle, near + side * place * 3.3, words, size, colour, bold, "center", True)


def _draw_links(panel: _Panel) -> None:
    """A line for each zone from row to row, and words where two lines cross."""
    starts = {point.zone_id: point for point in panel.first}
    for point in panel.second:
        start = starts[point.zone_id]
        dashes = CARRIED_DASHES if start.carried else None
        x0, x1 = panel.scale.at(start.value), panel.scale.at(point.value)
        panel.page.line(x0, panel.upper, x1, panel.lower, BLUE, CONNECTOR, dashes, zorder=2.5)
    pair = turned_pair(panel.group, panel.codebook)
    if pair is None:
        return
    x, share = crossing(panel.first, panel.second, pair, panel.scale)
    y = panel.upper + min(max(share * BETWEEN_MM, 4.5), BETWEEN_MM - 4.5) + 1.6
    words = say(panel.language, "两线因口径而交叉", "the lines cross with the basis")
    left = x + 2.0 + text_mm(words, NOTE) > PAGE_MM - 1
    edge, align = (x - 2.0, "right") if left else (x + 2.0, "left")
    panel.page.text(edge, y, words, NOTE, INK_2, align=align, backed=True)


def _draw_verdict(panel: _Panel, below: float) -> float:
    """The verdict with its reasons: right of the points, or under them; the y below it."""
    page, language = panel.page, panel.language
    verdicts = verdicts_among(panel.group)
    colour = CRIMSON if verdicts == {"not_comparable"} else INK_2
    words, reasons = districts_in_words(panel.group, panel.codebook, language)
    head = verdict_head(words, verdicts, language)
    points = panel.second or panel.first
    ends = [span[1] for span in label_spans(points, panel.scale)]
    x = max([*ends, *(panel.scale.at(point.high) for point in points)]) + 4.0
    beside = bool(panel.second) and PAGE_MM - x >= VERDICT_MM
    x, y = (x, panel.lower + 1.5) if beside else (LEFT + 1, below + 2.0)
    rows = wrap_text(head, PAGE_MM - x, GROUP)
    y = page.lines(x, y, rows, GROUP, colour=colour, bold=True, halo=True)
    rows = wrap_text(reasons, PAGE_MM - x - 1, NOTE)
    return max(below, page.lines(x, y, rows, NOTE, colour=INK_2, halo=True))
