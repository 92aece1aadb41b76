"""Estimates against answers that the authors of other packages and papers have printed."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from shequ_eval.analysis.survey.build_design import survey_design
from shequ_eval.analysis.survey.calibration import Distance, calibrated, calibrated_weights
from shequ_eval.analysis.survey.coding import coded
from shequ_eval.analysis.survey.design import LonelyRule, SurveyDesign
from shequ_eval.analysis.survey.estimates import Terms, domain_estimates
from shequ_eval.analysis.survey.make_replicates import make_replicates, recalibrated
from shequ_eval.analysis.survey.margins import GroupTotals, Margins, margins_of
from shequ_eval.analysis.survey.measures import (
    Measure,
    domains_of,
    mean_of,
    ratio_of,
    share_of,
    total_of,
)
from shequ_eval.analysis.survey.quantiles import quantile_estimates
from shequ_eval.analysis.survey.rao_scott import rao_scott

REFERENCE = os.environ.get("SHEQU_EVAL_REFERENCE", "")
FOLDER = Path(REFERENCE) / "survey"
needs_reference = pytest.mark.skipif(
    not REFERENCE or not FOLDER.is_dir(), reason="SHEQU_EVAL_REFERENCE names no reference folder"
)

# Answers that other modules give, and the test that holds them to it.
ELSEWHERE = {
    "housing_polr": "shequ_eval/analysis/survey_models (weighted ordinal logit)",
    "mpdta_": "shequ_eval/analysis/effects (group-time effects)",
    "ck_table3": "shequ_eval/analysis/effects (difference in differences)",
    "shrout_fleiss_icc": "shequ_eval/analysis/reliability (intraclass correlation)",
    "kripp_c": "shequ_eval/analysis/reliability (Krippendorff's alpha)",
    "attitude_alpha": "shequ_eval/analysis/reliability (Cronbach's alpha)",
}


def _is_elsewhere(id_: str) -> bool:
    return any(id_.startswith(prefix) for prefix in ELSEWHERE)


def _published() -> pd.DataFrame:
    if not REFERENCE or not FOLDER.is_dir():
        return pd.DataFrame(columns=["id", "quantity", "value", "abs_tol"])
    return pd.read_csv(FOLDER / "expected" / "expected_published.csv")


@cache
def sample(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / f"{name}.csv")


def floats(name: str, column: str) -> np.ndarray:
    return sample(name)[column].to_numpy(float)


def everyone(design: SurveyDesign, measure: Measure, **given: object) -> pd.Series:
    domains = domains_of([], np.ones(design.rows, bool))
    return domain_estimates(design, measure, domains, **given).iloc[0]  # type: ignore[arg-type]


def strat() -> SurveyDesign:
    data = sample("apistrat")
    return survey_design(data["pw"], data["stype"], population_sizes=[data["fpc"]])


def clus1() -> SurveyDesign:
    data = sample("apiclus1")
    return survey_design(data["pw"], clusters=[data["dnum"]], population_sizes=[data["fpc"]])


def clus2() -> SurveyDesign:
    data = sample("apiclus2")
    sizes = [data["fpc1"], data["fpc2"]]
    return survey_design(None, clusters=[data["dnum"], data["snum"]], population_sizes=sizes)


def clus2wr() -> SurveyDesign:
    data = sample("apiclus2")
    return survey_design(data["pw"], clusters=[data["dnum"], data["snum"]])


def lonely(rule: LonelyRule) -> SurveyDesign:
    data = sample("apiclus1")
    return survey_design(data["pw"], strata=data["dnum"], lonely_psu=rule)


def groups(table: pd.DataFrame, *columns: str) -> GroupTotals:
    counted = table.groupby(list(columns)).size().rename("total").reset_index()
    return GroupTotals(columns, counted)


def types() -> Margins:
    return margins_of(sample("apiclus1"), [groups(sample("apipop"), "stype")], {})


def poststratified() -> SurveyDesign:
    return calibrated(clus1(), types(), "linear")


def estimate(design: SurveyDesign, measure: Measure, **given: object) -> dict[str, float]:
    row = everyone(design, measure, **given)
    return {"est": row["estimate"], "mean": row["estimate"], "se": row["std_error"]}


def mean(design: SurveyDesign, name: str, column: str, **given: object) -> dict[str, float]:
    return estimate(design, mean_of(floats(name, column)), **given)


def total(design: SurveyDesign, name: str, column: str) -> dict[str, float]:
    return estimate(design, total_of(floats(name, column)))


def jackknife(mse: bool) -> dict[str, float]:
    return mean(clus1(), "apiclus1", "api00", replicates=make_replicates(clus1(), "JK1", mse))


def poststratified_jackknife(mse: bool) -> dict[str, float]:
    design = poststratified()
    replicates = recalibrated(
        make_replicates(clus1(), "JK1", mse),
        design.weights,
        lambda weights: calibrated_weights(weights, types(), "linear"),
    )
    return mean(design, "apiclus1", "api00", replicates=replicates)


def kalton(distance: Distance, kind: str) -> dict[str, float]:
    table = sample("kalton")
    people = table.loc[table.index.repeat(table["n_sample"]), ["a", "b"]].reset_index(drop=True)
    there = table.loc[table.index.repeat(table["n_pop"]), ["a", "b"]]
    if kind == "joint":
        margins = margins_of(people, [groups(there, "a", "b")], {})
    elif kind == "margins":
        margins = margins_of(people, [groups(there, "a"), groups(there, "b")], {})
    else:
        sums = {"a": float(there["a"].sum()), "b": float(there["b"].sum())}
        margins = margins_of(people, [], sums, float(len(there)))
    bounds = (0.5, 2.2) if distance in {"logit", "truncated"} else None
    people["w"] = calibrated_weights(np.ones(len(people)), margins, distance, bounds)
    factor = people.groupby(["a", "b"])["w"].mean()
    return {f"adj a={a} b={b}": value for (a, b), value in factor.items()}


def enrolment(distance: Distance, bounds: tuple[float, float] | None) -> dict[str, float]:
    there = sample("apipop")
    sums = {"enroll": float(there["enroll"].sum())}
    margins = margins_of(sample("apiclus1"), [], sums, float(len(there)))
    factors = calibrated(clus1(), margins, distance, bounds).weights / clus1().weights
    return {"g_min": factors.min(), "g_max": factors.max()}


def kigyo(weight: str, terms: Terms) -> dict[str, float]:
    design = survey_design(sample("kigyo")[weight])
    row = everyone(design, mean_of(floats("kigyo", "uriage")), terms=terms)
    found = {"mean": row["estimate"], "se": row["std_error"]}
    return found | {"deff": row["deff"], "deff_wr": row["deff"]}


def ratio_predicted() -> dict[str, float]:
    ratio = ratio_of(floats("apistrat", "api.stu"), floats("apistrat", "enroll"))
    row, there = everyone(strat(), ratio), float(sample("apipop")["enroll"].sum())
    return {
        "total_api.stu_given_enroll_pop": row["estimate"] * there,
        "se": row["std_error"] * there,
    }


def mu284() -> dict[str, float]:
    data = sample("mu284")
    units, sizes = [data["id1"], data["id2"]], [data["n1"], data["n2"]]
    found = total(survey_design(None, clusters=units, population_sizes=sizes), "mu284", "y1")
    return found | {"var": found["se"] ** 2}


def population() -> dict[str, float]:
    there = sample("apipop")
    return {"mean": there["api00"].mean(), "sum": there["enroll"].sum()}


ANSWERS: dict[str, Callable[[], dict[str, float]]] = {
    "strat_mean_api00": lambda: mean(strat(), "apistrat", "api00"),
    "clus1_mean_api00": lambda: mean(clus1(), "apiclus1", "api00"),
    "clus2_mean_api00": lambda: mean(clus2(), "apiclus2", "api00"),
    "clus2wr_mean_api00": lambda: mean(clus2wr(), "apiclus2", "api00"),
    "rep_JK1_mean": lambda: jackknife(mse=False),
    "rep_JK1_mean_mse": lambda: jackknife(mse=True),
    "clus1_ps_mean": lambda: mean(poststratified(), "apiclus1", "api00"),
    "rclus1_ps_mean_mse": lambda: poststratified_jackknife(mse=True),
    "strat_total_enroll": lambda: total(strat(), "apistrat", "enroll"),
    "clus1_total_enroll": lambda: total(clus1(), "apiclus1", "enroll"),
    "clus2_total_enroll": lambda: total(clus2(), "apiclus2", "enroll"),
    "clus2wr_total_enroll": lambda: total(clus2wr(), "apiclus2", "enroll"),
    "clus1_ps_total": lambda: total(poststratified(), "apiclus1", "enroll"),
    "apipop_mean_api00": population,
    "apipop_sum_enroll": population,
    "lonely_remove": lambda: mean(lonely("certainty"), "apiclus1", "api00"),
    "lonely_certainty": lambda: mean(lonely("certainty"), "apiclus1", "api00"),
    "lonely_adjust": lambda: mean(lonely("centre"), "apiclus1", "api00"),
    "lonely_average": lambda: mean(lonely("average"), "apiclus1", "api00"),
    "mu284_total": mu284,
    "strat_ratio_predict": ratio_predicted,
    "clus1_cal_enroll_bounds": lambda: enrolment("truncated", (0.6, 1.5)),
    "clus1_cal_enroll": lambda: enrolment("linear", None),
    "kalton_poststrat": lambda: kalton("linear", "joint"),
    "kalton_rake": lambda: kalton("raking", "margins"),
    "kalton_linear": lambda: kalton("linear", "margins"),
    "kalton_greg": lambda: kalton("linear", "numbers"),
    "kalton_logit_.5_2.2": lambda: kalton("logit", "margins"),
    "kalton_trunclinear_.5_2.2": lambda: kalton("truncated", "margins"),
    "kigyo_srs": lambda: kigyo("srs_w", Terms()),
    "kigyo_pps": lambda: kigyo("pps_w", Terms(srs="with_replacement")),
}


@cache
def answers(id_: str) -> dict[str, float]:
    return ANSWERS[id_]()


@needs_reference
@pytest.mark.parametrize(
    "row",
    [row for row in _published().to_dict("records") if not _is_elsewhere(row["id"])],
    ids=lambda row: f"{row['id']}-{row['quantity']}",
)
def test_a_published_answer_is_met(row: dict) -> None:
    found = answers(row["id"])[row["quantity"]]
    assert found == pytest.approx(row["value"], rel=0, abs=row["abs_tol"])


@needs_reference
def test_every_published_row_is_met_here_or_known_to_be_another_module_s() -> None:
    unknown = {id_ for id_ in _published()["id"] if id_ not in ANSWERS and not _is_elsewhere(id_)}
    assert unknown == set()


# What follows was printed by R survey's documentation: svychisq(~sch.wide+stype, dclus1) of its
# example on chi-squared tests, svyquantile(~api00, dclus1) and svyby(~x, ~I(x>4), dfpc, svymean) of
# its vignettes; raking as in its tests/rakecheck. They are not in the table of published answers.


@needs_reference
def test_the_rao_scott_test_of_both_orders_is_met() -> None:
    data = sample("apiclus1")
    both = coded(data["sch.wide"]), coded(data["stype"])
    found = rao_scott(clus1(), *both, np.ones(len(data), bool))
    assert found.f == pytest.approx(5.1934, abs=5e-5)
    assert found.numerator_df == pytest.approx(1.4946, abs=5e-5)
    assert found.denominator_df == pytest.approx(20.9250, abs=5e-5)
    assert found.p == pytest.approx(0.02175, abs=5e-6)
    assert found.x2 == pytest.approx(11.9409, abs=5e-5)
    assert found.first_order_p == pytest.approx(0.005553, abs=5e-7)


@needs_reference
@pytest.mark.parametrize(
    ("q", "quantile", "low", "high", "std_error"),
    [
        (0.25, 552, 492, 627, 31.47166),
        (0.5, 652, 561, 714, 35.66788),
        (0.75, 719, 696, 777, 18.883),
    ],
)
def test_quantiles_and_woodruff_intervals_are_met(
    q: float, quantile: float, low: float, high: float, std_error: float
) -> None:
    design, values = clus1(), floats("apiclus1", "api00")
    found = quantile_estimates(
        values,
        design.weights,
        domains_of([], np.ones(len(values), bool)),
        q,
        0.95,
        lambda measure, domains: domain_estimates(design, measure, domains),
    ).iloc[0]
    assert (found["estimate"], found["low"], found["high"]) == (quantile, low, high)
    assert found["std_error"] == pytest.approx(std_error, abs=5e-6)


@needs_reference
def test_raking_leaves_the_printed_standard_errors() -> None:
    data, there = sample("apiclus1"), sample("apipop")
    margins = margins_of(data, [groups(there, "stype"), groups(there, "sch.wide")], {})
    raked = calibrated(clus1(), margins, "raking")
    assert mean(raked, "apiclus1", "api00")["mean"] == pytest.approx(641.23, abs=0.005)
    assert mean(raked, "apiclus1", "api00")["se"] == pytest.approx(23.704, abs=0.0005)
    assert total(raked, "apiclus1", "enroll")["est"] == pytest.approx(3647280, abs=0.5)
    assert total(raked, "apiclus1", "enroll")["se"] == pytest.approx(400603, abs=0.5)
    printed = sample("apiclus1_raked_weights")["w"].to_numpy()
    assert raked.weights == pytest.approx(printed, rel=2e-3)  # they stop raking at 1 %


@needs_reference
def test_domains_of_a_stratified_sample_are_met() -> None:
    data = sample("fpc")
    design = survey_design(data["weight"], data["stratid"], [data["psuid"]], nested_labels=True)
    above = pd.Series(data["x"] > 4, name="above")
    found = domain_estimates(
        design, mean_of(data["x"].to_numpy()), domains_of([above], np.ones(len(data), bool))
    )
    assert found["std_error"].tolist() == pytest.approx([0.3117042, 0.7555129], abs=5e-8)
    assert found["estimate"].tolist() == pytest.approx([3.314286, 6.195], abs=5e-7)


@needs_reference
def test_a_share_of_a_simple_sample_has_the_mean_s_error_and_an_interval_inside_0_and_1() -> None:
    data = sample("apisrs")
    design = survey_design(data["pw"], population_sizes=[data["fpc"]])
    share = everyone(design, share_of(data["comp.imp"], ["Yes"]))
    same = everyone(design, mean_of((data["comp.imp"] == "Yes").to_numpy(float)))
    assert share["std_error"] == pytest.approx(same["std_error"], rel=1e-12)
    assert 0 < share["low"] < same["low"] < share["estimate"] < share["high"] < 1
