"""Knows how exhibits are handed on as files: CSV, XLSX, PNG and SVG; lays out no page."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

from shequ_eval.reporting.document.grid import width_em
from shequ_eval.reporting.files.workbooks import font, workbook_bytes
from shequ_eval.reporting.found_exhibits import FoundExhibit
from shequ_eval.reporting.html.web_font import embed_font_in_svg

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?[%‰]?")


def write_exhibits(notebook: str, exhibits: Iterable[FoundExhibit], folder: Path) -> list[Path]:
    """Write each exhibit's numbers as CSV and XLSX, and its picture as PNG and SVG.

    The files are called `<notebook>.<exhibit_id>.<ending>`. CSV begins with a byte order mark,
    without which Excel shows Chinese as mojibake.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for exhibit in exhibits:
        contents = {
            "csv": _csv(exhibit).encode("utf-8-sig") if exhibit.columns else None,
            "xlsx": _xlsx(exhibit) if exhibit.columns else None,
            "png": exhibit.png,
            "svg": embed_font_in_svg(exhibit.svg).encode("utf-8") if exhibit.svg else None,
        }
        for ending, content in contents.items():
            if content is not None:
                path = folder / f"{notebook}.{exhibit.exhibit_id}.{ending}"
                path.write_bytes(content)
                written.append(path)
    return written


def _csv(exhibit: FoundExhibit) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([harmless(column) for column in exhibit.columns])
    writer.writerows([harmless(cell) for cell in row] for row in _rows(exhibit))
    return buffer.getvalue()


def _rows(exhibit: FoundExhibit) -> tuple[tuple[str | int | float, ...], ...]:
    """Every row of an exhibit, also those that the report leaves to its files."""
    return exhibit.file_rows or exhibit.rows


def _xlsx(exhibit: FoundExhibit) -> bytes:
    """One sheet: the title, the numbers under their heads, then notes and source."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "data"
    rows: list[list[str | int | float]] = [[exhibit.title], [exhibit.subtitle]]
    held = _rows(exhibit)
    rows += [list(exhibit.columns), *map(list, held)]
    rows.append([])
    rows += [[note] for note in (*exhibit.notes, exhibit.source) if note]
    for place, row in enumerate(rows, start=1):
        for column, content in enumerate(row, start=1):
            cell = sheet.cell(place, column, _legal(content))
            if isinstance(content, str):
                cell.data_type = "s"  # whatever it looks like, it is no formula
    for column in range(1, len(exhibit.columns) + 1):
        texts = [str(row[column - 1]) for row in rows[2 : 3 + len(held)]]
        widest = max(width_em(text) for text in texts)
        sheet.column_dimensions[get_column_letter(column)].width = min(60, 2 * widest + 2)
        sheet.cell(3, column).font = font(is_bold=True)
    sheet.cell(1, 1).font = font(is_bold=True)
    sheet.freeze_panes = "A4"
    return workbook_bytes(book)


def _legal(content: str | int | float) -> str | int | float:
    """A cell without the control characters that no XLSX can hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", content) if isinstance(content, str) else content


def harmless(cell: str | int | float) -> str | int | float:
    """A cell that a spreadsheet cannot take for a formula: text that looks like one gets a quote.

    Numbers keep their sign. Full-width signs count too, since a Chinese Excel reads them as signs.

    >>> harmless("=1+1"), harmless("-0.5"), harmless("+0.23"), harmless("-12.5%"), harmless(-3)
    ("'=1+1", '-0.5', '+0.23', '-12.5%', -3)
    >>> harmless("＋地址"), harmless("-1-1"), harmless("镇海")
    ("'＋地址", "'-1-1", '镇海')
    """
    if not isinstance(cell, str):
        return cell
    plain = unicodedata.normalize("NFKC", cell)
    starts = cell.startswith(FORMULA_STARTS) or plain.startswith(FORMULA_STARTS)
    return f"'{cell}" if starts and not _NUMBER.fullmatch(plain) else cell
