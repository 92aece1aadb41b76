"""The checklist as it is issued, filled and returned; and every way in which it may come back."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from shequ_eval.evidence.checklists import HEADER, SHEET, VALUES, read_checklist
from shequ_eval.evidence.findings import DataError
from shequ_eval.reporting import checklist as checklist_module
from shequ_eval.reporting.checklist import checklist_bytes, write_checklist
from shequ_eval.vocabulary.codebook import Codebook

VALUE, WHO, ON, TEXT = 6, 7, 8, 9


def two() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "mechanism_id": ["m01", "m02"],
            "title_zh": ["议事会", "=平台"],
            "check": ["查记录", "查日志"],
            "data_needed": ["会议记录", "日志"],
        }
    )


class Returned:
    """A checklist of two mechanisms in an evaluator's hands."""

    def __init__(self, path: Path, codebook: Codebook) -> None:
        self.path, self.codebook = path, codebook
        write_checklist(path, two(), codebook)
        self.book = openpyxl.load_workbook(path)
        self.sheet: Worksheet = self.book[SHEET]

    def read(self) -> pd.DataFrame:
        self.book.save(self.path)
        return read_checklist(self.path, two(), self.codebook)

    def faults(self) -> list[tuple[int | None, str, str]]:
        with pytest.raises(DataError) as refused:
            self.read()
        return [
            (finding.row, finding.column, finding.rule.removeprefix("checklist-"))
            for finding in refused.value.findings
        ]


@pytest.fixture
def returned(tmp_path: Path, codebook: Codebook) -> Returned:
    return Returned(tmp_path / "核查.xlsx", codebook)


def test_a_checklist_has_a_row_for_each_mechanism_and_state(returned: Returned) -> None:
    rows = list(returned.sheet.iter_rows(values_only=True))
    assert rows[0] == HEADER
    assert len(rows) == 1 + 2 * 4
    assert rows[1][:6] == ("m01", "议事会", "查记录", "会议记录", "有制度 has_rule", "未核查")


def test_ids_are_protected_and_values_are_chosen_from_a_list(returned: Returned) -> None:
    sheet = returned.sheet
    assert sheet.protection.sheet
    assert [sheet.cell(2, place).protection.locked for place in range(1, 10)] == [True] * 5 + [
        False
    ] * 4
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"有,无,未核查"'
    assert str(choice.sqref) == "F2:F9"
    assert sheet.freeze_panes == "C2"
    assert {cell.font.name for row in sheet.iter_rows() for cell in row} == {"宋体"}


