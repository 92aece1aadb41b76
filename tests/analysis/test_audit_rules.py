"""Consistent figures of an unseen zone close; a fault planted in them is found."""

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
COUNTS = st.integers(min_value=1, max_value=500)


def consistent(
    parts: list[int], applied_more: int, rate: float, sessions: int, each: int
) -> tuple[dict[str, Any], list[list[Any]]]:
    """Figures that hold together, with the population that the rate stands on."""
    applied = sum(parts)
    stock = applied + applied_more
    population = stock / rate * 10000
    figures = {
        "so_rated_4a": parts[0],
        "so_rated_3a": parts[1],
        "so_rated_2a_or_below": parts[2],
        "so_rating_applied": applied,
        "social_orgs_stock": stock,
        "social_orgs_per_10k": {"is": rate, "unit": "家"},
        "service_sessions": sessions,
        "service_beneficiary_person_times": sessions * each,
    }
    return figures, [["resident_population", 2017, population]]


figures_that_hold = st.builds(
    consistent,
    parts=st.lists(COUNTS, min_size=3, max_size=3),
    applied_more=COUNTS,
    rate=st.floats(min_value=1, max_value=30).map(lambda r: round(r, 2)),
    sessions=COUNTS,
    each=st.integers(min_value=1, max_value=9),
)


def verdicts(found: pd.DataFrame, rule: str) -> list[str]:
    return list(found.loc[found["rule"].eq(rule), "verdict"])


@settings(max_examples=15, deadline=None)
@given(held=figures_that_hold)
def test_consistent_figures_never_fail_to_close(held: Any, audit: Audit) -> None:
    figures, populations = held
    found = audit(figures, populations)
    assert not set(found["verdict"]) & {"does_not_close", "other_denominator"}
    assert verdicts(found, "parts_and_whole") == ["closes"]
    assert verdicts(found, "implied_denominator") == ["closes"]
    assert verdicts(found, "ratio_of_totals") == ["closes"]


def test_tenths_that_add_up_close_and_a_gap_has_no_more_digits_than_its_terms(
    audit: Audit,
) -> None:
    parts = {"communities_party_committee": 0.1, "communities_general_branch": 0.2}
    closed = audit(parts | {"communities_total": 0.3})
    assert verdicts(closed, "parts_and_whole") == ["closes"]
    found = audit(parts | {"communities_total": 1.17})
    [open_] = found[found["rule"].eq("parts_and_whole")].to_dict("records")
    assert open_["gap"] == 0.87
    assert "相差 0.87 个" in open_["says_zh"]
    assert "differ by 0.87;" in open_["says_en"]


@settings(max_examples=15, deadline=None)
@given(held=figures_that_hold, planted=COUNTS)
def test_a_planted_gap_is_found_with_its_length(held: Any, planted: int, audit: Audit) -> None:
    figures, populations = held
    figures["so_rating_applied"] += planted
    found = audit(figures, populations)
    finding = found[found["rule"].eq("parts_and_whole")].iloc[0]
    assert (finding["verdict"], finding["gap"]) == ("does_not_close", planted)


@settings(max_examples=15, deadline=None)
@given(held=figures_that_hold, planted=COUNTS)
def test_a_planted_part_larger_than_its_whole_is_found(
    held: Any, planted: int, audit: Audit
) -> None:
    figures, populations = held
    figures["so_rating_applied"] = figures["social_orgs_stock"] + planted
    shares = audit(figures, populations).query("rule == 'share_of_whole' and gap > 0")
    assert [gap for gap in shares["gap"] if gap == planted]


@settings(max_examples=15, deadline=None)
@given(held=figures_that_hold, times=st.floats(min_value=1.5, max_value=9))
def test_a_planted_change_of_denominator_is_found(held: Any, times: float, audit: Audit) -> None:
    figures, populations = held
    used = populations[0][2]
    known = [["resident_population", 2017, used * times], ["registered_population", 2017, used]]
    assert verdicts(audit(figures, known), "implied_denominator") == ["other_denominator"]
    neither = [["resident_population", 2017, used * times]]
    assert verdicts(audit(figures, neither), "implied_denominator") == ["does_not_close"]


@settings(max_examples=15, deadline=None)
@given(held=figures_that_hold)
def test_a_population_derived_from_the_rate_is_not_known(held: Any, audit: Audit) -> None:
    figures, populations = held
    derived = [[*populations[0], "derived"]]
    assert verdicts(audit(figures, derived), "implied_denominator") == ["cannot_be_told"]


def test_a_population_too_many_years_off_tells_nothing(audit: Audit) -> None:
    figures = {"social_orgs_stock": 100, "social_orgs_per_10k": 20}
    far = [["resident_population", 1990, 50000]]
    assert verdicts(audit(figures, far), "implied_denominator") == ["cannot_be_told"]


def test_a_rate_that_names_its_basis_is_held_against_that_basis(audit: Audit) -> None:
    figures = {"social_orgs_stock": 100, "social_orgs_per_10k": {"is": 20, "basis": "户籍"}}
    known = [["resident_population", 2017, 90000], ["registered_population", 2017, 50000]]
    assert verdicts(audit(figures, known), "implied_denominator") == ["closes"]


@settings(max_examples=15, deadline=None)
@given(held=figures_that_hold)
def test_fewer_person_times_than_services_are_found(held: Any, audit: Audit) -> None:
    figures, populations = held
    figures["service_beneficiary_person_times"] = figures["service_sessions"] * 0.5
    assert verdicts(audit(figures, populations), "ratio_of_totals") == ["does_not_close"]


