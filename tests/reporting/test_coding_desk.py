"""From a document to rows of evidence: the sheet, two coders, and what is accepted.

Everything here is 示例数据, written for these tests; the data are a copy in a temporary folder.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from shequ_eval.commands.code import code
from shequ_eval.evidence.checks.decisions import check_decisions
from shequ_eval.evidence.checks.declared import read_declared
from shequ_eval.evidence.checks.tables import read_package
from shequ_eval.evidence.coding.columns import CODING, SOURCES, TEXT
from shequ_eval.reporting.coding import acceptance
from shequ_eval.reporting.coding.desk import new_sheet

TEXT_OF_BULLETIN = (
    "示例区情况通报（示例数据）\n"
    "=2020年，全区共有社区42个，登记社会组织400家。\n"
    "购买服务投入860万元，实施购买服务项目86项，市民满意度得分78.5分。\n"
)
ZONE = "jiexiu"
SOURCE = {
    "title": "示例区情况通报（示例数据）", "title_basis": "printed", "publisher": "示例",
    "publisher_basis": "unstated", "published": "2021-03-05", "kind": "self_report_official",
    "evidence_grade": "C",
}  # fmt: skip
SIGNED = {"decision": "accept 采纳", "coder": "b", "coded_on": "2026-11-24"}


@pytest.fixture(scope="module")
def issued(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh sheet of the bulletin, made once."""
    folder = tmp_path_factory.mktemp("issued")
    (folder / "通报.txt").write_text(TEXT_OF_BULLETIN, encoding="utf-8")
    made = new_sheet(
        ZONE, [folder / "通报.txt"], project / "data", folder / "s.xlsx", published="2021-03-05"
    )
    assert [path.name for path in made.written] == ["s.xlsx", "s.csv", "s.sources.csv"]
    return folder


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the check of the whole package out where it is not what a test is about."""
    monkeypatch.setattr(acceptance, "new_errors", lambda contents, data_root: [])


def run(*arguments: str) -> Result:
    return CliRunner().invoke(code, [*arguments, "--data", "data"])


class Sheet:
    """A coding sheet in a coder's hands."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.rows = self.book[CODING]
        self.places = {str(cell.value).split()[-1]: cell.column for cell in self.rows[1]}

    def row_of(self, words: str) -> int:
        column = self.places["value_text"]
        return next(
            number for number in range(2, self.rows.max_row + 1)
            if self.rows.cell(number, column).value == words
        )  # fmt: skip

    def cell(self, words: str, column: str) -> object:
        return self.rows.cell(self.row_of(words), self.places[column]).value

    def put(self, words: str, **cells: str) -> Sheet:
        for column, cell in cells.items():
            self.rows.cell(self.row_of(words), self.places[column]).value = cell
        return self

    def register(self) -> Sheet:
        sheet = self.book[SOURCES]
        places = {str(cell.value).split()[-1]: cell.column for cell in sheet[1]}
        for column, cell in SOURCE.items():
            sheet.cell(2, places[column]).value = cell
        return self

    def save(self, path: str | None = None) -> None:
        self.book.save(path or self.path)


@pytest.fixture
def fresh(data: Path) -> Callable[[], Sheet]:
    return lambda: Sheet("s.xlsx")


