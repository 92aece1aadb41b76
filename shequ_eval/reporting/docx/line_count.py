"""Knows in how many lines a text stands in a width, as a word processor breaks it; sets none.

Chinese may break between any two characters but before a closing point, Latin between words and
after a hyphen. A Chinese character is one em wide; the widths of the Latin ones are those of Times
New Roman, which the fonts that stand in for it share.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_OPENING, _CLOSING = "（《“‘〔「【", "、，。；：？！）》”’〕」】…—"
_TOKEN = re.compile(
    f"\\n|[{_OPENING}]*(?:[{_WIDE}]|[^\\s\u200b{_WIDE}{_OPENING}{_CLOSING}-]*-?)"
    f"[{_CLOSING}]*[^\\S\\n\u200b]*"
)
# Widths of the printable ASCII characters in thousandths of an em, from the blank on.
_ASCII = (
    (250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278)
    + (500,) * 10
    + (278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722)
    + (611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333)
    + (469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500)
    + (500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541)
)
_OTHERS = dict.fromkeys("—…“”‘’", 1.0) | dict.fromkeys("\u200b\n", 0.0)
_OTHERS |= {"–": 0.5, "\u2011": 0.333}
OTHER_EM = 0.55
_HANGING = "、。， "  # may stand in the margin at the end of a line
BETWEEN_EM = 0.2  # set between Chinese and Latin
_SEAM = re.compile(f"(?<=[{_WIDE}])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])(?=[{_WIDE}])")


@cache
def letter_em(letter: str) -> float:
    """The width of a character in em.

    >>> letter_em("镇"), letter_em("W"), letter_em("i")
    (1.0, 0.944, 0.278)
    """
    if " " <= letter <= "~":
        return _ASCII[ord(letter) - 32] / 1000
    if letter in _OTHERS:
        return _OTHERS[letter]
    return 1.0 if re.match(f"[{_WIDE}]", letter) else OTHER_EM


def line_count(text: str, room_em: float) -> int:
    """In how many lines a text stands, each with room for so many em.

    >>> line_count("镇海区有三百九十二家", 5), line_count("a word and another", 4.5)
    (2, 2)
    """
    return pieces_lines([(text, 1.0)], room_em)


def pieces_lines(pieces: Sequence[tuple[str, float]], room_em: float, first_em: float = 0.0) -> int:
    """The same of pieces in type of different sizes, by their share of the size of an em.

    The first line is set in by `first_em`.

    >>> pieces_lines([("三百九十二家", 1.0), ("[a]", 0.5)], 7, 2)
    2
    """
    room_em = max(room_em, 1.0)
    text = "".join(piece for piece, _ in pieces)
    scales = [scale for piece, scale in pieces for _ in piece]
    widths = [letter_em(letter) * scale for letter, scale in zip(text, scales, strict=True)]
    seams = {seam.start() for seam in _SEAM.finditer(text)}
    count, used = 1, first_em
    for token in _TOKEN.finditer(text):
        at, end = token.span()
        if text[at:end] == "\n":
            count, used = count + 1, 0.0
            continue
        wide = sum(widths[at : at + len(token[0].rstrip(_HANGING))])
        gap = BETWEEN_EM if at in seams else 0.0
        if used and used + gap + wide > room_em:
            count, used, gap = count + 1, 0.0, 0.0
        used += gap + sum(widths[at:end])
        while used > room_em and wide > room_em:
            count, used = count + 1, used - room_em
    return count
