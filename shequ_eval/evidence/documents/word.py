"""Knows the words of a DOCX in reading order; leaves out headers, footers and deleted text.

The body is walked element by element: what Word wraps in smart tags, content controls, inserted
revisions, links and text boxes is text that a reader sees, and most libraries pass over it.
Numbers that Word makes for a list or a heading are not stored in the file and are not made up.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from shequ_eval.evidence.documents.document import Document, joined
from shequ_eval.evidence.documents.refusals import damaged, empty, refusal
from shequ_eval.evidence.findings import DataError

LARGEST_UNPACKED_BYTES = 500_000_000
FOOTNOTES = ("footnotes", "endnotes")
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})
PARAGRAPH, TABLE, ROW, CELL, BOX = (
    qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "txbxContent")
)
UNSEEN = frozenset({qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:rt"), FALLBACK})
MARKS = {
    qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-",
}  # fmt: skip


def read_word(file: str, raw: bytes) -> Document:
    """Paragraphs and table rows in reading order; the cells of a row are parted by tabs.

    Text boxes follow the paragraph that they are anchored in, notes follow the body. A DOCX has
    no pages before it is laid out.

    Raises
    ------
    DataError
        The file is damaged, unpacks to more than it should, or holds no word.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > LARGEST_UNPACKED_BYTES:
            raise refusal(
                file, "too-large", f"{unpacked} 字节 bytes", f"≤ {LARGEST_UNPACKED_BYTES}",
                "删去图片后另存 save it without its pictures",
            )  # fmt: skip
        opened = docx.Document(io.BytesIO(raw))
        blocks = [*_blocks(opened.element.body), *_notes(opened.part)]
    except DataError:
        raise
    # NOTE: python-docx lets any exception of a damaged part through; all mean that it is damaged.
    except Exception as error:
        raise damaged(file, "docx", error) from error
    document = joined(file, "docx", raw, blocks)
    if not document.text:
        raise empty(file, "没有一个文字 not one character")
    return document


def _blocks(container: Any) -> Iterator[str]:
    """The text of each paragraph and each table row under an element, in order."""
    for child in container:
        if child.tag == PARAGRAPH:
            yield _inline(child)
            for box in _boxes(child):
                yield from _blocks(box)
        elif child.tag == TABLE:
            yield from (_row(row) for row in _rows(child))
        elif child.tag not in UNSEEN:
            yield from _blocks(child)


def _inline(element: Any) -> str:
    """The text that a reader sees in a paragraph, without that of its text boxes."""
    words = []
    for child in element:
        if child.tag in UNSEEN or child.tag == BOX:
            continue
        if child.tag == qn("w:t"):
            words.append(_raised(child))
        else:
            words.append(MARKS.get(child.tag) or _inline(child))
    return "".join(words)


def _raised(text: Any) -> str:
    """The text of a run; a raised 2 or 3 as it is written in m² and m³."""
    words = text.text or ""
    raised = text.getparent().find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    if raised is not None and raised.get(qn("w:val")) == "superscript":
        return {"2": "²", "3": "³"}.get(words, words)
    return words


def _boxes(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag == BOX:
            yield child
        elif child.tag not in UNSEEN:
            yield from _boxes(child)


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table, also those inside content controls, not those of tables within."""
    for child in table:
        if child.tag == ROW:
            yield child
        elif child.tag not in UNSEEN | {CELL, TABLE}:
            yield from _rows(child)


def _row(row: Any) -> str:
    return "\t".join(" ".join(filter(str.strip, _blocks(cell))) for cell in _cells(row))


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == CELL:
            yield child
        elif child.tag not in UNSEEN | {TABLE}:
            yield from _cells(child)


def _notes(part: Any) -> Iterator[str]:
    """The footnotes and endnotes, after the body."""
    for name in FOOTNOTES:
        for relation in part.rels.values():
            if relation.reltype.endswith(f"/{name}") and not relation.is_external:
                root = parse_xml(relation.target_part.blob)
                kept = [note for note in root if note.get(qn("w:type")) not in SEPARATORS]
                for note in kept:
                    yield from _blocks(note)
