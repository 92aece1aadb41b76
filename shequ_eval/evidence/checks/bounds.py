"""Knows how a figure, its bounds and its qualifier hang together; knows no source.

Where one fault would break two rules, the second is worded so that it stays silent.
"""

from __future__ import annotations

import pandas as pd

from shequ_eval.evidence.checks.marking import Rule, numbers

LOOK_AT_WORDS = "对照原词 value_text 改正 mend it by the words in value_text"
NEEDS_LOW = ("exact", "range", "at_least", "approx_over")
NEEDS_HIGH = ("exact", "range", "at_most", "approx_near")


def low_above_high(rows: pd.DataFrame) -> pd.Series:
    """Where the lower bound lies above the upper one.

    Examples
    --------
    >>> low_above_high(pd.DataFrame({"low": ["9", "3", ""], "high": ["5", "5", "5"]})).tolist()
    [True, False, False]
    """
    return numbers(rows["low"]) > numbers(rows["high"])


def value_outside_bounds(rows: pd.DataFrame) -> pd.Series:
    """Where the point lies outside bounds that are themselves in order."""
    value, low, high = (numbers(rows[column]) for column in ("value", "low", "high"))
    return ((value < low) | (value > high)) & ~low_above_high(rows)


def exact_with_spread(rows: pd.DataFrame) -> pd.Series:
    """Where a figure said to be exact has bounds that differ from its value."""
    value, low, high = (numbers(rows[column]) for column in ("value", "low", "high"))
    spread = (low < value) | (high > value)
    told = low_above_high(rows) | value_outside_bounds(rows)
    return rows["qualifier"].eq("exact") & spread & ~told


def nothing_stated(rows: pd.DataFrame) -> pd.Series:
    """Where a vague figure has neither a value nor a bound."""
    empty = rows["value"].eq("") & rows["low"].eq("") & rows["high"].eq("")
    return rows["qualifier"].eq("vague") & empty


def _is_empty(column: str, qualifiers: tuple[str, ...]) -> Rule:
    return Rule(
        name="qualifier-without-bound",
        column=column,
        needs=("qualifier",),
        broken=lambda rows: rows["qualifier"].isin(qualifiers) & rows[column].eq(""),
        allowed=lambda row: (
            f"qualifier 为 {row['qualifier']} 时须填 {column} "
            f"({column} is filled where the qualifier is {row['qualifier']})"
        ),
        remedy=LOOK_AT_WORDS,
    )


def _flag_without_bound(bound: str) -> Rule:
    flag = f"{bound}_closed"
    return Rule(
        name="bound-flag",
        column=flag,
        needs=(bound,),
        broken=lambda rows: rows[bound].eq("") != rows[flag].eq(""),
        allowed=lambda row: (
            f"空，因为没有 {bound} (empty, as there is no {bound})"
            if row[bound] == ""
            else f"true | false，因为有 {bound} (as there is a {bound})"
        ),
        remedy="以上、以下、不低于含本数 “以上”, “以下” and “不低于” include the bound",
    )


BOUNDS = (
    Rule(
        name="low-above-high",
        column="low",
        needs=("high",),
        broken=low_above_high,
        allowed=lambda row: f"≤ high = {row['high']}",
        remedy=LOOK_AT_WORDS,
    ),
    Rule(
        name="value-outside-bounds",
        column="value",
        needs=("low", "high"),
        broken=value_outside_bounds,
        allowed=lambda row: f"low = {row['low'] or '无 none'} … high = {row['high'] or '无 none'}",
        remedy=LOOK_AT_WORDS,
    ),
)

WORDS_AND_BOUNDS = (
    _is_empty("value", ("exact",)),
    _is_empty("low", NEEDS_LOW),
    _is_empty("high", NEEDS_HIGH),
    _flag_without_bound("low"),
    _flag_without_bound("high"),
    Rule(
        name="exact-with-spread",
        column="value",
        needs=("low", "high", "qualifier"),
        broken=exact_with_spread,
        allowed=lambda row: (
            f"qualifier 为 exact 时 low = value = high (low = {row['low']}, high = {row['high']})"
        ),
        remedy=LOOK_AT_WORDS,
    ),
    Rule(
        name="range-with-value",
        column="value",
        needs=("qualifier",),
        broken=lambda rows: rows["qualifier"].eq("range") & rows["value"].ne(""),
        allowed=lambda row: "空，区间没有点值 (empty: a range has no point)",
        remedy="只填 low 与 high fill low and high only",
    ),
    Rule(
        name="nothing-stated",
        column="value",
        needs=("low", "high", "qualifier"),
        broken=nothing_stated,
        allowed=lambda row: "value、low、high 至少一项 (at least one of value, low, high)",
        remedy=LOOK_AT_WORDS,
    ),
)
