"""Knows how what a pydantic model refuses is said in Chinese and English; refuses nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from shequ_eval.vocabulary.nearest import did_you_mean, nearest_name

SHOWN = 80
_QUOTED = re.compile(r"'([^']*)'")
# By pydantic's name of the fault; in braces what pydantic tells of the bound.
WORDS = {
    "string_type": "应为文字 must be text (a string)",
    "string_too_short": "应至少 {min_length} 个字 must have at least {min_length} characters",
    "string_too_long": "应至多 {max_length} 个字 must have at most {max_length} characters",
    "string_pattern_mismatch": "只用字母、数字、_、- letters, digits, _ and - only: {pattern}",
    "list_type": "应为列表 must be a list such as [a, b]",
    "too_short": "应至少 {min_length} 项 must have at least {min_length} items",
    "bool_type": "应为 true 或 false must be true or false",
    "bool_parsing": "应为 true 或 false must be true or false",
    "int_type": "应为整数 must be a valid number without decimals",
    "int_parsing": "应为整数 must be a valid number without decimals",
    "int_from_float": "应为整数 must be a valid number without decimals",
    "float_type": "应为数 must be a valid number",
    "float_parsing": "应为数 must be a valid number",
    "finite_number": "应为有限的数 must be a finite number",
    "greater_than_equal": "应不小于 {ge:g} must be greater than or equal to {ge:g}",
    "greater_than": "应大于 {gt:g} must be greater than {gt:g}",
    "less_than_equal": "应不大于 {le:g} must be less than or equal to {le:g}",
    "less_than": "应小于 {lt:g} must be less than {lt:g}",
    "model_type": "应为“键: 值” must be a mapping of keys to values",
    "dict_type": "应为“键: 值” must be a mapping of keys to values",
}
DAY = "应为年-月-日 must be a day such as '2026-11-24'"


def refused_words(detail: ErrorDetails) -> str:
    """What is allowed where a model refuses a value, with the nearest where there are names.

    >>> from typing import Annotated, Literal
    >>> from pydantic import Field, ValidationError
    >>> class Paper(BaseModel, strict=True):
    ...     language: Literal["zh", "en"]
    ...     share: Annotated[float, Field(le=1)]
    >>> try:
    ...     Paper(language="cn", share=2.0)
    ... except ValidationError as error:
    ...     for detail in error.errors():
    ...         print(refused_words(detail))
    是否指 en? did you mean en?；应为 one of: en, zh
    应不大于 1 must be less than or equal to 1
    """
    kind, given, bounds = detail["type"], detail["input"], detail.get("ctx", {})
    if kind in {"value_error", "assertion_error"}:
        return str(bounds.get("error", detail["msg"]))
    if kind == "literal_error":
        return did_you_mean(str(given), _QUOTED.findall(str(bounds["expected"])))
    if kind == "string_type" and isinstance(given, date | int | float):
        return f"应为文字，请加引号 must be text, in quotes: {shown_value(given)!r}"
    if kind.startswith("date_"):
        return DAY
    if kind in WORDS:
        return WORDS[kind].format(**bounds)
    return f"应为 must be: {detail['msg']}"


def shown_value(value: Any) -> str:
    """A value of a YAML file as it is written there, at most 80 characters of it.

    >>> shown_value(date(2026, 11, 24)), shown_value(True), shown_value(None), shown_value("x")
    ('2026-11-24', 'true', 'null', 'x')
    """
    if isinstance(value, bool):
        return str(value).lower()
    return ("null" if value is None else str(value))[:SHOWN]


def keys_at(model: type[BaseModel], place: Sequence[str | int]) -> list[str]:
    """The keys that are allowed beside the last one of a place in a model.

    >>> from pydantic import create_model
    >>> Cover = create_model("Cover", client=(str, ""))
    >>> Report = create_model("Report", covers=(list[Cover] | None, []))
    >>> keys_at(Report, ["covers", 0, "clinet"]), keys_at(Report, ["cover"])
    (['client'], ['covers'])
    """
    for part in place[:-1]:
        if isinstance(part, str) and part in model.model_fields:
            model = _model_in(model.model_fields[part].annotation) or model
    return list(model.model_fields)


def unknown_key_words(place: Sequence[str | int], allowed: Sequence[str]) -> str:
    """That a key is not known, the nearest one and all that are allowed, each with its path.

    >>> unknown_key_words(["cover", "clinet"], ["client", "evaluator"])
    '未知 unknown; 是否指 cover.client? did you mean cover.client?；可用 allowed: client, evaluator'
    """
    *above, last = (str(part) for part in place)
    near = nearest_name(last, allowed)
    path = ".".join([*above, near or ""])
    hint = f"是否指 {path}? did you mean {path}?；" if near else ""
    return f"未知 unknown; {hint}可用 allowed: {', '.join(allowed)}"


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The first model that an annotation names, within lists, mappings and unions too."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(part) for part in get_args(annotation))
    return next((model for model in found if model is not None), None)
