"""Knows how a coding sheet is laid out as XLSX and CSV and written; reads no decision.

A sheet holds passages of the documents for the coder's eyes, so it is never written into data/.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from shequ_eval.evidence.coding.columns import (
    CODING,
    FIELDS,
    GIVEN,
    LISTS,
    NONE,
    SIGNED,
    SOURCE_ASKED,
    SOURCE_GIVEN,
    SOURCES,
    SUGGESTED,
    TEXT,
    TEXT_COLUMNS,
    Cells,
    Vocabulary,
    header_codes,
)
from shequ_eval.evidence.coding.draft import Draft
from shequ_eval.evidence.coding.read_sheet import sources_beside
from shequ_eval.evidence.workbooks import kept_as_text
from shequ_eval.reporting.coding.guide import write_guide
from shequ_eval.reporting.coding.room import heights_of
from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.files.workbooks import GREY, THIN, font, workbook_bytes

ADDED_ROWS = 15
GUIDE_SHEET = "说明"
WIDTHS = {
    "row": 5, "value_text": 14, "passage": 46, "place": 14, "decision": 20, "indicator_id": 34,
    "why": 36, "others": 40, "text": 110, "title": 36, "publisher": 26, "defects": 36, "file": 26,
    "statement_zh": 26, "statement_en": 34, "note": 36, "source_id": 16, "sha256": 24, "page": 6,
    "paragraph": 11, "value": 11, "low": 11, "high": 11, "unit": 9, "coder": 9, "coded_on": 13,
    "low_closed": 13, "high_closed": 13, "population_basis": 18, "cumulative_over": 17,
}  # fmt: skip
USUAL_WIDTH, LIST_WIDTH, LONGEST_PROMPT = 16, 34, 250
# NOTE: what stands left of the frozen edge stays in sight while the coder works to the right.
FROZEN = {CODING: "D2", SOURCES: "D2", TEXT: "A2"}
HIDDEN = ("start", "end")  # offsets: for the program, not for a coder


class SheetFault(ReportingFault):
    """A sheet that must not be written where it was to be."""


def write_sheets(out: Path, draft: Draft, vocabulary: Vocabulary, data_root: Path) -> list[Path]:
    """Write the sheet as XLSX and as CSV (with the CSV of its sources) and return the files.

    Raises
    ------
    SheetFault
        The files would lie in the data folder.
    FileExistsError
        A file exists: it may hold a coder's work, which is never written over.
    """
    xlsx, flat = out.with_suffix(".xlsx"), out.with_suffix(".csv")
    files = {
        xlsx: sheet_bytes(draft, vocabulary),
        flat: csv_bytes(draft.rows, header_codes(), vocabulary),
        sources_beside(flat): csv_bytes(draft.sources, [*SOURCE_GIVEN, *SOURCE_ASKED], vocabulary),
    }
    check_outside(out, data_root)
    standing = [file.name for file in files if file.exists()]
    if standing:
        raise FileExistsError(
            f"{', '.join(standing)} 已存在，可能已有填写内容，不覆盖；请用 --out 换一个文件名 "
            "may hold a coder's work and is not written over: choose another name with --out"
        )
    for file, content in files.items():
        with file.open("xb") as stream:
            stream.write(content)
    return list(files)


def check_outside(out: Path, data_root: Path) -> None:
    """Refuse a place in the data folder.

    Raises
    ------
    SheetFault
        The file would lie in the data folder.
    """
    if out.resolve().is_relative_to(data_root.resolve()):
        raise SheetFault(
            f"{out.name} 含有原文，不得写入数据目录；请用 --out 放到别处 "
            "holds passages and must not lie in the data folder: choose a place with --out"
        )


def csv_bytes(rows: Sequence[Cells], codes: Sequence[str], vocabulary: Vocabulary) -> bytes:
    """The rows as CSV that a spreadsheet opens as text, with the mark by which it knows UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([vocabulary.header(code) for code in codes])
    for cells in rows:
        writer.writerow([kept_as_text(cells.get(code, "")) for code in codes])
    return buffer.getvalue().encode("utf-8-sig")


