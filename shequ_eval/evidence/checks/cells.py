"""Knows how numbers, ids and dates must be typed, character by character; not what they mean.

Python reads ３, 1_000, NaN and 1e5 as numbers, so a schema alone would let them pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from shequ_eval.evidence.checks.declared import Declared
from shequ_eval.evidence.checks.tables import Package, Table
from shequ_eval.evidence.findings import Finding

NUMERIC_TYPES = frozenset({"number", "integer"})
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_WIDE = re.compile("[\uff01-\uff5e\u3000]")
PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def half_width(text: str) -> str:
    """The text with full-width letters, digits and signs made half-width.

    Examples
    --------
    >>> half_width("３９２．５％")
    '392.5%'
    """
    return text.translate(FULL_WIDTH)


def is_oddly_written(text: str) -> bool:
    """Whether Python would read a number here that is not written plainly.

    Examples
    --------
    >>> [is_oddly_written(cell) for cell in ("392", "1_000", "NaN", "三", "")]
    [False, True, True, False, False]
    """
    if PLAIN_NUMBER.fullmatch(text):
        return False
    try:
        Decimal(text)
    except InvalidOperation:
        return False
    return True


def check_cells(package: Package) -> list[Finding]:
    """Full-width characters in numbers, booleans, ids and dates; numbers not written plainly."""
    findings: list[Finding] = []
    for table in package.piles():
        for column, pattern in typed_columns(table.declared).items():
            findings += _full_width_findings(table, column, pattern)
        for column in numeric_columns(table.declared):
            findings += _number_findings(table, column)
    return findings


def numeric_columns(declared: Declared) -> list[str]:
    """The columns that hold numbers."""
    return [field["name"] for field in declared.fields if field.get("type") in NUMERIC_TYPES]


def typed_columns(declared: Declared) -> dict[str, str]:
    """The columns of numbers, booleans, ids, codes and dates, with the pattern of each or ""."""
    keys = set(declared.key)
    for foreign_key in declared.foreign_keys:
        keys |= set(foreign_key["fields"])
    patterns = {
        field["name"]: field.get("constraints", {}).get("pattern", "") for field in declared.fields
    }
    return {
        field["name"]: patterns[field["name"]]
        for field in declared.fields
        if field["name"] in keys
        or field["name"].endswith("_id")
        or field.get("type") in NUMERIC_TYPES | {"boolean"}
        or patterns[field["name"]]
    }


def in_half_width(package: Package) -> Package:
    """The package with its typed columns in half-width, as they were meant.

    Full-width cells are told by `check_cells`; read as they stand they would be told again by
    every table that refers to them.
    """
    return replace(package, tables=tuple(_in_half_width(table) for table in package.tables))


def _in_half_width(table: Table) -> Table:
    wide = {
        column: [half_width(cell) for cell in cells]
        for column in typed_columns(table.declared)
        if any(map(_WIDE.search, cells := table.frame[column].tolist()))
    }
    return replace(table, frame=table.frame.assign(**wide)) if wide else table


def unread_as_numbers(table: Table) -> dict[str, list[str]]:
    """The table's cells by column, every oddly written number blanked, so that none is misread."""
    cells = {str(column): table.frame[column].tolist() for column in table.frame.columns}
    for column in numeric_columns(table.declared):
        cells[column] = ["" if is_oddly_written(cell) else cell for cell in cells[column]]
    return cells


def _full_width_findings(table: Table, column: str, pattern: str) -> list[Finding]:
    return [
        Finding(
            *table.place_of(row),
            column=column,
            rule="full-width",
            severity="error",
            found=cell,
            allowed="半角字符 half-width characters",
            remedy=f"改为 write {half_width(cell).strip()}",
        )
        for row, cell in _cells_of(table, column)
        # NOTE: a pattern that allows the cell as it stands (a file name in Chinese) is obeyed.
        if _WIDE.search(cell) and not (pattern and re.fullmatch(pattern, cell))
    ]


def _number_findings(table: Table, column: str) -> list[Finding]:
    return [
        Finding(
            *table.place_of(row),
            column=column,
            rule="number-form",
            severity="error",
            found=cell,
            allowed="只含半角数字、小数点和负号 plain digits, decimal point and minus sign",
            remedy="去掉空格、下划线、指数；没有数字就留空 "
            "no spaces, underscores or exponents; leave empty where there is no number",
        )
        for row, cell in _cells_of(table, column)
        if is_oddly_written(cell) and not _WIDE.search(cell)
    ]


def _cells_of(table: Table, column: str) -> Iterator[tuple[int, str]]:
    """The label and the text of every cell of a column."""
    cells = table.frame[column]
    return zip(cells.index.tolist(), cells.tolist(), strict=True)
