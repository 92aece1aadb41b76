"""A returned checklist counts once it lies beside the registers; a faulty one stops the report."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from shequ_eval.analysis.mechanisms import review_mechanisms
from shequ_eval.cli import main
from shequ_eval.evidence.findings import DataError
from shequ_eval.evidence.study import CHECKLISTS, Study, study_of

GIVEN = {"report_id": "x", "as_of": "2026-11-24", "title": "x", "zones": ["jiangbei"]}


@pytest.fixture
def copy(data_root: Path, tmp_path: Path) -> Path:
    target = tmp_path / "data"
    shutil.copytree(data_root, target, ignore=shutil.ignore_patterns("tidy", "documents"))
    (target / CHECKLISTS).mkdir(parents=True)
    return target


def checklist(data: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["checklist", "jiangbei", "--data", str(data), *arguments])
    return done.exit_code, done.output


def statuses(study: Study) -> list[str]:
    review = review_mechanisms(
        study.mechanisms, study.mechanism_evidence, study.evidence, study.sources, study.answers
    )
    return list(review["status"])


def fill_first_answer(path: Path, **cells: str) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.active
    header = {cell.value: cell.column for row in sheet.iter_rows() for cell in row if cell.value}
    first = next(row[0].row for row in sheet.iter_rows() if str(row[0].value).startswith("m4"))
    for name, value in cells.items():
        sheet.cell(first, header[name]).value = value
    book.save(path)


def test_an_answer_with_name_date_and_text_is_a_trace(copy: Path) -> None:
    path = copy / CHECKLISTS / "jiangbei.xlsx"
    assert checklist(copy, "--out", str(path))[0] == 0
    before = statuses(study_of(copy, GIVEN))
    fill_first_answer(path, value="有", 核查人="王评价", 日期="2026-11-20", 说明="见到印发文件")
    code, words = checklist(copy, "--read", str(path))
    assert (code, "已填 1 格" in words) == (0, True)
    after = statuses(study_of(copy, GIVEN))
    assert [new for old, new in zip(before, after, strict=True) if old != new] == ["traced"]


def test_an_answer_without_a_name_stops_the_report(copy: Path) -> None:
    path = copy / CHECKLISTS / "jiangbei.xlsx"
    checklist(copy, "--out", str(path))
    fill_first_answer(path, value="有")
    assert checklist(copy, "--read", str(path))[0] == 1
    with pytest.raises(DataError):
        study_of(copy, GIVEN)


def test_a_filled_checklist_is_never_written_over(copy: Path) -> None:
    path = copy / CHECKLISTS / "jiangbei.xlsx"
    checklist(copy, "--out", str(path))
    code, words = checklist(copy, "--out", str(path))
    assert code == 2
    assert "不覆盖" in words


@pytest.mark.parametrize("arguments", [[], ["--out", "a.xlsx", "--read", "README.md"]])
def test_one_of_write_and_read_is_asked_for(data_root: Path, arguments: list[str]) -> None:
    assert checklist(data_root, *arguments)[0] == 2


def test_an_unknown_zone_gets_the_nearest_name(data_root: Path) -> None:
    done = CliRunner().invoke(
        main, ["checklist", "jiangbe", "--data", str(data_root), "--out", "x"]
    )
    assert done.exit_code == 2
    assert "jiangbei" in done.output
