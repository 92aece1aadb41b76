"""Errors of models by replicate weights, and parallel slopes, by other programs and other roads."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.discrete.discrete_model import Logit
from statsmodels.miscmodels.ordinal_model import OrderedModel

from shequ_eval.analysis.refusals import RefusedMethodError
from shequ_eval.analysis.survey.build_design import survey_design
from shequ_eval.analysis.survey.calibration import calibrated, calibrated_weights
from shequ_eval.analysis.survey.make_replicates import make_replicates, recalibrated
from shequ_eval.analysis.survey.margins import GroupTotals, margins_of
from shequ_eval.analysis.survey_models import (
    average_marginal_effects,
    by_replicates,
    fit_linear,
    fit_logit,
    fit_ordinal,
    parallel_slopes_test,
    predictors,
)

REFERENCE = os.environ.get("SHEQU_EVAL_REFERENCE", "")
FOLDER = Path(REFERENCE) / "survey"
needs_reference = pytest.mark.skipif(
    not REFERENCE or not FOLDER.is_dir(), reason="SHEQU_EVAL_REFERENCE names no reference folder"
)
SCALE = [1, 2, 3]


def sheet(units: int = 16, rows: int = 20, seed: int = 3, twist: float = 0.0) -> pd.DataFrame:
    """Answers of `units` clusters, two a stratum; `twist` makes the slopes of thresholds differ."""
    draw = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(units), rows)
    age = draw.normal(size=len(cluster))
    latent = 0.7 * age + draw.normal(size=units)[cluster] * 0.4 + draw.logistic(size=len(cluster))
    return pd.DataFrame(
        {
            "age": age,
            "y": 1 + (latent > -0.7) + (latent + twist * age > 0.9),
            "cluster": cluster,
            "stratum": cluster // 2,
        }
    )


def of_others(data: pd.DataFrame, kind: str) -> np.ndarray:
    """Slope, then constant or thresholds, by statsmodels."""
    columns = data[["age"]]
    if kind == "ordinal":
        answers = pd.Series(pd.Categorical(data["y"], categories=SCALE, ordered=True))
        model = OrderedModel(answers, columns.reset_index(drop=True), distr="logit")
        found = model.fit(method="newton", disp=False).params.to_numpy()
        return np.array([found[0], *model.transform_threshold_params(found)[1:-1]])
    whole = sm.add_constant(columns, prepend=False)
    if kind == "linear":
        return np.asarray(sm.OLS(data["y"], whole).fit().params)
    return np.asarray(Logit(data["y"].ge(2).astype(int), whole).fit(disp=False, tol=1e-12).params)


def fit(data: pd.DataFrame, kind: str, design: Any) -> Any:
    given = predictors(data, ["age"])
    if kind == "ordinal":
        return fit_ordinal(data["y"], SCALE, given, design)
    if kind == "linear":
        return fit_linear(data["y"], given, design)
    return fit_logit(data["y"].ge(2).astype(int), given, design)


def repeated(data: pd.DataFrame, times: np.ndarray) -> pd.DataFrame:
    """Rows as often as their cluster's whole number says: what statsmodels can weight by."""
    return data.loc[data.index.repeat(times[data["cluster"]])]


