"""Knows how sums of registers by zone and year are tabled; takes no least sum for the whole."""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.analysis.register_money import UNDATED
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.words import headed, say
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = dict[Any, Any]
# Where an amount stands in the table: one column for what both registers call by other names.
PLACES = (
    ("预算或批复（元）", "Budget or approved (yuan)", ("budget_yuan", "approved_yuan")),
    ("合同（元）", "Contract (yuan)", ("contract_yuan",)),
    ("到位（元）", "Paid in (yuan)", ("paid_in_yuan",)),
    ("支出（元）", "Paid or spent (yuan)", ("paid_yuan", "spent_yuan")),
)


def register_money_table(money: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """The amounts of each zone's projects and funds, a row a year, with the unknown counted.

    `money` as `money_by_year` gives it. Where neither register has a row the exhibit has neither
    table nor sentence.

    Examples
    --------
    >>> from shequ_eval.analysis.register_money import money_by_year
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> rows = pd.DataFrame({"zone_id": ["lishui"] * 2, "kept_by": ["示例数据"] * 2,
    ...     "started_on": ["2020-01-31", "2020-05-04"], "budget_yuan": [60000.0, 40000.0],
    ...     "contract_yuan": [None, None], "paid_yuan": [50000.0, None]})
    >>> shown = register_money_table(money_by_year({"projects": rows}), book, "zh").data
    >>> shown.iloc[0, 2:].tolist()
    ['2020', '2', '100,000', '未记（2 项）', '–', '≥ 50,000（1 项未记）']
    """
    title = say(language, "项目与资金：分年度的金额", "Projects and funds: amounts by year")
    if money.empty:
        return Exhibit("register_money", "text", title)
    by_year = money.groupby(["zone_id", "register", "year"], sort=False)
    rows = [
        _row(amounts.set_index("amount").to_dict("index"), amounts.iloc[0], codebook, language)
        for _, amounts in by_year
    ]
    notes = _notes(bool(money["sampled"].any()), language)
    return Exhibit("register_money", "table", title, pd.DataFrame(rows), notes=notes)


def _row(amounts: Row, first: pd.Series, codebook: Codebook, language: Language) -> Row:
    undated = say(language, "未记实施日期", "no day of start")
    cells = [
        (zh, en, _sum_words([amounts[name] for name in names if name in amounts], language))
        for zh, en, names in PLACES
    ]
    return headed(
        language,
        ("地区", "Zone", codebook.title("short", str(first["zone_id"]), language)),
        ("台账", "Register", codebook.label("register", str(first["register"]), language)),
        ("年度", "Year", undated if first["year"] == UNDATED else str(first["year"])),
        ("行数", "Rows", plain_number(int(first["rows"]))),
        *cells,
    )


def _sum_words(held: list[Row], language: Language) -> str:
    """A sum; at least that where some rows do not record it; "–" where the register has no such.

    >>> _sum_words([{"known_yuan": 90.0, "unknown": 1}], "en"), _sum_words([], "zh")
    ('≥ 90 (1 not recorded)', '–')
    """
    if not held:
        return "–"
    known, unknown = held[0]["known_yuan"], int(held[0]["unknown"])
    if pd.isna(known):
        return say(language, f"未记（{unknown} 项）", f"not recorded ({unknown})")
    words = plain_number(float(known))
    if not unknown:
        return words
    return say(language, f"≥ {words}（{unknown} 项未记）", f"≥ {words} ({unknown} not recorded)")


def _notes(sampled: bool, language: Language) -> tuple[str, ...]:
    years = say(
        language,
        "项目按组织实施的日期归入年度，资金按财政年度，两者不相加；"
        "有未记的格时，所列之和只是至少，未记不是零。",
        "A project belongs to the year in which it was begun, a fund to its fiscal year; the two "
        "are never added up. Where cells are empty a sum is a least one: not recorded is not zero.",
    )
    drawn = say(
        language,
        "有的行来自随机抽样的台账：所列之和是抽到的，不是全部。",
        "Some rows are of a register drawn at random: sums are of what was drawn, not of all.",
    )
    return (years, *[drawn] * sampled)
