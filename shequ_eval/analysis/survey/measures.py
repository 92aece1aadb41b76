"""Knows what each row adds to the two sums of an estimate, and to which domain; sums nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from shequ_eval.analysis.survey.coding import Coded, FloatArray, coded, nested
from shequ_eval.vocabulary.row_filter import texts_of

Kind = Literal["mean", "total", "ratio", "share"]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Domains:
    """Where each row belongs (-1: nowhere) and the labels of each domain, in sorted order."""

    codes: NDArray[np.intp]
    labels: pd.DataFrame

    @property
    def size(self) -> int:
        """How many domains there are."""
        return len(self.labels)


@dataclass(frozen=True)
class Measure:
    """An estimate as two sums over the rows that answer: num, and den (None: 1 each).

    A mean, share or ratio is Σw·num / Σw·den; a total is Σw·num. `answers` is False where a row
    has no answer; `num` and `den` are 0 there.
    """

    kind: Kind
    num: FloatArray
    den: FloatArray | None
    answers: BoolArray


def label_text(label: Any) -> str:
    """A label as text; 1, 1.0 and "1" are one label.

    >>> label_text(1.0), label_text("01")
    ('1', '01')
    """
    if isinstance(label, datetime) and label.time() == time():
        return label.date().isoformat()
    if isinstance(label, (bool, np.bool_)):
        return str(label).lower()
    return f"{label:.15g}" if isinstance(label, float) else str(label)


def domains_of(columns: Sequence[pd.Series], inside: BoolArray) -> Domains:
    """The domains of the columns' values that occur among the rows `inside`.

    No column is one domain of all rows. A row with a missing label belongs to no domain.

    >>> found = domains_of([pd.Series(["b", "a", None], name="街道")], np.ones(3, bool))
    >>> found.codes.tolist(), found.labels["街道"].tolist()
    ([1, 0, -1], ['a', 'b'])
    """
    if not columns:
        codes = np.where(inside, 0, -1).astype(np.intp)
        return Domains(codes, pd.DataFrame(index=range(1)))
    crossed: Coded | None = None
    for column in columns:
        part = _coded_inside(column, inside)
        crossed = part if crossed is None else nested(crossed, part)
    assert crossed is not None
    if len(columns) == 1 and crossed.labels is not None:
        return Domains(crossed.codes, pd.DataFrame({str(columns[0].name): crossed.labels}))
    labels = {str(c.name): c.iloc[crossed.first].to_numpy() for c in columns}
    return Domains(crossed.codes, pd.DataFrame(labels))


def _coded_inside(column: pd.Series, inside: BoolArray) -> Coded:
    if inside.all():
        return coded(column)
    part = coded(column[inside])
    codes = np.full(len(column), -1, dtype=np.intp)
    codes[inside] = part.codes
    return Coded(codes, part.size, part.labels)


def mean_of(values: FloatArray) -> Measure:
    """The mean of a column; NaN is no answer."""
    return _measure("mean", values, None)


def total_of(values: FloatArray) -> Measure:
    """The total of a column; NaN is no answer and adds nothing."""
    return _measure("total", values, None)


def ratio_of(numerator: FloatArray, denominator: FloatArray) -> Measure:
    """The ratio of two columns' totals, over the rows that answer both."""
    return _measure("ratio", numerator, denominator)


def share_of(column: pd.Series, values: Sequence[Any]) -> Measure:
    """The share of rows whose answer is one of `values`, of those that answer.

    Numbers are compared as numbers ("4", 4 and 4.0 are one value), everything else as text.

    >>> share_of(pd.Series([5, 4, 3, None]), [4, 5]).num.tolist()
    [1.0, 1.0, 0.0, 0.0]
    """
    answers = column.notna().to_numpy()
    if pd.api.types.is_numeric_dtype(column):
        wanted = pd.to_numeric(pd.Series(list(values)), errors="coerce").dropna().astype(float)
        chosen = column.isin(wanted).to_numpy(dtype=bool)
    else:
        texts = [text for value in values for text in texts_of(value)]
        chosen = column.astype("string").isin(texts).to_numpy(bool)
    return Measure("share", (chosen & answers).astype(float), None, answers)


def _measure(kind: Kind, num: FloatArray, den: FloatArray | None) -> Measure:
    answers = ~np.isnan(num) if den is None else ~(np.isnan(num) | np.isnan(den))
    if answers.all():
        return Measure(kind, num, den, answers)
    kept = None if den is None else np.where(answers, den, 0.0)
    return Measure(kind, np.where(answers, num, 0.0), kept, answers)
