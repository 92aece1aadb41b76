"""Knows whether two answers of a sample go together, allowing for its design; explains nothing.

Pearson's X² of the weighted table, corrected for the design effects of its contrasts: to the
first order by their mean, to the second by Satterthwaite's approximation (Rao and Scott 1984).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2, f

from shequ_eval.analysis.survey.coding import Coded, FloatArray, IntArray
from shequ_eval.analysis.survey.design import SurveyDesign
from shequ_eval.analysis.survey.measures import BoolArray


class UntestableError(ValueError):
    """A table on which there is nothing to test."""


@dataclass(frozen=True)
class RaoScott:
    """Pearson's X² and both corrections.

    First order: `x2` over `mean_effect` against χ² with `cells_df`. Second order: `f` with
    `numerator_df` and `denominator_df` degrees of freedom.
    """

    x2: float
    cells_df: int
    mean_effect: float
    first_order_p: float
    f: float
    numerator_df: float
    denominator_df: float
    p: float
    n: int


def rao_scott(design: SurveyDesign, rows: Coded, columns: Coded, inside: BoolArray) -> RaoScott:
    """Test of independence of two coded answers among the rows `inside` that answer both.

    Raises
    ------
    UntestableError
        One of the answers has fewer than two values there, or no degrees of freedom are left.
    """
    counted = inside & (rows.codes >= 0) & (columns.codes >= 0) & (design.weights > 0)
    table, used_rows, used_columns = _used(design, rows, columns, counted)
    df = design.degrees_of_freedom(counted)
    if min(table.shape) < 2 or df < 1:
        raise UntestableError(
            "两题各须至少有两种回答，且自由度至少为 1 both answers need two values or more, "
            "and the design a degree of freedom: "
            f"found 为 {table.shape[0]} × {table.shape[1]}, df {df}"
        )
    share = table.ravel() / table.sum()
    covariance = _share_covariance(design, counted, used_rows, used_columns, table, share)
    effects = _effects(covariance, share, table.shape, int(counted.sum()))
    x2 = _pearson(table) * counted.sum()
    trace, square = float(np.trace(effects)), float(np.trace(effects @ effects))
    numerator = trace**2 / square
    contrasts = (table.shape[0] - 1) * (table.shape[1] - 1)
    return RaoScott(
        x2=float(x2),
        cells_df=contrasts,
        mean_effect=trace / contrasts,
        first_order_p=float(chi2.sf(x2 / (trace / contrasts), contrasts)),
        f=float(x2 / trace),
        numerator_df=numerator,
        denominator_df=numerator * df,
        p=float(f.sf(x2 / trace, numerator, numerator * df)),
        n=int(counted.sum()),
    )


def _used(
    design: SurveyDesign, rows: Coded, columns: Coded, counted: BoolArray
) -> tuple[FloatArray, IntArray, IntArray]:
    """The weighted table of the values that occur, and each counted row's place in it."""
    _, row = np.unique(rows.codes[counted], return_inverse=True)
    _, column = np.unique(columns.codes[counted], return_inverse=True)
    shape = (int(row.max(initial=-1)) + 1, int(column.max(initial=-1)) + 1)
    table = np.zeros(shape)
    np.add.at(table, (row, column), design.weights[counted])
    return table, row, column


def _share_covariance(
    design: SurveyDesign,
    counted: BoolArray,
    row: IntArray,
    column: IntArray,
    table: FloatArray,
    share: FloatArray,
) -> FloatArray:
    """Covariance of the table's shares: each is a mean of an indicator."""
    cell = row * table.shape[1] + column
    scores = np.zeros((design.rows, len(share)))
    indicators = (cell[:, None] == np.arange(len(share))).astype(float)
    scores[counted] = (indicators - share) / table.sum()
    return design.score_variance(scores)


def _effects(
    covariance: FloatArray, share: FloatArray, shape: tuple[int, ...], n: int
) -> FloatArray:
    """Generalised design effects of the table's interaction contrasts."""
    contrasts = _interactions(shape)
    inverse = np.diag(np.where(share > 0, 1 / np.where(share > 0, share, 1), 0.0))
    simple = contrasts.T @ inverse @ contrasts / n
    drawn = contrasts.T @ inverse @ covariance @ inverse @ contrasts
    found: FloatArray = np.linalg.solve(simple, drawn)
    return found


def _interactions(shape: tuple[int, ...]) -> FloatArray:
    """Products of row and column indicators, less what the margins explain of them."""
    row, column = np.indices(shape).reshape(2, -1)
    of_rows = (row[:, None] == np.arange(1, shape[0])).astype(float)
    of_columns = (column[:, None] == np.arange(1, shape[1])).astype(float)
    margins = np.column_stack([np.ones(len(row)), of_rows, of_columns])
    both = (of_rows[:, :, None] * of_columns[:, None, :]).reshape(len(row), -1)
    found: FloatArray = both - margins @ np.linalg.lstsq(margins, both, rcond=None)[0]
    return found


def _pearson(table: FloatArray) -> float:
    """X² of one unit of sample: Σ (p - p_r·p_c)² / (p_r·p_c)."""
    share = table / table.sum()
    expected = np.outer(share.sum(axis=1), share.sum(axis=0))
    return float(((share - expected) ** 2 / expected).sum())
