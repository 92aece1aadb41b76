"""Knows how promises, recommendations and follow-ups are tabled; judges none of them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.analysis.intervals import number_or_none
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.words import amount_words, evidence_mark, headed, listed, say
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_words

Row = dict[Any, Any]


def chain_table(chain: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """Every promise with its indicator, evidence, score, recommendation and follow-up."""
    rows = [_chain_row(row, codebook, language) for row in chain.to_dict("records")]
    promises = chain[chain["commitment_id"].ne("") & chain["attainment"].ne("")]
    total = promises["commitment_id"].nunique()
    counts = promises.drop_duplicates("commitment_id")["attainment"].value_counts()
    known = [code for code in codebook.labels["attainment"] if code in counts.index]
    said = say(language, "、", ", ").join(
        f"{codebook.label('attainment', code, language)} {int(counts[code])}" for code in known
    )
    return Exhibit(
        "commitment_chain",
        "table",
        say(language, f"承诺链：{total} 项承诺，{said}", f"{total} commitments: {said}"),
        pd.DataFrame(rows),
        notes=(
            say(
                language,
                "空格 = 没有：没有得分不是零分，没有建议不是没有问题。"
                "原文没有逐条列出的任务只留位置，内容须向地区索取。",
                "An empty cell = none: no score is not a score of zero, no recommendation does not "
                "mean no problem. Tasks that the source does not list hold a place only.",
            ),
        ),
    )


def _chain_row(row: Row, codebook: Codebook, language: Language) -> Row:
    zone, indicator = str(row["zone_id"]), str(row["indicator_id"])
    return headed(
        language,
        ("地区", "Zone", codebook.title("short", zone, language) if zone else ""),
        ("编号", "Id", row["commitment_id"]),
        ("承诺", "Commitment", row[f"title_{language}"]),
        ("数量与期限", "How much, by when", _promised(row, language)),
        (
            "指标",
            "Indicator",
            codebook.title("indicator", indicator, language) if indicator else "",
        ),
        ("证据", "Evidence", _marks(f"{row['evidence_id']} {row['actual_evidence']}")),
        ("兑现", "Attained", codebook.label("attainment", str(row["attainment"]), language)),
        ("得分", "Score", "" if pd.isna(row["score"]) else plain_number(row["score"])),
        ("建议", "Recommendation", _recommended(row, codebook, language)),
        ("整改", "Follow-up", _followed(row, codebook, language)),
    )


def _marks(ids: str) -> str:
    return "".join(evidence_mark(key) for key in ids.split())


def _promised(row: Row, language: Language) -> str:
    low, value, high = (number_or_none(row[f"target_{end}"]) for end in ("low", "value", "high"))
    stated = any(end is not None for end in (low, value, high))
    amount = amount_words(value, low, high, str(row["unit"]), language) if stated else ""
    due = str(row["by_when"])
    if due == "unstated":
        return listed([amount, say(language, "期限未写明", "no date stated")], language)
    return listed([amount, period_words(due, "text", language) if due else ""], language)


def _recommended(row: Row, codebook: Codebook, language: Language) -> str:
    if not row["recommendation_id"]:
        return ""
    stage = codebook.label("evaluation_stage", str(row["stage"]), language)
    head = f"{row['recommendation_id']} {row['recommendation']}"
    return listed([head, stage, str(row["made_on"])], language)


def _followed(row: Row, codebook: Codebook, language: Language) -> str:
    if not row["recommendation_id"]:
        return ""
    status = codebook.label("follow_up_status", str(row["status"]), language)
    answer = row["follow_up"] or say(language, "未收到回复", "no answer received")
    return listed([status, answer, str(row["followed_up_on"]), str(row["who"])], language)


def outcomes_table(outcomes: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """What became of each mid-term recommendation, with the promise then and now."""
    title = say(
        language,
        f"中期评价的 {len(outcomes)} 条建议，后来怎样",
        f"What became of the {len(outcomes)} recommendations of the mid-term evaluation",
    )
    if outcomes.empty:
        none = say(language, "没有登记中期建议。", "No mid-term recommendation is registered.")
        return Exhibit("mid_term_outcomes", "text", title, sentences=(none,))
    rows = [
        headed(
            language,
            ("编号", "Id", row["recommendation_id"]),
            ("建议", "Recommendation", row["recommendation"]),
            ("提出", "Made on", row["made_on"]),
            ("整改", "Follow-up", _followed(row, codebook, language)),
            ("承诺", "Commitment", row["commitment_id"]),
            ("中期时", "Then", codebook.label("attainment", row["attainment_then"], language)),
            ("结项时", "Now", codebook.label("attainment", row["attainment_now"], language)),
        )
        for row in outcomes.to_dict("records")
    ]
    return Exhibit("mid_term_outcomes", "table", title, pd.DataFrame(rows))
