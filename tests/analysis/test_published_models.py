"""Answers that papers and other programs printed, row by row of the reference table."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.formula.api import ols
from statsmodels.miscmodels.ordinal_model import OrderedModel
from statsmodels.stats.anova import anova_lm
from statsmodels.stats.inter_rater import aggregate_raters
from statsmodels.stats.inter_rater import fleiss_kappa as statsmodels_fleiss

from shequ_eval.analysis.effects import (
    area_panel,
    average_effects,
    cell_means,
    difference_of_changes,
    group_time_effects,
    pre_trend_test,
)
from shequ_eval.analysis.reliability import (
    cronbach_alpha,
    fleiss_kappa,
    intraclass_correlations,
    kendall_w,
    krippendorff_alpha,
)
from shequ_eval.analysis.survey.build_design import survey_design
from shequ_eval.analysis.survey_models import fit_linear, fit_logit, fit_ordinal, predictors

ROOT = os.environ.get("SHEQU_EVAL_REFERENCE", "")
FOLDER = Path(ROOT) / "survey"
needs_reference = pytest.mark.skipif(
    not ROOT, reason="SHEQU_EVAL_REFERENCE names no folder of reference data"
)
pytestmark = needs_reference


@lru_cache
def read(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / f"{name}.csv", encoding="utf-8")


def rng() -> np.random.Generator:
    return np.random.default_rng(20260101)


@lru_cache
def housing() -> dict[str, float]:
    data = read("copenhagen_housing")
    given = predictors(
        data,
        categories={
            "Infl": ["Low", "Medium", "High"],
            "Type": ["Tower", "Apartment", "Atrium", "Terrace"],
            "Cont": ["Low", "High"],
        },
    )
    fitted = fit_ordinal(data["Sat"], ["Low", "Medium", "High"], given, survey_design(data["Freq"]))
    names = [term.replace("=", "") for term in fitted.terms]
    # R's program takes the counts for people; only its Hessian has that error.
    errors = np.sqrt(np.diag(fitted.hessian_covariance))
    deviance = -2 * fitted.log_likelihood
    return (
        dict(zip(names, fitted.coefficients, strict=True))
        | {f"se {name}": error for name, error in zip(names, errors, strict=True)}
        | {"deviance": deviance, "aic": deviance + 2 * len(names)}
    )


@lru_cache
def counties() -> Any:
    data = read("mpdta")
    data = data.assign(first=data["first.treat"].replace(0, np.nan))
    return group_time_effects(area_panel(data, "countyreal", "year", "lemp", "first"))


def attgt() -> dict[str, float]:
    rows = counties().table.to_dict("records")
    return {f"ATT({row['cohort']:.0f},{row['time']:.0f})": row["estimate"] for row in rows}


def dynamic() -> dict[str, float]:
    averaged = average_effects(counties(), "event_time", rng(), draws=50)
    rows = averaged.table.to_dict("records")
    told = {f"e={row['event_time']}": row["estimate"] for row in rows}
    return told | {"overall": averaged.overall["estimate"]}


def by_group() -> dict[str, float]:
    averaged = average_effects(counties(), "cohort", rng(), draws=50)
    rows = averaged.table.to_dict("records")
    told = {f"g={row['cohort']:.0f}": row["estimate"] for row in rows}
    return told | {"overall": averaged.overall["estimate"]}


def fast_food() -> dict[str, float]:
    data = read("card_krueger_1994")
    cells = cell_means(data["fte"], data["nj"] == 1, data["d"] == 1)
    names = cells["group"].map({"treated": "NJ", "comparison": "PA"}) + "_" + cells["wave"]
    told = dict(zip(names, cells["estimate"], strict=True))
    told |= {f"se {name}": error for name, error in zip(names, cells["std_error"], strict=True)}
    return told | {"did": difference_of_changes(cells).estimate}


def correlations() -> dict[str, float]:
    table = intraclass_correlations(read("shrout_fleiss_1979"))
    return dict(zip(table["form"], table["icc"], strict=True))


def coders() -> dict[str, float]:
    data = read("krippendorff_c")
    levels: tuple[Any, ...] = ("nominal", "ordinal", "interval", "ratio")
    return {level: krippendorff_alpha(data, level, rng(), draws=20).alpha for level in levels}


def schools(name: str, **columns: Any) -> Callable[[], dict[str, float]]:
    def mean() -> dict[str, float]:
        data = read(name)
        design = survey_design(data["pw"], **{k: columns[k](data) for k in columns})
        told = fit_linear(data["api00"], predictors(data), design).table()
        return {"est": told["estimate"].iloc[0], "se": told["std_error"].iloc[0]}

    return mean


ANSWERS: dict[str, Callable[[], dict[str, float]]] = {
    "housing_polr": housing,
    "mpdta_attgt": attgt,
    "mpdta_dynamic": dynamic,
    "mpdta_group": by_group,
    "ck_table3": fast_food,
    "shrout_fleiss_icc": correlations,
    "kripp_c": coders,
    "attitude_alpha": lambda: {"raw_alpha": cronbach_alpha(read("attitude")).alpha},
    # A regression on nothing is a mean: the models carry the design's corrections at every stage.
    "strat_mean_api00": schools(
        "apistrat", strata=lambda d: d["stype"], population_sizes=lambda d: [d["fpc"]]
    ),
    "clus1_mean_api00": schools(
        "apiclus1", clusters=lambda d: [d["dnum"]], population_sizes=lambda d: [d["fpc"]]
    ),
    "clus2_mean_api00": schools(
        "apiclus2",
        clusters=lambda d: [d["dnum"], d["snum"]],
        population_sizes=lambda d: [d["fpc1"], d["fpc2"]],
    ),
    "clus2wr_mean_api00": schools("apiclus2", clusters=lambda d: [d["dnum"], d["snum"]]),
}


def published() -> list[Any]:
    path = FOLDER / "expected" / "expected_published.csv"
    if not ROOT or not path.is_file():
        return []
    rows = pd.read_csv(path, encoding="utf-8")
    kept = rows[rows["id"].isin(ANSWERS)]
    return [
        pytest.param(row, id=f"{row['id']}-{row['quantity']}") for row in kept.to_dict("records")
    ]


@pytest.mark.parametrize("row", published())
def test_a_published_answer_is_met_to_its_printed_digits(row: dict[str, Any]) -> None:
    assert ANSWERS[row["id"]]()[row["quantity"]] == pytest.approx(row["value"], abs=row["abs_tol"])


def test_every_part_of_the_reference_table_that_is_ours_is_there() -> None:
    assert {param.values[0]["id"] for param in published()} == set(ANSWERS)


def test_the_models_of_schools_are_those_that_r_survey_prints() -> None:
    # r-survey.r-forge.r-project.org, example of regression models: dclus2 with replacement.
    data = read("apiclus2")
    design = survey_design(data["pw"], clusters=[data["dnum"], data["snum"]])
    told = fit_linear(data["api00"], predictors(data, ["ell", "meals", "mobility"]), design).table()
    assert told["estimate"].round(4).tolist() == [-2.0592, -1.7772, 0.3253, 811.4907]
    assert told["std_error"].round(4).tolist() == [1.4075, 1.1053, 0.5305, 30.8795]


def test_domain_means_by_regression_are_those_that_r_survey_prints() -> None:
    data = read("apiclus2")
    design = survey_design(data["pw"], clusters=[data["dnum"], data["snum"]])
    for level, mean, error in [("E", 692.81, 30.28), ("H", 598.34, 16.96), ("M", 642.35, 45.34)]:
        others = [level, *sorted({"E", "H", "M"} - {level})]
        given = predictors(data, categories={"stype": others})
        told = fit_linear(data["api00"], given, design).table().set_index("term").loc["constant"]
        assert told["estimate"] == pytest.approx(mean, abs=0.005)
        assert told["std_error"] == pytest.approx(error, abs=0.005)


def test_the_second_stage_counts_in_a_regression() -> None:
    data = read("apiclus2")
    given = predictors(data, ["ell", "meals"])
    clusters, sizes = [data["dnum"], data["snum"]], [data["fpc1"], data["fpc2"]]
    both, first = (
        survey_design(data["pw"], clusters=clusters, population_sizes=kept)
        for kept in (sizes, sizes[:1])
    )
    errors = [
        fit_linear(data["api00"], given, design).table()["std_error"] for design in (both, first)
    ]
    assert (errors[0] > errors[1]).all()


# R 4.6.1 with survey 4.5, svyglm() on that package's own samples: coefficient and standard error of
# each term, then the residual degrees of freedom; as kept, with the R script that makes them, in
# the tests of the Perl module Stats::LikeR (t/svyglm.t).
SVYGLM = {
    ("strat", "api00", ("ell", "meals", "mobility")): (
        {
            "constant": (820.8873159056232, 10.077735949885389),
            "ell": (-0.4805866121719494, 0.3919734032225283),
            "meals": (-3.1415353099845613, 0.28394650641650143),
            "mobility": (0.22571321022963628, 0.39321836202252897),
        },
        194,
    ),
    ("clus1", "api00", ("ell", "meals", "mobility")): (
        {
            "constant": (819.2790511391253, 21.3899712651521),
            "ell": (-0.5167217796834802, 0.32400394496541335),
            "meals": (-3.123204264899352, 0.2780830437608844),
            "mobility": (-0.16891968218716674, 0.44491841915120217),
        },
        11,
    ),
    ("clus2", "api00", ("ell", "meals", "mobility")): (
        {
            "constant": (811.4907225021707, 30.87953774810857),
            "ell": (-2.0591641823839004, 1.4075396960609976),
            "meals": (-1.7771813339210774, 1.1052685813833987),
            "mobility": (0.32525174881911806, 0.5304816127158586),
        },
        36,
    ),
    ("strat", "sch.wide", ("ell", "meals", "mobility")): (
        {
            "constant": (0.8358365250542884, 0.4556260955945678),
            "ell": (-0.0024896357495189174, 0.013252498611026018),
            "meals": (-0.003152365111503177, 0.009199483717659164),
            "mobility": (0.060896778706658, 0.031935421453053614),
        },
        194,
    ),
}


def design_of_schools(name: str) -> Any:
    data = read(f"api{name}")
    if name == "strat":
        return survey_design(data["pw"], data["stype"], population_sizes=[data["fpc"]])
    sizes = [data["fpc"]] if name == "clus1" else []
    return survey_design(data["pw"], clusters=[data["dnum"]], population_sizes=sizes)


@pytest.mark.parametrize("asked", SVYGLM, ids=lambda asked: f"{asked[0]}-{asked[1]}")
def test_linear_and_logit_models_are_those_of_r_survey(asked: Any) -> None:
    name, outcome, terms = asked
    data, design = read(f"api{name}"), design_of_schools(name)
    given = predictors(data, list(terms))
    if outcome == "api00":
        told = fit_linear(data["api00"], given, design).table()
    else:
        told = fit_logit(data["sch.wide"].eq("Yes").astype(int), given, design).table()
    printed, df = SVYGLM[asked]
    # NOTE: R's logit stops at a change of 1e-8 and takes the weights of its last step but one.
    near = 1e-6 if outcome == "api00" else 5e-5
    assert set(told["df"]) == {df}
    for row in told.to_dict("records"):
        estimate, error = printed[row["term"]]
        assert row["estimate"] == pytest.approx(estimate, rel=near)
        assert row["std_error"] == pytest.approx(error, rel=near)


def test_the_graduate_school_model_is_that_of_statsmodels() -> None:
    data = read("ologit_ucla")
    scale = ["unlikely", "somewhat likely", "very likely"]
    given = predictors(data, ["pared", "public", "gpa"])
    fitted = fit_ordinal(data["apply"], scale, given, survey_design(np.ones(len(data))))
    answers = pd.Series(pd.Categorical(data["apply"], categories=scale, ordered=True))
    other = OrderedModel(answers, data[["pared", "public", "gpa"]], distr="logit")
    found = other.fit(method="newton", disp=False)
    thresholds = other.transform_threshold_params(found.params.to_numpy())[1:-1]
    assert fitted.coefficients == pytest.approx([*found.params[:3], *thresholds], abs=1e-6)
    assert fitted.log_likelihood == pytest.approx(found.llf, abs=1e-8)
    errors = np.sqrt(np.diag(fitted.hessian_covariance))
    assert errors[:3] == pytest.approx(found.bse.to_numpy()[:3], rel=1e-3)


def test_the_intervals_of_the_six_correlations_follow_from_an_analysis_of_variance() -> None:
    """McGraw and Wong (1996), tables 4 and 7, from the mean squares of statsmodels."""
    ratings = read("shrout_fleiss_1979")
    n, k = ratings.shape
    long = ratings.reset_index().melt("index", var_name="judge", value_name="score")
    table = anova_lm(ols("score ~ C(index) + C(judge)", long).fit())
    rows, judges, left = (
        table.loc[name, "mean_sq"] for name in ("C(index)", "C(judge)", "Residual")
    )
    within = (judges * (k - 1) + left * (n - 1) * (k - 1)) / (n * (k - 1))

    def f_ends(ratio: float, below: float) -> tuple[float, float]:
        return (
            ratio / stats.f.ppf(0.975, n - 1, below),
            ratio * stats.f.ppf(0.975, below, n - 1),
        )

    one, three = f_ends(rows / within, n * (k - 1)), f_ends(rows / left, (n - 1) * (k - 1))
    icc = (rows - left) / (rows + (k - 1) * left + k * (judges - left) / n)
    a, b = k * icc / (n * (1 - icc)), 1 + k * icc * (n - 1) / (n * (1 - icc))
    v = (a * judges + b * left) ** 2 / (
        (a * judges) ** 2 / (k - 1) + (b * left) ** 2 / ((n - 1) * (k - 1))
    )
    low_f, high_f = stats.f.ppf(0.975, n - 1, v), stats.f.ppf(0.975, v, n - 1)
    spread = k * judges + (k * n - k - n) * left
    two = (
        n * (rows - low_f * left) / (low_f * spread + n * rows),
        n * (high_f * rows - left) / (spread + n * high_f * rows),
    )
    expected = {
        "ICC1": [(f - 1) / (f + k - 1) for f in one],
        "ICC2": list(two),
        "ICC3": [(f - 1) / (f + k - 1) for f in three],
        "ICC1k": [1 - 1 / f for f in one],
        "ICC2k": [k * end / (1 + (k - 1) * end) for end in two],
        "ICC3k": [1 - 1 / f for f in three],
    }
    told = intraclass_correlations(ratings).set_index("form")
    for form, ends in expected.items():
        assert told.loc[form, ["low", "high"]].tolist() == pytest.approx(ends, abs=1e-9)


def test_the_interval_of_alpha_is_feldts() -> None:
    """Feldt (1965): (1 − α) over (1 − its estimate) is F on n − 1 and (n − 1)(k − 1) degrees."""
    items = read("attitude")
    n, k = items.shape
    total = items.sum(axis=1)
    alpha = k / (k - 1) * (1 - items.var().sum() / total.var())
    ends = [1 - (1 - alpha) * stats.f.ppf(p, n - 1, (n - 1) * (k - 1)) for p in (0.975, 0.025)]
    told = cronbach_alpha(items)
    assert (told.low, told.alpha, told.high) == pytest.approx((ends[0], alpha, ends[1]), abs=1e-12)


def test_thirty_diagnoses_by_six_raters_agree_as_statsmodels_says() -> None:
    ratings = read("irr_diagnoses")
    told = fleiss_kappa(ratings, rng(), draws=200)
    counts, _ = aggregate_raters(ratings.to_numpy())
    assert told.kappa == pytest.approx(statsmodels_fleiss(counts), abs=1e-12)
    # Fleiss, Nee and Landis (1979), equation 12: the error where raters agree by chance only.
    n, raters = ratings.shape
    p = counts.sum(axis=0) / counts.sum()
    pq = (p * (1 - p)).sum()
    chance = np.sqrt(2 * (pq**2 - (p * (1 - p) * (1 - 2 * p)).sum()) / (n * raters * (raters - 1)))
    assert told.z == pytest.approx(told.kappa / (chance / pq), rel=1e-9)
    assert told.low < told.kappa < told.high


def test_three_raters_of_anxiety_agree_as_friedmans_test_says() -> None:
    ratings = read("irr_anxiety")
    n, raters = ratings.shape
    told = kendall_w(ratings)
    friedman = stats.friedmanchisquare(*ratings.to_numpy())
    assert told.w == pytest.approx(friedman.statistic / (raters * (n - 1)), abs=1e-12)
    assert told.p_value == pytest.approx(friedman.pvalue, rel=1e-9)


def test_the_pre_test_of_the_counties_is_that_which_did_prints() -> None:
    told = pre_trend_test(counties())
    areas = counties().areas
    # README of the R package did, "A short example": P-value for pre-test. It divides by the number
    # of areas, this suite by one less.
    p_value = stats.chi2.sf(told.chi_square * areas / (areas - 1), told.df)
    assert p_value == pytest.approx(0.16812, abs=0.000005)


def test_the_errors_of_the_counties_are_near_the_bootstrapped_ones_that_did_prints() -> None:
    averaged = average_effects(counties(), "event_time", rng(), draws=500)
    # README of the R package did, "Event Studies": Std. Error, bootstrapped.
    printed = [0.0153, 0.0136, 0.0138, 0.0115, 0.0174, 0.0356, 0.0354]
    assert averaged.table["std_error"].tolist() == pytest.approx(printed, rel=0.05)
    assert averaged.overall["std_error"] == pytest.approx(0.0196, rel=0.05)
