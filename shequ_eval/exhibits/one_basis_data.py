"""Knows the numbers behind the picture of rates on one basis, as a table; draws nothing."""

from __future__ import annotations

import pandas as pd

from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.one_basis_points import Row, range_words
from shequ_eval.exhibits.one_basis_words import recomputed_words
from shequ_eval.exhibits.trace import stated
from shequ_eval.exhibits.words import denominator_words, headed
from shequ_eval.vocabulary.codebook import Codebook, Language


def one_basis_data(rates: pd.DataFrame, codebook: Codebook, language: Language) -> pd.DataFrame:
    """The numbers behind the points, a row a zone.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.examples import example_rate
    >>> rates = example_rate()
    >>> one_basis_data(rates, book, "zh")[["地区", "范围"]].values.tolist()
    [['溧水', '9.5–10.2']]
    """
    missing = codebook.label("absence", "not_published", language)
    none = codebook.label("absence", "not_applicable", language)
    rows = []
    for row in rates.to_dict("records"):
        held = pd.notna(row["value"])
        under = denominator_words(row, codebook, language) if held else none
        rows.append(
            headed(
                language,
                ("地区", "Zone", codebook.title("short", str(row["zone_id"]), language)),
                ("印出的比率", "Rate as printed", _or(row, "printed", missing)),
                ("分子", "Count", _or(row, "numerator", missing)),
                ("复算", "Recomputed", recomputed_words(row) if held else missing),
                ("范围", "Range", range_words(row) if held else none),
                ("所用分母", "Denominator", under),
            )
        )
    return pd.DataFrame(rows)


def _or(row: Row, key: str, missing: str) -> str:
    if pd.isna(row[key]):
        return missing
    return stated(plain_number(float(row[key])), str(row[f"{key}_evidence"]))
