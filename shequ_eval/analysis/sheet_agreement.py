"""Knows how far two coders of one sheet agree, column by column; settles no dispute."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from shequ_eval.analysis.agreement import cohens_kappa_of

DECISION = "decision"
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
Key = tuple[str, int, int]
Coding = Mapping[Key, Mapping[str, str]]


def sheet_agreement(first: Coding, second: Coding, columns: Sequence[str]) -> pd.DataFrame:
    """Per column: figures compared, how many agree, the share, and Cohen's kappa.

    A coding maps source and span to the decision and, where it was accepted, the coded cells.
    `decision` is compared over the figures that both decided, the other columns over those that
    both accepted. Kappa is missing where both coders used one category only, and for numbers.

    Examples
    --------
    >>> a = {("d", 0, 2): {"decision": "accept", "status": "actual"},
    ...      ("d", 5, 7): {"decision": "leave_out"}}
    >>> b = {("d", 0, 2): {"decision": "accept", "status": "planned"},
    ...      ("d", 5, 7): {"decision": "leave_out"}}
    >>> sheet_agreement(a, b, ["status"])[["column", "agreed", "of"]].values.tolist()
    [['decision', 2, 2], ['status', 0, 1]]
    """
    rows = [_row(first, second, column) for column in (DECISION, *columns)]
    table = pd.DataFrame(rows, columns=["column", "agreed", "of", "agree_share", "kappa"])
    return table.astype({"agree_share": "Float64", "kappa": "Float64"})


def sheet_disagreements(first: Coding, second: Coding, columns: Sequence[str]) -> pd.DataFrame:
    """Every cell on which the two coders differ, side by side, in the order of the text.

    Columns: source_id, start, end, column, first, second.
    """
    rows = [
        (*key, column, first[key][column], second[key][column])
        for key in _both(first, second)
        for column in (DECISION, *columns)
        if column in first[key] and column in second[key]
        if first[key][column] != second[key][column]
    ]
    return pd.DataFrame(rows, columns=["source_id", "start", "end", "column", "first", "second"])


def _both(first: Coding, second: Coding) -> list[Key]:
    return sorted(set(first) & set(second))


def _row(first: Coding, second: Coding, column: str) -> tuple[object, ...]:
    pairs = [
        (first[key][column], second[key][column])
        for key in _both(first, second)
        if column in first[key] and column in second[key]
    ]
    agreed = sum(one == other for one, other in pairs)
    table = pd.DataFrame(pairs, columns=["first", "second"], dtype="str")
    kappa = cohens_kappa_of(table) if pairs and not _are_numbers(pairs) else None
    return column, agreed, len(pairs), agreed / len(pairs) if pairs else None, kappa


def _are_numbers(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether every cell that is not empty is a number: agreement on numbers has no kappa."""
    filled = [cell for pair in pairs for cell in pair if cell]
    return bool(filled) and all(NUMBER.fullmatch(cell) for cell in filled)
