"""Knows which figures' numbers a table of the text holds already; compares no pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from shequ_eval.reporting.document.blocks import Block, Figure, Grid, Table, Words, text_of
from shequ_eval.reporting.document.numbers import quantities_in

NAMING_COLUMNS = 2


def holding_table(figure: Figure, blocks: Iterable[Block]) -> Table | None:
    """The first table that holds every row of a figure: its names and its numbers, in one row.

    The names are the words of the row's first columns. A name or a number of the row may stand in
    a head of the table, and a number in its caption or notes, for what holds for all its rows.
    A number that all rows share and the figure's own title states is not looked for.
    """
    rows = [(_names(texts), _numbers(texts)) for texts in map(_texts, figure.grid.rows)]
    shared = set.intersection(*(numbers for _, numbers in rows)) if rows else set()
    shared &= _numbers([text_of(figure.title)])
    rows = [(names, numbers - shared) for names, numbers in rows]
    for table in blocks:
        if isinstance(table, Table) and _holds_all(table, rows):
            return table
    return None


def _holds_all(table: Table, rows: Sequence[tuple[set[str], set[float]]]) -> bool:
    """Whether a table holds rows of such names and numbers.

    Names are looked for first: most tables hold not even those of the first row.
    """
    heads = {column.title for column in table.grid.columns}
    held = [_texts(row) for row in table.grid.rows]
    words = [heads.union(texts) for texts in held]
    if not all(any(names <= said for said in words) for names, _ in rows):
        return False
    around = [text_of(words) for words in (table.title, table.subtitle, *table.notes)]
    shared = _numbers([*heads, *around])
    numbers = [shared | _numbers(texts) for texts in held]
    return all(
        any(names <= said and wanted <= found for said, found in zip(words, numbers, strict=True))
        for names, wanted in rows
    )


def states_a_number(row: Sequence[Words]) -> bool:
    """Whether any cell of a row holds a quantity."""
    return bool(_numbers(_texts(row)))


def numbers_of(grid: Grid) -> set[float]:
    """The values that the cells of a table state, a share of 5% as 0.05."""
    return _numbers(text for row in grid.rows for text in _texts(row))


def _texts(row: Sequence[Words]) -> list[str]:
    return [text_of(words).strip() for words in row]


def _names(row: Sequence[str]) -> set[str]:
    """The words of a row's first columns, those that are no number."""
    return {text for text in row[:NAMING_COLUMNS] if text and not _is_number(text)}


def _is_number(text: str) -> bool:
    return any(quantity.start == 0 for quantity in quantities_in(text.lstrip("≥≤约+− ")))


def _numbers(texts: Iterable[str]) -> set[float]:
    return set().union(*map(_numbers_in, texts))


@lru_cache(maxsize=100_000)
def _numbers_in(text: str) -> frozenset[float]:
    found = quantities_in(text)
    return frozenset(round(q.value / 100 if q.kind == "share" else q.value, 9) for q in found)
