"""Knows whether an ordinal model's slopes are the same at every threshold; mends no model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from shequ_eval.analysis.refusals import require
from shequ_eval.analysis.survey.design import SurveyDesign
from shequ_eval.analysis.survey_models.logit import fit_logit
from shequ_eval.analysis.survey_models.model_columns import Predictors
from shequ_eval.analysis.survey_models.ordinal import scale_codes

Array = np.ndarray
ALL = ""


def parallel_slopes_test(
    outcome: pd.Series, scale: Sequence[object], given: Predictors, design: SurveyDesign
) -> pd.DataFrame:
    """Whether the J − 1 logits of "above the j-th answer" share their slopes (Brant 1990).

    The arguments are those of `fit_ordinal`, whose one slope for all thresholds is tested. Each
    logit is fitted by itself with the model's predictors, weights and design; the joint covariance
    V of their slopes β is that of their stacked influence values over the design, where Brant has
    the binomial's. With D the differences from the first logit, W = (Dβ)ᵀ(D V Dᵀ)⁻¹Dβ on
    q = (J − 2) × predictors; F = W·(d − q + 1)/(d·q) on q and d − q + 1 degrees, d the sampling
    units less strata (Korn and Graubard 1990). One row for all predictors (term ""), then one a
    predictor: term, wald, f, numerator_df, denominator_df, p_value, and slope_1, slope_2, … of
    each logit. A small p-value says that one slope for all thresholds hides a difference; a large
    one does not show that there is none.

    Raises
    ------
    RefusedMethodError
        See `fit_ordinal` and `fit_logit`; or the sampling units less strata are fewer than q.

    Examples
    --------
    By hand (see `fit_ordinal`): the odds of more than a, and of more than b, fall to a third from
    one group to the other, so that nothing speaks against one slope.

    >>> from shequ_eval.analysis.survey.build_design import survey_design
    >>> from shequ_eval.analysis.survey_models.model_columns import predictors
    >>> sheet = pd.DataFrame({"y": list("abccaabc"), "x": [0] * 4 + [1] * 4})
    >>> given = predictors(sheet, ["x"])
    >>> told = parallel_slopes_test(sheet["y"], "abc", given, survey_design([1] * 8)).iloc[1]
    >>> np.exp([told["slope_1"], told["slope_2"]]).round(6).tolist(), bool(told["wald"] < 1e-9)
    ([0.333333, 0.333333], True)
    """
    codes = scale_codes(outcome, scale)
    logits = [fit_logit(_above(codes, level), given, design) for level in range(len(scale) - 1)]
    many, levels = logits[0].slopes, len(logits)
    slopes = np.array([one.coefficients[:many] for one in logits])
    covariance = design.score_variance(np.hstack([one.influence[:, :many] for one in logits]))
    degrees = design.degrees_of_freedom(logits[0].used)
    _require_degrees(degrees, (levels - 1) * many)
    names = list(given.matrix.columns)
    rows = [_row(ALL, slopes, covariance, np.arange(many), degrees)]
    rows += [
        _row(name, slopes, covariance, np.array([place]), degrees)
        for place, name in enumerate(names)
    ]
    table = pd.DataFrame(rows)
    own = np.vstack([np.full(levels, np.nan), slopes.T])
    return table.assign(**{f"slope_{number + 1}": own[:, number] for number in range(levels)})


def _above(codes: Array, level: int) -> pd.Series:
    return pd.Series(np.where(np.isnan(codes), np.nan, codes > level))


def _row(
    term: str, slopes: Array, covariance: Array, chosen: Array, degrees: int
) -> dict[str, object]:
    levels, many = slopes.shape
    places = np.arange(levels * many).reshape(levels, many)[:, chosen]
    apart = np.zeros((levels - 1, len(chosen), levels * many))
    for level in range(1, levels):
        for number in range(len(chosen)):
            apart[level - 1, number, places[level, number]] = 1.0
            apart[level - 1, number, places[0, number]] = -1.0
    matrix = apart.reshape(-1, levels * many)
    differences = matrix @ slopes.ravel()
    wald = float(differences @ np.linalg.solve(matrix @ covariance @ matrix.T, differences))
    q = len(matrix)
    below = degrees - q + 1
    f = wald * below / (degrees * q)
    return {
        "term": term,
        "wald": wald,
        "f": f,
        "numerator_df": q,
        "denominator_df": below,
        "p_value": float(stats.f.sf(f, q, below)),
    }


def _require_degrees(degrees: int, q: int) -> None:
    require(
        degrees - q + 1 >= 1,
        "least_degrees",
        f"抽样单元数减层数为 {degrees}，须不少于约束个数 {q}；请减少自变量或合并相邻档。",
        f"Sampling units less strata are {degrees}; at least the {q} restrictions are needed. Take "
        "fewer predictors, or merge neighbouring answers.",
    )
