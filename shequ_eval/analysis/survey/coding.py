"""Knows how labels become dense integer codes; knows nothing of what the labels mean."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

IntArray = NDArray[np.intp]
FloatArray = NDArray[np.float64]

# NOTE: up to this many places for each row, and in all, a lookup table beats a sort.
PLACES_PER_ROW, PLACES_AT_MOST = 16, 1 << 25
BITS = 6
WORD = 1 << BITS


@dataclass(frozen=True)
class Coded:
    """Rows as codes 0 … size-1, a missing label as -1; the label of each code where it is kept."""

    codes: IntArray
    size: int
    labels: Any = None

    @cached_property
    def first(self) -> IntArray:
        """The first row that bears each code (size,)."""
        found = np.zeros(self.size + 1, dtype=np.intp)  # the last place takes the codes of -1
        found[self.codes[::-1]] = np.arange(len(self.codes) - 1, -1, -1)  # the last one stays
        return found[: self.size]

    @cached_property
    def complete(self) -> bool:
        """Whether no label is missing."""
        return not len(self.codes) or int(self.codes.min()) >= 0


def coded(labels: Any) -> Coded:
    """Codes in the sorted order of the labels, whatever the order of the rows.

    >>> coded(["b", "a", "b", None]).codes.tolist()
    [1, 0, 1, -1]
    """
    series = labels if isinstance(labels, pd.Series) else pd.Series(np.asarray(labels))
    if isinstance(series.dtype, np.dtype) and series.dtype.kind in "iub" and len(series):
        values = series.to_numpy()
        low, span = int(values.min()), int(values.max()) - int(values.min()) + 1
        if span <= _places(len(values)):
            codes, found = compact(values.astype(np.intp) - low, span)
            return Coded(codes, len(found), (found + low).astype(values.dtype))
    try:
        codes, uniques = pd.factorize(series, sort=True)
    except TypeError:  # labels of several types have no order of their own
        codes, uniques = pd.factorize(series.astype("string"), sort=True)
    return Coded(codes.astype(np.intp), len(uniques))


def nested(parent: Coded, child: Coded) -> Coded:
    """One code for each pair that occurs, in the order of parent, then child; -1 where either is.

    >>> nested(coded([0, 0, 1]), coded(["x", "y", "x"])).codes.tolist()
    [0, 1, 2]
    """
    if parent.size == 1 and parent.complete:
        return child
    key = parent.codes * child.size + child.codes
    if not (parent.complete and child.complete):
        key[(parent.codes < 0) | (child.codes < 0)] = -1
    codes, found = compact(key, parent.size * child.size)
    return Coded(codes, len(found))


def compact(key: IntArray, span: int) -> tuple[IntArray, IntArray]:
    """Codes for the keys 0 … span-1 that occur, in their order, and those keys; -1 stays -1.

    >>> codes, found = compact(np.array([7, 2, 7, -1]), 8)
    >>> codes.tolist(), found.tolist()
    ([1, 0, 1, -1], [2, 7])
    """
    if span > _places(len(key)):
        codes, uniques = pd.factorize(np.where(key < 0, span, key), sort=True)
        found = uniques[uniques < span]
        return np.where(codes < len(found), codes, -1).astype(np.intp), found
    seen = np.zeros((span // WORD + 1) * WORD, dtype=bool)  # its last place takes the keys of -1
    seen[key] = True
    missing = bool(seen[-1])
    seen[-1] = False
    found = np.flatnonzero(seen)
    if len(found) == span:
        return key, found
    codes = _places_before(seen, key)
    if missing:
        codes[key < 0] = -1
    return codes, found


def sums(codes: IntArray, values: FloatArray, size: int) -> FloatArray:
    """Sum of `values` (n,) or (n, k) over each code; every code must be 0 or above.

    >>> sums(np.array([0, 1, 0]), np.array([1.0, 2.0, 3.0]), 2).tolist()
    [4.0, 2.0]
    """
    if values.ndim == 1:
        return np.asarray(np.bincount(codes, weights=values, minlength=size), dtype=float)
    columns = [np.bincount(codes, weights=column, minlength=size) for column in values.T]
    return np.column_stack(columns) if columns else np.zeros((size, 0))


def _places_before(seen: NDArray[np.bool_], key: IntArray) -> IntArray:
    """How many places are seen before each key: a table of bits stays in the processor's cache."""
    words = np.packbits(seen, bitorder="little").view("<u8")
    before = np.zeros(len(words), dtype=np.intp)
    np.cumsum(np.bitwise_count(words)[:-1], out=before[1:])
    word = key >> BITS
    lower = (np.uint64(1) << (key & (WORD - 1)).astype(np.uint64)) - np.uint64(1)
    found: IntArray = before[word] + np.bitwise_count(words[word] & lower)
    return found


def _places(rows: int) -> int:
    return min(max(PLACES_PER_ROW * rows, 1024), PLACES_AT_MOST)
