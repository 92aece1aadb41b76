"""Knows how rates and the sizes of samples are tabled; decides none of them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.analysis.comparability import UNSTATED
from shequ_eval.analysis.intervals import number_or_none
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.numbers import assumed_size, over_populations, plain_number
from shequ_eval.exhibits.rate_traces import PER_10K, traced_implied, traced_rate
from shequ_eval.exhibits.sensitivity import sensitivity_words
from shequ_eval.exhibits.table_columns import filled_columns
from shequ_eval.exhibits.words import (
    denominator_words,
    evidence_mark,
    half_width,
    headed,
    listed,
    say,
    unit_words,
)
from shequ_eval.exhibits.zone_reasons import reasons_in_words, verdicts_in_words
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = dict[Any, Any]


def rates_table(rates: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """Printed rates beside the same rates on one basis, with the denominators used.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.examples import example_rate
    >>> rates = example_rate()
    >>> table = rates_table(rates, book, "zh").data
    >>> table[["原文印出（每万人）", "反推分母（人）", "判断"]].values.tolist()
    [['未提供', '不适用', '只有一地，无从比较']]
    """
    shown = rates[rates["printed"].notna() | rates["numerator"].notna()]
    if shown.empty:
        # NOTE: the sentences under the table say that no rate can be recomputed.
        return Exhibit("rates", "text", _rates_title(language))
    rows = [_rate_row(row, codebook, language) for row in shown.to_dict("records")]
    return Exhibit(
        "rates",
        "table",
        _rates_title(language),
        filled_columns(rows),
        notes=_rate_notes(shown, codebook, language),
    )


def _rates_title(language: Language) -> str:
    return say(
        language,
        "原文印出的比率与同一口径的复算",
        "Rates as printed and recomputed on one basis",
    )


def _rate_notes(shown: pd.DataFrame, codebook: Codebook, language: Language) -> tuple[str, ...]:
    """What the brackets, the implied denominator and the verdict are, where there are any."""
    implied = shown["implied"].notna().any()
    range_said = sensitivity_words(shown, codebook, language)
    notes = [range_said] * bool(range_said)
    notes += [
        say(
            language,
            "反推分母只用来核对，不参与计算。",
            "The implied denominator is a check and is never used.",
        )
    ] * bool(implied)
    notes += [
        say(
            language,
            "判断与理由说的是该地的分子（及其复算）与其他各地能否相比；没有分子的，说的是印出的比率。",
            "Verdict and reasons tell whether the zone's own numerator, and what it is recomputed "
            "to, may be set beside each other zone's; without a numerator, its printed rate.",
        )
    ] * bool(shown["against"].map(len).any())
    return tuple(notes)


def _rate_row(row: Row, codebook: Codebook, language: Language) -> Row:
    missing = say(language, "未提供", "not published")
    value = number_or_none(row["value"])
    recomputed = missing
    if value is not None:
        recomputed = traced_rate(half_width(_rate_words(row), language), row, PER_10K)
    printed, count = (_stated(row, key, codebook, language) for key in ("printed", "numerator"))
    implied = number_or_none(row["implied"])
    return headed(
        language,
        ("地区", "Zone", codebook.title("short", str(row["zone_id"]), language)),
        ("指标", "Rate", codebook.title("indicator", str(row["rate"]), language)),
        ("原文印出（每万人）", "Printed (per 10,000 persons)", printed),
        ("分子", "Numerator", count),
        (
            "反推分母（人）",
            "Implied denominator (persons)",
            codebook.label("absence", "not_applicable", language)
            if implied is None
            else traced_implied(plain_number(implied, 0), row, PER_10K),
        ),
        ("同一口径复算（每万人）", "On one basis (per 10,000 persons)", recomputed),
        (
            "所用分母",
            "Denominator",
            denominator_words(row, codebook, language) if value is not None else missing,
        ),
        ("判断", "Verdict", _verdict(row, codebook, language)),
        ("理由", "Reasons", _reasons(row, codebook, language)),
    )


def _verdict(row: Row, codebook: Codebook, language: Language) -> str:
    """The verdict on this zone beside each other, and on no others."""
    if not row["against"]:
        return say(language, "只有一地，无从比较", "one place only: nothing to compare")
    words = verdicts_in_words(row["against"], codebook, language)
    if row["tier"] != "city":
        return words
    if len({verdict for _, verdict, _ in row["against"]}) > 1:
        return say(language, f"市级另列：{words}", f"a city, apart: {words}")
    return say(language, f"市级另列，与区县{words}", f"a city, apart: with districts {words}")


def _reasons(row: Row, codebook: Codebook, language: Language) -> str:
    """The gate's reasons on the zone's own pairs, and what its own printed rate leaves unsaid."""
    told = [reasons_in_words(row["against"], codebook, language)]
    named = any("basis_unstated" in reasons for _, _, reasons in row["against"])
    if row["against"] and row["printed_basis"] == UNSTATED and not named:
        unsaid = codebook.label("reason", "basis_unstated", language)
        told.append(say(language, f"印出的比率{unsaid}", f"printed rate: {unsaid}"))
    return listed(told, language)


def _stated(row: Row, key: str, codebook: Codebook, language: Language) -> str:
    """A number as the source gives it, with what it counts and its evidence."""
    number = number_or_none(row[key])
    if number is None:
        return say(language, "未提供", "not published")
    unit = unit_words(str(codebook.indicators.at[row["rate"], "unit"]), language)
    words = f"{plain_number(number)} {unit}".strip()
    return f"{words} {evidence_mark(str(row[f'{key}_evidence']))}".strip()


def _rate_words(row: Row) -> str:
    """A recomputed rate over its main denominator, with the range over the others in brackets."""
    value, low, high = (number_or_none(row[key]) for key in ("value", "low", "high"))
    main = (
        number_or_none(row.get("main_low", low)),
        number_or_none(row.get("main_high", high)),
    )
    return over_populations(value, main, (low, high), 1)


def sample_sizes_table(table: pd.DataFrame, language: Language) -> Exhibit:
    """Respondents per wave for each assumed spread and design effect.

    Examples
    --------
    >>> from shequ_eval.analysis.sample_size import SIZE_COLUMNS
    >>> sizes = pd.DataFrame([[15.0, 1.0, 66768, 0.23, 0.05, 0.8]], columns=SIZE_COLUMNS)
    >>> sample_sizes_table(sizes, "zh").data.values.tolist()
    [['15', '66,800']]
    """
    if table.empty:
        return _no_change(language)
    wide = table.pivot_table(
        index="standard_deviation", columns="design_effect", values="respondents_per_wave"
    )
    rows = [
        headed(
            language, ("假定标准差（分）", "Assumed SD (points)", plain_number(float(str(spread))))
        )
        | {
            say(language, f"设计效应 {effect}", f"deff {effect}"): plain_number(
                assumed_size(float(size))
            )
            for effect, size in sizes.items()
        }
        for spread, sizes in wide.iterrows()
    ]
    title = say(
        language,
        "要看出公布的变化，每次调查需要多少受访者",
        "Respondents that each wave would need to show the published change",
    )
    alpha, power = f"{table['alpha'].iloc[0]:.0%}", f"{table['power'].iloc[0]:.0%}"
    note = say(
        language,
        f"显著性水平 {alpha}（双侧）、检验功效 {power}，两个独立样本、样本量相等。"
        "标准差与设计效应均为假定，来源没有给出；人数取到百位。",
        f"Two-sided {alpha}, power {power}, two independent waves of equal size. Spread and "
        "design effect are assumptions: the source gives neither. Rounded to hundreds.",
    )
    return Exhibit("sample_sizes", "table", title, pd.DataFrame(rows), notes=(note,))


def _no_change(language: Language) -> Exhibit:
    title = say(language, "样本量", "Sample size")
    sentence = say(
        language,
        "没有公布满意度的变化，也就没有可以检验的量。",
        "No change in satisfaction was published, so there is nothing to size a sample for.",
    )
    return Exhibit("sample_sizes", "text", title, sentences=(sentence,))
