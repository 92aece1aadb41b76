"""Knows what documents claim of what a register of requests counts; proves neither by the other."""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.analysis.answering_figures import latest_of
from shequ_eval.analysis.intervals import Interval, number_or_none
from shequ_eval.analysis.rates import figures_of
from shequ_eval.vocabulary.periods import overlaps
from shequ_eval.vocabulary.registers import sample_of

# What a document may claim of the same thing: the rate, or the count received -> its indicator.
CLAIMS = {"received": "resident_requests_collected", "resolved": "request_resolution_rate"}
Row = dict[Any, Any]


def claims_of(rates: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """What documents claim of what a register counts, the latest figures of each indicator.

    One row a register and claim: zone_id, kept_by, claim (received or resolved), the register's
    and the claim's low and high (a count of requests, or per cent), `difference_low` and
    `difference_high` (register less claim, None where a side is open), `overlapping` (None where
    the claim is undated), and the claim's evidence, period, scope and indicator. Where the times
    are known to be others, or the register's number or rate is withheld, there is no difference;
    the days of a register of few requests are not told (`register_period` is ""). The received
    of a sample are all from which it was drawn; of its rate (`sampled`) the 95 % interval is held
    against the claim, so that a difference within chance is none.

    Examples
    --------
    >>> rates = pd.DataFrame([{"zone_id": "east", "kept_by": "", "rate": "resolved", "n": 20,
    ...     "low_share": 0.75, "high_share": 0.75, "period": "2017-01-05/2017-12-20"}])
    >>> claim = {"zone_id": "east", "indicator_id": "request_resolution_rate", "absence": "",
    ...     "status": "actual", "period": "2017", "low": 96, "value": 96, "high": 96,
    ...     "evidence_ids": "e1", "scope": "stations", "period_basis": "text"}
    >>> claims_of(rates, pd.DataFrame([claim]))[["difference_low", "overlapping"]].values.tolist()
    [[-21.0, True]]
    """
    figures = figures_of(observations)
    rows = [
        _claim(row, claim, figure)
        for row in rates.to_dict("records")
        for claim in _claims_on(str(row["rate"]))
        for figure in latest_of(_said(figures, str(row["zone_id"]), CLAIMS[claim]))
    ]
    return pd.DataFrame(rows)


def _claims_on(rate: str) -> list[str]:
    """The claims that stand beside a row of the rates: the count received stands once."""
    return ["received"] * (rate == "accepted") + ["resolved"] * (rate == "resolved")


def _said(figures: pd.DataFrame, zone_id: str, indicator_id: str) -> list[Row]:
    here = figures["zone_id"].eq(zone_id) & figures["indicator_id"].eq(indicator_id)
    rows: list[Row] = figures[here].to_dict("records")
    return rows


def _claim(row: Row, claim: str, figure: Row) -> Row:
    register = _counted(row, claim)
    said = Interval.of(figure["low"], figure["value"], figure["high"])
    period = str(figure["period"])
    overlapping = overlaps(period, str(row["period"])) if period else None
    gap = Interval(None, None, None) if overlapping is False else register.minus(said)
    return {
        "zone_id": row["zone_id"],
        "kept_by": row["kept_by"],
        "claim": claim,
        "indicator_id": CLAIMS[claim],
        "register_low": register.low,
        "register_high": register.high,
        "claim_low": said.low,
        "claim_value": said.value,
        "claim_high": said.high,
        "difference_low": gap.low,
        "difference_high": gap.high,
        "overlapping": overlapping,
        "sampled": number_or_none(row.get("wilson_low")) is not None and claim == "resolved",
        "register_period": "" if pd.isna(row["n"]) else row["period"],
        "period": period,
        "period_basis": str(figure["period_basis"]),
        "scope": str(figure["scope"]),
        "evidence_ids": str(figure["evidence_ids"]),
    }


def _counted(row: Row, claim: str) -> Interval:
    if claim == "received":
        drawn = sample_of(str(row["kept_by"]))
        received = float(drawn[1]) if drawn else number_or_none(row["n"])
        return Interval(received, received, received)
    # NOTE: of a sample the ends of its interval: a difference within chance is no difference.
    ends = [number_or_none(row.get(f"wilson_{side}")) for side in ("low", "high")]
    if None in ends:
        ends = [number_or_none(row[f"{side}_share"]) for side in ("low", "high")]
    low, high = (None if end is None else 100 * end for end in ends)
    return Interval(low, None, high)
