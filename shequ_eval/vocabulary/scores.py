"""Knows what a scheme that scores one project or fund may say; scores nothing and no zone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shequ_eval.vocabulary.registers import Measure
from shequ_eval.vocabulary.yaml_text import yaml_of

Words = Annotated[str, Field(min_length=1)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Points = Annotated[float, Field(strict=True, ge=0, le=100, allow_inf_nan=False)]
Share = Annotated[float, Field(strict=True, ge=0, le=1, allow_inf_nan=False)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Target(_Strict):
    """What a figure is held against: numbers, or another figure by its evidence id.

    `value` alone is the number to reach; `low` alone is at least, `high` alone at most.
    `basis` says whence: a document's promise, the whole of which the figure is a part, or the
    evaluator's own choice; `source_zh` and `source_en` say it in words.
    """

    unit: Words
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    evidence: str = ""
    basis: Literal["document", "whole", "evaluator"]
    source_zh: Words
    source_en: Words

    @model_validator(mode="after")
    def _one_way(self) -> Target:
        numbers = [number for number in (self.low, self.value, self.high) if number is not None]
        if bool(numbers) == bool(self.evidence):
            raise ValueError(
                "value/low/high 与 evidence 须且只须给一种 give numbers or an evidence id, not both"
            )
        if numbers != sorted(numbers):
            raise ValueError("应 low ≤ value ≤ high must hold")
        if min(numbers, default=0.0) < 0:
            raise ValueError("目标不能为负 a target must not be negative")
        return self


class CappedRatio(_Strict):
    """Points times actual over target, never more than the points; more must be better.

    Several figures are parts of one whole and are added up. `measure` is the share that a
    register gives once it holds rows of the scheme; part and whole then both come from there.
    """

    kind: Literal["capped_ratio"]
    target: Target | None = None
    evidence: list[str] = Field(default_factory=list)
    registers: list[str] = Field(default_factory=list)
    measure: Measure | None = None


class Threshold(_Strict):
    """All the points where the figure reaches the target, none where it does not."""

    kind: Literal["threshold"]
    target: Target | None = None
    evidence: list[str] = Field(default_factory=list)
    registers: list[str] = Field(default_factory=list)


class Level(_Strict):
    """One level of a rubric and the share of the points that it is worth."""

    id: Words
    title_zh: Words
    title_en: Words
    share: Share


class Given(_Strict):
    """The level that an evaluator found, signed, dated and founded in words."""

    level: str
    name: str = Field(min_length=2)
    date: date
    text: str = Field(min_length=5)


class Rubric(_Strict):
    """Points by a level that an evaluator gives; none given, nothing to score."""

    kind: Literal["rubric"]
    levels: list[Level] = Field(min_length=2)
    given: Given | None = None
    evidence: list[str] = Field(default_factory=list)
    registers: list[str] = Field(default_factory=list)


Rule = Annotated[CappedRatio | Threshold | Rubric, Field(discriminator="kind")]


class ScoreRow(_Strict):
    """One indicator of a scheme: its place in the framework, its points, its rule."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    level1: str
    level2: str
    level3: str = ""
    title_zh: Words
    title_en: Words
    points: Points
    rule: Rule
    needs_zh: Words
    needs_en: Words

    @property
    def place(self) -> str:
        """The most particular level that the row names.

        >>> levels = [Level(id=i, title_zh=i, title_en=i, share=1.0) for i in ("all", "most")]
        >>> words = {"title_zh": "…", "title_en": "…", "needs_zh": "…", "needs_en": "…"}
        >>> row = ScoreRow(id="r", level1="产出", level2="产出数量", points=30.0,
        ...                rule=Rubric(kind="rubric", levels=levels), **words)
        >>> row.place
        '产出数量'
        """
        return self.level3 or self.level2


class Scheme(_Strict):
    """How one project or fund is scored: 100 points over 决策, 过程, 产出 and 效益.

    The points are the evaluator's (here this suite's, as an illustration); only the framework and
    the bands are the rule's. `reason` says why outputs and effects weigh less than the rule asks.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title_zh: Words
    title_en: Words
    zone_id: str
    scored: Literal["project", "fund"]
    object_zh: Words
    object_en: Words
    period: str = ""
    points_zh: Words
    points_en: Words
    reason: str = ""
    rows: list[ScoreRow] = Field(min_length=1)

    def points_of(self, *level1: str) -> float:
        """The points of these first-level indicators together.

        >>> levels = [Level(id=i, title_zh=i, title_en=i, share=1.0) for i in ("all", "most")]
        >>> words = {"title_zh": "…", "title_en": "…", "needs_zh": "…", "needs_en": "…"}
        >>> row = ScoreRow(id="r", level1="产出", level2="产出数量", points=30.0,
        ...                rule=Rubric(kind="rubric", levels=levels), **words)
        >>> blank = dict.fromkeys(["object_zh", "object_en", "points_zh", "points_en"], "…")
        >>> scheme = Scheme(id="s", title_zh="…", title_en="…", zone_id="east", scored="fund",
        ...                 rows=[row], **blank)
        >>> scheme.points_of("产出", "效益"), scheme.points_of("过程")
        (30.0, 0)
        """
        return round(sum(row.points for row in self.rows if row.level1 in level1), 9)


class ScoreRules(_Strict):
    """What this suite itself chose about scoring, in `score_rules.yaml`."""

    least_assessable_points: Points
    least_panel_experts: Annotated[int, Field(strict=True, ge=1)]


def read_score_rules(data_root: Path) -> ScoreRules:
    """The suite's own rules of scoring.

    Raises
    ------
    pydantic.ValidationError, yaml.YAMLError
        The file does not fit its model.

    Examples
    --------
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> read_score_rules(find_data_root()).least_assessable_points
    80.0
    """
    path = data_root / "codebook" / "score_rules.yaml"
    return ScoreRules.model_validate(yaml_of(path.read_text(encoding="utf-8-sig")))


def schemes_of(schemes: Sequence[Scheme], zones: Sequence[str]) -> list[Scheme]:
    """The schemes whose object lies in these zones, in the zones' order.

    >>> levels = [Level(id=i, title_zh=i, title_en=i, share=1.0) for i in ("all", "most")]
    >>> words = {"title_zh": "…", "title_en": "…", "needs_zh": "…", "needs_en": "…"}
    >>> row = ScoreRow(id="r", level1="产出", level2="产出数量", points=30.0,
    ...                rule=Rubric(kind="rubric", levels=levels), **words)
    >>> blank = dict.fromkeys(["object_zh", "object_en", "points_zh", "points_en"], "…")
    >>> scheme = Scheme(id="s", title_zh="…", title_en="…", zone_id="east", scored="fund",
    ...                 rows=[row], **blank)
    >>> [one.id for one in schemes_of([scheme], ["west", "east"])], schemes_of([scheme], ["west"])
    (['s'], [])
    """
    return [scheme for zone_id in zones for scheme in schemes if scheme.zone_id == zone_id]
