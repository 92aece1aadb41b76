"""Knows how the range of a figure over other denominators is said; computes none of it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Codebook, Language

NUMBERS = ("main_low", "main_high", "low", "high")


def sensitivity_words(
    table: pd.DataFrame,
    codebook: Codebook,
    language: Language,
    where: tuple[str, str] = ("括号内", "In brackets"),
) -> str:
    """That what stands in brackets is a range, and which denominators of it carry no main result.

    `table` is one of `build_intensity` or `recomputed_rates`; `where` says in both languages where
    the range is printed. "" where no figure has a range over other denominators.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> row = {"zone_id": "zhenhai", "main_low": 7.4, "main_high": 7.4, "low": 7.4, "high": 8.0,
    ...        "not_admitted": ((2017, "interpolated", "estimated"),)}
    >>> sensitivity_words(pd.DataFrame([row]), book, "zh")
    '括号内是敏感性范围，由换用其他分母得出，其中镇海 2017 年（内插）的人口不作主结果。'
    >>> sensitivity_words(pd.DataFrame([row | {"high": 7.4}]), book, "zh")
    ''
    """
    moved = table[[_moves(row) for row in table.to_dict("records")]]
    if moved.empty:
        return ""
    named = say(language, "、", ", ").join(_not_admitted(moved, codebook, language))
    not_main = say(
        language,
        f"，其中{named}的人口不作主结果",
        f"; of these the populations of {named} carry no main result",
    )
    return say(
        language,
        f"{where[0]}是敏感性范围，由换用其他分母得出{not_main * bool(named)}。",
        f"{where[1]}: the sensitivity range, over other denominators{not_main * bool(named)}.",
    )


def _not_admitted(moved: pd.DataFrame, codebook: Codebook, language: Language) -> list[str]:
    """The denominators of a range that may carry no main result: place, year and why, each once."""
    told = {}
    for row in moved.to_dict("records"):
        name = codebook.title("short", str(row["zone_id"]), language)
        for year, kind, quality in sorted(row["not_admitted"] or ()):
            why = _kind(kind, quality, codebook, language)
            words = say(language, f"{name} {year} 年（{why}）", f"{name} {year} ({why})")
            told[name, year, why] = words
    return list(told.values())


def _moves(row: dict[Any, Any]) -> bool:
    """Whether other denominators make another figure of a row than its main one does."""
    main_low, main_high, low, high = (row.get(name) for name in NUMBERS)
    ends = ((low, main_low), (high, main_high))
    return any(pd.notna(wide) and pd.notna(main) and wide != main for wide, main in ends)


def _kind(count_type: str, quality: str, codebook: Codebook, language: Language) -> str:
    """Why a population carries no main result: its kind, else how far it can be trusted."""
    if count_type in codebook.comparability.alternative_count_types:
        return codebook.label("count_type", count_type, language)
    return codebook.label("quality", quality, language)
