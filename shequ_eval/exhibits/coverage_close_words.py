"""Knows how a coverage matrix without room for years is said; draws nothing."""

from __future__ import annotations

import pandas as pd

from shequ_eval.exhibits.coverage_words import FIGURES, coverage_notes
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Language


def close_subtitle(coverage: pd.DataFrame, language: Language) -> str:
    """What a cell says, where the years are, and what an empty cell does not say.

    >>> close_subtitle(pd.DataFrame({"state": ["actual"]}), "zh")
    '每格：事实的状态与证据等级；所指年份在本图的数据表里。一格合并同一类的各项指标。'
    """
    empty = bool(coverage["state"].eq("not_published").any())
    gaps = say(language, "；空格为未提供，不是零", "; an empty one is not published, not zero")
    return (
        say(
            language,
            "每格：事实的状态与证据等级；所指年份在本图的数据表里。一格合并同一类的各项指标",
            "Each cell: status of the fact and grade of its evidence; the years stand in the table "
            "of this figure's data. A cell holds all indicators of its kind",
        )
        + gaps * empty
        + say(language, "。", ".")
    )


def close_notes(coverage: pd.DataFrame, language: Language) -> tuple[str, ...]:
    """The notes of the matrix, and what a letter gives way to and a short dash is.

    >>> cell = {"zone_id": "a", "state": "actual", "doubted": True, "other_periods": 2}
    >>> close_notes(pd.DataFrame([cell]), "zh")[1:]
    ('末行是行数，不是得分。', '有“?”的格不再印证据等级。')
    """
    held = coverage[coverage["state"].isin(FIGURES)]
    told = [
        (
            ("有“?”的格不再印证据等级。", "A cell with '?' prints no grade."),
            bool(held["doubted"].astype(bool).any()),
        ),
        (
            ("短横为不适用。", "A short dash: not applicable."),
            bool(coverage["state"].eq("not_applicable").any()),
        ),
    ]
    notes = coverage_notes(coverage.assign(other_periods=0), language)
    return (*notes, *(say(language, *words) for words, used in told if used))
