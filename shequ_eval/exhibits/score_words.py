"""Knows how a score of one project or fund is said, with what it rests on; computes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from shequ_eval.analysis.score_summary import NOT_GRADED
from shequ_eval.analysis.targets import in_force
from shequ_eval.exhibits.numbers import bounded, plain_number, span_ends
from shequ_eval.exhibits.source_words import cited_number, document_number
from shequ_eval.exhibits.words import listed, say
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_words
from shequ_eval.vocabulary.score_standards import BANDS, FRAMEWORK, standard_of
from shequ_eval.vocabulary.scores import Scheme

Row = Mapping[Any, Any]


def scheme_title(scheme: Scheme, language: Language) -> str:
    """The scheme's name.

    >>> from shequ_eval.analysis.examples import example_scheme
    >>> scheme = example_scheme()
    >>> scheme_title(scheme, "zh")
    '示例资金'
    """
    return say(language, scheme.title_zh, scheme.title_en)


def scheme_object(scheme: Scheme, language: Language) -> str:
    """What is scored: the sum, the content and what the source leaves open.

    >>> from shequ_eval.analysis.examples import example_scheme
    >>> scheme = example_scheme()
    >>> scheme_object(scheme, "zh")
    '每年 20万元'
    """
    return say(language, scheme.object_zh, scheme.object_en)


def points_words(points: float) -> str:
    """Points with no more digits than they need.

    >>> points_words(10.0), points_words(4.7619), points_words(2.5)
    ('10', '4.8', '2.5')
    """
    return plain_number(round(points, 1))


def score_words(row: Row, language: Language) -> str:
    """A score with its bounds; where nothing is assessable there is none, and not a zero.

    >>> score_words({"assessable": 10.0, "low": 4.76, "value": 4.76, "high": 10.0}, "zh")
    '4.7–10.0'
    >>> score_words({"assessable": 0.0, "low": None, "value": None, "high": None}, "en")
    'not assessable'
    """
    if not row["assessable"]:
        return say(language, "不可评", "not assessable")
    low, value, high = (row[end] for end in ("low", "value", "high"))
    if pd.notna(value) and value == low and value != high:
        # NOTE: 20余 is a bound and no point; the score has a top all the same, the cap.
        return "–".join(span_ends(low, high, 1))
    words = bounded(value, low, high, 1)
    return words if language == "zh" else words.replace("（", " (").replace("）", ")")


def grade_words(row: Row, codebook: Codebook, language: Language) -> str:
    """The grade where both bounds lie in one band, else between which; or 暂不评级.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> grade_words({"grade_low": "中", "grade_high": "良"}, book, "zh")
    '介于中与良之间'
    """
    ends = (str(row["grade_low"]), str(row["grade_high"]))
    low, high = (codebook.label("score_grade", end, language) for end in ends)
    if low == high:
        return low
    return say(language, f"介于{low}与{high}之间", f"between {low} and {high}")


def short_words(row: Row, language: Language) -> str:
    """How many assessable points a grade lacks; of a grade on fewer than 100, that it is raw.

    >>> short_words({"grade_low": "优", "short_of": 0.0, "missing": 10.0}, "zh")
    '未折算'
    >>> short_words({"grade_low": "not_graded", "short_of": 70.0, "missing": 90.0}, "zh")
    '可评分值还差 70'
    """
    if row["grade_low"] != NOT_GRADED:
        return say(language, "未折算", "not rescaled") if row["missing"] else ""
    if not row["short_of"]:
        return ""
    lacking = points_words(row["short_of"])
    return say(language, f"可评分值还差 {lacking}", f"{lacking} assessable points short")


def reasons_in_words(
    reasons: Sequence[tuple[str, float]], codebook: Codebook, language: Language
) -> str:
    """Why points are not assessable, each reason with its points.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> reasons_in_words((("no_target", 12.0), ("vague", 4.0)), book, "zh")
    '没有目标值 12 分；模糊量 4 分'
    """
    parts = []
    for reason, points in reasons:
        words = codebook.label("score_reason", reason, language)
        number = points_words(points)
        parts.append(say(language, f"{words} {number} 分", f"{words}: {number}"))
    return listed(parts, language)


def score_title(summary: pd.DataFrame, language: Language) -> str:
    """The finding: of how many objects no grade can be given.

    >>> score_title(pd.DataFrame({"grade_low": ["not_graded", "优"]}), "zh")
    '2 个项目或资金中 1 个可评分值不足，暂不评级'
    """
    total, ungraded = len(summary), int((summary["grade_low"] == NOT_GRADED).sum())
    if total == ungraded == 1:
        return say(
            language,
            "所评项目或资金的可评分值不足，暂不评级",
            "The project or fund scored has too few assessable points for a grade",
        )
    if total == ungraded:
        return say(
            language,
            f"{total} 个项目或资金的可评分值都不足，一律暂不评级",
            f"None of the {total} projects or funds has enough assessable points for a grade",
        )
    return say(
        language,
        f"{total} 个项目或资金中 {ungraded} 个可评分值不足，暂不评级",
        f"{ungraded} of {total} projects or funds have too few assessable points for a grade",
    )


def period_note(scheme: Scheme, codebook: Codebook, language: Language) -> str:
    """That the rule is later than what is scored, or that this cannot be told; else nothing.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.examples import example_scheme
    >>> scheme = example_scheme()
    >>> period_note(scheme, book, "zh")[:18]
    '原文未写时间，无法判断是否在财预〔2'
    """
    rule = standard_of(codebook, BANDS)
    number = document_number(rule.number, codebook, language)
    start = rule.effective.isoformat() if rule.effective else ""
    end = rule.until.isoformat() if rule.until else ""
    if in_force({"effective": start, "until": end}, scheme.period):
        return ""
    if not scheme.period:
        return say(
            language,
            f"原文未写时间，无法判断是否在{number}（{rule.document}）生效（{start}）之后；"
            "该办法在此只作评价时的规程。",
            f"What is scored is undated, so whether {number} (from {start}) was in force "
            "cannot be told; it serves here as the procedure of today's evaluation only.",
        )
    period = period_words(scheme.period, "text", language)
    return say(
        language,
        f"评价期间 {period} 早于{number}（{rule.document}）生效（{start}）："
        "该办法在此只作评价时的规程，不是当年的要求。",
        f"The period scored ({period}) lies before {number} took effect ({start}): it serves "
        "here as the procedure of today's evaluation and was no duty then.",
    )


def score_notes(
    codebook: Codebook, least_assessable: float, language: Language, zones: int = 2
) -> tuple[str, ...]:
    """What the points are, whose each rule is and how far it was verified; of how many `zones`.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> score_notes(book, 80, "zh")[2]
    '可评分值不足 80 分暂不评级，是本评估自定的规则；得分按 100 分计，不折算。'
    """
    bands, frame = standard_of(codebook, BANDS), standard_of(codebook, FRAMEWORK)
    least = points_words(least_assessable)
    framed = document_number(frame.number, codebook, language)
    banded = cited_number(bands.number, codebook, language)
    quality, checked = (
        codebook.label("verified", standard.verified, language) for standard in (bands, frame)
    )
    return (
        _what_is_scored(zones, language),
        say(
            language,
            f"分值：示意权重，由评价人改定。一级指标框架据{framed}（{checked}），"
            f"等级分档据{banded}（{quality}）。",
            f"Points: illustrative, to be set by the evaluator. Framework: "
            f"{framed} ({checked}); grade bands: {banded} ({quality}).",
        ),
        say(
            language,
            f"可评分值不足 {least} 分暂不评级，是本评估自定的规则；得分按 100 分计，不折算。",
            f"No grade below {least} assessable points: a rule of this evaluation. "
            "Scores are out of 100 and never rescaled.",
        ),
        say(
            language,
            "没有证据的指标不可评，既不得分，也不等于 0 分。",
            "Without evidence an indicator is not assessable: it gets no points and is not scored "
            "as zero.",
        ),
    )


def _what_is_scored(zones: int, language: Language) -> str:
    """That no zone is scored, in the words for one zone or for several.

    >>> _what_is_scored(1, "zh")
    '评分对象是一个项目或一笔资金，不是地区；只按它自己的目标判断，不排名。'
    """
    if zones == 1:
        return say(
            language,
            "评分对象是一个项目或一笔资金，不是地区；只按它自己的目标判断，不排名。",
            "One project or fund is scored, never the zone; it is judged by its own goals and "
            "not ranked.",
        )
    return say(
        language,
        "评分对象是一个项目或一笔资金，不是地区；各地按各自目标判断，不排名、不相互比较。",
        "One project or fund is scored, never a zone; zones are judged by their own goals, "
        "not ranked and not compared.",
    )
