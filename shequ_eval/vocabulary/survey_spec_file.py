"""Knows how a specification of survey estimates is read from its file; estimates nothing."""

from __future__ import annotations

from pathlib import Path

from shequ_eval.vocabulary.survey_spec import SurveySpec
from shequ_eval.vocabulary.survey_yaml import as_model, read_survey_yaml


def read_survey_spec(path: Path) -> SurveySpec:
    """Read one YAML file that asks for survey estimates.

    Raises
    ------
    SurveySpecError
        Every fault: not UTF-8, not YAML, a key that is not known (with the nearest one that is),
        a value that does not fit.
    """
    given, text = read_survey_yaml(path)
    return as_model(given, SurveySpec, path.name, text)
