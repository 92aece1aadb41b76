"""Knows intervals from an estimate, its standard error and its degrees of freedom; no rows."""

from __future__ import annotations

import numpy as np
from scipy.special import expit, logit
from scipy.stats import t

from shequ_eval.analysis.survey.coding import FloatArray

Ends = tuple[FloatArray, FloatArray]


def t_quantile(df: FloatArray, confidence: float) -> FloatArray:
    """The t distribution's upper quantile; missing where df is below 1."""
    enough = np.asarray(df, dtype=float) >= 1
    found = t.ppf(0.5 + confidence / 2, np.where(enough, df, 1.0))
    return np.where(enough, found, np.nan)


def plain_interval(
    value: FloatArray, std_error: FloatArray, df: FloatArray, confidence: float
) -> Ends:
    """Estimate ± t × standard error; missing where df is below 1.

    >>> low, high = plain_interval(np.array([10.0]), np.array([1.0]), np.array([1e9]), 0.95)
    >>> round(float(low[0]), 3), round(float(high[0]), 3)
    (8.04, 11.96)
    """
    reach = t_quantile(df, confidence) * std_error
    return value - reach, value + reach


def logit_interval(
    share: FloatArray, std_error: FloatArray, df: FloatArray, confidence: float
) -> Ends:
    """A share's interval on the logit scale, which stays between 0 and 1.

    logit(p) ± t × se / (p(1-p)), turned back (Korn and Graubard 1999, section 2.5). Missing where
    p is 0 or 1: all answers alike say nothing of the spread.

    >>> low, high = logit_interval(np.array([0.5]), np.array([0.1]), np.array([1e9]), 0.95)
    >>> round(float(low[0]), 4), round(float(high[0]), 4)
    (0.3135, 0.6865)
    """
    inside = (share > 0) & (share < 1)
    p = np.where(inside, share, 0.5)
    reach = t_quantile(df, confidence) * std_error / (p * (1 - p))
    low, high = expit(logit(p) - reach), expit(logit(p) + reach)
    return np.where(inside, low, np.nan), np.where(inside, high, np.nan)
