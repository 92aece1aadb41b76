"""What a coding sheet is refused for: words and numbers that nobody wrote, units that cannot be.

Everything here is 示例数据, written for these tests; the data are a copy in a temporary folder.
"""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from shequ_eval.commands.code import code
from shequ_eval.evidence.checks.declared import read_declared
from shequ_eval.evidence.checks.disputes import check_disputes
from shequ_eval.evidence.checks.tables import read_package
from shequ_eval.evidence.coding.columns import CODING, SOURCES, TEXT
from shequ_eval.evidence.coding.units import fits_kind
from shequ_eval.evidence.tables import read_tables
from shequ_eval.reporting.coding import acceptance
from shequ_eval.reporting.coding.desk import new_sheet
from shequ_eval.vocabulary.codebook import read_codebook

BULLETIN = (
    "示例区情况通报（示例数据）\n"
    "　　截至2022年底，全区共有社区126个，常住人口638000人。登记社会组织512家。\n"
    "　　每个网格300至500户。志愿者累计服务时长46万小时。市民满意度较2021年提高2.1个百分点。\n"
    "　　共有名党员到社区报到，实施购买服务项目86项，另有十四个街道。\n"
)
ZONE = "jiexiu"
SOURCE = {
    "title": "示例区情况通报（示例数据）", "title_basis": "printed", "publisher": "示例",
    "publisher_basis": "unstated", "published": "2023/3/5", "kind": "self_report_official",
    "evidence_grade": "C",
}  # fmt: skip
SIGNED = {"decision": "accept", "coder": "b", "coded_on": "2026/11/9"}


