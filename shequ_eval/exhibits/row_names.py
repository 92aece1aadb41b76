"""Knows what tells figures of one indicator apart in the name of a row; changes no figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shequ_eval.exhibits.words import basis_words, evidence_mark, mark_words
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = dict[Any, Any]


def told_apart(
    rows: Sequence[Row], codebook: Codebook, language: Language
) -> list[tuple[Row, str]]:
    """Figures of one indicator with what tells each from the others; nothing for one alone.

    What each states, if that differs throughout; else status, period and grade, else its basis,
    else its evidence.
    """
    if len(rows) < 2:
        return [(row, "") for row in rows]
    ways = (
        [str(row[f"statement_{language}"]) for row in rows],
        [mark_words(row, codebook, language) for row in rows],
        [basis_words(row, codebook, language) for row in rows],
    )
    marks = [evidence_mark(str(row["evidence_ids"])) for row in rows]
    said = next((words for words in ways if len(set(words)) == len(rows) and all(words)), marks)
    return list(zip(rows, said, strict=True))
