"""Knows where the source documents may lie and what stands at an offset; needs none of them."""

from __future__ import annotations

import os
from pathlib import Path

ENVIRONMENT = "SHEQU_EVAL_SOURCES"
PASSAGE_MARGIN = 30


def find_documents(data_root: Path) -> list[Path]:
    """The folders that exist in which source documents may lie: the data's own, the named one."""
    named = os.environ.get(ENVIRONMENT)
    candidates = [data_root / "sources" / "documents", *([Path(named)] if named else [])]
    return [folder for folder in candidates if folder.is_dir()]


def read_document(folders: list[Path], file: str) -> str | None:
    """The decoded text of a document, exactly as stored, or None where it is absent."""
    for folder in folders:
        if (folder / file).is_file():
            return (folder / file).read_bytes().decode("utf-8")
    return None


def passage(text: str, start: int, end: int, margin: int = PASSAGE_MARGIN) -> str:
    """The words round a figure, with the figure in 【】; offsets are half-open, in characters.

    >>> passage("共有42个社区", 2, 5, margin=2)
    '共有【42个】社区'
    """
    before, after = text[max(0, start - margin) : start], text[end : end + margin]
    return " ".join(f"{before}【{text[start:end]}】{after}".split())
