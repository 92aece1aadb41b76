"""Knows weighted quantiles by domain and Woodruff's intervals for them; smooths nothing.

The quantile q is the least answer at which the weighted distribution reaches q. Its interval is
the interval of the share of answers up to it, read back on the distribution (Woodruff 1952); the
standard error is the interval's width over twice the t quantile.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from shequ_eval.analysis.survey.coding import FloatArray, IntArray
from shequ_eval.analysis.survey.intervals import t_quantile
from shequ_eval.analysis.survey.measures import BoolArray, Domains, Measure

ROUNDING = 1e-12  # a cumulated share this near below q has reached it
ShareEstimates = Callable[[Measure, Domains], pd.DataFrame]


def quantile_estimates(
    values: FloatArray,
    weights: FloatArray,
    domains: Domains,
    q: float,
    confidence: float,
    shares: ShareEstimates,
) -> pd.DataFrame:
    """One row a domain: its labels, then the columns of estimates; deff is missing.

    `shares` estimates a share by domain with its standard error and degrees of freedom, for the
    design at hand. An end of the interval at which the distribution does not arrive is missing.
    """
    answers = ~np.isnan(values) & (weights > 0)
    counted = answers & (domains.codes >= 0)
    found, ends, order, starts = _sorted_by_domain(values, weights, domains, counted, q)
    below = np.zeros(len(values))
    inside = np.flatnonzero(counted)
    below[inside] = values[inside] <= found[domains.codes[inside]]
    table = shares(Measure("share", below, None, answers), domains)
    df = table["df"].to_numpy(float)
    reach = t_quantile(df, confidence) * table["std_error"].to_numpy(float)
    share = table["estimate"].to_numpy(float)
    low = _read_back(values[order], ends, starts, share - reach)
    high = _read_back(values[order], ends, starts, share + reach)
    table["std_error"] = (high - low) / (2 * t_quantile(df, confidence))
    return table.assign(estimate=found, low=low, high=high, deff=np.nan)


def weighted_quantile(values: FloatArray, weights: FloatArray, q: float) -> float:
    """The least value at which the weighted distribution reaches q; missing without a weight.

    >>> weighted_quantile(np.array([1.0, 2.0, 3.0]), np.array([1.0, 1.0, 2.0]), 0.5)
    2.0
    """
    everyone = Domains(np.zeros(len(values), dtype=np.intp), pd.DataFrame(index=range(1)))
    counted = ~np.isnan(values) & (weights > 0)
    return float(_sorted_by_domain(values, weights, everyone, counted, q)[0][0])


def _sorted_by_domain(
    values: FloatArray, weights: FloatArray, domains: Domains, counted: BoolArray, q: float
) -> tuple[FloatArray, FloatArray, IntArray, IntArray]:
    """Quantile of each domain; the cumulated shares, the rows and the domains' starts, sorted."""
    rows = np.flatnonzero(counted)
    order = rows[np.lexsort((values[rows], domains.codes[rows]))]
    counts = np.bincount(domains.codes[order], minlength=domains.size)
    starts = np.concatenate([[0], np.cumsum(counts)])
    shares = np.zeros(len(order))
    for domain in np.flatnonzero(counts):
        part = slice(starts[domain], starts[domain + 1])
        cumulated = np.cumsum(weights[order[part]])
        shares[part] = cumulated / cumulated[-1]
    found = _read_back(values[order], shares, starts, np.full(domains.size, q))
    return found, shares, order, starts


def _read_back(
    sorted_values: FloatArray, shares: FloatArray, starts: IntArray, at: FloatArray
) -> FloatArray:
    """The least value of each domain at which its cumulated share reaches `at`.

    A share of 0 or below is not reached from below: the interval has no lower end there; the same
    above 1.
    """
    found = np.full(len(at), np.nan)
    for domain, wanted in enumerate(at):
        part = slice(starts[domain], starts[domain + 1])
        if part.start == part.stop or np.isnan(wanted) or not 0 < wanted <= 1:
            continue
        place = int(np.searchsorted(shares[part], wanted - ROUNDING))
        found[domain] = sorted_values[part][min(place, part.stop - part.start - 1)]
    return found
