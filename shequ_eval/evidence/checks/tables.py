"""Knows how a CSV becomes a frame of strings with spreadsheet row numbers; judges no cell.

A wrong header and a row of the wrong length are each told once, here. Columns are then found
by name, so that one renamed column does not hide the faults of the other thirty.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from shequ_eval.evidence.checks.declared import Declared
from shequ_eval.evidence.checks.files import read_text
from shequ_eval.evidence.findings import Finding
from shequ_eval.vocabulary.nearest import nearest_name

OTHER_SEPARATORS = {";": "分号", "\t": "制表符"}


@dataclass(frozen=True)
class Table:
    """A table as it lies on disk.

    `frame` holds every cell as a string, with the declared columns; its index is the row as a
    spreadsheet shows it (the header is row 1). `absent` are declared columns that the file
    lacks; they are filled with "" and no rule may speak of them. A pile of several files counts
    its rows from 0 instead, and `places` has the file and row of each.
    """

    declared: Declared
    frame: pd.DataFrame
    absent: frozenset[str] = frozenset()
    places: tuple[tuple[str, int], ...] = ()

    @property
    def file(self) -> str:
        """The file, relative to the data root."""
        return self.declared.file

    def place_of(self, label: int) -> tuple[str, int]:
        """The file and the spreadsheet row of a row of the frame, by its label."""
        return self.places[label] if self.places else (self.file, label)

    def has(self, *columns: str) -> bool:
        """Whether the file itself holds all these columns."""
        return set(columns) <= set(self.declared.columns) - self.absent


@dataclass(frozen=True)
class Package:
    """The tables that could be read, beside all that were declared.

    `is_described` says that datapackage.json and every schema could be read, so that what is
    not declared is really missing.
    """

    declared: tuple[Declared, ...]
    tables: tuple[Table, ...]
    is_described: bool = True

    def named(self, name: str) -> Table | None:
        """The table of this resource name, None where it could not be read."""
        return next((table for table in self.tables if table.declared.name == name), None)

    def of_kind(self, kind: str) -> list[Table]:
        """The tables that share a schema, in the order of datapackage.json."""
        return [table for table in self.tables if table.declared.kind == kind]

    def piles(self) -> list[Table]:
        """Every table, those of one kind in a pile: see `piled`."""
        kinds = dict.fromkeys(table.declared.kind for table in self.tables)
        return [table for kind in kinds for table in self.piled(kind)]

    def piled(self, kind: str) -> list[Table]:
        """The tables of a kind in one pile, so that a rule looks at all rows at once.

        A table that lacks a column stays by itself: what is no fault there is one elsewhere.
        """
        whole = [table for table in self.of_kind(kind) if not table.absent]
        lacking = [table for table in self.of_kind(kind) if table.absent]
        return ([_pile(whole)] if len(whole) > 1 else whole) + lacking

    def is_whole(self, kind: str, *columns: str) -> bool:
        """Whether every declared table of the kind was read and holds these columns."""
        declared = [table for table in self.declared if table.kind == kind]
        tables = self.of_kind(kind)
        return len(declared) == len(tables) > 0 and all(table.has(*columns) for table in tables)

    def stacked(self, kind: str) -> pd.DataFrame:
        """The rows of all tables of a kind, with their `file` and `row`."""
        frames = [
            table.frame.assign(file=table.file, row=table.frame.index)
            for table in self.of_kind(kind)
        ]
        return pd.concat(frames, ignore_index=True)


def _pile(tables: Sequence[Table]) -> Table:
    places = tuple((table.file, int(row)) for table in tables for row in table.frame.index)
    frame = pd.concat([table.frame for table in tables], ignore_index=True)
    return Table(tables[0].declared, frame, places=places)


def read_package(
    data_root: Path, declared: Sequence[Declared], is_described: bool = True
) -> tuple[Package, list[Finding]]:
    """All declared tables, and what is wrong with their bytes, headers and row lengths."""
    tables: list[Table] = []
    findings: list[Finding] = []
    for declaration in declared:
        table, faults = read_table(data_root, declaration)
        findings += faults
        if table is not None:
            tables.append(table)
    return Package(tuple(declared), tuple(tables), is_described), findings


def read_table(data_root: Path, declared: Declared) -> tuple[Table | None, list[Finding]]:
    """One table, None where it cannot be read at all, with its findings."""
    text, findings = read_text(data_root, declared.file)
    if text is None:
        return None, findings
    rows, fault = _rows_of(declared.file, text)
    if fault is not None:
        return None, [*findings, fault]
    header = rows[0] if rows else []
    parted = _parted_otherwise(declared, header)
    if parted is not None:
        return None, [*findings, parted]
    places = match_header(header, declared.columns)
    findings += _header_findings(declared, header, places)
    body = {number: row for number, row in enumerate(rows[1:], start=2) if any(row)}
    findings += _row_findings(declared.file, rows, len(header))
    frame = pd.DataFrame(
        {
            column: [_cell(row, places.get(column)) for row in body.values()]
            for column in declared.columns
        },
        index=pd.Index(list(body), name="row", dtype="int64"),
        dtype="str",
    )
    return Table(declared, frame, frozenset(declared.columns) - set(places)), findings


def match_header(found: Sequence[str], expected: Sequence[str]) -> dict[str, int]:
    """The position in the file of each expected column; a missing one is left out.

    A label that is nearly the name of a missing column is taken for it.

    Examples
    --------
    >>> match_header(["low", "valeu"], ["value", "low"])
    {'low': 0, 'value': 1}
    """
    places: dict[str, int] = {}
    for position, label in enumerate(found):
        if label in expected and label not in places:
            places[label] = position
    strangers = {label: i for i, label in enumerate(found) if label not in places}
    for column in expected:
        if column in places:
            continue
        near = nearest_name(column, strangers)
        if near is not None:
            places[column] = strangers.pop(near)
    return places


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""


def _rows_of(file: str, text: str) -> tuple[list[list[str]], Finding | None]:
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows.extend(reader)
    except csv.Error as error:
        return [], Finding(
            file=file,
            row=len(rows) + 1,
            column="",
            rule="csv",
            severity="error",
            found=str(error),
            allowed="引号成对的 CSV / CSV with paired quotes",
            remedy="检查这一行的引号：含逗号的格子整格加英文双引号，格内双引号写两个 "
            "check the quotes of this row: quote a cell that holds a comma, double a quote in it",
        )
    return rows, None


def _parted_otherwise(declared: Declared, header: Sequence[str]) -> Finding | None:
    """The one fault of a file that semicolons or tabs part, as spreadsheets may save it."""
    for separator, name in OTHER_SEPARATORS.items():
        parts = separator.join(header).split(separator)
        known = len(set(parts) & set(declared.columns))
        if len(parts) > len(header) and 2 * known > len(declared.columns):
            return Finding(
                file=declared.file,
                row=1,
                column="",
                rule="separator",
                severity="error",
                found=f"以{name}分隔 parted by {separator!r}",
                allowed="以英文逗号分隔 parted by ','",
                remedy="另存为“CSV UTF-8（逗号分隔）” save it as CSV UTF-8 (comma delimited)",
            )
    return None


def _header_findings(
    declared: Declared, header: Sequence[str], places: dict[str, int]
) -> list[Finding]:
    expected = declared.columns
    if list(header) == expected:
        return []
    wrong = [label for label in header if label not in expected]
    wrong += [column for column in expected if column not in header and column not in places]
    renamed = [
        f"{header[place]!r} → {column!r}"
        for column, place in places.items()
        if header[place] != column
    ]
    return [
        Finding(
            file=declared.file,
            row=1,
            column=", ".join(wrong),
            rule="header",
            severity="error",
            found=",".join(header),
            allowed=",".join(expected),
            remedy="；".join(["改正表头 mend the header", *renamed]),
        )
    ]


def _row_findings(file: str, rows: Sequence[Sequence[str]], width: int) -> list[Finding]:
    findings = []
    for number, row in enumerate(rows[1:], start=2):
        if any(row) and len(row) == width:
            continue
        blank = not any(row)
        findings.append(
            Finding(
                file=file,
                row=number,
                column="",
                rule="blank-row" if blank else "row-length",
                severity="error",
                found="空行 (blank row)" if blank else f"{len(row)} 格 (cells)",
                allowed="没有空行 no blank row" if blank else f"{width} 格 (cells)",
                remedy="删去空行 delete the row"
                if blank
                else "检查逗号与引号：含逗号的格子须加英文双引号 "
                "check commas and quotes: a cell that holds a comma must be quoted",
            )
        )
    return findings
