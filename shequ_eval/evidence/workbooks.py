"""Knows how the cells of a spreadsheet are read as text, from XLSX or CSV; judges no cell."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from shequ_eval.evidence.documents.encodings import decoded
from shequ_eval.evidence.findings import DataError, Finding

LARGEST_BYTES = 50_000_000
# NOTE: a spreadsheet takes a cell that begins so for a formula; a mark before it keeps it text.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?")
Rows = list[list[str]]


def cell_text(cell: Any) -> str:
    """A cell as text; a date as year-month-day, whatever the spreadsheet made of it.

    >>> cell_text(datetime(2021, 6, 30)), cell_text(None), cell_text(" 有 "), cell_text(True)
    ('2021-06-30', '', '有', 'true')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell).strip()


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, written 2021-06-30.

    >>> is_day("2021-06-30"), is_day("2021-02-30"), is_day("六月")
    (True, False, False)
    """
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def unpacked_bytes(raw: bytes) -> int:
    """How many bytes a zip archive would unpack to."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return sum(part.file_size for part in archive.infolist())


def kept_as_text(cell: str) -> str:
    """A cell for CSV that no spreadsheet takes for a formula; numbers stay as they are.

    >>> [kept_as_text(cell) for cell in ("=1+1", "+5%", "-5", "42个", "@x")]
    ["'=1+1", "'+5%", '-5', '42个', "'@x"]
    """
    return f"'{cell}" if FORMULA.match(cell) and not NUMBER.fullmatch(cell) else cell


def as_meant(cell: str) -> str:
    """The cell that `kept_as_text` was given.

    >>> as_meant("'=1+1"), as_meant("'quoted'")
    ('=1+1', "'quoted'")
    """
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def read_workbook(path: Path) -> dict[str, Rows]:
    """The sheets of an XLSX by name, every cell as text.

    Raises
    ------
    DataError
        The file cannot be read, is no XLSX, or unpacks to more than it should.
    """
    raw = _read_bytes(path)
    try:
        if unpacked_bytes(raw) > LARGEST_BYTES:
            raise ValueError("too large")
        book = openpyxl.load_workbook(io.BytesIO(raw), data_only=True, read_only=True)
        return {
            sheet.title: [
                [cell_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)
            ]
            for sheet in book.worksheets
        }
    # NOTE: openpyxl lets any exception of a damaged part through; all mean that it is no XLSX.
    except Exception as error:
        raise _refusal(
            path.name, "not-xlsx", type(error).__name__, "XLSX 工作簿 a workbook"
        ) from error


def read_csv_rows(path: Path) -> Rows:
    """The rows of a CSV as a spreadsheet saved it (UTF-8 with or without mark, or GB18030).

    Raises
    ------
    DataError
        The file cannot be read or is no CSV.
    """
    raw = _read_bytes(path)
    try:
        rows = csv.reader(io.StringIO(decoded(raw), newline=""), strict=True)
        return [[as_meant(cell).strip() for cell in row] for row in rows]
    except (UnicodeDecodeError, csv.Error) as error:
        raise _refusal(path.name, "not-csv", str(error), "UTF-8 CSV") from error


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise _refusal(path.name, "unreadable", reason, "可以读取的文件 a file to read") from error


def _refusal(file: str, rule: str, found: str, allowed: str) -> DataError:
    remedy = "检查路径与文件 look at the path and the file"
    return DataError([Finding(file, None, "", f"sheet-{rule}", "error", found, allowed, remedy)])
