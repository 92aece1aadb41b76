"""Scales and panels: agreement by other roads, and refusals where nothing can be said."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from shequ_eval.analysis.refusals import RefusedMethodError
from shequ_eval.analysis.reliability import (
    cronbach_alpha,
    exploratory_factors,
    fleiss_kappa,
    intraclass_correlations,
    item_total,
    kendall_w,
    krippendorff_alpha,
    parallel_analysis,
    sampling_adequacy,
    weighted_kappa,
)
from shequ_eval.analysis.survey.build_design import survey_design


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def scale(seed: int = 1, people: int = 80, items: int = 5) -> pd.DataFrame:
    draw = rng(seed)
    person = draw.normal(size=(people, 1))
    answers = np.clip(np.round(3 + person + draw.normal(size=(people, items))), 1, 5)
    return pd.DataFrame(answers, columns=[f"q{n + 1}" for n in range(items)])


def panel(seed: int = 1, units: int = 12, raters: int = 4) -> pd.DataFrame:
    draw = rng(seed)
    given = np.clip(
        np.round(3 + draw.normal(size=(units, 1)) + draw.normal(size=(units, raters))), 1, 5
    )
    return pd.DataFrame(given, columns=[f"r{n + 1}" for n in range(raters)])


def test_alpha_is_the_consistency_of_the_mean_of_raters() -> None:
    answers = scale()
    table = intraclass_correlations(answers).set_index("form")
    told = cronbach_alpha(answers)
    assert told.alpha == pytest.approx(table.loc["ICC3k", "icc"], abs=1e-12)
    assert told.low == pytest.approx(table.loc["ICC3k", "low"], abs=1e-12)
    assert told.high == pytest.approx(table.loc["ICC3k", "high"], abs=1e-12)


def test_a_weight_of_two_is_a_person_asked_twice() -> None:
    answers = scale()
    weights = np.where(np.arange(len(answers)) < 20, 2.0, 1.0)
    twice = pd.concat([answers, answers.iloc[:20]], ignore_index=True)
    weighted = cronbach_alpha(answers, survey_design(weights))
    assert weighted.alpha == pytest.approx(cronbach_alpha(twice).alpha, abs=1e-12)
    assert weighted.interval == "linearised"


def test_the_linearised_error_of_alpha_is_that_of_leaving_one_out() -> None:
    answers = scale(people=120)
    told = cronbach_alpha(answers, survey_design(np.ones(120)))
    left = [cronbach_alpha(answers.drop(index=row)).alpha for row in answers.index]
    jackknife = np.sqrt(119 / 120 * ((np.array(left) - np.mean(left)) ** 2).sum())
    error = (told.high - told.low) / 2 / stats.t.ppf(0.975, 119)
    assert error == pytest.approx(jackknife, rel=0.03)


def test_clusters_of_like_people_widen_the_interval_of_alpha() -> None:
    answers = pd.concat([scale(people=30)] * 4, ignore_index=True)
    cluster = np.tile(np.arange(30), 4)
    alone = cronbach_alpha(answers, survey_design(np.ones(120)))
    grouped = cronbach_alpha(answers, survey_design(np.ones(120), clusters=[cluster]))
    assert grouped.high - grouped.low > 1.5 * (alone.high - alone.low)


def test_a_row_with_a_gap_is_left_out_and_counted() -> None:
    answers = scale()
    answers.iloc[3, 2] = np.nan
    told = cronbach_alpha(answers, survey_design(np.ones(len(answers))))
    assert (told.n, told.dropped) == (79, 1)
    assert told.alpha == pytest.approx(cronbach_alpha(answers.drop(index=3)).alpha, abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.1, 50), st.floats(-100, 100))
def test_alpha_does_not_change_with_the_unit_of_the_scale(
    seed: int, unit: float, zero: float
) -> None:
    answers = scale(seed)
    assert cronbach_alpha(answers * unit + zero).alpha == pytest.approx(
        cronbach_alpha(answers).alpha, abs=1e-8
    )


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        (scale().assign(q2=4), "varying_answers"),
        (scale().iloc[:9], "least_answers"),
        (scale()[["q1"]], "least_items"),
        (pd.DataFrame({"a": [1, 2] * 10, "b": [2, 1] * 10}), "varying_total"),
    ],
)
def test_a_scale_that_says_nothing_is_refused_with_its_rule(
    answers: pd.DataFrame, rule: str
) -> None:
    with pytest.raises(RefusedMethodError) as refused:
        cronbach_alpha(answers)
    assert refused.value.rule == rule
    assert refused.value.zh and refused.value.en


def test_the_refusal_names_the_item_that_nobody_answered_differently() -> None:
    with pytest.raises(RefusedMethodError, match="q2"):
        cronbach_alpha(scale().assign(q2=4))


def test_an_item_that_runs_backwards_is_marked_and_its_loss_would_help() -> None:
    answers = scale().assign(q3=lambda table: 6 - table["q3"])
    told = item_total(answers).set_index("item")
    assert told["reversed"].tolist() == [False, False, True, False, False]
    assert told.loc["q3", "alpha_without"] > cronbach_alpha(answers).alpha


def test_the_correlation_with_the_rest_is_that_of_two_columns() -> None:
    answers = scale()
    rest = answers.drop(columns="q1").sum(axis=1)
    told = item_total(answers).set_index("item")
    assert told.loc["q1", "item_rest_correlation"] == pytest.approx(answers["q1"].corr(rest))
    assert told["std"].tolist() == pytest.approx(answers.std().tolist())


def test_kmo_is_made_of_correlations_of_residuals() -> None:
    answers = scale(items=4)
    told = sampling_adequacy(answers)
    plain = partial = 0.0
    for one, two in permutations(answers, 2):
        others = np.column_stack([np.ones(len(answers)), answers.drop(columns=[one, two])])
        left = [
            answers[name] - others @ np.linalg.lstsq(others, answers[name], rcond=None)[0]
            for name in (one, two)
        ]
        plain += answers[one].corr(answers[two]) ** 2
        partial += left[0].corr(left[1]) ** 2
    assert told.kmo == pytest.approx(plain / (plain + partial))


def test_bartletts_test_rejects_as_often_as_it_should_where_nothing_is_shared() -> None:
    draw = rng()
    tests = [
        sampling_adequacy(pd.DataFrame(draw.normal(size=(60, 5)))).p_value < 0.1 for _ in range(400)
    ]
    assert 0.06 < np.mean(tests) < 0.14


def test_a_total_among_its_parts_is_refused() -> None:
    answers = scale().assign(total=lambda table: table.sum(axis=1))
    with pytest.raises(RefusedMethodError, match="independent_items"):
        sampling_adequacy(answers)


def two_factors() -> pd.DataFrame:
    draw = rng(4)
    factors = draw.normal(size=(600, 2))
    loadings = np.array([[0.8, 0], [0.7, 0], [0.75, 0], [0, 0.8], [0, 0.7], [0, 0.75]])
    noise = draw.normal(size=(600, 6)) * np.sqrt(1 - (loadings**2).sum(axis=1))
    return pd.DataFrame(factors @ loadings.T + noise, columns=list("abcdef"))


@pytest.mark.parametrize("rotation", ["varimax", "oblimin"])
def test_two_factors_that_were_put_in_are_found(rotation: Any) -> None:
    answers = two_factors()
    assert parallel_analysis(answers, rng(), draws=50)["kept"].sum() == 2
    found = exploratory_factors(answers, 2, rotation)
    groups = found.loadings.abs().idxmax(axis=1)
    assert groups[list("abc")].nunique() == groups[list("def")].nunique() == 1
    assert groups["a"] != groups["d"]
    assert found.loadings.abs().max(axis=1).tolist() == pytest.approx(
        [0.8, 0.7, 0.75, 0.8, 0.7, 0.75], abs=0.08
    )


def test_a_rotation_leaves_what_items_share_with_the_factors() -> None:
    answers = two_factors()
    plain = exploratory_factors(answers, 2, "none").communalities
    for rotation in ("varimax", "oblimin"):
        turned = exploratory_factors(answers, 2, rotation)  # type: ignore[arg-type]
        assert turned.communalities.tolist() == pytest.approx(plain.tolist(), abs=1e-6)
        assert turned.variance_shares.sum() == pytest.approx(plain.sum() / 6, abs=1e-6)


def test_more_factors_than_items_can_carry_are_refused() -> None:
    with pytest.raises(RefusedMethodError, match="items_per_factor"):
        exploratory_factors(scale(), 2)


def by_pairs(ratings: pd.DataFrame, level: str) -> float:
    """Krippendorff's alpha straight from its definition, pair by pair."""
    units = [row[~np.isnan(row)] for row in ratings.to_numpy(dtype=float)]
    units = [row for row in units if len(row) >= 2]
    values = np.concatenate(units)
    counts = {value: int((values == value).sum()) for value in values}

    def apart(one: float, two: float) -> float:
        if level == "nominal":
            return float(one != two)
        if level == "interval":
            return (one - two) ** 2
        if level == "ratio":
            return ((one - two) / (one + two)) ** 2 if one + two else 0.0
        low, high = min(one, two), max(one, two)
        between = sum(n for value, n in counts.items() if low <= value <= high)
        return (between - (counts[low] + counts[high]) / 2) ** 2

    within = sum(apart(a, b) / (len(row) - 1) for row in units for a, b in permutations(row, 2))
    between = sum(apart(a, b) for a, b in permutations(values, 2))
    return 1 - (len(values) - 1) * within / between


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["nominal", "ordinal", "interval", "ratio"]))
def test_krippendorffs_alpha_with_gaps_is_that_of_its_definition(seed: int, level: Any) -> None:
    draw = rng(seed)
    ratings = panel(seed).mask(pd.DataFrame(draw.random((12, 4)) < 0.3, columns=panel().columns))
    paired = ratings[ratings.notna().sum(axis=1) >= 2]
    assume(len(paired) >= 5 and len(np.unique(paired.to_numpy()[paired.notna().to_numpy()])) > 1)
    told = krippendorff_alpha(ratings, level, rng(), draws=20)
    assert told.alpha == pytest.approx(by_pairs(ratings, level), abs=1e-10)


