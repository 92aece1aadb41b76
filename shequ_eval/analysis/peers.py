"""Knows where a zone's figure stands among its peers where the gate lets it; else why it does not.

A position is said only against peers that may each be compared with the zone and are alike in
size where the figure grows with it, and against no fewer than `LEAST_PEERS` of them: quartiles of
a few zones are those zones.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from shequ_eval.analysis.answering_figures import last_day
from shequ_eval.analysis.differences import ALLOWED
from shequ_eval.analysis.intervals import Interval
from shequ_eval.analysis.peer_verdicts import (
    Beside,
    deciding_reasons,
    figures_beside,
    told_of_zones,
)
from shequ_eval.analysis.positions import position_of
from shequ_eval.analysis.sizes import ADDED, alike_in_size
from shequ_eval.analysis.targets import in_force
from shequ_eval.vocabulary.codebook import Comparability

Row = dict[Any, Any]
LEAST_PEERS = 8
REFUSALS = ("no_figure", "no_other", "gate", "open", "too_few", "size")
COLUMNS = [
    "zone_id", "indicator_id", "state", "low", "value", "high", "unit", "per", "period",
    "period_basis", "evidence_grade", "evidence_ids", *ADDED, "others", "peers", "alike",
    "peer_low", "peer_q25", "peer_median", "peer_q75", "peer_high", "position", "refusal",
    "reasons", "against", "standard_low", "standard_high", "standard_label", "standard_verified",
]  # fmt: skip


def stand_among_peers(
    figures: pd.DataFrame,
    pairs: pd.DataFrame,
    standards: pd.DataFrame,
    zones: Sequence[str],
    rules: Comparability,
    least_peers: int = LEAST_PEERS,
) -> pd.DataFrame:
    """For each zone and each indicator that some zone has a figure of, its place among its peers.

    `figures` are those of `sizes.figures_to_place`, per head where they can be, `pairs` the gate's
    verdicts on what the sources state, with overrides applied or not. One row zone × indicator, in
    the order of `zones` and of the figures. `state` is actual, planned, standard or not_published;
    only an actual figure is placed, the one with the most peers where there are several. `others`
    counts the other zones with an actual figure, `peers` those that may be compared and have a
    point, `alike` those of them that are of like size, where size matters; of a placed figure
    `peers` are those alike. The quartiles are of the points of these alone (Hyndman and Fan 1996,
    type 7); missing unless placed.

    `position` is higher or lower where the whole figure, with its bounds, lies beyond the peers'
    upper or lower quartile, middle where all of it lies between, cannot_be_told where it straddles
    one; empty where `refusal` says why: no_figure, no_other, gate (not comparable with any peer),
    open (comparable with none, and with some it cannot be told: something is not stated), too_few
    (fewer than `least_peers`), size (enough peers, but fewer than that of like size). `against`
    holds what the gate says of the figure beside each other zone, and `reasons` those that decide:
    where it is open the reasons that leave it open, else those that refuse.

    Raises
    ------
    KeyError
        `figures` did not go through `figures_to_place`.

    Examples
    --------
    Eight peers with 1 to 8: their quartiles are 2.75 and 6.25, and 7 lies above.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> rules = read_codebook(find_data_root()).comparability
    >>> rows = [dict.fromkeys(ADDED) | {"form": "as_stated"} |
    ...         {"observation_id": f"o{n}", "zone_id": f"z{n}", "indicator_id": "i", "value": n,
    ...          "low": n, "high": n, "status": "actual", "unit": "%", "per": "", "period": "2020",
    ...          "period_basis": "text", "evidence_grade": "C", "evidence_ids": f"z{n}-1"}
    ...         for n in [7, *range(11, 19)]]
    >>> for row in rows[1:]:
    ...     row.update(value=row["value"] - 10, low=row["low"] - 10, high=row["high"] - 10)
    >>> pairs = pd.DataFrame([{"first": "o7", "second": f"o{n}", "verdict": "comparable",
    ...                        "reasons": ()} for n in range(11, 19)])
    >>> none = pd.DataFrame(columns=["indicator_id"])
    >>> told = stand_among_peers(pd.DataFrame(rows), pairs, none, ["z7"], rules).iloc[0]
    >>> float(told["peer_q25"]), float(told["peer_q75"]), told["position"]
    (2.75, 6.25, 'higher')
    """
    beside = figures_beside(pairs)
    groups: dict[str, list[Row]] = {}
    for figure in figures.to_dict("records"):
        groups.setdefault(str(figure["indicator_id"]), []).append(figure)
    in_rules = standards.to_dict("records")
    rows = [
        _placed(zone, key, group, beside, rules, least_peers)
        for zone in zones
        for key, group in groups.items()
    ]
    return pd.DataFrame([row | _standard(row, in_rules) for row in rows], columns=COLUMNS)


def _placed(
    zone: str,
    indicator: str,
    group: list[Row],
    beside: Beside,
    rules: Comparability,
    least_peers: int,
) -> Row:
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
        "alike": 0,
        "position": "",
        "refusal": "no_figure",
        "reasons": (),
        "against": (),
    }
    if not held:
        return row
    choices = [(_points(one, others, beside, rules), one) for one in held]
    (peers, alike), figure = max(choices, key=_most_alike)
    row |= {key: figure[key] for key in _KEPT}
    row |= {"peers": len(peers), "alike": len(alike)}
    row["against"] = told_of_zones(beside.get(str(figure["observation_id"]), {}), others)
    row["refusal"] = _refusal(row, least_peers)
    row["reasons"] = deciding_reasons(row["against"])
    # NOTE: a place rests on the peers of like size; without one all that may be compared are told.
    return row if row["refusal"] else row | {"peers": len(alike)} | _position(figure, alike)


_KEPT = (
    "low", "value", "high", "unit", "per", "period", "period_basis", "evidence_grade",
    "evidence_ids", *ADDED,
)  # fmt: skip


def _age(figure: Row) -> int:
    """The latest figure first, an undated one last; those of one day as they stand."""
    return -(last_day(str(figure["period"])) or date.min).toordinal()


def _state(own: list[Row]) -> str:
    states = {one["status"] for one in own}
    held = [state for state in ("actual", "planned", "standard") if state in states]
    return held[0] if held else "not_published"


def _points(
    figure: Row, others: list[Row], beside: Beside, rules: Comparability
) -> tuple[list[float], list[float]]:
    """The points of the peers that may be compared, one a zone, the latest; and of those alike."""
    told = beside.get(str(figure["observation_id"]), {})
    points: dict[str, Row] = {}
    for one in others:
        verdict, _ = told.get(str(one["observation_id"]), ("", ()))
        if verdict in ALLOWED and not pd.isna(one["value"]):
            points.setdefault(str(one["zone_id"]), one)
    alike = [one for one in points.values() if alike_in_size(figure, one, rules)]
    return [float(one["value"]) for one in points.values()], [float(one["value"]) for one in alike]


def _most_alike(choice: tuple[tuple[list[float], list[float]], Row]) -> tuple[int, int]:
    (peers, alike), _ = choice
    return len(alike), len(peers)


def _refusal(row: Row, least_peers: int) -> str:
    if row["others"] == 0:
        return "no_other"
    if row["peers"] == 0:
        verdicts = {verdict for _, verdict, _ in row["against"]}
        return "open" if "cannot_be_told" in verdicts else "gate"
    if row["peers"] < least_peers:
        return "too_few"
    return "size" if row["alike"] < least_peers else ""


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
