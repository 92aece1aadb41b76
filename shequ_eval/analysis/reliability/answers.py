"""Knows which answers to a scale can be used, and refuses a scale that says nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shequ_eval.analysis.numeric_columns import numeric_columns
from shequ_eval.analysis.refusals import require

LEAST_ANSWERS = 10  # NOTE: the suite's own rule, the same as its smallest cell that may be shown


def complete_answers(items: pd.DataFrame, least_items: int = 2) -> pd.DataFrame:
    """The rows that answer every item, as numbers; the index says which rows they are.

    `items` has a row a respondent and a column an item, all scored in one direction.

    Raises
    ------
    RefusedMethodError
        Fewer than `least_items` items, fewer than 10 complete rows, as many items as rows, or an
        item to which all gave the same answer: it has no variance, so nothing can go with it.

    Examples
    --------
    >>> answers = pd.DataFrame({"a": [1, 2] * 5 + [3], "b": [2, 1] * 5 + [None]})
    >>> len(complete_answers(answers))
    10
    """
    require(
        items.shape[1] >= least_items,
        "least_items",
        f"量表有 {items.shape[1]} 个题项，至少须有 {least_items} 个。",
        f"The scale has {items.shape[1]} items; at least {least_items} are needed.",
    )
    complete = numeric_columns(items).dropna()
    found, needed = len(complete), max(LEAST_ANSWERS, items.shape[1] + 1)
    require(
        found >= needed,
        "least_answers",
        f"各题都答的有 {found} 人，至少须有 {needed} 人（不少于 {LEAST_ANSWERS}，且多于题项数）。",
        f"{found} rows answer every item; at least {needed} are needed "
        f"(no fewer than {LEAST_ANSWERS}, and more than there are items).",
    )
    flat = [str(name) for name, column in complete.items() if np.ptp(column.to_numpy()) == 0]
    require(
        not flat,
        "varying_answers",
        f"题项 {'、'.join(flat)} 所有答案相同，没有方差；信度与相关无从定义，请剔除并说明。",
        f"All answers to {', '.join(flat)} are equal: with no variance neither reliability nor "
        "correlation is defined. Leave it out and say so.",
    )
    return complete
