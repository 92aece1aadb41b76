"""Knows how an exhibit looks in a page: caption, picture or table, notes; computes nothing."""

from __future__ import annotations

import base64
import re
import unicodedata
from dataclasses import dataclass

from markupsafe import Markup, escape

from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.reporting.evidence_links import ROW, mark_evidence
from shequ_eval.reporting.found_exhibits import FoundExhibit
from shequ_eval.reporting.inline_svg import inline_svg
from shequ_eval.reporting.page_words import ABSENT, WORDS
from shequ_eval.reporting.templates_folder import templates

COLUMN_EM = 42
WIDEST_CELL_EM = 13
NARROWEST_LONG_CELL_EM = 8
CELL_PADDING_EM = 1.2
# A number as tables print it, with bounds; five digits without a comma are a code, not a number.
_ONE = r"(?:\d{1,4}|\d{1,3}(?:,\d{3})+)(?:\.\d+)?"
_NUMERIC = re.compile(rf"[≥≤约+−-]?\s*{_ONE}\s*[%‰]?(?:–{_ONE}[%‰]?|（{_ONE}–{_ONE}[%‰]?）)?")
_DATE = re.compile(r"(?:约\s*|c\. )?(?:19|20)\d\d(?:[—–/-].*)?")


@dataclass(frozen=True)
class Column:
    """One column of a printed table: its title, its cells as text, and how they stand."""

    title: str
    cells: tuple[str, ...]
    numeric: bool

    @property
    def width_em(self) -> float:
        """The width that its longest cell asks for, in em of the table's type."""
        widest = max(_width_em(text) for text in (self.title, *self.cells))
        return min(widest, WIDEST_CELL_EM) + CELL_PADDING_EM

    @property
    def least_width_em(self) -> float:
        """The width below which the table scrolls sideways rather than break its words."""
        return round(min(self.width_em, NARROWEST_LONG_CELL_EM), 1)


def exhibit_html(exhibit: FoundExhibit, number: int, language: str, anchored: bool = False) -> str:
    """A figure or a table with its number, as HTML.

    Where it is `anchored`, links lead to its rows by their first cell.
    """
    columns = columns_of(exhibit)
    rows = list(zip(*(column.cells for column in columns), strict=True))
    drawn = _picture(exhibit) if exhibit.kind == "figure" else ""
    return (
        templates()
        .get_template("exhibit.html.j2")
        .render(
            exhibit=exhibit,
            words=WORDS[language],
            number=number,
            picture=Markup(drawn),  # made by this package, not by a reader
            columns=columns,
            rows=rows,
            repeated=repeated_heads(rows),
            absent=ABSENT,
            row_prefix=ROW if anchored else "",
            wide=sum(column.width_em for column in columns) > COLUMN_EM * 16 / 14,
            mark_evidence=mark_evidence,
        )
    )


def repeated_heads(rows: list[tuple[str, ...]]) -> list[bool]:
    """For each row, whether its first cell says the same as the one above.

    >>> repeated_heads([("投入", "a"), ("投入", "b"), ("产出", "c")])
    [False, True, False]
    """
    heads = [row[0] for row in rows]
    return [bool(head) and head == above for head, above in zip(heads, ["", *heads], strict=False)]


def columns_of(exhibit: FoundExhibit) -> list[Column]:
    """The exhibit's numbers by column, written as a reader of a table expects them."""
    turned = list(zip(*exhibit.rows, strict=True)) or [()] * len(exhibit.columns)
    return [_column(title, cells) for title, cells in zip(exhibit.columns, turned, strict=True)]


def _column(title: str, cells: tuple[str | int | float, ...]) -> Column:
    numbers = [cell for cell in cells if not isinstance(cell, str)]
    years = bool(numbers) and all(
        isinstance(number, int) and 1900 <= number <= 2100 for number in numbers
    )
    texts = tuple(
        cell if isinstance(cell, str) else str(cell) if years else plain_number(cell)
        for cell in cells
    )
    return Column(title, texts, is_numeric([text for text in texts if text]))


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


def _picture(exhibit: FoundExhibit) -> str:
    if exhibit.svg is not None:
        return inline_svg(exhibit.svg, f"svg-{exhibit.exhibit_id}", exhibit.alternative)
    if exhibit.png is None:
        return ""
    data = base64.b64encode(exhibit.png).decode("ascii")
    alternative = escape(exhibit.alternative)
    return f'<img class="chart" alt="{alternative}" src="data:image/png;base64,{data}">'


def _width_em(text: str) -> float:
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return wide + 0.55 * (len(text) - wide)
