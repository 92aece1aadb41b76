"""Knows how answers become the columns of a model; chooses no reference by their effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from shequ_eval.analysis.numeric_columns import numeric_columns
from shequ_eval.analysis.refusals import require


@dataclass(frozen=True)
class Predictors:
    """Columns of a model, one row an answer sheet; a gap is NaN in every column it touches.

    `factor` says from which category question a column comes, "" for a number.
    """

    matrix: pd.DataFrame
    factor: Mapping[str, str]

    @property
    def complete(self) -> np.ndarray:
        """Which rows have no gap."""
        return self.matrix.notna().all(axis=1).to_numpy()


def predictors(
    data: pd.DataFrame, numbers: Sequence[str] = (), categories: Mapping[str, Sequence[object]] = {}
) -> Predictors:
    """Numbers as they are, categories as 0/1 columns named question=answer.

    `categories` gives every question's answers in order; the first is the reference and has no
    column.

    Raises
    ------
    RefusedMethodError
        A column is given twice, an answer is not among those listed, or one listed occurs nowhere.

    Examples
    --------
    >>> sheet = pd.DataFrame({"age": [30, 60], "tenure": ["own", "rent"]})
    >>> predictors(sheet, ["age"], {"tenure": ["own", "rent"]}).matrix.values.tolist()
    [[30.0, 0.0], [60.0, 1.0]]
    """
    given_numbers = numeric_columns(data[list(numbers)])
    columns = {name: given_numbers[name].to_numpy() for name in numbers}
    factor = dict.fromkeys(columns, "")
    for question, answers in categories.items():
        given = data[question]
        _require_answers(question, given, answers)
        for answer in answers[1:]:
            column = f"{question}={answer}"
            columns[column] = np.where(given.isna(), np.nan, (given == answer).astype(float))
            factor[column] = question
    require(
        len(columns) == len(numbers) + sum(len(answers) - 1 for answers in categories.values()),
        "columns_once",
        f"有自变量重复：{list(numbers)}、{list(categories)}。",
        f"A predictor is given twice: {list(numbers)}, {list(categories)}.",
    )
    return Predictors(pd.DataFrame(columns, index=data.index), factor)


def _require_answers(question: str, given: pd.Series, answers: Sequence[object]) -> None:
    found = set(given.dropna().unique())
    odd = sorted(map(str, found.symmetric_difference(answers)))
    require(
        not odd,
        "answers_listed",
        f"题目 {question} 的选项与数据不符：{'、'.join(odd)}（未列出，或列出而无人选）。",
        f"The answers of {question} do not match the data: {', '.join(odd)} (not listed, or "
        "listed and never given).",
    )
