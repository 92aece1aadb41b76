"""Knows which groups of answers are sums of which, however they overlap; withholds nothing.

Groups are given by estimates: each has groups that share no answer, and a group of one may hold,
or cross, groups of another (all, zones, streets; zones and waves). Groups that hold the same
answers are one cell of the table, whichever estimates print them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from shequ_eval.analysis.disclosure.additive import AdditiveTable

Array = np.ndarray
ROWS = ""  # the column of counts: no estimate is called so
NOWHERE = -1


@dataclass(frozen=True)
class OverlappingTable:
    """A table of counts, and for each estimate the cell of each of its groups (-1: nobody)."""

    table: AdditiveTable
    places: Mapping[str, Array]


def overlapping_table(together: pd.DataFrame, groups: Mapping[str, int]) -> OverlappingTable:
    """The table of all groups of some estimates.

    `together` has a row for each combination of groups in which anybody answers: a column for
    each estimate with the number of the group there, -1 outside all of its groups, and in the
    column `ROWS` how many answer. `groups` says how many groups each estimate has. Combinations
    that are no group themselves are cells that nobody prints.

    Examples
    --------
    All 53, of whom 3 and 50 in two zones:

    >>> both = pd.DataFrame({"all": [0, 0], "zone": [0, 1], ROWS: [3, 50]})
    >>> found = overlapping_table(both, {"all": 1, "zone": 2})
    >>> found.table.counts.tolist(), found.places["zone"].tolist()
    ([53.0, 3.0, 50.0], [1, 2])
    """
    counts = together[ROWS].to_numpy(dtype=float)
    codes = {name: together[name].to_numpy(dtype=np.intp) for name in groups}
    cells: dict[bytes, int] = {}
    held: list[Array] = []
    places: dict[str, Array] = {}
    for name, many in groups.items():
        places[name] = np.full(many, NOWHERE, dtype=np.intp)
        for group, atoms in _grouped(codes[name]):
            places[name][group] = _cell(atoms, cells, held)
    printed = len(held)
    alone = np.array([_cell(np.array([atom]), cells, held) for atom in range(len(counts))])
    lines = [
        (place, parts)
        for place, atoms in enumerate(held[:printed])
        if len(atoms) > 1
        for parts in _sums_to(place, atoms, codes, places, alone)
    ]
    of_cell = np.array([counts[atoms].sum() for atoms in held])
    printable = np.arange(len(held)) < printed
    return OverlappingTable(AdditiveTable(of_cell, _relations(lines, len(held)), printable), places)


def _grouped(codes: Array) -> Iterator[tuple[int, Array]]:
    """Each group with the combinations that it holds, in order."""
    order = np.argsort(codes, kind="stable")
    starts = np.flatnonzero(np.diff(codes[order], prepend=NOWHERE - 1))
    for start, atoms in zip(starts, np.split(order, starts[1:]), strict=True):
        if codes[order[start]] != NOWHERE:
            yield int(codes[order[start]]), atoms


def _cell(atoms: Array, cells: dict[bytes, int], held: list[Array]) -> int:
    place = cells.setdefault(np.asarray(atoms, dtype=np.intp).tobytes(), len(held))
    if place == len(held):
        held.append(atoms)
    return place


def _sums_to(
    place: int, atoms: Array, codes: Mapping[str, Array], places: Mapping[str, Array], alone: Array
) -> list[Array]:
    """The coarsest ways in which a cell is the sum of others, else of its combinations."""
    ways: dict[bytes, tuple[Array, Array]] = {}
    for name, code in codes.items():
        inside = code[atoms]
        parts = np.unique(inside)
        if len(parts) == 1 or parts[0] == NOWHERE or np.isin(code, parts).sum() > len(atoms):
            continue
        found = np.sort(places[name][parts])
        ways.setdefault(found.tobytes(), (inside, found))
    kept = [
        found
        for inside, found in ways.values()
        if not any(_is_coarser(other, inside) for other, _ in ways.values())
    ]
    return kept or [alone[atoms]]


def _is_coarser(one: Array, other: Array) -> bool:
    """Whether every part of `other` lies in one part of `one`, of which there are fewer."""
    parts = len(np.unique(other))
    both = len(np.unique(np.column_stack([one, other]), axis=0))
    return both == parts and len(np.unique(one)) < parts


def _relations(lines: Iterable[tuple[int, Array]], cells: int) -> csr_array:
    values: list[float] = []
    across: list[int] = []
    ends = [0]
    for place, parts in lines:
        across += [*parts.tolist(), place]
        values += [1.0] * len(parts) + [-1.0]
        ends.append(len(across))
    shape = (len(ends) - 1, cells)
    return csr_array((values, np.array(across, dtype=np.intp), ends), shape=shape)
