"""Knows how a coding sheet becomes rows of the data: all of them or none; decides nothing.

The rows are first put into a copy of the data and the whole package is checked there. Only then
are the files replaced, each at once, sources first and the log of decisions last: whatever
interrupts it, the data are whole, and the same command completes what is missing.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from shequ_eval.evidence.coding.additions import Additions, Row, additions_of
from shequ_eval.evidence.coding.columns import SOURCES, Vocabulary, read_vocabulary
from shequ_eval.evidence.coding.decisions import (
    Decision,
    Signature,
    decisions_of,
    units_that_follow,
)
from shequ_eval.evidence.coding.read_sheet import CodingSheet, read_coding_sheet
from shequ_eval.evidence.coding.second_reading import (
    apart_without_evidence,
    nothing_in_common,
    readings_of,
    same_coder,
    second_coding_rows,
)
from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.evidence.tables import read_descriptor, read_tables
from shequ_eval.reporting.files.staging import csv_text, new_errors, replace_file
from shequ_eval.vocabulary.codebook import read_codebook

ORDER = ("sources", "evidence", "missing_numbers", "second_coding", "disputes", "decisions")


@dataclass(frozen=True)
class Acceptance:
    """What came of a sheet: rows added by table, rows known before, rows left for later.

    `units` are rows whose unit came with the indicator (row, words, shown, taken), `apart` words
    that the first coder leaves out and on which the second decides otherwise.
    """

    added: dict[str, int]
    known: int
    undecided: int
    written: list[Path]
    units: list[tuple[int, str, str, str]] = field(default_factory=list)
    apart: list[tuple[str, str, str]] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """What came of it, for the terminal."""
        for table, count in self.added.items():
            yield f"新增 added: {table} {count}"
        yield f"此前已收 known before: {self.known}；未决定 left for later: {self.undecided}"
        for row, words, shown, taken in self.units:
            yield (
                f"单位随所选指标 the unit came with the indicator: 第{row}行 {words}: "
                f"{shown} → {taken}"
            )
        for words, one, other in self.apart:
            yield (
                f"两人决定不同、没有证据行，异议表不记 decided apart, in no evidence, so in no "
                f"dispute: {words}: {one} ≠ {other}"
            )


def accept_sheet(
    path: Path, data_root: Path, signed: Signature, second: Path | None = None
) -> Acceptance:
    """Check a filled sheet, and a second coder's, and add their rows to the data.

    Raises
    ------
    DataError
        A sheet cannot be read, a decision is not in order, or the data would not be sound with
        the new rows; every fault at once, at its row of the sheet. Nothing is written then.
    """
    codebook, tables = read_codebook(data_root), read_tables(data_root)
    vocabulary = read_vocabulary(data_root, codebook, tables["units"], tables["evidence"])
    sheet = read_coding_sheet(path, vocabulary)
    first, findings = decisions_of(sheet, vocabulary, codebook.indicators, signed)
    others: list[Decision] = []
    if second is not None:
        others, faults = _second(second, vocabulary, codebook.indicators)
        findings += [*faults, *same_coder(second.name, first, others)]
        findings += nothing_in_common(path.name, second.name, first, others) if not faults else []
    made = additions_of(sheet, first, readings_of(first, others), tables)
    made.rows += _second_rows(others, tables["second_coding"])
    _number_disputes(made, tables["disputes"])
    findings += made.findings
    if lost := _missing_files(made, data_root):
        raise DataError(findings + lost)
    contents = new_contents(made, data_root)
    # NOTE: rows in order are tried even where others are not, so that all faults are told at once.
    findings += _faults_with(contents, made, sheet, data_root)
    if findings:
        raise DataError(findings)
    for file, content in contents.items():
        replace_file(data_root / file, content)
    added = {table: len(made.of(table)) for table in dict.fromkeys(row.table for row in made.rows)}
    undecided = len(sheet.rows) - len(first)
    return Acceptance(
        added,
        made.known,
        undecided,
        [data_root / file for file in contents],
        units_that_follow(sheet, first),
        apart_without_evidence(first, others),
    )


def new_contents(made: Additions, data_root: Path) -> dict[str, bytes]:
    """The new contents of the files that change, in the order in which they are replaced."""
    files = {
        resource["name"]: resource["path"] for resource in read_descriptor(data_root)["resources"]
    }
    tables = sorted(
        {row.table for row in made.rows} | {f"evidence_{_zone(key)}" for key in made.marks},
        key=lambda name: (ORDER.index(name.split("_")[0] if "evidence" in name else name), name),
    )
    return {
        files[table]: _with_rows(
            (data_root / files[table]).read_bytes(), made.of(table), made.marks
        )
        for table in tables
    }


def _second(
    path: Path, vocabulary: Vocabulary, indicators: pd.DataFrame
) -> tuple[list[Decision], list[Finding]]:
    sheet = read_coding_sheet(path, vocabulary)
    return decisions_of(sheet, vocabulary, indicators, Signature())


def _second_rows(others: Sequence[Decision], table: pd.DataFrame) -> list[Row]:
    spans = zip(table["source_id"], table["start"], table["end"], strict=True)
    known = {(source, int(start), int(end)): "" for source, start, end in spans}
    last = max((int(key.removeprefix("s")) for key in table["second_id"]), default=0)
    return [Row("second_coding", cells) for cells in second_coding_rows(others, known, last)]


def _number_disputes(made: Additions, table: pd.DataFrame) -> None:
    """Give the new disputes their numbers; leave out those that are there already."""
    known = set(zip(table["evidence_id"], table["column"], strict=True))
    last = max((int(key.removeprefix("d")) for key in table["dispute_id"]), default=0)
    new = [row for row in made.of("disputes") if _disputed(row) not in known]
    numbered = [
        replace(row, cells={"dispute_id": f"d{number:02d}", **row.cells})
        for number, row in enumerate(new, start=last + 1)
    ]
    made.rows = [row for row in made.rows if row.table != "disputes"] + numbered


def _disputed(row: Row) -> tuple[str, str]:
    return row.cells["evidence_id"], row.cells["column"]


def _missing_files(made: Additions, data_root: Path) -> list[Finding]:
    declared = {resource["name"] for resource in read_descriptor(data_root)["resources"]}
    zones = sorted({row.table for row in made.rows} - declared)
    remedy = "先建地区 first run: shequ-eval new zone ZONE"
    return [
        Finding(
            "datapackage.json", None, "", "sheet-no-zone", "error", name, "evidence_ZONE", remedy
        )
        for name in zones
    ]


def _with_rows(raw: bytes, rows: Sequence[Row], marks: dict[str, str]) -> bytes:
    """The CSV with the new rows at its end, and the marks set; what was there stays as it was."""
    text = raw.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text, newline="")))
    header = table[0]
    if marks and "second_reading" in header:
        place = header.index("second_reading")
        for row in table[1:]:
            row[place] = marks.get(row[0], row[place])
        text = csv_text(table)
    if text and not text.endswith("\n"):
        text += "\n"
    return (text + csv_text([[row.cells.get(c, "") for c in header] for row in rows])).encode()


def _faults_with(
    contents: dict[str, bytes], made: Additions, sheet: CodingSheet, data_root: Path
) -> list[Finding]:
    """The faults that the new contents bring and that the data did not have before."""
    new = new_errors(contents, data_root)
    return [_at_sheet(finding, made, sheet, data_root) for finding in new]


def _at_sheet(finding: Finding, made: Additions, sheet: CodingSheet, data_root: Path) -> Finding:
    """The finding at the row of the sheet that its row comes from."""
    table = _table_of(finding.file)
    rows = made.of(table)
    if finding.row is None or not rows:
        return finding
    raw = (data_root / finding.file).read_bytes().decode("utf-8-sig")
    first = len(list(csv.reader(io.StringIO(raw, newline="")))) + 1
    place = finding.row - first
    if not 0 <= place < len(rows) or not rows[place].number:
        return finding
    file = f"{sheet.sources_file} {SOURCES}" if table == "sources" else sheet.file
    return replace(finding, file=file, row=rows[place].number)


def _table_of(file: str) -> str:
    zone = re.fullmatch(r"zones/(\w+)/evidence\.csv", file)
    return f"evidence_{zone.group(1)}" if zone else Path(file).stem


def _zone(evidence_id: str) -> str:
    return evidence_id.rpartition("-")[0]
