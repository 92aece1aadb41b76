"""Knows the mark of a cell that is still to be filled in; knows not what belongs there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shequ_eval.evidence.checks.marking import Words, mark
from shequ_eval.evidence.checks.tables import Package
from shequ_eval.evidence.findings import Finding

TO_FILL = "待填"
RULE = "to-fill"
REMEDY = "填写后再检查 fill it in and check again"


def check_placeholders(data_root: Path, package: Package) -> list[Finding]:
    """Every cell, and every line of a zone's notes, that still says 待填."""
    cells = [
        finding
        for table in package.piles()
        for column in table.frame.columns
        if TO_FILL in table.frame[column].tolist()
        for finding in mark(
            table,
            table.frame[column].eq(TO_FILL),
            str(column),
            RULE,
            _meaning(table.declared.fields, str(column)),
            REMEDY,
        )
    ]
    return cells + [f for path in sorted(data_root.glob("zones/*/notes.md")) for f in _notes(path)]


def _meaning(fields: list[dict[str, Any]], column: str) -> Words:
    """What the column allows, or else what it means."""
    field = next(field for field in fields if field["name"] == column)
    options = field.get("constraints", {}).get("enum", [])
    words = " | ".join(map(str, options)) or str(field.get("description", ""))
    return lambda row: words


def _notes(path: Path) -> list[Finding]:
    file = f"zones/{path.parent.name}/notes.md"
    lines = path.read_bytes().decode("utf-8", errors="replace").splitlines()
    return [
        _of_line(file, number, line)
        for number, line in enumerate(lines, start=1)
        if TO_FILL in line
    ]


def _of_line(file: str, number: int, line: str) -> Finding:
    """A key of the front matter is named as a column, any other line by its number."""
    key, colon, value = line.partition(": ")
    is_key = colon and value == TO_FILL
    row, column = (None, key) if is_key else (number, "")
    allowed = "写好的内容 what belongs there"
    return Finding(file, row, column, RULE, "error", line.strip(), allowed, REMEDY)
