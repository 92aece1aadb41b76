"""Knows which figure of a zone stands for an indicator in a step of arithmetic; computes none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from shequ_eval.analysis.intervals import Interval

Row = dict[Any, Any]


class Figures:
    """The stated figures by zone and indicator: actual ones, and standards where asked for.

    Planned figures never do: a plan is no arithmetic of what was done.
    """

    def __init__(self, observations: pd.DataFrame) -> None:
        stated = observations[observations["absence"].eq("")]
        kept = stated[stated["status"].isin(["actual", "standard"])]
        ordered = kept.sort_values(["zone_id", "indicator_id", "evidence_ids"])
        self.zones: list[str] = sorted(ordered["zone_id"].unique())
        self._held: dict[tuple[str, str], list[Row]] = {}
        for row in ordered.to_dict("records"):
            self._held.setdefault((str(row["zone_id"]), str(row["indicator_id"])), []).append(row)

    def all_of(self, zone_id: str, indicator_id: str, statuses: str = "actual") -> list[Row]:
        """Every figure of an indicator of a zone; `statuses` is space-separated."""
        rows = self._held.get((zone_id, indicator_id), [])
        return [row for row in rows if row["status"] in statuses.split()]

    def one_of(
        self, zone_id: str, indicator_id: str, beside: Row | None = None, statuses: str = "actual"
    ) -> Row | None:
        """The figure that goes best beside another: its period and scope first; None if none.

        A figure of another stated period never goes beside it.
        """
        rows = [row for row in self.all_of(zone_id, indicator_id, statuses) if _meets(row, beside)]
        if beside is None or not rows:
            return rows[0] if rows else None
        return min(
            rows, key=lambda r: (r["period"] != beside["period"], r["scope"] != beside["scope"])
        )

    def every(self) -> Iterator[Row]:
        """Every figure, sorted by zone, indicator and evidence."""
        for key in sorted(self._held):
            yield from self._held[key]


def _meets(row: Row, beside: Row | None) -> bool:
    if beside is None or not row["period"] or not beside["period"]:
        return True
    return bool(row["period"] == beside["period"])


def bounds_of(row: Row) -> Interval:
    """The bounds of a figure; one that its words call contradictory has none."""
    if "contradictory" in str(row["flags"]).split() and row["qualifier"] != "range":
        return Interval(None, None, None)
    return Interval.of(row["low"], row["value"], row["high"])


def added(parts: list[Interval]) -> Interval:
    """The sum of intervals; an open side stays open.

    >>> added([Interval(2, 2, 2), Interval(40, 40, None)])
    Interval(low=42, value=42, high=None)
    """
    return Interval(*(_sum([getattr(p, side) for p in parts]) for side in ("low", "value", "high")))


def _sum(numbers: list[float | None]) -> float | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def grouped(relations: pd.DataFrame, kind: str) -> list[list[Row]]:
    """The relations of one kind, those of one group and one whole together, in their order."""
    chosen = relations[relations["kind"].eq(kind)]
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in chosen.to_dict("records"):
        groups.setdefault((str(row["group"]), str(row["of_indicator_id"])), []).append(row)
    return list(groups.values())


def single(relations: pd.DataFrame, kind: str) -> list[Row]:
    """The relations of one kind, one by one, in their order."""
    return relations[relations["kind"].eq(kind)].to_dict("records")
