"""Knows how a file may say that a sample was drawn and weighted; draws and weights none."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

Scalar = str | int | float | bool


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) or value is None else [value]


AsList = BeforeValidator(_as_list)
Columns = Annotated[list[str], AsList]
Scalars = Annotated[list[Scalar], AsList]


class SpecPart(BaseModel):
    """A part of a specification: no key that is not known, and nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class MarginSpec(SpecPart):
    """Known sizes of groups: a mapping of labels, or a CSV with the columns and `total`."""

    columns: Columns = Field(min_length=1)
    totals: dict[Scalar, float] | str

    @model_validator(mode="after")
    def _mapping_is_for_one_column(self) -> MarginSpec:
        if isinstance(self.totals, dict) and len(self.columns) > 1:
            raise ValueError(
                "几列交叉的总数请写在 CSV 里 totals of crossed columns need a CSV file"
            )
        return self


class CalibrationSpec(SpecPart):
    """How weights are calibrated to known totals."""

    method: Literal["poststratify", "rake", "linear", "logit", "truncated"]
    margins: list[MarginSpec] = Field(default_factory=list)
    sums: dict[str, float] = Field(default_factory=dict)
    population: float | None = Field(default=None, gt=0)
    bounds: tuple[float, float] | None = None

    @model_validator(mode="after")
    def _fits_method(self) -> CalibrationSpec:
        if not self.margins and not self.sums and self.population is None:
            raise ValueError(
                "至少给 margins、sums、population 之一 give margins, sums or population"
            )
        if self.method == "poststratify" and (len(self.margins) != 1 or self.sums):
            raise ValueError(
                "poststratify 恰用一个 margins，不用 sums takes one margin and no sums"
            )
        bounded = self.method in {"logit", "truncated"}
        if bounded != (self.bounds is not None):
            raise ValueError("bounds 恰用于 logit、truncated goes with logit and truncated")
        if self.bounds and not self.bounds[0] < 1 < self.bounds[1]:
            raise ValueError("bounds 须一小于 1、一大于 1 must lie on both sides of 1")
        return self


class ReplicateSpec(SpecPart):
    """Replicate weights: `columns` names those in the data; without it they are made."""

    method: Literal["JK1", "JKn", "BRR", "Fay", "bootstrap", "other"]
    columns: Columns = Field(default_factory=list)
    combined: bool = True
    mse: bool = False
    fay: float = Field(default=0.3, ge=0, lt=1)
    replicates: int = Field(default=500, ge=2, le=20000)
    seed: int = Field(default=0, ge=0)
    scale: float | None = Field(default=None, gt=0)
    coefficients: list[float] | None = None

    @model_validator(mode="after")
    def _fits_method(self) -> ReplicateSpec:
        if self.method == "other" and not self.columns:
            raise ValueError("other 须有 columns needs columns")
        if self.coefficients is not None and len(self.coefficients) != len(self.columns):
            raise ValueError("coefficients 与 columns 须一样多 must be as many as columns")
        return self


class DesignSpec(SpecPart):
    """How the sample was drawn, as names of columns.

    `strata` has a column for each stage; with one stage, several columns are crossed.
    """

    weights: str | None = None
    strata: Columns = Field(default_factory=list)
    clusters: Columns = Field(default_factory=list)
    population_sizes: Annotated[list[str | float], BeforeValidator(_as_list)] = Field(
        default_factory=list
    )
    lonely_psu: Literal["error", "certainty", "average", "centre"] = "error"
    nested: bool = False
    calibration: CalibrationSpec | None = None
    replicates: ReplicateSpec | None = None

    @field_validator("strata", "clusters", "population_sizes", mode="before")
    @classmethod
    def _none_is_no_column(cls, value: Any) -> Any:
        return [] if value is None else value

    def strata_by_stage(self, stages: int) -> list[list[str]]:
        """The columns that are crossed to the strata of each of the first stages."""
        if len(self.strata) > max(len(self.clusters), 1):
            return [self.strata]
        return [[column] for column in self.strata[:stages]]

    @model_validator(mode="after")
    def _stages_agree(self) -> DesignSpec:
        stages = max(len(self.clusters), 1)
        for key in ("strata", "population_sizes"):
            if len(getattr(self, key)) > stages and not (key == "strata" and stages == 1):
                raise ValueError(f"{key} 多于抽样级数 more than the stages of clusters: {stages}")
        if len(set(self.strata)) < len(self.strata):
            raise ValueError(f"strata 有重复的列 names a column twice: {', '.join(self.strata)}")
        if self.weights is None and len(self.population_sizes) < stages:
            raise ValueError("缺 weights missing, or population_sizes of every stage")
        return self
