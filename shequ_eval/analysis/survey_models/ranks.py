"""Knows which ranks a domain may have, given how well its estimate is known; crowns nobody.

Resampling estimates and reading off their ranks is common and too sure of itself where domains are
close (Hall and Miller 2009); here a rank is left out only where a difference is shown.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from shequ_eval.analysis.refusals import require

LEAST_DF = 2.0


def rank_ranges(
    table: pd.DataFrame, rng: np.random.Generator, level: float = 0.95, draws: int = 20000
) -> pd.DataFrame:
    """The table with rank_low and rank_high: the ranks that each domain may have at this level.

    `table` has a row a domain: estimate, std_error, df; domains that share no sampling unit. Rank
    1 is the highest estimate. A domain outranks another where the interval of their difference
    leaves out zero, with one critical value for all of a domain's differences (Mogstad, Romano,
    Shaikh and Wilhelm 2024), found from `draws` of t errors. Domains without an estimate or with
    fewer than two degrees of freedom have no rank (NaN) and count in nobody's.

    Raises
    ------
    RefusedMethodError
        Fewer than two domains can be ranked.

    Examples
    --------
    By hand: 90 is far above both others, which lie together.

    >>> domains = pd.DataFrame({"estimate": [90, 70, 70.1], "std_error": [1, 1, 1], "df": 30})
    >>> told = rank_ranges(domains, np.random.default_rng(1))
    >>> told[["rank_low", "rank_high"]].values.tolist()
    [[1.0, 1.0], [2.0, 3.0], [2.0, 3.0]]
    """
    usable = (table["df"] >= LEAST_DF) & table["estimate"].notna() & (table["std_error"] >= 0)
    kept = np.flatnonzero(usable.to_numpy(dtype=bool))
    require(
        len(kept) >= 2,
        "two_domains",
        f"可排名的单元有 {len(kept)} 个（自由度不少于 2），至少须有 2 个。",
        f"{len(kept)} domain(s) can be ranked (df of at least 2); two are needed.",
    )
    estimate, error, df = (
        table[column].to_numpy(dtype=float)[kept] for column in ("estimate", "std_error", "df")
    )
    noise = rng.standard_t(df, size=(draws, len(kept))) * error
    low, high = np.full(len(table), np.nan), np.full(len(table), np.nan)
    for place, row in enumerate(kept):
        ahead, behind = _shown(place, estimate, error, noise, level)
        low[row], high[row] = 1 + ahead, len(kept) - behind
    return table.assign(rank_low=low, rank_high=high)


def _shown(
    place: int, estimate: np.ndarray, error: np.ndarray, noise: np.ndarray, level: float
) -> tuple[int, int]:
    """How many domains are shown to be ahead of one, and how many behind."""
    others = np.arange(len(estimate)) != place
    spread = np.sqrt(error[others] ** 2 + error[place] ** 2)
    spread = np.maximum(spread, 1e-12 * np.abs(estimate).max() + 1e-300)
    apart = (estimate[others] - estimate[place]) / spread
    greatest = (np.abs(noise[:, others] - noise[:, [place]]) / spread).max(axis=1)
    critical = float(np.quantile(greatest, level))
    return int((apart > critical).sum()), int((apart < -critical).sum())
