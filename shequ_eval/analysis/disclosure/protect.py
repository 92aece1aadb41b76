"""Knows which cells must be withheld so that no small one can be worked out; knows no names.

Primary: a count above 0 and below `least`. Secondary: the cheapest other cells, found one small
cell at a time by linear programming (Kelly, Golden and Assad 1992; Fischetti and Salazar 2001),
totals among them, and the whole only where nothing less will do.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack, vstack

from shequ_eval.analysis.disclosure.additive import AdditiveTable, feasible_span

Array = np.ndarray
TINY = 1e-7
FREE = 1e-6  # of a cell that is withheld already: a tiny price keeps a move from wandering
CHEAPER = 0.1
WHOLE = 100.0  # how much dearer the whole is than a part


class UnprotectableError(ValueError):
    """No set of withheld cells protects a small one; the table must not be published."""


def small_cells(table: AdditiveTable, least: int) -> Array:
    """Which cells rest on too few: more than nobody, fewer than `least`.

    >>> table = AdditiveTable(np.array([3.0, 0, 12]), csr_array((0, 3)))
    >>> small_cells(table, 10).tolist()
    [True, False, False]
    """
    return (table.counts > 0) & (table.counts < least) & table.watched


def protected(
    table: AdditiveTable,
    least: int = 10,
    also: Array | None = None,
    rather: Array | None = None,
) -> Array:
    """Which cells (cells,) to withhold: the small ones, those in `also`, and what protects them.

    Afterwards every small cell can lie anywhere in a span of at least `least` that begins at 0,
    whatever is worked out from the printed cells. Cells of nobody stay printed, for they withhold
    nothing and could not hide anything; cells that nobody prints are True. Of cells that would do
    as well as others, those in `rather` (withheld elsewhere already) are taken.

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
    fixed = primary | table.unprinted | (False if also is None else also)
    price = (1.0 + np.log1p(table.counts)) * np.where(table.is_whole, WHOLE, 1.0)
    price = price * (1.0 if rather is None else np.where(rather, CHEAPER, 1.0))
    withheld = fixed.copy()
    for cell in np.flatnonzero(primary)[np.argsort(-table.counts[primary], kind="stable")]:
        for up, by in ((True, float(least)), (False, float(table.counts[cell]))):
            withheld |= _moved_with(table, np.where(withheld, FREE, price), int(cell), up, by)
    return _without_needless(table, withheld, fixed, least)


def is_protected(table: AdditiveTable, withheld: Array, cell: int, least: int) -> bool:
    """Whether a withheld cell's feasible span begins at 0 and is at least `least` wide."""
    low, high = feasible_span(table, withheld, cell)
    return low <= TINY and high - low >= least - TINY


def _moved_with(table: AdditiveTable, price: Array, cell: int, up: bool, by: float) -> Array:
    """Cells that must change so that `cell` can move `by`, all totals kept, as cheap as may be.

    First among the cells beside it, all others as they are; then further and further away while
    there is no way, or none without the whole.
    """
    near = np.arange(len(table.counts)) == cell
    while True:
        wider = table.beside(near)
        moved = _moved_among(table, price, wider, cell, by if up else -by)
        all_seen = np.array_equal(wider, near)
        if moved is not None and (all_seen or price[moved].max(initial=0.0) < WHOLE):
            return moved
        if all_seen:
            raise UnprotectableError(
                f"第 {cell} 格无法保护，整张表不公布 cell {cell} cannot be protected: publish none"
            )
        near = wider


def _moved_among(
    table: AdditiveTable, price: Array, near: Array, cell: int, by: float
) -> Array | None:
    """The cheapest of the cells `near` that must change so that `cell` moves `by`, if any do."""
    own = np.flatnonzero(near)
    counts, cost = table.counts[own], price[own]
    lines = table.sums[np.flatnonzero(table.uses @ near.astype(int))][:, own]
    most_up = np.where((cost == FREE) | (counts > 0), np.inf, 0.0)
    most_down = counts.copy()
    here = own == cell
    (most_down if by > 0 else most_up)[here] = 0
    forced = np.concatenate([here, np.zeros(len(own))] if by > 0 else [np.zeros(len(own)), here])
    found = linprog(
        np.tile(cost, 2),
        A_eq=vstack([hstack([lines, -lines]), csr_array(forced[None])]),
        b_eq=np.append(np.zeros(lines.shape[0]), abs(by)),
        bounds=np.column_stack([np.zeros(2 * len(own)), np.concatenate([most_up, most_down])]),
        method="highs",
    )
    if found.status != 0:
        return None
    moved = np.zeros(len(table.counts), dtype=bool)
    moved[own] = (found.x[: len(own)] > TINY) | (found.x[len(own) :] > TINY)
    return moved


def _without_needless(table: AdditiveTable, withheld: Array, fixed: Array, least: int) -> Array:
    """The same cells less those that nothing needs, the largest first."""
    kept = withheld.copy()
    small = np.flatnonzero(small_cells(table, least))
    extra = np.flatnonzero(withheld & ~fixed)
    for cell in extra[np.argsort(-table.counts[extra], kind="stable")]:
        # NOTE: a cell hides only those that it is tied to through cells that are withheld too.
        tied = table.tied_to(int(cell), kept)
        kept[cell] = False
        if not all(is_protected(table, kept, int(one), least) for one in small if tied[one]):
            kept[cell] = True
    return kept
