"""Knows replicate weights, given or made, and the variance that they carry; draws no interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from shequ_eval.analysis.survey.cells import Cells
from shequ_eval.analysis.survey.coding import FloatArray, IntArray
from shequ_eval.analysis.survey.linearisation import Points


@dataclass(frozen=True)
class ReplicateWeights:
    """R replicates of a sample's weights, as factors on the weights of its units.

    `base` (n,) are the full sample's weights, `unit` (n,) the unit of each row and `factors`
    (U, R) what each replicate multiplies a unit's weights by. Where every row has weights of its
    own, each row is its own unit. The variance is scale × Σ coefficients × (estimate of the
    replicate - centre)²; the centre is the full sample's estimate under `mse`, otherwise the mean
    of the replicates'. `unit_stratum` (U,) is -1 where the strata are not known (weights given by
    others): degrees of freedom are then the rank of the domain's replicate weights less 1.
    """

    base: FloatArray
    unit: IntArray
    factors: FloatArray
    scale: float
    coefficients: FloatArray
    mse: bool
    unit_psu: IntArray
    unit_stratum: IntArray

    @property
    def units(self) -> int:
        """How many units the factors are for."""
        return len(self.factors)

    def own_units(self, cells: Cells) -> IntArray:
        """Primary sampling units with a row in each domain (D,); rows where they are not known."""
        size = max(cells.domains, 1)
        pair = np.unique(self.unit_psu[cells.unit] * size + cells.domain)
        return np.bincount(pair % size, minlength=cells.domains)

    def degrees_of_freedom(self, cells: Cells) -> IntArray:
        """Degrees of freedom of each domain (D,): its own units less its own strata."""
        return np.array(
            [
                self._own(np.unique(cells.unit[cells.domain == domain]))
                for domain in range(cells.domains)
            ],
            dtype=np.intp,
        )

    def _own(self, units: IntArray) -> int:
        if not len(units):
            return 0
        if (self.unit_stratum < 0).any():
            return int(np.linalg.matrix_rank(self.factors[units])) - 1
        return len(np.unique(self.unit_psu[units])) - len(np.unique(self.unit_stratum[units]))

    def variance_about(self, replicated: FloatArray, whole: FloatArray) -> FloatArray:
        """Variance (D,) of estimates whose replicates are (D, R).

        A replicate in which a domain has no weight left has no estimate; it is left out.
        """
        covariance: FloatArray = self.covariance_about(replicated, whole, diagonal=True)
        return covariance

    def covariance_about(
        self, replicated: FloatArray, whole: FloatArray, diagonal: bool = False
    ) -> FloatArray:
        """Covariance (D, D) of estimates whose replicates are (D, R), or its diagonal (D,)."""
        known = np.isfinite(replicated)
        counts = known.sum(axis=1)
        sums_known = np.where(known, replicated, 0.0).sum(axis=1)
        centre = whole if self.mse else sums_known / np.maximum(counts, 1)
        apart = np.where(known, replicated - centre[:, None], 0.0)
        if diagonal:
            return self.scale * (apart**2 @ self.coefficients)
        return self.scale * (apart * self.coefficients) @ apart.T


def replicate_estimates(replicates: ReplicateWeights, cells: Cells) -> FloatArray:
    """Each domain's estimate in each replicate (D, R); missing where no weight is left."""
    above = _replicated(replicates, cells, cells.num)
    if cells.kind == "total":
        return above
    below = _replicated(replicates, cells, cells.den)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below == 0, np.nan, above / below)


def replicate_variances(replicates: ReplicateWeights, cells: Cells, points: Points) -> FloatArray:
    """Variance of each domain's estimate (D,) over the replicates (Wolter 2007, chapters 3-5)."""
    return replicates.variance_about(replicate_estimates(replicates, cells), points.value)


def _replicated(replicates: ReplicateWeights, cells: Cells, values: FloatArray) -> FloatArray:
    shape = (cells.domains, replicates.units)
    table = csr_array((values, (cells.domain, cells.unit)), shape=shape)
    found: FloatArray = table @ replicates.factors
    return found
