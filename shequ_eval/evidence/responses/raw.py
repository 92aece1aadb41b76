"""Knows how a file of answers becomes cells of text, whatever its format; judges no answer."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from shequ_eval.evidence.documents.encodings import decoded
from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.evidence.responses.statistical_files import read_dta, read_sav
from shequ_eval.evidence.workbooks import LARGEST_BYTES, as_meant, unpacked_bytes

DELIMITERS = (",", ";", "\t")
FIRST_ROW = 2  # the line of the first answers in a spreadsheet


@dataclass(frozen=True)
class RawResponses:
    """Answers as they came: text cells, "" where there is none, one line of the file a row.

    The index is the line that a spreadsheet shows. `value_labels` has, by column, the words of
    each code (SPSS, Stata). `sha256` is the file's.
    """

    file: str
    sha256: str
    cells: pd.DataFrame
    value_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_raw_responses(path: Path, sheet: str | None = None) -> RawResponses:
    """Read XLSX, CSV (comma, semicolon or tab), SPSS .sav, Stata .dta or Parquet.

    Raises
    ------
    DataError
        The file cannot be read, a column has no name or one that another has, a line has more
        cells than the header, or there is no answer.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        allowed = ", ".join(sorted(READERS))
        raise _refusal(path.name, "unknown_format", path.suffix, allowed)
    try:
        raw = path.read_bytes()
    except OSError as error:
        words = error.strerror or str(error)
        raise _refusal(path.name, "unreadable", words, "可以读取的文件 a file to read") from None
    header, rows, labels = reader(path, raw, sheet)
    cells = _table(path.name, header, rows)
    return RawResponses(path.name, hashlib.sha256(raw).hexdigest(), cells, labels)


def answer_text(cell: Any) -> str:
    """A cell as text: whole numbers without a point, moments as ISO 8601, "" for none.

    >>> answer_text(4.0), answer_text(None), answer_text(float("nan")), answer_text(" 好 ")
    ('4', '', '', '好')
    >>> answer_text(datetime(2026, 5, 1, 9, 30)), answer_text(True), answer_text(0.5)
    ('2026-05-01T09:30:00', '1', '0.5')
    """
    if cell is None or cell is pd.NaT or cell is pd.NA:
        return ""
    if isinstance(cell, (bool, np.bool_)):
        return str(int(cell))
    if isinstance(cell, (float, np.floating)):
        return "" if np.isnan(cell) else f"{float(cell):.15g}"
    if isinstance(cell, (datetime, date)):
        return cell.isoformat()
    return str(cell).strip()


Read = tuple[list[str], list[list[str]], dict[str, dict[str, str]]]


def _xlsx(path: Path, raw: bytes, sheet: str | None) -> Read:
    try:
        if unpacked_bytes(raw) > LARGEST_BYTES:
            raise ValueError("too large")
        book = openpyxl.load_workbook(io.BytesIO(raw), data_only=True, read_only=True)
        names = list(book.sheetnames)
        chosen = book[sheet] if sheet in names else book.worksheets[0]
        lines = [[answer_text(c) for c in row] for row in chosen.iter_rows(values_only=True)]
    # NOTE: openpyxl lets any exception of a damaged part through; all mean that it is no XLSX.
    except Exception as error:
        raise _refusal(path.name, "not_xlsx", type(error).__name__, "XLSX") from None
    if sheet is not None and sheet not in names:
        raise _refusal(path.name, "no_such_sheet", sheet, ", ".join(names))
    return (*_headed(lines), {})


def _csv(path: Path, raw: bytes, sheet: str | None) -> Read:
    try:
        text = decoded(raw)
        first = text.partition("\n")[0]
        delimiter = max(DELIMITERS, key=first.count)
        found = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        lines = [[as_meant(cell).strip() for cell in row] for row in found]
    except (UnicodeDecodeError, csv.Error) as error:
        raise _refusal(path.name, "not_csv", str(error)[:120], "UTF-8 CSV") from None
    return (*_headed(lines), {})


def _parquet(path: Path, raw: bytes, sheet: str | None) -> Read:
    try:
        table = pq.read_table(io.BytesIO(raw)).to_pandas()
    except (OSError, ValueError, pa.ArrowException) as error:
        raise _refusal(path.name, "not_parquet", str(error)[:120], "Parquet") from None
    return _of_frame(table, {})


def _statistical(reader: Callable[[Path], tuple[pd.DataFrame, dict[str, dict[Any, str]]]]) -> Any:
    def read(path: Path, raw: bytes, sheet: str | None) -> Read:
        try:
            table, labels = reader(path)
        except ValueError as error:
            raise _refusal(path.name, "not_readable", str(error)[:160], "SPSS, Stata") from None
        return _of_frame(table, labels)

    return read


def _of_frame(table: pd.DataFrame, labels: Mapping[str, Mapping[Any, str]]) -> Read:
    rows = [[answer_text(cell) for cell in row] for row in table.itertuples(index=False)]
    words = {
        column: {answer_text(code): word.strip() for code, word in known.items()}
        for column, known in labels.items()
    }
    return [str(column) for column in table.columns], rows, words


def _headed(lines: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    header = lines[0] if lines else []
    while header and not header[-1]:
        header = header[:-1]
    return header, lines[1:]


def _table(file: str, header: Sequence[str], rows: list[list[str]]) -> pd.DataFrame:
    faults: list[Finding] = []
    for place, name in enumerate(header):
        if not name:
            faults.append(_fault(file, 1, f"#{place + 1}", "unnamed_column", "", "列名 a name"))
        elif name in header[:place]:
            faults.append(_fault(file, 1, name, "column_twice", name, "每列一名 a name of its own"))
    for line, row in enumerate(rows, start=FIRST_ROW):
        if any(row[len(header) :]):
            allowed = f"至多 at most {len(header)}"
            faults.append(_fault(file, line, "", "too_many_cells", str(len(row)), allowed))
    kept = {line: row for line, row in enumerate(rows, start=FIRST_ROW) if any(row)}
    if not header or not kept:
        faults.append(_fault(file, None, "", "no_rows", "0", "至少一份回答 at least one answer"))
    if faults:
        raise DataError(faults)
    padded = [(row + [""] * len(header))[: len(header)] for row in kept.values()]
    return pd.DataFrame(padded, columns=list(header), index=list(kept), dtype=object)


def _refusal(file: str, rule: str, found: str, allowed: str) -> DataError:
    return DataError([_fault(file, None, "", rule, found, allowed)])


def _fault(file: str, row: int | None, column: str, rule: str, found: str, allowed: str) -> Finding:
    return Finding(file, row, column, f"survey-{rule}", "error", found, allowed)


READERS: dict[str, Callable[[Path, bytes, str | None], Read]] = {
    ".xlsx": _xlsx,
    ".csv": _csv,
    ".sav": _statistical(read_sav),
    ".dta": _statistical(read_dta),
    ".parquet": _parquet,
}
