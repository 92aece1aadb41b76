"""Knows how a workbook looks and is saved the same bytes each time; knows nothing of its cells."""

from __future__ import annotations

import io
import re
import zipfile

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill, Side

FONT = "宋体"  # NOTE: every Chinese Excel has it, and WPS and LibreOffice replace it by name.
GREY = PatternFill("solid", start_color="FFF0F1F2")
THIN = Side(style="thin", color="FFAEB7BC")
EPOCH = (1980, 1, 1, 0, 0, 0)
MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def font(is_bold: bool = False) -> Font:
    """The font of every cell."""
    return Font(name=FONT, charset=134, size=11, bold=is_bold)


def workbook_bytes(book: Workbook) -> bytes:
    """The workbook as XLSX, the same bytes each time."""
    buffer = io.BytesIO()
    book.save(buffer)
    return without_clock(buffer.getvalue())


def without_clock(workbook: bytes) -> bytes:
    """The workbook with one fixed date in its zip and its properties, its parts in order."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in sorted(old.namelist()):
            part = zipfile.ZipInfo(name, EPOCH)
            part.compress_type, part.create_system = zipfile.ZIP_DEFLATED, 3
            part.external_attr = 0o600 << 16
            content = MOMENT.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", old.read(name))
            new.writestr(part, content)
    return buffer.getvalue()
