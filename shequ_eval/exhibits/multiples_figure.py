"""Knows how to draw one dimension as small panels, an indicator each; sorts and joins no zones."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from shequ_eval.analysis.comparability import pairs_of_places
from shequ_eval.analysis.intervals import Interval
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.layout import LINE_MM, Page, text_mm, wrap_text
from shequ_eval.exhibits.marks import draw_absence, draw_bounds, draw_legend
from shequ_eval.exhibits.multiples_shape import GAP_MM, Shape, shape_of
from shequ_eval.exhibits.multiples_words import (
    Row,
    amount_of,
    multiples_data,
    multiples_notes,
    multiples_source,
    multiples_subtitle,
    multiples_title,
    no_multiples,
    panel_verdict,
)
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.scales import Scale, nice_ticks
from shequ_eval.exhibits.style import (
    AXIS,
    AXIS_LINE,
    BODY,
    CELL_LINE,
    CRIMSON,
    GRID,
    INK_2,
    NOTE,
    RULE,
    print_style,
)
from shequ_eval.exhibits.targets_words import compact_words
from shequ_eval.exhibits.trace import stated
from shequ_eval.exhibits.words import say, unit_words
from shequ_eval.vocabulary.codebook import Codebook, Language

ARROW_MM = 3.0
TALLEST_MM = 210.0  # a printed page; more panels stand in the table
AROUND_MM = 16.0  # title, axis and verdict of a panel
LARGE = 1e7  # from here on a number without room is printed in 亿 or millions


@dataclass(frozen=True)
class _Panel:
    """One indicator: its title in lines, its zones' figures, its pairs."""

    indicator_id: str
    title: list[str]
    figures: pd.DataFrame
    pairs: pd.DataFrame


