"""Knows a weighted logit of a yes or no with design-based errors; predicts for nobody."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import expit

from shequ_eval.analysis.numeric_columns import numeric_columns
from shequ_eval.analysis.refusals import require
from shequ_eval.analysis.survey.design import SurveyDesign
from shequ_eval.analysis.survey_models.fitted import (
    Fitted,
    fitted_from_scores,
    rows_to_use,
    with_constant,
)
from shequ_eval.analysis.survey_models.maximise import maximise
from shequ_eval.analysis.survey_models.model_columns import Predictors


def fit_logit(outcome: pd.Series, given: Predictors, design: SurveyDesign) -> Fitted:
    """Weighted pseudo-likelihood logit with the sandwich over the design (Binder 1983).

    `outcome` is 1 for yes and 0 for no; rows with a gap are left out of the fit and stay in the
    design.

    Raises
    ------
    RefusedMethodError
        See `rows_to_use`; another value than 0 and 1; or the predictors tell yes from no perfectly.

    Examples
    --------
    By hand: 1 of 4 and 2 of 4 say yes, so the constant is ln(1/3) and the slope ln 3.

    >>> from shequ_eval.analysis.survey.build_design import survey_design
    >>> from shequ_eval.analysis.survey_models.model_columns import predictors
    >>> sheet = pd.DataFrame({"y": [0, 0, 0, 1, 0, 0, 1, 1], "x": [0] * 4 + [1] * 4})
    >>> told = fit_logit(sheet["y"], predictors(sheet, ["x"]), survey_design([1] * 8))
    >>> np.exp(told.coefficients).round(6).tolist()
    [3.0, 0.333333]
    """
    y = numeric_columns(outcome.to_frame()).to_numpy()[:, 0]
    used, df = rows_to_use(y, given, design)
    columns = with_constant(given.matrix.to_numpy(dtype=float)[used])
    weights, y = design.weights[used], y[used]
    require(
        set(np.unique(y)) == {0.0, 1.0},
        "zero_and_one",
        f"结果须既有 0 又有 1，且只有 0 和 1；现为 {np.unique(y)[:5].tolist()}。",
        f"The outcome must hold both 0 and 1 and nothing else; found {np.unique(y)[:5].tolist()}.",
    )

    model = _YesOrNo(columns, y, weights)
    top = maximise(np.zeros(columns.shape[1]), model.derivatives, model.likelihood)

    def refit(weights: np.ndarray) -> np.ndarray:
        other = replace(model, weights=weights)
        return maximise(top, other.derivatives, other.likelihood)

    return fitted_from_scores(
        "logit",
        [*given.matrix.columns, "constant"],
        top,
        scores=columns * (y - expit(columns @ top))[:, None],
        information=model.derivatives(top)[2],
        scale=1.0,
        log_likelihood=model.likelihood(top),
        used=used,
        df=df,
        given=given,
        design=design,
        refit=refit,
    )


@dataclass(frozen=True)
class _YesOrNo:
    """The weighted likelihood of 0 and 1 (n,), given columns (n, k) with a constant."""

    columns: np.ndarray
    y: np.ndarray
    weights: np.ndarray

    def likelihood(self, at: np.ndarray) -> float:
        """The weighted log-likelihood."""
        logit = self.columns @ at
        return float(self.weights @ (self.y * logit - np.logaddexp(0, logit)))

    def derivatives(self, at: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """Log-likelihood, gradient and negative Hessian."""
        share = expit(self.columns @ at)
        bend = self.columns.T @ (self.columns * (self.weights * share * (1 - share))[:, None])
        gradient = self.columns.T @ (self.weights * (self.y - share))
        return self.likelihood(at), gradient, bend
