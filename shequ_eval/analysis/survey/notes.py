"""Knows the words beside an estimate that must not be read like the others; judges no policy."""

from __future__ import annotations

import numpy as np
import pandas as pd

NO_ANSWERS = "没有有效回答 no valid answers"
ZERO_BELOW = "分母合计为 0 the denominator sums to 0"
NO_DF = "自由度为 0，没有区间 no degrees of freedom, no interval"
FEW_DF = "自由度不足 3，区间几乎无用 fewer than 3 degrees of freedom, the interval is of little use"
ALL_ALIKE = "回答全部相同，没有区间 all answers alike, no interval"
COMPLETE_BELOW = "未给总体数的各级按全数调查计 stages without population sizes taken as complete"


def notes_of(table: pd.DataFrame, complete_below: bool = False) -> pd.Series:
    """The note of each row of estimates; "" where there is nothing to say."""
    found = pd.Series("", index=table.index, dtype=object)
    alike = table["kind"].eq("share") & table["estimate"].isin([0.0, 1.0])
    rules = [
        (table["n"].eq(0), NO_ANSWERS),
        (table["n"].gt(0) & table["estimate"].isna(), ZERO_BELOW),
        (table["estimate"].notna() & table["df"].lt(1), NO_DF),
        (table["estimate"].notna() & table["df"].between(1, 2), FEW_DF),
        (alike, ALL_ALIKE),
        (pd.Series(complete_below, index=table.index), COMPLETE_BELOW),
    ]
    for holds, words in rules:
        if holds.any():
            found = add_note(found, holds, words)
    return found


def add_note(notes: pd.Series, holds: pd.Series, words: str) -> pd.Series:
    """The notes with some words added where `holds`.

    >>> add_note(pd.Series(["", "a"]), pd.Series([True, True]), "b").tolist()
    ['b', 'a；b']
    """
    joined = np.where(notes.eq(""), words, notes + f"；{words}")
    return notes.where(~holds, pd.Series(joined, index=notes.index))
