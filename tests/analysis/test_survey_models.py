"""Models of survey answers: other programs, other roads, and samples that cannot carry them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.discrete.discrete_model import Logit
from statsmodels.miscmodels.ordinal_model import OrderedModel

from shequ_eval.analysis.refusals import RefusedMethodError
from shequ_eval.analysis.reliability import item_total, kendall_w, krippendorff_alpha
from shequ_eval.analysis.survey.build_design import survey_design
from shequ_eval.analysis.survey_models import (
    acsi_index,
    average_marginal_effects,
    fit_linear,
    fit_logit,
    fit_ordinal,
    predictors,
)
from shequ_eval.analysis.survey_models.links import DISTRIBUTIONS
from shequ_eval.analysis.survey_models.ordinal import _Cumulative


def sheet(seed: int = 1, rows: int = 300) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    age, rent = draw.normal(size=rows), draw.random(rows) < 0.4
    latent = 0.8 * age - 0.6 * rent + draw.logistic(size=rows)
    return pd.DataFrame(
        {
            "age": age,
            "tenure": np.where(rent, "rent", "own"),
            "answer": np.digitize(latent, [-1.5, 0, 1.2]) + 1,
            "weight": draw.uniform(0.5, 3, rows),
            "cluster": np.arange(rows) // 10,
        }
    )


def given_of(data: pd.DataFrame) -> Any:
    return predictors(data, ["age"], {"tenure": ["own", "rent"]})


def equal(data: pd.DataFrame) -> Any:
    return survey_design(np.ones(len(data)))


def drawn(data: pd.DataFrame) -> Any:
    return survey_design(data["weight"], clusters=[data["cluster"]])


@pytest.mark.parametrize("link", ["logit", "probit"])
def test_without_weights_the_ordinal_model_is_that_of_statsmodels(link: Any) -> None:
    data = sheet()
    fitted = fit_ordinal(data["answer"], [1, 2, 3, 4], given_of(data), equal(data), link)
    answers = pd.Series(pd.Categorical(data["answer"], ordered=True))
    other = OrderedModel(answers, given_of(data).matrix, distr=link)
    result = other.fit(method="newton", disp=False)
    thresholds = other.transform_threshold_params(result.params.to_numpy())[1:-1]
    expected = [*result.params[:2], *thresholds]
    assert fitted.coefficients == pytest.approx(expected, abs=1e-6)
    assert fitted.log_likelihood == pytest.approx(result.llf, abs=1e-8)
    errors = np.sqrt(np.diag(fitted.hessian_covariance))[:2]
    assert errors == pytest.approx(result.bse[:2].to_numpy(), rel=1e-3)


@pytest.mark.parametrize("link", ["logit", "probit"])
def test_a_whole_weight_is_as_many_people(link: Any) -> None:
    data = sheet(rows=120)
    counts = np.arange(120) % 3 + 1
    many = data.loc[data.index.repeat(counts)].reset_index(drop=True)
    weighted = fit_ordinal(
        data["answer"], [1, 2, 3, 4], given_of(data), survey_design(counts), link
    )
    repeated = fit_ordinal(many["answer"], [1, 2, 3, 4], given_of(many), equal(many), link)
    assert weighted.coefficients == pytest.approx(repeated.coefficients, abs=1e-9)
    assert weighted.hessian_covariance == pytest.approx(repeated.hessian_covariance, abs=1e-10)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["logit", "probit"]))
def test_score_and_hessian_are_the_slopes_of_the_likelihood(seed: int, link: str) -> None:
    draw = np.random.default_rng(seed)
    model = _Cumulative(
        draw.normal(size=(30, 2)),
        draw.integers(0, 4, 30),
        draw.uniform(0.2, 4, 30),
        4,
        DISTRIBUTIONS[link],
    )
    at = np.concatenate([draw.normal(size=2), np.sort(draw.normal(size=3)) + np.arange(3)])
    _, gradient, bend = model.derivatives(at)
    step = 1e-5
    for place in range(5):
        move = np.eye(5)[place] * step
        rise = (model.likelihood(at + move) - model.likelihood(at - move)) / (2 * step)
        assert gradient[place] == pytest.approx(rise, rel=1e-4, abs=1e-4)
        turn = (model.derivatives(at + move)[1] - model.derivatives(at - move)[1]) / (2 * step)
        assert -bend[place] == pytest.approx(turn, rel=1e-4, abs=1e-4)


def test_rows_far_out_leave_the_likelihood_finite() -> None:
    for link, most in (("logit", 700.0), ("probit", 37.0)):
        far = DISTRIBUTIONS[link].between(np.array([most, -most - 1]), np.array([most + 1, -most]))
        assert (far > 0).all() and far[0] == pytest.approx(far[1])


def test_the_sandwich_is_that_of_leaving_out_a_cluster() -> None:
    data = sheet(rows=400)
    fitted = fit_ordinal(data["answer"], [1, 2, 3, 4], given_of(data), drawn(data))
    clusters = data["cluster"].unique()
    left = []
    for cluster in clusters:
        rest = data[data["cluster"] != cluster].reset_index(drop=True)
        left.append(
            fit_ordinal(rest["answer"], [1, 2, 3, 4], given_of(rest), drawn(rest)).coefficients
        )
    apart = np.array(left) - np.mean(left, axis=0)
    jackknife = np.sqrt((len(clusters) - 1) / len(clusters) * (apart**2).sum(axis=0))
    assert fitted.table()["std_error"].to_numpy() == pytest.approx(jackknife, rel=0.12)


def test_the_logit_is_that_of_statsmodels_with_a_robust_error() -> None:
    data = sheet()
    yes = (data["answer"] >= 3).astype(int)
    fitted = fit_logit(yes, given_of(data), equal(data))
    columns = given_of(data).matrix.assign(constant=1.0)
    other = Logit(yes, columns).fit(disp=False, cov_type="HC0", tol=1e-12)
    assert fitted.coefficients == pytest.approx(other.params.to_numpy(), abs=1e-8)
    n = len(data)
    errors = other.bse.to_numpy() * np.sqrt(n / (n - 1))
    assert fitted.table()["std_error"].to_numpy() == pytest.approx(errors, rel=1e-6)


def test_marginal_effects_of_numbers_are_those_of_statsmodels() -> None:
    data = sheet()
    yes = (data["answer"] >= 3).astype(int)
    given_numbers = predictors(data.assign(rent=(data["tenure"] == "rent") * 1.0), ["age", "rent"])
    told = average_marginal_effects(fit_logit(yes, given_numbers, equal(data)))
    columns = given_numbers.matrix.assign(constant=1.0)
    other = Logit(yes, columns).fit(disp=False, cov_type="HC0", tol=1e-12).get_margeff()
    n = len(data)
    assert told["estimate"].to_numpy() == pytest.approx(other.margeff, abs=1e-8)
    assert told["std_error"].to_numpy() == pytest.approx(
        other.margeff_se * np.sqrt(n / (n - 1)), rel=1e-6
    )


@pytest.mark.parametrize("link", ["logit", "probit"])
def test_effects_on_all_answers_cancel_and_their_errors_are_deltas(link: Any) -> None:
    data = sheet()
    fitted = fit_ordinal(data["answer"], [1, 2, 3, 4], given_of(data), drawn(data), link)
    told = average_marginal_effects(fitted)
    assert told.groupby("term")["estimate"].sum().abs().max() < 1e-12
    step, slopes = 1e-5, []
    for place in range(len(fitted.coefficients)):
        move = np.eye(len(fitted.coefficients))[place] * step
        ends = [
            average_marginal_effects(
                replace(fitted, coefficients=fitted.coefficients + sign * move)
            )
            for sign in (1, -1)
        ]
        slopes.append((ends[0]["estimate"] - ends[1]["estimate"]) / (2 * step))
    gradient = np.array(slopes)
    expected = np.sqrt(np.diag(gradient.T @ fitted.covariance @ gradient))
    assert told["std_error"].to_numpy() == pytest.approx(expected, rel=1e-5)


def test_one_category_alone_has_the_effect_and_error_of_a_difference_of_shares() -> None:
    data = sheet()
    yes = (data["answer"] >= 3).astype(int)
    one = predictors(data, categories={"tenure": ["own", "rent"]})
    shares = fit_linear(yes, one, drawn(data)).table().iloc[0]
    for rows in ("fixed", "sampled"):
        told = average_marginal_effects(fit_logit(yes, one, drawn(data)), rows=rows).iloc[0]  # type: ignore[arg-type]
        assert told["estimate"] == pytest.approx(shares["estimate"], abs=1e-10)
        assert told["std_error"] == pytest.approx(shares["std_error"], rel=1e-8)


def test_the_order_of_rows_changes_nothing() -> None:
    data = sheet()
    mixed = data.sample(frac=1, random_state=3).reset_index(drop=True)
    one, two = (
        fit_ordinal(table["answer"], [1, 2, 3, 4], given_of(table), drawn(table)).table()
        for table in (data, mixed)
    )
    pd.testing.assert_frame_equal(one, two, rtol=1e-8)


def test_a_gap_leaves_the_row_in_the_design_and_out_of_the_fit() -> None:
    data = sheet()
    data.loc[data["cluster"] == 0, "answer"] = np.nan
    fitted = fit_ordinal(data["answer"], [1, 2, 3, 4], given_of(data), drawn(data))
    assert fitted.used.sum() == 290
    assert (fitted.influence[:10] == 0).all()
    assert fitted.df == 29 - 1 - 2


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"answer": 2}, "answers_given"),
        ({"age": 1.0}, "independent_predictors"),
        ({"answer": 9}, "on_the_scale"),
        ({"cluster": lambda d: np.arange(len(d)) // 100}, "least_degrees"),
    ],
)
def test_answers_that_cannot_carry_the_model_are_refused(change: Any, rule: str) -> None:
    data = sheet().assign(**change)
    with pytest.raises(RefusedMethodError) as refused:
        fit_ordinal(data["answer"], [1, 2, 3, 4], given_of(data), drawn(data))
    assert refused.value.rule == rule


def test_answers_told_apart_perfectly_are_refused_and_not_pretended() -> None:
    data = sheet()
    data["age"] = data["answer"] + 0.0
    for fit in (
        lambda: fit_logit(
            (data["answer"] >= 3).astype(int), predictors(data, ["age"]), equal(data)
        ),
        lambda: fit_ordinal(data["answer"], [1, 2, 3, 4], predictors(data, ["age"]), equal(data)),
    ):
        with pytest.raises(RefusedMethodError, match="no_separation"):
            fit()


def test_a_scale_of_two_is_sent_to_the_logit() -> None:
    data = sheet()
    with pytest.raises(RefusedMethodError, match="fit_logit"):
        fit_ordinal(data["answer"] > 2, [False, True], given_of(data), equal(data))


def test_an_answer_that_is_not_listed_is_named() -> None:
    with pytest.raises(RefusedMethodError, match=r"answers_listed.*rent"):
        predictors(sheet(), categories={"tenure": ["own", "other"]})


# Cells that are no numbers -----------------------------------------------------------------


def test_words_among_numbers_are_named_wherever_numbers_are_asked_for() -> None:
    data = sheet()
    words = data["answer"].astype(object).where(data.index != 3, "很满意")
    answers = pd.DataFrame(np.tile([1, 2, 3, 5], (200, 1)), columns=list("abcd")).astype(object)
    answers.iloc[0] = [5, 4, 3, 2]
    answers.iloc[3, 1] = "很满意"
    for call in (
        lambda: fit_linear(words, predictors(data, ["age"]), equal(data)),
        lambda: predictors(data.assign(age=words), ["age"]),
        lambda: item_total(answers),
        lambda: kendall_w(answers),
        lambda: krippendorff_alpha(answers, "interval", np.random.default_rng(1)),
        lambda: acsi_index(answers, survey_design(np.ones(200)), (1, 5)),
    ):
        with pytest.raises(RefusedMethodError, match=r"numbers_only.*很满意"):
            call()


def test_nullable_numbers_with_gaps_are_read_as_gaps() -> None:
    data = sheet()
    gaps = data["answer"].astype("Int64").where(data.index != 3)
    plain = data["answer"].astype(float).where(data.index != 3)
    one, two = (
        fit_ordinal(answers, [1, 2, 3, 4], given_of(data), equal(data)) for answers in (gaps, plain)
    )
    assert one.coefficients == pytest.approx(two.coefficients) and one.used.sum() == 299