@pytest.fixture(scope="module")
def issued(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh sheet of the bulletin, made once."""
    folder = tmp_path_factory.mktemp("issued")
    (folder / "通报.txt").write_text(BULLETIN, encoding="utf-8")
    new_sheet(ZONE, [folder / "通报.txt"], project / "data", folder / "s.xlsx", "2023年3月5日")
    return folder


@pytest.fixture(autouse=True)
def unchecked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the check of the whole package out where it is not what a test is about."""
    if "row_rules_only" not in request.fixturenames:
        monkeypatch.setattr(acceptance, "new_errors", lambda contents, data_root: [])


def run(*arguments: str) -> Result:
    return CliRunner().invoke(code, [*arguments, "--data", "data"])


class Sheet:
    """A coding sheet in a coder's hands."""

    def __init__(self, path: str = "s.xlsx") -> None:
        self.book = openpyxl.load_workbook(path)
        self.rows = self.book[CODING]
        self.places = {str(cell.value).split()[-1]: cell.column for cell in self.rows[1]}
        sources = self.book[SOURCES]
        places = {str(cell.value).split()[-1]: cell.column for cell in sources[1]}
        for column, cell in SOURCE.items():
            sources.cell(2, places[column]).value = cell

    def row_of(self, words: str | None) -> int:
        column = self.places["value_text"]
        numbers = range(2, self.rows.max_row + 1)
        return next(n for n in numbers if self.rows.cell(n, column).value == words)

    def cell(self, words: str, column: str) -> str:
        return str(self.rows.cell(self.row_of(words), self.places[column]).value or "")

    def put(self, words: str | None, **cells: str) -> Sheet:
        number = self.row_of(words)
        for column, cell in cells.items():
            self.rows.cell(number, self.places[column]).value = cell
        return self

    def suggest(self, words: str, column: str, cell: str) -> Sheet:
        """Change a grey cell, which a spreadsheet protects and another program does not."""
        self.rows.cell(self.row_of(words), self.places[f"{column}?"]).value = cell
        return self

    def accepted(self, path: str = "s.xlsx") -> str:
        self.book.save(path)
        result = run("accept", path)
        return result.output if result.exit_code else ""


def table(data: Path, file: str) -> list[dict[str, str]]:
    with (data / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def coded(data: Path) -> dict[str, dict[str, str]]:
    rows = table(data, f"zones/{ZONE}/evidence.csv")
    return {row["value_text"]: row for row in rows if row["source_id"] == f"{ZONE}_doc2"}


def test_a_grey_word_that_was_changed_is_refused_at_its_row(data: Path) -> None:
    sheet = Sheet().put("126个", **SIGNED, value_text="125个")
    row = sheet.row_of("125个")
    said = sheet.accepted()
    assert f"第{row}行 列 value_text: sheet-words-changed" in said
    assert "'125个'" in said and "'126个'" in said
    assert coded(data) == {}


@pytest.mark.parametrize(("column", "cell"), [("value", "125"), ("low", "100"), ("high", "200")])
def test_a_grey_number_that_is_not_in_the_words_is_refused(
    data: Path, column: str, cell: str
) -> None:
    said = Sheet().put("126个", **SIGNED).suggest("126个", column, cell).accepted()
    assert f"列 {column}: sheet-number-changed: found 为 '{cell}'; allowed 应为 126" in said
    assert coded(data) == {}


def test_another_reading_in_a_white_cell_is_the_coder_s_own(data: Path) -> None:
    numbers = {"value": "125", "low": "125", "high": "125"}
    assert Sheet().put("126个", **SIGNED, **numbers).accepted() == ""
    assert coded(data)["126个"]["value"] == "125"
    (row,) = [r for r in table(data, "coding/decisions.csv") if r["value_text"] == "126个"]
    assert row["changed"] == "value low high"


@pytest.mark.parametrize(
    ("words", "cells", "fault"),
    [
        ("638000人", {"indicator_id": "social_orgs_stock"}, "列 unit: sheet-unit-of-another-kind"),
        (
            "2.1个百分点",
            {"indicator_id": "purchase_spending_yuan"},
            "列 unit: sheet-unit-of-another-kind",
        ),
        (
            "46万小时",
            {"indicator_id": "service_hours_per_day"},
            "列 per: sheet-base-of-another-kind",
        ),
        (
            "300至500户",
            {"indicator_id": "social_orgs_stock", "per": "无"},
            "列 unit: sheet-unit-of-another-thing",
        ),
        ("512家", {"per": "year"}, "列 per: sheet-base-of-another-kind"),
    ],
)
def test_a_figure_that_cannot_speak_of_its_indicator_is_refused(
    data: Path, words: str, cells: dict[str, str], fault: str
) -> None:
    assert fault in Sheet().put(words, **SIGNED, **cells).accepted()
    assert coded(data) == {}


def test_a_note_carries_a_doubt_and_never_another_kind_of_unit(data: Path) -> None:
    sheet = Sheet().put("512家", **SIGNED, per="year", note="每年新登记")
    assert sheet.accepted() == ""
    assert coded(data)["512家"]["per"] == "year"
    wrong = Sheet().put("638000人", **SIGNED, indicator_id="social_orgs_stock", note="看错")
    assert "sheet-unit-of-another-kind" in wrong.accepted("t.xlsx")


@pytest.mark.parametrize("words", ["638000人", "46万小时", "300至500户", "2.1个百分点"])
def test_where_nothing_is_sure_no_indicator_is_suggested_and_one_is_asked_for(
    data: Path, words: str
) -> None:
    sheet = Sheet()
    assert sheet.cell(words, "indicator_id?") == ""
    assert sheet.cell(words, "others")
    said = sheet.put(words, **SIGNED).accepted()
    assert f"第{sheet.row_of(words)}行 列 indicator_id: sheet-required" in said
    assert "statement_zh" not in said


def test_the_evidence_that_is_there_contradicts_no_rule_of_the_sheet(data_root: Path) -> None:
    tables = read_tables(data_root)
    kinds = dict(zip(tables["units"]["unit"], tables["units"]["quantity"], strict=True))
    units = read_codebook(data_root).indicators["unit"]
    apart = [
        row["evidence_id"]
        for row in tables["evidence"].to_dict("records")
        if not fits_kind(row["unit"], units[row["indicator_id"]], row["change"], kinds)
    ]
    assert apart == ["zhenhai-0867"]  # 一位 of a rule for staffing grids, coded before the desk


def test_a_lost_number_has_a_row_of_its_own_and_accepting_it_records_the_loss(
    data: Path,
) -> None:
    sheet = Sheet()
    assert sheet.cell("名", "kind?").startswith("missing_number ")
    assert "共有【名】党员" in sheet.cell("名", "passage")
    told = run("new", ZONE, "通报.txt", "--out", "u.xlsx").output
    assert f"第{sheet.row_of('名')}行 row，第4段 ¶4：" in told and "共有【名】党员" in told
    assert sheet.put("名", **SIGNED, statement_zh="报到党员数").accepted() == ""
    (row,) = [
        r for r in table(data, "sources/missing_numbers.csv") if r["source_id"] == f"{ZONE}_doc2"
    ]
    gap = BULLETIN.index("名党员")
    assert (row["start"], row["gap"]) == (str(gap - 2), str(gap))
    assert (row["type"], row["what"], row["what_en"]) == ("count", "报到党员数", "")
    assert coded(data) == {}
    before = (data / "sources/missing_numbers.csv").read_bytes()
    assert run("accept", "s.xlsx").exit_code == 0
    assert (data / "sources/missing_numbers.csv").read_bytes() == before
    result = run("new", ZONE, "通报.txt", "--out", "t.xlsx")
    assert "lost" not in result.output


@pytest.mark.usefixtures("row_rules_only")
def test_a_recorded_loss_passes_the_rules_of_the_data(data: Path) -> None:
    cells = {"indicator_id": "purchase_projects"}
    assert Sheet().put("名", **SIGNED, **cells).put("512家", **SIGNED).accepted() == ""
    row = table(data, "sources/missing_numbers.csv")[-1]
    assert (row["indicator_id"], row["family_id"]) == ("purchase_projects", "purchase_projects")


def added(**cells: str) -> Sheet:
    """A sheet with one row that a coder added."""
    issued = {"source_id": f"{ZONE}_doc2", "place": "第4段", "value_text": "十四个街道"}
    return Sheet().put(None, **SIGNED, **(issued | cells))


def test_the_numbers_of_an_added_row_are_read_from_its_words(data: Path) -> None:
    sheet = added(indicator_id="single_case_or_background_fact", status="actual")
    assert sheet.accepted() == ""
    row = coded(data)["十四个街道"]
    assert (row["value"], row["low"], row["high"], row["unit"]) == ("14", "14", "14", "个")
    assert (row["low_closed"], row["qualifier"], row["kind"]) == ("true", "exact", "quantity")
    assert BULLETIN[int(row["start"]) : int(row["end"])] == "十四个街道"


def test_a_basis_that_matters_for_a_chosen_indicator_is_unstated_and_not_empty(data: Path) -> None:
    assert added(indicator_id="volunteer_orgs", status="actual").accepted() == ""
    row = coded(data)["十四个街道"]
    assert (row["registration"], row["population_basis"]) == ("unstated", "")
    assert row["scope"] != ""


def test_an_added_row_is_asked_for_all_that_its_words_do_not_say_at_once(data: Path) -> None:
    said = added(value_text="党员到社区报到").accepted("t.xlsx")
    columns = {line.split(" 列 ")[1].split(":")[0] for line in said.splitlines() if " 列 " in line}
    assert columns == {"indicator_id", "qualifier", "status", "unit", "value"}
    given = {
        "indicator_id": "single_case_or_background_fact", "status": "actual", "value": "9",
        "unit": "人", "qualifier": "at_least",
    }  # fmt: skip
    assert added(value_text="党员到社区报到", **given).accepted() == ""
    row = coded(data)["党员到社区报到"]
    assert (row["low"], row["low_closed"], row["high"], row["high_closed"]) == ("9", "true", "", "")


def test_an_added_row_without_its_paragraph_says_where_the_number_goes(data: Path) -> None:
    said = added(
        place="", indicator_id="single_case_or_background_fact", status="actual"
    ).accepted()
    assert "没有段号 no paragraph" in said
    assert "位置 place" in said
    assert said.count("[error]") == 1


def test_words_of_an_indented_paragraph_stand_where_the_sheet_says(data: Path) -> None:
    rows = [[cell.value for cell in row] for row in Sheet().book[TEXT].iter_rows(min_row=2)]
    for _, _, _, start, text in rows:
        assert BULLETIN[int(start) : int(start) + len(text)] == text


def csv_with(words: str, **cells: str) -> list[list[str]]:
    rows = list(csv.reader(Path("s.csv").read_text(encoding="utf-8-sig").splitlines()))
    codes = [title.split()[-1] for title in rows[0]]
    row = next((row for row in rows if row[codes.index("value_text")] == words), None)
    if row is None:
        row = [""] * len(codes)
        rows.append(row)
    for column, cell in ({"value_text": words} | cells).items():
        row[codes.index(column)] = cell
    return rows


def saved(rows: list[list[str]]) -> str:
    with Path("s.csv").open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows(rows)
    result = run("accept", "s.csv")
    return result.output if result.exit_code else ""


def test_a_csv_is_held_against_its_passages(data: Path) -> None:
    rows = csv_with("126个", **SIGNED)
    assert saved(rows) == ""
    place = rows[0].index(next(title for title in rows[0] if title.endswith(" value_text")))
    next(row for row in rows if row[place] == "126个")[place] = "125个"
    assert "sheet-words-changed" in saved(rows)


def test_a_row_added_to_a_csv_is_told_to_go_into_the_workbook(data: Path) -> None:
    said = saved(csv_with("党员", **SIGNED, source_id=f"{ZONE}_doc2", place="4"))
    assert "CSV 没有“全文”" in said


def test_a_csv_without_its_sources_says_what_they_are_for(data: Path) -> None:
    Path("s.sources.csv").unlink()
    said = saved(csv_with("126个", **SIGNED))
    assert "s.sources.csv" in said and "checksum" in said


def test_a_lost_column_is_named_and_no_other(data: Path) -> None:
    sheet = Sheet()
    sheet.rows.delete_cols(sheet.places["period"])
    said = sheet.accepted()
    assert "缺列 missing" in said and "period" in said
    assert "indicator_id" not in said


def test_a_title_in_the_place_of_a_code_is_understood_or_answered_with_the_nearest(
    data: Path,
) -> None:
    assert Sheet().put("512家", **SIGNED, status="实际").accepted() == ""
    said = Sheet().put("126个", **SIGNED, indicator_id="网格数").accepted("t.xlsx")
    assert "grids_basic 基层网格数" in said


@pytest.mark.parametrize(("cell", "period"), [("2022年", "2022"), ("2020-2022年", "2020/2022")])
def test_a_period_as_people_write_it_is_a_period(data: Path, cell: str, period: str) -> None:
    assert Sheet().put("126个", **SIGNED, period=cell, period_basis="text").accepted() == ""
    assert coded(data)["126个"]["period"] == period


def test_a_period_that_is_none_is_answered_with_examples(data: Path) -> None:
    said = Sheet().put("126个", **SIGNED, period="近年", period_basis="text").accepted()
    assert "2018/2020" in said and "[0-9]" not in said


def test_a_day_that_is_none_is_answered_with_examples(data: Path) -> None:
    result = run("new", ZONE, "通报.txt", "--published", "去年", "--out", "t.xlsx")
    assert result.exit_code == 2
    assert "2020-06-30" in result.output


def test_days_as_people_write_them_are_days(data: Path) -> None:
    assert Sheet().put("126个", **SIGNED).accepted() == ""
    (source,) = [r for r in table(data, "sources/sources.csv") if r["source_id"] == f"{ZONE}_doc2"]
    assert source["published"] == "2023-03-05"
    (row,) = [r for r in table(data, "coding/decisions.csv") if r["source_id"] == f"{ZONE}_doc2"]
    assert row["decided_on"] == "2026-11-09"


def test_the_unit_that_comes_with_another_indicator_is_told(data: Path) -> None:
    sheet = Sheet().put("126个", **SIGNED, indicator_id="purchase_projects")
    sheet.book.save("s.xlsx")
    result = run("accept", "s.xlsx")
    assert result.exit_code == 0, result.output
    assert "126个: 个 → 项" in result.output


@pytest.mark.usefixtures("row_rules_only")
@pytest.mark.parametrize(
    ("column", "cells"),
    [("per", {"per": "year", "note": "每年"}), ("period_basis", {})],
)
def test_what_the_second_coder_leaves_empty_is_a_dispute_that_the_data_allow(
    data: Path, column: str, cells: dict[str, str]
) -> None:
    Sheet().put("512家", **SIGNED, **cells).book.save("a.xlsx")
    other = {"per": "无"} if column == "per" else {"period": "无", "period_basis": "无"}
    Sheet().put("512家", **(SIGNED | {"coder": "c"}), **other).book.save("b.xlsx")
    result = run("accept", "a.xlsx", "--second", "b.xlsx")
    assert result.exit_code == 0, result.output
    mine = coded(data)["512家"]["evidence_id"]
    doubts = {
        row["column"]: row["read_otherwise"]
        for row in table(data, "coding/disputes.csv")
        if row["evidence_id"] == mine
    }
    assert doubts[column] == "空 empty"
    package, _ = read_package(data, read_declared(data)[0])
    assert check_disputes(package) == []


def test_a_second_sheet_of_another_document_is_refused(data: Path) -> None:
    Sheet().put("126个", **SIGNED).book.save("a.xlsx")
    Path("二.txt").write_text("另一份通报（示例数据）\n共有社区42个。\n", encoding="utf-8")
    assert run("new", ZONE, "二.txt", "--out", "t.xlsx").exit_code == 0
    Sheet("t.xlsx").put("42个", **(SIGNED | {"coder": "c"})).book.save("b.xlsx")
    result = run("accept", "a.xlsx", "--second", "b.xlsx")
    assert result.exit_code == 1
    assert "没有共同的数字" in result.output
    assert coded(data) == {}


def test_what_no_dispute_can_carry_is_said_and_kappa_is_explained(data: Path) -> None:
    one = Sheet().put("126个", **SIGNED).put("46万小时", **(SIGNED | {"decision": "leave_out"}))
    one.book.save("a.xlsx")
    other = SIGNED | {"coder": "c"}
    two = Sheet().put("126个", **other)
    two.put("46万小时", **(other | {"decision": "not_a_figure"})).book.save("b.xlsx")
    result = run("accept", "a.xlsx", "--second", "b.xlsx")
    assert "46万小时: leave_out ≠ not_a_figure" in result.output
    result = run("agree", "a.xlsx", "b.xlsx")
    assert "raises kappa" in result.output and "– 没有 kappa" in result.output


def test_a_lost_number_that_both_record_is_no_second_coding_and_no_dispute(data: Path) -> None:
    other = SIGNED | {"coder": "c"}
    Sheet().put("名", **SIGNED).put("126个", **SIGNED).book.save("a.xlsx")
    Sheet().put("名", **other).put("126个", **other).book.save("b.xlsx")
    result = run("accept", "a.xlsx", "--second", "b.xlsx")
    assert result.exit_code == 0, result.output
    mine = f"{ZONE}_doc2"
    second = [r for r in table(data, "coding/second_coding.csv") if r["source_id"] == mine]
    assert [row["value_text"] for row in second] == ["126个"]
    assert coded(data)["126个"]["second_reading"] == "agreed"


def test_a_figure_that_the_second_takes_for_a_lost_number_is_disputed_as_a_row(
    data: Path,
) -> None:
    Sheet().put("126个", **SIGNED).put("名", **SIGNED).book.save("a.xlsx")
    other = SIGNED | {"coder": "c"}
    two = Sheet().put("126个", **other, kind="missing_number", statement_zh="社区数")
    two.put("名", **(other | {"decision": "not_a_figure"})).book.save("b.xlsx")
    result = run("accept", "a.xlsx", "--second", "b.xlsx")
    assert result.exit_code == 0, result.output
    mine = coded(data)["126个"]["evidence_id"]
    doubts = [row for row in table(data, "coding/disputes.csv") if row["evidence_id"] == mine]
    assert [(row["column"], row["read_otherwise"]) for row in doubts] == [("row", "删去")]
    assert "名: accept ≠ not_a_figure" in result.output


@pytest.mark.usefixtures("row_rules_only")
def test_rows_in_order_are_tried_even_where_others_are_not(data: Path) -> None:
    sheet = Sheet().put("126个", **SIGNED, value="9").put("638000人", **SIGNED)
    said = sheet.accepted()
    assert "value-outside-bounds" in said and "sheet-required" in said


def test_every_row_is_as_high_as_its_words_and_the_passage_stays_in_sight(data: Path) -> None:
    sheet = Sheet()
    assert sheet.rows.freeze_panes == "D2"
    assert [sheet.rows.cell(1, n).value.split()[-1] for n in (1, 2, 3)] == [
        "row", "value_text", "passage",
    ]  # fmt: skip
    width = sheet.rows.column_dimensions["C"].width
    for words in ("126个", "46万小时", "名"):
        passage = sheet.cell(words, "passage")
        lines = -(-2 * len(passage) // width)
        height = sheet.rows.row_dimensions[sheet.row_of(words)].height
        assert height is not None and height >= 13 * lines * 0.8
    for name in (TEXT, SOURCES, "说明"):
        page = sheet.book[name]
        assert all(page.row_dimensions[n].height for n in range(1, page.max_row + 1))
        assert page.column_dimensions["A"].width
