"""Knows how each item goes with the rest of its scale; drops no item by itself."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shequ_eval.analysis.reliability.alpha import alpha_of, weighted_covariance
from shequ_eval.analysis.reliability.answers import complete_answers


def item_total(items: pd.DataFrame, weights: np.ndarray | None = None) -> pd.DataFrame:
    """For each item: n, mean, spread, correlation with the rest, alpha without it.

    `items` has a row a respondent, a column an item, all scored in one direction. The correlation
    is with the total of the *other* items (Nunnally and Bernstein 1994, ch. 8). Columns: item, n,
    mean, std (over n−1 where unweighted), item_rest_correlation, alpha_without (missing for a
    scale of two), reversed (the item runs against the rest).

    Raises
    ------
    RefusedMethodError
        See `complete_answers`.

    Examples
    --------
    By hand, as in `cronbach_alpha`: a shares 0.75 with b, over variances of 1.25.

    >>> scale = pd.DataFrame({"a": [1, 2, 3, 4] * 3, "b": [2, 1, 4, 3] * 3})
    >>> item_total(scale)["item_rest_correlation"].round(12).tolist()
    [0.6, 0.6]
    """
    answers = complete_answers(items)
    kept = items.index.get_indexer(answers.index)
    used = np.ones(len(answers)) if weights is None else np.asarray(weights, dtype=float)[kept]
    covariance = weighted_covariance(answers.to_numpy(), used)
    means = np.average(answers.to_numpy(), axis=0, weights=used)
    spread = np.sqrt(np.diag(covariance) * (len(answers) / (len(answers) - 1)))
    rest = _rest_correlations(covariance)
    return pd.DataFrame(
        {
            "item": answers.columns,
            "n": len(answers),
            "mean": means,
            "std": spread,
            "item_rest_correlation": rest,
            "alpha_without": _alphas_without(covariance),
            "reversed": rest < 0,
        }
    )


def _rest_correlations(covariance: np.ndarray) -> np.ndarray:
    variances, total = np.diag(covariance), covariance.sum()
    shared = covariance.sum(axis=1) - variances
    rest = total - 2 * covariance.sum(axis=1) + variances
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(rest > 0, shared / np.sqrt(variances * rest), np.nan)


def _alphas_without(covariance: np.ndarray) -> list[float]:
    items = range(len(covariance))
    if len(covariance) < 3:
        return [float("nan") for _ in items]
    others = [np.delete(np.delete(covariance, item, 0), item, 1) for item in items]
    return [alpha_of(other) if other.sum() > 0 else float("nan") for other in others]
