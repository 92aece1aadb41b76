"""Knows how a short Chinese quantity is glossed in English; glosses all of it or nothing."""

from __future__ import annotations

import re

from shequ_eval.exhibits.units_en import UNITS_EN

# NOTE: a gloss is no reading: “nearly half and more” keeps the contradiction of the words.
_BEFORE = {
    "不少于": "no less than", "不低于": "no less than", "不超过": "no more than",
    "至少": "at least", "至多": "at most", "约": "about", "近": "nearly", "逾": "over",
    "超过": "over", "": "",
}  # fmt: skip
_AMOUNTS = {
    "半数": "half", "一半": "half", "多数": "most", "大多数": "most", "少数": "few",
    "数十": "several tens of", "数百": "several hundred", "数千": "several thousand",
    "数万": "tens of thousands of", "数十万": "hundreds of thousands of",
    "上百": "over a hundred", "上千": "over a thousand", "上万": "over ten thousand",
}  # fmt: skip
_AFTER = {"以上": " and more", "以下": " and less", "左右": " or so", "": ""}
_CLASSIFIERS = {"名": "persons", "位": "persons", "平米": "m²"}
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*(?:[-–—~]\d+(?:[.,]\d+)*)?")
_DASH = re.compile(r"[-—~]")


def english_quantity(words: str) -> str:
    """What the source's words of a quantity mean in English; nothing where a part is unknown.

    >>> english_quantity("近半数以上"), english_quantity("不少于40-60平米")
    ('nearly half and more', 'no less than 40–60 m²')
    >>> english_quantity("数千名"), english_quantity("上万元"), english_quantity("七网八网")
    ('several thousand persons', 'over ten thousand yuan', '')
    """
    units = {**UNITS_EN, **_CLASSIFIERS, "": ""}
    readings = (
        f"{_BEFORE[before]} {_amount(middle)} {units[unit]}".strip() + _AFTER[after]
        for before in _BEFORE
        for after in _AFTER
        for middle, unit in _cuts(_inner(words, before, after), units)
        if _amount(middle)
    )
    return next(readings, "")


def _inner(words: str, before: str, after: str) -> str:
    fits = words.startswith(before) and words.endswith(after)
    return words.removeprefix(before).removesuffix(after) if fits else ""


def _cuts(inner: str, units: dict[str, str]) -> list[tuple[str, str]]:
    """Every way to cut an amount from its unit, the longest unit first."""
    cuts = [(inner[:place], inner[place:]) for place in range(1, len(inner) + 1)]
    return [(amount, unit) for amount, unit in cuts if unit in units]


def _amount(words: str) -> str:
    if _DIGITS.fullmatch(words):
        return _DASH.sub("–", words)
    return _AMOUNTS.get(words, "")
