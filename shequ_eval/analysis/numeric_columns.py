"""Knows which columns hold numbers, and names those that do not; guesses no number."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shequ_eval.analysis.refusals import require

NAMED_AT_MOST = 5


def numeric_columns(table: pd.DataFrame) -> pd.DataFrame:
    """The table as floats; a gap is NaN.

    Raises
    ------
    RefusedMethodError
        Cells that are words or infinite; names the columns with the first such cells.

    Examples
    --------
    >>> numeric_columns(pd.DataFrame({"a": [1, None], "b": ["2", "3"]})).to_numpy().tolist()
    [[1.0, 2.0], [nan, 3.0]]
    >>> try:
    ...     numeric_columns(pd.DataFrame({"a": [1, 2], "b": [3, "很满意"]}))
    ... except ValueError as refused:
    ...     print(refused.zh)
    不是数字的格：b: 很满意。请先按量表转为数字。
    """
    numbers, found = {}, []
    for name, column in table.items():
        values = pd.Series(pd.to_numeric(column, errors="coerce")).to_numpy(float, na_value=np.nan)
        bad = (np.isnan(values) & column.notna().to_numpy()) | np.isinf(values)
        if bad.any():
            cells = column.to_numpy()[bad]
            found.append(f"{name}: {', '.join(map(str, pd.unique(cells)[:NAMED_AT_MOST]))}")
        numbers[name] = values
    require(
        not found,
        "numbers_only",
        f"不是数字的格：{'；'.join(found)}。请先按量表转为数字。",
        f"Cells that are no numbers: {'; '.join(found)}. Turn them into the scale's numbers first.",
    )
    return pd.DataFrame(numbers, index=table.index)
