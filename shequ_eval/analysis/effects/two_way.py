"""Knows the difference in differences of many areas with its cluster-robust error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from shequ_eval.analysis.effects.carried import LEAST_SIDE, require_one_date
from shequ_eval.analysis.effects.panel import AreaPanel

Array = np.ndarray


@dataclass(frozen=True)
class Effect:
    """The estimate with its error and interval; both NaN where `withheld` says why."""

    estimate: float
    std_error: float
    df: float
    low: float
    high: float
    treated: int
    comparison: int
    rows: int
    withheld: str


@dataclass(frozen=True)
class Partialled:
    """Outcome and reform with the areas' and waves' means taken out, root-weighted.

    `basis` (rows × dummies) is an orthonormal basis of those means, `area` each row's code.
    """

    outcome: Array
    reform: Array
    basis: Array
    area: Array
    treated: Array

    @property
    def areas(self) -> int:
        """How many areas there are."""
        return len(self.treated)

    @property
    def estimate(self) -> float:
        """The coefficient of the reform."""
        return float(self.reform @ self.outcome / (self.reform @ self.reform))

    @property
    def correction(self) -> float:
        """G/(G−1) × (n−1)/(n−k); the areas' own means lie inside areas and are not counted."""
        rows, waves = len(self.area), self.basis.shape[1] - self.areas + 1
        return self.areas / (self.areas - 1) * (rows - 1) / max(rows - waves - 1, 1)

    @property
    def varies(self) -> bool:
        """Whether areas' changes differ at all beyond the effect."""
        size = float(np.abs(self.outcome).max()) / float(np.sqrt(self.reform @ self.reform))
        return self.error(self.estimate) > 1e-9 * size

    def by_area(self, values: Array) -> Array:
        """Sums over each area."""
        return np.bincount(self.area, weights=values, minlength=self.areas)

    def error(self, estimate: float) -> float:
        """The cluster-robust error of the estimate (Liang and Zeger 1986; CR1)."""
        scores = self.by_area(self.reform * (self.outcome - estimate * self.reform))
        spread = float(self.reform @ self.reform)
        return float(np.sqrt(self.correction * (scores**2).sum())) / spread


def partialled(panel: AreaPanel) -> Partialled:
    """Take areas and waves out of outcome and reform, by least squares.

    Raises
    ------
    RefusedMethodError
        There are several dates of reform.
    """
    date = require_one_date(panel)
    table = panel.table
    area, _ = pd.factorize(table["area"], sort=True)
    wave, _ = pd.factorize(table["time"], sort=True)
    root = np.sqrt(table["weight"].to_numpy())
    reform = (table["first_treated"].notna() & (table["time"] >= date)).to_numpy(dtype=float)
    dummies = np.hstack([np.eye(area.max() + 1)[area], np.eye(wave.max() + 1)[wave][:, 1:]])
    basis, _ = np.linalg.qr(dummies * root[:, None])
    outcome, reform = table["outcome"].to_numpy() * root, reform * root
    return Partialled(
        outcome=outcome - basis @ (basis.T @ outcome),
        reform=reform - basis @ (basis.T @ reform),
        basis=basis,
        area=area,
        treated=panel.adoption.notna().to_numpy(),
    )


def difference_in_differences(panel: AreaPanel, level: float = 0.95) -> Effect:
    """The effect of the reform with fixed effects of areas and waves, clustered by area.

    The error is CR1 with t on G − 1 degrees, withheld where either side has fewer than five
    areas: there it is far too small (MacKinnon and Webb 2018), and `withheld` says so. Take
    `randomisation_test` then. Also withheld where all areas of a side change alike.

    Raises
    ------
    RefusedMethodError
        There are several dates of reform.

    Examples
    --------
    By hand: the zone rises by 10, its comparison by 2.

    >>> from shequ_eval.analysis.effects.panel import area_panel
    >>> rows = pd.DataFrame({"zone": [*"aabb"], "year": [1, 2] * 2, "score": [70, 80, 70, 72],
    ...                      "reform": [2, 2, None, None]})
    >>> told = difference_in_differences(area_panel(rows, "zone", "year", "score", "reform"))
    >>> round(told.estimate, 9), told.std_error, told.withheld
    (8.0, nan, 'least_side')
    """
    parts = partialled(panel)
    estimate = parts.estimate
    treated, comparison = int(parts.treated.sum()), int((~parts.treated).sum())
    withheld = _withheld(parts, treated, comparison)
    error = float("nan") if withheld else parts.error(estimate)
    reach = float(stats.t.ppf((1 + level) / 2, parts.areas - 1)) * error
    return Effect(
        estimate=estimate,
        std_error=error,
        df=float(parts.areas - 1),
        low=estimate - reach,
        high=estimate + reach,
        treated=treated,
        comparison=comparison,
        rows=len(panel.table),
        withheld=withheld,
    )


def _withheld(parts: Partialled, treated: int, comparison: int) -> str:
    """The rule by which there is no error, or nothing."""
    if min(treated, comparison) < LEAST_SIDE:
        return "least_side"
    return "" if parts.varies else "varying_changes"
