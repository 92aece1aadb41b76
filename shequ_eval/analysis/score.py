"""Knows how far the score of one project or fund is founded; scores no zone and ranks nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from shequ_eval.analysis.answering_figures import attainment
from shequ_eval.analysis.audit.expressions import span
from shequ_eval.analysis.intervals import Interval, added
from shequ_eval.analysis.registers import Counted, Registers, counted
from shequ_eval.analysis.score_ratio import as_reached, capped_ratio
from shequ_eval.vocabulary.scores import CappedRatio, Rubric, Scheme, ScoreRow, Target, Threshold

Row = Mapping[Any, Any]
NONE_OPEN = Interval(None, None, None)
COLUMNS = [
    "scheme_id", "zone_id", "row_id", "level1", "level2", "level3", "title_zh", "title_en",
    "rule", "points", "assessable", "low", "value", "high", "result", "reason", "evidence_ids",
    "evidence_grade", "doubt", "register", "needs_zh", "needs_en",
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


def score_scheme(
    scheme: Scheme, observations: pd.DataFrame, registers: Registers | None = None
) -> pd.DataFrame:
    """Each row of a scheme with its assessable points and the bounds of its score.

    `observations` are tidy observations; those that a rule names by evidence id are its figures.
    `registers` are the registers by name: where rows of one name the scheme, a rule that has a
    `measure` rests on them and not on what a source says of itself; `register` says which part
    of which whole was counted, and is "" elsewhere.
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
    rows = [_scored(scheme, row, figures, registers or {}) for row in scheme.rows]
    return pd.DataFrame(rows, columns=COLUMNS).astype(
        dict.fromkeys(["points", "assessable", "low", "value", "high"], "float64")
    )


def score_schemes(
    schemes: Sequence[Scheme], observations: pd.DataFrame, registers: Registers | None = None
) -> pd.DataFrame:
    """The scored rows of several schemes under each other; they are not compared.

    >>> score_schemes([], pd.DataFrame()).columns.tolist() == COLUMNS
    True
    """
    if not schemes:
        return pd.DataFrame(columns=COLUMNS)
    scored = [score_scheme(scheme, observations, registers) for scheme in schemes]
    return pd.concat(scored, ignore_index=True)


def _scored(
    scheme: Scheme, row: ScoreRow, figures: Mapping[str, Row], registers: Registers
) -> dict[str, Any]:
    told = _counted(scheme, row, registers)
    share = earned_share(row.rule, figures) if told is None else _by_register(told)
    named = evidence_of(row) if told is None else []
    found = [figures[name] for name in named if name in figures]
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
        "evidence_grade": max(
            (str(figure["evidence_grade"]) for figure in found), default="B" if told else ""
        ),
        "doubt": " ".join(sorted({d for figure in found for d in str(figure["doubt"]).split()})),
        "register": "" if told is None else register_words(told),
        "needs_zh": row.needs_zh,
        "needs_en": row.needs_en,
    }


def _counted(scheme: Scheme, row: ScoreRow, registers: Registers) -> Counted | None:
    measure = row.rule.measure if isinstance(row.rule, CappedRatio) else None
    return None if measure is None else counted(registers, scheme.id, measure)


def _by_register(told: Counted) -> Share:
    return Share(capped_ratio(told.part, told.whole))


def register_words(told: Counted) -> str:
    """What was counted in which register: the part over the whole, with bounds.

    >>> register_words(Counted("projects", Interval(1, None, 2), Interval(3, 3, 3)))
    'projects 1–2 ÷ 3'
    """
    return f"{told.register} {span(told.part)} ÷ {span(told.whole)}"


def evidence_of(row: ScoreRow) -> list[str]:
    """The evidence ids that a row rests on: its figures, and its target's where that is one.

    >>> from shequ_eval.vocabulary.scores import Level
    >>> levels = [Level(id=i, title_zh=i, title_en=i, share=1.0) for i in ("all", "most")]
    >>> rule = Rubric(kind="rubric", levels=levels, evidence=["east-0001"])
    >>> words = {"title_zh": "…", "title_en": "…", "needs_zh": "…", "needs_en": "…"}
    >>> evidence_of(ScoreRow(id="r", level1="产出", level2="…", points=5.0, rule=rule, **words))
    ['east-0001']
    """
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
    actual = added([_bounds(part) for part in parts])
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


def _bounds(row: Row) -> Interval:
    return Interval.of(row["low"], row["value"], row["high"])


def _by_threshold(target: Interval, actual: Interval) -> Share:
    """All or nothing; where the bounds leave it open, from nothing to all."""
    result = attainment(target, actual)
    bounds = {
        "met": Interval(1.0, 1.0, 1.0),
        "not_met": Interval(0.0, 0.0, 0.0),
        "cannot_be_told": Interval(0.0, None, 1.0),
    }[result]
    return Share(bounds, result=result)