def table(data: Path, file: str) -> list[dict[str, str]]:
    with (data / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def of_source(data: Path, file: str) -> list[dict[str, str]]:
    return [row for row in table(data, file) if row["source_id"] == f"{ZONE}_doc2"]


def contents(data: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in data.rglob("*") if path.is_file()}


EVIDENCE = f"zones/{ZONE}/evidence.csv"


def test_a_sheet_has_a_row_for_each_figure_with_its_place_and_passage(
    fresh: Callable[[], Sheet],
) -> None:
    sheet = fresh()
    assert sheet.cell("400家", "start") == str(TEXT_OF_BULLETIN.index("400家"))
    assert sheet.cell("400家", "place") == "第2段 ¶2"
    assert "【400家】" in str(sheet.cell("400家", "passage"))
    assert str(sheet.cell("400家", "indicator_id?")).startswith("social_orgs_stock ")
    assert sheet.cell("400家", "period?") == "2020"
    assert sheet.cell("400家", "decision") is None
    assert sheet.cell("42个", "why")
    assert [row[4].value for row in sheet.book[TEXT].iter_rows(min_row=2)][1].startswith("=2020年")


def test_decisions_are_chosen_from_the_codebook_and_given_cells_are_protected(
    fresh: Callable[[], Sheet],
) -> None:
    sheet = fresh()
    rows = sheet.rows
    assert rows.protection.sheet
    locked = {name: rows.cell(2, place).protection.locked for name, place in sheet.places.items()}
    assert not any(locked[name] for name in ("decision", "indicator_id", "period", "coder"))
    assert all(locked[name] for name in ("passage", "start", "indicator_id?", "why"))
    lists = {str(choice.sqref).rstrip("0123456789:"): choice for choice in
             rows.data_validations.dataValidation}  # fmt: skip
    assert len(lists) >= 12
    words = {cell.value for row in sheet.book["词表"].iter_rows() for cell in row}
    assert {"accept 采纳", "planned 计划", "无", "social_orgs_stock 社会组织数量（存量）"} <= words


def test_words_that_begin_like_a_formula_stay_text(fresh: Callable[[], Sheet]) -> None:
    sheet = fresh()
    for name in (CODING, TEXT, SOURCES):
        assert {cell.data_type for row in sheet.book[name].iter_rows() for cell in row} <= {
            "s",
            "n",
        }
    rows = list(csv.reader(Path("s.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert not any(cell[:1] in set("=+@\t") for row in rows for cell in row)


def test_the_same_documents_give_the_same_bytes(fresh: Callable[[], Sheet]) -> None:
    fresh()
    first = Path("s.xlsx").read_bytes()
    run("new", ZONE, "通报.txt", "--out", "t.xlsx", "--published", "2021-03-05")
    assert Path("t.xlsx").read_bytes() == first


@pytest.mark.parametrize("place", ["data/s.xlsx", "data/zones/jiexiu/s.xlsx", "data/../data/s.csv"])
def test_a_sheet_is_never_written_into_the_data(data: Path, place: str) -> None:
    before = contents(data)
    result = run("new", ZONE, "通报.txt", "--out", place)
    assert result.exit_code == 2
    assert contents(data) == before


def test_a_coder_s_work_is_never_written_over(fresh: Callable[[], Sheet]) -> None:
    fresh().put("400家", **SIGNED).save()
    before = Path("s.xlsx").read_bytes()
    assert run("new", ZONE, "通报.txt", "--out", "s.xlsx").exit_code == 2
    assert Path("s.xlsx").read_bytes() == before


def test_every_document_that_cannot_be_read_is_named_at_once(data: Path) -> None:
    Path("空.txt").write_bytes(b"")
    Path("坏.docx").write_bytes(b"PK\x03\x04")
    result = run("new", ZONE, "空.txt", "坏.docx")
    assert result.exit_code == 1
    assert "空.txt" in result.output and "坏.docx" in result.output


def test_an_unknown_zone_is_answered_with_the_nearest(data: Path) -> None:
    result = run("new", "jiexui", "通报.txt")
    assert result.exit_code == 2
    assert "jiexiu" in result.output


@pytest.mark.usefixtures("row_rules_only")
def test_an_accepted_figure_is_a_row_of_evidence_with_coder_date_and_decision(
    data: Path, fresh: Callable[[], Sheet]
) -> None:
    sheet = fresh().register().put("400家", **SIGNED)
    sheet.put("86项", **SIGNED, indicator_id="needs_based_projects_designed", period="2020",
              period_basis="text").save()  # fmt: skip
    before = (data / EVIDENCE).read_bytes()
    result = run("accept", "s.xlsx")
    assert result.exit_code == 0, result.output
    assert (data / EVIDENCE).read_bytes().startswith(before)
    first, second = of_source(data, EVIDENCE)
    assert (first["value_text"], first["value"], first["unit"]) == ("400家", "400", "家")
    assert (first["registration"], first["coder"], first["second_reading"]) == (
        "登记", "b", "unread",
    )  # fmt: skip
    assert second["statement_zh"] == "针对性服务项目数"
    decided = of_source(data, "coding/decisions.csv")
    assert [row["evidence_id"] for row in decided] == [first["evidence_id"], second["evidence_id"]]
    assert decided[0]["changed"] == ""
    assert set(decided[1]["changed"].split()) >= {"indicator_id", "period"}
    assert {row["decided_on"] for row in decided} == {"2026-11-24"}
    (source,) = of_source(data, "sources/sources.csv")
    assert source["characters"] == str(len(TEXT_OF_BULLETIN))
    after = contents(data)
    assert run("accept", "s.xlsx").exit_code == 0
    assert contents(data) == after


@pytest.mark.usefixtures("unchecked")
def test_what_was_decided_is_not_asked_again(fresh: Callable[[], Sheet]) -> None:
    sheet = fresh().register().put("400家", **SIGNED)
    sheet.put("42个", **(SIGNED | {"decision": "leave_out"})).save()
    assert run("accept", "s.xlsx").exit_code == 0
    result = run("new", ZONE, "通报.txt", "--out", "t.xlsx")
    rows = Sheet("t.xlsx").rows
    words = {rows.cell(number, 2).value for number in range(2, rows.max_row + 1)}
    assert "86项" in words and not {"400家", "42个"} & words
    assert "left out: 2" in result.output


@pytest.mark.usefixtures("unchecked")
def test_a_figure_accepted_with_other_cells_before_is_refused(
    data: Path, fresh: Callable[[], Sheet]
) -> None:
    fresh().register().put("400家", **SIGNED).save()
    assert run("accept", "s.xlsx").exit_code == 0
    before = contents(data)
    Sheet("s.xlsx").put("400家", status="planned 计划").save()
    result = run("accept", "s.xlsx")
    assert result.exit_code == 1
    assert "decided-otherwise" in result.output and "disputes.csv" in result.output
    assert contents(data) == before


@pytest.mark.usefixtures("unchecked")
def test_an_empty_cell_agrees_and_none_empties(data: Path, fresh: Callable[[], Sheet]) -> None:
    fresh().register().put("400家", **SIGNED, period="无", period_basis="无").save()
    assert run("accept", "s.xlsx").exit_code == 0
    (row,) = of_source(data, EVIDENCE)
    assert (row["period"], row["period_basis"], row["qualifier"]) == ("", "", "exact")


def test_every_fault_of_a_sheet_is_told_at_its_row_and_nothing_is_written(
    data: Path, fresh: Callable[[], Sheet]
) -> None:
    sheet = fresh().register()
    sheet.put("400家", decision="accept", coder="B!", coded_on="昨天", status="actuall")
    sheet.put("42个", period="2020")
    sheet.put("86项", **SIGNED, unit="无").save()
    before = contents(data)
    result = run("accept", "s.xlsx")
    assert result.exit_code == 1
    for words, column in (
        ("400家", "coder"), ("400家", "coded_on"), ("400家", "status"), ("42个", "decision"),
        ("86项", "unit"),
    ):  # fmt: skip
        assert f"第{sheet.row_of(words)}行 列 {column}" in result.output
    assert contents(data) == before


@pytest.mark.usefixtures("row_rules_only")
def test_a_fault_that_the_data_would_have_is_told_at_the_row_of_the_sheet(
    data: Path, fresh: Callable[[], Sheet]
) -> None:
    sheet = fresh().put("400家", **SIGNED, value="500")
    sheet.put("78.5分", **SIGNED, period="近年", period_basis="text").save()
    before = contents(data)
    result = run("accept", "s.xlsx")
    assert result.exit_code == 1
    assert f"s.xlsx 第{sheet.row_of('400家')}行 列 value: value-outside-bounds" in result.output
    assert f"第{sheet.row_of('78.5分')}行 列 period" in result.output
    assert "s.xlsx 来源 第2行 列 title" in result.output
    assert contents(data) == before


@pytest.mark.usefixtures("unchecked")
def test_a_csv_sheet_is_accepted_like_the_workbook(data: Path, fresh: Callable[[], Sheet]) -> None:
    fresh()
    rows = list(csv.reader(Path("s.csv").read_text(encoding="utf-8-sig").splitlines()))
    codes = [title.split()[-1] for title in rows[0]]
    row = next(row for row in rows if row[codes.index("value_text")] == "400家")
    for column, cell in SIGNED.items():
        row[codes.index(column)] = cell
    with Path("s.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
    assert run("accept", "s.csv").exit_code == 0
    assert [row["value_text"] for row in of_source(data, EVIDENCE)] == ["400家"]


@pytest.mark.usefixtures("unchecked")
def test_a_figure_that_a_coder_added_is_found_in_its_paragraph(
    data: Path, fresh: Callable[[], Sheet]
) -> None:
    sheet = fresh().register()
    last = next(n for n in range(2, 99) if not sheet.rows.cell(n, 2).value)
    cells = SIGNED | {
        "value_text": "情况通报", "source_id": f"{ZONE}_doc2", "place": "1",
        "indicator_id": "local_standards_issued", "value": "1", "low": "1", "high": "1",
        "unit": "项", "status": "actual", "qualifier": "exact", "change": "level",
        "kind": "quantity", "scope": "whole_zone", "low_closed": "true", "high_closed": "true",
    }  # fmt: skip
    for column, cell in cells.items():
        sheet.rows.cell(last, sheet.places[column]).value = cell
    sheet.save()
    result = run("accept", "s.xlsx")
    assert result.exit_code == 0, result.output
    (row,) = of_source(data, EVIDENCE)
    assert (row["start"], row["end"], row["dimension"]) == ("3", "7", "output")


@pytest.mark.usefixtures("unchecked")
def test_an_interruption_leaves_whole_files_and_the_same_command_completes_them(
    data: Path, fresh: Callable[[], Sheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh().register().put("400家", **SIGNED).save()
    real, calls = acceptance.replace_file, []

    def interrupted(path: Path, content: bytes) -> None:
        if len(calls) == 2:
            raise KeyboardInterrupt
        calls.append(path)
        real(path, content)

    monkeypatch.setattr(acceptance, "replace_file", interrupted)
    assert run("accept", "s.xlsx").exit_code == 130
    assert of_source(data, EVIDENCE) and not of_source(data, "coding/decisions.csv")
    monkeypatch.setattr(acceptance, "replace_file", real)
    assert run("accept", "s.xlsx").exit_code == 0
    assert len(of_source(data, EVIDENCE)) == len(of_source(data, "coding/decisions.csv")) == 1


def filled_twice(fresh: Callable[[], Sheet]) -> None:
    """Two copies: they differ on the status of one figure and on whether another is coded."""
    sheet = fresh().register()
    for words in ("400家", "86项", "860万元", "78.5分"):
        sheet.put(words, **SIGNED)
    sheet.save("a.xlsx")
    for words in ("400家", "86项", "860万元", "78.5分"):
        sheet.put(words, coder="c")
    sheet.put("400家", status="planned 计划", note="看作目标")
    sheet.put("86项", decision="leave_out").save("b.xlsx")


def test_two_coders_are_compared_column_by_column(fresh: Callable[[], Sheet]) -> None:
    filled_twice(fresh)
    result = run("agree", "a.xlsx", "b.xlsx", "--out", "分歧.csv")
    assert result.exit_code == 0, result.output
    lines = {line.split()[0]: line.split() for line in result.output.splitlines() if line.split()}
    assert lines["decision"][1:3] == ["3/4", "75.0%"]
    assert lines["status"][1:3] == ["2/3", "66.7%"]
    assert lines["unit"][1:4] == ["3/3", "100.0%", "1.000"]
    assert "status: actual ≠ planned" in result.output
    rows = list(csv.DictReader(Path("分歧.csv").read_text(encoding="utf-8-sig").splitlines()))
    found = {(row["value_text"], row["column"], row["first"], row["second"]) for row in rows}
    assert found == {
        ("400家", "status", "actual", "planned"), ("86项", "decision", "accept", "leave_out"),
    }  # fmt: skip


def test_sheets_that_share_no_figure_are_not_compared(fresh: Callable[[], Sheet]) -> None:
    fresh().put("400家", **SIGNED).save("a.xlsx")
    Sheet("s.xlsx").put("86项", **SIGNED).save("b.xlsx")
    result = run("agree", "a.xlsx", "b.xlsx")
    assert result.exit_code == 1
    assert "nothing-in-common" in result.output


@pytest.mark.usefixtures("row_rules_only")
def test_a_second_coder_s_reading_is_marked_and_every_doubt_is_kept(
    data: Path, fresh: Callable[[], Sheet]
) -> None:
    filled_twice(fresh)
    result = run("accept", "a.xlsx", "--second", "b.xlsx")
    assert result.exit_code == 0, result.output
    marks = {row["value_text"]: row["second_reading"] for row in of_source(data, EVIDENCE)}
    assert marks == {
        "400家": "disputed", "86项": "disputed", "860万元": "agreed", "78.5分": "agreed",
    }  # fmt: skip
    ids = {row["evidence_id"] for row in of_source(data, EVIDENCE)}
    doubts = [row for row in table(data, "coding/disputes.csv") if row["evidence_id"] in ids]
    assert [(row["column"], row["coded"], row["read_otherwise"]) for row in doubts] == [
        ("status", "actual", "planned"), ("row", "", "删去"),
    ]  # fmt: skip
    assert doubts[0]["reason"] == "看作目标（c，2026-11-24）"
    assert len(of_source(data, "coding/second_coding.csv")) == 3


@pytest.mark.usefixtures("unchecked")
def test_a_second_reading_that_comes_later_sets_the_mark_and_adds_nothing_twice(
    data: Path, fresh: Callable[[], Sheet]
) -> None:
    filled_twice(fresh)
    assert run("accept", "a.xlsx").exit_code == 0
    assert {row["second_reading"] for row in of_source(data, EVIDENCE)} == {"unread"}
    assert run("accept", "a.xlsx", "--second", "b.xlsx").exit_code == 0
    marks = {row["value_text"]: row["second_reading"] for row in of_source(data, EVIDENCE)}
    assert marks["400家"] == "disputed" and marks["78.5分"] == "agreed"
    after = contents(data)
    assert run("accept", "a.xlsx", "--second", "b.xlsx").exit_code == 0
    assert contents(data) == after


def test_one_person_is_not_two_coders(data: Path, fresh: Callable[[], Sheet]) -> None:
    fresh().register().put("400家", **SIGNED).save()
    shutil.copy("s.xlsx", "b.xlsx")
    result = run("accept", "s.xlsx", "--second", "b.xlsx")
    assert result.exit_code == 1
    assert "same-coder" in result.output


def test_a_changed_first_row_is_refused(data: Path, fresh: Callable[[], Sheet]) -> None:
    sheet = fresh()
    sheet.rows.cell(1, 2).value = "原词"
    sheet.save()
    result = run("accept", "s.xlsx")
    assert result.exit_code == 1
    assert "sheet-header" in result.output


def test_a_decision_without_its_evidence_is_a_fault(data: Path) -> None:
    log = data / "coding/decisions.csv"
    row = "jiexiu_doc,537,540,十部门,{},{},,b,2026-11-24,\n"
    head = log.read_text(encoding="utf-8")
    found = []
    for decision, evidence_id in (
        ("leave_out", "jiexiu-0537"),
        ("accept", "jiexiu-9999"),
        ("accept", "jiexiu-0537"),
    ):
        log.write_text(head + row.format(decision, evidence_id), encoding="utf-8")
        package, _ = read_package(data, read_declared(data)[0])
        found.append([finding.rule for finding in check_decisions(package)])
    assert found == [["decision-evidence"], ["decision-without-evidence"], []]


@pytest.mark.usefixtures("unchecked")
def test_figures_of_two_documents_at_one_place_have_two_ids(
    data: Path, fresh: Callable[[], Sheet]
) -> None:
    fresh().register().put("400家", **SIGNED).save()
    assert run("accept", "s.xlsx").exit_code == 0
    Path("二.txt").write_text(TEXT_OF_BULLETIN + "另：无。\n", encoding="utf-8")
    assert run("new", ZONE, "二.txt", "--out", "t.xlsx").exit_code == 0
    Sheet("t.xlsx").register().put("400家", **SIGNED).save()
    assert run("accept", "t.xlsx").exit_code == 0
    mine = [row for row in table(data, EVIDENCE) if row["value_text"] == "400家"]
    start = int(mine[0]["start"])
    assert [row["source_id"] for row in mine] == [f"{ZONE}_doc2", f"{ZONE}_doc3"]
    assert [row["evidence_id"] for row in mine] == [
        f"{ZONE}-{start:04d}",
        f"{ZONE}-7{start:06d}",
    ]