KINDS = ["linear", "logit", "ordinal"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_jackknife_is_that_of_another_program_without_a_cluster_at_a_time(kind: str) -> None:
    data = sheet(units=8)
    design = survey_design(np.ones(len(data)), clusters=[data["cluster"]])
    fitted = by_replicates(fit(data, kind, design), make_replicates(design, "JK1"))
    left = np.array([of_others(data[data["cluster"] != one], kind) for one in range(8)])
    apart = left - left.mean(axis=0)
    assert fitted.covariance == pytest.approx(7 / 8 * apart.T @ apart, rel=1e-4, abs=1e-8)
    assert fitted.df == 8 - 1 - 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_jackknife_within_strata_has_each_stratum_s_own_factor(kind: str) -> None:
    data = sheet(units=8)
    design = survey_design(np.ones(len(data)), data["stratum"], [data["cluster"]])
    whole = fit(data, kind, design)
    fitted = by_replicates(whole, make_replicates(design, "JKn", mse=True))
    expected = np.zeros_like(fitted.covariance)
    for one in range(8):
        times = np.ones(8, dtype=int)
        times[one], times[one ^ 1] = 0, 2  # two units a stratum: the other counts twice
        apart = of_others(repeated(data, times), kind) - of_others(data, kind)
        expected += 0.5 * np.outer(apart, apart)
    assert fitted.covariance == pytest.approx(expected, rel=1e-4, abs=1e-8)


@pytest.mark.parametrize(("method", "high", "low"), [("BRR", 2, 0), ("Fay", 17, 3)])
@pytest.mark.parametrize("kind", KINDS)
def test_balanced_halves_are_fitted_as_another_program_fits_them(
    kind: str, method: Any, high: int, low: int
) -> None:
    data = sheet(units=6, rows=30)
    design = survey_design(np.ones(len(data)), data["stratum"], [data["cluster"]])
    replicates = make_replicates(design, method, mse=True)
    fitted = by_replicates(fit(data, kind, design), replicates)
    expected = np.zeros_like(fitted.covariance)
    for place in range(replicates.factors.shape[1]):
        times = np.where(replicates.factors[:, place] > 1, high, low)
        apart = of_others(repeated(data, times), kind) - of_others(data, kind)
        expected += np.outer(apart, apart)
    # 1/(R(1 - f)²), f the weight that the other half keeps (Judkins 1990)
    expected /= replicates.factors.shape[1] * (1 - low / 10) ** 2
    assert fitted.covariance == pytest.approx(expected, rel=1e-3, abs=1e-7)


@pytest.mark.parametrize("kind", KINDS)
def test_the_bootstrap_is_fitted_as_another_program_fits_its_draws(kind: str) -> None:
    data = sheet(units=8)
    design = survey_design(np.ones(len(data)), clusters=[data["cluster"]])
    replicates = make_replicates(design, "bootstrap", replicates=12, seed=1)
    fitted = by_replicates(fit(data, kind, design), replicates)
    drawn = np.round(replicates.factors * 7 / 8).astype(int)  # n - 1 of n, with replacement
    assert (drawn.sum(axis=0) == 7).all()
    left = np.array([of_others(repeated(data, times), kind) for times in drawn.T])
    apart = left - left.mean(axis=0)
    expected = apart.T @ apart * replicates.scale
    assert fitted.covariance == pytest.approx(expected, rel=1e-3, abs=1e-7)


@pytest.mark.parametrize("kind", KINDS)
def test_with_many_units_replicates_and_taylor_agree(kind: str) -> None:
    data = sheet(units=80, rows=10)
    design = survey_design(np.ones(len(data)), data["stratum"], [data["cluster"]])
    taylor = fit(data, kind, design)
    for method in ("JKn", "BRR", "Fay"):
        other = by_replicates(taylor, make_replicates(design, method))  # type: ignore[arg-type]
        ratio = other.table()["std_error"] / taylor.table()["std_error"]
        assert ratio.between(0.93, 1.07).all()
        assert other.coefficients.tolist() == taylor.coefficients.tolist()


@needs_reference
@pytest.mark.parametrize("case", ["rep_JK1_mean", "rep_JK1_mean_mse"])
def test_a_regression_on_a_constant_has_the_published_jackknife_error(case: str) -> None:
    data = pd.read_csv(FOLDER / "apiclus1.csv")
    design = survey_design(data["pw"], clusters=[data["dnum"]], population_sizes=[data["fpc"]])
    replicates = make_replicates(design, "JK1", mse=case.endswith("mse"))
    told = by_replicates(fit_linear(data["api00"], predictors(data), design), replicates).table()
    published = pd.read_csv(FOLDER / "expected" / "expected_published.csv")
    for quantity, column in (("est", "estimate"), ("se", "std_error")):
        row = published[published["id"].eq(case) & published["quantity"].eq(quantity)].iloc[0]
        assert told[column].iloc[0] == pytest.approx(row["value"], abs=row["abs_tol"])


@needs_reference
def test_calibrated_replicates_give_the_published_error_of_a_poststratified_mean() -> None:
    data, there = (pd.read_csv(FOLDER / f"{name}.csv") for name in ("apiclus1", "apipop"))
    drawn = survey_design(data["pw"], clusters=[data["dnum"]], population_sizes=[data["fpc"]])
    totals = there.groupby("stype").size().rename("total").reset_index()
    margins = margins_of(data, [GroupTotals(("stype",), totals)], {})
    design = calibrated(drawn, margins, "linear")
    replicates = recalibrated(
        make_replicates(drawn, "JK1", mse=True),
        design.weights,
        lambda weights: calibrated_weights(weights, margins, "linear"),
    )
    told = by_replicates(fit_linear(data["api00"], predictors(data), design), replicates).table()
    published = pd.read_csv(FOLDER / "expected" / "expected_published.csv")
    rows = published[published["id"].eq("rclus1_ps_mean_mse")].set_index("quantity")
    assert told["estimate"].iloc[0] == pytest.approx(rows.loc["est", "value"], abs=0.005)
    tolerance = rows.loc["se", "abs_tol"]
    assert told["std_error"].iloc[0] == pytest.approx(rows.loc["se", "value"], abs=tolerance)


@needs_reference
def test_raked_replicates_give_the_error_that_r_survey_prints() -> None:
    # cran/survey tests/rakecheck.Rout.save: svymean(~api00, rclus1g), replicates raked anew
    data, there = (pd.read_csv(FOLDER / f"{name}.csv") for name in ("apiclus1", "apipop"))
    drawn = survey_design(data["pw"], clusters=[data["dnum"]], population_sizes=[data["fpc"]])
    known = [
        GroupTotals((name,), there.groupby(name).size().rename("total").reset_index())
        for name in ("stype", "sch.wide")
    ]
    margins = margins_of(data, known, {})
    design = calibrated(drawn, margins, "raking")
    replicates = recalibrated(
        make_replicates(drawn, "JK1"),
        design.weights,
        lambda weights: calibrated_weights(weights, margins, "raking"),
    )
    told = by_replicates(fit_linear(data["api00"], predictors(data), design), replicates).table()
    assert told["estimate"].iloc[0] == pytest.approx(641.23, abs=0.005)
    assert told["std_error"].iloc[0] == pytest.approx(26.874, abs=0.0005)


def test_an_answer_that_only_one_cluster_gave_has_no_jackknife() -> None:
    data = sheet(units=8)
    data["y"] = np.where(data["cluster"].eq(3) & (data.index % 2 == 0), 3, np.minimum(data["y"], 2))
    design = survey_design(np.ones(len(data)), clusters=[data["cluster"]])
    with pytest.raises(RefusedMethodError) as refused:
        by_replicates(fit(data, "ordinal", design), make_replicates(design, "JK1"))
    assert refused.value.rule == "every_replicate" and "1 of 8" in str(refused.value)


def test_replicates_of_other_weights_are_refused() -> None:
    data = sheet(units=8)
    one, other = (
        survey_design(np.full(len(data), weight), clusters=[data["cluster"]])
        for weight in (1.0, 2.0)
    )
    with pytest.raises(RefusedMethodError, match="same_weights"):
        by_replicates(fit(data, "linear", one), make_replicates(other, "JK1"))


def test_marginal_effects_carry_the_replicates_covariance() -> None:
    data = sheet(units=40)
    design = survey_design(np.ones(len(data)), clusters=[data["cluster"]])
    replicates = make_replicates(design, "JK1")
    told = average_marginal_effects(by_replicates(fit(data, "logit", design), replicates))
    left = []
    for one in range(40):  # each replicate's effect on the same, whole sample's rows
        slope, constant = of_others(data[data["cluster"] != one], "logit")
        share = 1 / (1 + np.exp(-constant - slope * data["age"]))
        left.append((slope * share * (1 - share)).mean())
    apart = np.array(left) - np.mean(left)
    expected = float(np.sqrt(39 / 40 * (apart**2).sum()))
    assert told["std_error"].iloc[0] == pytest.approx(expected, rel=0.02)
    with pytest.raises(RefusedMethodError, match="fixed_rows"):
        average_marginal_effects(
            by_replicates(fit(data, "logit", design), replicates), rows="sampled"
        )


# Parallel slopes ------------------------------------------------------------------------------


def brant(data: pd.DataFrame, names: list[str], levels: int) -> float:
    """Brant's (1990) own statistic, with his binomial covariance, from statsmodels' logits."""
    columns = sm.add_constant(data[names], prepend=False).to_numpy()
    above = [data["y"].gt(level).astype(int) for level in range(1, levels)]
    fits = [Logit(one, columns).fit(disp=False, tol=1e-12) for one in above]
    shares = [np.asarray(one.predict()) for one in fits]
    many = len(names)

    def middle(share: np.ndarray) -> np.ndarray:
        return columns.T @ (columns * share[:, None])

    inverse = [np.linalg.inv(middle(share * (1 - share))) for share in shares]
    blocks = []
    for one in range(levels - 1):
        row = []
        for two in range(levels - 1):
            low, high = shares[min(one, two)], shares[max(one, two)]
            cross = inverse[one] @ middle(high - low * high) @ inverse[two]
            row.append(cross[:many, :many])
        blocks.append(row)
    slopes = np.concatenate([np.asarray(one.params)[:many] for one in fits])
    apart = np.kron(np.column_stack([-np.ones(levels - 2), np.eye(levels - 2)]), np.eye(many))
    difference = apart @ slopes
    return float(difference @ np.linalg.solve(apart @ np.block(blocks) @ apart.T, difference))


@pytest.mark.parametrize("twist", [0.0, 0.5])
def test_in_a_large_simple_sample_the_statistic_is_brant_s(twist: float) -> None:
    draw = np.random.default_rng(5)
    n = 20000
    age, rent = draw.normal(size=n), draw.normal(size=n)
    latent = 0.7 * age - 0.4 * rent + draw.logistic(size=n)
    y = 1 + (latent > -0.7) + (latent + twist * age > 0.9)
    data = pd.DataFrame({"age": age, "rent": rent, "y": y})
    given = predictors(data, ["age", "rent"])
    told = parallel_slopes_test(data["y"], SCALE, given, survey_design(np.ones(n)))
    assert told["wald"].iloc[0] == pytest.approx(brant(data, ["age", "rent"], 3), rel=0.05)
    assert told["wald"].iloc[1] == pytest.approx(
        told["f"].iloc[1] * told["numerator_df"].iloc[1], rel=1e-3
    )
    assert (told["p_value"].iloc[0] < 0.001) == (twist > 0)


@needs_reference
def test_the_teaching_data_have_brant_s_statistic_within_the_noise_of_the_sandwich() -> None:
    data = pd.read_csv(FOLDER / "ologit_ucla.csv")
    scale = ["unlikely", "somewhat likely", "very likely"]
    names = ["pared", "public", "gpa"]
    given = predictors(data, names)
    told = parallel_slopes_test(data["apply"], scale, given, survey_design(np.ones(len(data))))
    coded = data.assign(y=data["apply"].map({word: n for n, word in enumerate(scale, 1)}))
    assert told["term"].tolist() == ["", *names]
    assert told["numerator_df"].tolist() == [3, 1, 1, 1]
    classic = brant(coded, names, 3)
    assert told["wald"].iloc[0] == pytest.approx(classic, rel=0.25)
    p = stats.chi2.sf(classic, 3)
    assert told["p_value"].iloc[0] == pytest.approx(p, abs=0.1)
    whole = sm.add_constant(data[names], prepend=False)
    for level in (1, 2):
        other = Logit(coded["y"].gt(level).astype(int), whole).fit(disp=False, tol=1e-12)
        expected = np.asarray(other.params)[:3]
        assert told[f"slope_{level}"].iloc[1:].to_numpy() == pytest.approx(expected, abs=1e-6)


@pytest.mark.slow
def test_under_parallel_slopes_clusters_reject_one_time_in_twenty_and_not_more() -> None:
    """40 clusters that are alike inside; without the design the test would reject too often."""
    designed, ignored = [], []
    for seed in range(200):
        draw = np.random.default_rng(seed)
        cluster = np.repeat(np.arange(40), 15)
        street = draw.normal(size=40)[cluster]  # the same for all of a cluster
        lean = draw.normal(size=40)[cluster]
        latent = 0.5 * street + 1.8 * lean + draw.logistic(size=600)
        data = pd.DataFrame({"street": street, "y": np.digitize(latent, [-1.0, 1.2]) + 1})
        given = predictors(data, ["street"])
        for rejected, clusters in ((designed, [[*cluster]]), (ignored, [])):
            design = survey_design(np.ones(600), clusters=clusters)
            told = parallel_slopes_test(data["y"], SCALE, given, design)
            rejected.append(told["p_value"].iloc[0] < 0.05)
    # 200 tests at 5 %: three standard errors are 4.6 points
    assert 0.004 <= np.mean(designed) <= 0.096
    assert np.mean(ignored) > 0.096


def test_slopes_that_differ_are_found_and_the_predictor_is_named() -> None:
    data = sheet(units=60, rows=20, twist=0.8).assign(
        noise=np.random.default_rng(1).normal(size=1200)
    )
    design = survey_design(np.ones(1200), data["stratum"], [data["cluster"]])
    told = parallel_slopes_test(data["y"], SCALE, predictors(data, ["age", "noise"]), design)
    p = told.set_index("term")["p_value"]
    assert p["age"] < 0.001 and p[""] < 0.001 and p["noise"] > 0.01


def test_too_few_units_for_the_joint_test_are_refused() -> None:
    data = sheet(units=4, rows=40).assign(noise=np.random.default_rng(1).normal(size=160))
    data["y"] = 1 + np.arange(160) % 5
    design = survey_design(np.ones(160), clusters=[data["cluster"]])
    with pytest.raises(RefusedMethodError, match="least_degrees"):
        parallel_slopes_test(data["y"], [1, 2, 3, 4, 5], predictors(data, ["age", "noise"]), design)
