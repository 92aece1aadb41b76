"""Knows how to say in a few lines what each place reports or plans; sets none above another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.prose import figure_prose
from shequ_eval.exhibits.trace import counted, stated
from shequ_eval.exhibits.words import counted_words, evidence_mark, own_words, say, span_words
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_words

Row = dict[Any, Any]
Marks = tuple[str, ...]
DIMENSIONS = ("input", "output", "outcome", "satisfaction")
PLANNED = "planned"


def zone_portraits(
    observations: pd.DataFrame, zones: pd.DataFrame, codebook: Codebook, language: Language
) -> Exhibit:
    """A place at a time: what its source gives, then a line each for inputs, outputs, outcomes.

    Of inputs and outputs the headline figures are said (money and counts that the codebook can
    put per resident); the rest stands in the tables. A mark that all figures of a place or of a
    line share (a plan, no period) is said once. Plans are called plans; a dimension without any
    figure says so.
    """
    sentences = [
        _portrait(
            zone, observations[observations["zone_id"] == zone["zone_id"]], codebook, language
        )
        for zone in zones.to_dict("records")
    ]
    title = say(language, "各地写到了什么", "What each place reports or plans")
    if len(zones) == 1:
        title = say(language, "写到了什么", "What the place reports or plans")
    return Exhibit("portraits", "text", title, sentences=tuple(sentences))


def main_figures(observations: pd.DataFrame, dimension: str, codebook: Codebook) -> pd.DataFrame:
    """The figures of a dimension that a few lines have room for, in the codebook's order.

    Standards are none of them; of inputs and outputs only money, counts that can be put per
    resident, and plans.
    """
    rows = observations[observations["dimension"].eq(dimension)]
    held = rows[rows["absence"].eq("") & rows["status"].ne("standard")]
    if dimension in ("input", "output"):
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


def _portrait(zone: Row, here: pd.DataFrame, codebook: Codebook, language: Language) -> str:
    figures = {key: main_figures(here, key, codebook) for key in DIMENSIONS}
    shared = shared_marks(
        [row for rows in figures.values() for row in _rows(rows)], codebook, language
    )
    lines = [
        f"- {_dimension(here, key, figures[key], shared, codebook, language)}" for key in DIMENSIONS
    ]
    return "\n\n".join([_head(zone, here, shared, codebook, language), "\n".join(lines)])


def _head(
    zone: Row, here: pd.DataFrame, shared: Marks, codebook: Codebook, language: Language
) -> str:
    """Name and standing, then in one sentence what the source gives and what it leaves out."""
    name = zone[f"title_{language}"]
    standing = codebook.label("experiment_status", zone["experiment_status"], language)
    guess = codebook.label("identity", zone["identity"], language)
    if zone["identity"] != "stated":
        standing = say(language, f"{standing}，地名{guess}", f"{standing}, name {guess}")
    told = _given(here, codebook, language)
    said = say(language, "、", "; ").join(shared)
    once = say(language, f"以下各数：{said}。", f" All figures below: {said}.") if shared else ""
    return say(
        language, f"**{name}**，{standing}。{told}{once}", f"**{name}**, {standing}. {told}{once}"
    )


def _given(here: pd.DataFrame, codebook: Codebook, language: Language) -> str:
    stated_ = here[here["absence"].eq("") & here["status"].ne("standard")]
    held = [key for key in DIMENSIONS if stated_["dimension"].eq(key).any()]
    rules = here[here["absence"].eq("") & here["status"].eq("standard")]
    ruled = [k for k in DIMENSIONS if k not in held and rules["dimension"].eq(k).any()]
    missing = [key for key in DIMENSIONS if key not in held and key not in ruled]
    names, gone = (
        _series([_name(key, codebook, language) for key in keys], "和", last, language)
        for keys, last in ((held, "and"), (missing, "or"))
    )
    only = _series([_name(key, codebook, language) for key in ruled], "和", "and", language)
    if not held:
        return say(
            language,
            "来源没有给出投入、产出、成效或满意度的数字。",
            "The source gives no figure of inputs, outputs, outcomes or satisfaction.",
        )
    is_plan = (
        stated_["status"].eq(PLANNED).any()
        and not (stated_["status"].eq("actual") & stated_["dimension"].isin(DIMENSIONS)).any()
    )
    verb_zh, verb_en = ("只有计划：写到", "plans") if is_plan else ("报告了", "reports")
    left_zh = (f"，{only}只有标准" if only else "") + (f"，没有{gone}的数字" if gone else "")
    left_en = (f", of {only} only standards" if only else "") + (
        f", and gives no figure of {gone}" if gone else ""
    )
    return say(
        language,
        f"来源{verb_zh}{names}{left_zh}。",
        f"The source {verb_en} {names}{left_en}.",
    )


def _series(names: list[str], last_zh: str, last_en: str, language: Language) -> str:
    """Names in one phrase: 投入、产出和成效; inputs, outputs and outcomes."""
    if len(names) < 2:
        return "".join(names)
    between = say(language, "、", ", ").join(names[:-1])
    return say(language, f"{between}{last_zh}{names[-1]}", f"{between} {last_en} {names[-1]}")


def _name(dimension: str, codebook: Codebook, language: Language) -> str:
    name = codebook.label("dimension", dimension, language)
    return name if language == "zh" else name.lower()


def _dimension(
    here: pd.DataFrame,
    dimension: str,
    figures: pd.DataFrame,
    shared: Marks,
    codebook: Codebook,
    language: Language,
) -> str:
    name = codebook.label("dimension", dimension, language)
    if figures.empty:
        return _silent(here, dimension, name, codebook, language)
    rows = _rows(figures)
    alike = tuple(m for m in shared_marks(rows, codebook, language) if m not in shared)
    said = [figure_said(row, codebook, language, (*shared, *alike)) for row in rows]
    once = say(language, "，", ", ").join(alike)
    if language == "zh":
        return f"{name}{f'（各数：{once}）' if alike else ''}：{'；'.join(said)}。"
    return f"{name}{f' (all figures: {once})' if alike else ''}: {'; '.join(said)}."


def shared_marks(
    rows: Sequence[Row], codebook: Codebook, language: Language, graded: bool = False
) -> Marks:
    """The marks that every one of at least two figures carries, in their order."""
    if len(rows) < 2:
        return ()
    all_marks = [figure_marks(row, codebook, language, graded) for row in rows]
    return tuple(mark for mark in all_marks[0] if all(mark in marks for marks in all_marks))


def _silent(
    here: pd.DataFrame, dimension: str, name: str, codebook: Codebook, language: Language
) -> str:
    other = len(here[here["dimension"].eq(dimension) & here["absence"].eq("")])
    absent = codebook.label("absence", "not_published", language)
    if not other:
        return say(language, f"{name}：{absent}。", f"{name}: {absent}.")
    what = f"{name} 另有数字 other figures"
    number = counted(
        other, f"portraits.{here['zone_id'].iloc[0]}.{dimension}", what, "observations"
    )
    figures = counted_words(other, "figure", "figures").partition(" ")[2]
    return say(
        language,
        f"{name}：此处不列，{number} 个数字见{name}的表。",
        f"{name}: {number} {figures} in the table of {name.lower()}, not listed here.",
    )


def _rows(figures: pd.DataFrame) -> list[Row]:
    return [{str(key): cell for key, cell in row.items()} for row in figures.to_dict("records")]


def _period(row: Row, language: Language) -> str:
    return period_words(row["period"], row["period_basis"], language)


def _grade(row: Row, language: Language) -> str:
    return say(language, f"{row['evidence_grade']} 级", f"grade {row['evidence_grade']}")
