"""Knows one promise together with the standards that speak of it; judges neither."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from shequ_eval.analysis.intervals import Interval, number_or_none

Row = Mapping[Any, Any]
# What a promise is to a standard that must not stand beside it on a scale.
UNAPPLIED = ("not_in_force", "promise_undated", "not_comparable")


@dataclass(frozen=True)
class Commitment:
    """One promise with every standard that speaks of its indicator."""

    row: Row
    standards: tuple[Row, ...]

    @property
    def target(self) -> Interval:
        """What was promised, with its bounds.

        >>> row = {"target_low": 10, "target_value": 10, "target_high": None}
        >>> promise = Commitment(row, (row,))
        >>> promise.target
        Interval(low=10.0, value=10.0, high=None)
        """
        return _bounds(self.row, "target")

    @property
    def actual(self) -> Interval | None:
        """The actual figure with its bounds, or None where there is no evidence.

        >>> row = {"actual_low": None, "actual_value": None, "actual_high": None}
        >>> promise = Commitment(row, (row,))
        >>> promise.actual is None
        True
        """
        found = _bounds(self.row, "actual")
        return None if found == Interval(None, None, None) else found

    @property
    def applied(self) -> tuple[Row, ...]:
        """The standards that may be held against the promise: of its unit, in force when due.

        >>> rule = {"standard_low": 30, "against_standard": "not_in_force"}
        >>> Commitment(rule, (rule,)).applied
        ()
        """
        return tuple(rule for rule in self.standards if rule["against_standard"] not in UNAPPLIED)

    @property
    def bounds(self) -> list[float]:
        """The different bounds of the standards that apply, in their order.

        >>> row = {"standard_low": 10, "standard_high": None, "against_standard": "equal"}
        >>> later = row | {"standard_low": 30, "against_standard": "not_in_force"}
        >>> Commitment(row, (row, later)).bounds
        [10.0]
        """
        found = (standard_bound(rule) for rule in self.applied)
        return [bound for bound in dict.fromkeys(found) if bound is not None]

    @property
    def doubted(self) -> bool:
        """Whether a second coder read the status otherwise.

        >>> row = {"doubt": "per status"}
        >>> promise = Commitment(row, (row,))
        >>> promise.doubted
        True
        """
        return "status" in str(self.row.get("doubt", "")).split()


def commitments_of(targets: pd.DataFrame) -> list[Commitment]:
    """The promises of a table with one row a promise and standard bound, in its order.

    >>> rows = pd.DataFrame({"zone_id": "east", "indicator_id": "orgs", "evidence_ids": "east-0001",
    ...                      "against_standard": ["equal", "below"]})
    >>> [len(promise.standards) for promise in commitments_of(rows)]
    [2]
    """
    promises = []
    keys = ["zone_id", "indicator_id", "evidence_ids"]
    for _, rows in targets.groupby(keys, sort=False):
        records = rows.to_dict("records")
        standards = tuple(row for row in records if row["against_standard"])
        promises.append(Commitment(records[0], standards))
    return promises


def _bounds(row: Row, side: str) -> Interval:
    return Interval.of(row[f"{side}_low"], row[f"{side}_value"], row[f"{side}_high"])


def standard_bound(rule: Row) -> float | None:
    """The bound that a standard sets: its lower one, else its upper one.

    >>> standard_bound({"standard_low": None, "standard_high": 5})
    5.0
    """
    low = number_or_none(rule["standard_low"])
    return low if low is not None else number_or_none(rule["standard_high"])
