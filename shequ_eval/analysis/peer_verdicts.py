"""Knows what the gate says of one figure beside the figures of each other zone; places none."""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.analysis.comparability import VERDICTS
from shequ_eval.analysis.differences import ALLOWED
from shequ_eval.analysis.rate_verdicts import Told

Row = dict[Any, Any]
Beside = dict[str, dict[str, tuple[str, tuple[str, ...]]]]


def figures_beside(pairs: pd.DataFrame) -> Beside:
    """For each figure, the verdict and the reasons on each figure beside it.

    >>> pair = {"first": "x", "second": "y", "verdict": "comparable", "reasons": ()}
    >>> figures_beside(pd.DataFrame([pair]))
    {'x': {'y': ('comparable', ())}, 'y': {'x': ('comparable', ())}}
    """
    found: Beside = {}
    for pair in pairs.to_dict("records"):
        told = (str(pair["verdict"]), tuple(pair["reasons"]))
        found.setdefault(pair["first"], {})[pair["second"]] = told
        found.setdefault(pair["second"], {})[pair["first"]] = told
    return found


def told_of_zones(
    told: dict[str, tuple[str, tuple[str, ...]]], others: list[Row]
) -> tuple[Told, ...]:
    """What is told of each place; of several mentions in it the most permissive stands for it.

    >>> told = {"x": ("not_comparable", ("doubt",)), "y": ("cannot_be_told", ("period",))}
    >>> told_of_zones(told, [{"observation_id": key, "zone_id": "east"} for key in "xy"])
    (('east', 'cannot_be_told', ('period',)),)
    """
    best: dict[str, Told] = {}
    for one in others:
        zone, found = str(one["zone_id"]), told.get(str(one["observation_id"]))
        if found and (zone not in best or _rank(found[0]) < _rank(best[zone][1])):
            best[zone] = (zone, *found)
    return tuple(best.values())


def _rank(verdict: str) -> int:
    return VERDICTS.index(verdict)


def deciding_reasons(against: tuple[Told, ...]) -> tuple[str, ...]:
    """The reasons that decide: those that leave a figure open, where any do; else all that refuse.

    >>> gap, open_ = [("b", "not_comparable", ("period_gap",))], ("a", "cannot_be_told", ("basis",))
    >>> deciding_reasons((open_, *gap)), deciding_reasons(tuple(gap))
    (('basis',), ('period_gap',))
    """
    refused = [told for told in against if told[1] not in ALLOWED]
    left_open = [told for told in refused if told[1] == "cannot_be_told"]
    deciding = [reasons for _, _, reasons in left_open or refused]
    return tuple(dict.fromkeys(reason for reasons in deciding for reason in reasons))
