"""Knows how a figure of a survey is printed with its way back to the cell; computes none.

A trace ends at the cell, its number of answers and the file's checksum: never at a sheet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from shequ_eval.analysis.satisfaction import Satisfaction
from shequ_eval.analysis.survey.notes import AVERAGED, COMPLETE_BELOW, COMPLETE_INSIDE
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.survey_pictures import demonstration_note
from shequ_eval.exhibits.trace import traced
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Language

Row = Mapping[Any, Any]
WITHHELD_WORDS = {
    "few_answers": ("回答过少，不公布", "too few answers, withheld"),
    "tells_on_another": ("连带不公布", "withheld with another"),
}
CHECKSUM_SHOWN = 12
DESIGN_WORDS = {
    COMPLETE_INSIDE: (
        "设计只写到末级单元，单元内的回答按全数调查计：若单元内还抽了户或人，误差小报了，区间偏窄。",
        "The design ends at units that are taken as complete inside: if households or people were "
        "drawn in them, errors are understated and intervals too narrow.",
    ),
    COMPLETE_BELOW: (
        "未给总体数的各级按全数调查计，误差可能小报。",
        "Stages without population sizes are taken as complete; errors may be understated.",
    ),
    AVERAGED: (
        "孤立的抽样单元按其余各层的平均计误差，标准误因此偏大。",
        "Lonely sampling units count as the other strata's average, which widens the errors.",
    ),
}


def figure_of(
    survey: Satisfaction,
    text: str,
    cell: Sequence[str],
    row: Row,
    what: str,
    ends: tuple[float, float] | None = None,
) -> str:
    """A printed figure of one cell (`cell` names it), traced to its answers and its file."""
    name = ".".join(re.sub(r"[^\w.+:-]", "_", part) for part in cell if part)
    responses = survey.responses
    note = f"n = {plain_number(float(row['n']))}; {responses.file}, sha256 {responses.sha256}"
    bounds = "" if ends is None or any(map(pd.isna, ends)) else span_text(ends)
    key = f"survey.{survey.mapping.survey_id}.{name}"
    return traced(text, key, survey_key(survey), what=what, bounds=bounds, note=note)


def survey_key(survey: Satisfaction) -> str:
    """The name by which a report knows the whole survey."""
    return f"survey.{survey.mapping.survey_id}"


def span_text(ends: tuple[float, float], percent: bool = False) -> str:
    """An interval: two decimals, or whole per cent; nothing where it has no end.

    >>> span_text((4.1967, 4.3332)), span_text((0.7779, 0.8349), percent=True)
    ('4.20–4.33', '78%–83%')
    >>> span_text((float("nan"), 1.0))
    ''
    """
    if any(map(pd.isna, ends)):
        return ""
    if percent:
        return "–".join(f"{plain_number(100 * float(end), 0)}%" for end in ends)
    return "–".join(plain_number(float(end), 2) for end in ends)


def absent_text(row: Row, language: Language) -> str:
    """Why a row prints no figure; nothing where it prints one.

    >>> absent_text({"withheld": "few_answers"}, "en"), absent_text({"withheld": "", "n": 0}, "en")
    ('too few answers, withheld', 'no answers')
    """
    if row["withheld"]:
        return say(language, *WITHHELD_WORDS[str(row["withheld"])])
    return "" if row["n"] else say(language, "没有回答", "no answers")


def deff_text(row: Row) -> str:
    """A design effect; nothing where there is none.

    >>> deff_text({"deff": 1.25}), deff_text({"deff": float("nan")})
    ('1.25', '')
    """
    return "" if pd.isna(row["deff"]) else plain_number(float(row["deff"]), 2)


def percent_text(share: float) -> str:
    """A share as whole per cent.

    >>> percent_text(0.808)
    '81%'
    """
    return f"{plain_number(100 * float(share), 0)}%"


def item_title(survey: Satisfaction, item_id: str, language: Language) -> str:
    """A question's title, or its id where the mapping gives none."""
    item = survey.mapping.item(item_id)
    return say(language, item.title_zh, item.title_en) or item_id


def survey_title(survey: Satisfaction, language: Language) -> str:
    """The survey's name in the report's language."""
    return say(language, survey.mapping.title_zh, survey.mapping.title_en)


def survey_exhibit(
    survey: Satisfaction, name: str, title: str, how: tuple[str, str], language: Language,
    **more: Any,
) -> Exhibit:  # fmt: skip
    """A table or text of one survey, with its source and, where made up, the mark of that."""
    mapping = survey.mapping
    notes = tuple(more.pop("notes", ())) + marked(survey, language)
    return Exhibit(
        exhibit_id=f"survey_{name}_{mapping.zone_id}",
        title=title,
        source=source_line(survey, language),
        rests_on=(survey_key(survey),),
        how=say(language, *how),
        notes=notes,
        **more,
    )  # fmt: skip


def design_notes(survey: Satisfaction, language: Language) -> tuple[str, ...]:
    """What the design takes for granted, where it does: see `analysis.survey.notes`."""
    held = str(survey.zone["note"].iloc[0])
    return tuple(say(language, *words) for note, words in DESIGN_WORDS.items() if note in held)


def marked(survey: Satisfaction, language: Language) -> tuple[str, ...]:
    """The note under everything that is made up."""
    if not survey.mapping.demonstration:
        return ()
    words = say(language, "全部为示例数据。", "All of this is demonstration data (示例数据).")
    return (words,)


def with_source(
    survey: Satisfaction, picture: Exhibit, how: tuple[str, str], language: Language
) -> Exhibit:
    """A picture with the zone in its id, the survey as its source, and what it rests on."""
    kept = tuple(n for n in picture.notes if n not in demonstration_note(True, language))
    return replace(
        picture,
        exhibit_id=f"{picture.exhibit_id}_{survey.mapping.zone_id}",
        source=source_line(survey, language),
        rests_on=(survey_key(survey),),
        how=say(language, *how),
        notes=kept + marked(survey, language),
    )


def source_line(survey: Satisfaction, language: Language) -> str:
    """Which survey, of when, and the file's checksum, shortened."""
    responses, when = survey.responses, survey.mapping.fieldwork
    check = responses.sha256[:CHECKSUM_SHOWN]
    return say(
        language,
        f"来源：{survey_title(survey, language)}，{when}；文件 {responses.file}，sha256 {check}…",
        f"Source: {survey_title(survey, language)}, {when}; file {responses.file}, sha256 {check}…",
    )
