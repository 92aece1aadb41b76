"""Every rule of the audit finds a fault planted in figures of an unseen zone, and only then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shequ_eval.analysis.audit.wording import find_lost_from_text
from shequ_eval.vocabulary.audit_rules import AuditRules

Audit = Callable[..., pd.DataFrame]
Given = tuple[dict[str, Any], list[list[Any]]]
SIZES = st.integers(min_value=2, max_value=400)
FUND = "community_operating_fund_per_1000hh_yuan"


def sum_of(n: int, planted: bool) -> Given:
    whole = 2 * n + planted
    return {
        "communities_party_committee": n,
        "communities_general_branch": n,
        "communities_total": whole,
    }, []


def share_of(n: int, planted: bool) -> Given:
    return {"communities_fulltime_party_worker": n + planted, "communities_total": n}, []


def rate(n: int, planted: bool) -> Given:
    people = n * 1000
    figures = {"social_orgs_stock": n, "social_orgs_per_10k": {"is": 10, "unit": "家"}}
    return figures, [["resident_population", 2017, people * (2 if planted else 1)]]


def whole_number_base(n: int, planted: bool) -> Given:
    # 1 of 2n + 1 is never printed as 60 %; n of 2n is always 50 %.
    printed = 60 if planted else 50
    return {"tasks_cleared": 1 if planted else n, "task_reduction_rate": printed}, []


def base_unstated(n: int, planted: bool) -> Given:
    share: dict[str, Any] = {"request_resolution_rate": n % 100}
    return share | ({} if planted else {"resident_requests_collected": n}), []


def base_known(n: int, planted: bool) -> Given:
    share: dict[str, Any] = {"request_resolution_rate": n % 100}
    return (share if planted else {}) | {"resident_requests_collected": n}, []


def ratio(n: int, planted: bool) -> Given:
    served = n - 1 if planted else n
    return {"service_beneficiary_person_times": served, "service_sessions": n}, []


def product(n: int, planted: bool) -> Given:
    # 100 m² ÷ 50 m² per 100 households = 200 households; × n × 1,000 yuan ÷ 1,000 = 200 n a year.
    spent = 200 * n * (3 if planted else 2)
    return {
        "facility_area_per_community_sqm": 100,
        "facility_area_standard_per_100hh": {"is": 50, "status": "standard"},
        "communities_total": n,
        FUND: {"is": 1000, "status": "standard", "per": "1000_households_year"},
        "community_fiscal_spending_yuan": {"is": spent, "cumulative_over": "2016/2017"},
    }, []


def unit_cost(n: int, planted: bool) -> Given:
    money: dict[str, Any] = {"purchase_spending_yuan": n * 1000}
    return money | ({"purchase_projects": n} if planted else {}), []


def spans(n: int, planted: bool) -> Given:
    other = "2013/2017" if planted else "2015/2017"
    return {
        "named_funds_total_yuan": {"is": n, "cumulative_over": other},
        "community_fiscal_spending_yuan": {"is": n, "cumulative_over": "2015/2017"},
    }, []


def change(n: int, planted: bool) -> Given:
    return {"satisfaction_score_change": n / 100 if planted else 0}, []


def scale(n: int, planted: bool) -> Given:
    larger = n * (11 if planted else 10)
    return {"service_centre_area_sqm": n, "facility_area_per_community_sqm": larger}, []


def flagged(flag: str) -> Callable[[int, bool], Given]:
    def figures(n: int, planted: bool) -> Given:
        return {"communities_total": {"is": n, "flags": flag if planted else ""}}, []

    return figures


PLANTED: dict[str, tuple[Callable[[int, bool], Given], set[str]]] = {
    "parts_and_whole": (sum_of, {"does_not_close"}),
    "share_of_whole": (share_of, {"does_not_close"}),
    "implied_denominator": (rate, {"does_not_close"}),
    "whole_number_base": (whole_number_base, {"does_not_close"}),
    "share_without_base": (base_unstated, {"cannot_be_told"}),
    "share_of_known_base": (base_known, {"computed"}),
    "ratio_of_totals": (ratio, {"does_not_close"}),
    "product": (product, {"does_not_close"}),
    "unit_cost": (unit_cost, {"computed"}),
    "different_spans": (spans, {"cannot_be_told"}),
    "change_without_sample": (change, {"cannot_be_told"}),
    "scale": (scale, {"cannot_be_told"}),
    "contradictory_words": (flagged("contradictory"), {"noted"}),
    "repeated_figures": (flagged("repeated"), {"noted"}),
}
LOST = {"lost_from_text": "count", "lost_words": "redaction"}


def verdicts(found: pd.DataFrame, rule: str) -> set[str]:
    return set(found.loc[found["rule"].eq(rule), "verdict"])


def test_no_rule_of_the_codebook_is_left_out(audit_rules: AuditRules) -> None:
    assert {*PLANTED, *LOST} == set(audit_rules.rules)


@pytest.mark.parametrize("rule", PLANTED)
@settings(max_examples=8, deadline=None)
@given(n=SIZES)
def test_what_is_planted_is_found_and_what_is_consistent_is_not(
    rule: str, n: int, audit: Audit
) -> None:
    given_, raised = PLANTED[rule]
    figures, populations = given_(n, True)
    assert verdicts(audit(figures, populations), rule) >= raised
    figures, populations = given_(n, False)
    assert not verdicts(audit(figures, populations), rule) & raised


@pytest.mark.parametrize("rule", LOST)
@given(gaps=st.lists(st.integers(0, 9999), min_size=1, max_size=5, unique=True))
def test_what_a_document_lost_is_found_and_nothing_else(
    rule: str, gaps: list[int], audit_rules: AuditRules
) -> None:
    columns = ["zone_id", "type", "gap", "indicator_id", "recovered", "missing_id"]
    rows = [["unseen", LOST[rule], gap, "", "", f"x{gap}"] for gap in gaps]
    lost = pd.DataFrame(rows, columns=columns)
    (finding,) = find_lost_from_text(lost, audit_rules)
    assert finding.rule == rule
    assert finding.expression == ", ".join(f"? @{gap}" for gap in sorted(gaps))
    assert find_lost_from_text(lost.iloc[:0], audit_rules) == []
