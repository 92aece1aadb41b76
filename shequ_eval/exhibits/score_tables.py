"""Knows how the scores of projects and funds are tabled with what they rest on; ranks nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.score_row_words import needs_words, register_count, rule_words
from shequ_eval.exhibits.score_words import (
    grade_words,
    period_note,
    points_words,
    reasons_in_words,
    scheme_object,
    scheme_title,
    score_words,
    short_words,
)
from shequ_eval.exhibits.words import evidence_mark, headed, listed, mark_words, say
from shequ_eval.vocabulary.codebook import Codebook, Language, Standard
from shequ_eval.vocabulary.score_standards import APPRAISAL, standard_of, subjective_share
from shequ_eval.vocabulary.scores import Scheme, ScoreRow

Row = Mapping[Any, Any]


def score_summary_table(
    schemes: Sequence[Scheme],
    summary: pd.DataFrame,
    codebook: Codebook,
    language: Language,
) -> Exhibit:
    """All schemes, each with assessable points beside its score, the grade and what is missing.

    `summary` is `analysis.score_summary.summary` of these schemes; rows stand in its order.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.examples import example_scored
    >>> scheme, scores, totals = example_scored()
    >>> table = score_summary_table([scheme], totals, book, "zh").data
    >>> table[["可评分值", "得分（上下限）", "不可评分值", "为何不可评"]].values.tolist()
    [['0', '不可评', '100', '评价人未评档 100 分']]
    """
    named = {scheme.id: scheme for scheme in schemes}
    rows = [
        _summary_row(row, named[str(row["scheme_id"])], codebook, language)
        for row in summary.to_dict("records")
    ]
    return Exhibit(
        "score_summary",
        "table",
        say(language, "评分汇总", "Summary of the scores"),
        pd.DataFrame(rows),
    )


def _summary_row(row: Row, scheme: Scheme, codebook: Codebook, language: Language) -> Row:
    grade = listed([grade_words(row, codebook, language), short_words(row, language)], language)
    return headed(
        language,
        ("评分对象", "Scored", scheme_title(scheme, language)),
        ("所在地区", "Zone", codebook.title("short", scheme.zone_id, language)),
        ("可评分值", "Assessable points", points_words(row["assessable"])),
        ("得分（上下限）", "Score (bounds)", score_words(row, language)),
        ("结论", "Grade", grade),
        ("不可评分值", "Points missing", points_words(row["missing"])),
        ("为何不可评", "Why", reasons_in_words(row["reasons"], codebook, language)),
    )


def score_sheets(
    schemes: Sequence[Scheme],
    scores: pd.DataFrame,
    summary: pd.DataFrame,
    codebook: Codebook,
    language: Language,
) -> list[Exhibit]:
    """The table of all schemes and then the sheet of each, in the order given; none for none.

    >>> none = pd.DataFrame()
    >>> score_sheets([], none, none, Codebook, "zh")
    []
    """
    if not schemes:
        return []
    return [
        score_summary_table(schemes, summary, codebook, language),
        *(score_table(one, scores, codebook, language) for one in schemes),
    ]


def score_table(
    scheme: Scheme,
    scores: pd.DataFrame,
    codebook: Codebook,
    language: Language,
) -> Exhibit:
    """One scheme row by row: points, what is assessable, the score, the evidence, what to supply.

    `scores` may hold other schemes too; their rows are left out.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.examples import example_scored
    >>> scheme, scores, totals = example_scored()
    >>> table = score_table(scheme, scores, book, "zh").data
    >>> table[["指标", "分值", "可评分值"]].values.tolist()
    [['制度', '100', '0']]
    """
    mine = scores[scores["scheme_id"] == scheme.id].to_dict("records")
    rows = [
        _row(scored, row, codebook, language) for scored, row in zip(mine, scheme.rows, strict=True)
    ]
    lead = say(language, "评分表：", "Score sheet: ")
    reason = (say(language, "权重理由：", "Reason for the weights: ") + scheme.reason,)
    return Exhibit(
        f"score_{scheme.id}",
        "table",
        lead + scheme_title(scheme, language),
        pd.DataFrame(rows),
        subtitle=scheme_object(scheme, language),
        notes=(
            say(language, scheme.points_zh, scheme.points_en),
            *reason * bool(scheme.reason),
            *filter(None, [period_note(scheme, codebook, language)]),
            # NOTE: what is scored, whose the points are and from when a grade is given stands
            # under the picture of all schemes.
        ),
    )


def _row(scored: Row, row: ScoreRow, codebook: Codebook, language: Language) -> Row:
    grade = str(scored["evidence_grade"])
    doubt = codebook.label("reason", "doubted", language) if scored["doubt"] else ""
    marks = " ".join(evidence_mark(name) for name in str(scored["evidence_ids"]).split())
    kept = register_count(str(scored["register"]), codebook, language)
    return headed(
        language,
        ("一级指标", "Level 1", codebook.label("score_level", row.level1, language)),
        ("指标", "Indicator", say(language, row.title_zh, row.title_en)),
        ("评法", "Rule", rule_words(row, codebook, language)),
        ("分值", "Points", points_words(scored["points"])),
        ("可评分值", "Assessable", points_words(scored["assessable"])),
        ("得分（上下限）", "Score (bounds)", score_words(scored, language)),
        ("为何不可评", "Why not", codebook.label("score_reason", scored["reason"], language)),
        ("证据", "Evidence", listed([f"{marks or kept} {grade}".strip(), doubt], language)),
        ("需补材料", "To supply", needs_words(row, codebook, language)),
    )


def appraisal_weights_table(
    observations: pd.DataFrame, zones: Collection[str], codebook: Codebook, language: Language
) -> Exhibit:
    """The least weights of residents' rating in a zone's appraisal of sub-districts, communities.

    Each with the marks and the evidence of the figures that state it. They are no part of any
    score of a project. Where the zone that the rule governs is not among `zones`, a sentence says
    so.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> none = pd.DataFrame(columns=["zone_id", "indicator_id", "absence"])
    >>> appraisal_weights_table(none, ["nanjing"], book, "zh").data.values.tolist()
    [['街道', '50%', '', ''], ['社区', '70%', '', '']]
    """
    rule = standard_of(codebook, APPRAISAL)
    zone_id = rule.governs
    if zone_id not in zones:
        words = say(
            language,
            "所选地区没有规定群众评价权重。",
            "No zone of this report sets a weight of residents' rating.",
        )
        return Exhibit("appraisal_weights", "text", words, sentences=(words,))
    here = observations[observations["zone_id"].eq(zone_id) & observations["absence"].eq("")]
    names = {"街道": "Sub-districts", "社区": "Communities"}
    rows = [
        headed(
            language,
            ("考评对象", "Appraised", say(language, zh, en)),
            (
                "群众评价权重（至少）",
                "Residents' rating (at least)",
                f"{subjective_share(zh, codebook) * 100:g}%",
            ),
            *_stating(here[here["indicator_id"].isin(_governed(rule, zh))], codebook, language),
        )
        for zh, en in names.items()
    ]
    zone = codebook.title("short", zone_id, language)
    return Exhibit(
        "appraisal_weights",
        "table",
        say(
            language,
            f"{zone}街道、社区考评的群众评价权重",
            f"Weight of residents' rating in {zone}'s appraisal",
        ),
        pd.DataFrame(rows),
        notes=(
            say(
                language,
                f"只用于{zone}对街道和社区的考评；不是满意度，也不进入任何项目或资金的评分。",
                f"For {zone}'s appraisal of sub-districts and communities only; it is not a "
                "satisfaction score and enters no score of a project or fund.",
            ),
        ),
    )


def _governed(rule: Standard, level: str) -> set[str]:
    """The indicators that hold the rule's figure for 街道 or 社区, as its note on each names it."""
    return {bound.indicator_id for bound in rule.applies_to if bound.per_note.startswith(level)}


def _stating(
    figures: pd.DataFrame, codebook: Codebook, language: Language
) -> tuple[tuple[str, str, str], ...]:
    """Status, period and doubt of the figures that state a rule, and their evidence."""
    rows = figures.to_dict("records")
    marks = dict.fromkeys(mark_words(row, codebook, language) for row in rows)
    ids = [evidence_mark(str(row["evidence_ids"])) for row in rows]
    return (
        ("状态、期间、等级", "Status, period, grade", listed(marks, language)),
        ("证据", "Evidence", " ".join(ids)),
    )
