"""A zone is placed among peers only where the gate lets each of them stand beside it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.analysis.comparability import compare_pairs, figures_to_compare
from shequ_eval.analysis.intervals import Interval
from shequ_eval.analysis.peers import LEAST_PEERS, stand_among_peers
from shequ_eval.analysis.positions import favour, position_of
from shequ_eval.analysis.sizes import ADDED, figures_to_place
from shequ_eval.evidence.study import Study
from shequ_eval.vocabulary.codebook import read_codebook
from shequ_eval.vocabulary.data_root import find_data_root

NO_STANDARDS = pd.DataFrame(columns=["indicator_id"])
RULES = read_codebook(find_data_root()).comparability


def figures(values: list[float], status: str = "actual") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "observation_id": [f"o{n}" for n in range(len(values))],
            "zone_id": [f"z{n}" for n in range(len(values))],
            "indicator_id": "i",
            "value": values,
            "low": values,
            "high": values,
            "status": status,
            "unit": "%",
            "per": "",
            "period": "2020",
            "period_basis": "text",
            "evidence_grade": "C",
            "evidence_ids": "e-1",
            **dict.fromkeys(ADDED),
        }
    ).assign(form="as_stated")


def pairs(count: int, verdict: str = "comparable") -> pd.DataFrame:
    """The first zone against each of the others."""
    reasons: tuple[str, ...] = () if verdict == "comparable" else ("scope_differs",)
    return pd.DataFrame(
        [
            {"first": "o0", "second": f"o{n}", "verdict": verdict, "reasons": reasons}
            for n in range(1, count + 1)
        ]
    )


def first(table: pd.DataFrame, told: pd.DataFrame) -> pd.Series:
    return stand_among_peers(table, told, NO_STANDARDS, ["z0"], RULES).iloc[0]


@pytest.mark.parametrize("verdict", ["comparable", "caveat", "overruled"])
def test_a_zone_is_placed_against_the_quartiles_of_its_peers(verdict: str) -> None:
    row = first(figures([100.0, 1, 2, 3, 4, 5, 6, 7, 8]), pairs(8, verdict))
    assert (row["peers"], row["position"], row["refusal"]) == (8, "higher", "")
    assert [row["peer_q25"], row["peer_median"], row["peer_q75"]] == [2.75, 4.5, 6.25]


@pytest.mark.parametrize(
    ("verdict", "refusal"), [("not_comparable", "gate"), ("cannot_be_told", "open")]
)
def test_peers_that_the_gate_refuses_give_no_place_and_say_why(verdict: str, refusal: str) -> None:
    row = first(figures([100.0, *range(1, 13)]), pairs(12, verdict))
    assert (row["peers"], row["position"], row["refusal"]) == (0, "", refusal)
    assert row["reasons"] == ("scope_differs",)
    assert row[["peer_median", "peer_q25", "peer_q75"]].isna().all()


def test_one_pair_that_cannot_be_told_leaves_a_refused_figure_open() -> None:
    told = pairs(12, "not_comparable")
    told.loc[3, "verdict"] = "cannot_be_told"
    assert first(figures([100.0, *range(1, 13)]), told)["refusal"] == "open"


def test_a_figure_that_is_left_open_gives_the_reasons_that_leave_it_open_and_no_other() -> None:
    """Of twelve peers nine do not state a basis; three are of another time as well."""
    told = pairs(12, "cannot_be_told")
    told["reasons"] = [("basis_unstated",)] * 9 + [("period_gap", "basis_unstated")] * 3
    told.loc[9:, "verdict"] = "not_comparable"
    row = first(figures([100.0, *range(1, 13)]), told)
    assert (row["refusal"], row["reasons"]) == ("open", ("basis_unstated",))
    gaps = [zone for zone, _, reasons in row["against"] if "period_gap" in reasons]
    assert gaps == ["z10", "z11", "z12"]


def sized(sizes: Sequence[float | None], form: str = "count") -> pd.DataFrame:
    """A zone and eight peers or more, each with a population; the zone has by far the most."""
    table = figures([100.0, *range(1, len(sizes))])
    return table.assign(form=form, size=pd.Series(sizes, dtype=float))


def test_a_count_is_placed_only_among_zones_of_like_population() -> None:
    assert RULES.largest_size_ratio == 1.25
    like = first(sized([1e6] + [1.25e6] * 4 + [0.8e6] * 4), pairs(8))
    assert (like["peers"], like["position"], like["refusal"]) == (8, "higher", "")
    unlike = first(sized([1e6] + [1.25e6] * 4 + [0.79e6] * 4), pairs(8))
    assert (unlike["peers"], unlike["alike"]) == (8, 4)
    assert (unlike["position"], unlike["refusal"]) == ("", "size")
    assert unlike[["peer_median", "peer_q25", "peer_q75"]].isna().all()


def test_zones_of_another_size_are_left_out_of_the_quartiles_of_a_count() -> None:
    row = first(sized([1e6] * 9 + [9e6] * 3), pairs(11))
    assert (row["peers"], row["peer_high"], row["position"]) == (8, 8, "higher")


def test_a_count_of_no_known_size_has_no_side() -> None:
    assert first(sized([None] + [1e6] * 8), pairs(8))["refusal"] == "size"
    assert first(sized([1e6] + [None] * 8), pairs(8))["refusal"] == "size"


def test_what_does_not_grow_and_what_is_per_head_is_placed_whatever_the_size() -> None:
    sizes = [1e5, *(n * 1e6 for n in range(1, 9))]
    for form in ("per_head", "as_stated"):
        assert first(sized(sizes, form), pairs(8))["position"] == "higher"


def test_a_rate_and_a_count_of_one_indicator_are_never_set_beside_each_other() -> None:
    table = sized([1e6] * 9, "per_head")
    table.loc[1:, "form"] = "count"
    assert first(table, pairs(8))["refusal"] == "size"


def test_too_few_peers_are_told_before_their_sizes() -> None:
    assert first(sized([1e6] + [9e6] * 7), pairs(7))["refusal"] == "too_few"


def test_figures_whose_size_was_not_asked_for_are_placed_nowhere() -> None:
    table = figures([5.0, 1, 2, 3, 4, 5, 6, 7, 8]).drop(columns=ADDED)
    with pytest.raises(KeyError):
        first(table, pairs(8))


def test_seven_peers_are_too_few_and_eight_enough() -> None:
    assert LEAST_PEERS == 8
    table = figures([5.0, 1, 2, 3, 4, 5, 6, 7, 8])
    assert first(table, pairs(7))["refusal"] == "too_few"
    assert first(table, pairs(8))["refusal"] == ""


def test_a_refused_peer_is_left_out_of_the_quartiles() -> None:
    table = figures([5.0, 1, 2, 3, 4, 5, 6, 7, 8, 1e9])
    refused = pairs(9).iloc[8:].assign(verdict="not_comparable")
    row = first(table, pd.concat([pairs(8), refused]))
    assert row["peer_high"] == 8
    assert row["others"] == 9


def test_a_peer_that_gives_only_a_range_is_no_point() -> None:
    table = figures([5.0, 1, 2, 3, 4, 5, 6, 7, 8])
    table.loc[8, "value"] = np.nan
    assert first(table, pairs(8))["refusal"] == "too_few"


def test_a_plan_is_not_placed_and_is_no_peer() -> None:
    plans = figures([5.0, 1, 2, 3, 4, 5, 6, 7, 8])
    plans.loc[0, "status"] = "planned"
    row = first(plans, pairs(8))
    assert (row["state"], row["position"], row["refusal"]) == ("planned", "", "no_figure")
    peers = figures([5.0, 1, 2, 3, 4, 5, 6, 7, 8])
    peers.loc[1:, "status"] = "planned"
    assert first(peers, pairs(8))["refusal"] == "no_other"


def test_a_standard_of_another_time_or_unit_is_not_set_beside_a_figure() -> None:
    rule = {
        "indicator_id": "i", "unit": "%", "low": 80.0, "high": None, "number": "甲", "document": "",
        "verified": "read", "effective": "2015-01-01", "until": "",
    }  # fmt: skip
    rules = [rule, rule | {"until": "2016-12-31"}, rule | {"unit": "个"}, rule | {"effective": ""}]
    bounds = [
        stand_among_peers(figures([5.0]), pairs(0), pd.DataFrame([one]), ["z0"], RULES)[
            "standard_low"
        ][0]
        for one in rules
    ]
    assert bounds == [80.0, None, None, None]


def test_of_the_five_zones_none_is_placed(five_zones: Study) -> None:
    book = five_zones.codebook
    told = figures_to_compare(five_zones.observations, book)
    held = stand_among_peers(
        figures_to_place(told, five_zones.denominators, five_zones.zones, book),
        compare_pairs(told, book),
        five_zones.standards,
        five_zones.parameters.zones,
        book.comparability,
    )
    assert held["position"].eq("").all()
    gated = held[held["refusal"].isin(["gate", "open"])]
    assert gated["refusal"].value_counts().to_dict() == {"gate": 8, "open": 6}
    assert gated["reasons"].map(len).min() > 0


ends = st.floats(-1e6, 1e6)


@given(ends, ends, ends, ends)
def test_a_place_holds_for_every_value_that_the_bounds_allow(
    one: float, two: float, lower: float, upper: float
) -> None:
    low, high = sorted((one, two))
    lower, upper = sorted((lower, upper))
    place = position_of(Interval(low, None, high), lower, upper)
    points = {position_of(Interval(x, x, x), lower, upper) for x in (low, (low + high) / 2, high)}
    if place != "cannot_be_told":
        assert points == {place}
    else:
        assert len({position_of(Interval(x, x, x), lower, upper) for x in (low, high)}) == 2 or (
            low < lower and high > upper
        )


def test_an_open_side_is_never_placed_on_it() -> None:
    assert position_of(Interval(5, 5, None), 3, 6) == "cannot_be_told"
    assert position_of(Interval(None, 5, 5), 3, 6) == "cannot_be_told"


def test_only_an_indicator_with_a_direction_has_a_favourable_side() -> None:
    assert favour("middle", "higher") == favour("higher", "none") == favour("", "lower") == ""


def test_of_several_years_the_latest_figure_is_placed_among_the_latest_of_its_peers() -> None:
    early = figures([1.0, *range(20, 28)]).assign(period="2018")
    late = figures([100.0, 1, 2, 3, 4, 5, 6, 7, 8])
    late["observation_id"] = "late-" + late["observation_id"]
    told = pd.DataFrame(
        [
            {"first": f"{own}o0", "second": f"{other}o{n}", "verdict": "comparable", "reasons": ()}
            for own in ("", "late-")
            for other in ("", "late-")
            for n in range(1, 9)
        ]
    )
    row = first(pd.concat([early, late], ignore_index=True), told)
    assert (row["value"], row["period"], row["position"]) == (100.0, "2020", "higher")
    assert row["peer_median"] == 4.5
