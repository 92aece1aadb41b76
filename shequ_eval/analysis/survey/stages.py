"""Knows the variance of totals under sampling in stages; knows no rows and no weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shequ_eval.analysis.survey.coding import FloatArray, IntArray, compact, sums

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Stage:
    """One stage of sampling.

    `unit` is this stage's unit of each final unit (U,); `stratum` the stratum of each unit (m,);
    `sampled` the number of units drawn in each stratum (H,); `drawn` the share n/N that they are
    of all (H,), 0 with replacement; `factor` what a squared deviation counts there (H,): the
    share drawn at the stages above, times 1 - n/N, times n/(n-1). `own_mean` is False where a
    stratum's only unit is set against the mean of all units.
    """

    unit: IntArray
    stratum: IntArray
    sampled: IntArray
    drawn: FloatArray
    factor: FloatArray
    own_mean: BoolArray

    @property
    def units(self) -> int:
        """How many units this stage drew."""
        return len(self.stratum)

    def deviations(self, totals: FloatArray) -> FloatArray:
        """Units' totals (m, k) less the mean of their stratum."""
        means = sums(self.stratum, totals, len(self.sampled)) / self.sampled[:, None]
        if not self.own_mean.all():
            means[~self.own_mean] = totals.mean(axis=0)
        apart: FloatArray = totals - means[self.stratum]
        return apart


@dataclass(frozen=True)
class Stages:
    """All stages whose variance counts, the first one first.

    The estimator is the recursive one of sampling in stages without replacement: the variance
    between the units of a stage, plus the variance within each of them times the share drawn
    (Cochran 1977, section 11.8; Särndal, Swensson and Wretman 1992, result 4.3.1). Where the
    first stage was drawn with replacement, it alone counts.
    """

    stages: Sequence[Stage]

    @property
    def final_units(self) -> int:
        """How many units the last stage that counts drew."""
        return len(self.stages[0].unit)

    def covariance(self, totals: FloatArray) -> FloatArray:
        """Covariance (k, k) of the sums of the final units' weighted totals (U, k).

        One stratum of two units, with replacement: 2/(2-1) × ((1-2)² + (3-2)²).

        >>> unit, stratum = np.arange(2), np.zeros(2, int)
        >>> stage = Stage(
        ...     unit, stratum, np.array([2]), np.zeros(1), np.array([2.0]), np.array([True])
        ... )
        >>> Stages([stage]).covariance(np.array([[1.0], [3.0]])).tolist()
        [[4.0]]
        """
        found = np.zeros((totals.shape[1], totals.shape[1]))
        for stage in self.stages:
            apart = stage.deviations(sums(stage.unit, totals, stage.units))
            found += (apart * stage.factor[stage.stratum][:, None]).T @ apart
        return found

    def cell_variances(
        self, unit: IntArray, domain: IntArray, totals: FloatArray, domains: int
    ) -> tuple[FloatArray, IntArray]:
        """Variance (domains,) of each domain's sum, from its non-empty cells alone.

        `unit`, `domain` and `totals` describe one cell each: final unit, domain, weighted total
        of the influence there. Units without a row in the domain count with a total of zero.
        Beside it, how many first-stage units of each stratum are in each domain (H, domains).
        """
        found, present = np.zeros(domains), np.zeros((0, domains), dtype=np.intp)
        for place, stage in enumerate(self.stages):
            cells = _merged(stage, unit, domain, totals, domains)
            variance, here = _variances(stage, *cells, domains)
            found += variance
            present = here if place == 0 else present
        return found, present


def _merged(
    stage: Stage, unit: IntArray, domain: IntArray, totals: FloatArray, domains: int
) -> tuple[IntArray, IntArray, FloatArray]:
    """Cells of final units added up to cells of this stage's units."""
    if stage.units == len(stage.unit):  # the codes of the final units are this stage's own
        return unit, domain, totals
    cell, found = compact(stage.unit[unit] * domains + domain, stage.units * domains)
    upper, below = np.divmod(found, max(domains, 1))
    return upper, below, sums(cell, totals, len(found))


def _variances(
    stage: Stage, unit: IntArray, domain: IntArray, totals: FloatArray, domains: int
) -> tuple[FloatArray, IntArray]:
    """Sum over strata of factor × Σ(t - mean)², with the empty cells counted as zeros.

    The sum of squares about a mean is taken as Σ(t - m)² over the cells there are plus m² for
    each cell that is not: no difference of large squares. Beside it, the cells that there are in
    each stratum and domain.
    """
    strata = len(stage.sampled)
    pair = (stage.stratum * domains)[unit] + domain
    means = sums(pair, totals, strata * domains).reshape(strata, domains)
    means /= stage.sampled[:, None]
    if not stage.own_mean.all():
        means[~stage.own_mean] = sums(domain, totals, domains) / stage.units
    apart = totals - means.ravel()[pair]
    squares = sums(pair, apart * apart, strata * domains).reshape(strata, domains)
    present = np.bincount(pair, minlength=strata * domains).reshape(strata, domains)
    squares += (stage.sampled[:, None] - present) * means**2
    result: FloatArray = stage.factor @ squares
    return result, present
