"""Knows the words of the picture of domains with intervals and ranks; ranks nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.words import headed, say
from shequ_eval.vocabulary.codebook import Language

Row = Mapping[Any, Any]
LEAST_DF = 2  # degrees of freedom of an interval that is drawn
DECIMALS = 2  # as in the tables of the same estimates


def rank_title(told: pd.DataFrame, language: Language) -> str:
    """The finding: how many can be told from the whole."""
    shown = told[~told["hidden"]]
    apart, of = int(shown["apart"].sum()), len(shown)
    if apart == 0:
        return say(
            language,
            f"{of} 个之中，没有一个能与总体均值分开；名次不能当真",
            f"None of {of} can be told from the overall mean; their order means nothing",
        )
    return say(
        language,
        f"{of} 个之中，能与总体均值分开的有 {apart} 个；名次的范围比名次本身更要紧",
        f"{apart} of {of} can be told from the overall mean; the range of a rank says more than "
        "the rank",
    )


def rank_notes(told: pd.DataFrame, language: Language, level: float) -> tuple[str, ...]:
    """What the shades mean, who has no interval, who is not shown."""
    notes = [
        say(
            language,
            f"深色：{level:.0%} 区间不含总体均值；灰色：分不开，不作高低判断。"
            "区间用 t 分布，自由度为样本点数减层数；名次范围含抽样误差，并顾及两两比较的次数。",
            f"Dark: the {level:.0%} interval does not hold the overall mean. Grey: cannot be told "
            "apart, and is not judged. Intervals use t with sampling points less strata; ranges "
            "of ranks hold the sampling error, for all comparisons at once.",
        ),
        _unadjusted(int((~told["hidden"] & ~told["bare"]).sum()), level, language),
    ]
    unranked = told[told["bare"] & ~told["hidden"]]
    bare = int(unranked["df"].lt(LEAST_DF).sum())
    alike = len(unranked) - bare
    hidden = int(told["suppressed"].sum())
    if bare:
        notes.append(
            say(
                language,
                f"{bare} 个自由度不足 2，区间宽到没有用处：不画区间，不排名。",
                f"No interval and no rank with fewer than 2 degrees of freedom: {bare}.",
            )
        )
    if alike:
        notes.append(
            say(
                language,
                f"{alike} 个回答全部相同，误差无从估计：不画区间，不排名。",
                f"All answers alike, so that no error can be estimated; not ranked: {alike}.",
            )
        )
    if hidden:
        notes.append(
            say(
                language,
                f"{hidden} 个不公布：回答过少，或会使回答过少的单元被推算出来。",
                f"Withheld, with too few answers or as telling on one that has too few: {hidden}.",
            )
        )
    return tuple(notes)


def _unadjusted(shown: int, level: float, language: Language) -> str:
    """That dark is judged one by one, with how many are dark by chance alone."""
    by_chance = plain_number((1 - level) * shown, 1)
    return say(
        language,
        f"深浅逐个判断，没有为比较的次数校正，总体均值当作没有误差："
        f"若 {shown} 个都与总体无异，平均也会有 {by_chance} 个碰巧是深色。",
        "Dark is judged one by one, not adjusted for their number, and takes the overall mean as "
        f"without error: were all {shown} like the whole, {by_chance} would be dark by chance.",
    )


def bare_words(row: Row, language: Language) -> str:
    """Why a row has no rank: 样本点 2 个，自由度 1：不排名；回答全部相同：不排名."""
    points, df = int(row["n_psu"]), int(row["df"])
    if df >= LEAST_DF:
        return say(language, "回答全部相同：不排名", "all answers alike: not ranked")
    return say(
        language,
        f"样本点 {points} 个，自由度 {df}：不排名",
        f"{points} sampling points, df {df}: not ranked",
    )


def hidden_words(row: Row, language: Language) -> str:
    """Why a row has no estimate: withheld, or nobody answered.

    >>> hidden_words({"suppressed": False}, "zh")
    '没有回答'
    """
    if row["suppressed"]:
        return say(language, "不公布", "withheld")
    return say(language, "没有回答", "no answers")


def rank_range(row: Row) -> str:
    """The range of a rank.

    >>> rank_range({"rank_low": 1.0, "rank_high": 3.0})
    '1–3'
    """
    low, high = int(row["rank_low"]), int(row["rank_high"])
    return str(low) if low == high else f"{low}–{high}"


def rank_data(
    told: pd.DataFrame, labels: Mapping[str, str], heads: tuple[str, str], language: Language
) -> pd.DataFrame:
    """The rows of the picture as a table to read; sampling points where they are not the rows."""
    points = points_differ(told)
    rows = [_row(row, labels, heads, language, points) for row in told.to_dict("records")]
    return pd.DataFrame(rows)


def points_differ(told: pd.DataFrame) -> bool:
    """Whether sampling points are anything else than the respondents themselves."""
    shown = told[~told["hidden"].astype(bool)]
    return not len(shown) or bool(shown["n"].ne(shown["n_psu"]).any())


def _row(
    row: Row,
    labels: Mapping[str, str],
    heads: tuple[str, str],
    language: Language,
    with_points: bool,
) -> dict[Any, Any]:
    hidden = hidden_words(row, language)
    counted = "" if row["hidden"] else plain_number(float(row["n_psu"]))
    points = [("样本点", "Sampling points", counted)] if with_points else []
    estimate, span, ranks = hidden, "", ""
    if not row["hidden"]:
        estimate = plain_number(float(row["estimate"]), DECIMALS)
        if not row["bare"]:
            ends = (plain_number(float(row[end]), DECIMALS) for end in ("low", "high"))
            span, ranks = "–".join(ends), rank_range(row)
    return headed(
        language,
        (*heads, labels[str(row["domain"])]),
        ("样本", "Respondents", "" if row["hidden"] else plain_number(float(row["n"]))),
        *points,
        ("估计值", "Estimate", estimate),
        ("区间", "Interval", span),
        ("名次范围", "Range of rank", ranks),
    )
