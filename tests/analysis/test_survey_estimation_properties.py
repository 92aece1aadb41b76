"""What holds for every sample, tried on samples that nobody chose."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from shequ_eval.analysis.survey.build_design import survey_design
from shequ_eval.analysis.survey.calibration import Margins, calibrated, calibrated_weights
from shequ_eval.analysis.survey.coding import coded, compact, nested
from shequ_eval.analysis.survey.contrasts import differences
from shequ_eval.analysis.survey.design import SurveyDesign
from shequ_eval.analysis.survey.estimated import estimated
from shequ_eval.analysis.survey.estimates import domain_estimates
from shequ_eval.analysis.survey.make_replicates import make_replicates
from shequ_eval.analysis.survey.measures import domains_of, mean_of, ratio_of, share_of, total_of
from shequ_eval.analysis.survey.quantiles import weighted_quantile

FIGURES = ["estimate", "std_error", "low", "high", "df", "n", "n_psu", "deff"]


@st.composite
def samples(draw: st.DrawFn) -> pd.DataFrame:
    """Two to four strata of two to four communities, each with one to five households."""
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    rows = [
        {"stratum": f"s{s}", "psu": f"s{s}p{p}", "home": h}
        for s in range(draw(st.integers(2, 4)))
        for p in range(draw(st.integers(2, 4)))
        for h in range(draw(st.integers(1, 5)))
    ]
    data = pd.DataFrame(rows)
    homes = data.groupby("psu")["home"].transform("size")
    return data.assign(
        weight=generator.uniform(0.5, 20, len(data)),
        y=generator.normal(60, 15, len(data)).round(1),
        x=generator.uniform(1, 9, len(data)),
        group=generator.choice(["老", "中", "青"], len(data)),
        streets=data.groupby("stratum")["psu"].transform("nunique") + 5,
        homes=homes + generator.integers(0, 2) * 3,
    )


def design_of(data: pd.DataFrame, stages: int = 2) -> SurveyDesign:
    return survey_design(
        data["weight"],
        data["stratum"],
        [data["psu"], data["home"]],
        [data["streets"], data["homes"]][:stages],
        lonely_psu="centre",
    )


def by_group(data: pd.DataFrame, measure: object, stages: int = 2) -> pd.DataFrame:
    domains = domains_of([data["group"]], np.ones(len(data), bool))
    return domain_estimates(design_of(data, stages), measure, domains)  # type: ignore[arg-type]


def within(values: np.ndarray, sizes: Sequence[float]) -> float:
    """Variance of a total of units drawn without replacement, written as in a textbook."""
    n, population = len(values), sizes[0]
    if n == 1:
        return 0.0
    return (1 - n / population) * n / (n - 1) * float(((values - values.mean()) ** 2).sum())


@given(samples())
@settings(max_examples=15, deadline=None)
def test_two_stage_variance_is_the_textbook_s_sum_over_units(data: pd.DataFrame) -> None:
    data = data[data.groupby("psu")["home"].transform("size") > 1]
    data = data[data.groupby("stratum")["psu"].transform("nunique") > 1]
    if data["psu"].nunique() < 2:
        return
    expected = 0.0
    for _, stratum in data.groupby("stratum"):
        homes = (stratum["weight"] * stratum["y"]).groupby(stratum["psu"])
        streets = stratum["streets"].iloc[0]
        expected += within(homes.sum().to_numpy(), [streets])
        for psu, values in homes:
            population = stratum.loc[stratum["psu"].eq(psu), "homes"].iloc[0]
            share = stratum["psu"].nunique() / streets
            expected += share * within(values.to_numpy(), [population])
    found = design_of(data).score_variance(data[["y"]].to_numpy())[0, 0]
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(samples())
@settings(max_examples=15, deadline=None)
def test_the_table_of_cells_gives_what_all_rows_give(data: pd.DataFrame) -> None:
    for stages in (0, 1, 2):
        found = by_group(data, ratio_of(data["y"].to_numpy(), data["x"].to_numpy()), stages)
        design = design_of(data, stages)
        for row in found.to_dict("records"):
            inside = data["group"].eq(row["group"]).to_numpy()
            below = (design.weights * data["x"])[inside].sum()
            scores = np.where(inside, (data["y"] - row["estimate"] * data["x"]) / below, 0.0)
            variance = design.score_variance(scores[:, None])[0, 0]
            if np.isnan(row["std_error"]):  # one primary unit, or none that varies
                assert row["df"] == 0 and (row["n_psu"] == 1 or variance == 0)
                continue
            assert row["std_error"] ** 2 == pytest.approx(variance, rel=1e-9, abs=1e-15)
            assert row["df"] == design.degrees_of_freedom(inside)


@given(samples(), st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None)
def test_the_order_of_rows_changes_nothing(data: pd.DataFrame, seed: int) -> None:
    other = data.sample(frac=1, random_state=seed).reset_index(drop=True)
    one = by_group(data, mean_of(data["y"].to_numpy()))
    two = by_group(other, mean_of(other["y"].to_numpy()))
    assert one["group"].tolist() == two["group"].tolist()
    assert one[FIGURES].to_numpy() == pytest.approx(
        two[FIGURES].to_numpy(), rel=1e-9, abs=1e-9, nan_ok=True
    )


@given(samples())
@settings(max_examples=15, deadline=None)
def test_domain_totals_add_up_to_the_total(data: pd.DataFrame) -> None:
    parts = by_group(data, total_of(data["y"].to_numpy()))
    whole = domain_estimates(
        design_of(data), total_of(data["y"].to_numpy()), domains_of([], np.ones(len(data), bool))
    )
    assert parts["estimate"].sum() == pytest.approx(whole["estimate"].iloc[0], rel=1e-12)
    assert parts["n"].sum() == whole["n"].iloc[0]


@given(samples(), st.floats(0.1, 50))
@settings(max_examples=15, deadline=None)
def test_a_mean_does_not_depend_on_the_weights_scale(data: pd.DataFrame, scale: float) -> None:
    larger = data.assign(weight=data["weight"] * scale)
    one = by_group(data, mean_of(data["y"].to_numpy()), 0)
    two = by_group(larger, mean_of(data["y"].to_numpy()), 0)
    for column in ("estimate", "std_error"):
        assert one[column].to_numpy() == pytest.approx(
            two[column].to_numpy(), rel=1e-8, abs=1e-10, nan_ok=True
        )


@given(samples())
@settings(max_examples=15, deadline=None)
def test_a_difference_has_the_variance_of_the_difference_of_influences(data: pd.DataFrame) -> None:
    if data["group"].nunique() < 2:
        return
    design, measure = design_of(data), mean_of(data["y"].to_numpy())
    domains = domains_of([data["group"]], np.ones(len(data), bool))
    both = estimated(design, measure, domains)
    found = differences(both, [(0, 1)]).iloc[0]
    scores = np.zeros(len(data))
    for sign, domain in ((1, 0), (-1, 1)):
        inside = domains.codes == domain
        apart = (data["y"] - both.points.value[domain]) / design.weights[inside].sum()
        scores += sign * np.where(inside, apart, 0.0)
    variance = design.score_variance(scores[:, None])[0, 0]
    assert found["estimate"] == pytest.approx(both.points.value[0] - both.points.value[1])
    if np.isnan(found["std_error"]):  # one of the two lies in one primary unit
        assert both.errors()[2][:2].min() == 0
        return
    assert found["std_error"] ** 2 == pytest.approx(variance, rel=1e-9, abs=1e-15)


@given(samples(), st.sampled_from(["linear", "raking", "logit", "truncated"]))
@settings(max_examples=15, deadline=None)
def test_calibrated_weights_meet_their_margins_and_leave_no_doubt_of_them(
    data: pd.DataFrame, distance: str
) -> None:
    design = design_of(data, 0)
    rows = csr_array(pd.get_dummies(data["group"]).to_numpy(float))
    near = rows.T @ (design.weights * (1 + 0.1 * np.sin(np.arange(len(data)))))
    bounds = (0.2, 5.0) if distance in {"logit", "truncated"} else None
    names = tuple(sorted(data["group"].unique()))
    margins = Margins(rows, near, names)
    weights = calibrated_weights(design.weights, margins, distance, bounds)  # type: ignore[arg-type]
    assert rows.T @ weights == pytest.approx(near, rel=1e-9)
    if bounds:
        assert (weights / design.weights >= 0.2 - 1e-9).all()
        assert (weights / design.weights <= 5 + 1e-9).all()
    after = calibrated(design, margins, distance, bounds)  # type: ignore[arg-type]
    known = after.score_variance(rows.toarray())
    assert np.abs(known).max() <= 1e-12 * near.max() ** 2


@given(samples())
@settings(max_examples=12, deadline=None)
def test_the_stratified_jackknife_of_a_total_is_its_linearised_variance(data: pd.DataFrame) -> None:
    design = design_of(data, 1)
    domains = domains_of([], np.ones(len(data), bool))
    measure = total_of(data["y"].to_numpy())
    taylor = domain_estimates(design, measure, domains).iloc[0]
    folded = domain_estimates(
        design, measure, domains, replicates=make_replicates(design, "JKn", mse=True)
    ).iloc[0]
    assert folded["std_error"] == pytest.approx(taylor["std_error"], rel=1e-8)
    assert folded["df"] == taylor["df"]


@given(st.integers(0, 2**32 - 1), st.integers(1, 7), st.floats(0, 0.9))
@settings(max_examples=12, deadline=None)
def test_balanced_halves_of_a_total_are_its_linearised_variance(
    seed: int, strata: int, fay: float
) -> None:
    generator = np.random.default_rng(seed)
    stratum = np.repeat(np.arange(strata), 2)
    y = generator.normal(size=2 * strata)
    design = survey_design(generator.uniform(1, 5, 2 * strata), stratum)
    domains = domains_of([], np.ones(2 * strata, bool))
    taylor = domain_estimates(design, total_of(y), domains).iloc[0]
    for method in ("BRR", "Fay"):
        replicates = make_replicates(design, method, mse=True, fay=fay)  # type: ignore[arg-type]
        found = domain_estimates(design, total_of(y), domains, replicates=replicates).iloc[0]
        assert found["std_error"] == pytest.approx(taylor["std_error"], rel=1e-8)


def test_the_bootstrap_comes_near_the_linearised_error_and_repeats_itself() -> None:
    generator = np.random.default_rng(3)
    stratum, psu = np.repeat([0, 1], 200), np.repeat(np.arange(40), 10)
    y = generator.normal(size=400) + np.repeat(generator.normal(size=40), 10)
    design = survey_design(np.ones(400), stratum, [psu], [np.full(400, 100)])
    domains = domains_of([], np.ones(400, bool))
    taylor = domain_estimates(design, mean_of(y), domains).iloc[0]
    found = [
        domain_estimates(
            design,
            mean_of(y),
            domains,
            replicates=make_replicates(design, "bootstrap", replicates=2000, seed=seed),
        ).iloc[0]["std_error"]
        for seed in (1, 1, 2)
    ]
    assert found[0] == found[1] != found[2]
    assert found[0] == pytest.approx(taylor["std_error"], rel=0.08)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 5)), min_size=1, max_size=40))
@settings(max_examples=30, deadline=None)
def test_a_weighted_quantile_is_the_quantile_of_the_repeated_rows(rows: list) -> None:
    values = np.array([value for value, _ in rows], float)
    counts = np.array([count for _, count in rows])
    repeated = np.repeat(values, counts)
    for q in (0.1, 0.25, 0.5, 0.9):
        expected = np.quantile(repeated, q, method="inverted_cdf")
        assert weighted_quantile(values, counts.astype(float), q) == expected


@given(st.lists(st.one_of(st.none(), st.integers(-5, 10**9)), min_size=1, max_size=40))
@settings(max_examples=30, deadline=None)
def test_codes_follow_the_order_of_labels_by_table_and_by_sort_alike(labels: list) -> None:
    found = coded(pd.Series(labels, dtype="Int64"))
    known = sorted({label for label in labels if label is not None})
    expected = [-1 if label is None else known.index(label) for label in labels]
    assert found.codes.tolist() == expected
    assert found.size == len(known)
    key = np.array(expected, dtype=np.intp)
    sparse, dense = compact(key, 1 << 40), compact(key, 64)
    assert sparse[0].tolist() == dense[0].tolist()
    assert sparse[1].tolist() == dense[1].tolist()
    pairs = nested(found, found)
    assert pairs.codes.tolist() == expected


def test_all_answers_alike_have_no_interval_and_say_so() -> None:
    design = survey_design(np.ones(12))
    everyone = domains_of([], np.ones(12, bool))
    found = domain_estimates(design, share_of(pd.Series([5] * 12), [5]), everyone).iloc[0]
    assert (found["estimate"], found["std_error"]) == (1.0, 0.0)
    assert np.isnan(found["low"]) and np.isnan(found["high"]) and np.isnan(found["deff"])
    assert "全部相同" in found["note"]


def test_a_domain_of_one_community_has_no_interval_and_of_two_a_useless_one() -> None:
    design = survey_design(np.ones(9), clusters=[np.repeat([1, 2, 3], 3)])
    place = pd.Series(["a"] * 3 + ["b"] * 6, name="place")
    found = domain_estimates(design, mean_of(np.arange(9.0)), domains_of([place], np.ones(9, bool)))
    assert found["df"].tolist() == [0, 1]
    assert np.isnan(found["low"][0]) and "没有区间" in found["note"][0]
    assert "几乎无用" in found["note"][1]


def test_a_domain_without_answers_is_missing_not_zero() -> None:
    design = survey_design(np.ones(4))
    place = pd.Series(["a", "a", "b", "b"], name="place")
    y = np.array([1.0, 2.0, np.nan, np.nan])
    for measure in (mean_of(y), total_of(y)):
        found = domain_estimates(design, measure, domains_of([place], np.ones(4, bool)))
        assert found["n"].tolist() == [2, 0]
        assert np.isnan(found["estimate"][1]) and np.isnan(found["std_error"][1])
        assert "没有有效回答" in found["note"][1]
