"""Knows how many factors stand out of noise and how the items load on them; names no factor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from statsmodels.multivariate.factor import Factor

from shequ_eval.analysis.refusals import require
from shequ_eval.analysis.reliability.adequacy import correlations
from shequ_eval.analysis.reliability.answers import complete_answers

Rotation = Literal["varimax", "oblimin", "none"]


@dataclass(frozen=True)
class Factors:
    """Loadings (items × factors), communalities, the share of variance each factor carries.

    `factor_correlations` is the identity but for an oblique rotation.
    """

    loadings: pd.DataFrame
    communalities: pd.Series
    variance_shares: pd.Series
    factor_correlations: pd.DataFrame
    n: int


def parallel_analysis(
    items: pd.DataFrame, rng: np.random.Generator, draws: int = 200, quantile: float = 0.95
) -> pd.DataFrame:
    """Each eigenvalue of the correlations beside what noise of the same size would give.

    Columns: factor (from 1), eigenvalue, noise (its quantile in `draws` matrices of independent
    normal numbers), kept: it and all before it exceed the noise (Horn 1965; Glorfeld 1995).

    Raises
    ------
    RefusedMethodError
        See `complete_answers` (at least three items); or one item follows from the others.

    Examples
    --------
    By hand: three items that correlate 0.64 have the eigenvalues 1 + 2 × 0.64 and twice 1 − 0.64.

    >>> from scipy.linalg import hadamard
    >>> items = pd.DataFrame(0.8 * hadamard(16)[:, [1]] + 0.6 * hadamard(16)[:, 2:5])
    >>> told = parallel_analysis(items, np.random.default_rng(1))
    >>> told["eigenvalue"].round(6).tolist(), told["kept"].tolist()
    ([2.28, 0.36, 0.36], [True, False, False])
    """
    answers = complete_answers(items, least_items=3)
    eigenvalues = np.linalg.eigvalsh(correlations(answers))[::-1]
    noise = np.array(
        [
            np.linalg.eigvalsh(np.corrcoef(rng.standard_normal(answers.shape), rowvar=False))
            for _ in range(draws)
        ]
    )
    bounds = np.quantile(noise, quantile, axis=0)[::-1]
    return pd.DataFrame(
        {
            "factor": np.arange(1, len(eigenvalues) + 1),
            "eigenvalue": eigenvalues,
            "noise": bounds,
            "kept": np.logical_and.accumulate(eigenvalues > bounds),
        }
    )


def exploratory_factors(
    items: pd.DataFrame, number: int, rotation: Rotation = "oblimin"
) -> Factors:
    """Principal-axis factors of the items' correlations, rotated; signs make each mostly positive.

    `items` has a row a respondent, a column an item; rows with a gap are left out. The extraction
    and the rotation are statsmodels' (`multivariate.factor`).

    Raises
    ------
    RefusedMethodError
        See `complete_answers` (at least three items); fewer than three items a factor; or one
        item follows from the others.

    Examples
    --------
    By hand: items that are 0.8 of one thing and 0.6 of something of their own load 0.8.

    >>> from scipy.linalg import hadamard
    >>> items = pd.DataFrame(0.8 * hadamard(16)[:, [1]] + 0.6 * hadamard(16)[:, 2:5])
    >>> exploratory_factors(items, 1).loadings["factor_1"].round(3).tolist()
    [0.8, 0.8, 0.8]
    """
    answers = complete_answers(items, least_items=3)
    require(
        1 <= number <= answers.shape[1] // 3,
        "items_per_factor",
        f"{answers.shape[1]} 个题项最多可提取 {answers.shape[1] // 3} 个因子（每个至少三题），"
        f"要求的是 {number} 个。",
        f"{answers.shape[1]} items carry at most {answers.shape[1] // 3} factors (three items "
        f"each); {number} were asked for.",
    )
    correlation = correlations(answers)
    fitted = Factor(corr=correlation, n_factor=number, method="pa", nobs=len(answers)).fit()
    between = np.eye(number)
    if rotation != "none" and number > 1:
        fitted.rotate(rotation)
        turned = np.asarray(fitted.rotation_matrix)
        between = between if rotation == "varimax" else turned.T @ turned
    loadings, between = _turned_up(np.asarray(fitted.loadings), between)
    return _named(loadings, between, answers)


def _turned_up(loadings: np.ndarray, between: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    signs = np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    return loadings * signs, between * np.outer(signs, signs)


def _named(loadings: np.ndarray, between: np.ndarray, answers: pd.DataFrame) -> Factors:
    names = [f"factor_{place + 1}" for place in range(loadings.shape[1])]
    items = answers.columns
    shares = np.diag(between @ loadings.T @ loadings) / len(items)
    communalities = np.einsum("ij,jk,ik->i", loadings, between, loadings)
    return Factors(
        loadings=pd.DataFrame(loadings, index=items, columns=names),
        communalities=pd.Series(communalities, index=items, name="communality"),
        variance_shares=pd.Series(shares, index=names, name="variance_share"),
        factor_correlations=pd.DataFrame(between, index=names, columns=names),
        n=len(answers),
    )
