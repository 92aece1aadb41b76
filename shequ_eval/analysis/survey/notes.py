"""Knows the words beside an estimate that must not be read like the others; judges no policy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

NO_ANSWERS = "没有有效回答 no valid answers"
ZERO_BELOW = "分母合计为 0 the denominator sums to 0"
NO_DF = "自由度为 0，没有区间 no degrees of freedom, no interval"
ONE_UNIT = (
    "本组每层只有一个初级单元，误差不可估，没有区间；看单元内的误差须以单元为层 one primary unit "
    "in each stratum, no error can be estimated, no interval; for the error within units make them "
    "the strata"
)
FEW_DF = "自由度不足 3，区间几乎无用 fewer than 3 degrees of freedom, the interval is of little use"
ALL_ALIKE = "回答全部相同，没有区间 all answers alike, no interval"
COMPLETE_BELOW = "未给总体数的各级按全数调查计 stages without population sizes taken as complete"
COMPLETE_INSIDE = (
    "末级单元内有多行，按全数调查计；若其中还抽了户或人，须加这一级，否则区间偏窄 "
    "units of the last stage hold several rows, taken as complete; if households or people were "
    "drawn there, add that stage, or intervals are too narrow"
)
AVERAGED = (
    "孤立单元按其余各层的平均计，使标准误变大 lonely units count as the other strata's average, "
    "which widens standard errors"
)


def stage_notes(clusters: int, sizes: int, corrected: bool, several_rows: bool) -> tuple[str, ...]:
    """What is taken for granted below the stages whose variance counts.

    `corrected` tells whether the last stage that counts has a finite population correction,
    `several_rows` whether one of its units has more than one row.

    >>> stage_notes(2, 1, True, True) == (COMPLETE_BELOW,), stage_notes(2, 2, True, False)
    (True, ())
    >>> stage_notes(1, 1, True, True) == (COMPLETE_INSIDE,), stage_notes(1, 0, False, True)
    (True, ())
    """
    if 0 < sizes < clusters:
        return (COMPLETE_BELOW,)
    inside = clusters > 0 and sizes == clusters and corrected and several_rows
    return (COMPLETE_INSIDE,) if inside else ()


def notes_of(
    table: pd.DataFrame, of_design: Sequence[str] = (), one_unit: pd.Series | None = None
) -> pd.Series:
    """The note of each row of estimates; "" where there is nothing to say.

    `alike` among the columns tells where all answers are equal, `one_unit` where no error can be
    estimated; `of_design` holds for every row.
    """
    found = pd.Series("", index=table.index, dtype=object)
    alike = table["alike"] if "alike" in table else pd.Series(False, index=table.index)
    lone = pd.Series(False, index=table.index) if one_unit is None else one_unit
    rules = [
        (table["n"].eq(0), NO_ANSWERS),
        (table["n"].gt(0) & table["estimate"].isna(), ZERO_BELOW),
        (table["estimate"].notna() & table["df"].lt(1) & ~lone, NO_DF),
        (lone, ONE_UNIT),
        (table["estimate"].notna() & table["df"].between(1, 2), FEW_DF),
        (alike, ALL_ALIKE),
    ]
    rules += [(pd.Series(True, index=table.index), words) for words in of_design]
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