def test_words_and_numbers_give_the_same_nominal_alpha() -> None:
    ratings = panel()
    words = ratings.map(lambda value: f"grade {value:.0f}")
    told = [krippendorff_alpha(table, "nominal", rng(), draws=50) for table in (ratings, words)]
    assert told[0] == told[1]


def test_the_interval_of_alpha_is_left_out_below_ten_units() -> None:
    told = krippendorff_alpha(panel(units=9), "interval", rng())
    assert np.isnan(told.low) and np.isnan(told.high) and told.units == 9


def test_the_same_seed_gives_the_same_interval() -> None:
    one, two = (krippendorff_alpha(panel(), "ordinal", rng(7)) for _ in range(2))
    assert one == two and one.low < one.alpha < one.high


@pytest.mark.parametrize(
    ("ratings", "level", "rule"),
    [
        (panel() * 0 + 3, "interval", "varying_ratings"),
        (panel(units=4), "nominal", "least_units"),
        (panel()[["r1"]], "nominal", "least_raters"),
        (panel() - 3, "ratio", "ratio_from_zero"),
    ],
)
def test_a_panel_that_cannot_be_judged_is_refused(ratings: Any, level: Any, rule: str) -> None:
    with pytest.raises(RefusedMethodError) as refused:
        krippendorff_alpha(ratings, level, rng())
    assert refused.value.rule == rule


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_kendalls_w_with_ties_is_friedmans_test(seed: int) -> None:
    ratings = panel(seed)
    told = kendall_w(ratings)
    friedman = stats.friedmanchisquare(*ratings.to_numpy())
    assert told.chi_square == pytest.approx(friedman.statistic)
    assert told.p_value == pytest.approx(friedman.pvalue)


