"""Knows of which format a document is by its bytes, and reads it; writes nothing."""

# ruff: noqa: PLC0415  (the readers bring large libraries, which few commands need)

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from shequ_eval.evidence.documents.document import Document, Kind
from shequ_eval.evidence.documents.plain import read_plain
from shequ_eval.evidence.documents.refusals import READABLE, damaged, empty, encrypted, refusal

EXTENSIONS: dict[str, Kind] = {
    ".txt": "txt", ".docx": "docx", ".pdf": "pdf", ".html": "html", ".htm": "html",
}  # fmt: skip
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
HEAD = 1024


def read_document(path: Path) -> Document:
    """The text of a TXT, DOCX, PDF (with a text layer) or HTML file, with its places.

    Raises
    ------
    DataError
        One finding that says why the file cannot be read and what to do: missing, empty, a wrong
        extension, encrypted, damaged, no text layer, an unknown encoding.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise refusal(
            path.name, "unreadable", error.strerror or str(error),
            "可以读取的文件 a file that can be read", "检查路径 see whether the path is right",
        ) from error  # fmt: skip
    return document_of(path.name, raw)


def document_of(file: str, raw: bytes) -> Document:
    """The document that these bytes are, under this file name; raises as `read_document`."""
    if not raw.strip():
        raise empty(file, f"{len(raw)} 字节 bytes")
    named = EXTENSIONS.get(Path(file).suffix.lower())
    found = _kind_of(file, raw)
    if named is None or (found is not None and found != named):
        raise _wrong_extension(file, found)
    if found is None and named in {"docx", "pdf"}:
        raise damaged(file, named, ValueError())
    return _reader(named)(file, raw)


def _reader(kind: Kind) -> Callable[[str, bytes], Document]:
    if kind == "docx":
        from shequ_eval.evidence.documents.word import read_word as reader
    elif kind == "pdf":
        from shequ_eval.evidence.documents.pdf import read_pdf as reader
    elif kind == "html":
        from shequ_eval.evidence.documents.web import read_web as reader
    else:
        return read_plain
    return reader


def _kind_of(file: str, raw: bytes) -> Kind | None:
    """The format that the bytes show, None where they show none (a plain text shows none)."""
    head = raw[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"%PDF-") or b"%PDF-" in raw[:HEAD]:
        return "pdf"
    if raw.startswith(b"PK\x03\x04"):
        return _kind_of_zip(file, raw)
    if raw.startswith(OLE):
        raise _of_ole(file, raw)
    if head.startswith(PICTURES) or head.startswith(b"{\\rtf"):
        raise _another_format(file, "RTF" if head.startswith(b"{") else "图片 picture")
    if head[:200].lower().startswith((b"<!doctype html", b"<html")):
        return "html"
    return None


def _kind_of_zip(file: str, raw: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile as error:
        raise damaged(file, "docx", error) from error
    if "word/document.xml" not in names and "[Content_Types].xml" in names:
        raise _another_format(file, "XLSX | PPTX")
    if "word/document.xml" not in names:
        raise _another_format(file, "ZIP")
    return "docx"


def _of_ole(file: str, raw: bytes) -> Exception:
    return encrypted(file) if ENCRYPTED_PACKAGE in raw else _another_format(file, "DOC | WPS | XLS")


def _wrong_extension(file: str, found: Kind | None) -> Exception:
    shown = f"{Path(file).suffix or '没有扩展名 none'}（内容是 content: {found or 'TXT?'}）"
    remedy = "按内容改扩展名 rename it by its content"
    return refusal(file, "extension", shown, f".{found}" if found else READABLE, remedy)


def _another_format(file: str, found: str) -> Exception:
    remedy = (
        "在原程序里打开，另存为 DOCX 或 PDF open it where it was made and save it as DOCX or PDF"
    )
    return refusal(file, "extension", found, READABLE, remedy)
