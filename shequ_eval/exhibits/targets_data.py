"""Knows the numbers behind the picture of promises, as a table; draws nothing."""

from __future__ import annotations

import pandas as pd

from shequ_eval.exhibits.commitments import Commitment
from shequ_eval.exhibits.target_tables import actual_words
from shequ_eval.exhibits.targets_words import (
    interval_words,
    promise_words,
    standards_words,
    verdict_words,
)
from shequ_eval.exhibits.words import evidence_mark, headed
from shequ_eval.vocabulary.codebook import Codebook, Language


def _actual(promise: Commitment, language: Language) -> str:
    words = interval_words(promise.actual)
    return actual_words(promise.row, words, language) if words else ""


def targets_data(
    promises: list[Commitment], codebook: Codebook, language: Language
) -> pd.DataFrame:
    """The numbers behind the marks, a row a promise.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> from shequ_eval.analysis.examples import example_promise
    >>> row = example_promise()
    >>> table = targets_data([Commitment(row, (row,))], read_codebook(find_data_root()), "zh")
    >>> table[["计划", "实际", "判断"]].values.tolist()
    [['≥ 10', '未提供', '与标准持平']]
    """
    missing = codebook.label("absence", "not_published", language)
    none = codebook.label("absence", "not_applicable", language)
    rows = [
        headed(
            language,
            ("地区", "Zone", codebook.title("short", str(one.row["zone_id"]), language)),
            (
                "指标",
                "Indicator",
                codebook.title("indicator", str(one.row["indicator_id"]), language),
            ),
            ("单位、期限", "Unit and due", promise_words(one, codebook, language)),
            ("计划", "Planned", interval_words(one.target)),
            ("实际", "Actual", _actual(one, language) or missing),
            ("标准", "Standard", standards_words(one.standards, codebook, language) or none),
            ("判断", "Verdict", verdict_words(one, codebook, language)[0]),
            ("证据", "Evidence", evidence_mark(str(one.row["evidence_ids"]))),
        )
        for one in promises
    ]
    return pd.DataFrame(rows)
