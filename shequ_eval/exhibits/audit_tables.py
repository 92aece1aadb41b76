"""Knows how findings of the arithmetic audit are tabled and counted; adds no judgement."""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.words import evidence_mark, headed, listed, say
from shequ_eval.vocabulary.audit_rules import AuditRules
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_words

Row = dict[Any, Any]


def audit_table(
    findings: pd.DataFrame, rules: AuditRules, codebook: Codebook, language: Language
) -> Exhibit:
    """Every finding: verdict, the arithmetic written out, what it rests on, what to ask for."""
    title = audit_title(findings, rules, language)
    if findings.empty:
        return Exhibit("audit", "text", title, sentences=(_nothing(language),))
    rows = [_row(finding, rules, codebook, language) for finding in findings.to_dict("records")]
    return Exhibit("audit", "table", title, pd.DataFrame(rows), notes=(_note(rules, language),))


def requests_of_audit(findings: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """What the audit asks each zone for, each thing once, with the steps that it would settle."""
    asked = findings[findings["ask_zh"].ne("")]
    title = say(language, "核对之后要补要什么", "What the audit asks for")
    rows = [
        headed(
            language,
            ("地区", "Zone", codebook.title("short", str(zone_id), language)),
            ("补要", "Ask for", str(ask)),
            ("所涉算式", "Steps that it settles", listed(held["expression"], language)),
        )
        for (zone_id, ask), held in asked.groupby(["zone_id", f"ask_{language}"], sort=False)
    ]
    if not rows:
        return Exhibit("audit_requests", "text", title, sentences=(_nothing(language),))
    return Exhibit("audit_requests", "table", title, pd.DataFrame(rows))


def audit_title(findings: pd.DataFrame, rules: AuditRules, language: Language) -> str:
    """How many steps close, do not close, stand on another denominator, or cannot be told."""
    counts = findings["verdict"].value_counts()
    parts = [
        f"{say(language, *words)} {int(counts.get(verdict, 0))}"
        for verdict, words in rules.verdicts.items()
    ]
    joined = say(language, "、", ", ").join(parts)
    total = len(findings)
    return say(language, f"{total} 处算术核对：{joined}", f"{total} steps of arithmetic: {joined}")


def rests_on(finding: Row, language: Language) -> str:
    """The evidence and the known figures that a finding rests on."""
    marks = " ".join(evidence_mark(key) for key in finding["evidence_ids"])
    known = say(language, "、", ", ").join(finding["denominator_ids"])
    return listed([marks, known], language)


def _row(finding: Row, rules: AuditRules, codebook: Codebook, language: Language) -> Row:
    words = rules.rules[finding["rule"]]
    return headed(
        language,
        ("地区", "Zone", codebook.title("short", finding["zone_id"], language)),
        ("期间", "Period", period_of(finding, language)),
        ("核对什么", "What is checked", say(language, *words.title)),
        ("判断", "Verdict", say(language, *rules.verdicts[finding["verdict"]])),
        ("算式", "Arithmetic", finding["expression"]),
        ("说明", "What it says", finding[f"says_{language}"]),
        ("依据", "Rests on", rests_on(finding, language)),
        ("补要", "Ask for", finding[f"ask_{language}"]),
    )


def period_of(finding: Row, language: Language) -> str:
    """The period of the first figure that a finding rests on, 约 where it is inferred."""
    return period_words(finding["period"], finding["period_basis"], language)


def _nothing(language: Language) -> str:
    return say(
        language,
        "来源中的数字之间没有可核对的算术关系。",
        "No figures of the sources stand in a relation that can be checked.",
    )


def _note(rules: AuditRules, language: Language) -> str:
    change = f"{rules.largest_population_change_per_year * 100:g}%"
    years, ratio = rules.largest_population_gap_years, f"{rules.largest_scale_ratio:g}"
    return say(
        language,
        f"只陈述算术，不作指责。人口按每年至多变动 {change}、相距至多 {years} 年视为相容；"
        f"同类数字相差 {ratio} 倍以上才提问；界限有交集即为闭合。均为本套件自定。",
        f"States arithmetic, accuses nobody. Populations agree within {change} a year over at most "
        f"{years} years; like figures are asked about above {ratio} times; bounds that overlap "
        "close. These are the suite's own choices.",
    )
