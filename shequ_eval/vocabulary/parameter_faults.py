"""Knows every fault of a report's parameters and where it stands; reads no file, mends nothing."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel

from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.key_faults import KeyFault, model_faults
from shequ_eval.vocabulary.model_words import DAY
from shequ_eval.vocabulary.nearest import did_you_mean

_LIKE_A_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def all_faults(
    given: Mapping[str, Any], model: type[BaseModel], codebook: Codebook
) -> list[KeyFault]:
    """What the model refuses, what two keys cannot say together, and names nobody knows."""
    # NOTE: what two keys say together the model looks at only where each alone is valid.
    faults = [fault for fault in model_faults(dict(given), model) if fault.key]
    return [*faults, *joint_faults(given), *_unknown_names(given, codebook)]


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
