"""Knows which ratings of a panel can be compared, and refuses a panel too small to be judged."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shequ_eval.analysis.numeric_columns import numeric_columns
from shequ_eval.analysis.refusals import require

LEAST_UNITS = 5  # NOTE: the suite's own rule; the published worked cases start at six
LEAST_RESAMPLED = 10  # units without which a bootstrap of units repeats the same few


def complete_ratings(ratings: pd.DataFrame) -> np.ndarray:
    """Ratings (unit × rater) as numbers, with no gap.

    Raises
    ------
    RefusedMethodError
        Fewer than two raters or five units, or a unit that a rater did not rate: the measure
        needs every rater's rating of every unit (Krippendorff's alpha does not).
    """
    least_panel(len(ratings), ratings.shape[1])
    gaps = ratings.index[ratings.isna().any(axis=1)]
    require(
        gaps.empty,
        "no_missing_rating",
        f"有缺失评分的对象：{'、'.join(map(str, gaps))}。此法要求每人评每个对象；"
        "请补齐，或改用 Krippendorff α。",
        f"Units with a missing rating: {', '.join(map(str, gaps))}. This measure needs every "
        "rater on every unit; complete them, or take Krippendorff's alpha.",
    )
    return numeric_columns(ratings).to_numpy()


def least_panel(units: int, raters: int) -> None:
    """Pass a panel of at least five units and two raters.

    Raises
    ------
    RefusedMethodError
        It is smaller.
    """
    require(
        raters >= 2,
        "least_raters",
        f"评分人 {raters} 名，至少须有 2 名。",
        f"{raters} rater(s); at least 2 are needed.",
    )
    require(
        units >= LEAST_UNITS,
        "least_units",
        f"评分对象 {units} 个，至少须有 {LEAST_UNITS} 个（本系统规则）。",
        f"{units} unit(s) rated; at least {LEAST_UNITS} are needed (this suite's rule).",
    )


def require_variation(varies: bool, name: str) -> None:
    """Pass ratings that differ somewhere.

    Raises
    ------
    RefusedMethodError
        All ratings are equal: no agreement beyond chance can be told from no scale at all.
    """
    require(
        varies,
        "varying_ratings",
        f"所有评分相同，{name} 无从定义：无法区分意见一致与量表没有区分度。",
        f"All ratings are equal, so {name} is undefined: agreement cannot be told from a scale "
        "that tells nothing apart.",
    )


def resampled_counts(units: int, draws: int, rng: np.random.Generator) -> np.ndarray:
    """How often each unit is drawn, `draws` times with replacement: (draws, units)."""
    return rng.multinomial(units, np.full(units, 1 / units), size=draws)


def percentile_interval(resampled: np.ndarray, level: float) -> tuple[float, float]:
    """The middle `level` of resampled values; those undefined are left out.

    >>> percentile_interval(np.array([0.0, 1.0, 2.0, np.nan]), 0.5)
    (0.5, 1.5)
    """
    low, high = np.nanquantile(resampled, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
