"""Knows how findings of the arithmetic audit are tabled and counted; adds no judgement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from shequ_eval.exhibits.audit_heads import kinds_counted
from shequ_eval.exhibits.audit_words import checked_words, shown_step, subject_words
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.words import evidence_mark, headed, listed, say
from shequ_eval.vocabulary.audit_rules import AuditRules
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_words

Row = Mapping[Any, Any]
MOST_MARKS = 6


def audit_table(
    findings: pd.DataFrame, rules: AuditRules, codebook: Codebook, language: Language
) -> Exhibit:
    """Every finding: verdict, the arithmetic written out, what it says, what it rests on.

    What to ask for stands in `requests_of_audit`.

    Examples
    --------
    >>> from shequ_eval.analysis.examples import example_steps
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> (steps, rules), book = example_steps(), read_codebook(find_data_root())
    >>> audit_table(steps, rules, book, "zh").data[["地区", "判断", "算式"]].values.tolist()
    [['溧水', '对不上', '2 + 40 = 42 个 ≠ 50 个']]
    """
    title = say(language, "逐处核对", "Every step") + kinds_counted(findings, rules, language)
    if findings.empty:
        return Exhibit("audit", "text", title)
    rows = [_row(finding, rules, codebook, language) for finding in findings.to_dict("records")]
    return Exhibit("audit", "table", title, pd.DataFrame(rows), notes=(_note(rules, language),))


def requests_of_audit(
    findings: pd.DataFrame, rules: AuditRules, codebook: Codebook, language: Language
) -> Exhibit:
    """What the audit asks each zone for, each thing once, with the steps that it would settle.

    Place by place in the codebook's order, since each place is sent its own.

    Examples
    --------
    >>> from shequ_eval.analysis.examples import example_steps
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> (steps, rules), book = example_steps(), read_codebook(find_data_root())
    >>> requests_of_audit(steps, rules, book, "zh").data.values.tolist()
    [['溧水', '社区党组织名册', '设党委与设党总支的社区与社区总数（2 + 40 = 42 个 ≠ 50 个）']]
    """
    asked = findings[findings["ask_zh"].ne("")]
    place = {zone: order for order, zone in enumerate(codebook.zones.index)}
    asked = asked.sort_values("zone_id", key=lambda zones: zones.map(place), kind="stable")
    title = say(language, "核对后请补充的材料", "What the audit asks for")
    rows = [
        headed(
            language,
            ("地区", "Zone", codebook.title("short", str(zone_id), language)),
            ("请补充", "Please supply", str(ask)),
            ("用于核对", "Needed to check", _settled(held, rules, codebook, language)),
        )
        for (zone_id, ask), held in asked.groupby(["zone_id", f"ask_{language}"], sort=False)
    ]
    if not rows:
        nothing = say(
            language,
            "算术核对没有提出要补充的材料。",
            "The arithmetic check asks for nothing.",
        )
        return Exhibit("audit_requests", "text", title, sentences=(nothing,))
    return Exhibit("audit_requests", "table", title, pd.DataFrame(rows))


def _settled(held: pd.DataFrame, rules: AuditRules, codebook: Codebook, language: Language) -> str:
    """The steps that an answer would settle, each by what it speaks of and its arithmetic."""
    steps = []
    for row in held.to_dict("records"):
        subject, step = (
            subject_words(row, rules, codebook, language),
            shown_step(row, rules, language),
        )
        steps.append(say(language, f"{subject}（{step}）", f"{subject} ({step})"))
    return listed(steps, language)


def rests_on(finding: Row, codebook: Codebook, language: Language) -> str:
    """The evidence and the known figures that a finding rests on; a lost number is told as such.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> held = {"evidence_ids": ("e-0001", "e-0002"), "denominator_ids": ("e.area.2020",)}
    >>> rests_on(held, book, "zh")
    '[e-0001] [e-0002]；面积（2020）'
    >>> rests_on({"evidence_ids": (), "denominator_ids": ("x01", "x02")}, book, "zh")
    '原文缺失表'
    """
    ids = finding["evidence_ids"]
    marks = " ".join(evidence_mark(key) for key in ids[:MOST_MARKS])
    if len(ids) > MOST_MARKS:
        marks += say(language, f" 等 {len(ids)} 条", f" and {len(ids) - MOST_MARKS} more")
    known = dict.fromkeys(_known(key, codebook, language) for key in finding["denominator_ids"])
    return listed([marks, say(language, "、", ", ").join(known)], language)


def _known(key: str, codebook: Codebook, language: Language) -> str:
    """A known figure of a zone, such as `zhenhai.area.2020`, or the table of lost numbers."""
    _, _, rest = key.partition(".")
    measure, _, year = rest.partition(".")
    if not measure:
        return say(language, "原文缺失表", "the table of numbers lost in the sources")
    named = codebook.label("measure", measure, language)
    return say(language, f"{named}（{year[:4]}）", f"{named} ({year[:4]})")


def _row(finding: Row, rules: AuditRules, codebook: Codebook, language: Language) -> dict[Any, Any]:
    return headed(
        language,
        ("地区", "Zone", codebook.title("short", finding["zone_id"], language)),
        ("期间", "Period", period_of(finding, language)),
        ("核对什么", "What is checked", checked_words(finding, rules, codebook, language)),
        ("判断", "Verdict", say(language, *rules.verdicts[finding["verdict"]])),
        ("算式", "Arithmetic", shown_step(finding, rules, language)),
        ("说明", "What it says", finding[f"says_{language}"]),
        ("依据", "Rests on", rests_on(finding, codebook, language)),
    )


def period_of(finding: Row, language: Language) -> str:
    """The period of the first figure that a finding rests on, 约 where it is inferred.

    >>> period_of({"period": "2017", "period_basis": "inferred"}, "zh")
    '约 2017'
    """
    return period_words(finding["period"], finding["period_basis"], language)


def _note(rules: AuditRules, language: Language) -> str:
    change = f"{rules.largest_population_change_per_year * 100:g}%"
    years, ratio = rules.largest_population_gap_years, f"{rules.largest_scale_ratio:g}"
    return say(
        language,
        f"只陈述算术，不作指责。人口按每年至多变动 {change}、相距至多 {years} 年视为相容；"
        f"同类数字相差 {ratio} 倍以上才提问；界限有交集即为闭合，是相容，不是证实。"
        "以上界限由本评估自定。算出的范围与单侧的界向外取整：下端舍，上端入。"
        "只作计算的没有可供核对的数；原文状况不是核对，分开计数。"
        "先列算术核对，再列只作计算，后列原文状况；各由重到轻，再按判断与地区。",
        "These checks are arithmetic only and accuse nobody. Two populations count as compatible "
        f"if they differ by at most {change} a year over up to {years} years; like figures more "
        f"than {ratio} times apart are queried; overlapping bounds add up, which is compatible, "
        "not confirmed. The thresholds are this evaluation's own. Computed ranges and bounds are "
        "rounded outward: the lower end down, the upper up. What is computed only has no "
        "figure to be held against, what is noted in the text is no check: both are counted apart. "
        "Checks come first, then what is computed, then what is noted; in each the gravest first, "
        "then by verdict and place.",
    )
