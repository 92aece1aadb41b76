"""Knows how new contents of data files are tried on a copy and then put in place; knows no table.

Nothing is written while a fault is left, and a file is replaced at once: whoever reads it sees
the old content or the new one, never a part.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from shequ_eval.evidence.checks import check_package
from shequ_eval.evidence.documents import find_documents
from shequ_eval.evidence.findings import Finding, errors_of

UNCOPIED = ("tidy", "documents")


def new_errors(contents: Mapping[str, bytes], data_root: Path) -> list[Finding]:
    """The errors that the data would have with these contents and do not have now.

    `contents` is file, relative to the data root, → bytes. The data themselves stay untouched.
    """
    if not contents:
        return []
    folders = find_documents(data_root)
    documents = folders[0] if folders else data_root / "none"
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "data"
        shutil.copytree(data_root, copy, ignore=shutil.ignore_patterns(*UNCOPIED))
        for file, content in contents.items():
            (copy / file).parent.mkdir(parents=True, exist_ok=True)
            (copy / file).write_bytes(content)
        after = errors_of(check_package(copy, documents))
    if not after:
        return []
    before = set(check_package(data_root, documents))
    return [finding for finding in after if finding not in before]


def replace_file(path: Path, content: bytes) -> None:
    """Put new content in the place of a file, which need not exist yet, at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    neighbour = path.with_name(f".{path.name}.new")
    try:
        with neighbour.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        neighbour.replace(path)
    finally:
        neighbour.unlink(missing_ok=True)


def csv_rows(raw: bytes) -> list[list[str]]:
    """The rows of a CSV of the data, the header first."""
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def csv_text(rows: Sequence[Sequence[str]]) -> str:
    """Rows as the data write them: UTF-8, LF, quotes only where they are needed."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()
