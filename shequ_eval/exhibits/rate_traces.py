"""Knows where a recomputed rate comes from: its numerator, its denominator, the division."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from shequ_eval.exhibits.numbers import bounded, plain_number
from shequ_eval.exhibits.trace import traced

Row = Mapping[Any, Any]
PER_10K = 10_000


def traced_rate(text: str, row: Row, per: float) -> str:
    """A rate of `analysis.rates.recomputed_rates`, as printed, with its division.

    >>> row = {"zone_id": "z", "rate": "orgs_per_10k", "numerator": 488, "value": 9.9321,
    ...        "numerator_evidence": "z-001", "denominator": 491336, "denominator_id": "z.r.2020",
    ...        "low": 9.5, "high": 10.2}
    >>> from shequ_eval.exhibits.trace import traces_of
    >>> traces_of(traced_rate("9.9", row, 10_000))[0].formula
    '488 ÷ 491,336 × 10,000 = 9.9321'
    """
    return traced(
        text,
        f"rate.{row['zone_id']}.{row['rate']}",
        *str(row["numerator_evidence"]).split(),
        str(row["denominator_id"]),
        formula=_division(row["numerator"], row["denominator"], per, row["value"]),
        bounds=bounded(None, row["low"], row["high"], 4),
    )


def traced_implied(text: str, row: Row, per: float) -> str:
    """The population that a printed rate would need: numerator over rate; never used itself."""
    return traced(
        text,
        f"rate.{row['zone_id']}.{row['rate']}.implied",
        *str(row["numerator_evidence"]).split(),
        *str(row["printed_evidence"]).split(),
        formula=_division(row["numerator"], row["printed"], per, row["implied"]),
    )


def traced_intensity(text: str, row: Row, per: float) -> str:
    """A figure of `analysis.intensity.build_intensity`, as printed, with its division."""
    evidence = str(row["evidence_ids"]).split()
    if not evidence:
        return text
    stated = bounded(row["stated_value"], row["stated_low"], row["stated_high"])
    known = plain_number(row["denominator"])
    times = f" × {plain_number(per)}" if per != 1 else ""
    return traced(
        text,
        f"{row['unit']}.{'+'.join(evidence)}",
        *evidence,
        str(row["denominator_id"]),
        formula=f"{stated} ÷ {known}{times} = {bounded(row['value'], row['low'], row['high'], 4)}",
    )


def _division(above: Any, below: Any, per: float, result: Any) -> str:
    if pd.isna(result) or pd.isna(above) or pd.isna(below):
        return ""
    rounded = plain_number(round(float(result), 4))
    return f"{plain_number(above)} ÷ {plain_number(below)} × {plain_number(per)} = {rounded}"
