"""Knows how the rows of an exhibit become the cells of a printed table; draws none."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.reporting.document.blocks import Column, Grid
from shequ_eval.reporting.document.words import words_of
from shequ_eval.reporting.found_exhibits import FoundExhibit
from shequ_eval.reporting.html.page_words import ABSENT

WIDEST_CELL_EM = 13
NARROWEST_LONG_CELL_EM = 8
CELL_PADDING_EM = 1.2
# A number as tables print it, with bounds; five digits without a comma are a code, not a number.
_ONE = r"(?:\d{1,4}|\d{1,3}(?:,\d{3})+)(?:\.\d+)?"
_NUMERIC = re.compile(rf"[≥≤约+−-]?\s*{_ONE}\s*[%‰]?(?:–{_ONE}[%‰]?|（{_ONE}–{_ONE}[%‰]?）)?")
_DATE = re.compile(r"(?:约\s*|c\. |about )?(?:19|20)\d\d(?:[—–/-].*)?")


def grid_of(exhibit: FoundExhibit) -> Grid:
    """The exhibit's numbers as a table, written as a reader of a table expects them."""
    columns, texts = columns_of(exhibit)
    rows = tuple(
        tuple(words_of(text, exhibit.marks.get(f"rows/{n}/{m}", ())) for m, text in enumerate(row))
        for n, row in enumerate(texts)
    )
    return Grid(columns, rows, repeated_heads(texts), ("",) * len(rows))


def columns_of(exhibit: FoundExhibit) -> tuple[tuple[Column, ...], list[tuple[str, ...]]]:
    """The columns of an exhibit's table, and its rows as text."""
    turned = list(zip(*exhibit.rows, strict=True)) or [()] * len(exhibit.columns)
    texts = [_texts(cells) for cells in turned]
    columns = tuple(
        _column(title, cells) for title, cells in zip(exhibit.columns, texts, strict=True)
    )
    return columns, list(zip(*texts, strict=True)) if exhibit.rows else []


def _texts(cells: tuple[str | int | float, ...]) -> tuple[str, ...]:
    numbers = [cell for cell in cells if not isinstance(cell, str)]
    years = bool(numbers) and all(
        isinstance(number, int) and 1900 <= number <= 2100 for number in numbers
    )
    return tuple(
        cell if isinstance(cell, str) else str(cell) if years else plain_number(cell)
        for cell in cells
    )


def _column(title: str, texts: tuple[str, ...]) -> Column:
    widest = max(width_em(text) for text in (title, *texts))
    width = min(widest, WIDEST_CELL_EM) + CELL_PADDING_EM
    numeric = is_numeric([text for text in texts if text])
    return Column(title, numeric, width, round(min(width, NARROWEST_LONG_CELL_EM), 1))


def repeated_heads(rows: list[tuple[str, ...]]) -> tuple[bool, ...]:
    """For each row, whether its first cell says the same as the one above.

    >>> repeated_heads([("投入", "a"), ("投入", "b"), ("产出", "c")])
    (False, True, False)
    """
    heads = [row[0] for row in rows]
    above = ["", *heads]
    return tuple(bool(head) and head == up for head, up in zip(heads, above, strict=False))


def is_numeric(filled: list[str]) -> bool:
    """Whether a column's cells are mostly numbers; words for absence stand in for numbers.

    Years, dates and codes are not numbers: nobody adds them.

    >>> is_numeric(["10,392", "≥ 10", "未提供"]), is_numeric(["2017", "约 2022"])
    (True, False)
    >>> is_numeric(["330211"]), is_numeric(["392 家", "35 家"]), is_numeric(["未提供"])
    (False, False, False)
    """
    present = [text for text in filled if text not in ABSENT]
    dates = sum(bool(_DATE.fullmatch(text)) for text in present)
    numbers = sum(bool(_NUMERIC.fullmatch(text)) for text in present)
    return dates < len(present) and 2 * numbers > len(present)


@lru_cache(maxsize=100_000)
def width_em(text: str) -> float:
    """How wide a text is, in em of its type: a Chinese character one, another 0.55.

    >>> width_em("镇海"), width_em("39")
    (2.0, 1.1)
    """
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return wide + 0.55 * (len(text) - wide)
