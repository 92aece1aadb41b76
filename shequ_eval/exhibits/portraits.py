"""Knows how to say in a few lines what each place reports or plans; sets none above another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.figures_said import (
    PLANNED,
    Marks,
    figure_said,
    main_figures,
    shared_marks,
)
from shequ_eval.exhibits.trace import counted
from shequ_eval.exhibits.words import counted_words, say
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = dict[Any, Any]
DIMENSIONS = ("input", "output", "process", "outcome", "satisfaction")


def zone_portraits(
    observations: pd.DataFrame,
    zones: pd.DataFrame,
    codebook: Codebook,
    language: Language,
    left_out: pd.DataFrame | None = None,
) -> Exhibit:
    """A place at a time: what its source gives, then a line for each dimension.

    Of inputs, outputs and process the headline figures are said (money and counts that the
    codebook can put per resident), and how many more the tables hold. A mark that all figures of
    a place or of a line share (a plan, no period) is said once. Plans are called plans; a
    dimension without any figure says so. Where the report did not choose all figures of a
    dimension (`left_out`), the table of all evidence is pointed to.
    """
    never = observations["indicator_id"].map(codebook.indicators["never_compare"]).eq("true")
    # NOTE: the tables of several places leave out buckets that are never compared.
    tabled = observations[observations["absence"].eq("") & ~(never & (len(zones) > 1))]
    cut = set() if left_out is None else set(left_out["dimension"])
    tables = {key: _table_words(key, key in cut, codebook, language) for key in DIMENSIONS}
    sentences = [
        _portrait(
            zone,
            observations[observations["zone_id"] == zone["zone_id"]],
            tabled[tabled["zone_id"] == zone["zone_id"]],
            tables,
            codebook,
            language,
        )
        for zone in zones.to_dict("records")
    ]
    title = say(language, "各地写到了什么", "What each place reports or plans")
    if len(zones) == 1:
        title = say(language, "写到了什么", "What the place reports or plans")
    return Exhibit("portraits", "text", title, sentences=tuple(sentences))


def _portrait(
    zone: Row,
    here: pd.DataFrame,
    tabled: pd.DataFrame,
    tables: Mapping[str, str],
    codebook: Codebook,
    language: Language,
) -> str:
    figures = {key: main_figures(here, key, codebook) for key in DIMENSIONS}
    shared = shared_marks(
        [row for rows in figures.values() for row in _rows(rows)], codebook, language
    )
    others = {
        key: _other_figures(tabled, key, figures[key], codebook, language) for key in DIMENSIONS
    }
    lines = [
        "- "
        + _dimension(here, key, figures[key], others[key], tables[key], shared, codebook, language)
        for key in DIMENSIONS
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
            "来源没有给出投入、产出、过程、成效或满意度的数字。",
            "The source gives no figure of inputs, outputs, process, outcomes or satisfaction.",
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
    other: str,
    table: str,
    shared: Marks,
    codebook: Codebook,
    language: Language,
) -> str:
    name = codebook.label("dimension", dimension, language)
    if figures.empty:
        return _silent(here, dimension, other, table, codebook, language)
    rows = _rows(figures)
    alike = tuple(m for m in shared_marks(rows, codebook, language) if m not in shared)
    said = [figure_said(row, codebook, language, (*shared, *alike)) for row in rows]
    once = say(language, "，", ", ").join(alike)
    more = (
        say(language, f"另有 {other}见{table}。", f" Another {other}: see {table}.")
        if other
        else ""
    )
    if language == "zh":
        return f"{name}{f'（各数：{once}）' if alike else ''}：{'；'.join(said)}。{more}"
    return f"{name}{f' (all figures: {once})' if alike else ''}: {'; '.join(said)}.{more}"


def _other_figures(
    tabled: pd.DataFrame,
    dimension: str,
    figures: pd.DataFrame,
    codebook: Codebook,
    language: Language,
) -> str:
    """How many figures the table of a dimension has beside those said in the line; "" for none."""
    rest = tabled[tabled["dimension"].eq(dimension) & ~tabled.index.isin(figures.index)]
    if rest.empty:
        return ""
    name = codebook.label("dimension", dimension, language)
    key, what = f"portraits.{rest['zone_id'].iloc[0]}.{dimension}", f"{name} 另有数字 other figures"
    number = counted(len(rest), key, what, "observations")
    figures_en = counted_words(len(rest), "figure", "figures").partition(" ")[2]
    return say(language, f"{number} 个数字", f"{number} {figures_en}")


def _silent(
    here: pd.DataFrame,
    dimension: str,
    other: str,
    table: str,
    codebook: Codebook,
    language: Language,
) -> str:
    name = codebook.label("dimension", dimension, language)
    if other:
        zh = f"{name}：此处不列，{other}见{table}。"
        return say(language, zh, f"{name}: {other} in {table}, not listed here.")
    if (here["dimension"].eq(dimension) & here["absence"].eq("")).any():
        zh = f"{name}：只有不作比较的数字，见证据全表。"
        return say(
            language, zh, f"{name}: only figures never compared; see the table of all evidence."
        )
    absent = codebook.label("absence", "not_published", language)
    return say(language, f"{name}：{absent}。", f"{name}: {absent}.")


def _table_words(dimension: str, is_cut: bool, codebook: Codebook, language: Language) -> str:
    """The table that holds the other figures of a dimension, as a sentence names it."""
    if is_cut:
        return say(language, "证据全表", "the table of all evidence")
    name = codebook.label("dimension", dimension, language)
    return say(language, f"{name}的表", f"the table of {name.lower()}")


def _rows(figures: pd.DataFrame) -> list[Row]:
    return [{str(key): cell for key, cell in row.items()} for row in figures.to_dict("records")]
