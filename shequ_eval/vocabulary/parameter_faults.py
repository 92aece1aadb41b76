"""Knows every fault of a report's parameters and where it stands; reads no file, mends nothing."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.model_words import (
    DAY,
    keys_at,
    refused_words,
    shown_value,
    unknown_key_words,
)
from shequ_eval.vocabulary.nearest import did_you_mean
from shequ_eval.vocabulary.yaml_text import line_of

_LIKE_A_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


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
        return f"{place}: 键 key {self.key}: {self.words}"


def all_faults(
    given: Mapping[str, Any], model: type[BaseModel], codebook: Codebook
) -> list[KeyFault]:
    """What the model refuses, what two keys cannot say together, and names nobody knows."""
    faults: list[KeyFault] = []
    try:
        model.model_validate(dict(given))
    except ValidationError as error:
        # NOTE: what two keys say together the model looks at only where each alone is valid.
        faults += [_fault_of(detail, model) for detail in error.errors() if detail["loc"]]
    return [*faults, *joint_faults(given), *_unknown_names(given, codebook)]


def sentences_of(faults: Iterable[KeyFault], where: str, text: str) -> list[str]:
    r"""The faults, one line each, as they follow each other in the file.

    >>> faults = [KeyFault("title", "缺 missing"), KeyFault("zones", "…"), KeyFault("as_of", "…")]
    >>> sentences_of(faults, "mine.yaml", "as_of: x\nzones: y")[1:]
    ['mine.yaml:1: 键 key as_of: …', 'mine.yaml:2: 键 key zones: …']
    """
    ordered = sorted(faults, key=lambda fault: line_of(text, fault.key) or 0)
    return [fault.sentence(where, text) for fault in ordered]


def joint_faults(given: Mapping[str, Any]) -> list[KeyFault]:
    """What two keys cannot say together, each valid alone.

    >>> [fault.key for fault in joint_faults({"mid_term_day": "2027-01-01", "as_of": "2026-11-24"})]
    ['mid_term_day']
    """
    faults = []
    as_of, mid_term = given.get("as_of"), given.get("mid_term_day")
    if is_day(as_of) and is_day(mid_term) and str(mid_term) >= str(as_of):
        words = f"现为 found {mid_term!r}; 应早于 as_of {as_of} the mid-term must lie before as_of"
        faults.append(KeyFault("mid_term_day", words))
    if given.get("passages") is True and given.get("publication") == "public":
        words = "true 只可用于 publication: internal (source text is quoted: internal only)"
        faults.append(KeyFault("passages", words))
    return faults


def is_day(value: object) -> bool:
    """Whether a value is a day as text, year-month-day.

    >>> is_day("2026-11-24"), is_day("20261124"), is_day("2026-02-30"), is_day(date(2026, 11, 24))
    (True, False, False, False)
    """
    if not isinstance(value, str) or not _LIKE_A_DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def day_words(value: str) -> str:
    """What is allowed in the place of a day that is none, with the nearest where there is one.

    >>> day_words("2026-02-30")
    "应为年-月-日 must be a day such as '2026-11-24'；是否指 2026-02-28? did you mean 2026-02-28?"
    """
    parts = _LIKE_A_DAY.fullmatch(value)
    year, month, day = (int(part) for part in parts.groups()) if parts else (0, 0, 0)
    if not (year and 1 <= month <= 12 and day):
        return DAY
    near = date(year, month, min(day, monthrange(year, month)[1]))
    return f"{DAY}；是否指 {near}? did you mean {near}?"


def _fault_of(detail: ErrorDetails, model: type[BaseModel]) -> KeyFault:
    key = ".".join(str(part) for part in detail["loc"])
    if detail["type"] == "extra_forbidden":
        return KeyFault(key, unknown_key_words(detail["loc"], keys_at(model, detail["loc"])))
    if detail["type"] == "missing":
        return KeyFault(key, "缺 missing")
    given = detail["input"]
    words = [] if isinstance(given, list | dict) else [f"现为 found {shown_value(given)!r}"]
    return KeyFault(key, "; ".join([*words, refused_words(detail)]))


def _unknown_names(given: Mapping[str, Any], codebook: Codebook) -> Iterator[KeyFault]:
    zones, ids = list(codebook.zones.index), list(codebook.indicators.index)
    yield from _unknown("zones", given.get("zones"), zones)
    overrides = given.get("overrides")
    for place, override in enumerate(overrides if isinstance(overrides, list) else []):
        asked = override if isinstance(override, dict) else {}
        yield from _unknown(f"overrides.{place}.indicator", [asked.get("indicator")], ids)
        yield from _unknown(f"overrides.{place}.zones", asked.get("zones"), zones)
    chosen = given.get("indicators")
    if isinstance(chosen, str):
        yield from _unknown("indicators", [chosen], ["all", *codebook.sets])
    else:
        yield from _unknown("indicators", chosen, ids)


def _unknown(key: str, values: Any, allowed: list[str]) -> Iterator[KeyFault]:
    for value in values if isinstance(values, list) else []:
        if isinstance(value, str) and value not in allowed:
            yield KeyFault(key, f"现为 found {value!r}; {did_you_mean(value, allowed)}")
