"""Knows the cells of a coverage matrix as a table of words; draws nothing."""

from __future__ import annotations

import pandas as pd

from shequ_eval.exhibits.coverage_words import (
    FIGURES,
    Cell,
    Level,
    dimension_of,
    other_periods_words,
    vague_words,
)
from shequ_eval.exhibits.words import headed, say
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_words


def coverage_data(
    coverage: pd.DataFrame,
    rows: list[str],
    zones: list[str],
    codebook: Codebook,
    level: Level,
    language: Language,
) -> pd.DataFrame:
    """The matrix as a table: one row a family or indicator, one column a zone.

    Its last row counts the cells of each zone with an actual figure, as the foot of the picture.
    """
    cells = {(cell["row_id"], cell["zone_id"]): cell for cell in coverage.to_dict("records")}
    kind = ("指标类", "Family") if level == "family" else ("指标", "Indicator")
    table = []
    for row_id in rows:
        dimension = codebook.label("dimension", dimension_of(row_id, codebook, level), language)
        row = headed(
            language,
            ("维度", "Dimension", dimension),
            (*kind, codebook.title(level, row_id, language)),
        )
        for zone_id in zones:
            words = cell_words(cells[row_id, zone_id], codebook, language)
            row[codebook.title("short", zone_id, language)] = words
        table.append(row)
    held = coverage.loc[coverage["state"].eq("actual"), "zone_id"]
    total = headed(
        language,
        ("维度", "Dimension", say(language, "合计", "Total")),
        (*kind, say(language, "有实际值", "with an actual figure")),
    )
    counts = {codebook.title("short", z, language): str(int(held.eq(z).sum())) for z in zones}
    return pd.DataFrame([*table, total | counts])


def cell_words(cell: Cell, codebook: Codebook, language: Language) -> str:
    """A cell in words: 实际 C 约 2017, or why it is empty."""
    state = str(cell["state"])
    if state not in FIGURES:
        return codebook.label("absence", state, language)
    grade = str(cell["evidence_grade"]) if state == "actual" else ""
    period = period_words(str(cell["period"]), str(cell["period_basis"]), language)
    period += other_periods_words(cell, language)
    parts = [codebook.label("status", state, language), grade, period]
    parts += [vague_words(language)] * bool(cell["vague"]) + ["?"] * bool(cell["doubted"])
    return " ".join(part for part in parts if part)
