"""Knows what a design of reformed and comparison areas can carry, and by which rule; tests nothing.

Few reformed areas are the rule here, and they break the usual tests: cluster-robust errors and the
wild bootstrap rest on many areas on both sides (MacKinnon and Webb 2017, 2018; Conley and Taber
2011).
"""

from __future__ import annotations

from math import comb

import pandas as pd

from shequ_eval.analysis.effects.panel import AreaPanel
from shequ_eval.analysis.refusals import require

LEAST_SIDE = 5  # NOTE: the suite's own rule; the literature draws no sharp line
LEVEL = 0.95


def carried_inference(panel: AreaPanel) -> pd.DataFrame:
    """What the panel can carry, one row a method: method, carried, rule, zh, en.

    Examples
    --------
    >>> rows = pd.DataFrame({"zone": [*"aabb"], "year": [1, 2] * 2, "score": [70, 80, 70, 72],
    ...                      "reform": [2, 2, None, None]})
    >>> from shequ_eval.analysis.effects.panel import area_panel
    >>> told = carried_inference(area_panel(rows, "zone", "year", "score", "reform"))
    >>> told.set_index("method")["carried"].to_dict()["randomisation"]
    False
    """
    adoption = panel.adoption
    treated, comparison = int(adoption.notna().sum()), int(adoption.isna().sum())
    dates = adoption.dropna().unique()
    before = sum(time < max(dates) for time in panel.times)
    sides = (
        f"改革地区 {treated} 个、对照地区 {comparison} 个",
        f"{treated} reformed and {comparison} comparison areas",
    )
    draws = assignments(treated, comparison)
    waves = (f"改革前最多有 {before} 期", f"at most {before} wave(s) before a reform")
    several = (f"改革起始期有 {len(dates)} 个", f"{len(dates)} date(s) of reform")
    lines = [
        ("difference_in_differences", len(dates) == 1, "one_date", several),
        ("group_time_effects", True, "reformed_and_comparison", sides),
        ("cluster_robust_error", min(treated, comparison) >= LEAST_SIDE, "least_side", sides),
        (
            "wild_cluster_bootstrap",
            min(treated, comparison) >= LEAST_SIDE and len(dates) == 1,
            "least_side",
            sides,
        ),
        (
            "randomisation",
            draws >= least_assignments(LEVEL) and len(dates) == 1,
            "least_assignments",
            (f"{sides[0]}，可能的分派 {draws} 种", f"{sides[1]}: {draws} possible assignments"),
        ),
        ("pre_trend", before >= 2, "two_waves_before", waves),
    ]
    rows = [(name, bool(holds), rule, *words) for name, holds, rule, words in lines]
    return pd.DataFrame(rows, columns=["method", "carried", "rule", "zh", "en"])


def require_one_date(panel: AreaPanel) -> float:
    """The one date of reform.

    Raises
    ------
    RefusedMethodError
        There are several: one regression would weigh some effects negatively (Goodman-Bacon
        2021); `group_time_effects` carries it.
    """
    dates = sorted(panel.adoption.dropna().unique())
    require(
        len(dates) == 1,
        "one_date",
        f"改革起始期有 {len(dates)} 个（{'、'.join(f'{date:g}' for date in dates)}）；"
        "一个回归会给部分效果负权重，请用 group_time_effects。",
        f"There are {len(dates)} dates of reform ({', '.join(f'{date:g}' for date in dates)}); one "
        "regression would weigh some effects negatively. Take group_time_effects.",
    )
    return float(dates[0])


def require_sides(treated: int, comparison: int, what_zh: str, what_en: str) -> None:
    """Pass where both sides have at least five areas.

    Raises
    ------
    RefusedMethodError
        One has fewer; the message points to randomisation inference.
    """
    require(
        min(treated, comparison) >= LEAST_SIDE,
        "least_side",
        f"改革地区 {treated} 个、对照地区 {comparison} 个；{what_zh}要求两边各不少于 "
        f"{LEAST_SIDE} 个（本系统规则），改革地区少时它会误导；请用随机化推断。",
        f"{treated} reformed and {comparison} comparison areas; {what_en} needs at least "
        f"{LEAST_SIDE} on each side (this suite's rule): with few reformed areas it misleads. "
        "Take randomisation inference.",
    )


def assignments(treated: int, comparison: int) -> int:
    """In how many ways the reform could have been given to so many areas.

    >>> assignments(1, 4), assignments(3, 3)
    (5, 20)
    """
    return comb(treated + comparison, treated)


def least_assignments(level: float) -> int:
    """The least number of assignments with which a test at this level can reject.

    >>> least_assignments(0.95), least_assignments(0.9)
    (20, 10)
    """
    return round(1 / (1 - level))
