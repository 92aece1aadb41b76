"""Knows how a specification of survey estimates is read, and how its faults are told."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from shequ_eval.vocabulary import survey_design_spec, survey_spec
from shequ_eval.vocabulary.nearest import did_you_mean
from shequ_eval.vocabulary.survey_spec import SurveySpec
from shequ_eval.vocabulary.survey_yaml import SurveySpecError, read_survey_yaml

MODELS: dict[str, type[BaseModel]] = {
    "design": survey_design_spec.DesignSpec,
    "estimates": survey_spec.EstimateSpec,
    "contrasts": survey_spec.ContrastSpec,
    "tests": survey_spec.IndependenceSpec,
    "calibration": survey_design_spec.CalibrationSpec,
    "replicates": survey_design_spec.ReplicateSpec,
    "margins": survey_design_spec.MarginSpec,
}


def read_survey_spec(path: Path) -> SurveySpec:
    """Read one YAML file that asks for survey estimates.

    Raises
    ------
    SurveySpecError
        Every fault: not UTF-8, not YAML, a key that is not known (with the nearest one that is),
        a value that does not fit.
    """
    given = read_survey_yaml(path)
    if not isinstance(given, dict):
        raise SurveySpecError([f"{path.name}: 应为“键: 值” must be a mapping of keys to values"])
    try:
        return SurveySpec.model_validate(given)
    except ValidationError as error:
        raise SurveySpecError([_sentence(path.name, d) for d in error.errors()]) from None


def _sentence(where: str, detail: ErrorDetails) -> str:
    key = ".".join(str(part) for part in detail["loc"]) or "-"
    if detail["type"] == "extra_forbidden":
        allowed = _allowed_beside(detail["loc"])
        return (
            f"{where}: 键 key {key}: 未知 unknown; {did_you_mean(str(detail['loc'][-1]), allowed)}"
        )
    if detail["type"] == "missing":
        return f"{where}: 键 key {key}: 缺 missing"
    found = "" if detail["type"] == "value_error" else f"found 为 {detail['input']!r}; "
    return f"{where}: 键 key {key}: {found}{detail['msg'].removeprefix('Value error, ')}"


def _allowed_beside(place: tuple[str | int, ...]) -> list[str]:
    """The keys that the model has in which an unknown key stands."""
    names = [str(part) for part in place[:-1] if str(part) in MODELS]
    return list((MODELS[names[-1]] if names else SurveySpec).model_fields)
