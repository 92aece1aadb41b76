"""Knows what the Table Schemas demand of each cell and key; leaves the demanding to frictionless.

Tables are handed over as they were read, so that a byte order mark, CRLF line ends or a renamed
column, each told elsewhere, do not drown the cells in errors of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from frictionless import Resource, Schema

from shequ_eval.evidence.checks.cells import unread_as_numbers
from shequ_eval.evidence.checks.tables import Package, Table
from shequ_eval.evidence.checks.wording import one_of, quote
from shequ_eval.evidence.findings import Finding

TYPE_WORDS = {
    "number": "数字，如 12.5 (a number, e.g. 12.5)",
    "integer": "整数，如 12 (a whole number, e.g. 12)",
    "boolean": "true | false",
}


def check_schema(package: Package) -> list[Finding]:
    """Every cell and primary key against the schemas; one finding a cell."""
    findings: list[Finding] = []
    for table in package.tables:
        report = _resource_of(table).validate()
        findings += _one_a_cell(
            _finding_of(table, error)
            for task in report.tasks
            for error in task.errors
            if not table.absent & {getattr(error, "field_name", ""), *_key_of(table, error)}
        )
    return findings


def _resource_of(table: Table) -> Resource:
    # NOTE: frictionless follows a foreign key by reading the other table anew, once a key; the
    # keys are followed in keys.py, and `frictionless validate` follows them as well.
    schema = {**table.declared.schema, "foreignKeys": []}
    frame = unread_as_numbers(table)
    rows = [table.declared.columns, *frame.to_numpy(dtype=object).tolist()]
    return Resource(name=table.declared.name, data=rows, schema=Schema.from_descriptor(schema))


def _key_of(table: Table, error: Any) -> list[str]:
    return table.declared.key if error.type == "primary-key" else []


def _one_a_cell(findings: Iterator[Finding]) -> list[Finding]:
    first: dict[tuple[int | None, str], Finding] = {}
    for finding in findings:
        first.setdefault((finding.row, finding.column), finding)
    return list(first.values())


def _finding_of(table: Table, error: Any) -> Finding:
    number = getattr(error, "row_number", None)
    row = int(table.frame.index[number - 2]) if number is not None else None
    words = {
        "type-error": _type_words,
        "constraint-error": _constraint_words,
        "primary-key": _repeated_words,
        "unique-error": _repeated_words,
    }.get(error.type, _other_words)
    column, found, allowed, remedy = words(table, error)
    return Finding(table.file, row, column, error.type, "error", quote(found), allowed, remedy)


Words = tuple[str, str, str, str]


def _type_words(table: Table, error: Any) -> Words:
    field = _field(table, error.field_name)
    kind = field.get("type", "")
    return error.field_name, error.cell, TYPE_WORDS.get(kind, kind), _meaning(field)


def _constraint_words(table: Table, error: Any) -> Words:
    field = _field(table, error.field_name)
    named = re.match(r'constraint "(\w+)"', error.note)
    constraint = named.group(1) if named else ""
    limit = field.get("constraints", {}).get(constraint)
    allowed = {
        "required": lambda: "不可为空 a value (this column is never empty)",
        "unique": lambda: "不重复 each value once",
        "minimum": lambda: f"≥ {limit}",
        "maximum": lambda: f"≤ {limit}",
        "enum": lambda: one_of(error.cell, [str(value) for value in limit]),
        "pattern": lambda: _pattern_words(field, limit),
    }.get(constraint, lambda: error.note)()
    found = "" if error.cell in (None, "None") else error.cell
    return error.field_name, found, allowed, _meaning(field)


def _pattern_words(field: dict[str, Any], pattern: str) -> str:
    example = field.get("example")
    return f"如 e.g. {example}（{pattern}）" if example else pattern


def _repeated_words(table: Table, error: Any) -> Words:
    columns = _key_of(table, error) or [error.field_name]
    found = ", ".join(table.frame.iloc[error.row_number - 2][columns])
    earlier = re.search(r"position (\d+)", error.note)
    if earlier is None:
        allowed = "不可为空 a value (this column is never empty)"
        return ", ".join(columns), found, allowed, _meaning(_field(table, columns[0]))
    first = int(table.frame.index[int(earlier.group(1)) - 2])
    allowed = f"不重复，第 {first} 行已用 (each id once; row {first} has it)"
    return ", ".join(columns), found, allowed, "改编号或删去重复行 renumber or delete the row"


def _other_words(table: Table, error: Any) -> Words:
    column = getattr(error, "field_name", "") or ""
    found = getattr(error, "cell", "") or error.note
    return column, found, error.description, error.note


def _field(table: Table, name: str) -> dict[str, Any]:
    return next(field for field in table.declared.fields if field["name"] == name)


def _meaning(field: dict[str, Any]) -> str:
    return f"{field.get('title', field['name'])}：{field.get('description', '')}"
