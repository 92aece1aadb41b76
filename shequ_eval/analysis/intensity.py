"""Knows what money and counts come to per resident; draws no order from it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.analysis.denominators import usable_denominators
from shequ_eval.analysis.intervals import Interval
from shequ_eval.analysis.rate_over import HELD_BACK, MAIN_BOUNDS, rate_over
from shequ_eval.analysis.rates import SCOPES, figures_of
from shequ_eval.vocabulary.codebook import Codebook

Row = dict[Any, Any]
PER = {"money_per_resident": 1.0, "count_per_10k": 10_000.0}
MEASURE = {"resident": "resident_population", "registered": "registered_population"}


def build_intensity(
    observations: pd.DataFrame,
    denominators: pd.DataFrame,
    zones: pd.DataFrame,
    codebook: Codebook,
    kind: str,
    basis: str = "resident",
) -> pd.DataFrame:
    """Actual money or counts per resident, one row a figure, with bounds carried through.

    `kind` is money_per_resident (yuan per person) or count_per_10k. Only indicators that the
    codebook marks so, and only figures of the whole zone (or of a scope that the source does not
    state, which the row says): a pilot's count over a district's people is no rate. A figure
    without a period takes the population of the years that its document speaks of
    (`zones.facts_period`); `denominator_from` says which. A vague quantity ("several thousand")
    keeps its row with its words in `value_text` and no rate: bounds that only words suggest, over
    a population, would be a number that no source knows. Neither has a figure a rate whose only
    population count may not carry a main result; `held_back_quality` says why.

    Examples
    --------
    By hand: 500 organisations on 50,000 residents are 100 per 10,000, 125 on the estimated 40,000.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> codebook = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.examples import example_populations
    >>> counts = example_populations()
    >>> orgs = dict.fromkeys(KEPT, "") | {"zone_id": "lishui", "indicator_id": "social_orgs_stock",
    ...     "status": "actual", "absence": "", "scope": "whole_zone", "change": "level",
    ...     "period": "2020", "low": 500, "value": 500, "high": 500, "unit": "家"}
    >>> zones = pd.DataFrame({"zone_id": ["lishui"], "facts_period": ["2020"]})
    >>> found = build_intensity(pd.DataFrame([orgs]), counts, zones, codebook, "count_per_10k")
    >>> found[["low", "value", "high"]].values.tolist()
    [[100.0, 100.0, 125.0]]
    """
    marked = codebook.indicators.index[codebook.indicators["intensity"] == kind]
    actual = figures_of(observations)
    actual = actual[
        actual["indicator_id"].isin(marked)
        & actual["scope"].isin(SCOPES)
        & actual["change"].eq("level")
    ]
    facts = zones.set_index("zone_id")["facts_period"]
    rows = [
        _row(record, denominators, str(facts[record["zone_id"]]), codebook, kind, basis)
        for record in actual.to_dict("records")
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    known = table["low"].notna() | table["high"].notna() | table["qualifier"].eq("vague")
    return table[known | table["held_back_id"].notna()].reset_index(drop=True)


KEPT = [
    "zone_id", "indicator_id", "family_id", "status", "scope", "cumulative_over", "period",
    "period_basis", "evidence_ids", "evidence_grade", "qualifier", "doubt", "value_text",
]  # fmt: skip
COLUMNS = [
    *KEPT, "stated_value", "stated_low", "stated_high", "stated_unit", "value", "low", "high",
    "unit", "denominator_id", "denominator", "denominator_year", "denominator_count_type",
    "denominator_quality", "denominator_basis", "denominator_coverage", "alternatives",
    "denominator_from", "comparable", *MAIN_BOUNDS, *HELD_BACK,
]  # fmt: skip


def _row(
    record: Row,
    denominators: pd.DataFrame,
    facts_period: str,
    codebook: Codebook,
    kind: str,
    basis: str,
) -> Row:
    period = str(record["period"]) or facts_period
    usable = usable_denominators(
        denominators, str(record["zone_id"]), MEASURE[basis], period, codebook.comparability
    )
    stated = Interval.of(record["low"], record["value"], record["high"])
    if record["qualifier"] == "vague":
        # NOTE: no population stands under words; an empty table of them gives no rate.
        usable = usable.head(0)
    return (
        {key: record[key] for key in KEPT}
        | {"stated_value": stated.value, "stated_low": stated.low, "stated_high": stated.high}
        | {"stated_unit": record["unit"], "unit": kind, "comparable": False}
        | {"denominator_from": "period" if record["period"] else "facts_period"}
        | rate_over(stated, usable, PER[kind])
    )
