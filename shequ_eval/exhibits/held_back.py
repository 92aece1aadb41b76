"""Knows how it is said that a population count may not carry a main result; permits none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Codebook, Language


def held_back_words(table: pd.DataFrame, codebook: Codebook, language: Language) -> str:
    """Which population counts were given and not used for a main result, and why; "" for none.

    `table` has zone_id and, of the best count that was held back, held_back_id,
    held_back_quality and held_back_count_type (missing where none was).

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> row = {"zone_id": "lishui", "held_back_id": "d1", "held_back_quality": "memory",
    ...        "held_back_count_type": "census"}
    >>> held_back_words(pd.DataFrame([row]), book, "zh")
    '溧水给出的人口分母可靠程度为“待核”，不作主结果。'
    """
    if "held_back_id" not in table:
        return ""
    held = table[table["held_back_id"].notna()].drop_duplicates("held_back_id")
    told = [_words(row, codebook, language) for row in held.to_dict("records")]
    return say(language, "", " ").join(dict.fromkeys(told))


def _words(row: Mapping[Any, Any], codebook: Codebook, language: Language) -> str:
    name = codebook.title("short", str(row["zone_id"]), language)
    quality, kind = str(row["held_back_quality"]), str(row["held_back_count_type"])
    if quality in codebook.comparability.denominator_qualities:
        why = codebook.label("count_type", kind, language)
        what = say(language, f"种类为“{why}”", f"of the kind “{why}”")
    else:
        why = codebook.label("quality", quality, language)
        what = say(language, f"可靠程度为“{why}”", f"marked “{why}”")
    return say(
        language,
        f"{name}给出的人口分母{what}，不作主结果。",
        f"The population given for {name} is {what} and is not used for a main result.",
    )
