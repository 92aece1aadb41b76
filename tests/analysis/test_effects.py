"""Reformed beside comparison areas: other roads to the same numbers; designs that carry none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.regression.linear_model import OLS, WLS

from shequ_eval.analysis.effects import (
    AreaPanel,
    area_panel,
    average_effects,
    carried_inference,
    cell_means,
    difference_in_differences,
    difference_of_changes,
    group_time_effects,
    placebo_in_space,
    placebo_in_time,
    pre_trend_test,
    randomisation_test,
    wild_cluster_bootstrap,
)
from shequ_eval.analysis.effects.two_way import partialled
from shequ_eval.analysis.effects.wild_bootstrap import _flips
from shequ_eval.analysis.refusals import RefusedMethodError


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def rows_of(
    seed: int = 1,
    treated: int = 6,
    comparison: int = 8,
    waves: int = 4,
    effect: float = 0.0,
    people: int = 1,
    dates: tuple[float, ...] = (2.0,),
) -> pd.DataFrame:
    draw, rows = rng(seed), []
    for area in range(treated + comparison):
        date = dates[area % len(dates)] if area < treated else np.nan
        level, slope = draw.normal(), draw.normal() * 0.3
        for wave in range(waves):
            for _ in range(people):
                score = 70 + level + slope * wave + draw.normal() + effect * (wave >= date)
                rows.append((f"a{area:02}", wave, score, date, draw.uniform(0.5, 2)))
    return pd.DataFrame(rows, columns=["area", "wave", "score", "date", "weight"])


def panel(weight: str | None = None, **how: Any) -> AreaPanel:
    return area_panel(rows_of(**how), "area", "wave", "score", "date", weight)


def by_dummies(rows: pd.DataFrame, weighted: bool) -> tuple[float, float]:
    """Estimate and clustered error of the two-way model, every dummy written out."""
    reform = ((rows["wave"] >= rows["date"]) & rows["date"].notna()).astype(float)
    dummies = pd.get_dummies(rows[["area", "wave"]].astype(str), drop_first=True, dtype=float)
    columns = pd.concat([reform.rename("reform"), dummies], axis=1).assign(constant=1.0)
    model = WLS(rows["score"], columns, rows["weight"]) if weighted else OLS(rows["score"], columns)
    fitted = model.fit(
        cov_type="cluster",
        cov_kwds={"groups": pd.factorize(rows["area"])[0], "use_correction": False},
    )
    areas, n = rows["area"].nunique(), len(rows)
    # The areas' own means lie inside areas and do not count.
    correction = areas / (areas - 1) * (n - 1) / (n - rows["wave"].nunique() - 1)
    return float(fitted.params["reform"]), float(fitted.bse["reform"]) * np.sqrt(correction)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("people", [1, 3])
def test_the_two_way_model_is_that_with_all_dummies_written_out(
    weighted: bool, people: int
) -> None:
    rows = rows_of(people=people, effect=2.0)
    told = difference_in_differences(
        area_panel(rows, "area", "wave", "score", "date", "weight" if weighted else None)
    )
    estimate, error = by_dummies(rows, weighted)
    assert told.estimate == pytest.approx(estimate, abs=1e-9)
    assert told.std_error == pytest.approx(error, rel=1e-8)
    assert told.df == 13


def test_four_means_two_areas_and_a_regression_are_one_difference() -> None:
    rows = rows_of(treated=1, comparison=1, waves=2, people=30, dates=(1.0,), effect=3)
    cells = cell_means(rows["score"], rows["date"].notna(), rows["wave"] == 1)
    told = difference_in_differences(area_panel(rows, "area", "wave", "score", "date"))
    assert difference_of_changes(cells).estimate == pytest.approx(told.estimate, abs=1e-9)
    assert np.isnan(told.std_error) and told.withheld == "least_side"


def test_welchs_degrees_lie_between_the_least_cell_and_all_cells() -> None:
    rows = rows_of(people=20)
    told = difference_of_changes(cell_means(rows["score"], rows["date"].notna(), rows["wave"] >= 2))
    assert rows.groupby(["date", "wave"], dropna=False).size().min() - 1 <= told.df <= len(rows) - 4


@pytest.mark.parametrize(
    "damage", [lambda c: c.iloc[:3], lambda c: c.assign(std_error=0.0), lambda c: pd.concat([c, c])]
)
def test_four_means_that_are_not_four_are_refused(damage: Any) -> None:
    rows = rows_of(people=5)
    cells = cell_means(rows["score"], rows["date"].notna(), rows["wave"] >= 2)
    with pytest.raises(RefusedMethodError, match="four_cells"):
        difference_of_changes(damage(cells))


# The wild cluster bootstrap ------------------------------------------------------------------


def naive_p_value(given: AreaPanel, flips: np.ndarray, null: float) -> float:
    """The bootstrap as the paper has it: new outcomes, a new fit, a new error, each time."""
    parts = partialled(given)
    observed = abs(parts.estimate - null) / parts.error(parts.estimate)
    restricted = parts.outcome - null * parts.reform
    larger = 0
    for flip in flips:
        outcome = null * parts.reform + flip[parts.area] * restricted
        outcome = outcome - parts.basis @ (parts.basis.T @ outcome)
        estimate = parts.reform @ outcome / (parts.reform @ parts.reform)
        scores = parts.by_area(parts.reform * (outcome - estimate * parts.reform))
        error = np.sqrt(parts.correction * (scores**2).sum()) / (parts.reform @ parts.reform)
        larger += abs(estimate - null) >= observed * error * (1 - 1e-9)
    return larger / len(flips)


@pytest.mark.parametrize("signs", ["webb", "rademacher"])
@pytest.mark.parametrize("people", [1, 4])
def test_the_quick_bootstrap_is_the_slow_one(signs: Any, people: int) -> None:
    given = panel(people=people, effect=1.0, weight="weight")
    told = wild_cluster_bootstrap(given, rng(3), draws=199, signs=signs)
    flips = _flips(14, signs, 199, rng(3))
    assert told.p_value == pytest.approx(naive_p_value(given, flips, 0.0), abs=1e-12)
    for end in (told.low, told.high):
        step = 1e-6 * np.sign(end - told.estimate)
        assert (
            naive_p_value(given, flips, end - step)
            > 0.05
            >= naive_p_value(given, flips, end + step)
        )


def test_few_areas_take_every_pattern_of_signs_or_webbs_six_points() -> None:
    given = panel(treated=5, comparison=5)
    assert wild_cluster_bootstrap(given, rng(), signs="rademacher").draws == 2**10
    assert wild_cluster_bootstrap(given, rng(), draws=499).signs == "webb"
    assert wild_cluster_bootstrap(panel(), rng(), draws=499).signs == "rademacher"


def test_where_nothing_happened_the_bootstrap_rejects_about_as_often_as_it_says() -> None:
    rejected = [
        wild_cluster_bootstrap(
            panel(seed=seed, waves=2, dates=(1.0,)), rng(seed), draws=199
        ).p_value
        <= 0.1
        for seed in range(60)
    ]
    assert 0.02 <= np.mean(rejected) <= 0.22


@pytest.mark.parametrize(("treated", "comparison"), [(1, 20), (4, 20), (20, 4)])
def test_few_areas_on_one_side_are_refused_and_sent_to_randomisation(
    treated: int, comparison: int
) -> None:
    with pytest.raises(RefusedMethodError, match=r"least_side.*随机化推断.*randomisation"):
        wild_cluster_bootstrap(panel(treated=treated, comparison=comparison), rng())


# Randomisation inference -----------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([(3, 3), (2, 6), (3, 5), (1, 19)]))
def test_the_interval_holds_the_effects_that_the_test_does_not_reject(
    seed: int, sides: tuple[int, int]
) -> None:
    rows = rows_of(seed, *sides, effect=1.0)
    told = randomisation_test(area_panel(rows, "area", "wave", "score", "date"), rng())

    def p_value(effect: float) -> float:
        without = rows.assign(score=rows["score"] - effect * (rows["wave"] >= rows["date"]))
        return randomisation_test(
            area_panel(without, "area", "wave", "score", "date"), rng()
        ).p_value

    for end, outward in ((told.low, -1), (told.high, 1)):
        if np.isfinite(end):
            assert p_value(end - outward * 1e-6) > 0.05 >= p_value(end + outward * 1e-6)
        else:
            assert p_value(told.estimate + outward * 1e4) > 0.05
    assert (told.p_value > 0.05) == (told.low <= 0 <= told.high)


def test_drawn_assignments_come_near_all_of_them() -> None:
    given = panel(treated=4, comparison=6, effect=0.7)
    exact = randomisation_test(given, rng())
    drawn = randomisation_test(given, rng(), draws=200)
    assert exact.exact and exact.assignments == 210
    assert not drawn.exact and drawn.assignments == 201
    assert drawn.p_value == pytest.approx(exact.p_value, abs=0.1)


def test_one_zone_and_four_comparisons_cannot_be_tested_and_the_message_says_how_many_can() -> None:
    with pytest.raises(RefusedMethodError, match=r"least_assignments.*1/5.*19") as refused:
        randomisation_test(panel(treated=1, comparison=4), rng())
    assert refused.value.rule == "least_assignments"
    assert randomisation_test(panel(treated=1, comparison=19), rng()).assignments == 20


def test_the_estimate_of_randomisation_is_that_of_the_regression_in_a_balanced_panel() -> None:
    given = panel(effect=2.0)
    assert randomisation_test(given, rng()).estimate == pytest.approx(
        difference_in_differences(given).estimate, abs=1e-9
    )


# Cohorts and event time --------------------------------------------------------------------


def test_one_cohort_of_two_waves_is_a_difference_of_mean_changes() -> None:
    rows = rows_of(waves=2, dates=(1.0,), effect=1.5)
    effects = group_time_effects(area_panel(rows, "area", "wave", "score", "date"))
    wide = rows.pivot(index="area", columns="wave", values="score")
    change = wide[1] - wide[0]
    reformed = rows.groupby("area")["date"].first().notna()
    one, two = change[reformed], change[~reformed]
    assert effects.table["estimate"].tolist() == pytest.approx([one.mean() - two.mean()])
    variance = one.var(ddof=0) / len(one) + two.var(ddof=0) / len(two)
    assert effects.covariance()[0, 0] == pytest.approx(variance * 14 / 13)


def test_areas_not_yet_reformed_can_serve_as_comparisons() -> None:
    rows = rows_of(treated=12, comparison=6, waves=5, dates=(2.0, 4.0))
    told = group_time_effects(area_panel(rows, "area", "wave", "score", "date"), "not_yet").table
    wide = rows.pivot(index="area", columns="wave", values="score")
    dates = rows.groupby("area")["date"].first()
    change = wide[3] - wide[1]
    expected = change[dates == 2].mean() - change[(dates == 4) | dates.isna()].mean()
    row = told[(told["cohort"] == 2) & (told["time"] == 3)].iloc[0]
    assert row["estimate"] == pytest.approx(expected)
    assert row["comparison"] == 12
    late = told[(told["cohort"] == 2) & (told["time"] == 4)].iloc[0]
    assert late["comparison"] == 6
    # Before its own date a cohort is not its own comparison.
    early = told[(told["cohort"] == 4) & (told["time"] == 1)].iloc[0]
    assert (early["treated"], early["comparison"]) == (6, 12)


def test_the_error_of_an_average_counts_that_shares_of_cohorts_are_estimated() -> None:
    rows = rows_of(treated=20, comparison=8, waves=4, dates=(1.0, 2.0))
    rows["score"] = rows["score"] / 50 + np.where(rows["date"] == 1, 10.0, 1.0) * (
        rows["wave"] >= rows["date"]
    )

    def average(kept: pd.DataFrame) -> pd.Series:
        effects = group_time_effects(area_panel(kept, "area", "wave", "score", "date"))
        told = average_effects(effects, "event_time", rng(), draws=2).table
        return told.set_index("event_time").loc[0]

    left = [average(rows[rows["area"] != area])["estimate"] for area in rows["area"].unique()]
    jackknife = np.sqrt(27 / 28 * ((np.array(left) - np.mean(left)) ** 2).sum())
    assert average(rows)["std_error"] == pytest.approx(jackknife, rel=0.1)


def test_effects_that_were_put_in_are_found_at_their_time() -> None:
    rows = rows_of(treated=60, comparison=60, waves=6, dates=(2.0, 4.0))
    since = rows["wave"] - rows["date"]
    rows["score"] += np.where(since >= 0, 1.0 + since, 0.0)
    effects = group_time_effects(area_panel(rows, "area", "wave", "score", "date"))
    told = average_effects(effects, "event_time", rng(), draws=400).table.set_index("event_time")
    for event_time, effect in ((0, 1.0), (1, 2.0), (2, 3.0), (3, 4.0), (-1, 0.0), (-2, 0.0)):
        row = told.loc[event_time]
        assert abs(row["estimate"] - effect) < 4 * row["std_error"]
    assert ((told["band_high"] - told["band_low"]) > (told["high"] - told["low"])).all()


def test_a_cohort_of_few_areas_has_estimates_and_no_errors() -> None:
    effects = group_time_effects(panel(treated=2, comparison=9))
    averaged = average_effects(effects, "event_time", rng())
    assert averaged.table["estimate"].notna().all()
    assert averaged.table[["std_error", "low", "band_high"]].isna().all(axis=None)
    assert set(averaged.table["withheld"]) == {"least_side"} == {averaged.overall["withheld"]}


def test_the_order_of_rows_changes_nothing() -> None:
    rows = rows_of(people=2)
    mixed = rows.sample(frac=1, random_state=2)
    one, two = (area_panel(table, "area", "wave", "score", "date") for table in (rows, mixed))
    assert difference_in_differences(one).estimate == pytest.approx(
        difference_in_differences(two).estimate, abs=1e-10
    )
    tables = [group_time_effects(given).table["estimate"].tolist() for given in (one, two)]
    assert tables[0] == pytest.approx(tables[1], abs=1e-10)


# Placebos and trends before --------------------------------------------------------------------


def test_a_reform_that_was_not_there_is_not_found_and_a_trend_that_was_there_is() -> None:
    flat = panel(treated=5, comparison=15, waves=6, dates=(4.0,), effect=5.0)
    assert placebo_in_time(flat, 2, rng()).p_value > 0.05
    rows = rows_of(treated=5, comparison=15, waves=6, dates=(4.0,))
    rows["score"] += np.where(rows["date"].notna(), 2.0 * rows["wave"], 0.0)
    rising = area_panel(rows, "area", "wave", "score", "date")
    assert placebo_in_time(rising, 2, rng()).p_value < 0.01
    assert pre_trend_test(group_time_effects(rising)).p_value < 0.01
    assert pre_trend_test(group_time_effects(flat)).df == 3


def test_waves_after_the_reform_never_enter_a_placebo_in_time() -> None:
    rows = rows_of(treated=5, comparison=15, waves=6, dates=(4.0,))
    louder = rows.assign(score=rows["score"] + 1000.0 * (rows["wave"] >= 4) * rows["date"].notna())
    one, two = (
        placebo_in_time(area_panel(table, "area", "wave", "score", "date"), 2, rng())
        for table in (rows, louder)
    )
    assert one == two


def test_each_comparison_area_takes_the_part_of_the_reformed_one() -> None:
    rows = rows_of(treated=1, comparison=4, waves=2, dates=(1.0,), effect=50)
    told = placebo_in_space(area_panel(rows, "area", "wave", "score", "date"))
    assert told["area"].tolist() == ["a01", "a02", "a03", "a04"]
    assert told["estimate"].sum() == pytest.approx(0)
    assert told["estimate"].abs().max() < 20


def test_one_wave_before_shows_no_trend_and_is_refused() -> None:
    with pytest.raises(RefusedMethodError, match="two_waves_before"):
        pre_trend_test(group_time_effects(panel(waves=2, dates=(1.0,))))
    with pytest.raises(RefusedMethodError, match="two_waves_before"):
        placebo_in_time(panel(dates=(1.0,)), 0, rng())


# Designs that cannot carry it ---------------------------------------------------------------


def test_every_fault_of_a_panel_is_told_at_once() -> None:
    rows = rows_of()
    rows.loc[rows["area"] == "a00", "date"] = 0.0
    rows = rows.drop(index=rows[(rows["area"] == "a13") & (rows["wave"] == 3)].index)
    rows.loc[(rows["area"] == "a01") & (rows["wave"] == 0), "date"] = 3.0
    with pytest.raises(RefusedMethodError) as refused:
        area_panel(rows, "area", "wave", "score", "date")
    for rule, area in (("a_wave_before", "a00"), ("every_wave", "a13"), ("one_reform_date", "a01")):
        assert rule in refused.value.rule and area in refused.value.zh and area in refused.value.en


@pytest.mark.parametrize(
    ("damage", "rule"),
    [
        (lambda r: r[r["date"].notna()], "a_comparison_area"),
        (lambda r: r[r["date"].isna()], "a_reformed_area"),
        (lambda r: r.assign(score=r["score"].where(r.index != 3)), "no_missing_outcome"),
        (lambda r: r.assign(weight=0.0), "weights_above_zero"),
    ],
)
def test_a_panel_without_a_side_or_with_gaps_is_refused(damage: Any, rule: str) -> None:
    with pytest.raises(RefusedMethodError) as refused:
        area_panel(damage(rows_of()), "area", "wave", "score", "date", "weight")
    assert refused.value.rule == rule


def test_an_area_reformed_after_the_last_wave_is_a_comparison_area() -> None:
    rows = rows_of()
    rows.loc[rows["area"] == "a00", "date"] = 99.0
    assert area_panel(rows, "area", "wave", "score", "date").adoption.isna().sum() == 9


def test_several_dates_are_sent_from_the_regression_to_the_cohorts() -> None:
    given = panel(treated=12, waves=5, dates=(2.0, 4.0))
    for method in (
        difference_in_differences,
        lambda p: randomisation_test(p, rng()),
        lambda p: wild_cluster_bootstrap(p, rng()),
        placebo_in_space,
    ):
        with pytest.raises(RefusedMethodError, match=r"one_date.*group_time_effects"):
            method(given)


def test_the_table_of_what_is_carried_agrees_with_what_is_refused() -> None:
    for sides in ((1, 4), (1, 19), (2, 8), (6, 8)):
        given = panel(treated=sides[0], comparison=sides[1])
        carried = carried_inference(given).set_index("method")["carried"]
        for method, call in (
            ("wild_cluster_bootstrap", lambda g: wild_cluster_bootstrap(g, rng(), draws=99)),
            ("randomisation", lambda g: randomisation_test(g, rng(), draws=999)),
        ):
            try:
                call(given)
                done = True
            except RefusedMethodError:
                done = False
            assert carried[method] == done, (sides, method)
