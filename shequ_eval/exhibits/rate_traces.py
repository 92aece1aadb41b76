"""Knows where a recomputed rate comes from: its numerator, its denominator, the division.

Every division that it writes is true as written: the main result stands beside the main
denominator, a bound of the sensitivity range beside the one that made it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from shequ_eval.exhibits.numbers import lower_end, plain_number, upper_end
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
    main, others = _divisions((count, count, count), row, per)
    return traced(
        text,
        f"rate.{row['zone_id']}.{row['rate']}",
        *str(row["numerator_evidence"]).split(),
        *_denominator_ids(row),
        formula="; ".join(main),
        bounds="; ".join(others),
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
    ...        "low": 5.0, "high": None, "main_low": 6.0, "main_high": None,
    ...        "denominator_id": "z.r.2020", "alternatives": ("z.r.2021",)}
    >>> from shequ_eval.exhibits.trace import traces_of
    >>> trace = traces_of(traced_intensity("≥ 6.0", row, 1))[0]
    >>> trace.formula, trace.bounds
    ('≥ 3,000,000 ÷ 500,000 → ≥ 6', '≥ 3,000,000 ÷ 600,000 → ≥ 5')
    """
    evidence = str(row["evidence_ids"]).split()
    if not evidence:
        return text
    stated = (row["stated_value"], row["stated_low"], row["stated_high"])
    main, others = _divisions(stated, row, per)
    return traced(
        text,
        f"{row['unit']}.{'+'.join(evidence)}",
        *evidence,
        *_denominator_ids(row),
        formula="; ".join(main),
        bounds="; ".join(others),
    )


def _denominator_ids(row: Row) -> list[str]:
    """The denominator of the figure, then those that may stand beside it and made its bounds."""
    others = row.get("alternatives")
    return [str(row["denominator_id"]), *(others if isinstance(others, list | tuple) else ())]


def _divisions(stated: tuple[Any, Any, Any], row: Row, per: float) -> tuple[list[str], list[str]]:
    """The divisions behind a figure, and those behind its range over other denominators.

    `stated` is what the source gives: the value, its lower and its upper bound. Each division is
    told once.
    """
    point, bottom, top = stated
    least = point if pd.isna(bottom) else bottom
    low, high = row["low"], row["high"]
    below = row["denominator"]
    one_sided = bool(pd.isna(low) or pd.isna(high))
    sides = [
        (least, low, "main_low", "≥ " if one_sided else ""),
        (top, high, "main_high", "≤ " if one_sided else ""),
    ]
    if not one_sided and pd.notna(row["value"]):
        main = [_division(point, below, per, row["value"])]
    else:
        main = [
            _division(end, below, per, row[name], sign)
            for end, at, name, sign in sides
            if name in row and pd.notna(at)
        ]
    others = [_division(end, _below(end, at, per), per, at, sign) for end, at, _, sign in sides]
    told = _some(*main)
    return told, [division for division in _some(*others) if division not in told]


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
    rounds = {"≥ ": lower_end, "≤ ": upper_end}.get(sign, plain_number)
    rounded = plain_number(float(rounds(float(result), decimals).replace(",", "")))
    gives = "→" if sign else "="  # a bound of the amount gives a bound, no equal
    return f"{sign}{plain_number(above)} ÷ {plain_number(below)}{times} {gives} {sign}{rounded}"


def _some(*divisions: str) -> list[str]:
    return list(dict.fromkeys(division for division in divisions if division))
