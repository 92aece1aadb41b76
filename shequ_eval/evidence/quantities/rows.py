"""Knows figures as rows of a table, one column for each thing a figure says; writes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from shequ_eval.evidence.quantities.quantity import Base, Number, Quantity

COLUMNS = (
    "file", "start", "end", "text", "value", "low", "high", "unit", "unit_id", "qualifier", "per",
    "role", "flags",
)  # fmt: skip


def rows_of(file: str, found: Iterable[Quantity]) -> list[dict[str, Any]]:
    """The figures of one file as rows with COLUMNS; `per` is a list of pairs, `flags` a list.

    >>> from shequ_eval.evidence.quantities import find_quantities
    >>> row = rows_of("甲.txt", find_quantities("每千户34万元"))[0]
    >>> row["text"], row["value"], row["per"]
    ('34万元', 340000, [{'unit_id': '户', 'number': 1000}])
    """
    return [_row(file, quantity) for quantity in found]


def flat(row: dict[str, Any]) -> dict[str, str]:
    """The row with every cell as words, for a table that a spreadsheet opens.

    >>> flat({"low": None, "value": 1.5, "per": [{"unit_id": "户", "number": 100}], "flags": ["a"]})
    {'low': '', 'value': '1.5', 'per': '100 户', 'flags': 'a'}
    """
    return {name: _cell(value) for name, value in row.items()}


def number_words(number: Number) -> str:
    """A number as a spreadsheet reads it, with no more digits than it needs.

    >>> number_words(3000000), number_words(200 / 3), number_words(78.32)
    ('3000000', '66.6667', '78.32')
    """
    return str(number) if isinstance(number, int) else f"{round(number, 4):.12g}"


def _row(file: str, quantity: Quantity) -> dict[str, Any]:
    cells = {name: getattr(quantity, name) for name in COLUMNS[1:]}
    cells["per"] = [Base._asdict(base) for base in quantity.per]
    cells["flags"] = list(quantity.flags)
    return {"file": file, **cells}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(
            item if isinstance(item, str) else f"{number_words(item['number'])} {item['unit_id']}"
            for item in value
        )
    return value if isinstance(value, str) else number_words(value)
