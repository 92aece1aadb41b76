"""Knows how the YAML files of surveys are read as plain words; knows none of their keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel

from shequ_eval.vocabulary.key_faults import model_faults, sentences_of

Model = TypeVar("Model", bound=BaseModel)


class SurveySpecError(ValueError):
    """A specification that cannot be used; one line a fault, all of them."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


class _PlainWords(yaml.SafeLoader):
    """YAML in which a code is what is written, as in YAML 1.2.

    Yes, No, On and Off are answers; 18_34, 0101 and 8:30 are text, where YAML 1.1 has 1834, 65
    and 510. true and false, 18, -1 and 2.5 stay what they are.
    """


BOOL, INT, FLOAT = (f"tag:yaml.org,2002:{name}" for name in ("bool", "int", "float"))
NUMBERS = {
    INT: re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"),
    FLOAT: re.compile(
        r"^(?:[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+][0-9]+)?"
        r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$"
    ),
}
_PlainWords.yaml_implicit_resolvers = {
    first: [(tag, NUMBERS.get(tag, pattern)) for tag, pattern in resolvers if tag != BOOL]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_PlainWords.add_implicit_resolver(
    BOOL, re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


def read_survey_yaml(path: Path) -> tuple[Any, str]:
    """What one YAML file holds, and its text.

    Raises
    ------
    SurveySpecError
        The file cannot be read, is not UTF-8 or not YAML.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        return yaml.load(text, Loader=_PlainWords), text
    except UnicodeDecodeError:
        raise SurveySpecError([f"{path.name}: 不是 UTF-8 not UTF-8; 请另存为 UTF-8"]) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise SurveySpecError([f"{path.name}: 读不到 cannot be read: {reason}"]) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"第{mark.line + 1}行 line {mark.line + 1}: " if mark else ""
        problem = getattr(error, "problem", None) or type(error).__name__
        raise SurveySpecError([f"{path.name}: {place}YAML 语法错 not YAML: {problem}"]) from None


def as_model(given: Any, model: type[Model], file: str, text: str = "") -> Model:
    """What a file holds as its model has it; `text` is the file's, for the lines of faults.

    Raises
    ------
    SurveySpecError
        Every fault: an unknown key with the nearest one that is known, a key that lacks, a value
        that does not fit and what is allowed.

    Examples
    --------
    >>> from pydantic import create_model
    >>> as_model([], create_model("Cover", client=(str, "")), "mine.yaml")
    Traceback (most recent call last):
    shequ_eval.vocabulary.survey_yaml.SurveySpecError: mine.yaml: 应为“键: 值” must be a mapping...
    """
    if not isinstance(given, Mapping):
        raise SurveySpecError([f"{file}: 应为“键: 值” must be a mapping of keys to values"])
    faults = model_faults(given, model)
    if faults:
        raise SurveySpecError(sentences_of(faults, file, text))
    return model.model_validate(given)