def draw_multiples(
    figures: pd.DataFrame,
    pairs: pd.DataFrame,
    codebook: Codebook,
    language: Language,
    dimension: str,
    zones: list[str],
    least_zones: int = 2,
) -> Exhibit:
    """Small multiples of one dimension: a panel an indicator, a row a zone, a scale of its own.

    `figures` are observations with a figure (`figures_to_compare`), `pairs` the gate's verdicts.
    Indicators with figures in fewer than `least_zones` zones stand in the tables alone. Each
    panel starts at zero and says how many of its pairs may be compared; where there are none the
    marks stand side by side and nothing joins them. A zone without a figure is an empty cell.

    Raises
    ------
    KeyError
        A zone or an indicator is not in the codebook.
    LayoutError, GlyphError
        The picture cannot be drawn without a fault.
    """
    here = figures[figures["dimension"].eq(dimension) & figures["zone_id"].isin(zones)]
    counts = here.groupby("indicator_id")["zone_id"].nunique()
    wanted = set(counts.index[counts >= least_zones])
    ids = [str(key) for key in codebook.indicators.index if key in wanted]
    if not ids:
        return no_multiples(dimension, least_zones, codebook, language)
    shown = here[here["indicator_id"].isin(ids)]
    pairs = pairs_of_places(pairs)
    shape = shape_of(zones, codebook, language)
    panels = [_panel(key, shown, pairs, shape.panel, codebook, language) for key in ids]
    most = shape.in_a_row * max(1, int(TALLEST_MM // (shape.rows_mm + AROUND_MM)))
    with print_style():
        figure = _picture(panels[:most], shape, codebook, language)
    asked = pairs[pairs["indicator_id"].isin(ids)]
    return Exhibit(
        exhibit_id=f"figure_multiples_{dimension}",
        kind="figure",
        title=multiples_title(dimension, len(ids), asked, codebook, language),
        subtitle=multiples_subtitle(language),
        notes=multiples_notes(shown, asked, len(ids) - most, codebook, language),
        source=multiples_source(shown, language),
        data=multiples_data(shown, codebook, language),
        figure=figure,
        rests_on=("observations", "comparability.yaml"),
        how=multiples_subtitle(language),
    )


def _panel(
    key: str,
    shown: pd.DataFrame,
    pairs: pd.DataFrame,
    width: float,
    codebook: Codebook,
    language: Language,
) -> _Panel:
    here = shown[shown["indicator_id"] == key]
    unit = unit_words(str(here["unit"].iloc[0]), language)
    name = codebook.title("indicator", key, language)
    title = wrap_text(named_with_unit(name, unit, language), width, BODY)
    return _Panel(key, title, here, pairs[pairs["indicator_id"] == key])


def named_with_unit(name: str, unit: str, language: Language) -> str:
    """The name of an indicator with its unit in brackets, in those that it ends with if it does.

    >>> named_with_unit("社会组织数量（存量）", "家", "zh"), named_with_unit("money", "", "en")
    ('社会组织数量（存量，家）', 'money')
    """
    if not unit:
        return name
    closing = say(language, "）", ")")
    if name.endswith(closing):
        return name.removesuffix(closing) + say(language, f"，{unit}）", f", {unit})")
    return name + say(language, f"（{unit}）", f" ({unit})")


def _picture(panels: list[_Panel], shape: Shape, codebook: Codebook, language: Language) -> Figure:
    page = Page()
    y = _draw_legend(page, panels, list(shape.names), codebook, language) + 1.4
    for start in range(0, len(panels), shape.in_a_row):
        row = panels[start : start + shape.in_a_row]
        tallest = max(len(panel.title) for panel in row) * BODY * LINE_MM
        bottoms = [
            _draw_panel(page, panel, place * (shape.panel + GAP_MM), y, tallest, shape, codebook,
                        language)
            for place, panel in enumerate(row)
        ]  # fmt: skip
        y = max(bottoms) + 3.0
    return page.finish(y - 1.0)


def _draw_legend(
    page: Page, panels: list[_Panel], zones: list[str], codebook: Codebook, language: Language
) -> float:
    held = {str(status) for panel in panels for status in panel.figures["status"]}
    entries: list[tuple[str, str]] = [
        (status, codebook.label("status", status, language))
        for status in ("actual", "planned", "standard")
        if status in held
    ]
    if any(panel.figures["zone_id"].nunique() < len(zones) for panel in panels):
        words = codebook.label("absence", "not_published", language)
        entries.append(("not_published", words))
    if any(_one_sided(panel.figures).any() for panel in panels):
        side = say(language, "原文只给出一侧的界", "only one bound is stated")
        entries.append(("bound", side))
    return draw_legend(page, 3.8, entries)


def _one_sided(figures: pd.DataFrame) -> pd.Series:
    """Which actual figures have one bound alone."""
    known = figures[["low", "high"]].notna().sum(axis=1).eq(1)
    return known & figures["status"].eq("actual") & figures["qualifier"].ne("vague")


def _draw_panel(
    page: Page,
    panel: _Panel,
    left: float,
    top: float,
    head: float,
    shape: Shape,
    codebook: Codebook,
    language: Language,
) -> float:
    """The title, a row a zone, the axis and the verdict; the y below them."""
    page.lines(left, top + BODY * LINE_MM / 2, panel.title, BODY, bold=True)
    y = top + head + 1.4
    page.line(left, y, left + shape.panel, y, RULE, AXIS_LINE)
    start, stop = shape.scale_ends
    scale = _scale(panel.figures, left + start, left + stop)
    first = y
    for zone, name in shape.names.items():
        middle = y + shape.height(zone) / 2
        rows = panel.figures[panel.figures["zone_id"] == zone].to_dict("records")
        page.lines(left, middle - (len(name) - 1) * NOTE * LINE_MM / 2, name, NOTE)
        _draw_zone(page, rows, scale, middle, left + shape.panel + GAP_MM / 2, language)
        y += shape.height(zone)
    zero = scale.at(0.0)
    page.line(zero, first, zero, y, GRID, CELL_LINE, zorder=1)
    for end in dict.fromkeys((scale.low, scale.high)):
        page.text(scale.at(end), y + 1.6, plain_number(end), AXIS, INK_2, align="center")
    words, crimson = panel_verdict(panel.pairs, codebook, language)
    page.text(left, y + 5.0, words, NOTE, CRIMSON if crimson else INK_2, bold=crimson)
    return y + 6.6


def _scale(figures: pd.DataFrame, start: float, stop: float) -> Scale:
    """From 0, or the least where it is below, to a round number beyond the greatest."""
    known = figures[figures["qualifier"] != "vague"]
    ends = pd.concat([known[end] for end in ("low", "value", "high")]).dropna().astype(float)
    if ends.empty:
        return Scale(0.0, 1.0, start, stop)
    low, high = float(ends.min()), float(ends.max())
    if set(figures["unit"]) == {"%"} and low >= 0 and high <= 100:
        high = 100.0
    else:
        high = nice_ticks(high)[-1] if high > 0 else 0.0
    bottom = min(0.0, low)
    return Scale(bottom, high if high > bottom else bottom + 1.0, start, stop)


def _draw_zone(
    page: Page, rows: list[Row], scale: Scale, middle: float, right: float, language: Language
) -> None:
    """Every figure of a zone on its row; the first one's number, and how many more there are."""
    if not rows:
        draw_absence(page, "not_published", scale.left, middle, scale.right - scale.left)
        return
    for row in rows:
        if row["qualifier"] == "vague":
            continue
        span = Interval.of(row["low"], row["value"], row["high"])
        draw_bounds(page, str(row["status"]), scale.interval(span), middle, ARROW_MM)
    words = amount_of(rows[0], language)
    more = f" +{len(rows) - 1}" if len(rows) > 1 else ""
    x = scale.right + 3.4
    room = right - x
    span = Interval.of(rows[0]["low"], rows[0]["value"], rows[0]["high"])
    vague = rows[0]["qualifier"] == "vague"
    large = (
        not vague
        and max(abs(end) for end in (span.low, span.value, span.high) if end is not None) >= LARGE
    )
    if large and text_mm(words + more, NOTE) > room:
        words = compact_words(span, language)
    size = NOTE if text_mm(words + more, NOTE) <= room else 4.8
    page.text(x, middle, stated(words, str(rows[0]["evidence_ids"])) + more, size)
