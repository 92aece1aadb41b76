"""Knows how a figure is said per head, and that size keeps it from a place; places none."""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.analysis.intensity import PER
from shequ_eval.analysis.peers import LEAST_PEERS
from shequ_eval.exhibits.intensity_words import decimals_of
from shequ_eval.exhibits.numbers import bounded, plain_number
from shequ_eval.exhibits.rate_traces import traced_intensity
from shequ_eval.exhibits.words import half_width, say, unit_words
from shequ_eval.vocabulary.codebook import Comparability, Language

Row = dict[Any, Any]
# A figure per head with its unit.
PER_HEAD = {
    "count_per_10k": ("每万人 {amount}", "{amount} per 10,000 people"),
    "money_per_resident": ("人均 {amount}", "{amount} per resident"),
}


def per_head_words(row: Row, language: Language) -> str:
    """A figure per head with its bounds: a point is rounded to the nearest, a bound outward.

    >>> row = {"unit": "money_per_resident", "stated_unit": "元", "low": 540.3, "value": 540.3,
    ...        "high": None}
    >>> per_head_words(row, "zh"), per_head_words(row, "en")
    ('人均 ≥ 540 元', '≥ 540 yuan per resident')
    """
    value, low, high = row["value"], row["low"], row["high"]
    known = [float(end) for end in (value, low, high) if not pd.isna(end) and end > 0]
    decimals = decimals_of(min(known)) if known else 0
    words = half_width(bounded(value, low, high, decimals), language)
    amount = f"{words} {unit_words(str(row['stated_unit']), language)}".strip()
    return say(language, *PER_HEAD[str(row["unit"])]).format(amount=amount)


def traced_per_head(words: str, row: Row) -> str:
    """The words of a figure per head with the division that gives it.

    >>> row = {"unit": "count_per_10k", "evidence_ids": "z-001", "size": 50_000, "low": 100.0,
    ...        "stated_low": 500, "stated_value": 500, "stated_high": 500, "value": 100.0,
    ...        "high": 100.0, "denominator_id": "z.r.2020", "indicator_id": "social_orgs_stock"}
    >>> from shequ_eval.exhibits.trace import traces_of
    >>> traces_of(traced_per_head("每万人 100.0 家", row))[0].formula
    '500 ÷ 50,000 × 10,000 = 100'
    """
    # NOTE: a key of its own: elsewhere the same division has a range over other denominators.
    over = row | {"unit": f"peers.{row['indicator_id']}.{row['unit']}", "alternatives": ()}
    over |= {"denominator": row["size"], "main_low": row["low"], "main_high": row["high"]}
    return traced_intensity(words, over, PER[str(row["unit"])])


def size_words(row: Row, language: Language) -> str:
    """Why a figure that may be compared has no side: its zone's size, or that it is not known.

    >>> row = {"form": "count", "size": 310_000.0, "peers": 12, "alike": 2}
    >>> size_words(row, "zh")
    '可比的同类 12 个，其中人口规模相近的 2 个，少于 8'
    >>> size_words(row | {"size": None}, "en")
    'no population of the same extent to hold it against'
    """
    if row["form"] == "count" and (row["size"] is None or pd.isna(row["size"])):
        return say(
            language,
            "没有与这一数字范围相同的人口，规模无从比较",
            "no population of the same extent to hold it against",
        )
    return say(
        language,
        f"可比的同类 {row['peers']} 个，其中人口规模相近的 {row['alike']} 个，少于 {LEAST_PEERS}",
        f"{row['peers']} comparable peers, {row['alike']} of like population, fewer than "
        f"{LEAST_PEERS}",
    )


def size_note(held: pd.DataFrame, rules: Comparability, language: Language) -> str:
    """The rule on what grows with its place, where it placed a figure or kept one from it."""
    actual = held[held["state"].eq("actual")]
    ruled = actual["form"].isin(["per_head", "count"]) & actual["position"].ne("")
    if not (ruled | actual["refusal"].eq("size")).any():
        return ""
    ratio = plain_number(rules.largest_size_ratio)
    refused = int(actual["refusal"].eq("size").sum())
    zh = (
        "随地区大小而增减的数，能按人口换算的按每万人（钱按人均）看位置，人口口径同全篇；"
        f"不能换算的只与人口相差不超过 {ratio} 倍的地区相比（本评估自定），否则只列数字，不论高低"
    )
    en = (
        "Numbers that grow with their place are placed per 10,000 people (money per resident) "
        "where they can be, on the population basis of the report; the others only among places "
        f"whose populations differ by no more than a factor of {ratio} (this evaluation's own "
        "rule), else they stand without a side"
    )
    return say(
        language,
        zh + (f"：{refused} 格如此。" if refused else "。"),
        en + (f": {refused} cells." if refused else "."),
    )
