"""Knows what a reader is told of each row that numbers may rest on; traces no number itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from shequ_eval.exhibits.coding_words import coder_words
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.numbers import bounded, plain_number
from shequ_eval.exhibits.source_words import document_number, published_words, translated
from shequ_eval.exhibits.table_columns import filled_columns
from shequ_eval.exhibits.words import (
    basis_words,
    figure_words,
    headed,
    listed,
    mark_words,
    say,
    unit_words,
)
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = dict[Any, Any]


def origins(
    evidence: pd.DataFrame,
    sources: pd.DataFrame,
    denominators: pd.DataFrame,
    standards: pd.DataFrame,
    codebook: Codebook,
    language: Language,
) -> Exhibit:
    """Every row that a number of the report may rest on, with its source and place.

    The first column is the key, the second what it states, the third and fourth the figure as it
    is printed here and in the source's own words: numbers are matched against these two. The
    sentence around a figure stands there only where the study was read with its passages.
    """
    rows = [
        *_of_evidence(evidence, sources, codebook, language),
        *_of_denominators(denominators, codebook, language),
        *_of_standards(standards, codebook, language),
    ]
    table = filled_columns(rows)
    title = say(
        language,
        f"正文的数字可以追到 {len(table)} 条证据、分母与标准",
        f"The numbers of the text lead to {len(table)} rows of evidence, denominators, standards",
    )
    return Exhibit("origins", "origins", title, table)


def _of_evidence(
    evidence: pd.DataFrame, sources: pd.DataFrame, codebook: Codebook, language: Language
) -> Iterator[Row]:
    documents = sources.set_index("source_id").to_dict("index")
    named = evidence.rename(columns={"population_basis": "basis"}).assign(absence="")
    for row in named.to_dict("records"):
        document = documents[row["source_id"]]
        yield headed(
            language,
            ("编号", "Id", row["evidence_id"]),
            ("说的是什么", "States", row[f"statement_{language}"]),
            ("数值", "Figure", figure_words(row, codebook, language)),
            ("原词", "Own words", row["value_text"]),
            ("上下界", "Bounds", _bounds(row)),
            ("口径", "Basis", basis_words(row, codebook, language)),
            ("状态、期间、等级", "Status, period, grade", mark_words(row, codebook, language)),
            ("来源", "Source", _document(document, language)),
            ("发布", "Published", published_words(document["published"], language)),
            ("位置", "Place", _place(row, language)),
            ("校验和", "SHA-256", document["sha256"]),
            ("编码", "Coding", _coding(row, codebook, language)),
            ("备注", "Note", row["note"] if language == "zh" else ""),
            ("上下文", "Passage", row.get("passage", "")),
        )


def _bounds(row: Row) -> str:
    """The interval that the words imply, where it is more than the figure itself.

    >>> _bounds({"low": 3e6, "high": None}), _bounds({"low": 392, "high": 392})
    ('≥ 3,000,000', '')
    """
    if row["low"] == row["high"]:
        return ""
    return bounded(None, row["low"], row["high"])


def _document(source: Row, language: Language) -> str:
    title = translated(source, "title", language)
    publisher = translated(source, "publisher", language)
    return say(language, f"{title}，{publisher}", f"{title}; {publisher}")


def _place(row: Row, language: Language) -> str:
    return say(
        language,
        f"第 {row['start']}–{row['end']} 字（自 0 起）",
        f"characters {row['start']}–{row['end']} (from 0)",
    )


def _coding(row: Row, codebook: Codebook, language: Language) -> str:
    doubts = [codebook.label("doubt_column", name, language) for name in str(row["doubt"]).split()]
    coder, reading = coder_words(row, codebook, language)
    return listed([coder, reading, say(language, "、", ", ").join(doubts)], language)


def _of_denominators(
    denominators: pd.DataFrame, codebook: Codebook, language: Language
) -> Iterator[Row]:
    for row in denominators.to_dict("records"):
        zone = codebook.title("short", row["zone_id"], language)
        measure = codebook.label("measure", row["measure"], language)
        value = plain_number(float(row["value"]))
        kinds = [
            codebook.label("count_type", row["count_type"], language),
            codebook.label("quality", row["quality"], language),
        ]
        yield headed(
            language,
            ("编号", "Id", row["denominator_id"]),
            ("说的是什么", "States", f"{zone} {measure} {row['year']}"),
            ("数值", "Figure", f"{value} {unit_words(str(row['unit']), language)}".strip()),
            ("口径", "Basis", codebook.label("population_basis", row["basis"], language)),
            ("状态、期间、等级", "Status, period, grade", listed(kinds, language)),
            ("来源", "Source", translated(row, "source", language)),
            ("备注", "Note", translated(row, "note", language)),
        )


def _rule_words(row: Row, codebook: Codebook, language: Language) -> str:
    number = document_number(str(row["number"]), codebook, language)
    return f"{row['document']} {number} {row[f'title_{language}']}".strip()


def _of_standards(standards: pd.DataFrame, codebook: Codebook, language: Language) -> Iterator[Row]:
    for standard_id, group in standards.groupby("standard_id", sort=True):
        row = group.iloc[0].to_dict()
        bounds = [_bounds(one) for one in group.to_dict("records")]
        until = row["until"] or say(language, "今", "now")
        yield headed(
            language,
            ("编号", "Id", f"standard.{standard_id}"),
            (
                "说的是什么",
                "States",
                _rule_words(row, codebook, language),
            ),
            ("数值", "Figure", listed([b for b in bounds if b], language)),
            ("原词", "Own words", row["rule"] if language == "zh" else ""),
            (
                "状态、期间、等级",
                "Status, period, grade",
                listed(
                    [
                        f"{row['effective']}—{until}" if row["effective"] else "",
                        codebook.label("verified", str(row["verified"]), language),
                    ],
                    language,
                ),
            ),
        )
