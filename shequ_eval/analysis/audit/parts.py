"""Knows whether parts fit their whole, with bounds; does not know why they do not."""

from __future__ import annotations

import pandas as pd

from shequ_eval.analysis.audit.expressions import amount, gap_between, span
from shequ_eval.analysis.audit.figures import Figures, Row, bounds_of, grouped
from shequ_eval.analysis.audit.finding import AuditFinding, finding_of
from shequ_eval.analysis.audit.steps import Amount, Step, share_amount, stated_amount
from shequ_eval.analysis.intervals import Interval, added, difference
from shequ_eval.vocabulary.audit_rules import AuditRules


def find_sums(figures: Figures, relations: pd.DataFrame, rules: AuditRules) -> list[AuditFinding]:
    """Parts that exhaust a whole against the whole: 2 + 40 = 42 closes, 1 + 24 + 67 = 92 ≠ 122.

    All parts of a group must be stated, of the whole's period and scope; bounds that overlap
    close. A zone that states only some parts has no finding.

    Examples
    --------
    >>> from shequ_eval.analysis.examples import example_found
    >>> example_found(find_sums, {"so_rated_4a": 1, "so_rated_3a": 24,
    ...     "so_rated_2a_or_below": 67, "so_rating_applied": 122})
    [('1 + 24 + 67 = 92 ≠ 122', 'does_not_close')]
    """
    return [
        _sum_finding(parts, whole, group[0], rules)
        for group in grouped(relations, "sum_part_of")
        for parts, whole in _stated(figures, group)
        if len(parts) == len(group) and all(part["scope"] == whole["scope"] for part in parts)
    ]


def find_shares_of_wholes(
    figures: Figures, relations: pd.DataFrame, rules: AuditRules
) -> list[AuditFinding]:
    """Parts of a whole as a share of it (35 ÷ 42 = 83.3 %); a part may not exceed its whole.

    A share that can be computed closes nothing: the source prints no share to hold it against.

    Examples
    --------
    >>> from shequ_eval.analysis.examples import example_found
    >>> example_found(find_shares_of_wholes, {
    ...     "communities_fulltime_party_worker": 35, "communities_total": 42})
    [('35 ÷ 42 = 83.3%', 'computed')]
    """
    return [
        _share_finding(parts, whole, group[0], rules)
        for group in grouped(relations, "subset_of")
        for parts, whole in _stated(figures, group)
        if len(parts) == len(group) and (bounds_of(whole).low or 0) > 0
    ]


def _stated(figures: Figures, group: list[Row]) -> list[tuple[list[Row], Row]]:
    found = []
    for zone_id in figures.zones:
        for whole in figures.all_of(zone_id, group[0]["of_indicator_id"])[:1]:
            parts = [figures.one_of(zone_id, part["indicator_id"], whole) for part in group]
            found.append(([part for part in parts if part is not None], whole))
    return found


def _sum_finding(parts: list[Row], whole: Row, relation: Row, rules: AuditRules) -> AuditFinding:
    total, stated = added([bounds_of(part) for part in parts]), bounds_of(whole)
    gap = gap_between(total, stated)
    closes = not gap
    unit = str(whole["unit"])
    middle: Step = ("=", Amount(total.low, total.high, unit))
    step: Step = (
        *_added(parts),
        *(middle if not closes or span(total) != span(stated) else ()),
        "=" if closes else "≠",
        stated_amount(whole, stated),
    )
    return finding_of(
        rules,
        "parts_and_whole",
        "closes" if closes else "does_not_close",
        [*parts, whole],
        step=step,
        relation=relation,
        gap=gap or 0.0,
        facts_zh={"gap": f"{amount(abs(gap or 0.0))} {unit}"},
        facts_en={"gap": amount(abs(gap or 0.0))},
        terms=[t for t in (bounds_of(part).low for part in parts) if t is not None],
        whole=stated.value,
    )


def _share_finding(parts: list[Row], whole: Row, relation: Row, rules: AuditRules) -> AuditFinding:
    part, stated = added([bounds_of(row) for row in parts]), bounds_of(whole)
    over = part.low is not None and stated.high is not None and part.low > stated.high
    gap = difference(part.low or 0.0, stated.high or 0.0) if over else 0.0
    share = _capped(part.over(stated, 100), over)
    left = ("(", *_added(parts), ")") if len(parts) > 1 else _added(parts)
    return finding_of(
        rules,
        "share_of_whole",
        "does_not_close" if over else "computed",
        [*parts, whole],
        step=(*left, "÷", stated_amount(whole, stated, unit=""), "gives", share_amount(share)),
        relation=relation,
        gap=gap,
        facts_zh={"gap": f"{amount(gap)} {whole['unit']}"},
        facts_en={"gap": amount(gap)},
        terms=[t for t in (bounds_of(row).low for row in parts) if t is not None],
        whole=stated.value,
    )


def _added(parts: list[Row]) -> Step:
    """The parts with a plus between them; their unit is that of the sum, said once after it."""
    terms = [stated_amount(part, bounds_of(part), unit="") for part in parts]
    return tuple(word for term in terms for word in ("+", term))[1:]


def _capped(share: Interval, is_over: bool) -> Interval:
    # NOTE: a part with no stated upper bound still ends at its whole, unless it is above it.
    return share if is_over or share.high is not None else Interval(share.low, share.value, 100.0)
