"""Knows where the source documents may lie and what stands at an offset; needs none of them."""

from __future__ import annotations

import os
from pathlib import Path

from shequ_eval.evidence.documents.reading import read_document

ENVIRONMENT = "SHEQU_EVAL_SOURCES"
PASSAGE_MARGIN = 30


def find_documents(data_root: Path) -> list[Path]:
    """The folders that exist in which source documents may lie: the data's own, the named one."""
    named = os.environ.get(ENVIRONMENT)
    candidates = [data_root / "sources" / "documents", *([Path(named)] if named else [])]
    return [folder for folder in candidates if folder.is_dir()]


def find_text(folders: list[Path], file: str) -> str | None:
    """The text of a registered document from the first folder that has it, None where none has.

    Raises
    ------
    DataError
        The document is there and cannot be read.
    """
    for folder in folders:
        if (folder / file).is_file():
            return read_document(folder / file).text
    return None


def passage(text: str, start: int, end: int, margin: int = PASSAGE_MARGIN) -> str:
    """The words round a figure, with the figure in 【】; offsets are half-open, in characters.

    >>> passage("共有42个社区", 2, 5, margin=2)
    '共有【42个】社区'
    """
    before, after = text[max(0, start - margin) : start], text[end : end + margin]
    return " ".join(f"{before}【{text[start:end]}】{after}".split())
