"""Knows a weighted linear model of a survey with design-based errors; checks no linearity."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shequ_eval.analysis.numeric_columns import numeric_columns
from shequ_eval.analysis.survey.design import SurveyDesign
from shequ_eval.analysis.survey_models.fitted import (
    Fitted,
    fitted_from_scores,
    rows_to_use,
    with_constant,
)
from shequ_eval.analysis.survey_models.model_columns import Predictors


def fit_linear(outcome: pd.Series, given: Predictors, design: SurveyDesign) -> Fitted:
    """Weighted least squares with the sandwich over the design (Fuller 1975; Binder 1983).

    Rows with a gap are left out of the fit and stay in the design.

    Raises
    ------
    RefusedMethodError
        See `rows_to_use`.

    Examples
    --------
    By hand: two groups of means 1 and 3, so the constant is 1 and the slope 2.

    >>> from shequ_eval.analysis.survey.build_design import survey_design
    >>> from shequ_eval.analysis.survey_models.model_columns import predictors
    >>> sheet = pd.DataFrame({"y": [0, 2, 2, 4], "x": [0, 0, 1, 1]})
    >>> told = fit_linear(sheet["y"], predictors(sheet, ["x"]), survey_design([1, 1, 1, 1]))
    >>> told.coefficients.round(9).tolist()
    [2.0, 1.0]
    """
    y = numeric_columns(outcome.to_frame()).to_numpy()[:, 0]
    used, df = rows_to_use(y, given, design)
    columns = with_constant(given.matrix.to_numpy(dtype=float)[used])
    weights, y = design.weights[used], y[used]

    def refit(weights: np.ndarray) -> np.ndarray:
        root = np.sqrt(weights)
        return np.asarray(np.linalg.lstsq(columns * root[:, None], y * root, rcond=None)[0])

    coefficients = refit(weights)
    residual = y - columns @ coefficients
    return fitted_from_scores(
        "linear",
        [*given.matrix.columns, "constant"],
        coefficients,
        scores=columns * residual[:, None],
        information=columns.T @ (columns * weights[:, None]),
        scale=float(weights @ residual**2 / (weights.sum() - columns.shape[1])),
        log_likelihood=float("nan"),
        used=used,
        df=df,
        given=given,
        design=design,
        refit=refit,
    )
