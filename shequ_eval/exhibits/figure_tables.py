"""Knows how figures of several zones stand side by side with their marks; orders no zone."""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.exhibits.exhibit import Exhibit
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


def side_by_side(
    observations: pd.DataFrame, codebook: Codebook, language: Language, dimension: str
) -> Exhibit:
    """All figures of a dimension, a row an indicator, a column a zone, in the codebook's order.

    A cell holds every figure with status, period and grade, or the word for its absence; rows
    without a figure in any zone, and buckets that are never compared, are left out.
    """
    words = codebook.indicators
    here = observations[
        (observations["dimension"] == dimension)
        & observations["indicator_id"].map(words["never_compare"]).ne("true")
    ]
    zones = list(dict.fromkeys(observations["zone_id"]))
    held = set(here.loc[here["absence"] == "", "indicator_id"])
    rows = [
        _row(here, indicator, zones, codebook, language)
        for indicator in _in_family_order(held, codebook)
    ]
    name = codebook.label("dimension", dimension, language)
    title = say(language, f"{name}：各地的数字并列", f"{name}: the figures side by side")
    return Exhibit(
        f"side_by_side_{dimension}",
        "table",
        title,
        pd.DataFrame(rows),
        notes=(
            say(
                language,
                "并列不等于可比：状态、期间、口径见格内；“未提供”不是零。",
                "Side by side is not comparable: see status, period and basis in each cell; "
                "'not published' is not zero.",
            ),
        ),
    )


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
        ("类", "Family", codebook.title("family", family, language)),
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
    marks = mark_words(row, codebook, language)
    return say(language, f"{words}（{marks}）", f"{words} ({marks})")


def zone_figures(
    observations: pd.DataFrame, codebook: Codebook, language: Language, dimension: str
) -> Exhibit:
    """The figures of a dimension, one a row, with basis, marks and evidence."""
    stated = observations[observations["dimension"].eq(dimension) & observations["absence"].eq("")]
    name = codebook.label("dimension", dimension, language)
    return _figures(stated, f"figures_{dimension}", name, codebook, language)


def family_figures(
    observations: pd.DataFrame, codebook: Codebook, language: Language, family_id: str
) -> Exhibit:
    """The figures of one family of indicators, one a row, with basis, marks and evidence."""
    stated = observations[observations["family_id"].eq(family_id) & observations["absence"].eq("")]
    name = codebook.title("family", family_id, language)
    return _figures(stated, f"figures_{family_id}", name, codebook, language)


def _figures(
    stated: pd.DataFrame, exhibit_id: str, name: str, codebook: Codebook, language: Language
) -> Exhibit:
    if stated.empty:
        return _nothing(exhibit_id, name, language)
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
        ("类", "Family", codebook.title("family", row["family_id"], language)),
        ("说的是什么", "What it states", row[f"statement_{language}"]),
        ("数值", "Figure", figure_words(row, codebook, language)),
        ("口径", "Basis", basis_words(row, codebook, language)),
        ("状态、期间、等级", "Status, period, grade", mark_words(row, codebook, language)),
        ("证据", "Evidence", evidence_mark(row["evidence_ids"])),
    )


def _nothing(exhibit_id: str, name: str, language: Language) -> Exhibit:
    sentence = say(
        language,
        f"**{name}：未提供。** 来源没有给出这方面的任何数字；未提供不是零，本节不作判断。",
        f"**{name}: not published.** The source gives no figure of this kind; absent is "
        "not zero, and nothing is judged here.",
    )
    return Exhibit(exhibit_id, "text", name, sentences=(sentence,))


def mechanisms_by_aspect(
    mechanisms: pd.DataFrame, codebook: Codebook, language: Language
) -> Exhibit:
    """Which instruments each zone describes, a row an aspect of governance, a column a zone."""
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
            ("核查什么", "What to check", row["check"]),
            ("需要的材料", "Data needed", row["data_needed"]),
        )
        for row in mechanisms.to_dict("records")
    ]
    title = say(
        language,
        f"材料写到的 {len(rows)} 项机制与现场核查要点",
        f"The {len(rows)} mechanisms described and what to check on site",
    )
    return Exhibit("mechanisms", "table", title, pd.DataFrame(rows))
