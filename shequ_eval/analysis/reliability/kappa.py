"""Knows kappa of many raters (Fleiss) and of two on a scale (weighted); Cohen's is elsewhere.

Cohen's kappa of two codings is in `shequ_eval.analysis.agreement`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, to_table
from statsmodels.stats.inter_rater import fleiss_kappa as kappa_of_counts

from shequ_eval.analysis.refusals import require
from shequ_eval.analysis.reliability.ratings import (
    LEAST_RESAMPLED,
    least_panel,
    percentile_interval,
    require_variation,
    resampled_counts,
)


@dataclass(frozen=True)
class Kappa:
    """Kappa with its interval, and the test that there is no agreement beyond chance.

    `z` is against the standard error under no agreement; `low` and `high` are NaN below ten units.
    """

    kappa: float
    low: float
    high: float
    z: float
    p_value: float
    units: int
    raters: int


def fleiss_kappa(
    ratings: pd.DataFrame, rng: np.random.Generator, draws: int = 2000, level: float = 0.95
) -> Kappa:
    """Fleiss' kappa of the same number of raters on every unit, for categories.

    `ratings` has a row a unit, a column a rater, no gap. The test is Fleiss, Nee and Landis'
    (1979); the interval resamples units.

    Raises
    ------
    RefusedMethodError
        Fewer than two raters or five units; a missing rating; or one category only.

    Examples
    --------
    By hand, as for Krippendorff's alpha: 0.8 of pairs agree, 0.5 would by chance.

    >>> votes = pd.DataFrame({"one": list("aabba"), "two": list("aabbb")})
    >>> round(fleiss_kappa(votes, np.random.default_rng(1)).kappa, 12)
    0.6
    """
    counts = _category_counts(ratings)
    units, raters = ratings.shape
    kappa = float(kappa_of_counts(counts))
    z = kappa / _null_error(counts, units, raters)
    low = high = float("nan")
    if units >= LEAST_RESAMPLED:
        resampled = _kappas(counts, resampled_counts(units, draws, rng), raters)
        low, high = percentile_interval(resampled, level)
    return Kappa(kappa, low, high, z, float(2 * stats.norm.sf(abs(z))), units, raters)


def _category_counts(ratings: pd.DataFrame) -> np.ndarray:
    least_panel(*ratings.shape)
    gaps = ratings.index[ratings.isna().any(axis=1)]
    require(
        gaps.empty,
        "no_missing_rating",
        f"有缺失评分的对象：{'、'.join(map(str, gaps))}；请补齐，或改用 Krippendorff α。",
        f"Units with a missing rating: {', '.join(map(str, gaps))}; complete them, or take "
        "Krippendorff's alpha.",
    )
    counts, categories = aggregate_raters(ratings.to_numpy())
    require_variation(len(categories) > 1, "Fleiss κ")
    return np.asarray(counts, dtype=float)


def _null_error(counts: np.ndarray, units: int, raters: int) -> float:
    share = counts.sum(axis=0) / counts.sum()
    spread = share * (1 - share)
    total = float(spread.sum())
    inside = total**2 - float((spread * (1 - 2 * share)).sum())
    return float(np.sqrt(2 * inside / (units * raters * (raters - 1)))) / total


def _kappas(counts: np.ndarray, resamples: np.ndarray, raters: int) -> np.ndarray:
    agreed = (counts * (counts - 1)).sum(axis=1) / (raters * (raters - 1))
    units = resamples.sum(axis=1)
    observed = resamples @ agreed / units
    shares = resamples @ counts / (units * raters)[:, None]
    chance = (shares**2).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(chance < 1 - 1e-12, (observed - chance) / (1 - chance), np.nan)


def weighted_kappa(
    first: pd.Series,
    second: pd.Series,
    scale: list[float],
    weights: Literal["linear", "quadratic"] = "quadratic",
    level: float = 0.95,
) -> Kappa:
    """Weighted kappa of two raters on an ordered scale: a near miss counts less than a far one.

    `scale` is every value that may be given, in order, used or not: it sets how far apart two
    ratings are. The interval is normal (Fleiss, Cohen and Everitt 1969), as statsmodels has it.

    Raises
    ------
    RefusedMethodError
        Fewer than five units; a missing rating; a value off the scale; or all ratings are equal.

    Examples
    --------
    By hand, linear on 1–3: one of five is off by one of two steps, so disagreement is 0.1; by
    chance it would be 0.46 (of 25 pairs, 6 are off by two steps and 11 by one): 1 − 0.1/0.46.

    >>> one, two = pd.Series([1, 1, 2, 2, 3]), pd.Series([1, 1, 2, 3, 3])
    >>> round(weighted_kappa(one, two, [1, 2, 3], "linear").kappa, 4)
    0.7826
    """
    pairs = pd.DataFrame({"first": first.to_numpy(), "second": second.to_numpy()})
    least_panel(len(pairs), 2)
    place = {value: number for number, value in enumerate(scale)}
    codes = pd.DataFrame({key: pairs[key].map(place) for key in pairs})
    off = pairs[codes.isna().any(axis=1)]
    require(
        off.empty,
        "on_the_scale",
        f"缺失或不在量表 {scale} 上的评分，位置 {list(off.index)}。",
        f"Ratings that are missing or off the scale {scale}, at positions {list(off.index)}.",
    )
    require_variation(len(np.unique(codes.to_numpy())) > 1, "κ")
    table, _ = to_table(codes.to_numpy(dtype=int), bins=np.arange(len(scale) + 1) - 0.5)
    found = cohens_kappa(table, wt=weights)
    # statsmodels' interval is at 95 %; the standard error gives any level.
    reach = float(stats.norm.ppf((1 + level) / 2)) * float(found.std_kappa)
    kappa, z = float(found.kappa), float(found.z_value)
    return Kappa(
        kappa, kappa - reach, kappa + reach, z, float(2 * stats.norm.sf(abs(z))), len(pairs), 2
    )
