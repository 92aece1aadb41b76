"""Knows what may be said of a printed rate beside the same rate recomputed; recomputes none.

A printed number stands for all that round to it: a rate that is only rounded otherwise has not
changed, and agrees with the population that it was made from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from shequ_eval.analysis.intervals import Interval, number_or_none
from shequ_eval.analysis.printed import meets, printed_interval
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.trace import stated
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = Mapping[Any, Any]


def printed_span(row: Row) -> Interval:
    """A printed rate with the ends between which it may lie, being rounded.

    >>> printed_span({"printed": 6.87}), printed_span({"printed": 6.0, "printed_decimals": 1})
    (Interval(low=6.865, value=6.87, high=6.875), Interval(low=5.95, value=6.0, high=6.05))
    """
    decimals = number_or_none(row.get("printed_decimals"))
    return printed_interval(float(row["printed"]), None if decimals is None else int(decimals))


def agrees_with_population(row: Row) -> bool:
    """Whether a printed rate stands on the population of its row, by the one rule of the audit.

    Where that rule was not asked, a rate agrees that may lie in the range of the recomputed one.

    >>> agrees_with_population({"printed": 6.87, "low": 6.871, "value": 6.871, "high": 6.871})
    True
    >>> agrees_with_population({"printed": 6.87, "printed_agrees": False})
    False
    """
    told = row.get("printed_agrees")
    if told is not None and pd.notna(told):
        return bool(told)
    return meets(printed_span(row), Interval.of(row["low"], row["value"], row["high"]))


def moves(row: Row) -> bool:
    """Whether a printed rate is another one when recomputed, and not only rounded otherwise.

    It is where it can lie neither in the range of the recomputed rate nor at what is printed of it.

    >>> moves({"printed": 6.87, "low": 6.871, "value": 6.871, "high": 6.871})
    False
    >>> moves({"printed": 15.43, "low": 7.4, "value": 7.7, "high": 8.2})
    True
    """
    printed, shown = printed_span(row), plain_number(float(row["value"]), 1).replace(",", "")
    recomputed = Interval.of(row["low"], row["value"], row["high"])
    return not meets(printed, recomputed) and not meets(printed, printed_interval(float(shown), 1))


def moved_words(row: Row, now: str, codebook: Codebook, language: Language) -> str:
    """What becomes of a printed rate that moves, or that no count of its time can check.

    `now` is the recomputed one as it is shown.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> from shequ_eval.exhibits.trace import plain
    >>> row = {"zone_id": "zhenhai", "printed": 15.43, "printed_evidence": "z-1", "implied": 254051}
    >>> book = read_codebook(find_data_root())
    >>> plain(moved_words(row, "7.7", book, "zh"))
    '镇海由印出的 15.43 变为 7.7'
    """
    name, was = codebook.title("short", row["zone_id"], language), _printed(row)
    if pd.isna(row["implied"]):
        return say(
            language,
            f"{name}印出 {was}，按另一时间的家数复算为 {now}",
            f"{name} prints {was}; a count of another time comes to {now}",
        )
    return say(
        language, f"{name}由印出的 {was} 变为 {now}", f"{name} goes from {was} as printed to {now}"
    )


def agreeing_words(rows: Sequence[Row], codebook: Codebook, language: Language) -> str:
    """The printed rates that recomputing confirms, together; nothing for none.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> from shequ_eval.exhibits.trace import plain
    >>> row = {"zone_id": "zhenhai", "printed": 7.68, "printed_evidence": "z-1"}
    >>> book = read_codebook(find_data_root())
    >>> plain(agreeing_words([row], book, "zh"))
    '镇海印出的 7.68 与复算相符'
    >>> plain(agreeing_words([row, row | {"zone_id": "lishui", "printed": 9.93}], book, "zh"))
    '印出的镇海 7.68、溧水 9.93 与复算相符'
    """
    named = [(codebook.title("short", row["zone_id"], language), _printed(row)) for row in rows]
    if not named:
        return ""
    if len(named) == 1:
        name, was = named[0]
        return say(
            language,
            f"{name}印出的 {was} 与复算相符",
            f"{name}'s printed {was} agrees with what is recomputed",
        )
    told = say(language, "、", ", ").join(f"{name} {was}" for name, was in named)
    return say(language, f"印出的{told} 与复算相符", f"as printed and recomputed alike: {told}")


def alike(rows: Sequence[Row]) -> list[Row]:
    """The rows whose printed rate recomputing confirms: of one time, and only rounded otherwise.

    >>> row = {"printed": 6.87, "implied": 310044.0, "low": 6.87, "value": 6.871, "high": 6.9}
    >>> other = row | {"implied": None}
    >>> len(alike([row, other, row | {"printed": 15.43}, row | {"printed": None}]))
    1
    """
    held = [
        row
        for row in rows
        if all(
            number_or_none(row.get(name)) is not None for name in ("printed", "implied", "value")
        )
    ]
    return [row for row in held if not moves(row)]


def alike_note(rows: Sequence[Row], language: Language) -> str:
    """What it means that a printed rate agrees, where one does.

    >>> alike_note([], "zh")
    ''
    """
    if not alike(rows):
        return ""
    return say(
        language,
        "“相符”指印出的数四舍五入前可能就是复算的数（或在其范围之内），不作变动。",
        "A printed rate agrees where it may be what is recomputed, or within its range, before it "
        "was rounded: that is no change.",
    )


def _printed(row: Row) -> str:
    return stated(plain_number(row["printed"]), str(row["printed_evidence"]))
