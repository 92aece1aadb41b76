"""Knows how the rows that break a rule become findings; knows no rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite, nan

import pandas as pd

from shequ_eval.evidence.checks.cells import PLAIN_NUMBER
from shequ_eval.evidence.checks.tables import Table
from shequ_eval.evidence.checks.wording import quote
from shequ_eval.evidence.findings import Finding

Row = pd.Series
Words = Callable[[Row], str]


@dataclass(frozen=True)
class Rule:
    """Something that must hold in every row of a table.

    `broken` takes the frame of strings and says, row by row, where the rule is broken; the
    finding stands at `column`. The rule is silent where the file lacks one of `needs`.
    """

    name: str
    column: str
    needs: tuple[str, ...]
    broken: Callable[[pd.DataFrame], pd.Series]
    allowed: Words
    remedy: str


def numbers(cells: pd.Series) -> pd.Series:
    """The cells as numbers; NaN where a cell is empty or no plainly written number.

    Examples
    --------
    >>> numbers(pd.Series(["3", "", "many", "1_000", "inf"])).tolist()
    [3.0, nan, nan, nan, nan]
    """
    return pd.Series([_number(cell) for cell in cells.tolist()], cells.index, dtype="float64")


def _number(cell: object) -> float:
    plain = isinstance(cell, str) and PLAIN_NUMBER.fullmatch(cell)
    number = float(plain.group()) if plain else nan
    return number if isfinite(number) else nan


def looked_up(cells: pd.Series, keys: pd.Series, values: pd.Series) -> pd.Series:
    """The number that stands beside each cell in another table; NaN where none does.

    Examples
    --------
    >>> looked_up(pd.Series(["b", "x"]), pd.Series(["a", "b"]), pd.Series(["1", "2"])).tolist()
    [2.0, nan]
    """
    beside = dict(zip(keys, numbers(values), strict=True))
    return pd.Series([beside.get(cell, nan) for cell in cells], cells.index, dtype="float64")


def mark_rule(table: Table, rule: Rule) -> list[Finding]:
    """A finding for each row of the table that breaks the rule."""
    if not table.has(rule.column, *rule.needs):
        return []
    broken = rule.broken(table.frame)
    return mark(table, broken, rule.column, rule.name, rule.allowed, rule.remedy)


def mark(
    table: Table, broken: pd.Series, column: str, rule: str, allowed: Words, remedy: str
) -> list[Finding]:
    """A finding for each row where `broken` is true; `broken` has the index of the frame."""
    if not broken.any():
        return []
    return [
        Finding(
            *table.place_of(int(str(label))),
            column=column,
            rule=rule,
            severity="error",
            found=quote(row[column]),
            allowed=allowed(row),
            remedy=remedy,
        )
        for label, row in table.frame[broken.astype(bool)].iterrows()
    ]
