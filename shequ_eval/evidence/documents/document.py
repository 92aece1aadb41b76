"""Knows a document's text and where in it an offset lies; knows no file format."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from shequ_eval.evidence.findings import Finding

Kind = Literal["txt", "docx", "pdf", "html"]
PARAGRAPH = re.compile(r"[^\r\n]*[^\s][^\r\n]*")


@dataclass(frozen=True)
class Place:
    """Where a character stands, as a reader counts.

    `paragraph` counts from 1 over paragraphs that hold a character other than blanks; a row of a
    table is a paragraph. `page` counts from 1, None where the format has no pages.
    """

    page: int | None
    paragraph: int

    def words(self) -> str:
        """The place for a person.

        >>> Place(3, 12).words(), Place(None, 1).words()
        ('第3页 第12段 p.3 ¶12', '第1段 ¶1')
        """
        if self.page is None:
            return f"第{self.paragraph}段 ¶{self.paragraph}"
        return f"第{self.page}页 第{self.paragraph}段 p.{self.page} ¶{self.paragraph}"


@dataclass(frozen=True)
class Document:
    """One document as it was read.

    Offsets are characters of `text`, from 0, half-open. `sha256` is that of the text in UTF-8,
    `file_sha256` that of the bytes of the file. `paragraphs` holds the offset at which each
    paragraph begins, `pages` that of each page (empty where the format has none). `warnings` are
    doubts about the reading, such as a page that is only a picture.
    """

    file: str
    kind: Kind
    text: str
    file_sha256: str
    paragraphs: tuple[int, ...]
    pages: tuple[int, ...] = ()
    warnings: tuple[Finding, ...] = ()

    @property
    def sha256(self) -> str:
        """The checksum of the text; it does not change while the words do not."""
        return hashlib.sha256(self.text.encode("utf-8", errors="surrogatepass")).hexdigest()

    def place(self, offset: int) -> Place:
        """The page and the paragraph of a character; between two paragraphs, the one before.

        Raises
        ------
        IndexError
            The offset is not in the text (its end counts as inside).
        """
        if not 0 <= offset <= len(self.text):
            raise IndexError(f"{self.file}: 0 … {len(self.text)}, found {offset}")
        page = bisect_right(self.pages, offset) if self.pages else None
        return Place(page, max(1, bisect_right(self.paragraphs, offset)))

    def paragraph_text(self, number: int) -> str:
        """The text from where the paragraph of this number begins to where the next one does."""
        ends = (*self.paragraphs[1:], len(self.text))
        return self.text[self.paragraphs[number - 1] : ends[number - 1]].rstrip("\r\n")


def paragraph_starts(text: str) -> tuple[int, ...]:
    r"""Where each line that is not blank begins.

    >>> paragraph_starts("一、背景\n\n 二、做法\r\n")
    (0, 6)
    """
    return tuple(found.start() for found in PARAGRAPH.finditer(text))


def joined(file: str, kind: Kind, raw: bytes, blocks: Sequence[str]) -> Document:
    """The document whose paragraphs are these blocks, in order; blank ones are left out."""
    text = "\n".join(block for block in blocks if block.strip())
    checksum = hashlib.sha256(raw).hexdigest()
    return Document(file, kind, text, checksum, paragraph_starts(text))
