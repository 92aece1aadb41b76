"""Knows how a sample was drawn and what that makes of the variance of totals; estimates nothing.

Taylor linearisation everywhere: whoever estimates something hands in the influence value of each
row, and gets the covariance matrix of the weighted totals back (Binder 1983).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from shequ_eval.analysis.survey.coding import Coded, FloatArray, IntArray, sums
from shequ_eval.analysis.survey.stages import Stages

LonelyRule = Literal["error", "certainty", "average", "centre"]


class Residuals(Protocol):
    """What calibration leaves of influence values: their part that the margins do not explain."""

    def __call__(self, scores: FloatArray) -> FloatArray:
        """Residuals (n, k) of influence values (n, k)."""


@dataclass(frozen=True)
class SurveyDesign:
    """A sample as drawn: weights, strata, units of every stage, and the corrections.

    Made by `survey_design`, which checks it all. Always the whole sample: a part of it (a domain)
    is a mask, so that the units without a row in the domain still count.

    Attributes
    ----------
    weights
        (n,) weight of each row, 0 or above, after calibration where there was one.
    stratum, psu
        First-stage stratum and primary sampling unit of each row, as codes.
    final_unit
        (n,) unit of the last stage whose variance counts.
    stages
        The stages themselves, with finite population corrections and the rule for lonely units.
    notes
        What a reader of any estimate should know of the stages: what is taken as complete.
    residuals
        What calibration does to influence values; None where the weights are not calibrated.
    """

    weights: FloatArray
    stratum: Coded
    psu: Coded
    final_unit: IntArray
    stages: Stages
    notes: tuple[str, ...] = ()
    residuals: Residuals | None = None

    @property
    def rows(self) -> int:
        """Rows of the whole sample."""
        return len(self.weights)

    def with_calibration(self, weights: FloatArray, residuals: Residuals) -> SurveyDesign:
        """The same sample with calibrated weights, whose variance is that of the residuals."""
        return replace(self, weights=weights, residuals=residuals)

    def unit_totals(self, scores: FloatArray) -> FloatArray:
        """Weighted totals (U, k) of influence values (n, k) in each final unit."""
        left = scores if self.residuals is None else self.residuals(scores)
        weighted = left * self.weights[:, None]
        if len(self.final_unit) == self.stages.final_units and _in_order(self.final_unit):
            return weighted
        return sums(self.final_unit, weighted, self.stages.final_units)

    def score_variance(self, scores: FloatArray) -> FloatArray:
        """Covariance matrix (k, k) of the weighted totals of influence values (n, k).

        A row outside a domain, or without an answer, has the influence 0 and must not be left
        out. With all stages' corrections, the rule for lonely units and the calibration.

        Raises
        ------
        ValueError
            The influence values are not (n, k) or one is not finite.

        Examples
        --------
        Two strata of two rows each, weights 1: (1-3)²/2 × 2 + (5-5)²/2 × 2 = 4.

        >>> from shequ_eval.analysis.survey.build_design import survey_design
        >>> design = survey_design([1, 1, 1, 1], strata=["a", "a", "b", "b"])
        >>> design.score_variance(np.array([[1.0], [3.0], [5.0], [5.0]])).tolist()
        [[4.0]]
        """
        values = np.asarray(scores, dtype=float)
        values = values[:, None] if values.ndim == 1 else values
        if values.ndim != 2 or len(values) != self.rows:
            raise ValueError(f"scores: found 为 {values.shape}; 应为 ({self.rows}, k)")
        if not np.isfinite(values).all():
            raise ValueError("scores: 有缺失或无穷大 some are missing or infinite; 缺答应为 0")
        return self.stages.covariance(self.unit_totals(values))

    def degrees_of_freedom(self, mask: NDArray[np.bool_] | None = None) -> int:
        """Primary sampling units less strata, of those with a row of positive weight in the mask.

        >>> from shequ_eval.analysis.survey.build_design import survey_design
        >>> design = survey_design([1, 1, 1, 1], strata=["a", "a", "b", "b"])
        >>> design.degrees_of_freedom(), design.degrees_of_freedom(np.array([1, 1, 0, 0], bool))
        (2, 1)
        """
        units, strata = self.units_and_strata(mask)
        return units - strata

    def units_and_strata(self, mask: NDArray[np.bool_] | None = None) -> tuple[int, int]:
        """Primary sampling units, and strata, with a row of positive weight in the mask."""
        counts = self.weights > 0
        if mask is not None:
            counts = counts & mask
        return (
            len(np.unique(self.psu.codes[counts])),
            len(np.unique(self.stratum.codes[counts])),
        )


def _in_order(codes: IntArray) -> bool:
    return bool(np.array_equal(codes, np.arange(len(codes))))
