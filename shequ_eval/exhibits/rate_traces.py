"""Knows where a recomputed rate comes from: its numerator, its denominator, the division.

Every division that it writes is true as written: a bound stands beside the denominator that made
it, which need not be the one that made the figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.trace import traced

Row = Mapping[Any, Any]
PER_10K = 10_000
DECIMALS = 4
WHOLE = 1e-9


def traced_rate(text: str, row: Row, per: float) -> str:
    """A rate of `analysis.rates.recomputed_rates`, as printed, with its division.

    >>> row = {"zone_id": "z", "rate": "orgs_per_10k", "numerator": 488, "value": 9.93210511,
    ...        "numerator_evidence": "z-001", "denominator": 491336, "denominator_id": "z.r.2020",
    ...        "low": 9.76, "high": 9.93210511, "alternatives": ("z.r.2021",)}
    >>> from shequ_eval.exhibits.trace import traces_of
    >>> trace = traces_of(traced_rate("9.9", row, 10_000))[0]
    >>> trace.formula, trace.bounds, trace.inputs
    ('488 ÷ 491,336 × 10,000 = 9.9321', '488 ÷ 500,000 × 10,000 = 9.76', ('z-001', 'z.r.2020', \
'z.r.2021'))
    """
    count = row["numerator"]
    divisions = _divisions((count, count, count), row, per)
    return traced(
        text,
        f"rate.{row['zone_id']}.{row['rate']}",
        *str(row["numerator_evidence"]).split(),
        *_denominator_ids(row),
        formula=divisions[0] if divisions else "",
        bounds="; ".join(divisions[1:]),
    )


def traced_implied(text: str, row: Row, per: float) -> str:
    """The population that a printed rate would need: numerator over rate; never used itself."""
    return traced(
        text,
        f"rate.{row['zone_id']}.{row['rate']}.implied",
        *str(row["numerator_evidence"]).split(),
        *str(row["printed_evidence"]).split(),
        formula=_division(row["numerator"], row["printed"], per, row["implied"], decimals=0),
    )


def traced_intensity(text: str, row: Row, per: float) -> str:
    """A figure of `analysis.intensity.build_intensity`, as printed, with its divisions.

    >>> row = {"unit": "money_per_resident", "evidence_ids": "z-001", "denominator": 500000,
    ...        "stated_low": 3e6, "stated_value": 3e6, "stated_high": None, "value": 6.0,
    ...        "low": 5.0, "high": None, "denominator_id": "z.r.2020", "alternatives": ()}
    >>> from shequ_eval.exhibits.trace import traces_of
    >>> traces_of(traced_intensity("≥ 5.0", row, 1))[0].formula
    '≥ 3,000,000 ÷ 600,000 = ≥ 5'
    """
    evidence = str(row["evidence_ids"]).split()
    if not evidence:
        return text
    stated = (row["stated_value"], row["stated_low"], row["stated_high"])
    divisions = _divisions(stated, row, per)
    whole = all(pd.notna(row[name]) for name in ("value", "low", "high"))
    return traced(
        text,
        f"{row['unit']}.{'+'.join(evidence)}",
        *evidence,
        *_denominator_ids(row),
        formula="; ".join(divisions[:1] if whole else divisions),
        bounds="; ".join(divisions[1:] if whole else ()),
    )


def _denominator_ids(row: Row) -> list[str]:
    """The denominator of the figure, then those that may stand beside it and made its bounds."""
    others = row.get("alternatives")
    return [str(row["denominator_id"]), *(others if isinstance(others, list | tuple) else ())]


def _divisions(stated: tuple[Any, Any, Any], row: Row, per: float) -> list[str]:
    """The divisions behind a figure and its bounds, those that are printed, each once.

    `stated` is what the source gives: the value, its lower and its upper bound.
    """
    value, low, high = row["value"], row["low"], row["high"]
    point, bottom, top = stated
    least = point if pd.isna(bottom) else bottom
    if pd.isna(high):
        return _some(_division(least, _below(least, low, per), per, low, "≥ "))
    if pd.isna(low):
        return _some(_division(top, _below(top, high, per), per, high, "≤ "))
    central = "" if pd.isna(value) else _division(point, row["denominator"], per, value)
    ends = (
        _division(end, _below(end, at, per), per, at) for end, at in ((least, low), (top, high))
    )
    return _some(central, *ends)


def _below(above: Any, result: Any, per: float) -> float | None:
    """The denominator that made a result: a population is a whole number, else it is none.

    >>> _below(24_800, 24_800 / 531_830 * 10_000, 10_000), _below(24_800, 466.3, 10_000)
    (531830.0, None)
    """
    # NOTE: the table of results names the denominators of its bounds by id only; each bound is
    # `above / denominator * per`, and its denominator therefore above * per / bound.
    if pd.isna(above) or pd.isna(result) or not float(result):
        return None
    found = float(above) * per / float(result)
    return float(round(found)) if abs(found - round(found)) < WHOLE * found else None


def _division(
    above: Any, below: Any, per: float, result: Any, sign: str = "", decimals: int = DECIMALS
) -> str:
    if pd.isna(result) or pd.isna(above) or pd.isna(below):
        return ""
    times = f" × {plain_number(per)}" if per != 1 else ""
    rounded = plain_number(float(plain_number(float(result), decimals).replace(",", "")))
    return f"{sign}{plain_number(above)} ÷ {plain_number(below)}{times} = {sign}{rounded}"


def _some(*divisions: str) -> list[str]:
    return list(dict.fromkeys(division for division in divisions if division))
