"""Knows how far raters put the same units in one order (Kendall's W); reads no distance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from shequ_eval.analysis.reliability.ratings import complete_ratings, require_variation


@dataclass(frozen=True)
class Concordance:
    """Kendall's W from 0 to 1, corrected for ties, with Friedman's test that it is 0.

    `p_permuted` is the test's chance when each rater's ranks are shuffled; NaN where no generator
    was given. It is the one to read below eight units, where chi-square is rough.
    """

    w: float
    chi_square: float
    degrees_of_freedom: int
    p_value: float
    p_permuted: float
    units: int
    raters: int


def kendall_w(
    ratings: pd.DataFrame, rng: np.random.Generator | None = None, draws: int = 5000
) -> Concordance:
    """Kendall's coefficient of concordance: the spread of rank sums over its greatest.

    `ratings` has a row a unit, a column a rater, no gap. Ties get midranks and the correction of
    Kendall and Gibbons (1990, section 6.8): 12 S / (m²(n³ − n) − m ΣT), T = Σ(t³ − t).

    Raises
    ------
    RefusedMethodError
        Fewer than two raters or five units; a missing rating; or every rater rates all alike.

    Examples
    --------
    By hand: ranks 1…5 and 1, 2, 3, 5, 4 sum to 2, 4, 6, 9, 9, so S = 38 and
    W = 12 × 38 / (4 × 120) = 0.95.

    >>> kendall_w(pd.DataFrame({"one": [1, 2, 3, 4, 5], "two": [1, 2, 3, 5, 4]})).w
    0.95
    """
    given = complete_ratings(ratings)
    units, raters = given.shape
    ranks = stats.rankdata(given, axis=0)
    ties = sum(_tie_term(column) for column in given.T)
    greatest = raters**2 * (units**3 - units) - raters * ties
    require_variation(greatest > 0, "Kendall W")
    w = 12 * _spread(ranks) / greatest
    chi_square = raters * (units - 1) * w
    return Concordance(
        w=float(w),
        chi_square=float(chi_square),
        degrees_of_freedom=units - 1,
        p_value=float(stats.chi2.sf(chi_square, units - 1)),
        p_permuted=float("nan") if rng is None else _permuted(ranks, rng, draws),
        units=units,
        raters=raters,
    )


def _tie_term(column: np.ndarray) -> float:
    _, counts = np.unique(column, return_counts=True)
    return float((counts.astype(float) ** 3 - counts).sum())


def _spread(ranks: np.ndarray) -> float:
    sums = ranks.sum(axis=-1)
    return float(((sums - sums.mean()) ** 2).sum())


def _permuted(ranks: np.ndarray, rng: np.random.Generator, draws: int) -> float:
    """The share of shuffles, the given order among them, whose spread is as great."""
    shuffled = (rng.permuted(ranks, axis=0) for _ in range(draws))
    observed = _spread(ranks) * (1 - 1e-12)
    return (1 + sum(_spread(one) >= observed for one in shuffled)) / (draws + 1)