def sheet_bytes(draft: Draft, vocabulary: Vocabulary) -> bytes:
    """The sheet as XLSX, the same bytes each time."""
    book = Workbook()
    coding = book.worksheets[0]
    coding.title = CODING
    codes = header_codes()
    open_columns = {"decision", *FIELDS, *SIGNED}
    _fill(coding, codes, draft.rows, vocabulary, open_columns)
    last = len(draft.rows) + 1
    _open_added_rows(coding, codes, last, {"value_text", "place", "source_id", *open_columns})
    asked = book.create_sheet(SOURCES)
    source_codes = [*SOURCE_GIVEN, *SOURCE_ASKED]
    _fill(asked, source_codes, draft.sources, vocabulary, set(SOURCE_ASKED))
    _fill(book.create_sheet(TEXT), TEXT_COLUMNS, draft.texts, vocabulary, set())
    lists = book.create_sheet(LISTS)
    for column, options in vocabulary.options.items():
        shown = [vocabulary.shown(column, code) for code in options]
        if column not in vocabulary.required and column != "decision":
            shown = [NONE, *shown]
        _choose(coding, codes.index(column), last + ADDED_ROWS, lists, column, shown, vocabulary)
    for column, options in vocabulary.source_options.items():
        place, end = source_codes.index(column), len(draft.sources) + 1
        _choose(asked, place, end, lists, f"{SOURCES}.{column}", list(options), vocabulary)
    for place in range(1, lists.max_column + 1):
        lists.column_dimensions[get_column_letter(place)].width = LIST_WIDTH
    write_guide(book.create_sheet(GUIDE_SHEET))
    return workbook_bytes(book)


def _fill(
    sheet: Worksheet,
    codes: Sequence[str],
    rows: Sequence[Mapping[str, str]],
    vocabulary: Vocabulary,
    open_columns: set[str],
) -> None:
    """Header and rows, every cell as text; the columns of the coder are open, the others grey."""
    titles = {code: vocabulary.header(code) for code in codes}
    for number, cells in enumerate([titles, *rows], start=1):
        for place, code in enumerate(codes, start=1):
            cell = sheet.cell(number, place)
            cell.value = cells.get(code) or None
            if cell.value is not None:
                cell.data_type = "s"  # words that begin with = are no formula
            cell.font = font(is_bold=number == 1)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = Border(bottom=THIN)
            cell.number_format = "@"
            if number == 1 or code not in open_columns:
                cell.fill = GREY
            else:
                cell.protection = Protection(locked=False)
    widths = [float(WIDTHS.get(code.removesuffix(SUGGESTED), USUAL_WIDTH)) for code in codes]
    for place, (code, width) in enumerate(zip(codes, widths, strict=True), start=1):
        column = sheet.column_dimensions[get_column_letter(place)]
        column.width, column.hidden = width, sheet.title == CODING and code in HIDDEN
    words = [[row.get(code, "") for code in codes] for row in (titles, *rows)]
    for number, height in enumerate(heights_of(words, widths), start=1):
        sheet.row_dimensions[number].height = height
    sheet.freeze_panes = FROZEN[sheet.title]
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.protection.formatCells = False


def _open_added_rows(sheet: Worksheet, codes: Sequence[str], last: int, names: set[str]) -> None:
    for number in range(last + 1, last + ADDED_ROWS + 1):
        for place, code in enumerate(codes, start=1):
            cell = sheet.cell(number, place)
            cell.font, cell.border, cell.number_format = font(), Border(bottom=THIN), "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if code in names:
                cell.protection = Protection(locked=False)
            elif code not in GIVEN:
                cell.fill = GREY


def _choose(
    sheet: Worksheet,
    place: int,
    last: int,
    lists: Worksheet,
    name: str,
    shown: Sequence[str],
    vocabulary: Vocabulary,
) -> None:
    """A drop-down list in a column, its options in a column of the sheet of lists."""
    column = lists.max_column + 1 if lists.cell(1, 1).value else 1
    for number, words in enumerate([name, *shown], start=1):
        cell = lists.cell(number, column, words)
        cell.data_type, cell.font = "s", font(is_bold=number == 1)
    letter = get_column_letter(column)
    hint = vocabulary.hints.get(name.rpartition(".")[2], "")
    choice = DataValidation(
        type="list",
        formula1=f"'{LISTS}'!${letter}$2:${letter}${len(shown) + 1}",
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",  # a code without its words is as good: accept
        errorTitle=name[:30],
        error="不在列表里：只写编码也可以 not in the list; a code alone will do",
        showInputMessage=bool(hint),
        promptTitle=name[:30],
        prompt=hint[:LONGEST_PROMPT],
    )
    target = get_column_letter(place + 1)
    choice.add(f"{target}2:{target}{max(2, last)}")
    sheet.add_data_validation(choice)
