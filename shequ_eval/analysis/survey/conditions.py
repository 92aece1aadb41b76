"""Knows for which rows of a table a condition holds; a missing value makes no comparison true."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from shequ_eval.analysis.survey.measures import BoolArray
from shequ_eval.vocabulary.row_filter import Compared, Condition, Negated, Value, texts_of

ORDERS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


class ConditionError(ValueError):
    """A comparison that means nothing: an order between a number and a text."""


def rows_where(condition: Condition | None, data: pd.DataFrame) -> BoolArray:
    """True for each row of `data` for which the condition holds; all rows without a condition.

    `not` turns around what was found true, so that a row with a missing value holds under it.

    Raises
    ------
    ConditionError
        An order is asked between a number and a text.

    Examples
    --------
    >>> from shequ_eval.vocabulary.row_filter import parse_condition
    >>> people = pd.DataFrame({"age": [17, 40, None]})
    >>> rows_where(parse_condition("age >= 18"), people).tolist()
    [False, True, False]
    """
    if condition is None:
        return np.ones(len(data), dtype=bool)
    if isinstance(condition, Compared):
        return _compared(condition, data[condition.column])
    if isinstance(condition, Negated):
        return ~rows_where(condition.part, data)
    parts = [rows_where(part, data) for part in condition.parts]
    joined = np.logical_and if condition.how == "and" else np.logical_or
    found: BoolArray = joined.reduce(parts)
    return found


def _compared(condition: Compared, column: pd.Series) -> BoolArray:
    numeric = pd.api.types.is_numeric_dtype(column)
    values = [like for value in condition.values for like in _like(value, numeric, condition)]
    series = column if numeric else column.astype("string")
    present = column.notna().to_numpy()
    if condition.operator in {"==", "in", "!=", "not in"}:
        equal = series.isin(values).to_numpy(dtype=bool)
        return (equal if condition.operator in {"==", "in"} else ~equal) & present
    ordered = ORDERS[condition.operator](series, values[0])
    return np.asarray(ordered.fillna(False), dtype=bool) & present


def _like(value: Value, numeric: bool, condition: Compared) -> Sequence[float | str]:
    ordering = condition.operator in ORDERS
    if not numeric:
        if ordering and not isinstance(value, str):
            raise ConditionError(
                f"where: {condition.column}: 列是文字，不能与数字比大小 "
                "the column holds text and has no order with a number"
            )
        return texts_of(value)
    try:
        return [float(value)]
    except ValueError:
        if ordering:
            raise ConditionError(
                f"where: {condition.column}: found 为 {value!r}; 应为数字 must be a number"
            ) from None
        return []  # no number is equal to a text
