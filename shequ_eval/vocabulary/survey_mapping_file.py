"""Knows how a survey's mapping is read, and how its faults are told; reads no answer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from shequ_eval.vocabulary.nearest import did_you_mean
from shequ_eval.vocabulary.survey_mapping import MappingSpec
from shequ_eval.vocabulary.survey_yaml import SurveySpecError, read_survey_yaml


def read_survey_mapping(path: Path) -> MappingSpec:
    """Read one YAML file that says what the columns of a survey's answers mean.

    Raises
    ------
    SurveySpecError
        Every fault: not UTF-8, not YAML, a key that is not known (with the nearest one that is),
        a value that does not fit.
    """
    given = read_survey_yaml(path)
    return parse_survey_mapping(given, path.name)


def parse_survey_mapping(given: Any, file: str = "mapping") -> MappingSpec:
    """The mapping that these keys and values describe.

    Raises
    ------
    SurveySpecError
        See `read_survey_mapping`.
    """
    if not isinstance(given, Mapping):
        raise SurveySpecError([f"{file}: 应为“键: 值” must be a mapping of keys to values"])
    try:
        return MappingSpec.model_validate(given)
    except ValidationError as error:
        raise SurveySpecError([_sentence(file, detail) for detail in error.errors()]) from None


def _sentence(where: str, detail: ErrorDetails) -> str:
    key = ".".join(str(part) for part in detail["loc"]) or "-"
    if detail["type"] == "extra_forbidden":
        beside = _fields_at(detail["loc"][:-1])
        hint = did_you_mean(str(detail["loc"][-1]), beside)
        return f"{where}: 键 key {key}: 未知 unknown; {hint}"
    if detail["type"] == "missing":
        return f"{where}: 键 key {key}: 缺 missing"
    found = "" if detail["type"] == "value_error" else f"found 为 {str(detail['input'])[:80]!r}; "
    return f"{where}: 键 key {key}: {found}{detail['msg'].removeprefix('Value error, ')}"


def _fields_at(place: tuple[str | int, ...]) -> list[str]:
    """The keys that are allowed at a place of the mapping."""
    model: type[BaseModel] = MappingSpec
    for part in place:
        field = model.model_fields.get(str(part))
        inner = _model_in(field.annotation) if field else None
        model = inner or model
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(part) for part in get_args(annotation))
    return next((model for model in found if model is not None), None)
