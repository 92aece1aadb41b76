"""Knows how SPSS and Stata files are read, and in which encoding their words are; recodes none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

HAN = re.compile("[\u4e00-\u9fff]")
LATIN = re.compile("[\u0080-\u00ff\u0152-\u0178\u02c6\u02dc\u2013-\u2122]")
WIDE = "GB18030"
Labelled = tuple[pd.DataFrame, dict[str, dict[Any, str]]]


def read_sav(path: Path) -> Labelled:
    """The answers of an SPSS file, and the words of each column's codes.

    Files from Chinese Windows often hold GBK and say nothing of it, or name a Western encoding:
    where their words read as Chinese under GB18030 only, that is taken.

    Raises
    ------
    ValueError
        It is no SPSS file, or its words are in neither encoding.
    """
    return _read(pyreadstat.read_sav, path, "SPSS .sav")


def read_dta(path: Path) -> Labelled:
    """The same of a Stata file.

    Raises
    ------
    ValueError
        See `read_sav`.
    """
    return _read(pyreadstat.read_dta, path, "Stata .dta")


def _read(reader: Any, path: Path, named: str) -> Labelled:
    try:
        found = _as_table(reader(str(path)))
    except _FAULTS as error:
        found = None
        words = str(error)
    if found is not None and not _is_garbled(found):
        return found
    try:
        wide = _as_table(reader(str(path), encoding=WIDE))
    except _FAULTS as error:
        if found is not None:
            return found
        raise ValueError(f"{named}: {words or error}") from None
    return wide if found is None or _has(wide, HAN) else found


def _as_table(given: tuple[pd.DataFrame, Any]) -> Labelled:
    table, meta = given
    return table, {str(name): dict(words) for name, words in meta.variable_value_labels.items()}


def _is_garbled(found: Labelled) -> bool:
    """Whether words beyond ASCII are all of Latin letters and signs, and none is Chinese."""
    return _has(found, LATIN) and not _has(found, HAN)


def _has(found: Labelled, letters: re.Pattern[str]) -> bool:
    table, labels = found
    texts = [*map(str, table.columns)]
    texts += [str(word) for words in labels.values() for word in words.values()]
    for column in table.columns[table.dtypes.map(pd.api.types.is_string_dtype)]:
        texts += [str(text) for text in table[column].dropna().unique()[:200]]
    return any(letters.search(text) for text in texts)


_FAULTS = (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError, ValueError)
