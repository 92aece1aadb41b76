"""Knows what an executive reads on one page: a sentence, what can and cannot be said, what to ask.

Every word of it follows from tables by a rule; it holds no judgement that the report does not.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from shequ_eval.analysis.comparability import figures_to_compare
from shequ_eval.analysis.differences import ALLOWED
from shequ_eval.analysis.score_summary import NOT_GRADED
from shequ_eval.exhibits.audit_words import shown_step, subject_words
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.figures_said import figure_said, main_figures, shared_marks
from shequ_eval.exhibits.one_page_asked import (
    Chosen,
    asked_row,
    asked_title,
    shared_subject,
    subject_note,
    without_subject,
)
from shequ_eval.exhibits.one_page_many import FEW_PLACES, first_asked, places_by_dimension
from shequ_eval.exhibits.open_questions import what_cannot_be_said
from shequ_eval.exhibits.portraits import DIMENSIONS
from shequ_eval.exhibits.request_tables import requests_table
from shequ_eval.exhibits.score_words import scheme_title
from shequ_eval.exhibits.words import evidence_mark, say
from shequ_eval.vocabulary.audit_rules import AuditRules
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.scores import Scheme

Row = dict[Any, Any]


@dataclass(frozen=True)
class _Room:
    """How much one page holds: figures of a place or dimension, checks, questions, requests.

    `graded` is whether there is room for the grade of each figure.
    """

    figures: int
    checks: int
    unsaid: int
    requests: int
    graded: bool = True


# NOTE: English says the same in about half as much room again.
SEVERAL = {"zh": _Room(2, 1, 3, 1), "en": _Room(1, 1, 1, 1, graded=False)}
ONE = {"zh": _Room(3, 2, 5, 8), "en": _Room(2, 1, 5, 5)}
# The verdicts that say something of the sources, before those that leave it open.
TELLING = ("does_not_close", "other_denominator", "closes")


def one_page_sentence(
    observations: pd.DataFrame,
    pairs: pd.DataFrame,
    totals: pd.DataFrame,
    codebook: Codebook,
    language: Language,
) -> Exhibit:
    """The message in one sentence: what the material shows, and what is therefore not done."""
    usable = figures_to_compare(observations, codebook)
    some = bool(usable["status"].eq("actual").any())
    shows = (
        say(
            language,
            "材料说明做了什么，还不能说明做得怎样",
            "The material says what was done, not how well",
        )
        if some
        else say(
            language,
            "材料只有计划与标准，没有一个可用的实际值",
            "The material holds plans and standards only, and no usable actual figure",
        )
    )
    ranked = bool(pairs["verdict"].isin(ALLOWED).any()) if len(pairs) else False
    graded = bool(totals["grade_low"].ne(NOT_GRADED).any()) if len(totals) else False
    several = observations["zone_id"].nunique() > 1
    undone = [
        "" if ranked or not several else say(language, "不排名", "nothing is ranked"),
        "" if graded else say(language, "不评级", "nothing is graded"),
    ]
    rest = say(language, "、", " and ").join(part for part in undone if part)
    end = say(language, f"；{rest}。", f"; {rest}.") if rest else say(language, "。", ".")
    title = say(language, "一句话", "In one sentence")
    return Exhibit("one_page_sentence", "text", title, sentences=(f"**{shows}{end}**",))


def what_can_be_said(
    observations: pd.DataFrame,
    zones: pd.DataFrame,
    findings: pd.DataFrame,
    rules: AuditRules,
    codebook: Codebook,
    language: Language,
) -> Exhibit:
    """What was done and how much, by place or, of one place, by dimension; then at most two checks.

    Of more than five places: how many have figures of each dimension, and which have none.

    The figures are those of the portraits with the best standing: actual before planned, dated
    and undisputed before the rest. A check is said with what it speaks of, its units and what it
    comes to.
    """
    room = _room(zones, language)
    if len(zones) == 1:
        points = _by_dimension(observations, room.figures, codebook, language)
    elif len(zones) > FEW_PLACES:
        points = places_by_dimension(observations, zones, codebook, language)
    else:
        points = [
            _of_zone(zone, observations, room, codebook, language)
            for zone in zones["zone_id"].astype(str)
        ]
    points += [
        _check(row, len(zones) > 1, rules, codebook, language)
        for row in _telling(findings, room.checks)
    ]
    title = say(language, "能说的", "What can be said")
    listing = "\n".join(f"- {point}" for point in points if point)
    if not listing:
        listing = say(
            language,
            "所取的数字中没有可以说的。",
            "Among the figures taken there is none that could be told.",
        )
    return Exhibit("one_page_said", "text", title, sentences=(listing,))


def _room(zones: pd.DataFrame, language: Language) -> _Room:
    return (ONE if len(zones) == 1 else SEVERAL)[language]


def _by_dimension(
    observations: pd.DataFrame, most: int, codebook: Codebook, language: Language
) -> list[str]:
    points = []
    for dimension in DIMENSIONS:
        rows = _best(observations, dimension, codebook, most)
        name = codebook.label("dimension", dimension, language)
        points.append(_figures_line(name, rows, codebook, language) if rows else "")
    return points


def _of_zone(
    zone_id: str, observations: pd.DataFrame, room: _Room, codebook: Codebook, language: Language
) -> str:
    here = observations[observations["zone_id"].eq(zone_id)]
    rows = [row for key in DIMENSIONS for row in _best(here, key, codebook, 1)]
    name = codebook.title("short", zone_id, language)
    rows = rows[: room.figures]
    return _figures_line(name, rows, codebook, language, room.graded) if rows else ""


def _best(observations: pd.DataFrame, dimension: str, codebook: Codebook, most: int) -> list[Row]:
    """The figures of a dimension with the best standing, in the codebook's order."""
    figures = main_figures(observations, dimension, codebook)
    if figures.empty:
        # NOTE: outputs that no rate is made of still say what was done.
        rows = observations[observations["dimension"].eq(dimension)]
        usable = figures_to_compare(rows, codebook)
        figures = usable[usable["status"].ne("standard")].assign(order=0)
    ranked = figures.assign(
        planned=figures["status"].ne("actual"),
        vague=figures["qualifier"].eq("vague"),
        undated=figures["period"].eq(""),
        disputed=figures["doubt"].ne(""),
        part=~figures["scope"].isin(["whole_zone", ""]),
    ).sort_values(["planned", "vague", "part", "disputed", "undated", "order", "evidence_ids"])
    chosen = ranked.head(most).sort_values(["order", "evidence_ids"])
    return [{str(key): cell for key, cell in row.items()} for row in chosen.to_dict("records")]


