"""Promises against evidence, sample sizes against theory, coders against each other."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from shequ_eval.analysis.agreement import coding_agreement, matched_codings
from shequ_eval.analysis.answering_figures import attainment
from shequ_eval.analysis.coverage import (
    actual_counts,
    coverage_matrix,
    rows_to_cover,
    zones_per_row,
)
from shequ_eval.analysis.intervals import Interval
from shequ_eval.analysis.sample_size import (
    respondents_per_wave,
    sample_size_table,
    sizes_for_published_change,
)
from shequ_eval.analysis.targets import hold_standards, hold_targets, in_force
from shequ_eval.evidence.study import Study
from shequ_eval.vocabulary.codebook import Codebook


@pytest.fixture(scope="module")
def targets(five_zones: Study) -> pd.DataFrame:
    return hold_targets(five_zones.observations, five_zones.standards, five_zones.codebook)


def test_jiexiu_has_plans_and_no_achievement(targets: pd.DataFrame) -> None:
    jiexiu = targets[targets["zone_id"] == "jiexiu"]
    assert len(jiexiu) > 5
    assert set(jiexiu["attainment"]) == {"no_evidence"}
    assert jiexiu["actual_value"].isna().all()


def test_its_promise_for_one_class_of_rural_communities_is_neither_below_nor_equal_to_their_average(
    targets: pd.DataFrame,
) -> None:
    rows = targets.set_index("indicator_id")
    small = rows.loc["social_orgs_per_rural_community_small"]
    assert (small["target_low"], small["standard_low"]) == (2, 5)
    assert small["against_standard"] == "part_below"
    assert rows.at["social_orgs_per_rural_community_large", "against_standard"] == "part_equal"
    assert rows.at["social_orgs_per_urban_community", "against_standard"] == "equal"


def test_a_standard_of_2021_never_judges_an_undated_plan(targets: pd.DataFrame) -> None:
    coverage = targets[targets["indicator_id"] == "facility_coverage_share"]
    assert set(coverage["against_standard"]) == {"promise_undated"}


def test_how_long_an_experiment_lasts_is_no_commitment(targets: pd.DataFrame) -> None:
    assert "programme_duration_years" not in set(targets["indicator_id"])


def test_a_zone_whose_document_ends_before_a_standard_is_not_asked_for_evidence_of_it(
    five_zones: Study,
) -> None:
    held = hold_standards(five_zones.observations, five_zones.standards, five_zones.zones)
    later = held[(held["effective"] > "2018") & held["zone_id"].isin(["nanjing", "zhenhai"])]
    assert len(later) > 0
    assert set(later["result"]) == {"not_in_force"}


def test_slogans_are_no_targets(targets: pd.DataFrame) -> None:
    assert "procedure_steps" not in set(targets["indicator_id"])


def test_no_standard_judges_a_figure_outside_its_dates(five_zones: Study) -> None:
    held = hold_standards(five_zones.observations, five_zones.standards, five_zones.zones)
    assert not held["result"].isin(["met", "not_met"]).any()


@pytest.mark.parametrize(
    ("period", "applies"),
    [("2017-12-27", True), ("2018", True), ("2020", True), ("2021", False), ("2016", False)],
)
def test_a_standard_applies_on_its_first_day_and_not_after_its_last(
    period: str, applies: bool
) -> None:
    assert in_force({"effective": "2017-12-27", "until": "2020-12-31"}, period) is applies


def test_a_standard_without_a_date_is_never_applied() -> None:
    assert in_force({"effective": "", "until": ""}, "2020") is False


def test_at_most_is_met_from_below() -> None:
    assert attainment(Interval(None, 3, 3), Interval(2, 2, 2)) == "met"
    assert attainment(Interval(None, 3, 3), Interval(4, 4, 4)) == "not_met"


@given(st.floats(1, 100), st.floats(0, 100), st.floats(0, 100))
def test_a_target_is_met_only_if_the_least_that_the_figure_may_be_reaches_it(
    target: float, one: float, two: float
) -> None:
    low, high = sorted((one, two))
    told = attainment(Interval(target, target, None), Interval(low, None, high))
    assert (told == "met") == (low >= target)
    assert (told == "not_met") == (high < target)


@given(st.floats(0.05, 5), st.floats(1, 40), st.floats(1, 4), st.sampled_from([0.01, 0.05, 0.1]))
def test_the_sample_size_is_the_textbook_one(
    change: float, spread: float, effect: float, alpha: float
) -> None:
    z = norm.ppf(1 - alpha / 2) + norm.ppf(0.8)
    by_hand = 2 * (z * spread / change) ** 2 * effect
    if by_hand < 50:  # the two-sided test's other tail counts only in very small samples
        return
    size = respondents_per_wave(change, spread, effect, alpha, 0.8)
    assert size == pytest.approx(math.ceil(by_hand), rel=1e-3, abs=1)


def test_half_the_sample_has_about_half_the_power() -> None:
    half = respondents_per_wave(0.23, 15, 1.0, 0.05, 0.5)
    assert half == pytest.approx(32_700, abs=100)
    assert respondents_per_wave(0.23, 15, 1.0, 0.05, 0.8) == pytest.approx(66_800, abs=50)


def test_a_change_of_nothing_needs_no_sample_but_an_error() -> None:
    with pytest.raises(ValueError, match="above zero"):
        respondents_per_wave(0, 15, 1, 0.05, 0.8)


def test_the_published_change_gives_every_assumed_case(five_zones: Study) -> None:
    assumed = five_zones.codebook.comparability.power_assumptions
    table = sizes_for_published_change(five_zones.observations, assumed)
    assert len(table) == len(assumed.standard_deviations) * len(assumed.design_effects)
    assert set(table["change"]) == {0.23}
    pd.testing.assert_frame_equal(table, sample_size_table(0.23, assumed))


def test_without_a_published_change_there_is_no_table(five_zones: Study) -> None:
    rest = five_zones.observations.query("zone_id != 'nanjing'")
    assumed = five_zones.codebook.comparability.power_assumptions
    assert sizes_for_published_change(rest, assumed).empty


def coded(*rows: tuple[str, int, int, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["id", "start", "end", "status"])
    return table.assign(
        source_id="doc", kind="quantity", dimension="output", change="level",
        qualifier="exact", value=pd.array([1.0] * len(table), dtype="Float64"),
    )  # fmt: skip


def test_spans_that_overlap_match_and_neighbours_do_not() -> None:
    first = coded(("a", 3, 6, "actual"), ("b", 10, 12, "actual")).rename(
        columns={"id": "evidence_id"}
    )
    second = coded(("x", 0, 6, "actual"), ("y", 12, 14, "planned")).rename(
        columns={"id": "second_id"}
    )
    pairs = matched_codings(first, second)
    assert list(zip(pairs["evidence_id"], pairs["second_id"], strict=True)) == [("a", "x")]


def test_kappa_is_the_one_worked_by_hand() -> None:
    """Two coders, four rows, one disagreement: po = 3/4, pe = 1/2, kappa = 1/2."""
    rows = [("a", 0), ("b", 10), ("c", 20), ("d", 30)]
    status_one = ["actual", "actual", "planned", "planned"]
    status_two = ["actual", "actual", "planned", "actual"]
    first = coded(*((k, s, s + 2, st_) for (k, s), st_ in zip(rows, status_one, strict=True)))
    second = coded(*((k, s, s + 2, st_) for (k, s), st_ in zip(rows, status_two, strict=True)))
    table = coding_agreement(
        first.rename(columns={"id": "evidence_id"}), second.rename(columns={"id": "second_id"})
    ).set_index("column")
    assert (table.at["status", "agreed"], table.at["status", "of"]) == (3, 4)
    assert table.at["status", "kappa"] == pytest.approx(0.5)
    assert pd.isna(table.at["kind", "kappa"])


def test_the_two_stored_codings_agree_on_most_spans(five_zones: Study) -> None:
    table = coding_agreement(five_zones.evidence, five_zones.second_coding).set_index("column")
    assert table.at["span", "of"] >= len(five_zones.second_coding)
    assert (table["agree_share"] > 0.8).all()
    assert (table["agree_share"] < 1).any()


def test_at_the_desk_agreement_counts_the_indicator_and_the_period_too() -> None:
    first = pd.DataFrame(
        {
            "source_id": "s", "evidence_id": ["e1", "e2", "e3", "e4"], "start": [1, 11, 21, 31],
            "end": [3, 13, 23, 33], "value": [1.0, 2.0, 3.0, 4.0], "status": "actual",
            "kind": "quantity", "dimension": "output", "change": "level", "qualifier": "exact",
            "indicator_id": ["grids", "orgs", "orgs", "orgs"],
            "period": ["2017", "2017", "2022", "2022"],
        }
    )  # fmt: skip
    second = first.rename(columns={"evidence_id": "second_id"}).assign(
        indicator_id=["grids", "orgs", "grids", ""], period=["2017", "2017", "2022", "end 2022"]
    )
    told = coding_agreement(first, second).set_index("column")
    assert told.loc["indicator_id", ["agreed", "of"]].tolist() == [2, 3]
    assert told.loc["period", ["agreed", "of", "kappa"]].tolist() == [3, 3, 1.0]
    bundled = coding_agreement(first, second.assign(indicator_id=""))
    assert not bundled["column"].isin(["indicator_id", "period"]).any()


def test_satisfaction_is_known_for_one_zone_only(five_zones: Study, codebook: Codebook) -> None:
    rows = rows_to_cover(codebook, "family_id")
    matrix = coverage_matrix(five_zones.observations, five_zones.missing_numbers, rows)
    known = zones_per_row(matrix)
    assert known["satisfaction_score"] == 1
    assert known["satisfaction_survey"] == 0
    assert actual_counts(matrix)["jiexiu"] == 0
    assert len(matrix) == len(rows) * 5


@pytest.mark.parametrize(
    ("periods", "shown"),
    [
        (["2019", "2022"], "2022"),
        (["2022", "2019", ""], "2022"),
        (["2018/2023", "2022"], "2018/2023"),
        (["2020/..", "2022"], "2022"),
    ],
)
def test_of_several_years_the_coverage_shows_the_latest_and_counts_them_all(
    periods: list[str], shown: str
) -> None:
    base = {
        "zone_id": "east", "indicator_id": "orgs", "absence": "", "status": "actual",
        "qualifier": "exact", "period_basis": "text", "evidence_grade": "C", "doubt": "",
    }  # fmt: skip
    figures = [
        base | {"observation_id": f"o{n}", "period": period} for n, period in enumerate(periods)
    ]
    none = pd.DataFrame({"indicator_id": [], "zone_id": []})
    cell = coverage_matrix(pd.DataFrame(figures), none, ["orgs"], "indicator_id").iloc[0]
    assert (cell["period"], cell["n"]) == (shown, len(periods))


def test_a_lost_number_shows_as_lost_only_where_nothing_else_is_known(
    five_zones: Study, codebook: Codebook
) -> None:
    rows = rows_to_cover(codebook, "family_id")
    matrix = coverage_matrix(five_zones.observations, five_zones.missing_numbers, rows)
    cells = matrix.set_index(["row_id", "zone_id"])["state"]
    assert cells["grids", "nanjing"] == "masked_in_source"
    assert cells["volunteers", "nanjing"] == "masked_in_source"
    assert cells["enforcement", "nanjing"] == "actual"
    assert cells["premises", "jiexiu"] == "planned"
