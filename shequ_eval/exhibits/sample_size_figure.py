"""Knows how to draw how many respondents a change would need; all but the change is assumed."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from matplotlib.figure import Figure

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.layout import Page, text_mm
from shequ_eval.exhibits.marks import draw_legend, draw_mark
from shequ_eval.exhibits.numbers import assumed_size, plain_number
from shequ_eval.exhibits.prose import number_prose
from shequ_eval.exhibits.scales import Scale, levels_apart, log_ticks
from shequ_eval.exhibits.style import (
    AXIS,
    AXIS_LINE,
    BODY,
    GRID,
    GRID_LINE,
    INK_2,
    NOTE,
    REFERENCE_LINE,
    RULE,
    print_style,
)
from shequ_eval.exhibits.words import headed, say
from shequ_eval.vocabulary.codebook import Codebook, Language

LEFT, RIGHT = 40.0, 150.0  # the axis, in mm
LEVEL_MM = 3.0


def draw_sample_sizes(table: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """Respondents per wave for each assumed spread and design effect, on a logarithmic axis.

    `table` has one row a combination: standard_deviation, design_effect, respondents_per_wave,
    change, alpha, power. One panel a (change, alpha, power), one line a spread, one tick a
    design effect. Nothing here was observed but the change.

    Raises
    ------
    LayoutError, GlyphError
        The picture cannot be drawn without a fault.

    Examples
    --------
    The numbers behind one tick:

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.sample_size import SIZE_COLUMNS
    >>> sizes = pd.DataFrame([[15.0, 1.0, 66768, 0.23, 0.05, 0.8]], columns=SIZE_COLUMNS)
    >>> draw_sample_sizes(sizes, book, "zh").data["每次受访人数"].tolist()
    ['66,800']
    """
    if table.empty:
        return _nothing(language)
    with print_style():
        figure = _picture(table, language)
    return Exhibit(
        exhibit_id="figure_sample_sizes",
        kind="figure",
        title=_title(table, language),
        subtitle=say(
            language,
            "每次调查的受访人数；刻度上下为人数与设计效应。标准差与设计效应都是假定，不是观测。",
            "Respondents in each wave; beside each tick its number and design effect. Spreads and "
            "design effects are assumed, not observed.",
        ),
        notes=(
            say(
                language,
                "两次独立调查均值之差的双侧正态检验，乘以设计效应；对数刻度。",
                "Two-sided normal test of the difference of two independent means, times the "
                "design effect; log scale.",
            ),
        ),
        source=say(
            language,
            "假定值登记在可比性规则中。",
            "The assumed values stand in the rules of comparability.",
        ),
        data=_display(table, language),
        figure=figure,
    )


def _picture(table: pd.DataFrame, language: Language) -> Figure:
    page = Page()
    scale = _scale(table["respondents_per_wave"])
    words = say(
        language,
        "假定的设计效应（deff）下的受访人数",
        "respondents at an assumed design effect (deff)",
    )
    y = draw_legend(page, 3.8, [("assumed", words)]) + 1.4
    for _, rows in table.groupby(["change", "alpha", "power"], sort=False):
        change, alpha, power = (float(rows[key].iloc[0]) for key in ("change", "alpha", "power"))
        head = _panel_words(change, alpha, power, language)
        page.text(0.4, y + 1.0, head, BODY, bold=True)
        y = _draw_panel(page, rows, y + 4.2, scale, language)
    words = say(language, "每次调查的受访人数（对数刻度）", "respondents per wave (log scale)")
    page.text((LEFT + RIGHT) / 2, y + 0.8, words, NOTE, INK_2, align="center")
    return page.finish(y + 3.4)


def _scale(respondents: pd.Series) -> Scale:
    # NOTE: less than a decade is common here, so the axis ends a little beyond the numbers.
    low, high = float(respondents.min()) / 1.25, float(respondents.max()) * 1.25
    return Scale(low, high, LEFT, RIGHT, log=True)


def _panel_words(change: float, alpha: float, power: float, language: Language) -> str:
    return say(
        language,
        f"变化 {plain_number(change)} 分；"
        f"假定显著性水平 {plain_number(alpha)}、检验功效 {power:.0%}",
        f"Change {plain_number(change)} points; assumed significance level {plain_number(alpha)}, "
        f"power {power:.0%}",
    )


def _draw_panel(
    page: Page, rows: pd.DataFrame, top: float, scale: Scale, language: Language
) -> float:
    y = top
    for spread, sizes in rows.groupby("standard_deviation", sort=True):
        y = _draw_spread(page, float(str(spread)), sizes, y, scale, language)
    page.line(LEFT, y, RIGHT, y, RULE, AXIS_LINE)
    for tick in log_ticks(scale.low, scale.high):
        x = scale.at(tick)
        page.line(x, top, x, y, GRID, GRID_LINE, zorder=1)
        page.text(x, y + 2.4, plain_number(tick), AXIS, INK_2, align="center")
    return y + 6.0


def _draw_spread(
    page: Page, spread: float, sizes: pd.DataFrame, top: float, scale: Scale, language: Language
) -> float:
    """One spread: a line from the least to the greatest size, a tick for each design effect."""
    ordered = sizes.sort_values("design_effect")
    needed = ordered["respondents_per_wave"].astype(float)
    xs = [scale.at(size) for size in needed]
    numbers = [plain_number(assumed_size(size)) for size in needed]
    effects = [f"deff {_effect(effect)}" for effect in ordered["design_effect"].astype(float)]
    above, below = (_levels(xs, words) for words in (numbers, effects))
    y = top + 4.6 + max(above) * LEVEL_MM
    words = say(
        language, f"假定标准差 {plain_number(spread)}", f"assumed SD {plain_number(spread)}"
    )
    page.text(0.4, y, words, BODY, bold=True)
    page.line(min(xs), y, max(xs), y, width=REFERENCE_LINE)
    for x, number, effect, up, down in zip(xs, numbers, effects, above, below, strict=True):
        draw_mark(page, "assumed", x, y)
        page.text(x, y - 2.9 - up * LEVEL_MM, number, BODY, bold=True, align="center", halo=True)
        page.text(x, y + 2.8 + down * LEVEL_MM, effect, NOTE, INK_2, align="center", halo=True)
    return y + 4.6 + max(below) * LEVEL_MM


def _effect(effect: float) -> str:
    """A design effect with at least one decimal.

    >>> _effect(2.0), _effect(1.25)
    ('2.0', '1.25')
    """
    return plain_number(effect, 1) if round(effect, 1) == effect else plain_number(effect)


def _levels(xs: Iterable[float], words: Iterable[str]) -> list[int]:
    spans = [
        (x - text_mm(w, BODY) / 2, x + text_mm(w, BODY) / 2) for x, w in zip(xs, words, strict=True)
    ]
    return levels_apart(spans, 0.8)


def _title(table: pd.DataFrame, language: Language) -> str:
    rounded = table["respondents_per_wave"].astype(float).map(assumed_size)
    least, most = number_prose(rounded.min(), language), number_prose(rounded.max(), language)
    changes = sorted({plain_number(float(change)) for change in table["change"]})
    joined = say(language, "、", ", ").join(changes)
    return say(
        language,
        f"要看出 {joined} 分的变化，每次调查约需 {least}至 {most}名受访者"
        if least.endswith("万") and most.endswith("万")
        else f"要看出 {joined} 分的变化，每次调查约需 {least} 至 {most} 名受访者",
        f"Showing a change of {joined} points would take about {least} to {most} respondents in "
        "each wave",
    )


def _display(table: pd.DataFrame, language: Language) -> pd.DataFrame:
    rows = [
        headed(
            language,
            ("变化（分）", "Change (points)", plain_number(float(row["change"]))),
            ("假定标准差", "Assumed SD", plain_number(float(row["standard_deviation"]))),
            ("假定设计效应", "Assumed design effect", _effect(float(row["design_effect"]))),
            ("显著性水平", "Significance level", plain_number(float(row["alpha"]))),
            ("检验功效", "Power", f"{float(row['power']):.0%}"),
            (
                "每次受访人数",
                "Respondents per wave",
                plain_number(assumed_size(float(row["respondents_per_wave"]))),
            ),
        )
        for row in table.to_dict("records")
    ]
    return pd.DataFrame(rows)


def _nothing(language: Language) -> Exhibit:
    return Exhibit(
        exhibit_id="figure_sample_sizes",
        kind="text",
        title=say(language, "没有可算样本量的变化", "No change to size a sample for"),
        sentences=(
            say(
                language,
                "来源没有公布得分的变化，因此没有样本量可画。",
                "The sources publish no change of a score, so there is no sample size to draw.",
            ),
        ),
    )
