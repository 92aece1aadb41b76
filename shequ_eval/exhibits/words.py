"""Knows how one observation is said in a cell or a sentence; computes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from shequ_eval.analysis.spans import open_span
from shequ_eval.exhibits.numbers import bounded, plain_number
from shequ_eval.exhibits.quantity_en import english_quantity
from shequ_eval.exhibits.trace import stated, traced
from shequ_eval.exhibits.units_en import english_unit
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_words

Row = Mapping[Any, Any]
# Units that a table of data writes as a sign and Chinese prose as a word.
_UNITS_ZH = {"km²": "平方千米"}


def say(language: Language, zh: str, en: str) -> str:
    """The sentence of the report's language.

    >>> say("en", "未提供", "not published")
    'not published'
    """
    return zh if language == "zh" else en


def either(both: str, language: Language) -> str:
    """The language's half of a text written as 中文 / English.

    >>> either("每百户 / per 100 households", "en")
    'per 100 households'
    """
    zh, _, en = both.partition(" / ")
    return say(language, zh, en or zh)


def listed(parts: Iterable[str], language: Language) -> str:
    """Parts in one line, with the language's own mark between them.

    >>> listed(["a", "", "b"], "zh"), listed(["a", "b"], "en")
    ('a；b', 'a; b')
    """
    return say(language, "；", "; ").join(part for part in parts if part)


def counted_words(number: int, one: str, many: str) -> str:
    """A count with the English word that goes with it.

    >>> counted_words(1, "source", "sources"), counted_words(0, "source", "sources")
    ('1 source', '0 sources')
    """
    return f"{number:,} {one if number == 1 else many}"


def figure_words(row: Row, codebook: Codebook, language: Language) -> str:
    """A figure with bounds and unit: ≥ 3,000,000 元; a vague one says so. It is traced.

    A share whose words leave the whole of 0 to 100 open is no figure: its words stand for it.
    """
    if row["absence"]:
        return codebook.label("absence", row["absence"], language)
    if row["unit"] == "%" and (row["low"], row["high"]) == (0, 100) and row.get("value_text"):
        return own_words(row, str(row["unit"]), language)
    spaced = amount_words(row["value"], row["low"], row["high"], str(row["unit"]), language)
    sign = "+" if row["change"] == "increase" else ""
    per = codebook.label("per", row["per"], language)
    vague = codebook.label("qualifier", "vague", language) if row["qualifier"] == "vague" else ""
    inside = listed([per, vague], language)
    figure = stated(f"{sign}{spaced}", str(row.get("evidence_ids") or row.get("evidence_id", "")))
    return figure + (say(language, f"（{inside}）", f" ({inside})") if inside else "")


def own_words(row: Row, unit: str, language: Language, low: str = "low", high: str = "high") -> str:
    """The source's own words in quotation marks; in English with a gloss and how they are read.

    `low` and `high` name the columns of the bounds, which are traced. A reader of Chinese needs
    no such help, and the bounds are a reading, not what the source prints.

    >>> row = {"value_text": "数千名", "low": 1000, "high": 9999}
    >>> own_words(row, "人", "en"), own_words(row, "人", "zh")
    ('“数千名” (several thousand persons), read as 1,000–9,999 persons', '“数千名”')
    >>> own_words({"value_text": "近半数以上", "low": 0, "high": 100}, "%", "en")
    '“近半数以上” (nearly half and more), read as 0–100%'
    """
    quoted = quoted_words(str(row["value_text"]), language)
    if language == "zh" or (pd.isna(row[low]) and pd.isna(row[high])):
        return quoted
    read = amount_words(None, row[low], row[high], unit, language)
    ids = str(row.get("evidence_ids") or row.get("evidence_id", ""))
    return f"{quoted}, read as {stated(read, ids)}"


def quoted_words(words: str, language: Language) -> str:
    """The source's words of a quantity in quotation marks; in English with a gloss, where known.

    >>> quoted_words("近半数以上", "en"), quoted_words("七网八网", "en")
    ('“近半数以上” (nearly half and more)', '“七网八网”')
    """
    gloss = english_quantity(words) if language == "en" else ""
    return f"“{words}” ({gloss})" if gloss else f"“{words}”"


def amount_words(
    value: float | None, low: float | None, high: float | None, unit: str, language: Language
) -> str:
    """A figure with its bounds and its unit; % stands close, other units after a space.

    >>> amount_words(None, 40, 60, "平方米", "zh"), amount_words(99, 99, 99, "%", "en")
    ('40–60 平方米', '99%')
    >>> amount_words(50, 40, 60, "%", "en"), amount_words(1, 1, None, "年", "en")
    ('50% (40–60%)', '≥ 1 year')
    """
    words = bounded(value, low, high, suffix="%" * (unit == "%"))
    words = half_width(words, language)
    if unit == "%":
        return words
    return f"{words} {unit_words(unit, language, one=_is_one(value, low, high))}".strip()


def half_width(words: str, language: Language) -> str:
    """A figure with its bounds in the brackets of the language.

    >>> half_width("7.4（7.4–8.2）", "en"), half_width("7.4（7.4–8.2）", "zh")
    ('7.4 (7.4–8.2)', '7.4（7.4–8.2）')
    """
    return words if language == "zh" else words.replace("（", " (").replace("）", ")")


def _is_one(*numbers: float | None) -> bool:
    return {float(n) for n in numbers if n is not None and not pd.isna(n)} == {1.0}


def unit_words(unit: str, language: Language, one: bool = False) -> str:
    """A unit as printed in the report's language; one without an English word stays as it is.

    >>> unit_words("人", "en"), unit_words("人", "en", one=True), unit_words("人", "zh")
    ('persons', 'person', '人')
    >>> unit_words("km²", "zh"), unit_words("km²", "en")
    ('平方千米', 'km²')
    """
    return _UNITS_ZH.get(unit, unit) if language == "zh" else english_unit(unit, one)


def mark_words(row: Row, codebook: Codebook, language: Language) -> str:
    """Status, period, grade and doubt of a figure: 实际，约 2022，C，编码有异议."""
    status = codebook.label("status", row["status"], language)
    period = period_words(str(row["period"]), str(row["period_basis"]), language)
    grade = str(row["evidence_grade"]) if row["status"] == "actual" else ""
    doubt = codebook.label("reason", "doubted", language) if row["doubt"] else ""
    separator = say(language, "，", ", ")
    return separator.join(part for part in (status, period, grade, doubt) if part)


def basis_words(row: Row, codebook: Codebook, language: Language) -> str:
    """What a figure counts and over what: registration, population basis, scope, span, flags."""
    scope = "" if row["scope"] == "whole_zone" else codebook.label("scope", row["scope"], language)
    flags = [codebook.label("flags", flag, language) for flag in str(row["flags"]).split()]
    return listed(
        [
            codebook.label("registration", row["registration"], language),
            codebook.label("population_basis", row["basis"], language),
            scope,
            span_words(row, codebook, language),
            *flags,
        ],
        language,
    )


def span_words(row: Row, codebook: Codebook, language: Language) -> str:
    """Over what a figure was cumulated, or what is open about it; nothing for one that was not.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> spent = {"indicator_id": "purchase_spending_yuan", "cumulative_over": "unstated",
    ...          "period": "2022", "period_basis": "text"}
    >>> span_words(spent, book, "zh"), span_words(spent | {"period": ""}, book, "zh")
    ('未说明是当年数还是累计数', '累计期间未说明')
    """
    span = str(row["cumulative_over"])
    if not span:
        return ""
    if reason := open_span(row, codebook):
        return codebook.label("reason", reason, language)
    return say(language, "累计 ", "cumulated over ") + period_words(span, "text", language)


def reason_words(reasons: Iterable[str], codebook: Codebook, language: Language) -> str:
    """Reason codes of the comparability gate in words."""
    return listed((codebook.label("reason", reason, language) for reason in reasons), language)


def evidence_mark(evidence_id: str) -> str:
    """An evidence id as a mark in the text: [zhenhai-2365]; nothing for none."""
    return f"[{evidence_id}]" if evidence_id else ""


def denominator_words(row: Row, codebook: Codebook, language: Language) -> str:
    """A denominator with year, kind and quality: 2020 普查 510,462 人，官方原文."""
    number = plain_number(float(row["denominator"]))
    if row.get("denominator_id"):
        number = traced(number, str(row["denominator_id"]))
    kind = codebook.label("count_type", row["denominator_count_type"], language)
    quality = codebook.label("quality", row["denominator_quality"], language)
    basis = codebook.label("population_basis", row["denominator_basis"], language)
    year = int(row["denominator_year"])
    return say(
        language,
        f"{basis}人口 {year} 年{kind} {number} 人（{quality}）",
        f"{basis} population {year}, {kind}: {number} ({quality})",
    )


def headed(language: Language, *cells: tuple[str, str, Any]) -> dict[Any, Any]:
    """One table row: (中文 header, English header, cell) triples under the language's headers.

    >>> headed("en", ("地区", "Zone", "镇海"))
    {'Zone': '镇海'}
    """
    return {say(language, zh, en): cell for zh, en, cell in cells}
