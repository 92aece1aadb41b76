"""Knows by which names a fact is known, and where it stands in its document; changes no figure."""

from __future__ import annotations

from typing import Any

from shequ_eval.exhibits.row_names import is_said_in
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = dict[Any, Any]


def stated_words(row: Row, codebook: Codebook, language: Language) -> str:
    """What a fact states in its own words, then the name that figures and tables know it by.

    A name that a reader finds in the statement anyway is not said again. A fact of a bucket that
    is never compared says so, so that those that are can be counted.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> fact = {"indicator_id": "grids_basic", "statement_zh": "网格数"}
    >>> stated_words(fact, book, "zh")
    '网格数〔指标：基层网格数〕'
    >>> stated_words(fact | {"statement_zh": "基层的网格数"}, book, "zh")
    '基层的网格数'
    >>> stated_words(fact | {"indicator_id": "procedure_steps"}, book, "zh")
    '网格数〔不作比较〕'
    """
    words = str(row[f"statement_{language}"])
    key = str(row["indicator_id"])
    title = codebook.title("indicator", key, language)
    if codebook.indicators.at[key, "never_compare"] == "true":
        remark = say(language, "不作比较", "not compared")
    elif is_said_in(title, words):
        return words
    else:
        remark = say(language, f"指标：{title}", f"indicator: {title}")
    return say(language, f"{words}〔{remark}〕", f"{words} [{remark}]")


def names_note(language: Language) -> str:
    """What stands in the brackets behind a statement, and how many facts are compared."""
    return say(
        language,
        "〔指标〕是这条事实在图表中的名称；〔不作比较〕的是口号、步骤或个案，不在可用的事实之内。",
        "[indicator] is the name by which figures and tables know the fact; [not compared] are "
        "slogans, steps and single cases, which are not among the usable facts.",
    )


def place_in_documents(codebook: Codebook, row: Row) -> tuple[int, int]:
    """Where a dispute stands: its place in the codebook's order, then where the words begin.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> place_in_documents(book, {"evidence_id": "nanjing-0349"})
    (0, 349)
    """
    zone_id, _, start = str(row["evidence_id"]).rpartition("-")
    zones = list(codebook.zones.index)
    place = zones.index(zone_id) if zone_id in zones else len(zones)
    return place, int(start) if start.isdigit() else 0
