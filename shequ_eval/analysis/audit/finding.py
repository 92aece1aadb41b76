"""Knows what one finding of the arithmetic audit holds; accuses nobody and asks for figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shequ_eval.analysis.audit.steps import Step, written
from shequ_eval.vocabulary.audit_rules import AuditRules, AuditVerdict, Severity

Row = Mapping[Any, Any]
Facts = Mapping[str, str]


@dataclass(frozen=True)
class AuditFinding:
    """One step of arithmetic on what a zone's sources say, with the rows that it rests on.

    `expression` is the arithmetic written out exactly, `step` the same as amounts with their
    units, of which a page shows no more digits than they have; `about_zh` and `about_en` say of
    what, "" where the indicators do. `gap` is the distance between the two sides in the
    unit of the whole, None where there is none to state. `terms` and `whole` are the points
    that a picture of the step needs, `waves` the bounds of a change by assumed respondents a wave
    (respondents, low, high). `evidence_ids` and `denominator_ids` name the rows.
    """

    rule: str
    zone_id: str
    period: str
    period_basis: str
    indicator_ids: tuple[str, ...]
    evidence_ids: tuple[str, ...]
    denominator_ids: tuple[str, ...]
    expression: str
    verdict: AuditVerdict
    severity: Severity
    gap: float | None
    says_zh: str
    says_en: str
    ask_zh: str
    ask_en: str
    step: Step = ()
    about_zh: str = ""
    about_en: str = ""
    terms: tuple[float, ...] = ()
    whole: float | None = None
    waves: tuple[tuple[int, float, float], ...] = ()


def finding_of(
    rules: AuditRules,
    rule: str,
    verdict: AuditVerdict,
    rows: Iterable[Row],
    expression: str = "",
    *,
    step: Step = (),
    relation: Row | None = None,
    gap: float | None = None,
    facts_zh: Facts | None = None,
    facts_en: Facts | None = None,
    denominator_ids: Iterable[str] = (),
    terms: Iterable[float] = (),
    whole: float | None = None,
    waves: Iterable[tuple[int, float, float]] = (),
) -> AuditFinding:
    """A finding in the words of its rule, resting on `rows` (observations of one zone).

    Without an `expression` the step is written out. What to ask for comes from the relation, else
    from the rule; where the step closes, or only a share is computed, nothing is asked. `facts_en`
    defaults to `facts_zh`.

    Examples
    --------
    >>> from shequ_eval.vocabulary.audit_rules import read_audit_rules
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> row = {"zone_id": "east", "period": "2017", "period_basis": "text", "indicator_id": "grids",
    ...        "evidence_ids": "east-0001"}
    >>> found = finding_of(read_audit_rules(find_data_root()), "scale", "cannot_be_told", [row],
    ...                    "1,100 ÷ 40 = 27.5 > 10", facts_zh={"most": "10"})
    >>> found.severity, found.evidence_ids, found.says_zh
    ('medium', ('east-0001',), '两个同类数字相差 10 倍以上，可能漏位，也可能所指不同')
    """
    held, words = list(rows), rules.rules[rule]
    dated = next((row for row in held if row["period"]), held[0])
    zh, en = words.says[verdict]
    asked = _asked(words.ask, relation) if words.asks_after(verdict) else ("", "")
    about = relation if relation is not None and words.about == "relation" else {}
    return AuditFinding(
        rule=rule,
        zone_id=str(held[0]["zone_id"]),
        period=str(dated["period"]),
        period_basis=str(dated["period_basis"]),
        indicator_ids=_distinct(row["indicator_id"] for row in held),
        evidence_ids=_distinct(row["evidence_ids"] for row in held),
        denominator_ids=tuple(denominator_ids),
        expression=expression or written(step),
        verdict=verdict,
        severity=words.severity[verdict],
        gap=gap,
        says_zh=zh.format_map(dict(facts_zh or {})),
        says_en=en.format_map(dict(facts_en or facts_zh or {})),
        ask_zh=asked[0],
        ask_en=asked[1],
        step=tuple(step),
        about_zh=str(about.get("note_zh", "")),
        about_en=str(about.get("note_en", "")),
        terms=tuple(terms),
        whole=whole,
        waves=tuple(waves),
    )


def _asked(of_rule: tuple[str, str], relation: Row | None) -> tuple[str, str]:
    if relation is None or not relation["ask_zh"]:
        return of_rule
    return str(relation["ask_zh"]), str(relation["ask_en"])


def _distinct(ids: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(key) for key in ids if key))
