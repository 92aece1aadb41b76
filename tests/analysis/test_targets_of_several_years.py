"""A target and several years of the same indicator: which of them answers it, and what it says.

Invented figures (示例数据): at least 2,000 social workers by 2025; 640 in 2019 and 1,530 in 2022.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.analysis.answering_figures import attained_when_due
from shequ_eval.analysis.commitments import hold_commitments
from shequ_eval.analysis.intervals import Interval
from shequ_eval.analysis.targets import hold_standards, hold_targets
from shequ_eval.vocabulary.codebook import Codebook

Row = dict[str, Any]
NO_STANDARDS = pd.DataFrame(columns=["indicator_id"])
STANDARD = {
    "standard_id": "s", "number": "…", "document": "…", "title_zh": "…", "title_en": "…",
    "per_note": "", "effective": "2021-12-27", "until": "2025-12-31", "verified": "read",
    "indicator_id": "facility_coverage_share", "low": 100.0, "unit": "%",
}  # fmt: skip


def figure(number: float, period: str, **cells: object) -> Row:
    row = {
        "observation_id": f"o{period}", "zone_id": "east", "indicator_id": "social_work_workforce",
        "status": "actual", "absence": "", "low": number, "value": number, "high": number,
        "unit": "人", "per": "", "change": "level", "scope": "whole_zone", "registration": "",
        "basis": "", "cumulative_over": "", "period": period, "period_basis": "text", "doubt": "",
        "evidence_ids": f"east-{period or 'undated'}", "dimension": "output",
    }  # fmt: skip
    return row | cells


PLAN = figure(2000, "2025", status="planned", change="target", high=None, evidence_ids="east-plan")


def held(codebook: Codebook, *rows: Row, plan: Row = PLAN) -> pd.Series:
    return hold_targets(pd.DataFrame([*rows, plan]), NO_STANDARDS, codebook).iloc[0]


def test_a_target_by_2025_is_not_missed_by_figures_of_2019_and_2022(codebook: Codebook) -> None:
    told = held(codebook, figure(640, "2019"), figure(1530, "2022"))

    assert told["attainment"] == "not_measured_when_due"
    assert (told["actual_value"], told["actual_period"]) == (1530, "2022")
    assert told["actual_evidence"] == "east-2022"


@pytest.mark.parametrize(("number", "verdict"), [(2000, "met"), (1999, "not_met"), (2500, "met")])
def test_the_figure_of_the_due_year_judges_whatever_the_earlier_ones_said(
    codebook: Codebook, number: float, verdict: str
) -> None:
    told = held(codebook, figure(640, "2019"), figure(number, "2025"), figure(2100, "2022"))

    assert (told["attainment"], told["actual_value"]) == (verdict, number)


def test_a_target_that_is_reached_early_is_said_to_be_reached_before_its_day(
    codebook: Codebook,
) -> None:
    assert held(codebook, figure(2100, "2022"))["attainment"] == "met_before_due"


@pytest.mark.parametrize("number", [640, 2100])
def test_a_figure_without_a_period_is_no_ground_for_a_verdict(
    codebook: Codebook, number: float
) -> None:
    assert held(codebook, figure(number, ""))["attainment"] == "cannot_be_told"


def test_an_undated_figure_never_stands_before_a_dated_one(codebook: Codebook) -> None:
    told = held(codebook, figure(2500, ""), figure(1990, "2025"))

    assert (told["attainment"], told["actual_value"]) == ("not_met", 1990)


@pytest.mark.parametrize(
    "other",
    [
        {"unit": "万人"},
        {"per": "community"},
        {"change": "increase"},
        {"scope": "pilot"},
        {"cumulative_over": "2019/2025"},
    ],
    ids=lambda cells: next(iter(cells)),
)
def test_a_figure_of_something_else_answers_no_target(codebook: Codebook, other: Row) -> None:
    told = held(codebook, figure(3, "2025", **other))

    assert (told["attainment"], told["actual_evidence"]) == ("no_evidence", "")


def test_two_figures_of_the_due_year_that_disagree_leave_it_open(codebook: Codebook) -> None:
    assert held(codebook, figure(1990, "2025"), figure(2010, "2025"))["attainment"] == (
        "cannot_be_told"
    )


def test_a_target_without_a_day_is_never_missed(codebook: Codebook) -> None:
    undated = PLAN | {"period": "", "period_basis": ""}

    assert held(codebook, figure(640, "2019"), plan=undated)["attainment"] == "cannot_be_told"
    assert held(codebook, figure(2100, "2019"), plan=undated)["attainment"] == "met"


def test_the_register_and_the_table_of_targets_say_the_same(codebook: Codebook) -> None:
    promise = {
        "commitment_id": "east-c01", "zone_id": "east", "evidence_id": "east-plan", "value": 2000,
        "indicator_id": "social_work_workforce", "low": 2000, "high": None, "unit": "人",
        "by_when": "2025", "kind": "quantified",
    }  # fmt: skip
    for rows in ([], [figure(640, "2019")], [figure(2100, "2022")], [figure(9, "2025")],
                 [figure(640, "")], [figure(9000, "2025", per="community")]):  # fmt: skip
        table = pd.DataFrame([*rows, PLAN])
        registered = hold_commitments(pd.DataFrame([promise]), table, codebook, date(2026, 1, 1))
        assert registered["attainment"].item() == held(codebook, *rows)["attainment"]


@given(st.integers(0, 4000), st.integers(2015, 2030), st.integers(2015, 2030))
def test_only_a_figure_of_the_due_day_or_later_makes_a_target_missed(
    number: int, year: int, due: int
) -> None:
    told = attained_when_due(
        Interval(2000, 2000, None), Interval(number, number, number), str(year), date(due, 12, 31)
    )
    assert (told == "not_met") == (number < 2000 and year >= due)


def coverage(number: float, period: str) -> Row:
    return figure(number, period, indicator_id="facility_coverage_share", unit="%")


@pytest.mark.parametrize(
    ("figures", "result", "evidence"),
    [
        ([coverage(100, "")], "undated", "east-undated"),
        ([coverage(90, "2019")], "not_in_force", "east-2019"),
        ([coverage(90, "2019"), coverage(100, "2025")], "met", "east-2025"),
        ([coverage(90, "2022"), coverage(95, "2025")], "not_met", "east-2025"),
        ([coverage(90, "2022")], "not_measured_when_due", "east-2022"),
        ([coverage(90, "2022"), coverage(100, "")], "not_measured_when_due", "east-2022"),
        ([coverage(30, "2025") | {"unit": "个"}], "no_evidence", ""),
        ([coverage(30, "2025") | {"scope": "pilot"}], "no_evidence", ""),
    ],
)
def test_a_standard_is_held_against_the_latest_figure_of_its_unit_and_time(
    figures: list[Row], result: str, evidence: str
) -> None:
    zones = pd.DataFrame({"zone_id": ["east"], "facts_period": ["2017/2025"]})
    told = hold_standards(pd.DataFrame(figures), pd.DataFrame([STANDARD]), zones).iloc[0]

    assert (told["result"], told["evidence_ids"]) == (result, evidence)
