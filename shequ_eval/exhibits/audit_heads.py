"""Knows in a title or a sentence what the arithmetic audit comes to; adds no judgement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from shequ_eval.exhibits.audit_words import subject_words
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.trace import counted
from shequ_eval.exhibits.words import counted_words, listed, say
from shequ_eval.vocabulary.audit_rules import CHECKS, AuditRules, AuditVerdict
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = Mapping[Any, Any]
# Of one check and of several, in an English sentence.
VERBS = {
    "does_not_close": ("does not add up", "do not add up"),
    "other_denominator": ("has a different denominator", "have a different denominator"),
    "closes": ("adds up", "add up"),
    "cannot_be_told": ("cannot be determined", "cannot be determined"),
}
# The verdicts of which a reader has to know at once what they speak of.
GRAVE: tuple[AuditVerdict, ...] = ("does_not_close", "other_denominator")


def audit_sentence(
    findings: pd.DataFrame, rules: AuditRules, codebook: Codebook, language: Language
) -> Exhibit:
    """What the audit comes to, in a sentence before its cards: what stands out by name.

    Examples
    --------
    >>> from shequ_eval.analysis.examples import example_steps
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> (steps, rules), book = example_steps(), read_codebook(find_data_root())
    >>> audit_sentence(steps, rules, book, "zh").sentences
    ('对来源的数字作了 1 处核对：1 处对不上（溧水的设党委与设党总支的社区与社区总数）。',)
    """
    title = say(language, "账目核对的结果", "What the audit comes to")
    counts = _verdicts(findings)
    checks = sum(counts.get(verdict, 0) for verdict in CHECKS)
    if not checks:
        return Exhibit("audit_sentence", "text", title, sentences=(nothing_to_check(language),))
    can = counted(checks, "audit.checks", "算术核对 arithmetic checks", "observations", "relations")
    checked = counted_words(checks, "check was", "checks were").partition(" ")[2]
    parts = [
        _verdict_words(findings, verdict, rules, codebook, language)
        for verdict, _ in _gravest_first(rules)
        if counts.get(verdict)
    ]
    why = say(language, "，理由见表", "; the table says why") * bool(counts.get("cannot_be_told"))
    told = say(language, "，", ", ").join(parts) + why
    sentence = say(
        language,
        f"对来源的数字作了 {can} 处核对：{told}。",
        f"{can} {checked} made of the figures of the sources: {told}.",
    )
    return Exhibit("audit_sentence", "text", title, sentences=(sentence,))


def _verdict_words(
    findings: pd.DataFrame,
    verdict: AuditVerdict,
    rules: AuditRules,
    codebook: Codebook,
    language: Language,
) -> str:
    """How many checks came to a verdict; those of a grave one by name."""
    held = findings[findings["verdict"].eq(verdict)]
    zh, en = rules.verdicts[verdict]
    key = "open" if verdict == "cannot_be_told" else str(verdict)
    number = counted(
        len(held), f"audit.{key}", f"{zh}的核对 checks: {en}", "observations", "relations"
    )
    words = say(language, f"{number} 处{zh}", f"{number} {VERBS[verdict][len(held) > 1]}")
    if verdict not in GRAVE:
        return words
    named = [_place_of(row, rules, codebook, language) for row in held.to_dict("records")]
    joined = listed(named, language)
    return words + say(language, f"（{joined}）", f" ({joined})")


def _place_of(finding: Row, rules: AuditRules, codebook: Codebook, language: Language) -> str:
    zone = codebook.title("short", str(finding["zone_id"]), language)
    subject = subject_words(finding, rules, codebook, language)
    if language == "zh":
        return f"{zone}的{subject}"
    return f"{zone}, {subject[:1].lower()}{subject[1:]}"


def audit_title(findings: pd.DataFrame, rules: AuditRules, language: Language) -> str:
    """What the checks come to, the gravest first; what is computed or noted is no check.

    >>> from shequ_eval.vocabulary.audit_rules import read_audit_rules
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> rules = read_audit_rules(find_data_root())
    >>> found = pd.DataFrame({"verdict": ["closes", "closes", "cannot_be_told", "computed"]})
    >>> audit_title(found, rules, "zh")
    '3 处算术核对：2 处闭合、1 处无从判断'
    """
    counts = _verdicts(findings)
    total = sum(counts.get(verdict, 0) for verdict in CHECKS)
    if not total:
        return say(language, "算术核对", "Arithmetic checks")
    parts = [
        say(language, f"{counts[verdict]} 处{words[0]}", f"{words[1]} {counts[verdict]}")
        for verdict, words in _gravest_first(rules)
        if counts.get(verdict)
    ]
    joined = say(language, "、", ", ").join(parts)
    checks = counted_words(total, "arithmetic check", "arithmetic checks")
    return say(language, f"{total} 处算术核对：{joined}", f"{checks}: {joined}")


def kinds_counted(findings: pd.DataFrame, rules: AuditRules, language: Language) -> str:
    """How many of each kind a table holds: checks, what is computed, what is noted."""
    counts = _verdicts(findings)
    checks = sum(counts.get(verdict, 0) for verdict in CHECKS)
    kinds = [(checks, ("算术核对", "checks"))]
    kinds += [(counts.get(kind, 0), rules.verdicts[kind]) for kind in ("computed", "noted")]
    parts = [
        say(language, f"{words[0]} {number} 处", f"{number} {words[1]}")
        for number, words in kinds
        if number
    ]
    return say(language, "：", ": ") + say(language, "、", ", ").join(parts) if parts else ""


def _verdicts(findings: pd.DataFrame) -> dict[str, int]:
    return {str(key): int(n) for key, n in findings["verdict"].value_counts().items()}


def _gravest_first(rules: AuditRules) -> list[tuple[AuditVerdict, tuple[str, str]]]:
    order: tuple[AuditVerdict, ...] = (
        "does_not_close",
        "other_denominator",
        "closes",
        "cannot_be_told",
    )
    return [(verdict, rules.verdicts[verdict]) for verdict in order]


def nothing_to_check(language: Language) -> str:
    """That the figures of the sources stand in no relation."""
    return say(
        language,
        "来源中的数字之间没有可核对的算术关系。",
        "No figures of the sources stand in a relation that can be checked.",
    )
