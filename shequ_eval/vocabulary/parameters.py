"""Knows what one report's parameters may be; runs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails

from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.nearest import did_you_mean
from shequ_eval.vocabulary.periods import PeriodError, period_bounds
from shequ_eval.vocabulary.yaml_text import yaml_of

NotebookName = Annotated[str, Field(pattern=r"^\w[\w-]*$")]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]


class ParametersError(ValueError):
    """Parameters that cannot be used; one line a fault, all of them."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


class Override(BaseModel):
    """An evaluator's decision to compare what the gate refuses, with its reason and a name."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    indicator: str
    zones: list[str] = Field(min_length=2)
    reason: str = Field(min_length=10)
    by: str = Field(min_length=2)


class Cover(BaseModel):
    """Who answers for a report; what is empty is printed as still to be filled in."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    client: str = Field(default="", max_length=60)
    evaluator: str = Field(default="", max_length=60)
    lead_evaluator: str = Field(default="", max_length=30)
    report_date: str = ""

    @field_validator("report_date")
    @classmethod
    def _is_a_day_or_empty(cls, value: str) -> str:
        return value and _day(value)


class ReportParameters(BaseModel):
    """One report: which zones and indicators, on which basis, in which language, for whom.

    Every key is a variable of the notebooks' cell tagged `parameters`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    report_id: Slug
    title: str = Field(min_length=1)
    title_en: str = ""
    zones: list[str] = Field(min_length=1)
    indicators: str | list[str] = "all"
    periods: list[str] = Field(default_factory=list)
    denominator_basis: Literal["resident", "registered"] = "resident"
    language: Literal["zh", "en"] = "zh"
    publication: Literal["internal", "public"] = "internal"
    passages: bool = False
    style: Literal["official", "plain"] = "official"
    cover: Cover = Field(default_factory=Cover)
    overrides: list[Override] = Field(default_factory=list)
    as_of: str
    mid_term_day: str = ""
    compared_with: str = ""
    notebooks: list[NotebookName] = Field(
        default_factory=lambda: ["01_evidence", "zone_report"], min_length=1
    )

    @property
    def heading(self) -> str:
        """The title in the report's own language; an edition without one carries `title`."""
        return (self.title_en if self.language == "en" else "") or self.title

    @field_validator("zones", "notebooks", "periods")
    @classmethod
    def _no_duplicates(cls, values: list[str]) -> list[str]:
        twice = sorted({value for value in values if values.count(value) > 1})
        if twice:
            raise ValueError(f"重复 given twice: {', '.join(twice)}")
        return values

    @field_validator("periods")
    @classmethod
    def _periods_are_edtf(cls, values: list[str]) -> list[str]:
        for value in values:
            try:
                bounds = period_bounds(value)
            except PeriodError as error:
                raise ValueError(str(error)) from None
            if bounds is None or bounds[0] > bounds[1]:
                raise ValueError(f"{value!r} 应为 EDTF 期间 must be a period such as 2013/2017")
        return values

    @field_validator("as_of", "mid_term_day")
    @classmethod
    def _is_a_day(cls, value: str, info: ValidationInfo) -> str:
        if not value and info.field_name == "mid_term_day":
            return value
        return _day(value)

    @field_validator("compared_with")
    @classmethod
    def _is_a_place_beside_the_file(cls, value: str) -> str:
        # NOTE: the value is printed in the report and must hold on every machine.
        if value and (value != value.strip() or value[0] in "/~" or set(value) & set("\\:")):
            raise ValueError(
                f"{value!r} 应为相对于参数文件的路径，用 / 分隔 must be a path from the parameter "
                "file on, with /, such as ../published/zhenhai_2025"
            )
        return value

    @model_validator(mode="after")
    def _the_mid_term_comes_first(self) -> ReportParameters:
        if self.mid_term_day and self.mid_term_day >= self.as_of:
            raise ValueError(
                f"mid_term_day 为 {self.mid_term_day}，应早于 as_of {self.as_of} "
                "(the mid-term must lie before as_of)"
            )
        return self

    @model_validator(mode="after")
    def _passages_stay_internal(self) -> ReportParameters:
        if self.passages and self.publication == "public":
            raise ValueError(
                "passages: true 只可用于 publication: internal (source text is quoted)"
            )
        return self


