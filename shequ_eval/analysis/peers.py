"""Knows where a zone's figure stands among its peers where the gate lets it; else why it does not.

A position is said only against peers that may each be compared with the zone, and against no
fewer than `LEAST_PEERS` of them: quartiles of a few zones are those zones.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import inf
from typing import Any

import numpy as np
import pandas as pd

from shequ_eval.analysis.answering_figures import last_day
from shequ_eval.analysis.comparability import VERDICTS
from shequ_eval.analysis.differences import ALLOWED
from shequ_eval.analysis.intervals import Interval
from shequ_eval.analysis.targets import in_force

Row = dict[Any, Any]
Beside = dict[str, dict[str, tuple[str, tuple[str, ...]]]]
LEAST_PEERS = 8
POSITIONS = ("higher", "middle", "lower", "cannot_be_told")
REFUSALS = ("no_figure", "no_other", "gate", "open", "too_few")
COLUMNS = [
    "zone_id", "indicator_id", "state", "low", "value", "high", "unit", "per", "period",
    "period_basis", "evidence_grade", "evidence_ids", "others", "peers", "peer_low", "peer_q25",
    "peer_median", "peer_q75", "peer_high", "position", "refusal", "reasons", "standard_low",
    "standard_high", "standard_label", "standard_verified",
]  # fmt: skip


def stand_among_peers(
    figures: pd.DataFrame,
    pairs: pd.DataFrame,
    standards: pd.DataFrame,
    zones: Sequence[str],
    least_peers: int = LEAST_PEERS,
) -> pd.DataFrame:
    """For each zone and each indicator that some zone has a figure of, its place among its peers.

    `figures` are observations with a figure (`figures_to_compare`), `pairs` the gate's verdicts on
    them, with overrides applied or not. One row zone × indicator, in the order of `zones` and of
    the figures. `state` is actual, planned, standard or not_published; only an actual figure is
    placed, the one with the most peers where there are several. `others` counts the other zones
    with an actual figure, `peers` those that may be compared and have a point. The quartiles are
    of the peers' points alone (Hyndman and Fan 1996, type 7); missing unless placed.

    `position` is higher or lower where the whole figure, with its bounds, lies beyond the peers'
    upper or lower quartile, middle where all of it lies between, cannot_be_told where it straddles
    one; empty where `refusal` says why: no_figure, no_other, gate (not comparable with any peer),
    open (comparable with none, and with some it cannot be told: something is not stated), too_few
    (fewer than `least_peers`). `reasons` are the gate's, of the places that it refuses.

    Examples
    --------
    Eight peers with 1 to 8: their quartiles are 2.75 and 6.25, and 7 lies above.

    >>> rows = [{"observation_id": f"o{n}", "zone_id": f"z{n}", "indicator_id": "i", "value": n,
    ...          "low": n, "high": n, "status": "actual", "unit": "%", "per": "", "period": "2020",
    ...          "period_basis": "text", "evidence_grade": "C", "evidence_ids": f"z{n}-1"}
    ...         for n in [7, *range(11, 19)]]
    >>> for row in rows[1:]:
    ...     row.update(value=row["value"] - 10, low=row["low"] - 10, high=row["high"] - 10)
    >>> pairs = pd.DataFrame([{"first": "o7", "second": f"o{n}", "verdict": "comparable",
    ...                        "reasons": ()} for n in range(11, 19)])
    >>> none = pd.DataFrame(columns=["indicator_id"])
    >>> told = stand_among_peers(pd.DataFrame(rows), pairs, none, ["z7"]).iloc[0]
    >>> float(told["peer_q25"]), float(told["peer_q75"]), told["position"]
    (2.75, 6.25, 'higher')
    """
    beside = _beside(pairs)
    groups: dict[str, list[Row]] = {}
    for figure in figures.to_dict("records"):
        groups.setdefault(str(figure["indicator_id"]), []).append(figure)
    rules = standards.to_dict("records")
    rows = [
        _placed(zone, key, group, beside, least_peers)
        for zone in zones
        for key, group in groups.items()
    ]
    return pd.DataFrame([row | _standard(row, rules) for row in rows], columns=COLUMNS)


def _beside(pairs: pd.DataFrame) -> Beside:
    """For each figure, the verdict and the reasons on each figure beside it."""
    found: Beside = {}
    for pair in pairs.to_dict("records"):
        told = (str(pair["verdict"]), tuple(pair["reasons"]))
        found.setdefault(pair["first"], {})[pair["second"]] = told
        found.setdefault(pair["second"], {})[pair["first"]] = told
    return found


def _placed(zone: str, indicator: str, group: list[Row], beside: Beside, least_peers: int) -> Row:
    own = [one for one in group if one["zone_id"] == zone]
    actual = sorted((one for one in group if one["status"] == "actual"), key=_age)
    held = [one for one in actual if one["zone_id"] == zone]
    others = [one for one in actual if one["zone_id"] != zone]
    row: Row = dict.fromkeys(COLUMNS) | {
        "zone_id": zone,
        "indicator_id": indicator,
        "state": _state(own),
        "others": len({one["zone_id"] for one in others}),
        "peers": 0,
        "position": "",
        "refusal": "no_figure",
        "reasons": (),
    }
    if not held:
        return row
    choices = [(_peers(one, others, beside), one) for one in held]
    peers, figure = max(choices, key=lambda choice: len(choice[0]))
    told = beside.get(str(figure["observation_id"]), {})
    row |= {key: figure[key] for key in _KEPT}
    row["peers"] = len(peers)
    beside_it = {str(one["observation_id"]) for one in others}
    verdicts = {verdict for key, (verdict, _) in told.items() if key in beside_it}
    row["refusal"] = _refusal(row, len(peers), least_peers, verdicts)
    row["reasons"] = _reasons(told, others)
    return row if row["refusal"] else row | _position(figure, peers)


_KEPT = (
    "low", "value", "high", "unit", "per", "period", "period_basis", "evidence_grade",
    "evidence_ids",
)  # fmt: skip


def _age(figure: Row) -> int:
    """The latest figure first, an undated one last; those of one day as they stand."""
    return -(last_day(str(figure["period"])) or date.min).toordinal()


def _state(own: list[Row]) -> str:
    states = {one["status"] for one in own}
    held = [state for state in ("actual", "planned", "standard") if state in states]
    return held[0] if held else "not_published"


def _peers(figure: Row, others: list[Row], beside: Beside) -> list[float]:
    """The points of the peers that may be compared, one a zone, the latest."""
    told = beside.get(str(figure["observation_id"]), {})
    points: dict[str, float] = {}
    for one in others:
        verdict, _ = told.get(str(one["observation_id"]), ("", ()))
        if verdict in ALLOWED and not pd.isna(one["value"]):
            points.setdefault(str(one["zone_id"]), float(one["value"]))
    return list(points.values())


def _refusal(row: Row, peers: int, least_peers: int, verdicts: set[str]) -> str:
    if row["others"] == 0:
        return "no_other"
    if peers == 0:
        return "open" if "cannot_be_told" in verdicts else "gate"
    return "too_few" if peers < least_peers else ""


def _reasons(told: dict[str, tuple[str, tuple[str, ...]]], others: list[Row]) -> tuple[str, ...]:
    """Why places are refused; of several mentions in a place the most permissive stands for it.

    >>> told = {"x": ("not_comparable", ("doubt",)), "y": ("cannot_be_told", ("period",))}
    >>> _reasons(told, [{"observation_id": key, "zone_id": "east"} for key in "xy"])
    ('period',)
    """
    best: dict[str, tuple[str, tuple[str, ...]]] = {}
    for one in others:
        verdict = told.get(str(one["observation_id"]))
        zone = str(one["zone_id"])
        if verdict and (zone not in best or _rank(verdict) < _rank(best[zone])):
            best[zone] = verdict
    refused = [why for verdict, why in best.values() if verdict not in ALLOWED]
    return tuple(dict.fromkeys(reason for why in refused for reason in why))


def _rank(verdict: tuple[str, tuple[str, ...]]) -> int:
    return VERDICTS.index(verdict[0])


def _position(figure: Row, peers: list[float]) -> Row:
    low, q25, median, q75, high = (float(q) for q in np.quantile(peers, [0, 0.25, 0.5, 0.75, 1]))
    own = Interval.of(figure["low"], figure["value"], figure["high"])
    return {
        "peer_low": low,
        "peer_q25": q25,
        "peer_median": median,
        "peer_q75": q75,
        "peer_high": high,
        "position": position_of(own, q25, q75),
    }


def position_of(figure: Interval, lower: float, upper: float) -> str:
    """Where a figure with its bounds lies against the two quartiles; an open side is endless.

    >>> position_of(Interval(8, 8, 8), 3, 6), position_of(Interval(7, 7, None), 3, 6)
    ('higher', 'higher')
    >>> position_of(Interval(4, None, 9), 3, 6), position_of(Interval(None, 2, 2), 3, 6)
    ('cannot_be_told', 'lower')
    """
    low = -inf if figure.low is None else figure.low
    high = inf if figure.high is None else figure.high
    if low > upper:
        return "higher"
    if high < lower:
        return "lower"
    return "middle" if low >= lower and high <= upper else "cannot_be_told"


def favour(position: str, direction: str) -> str:
    """Whether a position is the favourable side of an indicator; none where it has no direction.

    >>> favour("higher", "higher"), favour("higher", "lower"), favour("lower", "none")
    ('favourable', 'unfavourable', '')
    """
    if position not in ("higher", "lower") or direction not in ("higher", "lower"):
        return ""
    return "favourable" if position == direction else "unfavourable"


def _standard(row: Row, standards: list[Row]) -> Row:
    """The bound of a standard in force at the figure's time and of its unit, if there is one."""
    if row["state"] != "actual":
        return {}
    for rule in standards:
        same = rule["indicator_id"] == row["indicator_id"] and rule["unit"] == row["unit"]
        if same and in_force(rule, str(row["period"])):
            return {
                "standard_low": rule["low"],
                "standard_high": rule["high"],
                "standard_label": rule["number"] or rule["document"],
                "standard_verified": rule["verified"],
            }
    return {}
