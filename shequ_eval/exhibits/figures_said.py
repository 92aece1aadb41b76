"""Knows which figures a few lines have room for and how one is said with its marks; weighs none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from shequ_eval.exhibits.prose import figure_prose
from shequ_eval.exhibits.trace import stated
from shequ_eval.exhibits.words import evidence_mark, own_words, say, span_words
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_words

Row = dict[Any, Any]
Marks = tuple[str, ...]
PLANNED = "planned"
# Those of which a few lines have room for headline figures alone.
MANY = ("input", "output", "process")


def main_figures(observations: pd.DataFrame, dimension: str, codebook: Codebook) -> pd.DataFrame:
    """The figures of a dimension that a few lines have room for, in the codebook's order.

    Standards and buckets that are never compared are none of them; of inputs, outputs and process
    only money, counts that can be put per resident, and plans.
    """
    rows = observations[observations["dimension"].eq(dimension)]
    never = rows["indicator_id"].map(codebook.indicators["never_compare"]).eq("true")
    held = rows[rows["absence"].eq("") & rows["status"].ne("standard") & ~never]
    if dimension in MANY:
        intensity = held["indicator_id"].map(codebook.indicators["intensity"])
        held = held[intensity.ne("") | held["status"].eq(PLANNED)]
    position = {key: place for place, key in enumerate(codebook.indicators.index)}
    order = held["indicator_id"].map(position)
    return held.assign(order=order).sort_values(["order", "evidence_ids"])


def figure_said(
    row: Row,
    codebook: Codebook,
    language: Language,
    without: Marks = (),
    graded: bool = False,
) -> str:
    """A figure in a line: what it is, how much, its marks but those said already, its evidence.

    A vague figure is said in the source's own words. The number is traced; `graded` adds the
    grade of the evidence to the marks of an actual figure.
    """
    marks = figure_marks(row, codebook, language, graded)
    inside = say(language, "，", ", ").join(mark for mark in marks if mark not in without)
    name, mark = str(row[f"statement_{language}"]), evidence_mark(row["evidence_ids"])
    if row["qualifier"] == "vague":
        words = name + say(language, "", ": ") + own_words(row, str(row["unit"]), language)
    else:
        figure = figure_prose(row, language)
        close = ": " if language == "en" else "" if not figure[0].isascii() else " "
        words = f"{name}{close}{stated(figure, str(row['evidence_ids']))}"
    told = say(language, f"（{inside}）", f" ({inside})") if inside else ""
    return words + told + say(language, mark, f" {mark}")


def figure_marks(row: Row, codebook: Codebook, language: Language, graded: bool = False) -> Marks:
    """What has to be said of a figure: plan, period, span, scope, that it was read otherwise."""
    is_whole = row["scope"] in ("whole_zone", "")
    marks = [
        codebook.label("status", PLANNED, language) if row["status"] == PLANNED else "",
        _period(row, language),
        "" if row["cumulative_over"] == row["period"] else span_words(row, codebook, language),
        "" if is_whole else codebook.label("scope", row["scope"], language),
        codebook.label("reason", "doubted", language) if row["doubt"] else "",
        _grade(row, language) if graded and row["status"] == "actual" else "",
    ]
    return tuple(mark for mark in marks if mark)


def shared_marks(
    rows: Sequence[Row], codebook: Codebook, language: Language, graded: bool = False
) -> Marks:
    """The marks that every one of at least two figures carries, in their order."""
    if len(rows) < 2:
        return ()
    all_marks = [figure_marks(row, codebook, language, graded) for row in rows]
    return tuple(mark for mark in all_marks[0] if all(mark in marks for marks in all_marks))


def _period(row: Row, language: Language) -> str:
    return period_words(row["period"], row["period_basis"], language)


def _grade(row: Row, language: Language) -> str:
    return say(language, f"{row['evidence_grade']} 级", f"grade {row['evidence_grade']}")
