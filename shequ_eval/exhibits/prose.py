"""Knows how a figure is said inside a sentence: 逾, 近, 不低于 from its words; computes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from shequ_eval.exhibits.numbers import chinese_number, plain_number
from shequ_eval.exhibits.words import say, unit_words
from shequ_eval.vocabulary.codebook import Language

LEAD = {
    "approx_over": ("逾 ", "over "),
    "approx_near": ("近 ", "nearly "),
    "at_least": ("不低于 ", "at least "),
    "at_most": ("至多 ", "at most "),
}


def figure_prose(row: Mapping[Any, Any], language: Language) -> str:
    """A figure as a sentence holds it, with what its words imply.

    >>> row = {"value": 3e6, "low": 3e6, "high": None, "unit": "元", "qualifier": "approx_over"}
    >>> figure_prose(row, "zh"), figure_prose(row, "en")
    ('逾 300 万元', 'over 3,000,000 yuan')
    >>> figure_prose(row | {"value": None, "low": 40, "high": 60, "qualifier": "range"}, "zh")
    '40–60 元'
    """
    is_one = not _missing(row["value"]) and float(row["value"]) == 1
    unit = unit_words(str(row["unit"]), language, one=is_one)
    if _missing(row["value"]):
        ends = [number_prose(row[key], language) for key in ("low", "high")]
        return _joined("–".join(ends), unit, language)
    lead = say(language, *LEAD.get(str(row["qualifier"]), ("", "")))
    lead += "+" if row.get("change") == "increase" else ""
    return lead + _joined(number_prose(row["value"], language), unit, language)


def number_prose(value: Any, language: Language) -> str:
    """A number in a sentence: 万 and 亿 in Chinese where they lose no digit.

    >>> number_prose(24800, "zh"), number_prose(24800, "en")
    ('2.48 万', '24,800')
    """
    return chinese_number(float(value)) if language == "zh" else plain_number(float(value))


def _joined(number: str, unit: str, language: Language) -> str:
    tight = unit == "%" or (language == "zh" and number.endswith(("万", "亿")))
    return f"{number}{unit}" if tight else f"{number} {unit}".strip()


def _missing(value: Any) -> bool:
    return value is None or bool(pd.isna(value))
