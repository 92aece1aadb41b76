"""Knows how much of a scheme could be assessed and which grade that allows; rescales nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

DIGITS = 9  # sums of points are cut here, so that 0.1 + 0.2 does not miss a band's edge
NOT_GRADED = "not_graded"
SUMMARY = [
    "scheme_id", "zone_id", "points", "assessable", "missing", "low", "value", "high",
    "grade_low", "grade_high", "short_of", "reasons",
]  # fmt: skip


def summary(
    scores: pd.DataFrame, bands: Mapping[str, float], least_assessable: float
) -> pd.DataFrame:
    """One row a scheme: assessable points beside the score's bounds, the grade, what is missing.

    `bands` gives the least score of each grade. `low`, `value` and `high` are points out of 100
    and are never rescaled to the assessable points; they are missing where nothing is
    assessable, and `value` also where some assessable row has only bounds. `grade_low` and
    `grade_high` are the grades of the bounds, equal where the grade is certain, and not_graded
    below `least_assessable` points; `short_of` is how many assessable points that lacks.
    `reasons` are (reason, points) pairs of what is not assessable, most points first.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "scheme_id": "s", "zone_id": "a", "points": [90.0, 10.0], "assessable": [90.0, 0.0],
    ...     "low": [78.0, None], "value": [80.0, None], "high": [82.0, None],
    ...     "reason": ["", "no_target"]})
    >>> found = summary(rows, {"优": 90, "良": 80, "中": 60, "差": 0}, 80).iloc[0]
    >>> [float(found[key]) for key in ("assessable", "low", "high", "short_of")]
    [90.0, 78.0, 82.0, 0.0]
    >>> found["grade_low"], found["grade_high"]
    ('中', '良')
    >>> found["reasons"]
    (('no_target', 10.0),)
    """
    rows = [
        _summed(str(scheme_id), part, bands, least_assessable)
        for scheme_id, part in scores.groupby("scheme_id", sort=False)
    ]
    return pd.DataFrame(rows, columns=SUMMARY)


def _summed(
    scheme_id: str, rows: pd.DataFrame, bands: Mapping[str, float], least: float
) -> dict[str, Any]:
    assessed = rows[rows["reason"] == ""]
    points, assessable = _points(rows["points"]), _points(rows["assessable"])
    low, value, high = (_all_of(assessed[end]) for end in ("low", "value", "high"))
    graded = assessable >= least and low is not None and high is not None
    return {
        "scheme_id": scheme_id,
        "zone_id": rows["zone_id"].iloc[0],
        "points": points,
        "assessable": assessable,
        "missing": round(points - assessable, DIGITS),
        "low": low,
        "value": value,
        "high": high,
        "grade_low": grade(low, bands) if graded and low is not None else NOT_GRADED,
        "grade_high": grade(high, bands) if graded and high is not None else NOT_GRADED,
        "short_of": max(0.0, round(least - assessable, DIGITS)),
        "reasons": reasons_of(rows),
    }


def _points(numbers: pd.Series) -> float:
    return round(float(numbers.sum()), DIGITS)


def _all_of(numbers: pd.Series) -> float | None:
    """The sum where every number is known and there is one."""
    return None if numbers.empty or numbers.isna().any() else _points(numbers)


def reasons_of(rows: pd.DataFrame) -> tuple[tuple[str, float], ...]:
    """How many points each reason keeps from being assessed, most first.

    >>> rows = pd.DataFrame({"reason": ["no_target", "", "no_level", "no_target"],
    ...                      "points": [4.0, 10.0, 3.0, 8.0]})
    >>> reasons_of(rows)
    (('no_target', 12.0), ('no_level', 3.0))
    """
    lost = rows[rows["reason"] != ""].groupby("reason")["points"].sum()
    pairs = [(str(reason), round(float(points), DIGITS)) for reason, points in lost.items()]
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def grade(score: float, bands: Mapping[str, float]) -> str:
    """The best grade whose least score is reached; the edge itself belongs to the grade.

    >>> bands = {"优": 90, "良": 80, "中": 60, "差": 0}
    >>> [grade(score, bands) for score in (100, 90, 89.99, 80, 60, 59.99, 0)]
    ['优', '优', '良', '良', '中', '差', '差']
    """
    reached = [(least, name) for name, least in bands.items() if round(score, DIGITS) >= least]
    return max(reached)[1]


def scores_by_indicator(scores: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """The least points that assessable rows give, by zone and indicator of their evidence.

    `scores` are rows of `score_schemes`. A row that rests on several figures counts for the
    indicator of the first, the figure that is scored. Columns: zone_id, indicator_id, score (the
    sum of the rows' lower bounds); an indicator without an assessable row has no score at all.

    Examples
    --------
    >>> scores = pd.DataFrame({
    ...     "zone_id": ["east", "east"], "assessable": [10.0, 0.0], "low": [4.0, None],
    ...     "evidence_ids": ["east-1 east-2", ""]})
    >>> figures = pd.DataFrame({"evidence_ids": ["east-1"], "indicator_id": ["funds"]})
    >>> scores_by_indicator(scores, figures).to_dict("records")
    [{'zone_id': 'east', 'indicator_id': 'funds', 'score': 4.0}]
    """
    indicator = dict(zip(observations["evidence_ids"], observations["indicator_id"], strict=True))
    scored = scores[scores["assessable"].gt(0) & scores["low"].notna()]
    first = scored["evidence_ids"].str.split().str[0]
    rows = scored.assign(indicator_id=first.map(indicator), score=scored["low"].astype(float))
    named = rows.dropna(subset=["indicator_id"])
    return named.groupby(["zone_id", "indicator_id"])["score"].sum().reset_index()
