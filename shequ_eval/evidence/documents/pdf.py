"""Knows the words of a PDF's text layer, page by page; recognises no picture of a text."""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Iterator, Sequence
from typing import Any

import pdfplumber
from pdfminer.layout import LTContainer, LTTextLine
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from shequ_eval.evidence.documents.document import Document, paragraph_starts
from shequ_eval.evidence.documents.pdf_lines import Line, without_furniture
from shequ_eval.evidence.documents.pdf_order import in_reading_order
from shequ_eval.evidence.documents.pdf_paragraphs import joint
from shequ_eval.evidence.documents.refusals import damaged, doubt, encrypted, no_text_layer, refusal
from shequ_eval.evidence.findings import Finding

# NOTE: lines end where a gap is as wide as a letter, so that columns stay apart.
LAYOUT = {"detect_vertical": False, "char_margin": 1.0}
ROW_MARGIN = 0.3
LARGEST_UNMAPPED_SHARE = 0.1
UNMAPPED = "(cid:"


def read_pdf(file: str, raw: bytes) -> Document:
    """Paragraphs joined from the printed lines, with the offset at which each page begins.

    Page numbers and lines that head or foot several pages are left out. A ruled table is read
    row by row, its cells parted by tabs.

    Raises
    ------
    DataError
        The PDF is encrypted, damaged, or has no text layer that can be read.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    pages = _read_pages(file, raw)
    if not any(pages):
        raise no_text_layer(file, len(pages))
    _check_mapped(file, pages)
    text, starts = _put_together(without_furniture(pages))
    silent = [number for number, lines in enumerate(pages, start=1) if not lines]
    return Document(
        file=file,
        kind="pdf",
        text=text,
        file_sha256=hashlib.sha256(raw).hexdigest(),
        paragraphs=paragraph_starts(text),
        pages=tuple(starts),
        warnings=tuple(_silent_page(file, number) for number in silent),
    )


def _read_pages(file: str, raw: bytes) -> list[list[Line]]:
    try:
        with pdfplumber.open(io.BytesIO(raw), laparams=LAYOUT) as opened:
            pages = []
            for page in opened.pages:
                pages.append(_lines_of(page))
                page.close()
            return pages
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args):
            raise encrypted(file) from error
        raise damaged(file, "pdf", error) from error
    # NOTE: pdfminer lets any exception of a damaged part through; all mean that it is damaged.
    except Exception as error:
        raise damaged(file, "pdf", error) from error


def _lines_of(page: Any) -> list[Line]:
    """The lines of a page in reading order; the rows of a ruled table stand where it begins."""
    tables = [table for table in page.find_tables() if len(table.rows) > 1]
    height = float(page.height + page.mediabox[1])
    printed = set()
    lines = []
    for found in _text_lines(page.layout):
        line = Line.of(found, height)
        inside = next((n for n, table in enumerate(tables) if line.is_inside(table.bbox)), None)
        if inside is None:
            lines.append(line)
        elif inside not in printed:
            printed.add(inside)
            lines += _table_lines(tables[inside], line)
    return in_reading_order([line for line in lines if line.text])


def _text_lines(container: Any) -> Iterator[LTTextLine]:
    """The horizontal lines of a page, those inside figures too."""
    for item in container:
        if isinstance(item, LTTextLine):
            yield item
        elif isinstance(item, LTContainer):
            yield from _text_lines(item)


def _table_lines(table: Any, like: Line) -> list[Line]:
    rows = table.extract(x_tolerance_ratio=ROW_MARGIN)
    texts = ["\t".join("".join((cell or "").split("\n")) for cell in row) for row in rows]
    boxes = [row.bbox for row in table.rows]
    return [like.as_row(text, box) for text, box in zip(texts, boxes, strict=True) if text.strip()]


def _check_mapped(file: str, pages: Sequence[Sequence[Line]]) -> None:
    """Refuse a text layer whose characters have no meaning (a font without its mapping)."""
    words = "".join(line.text for lines in pages for line in lines)
    unmapped = words.count(UNMAPPED) + sum("\ue000" <= letter <= "\uf8ff" for letter in words)
    if unmapped > LARGEST_UNMAPPED_SHARE * (len(words) - 7 * words.count(UNMAPPED)):
        raise refusal(
            file, "unmapped-text", f"{unmapped} 个字符无法辨认 characters without meaning",
            "文字可以复制的 PDF a PDF whose text can be copied",
            "字体没有对应表：换用原来的 DOCX，或做文字识别（OCR）"
            " its fonts carry no mapping: use the DOCX it was made from, or run OCR",
        )  # fmt: skip


def _put_together(pages: Sequence[Sequence[Line]]) -> tuple[str, list[int]]:
    """The text of all pages, and where each page begins in it."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    last: Line | None = None
    for lines in pages:
        for number, line in enumerate(lines):
            between = "" if last is None else joint(last, line)
            start_of_page = number == 0
            parts += [between, line.text]
            if start_of_page:
                starts += [length + len(between)]
            length += len(between) + len(line.text)
            last = line
        if not lines:
            starts.append(length)
    return "".join(parts), starts


def _silent_page(file: str, number: int) -> Finding:
    return doubt(
        file, "page-without-text", f"第 {number} 页没有文字 page {number} has no text",
        "每页都有文字 text on every page",
        "若是扫描页，请另做文字识别 if it is a scan, run OCR on it",
    )  # fmt: skip
