"""Knows how estimates of streets and communities are withheld together; estimates nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from shequ_eval.analysis.disclosure.additive import nested_table
from shequ_eval.analysis.disclosure.protect import protected, small_cells

PRIMARY, SECONDARY = "few_answers", "tells_on_another"


def withhold_nested(
    levels: Sequence[pd.DataFrame], columns: Sequence[str], least: int
) -> list[pd.DataFrame]:
    """Estimates of a hierarchy with small cells withheld, and others so that none is worked out.

    `levels` run from the finest to the whole: the first has a row each group with all `columns`
    (coarse to fine), the next has all but the last column, and so on to one row. Each has n, and
    the finest add up to the rest. A withheld row loses every number, `n` too, and `withheld` says
    whether it is small itself (few_answers) or would tell on one that is (tells_on_another); ""
    is printed.

    Raises
    ------
    ValueError
        The counts of a level are not the sums of the one below.
    UnprotectableError
        See `protect.protected`.

    Examples
    --------
    >>> fine = pd.DataFrame({"street": "A", "community": list("abc"), "n": [3, 20, 30],
    ...                      "estimate": [4.0, 3.0, 3.5]})
    >>> coarse = pd.DataFrame({"street": ["A"], "n": [53], "estimate": [3.4]})
    >>> whole = pd.DataFrame({"n": [53], "estimate": [3.4]})
    >>> told = withhold_nested([fine, coarse, whole], ["street", "community"], 10)
    >>> told[0]["withheld"].tolist(), told[1]["withheld"].tolist()
    (['few_answers', 'tells_on_another', ''], [''])
    """
    names = list(columns)
    finest = levels[0]
    table, cells = nested_table(finest[names], finest["n"].to_list())
    keys = {tuple(row): place for place, row in enumerate(cells.itertuples(index=False))}
    places = [_places(level, names, keys) for level in levels]
    for level, place in zip(levels, places, strict=True):
        if not np.array_equal(table.counts[place], level["n"].to_numpy(dtype=float)):
            raise ValueError(
                "各级样本数不能相加 the numbers of a level are not sums of the one below"
            )
    hidden, few = protected(table, least), small_cells(table, least)
    reasons = np.where(few, PRIMARY, np.where(hidden, SECONDARY, ""))
    return [_marked(level, reasons[place]) for level, place in zip(levels, places, strict=True)]


def _places(level: pd.DataFrame, names: list[str], keys: dict[tuple[str, ...], int]) -> list[int]:
    own = [name for name in names if name in level]
    wide = level[own].astype(str).reindex(columns=names, fill_value="")
    return [keys[tuple(row)] for row in wide.itertuples(index=False)]


def _marked(level: pd.DataFrame, reasons: np.ndarray) -> pd.DataFrame:
    told = level.assign(withheld=reasons)
    columns = list(told.select_dtypes("number").columns)
    told[columns] = told[columns].astype(float)
    told.loc[told["withheld"].ne(""), columns] = np.nan
    return told
