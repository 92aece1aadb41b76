"""Knows how rates, targets, standards and sample sizes are tabled; decides none of them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.analysis.intervals import number_or_none
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.numbers import assumed_size, bounded, plain_number
from shequ_eval.exhibits.words import (
    amount_words,
    denominator_words,
    either,
    evidence_mark,
    headed,
    reason_words,
    say,
)
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_words

Row = dict[Any, Any]


def rates_table(rates: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """Printed rates beside the same rates on one basis, with the denominators used."""
    shown = rates[rates["printed"].notna() | rates["numerator"].notna()]
    rows = [_rate_row(row, codebook, language) for row in shown.to_dict("records")]
    return Exhibit(
        "rates",
        "table",
        say(
            language,
            "原文印出的比率与同一口径的复算",
            "Rates as printed and recomputed on one basis",
        ),
        pd.DataFrame(rows),
        notes=(
            say(
                language,
                "括号内为换用其他可用分母（含估算，已标明）时的范围。反推分母只用来核对，不参与计算。",
                "In brackets: the range over the other denominators that may stand beside it, "
                "marked estimates among them. The implied denominator is shown, never used.",
            ),
        ),
    )


def _rate_row(row: Row, codebook: Codebook, language: Language) -> Row:
    missing = say(language, "未提供", "not published")
    value, low, high = _three(row)
    recomputed = bounded(value, low, high, 1) if value is not None else missing
    printed, count = (_stated(row, key, language) for key in ("printed", "numerator"))
    implied = number_or_none(row["implied"])
    return headed(
        language,
        ("地区", "Zone", codebook.title("short", str(row["zone_id"]), language)),
        ("指标", "Rate", codebook.title("indicator", str(row["rate"]), language)),
        ("原文印出", "Printed", printed),
        ("分子", "Numerator", count),
        ("反推分母", "Implied denominator", "—" if implied is None else plain_number(implied, 0)),
        ("同一口径复算", "On one basis", recomputed),
        (
            "所用分母",
            "Denominator",
            denominator_words(row, codebook, language) if value is not None else missing,
        ),
        ("判断", "Verdict", _verdict(row, codebook, language)),
        ("理由", "Reasons", reason_words(row["reasons"], codebook, language)),
    )


def _verdict(row: Row, codebook: Codebook, language: Language) -> str:
    if not row["verdict"]:
        return say(language, "只有一地，无从比较", "one zone only: nothing to compare")
    return codebook.label("verdict", str(row["verdict"]), language)


def _stated(row: Row, key: str, language: Language) -> str:
    number = number_or_none(row[key])
    if number is None:
        return say(language, "未提供", "not published")
    return f"{plain_number(number)} {evidence_mark(str(row[f'{key}_evidence']))}".strip()


def _three(row: Row, prefix: str = "") -> tuple[float | None, float | None, float | None]:
    value, low, high = (number_or_none(row[f"{prefix}{key}"]) for key in ("value", "low", "high"))
    return (value, low, high)


def targets_table(targets: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """Commitments beside evidence and standards, with what can be said of each."""
    title = say(language, "承诺对照证据与标准", "Commitments against evidence and standards")
    if targets.empty:
        sentence = say(
            language,
            "来源没有写下可核对的数量承诺。",
            "The source makes no commitment in figures that could be checked.",
        )
        return Exhibit("targets", "text", title, sentences=(sentence,))
    rows = [_target_row(row, codebook, language) for row in targets.to_dict("records")]
    return Exhibit("targets", "table", title, pd.DataFrame(rows))


def _target_row(row: Row, codebook: Codebook, language: Language) -> Row:
    unit = str(row["unit"])
    return headed(
        language,
        ("地区", "Zone", codebook.title("short", str(row["zone_id"]), language)),
        ("指标", "Indicator", codebook.title("indicator", str(row["indicator_id"]), language)),
        ("承诺", "Promised", amount_words(*_three(row, "target_"), unit, language)),
        ("到期", "Due", period_words(str(row["due"]), str(row["due_basis"]), language)),
        (
            "实际",
            "Actual",
            amount_words(*_three(row, "actual_"), unit, language)
            if row["actual_evidence"]
            else codebook.label("absence", "not_published", language),
        ),
        ("是否达到", "Attained", codebook.label("attainment", str(row["attainment"]), language)),
        ("国家标准", "Standard", _standard(row, codebook, language)),
        (
            "承诺对标准",
            "Promise against standard",
            against_words(str(row["against_standard"]), language),
        ),
        ("证据", "Evidence", evidence_mark(str(row["evidence_ids"]))),
    )


def _standard(row: Row, codebook: Codebook, language: Language) -> str:
    if not row["standard_id"]:
        return say(language, "无对应标准", "none")
    least = amount_words(None, row["standard_low"], None, str(row["unit"]), language)
    note = either(str(row["standard_note"]), language)
    verified = codebook.label("verified", str(row["standard_verified"]), language)
    return f"{row['standard_label']}：{least}（{note}，{verified}）"


def against_words(code: str, language: Language) -> str:
    """What a promise is beside a standard, in words."""
    words = {
        "equal": ("与标准持平", "equal to the standard"),
        "above": ("高于标准", "above the standard"),
        "below": ("低于标准", "below the standard"),
        "not_comparable": ("单位或范围不同，不可比", "units or scope differ: not comparable"),
        "not_in_force": ("标准当时未生效或承诺无期", "not in force at that time, or no date"),
        "": ("—", "—"),
    }
    return say(language, *words[code])


def standards_table(held: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """Dated national standards against each zone's actual figures."""
    columns = ["standard_label", "standard_note", "low", "unit", "effective", "until", "verified"]
    rows = []
    for key, group in held.groupby([*columns, f"title_{language}"], sort=False, dropna=False):
        values = dict(zip([*columns, "title"], key, strict=True))
        row: Row = headed(
            language,
            ("标准", "Standard", f"{values['standard_label']} {values['title']}"),
            ("要求", "Requires", _requirement(values, language)),
            ("有效期", "In force", f"{values['effective']}—{values['until']}"),
            ("核实", "Verified", codebook.label("verified", str(values["verified"]), language)),
        )
        for zone, result in zip(group["zone_id"], group["result"], strict=True):
            row[codebook.title("short", zone, language)] = codebook.label(
                "attainment", result, language
            )
        rows.append(row)
    return Exhibit(
        "standards",
        "table",
        say(
            language,
            "国家标准对照各地实际值",
            "National standards against the zones' actual figures",
        ),
        pd.DataFrame(rows),
        notes=(
            say(
                language,
                "标准只在其有效期内适用：后出的标准不用来衡量先前的事实。",
                "A standard applies inside its dates only: a later rule never judges earlier "
                "facts.",
            ),
        ),
    )


def _requirement(values: Row, language: Language) -> str:
    least = amount_words(None, values["low"], None, str(values["unit"]), language)
    return f"{least}（{either(str(values['standard_note']), language)}）"


def sample_sizes_table(table: pd.DataFrame, language: Language) -> Exhibit:
    """Respondents per wave for each assumed spread and design effect."""
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
        f"双侧 {alpha} 显著性、{power} 把握度，两个独立样本、样本量相等。"
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
