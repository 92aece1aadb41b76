"""Knows where the words of a sheet's row stand, and whether they are still the document's."""

from __future__ import annotations

import re

from shequ_eval.evidence.coding.read_sheet import CodingSheet, SheetRow
from shequ_eval.evidence.coding.reread import Reread, Span
from shequ_eval.evidence.findings import Finding

AS_ISSUED = "灰色格不能改；要另取原词，用末尾空行 grey cells stay as issued; add a row instead"
NOWHERE = (0, 0)


def is_added(row: SheetRow) -> bool:
    """Whether a coder added the row: a row of the sheet as issued has its offset."""
    return not (re.fullmatch("[0-9]+", row.get("start")) and row.get("value_text"))


def span_of(row: SheetRow, sheet: CodingSheet, reread: Reread) -> tuple[Span, list[Finding]]:
    """Where the words stand: as issued, or found in the paragraph that an added row names."""
    words = row.get("value_text")
    if is_added(row):
        return _span_of_added(row, sheet, reread)
    span = int(row.get("start")), int(row.get("start")) + len(words)
    stands = reread.words(row, span)
    end = row.get("end")
    if stands is not None and _plain(stands) != _plain(words):
        return span, [_fault(sheet.file, row, "value_text", "words-changed", words, repr(stands))]
    if end and end != str(span[1]):
        return span, [_fault(sheet.file, row, "end", "words-changed", end, str(span[1]))]
    return span, []


def _span_of_added(row: SheetRow, sheet: CodingSheet, reread: Reread) -> tuple[Span, list[Finding]]:
    words, number = row.get("value_text"), re.search("[0-9]+", row.get("place"))
    if not reread.has_texts:
        allowed = (
            "CSV 没有“全文”，补行请填在 XLSX 表里 "
            "a CSV holds no full text: add the row to the XLSX sheet"
        )
        return NOWHERE, [Finding(sheet.file, row.number, "value_text", "sheet-added-words",
                                 "error", words, allowed)]  # fmt: skip
    paragraph = number.group() if number else ""
    places = reread.places(row.get("source_id"), paragraph, words)
    if len(places) == 1:
        return (places[0], places[0] + len(words)), []
    allowed = (
        "补充的一行须有来源、段号（填在 位置 place）和该段中只出现一次的原词 an added row has its "
        "source, the number of its paragraph (in place), and words found once in it"
    )
    at = f"第{paragraph}段 ¶" if paragraph else "没有段号 no paragraph"
    source = row.get("source_id") or "没有来源 no source"
    found = f"{words!r}，{source}，{at}：出现 found {len(places)} 次 times"
    return NOWHERE, [
        Finding(sheet.file, row.number, "value_text", "sheet-added-words", "error", found, allowed)
    ]


def _plain(words: str) -> str:
    return " ".join(words.split())


def _fault(file: str, row: SheetRow, column: str, rule: str, found: str, allowed: str) -> Finding:
    return Finding(file, row.number, column, f"sheet-{rule}", "error", found, allowed, AS_ISSUED)
