"""Knows how estimates of streets and communities are withheld together; estimates nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from shequ_eval.analysis.disclosure.additive import nested_table
from shequ_eval.analysis.disclosure.coarse import coarsened, touching
from shequ_eval.analysis.disclosure.protect import protected, small_cells
from shequ_eval.analysis.survey.intervals import t_quantile

PRIMARY, SECONDARY = "few_answers", "tells_on_another"
FIGURES = ["estimate", "std_error", "low", "high", "deff"]


def withhold_nested(
    levels: Sequence[pd.DataFrame], columns: Sequence[str], least: int, confidence: float = 0.95
) -> list[pd.DataFrame]:
    """Estimates of a hierarchy with small cells withheld, and others so that none is worked out.

    `levels` run from the finest to the whole: the first has a row each group with all `columns`
    (coarse to fine), the next has all but the last column, and so on to one row. Each has n, and
    the finest add up to the rest. A withheld row loses every number, `n` too, and `withheld` says
    whether it is small itself (few_answers) or would tell on one that is (tells_on_another); ""
    is printed. A row that holds withheld answers is coarse (see `coarse.coarsened`): estimate,
    std_error, low, high, deff, and share, share_low, share_high.

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
    told = [_marked(level, reasons[place]) for level, place in zip(levels, places, strict=True)]
    return _coarse(told, names, confidence)


def coarse_wholes(
    wholes: pd.DataFrame, places: Sequence[pd.DataFrame | None], confidence: float = 0.95
) -> pd.DataFrame:
    """Rows of the whole, coarse where any row of `places` is withheld; the same rows where none is.

    `wholes` has a row a question, columns as for `withhold_nested`; `places` have `withheld`.

    >>> whole = pd.DataFrame({"estimate": [3.8543], "std_error": [0.0414], "low": [3.77],
    ...                       "high": [3.94], "df": [24], "n": [703], "deff": [1.03]})
    >>> street = pd.DataFrame({"withheld": ["", "few_answers"]})
    >>> coarse_wholes(whole, [street, None])[["estimate", "std_error"]].values.tolist()
    [[3.85, 0.05]]
    """
    if not any(place is not None and place["withheld"].ne("").any() for place in places):
        return wholes
    return _coarse_level(wholes, np.ones(len(wholes), dtype=bool), confidence)


def _places(level: pd.DataFrame, names: list[str], keys: dict[tuple[str, ...], int]) -> list[int]:
    return [keys[tuple(row)] for row in _labels(level, names).itertuples(index=False)]


def _labels(level: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    own = [name for name in names if name in level]
    return level[own].astype(str).reindex(columns=names, fill_value="")


def _coarse(
    levels: Sequence[pd.DataFrame], names: list[str], confidence: float
) -> list[pd.DataFrame]:
    labels = pd.concat([_labels(level, names) for level in levels])
    gone = np.concatenate([level["withheld"].ne("").to_numpy() for level in levels])
    held = np.split(touching(labels, gone), np.cumsum([len(level) for level in levels])[:-1])
    return [
        _coarse_level(level, where, confidence) if where.any() and "std_error" in level else level
        for level, where in zip(levels, held, strict=True)
    ]


def _coarse_level(level: pd.DataFrame, where: np.ndarray, confidence: float) -> pd.DataFrame:
    found = coarsened(level.assign(kind="mean"), confidence, where)
    told = level.assign(**{name: found[name] for name in FIGURES})
    if "share" not in level:
        return told
    reach = 2 * t_quantile(level["df"].to_numpy(dtype=float), confidence)
    shares = level.assign(
        kind="share", estimate=level["share"], low=level["share_low"], high=level["share_high"],
        std_error=(level["share_high"] - level["share_low"]) / reach,
    )  # fmt: skip
    found = coarsened(shares, confidence, where)
    return told.assign(share=found["estimate"], share_low=found["low"], share_high=found["high"])


def _marked(level: pd.DataFrame, reasons: np.ndarray) -> pd.DataFrame:
    told = level.assign(withheld=reasons)
    columns = list(told.select_dtypes("number").columns)
    told[columns] = told[columns].astype(float)
    told.loc[told["withheld"].ne(""), columns] = np.nan
    return told
