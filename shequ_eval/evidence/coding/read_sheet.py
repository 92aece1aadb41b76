"""Knows how a coding sheet that came back is read, whole or not at all; judges no decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shequ_eval.evidence.coding.columns import (
    CODING,
    SOURCE_ASKED,
    SOURCE_GIVEN,
    SOURCES,
    TEXT,
    TEXT_COLUMNS,
    Cells,
    Vocabulary,
    header_codes,
)
from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.evidence.workbooks import Rows, read_csv_rows, read_workbook

AS_ISSUED = "从原表重填；第一行不要改 fill a fresh sheet; leave its first row as issued"


@dataclass(frozen=True)
class SheetRow:
    """One filled row: its number as a spreadsheet shows it, and its cells by column code."""

    number: int
    cells: Cells

    def get(self, column: str) -> str:
        """The cell of a column."""
        return self.cells[column]


@dataclass(frozen=True)
class CodingSheet:
    """A coding sheet as it came back.

    `texts` holds the paragraphs of the documents with their offsets, for words that a coder
    added; it is empty for CSV.
    """

    file: str
    rows: tuple[SheetRow, ...]
    sources: tuple[SheetRow, ...]
    texts: tuple[SheetRow, ...]
    sources_file: str


def read_coding_sheet(path: Path, vocabulary: Vocabulary) -> CodingSheet:
    """Read an XLSX sheet, or a CSV sheet with the CSV of its sources beside it.

    Raises
    ------
    DataError
        A file cannot be read, or a sheet or its first row is not as issued.
    """
    if path.suffix.lower() == ".csv":
        beside = sources_beside(path)
        if not beside.is_file():
            raise DataError([_sources_are_needed(path, beside)])
        books = {CODING: (path.name, read_csv_rows(path))}
        books[SOURCES] = (beside.name, read_csv_rows(beside))
        books[TEXT] = (path.name, [_headers(TEXT_COLUMNS, vocabulary)])
    else:
        found = read_workbook(path)
        lost = [name for name in (CODING, SOURCES, TEXT) if name not in found]
        if lost:
            names = ", ".join(found)
            raise DataError([_fault(path.name, None, "missing-sheet", names, ", ".join(lost))])
        books = {name: (path.name, rows) for name, rows in found.items()}
    parts = {
        CODING: header_codes(),
        SOURCES: [*SOURCE_GIVEN, *SOURCE_ASKED],
        TEXT: list(TEXT_COLUMNS),
    }
    faults = [
        fault
        for name, codes in parts.items()
        for fault in _header_faults(*books[name], codes, vocabulary)
    ]
    if faults:
        raise DataError(faults)
    rows, sources, texts = (tuple(_filled(books[name][1], codes)) for name, codes in parts.items())
    return CodingSheet(path.name, rows, sources, texts, books[SOURCES][0])


def sources_beside(path: Path) -> Path:
    """The CSV of the sources that belongs to a CSV sheet."""
    return path.with_suffix(".sources.csv")


def _sources_are_needed(path: Path, beside: Path) -> Finding:
    allowed = (
        f"与 {path.name} 同一文件夹里的 {beside.name} beside it: 文件的题名、发布者、日期和校验码 "
        "the document's title, publisher, date and checksum"
    )
    remedy = "把生成编码表时的这份一并带回；改了名的 CSV 也要一起改名 bring it along, renamed alike"
    return Finding(beside.name, None, "", "sheet-no-sources", "error", "", allowed, remedy)


def _headers(codes: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    return [vocabulary.header(code) for code in codes]


def _header_faults(
    file: str, rows: Rows, codes: Sequence[str], vocabulary: Vocabulary
) -> list[Finding]:
    # NOTE: the code at the end of a title identifies a column; its words may be translated.
    found = [cell.split()[-1] if cell.split() else "" for cell in rows[0]] if rows else []
    if found[: len(codes)] == list(codes):
        return []
    lost = [code for code in codes if code not in found]
    if lost:
        return [_fault(file, 1, "header", "缺列 missing", ", ".join(_headers(lost, vocabulary)))]
    place = next(n for n, code in enumerate(codes) if found[n] != code)
    wanted = f"第 {place + 1} 列 column {place + 1}: {vocabulary.header(codes[place])}"
    return [_fault(file, 1, "header", f"列序变了 moved: {rows[0][place] or '空 empty'}", wanted)]


def _filled(rows: Rows, codes: Sequence[str]) -> list[SheetRow]:
    filled = []
    for number, row in enumerate(rows[1:], start=2):
        cells = [*row[: len(codes)], *[""] * (len(codes) - len(row))]
        if any(cells):
            filled.append(SheetRow(number, dict(zip(codes, cells, strict=True))))
    return filled


def _fault(file: str, row: int | None, rule: str, found: str, allowed: str) -> Finding:
    return Finding(file, row, "", f"sheet-{rule}", "error", found, allowed, AS_ISSUED)
