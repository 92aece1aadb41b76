"""Knows how the scores of projects and funds are tabled with what they rest on; ranks nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.score_words import (
    grade_words,
    period_note,
    points_words,
    reasons_in_words,
    scheme_object,
    scheme_title,
    score_notes,
    score_title,
    score_words,
    short_words,
)
from shequ_eval.exhibits.words import evidence_mark, headed, listed, say, unit_words
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.scores import (
    APPRAISAL,
    Rubric,
    Scheme,
    ScoreRow,
    standard_of,
    subjective_share,
)

Row = Mapping[Any, Any]


def score_summary_table(
    schemes: Sequence[Scheme],
    summary: pd.DataFrame,
    codebook: Codebook,
    language: Language,
    least_assessable: float,
) -> Exhibit:
    """All schemes, each with assessable points beside its score, the grade and what is missing.

    `summary` is `analysis.score_summary.summary` of these schemes; rows stand in its order.
    """
    named = {scheme.id: scheme for scheme in schemes}
    rows = [
        _summary_row(row, named[str(row["scheme_id"])], codebook, language)
        for row in summary.to_dict("records")
    ]
    return Exhibit(
        "score_summary",
        "table",
        score_title(summary, language),
        pd.DataFrame(rows),
        notes=score_notes(codebook, least_assessable, language),
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
    least_assessable: float,
) -> list[Exhibit]:
    """The table of all schemes and then the sheet of each, in the order given; none for none."""
    if not schemes:
        return []
    return [
        score_summary_table(schemes, summary, codebook, language, least_assessable),
        *(score_table(one, scores, codebook, language, least_assessable) for one in schemes),
    ]


def score_table(
    scheme: Scheme,
    scores: pd.DataFrame,
    codebook: Codebook,
    language: Language,
    least_assessable: float,
) -> Exhibit:
    """One scheme row by row: points, what is assessable, the score, the evidence, what to supply.

    `scores` may hold other schemes too; their rows are left out.
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
            *score_notes(codebook, least_assessable, language),
        ),
    )


def _row(scored: Row, row: ScoreRow, codebook: Codebook, language: Language) -> Row:
    grade = str(scored["evidence_grade"])
    doubt = codebook.label("reason", "doubted", language) if scored["doubt"] else ""
    marks = " ".join(evidence_mark(name) for name in str(scored["evidence_ids"]).split())
    return headed(
        language,
        ("一级指标", "Level 1", codebook.label("score_level", row.level1, language)),
        ("指标", "Indicator", say(language, row.title_zh, row.title_en)),
        ("评法", "Rule", rule_words(row, codebook, language)),
        ("分值", "Points", points_words(scored["points"])),
        ("可评分值", "Assessable", points_words(scored["assessable"])),
        ("得分（上下限）", "Score (bounds)", score_words(scored, language)),
        ("为何不可评", "Why not", codebook.label("score_reason", scored["reason"], language)),
        ("证据", "Evidence", listed([f"{marks} {grade}".strip(), doubt], language)),
        ("需补材料", "To supply", needs_words(row, language)),
    )


def rule_words(row: ScoreRow, codebook: Codebook, language: Language) -> str:
    """The rule with its target and whence the target is, or who gave which level of a rubric."""
    kind = codebook.label("score_rule", row.rule.kind, language)
    if isinstance(row.rule, Rubric):
        given = row.rule.given
        if given is None:
            return kind
        level = next(level for level in row.rule.levels if level.id == given.level)
        words = f"{say(language, level.title_zh, level.title_en)}: {given.text}"
        return listed([kind, words, f"{given.name}, {given.date.isoformat()}"], language)
    target = row.rule.target
    if target is None:
        return kind
    ends = dict.fromkeys(n for n in (target.low, target.value, target.high) if n is not None)
    number = "–".join(plain_number(end) for end in ends) or evidence_mark(target.evidence)
    words = say(language, "目标 ", "target ") + f"{number} {unit_words(target.unit, language)}"
    return listed([kind, words, say(language, target.source_zh, target.source_en)], language)


def needs_words(row: ScoreRow, language: Language) -> str:
    """What material would make a row assessable, and in which registers it would stand."""
    fields = ", ".join(row.rule.registers)
    where = say(language, f"台账 {fields}", f"register: {fields}") if fields else ""
    return listed([say(language, row.needs_zh, row.needs_en), where], language)


def appraisal_weights_table(
    zones: Collection[str], codebook: Codebook, language: Language
) -> Exhibit:
    """Nanjing's least weights of residents' rating, which are no part of any score of a project.

    Where the zone that the rule governs is not among `zones`, a sentence says so.
    """
    if standard_of(codebook, APPRAISAL).governs not in zones:
        words = say(
            language,
            "所选地区没有规定群众评价权重。",
            "No zone of this report sets a weight of residents' rating.",
        )
        return Exhibit("appraisal_weights", "text", words, sentences=(words,))
    names = {"街道": "Sub-districts", "社区": "Communities"}
    rows = [
        headed(
            language,
            ("考评对象", "Appraised", say(language, zh, en)),
            ("群众评价权重（至少）", "Residents' rating (at least)", f"{share * 100:g}%"),
        )
        for zh, en in names.items()
        for share in (subjective_share(zh, codebook),)
    ]
    return Exhibit(
        "appraisal_weights",
        "table",
        say(
            language,
            "南京街道、社区考评的群众评价权重",
            "Weight of residents' rating in Nanjing's appraisal",
        ),
        pd.DataFrame(rows),
        notes=(
            say(
                language,
                "只用于南京对街道和社区的考评；不是满意度，也不进入任何项目或资金的评分。",
                "For Nanjing's appraisal of sub-districts and communities only; it is not a "
                "satisfaction score and enters no score of a project or fund.",
            ),
        ),
    )
