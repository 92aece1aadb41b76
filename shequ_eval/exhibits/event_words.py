"""Knows the words of the event-study picture; never calls a change that holds zero an effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.words import headed, say
from shequ_eval.vocabulary.codebook import Language

Row = Mapping[Any, Any]


def event_title(told: pd.DataFrame, language: Language) -> str:
    """The finding: in how many waves before and after the band leaves out zero."""
    after = told[told["event_time"] >= 0]
    before = told[told["event_time"] < 0]
    if (after["withheld"] != "").all():
        return say(
            language,
            "地区太少，只有估计值，没有区间：还说不上效果",
            "Too few areas: estimates without intervals, and no effect can be claimed",
        )
    early = int(before["apart"].sum())
    late = int(after["apart"].sum())
    if early:
        return say(
            language,
            f"改革前已有 {early} 期走势不同，改革后的变化不能都算作效果",
            f"Trends differed in {early} wave(s) before the reform: later changes are not all its "
            "effect",
        )
    if not late:
        return say(
            language,
            f"改革后 {len(after)} 期，没有一期的变化与零分得开",
            f"In none of {len(after)} waves after the reform can the change be told from zero",
        )
    return say(
        language,
        f"改革后 {len(after)} 期中有 {late} 期的变化与零分得开",
        f"In {late} of {len(after)} waves after the reform the change can be told from zero",
    )


def event_notes(
    told: pd.DataFrame, overall: Mapping[str, Any], level: float, language: Language
) -> tuple[str, ...]:
    """How to read bar and line, the overall mean, and what a quiet past does not prove."""
    drawn = (told["withheld"] == "").any()
    quiet = say(
        language,
        "改革前看不出差别，不等于走势平行：地区少时本来就看不出多少。",
        "No difference seen before the reform does not prove parallel trends: with few areas "
        "little would be seen.",
    )
    notes = [_how_to_read(level, language) if drawn else _pairs_note(language), quiet]
    if not overall["withheld"]:
        point, low, high = (
            plain_number(float(overall[key]), 2) for key in ("estimate", "low", "high")
        )
        notes.insert(
            1,
            say(
                language,
                f"改革后各期平均 {point}（{level:.0%} 区间 {low} 至 {high}）。",
                f"Mean over the waves after the reform: {point} ({level:.0%} interval {low} to "
                f"{high}).",
            ),
        )
    if (told["withheld"] != "").any():
        notes.append(
            say(
                language,
                "有的期次改革或对照地区不足 5 个：不给区间，请用随机化推断。",
                "Some waves rest on fewer than 5 reformed or comparison areas: no interval; take "
                "randomisation inference.",
            )
        )
    return tuple(notes)


def _how_to_read(level: float, language: Language) -> str:
    return say(
        language,
        f"色条为逐期 {level:.0%} 区间，细线为各期同时成立的 {level:.0%} 带；灰色：带含零，"
        "与零分不开。",
        f"Bar: {level:.0%} interval of each wave; thin line: the {level:.0%} band for all waves at "
        "once. Grey: the band holds zero. ",
    ) + _pairs_note(language)


def _pairs_note(language: Language) -> str:
    return say(
        language,
        "改革前各点比的是相邻两期。",
        "Points before the reform compare one wave with the last.",
    )


def event_data(told: pd.DataFrame, language: Language) -> pd.DataFrame:
    """The points of the picture as a table to read."""
    return pd.DataFrame([_row(row, language) for row in told.to_dict("records")])


def _row(row: Row, language: Language) -> dict[Any, Any]:
    return headed(
        language,
        ("距改革（期）", "Waves since reform", event_number(int(row["event_time"]))),
        ("变化之差", "Difference of changes", plain_number(float(row["estimate"]), 3)),
        ("逐期区间", "Interval", _span(row, "low", "high", language)),
        ("同时带", "Band", _span(row, "band_low", "band_high", language)),
        ("改革地区数", "Reformed areas", plain_number(float(row["treated"]))),
    )


def _span(row: Row, low: str, high: str, language: Language) -> str:
    if row["withheld"]:
        return ""
    ends = [plain_number(float(row[end]), 3) for end in (low, high)]
    return say(language, " 至 ", " to ").join(ends)


def event_number(event_time: int) -> str:
    """A time since the reform with its sign.

    >>> event_number(-2), event_number(0), event_number(3)
    ('−2', '0', '+3')
    """
    return f"{event_time:+d}".replace("-", "−") if event_time else "0"