def test_shuffled_ranks_give_a_p_value_near_the_approximate_one() -> None:
    told = kendall_w(panel(3, units=20), rng(), draws=2000)
    quiet = kendall_w(pd.DataFrame(rng(5).random((20, 4))), rng(), draws=2000)
    assert told.p_permuted < 0.01 and told.p_value < 0.01
    assert quiet.p_permuted == pytest.approx(quiet.p_value, abs=0.05)


def test_a_missing_rating_is_named_and_the_way_out_too() -> None:
    ratings = panel().rename(index=lambda n: f"project {n}")
    ratings.iloc[2, 1] = np.nan
    for measure in (kendall_w, intraclass_correlations, lambda r: fleiss_kappa(r, rng())):
        with pytest.raises(RefusedMethodError, match=r"project 2.*Krippendorff"):
            measure(ratings)


def test_the_intervals_of_correlations_cover_as_often_as_they_say() -> None:
    draw, hits = rng(11), {"ICC2": 0, "ICC3": 0}
    for _ in range(200):
        levels = draw.normal(scale=0.7, size=(1, 6))
        given = draw.normal(size=(15, 1)) + levels + draw.normal(size=(15, 6))
        table = intraclass_correlations(pd.DataFrame(given)).set_index("form")
        truth = {"ICC2": 1 / (2 + 0.49), "ICC3": 0.5}
        for form, value in truth.items():
            hits[form] += bool(table.loc[form, "low"] <= value <= table.loc[form, "high"])
    assert 0.91 <= hits["ICC3"] / 200 <= 0.99
    assert 0.91 <= hits["ICC2"] / 200 <= 0.99


def test_fleiss_kappa_of_two_raters_is_scotts_pi() -> None:
    ratings = panel(raters=2)
    same = (ratings["r1"] == ratings["r2"]).mean()
    shares = ratings.stack().value_counts(normalize=True)
    chance = (shares**2).sum()
    assert fleiss_kappa(ratings, rng(), draws=20).kappa == pytest.approx(
        (same - chance) / (1 - chance)
    )


def test_a_far_miss_costs_more_than_a_near_one() -> None:
    first = pd.Series([1, 2, 3, 4, 5] * 4)
    near = first.where(first.index > 3, first.clip(upper=4) + 1)
    far = first.where(first.index > 3, 6 - first)
    scale_of_five = [1.0, 2.0, 3.0, 4.0, 5.0]
    one, two = (weighted_kappa(first, other, scale_of_five) for other in (near, far))
    assert one.kappa > two.kappa


def test_a_rating_off_the_scale_is_refused_with_its_place() -> None:
    first, second = pd.Series([1, 2, 3, 1, 2]), pd.Series([1, 2, 9, 1, 2])
    with pytest.raises(RefusedMethodError, match=r"on_the_scale.*\[2\]"):
        weighted_kappa(first, second, [1, 2, 3])
