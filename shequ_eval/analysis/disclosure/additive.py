"""Knows tables of counts whose totals add up; knows nobody's answer and withholds nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import csr_array

Array = np.ndarray


@dataclass(frozen=True)
class AdditiveTable:
    """Counts, totals among them, and which add up to which.

    `counts` (cells,) are whole numbers, 0 or more; `sums` (relations, cells) has 1 at the parts
    of each relation and −1 at its total, so that `sums @ counts` is 0. `printable` (cells,) is
    False where nobody prints a cell, nor would: it can move with the others and needs no
    protection of its own; without it every cell would be printed. `guarded` (cells,) is True
    where a cell that nobody prints needs it all the same, for it is what printed cells differ by.
    """

    counts: Array
    sums: csr_array
    printable: Array | None = None
    guarded: Array | None = None

    def __post_init__(self) -> None:
        if (self.counts < 0).any() or not np.array_equal(self.counts, np.round(self.counts)):
            raise ValueError("应为不小于零的整数 counts must be whole numbers, 0 or more")
        if self.sums.shape[0] and np.abs(self.sums @ self.counts).max() > 0:
            raise ValueError("合计与各部分之和不符 a total is not the sum of its parts")

    @property
    def unprinted(self) -> Array:
        """Which cells (cells,) nobody prints."""
        return np.zeros(len(self.counts), bool) if self.printable is None else ~self.printable

    @property
    def watched(self) -> Array:
        """Which cells (cells,) must not be worked out where they are small."""
        return ~self.unprinted if self.guarded is None else ~self.unprinted | self.guarded

    @cached_property
    def uses(self) -> csr_array:
        """1 where a relation (rows) has to do with a cell (columns)."""
        return csr_array((self.sums != 0).astype(int))

    def beside(self, cells: Array) -> Array:
        """Which cells (cells,) share a relation with any of some cells, or are of them."""
        relations = (self.uses @ cells.astype(int)) > 0
        found: Array = ((self.uses.T @ relations.astype(int)) > 0) | cells
        return found

    def tied_to(self, cell: int, withheld: Array) -> Array:
        """Which withheld cells (cells,) share a relation with one, or with one that does."""
        tied = np.arange(len(self.counts)) == cell
        while True:
            wider = self.beside(tied) & withheld | tied
            if np.array_equal(wider, tied):
                return tied
            tied = wider

    @property
    def is_whole(self) -> Array:
        """Which cells (cells,) are sums of others and part of none."""
        is_part = np.asarray((self.sums > 0).sum(axis=0)).ravel() > 0
        is_total: Array = np.asarray((self.sums < 0).sum(axis=0)).ravel() > 0
        return is_total & ~is_part


def nested_table(levels: pd.DataFrame, counts: Sequence[int]) -> tuple[AdditiveTable, pd.DataFrame]:
    """The table of a hierarchy: its groups, each coarser group, and the whole.

    `levels` has a row a group, its columns from coarse to fine. The second result has a row a
    cell: the columns of `levels`, "" where a cell is a total over them.

    >>> places = pd.DataFrame({"street": ["A", "A", "B"], "community": ["1", "2", "3"]})
    >>> table, cells = nested_table(places, [3, 4, 5])
    >>> table.counts.tolist()
    [3.0, 4.0, 5.0, 7.0, 5.0, 12.0]
    """
    names = list(levels.columns)
    base = levels.astype(str).assign(**{"": np.asarray(counts)})
    parts = [base]
    for depth in range(len(names) - 1, 0, -1):
        coarser = base.groupby(names[:depth], sort=False)[""].sum().reset_index()
        parts.append(coarser.assign(**dict.fromkeys(names[depth:], "")))
    whole = {**dict.fromkeys(names, ""), "": [base[""].sum()]}
    cells = pd.concat([*parts, pd.DataFrame(whole)], ignore_index=True)[[*names, ""]]
    keys = {tuple(row): place for place, row in enumerate(cells[names].itertuples(index=False))}
    relations = _relations(cells[names], keys)
    return AdditiveTable(cells[""].to_numpy(dtype=float), relations), cells[names]


def crossed_table(counts: pd.DataFrame) -> AdditiveTable:
    """A table of rows and columns with both margins and the whole: cells row by row, then totals.

    >>> crossed_table(pd.DataFrame([[1, 2], [3, 4]])).counts.tolist()
    [1.0, 2.0, 3.0, 4.0, 3.0, 7.0, 4.0, 6.0, 10.0]
    """
    inner = counts.to_numpy(dtype=float)
    rows, columns = inner.shape
    cells = [*inner.ravel(), *inner.sum(axis=1), *inner.sum(axis=0), inner.sum()]
    matrix = np.zeros((rows + columns + 2, len(cells)))
    for row in range(rows):
        matrix[row, row * columns : (row + 1) * columns] = 1
        matrix[row, rows * columns + row] = -1
    for column in range(columns):
        matrix[rows + column, column : rows * columns : columns] = 1
        matrix[rows + column, rows * columns + rows + column] = -1
    matrix[-2, rows * columns : rows * columns + rows] = 1
    matrix[-1, rows * columns + rows : -1] = 1
    matrix[-2:, -1] = -1
    return AdditiveTable(np.array(cells), csr_array(matrix))


def feasible_span(table: AdditiveTable, withheld: Array, cell: int) -> tuple[float, float]:
    """All that a reader can work out of a withheld cell from the others: its least, its greatest.

    `withheld` (cells,) is true where a cell is not printed. Linear programming over every table
    that agrees with what is printed; the greatest may be infinite.
    """
    # NOTE: a cell that is tied to it through no withheld cell tells nothing more of it.
    tied = table.tied_to(cell, withheld)
    hidden = np.flatnonzero(tied)
    lines = np.flatnonzero(table.uses @ tied.astype(int))
    free = table.sums[lines][:, hidden]
    target = (hidden == cell).astype(float)
    known = -(table.sums[lines] @ np.where(tied, 0.0, table.counts))
    ends = []
    for sign in (1.0, -1.0):
        found = linprog(sign * target, A_eq=free, b_eq=known, bounds=(0, None), method="highs")
        ends.append(float(found.fun) * sign if found.status == 0 else np.inf)
    return ends[0], ends[1]


def _relations(cells: pd.DataFrame, keys: dict[tuple[str, ...], int]) -> csr_array:
    names = list(cells.columns)
    entries = [
        (keys[total], place) for place, total in _totals(cells, names) if total in keys
    ]  # fmt: skip
    totals = sorted({total for total, _ in entries})
    line = {total: number for number, total in enumerate(totals)}
    matrix = np.zeros((len(totals), len(cells)))
    for total, place in entries:
        matrix[line[total], place] = 1
        matrix[line[total], total] = -1
    return csr_array(matrix)


def _totals(cells: pd.DataFrame, names: list[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Every cell but the whole, with the key of the total that it is part of."""
    for place, key in enumerate(cells.itertuples(index=False)):
        filled = sum(label != "" for label in key)
        if filled:
            yield place, (*key[: filled - 1], *[""] * (len(names) - filled + 1))
