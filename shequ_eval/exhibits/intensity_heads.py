"""Knows what stands over and under a picture of figures per resident; orders none of them."""

from __future__ import annotations

import pandas as pd

from shequ_eval.exhibits.intensity_words import interval_of, known_ends, unit_title
from shequ_eval.exhibits.sensitivity import sensitivity_words
from shequ_eval.exhibits.words import evidence_mark, say
from shequ_eval.vocabulary.codebook import Codebook, Language

# Where the range over other denominators stands in the picture.
WHERE = ("括号内和浅条", "In brackets and on the pale bar")


def intensity_title(drawn: pd.DataFrame, language: Language, dimension: str = "") -> str:
    """How many of the figures leave open what they would need to be compared.

    `dimension` is its name, where the figures are of one alone.
    """
    finding = _finding(drawn, language)
    if not dimension:
        return finding
    return say(
        language, f"{dimension}：{finding}", f"{dimension}: {finding[0].lower()}{finding[1:]}"
    )


def _finding(drawn: pd.DataFrame, language: Language) -> str:
    """How many figures are unclear, then how many have a period that a coder inferred."""
    unstated = (
        drawn["scope"].eq("unstated")
        | drawn["cumulative_over"].eq("unstated")
        | drawn["period"].eq("")
    )
    inferred = drawn["period_basis"].eq("inferred") & ~unstated
    total, unclear, guessed = len(drawn), int(unstated.sum()), int(inferred.sum())
    only = say(language, "；只读量级，不作比较", "; magnitudes only, no comparison")
    if not unclear and not guessed:
        return _stated_words(total, language)
    if not unclear:
        return _inferred_words(guessed, total, language) + only
    more = say(language, f"，{guessed} 个期间为推断", f", period inferred: {guessed}")
    return _unclear_words(unclear, total, language) + more * bool(guessed) + only


def _stated_words(total: int, language: Language) -> str:
    if total == 1:
        return say(
            language,
            f"这 {total} 个数写明了期间与范围；仍只读量级，不作比较",
            "The only figure states its period and scope; still a magnitude, no comparison",
        )
    return say(
        language,
        f"{total} 个数都写明了期间与范围；仍只读量级，不作比较",
        f"Figures with period and scope stated: {total} of {total}; still magnitudes only, no "
        "comparison",
    )


def _inferred_words(guessed: int, total: int, language: Language) -> str:
    """How many figures have an inferred period, where nothing else is open about any of them.

    >>> _inferred_words(1, 1, "zh"), _inferred_words(1, 3, "en")
    ('这 1 个数的期间为推断', 'Figures whose period is inferred: 1 of 3')
    """
    if total == 1:
        return say(language, f"这 {total} 个数的期间为推断", "The only figure's period is inferred")
    if guessed == total:
        return say(
            language,
            f"{total} 个数的期间都为推断",
            f"All {total} figures have an inferred period",
        )
    return say(
        language,
        f"{total} 个数中 {guessed} 个期间为推断",
        f"Figures whose period is inferred: {guessed} of {total}",
    )


def _unclear_words(unclear: int, total: int, language: Language) -> str:
    """How many figures leave something open, with words of their own for one and for all.

    >>> _unclear_words(1, 1, "zh"), _unclear_words(2, 2, "en")
    ('这 1 个数没说清期间、范围或累计期间', 'All 2 figures leave period, scope or span unstated')
    """
    if total == 1:
        return say(
            language,
            f"这 {total} 个数没说清期间、范围或累计期间",
            "The only figure leaves period, scope or span unstated",
        )
    if unclear == total:
        return say(
            language,
            f"{total} 个数都没说清期间、范围或累计期间",
            f"All {total} figures leave period, scope or span unstated",
        )
    return say(
        language,
        f"{total} 个数中 {unclear} 个没说清期间、范围或累计期间",
        f"Figures that leave period, scope or span unstated: {unclear} of {total}",
    )


def intensity_subtitle(drawn: pd.DataFrame, codebook: Codebook, language: Language) -> str:
    """The unit, and what point, bar and arrow are, those that are drawn."""
    unit = unit_title(drawn, codebook, language)
    figures = [interval_of(row) for row in drawn.to_dict("records")]
    closed = [one for one in figures if one.low is not None and one.high is not None]
    marks = [
        (("点为所印数量", "Point: the amount as stated"), bool(closed)),
        (
            ("浅条为范围", "pale bar: its range"),
            any(len(set(known_ends(one))) > 1 for one in closed),
        ),
        (
            (
                "只有一侧有界的画界与箭头，没有点",
                "a bound on one side alone is a bracket with an arrow and no point",
            ),
            len(closed) < len(figures),
        ),
    ]
    told = [say(language, *words) for words, shown in marks if shown]
    joined = say(language, "，", "; ").join(told)
    return say(
        language,
        f"{unit}：原文数量除以人口。{joined}。",
        f"Stated amounts over population, {unit}. {joined[:1].upper()}{joined[1:]}.",
    )


def intensity_notes(drawn: pd.DataFrame, codebook: Codebook, language: Language) -> tuple[str, ...]:
    """What must not be done with these figures, and which populations they are over."""
    several = say(
        language,
        "各行用途、范围与累计期间不同，不可排序、相加或相减。",
        "Rows differ in purpose, scope and span: do not order, add or subtract them.",
    )
    undated = say(
        language,
        "未写时间的数用文件所述年份的人口作分母。",
        "An undated figure takes the population of the years that its document speaks of.",
    )
    notes = [
        say(language, "对数刻度，每格 10 倍。", "Log scale, each step tenfold."),
        several * (len(drawn) > 1),
        undated * bool(drawn["period"].eq("").any()),
        sensitivity_words(drawn, codebook, language, WHERE),
    ]
    return (say(language, "", " ").join(note for note in notes if note),)


def intensity_source(drawn: pd.DataFrame, language: Language) -> str:
    """The evidence of every figure."""
    marks = " ".join(evidence_mark(key) for key in dict.fromkeys(map(str, drawn["evidence_ids"])))
    return say(language, f"证据：{marks}", f"Evidence: {marks}")
