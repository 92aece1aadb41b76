"""Knows which groups of answers are sums of which, however they overlap; withholds nothing.

Groups are given by estimates: each has groups that share no answer, and a group of one may hold,
or cross, groups of another (all, zones, streets; zones and waves). Groups that hold the same
answers are one cell of the table, whichever estimates print them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations

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


def overlapping_table(
    together: pd.DataFrame,
    groups: Mapping[str, int],
    scopes: Mapping[str, str] | None = None,
    least: int = 0,
) -> OverlappingTable:
    """The table of all groups of some estimates.

    `together` has a row for each combination of groups in which anybody answers: a column for
    each estimate with the number of the group there, -1 outside all of its groups, and in the
    column `ROWS` how many answer. `groups` says how many groups each estimate has. Combinations
    that are no group themselves are cells that nobody prints. They are guarded where a difference
    of groups would tell them: those that one condition leaves out and another does not (`scopes`
    names the condition of each estimate), and those that make up less than `least` of a group
    when all groups of another estimate that it holds are taken away. Who merely has no label (a
    blank) is no group.

    Examples
    --------
    All 53, of whom 3 and 50 in two zones:

    >>> both = pd.DataFrame({"all": [0, 0], "zone": [0, 1], ROWS: [3, 50]})
    >>> found = overlapping_table(both, {"all": 1, "zone": 2})
    >>> found.table.counts.tolist(), found.places["zone"].tolist()
    ([53.0, 3.0, 50.0], [1, 2])

    All 53, and all but 3 of them:

    >>> left = pd.DataFrame({"all": [0, 0], "most": [-1, 0], ROWS: [3, 50]})
    >>> found = overlapping_table(left, {"all": 1, "most": 1}, {"all": "", "most": "x > 1"})
    >>> found.table.counts.tolist(), found.table.watched.tolist(), found.table.unprinted.tolist()
    ([53.0, 50.0, 3.0], [True, True, True], [False, False, True])
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
    scope = dict.fromkeys(groups, "") if scopes is None else scopes
    guarded = np.zeros(len(held), dtype=bool)
    guarded[alone[told_by_difference(codes, scope, counts, least)]] = True
    table = AdditiveTable(of_cell, _relations(lines, len(held)), printable, guarded)
    return OverlappingTable(table, places)


def differ_by_few(
    together: pd.DataFrame, groups: Mapping[str, int], scopes: Mapping[str, str], least: int
) -> bool:
    """Whether a difference of groups would tell fewer than `least` (see `overlapping_table`)."""
    counts = together[ROWS].to_numpy(dtype=float)
    codes = {name: together[name].to_numpy(dtype=np.intp) for name in groups}
    told = told_by_difference(codes, scopes, counts, least)
    return bool((counts[told] < least).any())


def told_by_difference(
    codes: Mapping[str, Array], scopes: Mapping[str, str], counts: Array, least: int
) -> Array:
    """Which combinations (rows of `together`) are guarded; see `overlapping_table`."""
    found: Array = _left_out(codes, scopes) | _remaining(codes, scopes, counts, least)
    return found


def _within(codes: Mapping[str, Array], scopes: Mapping[str, str]) -> dict[str, Array]:
    """For each condition the combinations that it is known to hold for."""
    return {
        scope: np.logical_or.reduce(
            [code != NOWHERE for name, code in codes.items() if scopes[name] == scope]
        )
        for scope in dict.fromkeys(scopes[name] for name in codes)
    }


def _left_out(codes: Mapping[str, Array], scopes: Mapping[str, str]) -> Array:
    """Combinations that one condition leaves out and another does not."""
    within = _within(codes, scopes)
    inside = np.array(list(within.values()))
    blanks = [(code == NOWHERE) & within[scopes[name]] for name, code in codes.items()]
    told: Array = inside.any(axis=0) & ~inside.all(axis=0) & ~np.logical_or.reduce(blanks)
    return told


def _remaining(
    codes: Mapping[str, Array], scopes: Mapping[str, str], counts: Array, least: int
) -> Array:
    """Combinations that are few, and all that one estimate's groups leave of a group of another."""
    told = np.zeros(len(counts), dtype=bool)
    within = _within(codes, scopes)
    for (_, outer), (name, inner) in permutations(codes.items(), 2):
        lies_in = _holder(inner, outer)[inner]  # the last entry stands for no group
        covered = (lies_in != NOWHERE) & (outer != NOWHERE)
        blank = (inner == NOWHERE) & within[scopes[name]]
        rest = (outer != NOWHERE) & ~covered & ~blank
        size = outer.max(initial=0) + 1
        left = np.bincount(outer[rest], counts[rest], size)
        taken = np.bincount(outer[covered], minlength=size)
        few = np.append((left > 0) & (left < least) & (taken > 0), False)
        told |= rest & few[outer]
    return told


def _holder(inner: Array, outer: Array) -> Array:
    """For each inner group the outer group that holds all of it, or -1; -1 for no group at the end.

    >>> _holder(np.array([0, 0, 1, -1]), np.array([3, 3, -1, 3])).tolist()
    [3, -1, -1]
    """
    size, there = inner.max(initial=0) + 1, inner != NOWHERE
    low, high = np.full(size, np.iinfo(np.intp).max), np.full(size, NOWHERE)
    np.minimum.at(low, inner[there], outer[there])
    np.maximum.at(high, inner[there], outer[there])
    return np.append(np.where(low == high, high, NOWHERE), NOWHERE)


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
