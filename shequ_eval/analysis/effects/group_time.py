"""Knows the effect on each cohort of areas in each wave; averages none of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from shequ_eval.analysis.effects.carried import LEAST_SIDE
from shequ_eval.analysis.effects.panel import AreaPanel

Comparison = Literal["never", "not_yet"]


@dataclass(frozen=True)
class GroupTimeEffects:
    """One row a cohort and wave, with the influence of each area on each of them.

    `table` has cohort (its date of reform), time, estimate, treated, comparison (areas), after
    (the wave is not before the reform) and carried (five areas on either side). `influence` is
    (areas, rows); its squares over areas², summed, are the variances (Callaway and Sant'Anna
    2021). `cohorts` is the date of each area, NaN for comparison areas.
    """

    table: pd.DataFrame
    influence: np.ndarray
    cohorts: np.ndarray

    @property
    def areas(self) -> int:
        """How many areas there are."""
        return len(self.cohorts)

    def covariance(self) -> np.ndarray:
        """The covariance of the estimates, with G/(G−1) for the number of areas."""
        return covariance_of(self.influence)


def covariance_of(influence: np.ndarray) -> np.ndarray:
    """The covariance of estimates whose areas' influences (areas, k) sum to zero.

    >>> covariance_of(np.array([[1.0], [-1.0]])).tolist()
    [[1.0]]
    """
    areas = len(influence)
    return np.asarray(influence.T @ influence / areas**2 * (areas / (areas - 1)))


def group_time_effects(panel: AreaPanel, comparison: Comparison = "never") -> GroupTimeEffects:
    """The change of each cohort less that of the comparison areas, for each wave after the first.

    From its date on, a cohort's change runs from the last wave before it; before, from one wave
    to the next, so that those rows show whether trends were parallel. Comparison areas are those
    never reformed, or (`not_yet`) also those reformed later. Callaway and Sant'Anna (2021)
    without covariates; areas count alike, several rows of an area and wave by their weighted mean.

    Examples
    --------
    By hand: in wave 2 the zone rises by 10 where its comparison rises by 2; in wave 1 by 3 and 3.

    >>> from shequ_eval.analysis.effects.panel import area_panel
    >>> rows = pd.DataFrame({"zone": [*"aaabbb"], "year": [0, 1, 2] * 2,
    ...                      "score": [67, 70, 80, 67, 70, 72], "reform": [2] * 3 + [None] * 3})
    >>> told = group_time_effects(area_panel(rows, "zone", "year", "score", "reform"))
    >>> told.table[["cohort", "time", "estimate", "after"]].values.tolist()
    [[2.0, 1.0, 0.0, False], [2.0, 2.0, 8.0, True]]
    """
    means, cohorts, times = panel.means.to_numpy(), panel.adoption.to_numpy(), panel.times
    rows, influences = [], []
    for cohort in np.unique(cohorts[~np.isnan(cohorts)]):
        start = times.index(min(time for time in times if time >= cohort)) - 1
        for place in range(1, len(times)):
            after = times[place] >= cohort
            base = start if after else place - 1
            reformed = cohorts == cohort
            others = np.isnan(cohorts)
            if comparison == "not_yet":
                others |= (cohorts > max(times[place], times[base])) & ~reformed
            change = means[:, place] - means[:, base]
            estimate, influence = _contrast(change, reformed, others)
            sides = int(reformed.sum()), int(others.sum())
            rows.append((cohort, times[place], estimate, *sides, after, min(sides) >= LEAST_SIDE))
            influences.append(influence)
    columns = ["cohort", "time", "estimate", "treated", "comparison", "after", "carried"]
    table = pd.DataFrame(rows, columns=columns)
    return GroupTimeEffects(table, np.column_stack(influences), cohorts)


def _contrast(
    change: np.ndarray, reformed: np.ndarray, others: np.ndarray
) -> tuple[float, np.ndarray]:
    """The difference of mean changes, and how much each area moves it (times their number)."""
    areas = len(change)
    inside, outside = float(change[reformed].mean()), float(change[others].mean())
    influence = np.zeros(areas)
    influence[reformed] = (change[reformed] - inside) * areas / reformed.sum()
    influence[others] = -(change[others] - outside) * areas / others.sum()
    return inside - outside, influence