def test_the_written_file_is_the_same_bytes_whatever_the_clock_says(
    codebook: Codebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = checklist_bytes(two(), codebook)
    moment = datetime(2031, 5, 4, 3, 2, 1)

    class Later(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return moment

    import openpyxl.packaging.core as core
    import openpyxl.writer.excel as excel

    for module in (core, excel):
        if hasattr(module, "datetime"):
            fake = Later if isinstance(module.datetime, type) else None
            if fake:
                monkeypatch.setattr(module, "datetime", fake)
            else:
                monkeypatch.setattr(module.datetime, "datetime", Later)
    assert checklist_bytes(two(), codebook) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2031" not in archive.read("docProps/core.xml")
        assert archive.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2


def test_a_filled_checklist_comes_back_as_it_was_filled(returned: Returned) -> None:
    returned.sheet.cell(2, VALUE).value = "有"
    returned.sheet.cell(2, WHO).value = "张三"
    returned.sheet.cell(2, ON).value = "2021-06-30"
    returned.sheet.cell(2, TEXT).value = "见会议记录三份"
    returned.sheet.cell(9, VALUE).value = "无"
    returned.sheet.cell(9, WHO).value = "李四"
    returned.sheet.cell(9, ON).value = datetime(2021, 7, 1)
    returned.sheet.cell(9, TEXT).value = "未见报告"
    answers = returned.read()
    assert answers.iloc[0].tolist() == [
        "m01",
        "has_rule",
        "有",
        "张三",
        "2021-06-30",
        "见会议记录三份",
    ]
    assert answers.iloc[7].tolist() == ["m02", "evaluated", "无", "李四", "2021-07-01", "未见报告"]
    assert answers["value"].tolist()[1:7] == ["未核查"] * 6


def test_rows_in_another_order_are_read_in_the_order_of_issue(returned: Returned) -> None:
    cells = [[cell.value for cell in row] for row in returned.sheet.iter_rows(min_row=2)]
    for number, row in enumerate(reversed(cells), start=2):
        for place, value in enumerate(row, start=1):
            returned.sheet.cell(number, place).value = value
            returned.sheet.cell(number, place).data_type = "s" if value else "n"
    assert returned.read()["mechanism_id"].tolist() == ["m01"] * 4 + ["m02"] * 4


def test_a_changed_id_is_unknown_and_its_own_row_is_missing(returned: Returned) -> None:
    returned.sheet.cell(2, 1).value = "m91"
    assert returned.faults() == [
        (None, "mechanism_id", "missing"),
        (2, "mechanism_id", "unknown"),
    ]


def every() -> pd.DataFrame:
    """Two mechanisms of 镇海, whose sheet is read, and two of 江北."""
    mine = two().assign(zone_id="zhenhai")
    return pd.concat([mine, mine.assign(mechanism_id=["m45", "m46"], zone_id="jiangbei")])


def test_the_sheet_of_another_zone_is_named_once_and_first(
    tmp_path: Path, codebook: Codebook
) -> None:
    path = tmp_path / "江北.xlsx"
    write_checklist(path, every().query("zone_id == 'jiangbei'"), codebook)
    with pytest.raises(DataError) as refused:
        read_checklist(path, every().query("zone_id == 'zhenhai'"), codebook, every())
    (finding,) = refused.value.findings
    assert (finding.rule, finding.row) == ("checklist-another-zone", 2)
    assert "江北 jiangbei" in finding.found and "第 2–9 行" in finding.found
    assert "镇海 zhenhai" in finding.allowed


def test_a_row_of_another_zone_among_sound_ones_is_named_at_its_row(returned: Returned) -> None:
    returned.sheet.cell(2, 1).value = "m45"
    returned.book.save(returned.path)
    with pytest.raises(DataError) as refused:
        read_checklist(returned.path, two(), returned.codebook, every())
    lost, strange = refused.value.findings
    assert (strange.row, strange.rule) == (2, "checklist-unknown")
    assert "jiangbei" in strange.allowed
    assert (lost.rule, lost.found) == ("checklist-missing", "没有这一行 no such row")
    assert "第 2 行" in lost.allowed


def test_an_unknown_state_or_value_is_refused(returned: Returned) -> None:
    returned.sheet.cell(3, 5).value = "有成果"
    returned.sheet.cell(4, VALUE).value = "基本有"
    assert returned.faults() == [
        (None, "mechanism_id", "missing"),
        (3, "state", "unknown"),
        (4, "value", "unknown"),
    ]


def test_a_doubled_row_and_a_changed_text_are_refused(returned: Returned) -> None:
    returned.sheet.cell(3, 5).value = returned.sheet.cell(2, 5).value
    returned.sheet.cell(5, 3).value = "不用查"
    assert returned.faults() == [
        (None, "mechanism_id", "missing"),
        (3, "mechanism_id", "duplicate"),
        (5, "核查什么", "changed"),
    ]


@pytest.mark.parametrize("value", ["有", "无"])
def test_an_answer_needs_a_name_a_date_and_a_text(returned: Returned, value: str) -> None:
    returned.sheet.cell(2, VALUE).value = value
    assert returned.faults() == [
        (2, "日期", "answer-without"),
        (2, "核查人", "answer-without"),
        (2, "说明", "answer-without"),
    ]


def test_a_day_that_is_not_in_the_calendar_is_refused(returned: Returned) -> None:
    returned.sheet.cell(2, ON).value = "2021-02-30"
    assert returned.faults() == [(2, "日期", "date")]


def test_all_faults_are_told_at_once(returned: Returned) -> None:
    returned.sheet.cell(2, 1).value = "m91"
    returned.sheet.cell(3, VALUE).value = "有"
    returned.sheet.cell(4, ON).value = "昨天"
    returned.sheet.cell(5, VALUE).value = ""
    rules = [rule for _, _, rule in returned.faults()]
    assert sorted(rules) == sorted(
        ["missing", "unknown", *["answer-without"] * 3, "date", "unknown"]
    )


def test_a_refusal_names_file_row_column_found_and_allowed(returned: Returned) -> None:
    returned.sheet.cell(2, VALUE).value = "基本有"
    with pytest.raises(DataError) as refused:
        returned.read()
    for part in ("核查.xlsx", "第2行", "列 value", "基本有", "有 | 无 | 未核查"):
        assert part in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"mechanism_id,value\n", b"PK\x03\x04broken"])
