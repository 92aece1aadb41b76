"""Knows whether items share enough to be factored (KMO, Bartlett); finds no factor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from shequ_eval.analysis.refusals import require
from shequ_eval.analysis.reliability.answers import complete_answers


@dataclass(frozen=True)
class SamplingAdequacy:
    """Kaiser–Meyer–Olkin measure, over all and per item, with Bartlett's test of sphericity."""

    kmo: float
    kmo_by_item: pd.Series
    chi_square: float
    degrees_of_freedom: int
    p_value: float
    n: int


def sampling_adequacy(items: pd.DataFrame) -> SamplingAdequacy:
    """KMO: squared correlations over themselves plus squared partial ones; and Bartlett's test.

    `items` has a row a respondent, a column an item; rows with a gap are left out (Kaiser 1974;
    Bartlett 1951: −(n − 1 − (2k + 5)/6) ln|R| on k(k−1)/2 degrees). Bartlett's test takes equal
    weights and independent respondents: in a clustered sample it finds too much.

    Raises
    ------
    RefusedMethodError
        See `complete_answers` (at least three items); or one item follows from the others.

    Examples
    --------
    By hand: three items that correlate 0.6 each have partial correlations 0.375, so
    KMO = 0.36 / (0.36 + 0.140625) = 0.719.

    >>> round(kmo_of(np.array([[1, .6, .6], [.6, 1, .6], [.6, .6, 1]]))[0], 3)
    0.719
    """
    answers = complete_answers(items, least_items=3)
    correlation = correlations(answers)
    overall, by_item = kmo_of(correlation)
    n, count = answers.shape
    _, logarithm = np.linalg.slogdet(correlation)
    chi_square = -(n - 1 - (2 * count + 5) / 6) * float(logarithm)
    degrees = count * (count - 1) // 2
    return SamplingAdequacy(
        kmo=overall,
        kmo_by_item=pd.Series(by_item, index=answers.columns, name="kmo"),
        chi_square=chi_square,
        degrees_of_freedom=degrees,
        p_value=float(stats.chi2.sf(chi_square, degrees)),
        n=n,
    )


def correlations(answers: pd.DataFrame) -> np.ndarray:
    """The correlations of the items.

    Raises
    ------
    RefusedMethodError
        The matrix cannot be inverted: an item follows from the others.
    """
    correlation = np.corrcoef(answers.to_numpy(), rowvar=False)
    require(
        float(np.linalg.eigvalsh(correlation)[0]) > 1e-10,
        "independent_items",
        "有题项可由其他题项推出（例如又放了总分），相关矩阵不可逆；请剔除。",
        "An item follows from the others (a total among its parts?), so the correlations cannot "
        "be inverted; leave it out.",
    )
    return np.asarray(correlation)


def kmo_of(correlation: np.ndarray) -> tuple[float, np.ndarray]:
    """KMO over all and per item, of a correlation matrix that can be inverted."""
    inverse = np.linalg.inv(correlation)
    scale = np.sqrt(np.diag(inverse))
    partial = inverse / np.outer(scale, scale)
    squared, squared_partial = correlation**2, partial**2
    np.fill_diagonal(squared, 0)
    np.fill_diagonal(squared_partial, 0)
    rows, partial_rows = squared.sum(axis=1), squared_partial.sum(axis=1)
    overall = float(rows.sum() / (rows.sum() + partial_rows.sum()))
    return overall, rows / (rows + partial_rows)
