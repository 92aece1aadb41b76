"""Knows which figures grow with their place and what is left of them without it; places none.

A count of organisations, or a sum of money, says first of all how large a place is. Two such
counts may well be comparable as numbers; higher and lower, and a favourable side, they have only
per head, or between places of about one size. The rule is data: `units_without_size` and
`largest_size_ratio` of `comparability.yaml`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.analysis.denominators import WHOLE, usable_denominators
from shequ_eval.analysis.intensity import MEASURE, PER
from shequ_eval.analysis.intervals import Interval
from shequ_eval.analysis.rates import SCOPES
from shequ_eval.vocabulary.codebook import Codebook, Comparability

Row = dict[Any, Any]
# What a figure is placed as: as it stands, per head, or as a count among places of its size.
FORMS = ("as_stated", "per_head", "count")
GROWING = ("stock", "flow")
PER_TIME = ("", "year", "day")
STATED = ("stated_low", "stated_value", "stated_high", "stated_unit")


def grows_with_size(indicator_id: str, per: str, codebook: Codebook) -> bool:
    """Whether a figure of an indicator is larger where the place is, other things being equal.

    So are stocks and flows, but of the units that count no people, places or money; not so what
    the source gives per community, per station or the like, and any share, score or standard.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> grows_with_size("grids_basic", "", book), grows_with_size("grids_basic", "community", book)
    (True, False)
    >>> [grows_with_size(key, "", book) for key in ("tasks_cleared", "request_resolution_rate")]
    [False, False]
    """
    if per not in PER_TIME or codebook.indicators.at[indicator_id, "stock_or_flow"] not in GROWING:
        return False
    known = codebook.indicators.loc[indicator_id]
    sized = known["unit"] not in codebook.comparability.units_without_size
    return bool(sized or known["intensity"] in PER)


def figures_to_place(
    figures: pd.DataFrame,
    denominators: pd.DataFrame,
    zones: pd.DataFrame,
    codebook: Codebook,
    basis: str = "resident",
) -> pd.DataFrame:
    """The figures as they can be placed among peers: those that grow with size, per head if so.

    Adds `form` (as_stated, per_head or count), `size` (the population that goes with the figure,
    in persons; missing where none of the whole zone may carry a result), `denominator_id` and what
    the source states (`stated_low`, `stated_value`, `stated_high`, `stated_unit`). Of an indicator
    whose `intensity` says so, `value`, `low`, `high` and `unit` become those per resident (yuan) or
    per 10,000 (`analysis.intensity`); where there is no population for it, or the figure is of a
    part of the zone or a change, it stays a count, of no known size. Nothing else is changed.

    Examples
    --------
    By hand: 500 organisations on 50,000 residents are 100 per 10,000; communities stay a count.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> from shequ_eval.analysis.examples import example_figure, example_populations
    >>> book, ends = read_codebook(find_data_root()), {"low": 500, "value": 500, "high": 500}
    >>> keys = ("social_orgs_stock", "communities_total")
    >>> rows = [example_figure() | ends | {"indicator_id": key, "period": "2020"} for key in keys]
    >>> zones = pd.DataFrame({"zone_id": ["lishui"], "facts_period": ["2020"]})
    >>> placed = figures_to_place(pd.DataFrame(rows), example_populations(), zones, book)
    >>> placed[["form", "value", "size"]].values.tolist()
    [['per_head', 100.0, 50000.0], ['count', 500.0, 50000.0]]
    """
    periods = dict(zip(zones["zone_id"], zones["facts_period"], strict=True))
    known: dict[tuple[str, str], Row | None] = {}
    rows = []
    for row in figures.to_dict("records"):
        zone = str(row["zone_id"])
        when = (zone, str(row["period"]) or str(periods.get(zone, "")))
        if when not in known:
            known[when] = _population(denominators, *when, codebook.comparability, basis)
        rows.append(row | _form(row, known[when], codebook))
    return pd.DataFrame(rows, columns=[*figures.columns, *ADDED])


ADDED = ["form", "size", "denominator_id", *STATED]


def _population(
    denominators: pd.DataFrame, zone: str, period: str, rules: Comparability, basis: str
) -> Row | None:
    """The count of the whole zone that may carry a result for a period, if there is one."""
    usable = usable_denominators(denominators, zone, MEASURE[basis], period, rules)
    if usable.empty or usable.at[0, "role"] != "main" or usable.at[0, "coverage"] != WHOLE:
        return None
    return usable.to_dict("records")[0]


def _form(row: Row, people: Row | None, codebook: Codebook) -> Row:
    stated = {name: row[name.removeprefix("stated_")] for name in STATED}
    as_stated: Row = stated | {"form": "as_stated", "size": None, "denominator_id": ""}
    if not grows_with_size(str(row["indicator_id"]), str(row["per"]), codebook):
        return as_stated
    count = as_stated | {"form": "count"}
    if people is None or row["scope"] not in SCOPES:
        return count
    size = float(people["value"])
    count |= {"size": size, "denominator_id": str(people["denominator_id"])}
    kind = str(codebook.indicators.at[row["indicator_id"], "intensity"])
    if kind not in PER or row["change"] != "level":
        return count
    own = Interval.of(row["low"], row["value"], row["high"])
    rate = own.over(Interval(size, size, size), PER[kind])
    ends = {"low": rate.low, "value": rate.value, "high": rate.high}
    return count | {"form": "per_head", "unit": kind} | ends


def alike_in_size(one: Row, two: Row, rules: Comparability) -> bool:
    """Whether one of two placeable figures may be called higher than the other.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> rules = read_codebook(find_data_root()).comparability
    >>> town, city = {"form": "count", "size": 1e5}, {"form": "count", "size": 1e6}
    >>> alike_in_size(town, city, rules), alike_in_size(town, town | {"size": 1.2e5}, rules)
    (False, True)
    >>> head = {"form": "per_head", "size": 1e6}
    >>> alike_in_size(head | {"size": 1e5}, head, rules), alike_in_size(town, head, rules)
    (True, False)
    """
    if one["form"] != two["form"]:
        return False
    if one["form"] != "count":
        return True
    if pd.isna(one["size"]) or pd.isna(two["size"]):
        return False
    small, large = sorted((float(one["size"]), float(two["size"])))
    return large <= small * rules.largest_size_ratio
