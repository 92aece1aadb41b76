"""Knows how figures of several zones stand side by side with their marks; orders no zone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from shequ_eval.exhibits.choice_words import outside_words
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.row_names import named_apart, told_apart
from shequ_eval.exhibits.source_words import translated
from shequ_eval.exhibits.words import (
    basis_words,
    evidence_mark,
    figure_words,
    headed,
    listed,
    mark_words,
    say,
)
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = dict[Any, Any]
# What has to be said under the figures of a family, where there are any.
FAMILY_NOTES = {
    "rating_weights": (
        "权重是规则，不是满意度。",
        "A weight is a rule, not a measure of satisfaction.",
    ),
}


def dimension_tables(
    observations: pd.DataFrame,
    codebook: Codebook,
    language: Language,
    dimension: str,
    left_out: pd.DataFrame | None = None,
) -> list[Exhibit]:
    """All figures of a dimension: a grid of what several places speak of, a list of the rest.

    An indicator that one place alone has a figure of says nothing side by side: it stands in the
    list of that place. Buckets that are never compared are left out. A dimension without any
    figure is a sentence; `left_out` are figures that the report did not choose.
    """
    tables = [
        table(observations, codebook, language, dimension)
        for table in (side_by_side, figures_by_place)
    ]
    held = [table for table in tables if len(table.data)]
    name = codebook.label("dimension", dimension, language)
    is_outside = _has(left_out, "dimension", dimension)
    return held or [_nothing(f"side_by_side_{dimension}", name, language, is_outside=is_outside)]


def side_by_side(
    observations: pd.DataFrame, codebook: Codebook, language: Language, dimension: str
) -> Exhibit:
    """The figures that several places have of one indicator, a row an indicator, a column a place.

    A cell holds every figure with status, period, basis, scope and evidence, or the word for its
    absence; rows stand in the codebook's order, and no place is ordered.
    """
    here = _of_dimension(observations, codebook, dimension)
    zones = list(dict.fromkeys(observations["zone_id"]))
    rows = [
        _row(here, indicator, zones, codebook, language)
        for indicator in _in_family_order(_held(here, several=True), codebook)
    ]
    name = codebook.label("dimension", dimension, language)
    title = say(
        language,
        f"{name}：几地都有数字的指标",
        f"{name}: indicators of which several places have figures",
    )
    return Exhibit(
        f"side_by_side_{dimension}",
        "table",
        title,
        pd.DataFrame(rows),
        notes=(
            say(
                language,
                "并列不等于可比：状态、期间、口径与范围写在各格。“未提供”说的是这一项指标，不是零；"
                "同类的其他指标见下表。",
                "Side by side does not mean comparable: each cell says status, period, basis and "
                "scope; 'not published' is said of this indicator and is not zero; others of its "
                "kind are in the next table.",
            ),
        ),
    )


def figures_by_place(
    observations: pd.DataFrame, codebook: Codebook, language: Language, dimension: str
) -> Exhibit:
    """The figures of indicators that one place alone has any of, place by place, one a row.

    A number that the document lost stands in the list with its word. Where a place has several
    figures of an indicator, each name says what tells it from the others.
    """
    here = _of_dimension(observations, codebook, dimension)
    alone = _held(here, several=False)
    order = {key: n for n, key in enumerate(_in_family_order(alone, codebook))}
    zones = {zone: n for n, zone in enumerate(dict.fromkeys(observations["zone_id"]))}
    told = here["absence"].isin(["", "masked_in_source"]) & here["indicator_id"].isin(alone)
    chosen = here[told]
    chosen = chosen.assign(
        zone_place=chosen["zone_id"].map(zones), place=chosen["indicator_id"].map(order)
    )
    ordered = chosen.sort_values(["zone_place", "place", "evidence_ids"])
    rows = [
        _place_row(row, apart, codebook, language)
        for _, held in ordered.groupby(["zone_place", "place"], sort=False)
        for row, apart in told_apart(held.to_dict("records"), codebook, language)
    ]
    name = codebook.label("dimension", dimension, language)
    title = say(
        language,
        f"{name}：只有一地有数字的指标",
        f"{name}: indicators of which one place alone has a figure",
    )
    return Exhibit(f"figures_by_place_{dimension}", "table", title, pd.DataFrame(rows))


def _of_dimension(observations: pd.DataFrame, codebook: Codebook, dimension: str) -> pd.DataFrame:
    never = observations["indicator_id"].map(codebook.indicators["never_compare"]).eq("true")
    return observations[observations["dimension"].eq(dimension) & ~never]


def _held(here: pd.DataFrame, several: bool) -> set[str]:
    """The indicators with a figure in several places, or in one alone."""
    counts = here[here["absence"] == ""].groupby("indicator_id")["zone_id"].nunique()
    return set(counts.index[counts.gt(1) == several])


def _place_row(row: Row, apart: str, codebook: Codebook, language: Language) -> Row:
    title = codebook.title("indicator", str(row["indicator_id"]), language)
    name = named_apart(title, apart, language)
    return headed(
        language,
        ("地区", "Zone", codebook.title("short", str(row["zone_id"]), language)),
        ("指标", "Indicator", name),
        ("数值", "Figure", figure_words(row, codebook, language)),
        ("状态、期间、口径", "Status, period, basis", _all_marks(row, codebook, language)),
        ("证据", "Evidence", evidence_mark(str(row["evidence_ids"]))),
    )


def _all_marks(row: Row, codebook: Codebook, language: Language) -> str:
    """Status, period and grade, then what is counted, over whom and where: all that a figure is."""
    if row["absence"]:
        return ""
    words = [mark_words(row, codebook, language), basis_words(row, codebook, language)]
    return listed(words, language)


def _in_family_order(held: set[str], codebook: Codebook) -> list[str]:
    position = codebook.families["position"].astype(int)
    order = {str(key): n for n, key in enumerate(codebook.indicators.index)}
    return sorted(
        held, key=lambda key: (position[str(codebook.indicators.at[key, "family_id"])], order[key])
    )


def _row(
    here: pd.DataFrame, indicator: str, zones: list[str], codebook: Codebook, language: Language
) -> Row:
    family = str(codebook.indicators.at[indicator, "family_id"])
    row: Row = headed(
        language,
        ("类别", "Family", codebook.title("family", family, language)),
        ("指标", "Indicator", codebook.title("indicator", indicator, language)),
    )
    for zone in zones:
        cell = here[(here["indicator_id"] == indicator) & (here["zone_id"] == zone)]
        row[codebook.title("short", zone, language)] = _cell(cell, codebook, language)
    return row


def _cell(cell: pd.DataFrame, codebook: Codebook, language: Language) -> str:
    figures = cell[cell["absence"] == ""]
    shown = figures if len(figures) else cell
    return listed((_figure(row, codebook, language) for row in shown.to_dict("records")), language)


def _figure(row: Row, codebook: Codebook, language: Language) -> str:
    words = figure_words(row, codebook, language)
    if row["absence"]:
        return words
    marks = _all_marks(row, codebook, language)
    mark = evidence_mark(str(row["evidence_ids"]))
    return say(language, f"{words}（{marks}）{mark}", f"{words} ({marks}) {mark}")


def zone_figures(
    observations: pd.DataFrame,
    codebook: Codebook,
    language: Language,
    dimension: str,
    surveyed: bool = False,
    left_out: pd.DataFrame | None = None,
) -> Exhibit:
    """The figures of a dimension, one a row, with basis, marks and evidence.

    `surveyed` tells that a survey of residents follows, which speaks where documents do not;
    `left_out` are figures that the report did not choose, which are no silence of a source.
    """
    stated = observations[observations["dimension"].eq(dimension) & observations["absence"].eq("")]
    name = codebook.label("dimension", dimension, language)
    if stated.empty:
        is_outside = _has(left_out, "dimension", dimension)
        return _nothing(f"figures_{dimension}", name, language, surveyed, is_outside)
    return _figures(stated, f"figures_{dimension}", name, codebook, language)


def family_figures(
    observations: pd.DataFrame,
    codebook: Codebook,
    language: Language,
    family_id: str,
    left_out: pd.DataFrame | None = None,
) -> Exhibit:
    """The figures of one family of indicators, one a row, with basis, marks and evidence."""
    stated = observations[observations["family_id"].eq(family_id) & observations["absence"].eq("")]
    name = codebook.title("family", family_id, language)
    if stated.empty:
        is_outside = _has(left_out, "family_id", family_id)
        return _nothing(f"figures_{family_id}", name, language, is_outside=is_outside)
    exhibit = _figures(stated, f"figures_{family_id}", name, codebook, language)
    note = FAMILY_NOTES.get(family_id)
    if note is None:
        return exhibit
    return replace(exhibit, notes=(*exhibit.notes, say(language, *note)))


def _figures(
    stated: pd.DataFrame, exhibit_id: str, name: str, codebook: Codebook, language: Language
) -> Exhibit:
    order = {
        key: n for n, key in enumerate(_in_family_order(set(stated["indicator_id"]), codebook))
    }
    ordered = stated.assign(place=stated["indicator_id"].map(order)).sort_values(
        ["place", "evidence_ids"]
    )
    rows = [_figure_row(row, codebook, language) for row in ordered.to_dict("records")]
    title = say(language, f"{name}：原文给出的数字", f"{name}: the figures that the source gives")
    return Exhibit(exhibit_id, "table", title, pd.DataFrame(rows))


def _figure_row(row: Row, codebook: Codebook, language: Language) -> Row:
    return headed(
        language,
        ("类别", "Family", codebook.title("family", row["family_id"], language)),
        ("指标内容", "What it states", row[f"statement_{language}"]),
        ("数值", "Figure", figure_words(row, codebook, language)),
        ("口径", "Basis", basis_words(row, codebook, language)),
        ("状态、期间、等级", "Status, period, grade", mark_words(row, codebook, language)),
        ("证据", "Evidence", evidence_mark(row["evidence_ids"])),
    )


def _has(left_out: pd.DataFrame | None, column: str, value: str) -> bool:
    return left_out is not None and bool(left_out[column].eq(value).any())


def _nothing(
    exhibit_id: str,
    name: str,
    language: Language,
    is_surveyed: bool = False,
    is_outside: bool = False,
) -> Exhibit:
    """Words in the place of a table; a survey of residents that follows is pointed to.

    `is_outside` tells that the sources give such figures, which the report did not choose.
    """
    if is_outside:
        return Exhibit(exhibit_id, "text", name, sentences=(outside_words(name, language),))
    sentence = say(
        language,
        f"**{name}：未提供。** 来源没有给出这方面的任何数字；未提供不是零，本节不作判断。",
        f"**{name}: not published.** The source gives no figure of this kind; absent is "
        "not zero, and nothing is judged here.",
    )
    if is_surveyed:
        sentence = say(
            language,
            f"**{name}：文件未提供。** 文件没有给出这方面的任何数字；居民调查见下。",
            f"**{name}: not in the documents.** They give no figure of this kind; a survey of "
            "residents follows.",
        )
    return Exhibit(exhibit_id, "text", name, sentences=(sentence,))


def mechanisms_by_aspect(
    mechanisms: pd.DataFrame, codebook: Codebook, language: Language
) -> Exhibit:
    """Which instruments each zone describes, a row an aspect of governance, a column a zone.

    Where no zone describes any there is no table: a sentence says so.
    """
    if mechanisms.empty:
        none = say(
            language,
            "各地的材料没有登记的机制，没有办法可以并列。",
            "No mechanism of any place is registered: there is nothing to set side by side.",
        )
        title = say(language, "各地写到的办法", "Instruments described")
        return Exhibit("mechanisms_by_aspect", "text", title, sentences=(none,))
    zones = list(dict.fromkeys(mechanisms["zone_id"]))
    rows = []
    for aspect in codebook.labels["mechanism_aspect"]:
        group = mechanisms[mechanisms["aspect"] == aspect]
        name = codebook.label("mechanism_aspect", aspect, language)
        row = headed(language, ("方面", "Aspect", name))
        for zone in zones:
            titles = group.loc[group["zone_id"] == zone, f"title_{language}"]
            row[codebook.title("short", zone, language)] = listed(titles, language) or say(
                language, "未写到", "none described"
            )
        rows.append(row)
    title = say(
        language,
        f"各地写到的办法：共 {len(mechanisms)} 项机制",
        f"Instruments described: {len(mechanisms)} mechanisms",
    )
    note = _counts_note(mechanisms, zones, codebook, language)
    return Exhibit("mechanisms_by_aspect", "table", title, pd.DataFrame(rows), notes=(note,))


def _counts_note(
    mechanisms: pd.DataFrame, zones: list[str], codebook: Codebook, language: Language
) -> str:
    words = [
        f"{codebook.title('short', zone, language)} {int((mechanisms['zone_id'] == zone).sum())}"
        for zone in zones
    ]
    return say(
        language,
        "项数只说明材料写到多少办法（" + "、".join(words) + "），不是成绩。",
        "Counts say how much a document describes (" + ", ".join(words) + "), not performance.",
    )


def mechanism_checks(mechanisms: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """For each mechanism, what an evaluator has to check on site and with which data."""
    rows = [
        headed(
            language,
            ("编号", "Id", row["mechanism_id"]),
            ("机制", "Mechanism", row[f"title_{language}"]),
            ("类型", "Type", codebook.label("mechanism_type", row["type"], language)),
            ("核查什么", "What to check", translated(row, "check", language)),
            ("需要的材料", "Data needed", translated(row, "data_needed", language)),
        )
        for row in mechanisms.to_dict("records")
    ]
    title = say(
        language,
        f"材料写到的 {len(rows)} 项机制与现场核查要点",
        f"The {len(rows)} mechanisms described and what to check on site",
    )
    if not rows:  # the sentence that stands for an empty table says that there are none
        title = say(
            language,
            "材料写到的机制与现场核查要点",
            "Mechanisms described and what to check on site",
        )
    return Exhibit("mechanisms", "table", title, pd.DataFrame(rows))
