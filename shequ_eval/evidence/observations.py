"""Knows how evidence becomes one row per figure and per gap; computes no rate, merges none."""

from __future__ import annotations

import pandas as pd

DERIVATION = {
    "quantity": "as_stated",
    "implicit": "implied_by_words",
    "list_count": "counted_from_list",
    "label": "counted_from_list",
}
KEY = ["zone_id", "indicator_id", "period", "status", "scope", "basis", "evidence_ids"]
NUMBERS = ["value", "low", "high"]
COLUMNS = [
    "observation_id", "zone_id", "indicator_id", "family_id", "dimension", "period",
    "period_basis", "status", "scope", "basis", "registration", "value", "low", "high",
    "low_closed", "high_closed", "unit", "qualifier", "change", "per", "kind",
    "cumulative_over", "absence", "derivation", "evidence_ids", "evidence_grade", "doubt",
    "flags", "value_text", "statement_zh", "statement_en", "note",
]  # fmt: skip


def build_observations(
    evidence: pd.DataFrame,
    indicators: pd.DataFrame,
    zones: pd.DataFrame,
    missing_numbers: pd.DataFrame,
) -> pd.DataFrame:
    """Every figure of every zone, and a row that says why where a zone has none.

    One row is one stated figure; two figures are never merged, even where only their scope, basis
    or evidence differs. A zone without a figure in the status in which an indicator exists
    (actual, or standard for rules) has one row whose `absence` says why. `absence` is filled if
    and only if value, low and high are all empty.
    """
    stated = _stated(evidence, indicators)
    absent = _absent(stated, indicators, zones, missing_numbers)
    both = pd.concat([stated, absent], ignore_index=True)[COLUMNS]
    order = ["zone_id", "indicator_id", "absence", "status", "period", "scope", "evidence_ids"]
    return both.sort_values(order, ignore_index=True)


def _stated(evidence: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    words = indicators.set_index("indicator_id")
    rows = evidence.drop(columns=["dimension"]).rename(
        columns={"population_basis": "basis", "evidence_id": "evidence_ids"}
    )
    return rows.assign(
        observation_id=rows["zone_id"] + "." + rows["indicator_id"] + "." + rows["evidence_ids"],
        family_id=rows["indicator_id"].map(words["family_id"]),
        dimension=rows["indicator_id"].map(words["dimension"]),
        absence="",
        derivation=rows["kind"].map(DERIVATION),
    )


def _absent(
    stated: pd.DataFrame,
    indicators: pd.DataFrame,
    zones: pd.DataFrame,
    missing_numbers: pd.DataFrame,
) -> pd.DataFrame:
    pairs = zones[["zone_id", "tier"]].merge(
        indicators[["indicator_id", "family_id", "dimension", "stock_or_flow", "tier", "unit"]],
        how="cross",
        suffixes=("", "_of_indicator"),
    )
    pairs = pairs.assign(status=expected_status(pairs["stock_or_flow"]))
    have = set(zip(stated["zone_id"], stated["indicator_id"], stated["status"], strict=True))
    wanted = zip(pairs["zone_id"], pairs["indicator_id"], pairs["status"], strict=True)
    gaps = pairs[[key not in have for key in wanted]]
    gaps = gaps.assign(
        absence=_absence(gaps, missing_numbers),
        observation_id=gaps["zone_id"] + "." + gaps["indicator_id"] + ".absent",
    )
    empty = {column: "" for column in COLUMNS if column not in gaps.columns}
    for column in [*NUMBERS, "low_closed", "high_closed"]:
        empty[column] = pd.NA  # type: ignore[assignment]
    return gaps.assign(**empty).astype({c: stated[c].dtype for c in COLUMNS if c in stated})


def expected_status(stock_or_flow: pd.Series) -> pd.Series:
    """The status in which an indicator exists: a rule as a standard, all else as an actual figure.

    >>> expected_status(pd.Series(["stock", "standard"])).tolist()
    ['actual', 'standard']
    """
    return stock_or_flow.eq("standard").map({True: "standard", False: "actual"})


def _absence(gaps: pd.DataFrame, missing_numbers: pd.DataFrame) -> pd.Series:
    named = missing_numbers[missing_numbers["indicator_id"] != ""]
    lost = set(zip(named["zone_id"], named["indicator_id"], strict=True))
    masked = [key in lost for key in zip(gaps["zone_id"], gaps["indicator_id"], strict=True)]
    elsewhere = (gaps["tier_of_indicator"] != "") & (gaps["tier_of_indicator"] != gaps["tier"])
    absence = pd.Series("not_published", index=gaps.index)
    absence[masked] = "masked_in_source"
    return absence.mask(elsewhere, "not_applicable")
