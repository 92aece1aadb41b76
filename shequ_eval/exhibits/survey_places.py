"""Knows how estimates of streets and communities are shown; orders none without its range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from shequ_eval.analysis.satisfaction import Satisfaction
from shequ_eval.analysis.survey.notes import ONE_UNIT
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.rank_figure import draw_rank_intervals
from shequ_eval.exhibits.survey_figures import (
    Row,
    absent_text,
    deff_text,
    design_notes,
    figure_of,
    item_title,
    percent_text,
    span_text,
    survey_exhibit,
    with_source,
)
from shequ_eval.exhibits.survey_overview import HOW
from shequ_eval.exhibits.words import headed, say
from shequ_eval.vocabulary.codebook import Language

ROWS_A_PAGE = 40
RANKED = (
    "按抽样设计估计；名次范围由两两之差的同时区间得出",
    "estimated by the sampling design; ranges of ranks from simultaneous intervals of differences",
)


def survey_streets(surveys: Sequence[Satisfaction], language: Language) -> list[Exhibit]:
    """The estimates of streets with intervals, design effects and answers."""
    title = say(language, "各街道总体满意的估计", "Overall satisfaction by street")
    return [
        _table(survey, survey.streets, "streets", title, language)
        for survey in surveys
        if survey.streets is not None
    ]


def survey_communities(surveys: Sequence[Satisfaction], language: Language) -> list[Exhibit]:
    """The estimates of communities with intervals, in the order of their names."""
    title = say(language, "各社区总体满意的估计", "Overall satisfaction by community")
    return [
        _table(survey, survey.communities, "communities", title, language)
        for survey in surveys
        if survey.communities is not None
    ]


def survey_ranks(surveys: Sequence[Satisfaction], language: Language) -> list[Exhibit]:
    """Communities with intervals and ranges of ranks, a picture; one a street where they are many.

    A picture that holds one street says so in its id.
    """
    return [picture for survey in surveys for picture in _pictures(survey, language)]


def _pictures(survey: Satisfaction, language: Language) -> list[Exhibit]:
    table, spec = survey.communities, survey.mapping
    zone = survey.zone.to_dict("records")[0]
    if table is None or zone["withheld"]:
        return []
    parts = {"": table}
    if len(table) > ROWS_A_PAGE and spec.street:
        parts = {str(street): part for street, part in table.groupby(spec.street, sort=False)}
    heads = ("社区", "Community")
    pictures = []
    for place, part in enumerate(parts.values()):
        told = part.assign(
            domain=part[str(spec.community)],
            suppressed=part["withheld"].ne(""),
            n=part["n"].fillna(0),
            n_psu=part["n_psu"].fillna(0),
            df=part["df"].fillna(0),
        )
        labels = {str(name): str(name) for name in told["domain"]}
        picture = draw_rank_intervals(
            told, float(zone["estimate"]), labels, heads, language, spec.confidence,
            spec.demonstration,
        )  # fmt: skip
        sourced = with_source(survey, picture, RANKED, language)
        pictures.append(sourced if len(parts) == 1 else _numbered(sourced, place + 1))
    return pictures


def _numbered(picture: Exhibit, place: int) -> Exhibit:
    return replace(picture, exhibit_id=f"{picture.exhibit_id}_{place}")


def _table(
    survey: Satisfaction, table: pd.DataFrame, name: str, title: str, language: Language
) -> Exhibit:
    rows = [_row(row, survey, name, language) for row in table.to_dict("records")]
    level = f"{survey.mapping.confidence:.0%}"
    notes = [_kept_small(survey, language)]
    if name == "communities":
        notes.append(
            say(
                language,
                "社区的估计只说该社区：其误差只含社区内抽户，不含抽社区。",
                "A community's figure is of that community alone: its error is that of drawing "
                "households in it, not of drawing communities.",
            )
        )
    else:
        notes += design_notes(survey, language)
    if table["note"].fillna("").str.contains(ONE_UNIT, regex=False).any():
        notes.append(
            say(
                language,
                "只有一个抽样单元的，误差不可估：没有区间、设计效应与名次。",
                "With one sampling unit no error can be estimated: no interval, design effect or "
                "rank.",
            )
        )
    return survey_exhibit(
        survey, name, title, HOW, language, kind="table", data=pd.DataFrame(rows),
        subtitle=say(
            language,
            f"{item_title(survey, survey.mapping.overall, language)}；{level} 区间",
            f"{item_title(survey, survey.mapping.overall, language)}; {level} intervals",
        ),
        notes=tuple(notes),
    )  # fmt: skip


def _row(row: Row, survey: Satisfaction, name: str, language: Language) -> Row:
    spec = survey.mapping
    street, community = str(row.get(spec.street, "")), str(row.get(spec.community, ""))
    places = [("街道", "Street", street)] if spec.street else []
    places += [("社区", "Community", community)] if name == "communities" else []
    words = absent_text(row, language)
    if words:
        blank = [("均值", "Mean", words)]
        return headed(language, *places, *blank, *[(*head, "") for head in HEADS])
    ends = (row["low"], row["high"])
    cell = [name, street, community if name == "communities" else ""]
    what = item_title(survey, spec.overall, language)
    mean = figure_of(survey, plain_number(row["estimate"], 2), [*cell, "mean"], row, what, ends)
    share = figure_of(survey, percent_text(row["share"]), [*cell, "share"], row, what)
    values = (
        span_text(ends), share,
        span_text((row["share_low"], row["share_high"]), percent=True),
        deff_text(row),
        f"{row['df']:.0f}", plain_number(float(row["n"])), _ranks(row),
    )  # fmt: skip
    body = [(*head, value) for head, value in zip(HEADS, values, strict=True)]
    return headed(language, *places, ("均值", "Mean", mean), *body)


HEADS = (
    ("均值区间", "Interval"),
    ("最高两档", "Two best"),
    ("占比区间", "Its interval"),
    ("设计效应", "Design effect"),
    ("自由度", "df"),
    ("回答", "Answers"),
    ("名次", "Rank"),
)


def _ranks(row: Row) -> str:
    if pd.isna(row["rank_low"]):
        return ""
    low, high = int(row["rank_low"]), int(row["rank_high"])
    return str(low) if low == high else f"{low}–{high}"


def _kept_small(survey: Satisfaction, language: Language) -> str:
    least = survey.mapping.suppress_below
    return say(
        language,
        f"回答不足 {least} 份的不公布；为使它不能由合计推出，另有单元连带不公布，份数也不公布。"
        "含有它们的街道和全区已取整，区间偏宽，不印设计效应。",
        f"Fewer than {least} answers are withheld; so that they cannot be worked out from totals, "
        "others are withheld with them, their numbers too. The street and zone that hold them are "
        "rounded, with wider intervals and no design effect.",
    )