def _day(value: str) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:
        raise ValueError(f"{value!r} 应为年-月-日 must be a day such as '2026-11-24'")
    return value


def parse_parameters(
    given: Mapping[str, Any], codebook: Codebook, where: str = "parameters"
) -> ReportParameters:
    """Validate parameters against the model and the codebook.

    Raises
    ------
    ParametersError
        Every fault, each with the place, what was found and the nearest valid name.
    """
    faults: list[str] = []
    parameters = None
    try:
        parameters = ReportParameters.model_validate(dict(given))
    except ValidationError as error:
        faults += [_sentence(where, detail) for detail in error.errors()]
    faults += _unknown_names(where, given, codebook)
    if faults or parameters is None:
        raise ParametersError(faults)
    return parameters


def read_parameters(path: Path, codebook: Codebook) -> ReportParameters:
    """Read one YAML file of parameters.

    Raises
    ------
    ParametersError
        The file is not UTF-8, not YAML, not a mapping, or a key or value is not valid.
    """
    try:
        given = yaml_of(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise ParametersError([f"{path.name}: 不是 UTF-8 not UTF-8; 请另存为 UTF-8"]) from None
    except yaml.YAMLError as error:
        raise ParametersError([f"{path.name}: {_yaml_fault(error)}"]) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise ParametersError([f"{path.name}: 读不到 cannot be read: {reason}"]) from None
    if not isinstance(given, dict):
        raise ParametersError([f"{path.name}: 应为“键: 值” must be a mapping of keys to values"])
    return parse_parameters(given, codebook, path.name)


def _yaml_fault(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    place = f"第{mark.line + 1}行第{mark.column + 1}列 line {mark.line + 1}: " if mark else ""
    return f"{place}YAML 语法错 not valid YAML: {getattr(error, 'problem', error)}"


def _sentence(where: str, detail: ErrorDetails) -> str:
    key = ".".join(str(part) for part in detail["loc"]) or "parameters"
    if detail["type"] == "extra_forbidden":
        hint = did_you_mean(key, ReportParameters.model_fields)
        return f"{where}: 键 key {key}: 未知 unknown; {hint}"
    if detail["type"] == "missing":
        return f"{where}: 键 key {key}: 缺 missing"
    found = "" if detail["type"] == "value_error" else f"found 为 {detail['input']!r}; "
    return f"{where}: 键 key {key}: {found}{detail['msg']}"


def _unknown_names(where: str, given: Mapping[str, Any], codebook: Codebook) -> list[str]:
    faults = _unknown(where, "zones", given.get("zones"), list(codebook.zones.index))
    faults += _unknown_in_overrides(where, given.get("overrides"), codebook)
    chosen = given.get("indicators")
    if isinstance(chosen, str):
        return faults + _unknown(where, "indicators", [chosen], ["all", *codebook.sets])
    return faults + _unknown(where, "indicators", chosen, list(codebook.indicators.index))


def _unknown_in_overrides(where: str, overrides: Any, codebook: Codebook) -> list[str]:
    faults: list[str] = []
    for place, override in enumerate(overrides if isinstance(overrides, list) else []):
        given = override if isinstance(override, dict) else {}
        key = f"overrides.{place}"
        ids = list(codebook.indicators.index)
        faults += _unknown(where, f"{key}.indicator", [given.get("indicator")], ids)
        faults += _unknown(where, f"{key}.zones", given.get("zones"), list(codebook.zones.index))
    return faults


def _unknown(where: str, key: str, values: Any, allowed: list[str] | tuple[str, ...]) -> list[str]:
    if not isinstance(values, list):
        return []
    return [
        f"{where}: 键 key {key}: found 为 {value!r}; {did_you_mean(str(value), allowed)}"
        for value in values
        if isinstance(value, str) and value not in allowed
    ]
