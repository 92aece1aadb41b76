"""Knows weighted means of many items at once and each row's influence on them; tests nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from shequ_eval.analysis.numeric_columns import numeric_columns
from shequ_eval.analysis.refusals import require
from shequ_eval.analysis.survey.design import SurveyDesign

Array = np.ndarray
LEAST_ANSWERS = 10  # NOTE: the suite's own rule, the same as its smallest cell that may be shown


@dataclass(frozen=True)
class ItemMeans:
    """Means (k,) of items, their influences (rows, k), answers and degrees of freedom of each."""

    items: tuple[str, ...]
    means: Array
    influence: Array
    n: Array
    df: Array
    design: SurveyDesign

    def combined(self, weights: Array) -> tuple[Array, Array, Array]:
        """Linear combinations of the means: estimates, errors, degrees (the least that counts).

        `weights` is (k, combinations).
        """
        errors = np.sqrt(np.diag(self.design.score_variance(self.influence @ weights)))
        counted = np.where(weights != 0, self.df[:, None].astype(float), np.inf)
        return self.means @ weights, errors, counted.min(axis=0)


def item_means(
    answers: pd.DataFrame, design: SurveyDesign, where: Array | None = None
) -> ItemMeans:
    """The weighted mean of each item over the rows that answered it, within `where`.

    `answers` has a row a row of the design; a gap is NaN.

    Raises
    ------
    RefusedMethodError
        Rows and design differ, or an item has fewer than ten answers.

    Examples
    --------
    >>> from shequ_eval.analysis.survey.build_design import survey_design
    >>> told = item_means(pd.DataFrame({"a": [1.0, 3.0] * 5}), survey_design([1, 3] * 5))
    >>> told.means.tolist()
    [2.5]
    """
    require(
        len(answers) == design.rows,
        "same_rows",
        f"回答 {len(answers)} 行、设计 {design.rows} 行，须相同。",
        f"Answers {len(answers)}, design {design.rows} rows: they must be the same.",
    )
    values = numeric_columns(answers).to_numpy()
    given = ~np.isnan(values) & (design.weights > 0)[:, None]
    if where is not None:
        given &= where[:, None]
    n = given.sum(axis=0)
    thin = [
        f"{name} ({count})" for name, count in zip(answers, n, strict=True) if count < LEAST_ANSWERS
    ]
    require(
        not thin,
        "least_answers",
        f"回答不足 {LEAST_ANSWERS} 份的题项：{'、'.join(thin)}。",
        f"Items with fewer than {LEAST_ANSWERS} answers: {', '.join(thin)}.",
    )
    filled = np.where(given, values, 0.0)
    totals = design.weights @ given
    means = design.weights @ filled / totals
    degrees = [design.degrees_of_freedom(column) for column in given.T]
    return ItemMeans(
        items=tuple(map(str, answers.columns)),
        means=means,
        influence=np.where(given, (filled - means) / totals, 0.0),
        n=n,
        df=np.array(degrees),
        design=design,
    )


def spans(means: Array, errors: Array, df: Array, level: float) -> tuple[Array, Array]:
    """Lower and upper ends of t intervals; infinite where no degree of freedom is left."""
    t = np.array([stats.t.ppf((1 + level) / 2, d) if d >= 1 else np.inf for d in df])
    with np.errstate(invalid="ignore"):
        reach = np.where(np.isinf(t), np.inf, t * errors)
    return means - reach, means + reach
