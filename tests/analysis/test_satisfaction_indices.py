"""Quadrants, indices and ranks: what the choices and the sample let one say, and no more."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shequ_eval.analysis.refusals import RefusedMethodError
from shequ_eval.analysis.survey.build_design import survey_design
from shequ_eval.analysis.survey_models import (
    acsi_index,
    common_map,
    composite_by_weight,
    equal_steps,
    fit_linear,
    importance_performance,
    index_by_map,
    order_reversals,
    predictors,
    rank_ranges,
    scored_index,
)

# Importance and performance ----------------------------------------------------------------


def services(seed: int = 1, rows: int = 400) -> tuple[pd.DataFrame, pd.DataFrame]:
    draw = np.random.default_rng(seed)
    places = {"parking": (4.5, 2.0), "safety": (4.5, 4.5), "sport": (2.0, 4.5), "child": (2.0, 2.0)}
    places["middle"] = (3.25, 3.25)

    def answers(side: int) -> pd.DataFrame:
        return pd.DataFrame(
            {
                name: np.clip(np.round(place[side] + draw.normal(size=rows) * 0.8), 1, 5)
                for name, place in places.items()
            }
        )

    return answers(0), answers(1)


def test_services_stand_in_their_quadrants_and_one_on_the_line_in_none() -> None:
    importance, performance = services()
    design = survey_design(np.ones(400))
    table = importance_performance(importance, performance, design, (1, 5)).table.set_index("item")
    assert table["quadrant"].to_dict() == {
        "parking": "improve_first",
        "safety": "keep_up",
        "sport": "enough_done",
        "child": "improve_later",
        "middle": "",
    }
    assert table.loc["middle", "straddles"] == "both"


def test_other_cuts_stand_beside_the_chosen_one() -> None:
    importance, performance = services()
    design = survey_design(np.ones(400))
    for cut in ("mean", "median", "midpoint"):
        told = importance_performance(importance, performance, design, (1, 5), cut)  # type: ignore[arg-type]
        assert told.table["quadrant"].tolist() == told.table[f"quadrant_{cut}"].tolist()
        sorted_nowhere = told.table["quadrant"] == ""
        assert (told.table["straddles"] != "").tolist() == sorted_nowhere.tolist()
    lines = told.cuts.set_index("cut")
    assert lines.loc["midpoint"].tolist() == [3.0, 3.0]
    assert lines.loc["mean", "importance"] == pytest.approx(importance.mean().mean())


def test_a_service_without_degrees_of_freedom_is_sorted_nowhere() -> None:
    importance, performance = services(rows=400)
    cluster = np.arange(400) // 40
    performance["child"] = performance["child"].where(cluster == 0)
    design = survey_design(np.ones(400), clusters=[cluster])
    told = importance_performance(importance, performance, design, (1, 5)).table.set_index("item")
    assert told.loc["child", "performance_df"] == 0
    assert np.isinf(told.loc["child", "performance_low"])
    assert told.loc["child", "quadrant"] == ""


def test_position_and_error_are_those_of_a_weighted_mean() -> None:
    importance, performance = services()
    performance["sport"] = performance["sport"].where(performance.index % 7 > 0)
    weights = np.random.default_rng(5).uniform(1, 4, 400)
    design = survey_design(weights, clusters=[np.arange(400) // 8])
    told = importance_performance(importance, performance, design, (1, 5)).table.set_index("item")
    mean = fit_linear(performance["sport"], predictors(performance), design).table().iloc[0]
    assert told.loc["sport", "performance"] == pytest.approx(mean["estimate"])
    assert told.loc["sport", "performance_se"] == pytest.approx(mean["std_error"])
    assert told.loc["sport", "performance_low"] == pytest.approx(mean["low"])


@pytest.mark.parametrize(
    ("damage", "rule"),
    [
        (
            lambda i, p: (i[["parking", "safety", "sport"]], p[["parking", "safety", "sport"]]),
            "least_items",
        ),
        (lambda i, p: (i, p.drop(columns="sport")), "same_items"),
        (lambda i, p: (i, p.assign(sport=6)), "on_the_scale"),
        (lambda i, p: (i, p.assign(sport=p["sport"].where(p.index < 9))), "least_answers"),
    ],
)
def test_tables_that_make_no_quadrants_are_refused(damage: Any, rule: str) -> None:
    importance, performance = damage(*services())
    with pytest.raises(RefusedMethodError) as refused:
        importance_performance(importance, performance, survey_design(np.ones(400)), (1, 5))
    assert refused.value.rule == rule


# Indices -------------------------------------------------------------------------------------


def answers_of_five(seed: int = 1, rows: int = 200) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    return pd.DataFrame(
        draw.integers(1, 6, size=(rows, 3)), columns=["overall", "expected", "ideal"]
    )


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_equal_steps_and_the_american_form_are_one_index(seed: int) -> None:
    answers, design = answers_of_five(seed), survey_design(np.ones(200))
    weights = {"overall": 2.0, "expected": 1.0, "ideal": 1.0}
    one = acsi_index(answers, design, (1, 5), weights)
    two = scored_index(answers, design, equal_steps([5, 4, 3, 2, 1]), weights)
    assert one.estimate == pytest.approx(two.estimate) and one.std_error == pytest.approx(
        two.std_error
    )
    assert 0 <= one.estimate <= 100


def test_the_error_of_an_index_is_that_of_each_persons_own_index() -> None:
    answers = answers_of_five()
    design = survey_design(
        np.random.default_rng(2).uniform(1, 3, 200), clusters=[np.arange(200) // 5]
    )
    told = scored_index(answers, design, common_map([5, 4, 3, 2, 1]))
    own = answers.apply(lambda c: c.map(common_map([5, 4, 3, 2, 1]))).mean(axis=1)
    mean = fit_linear(own, predictors(answers), design).table().iloc[0]
    assert told.estimate == pytest.approx(mean["estimate"])
    assert told.std_error == pytest.approx(mean["std_error"])


def test_everybody_at_the_top_or_the_foot_makes_100_or_0() -> None:
    design = survey_design(np.ones(200))
    for answer, index in ((5, 100.0), (1, 0.0)):
        answers = answers_of_five() * 0 + answer
        for points in (equal_steps([5, 4, 3, 2, 1]), common_map([5, 4, 3, 2, 1])):
            assert scored_index(answers, design, points).estimate == pytest.approx(index)


def test_a_map_can_turn_the_order_of_two_areas_and_the_table_shows_it() -> None:
    # One area all in the middle, one half at the top and half just above the foot.
    answers = pd.DataFrame(
        {
            "overall": [3] * 20 + [5] * 10 + [2] * 10,
        }
    )
    areas = pd.Series(["steady"] * 20 + ["split"] * 20)
    maps = {"common": common_map([5, 4, 3, 2, 1]), "harsh": {5: 100, 4: 90, 3: 80, 2: 10, 1: 0}}
    told = index_by_map(answers, survey_design(np.ones(40)), maps, areas)
    places = told.set_index(["map", "area"])["place"].to_dict()
    assert places["common", "split"] == 1 and places["harsh", "split"] == 2
    assert set(told["places"]) == {"1–2"}


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        (lambda a, d: scored_index(a, d, {5: 100, 4: 80}), "answers_mapped"),
        (lambda a, d: acsi_index(a, d, (1, 4)), "on_the_scale"),
        (lambda a, d: acsi_index(a, d, (1, 5), {"overall": 1.0}), "item_weights"),
        (lambda a, d: acsi_index(a.iloc[:9], survey_design(np.ones(9)), (1, 5)), "least_answers"),
        (lambda a, d: common_map([3, 2, 1]), "five_answers"),
    ],
)
def test_an_index_that_cannot_be_made_is_refused(call: Any, rule: str) -> None:
    with pytest.raises(RefusedMethodError) as refused:
        call(answers_of_five(), survey_design(np.ones(200)))
    assert refused.value.rule == rule


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=2, max_size=6, unique=True
    )
)
def test_two_areas_are_level_at_the_weight_where_they_turn(parts: list[tuple[int, int]]) -> None:
    scores = pd.DataFrame(parts, columns=["subjective", "objective"])
    scores = scores.assign(area=[f"area {n}" for n in range(len(parts))], std_error=1.0, df=30)
    for row in order_reversals(scores).to_dict("records"):
        told = composite_by_weight(scores, [row["weight"]]).set_index("area")["estimate"]
        assert told[row["first"]] == pytest.approx(told[row["second"]])
        heavier = composite_by_weight(scores, [1.0]).set_index("area")["estimate"]
        assert heavier[row["second"]] > heavier[row["first"]]


def test_more_weight_on_the_survey_is_more_error_in_the_score() -> None:
    one = {"area": ["a"], "subjective": [80.0], "std_error": [2.0], "df": [30], "objective": [90.0]}
    told = composite_by_weight(pd.DataFrame(one), [0.5, 0.7])
    assert told["std_error"].tolist() == [1.0, 1.4]
    with pytest.raises(RefusedMethodError, match="weight_is_a_share"):
        composite_by_weight(pd.DataFrame(one), [70])


# Ranks ---------------------------------------------------------------------------------------


def domains(seed: int, count: int = 10, spread: float = 1.0) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    truth = np.linspace(0, spread, count)
    return pd.DataFrame(
        {"truth": truth, "estimate": truth + draw.standard_t(5, count), "std_error": 1.0, "df": 5}
    )


@pytest.mark.parametrize("spread", [0.0, 3.0, 20.0])
def test_the_range_of_a_rank_holds_the_true_rank_as_often_as_it_says(spread: float) -> None:
    held = []
    for seed in range(60):
        told = rank_ranges(domains(seed, spread=spread), np.random.default_rng(seed), draws=400)
        rank = told["truth"].rank(ascending=False, method="min")
        last = told["truth"].rank(ascending=False, method="max")
        held += ((told["rank_low"] <= last) & (told["rank_high"] >= rank)).tolist()
    assert np.mean(held) >= 0.93


def test_a_domain_of_two_points_has_no_rank_and_moves_nobody() -> None:
    table = domains(3, spread=20)
    more = pd.concat([table, table.iloc[[0]].assign(df=1)], ignore_index=True)
    told = [rank_ranges(t, np.random.default_rng(1), draws=2000) for t in (table, more)]
    assert told[1].iloc[-1][["rank_low", "rank_high"]].isna().all()
    pd.testing.assert_frame_equal(told[0], told[1].iloc[:-1])


def test_one_domain_is_not_ranked() -> None:
    with pytest.raises(RefusedMethodError, match="two_domains"):
        rank_ranges(domains(1).iloc[:1], np.random.default_rng(1))
