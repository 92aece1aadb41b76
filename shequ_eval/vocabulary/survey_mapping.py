"""Knows how a file may say what the columns of a survey's answers mean; reads no answer.

Columns are named as the questionnaire names them, without the groups that an export puts before
the name. Paths are relative to the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from shequ_eval.vocabulary.nearest import did_you_mean
from shequ_eval.vocabulary.survey_design_spec import Columns, DesignSpec, Scalars, SpecPart

Dimension = Literal["services", "facilities", "consultation", "safety", "burden", "overall"]
Asks = Literal["performance", "importance", "awareness", "participation", "other"]
ID = r"^[a-z][a-z0-9_]*$"
SHEET = "response_id"  # what a design calls the sheets themselves, the last stage
FROM_FRAME = ("frame_communities", "frame_households", "frame_weight")
TAKEN = frozenset({"row", SHEET, *FROM_FRAME})


class ScaleSpec(SpecPart):
    """A scale from `low` to `high`; `words` are answers in words, `missing` are no answers."""

    low: int
    high: int
    words: dict[str, int] = Field(default_factory=dict)
    missing: Scalars = Field(default_factory=list)
    reversed: bool = False

    @model_validator(mode="after")
    def _ends_agree(self) -> ScaleSpec:
        if self.low >= self.high:
            raise ValueError("low 须小于 high must be below high")
        off = [word for word, code in self.words.items() if not self.low <= code <= self.high]
        if off:
            raise ValueError(f"words 超出量表 off the scale: {', '.join(off)}")
        inside = [code for code in self.missing if str(code) in self.codes()]
        if inside:
            raise ValueError(f"missing 在量表之内 lies on the scale: {inside}")
        return self

    def codes(self) -> set[str]:
        """Every answer of the scale as text."""
        return {str(code) for code in range(self.low, self.high + 1)}


class ItemSpec(SpecPart):
    """A question that is answered on a scale."""

    id: str = Field(pattern=ID)
    column: str = Field(min_length=1)
    scale: str
    dimension: Dimension
    asks: Asks = "performance"
    topic: str = ""
    title_zh: str = ""
    title_en: str = ""


class SelectSpec(SpecPart):
    """A question with several answers: one column of words, or one column an option."""

    id: str = Field(pattern=ID)
    column: str = Field(min_length=1)
    options: list[str] = Field(min_length=1)


class SkipSpec(SpecPart):
    """Who answered `column` with one of `values` is not asked the questions in `empty`."""

    column: str
    values: Scalars = Field(min_length=1)
    empty: Columns = Field(min_length=1)


class QualitySpec(SpecPart):
    """What makes an answer sheet doubtful; a doubtful sheet stays until someone corrects it."""

    start: str | None = None
    end: str | None = None
    seconds: str | None = None
    least_seconds: float = Field(default=120, gt=0)
    alike_items: int = Field(default=8, ge=3)


class IdentifierSpec(SpecPart):
    """Columns that name people go; `hash` keeps salted codes, `harmless` says why one may stay."""

    hash: list[str] = Field(default_factory=list)
    harmless: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _reasons_are_given(self) -> IdentifierSpec:
        silent = [column for column, why in self.harmless.items() if len(why.strip()) < 4]
        if silent:
            raise ValueError(f"harmless 要写理由 needs a reason: {', '.join(silent)}")
        return self


class ConsentSpec(SpecPart):
    """The question whether somebody takes part, and the answers that mean yes."""

    column: str = Field(min_length=1)
    value: Scalars = Field(min_length=1)


class MappingSpec(SpecPart):
    """A whole mapping of one survey of one zone."""

    survey_id: str = Field(pattern=ID)
    zone_id: str = Field(pattern=ID)
    title_zh: str = Field(min_length=1)
    title_en: str = Field(min_length=1)
    fieldwork: str = Field(min_length=1)
    demonstration: bool = False
    data: str = Field(min_length=1)
    sheet: str | None = None
    frame: str | None = None
    corrections: str | None = None
    response_id: str | None = None
    consent: ConsentSpec | None = None
    scales: dict[str, ScaleSpec] = Field(min_length=1)
    items: list[ItemSpec] = Field(min_length=1)
    selects: list[SelectSpec] = Field(default_factory=list)
    labels: dict[str, str] = Field(default_factory=dict)
    numbers: dict[str, str] = Field(default_factory=dict)
    design: DesignSpec
    street: str | None = None
    community: str | None = None
    overall: str
    skips: list[SkipSpec] = Field(default_factory=list)
    quality: QualitySpec = Field(default_factory=QualitySpec)
    identifiers: IdentifierSpec = Field(default_factory=IdentifierSpec)
    suppress_below: int = Field(default=10, ge=3)
    confidence: float = Field(default=0.95, gt=0.5, lt=1)

    def scale_of(self, item: ItemSpec) -> ScaleSpec:
        """The scale that an item is answered on."""
        return self.scales[item.scale]

    def item(self, item_id: str) -> ItemSpec:
        """The item of this id."""
        return next(item for item in self.items if item.id == item_id)

    def asking(self, asks: Asks) -> list[ItemSpec]:
        """The items that ask for this, in their order."""
        return [item for item in self.items if item.asks == asks]

    def design_columns(self) -> list[str]:
        """Every column that the sampling design names."""
        design = self.design
        margins = design.calibration.margins if design.calibration else []
        named = [design.weights] if design.weights else []
        named += [*design.strata, *design.clusters]
        named += [size for size in design.population_sizes if isinstance(size, str)]
        named += [column for margin in margins for column in margin.columns]
        named += list(design.calibration.sums) if design.calibration else []
        named += design.replicates.columns if design.replicates else []
        return list(dict.fromkeys(named))

    @model_validator(mode="after")
    def _names_agree(self) -> MappingSpec:
        faults = [*_twice(self), *_unknown(self), *_pairs(self), *_times(self.quality)]
        if faults:
            raise ValueError("; ".join(faults))
        return self


def _ids(spec: MappingSpec) -> list[str]:
    own = [item.id for item in spec.items] + [select.id for select in spec.selects]
    return own + list(spec.labels) + list(spec.numbers)


def _twice(spec: MappingSpec) -> Iterator[str]:
    ids = _ids(spec)
    twice = sorted({found for found in ids if ids.count(found) > 1 or found in TAKEN})
    if twice:
        yield f"编号重复或保留 ids given twice or taken: {', '.join(twice)}"


def _unknown(spec: MappingSpec) -> Iterator[str]:
    for item in spec.items:
        if item.scale not in spec.scales:
            yield f"items {item.id}: scale {item.scale}: {did_you_mean(item.scale, spec.scales)}"
    columns = [*spec.labels, *spec.numbers, *_made(spec)]
    for column in spec.design_columns():
        if column not in columns:
            yield f"design {column}: {did_you_mean(column, columns)}{_why_not(column)}"
    if SHEET in [*spec.design.clusters[:-1], *spec.design.strata]:
        yield f"design {SHEET}: 只能是 clusters 的最后一级 can only be the last of clusters"
    for key, name in (("street", spec.street), ("community", spec.community)):
        if name is not None and name not in spec.labels:
            yield f"{key} {name}: {did_you_mean(name, spec.labels)}"
    scored = [item.id for item in spec.asking("performance")]
    if spec.overall not in scored:
        yield f"overall {spec.overall}: {did_you_mean(spec.overall, scored)}"
    for skip in spec.skips:
        for name in [skip.column, *skip.empty]:
            if name not in _ids(spec):
                yield f"skips {name}: {did_you_mean(name, _ids(spec))}"


def _made(spec: MappingSpec) -> list[str]:
    """Columns that reading adds: the sheet's id, and what the frame says of its community."""
    sheet = [SHEET] if spec.response_id else []
    return sheet + (list(FROM_FRAME) if spec.frame and spec.street and spec.community else [])


def _why_not(column: str) -> str:
    if column == SHEET:
        return "；映射要有 response_id the mapping must name response_id"
    if column in FROM_FRAME:
        return "；映射要有 frame、street、community needs frame, street and community"
    return ""


def _pairs(spec: MappingSpec) -> Iterator[str]:
    """Importance without performance of the same topic says nothing; neither does a topic twice."""
    for asks in ("performance", "importance"):
        topics = [item.topic for item in spec.items if item.asks == asks and item.topic]
        for topic in sorted({topic for topic in topics if topics.count(topic) > 1}):
            yield f"items: topic {topic}: {asks} 出现两次 given twice"
    performed = {item.topic for item in spec.asking("performance")}
    for item in spec.asking("importance"):
        if not item.topic or item.topic not in performed:
            yield f"items {item.id}: topic {item.topic!r}: 没有同题的满意度 no performance of it"


def _times(quality: QualitySpec) -> Iterator[str]:
    if (quality.start is None) != (quality.end is None):
        yield "quality: start 与 end 须同时给 go together"
