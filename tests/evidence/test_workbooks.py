"""Cells that a spreadsheet would take for formulas stay text, there and back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.evidence.findings import DataError
from shequ_eval.evidence.workbooks import (
    as_meant,
    kept_as_text,
    read_csv_rows,
    read_workbook,
)


@given(st.text(alphabet="'=+-@\t\r42.个a "))
def test_a_cell_comes_back_as_it_was_given_and_is_never_a_formula(cell: str) -> None:
    kept = kept_as_text(cell)
    assert as_meant(kept) == cell
    assert kept[:1] not in {"=", "+", "@", "\t", "\r"}
    if kept.startswith("-"):
        float(kept)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_every_encoding_that_a_spreadsheet_saves(
    tmp_path: Path, encoding: str
) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([["原词", "值"], [kept_as_text("=1+1"), "42,个\n二"]])
    path = tmp_path / "表.csv"
    path.write_bytes(buffer.getvalue().encode(encoding))
    assert read_csv_rows(path) == [["原词", "值"], ["=1+1", "42,个\n二"]]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"a,b\n"])
def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(DataError, match="sheet-not-xlsx"):
        read_workbook(path)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="sheet-unreadable"):
        read_csv_rows(tmp_path / "none.csv")
    (tmp_path / "x.csv").write_bytes(b'"open')
    with pytest.raises(DataError, match="sheet-not-csv"):
        read_csv_rows(tmp_path / "x.csv")
