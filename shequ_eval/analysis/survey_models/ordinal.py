"""Knows a weighted ordinal logit or probit with design-based errors; takes slopes as parallel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.special import logit
from scipy.stats import norm

from shequ_eval.analysis.refusals import require
from shequ_eval.analysis.survey.design import SurveyDesign
from shequ_eval.analysis.survey_models.fitted import Fitted, fitted_from_scores, rows_to_use
from shequ_eval.analysis.survey_models.links import DISTRIBUTIONS, Distribution, Link
from shequ_eval.analysis.survey_models.maximise import maximise
from shequ_eval.analysis.survey_models.model_columns import Predictors

Array = np.ndarray


def fit_ordinal(
    outcome: pd.Series,
    scale: Sequence[object],
    given: Predictors,
    design: SurveyDesign,
    link: Link = "logit",
) -> Fitted:
    """Cumulative model P(answer ≤ j) = F(threshold_j − slopes × predictors) (McCullagh 1980).

    `scale` lists the answers from lowest to highest; a positive slope goes with higher answers.
    Weighted pseudo-likelihood with analytic score and Hessian, sandwich over the design. Terms:
    slopes, then a threshold between each two answers, named low|high. Rows with a gap are left
    out of the fit and stay in the design.

    Raises
    ------
    RefusedMethodError
        See `rows_to_use`; fewer than three answers on the scale; an answer off the scale; one
        that nobody gave; or the predictors tell answers apart perfectly.

    Examples
    --------
    By hand: in group 0 the answers a, b, c come 1 : 1 : 2, in group 1 they come 2 : 1 : 1. Odds
    of at most a are 1/3 and 1, of at most b 1 and 3: both odds ratios are 3, so the slope is
    −ln 3 exactly, and the thresholds are −ln 3 and 0.

    >>> from shequ_eval.analysis.survey.build_design import survey_design
    >>> from shequ_eval.analysis.survey_models.model_columns import predictors
    >>> sheet = pd.DataFrame({"y": list("abccaabc"), "x": [0] * 4 + [1] * 4})
    >>> told = fit_ordinal(sheet["y"], "abc", predictors(sheet, ["x"]), survey_design([1] * 8))
    >>> np.exp(told.coefficients).round(6).tolist()
    [0.333333, 0.333333, 1.0]
    """
    codes = scale_codes(outcome, scale)
    used, df = rows_to_use(codes, given, design)
    answers = codes[used].astype(int)
    _require_given(answers, scale)
    model = _Cumulative(
        given.matrix.to_numpy(dtype=float)[used],
        answers,
        design.weights[used],
        len(scale),
        DISTRIBUTIONS[link],
    )
    top = maximise(model.start(link), model.derivatives, model.likelihood)
    _, _, information = model.derivatives(top)

    def refit(weights: Array) -> Array:
        other = replace(model, weights=weights)
        _require_given(other.answers[weights > 0], scale)
        return maximise(top, other.derivatives, other.likelihood)

    between = [f"{low}|{high}" for low, high in pairwise(scale)]
    return fitted_from_scores(
        f"ordinal_{link}",
        [*given.matrix.columns, *between],
        top,
        scores=model.scores(top),
        information=information,
        scale=1.0,
        log_likelihood=model.likelihood(top),
        used=used,
        df=df,
        given=given,
        design=design,
        refit=refit,
    )


def scale_codes(outcome: pd.Series, scale: Sequence[object]) -> Array:
    """Answers as their places on the scale from 0; NaN where there is none.

    Raises
    ------
    RefusedMethodError
        Fewer than three answers on the scale, or an answer off it.

    Examples
    --------
    >>> scale_codes(pd.Series(["b", None, "a"]), ["a", "b", "c"]).tolist()
    [1.0, nan, 0.0]
    """
    place = {answer: number for number, answer in enumerate(scale)}
    codes: Array = outcome.map(place).to_numpy(dtype=float, na_value=np.nan)
    _require_scale(outcome, codes, scale)
    return codes


def _require_scale(outcome: pd.Series, codes: Array, scale: Sequence[object]) -> None:
    require(
        len(scale) >= 3,
        "least_scale",
        f"量表只有 {len(scale)} 档，至少须有 3 档；两档请用 fit_logit。",
        f"The scale has {len(scale)} answers; at least 3 are needed. For two, take fit_logit.",
    )
    off = sorted({str(a) for a in outcome[np.isnan(codes) & outcome.notna().to_numpy()]})
    require(
        not off,
        "on_the_scale",
        f"不在量表 {list(scale)} 上的回答：{'、'.join(off)}。",
        f"Answers off the scale {list(scale)}: {', '.join(off)}.",
    )


def _require_given(answers: Array, scale: Sequence[object]) -> None:
    never = [str(scale[code]) for code in range(len(scale)) if not (answers == code).any()]
    require(
        not never,
        "answers_given",
        f"无人选的档：{'、'.join(never)}；其阈值无从估计，请与相邻档合并并说明。",
        f"Answers that nobody gave: {', '.join(never)}. Their thresholds cannot be estimated; "
        "merge them with a neighbour, and say so.",
    )


@dataclass(frozen=True)
class _Cumulative:
    """The weighted likelihood of answers (n,) coded from 0, given columns (n, k)."""

    columns: Array
    answers: Array
    weights: Array
    levels: int
    distribution: Distribution

    def start(self, link: Link) -> Array:
        """No slopes, and thresholds at the weighted shares."""
        shares = np.bincount(self.answers, weights=self.weights, minlength=self.levels)
        below = np.cumsum(shares)[:-1] / shares.sum()
        thresholds = logit(below) if link == "logit" else norm.ppf(below)
        return np.concatenate([np.zeros(self.columns.shape[1]), thresholds])

    def bounds(self, at: Array) -> tuple[Array, Array]:
        """Where each row's answer begins and ends on the latent scale."""
        slopes = self.columns.shape[1]
        ends = np.concatenate([[-np.inf], at[slopes:], [np.inf]])
        shift = self.columns @ at[:slopes]
        return ends[self.answers] - shift, ends[self.answers + 1] - shift

    def likelihood(self, at: Array) -> float:
        """The weighted log-likelihood; −inf where thresholds are out of order."""
        if (np.diff(at[self.columns.shape[1] :]) <= 0).any():
            return float("-inf")
        return float(self.weights @ np.log(self.distribution.between(*self.bounds(at))))

    def directions(self) -> tuple[Array, Array]:
        """How each row's lower and upper bound move with the parameters (n, parameters)."""
        rows, thresholds = len(self.answers), self.levels - 1
        step = np.zeros((rows, thresholds + 2))
        step[np.arange(rows), self.answers + 1] = 1.0
        upper = np.hstack([-self.columns, step[:, 1:-1]])
        step = np.roll(step, -1, axis=1)
        return np.hstack([-self.columns, step[:, 1:-1]]), upper

    def rates(self, at: Array) -> tuple[Array, Array, Array, Array, Array]:
        """Of each row's log-likelihood by lower and upper bound: slopes, then bends."""
        low, high = self.bounds(at)
        share = self.distribution.between(low, high)
        by_low = -self.distribution.density(low) / share
        by_high = self.distribution.density(high) / share
        bend_low = -self.distribution.density_slope(low) / share - by_low**2
        bend_high = self.distribution.density_slope(high) / share - by_high**2
        return by_low, by_high, bend_low, bend_high, -by_low * by_high

    def scores(self, at: Array) -> Array:
        """Each row's unweighted score (n, parameters)."""
        lower, upper = self.directions()
        by_low, by_high, *_ = self.rates(at)
        return lower * by_low[:, None] + upper * by_high[:, None]

    def derivatives(self, at: Array) -> tuple[float, Array, Array]:
        """Log-likelihood, gradient and negative Hessian."""
        lower, upper = self.directions()
        by_low, by_high, bend_low, bend_high, both = self.rates(at)
        gradient = lower.T @ (self.weights * by_low) + upper.T @ (self.weights * by_high)
        mixed = lower.T @ (upper * (self.weights * both)[:, None])
        bend = lower.T @ (lower * (self.weights * bend_low)[:, None])
        bend += upper.T @ (upper * (self.weights * bend_high)[:, None]) + mixed + mixed.T
        return self.likelihood(at), gradient, -bend
