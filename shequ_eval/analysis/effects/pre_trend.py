"""Knows tests that should find nothing: trends before the reform, a reform that was not there.

A test that finds nothing proves no parallel trends: with few areas it would find little in any
case (Roth 2022).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import stats

from shequ_eval.analysis.effects.carried import require_one_date
from shequ_eval.analysis.effects.group_time import GroupTimeEffects
from shequ_eval.analysis.effects.panel import AreaPanel
from shequ_eval.analysis.effects.randomisation import (
    RandomisationTest,
    area_changes,
    randomisation_test,
)
from shequ_eval.analysis.refusals import require


@dataclass(frozen=True)
class PreTrend:
    """Wald's test that all effects before the reform are zero."""

    chi_square: float
    df: int
    p_value: float


def pre_trend_test(effects: GroupTimeEffects) -> PreTrend:
    """Test that every cohort's effect in every wave before its reform is zero.

    Raises
    ------
    RefusedMethodError
        There is one wave before the reform, so nothing can be compared; a cohort or the
        comparison has fewer than five areas; or there are no more areas than effects to test.

    Examples
    --------
    By hand: before the reform five areas change by 1 on the mean and five by 0, each with the
    variance 0.4, so the effect's is (0.08 + 0.08) × 10/9, and 1 over that is 5.625.

    >>> from shequ_eval.analysis.effects.panel import area_panel
    >>> from shequ_eval.analysis.effects.group_time import group_time_effects
    >>> changes = [0, 1, 2, 1, 1, -1, 0, 1, 0, 0]
    >>> rows = pd.DataFrame([(area, wave, change * wave, 2.0 if area < 5 else None)
    ...     for area, change in enumerate(changes) for wave in (0, 1, 2)], columns=list("awsr"))
    >>> round(pre_trend_test(group_time_effects(area_panel(rows, *"awsr"))).chi_square, 9)
    5.625
    """
    table = effects.table
    early = ~table["after"].to_numpy(dtype=bool)
    require(
        bool(early.any()),
        "two_waves_before",
        "改革前只有一期，无法检验改革前走势是否平行；须有两期。",
        "There is one wave before the reform, so trends before it cannot be tested; two are "
        "needed.",
    )
    require(
        bool(table.loc[early, "carried"].all()) and effects.areas > int(early.sum()) + 1,
        "least_side",
        f"每批改革地区与对照地区各须不少于 5 个，且地区总数（{effects.areas}）须多于待检验的"
        f"效应数（{int(early.sum())}）；请用 placebo_in_time。",
        "Each cohort and the comparison need at least 5 areas, and more areas "
        f"({effects.areas}) than effects to test ({int(early.sum())}); take placebo_in_time.",
    )
    estimates = table.loc[early, "estimate"].to_numpy()
    covariance = effects.covariance()[np.ix_(early, early)]
    df = int(np.linalg.matrix_rank(covariance))
    chi_square = float(estimates @ np.linalg.pinv(covariance, hermitian=True) @ estimates)
    return PreTrend(chi_square, df, float(stats.chi2.sf(chi_square, df)))


def placebo_in_time(
    panel: AreaPanel, pretended: float, rng: np.random.Generator, draws: int = 20000
) -> RandomisationTest:
    """The randomisation test of a reform pretended at an earlier wave, on earlier waves alone.

    Waves from the real reform on are left out. An effect found here cannot be the reform's.

    Raises
    ------
    RefusedMethodError
        No wave lies on one side of the pretended date before the real one; or see
        `randomisation_test`.

    Examples
    --------
    By hand: before the reform of wave 3, three zones already rose by 10 in wave 2 and three did
    not; of 20 assignments the real one and its mirror differ as much.

    >>> from shequ_eval.analysis.effects.panel import area_panel
    >>> rows = pd.DataFrame([(area, wave, 10.0 * (area < 3 and wave > 1), 3.0 if area < 3 else None)
    ...     for area in range(6) for wave in (1, 2, 3)], columns=list("awsr"))
    >>> placebo_in_time(area_panel(rows, *"awsr"), 2, np.random.default_rng(1)).p_value
    0.1
    """
    date = require_one_date(panel)
    earlier = panel.before(date)
    waves = earlier.times
    require(
        any(time < pretended for time in waves) and any(time >= pretended for time in waves),
        "two_waves_before",
        f"改革前的期次为 {waves}，假定的改革期 {pretended:g} 两侧须各有一期。",
        f"The waves before the reform are {waves}; the pretended date {pretended:g} needs one on "
        "either side.",
    )
    table = earlier.table.copy()
    table.loc[table["first_treated"].notna(), "first_treated"] = pretended
    return randomisation_test(replace(earlier, table=table), rng, draws)


def placebo_in_space(panel: AreaPanel) -> pd.DataFrame:
    """What each comparison area would show as the only reformed one, the real areas left out.

    One row an area: area, estimate (its change less the mean change of the other comparison
    areas). The real effect should stand outside them; with few areas that is a look, not a test.

    Raises
    ------
    RefusedMethodError
        Fewer than three comparison areas, or several dates of reform.

    Examples
    --------
    By hand: comparison areas change by 1, 2 and 6; the first less the mean of the others is −3.

    >>> from shequ_eval.analysis.effects.panel import area_panel
    >>> rows = pd.DataFrame([(area, wave, wave * change, 1.0 if area == 0 else None)
    ...     for area, change in enumerate([9, 1, 2, 6]) for wave in (0, 1)], columns=list("awsr"))
    >>> placebo_in_space(area_panel(rows, *"awsr"))["estimate"].tolist()
    [-3.0, -1.5, 4.5]
    """
    changes = area_changes(panel)
    others = changes[~changes["treated"]].reset_index(drop=True)
    require(
        len(others) >= 3,
        "three_comparisons",
        f"对照地区 {len(others)} 个，至少须有 3 个才能逐个假定。",
        f"{len(others)} comparison area(s); at least 3 are needed to pretend one after another.",
    )
    change = others["change"]
    rest = (change.sum() - change) / (len(others) - 1)
    return pd.DataFrame({"area": others["area"], "estimate": change - rest})
