"""Knows which figure of a zone stands for an indicator in a step of arithmetic; computes none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
        """Every figure of an indicator of a zone; `statuses` is space-separated.

        >>> figures = Figures(stated_figures({"grids_basic": 7, "communities_total": 42}))
        >>> [row["value"] for row in figures.all_of("example", "grids_basic")]
        [7]
        """
        rows = self._held.get((zone_id, indicator_id), [])
        return [row for row in rows if row["status"] in statuses.split()]

    def one_of(
        self, zone_id: str, indicator_id: str, beside: Row | None = None, statuses: str = "actual"
    ) -> Row | None:
        """The figure that goes best beside another: its period and scope first; None if none.

        A figure of another stated period never goes beside it.

        >>> figures = Figures(stated_figures({"grids_basic": 7, "communities_total": 42}))
        >>> of_2017 = figures.one_of("example", "grids_basic")
        >>> figures.one_of("example", "communities_total", beside=of_2017)["value"]
        42
        >>> figures.one_of("example", "communities_total", beside={"period": "2020"}) is None
        True
        """
        rows = [row for row in self.all_of(zone_id, indicator_id, statuses) if _meets(row, beside)]
        if beside is None or not rows:
            return rows[0] if rows else None
        return min(
            rows, key=lambda r: (r["period"] != beside["period"], r["scope"] != beside["scope"])
        )

    def every(self) -> Iterator[Row]:
        """Every figure, sorted by zone, indicator and evidence.

        >>> figures = Figures(stated_figures({"grids_basic": 7, "communities_total": 42}))
        >>> [row["indicator_id"] for row in figures.every()]
        ['communities_total', 'grids_basic']
        """
        for key in sorted(self._held):
            yield from self._held[key]


def _meets(row: Row, beside: Row | None) -> bool:
    if beside is None or not row["period"] or not beside["period"]:
        return True
    return bool(row["period"] == beside["period"])


def bounds_of(row: Row) -> Interval:
    """The bounds of a figure; one that its words call contradictory has none.

    >>> row = {"flags": "", "qualifier": "approx_over", "low": 20, "value": 20, "high": None}
    >>> bounds_of(row), bounds_of(row | {"flags": "contradictory"})
    (Interval(low=20.0, value=20.0, high=None), Interval(low=None, value=None, high=None))
    """
    if "contradictory" in str(row["flags"]).split() and row["qualifier"] != "range":
        return Interval(None, None, None)
    return Interval.of(row["low"], row["value"], row["high"])


def grouped(relations: pd.DataFrame, kind: str) -> list[list[Row]]:
    """The relations of one kind, those of one group and one whole together, in their order.

    >>> relations = pd.DataFrame({"kind": ["sum_part_of", "sum_part_of", "share_of"],
    ...     "group": ["g", "g", ""], "indicator_id": ["a", "b", "c"], "of_indicator_id": ["w"] * 3})
    >>> [[row["indicator_id"] for row in group] for group in grouped(relations, "sum_part_of")]
    [['a', 'b']]
    """
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in single(relations, kind):
        groups.setdefault((str(row["group"]), str(row["of_indicator_id"])), []).append(row)
    return list(groups.values())


def single(relations: pd.DataFrame, kind: str) -> list[Row]:
    """The relations of one kind, one by one, in their order.

    >>> relations = pd.DataFrame({"kind": ["sum_part_of", "sum_part_of", "share_of"],
    ...     "group": ["g", "g", ""], "indicator_id": ["a", "b", "c"], "of_indicator_id": ["w"] * 3})
    >>> [row["indicator_id"] for row in single(relations, "share_of")]
    ['c']
    """
    return [row for row in relations.to_dict("records") if row["kind"] == kind]


def related(
    figures: Figures, relations: pd.DataFrame, kind: str, any_period: bool = False
) -> list[tuple[Row, Row, Row]]:
    """Each relation of a kind with the figure of its indicator and the one that it is held to.

    The other figure is above zero and, unless `any_period`, of no other stated period.

    Examples
    --------
    >>> relations = pd.DataFrame({"kind": ["ratio_of"], "indicator_id": ["times"],
    ...                           "of_indicator_id": ["services"]})
    >>> figures = Figures(stated_figures({"times": 500, "services": 100}))
    >>> [(top["value"], of["value"]) for _, top, of in related(figures, relations, "ratio_of")]
    [(500, 100)]
    """
    pairs = []
    for relation in single(relations, kind):
        for zone_id in figures.zones:
            for top in figures.all_of(zone_id, relation["indicator_id"]):
                beside = None if any_period else top
                bottom = figures.one_of(zone_id, relation["of_indicator_id"], beside)
                if bottom is not None and (bounds_of(bottom).value or 0) > 0:
                    pairs.append((relation, top, bottom))
    return pairs


def stated_figures(numbers: Mapping[str, float], **cells: Any) -> pd.DataFrame:
    """Exact actual figures of one place and year as observations, to try a rule out on numbers.

    `cells` overrides what every row has in common: zone_id, period, unit, flags and so on.

    Examples
    --------
    >>> rows = stated_figures({"communities_total": 42}, period="2020")
    >>> rows[["zone_id", "indicator_id", "value", "period"]].values.tolist()
    [['example', 'communities_total', 42, '2020']]
    """
    alike = {
        "zone_id": "example", "period": "2017", "period_basis": "text", "status": "actual",
        "scope": "whole_zone", "basis": "", "unit": "个", "qualifier": "exact", "change": "level",
        "per": "", "cumulative_over": "", "absence": "", "flags": "", "value_text": "",
    }  # fmt: skip
    rows = [
        alike
        | {"indicator_id": key, "evidence_ids": f"example-{key}"}
        | {"low": number, "value": number, "high": number}
        | cells
        for key, number in numbers.items()
    ]
    return pd.DataFrame(rows)