def _figures_line(
    name: str, rows: list[Row], codebook: Codebook, language: Language, graded: bool = True
) -> str:
    shared = shared_marks(rows, codebook, language, graded)
    said = [figure_said(row, codebook, language, shared, graded) for row in rows]
    once = say(language, "，", ", ").join(shared)
    told = say(language, f"（各数：{once}）", f" (all figures: {once})") if shared else ""
    joined = say(language, "；", "; ").join(said)
    return say(language, f"**{name}**{told}：{joined}。", f"**{name}**{told}: {joined}.")


def _telling(findings: pd.DataFrame, most: int) -> list[Row]:
    """The checks that say something of the sources, one a verdict, the gravest first."""
    order = {verdict: place for place, verdict in enumerate(TELLING)}
    told = findings[findings["verdict"].isin(order)]
    ranked = told.assign(place=told["verdict"].map(order)).sort_values("place", kind="stable")
    chosen = ranked.drop_duplicates("verdict").head(most)
    return [{str(key): cell for key, cell in row.items()} for row in chosen.to_dict("records")]


def _check(
    row: Row, several: bool, rules: AuditRules, codebook: Codebook, language: Language
) -> str:
    zone = codebook.title("short", str(row["zone_id"]), language)
    zone = zone if several else say(language, "算术核对", "Arithmetic")
    subject = subject_words(row, rules, codebook, language)
    subject = subject if language == "zh" else subject[:1].lower() + subject[1:]
    step, says = shown_step(row, rules, language), str(row[f"says_{language}"])
    marks = " ".join(evidence_mark(key) for key in row["evidence_ids"])
    return say(
        language,
        f"**{zone}**，{subject}：{step}。{says}{marks}。",
        f"**{zone}**, {subject}: {step}. {says} {marks}.",
    )


def one_page_unsaid(
    observations: pd.DataFrame,
    pairs: pd.DataFrame,
    zones: pd.DataFrame,
    codebook: Codebook,
    language: Language,
    surveyed: Collection[str] = (),
) -> Exhibit:
    """The first of the questions that the evidence leaves open."""
    whole = what_cannot_be_said(observations, pairs, zones, codebook, language, surveyed)
    points = whole.sentences[0].split("\n")[: _room(zones, language).unsaid]
    return Exhibit("one_page_unsaid", "text", whole.title, sentences=("\n".join(points),))


def one_page_requests(
    requests: pd.DataFrame,
    zones: pd.DataFrame,
    mechanisms: pd.DataFrame,
    schemes: Sequence[Scheme],
    codebook: Codebook,
    language: Language,
) -> Exhibit:
    """What to ask first, of every place, and what an answer would make possible.

    Of several places one thing each, of one place the first few; from the list of requests, in
    its order. A place of which nothing is asked says so. Of more than five places, what makes
    most possible, wherever it is.
    """
    many = len(zones) > FEW_PLACES
    few = requests[requests["rank"] <= _room(zones, language).requests]
    asked = first_asked(requests) if many else few
    table = requests_table(asked, mechanisms, schemes, codebook, language).data
    zone, thing, then = (table.columns[place] for place in (0, 3, 4)) if len(table) else ("",) * 3
    # NOTE: of one place a subject would stand before nearly every row and hide what is asked.
    subjects = [scheme_title(scheme, language) for scheme in schemes] * (len(zones) == 1)
    subject = shared_subject(list(table[thing]) if len(table) else [], subjects, language)
    rows = []
    for name in (codebook.title("short", str(key), language) for key in zones["zone_id"]):
        held = table[table[zone].eq(name)].to_dict("records") if len(table) else []
        for row in held:
            asked_for = without_subject(row[thing], subject, language)
            rows.append(asked_row(name, asked_for, row[then], language))
        if not held and not many:
            none = say(language, "没有要补充的", "nothing")
            rows.append(asked_row(name, none, "", language))
    shown = pd.DataFrame(rows)
    if len(zones) == 1:
        shown = shown.iloc[:, 1:]
    chosen: Chosen = "most" if many else "first_of_each" if len(zones) > 1 else "first"
    title = asked_title(len(asked), len(requests), chosen, language)
    notes = subject_note(subject, language)
    return Exhibit("one_page_requests", "table", title, shown, notes=notes)
