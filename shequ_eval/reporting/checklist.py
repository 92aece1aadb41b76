"""Knows how a checklist of mechanisms is laid out as XLSX and written; reads no answer."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from shequ_eval.evidence.checklists import GIVEN, HEADER, SHEET, VALUES, expected_rows
from shequ_eval.reporting.files.workbooks import GREY, THIN, font, workbook_bytes
from shequ_eval.vocabulary.codebook import Codebook

WIDTHS = (14, 30, 46, 40, 22, 10, 12, 14, 46)
GUIDE = (
    "灰色各列受保护，请勿改动。value 只填 有／无／未核查。",
    "填 有 或 无 须写核查人、日期（年-月-日）和说明。",
    "The grey columns are protected: leave them. value: 有 (yes), 无 (no), 未核查 (not checked).",
    "有 and 无 need a name, a date (year-month-day) and a text.",
)


def write_checklist(out: Path, mechanisms: pd.DataFrame, codebook: Codebook) -> Path:
    """Write the checklist of these mechanisms to a new file and return where it lies.

    Raises
    ------
    FileExistsError
        The file exists: it may hold an evaluator's answers, which are never written over.
    ValueError
        There is no mechanism to check.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> codebook = read_codebook(find_data_root())
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> mechanism = {"mechanism_id": "m1", "title_zh": "平台", "check": "…", "data_needed": "名录"}
    >>> rows = pd.DataFrame([mechanism])
    >>> with TemporaryDirectory() as folder:
    ...     write_checklist(Path(folder) / "east.xlsx", rows, codebook).name
    'east.xlsx'
    """
    content = checklist_bytes(mechanisms, codebook)
    try:
        with out.open("xb") as stream:
            stream.write(content)
    except FileExistsError as error:
        raise FileExistsError(
            f"{out.name} 已存在，可能已有填写内容，不覆盖；请换一个文件名 "
            "exists and may hold answers; it is not written over: choose another name"
        ) from error
    return out


def checklist_bytes(mechanisms: pd.DataFrame, codebook: Codebook) -> bytes:
    """The checklist as XLSX, the same bytes each time.

    Raises
    ------
    ValueError
        There is no mechanism to check.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> codebook = read_codebook(find_data_root())
    >>> mechanism = {"mechanism_id": "m1", "title_zh": "平台", "check": "…", "data_needed": "名录"}
    >>> sheet = checklist_bytes(pd.DataFrame([mechanism]), codebook)
    >>> sheet[:2], sheet == checklist_bytes(pd.DataFrame([mechanism]), codebook)
    (b'PK', True)
    """
    if mechanisms.empty:
        raise ValueError("没有可核查的机制 there is no mechanism to check")
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    rows = expected_rows(mechanisms, codebook)
    _fill(sheet, [dict(zip(HEADER, HEADER, strict=True)), *rows])
    _protect(sheet, len(rows) + 1)
    guide = book.create_sheet("说明 Guide")
    for number, line in enumerate(GUIDE, start=1):
        guide.cell(number, 1, line).font = font()
    return workbook_bytes(book)


def _fill(sheet: Worksheet, rows: list[dict[str, str]]) -> None:
    edge = Border(bottom=THIN)
    for number, cells in enumerate(rows, start=1):
        for place, column in enumerate(HEADER, start=1):
            cell = sheet.cell(number, place)
            cell.value = cells.get(column) or None
            if cell.value is not None:
                cell.data_type = "s"  # a title that begins with = is no formula
            cell.font = font(is_bold=number == 1)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = edge
            if number == 1 or column in GIVEN:
                cell.fill = GREY
            else:
                cell.protection = Protection(locked=False)
                cell.number_format = "@"
    for place, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFGHI"[place]].width = width


def _protect(sheet: Worksheet, last: int) -> None:
    """Frozen header, locked ids, a list to choose the value from; printed across the page."""
    choice = DataValidation(
        type="list",
        formula1=f'"{",".join(VALUES)}"',
        allow_blank=False,
        showErrorMessage=True,
        errorTitle="value",
        error=" | ".join(VALUES),
    )
    choice.add(f"F2:F{last}")
    sheet.add_data_validation(choice)
    sheet.freeze_panes = "C2"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
