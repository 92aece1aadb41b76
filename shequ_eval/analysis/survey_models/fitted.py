"""Knows a fitted model's coefficients with their design-based errors; fits none itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from shequ_eval.analysis.refusals import require
from shequ_eval.analysis.survey.design import SurveyDesign
from shequ_eval.analysis.survey_models.model_columns import Predictors

Array = np.ndarray
Refit = Callable[[Array], Array]


@dataclass(frozen=True)
class Fitted:
    """A model fitted to a sample.

    Attributes
    ----------
    terms, coefficients
        Names and values: slopes first, then the constant or the thresholds.
    covariance
        Design-based, with all stages' corrections; of a calibrated design, of the residuals.
    hessian_covariance
        The inverse of the weighted information, as if weights were counts of people: what a
        program without designs prints. For comparison only; of a linear model times the residual
        variance.
    influence
        (rows, terms) how much each row's weight moves each coefficient; 0 where not used.
    used
        (rows,) which rows had no gap and a weight above zero.
    log_likelihood
        Weighted; NaN for a linear model.
    df
        Sampling units less strata less slopes: what t tests and intervals use.
    refit
        The coefficients under other weights of the used rows: what replicate weights need.
    replicated
        (replicates, terms) coefficients under each replicate's weights, where `covariance` is
        theirs (see `replicated.by_replicates`).
    """

    model: str
    terms: tuple[str, ...]
    coefficients: Array
    covariance: Array
    hessian_covariance: Array
    influence: Array
    used: Array
    log_likelihood: float
    df: int
    predictors: Predictors
    design: SurveyDesign
    refit: Refit
    replicated: Array | None = None

    @property
    def slopes(self) -> int:
        """How many of the terms are slopes."""
        return self.predictors.matrix.shape[1]

    def table(self, level: float = 0.95) -> pd.DataFrame:
        """One row a term: term, estimate, std_error, t, df, p_value, low, high."""
        return coefficient_table(
            list(self.terms), self.coefficients, self.covariance, self.df, level
        )


def coefficient_table(
    terms: list[str], estimates: Array, covariance: Array, df: float, level: float
) -> pd.DataFrame:
    """Estimates with errors, t tests and intervals on `df` degrees.

    >>> told = coefficient_table(["a"], np.array([2.0]), np.array([[1.0]]), 1e9, 0.95)
    >>> told[["t", "low", "high"]].round(2).values.tolist()
    [[2.0, 0.04, 3.96]]
    """
    errors = np.sqrt(np.diag(covariance))
    with np.errstate(divide="ignore", invalid="ignore"):
        t = estimates / errors
    reach = stats.t.ppf((1 + level) / 2, df) * errors
    return pd.DataFrame(
        {
            "term": terms,
            "estimate": estimates,
            "std_error": errors,
            "t": t,
            "df": df,
            "p_value": 2 * stats.t.sf(np.abs(t), df),
            "low": estimates - reach,
            "high": estimates + reach,
        }
    )


def rows_to_use(outcome: Array, given: Predictors, design: SurveyDesign) -> tuple[Array, int]:
    """Rows without a gap and with weight, and the degrees that their sampling units leave.

    Raises
    ------
    RefusedMethodError
        Lengths differ; no row is left; a predictor does not vary or follows from others; or the
        sampling units less strata are not more than the slopes.
    """
    require(
        len(outcome) == len(given.matrix) == design.rows,
        "same_rows",
        f"结果 {len(outcome)} 行、自变量 {len(given.matrix)} 行、设计 {design.rows} 行，须相同。",
        f"Outcome {len(outcome)}, predictors {len(given.matrix)}, design {design.rows} rows: they "
        "must be the same.",
    )
    used = given.complete & ~np.isnan(outcome) & (design.weights > 0)
    _require_full_rank(with_constant(given.matrix.to_numpy(dtype=float)[used]), given)
    slopes = given.matrix.shape[1]
    left = design.degrees_of_freedom(used) - slopes
    require(
        left >= 1,
        "least_degrees",
        f"抽样单元数减层数为 {left + slopes}，须大于斜率个数 {slopes}；请减少自变量或合并样本。",
        f"Sampling units less strata are {left + slopes}; they must be more than the {slopes} "
        "slopes. Take fewer predictors, or pool samples.",
    )
    return used, left


def with_constant(matrix: Array) -> Array:
    """The columns and a last one of ones."""
    return np.column_stack([matrix, np.ones(len(matrix))])


def _require_full_rank(matrix: Array, given: Predictors) -> None:
    require(
        len(matrix) > matrix.shape[1],
        "least_rows",
        f"没有缺失的行有 {len(matrix)}，须多于系数个数 {matrix.shape[1]}。",
        f"{len(matrix)} rows without a gap; more than the {matrix.shape[1]} coefficients are "
        "needed.",
    )
    scale = np.abs(matrix).max(axis=0)
    rank = np.linalg.matrix_rank(matrix / np.where(scale > 0, scale, 1))
    require(
        int(rank) == matrix.shape[1],
        "independent_predictors",
        f"自变量 {list(given.matrix.columns)} 中有不变的或可由其他推出的，请剔除。",
        f"Among {list(given.matrix.columns)} one does not vary or follows from others; leave it "
        "out.",
    )


def fitted_from_scores(
    model: str,
    terms: list[str],
    coefficients: Array,
    scores: Array,
    information: Array,
    scale: float,
    log_likelihood: float,
    used: Array,
    df: int,
    given: Predictors,
    design: SurveyDesign,
    refit: Refit,
) -> Fitted:
    """The sandwich: a row's score through the inverse information is its influence (Binder 1983).

    `scores` (used rows, terms) are unweighted; `information` is the weighted negative Hessian.
    """
    inverse = np.linalg.inv(information)
    influence = np.zeros((design.rows, len(terms)))
    influence[used] = scores @ inverse
    return Fitted(
        model=model,
        terms=tuple(terms),
        coefficients=coefficients,
        covariance=design.score_variance(influence),
        hessian_covariance=inverse * scale,
        influence=influence,
        used=used,
        log_likelihood=log_likelihood,
        df=df,
        predictors=given,
        design=design,
        refit=refit,
    )
