"""Knows how money and counts per resident are said; orders none of them."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor, log10
from typing import Any

import pandas as pd

from shequ_eval.analysis.intensity import PER
from shequ_eval.analysis.intervals import Interval
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.numbers import over_populations
from shequ_eval.exhibits.rate_traces import traced_intensity
from shequ_eval.exhibits.words import (
    evidence_mark,
    half_width,
    headed,
    listed,
    own_words,
    say,
    span_words,
    unit_words,
)
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_words

Row = Mapping[Any, Any]

UNITS = {
    "money_per_resident": ("元／人（{basis}人口）", "yuan per person ({basis})"),
    "count_per_10k": ("每万人（{basis}人口）", "per 10,000 people ({basis})"),
}
RESIDENT = "常住"


def interval_of(row: Row) -> Interval:
    """The figure of a row with its range; one that is open at an end, over its main denominator.

    >>> row = {"value": 7.4, "low": 7.4, "high": 8.0, "main_low": 7.4, "main_high": 7.4}
    >>> interval_of(row).high, interval_of(row | {"low": None, "main_low": None}).high
    (8.0, 7.4)
    """
    wide = Interval.of(row["low"], row["value"], row["high"])
    if wide.low is not None and wide.high is not None:
        return wide
    low, high = _main_bounds(row)
    return Interval.of(low, row["value"], high)


def _main_bounds(row: Row) -> tuple[Any, Any]:
    """The bounds over the main denominator, or those of the row where it knows no others."""
    return row.get("main_low", row["low"]), row.get("main_high", row["high"])


def known_ends(interval: Interval) -> list[float]:
    """The numbers of an interval that a logarithmic axis can hold."""
    ends = (interval.low, interval.value, interval.high)
    return [end for end in ends if end is not None and end > 0]


def unit_title(rows: pd.DataFrame, codebook: Codebook, language: Language) -> str:
    """The unit of the axis in words, with the population that it is over."""
    unit = str(rows["unit"].iloc[0])
    if unit not in UNITS:
        return unit
    bases = rows["denominator_basis"].dropna() if "denominator_basis" in rows else pd.Series([])
    basis = str(bases.iloc[0]) if len(bases) else RESIDENT
    words = codebook.label("population_basis", basis, language)
    return say(language, *UNITS[unit]).format(basis=words)


def decimals_of(number: float) -> int:
    """Decimals for a rate: none from 100, one from 1, below it two figures.

    >>> decimals_of(195.9), decimals_of(9.07), decimals_of(0.0076)
    (0, 1, 4)
    """
    if number >= 100:
        return 0
    return 1 if number >= 1 else 1 - floor(log10(number))


def value_words(row: Row, language: Language) -> str:
    """A figure with its bounds and, in the brackets of the language, its range."""
    figure = interval_of(row)
    decimals = decimals_of(min(known_ends(figure)))
    wide = row["low"], row["high"]
    words = over_populations(figure.value, _main_bounds(row), wide, decimals)
    words = half_width(words, language)
    if row.get("denominator_id"):
        words = traced_intensity(words, row, PER.get(str(row["unit"]), 1.0))
    return words


def open_words(row: Row, codebook: Codebook, language: Language) -> str:
    """What a figure covers and leaves open: scope, span of cumulation, and period where other."""
    period = period_words(str(row["period"]), str(row["period_basis"]), language)
    return listed(
        [
            codebook.label("scope", str(row["scope"]), language),
            span_words(row, codebook, language),
            "" if row["cumulative_over"] and row["cumulative_over"] == row["period"] else period,
        ],
        language,
    )


def vague_notes(intensity: pd.DataFrame, codebook: Codebook, language: Language) -> tuple[str, ...]:
    """Which amounts stand in vague words alone, in those words; nothing is computed from them."""
    if "qualifier" not in intensity:
        return ()
    parts = [
        say(language, "{}{}{}{}", "{}, {}: {} {}").format(
            codebook.title("short", str(row["zone_id"]), language),
            codebook.title("indicator", str(row["indicator_id"]), language),
            own_words(row, str(row["stated_unit"]), language, "stated_low", "stated_high"),
            evidence_mark(str(row["evidence_ids"])),
        )
        for row in intensity[intensity["qualifier"] == "vague"].to_dict("records")
    ]
    told = listed(parts, language)
    words = say(
        language, f"只有含糊数量、不作换算的：{told}。", f"In vague words, not converted: {told}."
    )
    return (words,) * bool(parts)


def intensity_data(drawn: pd.DataFrame, codebook: Codebook, language: Language) -> pd.DataFrame:
    """The numbers behind the marks, a row a figure."""
    unit = unit_title(drawn, codebook, language)
    rows = [
        headed(
            language,
            ("指标", "Indicator", codebook.title("indicator", str(row["indicator_id"]), language)),
            ("地区", "Zone", codebook.title("short", str(row["zone_id"]), language)),
            ("状态", "Status", codebook.label("status", str(row["status"]), language)),
            (unit, unit, value_words(row, language)),
            ("原文单位", "Stated unit", unit_words(str(row.get("stated_unit", "")), language)),
            (
                "范围、累计、期间",
                "Scope, cumulated over, period",
                open_words(row, codebook, language),
            ),
            ("证据", "Evidence", evidence_mark(str(row["evidence_ids"]))),
        )
        for row in drawn.to_dict("records")
    ]
    return pd.DataFrame(rows)


NOTHING = {
    "money_per_resident": ("没有可画的人均金额", "No sum per resident to draw"),
    "count_per_10k": ("没有可画的每万人数量", "No count per 10,000 people to draw"),
}
NOTHING_AT_ALL = ("没有可画的人均数", "No figure per resident to draw")


def no_intensity(
    language: Language, unit: str, key: str, dimension: str = "", notes: tuple[str, ...] = ()
) -> Exhibit:
    """What stands where nothing can be set over a population; `notes` say why, where known.

    That is vague words or a population count that may carry no main result; else amount or
    denominator is lacking.
    """
    nothing = say(language, *NOTHING.get(unit, NOTHING_AT_ALL))
    lead = say(language, f"{dimension}：", f"{dimension}: ") if dimension else ""
    title = lead + (nothing[0].lower() + nothing[1:] if lead else nothing)
    head = say(language, f"**{title}。** ", f"**{title}.** ")
    if notes:
        return Exhibit(key, "text", title, sentences=(head + say(language, "", " ").join(notes),))
    why = head + say(
        language,
        "所取的数字中没有可以除以人口的全域数量，或没有可用的分母；未提供不是零。",
        "Among the figures taken there is no amount for the whole zone that could be set over "
        "its population, or no denominator may be used; absent is not zero.",
    )
    return Exhibit(key, "text", title, sentences=(why,))


def intensity_id(unit: str, dimension: str = "") -> str:
    """The exhibit's id: one for each unit and dimension, so that a notebook may show several.

    >>> intensity_id("count_per_10k", "output"), intensity_id("")
    ('figure_intensity_count_per_10k_output', 'figure_intensity')
    """
    parts = ["figure_intensity", unit, dimension]
    return "_".join(part for part in parts if part.isidentifier())
