"""Knows point estimates by domain and their influence, by Taylor linearisation; draws no interval.

A ratio R = Σw·y / Σw·x has the influence (y - R·x) / Σw·x; a total has y; a mean and a share are
ratios with x = 1 (Woodruff 1971; Särndal, Swensson and Wretman 1992, section 5.5).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from shequ_eval.analysis.survey.cells import Cells
from shequ_eval.analysis.survey.coding import FloatArray, IntArray
from shequ_eval.analysis.survey.measures import Domains, Measure
from shequ_eval.analysis.survey.stages import Stages

ROUNDING = 1e-13
Srs = Literal["without_replacement", "with_replacement"]


@dataclass(frozen=True)
class Points:
    """Estimates of each domain (D,) and Σw·den, by which their influence is divided."""

    value: FloatArray
    below: FloatArray


def points_of(cells: Cells) -> Points:
    """The estimate of each domain; missing where no row answers or the denominator is 0."""
    above, below, empty = cells.above, cells.below, cells.rows == 0
    if cells.kind == "total":
        return Points(np.where(empty, np.nan, above), np.ones(cells.domains))
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(empty | (below == 0), np.nan, above / below)
    return Points(value, below)


def cell_influence(cells: Cells, points: Points) -> FloatArray:
    """Weighted influence on its own domain's estimate, of each cell (C,)."""
    if cells.kind == "total":
        return cells.num
    known = ~np.isnan(points.value)
    value = np.where(known, points.value, 0.0)
    scale = np.where(known, 1 / np.where(known, points.below, 1.0), 0.0)
    found: FloatArray = (cells.num - value[cells.domain] * cells.den) * scale[cells.domain]
    return found


def row_influence(
    measure: Measure, domains: Domains, points: Points, chosen: IntArray
) -> FloatArray:
    """Influence (n, k) of each row on the estimates of the chosen domains, 0 outside them."""
    found = np.zeros((len(measure.num), len(chosen)))
    for place, domain in enumerate(chosen):
        rows = (domains.codes == domain) & measure.answers
        if np.isnan(points.value[domain]):
            continue
        if measure.kind == "total":
            found[rows, place] = measure.num[rows]
            continue
        den = 1.0 if measure.den is None else measure.den[rows]
        apart = measure.num[rows] - points.value[domain] * den
        found[rows, place] = apart / points.below[domain]
    return found


@dataclass(frozen=True)
class Errors:
    """Of each domain (D,): variance, primary sampling units with a row there, and their strata."""

    variance: FloatArray
    units: IntArray
    strata: IntArray


def cell_errors(stages: Stages, cells: Cells, points: Points) -> Errors:
    """The errors of each domain's estimate, from cells alone."""
    influence = cell_influence(cells, points)
    variance, present = stages.cell_variances(cells.unit, cells.domain, influence, cells.domains)
    return Errors(variance, present.sum(axis=0), (present > 0).sum(axis=0))


def srs_variances(cells: Cells, points: Points, srs: Srs) -> FloatArray:
    """Variance of each estimate had its rows been a simple random sample of as many.

    N²·(1 - n/N)·s²/n with N = Σw; without the correction under `with_replacement`, or where the
    weights do not sum to more than the rows. s² is the weighted variance of the influence values,
    times n/(n-1). Missing below two rows. (Kish 1965, section 8.2.)
    """
    square, cross, below_square = cells.moments
    n, weight = cells.rows, cells.weight
    with np.errstate(divide="ignore", invalid="ignore"):
        if cells.kind == "total":
            shift = cells.above / weight - cells.centre
            scale = np.ones(cells.domains)
        else:
            shift, scale = points.value - cells.centre, points.below
        largest = square + shift**2 * below_square
        around = square - 2 * shift * cross + shift**2 * below_square
        around = np.where(around > ROUNDING * largest, around, 0.0)  # all alike, but for rounding
        spread = around / weight / scale**2 * n / (n - 1)
        found = weight**2 * spread / n
        if srs == "without_replacement":
            found = found * np.where(weight > n, 1 - n / weight, 1.0)
    return np.where(n > 1, found, np.nan)
