"""Knows what an executive reads on one page: a sentence, four counts, what can be said and asked.

Every word of it follows from tables by a rule; it holds no judgement that the report does not.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.analysis.comparability import figures_to_compare
from shequ_eval.analysis.coverage import zones_per_row
from shequ_eval.analysis.differences import ALLOWED
from shequ_eval.analysis.score_summary import NOT_GRADED
from shequ_eval.exhibits.audit_tables import checked_words
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.open_questions import what_cannot_be_said
from shequ_eval.exhibits.trace import counted
from shequ_eval.exhibits.words import evidence_mark, headed, listed, say
from shequ_eval.vocabulary.audit_rules import AuditRules
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = dict[Any, Any]
SAID, UNSAID = 4, 4
# The verdicts that say something of the sources, before those that leave it open.
TELLING = ("does_not_close", "other_denominator", "closes")


def one_page_sentence(
    observations: pd.DataFrame,
    pairs: pd.DataFrame,
    totals: pd.DataFrame,
    codebook: Codebook,
    language: Language,
) -> Exhibit:
    """The message in one sentence: what the material shows, and what is therefore not done."""
    usable = figures_to_compare(observations, codebook)
    some = bool(usable["status"].eq("actual").any())
    shows = (
        say(
            language,
            "材料说明做了什么，还不能说明做得怎样",
            "The material says what was done, not how well",
        )
        if some
        else say(
            language,
            "材料只有计划与标准，没有一个实际值",
            "The material holds plans and rules only",
        )
    )
    ranked = bool(pairs["verdict"].isin(ALLOWED).any()) if len(pairs) else False
    graded = bool(totals["grade_low"].ne(NOT_GRADED).any()) if len(totals) else False
    undone = [
        "" if ranked else say(language, "不排名", "nothing is ranked"),
        "" if graded else say(language, "不评级", "nothing is graded"),
    ]
    rest = say(language, "、", " and ").join(part for part in undone if part)
    end = say(language, f"；{rest}。", f"; {rest}.") if rest else say(language, "。", ".")
    title = say(language, "一句话", "In one sentence")
    return Exhibit("one_page_sentence", "text", title, sentences=(f"**{shows}{end}**",))


def one_page_counts(
    observations: pd.DataFrame, families: pd.DataFrame, codebook: Codebook, language: Language
) -> Exhibit:
    """Four counts of the material with what each is of; none of them is a result of a zone."""
    stated = observations[observations["absence"].eq("")]
    usable = figures_to_compare(observations, codebook)
    scores = stated[stated["indicator_id"].eq("satisfaction_score")]
    most = int(zones_per_row(families).max()) if len(families) else 0
    row = headed(
        language,
        (
            "已编码的事实（条）", "Coded facts",
            counted(len(stated), "facts", "已编码的事实 coded facts", "observations"),
        ),
        (
            "其中第二编码者另有读法（条）", "Of these read otherwise",
            counted(
                int(stated["doubt"].ne("").sum()), "facts.doubted",
                "第二编码者另有读法 read otherwise", "observations", "disputes",
            ),
        ),
        (
            "可用而没写时间（条）", "Usable, without a period",
            counted(
                int(usable["period"].eq("").sum()), "facts.undated",
                "可用而没写时间 usable, no period", "observations",
            ) + " / " + counted(len(usable), "facts.usable", "可用的 usable", "observations"),
        ),
        (
            "一类指标最多几地有实际值", "Most zones with an actual figure of one family",
            counted(
                most, "families.most_zones",
                "同一类有实际值的地区数之最大 most zones of one family", "observations",
            ),
        ),
        (
            "有满意度得分（地）", "Zones with a satisfaction score",
            counted(
                scores["zone_id"].nunique(), "zones.satisfaction",
                "有满意度得分的地区 zones with a score", "observations",
            ),
        ),
    )  # fmt: skip
    title = say(language, "材料有多少", "How much material there is")
    return Exhibit("one_page_counts", "table", title, pd.DataFrame([row]))


def what_can_be_said(
    findings: pd.DataFrame, rules: AuditRules, codebook: Codebook, language: Language
) -> Exhibit:
    """The steps of arithmetic that tell most, one a rule and zone; with what they rest on."""
    title = say(language, "能说的", "What can be said")
    chosen = _telling(findings)
    points = [_point(row, rules, codebook, language) for row in chosen.to_dict("records")]
    if not points:
        nothing = say(
            language,
            "来源中的数字之间没有可核对的算术关系。",
            "No figures of the sources stand in a relation that can be checked.",
        )
        return Exhibit("one_page_said", "text", title, sentences=(nothing,))
    listing = "\n".join(f"- {point}" for point in points)
    return Exhibit("one_page_said", "text", title, sentences=(listing,))


def _telling(findings: pd.DataFrame) -> pd.DataFrame:
    order = {verdict: place for place, verdict in enumerate(TELLING)}
    told = findings[findings["verdict"].isin(order)]
    ranked = told.assign(place=told["verdict"].map(order)).sort_values("place", kind="stable")
    return ranked.drop_duplicates(["zone_id", "rule"]).head(SAID)


def _point(row: Row, rules: AuditRules, codebook: Codebook, language: Language) -> str:
    zone = codebook.title("short", str(row["zone_id"]), language)
    checked = checked_words(row, rules, codebook, language)
    verdict = say(language, *rules.verdicts[row["verdict"]])
    head = say(language, f"{zone}，{checked}：", f"{zone}, {checked}: ")
    marks = " ".join(evidence_mark(key) for key in row["evidence_ids"])
    said = say(language, f"（{verdict}）", f" ({verdict}) ")
    return f"{head}{row['expression']}{said}{marks}"


def one_page_unsaid(
    observations: pd.DataFrame,
    pairs: pd.DataFrame,
    zones: pd.DataFrame,
    codebook: Codebook,
    language: Language,
) -> Exhibit:
    """The first of the questions that the evidence leaves open."""
    whole = what_cannot_be_said(observations, pairs, zones, codebook, language)
    points = whole.sentences[0].split("\n")[:UNSAID]
    return Exhibit("one_page_unsaid", "text", whole.title, sentences=("\n".join(points),))


def one_page_requests(findings: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """Of each zone the first thing to ask for that an open step of arithmetic needs."""
    asked = findings[findings["ask_zh"].ne("")].drop_duplicates(["zone_id", "ask_zh"])
    rows = [
        headed(
            language,
            ("地区", "Zone", codebook.title("short", str(zone_id), language)),
            ("请补", "To supply", listed(list(held[f"ask_{language}"])[:2], language)),
        )
        for zone_id, held in asked.groupby("zone_id", sort=False)
    ]
    title = say(language, "请补的材料", "What to supply")
    return Exhibit("one_page_requests", "table", title, pd.DataFrame(rows))