FUND = {
    "facility_area_per_community_sqm": 1000,
    "facility_area_standard_per_100hh": {"is": [40, 50], "status": "standard"},
    "communities_total": 10,
    "community_operating_fund_per_1000hh_yuan": {
        "is": 100000, "status": "standard", "per": "1000_households_year",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("spending", "verdict"),
    [
        ([4000000, 4000000], "closes"),
        ([None, 4000000], "closes"),
        ([9000000, 9000000], "does_not_close"),
    ],
)
def test_a_product_is_held_against_yearly_spending(
    spending: list[Any], verdict: str, audit: Audit
) -> None:
    # 1,000 ÷ 40–50 × 100 = 2,000–2,500 households; × 10 × 100 yuan = 2.0–2.5 million a year.
    whole = {"is": spending, "cumulative_over": "2016/2017"}
    found = audit(FUND | {"community_fiscal_spending_yuan": whole})
    of_fund = found[found["expression"].str.contains("2,000,000–2,500,000")]
    assert list(of_fund["verdict"]) == [verdict]


def test_spending_whose_span_is_unstated_leaves_the_product_open(audit: Audit) -> None:
    whole = {"is": 4000000, "cumulative_over": "unstated"}
    found = audit(FUND | {"community_fiscal_spending_yuan": whole})
    assert (
        "÷ ?"
        in found[found["expression"].str.contains("2,000,000–2,500,000")].iloc[0]["expression"]
    )


def test_a_plan_never_enters_a_sum(audit: Audit) -> None:
    figures = {"communities_party_committee": 2, "communities_general_branch": 40}
    assert audit(figures | {"communities_total": 50}, status="planned").empty


def test_figures_of_two_periods_are_not_added(audit: Audit) -> None:
    figures = {
        "communities_party_committee": {"is": 2, "period": "2012"},
        "communities_general_branch": 40,
        "communities_total": 50,
    }
    assert verdicts(audit(figures), "parts_and_whole") == []


def test_a_part_missing_from_the_source_is_no_gap(audit: Audit) -> None:
    found = audit({"communities_general_branch": 40, "communities_total": 42})
    assert verdicts(found, "parts_and_whole") == []


@pytest.mark.parametrize(("area", "found"), [(40, 1), (200, 0)])
def test_only_a_scale_far_apart_is_asked_about(area: int, found: int, audit: Audit) -> None:
    figures = {"service_centre_area_sqm": area, "facility_area_per_community_sqm": 1100}
    assert len(verdicts(audit(figures), "scale")) == found


@pytest.mark.parametrize(
    ("span", "verdict"),
    [("2013/2017", ["cannot_be_told"]), ("2015/2017", []), ("unstated", ["cannot_be_told"])],
)
def test_sums_over_different_spans_are_found(span: str, verdict: list[str], audit: Audit) -> None:
    figures = {
        "named_funds_total_yuan": {"is": 500, "cumulative_over": span},
        "community_fiscal_spending_yuan": {"is": 900, "cumulative_over": "2015/2017"},
    }
    assert verdicts(audit(figures), "different_spans") == verdict


def test_words_that_contradict_themselves_have_no_bounds(audit: Audit) -> None:
    share = {"is": 50, "flags": "contradictory", "qualifier": "vague"}
    found = audit({"so_station_community_coverage_share": share, "communities_total": 42})
    assert list(found["rule"]) == ["contradictory_words"]


def test_a_change_of_nothing_needs_no_sample(audit: Audit) -> None:
    assert audit({"satisfaction_score_change": 0}).empty
    assert verdicts(audit({"satisfaction_score_change": 1}), "change_without_sample")


def test_a_repeated_figure_is_counted_once_and_said(audit: Audit) -> None:
    found = audit({"communities_total": 42, "grids_basic": 7}, flags="repeated")
    assert list(found["expression"]) == ["2 × ≥ 2"]


@pytest.mark.parametrize(
    ("scope", "rule"),
    [("stations", "share_without_base"), ("whole_zone", "share_of_known_base")],
)
def test_a_base_of_another_scope_is_no_base(scope: str, rule: str, audit: Audit) -> None:
    share = {"is": 90, "scope": scope}
    found = audit({"request_resolution_rate": share, "resident_requests_collected": 200})
    assert list(found["rule"]) == [rule]


def test_what_a_document_lost_is_told_by_place_and_by_what_was_recovered(
    audit_rules: AuditRules,
) -> None:
    lost = pd.DataFrame(
        [["unseen", "count", 30, "", "", "x02"], ["unseen", "count", 7, "", "12", "x01"]],
        columns=["zone_id", "type", "gap", "indicator_id", "recovered", "missing_id"],
    )
    (finding,) = find_lost_from_text(lost, audit_rules)
    assert finding.expression == "? @7, ? @30"
    assert finding.says_zh == "数字缺失，其中 1 处可由别处复原；位置见附录"
    assert finding.step[0].low == 2
    assert find_lost_from_text(lost.iloc[:0], audit_rules) == []


@pytest.mark.parametrize(
    ("kind", "rule", "severity"),
    [
        ("count", "lost_from_text", "medium"),
        ("year", "lost_from_text", "medium"),
        ("redaction", "lost_words", "low"),
        ("text_defect", "lost_words", "low"),
    ],
)
def test_a_lost_word_weighs_less_than_a_lost_number(
    kind: str, rule: str, severity: str, audit_rules: AuditRules
) -> None:
    lost = pd.DataFrame(
        [["unseen", kind, 7, "", "", "x01"]],
        columns=["zone_id", "type", "gap", "indicator_id", "recovered", "missing_id"],
    )
    (finding,) = find_lost_from_text(lost, audit_rules)
    assert (finding.rule, finding.severity) == (rule, severity)
