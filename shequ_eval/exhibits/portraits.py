"""Knows how to say in a few lines what each zone did and how much; places no zone above another."""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.prose import figure_prose
from shequ_eval.exhibits.words import evidence_mark, say, span_words
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_words

Row = dict[Any, Any]
DIMENSIONS = ("input", "output", "outcome", "satisfaction")


def zone_portraits(
    observations: pd.DataFrame, zones: pd.DataFrame, codebook: Codebook, language: Language
) -> Exhibit:
    """A paragraph a zone: its standing, then inputs, outputs, outcomes and satisfaction in figures.

    Of inputs and outputs the headline figures are said (money and counts that the codebook can
    put per resident); the rest stands in the tables. Plans are called plans; a dimension without
    any figure says so.
    """
    sentences = [
        _portrait(
            zone, observations[observations["zone_id"] == zone["zone_id"]], codebook, language
        )
        for zone in zones.to_dict("records")
    ]
    title = say(language, "各地做了什么、做了多少", "What each zone did, and how much")
    return Exhibit("portraits", "text", title, sentences=tuple(sentences))


def _portrait(zone: Row, here: pd.DataFrame, codebook: Codebook, language: Language) -> str:
    standing = codebook.label("experiment_status", zone["experiment_status"], language)
    name = zone[f"title_{language}"]
    guess = codebook.label("identity", zone["identity"], language)
    words = (
        standing
        if zone["identity"] == "stated"
        else say(language, f"{standing}，地名{guess}", f"{standing}, name {guess}")
    )
    head = say(language, f"**{name}**，{words}。", f"**{name}**, {words}. ")
    parts = [_dimension(here, dimension, codebook, language) for dimension in DIMENSIONS]
    return head + say(language, "", " ").join(parts)


def _dimension(here: pd.DataFrame, dimension: str, codebook: Codebook, language: Language) -> str:
    name = codebook.label("dimension", dimension, language)
    figures = _headline(here[here["dimension"] == dimension], dimension, codebook)
    if figures.empty:
        return _silent(here, dimension, name, codebook, language)
    said = [_said(row, codebook, language) for row in figures.to_dict("records")]
    return say(language, f"{name}：{'；'.join(said)}。", f"{name}: {'; '.join(said)}.")


def _headline(rows: pd.DataFrame, dimension: str, codebook: Codebook) -> pd.DataFrame:
    stated = rows[rows["absence"].eq("") & rows["status"].ne("standard")]
    if dimension in ("input", "output"):
        intensity = stated["indicator_id"].map(codebook.indicators["intensity"])
        stated = stated[intensity.ne("") | stated["status"].eq("planned")]
    position = {key: place for place, key in enumerate(codebook.indicators.index)}
    order = stated["indicator_id"].map(position)
    return stated.assign(order=order).sort_values(["order", "evidence_ids"])


def _silent(
    here: pd.DataFrame, dimension: str, name: str, codebook: Codebook, language: Language
) -> str:
    other = here[here["dimension"].eq(dimension) & here["absence"].eq("")]
    absent = codebook.label("absence", "not_published", language)
    if other.empty:
        return say(language, f"{name}：{absent}。", f"{name}: {absent}.")
    return say(
        language,
        f"{name}：未提供总量，另有 {len(other)} 个数字见表。",
        f"{name}: no total; {len(other)} other figures stand in the table.",
    )


def _said(row: Row, codebook: Codebook, language: Language) -> str:
    marks = [
        codebook.label("status", row["status"], language) if row["status"] == "planned" else "",
        period_words(row["period"], row["period_basis"], language),
        "" if row["cumulative_over"] == row["period"] else _span(row, codebook, language),
        codebook.label("qualifier", "vague", language) if row["qualifier"] == "vague" else "",
        codebook.label("reason", "doubted", language) if row["doubt"] else "",
    ]
    inside = say(language, "，", ", ").join(mark for mark in marks if mark)
    figure = figure_prose(row, language)
    close = "" if language == "zh" and not figure[0].isascii() else " "
    words = f"{row[f'statement_{language}']}{close}{figure}"
    mark = evidence_mark(row["evidence_ids"])
    return say(language, f"{words}（{inside}）{mark}", f"{words} ({inside}) {mark}")


def _span(row: Row, codebook: Codebook, language: Language) -> str:
    return span_words(str(row["cumulative_over"]), codebook, language)