def test_a_file_that_is_no_xlsx_is_refused(
    tmp_path: Path, codebook: Codebook, content: bytes
) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(DataError, match="checklist-not-xlsx"):
        read_checklist(path, two(), codebook)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, codebook: Codebook) -> None:
    with pytest.raises(DataError, match="checklist-unreadable"):
        read_checklist(tmp_path / "none.xlsx", two(), codebook)


def test_another_workbook_and_another_header_are_refused(returned: Returned) -> None:
    returned.sheet.cell(1, 6).value = "结论"
    assert returned.faults() == [(1, "", "header")]
    returned.sheet.title = "Sheet1"
    assert returned.faults() == [(None, "", "missing-sheet")]


def test_reading_a_faulty_checklist_changes_nothing_on_disk(returned: Returned) -> None:
    returned.sheet.cell(2, 1).value = "m91"
    returned.book.save(returned.path)
    before = returned.path.read_bytes()
    with pytest.raises(DataError):
        read_checklist(returned.path, two(), returned.codebook)
    assert returned.path.read_bytes() == before
    assert [path.name for path in returned.path.parent.iterdir()] == [returned.path.name]


def test_a_filled_checklist_is_never_written_over(returned: Returned) -> None:
    before = returned.path.read_bytes()
    with pytest.raises(FileExistsError, match="不覆盖"):
        write_checklist(returned.path, two(), returned.codebook)
    assert returned.path.read_bytes() == before


def test_a_zone_without_mechanisms_has_no_checklist(tmp_path: Path, codebook: Codebook) -> None:
    with pytest.raises(ValueError, match="没有可核查的机制"):
        write_checklist(tmp_path / "x.xlsx", two().iloc[:0], codebook)
    assert list(tmp_path.iterdir()) == []


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_random_damage_of_the_bytes_is_read_or_refused_and_nothing_else(
    tmp_path: Path, codebook: Codebook, data: st.DataObject
) -> None:
    raw = bytearray(checklist_module.checklist_bytes(two(), codebook))
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(bytes(raw[: data.draw(st.integers(len(raw) // 2, len(raw)))]))
    try:
        answers = read_checklist(path, two(), codebook)
    except DataError as error:
        assert error.findings
    else:
        assert set(answers["value"]) <= set(VALUES)


CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-9, 9), st.floats(allow_nan=False), st.datetimes(),
    st.sampled_from(["有", "无", "m02", "has_rule", "=1/0", ""]),
    st.text(st.characters(min_codepoint=32, max_codepoint=0x9FFF, exclude_categories=["Cs", "Cc"])),
)  # fmt: skip


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 11), CELLS), min_size=1, max_size=6))
def test_random_damage_of_the_cells_is_read_or_refused_and_nothing_else(
    tmp_path: Path, codebook: Codebook, changes: list[tuple[int, int, object]]
) -> None:
    path = tmp_path / "changed.xlsx"
    path.unlink(missing_ok=True)
    sheet = Returned(path, codebook)
    for row, column, value in changes:
        if row > 1 or column > len(HEADER):
            sheet.sheet.cell(row, column).value = value  # type: ignore[assignment]
    try:
        answers = sheet.read()
    except DataError as error:
        assert error.findings
    else:
        assert len(answers) == 8
        checked = answers[answers["value"] != "未核查"]
        assert checked[["who", "on", "text"]].ne("").all(axis=None)
