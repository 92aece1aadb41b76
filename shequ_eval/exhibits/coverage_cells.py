"""Knows how a cell of a coverage matrix is drawn, with its year or without; fills no gap."""

from __future__ import annotations

from shequ_eval.exhibits.coverage_columns import GRADE_AT, Column
from shequ_eval.exhibits.coverage_words import (
    FIGURES,
    Cell,
    other_periods_words,
    short_period,
    vague_words,
)
from shequ_eval.exhibits.layout import Page, text_mm
from shequ_eval.exhibits.marks import draw_absence, draw_doubt, draw_mark
from shequ_eval.exhibits.style import CELL, INK_2, NOTE
from shequ_eval.vocabulary.codebook import Codebook, Language

MARK_AT = 1.3  # the middle of a cell's mark, from its left edge
LETTER_AT = 2.6  # the letter of a cell without a year


def draw_cell(
    page: Page, cell: Cell, column: Column, middle: float, codebook: Codebook, language: Language
) -> None:
    """A cell with its mark, the grade of its evidence, its year and its doubt."""
    state = str(cell["state"])
    if state not in FIGURES:
        words = codebook.label("absence", state, language)
        draw_absence(page, state, column.left, middle, column.width, words)
        return
    draw_mark(page, state, column.left + MARK_AT, middle)
    x = column.left + GRADE_AT
    if state == "actual":
        page.text(x, middle, str(cell["evidence_grade"]), CELL)
        x += text_mm(str(cell["evidence_grade"]), CELL) + 0.7
    words = _when(cell, column.left + column.width - x, language)
    page.text(x, middle, words, NOTE, INK_2)
    if cell["doubted"]:
        draw_doubt(page, x + text_mm(words, NOTE) + 0.5, middle)


def draw_close_cell(page: Page, cell: Cell, column: Column, middle: float) -> None:
    """A cell with its mark and one letter: its grade, or the doubt of a second coder."""
    state = str(cell["state"])
    if state not in FIGURES:
        draw_absence(page, state, column.left, middle, column.width)
        return
    draw_mark(page, state, column.left + MARK_AT, middle)
    if cell["doubted"]:
        draw_doubt(page, column.left + LETTER_AT, middle)
    elif state == "actual":
        page.text(column.left + LETTER_AT, middle, str(cell["evidence_grade"]), CELL)


def _when(cell: Cell, room: float, language: Language) -> str:
    if cell["vague"]:
        return vague_words(language)
    period, basis = str(cell["period"]), str(cell["period_basis"])
    shorter = short_period(period, basis, language, months=False)
    others = other_periods_words(cell, language)
    full = short_period(period, basis, language)
    tried = (full + others, shorter + others, full)
    return next((words for words in tried if text_mm(words, NOTE) < room), shorter)
