"""Knows how far the score of one project or fund is founded; scores no zone and ranks nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from shequ_eval.analysis.intervals import Interval
from shequ_eval.analysis.targets import attainment
from shequ_eval.vocabulary.scores import CappedRatio, Rubric, Scheme, ScoreRow, Target, Threshold

Row = Mapping[Any, Any]
NONE_OPEN = Interval(None, None, None)
COLUMNS = [
    "scheme_id", "zone_id", "row_id", "level1", "level2", "level3", "title_zh", "title_en",
    "rule", "points", "assessable", "low", "value", "high", "result", "reason", "evidence_ids",
    "evidence_grade", "doubt", "needs_zh", "needs_en",
]  # fmt: skip


@dataclass(frozen=True)
class Share:
    """Which share of a row's points is earned, with bounds; or why nothing can be said.

    `reason` is "" where the row is assessable; `result` is met, not_met or cannot_be_told for a
    threshold, the level's id for a rubric, and "" for a ratio.
    """

    bounds: Interval = NONE_OPEN
    reason: str = ""
    result: str = ""


def score_scheme(scheme: Scheme, observations: pd.DataFrame) -> pd.DataFrame:
    """Each row of a scheme with its assessable points and the bounds of its score.

    `observations` are tidy observations; those that a rule names by evidence id are its figures.
    `assessable` is 0 or the row's points. Where it is 0, `low`, `value` and `high` are missing
    (no evidence is not a score of zero) and `reason` says why: no_evidence (none named, or none
    of it among the observations), absent, not_actual (a plan or a standard is no achievement),
    vague, units_differ, no_target, no_level (an evaluator gave none). `value` is missing too
    where only bounds are known.

    Examples
    --------
    20余 of 42 communities for 5 points: at least 5 × 20 ÷ 42 = 2.381, at most all 5:

    >>> from shequ_eval.vocabulary.scores import Scheme
    >>> target = {"unit": "个", "value": 42, "basis": "whole", "source_zh": "…", "source_en": "…"}
    >>> rule = {"kind": "capped_ratio", "target": target, "evidence": ["a-0001"]}
    >>> words = {"title_zh": "…", "title_en": "…", "needs_zh": "…", "needs_en": "…"}
    >>> row = words | {"id": "out", "level1": "产出", "level2": "产出数量", "points": 5}
    >>> blank = dict.fromkeys(["object_zh", "object_en", "points_zh", "points_en"], "…")
    >>> scheme = Scheme(id="s", title_zh="…", title_en="…", zone_id="a", scored="fund",
    ...                 rows=[row | {"rule": rule}], **blank)
    >>> figure = {"evidence_ids": "a-0001", "status": "actual", "absence": "", "unit": "个",
    ...           "qualifier": "approx_over", "low": 20, "value": 20, "high": None,
    ...           "evidence_grade": "C", "doubt": ""}
    >>> scored = score_scheme(scheme, pd.DataFrame([figure]))
    >>> scored[["assessable", "low", "value", "high"]].round(3).values.tolist()
    [[5.0, 2.381, 2.381, 5.0]]
    """
    figures = {str(row["evidence_ids"]): row for row in observations.to_dict("records")}
    rows = [_scored(scheme, row, figures) for row in scheme.rows]
    return pd.DataFrame(rows, columns=COLUMNS).astype(
        dict.fromkeys(["points", "assessable", "low", "value", "high"], "float64")
    )


def score_schemes(schemes: Sequence[Scheme], observations: pd.DataFrame) -> pd.DataFrame:
    """The scored rows of several schemes under each other; they are not compared."""
    if not schemes:
        return pd.DataFrame(columns=COLUMNS)
    scored = [score_scheme(scheme, observations) for scheme in schemes]
    return pd.concat(scored, ignore_index=True)


def _scored(scheme: Scheme, row: ScoreRow, figures: Mapping[str, Row]) -> dict[str, Any]:
    share = earned_share(row.rule, figures)
    found = [figures[name] for name in evidence_of(row) if name in figures]
    ends = [share.bounds.low, share.bounds.value, share.bounds.high]
    low, value, high = (None if end is None else end * row.points for end in ends)
    return {
        "scheme_id": scheme.id,
        "zone_id": scheme.zone_id,
        "row_id": row.id,
        "level1": row.level1,
        "level2": row.level2,
        "level3": row.level3,
        "title_zh": row.title_zh,
        "title_en": row.title_en,
        "rule": row.rule.kind,
        "points": row.points,
        "assessable": 0.0 if share.reason else row.points,
        "low": low,
        "value": value,
        "high": high,
        "result": share.result,
        "reason": share.reason,
        "evidence_ids": " ".join(str(figure["evidence_ids"]) for figure in found),
        "evidence_grade": max((str(figure["evidence_grade"]) for figure in found), default=""),
        "doubt": " ".join(sorted({d for figure in found for d in str(figure["doubt"]).split()})),
        "needs_zh": row.needs_zh,
        "needs_en": row.needs_en,
    }


def evidence_of(row: ScoreRow) -> list[str]:
    """The evidence ids that a row rests on: its figures, and its target's where that is one."""
    target = None if isinstance(row.rule, Rubric) else row.rule.target
    return [*row.rule.evidence, *([target.evidence] if target and target.evidence else [])]


