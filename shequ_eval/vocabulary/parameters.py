"""Knows what one report's parameters may be; runs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.key_faults import sentences_of
from shequ_eval.vocabulary.parameter_faults import (
    all_faults,
    day_words,
    is_day,
    joint_faults,
)
from shequ_eval.vocabulary.periods import PeriodError, period_bounds
from shequ_eval.vocabulary.told_faults import FaultsError
from shequ_eval.vocabulary.yaml_text import yaml_as_written

NotebookName = Annotated[str, Field(pattern=r"^\w[\w-]*$")]
SLUG = r"^[a-z][a-z0-9_-]*$"
Slug = Annotated[str, Field(pattern=SLUG, max_length=60)]
JOINT = ("as_of", "mid_term_day", "passages", "publication")


class ParametersError(FaultsError):
    """Parameters that cannot be used; one line a fault, all of them."""


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
        wrong = [value for value in values if not _is_period(value)]
        if wrong:
            raise ValueError(
                f"现为 found {', '.join(map(repr, wrong))}; "
                "应为 EDTF 期间 must be a period such as 2013/2017"
            )
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
    def _keys_fit_together(self) -> ReportParameters:
        faults = joint_faults(self.model_dump(include={*JOINT}))
        if faults:
            raise ValueError("\n".join(f"{fault.key}: {fault.words}" for fault in faults))
        return self


def _is_period(value: str) -> bool:
    try:
        bounds = period_bounds(value)
    except PeriodError:
        return False
    return bounds is not None and bounds[0] <= bounds[1]


def _day(value: str) -> str:
    if not is_day(value):
        raise ValueError(day_words(value))
    return value


def parse_parameters(
    given: Mapping[str, Any], codebook: Codebook, where: str = "parameters", text: str = ""
) -> ReportParameters:
    """Validate parameters against the model and the codebook.

    `where` names the file, and `text` is what it holds, so that a fault names its line.

    Raises
    ------
    ParametersError
        Every fault, each with the place, what was found and the nearest valid name.
    """
    faults = all_faults(given, ReportParameters, codebook)
    if faults:
        raise ParametersError(sentences_of(faults, where, text))
    return ReportParameters.model_validate(dict(given))


def read_parameters(path: Path, codebook: Codebook) -> ReportParameters:
    """Read one YAML file of parameters.

    Raises
    ------
    ParametersError
        The file is not UTF-8, not YAML, not a mapping, or a key or value is not valid.
    """
    given, text = read_given(path)
    return parse_parameters(given, codebook, path.name, text)


def read_given(path: Path) -> tuple[dict[str, Any], str]:
    """What a parameter file gives, valid or not, and its text.

    Raises
    ------
    ParametersError
        The file is not UTF-8, not YAML or not a mapping.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        given = yaml_as_written(text)
    except UnicodeDecodeError:
        raise ParametersError([f"{path.name}: 不是 UTF-8 not UTF-8; 请另存为 UTF-8"]) from None
    except yaml.YAMLError as error:
        raise ParametersError([f"{path.name}: {_yaml_fault(error)}"]) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise ParametersError([f"{path.name}: 读不到 cannot be read: {reason}"]) from None
    if not isinstance(given, dict):
        raise ParametersError([f"{path.name}: 应为“键: 值” must be a mapping of keys to values"])
    return given, text


def _yaml_fault(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    place = f"第{mark.line + 1}行第{mark.column + 1}列 line {mark.line + 1}: " if mark else ""
    return f"{place}YAML 语法错 not valid YAML: {getattr(error, 'problem', error)}"
