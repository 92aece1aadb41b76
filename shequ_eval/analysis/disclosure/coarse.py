"""Knows how coarsely figures are printed where some are withheld; withholds none of them.

With known weights and whole answers a figure of fifteen digits is an equation with one solution,
and a withheld group is worked out of the total that it is part of. So a row that holds withheld
answers tells its estimate no closer than a few answers would change it, and of its error a class.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from shequ_eval.analysis.survey.intervals import logit_interval, plain_interval
from shequ_eval.analysis.survey.notes import add_note

Array = np.ndarray
STEPS = (1.0, 2.0, 5.0, 10.0)
ANSWERS = 3.0  # how many answers, changed by one step, an estimate does not tell apart
OF_ERROR = 2.0  # an estimate's unit is at least its error's class over this
LEAST_DF = 3  # with fewer, an error tells the few groups apart that it is made of
DIGITS = 2  # of a test's statistics
WORDS = "含不公布的组，已取整 holds groups that are withheld, so rounded"
DUST = 1e-9


def class_above(value: Array) -> Array:
    """The least of 1, 2 and 5 times a power of ten that is not below a value; missing for 0.

    >>> class_above(np.array([0.107, 0.2, 21.0, 0.0])).tolist()
    [0.2, 0.2, 50.0, nan]
    """
    value = np.asarray(value, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        power = np.floor(np.log10(np.where(value > 0, value, np.nan)))
        lead = value / 10.0**power
    steps = np.select([lead <= step * (1 + 1e-9) for step in STEPS], STEPS, np.nan)
    return _clean(steps * 10.0**power, 10.0**power)


def to_unit(value: Array, unit: Array) -> Array:
    """Values at the nearest multiple of their unit (1, 2 or 5 times a power of ten), halves up.

    >>> to_unit(np.array([4.0845, 3.333]), np.array([0.05, 0.1])).tolist()
    [4.1, 3.3]
    """
    # NOTE: sums in another order differ in the last digits; a half must not hang on them.
    return _clean(np.floor(value / unit + 0.5 + DUST) * unit, unit)


def estimate_unit(kind: Array, estimate: Array, error: Array, rows: Array) -> Array:
    """The unit that an estimate on some rows is printed at; `error` (its class) may be missing.

    The greater of half the error's class and what `ANSWERS` answers change, by one step of a
    scale or, in a total or ratio, by the mean of an answer: by chance an error is next to nothing
    where groups have like means. A difference has the whole class, so that it adds little to its
    two sides.

    >>> kinds = np.array(["mean", "difference"])
    >>> estimate_unit(kinds, np.array([4.08, 0.6]), np.array([0.2, 0.2]), np.array([176, 350]))
    array([0.1, 0.2])
    """
    step = np.where(np.isin(kind, ["total", "ratio"]), np.abs(estimate), 1.0)
    unit = class_above(np.fmax(ANSWERS * step / np.maximum(rows, 1), error / OF_ERROR))
    return np.where(kind == "difference", np.fmax(error, unit), unit)


def touching(labels: pd.DataFrame, withheld: Array) -> Array:
    """Which rows may share an answer with a withheld row: those that no label tells apart.

    `labels` has a column a factor, "" where a row is of all its values.

    >>> rows = pd.DataFrame({"street": ["", "A", "B", "A", "A"], "home": ["", "", "", "1", "2"]})
    >>> touching(rows, np.array([False, False, False, False, True])).tolist()
    [True, True, False, False, True]
    """
    found = np.zeros(len(labels), dtype=bool)
    words = labels.astype(str)
    for gone in words[withheld].drop_duplicates().to_dict("records"):
        alike = np.ones(len(labels), dtype=bool)
        for name, label in gone.items():
            if label:
                alike &= words[name].isin(["", label]).to_numpy()
        found |= alike
    return found


def coarsened(table: pd.DataFrame, confidence: float, where: Array) -> pd.DataFrame:
    """A table of estimates with the rows `where` as coarse as they must be.

    `table` has kind, estimate, std_error, low, high, df, n and deff. The standard error becomes
    its class, the interval is that of the printed estimate and class, so that it adds nothing and
    is mostly wider, and the design effect goes; with fewer than `LEAST_DF` degrees of freedom the
    error and the interval go too. The ends of a quantile's interval move outward to its unit.
    Numbers of answers stay, and so do rows without an estimate.

    >>> told = pd.DataFrame({"kind": ["mean"], "estimate": [4.0845], "std_error": [0.107],
    ...     "low": [3.82], "high": [4.35], "df": [6], "n": [176], "deff": [1.9]})
    >>> coarsened(told, 0.95, np.array([True])).iloc[0, 1:5].tolist()
    [4.1, 0.2, 3.6, 4.6]
    """
    kind = table["kind"].to_numpy(dtype=object)
    estimate, error, low, high, df, rows = (
        table[name].astype(float).to_numpy()
        for name in ("estimate", "std_error", "low", "high", "df", "n")
    )
    classed = class_above(error)
    unit = estimate_unit(kind, estimate, classed, rows)
    unit = np.where(np.isnan(unit), 1.0, unit)
    printed = to_unit(estimate, unit)
    classed = np.where(df >= LEAST_DF, classed, np.nan)
    ends = np.where(
        kind == "quantile",
        _outward(low, high, unit),
        _interval(kind, printed, classed, df, unit, confidence),
    )
    ends = _clean(np.where(np.isnan(classed), np.nan, ends), unit)
    new = {"estimate": printed, "std_error": classed, "low": ends[0], "high": ends[1]}
    there = where & ~np.isnan(estimate)
    changed = {name: np.where(there, value, table[name]) for name, value in new.items()}
    return table.assign(**changed, deff=np.where(there, np.nan, table["deff"]))


def published(table: pd.DataFrame, factors: Sequence[str], confidence: float) -> pd.DataFrame:
    """A table of estimates as it may be printed: rows that touch a withheld one are coarse.

    `table` as for `coarsened`, with a label in each of `factors`, `suppressed` and note, which
    says so.
    """
    gone = table["suppressed"].to_numpy(dtype=bool)
    if not gone.any():
        return table
    coarse = touching(table[list(factors)], gone)
    told = coarsened(table, confidence, coarse)
    notes = told["note"].fillna("")
    return told.assign(note=add_note(notes, told["estimate"].notna() & coarse, WORDS))


def coarsened_tests(tests: pd.DataFrame) -> pd.DataFrame:
    """Statistics of tests with two digits; numbers of answers and degrees of cells stay.

    >>> coarsened_tests(pd.DataFrame({"x2": [12.3456], "p": [0.01234], "n": [703]})).values.tolist()
    [[12.0, 0.012, 703.0]]
    """
    names = [name for name in tests.select_dtypes("float").columns if name != "n"]
    return tests.assign(**{name: tests[name].map(_two_digits) for name in names})


def _two_digits(value: float) -> float:
    return float(f"{value:.{DIGITS}g}") if np.isfinite(value) else value


def _interval(
    kind: Array, estimate: Array, error: Array, df: Array, unit: Array, confidence: float
) -> Array:
    """Both ends (2, rows): t, and on the logit scale for shares; at the unit, outward."""
    plain = plain_interval(estimate, error, df, confidence)
    ends = np.where(kind == "share", logit_interval(estimate, error, df, confidence), plain)
    moved = _outward(ends[0], ends[1], unit)
    return np.where(kind == "share", np.clip(moved, 0.0, 1.0), moved)


def _outward(low: Array, high: Array, unit: Array) -> Array:
    ends: Array = np.stack([np.floor(low / unit + DUST), np.ceil(high / unit - DUST)]) * unit
    return ends


def _clean(value: Array, unit: Array) -> Array:
    """The same numbers without the dust of binary fractions below their unit's last digit."""
    value, unit = np.broadcast_arrays(np.asarray(value, float), np.asarray(unit, float))
    clean = [
        float(np.round(number, int(max(-np.floor(np.log10(size) + 1e-9), 0))))
        if np.isfinite(number) and size > 0
        else np.nan
        for number, size in zip(value.ravel(), unit.ravel(), strict=True)
    ]
    return np.array(clean).reshape(value.shape)
