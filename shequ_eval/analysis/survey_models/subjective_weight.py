"""Knows what becomes of a score when residents' judgement weighs more or less; sets no weight."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from shequ_eval.analysis.refusals import require
from shequ_eval.analysis.survey_models.means import spans


def composite_by_weight(
    scores: pd.DataFrame, weights: Sequence[float], level: float = 0.95
) -> pd.DataFrame:
    """Each area's score for each weight of residents' judgement, with the survey's error.

    `scores` has a row an area: area, subjective (index 0–100), std_error, df, objective (0–100).
    The score is w × subjective + (1 − w) × objective, its error w times the survey's: the
    objective part is taken as counted. One row an area and weight: area, weight, estimate,
    std_error, low, high, place (1 is best under that weight).

    Raises
    ------
    RefusedMethodError
        A weight outside 0–1; a score missing or outside 0–100; or an area given twice.

    Examples
    --------
    By hand: 80 and 90 make 85 at half, 83 at 0.7.

    >>> one = pd.DataFrame({"area": ["a"], "subjective": [80.0], "std_error": [2.0],
    ...                     "df": [30], "objective": [90.0]})
    >>> composite_by_weight(one, [0.5, 0.7])["estimate"].tolist()
    [85.0, 83.0]
    """
    _require_scores(scores, weights)
    parts = []
    for weight in weights:
        estimate = weight * scores["subjective"] + (1 - weight) * scores["objective"]
        error = weight * scores["std_error"]
        ends = spans(estimate.to_numpy(), error.to_numpy(), scores["df"].to_numpy(), level)
        part = pd.DataFrame({"area": scores["area"], "weight": weight, "estimate": estimate})
        part = part.assign(std_error=error, low=ends[0], high=ends[1])
        parts.append(part.assign(place=estimate.rank(ascending=False, method="min").astype(int)))
    return pd.concat(parts, ignore_index=True)


def order_reversals(scores: pd.DataFrame) -> pd.DataFrame:
    """The pairs of areas whose order turns at some weight between 0 and 1, and that weight.

    `scores` as in `composite_by_weight`. Columns: first (ahead by the objective part), second
    (ahead by residents' judgement), weight. Ties on either part turn nowhere.

    Raises
    ------
    RefusedMethodError
        See `composite_by_weight`.

    Examples
    --------
    By hand: 6 ahead on one side, 2 behind on the other, so it turns at 6 / 8.

    >>> two = pd.DataFrame({"area": ["a", "b"], "subjective": [80.0, 82.0], "std_error": 1.0,
    ...                     "df": 30, "objective": [90.0, 84.0]})
    >>> order_reversals(two).values.tolist()
    [['a', 'b', 0.75]]
    """
    _require_scores(scores, [])
    rows = []
    for one, two in combinations(scores.to_dict("records"), 2):
        ahead, behind = (one, two) if one["objective"] > two["objective"] else (two, one)
        lead = ahead["objective"] - behind["objective"]
        lag = behind["subjective"] - ahead["subjective"]
        if lead > 0 and lag > 0:
            rows.append((ahead["area"], behind["area"], lead / (lead + lag)))
    return pd.DataFrame(rows, columns=["first", "second", "weight"])


def _require_scores(scores: pd.DataFrame, weights: Sequence[float]) -> None:
    require(
        all(0 <= weight <= 1 for weight in weights),
        "weight_is_a_share",
        f"主观权重须在 0 与 1 之间：{list(weights)}。",
        f"The weight of judgement must lie between 0 and 1: {list(weights)}.",
    )
    parts = scores[["subjective", "objective"]].to_numpy(dtype=float)
    bad = [
        area
        for area, row in zip(scores["area"], parts, strict=True)
        if not ((row >= 0) & (row <= 100)).all()
    ]
    require(
        not bad and scores["area"].is_unique and not np.isnan(scores["std_error"]).any(),
        "scores_to_100",
        f"每个地区一行，主客观得分须在 0–100 之间，且有标准误；有误：{bad}。",
        f"One row an area, both parts between 0 and 100, with a standard error; at fault: {bad}.",
    )
