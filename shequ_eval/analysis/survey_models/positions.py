"""Knows where services stand by importance and performance, and which are too near a cut to say.

Martilla and James (1977), with the sampling error of both positions, and with other cuts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from shequ_eval.analysis.numeric_columns import numeric_columns
from shequ_eval.analysis.refusals import require
from shequ_eval.analysis.survey.design import SurveyDesign
from shequ_eval.analysis.survey_models.means import item_means, spans

Cut = Literal["mean", "median", "midpoint"]
CUTS: tuple[Cut, ...] = ("mean", "median", "midpoint")
LEAST_ITEMS = 4
ROUNDING = 1e-9
# (important, performs well): what is asked of a service there.
QUADRANTS = {
    (True, False): "improve_first",
    (True, True): "keep_up",
    (False, False): "improve_later",
    (False, True): "enough_done",
}


@dataclass(frozen=True)
class Positions:
    """Services with their positions, and the cuts by which they were sorted.

    `table`: item, then for importance and performance the mean, _se, _low, _high, _n, _df;
    straddles (importance, performance, both or ""), quadrant ("" where it straddles the chosen
    cut), and quadrant_mean, quadrant_median, quadrant_midpoint with the same rule. `cuts`: a row
    a rule with the importance and performance at which it cuts.
    """

    table: pd.DataFrame
    cuts: pd.DataFrame
    cut: Cut
    level: float


def importance_performance(
    importance: pd.DataFrame,
    performance: pd.DataFrame,
    design: SurveyDesign,
    scale: tuple[float, float],
    cut: Cut = "mean",
    level: float = 0.95,
) -> Positions:
    """Sort services into quadrants; one whose interval holds a cut is sorted nowhere.

    Both tables have a row a row of the design and the same columns, a service each, on one
    `scale` (lowest, highest answer). The cut is the mean of the services' means, their median,
    or the middle of the scale. The cuts are taken as they are: their own sampling error is small
    beside that of a service, and the alternatives stand beside the choice.

    Raises
    ------
    RefusedMethodError
        Fewer than four services; tables of different services; an answer off the scale; fewer
        than ten answers to an item; or all services at one place, so that nothing is to sort.

    Examples
    --------
    By hand: all ten agree, the cuts are at 3, and nothing is near them.

    >>> from shequ_eval.analysis.survey.build_design import survey_design
    >>> important = pd.DataFrame([{"parking": 4, "safety": 4, "sport": 2, "child": 2}] * 10)
    >>> well = pd.DataFrame([{"parking": 2, "safety": 4, "sport": 4, "child": 2}] * 10)
    >>> told = importance_performance(important, well, survey_design([1] * 10), (1, 5))
    >>> told.table["quadrant"].tolist()
    ['improve_first', 'keep_up', 'enough_done', 'improve_later']
    """
    importance, performance = numeric_columns(importance), numeric_columns(performance)
    _require_tables(importance, performance, scale)
    sides = {"importance": importance, "performance": performance[list(importance.columns)]}
    table = pd.DataFrame({"item": list(map(str, importance.columns))})
    for side, answers in sides.items():
        found = item_means(answers, design)
        means, errors, df = found.combined(np.eye(len(found.items)))
        low, high = spans(means, errors, df, level)
        ends = {"": means, "_se": errors, "_low": low, "_high": high, "_n": found.n, "_df": df}
        table = table.assign(**{f"{side}{end}": values for end, values in ends.items()})
    _require_spread(table, scale)
    cuts = pd.DataFrame(
        [(rule, *(_cut(table[side], rule, scale) for side in sides)) for rule in CUTS],
        columns=["cut", *sides],
    )
    lines = {str(row["cut"]): row for row in cuts.to_dict("records")}
    straddles = _straddles(table, lines[cut])
    sorted_by = {f"quadrant_{rule}": _quadrants(table, lines[rule]) for rule in CUTS}
    table = table.assign(straddles=straddles, quadrant=sorted_by[f"quadrant_{cut}"], **sorted_by)
    return Positions(table, cuts, cut, level)


def _require_tables(
    importance: pd.DataFrame, performance: pd.DataFrame, scale: tuple[float, float]
) -> None:
    odd = sorted(map(str, set(importance.columns).symmetric_difference(performance.columns)))
    require(
        not odd,
        "same_items",
        f"重要性与满意度的题项不同：{'、'.join(odd)}。",
        f"Importance and performance have different items: {', '.join(odd)}.",
    )
    require(
        importance.shape[1] >= LEAST_ITEMS,
        "least_items",
        f"服务 {importance.shape[1]} 项，至少须有 {LEAST_ITEMS} 项才谈得上分象限。",
        f"{importance.shape[1]} services; at least {LEAST_ITEMS} are needed for quadrants.",
    )
    off = [
        str(name)
        for answers in (importance, performance)
        for name, column in answers.items()
        if bool(((column < scale[0]) | (column > scale[1])).any())
    ]
    require(
        not off,
        "on_the_scale",
        f"题项 {'、'.join(off)} 有超出量表 {scale[0]:g}–{scale[1]:g} 的回答。",
        f"Items {', '.join(off)} have answers off the scale {scale[0]:g}–{scale[1]:g}.",
    )


def _require_spread(table: pd.DataFrame, scale: tuple[float, float]) -> None:
    apart = max(float(np.ptp(table[side])) for side in ("importance", "performance"))
    require(
        apart > ROUNDING * (scale[1] - scale[0]),
        "services_apart",
        "各项服务的重要性与满意度全都相同，分不出象限。",
        "All services are alike in importance and performance: there is nothing to sort.",
    )


def _cut(means: pd.Series, rule: Cut, scale: tuple[float, float]) -> float:
    if rule == "midpoint":
        return sum(scale) / 2
    return float(means.mean() if rule == "mean" else means.median())


def _held(table: pd.DataFrame, side: str, line: float) -> pd.Series:
    """Whether the interval of each position holds the line; one without an end holds it.

    An end on the line, but for rounding, holds it: equal answers to every item are not apart.
    """
    near = ROUNDING * max(abs(line), 1.0)
    return ~((table[f"{side}_low"] > line + near) | (table[f"{side}_high"] < line - near))


def _straddles(table: pd.DataFrame, line: Mapping[Any, Any]) -> list[str]:
    held = {side: _held(table, side, line[side]) for side in ("importance", "performance")}
    words = {(True, True): "both", (True, False): "importance", (False, True): "performance"}
    pairs = zip(held["importance"], held["performance"], strict=True)
    return [words.get((bool(one), bool(two)), "") for one, two in pairs]


def _quadrants(table: pd.DataFrame, line: Mapping[Any, Any]) -> list[str]:
    straddles = _straddles(table, line)
    important = table["importance"] > line["importance"]
    well = table["performance"] > line["performance"]
    return [
        "" if near else QUADRANTS[bool(one), bool(two)]
        for near, one, two in zip(straddles, important, well, strict=True)
    ]
