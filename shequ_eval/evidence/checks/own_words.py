"""Knows whether a figure's number is the one that its own words give; reads no document.

The words may be read wrongly, so that what stands here is a warning: it asks for a second look.
"""

from __future__ import annotations

from dataclasses import replace
from math import isclose, isnan

import pandas as pd

from shequ_eval.evidence.checks.marking import Row, Rule, mark_rule, numbers
from shequ_eval.evidence.checks.tables import Package
from shequ_eval.evidence.findings import Finding
from shequ_eval.evidence.quantities import find_quantities

AS_CLOSE_AS = 1e-6  # so that 三分之一 may be coded as 33.333333


def check_own_words(package: Package) -> list[Finding]:
    """Where words hold one figure that can be read, and the value beside it is another.

    Examples
    --------
    >>> check_own_words(Package((), ()))
    []
    """
    return [
        replace(finding, severity="warning")
        for table in package.of_kind("evidence")
        for finding in mark_rule(table, UNLIKE_WORDS)
    ]


def value_unlike_words(rows: pd.DataFrame) -> pd.Series:
    """Where the value is not what the words say; never where either is not a single number.

    Examples
    --------
    >>> words = ["392家", "392家", "300余万元", "三十岁", "双公开", "80至90个", "三分之一"]
    >>> values = ["392", "329", "300", "30", "2", "85", "33.333333"]
    >>> rows = pd.DataFrame({"value_text": words, "value": values})
    >>> value_unlike_words(rows).tolist()
    [False, True, True, False, False, False, False]
    """
    read = {str(words): number_in(str(words)) for words in rows["value_text"].unique()}
    coded = zip(numbers(rows["value"]).tolist(), rows["value_text"].tolist(), strict=True)
    unlike = [_differs(value, read[words]) for value, words in coded]
    return pd.Series(unlike, rows.index, dtype=bool)


def number_in(words: str) -> float | None:
    """The number that words give where they hold one figure with one.

    >>> number_in("300余万元"), number_in("80至90个"), number_in("双公开")
    (3000000.0, None, None)
    """
    found = list(find_quantities(words))
    value = found[0].value if len(found) == 1 else None
    return None if value is None else float(value)


def _differs(coded: float, read: float | None) -> bool:
    if read is None or isnan(coded):
        return False
    return not isclose(coded, read, rel_tol=AS_CLOSE_AS)


def _allowed(row: Row) -> str:
    return f"{number_in(row['value_text']):.12g}，即 value_text 所说 as value_text says"


UNLIKE_WORDS = Rule(
    name="value-unlike-words",
    column="value",
    needs=("value_text",),
    broken=value_unlike_words,
    allowed=_allowed,
    remedy="对照原词；原词读错的可不改 look at the words; leave it where they are misread",
)
