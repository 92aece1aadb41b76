"""The gate: one difference refuses, one unstated input leaves it open, order never matters."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pandas as pd
import pytest

from shequ_eval.analysis.comparability import (
    compare_pairs,
    figures_to_compare,
    pairs_of_places,
    reasons_against,
    verdict_of,
)
from shequ_eval.evidence.study import Study
from shequ_eval.vocabulary.codebook import Codebook


def figure(zone_id: str, **changes: Any) -> dict[str, Any]:
    row = {
        "observation_id": f"{zone_id}.x", "zone_id": zone_id, "indicator_id": "social_orgs_stock",
        "status": "actual", "unit": "家", "change": "level", "per": "", "registration": "登记",
        "basis": "", "scope": "whole_zone", "cumulative_over": "", "period": "2017",
        "period_basis": "text", "evidence_grade": "C", "qualifier": "exact", "doubt": "",
        "absence": "",
    }  # fmt: skip
    return row | changes


def verdict(codebook: Codebook, **changes: Any) -> tuple[str, tuple[str, ...]]:
    reasons = reasons_against(figure("zhenhai"), figure("jiangbei", **changes), codebook)
    return verdict_of(reasons, codebook), reasons


def test_two_figures_alike_in_everything_are_comparable(codebook: Codebook) -> None:
    assert verdict(codebook) == ("comparable", ())


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": "planned"}, "status_differs"),
        ({"unit": "个"}, "unit_differs"),
        ({"change": "increase"}, "change_differs"),
        ({"per": "year"}, "per_differs"),
        ({"registration": "备案"}, "registration_differs"),
        ({"basis": "户籍"}, "basis_differs"),
        ({"scope": "pilot"}, "scope_differs"),
        ({"cumulative_over": "2013/2017"}, "span_differs"),
        ({"period": "2022"}, "period_gap"),
    ],
)
def test_one_difference_is_enough_to_refuse(
    changes: dict[str, Any], reason: str, codebook: Codebook
) -> None:
    assert verdict(codebook, **changes) == ("not_comparable", (reason,))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"registration": "unstated"}, "registration_unstated"),
        ({"basis": "unstated"}, "basis_unstated"),
        ({"scope": "unstated"}, "scope_unstated"),
        ({"cumulative_over": "unstated"}, "span_unstated"),
        ({"period": ""}, "period_missing"),
        ({"qualifier": "vague"}, "vague_quantity"),
    ],
)
def test_one_unstated_input_means_it_cannot_be_told(
    changes: dict[str, Any], reason: str, codebook: Codebook
) -> None:
    assert verdict(codebook, **changes) == ("cannot_be_told", (reason,))


def test_a_sum_of_a_stated_year_lacks_only_whether_it_is_of_that_year_alone(
    codebook: Codebook,
) -> None:
    spent = {"indicator_id": "purchase_spending_yuan", "unit": "元", "period": "2022"}
    one = figure("zhenhai", **spent, cumulative_over="unstated")
    told = reasons_against(one, figure("jiangbei", **spent), codebook)
    assert told == ("year_or_sum",)
    assert verdict_of(told, codebook) == "cannot_be_told"


@pytest.mark.parametrize("both", ["registration", "basis", "scope", "cumulative_over"])
def test_two_unstated_inputs_are_not_alike(both: str, codebook: Codebook) -> None:
    one, two = figure("zhenhai", **{both: "unstated"}), figure("jiangbei", **{both: "unstated"})
    assert verdict_of(reasons_against(one, two, codebook), codebook) == "cannot_be_told"


def test_an_inferred_period_or_a_doubt_is_a_caveat(codebook: Codebook) -> None:
    assert verdict(codebook, period_basis="inferred") == ("caveat", ("period_inferred",))
    assert verdict(codebook, doubt="status") == ("caveat", ("doubted",))
    assert verdict(codebook, evidence_grade="A") == ("caveat", ("grade_differs",))


def test_no_title_says_of_an_indicator_what_only_its_rows_can_say(codebook: Codebook) -> None:
    titles = codebook.indicators[["title_zh", "title_en"]].agg(" ".join, axis=1)
    stated = titles[titles.str.contains("not stated|unstated|未说明|未写明")]
    assert stated.empty, stated.tolist()


def test_a_city_and_its_district_are_nested_and_of_different_levels(codebook: Codebook) -> None:
    reasons = reasons_against(figure("nanjing"), figure("lishui"), codebook)
    assert reasons == ("nested", "level_differs")


def test_the_verdict_does_not_depend_on_the_order(five_zones: Study, codebook: Codebook) -> None:
    figures = figures_to_compare(five_zones.observations, codebook).head(40).to_dict("records")
    for one, two in permutations(figures, 2):
        forwards = set(reasons_against(one, two, codebook))
        assert forwards == set(reasons_against(two, one, codebook))


def test_on_the_present_evidence_not_one_pair_is_comparable(
    five_zones: Study, codebook: Codebook
) -> None:
    pairs = compare_pairs(figures_to_compare(five_zones.observations, codebook), codebook)
    assert len(pairs) > 0
    assert set(pairs["verdict"]) <= {"not_comparable", "cannot_be_told"}
    assert pairs["reasons"].map(len).min() >= 1


def test_slogans_and_steps_are_not_even_paired(five_zones: Study, codebook: Codebook) -> None:
    kept = figures_to_compare(five_zones.observations, codebook)
    assert "programme_label_components" not in set(kept["indicator_id"])


def test_money_is_never_comparable(five_zones: Study, codebook: Codebook) -> None:
    figures = figures_to_compare(five_zones.observations, codebook)
    pairs = compare_pairs(figures[figures["unit"] == "元"], codebook)
    assert not pairs["verdict"].isin(["comparable", "caveat"]).any()


def test_every_reason_that_a_rule_can_give_has_a_word_and_an_effect(codebook: Codebook) -> None:
    assert set(codebook.comparability.reasons) == set(codebook.labels["reason"])


def test_a_share_of_an_undefined_base_cannot_be_told(codebook: Codebook) -> None:
    share = {"indicator_id": "issues_resolved_in_community_share", "unit": "%"}
    one, two = figure("zhenhai", **share), figure("jiangbei", **share)
    reasons = reasons_against(one, two, codebook)
    assert reasons == ("definition_unstated",)
    assert verdict_of(reasons, codebook) == "cannot_be_told"


def test_a_figure_that_a_source_mentions_twice_makes_one_pair_of_places(
    five_zones: Study, codebook: Codebook
) -> None:
    pairs = compare_pairs(figures_to_compare(five_zones.observations, codebook), codebook)
    places = pairs_of_places(pairs)
    keys = ["indicator_id", "first_zone", "second_zone"]
    assert not places.duplicated(keys).any()
    assert len(places) == len(pairs.drop_duplicates(keys)) < len(pairs)
    assert pairs_of_places(places).equals(places)
    for column in ("first_evidence", "second_evidence"):
        told = {one for ids in pairs[column] for one in ids.split()}
        assert {one for ids in places[column] for one in ids.split()} == told


def test_two_places_of_which_one_pair_is_open_are_not_called_not_comparable() -> None:
    keys = {"first_zone": "a", "second_zone": "b", "second_evidence": "b-1", "reasons": ()}
    verdicts = ["not_comparable", "cannot_be_told", "not_comparable"]
    rows = [
        keys | {"indicator_id": "i", "first_evidence": f"a-{n}", "verdict": verdict}
        for n, verdict in enumerate(verdicts)
    ]
    assert pairs_of_places(pd.DataFrame(rows))["verdict"].tolist() == ["cannot_be_told"]


def test_figures_of_one_zone_are_not_paired_with_each_other(codebook: Codebook) -> None:
    table = pd.DataFrame([figure("zhenhai"), figure("zhenhai", observation_id="other")])
    assert compare_pairs(table, codebook).empty
