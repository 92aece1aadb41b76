"""Knows what the Table Schemas demand of each cell and key; leaves the demanding to frictionless.

Tables are handed over as they were read, so that a byte order mark, CRLF line ends or a renamed
column, each told elsewhere, do not drown the cells in errors of their own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from frictionless import Resource, Schema

from shequ_eval.evidence.checks.cells import unread_as_numbers
from shequ_eval.evidence.checks.tables import Package, Table
from shequ_eval.evidence.checks.wording import DAY_FORM, DAY_PATTERN, one_of, quote
from shequ_eval.evidence.findings import Finding

# No column of a table has such a name, as it holds a space.
FILE = "the file"
TYPE_WORDS = {
    "number": "数字，如 12.5 (a number, e.g. 12.5)",
    "integer": "整数，如 12 (a whole number, e.g. 12)",
    "boolean": "true | false",
}
MOST_REMEMBERED = 20_000  # rows of one schema: those of some hundred zones


def check_schema(package: Package) -> list[Finding]:
    """Every cell and primary key against the schemas; one finding a cell.

    Tables of one schema are handed over in one piece, with the file as a column before the
    others: to set frictionless up costs far more than to read a district's rows.
    """
    kinds = dict.fromkeys(table.declared.kind for table in package.tables)
    return [finding for kind in kinds for finding in _findings_of(package.of_kind(kind))]


def _findings_of(tables: Sequence[Table]) -> list[Finding]:
    at = [(table, int(row)) for table in tables for row in table.frame.index]
    findings = []
    rows = _rows_with_file(tables)
    find = _faults if len(rows) <= MOST_REMEMBERED else _faults.__wrapped__
    for fault in find(_schema_with_file(tables[0]), rows):
        table, row = at[fault.position]
        if table.absent.isdisjoint(fault.columns):
            earlier = None if fault.earlier is None else at[fault.earlier][1]
            findings.append(_finding_of(table, row, replace(fault, earlier=earlier)))
    return _one_a_cell(findings)


@dataclass(frozen=True)
class _Fault:
    """What frictionless finds in one row; `earlier` is the row that has the same key.

    Both count the rows handed over from 0, and are the rows of a spreadsheet once they are told.
    """

    kind: str
    position: int
    columns: tuple[str, ...]
    cell: str
    note: str
    description: str
    earlier: int | None


@lru_cache(maxsize=128)
def _faults(schema: str, rows: tuple[tuple[str, ...], ...]) -> tuple[_Fault, ...]:
    """What is wrong with rows of text; remembered, for a second check finds most rows as before."""
    described = json.loads(schema)
    columns = [field["name"] for field in described["fields"]]
    resource = Resource(
        name="rows", data=[columns, *rows], schema=Schema.from_descriptor(described)
    )
    report = resource.validate(limit_errors=len(rows) * len(columns) + 1)
    return tuple(
        _fault_of(error, described["primaryKey"][1:])
        for task in report.tasks
        for error in task.errors
    )


def _fault_of(error: Any, key: list[str]) -> _Fault:
    earlier, cell = re.search(r"position (\d+)", error.note), getattr(error, "cell", None)
    return _Fault(
        kind=error.type,
        position=error.row_number - 2,
        columns=tuple(key) if error.type == "primary-key" else (error.field_name,),
        cell="" if cell in (None, "None") else cell,
        note=error.note,
        description=error.description,
        earlier=int(earlier.group(1)) - 2 if earlier else None,
    )


def _schema_with_file(table: Table) -> str:
    # NOTE: frictionless follows a foreign key by reading the other table anew, once a key; the
    # keys are followed in keys.py, and `frictionless validate` follows them as well.
    schema = dict(table.declared.schema)
    schema["fields"] = [{"name": FILE, "type": "string"}, *table.declared.fields]
    schema["primaryKey"] = [FILE, *table.declared.key] if table.declared.key else []
    return json.dumps({**schema, "foreignKeys": []})


def _rows_with_file(tables: Sequence[Table]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (table.file, *cells)
        for table in tables
        for cells in zip(*unread_as_numbers(table).values(), strict=True)
    )


def _one_a_cell(findings: Iterable[Finding]) -> list[Finding]:
    first: dict[tuple[str, int | None, str], Finding] = {}
    for finding in findings:
        first.setdefault((finding.file, finding.row, finding.column), finding)
    return list(first.values())


def _finding_of(table: Table, row: int, fault: _Fault) -> Finding:
    words = {
        "type-error": _type_words,
        "constraint-error": _constraint_words,
        "primary-key": _repeated_words,
        "unique-error": _repeated_words,
    }.get(fault.kind, _other_words)
    column, found, allowed, remedy = words(table, row, fault)
    return Finding(table.file, row, column, fault.kind, "error", quote(found), allowed, remedy)


Words = tuple[str, str, str, str]


def _type_words(table: Table, row: int, fault: _Fault) -> Words:
    (column,) = fault.columns
    field = _field(table, column)
    kind = field.get("type", "")
    return column, fault.cell, TYPE_WORDS.get(kind, kind), _meaning(field)


def _constraint_words(table: Table, row: int, fault: _Fault) -> Words:
    (column,) = fault.columns
    field = _field(table, column)
    named = re.match(r'constraint "(\w+)"', fault.note)
    constraint = named.group(1) if named else ""
    limit = field.get("constraints", {}).get(constraint)
    allowed = {
        "required": lambda: "不可为空 a value (this column is never empty)",
        "unique": lambda: "不重复 each value once",
        "minimum": lambda: f"≥ {limit}",
        "maximum": lambda: f"≤ {limit}",
        "enum": lambda: one_of(fault.cell, [str(value) for value in limit]),
        "pattern": lambda: _pattern_words(field, limit),
    }.get(constraint, lambda: fault.note)()
    return column, fault.cell, allowed, _meaning(field)


def _pattern_words(field: dict[str, Any], pattern: str) -> str:
    if pattern == DAY_PATTERN:
        return DAY_FORM
    example = field.get("example")
    return f"如 e.g. {example}（{pattern}）" if example else pattern


def _repeated_words(table: Table, row: int, fault: _Fault) -> Words:
    columns = list(fault.columns)
    found = ", ".join(str(table.frame.at[row, column]) for column in columns)
    if fault.earlier is None:
        allowed = "不可为空 a value (this column is never empty)"
        return ", ".join(columns), found, allowed, _meaning(_field(table, columns[0]))
    allowed = f"不重复，第 {fault.earlier} 行已用 (each id once; row {fault.earlier} has it)"
    return ", ".join(columns), found, allowed, "改编号或删去重复行 renumber or delete the row"


def _other_words(table: Table, row: int, fault: _Fault) -> Words:
    return ", ".join(fault.columns), fault.cell or fault.note, fault.description, fault.note


def _field(table: Table, name: str) -> dict[str, Any]:
    return next(field for field in table.declared.fields if field["name"] == name)


def _meaning(field: dict[str, Any]) -> str:
    return f"{field.get('title', field['name'])}：{field.get('description', '')}"
