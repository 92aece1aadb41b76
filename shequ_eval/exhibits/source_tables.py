"""Knows how sources, evidence, denominators and doubts are tabled; judges none of them."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from shequ_eval.exhibits.coding_words import CODED_COLUMNS, disputes_note
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.fact_names import names_note, place_in_documents, stated_words
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.source_words import cited_title, published_words, translated
from shequ_eval.exhibits.table_columns import filled_columns
from shequ_eval.exhibits.trace import traced
from shequ_eval.exhibits.words import (
    basis_words,
    figure_words,
    headed,
    listed,
    mark_words,
    say,
    unit_words,
)
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_words

NOT_DIVIDED_BY = ("gdp", "budget_revenue")
Row = dict[Any, Any]


def zones_table(zones: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """What each place is: level, standing as an experiment zone, what its facts speak of.

    A place within none of the report's places says so; where no place lies within another the
    column is left out.
    """
    nested = bool(zones["parent_zone"].ne("").any())
    rows = [
        headed(
            language,
            ("地区", "Zone", row[f"title_{language}"]),
            ("代码", "Code", row["adcode"]),
            ("层级", "Level", codebook.label("level", row["level"], language)),
            (
                "身份",
                "Standing",
                codebook.label("experiment_status", row["experiment_status"], language),
            ),
            ("上级", "Within", _parent(row["parent_zone"], codebook, language) if nested else ""),
            (
                "地名依据",
                "Basis of the name",
                codebook.label("identity", row["identity"], language),
            ),
            (
                "材料所述时期",
                "Period of the document",
                period_words(row["facts_period"], "inferred", language),
            ),
        )
        for row in zones.to_dict("records")
    ]
    title = say(language, "各地的层级与身份", "Level and standing of each place")
    if len(zones) == 1:
        title = say(language, "层级与身份", "Level and standing of the place")
    return Exhibit("zones", "table", title, filled_columns(rows))


def _parent(zone_id: str, codebook: Codebook, language: Language) -> str:
    if not zone_id:
        return say(language, "不在本报告", "not in this report")
    return codebook.title("short", zone_id, language)


def sources_table(sources: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """Each document with publisher, date, grade, length, checksum and known defects."""
    rows = [
        headed(
            language,
            ("地区", "Zone", codebook.title("short", row["zone_id"], language)),
            ("文件", "Document", cited_title(row, language)),
            ("发布者", "Publisher", translated(row, "publisher", language)),
            ("日期", "Date", published_words(row["published"], language)),
            ("等级", "Grade", row["evidence_grade"]),
            ("字数", "Characters", plain_number(row["characters"])),
            ("校验和（前 12 位）", "SHA-256 (first 12)", row["sha256"][:12]),
            ("已知缺陷", "Known defects", translated(row, "defects", language)),
        )
        for row in sources.to_dict("records")
    ]
    grades = [
        f"{key} {codebook.label('evidence_grade', key, language)}" for key in ("A", "B", "C", "D")
    ]
    return Exhibit(
        "sources",
        "table",
        say(language, "来源及其证据等级", "Sources and their evidence grade"),
        filled_columns(rows),
        notes=(say(language, "证据等级：", "Evidence grades: ") + listed(grades, language),),
    )


def evidence_table(evidence: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """Every coded figure: its own words, value with bounds, what it counts, period, marks."""
    rows = [_evidence_row(row, codebook, language) for row in _as_figures(evidence)]
    if not evidence.empty and (not evidence["passage"].eq("").all()):
        for row, words in zip(rows, evidence["passage"], strict=True):
            row[say(language, "上下文", "Passage")] = words
    return Exhibit(
        "evidence",
        "table",
        say(language, "证据全表", "All evidence"),
        filled_columns(rows),
        notes=(
            say(
                language,
                "位置为来源文件解码后的字符序号，自 0 起，含首不含尾。",
                "Place: characters of the decoded document, from 0, first included, last not.",
            ),
            names_note(language),
        ),
    )


def _as_figures(evidence: pd.DataFrame) -> list[Row]:
    rows = evidence.rename(columns={"population_basis": "basis"}).assign(absence="")
    return rows.to_dict("records")


def _evidence_row(row: Row, codebook: Codebook, language: Language) -> Row:
    return headed(
        language,
        ("编号", "Id", row["evidence_id"]),
        ("说的是什么", "What it states", stated_words(row, codebook, language)),
        ("原词", "Own words", row["value_text"]),
        ("数值", "Figure", figure_words(row, codebook, language)),
        ("口径", "Basis", basis_words(row, codebook, language)),
        ("状态、期间、等级", "Status, period, grade", mark_words(row, codebook, language)),
        ("位置", "Place", f"{row['start']}–{row['end']}"),
        ("备注", "Note", row["note"] if language == "zh" else ""),
    )


def denominators_table(
    denominators: pd.DataFrame, codebook: Codebook, language: Language
) -> Exhibit:
    """Every population, household or area figure with its kind, quality and source."""
    rows = [
        headed(
            language,
            ("地区", "Zone", codebook.title("short", row["zone_id"], language)),
            ("量", "Measure", codebook.label("measure", row["measure"], language)),
            ("年份", "Year", str(row["year"])),
            ("数值", "Value", _amount(row, language)),
            ("种类", "Kind", codebook.label("count_type", row["count_type"], language)),
            ("范围", "Scope", codebook.label("scope", row["coverage"], language)),
            ("可靠程度", "Quality", codebook.label("quality", row["quality"], language)),
            ("来源", "Source", translated(row, "source", language)),
            ("备注", "Note", translated(row, "note", language)),
        )
        for row in denominators[~denominators["measure"].isin(NOT_DIVIDED_BY)].to_dict("records")
    ]
    title = say(language, "人口、户数与其他分母", "Populations, households and other denominators")
    return Exhibit("denominators", "table", title, filled_columns(rows))


def _amount(row: Row, language: Language) -> str:
    number = traced(plain_number(float(row["value"])), str(row["denominator_id"]))
    return f"{number} {unit_words(str(row['unit']), language)}".strip()


def disputes_table(disputes: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """Where a second coder read a row otherwise, what, and why; place by place as in the text."""
    rows = [
        headed(
            language,
            ("证据", "Evidence", row["evidence_id"]),
            ("项目", "Column", codebook.label("doubt_column", row["column"], language)),
            ("现编码", "Coded", _coded(row, "coded", codebook, language)),
            ("另一读法", "Coded otherwise", _coded(row, "read_otherwise", codebook, language)),
            ("理由", "Reason", translated(row, "reason", language)),
        )
        for row in sorted(disputes.to_dict("records"), key=partial(place_in_documents, codebook))
    ]
    note = disputes_note(disputes, language)
    title = say(language, "第二编码者的异议", "Where the second coder coded differently")
    return Exhibit("disputes", "table", title, pd.DataFrame(rows), notes=(note,) * bool(rows))


def _coded(row: Row, side: str, codebook: Codebook, language: Language) -> str:
    """The code in words, a period as it is printed elsewhere; the rest as it is, or translated."""
    if row["column"] == "period" and row[side]:
        return period_words(str(row[side]), "text", language)
    words = codebook.labels.get(str(row["column"]), {}).get(str(row[side]))
    return (
        codebook.label(str(row["column"]), str(row[side]), language)
        if words
        else (translated(row, side, language))
    )


def missing_table(missing: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """What the documents lost: years, counts, names; and what could be recovered."""
    rows = [
        headed(
            language,
            ("地区", "Zone", codebook.title("short", row["zone_id"], language)),
            ("位置", "Place", str(row["gap"])),
            ("缺什么", "What is missing", translated(row, "what", language)),
            (
                "可复原为",
                "Recovered as",
                translated(row, "recovered", language)
                or say(language, "未能复原", "not recovered"),
            ),
            ("备注", "Note", translated(row, "note", language)),
        )
        for row in missing.to_dict("records")
    ]
    title = say(language, "原文缺失的数字与字词", "Numbers and words that the documents lost")
    return Exhibit("missing_numbers", "table", title, filled_columns(rows))


def agreement_table(agreement: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """Agreement of the two stored codings, column by column."""
    title = say(language, "两次独立编码的一致程度", "Agreement of two independent codings")
    if agreement["of"].eq(0).all():
        once = say(
            language,
            "这些来源只编码了一次，没有第二份独立编码，一致程度无从计算。",
            "These sources were coded once; without a second coding there is no agreement.",
        )
        return Exhibit("agreement", "text", title, sentences=(once,))
    rows = [_agreement_row(row, language) for row in agreement.to_dict("records")]
    note = say(
        language,
        "仅由两份存档编码算出；只涉及两人都编过的段落。",
        "Computed from the two stored codings alone, in the passages coded twice.",
    )
    return Exhibit("agreement", "table", title, pd.DataFrame(rows), notes=(note,))


def _agreement_row(row: Row, language: Language) -> Row:
    kappa = row["kappa"]
    none = say(language, "不适用", "n/a")
    return headed(
        language,
        ("项目", "Column", say(language, *CODED_COLUMNS[row["column"]])),
        ("一致", "Agree", plain_number(row["agreed"])),
        ("总数", "Of", plain_number(row["of"])),
        ("一致率", "Share", f"{plain_number(row['agree_share'] * 100, 1)}%"),
        ("Cohen κ", "Cohen's κ", none if pd.isna(kappa) else plain_number(kappa, 2)),
    )