def earned_share(rule: CappedRatio | Threshold | Rubric, figures: Mapping[str, Row]) -> Share:
    """Which share of the points a rule gives to these figures, by evidence id.

    Examples
    --------
    >>> from shequ_eval.vocabulary.scores import Level, Given
    >>> levels = [Level(id="good", title_zh="好", title_en="good", share=0.8),
    ...           Level(id="poor", title_zh="差", title_en="poor", share=0.2)]
    >>> earned_share(Rubric(kind="rubric", levels=levels), {}).reason
    'no_level'
    >>> given = Given(level="good", name="评价人甲", date="2026-01-05", text="见访谈记录")
    >>> earned_share(Rubric(kind="rubric", levels=levels, given=given), {}).bounds
    Interval(low=0.8, value=0.8, high=0.8)
    """
    if isinstance(rule, Rubric):
        return _by_level(rule)
    parts = [figures[name] for name in rule.evidence if name in figures]
    if reason := _unusable(parts, len(rule.evidence)):
        return Share(reason=reason)
    target = _target(rule.target, figures)
    if isinstance(target, str):
        return Share(reason=target)
    if rule.target is not None and any(part["unit"] != rule.target.unit for part in parts):
        return Share(reason="units_differ")
    actual = total_of([_bounds(part) for part in parts])
    if isinstance(rule, Threshold):
        return _by_threshold(target, actual)
    return Share(capped_ratio(actual, target))


def _by_level(rule: Rubric) -> Share:
    found = rule.given
    if found is None:
        return Share(reason="no_level")
    worth = next(level.share for level in rule.levels if level.id == found.level)
    return Share(Interval(worth, worth, worth), result=found.level)


def _unusable(figures: Sequence[Row], named: int) -> str:
    """Why the figures that a rule names say nothing of what was achieved; "" where all do."""
    if not named or len(figures) < named:
        return "no_evidence"
    if any(figure["absence"] for figure in figures):
        return "absent"
    if any(figure["status"] != "actual" for figure in figures):
        return "not_actual"
    return "vague" if any(figure["qualifier"] == "vague" for figure in figures) else ""


def _target(target: Target | None, figures: Mapping[str, Row]) -> Interval | str:
    """What is to be reached, with bounds; or why that cannot be told."""
    if target is None:
        return "no_target"
    if not target.evidence:
        return as_reached(Interval.of(target.low, target.value, target.high), target.basis)
    figure = figures.get(target.evidence)
    if figure is None or figure["absence"]:
        return "no_target"
    if figure["qualifier"] == "vague":
        return "vague"
    if figure["unit"] != target.unit:
        return "units_differ"
    return as_reached(_bounds(figure), target.basis)


def as_reached(target: Interval, basis: str) -> Interval:
    """A target with the bounds that count: one number alone is itself, at least 8 is reached at 8.

    The whole of which a figure is a part is no promise: there an open side stays open.

    >>> as_reached(Interval(None, 42, None), "whole"), as_reached(Interval(8, 8, None), "document")
    (Interval(low=42, value=42, high=42), Interval(low=8, value=8, high=8))
    >>> as_reached(Interval(30, 30, None), "whole")
    Interval(low=30, value=30, high=None)
    """
    if target.low is None and target.high is None:
        return Interval(target.value, target.value, target.value)
    if basis != "whole" and target.high is None:
        return Interval(target.low, target.low, target.low)
    return target


def _bounds(row: Row) -> Interval:
    return Interval.of(row["low"], row["value"], row["high"])


def total_of(parts: Sequence[Interval]) -> Interval:
    """Parts of one whole added up; a side that is open in one of them is open in the sum.

    >>> total_of([Interval(1, 1, 1), Interval(24, 24, None)])
    Interval(low=25, value=25, high=None)
    """
    return Interval(
        _sum([part.low for part in parts]),
        _sum([part.value for part in parts]),
        _sum([part.high for part in parts]),
    )


def _sum(numbers: Sequence[float | None]) -> float | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def capped_ratio(actual: Interval, target: Interval) -> Interval:
    """Actual over target between 0 and 1, an open side going as far as the cap lets it.

    >>> capped_ratio(Interval(20, 20, None), Interval(40, 40, 40))
    Interval(low=0.5, value=0.5, high=1.0)
    >>> capped_ratio(Interval(12, 12, 12), Interval(10, 10, None))
    Interval(low=0.0, value=1.0, high=1.0)
    >>> capped_ratio(Interval(50, 50, 50), Interval(None, 0, 100)) == Interval(0.5, None, 1.0)
    True
    """
    # NOTE: a target that may be zero sets no upper bound to the ratio; the cap does.
    low = 0.0 if actual.low is None or not target.high else actual.low / target.high
    high = 1.0 if actual.high is None or not target.low else actual.high / target.low
    value = None if actual.value is None or not target.value else actual.value / target.value
    return Interval(_held(low), None if value is None else _held(value), _held(high))


def _held(share: float) -> float:
    return min(max(share, 0.0), 1.0)


def _by_threshold(target: Interval, actual: Interval) -> Share:
    """All or nothing; where the bounds leave it open, from nothing to all."""
    result = attainment(target, actual)
    bounds = {
        "met": Interval(1.0, 1.0, 1.0),
        "not_met": Interval(0.0, 0.0, 0.0),
        "cannot_be_told": Interval(0.0, None, 1.0),
    }[result]
    return Share(bounds, result=result)
