"""Knows which estimates are withheld: those on too few rows, and what would tell on one of them.

Estimates of one variable have groups that add up (all, zones, streets): where one of them rests
on too few rows, or two of them differ by too few, others go with it, so that nothing small can be
worked out. Sets of different variables
are not set against each other here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby, pairwise

import numpy as np
import pandas as pd

from shequ_eval.analysis.disclosure.overlapping import differ_by_few, overlapping_table
from shequ_eval.analysis.disclosure.protect import protected
from shequ_eval.analysis.survey.measures import BoolArray
from shequ_eval.analysis.survey.notes import add_note
from shequ_eval.vocabulary.survey_spec import EstimateSpec

FIGURES = ["estimate", "std_error", "low", "high", "deff"]
COUNTS = ["df", "n", "n_psu"]  # each would tell how many answered
TELLS = "与不公布的组相连，一并不公布 withheld too, for it would tell on a group that is withheld"
Together = Callable[[Sequence[EstimateSpec]], pd.DataFrame]
Key = tuple[str, tuple[str, ...]]


def few_rows(rows: pd.Series, least: int) -> BoolArray:
    """Which groups rest on too few rows: more than none, fewer than `least`.

    A group without any row has nothing to withhold: it is missing, not suppressed.

    >>> few_rows(pd.Series([0, 3, 30]), 10).tolist()
    [False, True, False]
    """
    found: BoolArray = (rows.gt(0) & rows.lt(least)).to_numpy(dtype=bool)
    return found


def withheld_rows(
    estimates: Sequence[EstimateSpec],
    tables: Mapping[str, pd.DataFrame],
    together: Together,
    least: int,
) -> dict[str, BoolArray]:
    """Which rows of each estimate's table are withheld.

    `tables` have the labels of the groups and `n`; `together` gives, for several estimates of one
    variable, the combinations of their groups that occur (see `overlapping_table`). It is asked
    only where there may be something to withhold: a small group, or groups that differ by few.
    """
    hidden: dict[str, BoolArray] = {}
    elsewhere: set[Key] = set()
    for _, family in groupby(sorted(estimates, key=_variable), key=_variable):
        members = list(family)
        few = {one.id: few_rows(tables[one.id]["n"], least) for one in members}
        if least and len(members) > 1 and (_any(few) or _may_differ_by_few(members)):
            few = _protected(members, tables, together(members), few, least, elsewhere)
        hidden |= few
        elsewhere |= {
            key
            for one in members
            for key, gone in zip(_keys(one, tables[one.id]), few[one.id], strict=True)
            if gone
        }
    return hidden


def suppressed(
    table: pd.DataFrame, withheld: BoolArray, few: BoolArray, least: int
) -> pd.DataFrame:
    """The table without any figure or number in rows that are withheld, marked in `suppressed`.

    `few` are those that rest on too few rows; the others go because they would tell on them.

    >>> told = pd.DataFrame({"estimate": [1.0, 2.0], "n": [3, 30], "note": ["", ""]})
    >>> told = told.reindex(columns=[*FIGURES, *COUNTS, "note"])
    >>> few = few_rows(told["n"], 10)
    >>> suppressed(told, few, few, 10)["n"].tolist()
    [<NA>, 30]
    """
    found = table.assign(suppressed=withheld).astype(dict.fromkeys(COUNTS, "Int64"))
    found.loc[withheld, FIGURES] = np.nan
    found.loc[withheld, COUNTS] = pd.NA
    notes = found["note"].fillna("").where(~withheld, "")
    words = f"回答不足 {least}，不公布 fewer than {least} answers, withheld"
    notes = add_note(notes, pd.Series(withheld & few, index=notes.index), words)
    return found.assign(note=add_note(notes, pd.Series(withheld & ~few, index=notes.index), TELLS))


def _variable(estimate: EstimateSpec) -> str:
    return estimate.label


def _any(few: Mapping[str, BoolArray]) -> bool:
    return any(rows.any() for rows in few.values())


def _may_differ_by_few(members: Sequence[EstimateSpec]) -> bool:
    """Whether groups may differ by something that is no group: conditions, or labels that cross.

    Labels that refine one another (all, zones, streets) differ by groups only.
    """
    by = sorted({frozenset(one.by) for one in members}, key=len)
    nested = all(coarse <= fine for coarse, fine in pairwise(by))
    return not nested or len({str(one.where) for one in members}) > 1


def _keys(estimate: EstimateSpec, table: pd.DataFrame) -> list[Key]:
    where = f"{estimate.where} {estimate.by}"
    if not estimate.by:
        return [(where, ())] * len(table)
    labels = table[estimate.by].astype(str)
    return [(where, tuple(row)) for row in labels.itertuples(index=False)]


def _protected(
    members: Sequence[EstimateSpec],
    tables: Mapping[str, pd.DataFrame],
    together: pd.DataFrame,
    few: dict[str, BoolArray],
    least: int,
    elsewhere: set[Key],
) -> dict[str, BoolArray]:
    groups = {one.id: len(tables[one.id]) for one in members}
    scopes = {one.id: str(one.where) for one in members}
    if not _any(few) and not differ_by_few(together, groups, scopes, least):
        return few
    found = overlapping_table(together, groups, scopes, least)
    rather = np.zeros(len(found.table.counts), dtype=bool)
    for one in members:
        known = [key in elsewhere for key in _keys(one, tables[one.id])]
        places = found.places[one.id]
        rather[places[np.array(known, dtype=bool) & (places >= 0)]] = True
    hidden = protected(found.table, least, rather=rather)
    return {one.id: (found.places[one.id] >= 0) & hidden[found.places[one.id]] for one in members}
