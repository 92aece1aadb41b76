"""Knows that a foreign key must point at a row that exists; knows nothing of the row.

A key is followed only where both tables hold its columns; an empty cell points nowhere.
"""

from __future__ import annotations

from typing import Any

from shequ_eval.evidence.checks.marking import mark
from shequ_eval.evidence.checks.tables import Package, Table
from shequ_eval.evidence.checks.wording import nearest_clause
from shequ_eval.evidence.findings import Finding


def check_keys(package: Package) -> list[Finding]:
    """Every cell of a foreign key that points at no row, with the nearest id that exists."""
    # NOTE: in piles, since a look at every source for each of thousands of zones takes minutes.
    return [
        finding
        for table in package.piles()
        for key in table.declared.foreign_keys
        for finding in _broken_keys(package, table, key)
    ]


def _broken_keys(package: Package, table: Table, key: dict[str, Any]) -> list[Finding]:
    # NOTE: every key of this package is a single column.
    (column,), (target,) = key["fields"], key["reference"]["fields"]
    referred = table
    if key["reference"]["resource"]:
        found = package.named(key["reference"]["resource"])
        if found is None:
            return []
        referred = found
    if not (table.has(column) and referred.has(target)):
        return []
    cells, ids = table.frame[column], set(referred.frame[target])
    return mark(
        table,
        cells.ne("") & ~cells.isin(ids),
        column,
        "foreign-key",
        lambda row: (
            f"{referred.file} 的 {target} 列中的值 (a value of that column)"
            + nearest_clause(row[column], ids)
        ),
        f"改正，或先在 {referred.file} 登记 mend it, or enter it there first",
    )
