"""Knows what the effect would be had other areas been reformed; takes areas as exchangeable."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from shequ_eval.analysis.effects.carried import (
    assignments,
    least_assignments,
    require_one_date,
)
from shequ_eval.analysis.effects.panel import AreaPanel
from shequ_eval.analysis.refusals import require


@dataclass(frozen=True)
class RandomisationTest:
    """The p-value under random assignment, with the interval of constant effects not rejected.

    `exact` is True where every possible assignment was taken; `assignments` is how many were.
    """

    estimate: float
    p_value: float
    low: float
    high: float
    assignments: int
    exact: bool
    treated: int
    comparison: int


def area_changes(panel: AreaPanel) -> pd.DataFrame:
    """Each area's mean over the waves before and after the reform, its change, and its side.

    Columns: area, before, after, change, treated. Waves count alike within an area.

    Raises
    ------
    RefusedMethodError
        There are several dates of reform.

    Examples
    --------
    >>> from shequ_eval.analysis.effects.panel import area_panel
    >>> rows = pd.DataFrame({"zone": [*"aaabbb"], "year": [0, 1, 2] * 2,
    ...                      "score": [67, 71, 80, 67, 70, 72], "reform": [2] * 3 + [None] * 3})
    >>> area_changes(area_panel(rows, "zone", "year", "score", "reform"))["change"].tolist()
    [11.0, 3.5]
    """
    date = require_one_date(panel)
    means = panel.means
    earlier = [time for time in panel.times if time < date]
    later = [time for time in panel.times if time >= date]
    table = pd.DataFrame(
        {
            "before": means[earlier].mean(axis=1),
            "after": means[later].mean(axis=1),
            "treated": panel.adoption.notna(),
        }
    )
    table.insert(2, "change", table["after"] - table["before"])
    return table.reset_index()


def randomisation_test(
    panel: AreaPanel, rng: np.random.Generator, draws: int = 20000, level: float = 0.95
) -> RandomisationTest:
    """Test the effect by giving the reform to other areas instead (Fisher 1935).

    The statistic is the mean change of reformed areas less that of the others, areas alike; p is
    the share of assignments, the real one among them, with a difference as large. All of them are
    taken where there are no more than `draws`. The interval inverts the test for an effect that
    is the same everywhere. It asks that any area might have been chosen: with areas very unlike
    in size or variance it misleads too (MacKinnon and Webb 2020).

    Raises
    ------
    RefusedMethodError
        So few assignments are possible that no result could reach the level: with one reformed
        area, at least 19 comparison areas are needed for 95 %. Or several dates of reform.

    Examples
    --------
    By hand: three zones rise by 10, three by 0. Of the 20 assignments only the real one and its
    mirror differ by 10, so p = 0.1.

    >>> from shequ_eval.analysis.effects.panel import area_panel
    >>> rows = pd.DataFrame({"zone": [*"aabbccddeeff"], "year": [1, 2] * 6,
    ...     "score": [70, 80] * 3 + [70, 70] * 3, "reform": [2.0] * 6 + [None] * 6})
    >>> panel = area_panel(rows, "zone", "year", "score", "reform")
    >>> randomisation_test(panel, np.random.default_rng(1)).p_value
    0.1
    """
    changes = area_changes(panel)
    treated = changes["treated"].to_numpy(dtype=bool)
    reformed, others = int(treated.sum()), int((~treated).sum())
    possible, least = assignments(reformed, others), least_assignments(level)
    require(
        possible >= least,
        "least_assignments",
        f"改革地区 {reformed} 个、对照地区 {others} 个，只有 {possible} 种分派；最小 p 值为 "
        f"1/{possible}，达不到 {1 - level:.2g}。至少须有 {least} 种（只有 1 个改革地区时，"
        f"对照地区不少于 {least - 1} 个）。",
        f"{reformed} reformed and {others} comparison areas allow {possible} assignments; the "
        f"least p-value is 1/{possible}, never below {1 - level:.2g}. At least {least} are needed "
        f"(with one reformed area, {least - 1} comparison areas).",
    )
    exact = possible <= draws
    drawn = _all(treated) if exact else _drawn(treated, draws, rng)
    change = changes["change"].to_numpy()
    estimate = float(_differences(treated[None, :], change)[0])
    effects = _differences(drawn, change)
    overlaps = _differences(drawn, treated.astype(float))
    return RandomisationTest(
        estimate,
        float((np.abs(effects) >= abs(estimate) * (1 - 1e-9)).mean()),
        *_interval(estimate, effects, overlaps, 1 - level),
        assignments=len(drawn),
        exact=exact,
        treated=reformed,
        comparison=others,
    )


def _all(treated: np.ndarray) -> np.ndarray:
    chosen = combinations(range(len(treated)), int(treated.sum()))
    drawn = np.zeros((assignments(int(treated.sum()), int((~treated).sum())), len(treated)), bool)
    for row, places in enumerate(chosen):
        drawn[row, list(places)] = True
    return drawn


def _drawn(treated: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    shuffled = rng.permuted(np.tile(treated, (draws, 1)), axis=1)
    return np.vstack([treated[None, :], shuffled])


def _differences(drawn: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The mean of `values` in the areas drawn less that of the rest, for each assignment."""
    inside = drawn @ values / drawn.sum(axis=1)
    outside = (~drawn) @ values / (~drawn).sum(axis=1)
    return np.asarray(inside - outside)


def _interval(
    estimate: float, effects: np.ndarray, overlaps: np.ndarray, alpha: float
) -> tuple[float, float]:
    """Constant effects b with p(b) > alpha.

    Under b an assignment's difference is effect − b × overlap, and the real one's estimate − b;
    it is as large for all b between (estimate − effect) / (1 − overlap) and
    (estimate + effect) / (1 + overlap), in either order, the estimate among them. So p(b) counts
    such ranges, and the ends are order statistics.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        one = np.where(overlaps < 1 - 1e-12, (estimate - effects) / (1 - overlaps), -np.inf)
        two = np.where(overlaps > -1 + 1e-12, (estimate + effects) / (1 + overlaps), np.inf)
    # NOTE: the real assignment and its mirror are as large under every b
    always = (overlaps >= 1 - 1e-12) | (overlaps <= -1 + 1e-12)
    low = np.sort(np.where(always, -np.inf, np.minimum(one, two)))
    high = np.sort(np.where(always, np.inf, np.maximum(one, two)))[::-1]
    place = min(int(np.floor(alpha * len(effects) + 1e-9)), len(effects) - 1)
    return float(low[place]), float(high[place])
