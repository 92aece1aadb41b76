"""Knows average marginal effects of a fitted model with delta-method errors; claims no cause."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from shequ_eval.analysis.refusals import require
from shequ_eval.analysis.survey_models.fitted import Fitted, coefficient_table
from shequ_eval.analysis.survey_models.links import DISTRIBUTIONS, Distribution

Array = np.ndarray
Rows = Literal["fixed", "sampled"]


def average_marginal_effects(
    fitted: Fitted, level: float = 0.95, rows: Rows = "fixed"
) -> pd.DataFrame:
    """How the chance of each answer moves with each predictor, on the weighted average.

    For a number, the slope of the chance; for an answer to a category question, the difference
    from its reference with all else as it is. Errors by the delta method; with rows `fixed` the
    predictors are taken as given (what most programs print), with `sampled` their sampling error
    counts too. One row a predictor and outcome: term, outcome ("yes", or the place of the answer
    on the scale from 1), estimate, std_error, t, df, p_value, low, high. Of a linear model the
    effects are its slopes. Of a model whose errors are those of replicate weights, so are these,
    with rows `fixed`.

    Raises
    ------
    RefusedMethodError
        Rows `sampled` of a model with replicate weights.

    Examples
    --------
    By hand: 1 of 4 and 2 of 4 say yes; as a category, the effect is 1/4.

    >>> from shequ_eval.analysis.survey.build_design import survey_design
    >>> from shequ_eval.analysis.survey_models.logit import fit_logit
    >>> from shequ_eval.analysis.survey_models.model_columns import predictors
    >>> sheet = pd.DataFrame({"y": [0, 0, 0, 1, 0, 0, 1, 1], "x": list("aaaabbbb")})
    >>> given = predictors(sheet, categories={"x": ["a", "b"]})
    >>> told = average_marginal_effects(fit_logit(sheet["y"], given, survey_design([1] * 8)))
    >>> round(float(told["estimate"].iloc[0]), 6)
    0.25
    """
    if fitted.model == "linear":
        table = fitted.table(level).iloc[: fitted.slopes]
        return table.assign(outcome="mean")[["term", "outcome", *table.columns[1:]]]
    names, effects, gradients = [], [], []
    for place, term in enumerate(fitted.predictors.matrix.columns):
        effect, gradient = _effect(fitted, place)
        for outcome in range(effect.shape[1]):
            names.append((term, _outcome_name(fitted, outcome)))
            effects.append(effect[:, outcome])
            gradients.append(gradient[:, outcome])
    weights = fitted.design.weights[fitted.used]
    each = np.column_stack(effects)
    means = weights @ each / weights.sum()
    table = coefficient_table(
        [term for term, _ in names],
        means,
        _covariance(fitted, np.column_stack(gradients), (each - means) / weights.sum(), rows),
        fitted.df,
        level,
    )
    table.insert(1, "outcome", [outcome for _, outcome in names])
    return table


def _covariance(fitted: Fitted, gradients: Array, own: Array, rows: Rows) -> Array:
    """Of effects whose gradients by the terms are the columns; `own` is what each row adds."""
    if fitted.replicated is not None:
        require(
            rows == "fixed",
            "fixed_rows",
            "重复权重下的边际效应只按自变量固定（rows=fixed）计算误差。",
            "With replicate weights, marginal effects have errors with rows fixed only.",
        )
        found: Array = gradients.T @ fitted.covariance @ gradients
        return found
    influence = fitted.influence @ gradients
    if rows == "sampled":
        influence[fitted.used] += own
    return fitted.design.score_variance(influence)


def _outcome_name(fitted: Fitted, outcome: int) -> str:
    return "yes" if fitted.model == "logit" else str(outcome + 1)


def _effect(fitted: Fitted, place: int) -> tuple[Array, Array]:
    """A predictor's effect on each row (rows, outcomes), and its mean's gradient (terms, …)."""
    matrix = fitted.predictors.matrix.to_numpy(dtype=float)[fitted.used]
    factor = fitted.predictors.factor[fitted.predictors.matrix.columns[place]]
    weights = fitted.design.weights[fitted.used]
    if not factor:
        effect, gradient = _slope(fitted, matrix, place)
    else:
        siblings = [
            number
            for number, name in enumerate(fitted.predictors.matrix.columns)
            if fitted.predictors.factor[name] == factor
        ]
        reference = matrix.copy()
        reference[:, siblings] = 0.0
        answer = reference.copy()
        answer[:, place] = 1.0
        (high, steep_high), (low, steep_low) = (_chances(fitted, m) for m in (answer, reference))
        effect, gradient = high - low, steep_high - steep_low
    return effect, np.einsum("i,ijk->kj", weights / weights.sum(), gradient)


def _chances(fitted: Fitted, matrix: Array) -> tuple[Array, Array]:
    """The chance of each outcome (rows, outcomes), and its gradient (rows, outcomes, terms)."""
    ends, moves = _ends(fitted, matrix)
    distribution = _distribution(fitted)
    below, steep = distribution.cumulative(ends), distribution.density(ends)
    chances = np.diff(below, axis=1)
    gradient = np.diff(steep[:, :, None] * moves, axis=1)
    return (chances, gradient) if fitted.model != "logit" else (chances[:, 1:], gradient[:, 1:])


def _slope(fitted: Fitted, matrix: Array, place: int) -> tuple[Array, Array]:
    """The derivative of each chance by one predictor, and its gradient."""
    ends, moves = _ends(fitted, matrix)
    distribution = _distribution(fitted)
    steep, bend = distribution.density(ends), distribution.density_slope(ends)
    coefficient = fitted.coefficients[place]
    effect = np.diff(steep, axis=1) * -coefficient
    gradient = np.diff(bend[:, :, None] * moves, axis=1) * -coefficient
    gradient[:, :, place] -= np.diff(steep, axis=1)
    return (effect, gradient) if fitted.model != "logit" else (effect[:, 1:], gradient[:, 1:])


def _ends(fitted: Fitted, matrix: Array) -> tuple[Array, Array]:
    """Where each answer ends on the latent scale (rows, ends), and how terms move that.

    A logit is the ordinal model of two answers whose threshold is minus the constant.
    """
    slopes = fitted.slopes
    sign = -1.0 if fitted.model == "logit" else 1.0
    thresholds = sign * fitted.coefficients[slopes:]
    shift = matrix @ fitted.coefficients[:slopes]
    inner = thresholds[None, :] - shift[:, None]
    edge = np.full((len(matrix), 1), np.inf)
    ends = np.hstack([-edge, inner, edge])
    moves = np.zeros((*ends.shape, len(fitted.coefficients)))
    moves[:, 1:-1, :slopes] = -matrix[:, None, :]
    for number in range(len(thresholds)):
        moves[:, number + 1, slopes + number] = sign
    return ends, moves


def _distribution(fitted: Fitted) -> Distribution:
    return DISTRIBUTIONS["probit" if fitted.model == "ordinal_probit" else "logit"]
