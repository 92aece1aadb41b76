"""Knows how a measure becomes a few classes of one hue; refuses totals and too few places.

A darker tile is more of the measure, never better. A total says how large a place is and is not
shaded; below `LEAST_PLACES` values a table says more than a map.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.colors import to_hex, to_rgb

from shequ_eval.analysis.refusals import RefusedMethodError, require
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.layout import Page, text_mm
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.style import (
    BLUE,
    BODY,
    CELL_LINE,
    CRIMSON,
    GREY,
    INK,
    NOTE,
    PAGE_MM,
    PAPER,
    RULE,
)
from shequ_eval.exhibits.words import say, unit_words
from shequ_eval.vocabulary.codebook import Language

CLASSES = 5
LEAST_PLACES = 8  # this suite's own rule: a map of fewer values is refused
DEPTHS = {1: (0.1,), 2: (0.25, 0.8), 3: (0.15, 0.5, 0.9), 4: (0.12, 0.35, 0.6, 0.95),
          5: (0.1, 0.3, 0.5, 0.75, 1.0)}  # fmt: skip
DARK = 0.7  # from this depth on, words are white
HATCH = "/////"
TOTAL_UNITS = ("人", "人次", "户", "个", "家", "件", "元", "万元", "亿元", "km²")


@dataclass(frozen=True)
class Measure:
    """What is shown: its names, unit, period and source.

    `total` is a sum that grows with the size of a place; `decimals` are printed (shares have one);
    `demonstration` marks invented values; `table` names the table that holds the values.
    """

    measure_id: str
    title_zh: str
    title_en: str
    unit: str
    period: str
    source: str
    total: bool = False
    decimals: int | None = None
    demonstration: bool = False
    table: str = ""

    @property
    def rests_on(self) -> str:
        """The table that the values come from, or the measure itself."""
        return self.table or self.measure_id

    def title(self, language: Language) -> str:
        """The measure's name in the report's language."""
        return say(language, self.title_zh, self.title_en)

    def number(self, value: float) -> str:
        """A value as printed: shares with one decimal, others as they are.

        >>> Measure("a", "甲", "A", "%", "2020", "").number(87.546)
        '87.5'
        """
        return plain_number(value, self.places)

    @property
    def places(self) -> int | None:
        """How many decimals are printed; None prints a value as it is."""
        return 1 if self.decimals is None and self.unit == "%" else self.decimals

    def heading(self, language: Language) -> str:
        """Name, unit and period: 城镇化率（%，2020）."""
        inside = [unit_words(self.unit, language), self.period]
        words = say(language, "，", ", ").join(part for part in inside if part)
        return f"{self.title(language)}（{words}）" if language == "zh" else (
            f"{self.title(language)} ({words})"
        )  # fmt: skip


def measure_of_column(columns: pd.DataFrame, column: str) -> Measure:
    """The measure that a column of `context/provinces.csv` holds, as its table of columns says.

    Raises
    ------
    KeyError
        The table describes no such column.
    """
    found = columns[columns["column"] == column]
    if found.empty:
        raise KeyError(f"{column}: provinces_columns.csv 没有这一列 describes no such column")
    row = found.iloc[0]
    return Measure(
        measure_id=column,
        title_zh=str(row["title_zh"]),
        title_en=str(row["title_en"]),
        unit=str(row["unit"]),
        period=str(row["year"]),
        source=str(row["source"]),
        total=str(row["unit"]) in TOTAL_UNITS,
        table="provinces",
    )


@dataclass(frozen=True)
class Shades:
    """Classes of about equal counts: the lowest and highest value in each, and its fill."""

    ranges: tuple[tuple[float, float], ...]
    fills: tuple[str, ...]
    inks: tuple[str, ...]
    places: int | None

    def of(self, value: float) -> int:
        """The class of a value that is among those it was made from."""
        shown = _shown(value, self.places)
        return next(n for n, (_, high) in enumerate(self.ranges) if shown <= high)


def shades_of(values: Iterable[float], measure: Measure, least: int = LEAST_PLACES) -> Shades:
    """Up to five classes of about equal counts; values that print alike stay together.

    From `least` to `LEAST_PLACES` values all are of one class.

    The cuts are quantiles, which no outlier pulls (Slocum et al. 2009, chapter 4); each class is
    printed with the values that it really holds, so that no empty interval is claimed.

    Raises
    ------
    RefusedMethodError
        The measure is a total, or fewer than `least` values are known.

    Examples
    --------
    >>> rate = Measure("a", "甲", "A", "%", "2020", "")
    >>> shades_of(range(10), rate).ranges
    ((0.0, 1.0), (2.0, 3.0), (4.0, 5.0), (6.0, 7.0), (8.0, 9.0))
    >>> shades_of([7.0] * 8, rate).ranges
    ((7.0, 7.0),)
    """
    shown = [_shown(float(value), measure.places) for value in values if pd.notna(value)]
    known = np.sort(np.array(shown))
    require(
        not measure.total,
        "no_totals",
        "总量只说明地方大小，不着色；请换成率、比重或人均。",
        "A total says how large a place is and is not shaded; use a rate, a share or a mean.",
    )
    require(
        len(known) >= least,
        "least_places",
        f"只有 {len(known)} 个数值，不足 {least} 个不作地图，请看表。",
        f"Only {len(known)} values; below {least} a table says more than a map.",
    )
    classes = CLASSES if len(known) >= LEAST_PLACES else 1
    cuts = np.unique(np.quantile(known, np.linspace(0, 1, classes + 1)[1:-1], method="lower"))
    places = np.searchsorted(cuts, known, side="left")
    groups = [known[places == place] for place in np.unique(places)]
    depths = DEPTHS[len(groups)]
    return Shades(
        ranges=tuple((float(group[0]), float(group[-1])) for group in groups),
        fills=tuple(_mixed(depth) for depth in depths),
        inks=tuple(PAPER if depth >= DARK else INK for depth in depths),
        places=measure.places,
    )


def _shown(value: float, places: int | None) -> float:
    """A value as it is printed, so that two places that print alike are shaded alike."""
    return value if places is None else round(value, places)


def _mixed(depth: float) -> str:
    """Blue on paper, so deep; the deeper, the darker in grey print too."""
    paper, blue = np.array(to_rgb(PAPER)), np.array(to_rgb(BLUE))
    return to_hex(tuple(paper + (blue - paper) * depth))


def shade_legend(
    page: Page, x: float, y: float, shades: Shades, measure: Measure, missing: bool,
    language: Language, right: float = PAGE_MM,
) -> float:  # fmt: skip
    """The classes with their values, and the hatch of missing data; the y below them."""
    entries: list[tuple[str, str | None, str]] = [
        (fill, None, _range_words(low, high, measure))
        for fill, (low, high) in zip(shades.fills, shades.ranges, strict=True)
    ]
    if missing:
        entries.append((PAPER, HATCH, say(language, "无数据", "no data")))
    left = x
    if measure.demonstration:
        made_up = say(language, "示例数据", "demonstration data")
        page.text(right - 0.4, y, made_up, BODY, CRIMSON, bold=True, align="right")
        right -= text_mm(made_up, BODY) + 4.0
    for fill, hatch, words in entries:
        width = 8.0 + text_mm(words, NOTE)
        if left > x and left + width > right - 0.5:
            left, y = x, y + 4.6
        edge = GREY if hatch else RULE
        page.box(left + 0.3, y, 5.0, 3.0, facecolor=fill, edgecolor=edge, linewidth=CELL_LINE,
                 hatch=hatch)  # fmt: skip
        page.text(left + 6.8, y, words, NOTE)
        left += width + 3.4
    return y + 3.4


def _range_words(low: float, high: float, measure: Measure) -> str:
    ends = [measure.number(end) for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else "–".join(ends)


def refused(
    exhibit_id: str, measure: Measure, error: RefusedMethodError, language: Language
) -> Exhibit:
    """The words that stand where a map is refused."""
    name = measure.title(language)
    name = name[:1].upper() + name[1:]
    lead = say(language, f"**{name}：不作地图。** ", f"**{name}: no map.** ")
    words = say(language, error.zh, error.en)
    return Exhibit(
        exhibit_id, "text", name, sentences=(lead + words,), rests_on=(measure.rests_on,)
    )
