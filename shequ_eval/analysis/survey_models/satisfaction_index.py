"""Knows satisfaction indices from 0 to 100 and how they hang on the scoring map; weighs no item.

A map from words to points is somebody's choice. Every index here stands beside what another map
would have made of the same answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from shequ_eval.analysis.numeric_columns import numeric_columns
from shequ_eval.analysis.refusals import require
from shequ_eval.analysis.survey.design import SurveyDesign
from shequ_eval.analysis.survey_models.means import ItemMeans, item_means, spans

Points = Mapping[object, float]
# NOTE: common in Chinese evaluations for five answers, best first; the step below "fair" is double
# in size, so it punishes displeasure more than equal steps would.
COMMON_POINTS = (100.0, 80.0, 60.0, 30.0, 0.0)


@dataclass(frozen=True)
class Index:
    """An index from 0 to 100 with its sampling error; `low` and `high` are infinite at df 0."""

    estimate: float
    std_error: float
    df: float
    low: float
    high: float
    n: int


def common_map(best_first: Sequence[object]) -> dict[object, float]:
    """The map 100, 80, 60, 30, 0 for five answers.

    Raises
    ------
    RefusedMethodError
        There are not five answers.

    Examples
    --------
    >>> common_map([5, 4, 3, 2, 1])[2]
    30.0
    """
    require(
        len(best_first) == len(COMMON_POINTS),
        "five_answers",
        f"此赋分法限五档，现为 {len(best_first)} 档。",
        f"This map is for five answers; there are {len(best_first)}.",
    )
    return dict(zip(best_first, COMMON_POINTS, strict=True))


def equal_steps(best_first: Sequence[object]) -> dict[object, float]:
    """Points from 100 down to 0 in equal steps.

    >>> equal_steps([5, 4, 3, 2, 1])
    {5: 100.0, 4: 75.0, 3: 50.0, 2: 25.0, 1: 0.0}
    """
    points = np.linspace(100.0, 0.0, len(best_first))
    return {answer: float(point) for answer, point in zip(best_first, points, strict=True)}


def acsi_index(
    answers: pd.DataFrame,
    design: SurveyDesign,
    scale: tuple[float, float],
    weights: Mapping[str, float] | None = None,
    where: np.ndarray | None = None,
    level: float = 0.95,
) -> Index:
    """The form of the American index: the weighted mean, from the scale's foot to its top.

    (Σ wᵢ x̄ᵢ − Σ wᵢ min) / Σ wᵢ (max − min) × 100 (Fornell and others 1996), over items on one
    `scale` (lowest, highest). `weights` come from a measurement model; without them items count
    alike. Items are means over those who answered them.

    Raises
    ------
    RefusedMethodError
        An answer off the scale; weights for other items, or not above zero; or see `item_means`.

    Examples
    --------
    By hand: means 7 and 9 on 1–10 give ((7 + 9) − 2) / 18 × 100 = 77.8.

    >>> from shequ_eval.analysis.survey.build_design import survey_design
    >>> sheet = pd.DataFrame({"overall": [6.0, 8.0] * 5, "ideal": [8.0, 10.0] * 5})
    >>> round(acsi_index(sheet, survey_design([1] * 10), (1, 10)).estimate, 1)
    77.8
    """
    lowest, highest = scale
    answers = numeric_columns(answers)
    off = [
        str(name)
        for name, column in answers.items()
        if bool(((column < lowest) | (column > highest)).any())
    ]
    require(
        not off,
        "on_the_scale",
        f"题项 {'、'.join(off)} 有超出量表 {lowest:g}–{highest:g} 的回答。",
        f"Items {', '.join(off)} have answers off the scale {lowest:g}–{highest:g}.",
    )
    points = (answers - lowest) / (highest - lowest) * 100
    return _index(item_means(points, design, where), weights, level)


def scored_index(
    answers: pd.DataFrame,
    design: SurveyDesign,
    points: Points,
    weights: Mapping[str, float] | None = None,
    where: np.ndarray | None = None,
    level: float = 0.95,
) -> Index:
    """The form of GB/T 19038: answers turned into points, items averaged with given weights.

    `points` says what each answer is worth; a gap is no answer. Without `weights` items count
    alike; they are divided by their sum.

    Raises
    ------
    RefusedMethodError
        An answer that the map does not know; weights for other items, or not above zero; or see
        `item_means`.

    Examples
    --------
    By hand: half say 5 and half 2; 100 and 30 make 65, in equal steps 100 and 25 make 62.5.

    >>> from shequ_eval.analysis.survey.build_design import survey_design
    >>> sheet, design = pd.DataFrame({"overall": [5, 2] * 5}), survey_design([1] * 10)
    >>> best_first = [5, 4, 3, 2, 1]
    >>> scored_index(sheet, design, common_map(best_first)).estimate
    65.0
    >>> scored_index(sheet, design, equal_steps(best_first)).estimate
    62.5
    """
    return _index(item_means(scored(answers, points), design, where), weights, level)


def scored(answers: pd.DataFrame, points: Points) -> pd.DataFrame:
    """Answers as points.

    Raises
    ------
    RefusedMethodError
        An answer that the map does not know.
    """
    known = answers.isin(list(points)) | answers.isna()
    odd = sorted({str(cell) for cell in answers.to_numpy()[~known.to_numpy()]})
    require(
        not odd,
        "answers_mapped",
        f"赋分表里没有的回答：{'、'.join(odd)}。",
        f"Answers without points in the map: {', '.join(odd)}.",
    )
    return answers.apply(lambda column: column.map(dict(points))).astype(float)


def _index(found: ItemMeans, weights: Mapping[str, float] | None, level: float) -> Index:
    shares = _item_shares(found.items, weights)
    estimate, error, df = (float(part[0]) for part in found.combined(shares[:, None]))
    low, high = spans(np.array([estimate]), np.array([error]), np.array([df]), level)
    return Index(estimate, error, df, float(low[0]), float(high[0]), int(found.n.max()))


def _item_shares(items: Sequence[str], weights: Mapping[str, float] | None) -> np.ndarray:
    if weights is None:
        return np.full(len(items), 1 / len(items))
    odd = sorted(set(map(str, weights)).symmetric_difference(items))
    require(
        not odd and min(weights.values()) > 0,
        "item_weights",
        f"题项权重须一一对应且大于零；不符：{'、'.join(odd) or weights}。",
        f"Item weights must match the items and be above zero; at fault: "
        f"{', '.join(odd) or weights}.",
    )
    shares = np.array([float(weights[item]) for item in items])
    return np.asarray(shares / shares.sum())


def index_by_map(
    answers: pd.DataFrame,
    design: SurveyDesign,
    maps: Mapping[str, Points],
    areas: pd.Series,
    weights: Mapping[str, float] | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """The index of every area under every map, so that the choice can be seen.

    One row an area and map: area, map, estimate, std_error, df, low, high, n, place (1 is best
    among the areas under that map), places (the same area's places under all maps, best–worst).
    Rows whose area is missing count in none.

    Raises
    ------
    RefusedMethodError
        See `scored_index`, for every area.

    Examples
    --------
    By hand, as for `scored_index`; the other area has 60 under one map and 50 under the other.

    >>> from shequ_eval.analysis.survey.build_design import survey_design
    >>> sheet = pd.DataFrame({"overall": [5, 2] * 5 + [3] * 10})
    >>> areas = pd.Series(["a"] * 10 + ["b"] * 10)
    >>> maps = {"common": common_map([5, 4, 3, 2, 1]), "equal": equal_steps([5, 4, 3, 2, 1])}
    >>> told = index_by_map(sheet, survey_design([1] * 20), maps, areas)
    >>> told["estimate"].tolist(), told["places"].tolist()
    ([65.0, 60.0, 62.5, 50.0], ['1', '2', '1', '2'])
    """
    rows = []
    for name, points in maps.items():
        values = scored(answers, points)
        for area in sorted(areas.dropna().unique()):
            here = item_means(values, design, (areas == area).to_numpy(dtype=bool))
            rows.append({"area": area, "map": name} | vars(_index(here, weights, level)))
    table = pd.DataFrame(rows)
    table["place"] = table.groupby("map")["estimate"].rank(ascending=False, method="min")
    table["place"] = table["place"].astype(int)
    best = table.groupby("area")["place"].transform("min").astype(str)
    worst = table.groupby("area")["place"].transform("max").astype(str)
    return table.assign(places=best.where(best == worst, best + "–" + worst))
