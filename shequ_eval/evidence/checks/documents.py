"""Knows whether the documents at hand are the registered ones and hold the coded words there.

A document that is not at hand is no fault: everything else works without it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path, PurePath

from shequ_eval.evidence.checks.marking import Row, numbers
from shequ_eval.evidence.checks.tables import Package, Table
from shequ_eval.evidence.checks.wording import quote
from shequ_eval.evidence.documents import document_of
from shequ_eval.evidence.findings import DataError, Finding

SPAN_TABLES = ("evidence", "second_coding")
SPAN_COLUMNS = ("source_id", "start", "end", "value_text")


def check_documents(folders: Sequence[Path], package: Package) -> list[Finding]:
    """Checksum and length of every document at hand, and the words at every offset in it.

    The offsets of a document whose checksum differs are not judged: they belong to another text.
    """
    if not package.is_whole("sources", "source_id", "file", "characters", "sha256"):
        return []
    texts: dict[str, str] = {}
    findings: list[Finding] = []
    for table in package.of_kind("sources"):
        for row, source in table.frame.iterrows():
            raw = read_raw(folders, source["file"])
            if raw is None:
                continue
            text, faults = _text_of(table, int(str(row)), source, raw)
            findings += faults
            if text is not None:
                texts[source["source_id"]] = text
    for kind in SPAN_TABLES:
        for table in package.piled(kind):
            findings += _words_elsewhere(table, texts)
    return findings


def read_raw(folders: Sequence[Path], file: str) -> bytes | None:
    """The bytes of a document from the first folder that has it, None where none has it."""
    if not file or PurePath(file).name != file:
        return None
    for folder in folders:
        if (folder / file).is_file():
            return (folder / file).read_bytes()
    return None


def nearest_place(text: str, words: str, start: int) -> int | None:
    """Where the words stand nearest to `start`, None where the text does not hold them.

    Examples
    --------
    >>> nearest_place("共42个，另有42个", "42个", 5)
    7
    """
    places = []
    place = text.find(words)
    while words and place >= 0:
        places.append(place)
        place = text.find(words, place + 1)
    return min(places, key=lambda found: abs(found - start), default=None)


def _text_of(table: Table, row: int, source: Row, raw: bytes) -> tuple[str | None, list[Finding]]:
    checksum = hashlib.sha256(raw).hexdigest()
    if checksum != source["sha256"]:
        remedy = (
            f"{source['file']} 不是登记的那份文件（或换行被改）：取回原件，或重新登记并核对位置 "
            "this is not the registered document (or its line ends were changed): "
            "fetch the original, or register it anew and code the offsets anew"
        )
        return None, [_source_finding(table, row, "sha256", checksum, source["sha256"], remedy)]
    try:
        text = document_of(source["file"], raw).text
    except DataError as error:
        found = error.findings[0]
        return None, [_source_finding(table, row, "file", found.found, found.allowed, found.remedy)]
    if source["characters"] != str(len(text)):
        remedy = "改为解码后的字符数 write the length of the decoded text"
        found, allowed = source["characters"], str(len(text))
        return text, [_source_finding(table, row, "characters", found, allowed, remedy)]
    return text, []


def _source_finding(
    table: Table, row: int, column: str, found: str, allowed: str, remedy: str
) -> Finding:
    return Finding(table.file, row, column, f"document-{column}", "error", found, allowed, remedy)


def _words_elsewhere(table: Table, texts: dict[str, str]) -> list[Finding]:
    if not table.has(*SPAN_COLUMNS):
        return []
    # A span that is not as long as its words is told by the rules of a single row.
    rows = table.frame
    whole = rows["start"].str.fullmatch("[0-9]+") & rows["end"].str.fullmatch("[0-9]+")
    length = numbers(rows["end"]) - numbers(rows["start"])
    judged = rows[whole & length.eq(rows["value_text"].str.len()) & rows["source_id"].isin(texts)]
    return [
        _span_finding(table, int(str(row)), cells, texts[cells["source_id"]])
        for row, cells in judged.iterrows()
        if _words_at(texts[cells["source_id"]], cells) != cells["value_text"]
    ]


def _words_at(text: str, cells: Row) -> str:
    return text[int(cells["start"]) : int(cells["end"])]


def _span_finding(table: Table, row: int, cells: Row, text: str) -> Finding:
    words = cells["value_text"]
    place = nearest_place(text, words, int(cells["start"]))
    remedy = (
        f"原词在 the words stand at start = {place}, end = {place + len(words)}"
        if place is not None
        else "全文没有这几个字：对照原文改 value_text the text does not hold these words"
    )
    return Finding(
        *table.place_of(row),
        column="start",
        rule="words-not-at-offset",
        severity="error",
        found=f"[{cells['start']}:{cells['end']}] 是 is {quote(_words_at(text, cells))!r}",
        allowed=f"{words!r}",
        remedy=remedy,
    )
