"""Knows a fitted model's errors by replicate weights; makes no weights and fits no model itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from shequ_eval.analysis.refusals import RefusedMethodError, require
from shequ_eval.analysis.survey.replicates import ReplicateWeights
from shequ_eval.analysis.survey_models.fitted import Fitted

Array = np.ndarray


def by_replicates(fitted: Fitted, replicates: ReplicateWeights) -> Fitted:
    """The same model with the errors of replicate weights beside Taylor's.

    The model is fitted anew under each replicate's weights; the covariance is scale × Σ
    coefficients × (replicate − centre)(replicate − centre)ᵀ (Wolter 2007, chapters 3 to 5). The
    coefficients and the degrees of freedom stay. Of calibrated weights take replicates that were
    calibrated anew (`make_replicates.recalibrated`).

    Raises
    ------
    RefusedMethodError
        The replicates are those of other weights; or some replicate has no fit (all answers of
        one kind lie in the units that it leaves out): to pass over it would make the errors too
        small.

    Examples
    --------
    Four rows and no slope but a constant: the jackknife of a mean is s/√n.

    >>> import pandas as pd
    >>> from shequ_eval.analysis.survey.build_design import survey_design
    >>> from shequ_eval.analysis.survey.make_replicates import make_replicates
    >>> from shequ_eval.analysis.survey_models import fit_linear, predictors
    >>> design = survey_design([1, 1, 1, 1])
    >>> sheet = pd.DataFrame({"y": [1, 2, 3, 4]})
    >>> mean = fit_linear(sheet["y"], predictors(sheet), design)
    >>> told = by_replicates(mean, make_replicates(design, "JK1"))
    >>> told.table()["std_error"].round(4).tolist()
    [0.6455]
    """
    require(
        np.allclose(replicates.base, fitted.design.weights, rtol=1e-9),
        "same_weights",
        "重复权重的基础权重与模型的权重不同。",
        "The replicates belong to other weights than those of the model.",
    )
    found = np.array([_refitted(fitted, replicates, place) for place in range(_count(replicates))])
    failed = int(np.isnan(found).any(axis=1).sum())
    require(
        failed == 0,
        "every_replicate",
        f"{len(found)} 组重复权重中有 {failed} 组拟合不出（某档回答全在被略去的单元里）；"
        "略过会使误差偏小。",
        f"{failed} of {len(found)} replicates have no fit: all of some answer lies in the units "
        "left out. Passing over them would make the errors too small.",
    )
    covariance = replicates.covariance_about(found.T, fitted.coefficients)
    return replace(fitted, covariance=covariance, replicated=found)


def _count(replicates: ReplicateWeights) -> int:
    return replicates.factors.shape[1]


def _refitted(fitted: Fitted, replicates: ReplicateWeights, place: int) -> Array:
    factors = replicates.factors[:, place][replicates.unit]
    weights = (replicates.base * factors)[fitted.used]
    try:
        return fitted.refit(weights)
    except (RefusedMethodError, np.linalg.LinAlgError):
        return np.full(len(fitted.terms), np.nan)
