"""Knows what is wrong at a key of a YAML file and in which line it stands; reads no file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from shequ_eval.vocabulary.model_words import (
    keys_at,
    refused_words,
    shown_value,
    unknown_key_words,
)
from shequ_eval.vocabulary.yaml_text import line_of


class KeyFault(NamedTuple):
    """What is wrong at one key, such as `cover.client`."""

    key: str
    words: str

    def sentence(self, where: str, text: str = "") -> str:
        r"""The fault in one line: file and line where `text` is the file's, key, words.

        >>> fault = KeyFault("cover.clinet", "未知 unknown")
        >>> fault.sentence("mine.yaml", "title: x\ncover:\n  clinet: y")
        'mine.yaml:3: 键 key cover.clinet: 未知 unknown'
        >>> fault.sentence("parameters")
        'parameters: 键 key cover.clinet: 未知 unknown'
        """
        line = line_of(text, self.key) if text else None
        place = where if line is None else f"{where}:{line}"
        return f"{place}: 键 key {self.key or '-'}: {self.words}"


def model_faults(given: Any, model: type[BaseModel]) -> list[KeyFault]:
    """Everything that a model refuses in what a file holds; what concerns no one key has key "".

    >>> from pydantic import create_model
    >>> Cover = create_model("Cover", client=(str, ...), pages=(int, 1))
    >>> for fault in model_faults({"pages": "many"}, Cover):
    ...     print(fault.sentence("mine.yaml"))
    mine.yaml: 键 key client: 缺 missing
    mine.yaml: 键 key pages: 现为 found 'many'; 应为整数 must be a valid number without decimals
    """
    try:
        model.model_validate(given)
    except ValidationError as error:
        return [_fault_of(detail, model) for detail in error.errors()]
    return []


def sentences_of(faults: Iterable[KeyFault], where: str, text: str) -> list[str]:
    r"""The faults, one line each, as they follow each other in the file.

    >>> faults = [KeyFault("title", "缺 missing"), KeyFault("zones", "…"), KeyFault("as_of", "…")]
    >>> sentences_of(faults, "mine.yaml", "as_of: x\nzones: y")[1:]
    ['mine.yaml:1: 键 key as_of: …', 'mine.yaml:2: 键 key zones: …']
    """
    ordered = sorted(faults, key=lambda fault: line_of(text, fault.key) or 0)
    return [fault.sentence(where, text) for fault in ordered]


def _fault_of(detail: ErrorDetails, model: type[BaseModel]) -> KeyFault:
    key = ".".join(str(part) for part in detail["loc"])
    if detail["type"] == "extra_forbidden":
        return KeyFault(key, unknown_key_words(detail["loc"], keys_at(model, detail["loc"])))
    if detail["type"] == "missing":
        return KeyFault(key, "缺 missing")
    given = detail["input"]
    words = [] if isinstance(given, list | dict) else [f"现为 found {shown_value(given)!r}"]
    return KeyFault(key, "; ".join([*words, refused_words(detail)]))
