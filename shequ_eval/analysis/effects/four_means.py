"""Knows the difference in differences of four means with their errors; knows no areas' shocks.

The interval covers sampling error alone. With one zone and one comparison area it says how well
the four means were measured, not whether the reform did it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from shequ_eval.analysis.refusals import require

CELLS = [
    ("treated", "before"),
    ("treated", "after"),
    ("comparison", "before"),
    ("comparison", "after"),
]


@dataclass(frozen=True)
class Change:
    """A difference in differences with its sampling error; both changes stand beside it."""

    estimate: float
    std_error: float
    df: float
    low: float
    high: float
    treated_change: float
    comparison_change: float


def cell_means(outcome: pd.Series, treated: pd.Series, after: pd.Series) -> pd.DataFrame:
    """The mean of each cell of independent rows: group, wave, estimate, std_error, df, n.

    For simple random samples; a survey with a design brings its own estimates. Rows without an
    outcome are left out.

    Raises
    ------
    RefusedMethodError
        A cell has fewer than two outcomes.

    Examples
    --------
    By hand: 1 and 3 have mean 2, spread √2, error √2 / √2.

    >>> rows = pd.DataFrame({"y": [1, 3] * 4, "t": [1, 1, 1, 1, 0, 0, 0, 0], "a": [0, 0, 1, 1] * 2})
    >>> cell_means(rows["y"], rows["t"], rows["a"])[["estimate", "std_error"]].values.tolist()[0]
    [2.0, 1.0]
    """
    cells = pd.DataFrame(
        {
            "group": np.where(treated.to_numpy(dtype=bool), "treated", "comparison"),
            "wave": np.where(after.to_numpy(dtype=bool), "after", "before"),
            "outcome": outcome.to_numpy(dtype=float),
        }
    ).dropna()
    told = cells.groupby(["group", "wave"])["outcome"].agg(["mean", "std", "count"])
    told = told.reindex(pd.MultiIndex.from_tuples(CELLS, names=["group", "wave"]))
    thin = told.index[~(told["count"] >= 2)]
    require(
        thin.empty,
        "least_in_cell",
        f"不足 2 个观测的格：{list(thin)}。",
        f"Cells with fewer than 2 outcomes: {list(thin)}.",
    )
    error = told["std"] / np.sqrt(told["count"])
    return pd.DataFrame(
        {
            "estimate": told["mean"],
            "std_error": error,
            "df": told["count"] - 1.0,
            "n": told["count"].astype(int),
        }
    ).reset_index()


def difference_of_changes(cells: pd.DataFrame, level: float = 0.95) -> Change:
    """The treated group's change less the comparison's, from four independent estimates.

    `cells` has a row for each of treated and comparison, before and after: group, wave, estimate,
    std_error, df. Degrees of freedom after Satterthwaite (1946). The four samples must be
    independent: with the same people in both waves, this interval is too wide.

    Raises
    ------
    RefusedMethodError
        A cell is missing, given twice, or without a standard error.

    Examples
    --------
    By hand: (80 − 70) − (72 − 70) = 8, error √(1 + 1 + 1 + 1) = 2.

    >>> cells = pd.DataFrame({"group": ["treated"] * 2 + ["comparison"] * 2,
    ...     "wave": ["before", "after"] * 2, "estimate": [70, 80, 70, 72], "std_error": 1.0,
    ...     "df": 25})
    >>> told = difference_of_changes(cells)
    >>> told.estimate, told.std_error, told.df
    (8.0, 2.0, 100.0)
    """
    given = cells.set_index(["group", "wave"])[["estimate", "std_error", "df"]].astype(float)
    usable = given.index.is_unique and set(given.index) == set(CELLS)
    require(
        usable and bool(given.notna().all(axis=None)) and bool((given["std_error"] > 0).all()),
        "four_cells",
        "须有改革/对照 × 前/后四个估计值，各一行，且都有标准误和自由度。",
        "Four estimates are needed (treated and comparison, before and after), one row each, "
        "with standard error and degrees of freedom.",
    )
    mean, variance = given["estimate"], given["std_error"] ** 2
    changes = [float(mean[group, "after"] - mean[group, "before"]) for group, _ in CELLS[::2]]
    error = float(np.sqrt(variance.sum()))
    df = float(variance.sum() ** 2 / (variance**2 / given["df"]).sum())
    estimate, reach = changes[0] - changes[1], float(stats.t.ppf((1 + level) / 2, df)) * error
    return Change(estimate, error, df, estimate - reach, estimate + reach, changes[0], changes[1])
