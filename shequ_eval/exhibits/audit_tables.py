"""Knows how findings of the arithmetic audit are tabled and counted; adds no judgement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.words import evidence_mark, headed, listed, say, unit_words
from shequ_eval.vocabulary.audit_rules import AuditRules
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_words

Row = Mapping[Any, Any]
# A step of more figures than this names none of them: its evidence does.
MOST_NAMED = 6


def audit_table(
    findings: pd.DataFrame, rules: AuditRules, codebook: Codebook, language: Language
) -> Exhibit:
    """Every finding: verdict, the arithmetic written out, what it rests on, what to ask for.

    Examples
    --------
    >>> from shequ_eval.analysis.examples import example_steps
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> (steps, rules), book = example_steps(), read_codebook(find_data_root())
    >>> audit_table(steps, rules, book, "zh").data[["地区", "判断", "算式"]].values.tolist()
    [['溧水', '对不上', '2 + 40 = 42 ≠ 50']]
    """
    title = audit_title(findings, rules, language)
    if findings.empty:
        return Exhibit("audit", "text", title, sentences=(_nothing(language),))
    rows = [_row(finding, rules, codebook, language) for finding in findings.to_dict("records")]
    return Exhibit("audit", "table", title, pd.DataFrame(rows), notes=(_note(rules, language),))


def requests_of_audit(findings: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """What the audit asks each zone for, each thing once, with the steps that it would settle.

    Examples
    --------
    >>> from shequ_eval.analysis.examples import example_steps
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> (steps, rules), book = example_steps(), read_codebook(find_data_root())
    >>> requests_of_audit(steps, book, "zh").data.values.tolist()
    [['溧水', '社区党组织名册', '2 + 40 = 42 ≠ 50']]
    """
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
    """How many steps close, do not close, stand on another denominator, or cannot be told.

    >>> from shequ_eval.vocabulary.audit_rules import read_audit_rules
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> rules = read_audit_rules(find_data_root())
    >>> found = pd.DataFrame({"verdict": ["closes", "closes", "cannot_be_told"]})
    >>> audit_title(found, rules, "zh")
    '3 处算术核对：闭合 2、对不上 0、换了分母 0、无从判断 1'
    """
    counts = findings["verdict"].value_counts()
    parts = [
        f"{say(language, *words)} {int(counts.get(verdict, 0))}"
        for verdict, words in rules.verdicts.items()
    ]
    joined = say(language, "、", ", ").join(parts)
    total = len(findings)
    return say(language, f"{total} 处算术核对：{joined}", f"{total} steps of arithmetic: {joined}")


def checked_words(finding: Row, rules: AuditRules, codebook: Codebook, language: Language) -> str:
    """What a step checks, and the figures of the step with their units, in its own order.

    >>> from shequ_eval.analysis.examples import example_steps
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> (steps, rules), book = example_steps(), read_codebook(find_data_root())
    >>> checked_words(steps.iloc[0], rules, book, "zh")
    '部分与总数（成立党委的社区数，个；成立党总支的社区数，个；社区数，个）'
    """
    words = say(language, *rules.rules[finding["rule"]].title)
    named = finding["indicator_ids"] if finding["evidence_ids"] else ()
    if not 0 < len(named) <= MOST_NAMED:
        return words
    inside = listed([_named(key, codebook, language) for key in named], language)
    return say(language, f"{words}（{inside}）", f"{words} ({inside})")


def _named(key: str, codebook: Codebook, language: Language) -> str:
    unit = unit_words(str(codebook.indicators.at[key, "unit"]), language)
    title = codebook.title("indicator", key, language)
    return say(language, "，", ", ").join(part for part in (title, unit) if part)


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
    marks = " ".join(evidence_mark(key) for key in finding["evidence_ids"])
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
        ("算式", "Arithmetic", finding["expression"]),
        ("说明", "What it says", finding[f"says_{language}"]),
        ("依据", "Rests on", rests_on(finding, codebook, language)),
        ("补要", "Ask for", finding[f"ask_{language}"]),
    )


def period_of(finding: Row, language: Language) -> str:
    """The period of the first figure that a finding rests on, 约 where it is inferred.

    >>> period_of({"period": "2017", "period_basis": "inferred"}, "zh")
    '约 2017'
    """
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
