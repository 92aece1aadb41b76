"""Amounts of the registers by zone and year: each sum by hand, each unknown counted."""

from __future__ import annotations

import pandas as pd
import pytest

from shequ_eval.analysis.register_money import money_by_year
from shequ_eval.evidence.study import Study
from shequ_eval.exhibits.register_money_table import register_money_table
from shequ_eval.vocabulary.codebook import Codebook

KEPT = "示例数据"
PROJECTS = pd.DataFrame(
    [
        ["lishui", KEPT, "2020-02-01", 100.0, 95.0, 90.0],
        ["lishui", KEPT, "2020-12-31", 50.0, None, None],
        ["lishui", KEPT, "2021-01-01", 30.0, 28.0, None],
        ["lishui", KEPT, "", 7.0, None, None],
        ["zhenhai", KEPT, "2020-06-01", 1000.0, 900.0, 900.0],
    ],
    columns=["zone_id", "kept_by", "started_on", "budget_yuan", "contract_yuan", "paid_yuan"],
)
FUNDS = pd.DataFrame(
    [["lishui", KEPT, 2020, 200.0, 150.0, 0.0], ["lishui", KEPT, 2020, 100.0, None, 40.0]],
    columns=["zone_id", "kept_by", "year", "approved_yuan", "paid_in_yuan", "spent_yuan"],
)


def cell(zone: str, year: str, amount: str) -> tuple[float, int]:
    money = money_by_year({"projects": PROJECTS, "funds": FUNDS})
    (row,) = money[
        money["zone_id"].eq(zone) & money["year"].eq(year) & money["amount"].eq(amount)
    ].to_dict("records")
    return row["known_yuan"], row["unknown"]


@pytest.mark.parametrize(
    ("zone", "year", "amount", "known", "unknown"),
    [
        ("lishui", "2020", "budget_yuan", 150, 0),
        ("lishui", "2020", "contract_yuan", 95, 1),
        ("lishui", "2020", "paid_yuan", 90, 1),
        ("lishui", "2021", "contract_yuan", 28, 0),
        ("lishui", "", "budget_yuan", 7, 0),
        ("zhenhai", "2020", "budget_yuan", 1000, 0),
        ("lishui", "2020", "approved_yuan", 300, 0),
        ("lishui", "2020", "spent_yuan", 40, 0),
    ],
)
def test_a_sum_is_of_one_zone_and_year_and_counts_what_is_not_recorded(
    zone: str, year: str, amount: str, known: float, unknown: int
) -> None:
    assert cell(zone, year, amount) == (known, unknown)


def test_where_nothing_is_recorded_there_is_no_sum_and_no_zero() -> None:
    known, unknown = cell("lishui", "2021", "paid_yuan")
    assert pd.isna(known) and unknown == 1


def test_no_amount_is_lost_or_counted_twice() -> None:
    money = money_by_year({"projects": PROJECTS, "funds": FUNDS})
    sums = money.groupby("amount")["known_yuan"].sum()
    for table in (PROJECTS, FUNDS):
        amounts = [name for name in table.columns if name.endswith("_yuan")]
        assert sums[amounts].tolist() == table[amounts].sum().tolist()


def test_a_sum_with_an_unknown_part_is_printed_as_a_least_one(codebook: Codebook) -> None:
    shown = register_money_table(money_by_year({"projects": PROJECTS}), codebook, "zh").data
    first = shown.iloc[0]
    assert [first["年度"], first["合同（元）"], first["支出（元）"]] == [
        "2020",
        "≥ 95（1 项未记）",
        "≥ 90（1 项未记）",
    ]
    assert shown["年度"].tolist() == ["2020", "2021", "未记实施日期", "2020"]
    assert shown.iloc[1]["支出（元）"] == "未记（1 项）"
    english = register_money_table(money_by_year({"projects": PROJECTS}), codebook, "en").data
    assert english.iloc[0]["Contract (yuan)"] == "≥ 95 (1 not recorded)"


def test_what_a_sample_adds_up_to_is_said_to_be_no_total(codebook: Codebook) -> None:
    whole = register_money_table(money_by_year({"projects": PROJECTS}), codebook, "zh")
    drawn = PROJECTS.assign(kept_by="示例数据，随机抽样 5/40")
    sample = register_money_table(money_by_year({"projects": drawn}), codebook, "zh")
    assert len(sample.notes) == len(whole.notes) + 1


def test_without_a_row_the_exhibit_is_empty(five_zones: Study, codebook: Codebook) -> None:
    shown = register_money_table(money_by_year(five_zones.registers), codebook, "zh")
    assert (shown.kind, shown.sentences, len(shown.data)) == ("text", (), 0)
