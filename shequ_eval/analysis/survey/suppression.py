"""Knows which estimates rest on too few rows to be published; knows nothing of what is left over.

Whether a withheld figure could be worked out from the others is another question.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from shequ_eval.analysis.survey.notes import add_note

WITHHELD = ["estimate", "std_error", "low", "high", "deff"]


def suppress_small(table: pd.DataFrame, least: int, rows: str = "n") -> pd.DataFrame:
    """The table with estimates on fewer than `least` rows withheld and marked in `suppressed`.

    `rows` is the column that counts them: for a difference, the smaller of its two domains.

    A domain without any row has nothing to withhold: it is missing, not suppressed.

    >>> told = pd.DataFrame({"estimate": [1.0, 2.0], "n": [3, 30], "note": ["", ""]})
    >>> suppress_small(told.reindex(columns=[*WITHHELD, "n", "note"]), 10)["suppressed"].tolist()
    [True, False]
    """
    few = table[rows].lt(least) & table["n"].gt(0)
    found = table.assign(suppressed=few)
    found.loc[few, WITHHELD] = np.nan
    words = f"回答不足 {least}，不公布 fewer than {least} answers, withheld"
    return found.assign(note=add_note(found["note"].fillna("").where(~few, ""), few, words))
