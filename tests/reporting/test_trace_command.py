from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from shequ_eval.commands.trace import trace
from shequ_eval.exhibits.exhibit import MIME, Exhibit
from shequ_eval.exhibits.trace import traced


def shown(exhibit: Exhibit) -> Any:
    cell = nbformat.v4.new_code_cell("draw()")
    cell.outputs = [nbformat.v4.new_output("display_data", data={MIME: exhibit.payload()})]
    return cell


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rate = traced(
        "7.7", "rate.zhenhai.orgs", "zhenhai-2319", "zhenhai.resident.2020",
        formula="392 ÷ 510,462 × 10,000 = 7.6793", bounds="7.4–8.2",
    )  # fmt: skip
    rows = [
        ("zhenhai-2319", "登记社会组织数", "392 家", "392家", "微治理材料", "第 2319–2323 字"),
        ("zhenhai.resident.2020", "镇海常住人口", "510,462 人", "", "七普公报", ""),
        ("zhenhai-4107", "财政投入", "≤ 100,000,000 元", "近亿元", "微治理材料", "第 4107 字"),
    ]
    columns = ["编号", "说的是什么", "数值", "原词", "来源", "位置"]
    sentences = (
        f"登记 392 家[zhenhai-2319]，复算为每万人 {rate} 家。",
        "投入近 1 亿元[zhenhai-4107]。",
        f"另有 {traced('0', 'count.rest', 'facts')} 项。",
    )
    cells = [
        nbformat.v4.new_markdown_cell("## 一、产出"),
        shown(Exhibit("said", "text", "一段话", sentences=sentences)),
        shown(Exhibit("origins", "origins", "出处", pd.DataFrame(rows, columns=columns))),
    ]
    folder = tmp_path_factory.mktemp("outputs") / "zhenhai"
    (folder / "notebooks").mkdir(parents=True)
    path = folder / "notebooks" / "zone_report.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return folder


def asked(report: Path, number: str) -> Result:
    return CliRunner().invoke(trace, [str(report), number])


@pytest.mark.parametrize("number", ["7.7", "rate.zhenhai.orgs", "每万人 7.7 家"])
def test_a_number_is_told_by_its_characters_its_id_or_with_its_unit(
    report: Path, number: str
) -> None:
    told = asked(report, number)

    assert told.exit_code == 0
    assert told.output.splitlines()[:2] == ["7.7  [rate.zhenhai.orgs]", "  见 in: 一、产出"]
    for words in (
        "392 ÷ 510,462 × 10,000 = 7.6793",
        "7.4–8.2",
        "[zhenhai-2319]",
        "原词: 392家",
        "位置: 第 2319–2323 字",
        "[zhenhai.resident.2020]",
        "510,462 人",
    ):
        assert words in told.output


def test_a_number_is_found_by_its_value_however_it_is_written(report: Path) -> None:
    assert "[zhenhai-4107]" in asked(report, "100,000,000").output


@pytest.mark.parametrize("part", ["39", "92", "7", "0.7", "0.8100000000000005", "1e8", "100,000"])
def test_a_number_is_found_as_a_whole_and_never_by_a_part_of_it(report: Path, part: str) -> None:
    told = asked(report, part)

    assert told.exit_code == 2, told.output
    assert f"{part}: 报告里没有这个数字或编号" in told.output


def test_a_number_that_is_not_in_the_report_is_one_clear_message(report: Path) -> None:
    told = asked(report, "254,051")

    assert told.exit_code == 2
    assert "254,051: 报告里没有这个数字或编号" in told.output


def test_a_folder_that_is_no_report_is_one_clear_message(tmp_path: Path) -> None:
    told = asked(tmp_path, "392")

    assert told.exit_code == 2
    assert "不是一份报告的目录" in told.output
