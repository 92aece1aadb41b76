"""Knows which cells must be withheld so that no small one can be worked out; knows no names.

Primary: a count above 0 and below `least`. Secondary: the cheapest other cells, found one small
cell at a time by linear programming (Kelly, Golden and Assad 1992; Fischetti and Salazar 2001),
totals among them, and the whole only where nothing less will do.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack

from shequ_eval.analysis.disclosure.additive import AdditiveTable, feasible_span

Array = np.ndarray
TINY = 1e-7


class UnprotectableError(ValueError):
    """No set of withheld cells protects a small one; the table must not be published."""


def small_cells(table: AdditiveTable, least: int) -> Array:
    """Which cells rest on too few: more than nobody, fewer than `least`.

    >>> table = AdditiveTable(np.array([3.0, 0, 12]), csr_array((0, 3)))
    >>> small_cells(table, 10).tolist()
    [True, False, False]
    """
    return (table.counts > 0) & (table.counts < least)


def protected(table: AdditiveTable, least: int = 10, also: Array | None = None) -> Array:
    """Which cells (cells,) to withhold: the small ones, those in `also`, and what protects them.

    Afterwards every small cell can lie anywhere in a span of at least `least` that begins at 0,
    whatever is worked out from the printed cells. Cells of nobody stay printed, for they withhold
    nothing and could not hide anything.

    Raises
    ------
    UnprotectableError
        Not even withholding every cell would do.

    Examples
    --------
    By hand: 3 of 3 + 20 + 30 = 53; beside it the smaller of the others goes.

    >>> import pandas as pd
    >>> from shequ_eval.analysis.disclosure.additive import nested_table
    >>> table, cells = nested_table(pd.DataFrame({"community": ["a", "b", "c"]}), [3, 20, 30])
    >>> protected(table).tolist()
    [True, True, False, False]
    """
    primary = small_cells(table, least)
    withheld = primary.copy() if also is None else primary | also
    for cell in np.flatnonzero(primary)[np.argsort(-table.counts[primary], kind="stable")]:
        for up, by in ((True, float(least)), (False, float(table.counts[cell]))):
            withheld |= _moved_with(table, withheld, int(cell), up, by)
    return _without_needless(table, withheld, primary | (False if also is None else also), least)


def is_protected(table: AdditiveTable, withheld: Array, cell: int, least: int) -> bool:
    """Whether a withheld cell's feasible span begins at 0 and is at least `least` wide."""
    low, high = feasible_span(table, withheld, cell)
    return low <= TINY and high - low >= least - TINY


def _moved_with(table: AdditiveTable, withheld: Array, cell: int, up: bool, by: float) -> Array:
    """The cheapest cells that must change so that `cell` can move `by`, all totals kept."""
    cells = len(table.counts)
    # NOTE: what is withheld already moves free; a tiny price keeps the move from wandering.
    price = np.where(withheld, 1e-6, (1.0 + np.log1p(table.counts)) * table.dearness)
    most_up = np.where(withheld | (table.counts > 0), np.inf, 0.0)
    most_down = table.counts.copy()
    (most_up if not up else most_down)[cell] = 0
    forced = np.zeros((1, 2 * cells))
    forced[0, cell if up else cells + cell] = 1
    moves = hstack([table.sums, -table.sums])
    relations = csr_array(np.vstack([moves.toarray(), forced]))
    wanted = np.append(np.zeros(table.sums.shape[0]), by)
    bounds = [(0, None if np.isinf(b) else b) for b in np.concatenate([most_up, most_down])]
    found = linprog(np.tile(price, 2), A_eq=relations, b_eq=wanted, bounds=bounds, method="highs")
    if found.status != 0:
        raise UnprotectableError(
            f"第 {cell} 格无法保护，整张表不公布 cell {cell} cannot be protected: publish no cell"
        )
    moved: Array = (found.x[:cells] > TINY) | (found.x[cells:] > TINY)
    return moved


def _without_needless(table: AdditiveTable, withheld: Array, fixed: Array, least: int) -> Array:
    """The same cells less those that nothing needs, the largest first."""
    kept = withheld.copy()
    small = np.flatnonzero(small_cells(table, least))
    extra = np.flatnonzero(withheld & ~fixed)
    for cell in extra[np.argsort(-table.counts[extra], kind="stable")]:
        # NOTE: a cell hides only those that it is tied to through cells that are withheld too.
        tied = _tied_to(table, kept, int(cell))
        kept[cell] = False
        if not all(is_protected(table, kept, int(one), least) for one in small if tied[one]):
            kept[cell] = True
    return kept


def _tied_to(table: AdditiveTable, withheld: Array, cell: int) -> Array:
    """Which cells (cells,) share an equation with a cell, or with one that does, all withheld."""
    uses = (table.sums != 0).astype(int)
    tied = np.zeros(len(table.counts), dtype=bool)
    tied[cell] = True
    while True:
        equations = (uses @ tied.astype(int)) > 0
        wider = ((uses.T @ equations.astype(int)) > 0) & withheld | tied
        if np.array_equal(wider, tied):
            return tied
        tied = wider
