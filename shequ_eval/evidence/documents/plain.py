"""Knows how a plain text becomes a document, character by character as it is stored."""

from __future__ import annotations

import hashlib

from shequ_eval.evidence.documents.document import Document, paragraph_starts
from shequ_eval.evidence.documents.encodings import decoded, looks_like
from shequ_eval.evidence.documents.refusals import empty, refusal


def read_plain(file: str, raw: bytes) -> Document:
    """The text exactly as stored, without the byte order mark; a line is a paragraph.

    Raises
    ------
    DataError
        The bytes are no text in UTF-8, UTF-16 or GB18030, or hold no word.
    """
    try:
        text = decoded(raw)
    except UnicodeDecodeError:
        text = "\x00"
    if "\x00" in text:
        raise refusal(
            file, "encoding", f"像是 looks like {looks_like(raw)}", "UTF-8 | GB18030",
            "用记事本打开，看文字是否完好，另存为 UTF-8 "
            "open it in an editor, see that the words are whole, save it as UTF-8",
        )  # fmt: skip
    if not text.strip():
        raise empty(file, f"{len(raw)} 字节 bytes")
    return Document(file, "txt", text, hashlib.sha256(raw).hexdigest(), paragraph_starts(text))
