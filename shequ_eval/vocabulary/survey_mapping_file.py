"""Knows how a survey's mapping is read from its file or from keys; reads no answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shequ_eval.vocabulary.survey_mapping import MappingSpec
from shequ_eval.vocabulary.survey_yaml import as_model, read_survey_yaml


def read_survey_mapping(path: Path) -> MappingSpec:
    """Read one YAML file that says what the columns of a survey's answers mean.

    Raises
    ------
    SurveySpecError
        Every fault: not UTF-8, not YAML, a key that is not known (with the nearest one that is),
        a value that does not fit.
    """
    given, text = read_survey_yaml(path)
    return as_model(given, MappingSpec, path.name, text)


def parse_survey_mapping(given: Any, file: str = "mapping") -> MappingSpec:
    """The mapping that these keys and values describe.

    Raises
    ------
    SurveySpecError
        See `read_survey_mapping`.
    """
    return as_model(given, MappingSpec, file)
