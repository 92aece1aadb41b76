"""Knows Krippendorff's alpha of a panel with gaps, with its interval; weighs no rater."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from shequ_eval.analysis.numeric_columns import numeric_columns
from shequ_eval.analysis.refusals import require
from shequ_eval.analysis.reliability.ratings import (
    LEAST_RESAMPLED,
    least_panel,
    percentile_interval,
    require_variation,
    resampled_counts,
)

Measurement = Literal["nominal", "ordinal", "interval", "ratio"]


@dataclass(frozen=True)
class KrippendorffAlpha:
    """Alpha, its bootstrap interval (NaN below ten units), and what they rest on.

    `units` were rated by two or more; `unpaired` by fewer, and say nothing about agreement.
    `undefined` is the share of resamples in which all ratings were equal.
    """

    alpha: float
    low: float
    high: float
    measurement: str
    units: int
    unpaired: int
    ratings: int
    undefined: float


def krippendorff_alpha(
    ratings: pd.DataFrame,
    measurement: Measurement,
    rng: np.random.Generator,
    draws: int = 2000,
    level: float = 0.95,
) -> KrippendorffAlpha:
    """One less the disagreement within units over that between any two ratings.

    `ratings` has a row a unit, a column a rater; a gap is no rating. Numbers for all but nominal.
    Disagreement is 0/1 (nominal), the squared difference of midranks (ordinal), of values
    (interval), or of values over their sum (ratio): Krippendorff 2011. The interval resamples
    units (Zapf and others 2016).

    Raises
    ------
    RefusedMethodError
        Fewer than two raters, or five units with two or more ratings; all ratings are equal; or
        a ratio scale with a value below zero.

    Examples
    --------
    By hand: five units, one disputed. Within: 2 of 10 ordered pairs differ. Between: of 90, with
    five ratings a and five b, 50. Alpha = 1 − (2/10) / (50/90) = 0.64.

    >>> votes = pd.DataFrame({"one": list("aabba"), "two": list("aabbb")})
    >>> round(krippendorff_alpha(votes, "nominal", np.random.default_rng(1)).alpha, 12)
    0.64
    """
    counts, values = _value_counts(ratings, measurement)
    paired = counts[counts.sum(axis=1) >= 2]
    least_panel(len(paired), ratings.shape[1])
    require_variation(int((paired.sum(axis=0) > 0).sum()) > 1, "Krippendorff α")
    once = np.ones((1, len(paired)))
    low = high = undefined = float("nan")
    if len(paired) >= LEAST_RESAMPLED:
        resamples = resampled_counts(len(paired), draws, rng).astype(float)
        alphas = _alphas(paired, values, measurement, resamples)
        undefined = float(np.isnan(alphas).mean())
        low, high = percentile_interval(alphas, level)
    return KrippendorffAlpha(
        alpha=float(_alphas(paired, values, measurement, once)[0]),
        low=low,
        high=high,
        measurement=measurement,
        units=len(paired),
        unpaired=len(ratings) - len(paired),
        ratings=int(paired.sum()),
        undefined=undefined,
    )


def _value_counts(ratings: pd.DataFrame, measurement: str) -> tuple[np.ndarray, np.ndarray]:
    """How often each unit got each value (units, values), and the values in order."""
    used = ratings if measurement == "nominal" else numeric_columns(ratings)
    cells = used.to_numpy().ravel()
    given = ~pd.isna(cells)
    codes, values = pd.factorize(cells[given], sort=True)
    counts = np.zeros((len(ratings), len(values)))
    np.add.at(counts, (np.flatnonzero(given) // max(ratings.shape[1], 1), codes), 1)
    if measurement == "nominal":
        return counts, np.arange(len(values), dtype=float)
    require(
        measurement != "ratio" or not len(values) or float(values[0]) >= 0,
        "ratio_from_zero",
        f"比率尺度不得有负值，最小值为 {values[0] if len(values) else ''}；请改用 interval。",
        f"A ratio scale has no value below zero; the least is {values[0] if len(values) else ''}. "
        "Take interval.",
    )
    return counts, np.asarray(values, dtype=float)


def _alphas(
    counts: np.ndarray, values: np.ndarray, measurement: str, resamples: np.ndarray
) -> np.ndarray:
    """Alpha of each resample: `resamples` says how often each unit is in it."""
    raters = counts.sum(axis=1)
    totals = resamples @ counts
    number = totals.sum(axis=1)
    if measurement in ("interval", "ordinal"):
        marks = values[None, :] if measurement == "interval" else _midranks(totals)
        within = _squared_within(counts, raters, marks, resamples)
        between = 2 * (number * (totals * marks**2).sum(axis=1) - (totals * marks).sum(axis=1) ** 2)
    else:
        apart = _apart(values, measurement)
        within = resamples @ (((counts @ apart) * counts).sum(axis=1) / (raters - 1))
        between = ((totals @ apart) * totals).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        # NOTE: rounding leaves a trace of disagreement where all values are equal
        defined = between > 1e-12 * number**2 * max(float(np.max(values**2)), 1.0)
        return np.where(defined, 1 - (number - 1) * within / between, np.nan)


def _midranks(totals: np.ndarray) -> np.ndarray:
    return np.cumsum(totals, axis=1) - totals / 2


def _squared_within(
    counts: np.ndarray, raters: np.ndarray, marks: np.ndarray, resamples: np.ndarray
) -> np.ndarray:
    """Squared differences of `marks` within units, each over its raters less one, summed."""
    squares, sums = marks**2 @ counts.T, marks @ counts.T
    unit = 2 * (raters * squares - sums**2) / (raters - 1)
    return np.asarray((resamples * unit).sum(axis=1))


def _apart(values: np.ndarray, measurement: str) -> np.ndarray:
    one, two = values[:, None], values[None, :]
    if measurement == "nominal":
        return np.asarray((one != two).astype(float))
    total = np.where(one + two == 0, 1.0, one + two)
    return np.asarray(((one - two) / total) ** 2)
