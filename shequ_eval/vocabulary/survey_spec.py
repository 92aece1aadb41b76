"""Knows what a file that asks for survey estimates may say; reads no response.

The keys are those of the documentation: `data`, `design`, `estimates`, and, where wanted,
`contrasts`, `tests`, `confidence`, `suppress_below` and `deff`. Paths are relative to the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    Field,
    field_validator,
    model_validator,
)

from shequ_eval.vocabulary.nearest import did_you_mean
from shequ_eval.vocabulary.row_filter import RowFilterError, columns_of, parse_condition
from shequ_eval.vocabulary.survey_design_spec import (
    AsList,
    Columns,
    DesignSpec,
    Scalar,
    Scalars,
    SpecPart,
)

OUTPUT_COLUMNS = (
    "id", "kind", "variable", "estimate", "std_error", "low", "high", "df", "n", "n_psu",
    "deff", "suppressed", "note",
)  # fmt: skip
NEEDED = {
    "mean": ("variable",),
    "total": ("variable",),
    "ratio": ("numerator", "denominator"),
    "share": ("variable",),
    "quantile": ("variable", "q"),
}
OPTIONAL = {"share": ("values",)}
YES: tuple[Scalar, ...] = (1, True)  # what a share without values counts
Clause = str | dict[str, Scalar | list[Scalar]]
Where = Clause | list[Clause] | None
Quantile = Annotated[float, Field(gt=0, lt=1)]
Quantiles = Annotated[list[Quantile], AsList]


def _readable(where: Any) -> Any:
    if where is not None:
        try:
            parse_condition(where)
        except RowFilterError as error:
            raise ValueError(str(error)) from None
    return where


class EstimateSpec(SpecPart):
    """One thing to estimate, for everyone or by domain.

    A share without `values` is that of 1 or true, in a column of 0 and 1 or of true and false.
    """

    id: str = Field(min_length=1)
    kind: Literal["mean", "total", "ratio", "share", "quantile"]
    variable: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    values: Scalars | None = Field(default=None, min_length=1)
    q: Quantiles | None = Field(default=None, min_length=1)
    by: Columns = Field(default_factory=list)
    where: Annotated[Where, AfterValidator(_readable)] = None

    @field_validator("by", mode="before")
    @classmethod
    def _none_is_everyone(cls, value: Any) -> Any:
        return [] if value is None else value

    @model_validator(mode="after")
    def _keys_fit_kind(self) -> EstimateSpec:
        needed = NEEDED[self.kind]
        missing = [key for key in needed if getattr(self, key) is None]
        optional = {key for keys in NEEDED.values() for key in keys} - set(needed)
        optional = (optional | {"values"}) - set(OPTIONAL.get(self.kind, ()))
        foreign = sorted(key for key in optional if getattr(self, key) is not None)
        if missing or foreign:
            faults = [f"缺 missing: {', '.join(missing)}"] if missing else []
            faults += [f"不用于 not for {self.kind}: {', '.join(foreign)}"] if foreign else []
            raise ValueError("; ".join(faults))
        taken = [column for column in self.by if column in OUTPUT_COLUMNS]
        if taken or len(set(self.by)) < len(self.by):
            raise ValueError(
                f"by 与输出列重名或重复 is an output column or twice: {', '.join(self.by)}"
            )
        return self

    @property
    def label(self) -> str:
        """What the output's `variable` says."""
        return self.variable or f"{self.numerator}/{self.denominator}"


class ContrastSpec(SpecPart):
    """First minus second domain of an estimate, each given by some of its `by` columns."""

    id: str = Field(min_length=1)
    of: str
    first: dict[str, Scalar] = Field(min_length=1)
    second: dict[str, Scalar] = Field(min_length=1)

    @model_validator(mode="after")
    def _same_columns(self) -> ContrastSpec:
        if set(self.first) != set(self.second):
            raise ValueError("first 与 second 的列须相同 must name the same columns")
        return self


class IndependenceSpec(SpecPart):
    """A Rao–Scott test of independence of two answers."""

    id: str = Field(min_length=1)
    rows: str
    columns: str
    where: Annotated[Where, AfterValidator(_readable)] = None


class SurveySpec(SpecPart):
    """A whole specification."""

    data: Columns = Field(min_length=1)
    design: DesignSpec
    estimates: list[EstimateSpec] = Field(min_length=1)
    contrasts: list[ContrastSpec] = Field(default_factory=list)
    tests: list[IndependenceSpec] = Field(default_factory=list)
    confidence: float = Field(default=0.95, gt=0, lt=1)
    suppress_below: int = Field(default=10, ge=0)
    deff: Literal["without_replacement", "with_replacement"] = "without_replacement"

    def label_columns(self) -> list[str]:
        """Columns whose values are labels: what they say counts, not their size."""
        design = self.design
        margins = design.calibration.margins if design.calibration else []
        named = [*design.strata, *design.clusters]
        named += [column for margin in margins for column in margin.columns]
        for estimate in self.estimates:
            named += estimate.by
            named += [estimate.variable] if estimate.kind == "share" and estimate.variable else []
        for test in self.tests:
            named += [test.rows, test.columns]
        return list(dict.fromkeys(named))

    def columns(self) -> list[str]:
        """Every column of the data that is looked at, each once."""
        design = self.design
        named = [design.weights] if design.weights else []
        named += [size for size in design.population_sizes if isinstance(size, str)]
        named += list(design.calibration.sums) if design.calibration else []
        named += design.replicates.columns if design.replicates else []
        for estimate in self.estimates:
            given = (estimate.variable, estimate.numerator, estimate.denominator)
            named += [column for column in given if column]
        wheres = [estimate.where for estimate in self.estimates]
        for where in [*wheres, *(test.where for test in self.tests)]:
            named += columns_of(parse_condition(where)) if where is not None else []
        return list(dict.fromkeys([*named, *self.label_columns()]))

    @model_validator(mode="after")
    def _ids_agree(self) -> SurveySpec:
        ids = [estimate.id for estimate in self.estimates]
        ids += [contrast.id for contrast in self.contrasts] + [test.id for test in self.tests]
        twice = sorted({found for found in ids if ids.count(found) > 1})
        faults = [f"id 重复 given twice: {', '.join(twice)}"] if twice else []
        known = {estimate.id: estimate for estimate in self.estimates}
        for contrast in self.contrasts:
            faults += list(_contrast_faults(contrast, known))
        if faults:
            raise ValueError("; ".join(faults))
        return self


def _contrast_faults(contrast: ContrastSpec, known: dict[str, EstimateSpec]) -> Iterator[str]:
    if contrast.of not in known:
        yield f"contrasts {contrast.id}: of {contrast.of}: {did_you_mean(contrast.of, known)}"
        return
    estimate = known[contrast.of]
    if estimate.kind == "quantile":
        yield f"contrasts {contrast.id}: 分位数没有差 no differences of quantiles"
    for column in sorted(set(contrast.first) - set(estimate.by)):
        yield f"contrasts {contrast.id}: {column}: {did_you_mean(column, estimate.by)}"
