"""Knows how weights are moved, as little as possible, so that known totals are met; knows no file.

Deville and Särndal (1992): w = d·F(x'λ), with λ such that Σw·x are the totals. F is 1 + u
(linear: the generalised regression estimator, post-stratification), exp(u) (raking), or one of
both kept between bounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from scipy.sparse import csr_array
from scipy.special import expit

from shequ_eval.analysis.survey.coding import FloatArray
from shequ_eval.analysis.survey.design import SurveyDesign

Distance = Literal["linear", "raking", "logit", "truncated"]
Bounds = tuple[float, float]
STEPS, TOLERANCE = 200, 1e-10


class CalibrationError(ValueError):
    """Totals that no weights within the bounds can meet; names those that are missed most."""


@dataclass(frozen=True)
class Margins:
    """Known totals: what each row adds (n, p), the totals (p,), and a name for each."""

    rows: csr_array
    totals: FloatArray
    names: tuple[str, ...]


@dataclass(frozen=True)
class RegressionResiduals:
    """What is left of influence values after regressing them on the margins.

    The regression has the weights before calibration, the residual later those after it
    (Deville and Särndal 1992, section 3).
    """

    rows: csr_array
    before: FloatArray

    def __call__(self, scores: FloatArray) -> FloatArray:
        """Residuals (n, k) of influence values (n, k)."""
        weighted, inverse = self._normal
        left: FloatArray = scores - self.rows @ (inverse @ (weighted @ scores))
        return left

    @cached_property
    def _normal(self) -> tuple[csr_array, FloatArray]:
        weighted = csr_array(self.rows.T * self.before)  # (p, n): each row times its weight
        return weighted, np.linalg.pinv((weighted @ self.rows).toarray())


def calibrated(
    design: SurveyDesign, margins: Margins, distance: Distance, bounds: Bounds | None = None
) -> SurveyDesign:
    """The sample with weights that meet the margins, and the variance that this leaves.

    Raises
    ------
    CalibrationError
        No weights within the bounds meet the totals.
    """
    weights = calibrated_weights(design.weights, margins, distance, bounds)
    return design.with_calibration(weights, RegressionResiduals(margins.rows, design.weights))


def calibrated_weights(
    weights: FloatArray, margins: Margins, distance: Distance, bounds: Bounds | None = None
) -> FloatArray:
    """Weights (n,) nearest to the given ones that meet the margins to 1e-10 of the largest total.

    `bounds` are the least and the greatest factor on a weight: needed for `logit` and
    `truncated`, below and above 1.

    Raises
    ------
    CalibrationError
        The bounds are missing or do not hold 1, or the totals cannot be met.

    Examples
    --------
    Two groups of two rows are to be 2 and 6 in all:

    >>> groups = csr_array(np.array([[1.0, 0], [1, 0], [0, 1], [0, 1]]))
    >>> calibrated_weights(np.ones(4), Margins(groups, np.array([2.0, 6.0]), ("a", "b")), "linear")
    array([1., 1., 3., 3.])
    """
    if distance in {"logit", "truncated"} and not (bounds and bounds[0] < 1 < bounds[1]):
        raise CalibrationError(
            f"{distance}: bounds 应为一下一上、含 1 的两个数 bounds must be two numbers around 1"
        )
    factors = np.ones(len(weights))
    slopes = np.zeros(len(margins.totals))
    scale = np.maximum(np.abs(margins.totals), np.abs(margins.totals).max() * 1e-3)
    miss = margins.totals - margins.rows.T @ weights
    for _ in range(STEPS):
        if (np.abs(miss) <= TOLERANCE * scale).all():
            return weights * factors
        curve = _derivative(margins.rows @ slopes, distance, bounds)
        hessian = ((margins.rows.T * (weights * curve)) @ margins.rows).toarray()
        step = np.linalg.pinv(hessian, rcond=1e-12, hermitian=True) @ miss
        slopes, factors, miss = _shortened(weights, margins, distance, bounds, slopes, step, miss)
    raise CalibrationError(_missed(margins, miss))


def _shortened(
    weights: FloatArray,
    margins: Margins,
    distance: Distance,
    bounds: Bounds | None,
    slopes: FloatArray,
    step: FloatArray,
    miss: FloatArray,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Newton's step, halved until it misses by less than before."""
    before = np.abs(miss).sum()
    for halving in range(30):
        tried = slopes + step * 0.5**halving
        with np.errstate(over="ignore", invalid="ignore"):
            factors = _factor(margins.rows @ tried, distance, bounds)
            left = margins.totals - margins.rows.T @ (weights * factors)
        if np.isfinite(left).all() and np.abs(left).sum() < before:
            return tried, factors, left
    raise CalibrationError(_missed(margins, miss))


def _factor(u: FloatArray, distance: Distance, bounds: Bounds | None) -> FloatArray:
    if distance == "raking":
        return np.exp(u)
    if distance == "linear" or bounds is None:
        return 1 + u
    low, high = bounds
    if distance == "truncated":
        return np.clip(1 + u, low, high)
    return low + (high - low) * expit(_steepness(low, high) * u + np.log((1 - low) / (high - 1)))


def _derivative(u: FloatArray, distance: Distance, bounds: Bounds | None) -> FloatArray:
    if distance == "raking":
        return np.exp(u)
    if distance == "linear" or bounds is None:
        return np.ones(len(u))
    low, high = bounds
    if distance == "truncated":
        return ((1 + u > low) & (1 + u < high)).astype(float)
    steepness = _steepness(low, high)
    share = expit(steepness * u + np.log((1 - low) / (high - 1)))
    return (high - low) * steepness * share * (1 - share)


def _steepness(low: float, high: float) -> float:
    return (high - low) / ((1 - low) * (high - 1))


def _missed(margins: Margins, miss: FloatArray) -> str:
    worst = np.argsort(-np.abs(miss))[:5]
    lines = [
        f"{margins.names[place]}: 差 misses by {miss[place]:.6g}"
        f"（应为 total {margins.totals[place]:.10g}）"
        for place in worst
        if abs(miss[place]) > 0
    ]
    return "校准不能满足这些总数 calibration cannot meet these totals: " + "; ".join(lines)
