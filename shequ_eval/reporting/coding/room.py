"""Knows how much room words need in the cells of a sheet; knows nothing of what they say.

A spreadsheet program other than the one that wrote a file does not always make a row high enough
for wrapped words, so the height is written down.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

# NOTE: of 11 points, in the highest of the fonts that stand in for 宋体 (Noto Sans CJK).
LINE_POINTS, LEAST_LINES = 16.5, 1
# NOTE: spreadsheets refuse rows higher than 409 points; longer words are read in the input line.
HIGHEST_POINTS = 405.0
WIDE = frozenset("WF")
PIECE = re.compile(r"[!-~]+ ?|.")


def columns_of(words: str) -> int:
    """How many half-width characters wide words are; a Chinese character counts for two.

    >>> columns_of("42个"), columns_of("")
    (4, 0)
    """
    return sum(2 if unicodedata.east_asian_width(sign) in WIDE else 1 for sign in words)


def lines_of(words: str, width: float) -> int:
    r"""How many lines words take in a column of this width, in half-width characters.

    >>> lines_of("前后文" * 10, 30), lines_of("一\n二", 30), lines_of("", 30)
    (3, 2, 1)
    >>> lines_of("a long_identifier", 18)
    2
    """
    # NOTE: a character of 宋体 is a little wider than the unit of widths, and a full-width one that
    # does not fit begins a new line.
    room = max(2.0, 0.93 * width - 1)
    return sum(_wrapped(line, room) for line in words.split("\n"))


def _wrapped(line: str, room: float) -> int:
    """How many lines a line takes where a word in Latin letters is kept whole, if it can be."""
    lines, used = 1, 0
    for piece in PIECE.findall(line):
        taken = columns_of(piece)
        if used + taken > room:
            over = -int(-taken // room)
            lines, used = lines + max(1, over - (used == 0)), 0
            taken -= int((over - 1) * room)
        used += taken
    return lines


def height_of(cells: Iterable[tuple[str, float]], most: float = HIGHEST_POINTS) -> float:
    """The height, in points, of a row of words with the widths of their columns.

    >>> height_of([("42个", 16), ("前后文" * 10, 30)])
    49.5
    """
    lines = max([LEAST_LINES, *(lines_of(words, width) for words, width in cells)])
    return min(most, lines * LINE_POINTS)


def heights_of(
    rows: Iterable[Sequence[str]], widths: Sequence[float], most: float = HIGHEST_POINTS
) -> list[float]:
    """The height of every row; all cells of a row count.

    >>> heights_of([["甲", "乙" * 20], ["丙", ""]], [10, 22])
    [49.5, 16.5]
    """
    return [height_of(zip(row, widths, strict=False), most) for row in rows]
