"""Knows one estimate of all domains and the covariance of any of them; draws no interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shequ_eval.analysis.survey.cells import Cells, cells_of
from shequ_eval.analysis.survey.coding import FloatArray, IntArray, sums
from shequ_eval.analysis.survey.design import SurveyDesign
from shequ_eval.analysis.survey.linearisation import (
    Points,
    cell_errors,
    cell_influence,
    points_of,
    row_influence,
)
from shequ_eval.analysis.survey.measures import Domains, Measure
from shequ_eval.analysis.survey.replicates import (
    ReplicateWeights,
    replicate_estimates,
    replicate_variances,
)
from shequ_eval.analysis.survey.stages import Stages

SCORES_AT_ONCE = 1 << 23  # influence values of rows × domains that are held side by side


@dataclass(frozen=True)
class Estimated:
    """All domains of one estimate: cells, points, and what their variance needs.

    `design`, `measure` and `domains` are there where the rows are in memory.
    """

    cells: Cells
    points: Points
    stages: Stages
    design: SurveyDesign | None = None
    measure: Measure | None = None
    domains: Domains | None = None
    replicates: ReplicateWeights | None = None

    def errors(self) -> tuple[FloatArray, IntArray, IntArray]:
        """Of each domain (D,): variance, primary sampling units with a row, degrees of freedom.

        Calibrated weights carry a residual of every row into every domain, so that rows are
        needed for the variance; otherwise the cells alone are.
        """
        if self.replicates is not None:
            variance = replicate_variances(self.replicates, self.cells, self.points)
            units = self.replicates.own_units(self.cells)
            return variance, units, self.replicates.degrees_of_freedom(self.cells)
        plain = cell_errors(self.stages, self.cells, self.points)
        df = plain.units - plain.strata
        if self.design is None or self.design.residuals is None:
            return plain.variance, plain.units, df
        variance = np.empty(self.cells.domains)
        several = max(SCORES_AT_ONCE // max(self.design.rows, 1), 1)
        for start in range(0, len(variance), several):
            chosen = np.arange(start, min(start + several, len(variance)))
            variance[chosen] = np.diag(self.covariance(chosen))
        return variance, plain.units, df

    def without_error(
        self, variance: FloatArray, units: IntArray, df: IntArray
    ) -> NDArray[np.bool_]:
        """Domains (D,) whose error cannot be estimated, whatever the formula gives.

        The influence on a mean within a domain sums to 0, so that a domain in one primary unit
        shows no variance between units at all: not because there is none. A unit that was taken
        for certain has none; the total of a domain in one unit has, against the others' zeros.
        """
        first = self.stages.stages[0]
        drawn_some = np.ones(self.cells.domains, dtype=bool)
        if self.replicates is None:
            unsure = first.drawn[first.stratum[first.unit[self.cells.unit]]] < 1
            drawn_some = np.bincount(self.cells.domain, unsure, self.cells.domains) > 0
        hollow = (variance <= 0) | ((units == 1) & (self.cells.kind != "total"))
        found: NDArray[np.bool_] = (df < 1) & (self.cells.rows > 0) & drawn_some & hollow
        return found

    def covariance(self, chosen: IntArray) -> FloatArray:
        """Covariance matrix (k, k) of the chosen domains' estimates."""
        if self.replicates is not None:
            replicated = replicate_estimates(self.replicates, self.cells)[chosen]
            return self.replicates.covariance_about(replicated, self.points.value[chosen])
        design, measure, domains = self.design, self.measure, self.domains
        if design and measure and domains and design.residuals is not None:
            return design.score_variance(row_influence(measure, domains, self.points, chosen))
        influence = cell_influence(self.cells, self.points)
        totals = np.zeros((self.stages.final_units, len(chosen)))
        for place, domain in enumerate(chosen):
            here = self.cells.domain == domain
            totals[:, place] = sums(self.cells.unit[here], influence[here], len(totals))
        return self.stages.covariance(totals)

    def units_and_strata(self, chosen: IntArray) -> tuple[int, int]:
        """Primary sampling units, and strata, with a row in any of the chosen domains."""
        first = self.stages.stages[0]
        unit = self.cells.unit[np.isin(self.cells.domain, chosen)]
        if self.replicates is not None:
            psu, strata = self.replicates.unit_psu[unit], self.replicates.unit_stratum[unit]
            return len(np.unique(psu)), len(np.unique(strata))
        psu = np.unique(first.unit[unit])
        return len(psu), len(np.unique(first.stratum[psu]))


def estimated(
    design: SurveyDesign,
    measure: Measure,
    domains: Domains,
    replicates: ReplicateWeights | None = None,
) -> Estimated:
    """The estimates of rows in memory."""
    if replicates is not None:
        cells = cells_of(measure, domains, replicates.base, replicates.unit, replicates.units)
    else:
        units = design.stages.final_units
        cells = cells_of(measure, domains, design.weights, design.final_unit, units)
    return Estimated(cells, points_of(cells), design.stages, design, measure, domains, replicates)
