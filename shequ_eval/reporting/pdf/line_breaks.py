"""Knows where a long word may break that has no space: a file's name, a key, a checksum."""

from __future__ import annotations

import re

BREAK = "\u200b"
_LONG = re.compile(r"[\x21-\u10ff]+")
_JOINTS = re.compile(r"(?<=[._/\-:@=&?+])(?=[^._/\-:@=&?+])")
_ORDINARY = re.compile(r"[(\[]?[A-Za-z'’]{2,20}[)\].,;:]*")
_LETTER_EM = 0.68  # a wide letter: a narrow column must hold capitals too
_BIT = 4


def breakable(text: str, room_em: float, hyphenated: bool = False) -> str:
    """The text with `BREAK` where a word wider than `room_em` may go on in the next line.

    >>> breakable("data/codebook/labels.yaml 共 3 项", 12).split(BREAK)
    ['data/', 'codebook/', 'labels.', 'yaml 共 3 项']
    >>> breakable("aaaaaaaaaa", 4).split(BREAK)
    ['aaaa', 'aaaa', 'aa']

    Where the engine hyphenates, an ordinary word is left to it:

    >>> breakable("(recommendation)", 4, hyphenated=True)
    '(recommendation)'
    """
    most = max(int(room_em / _LETTER_EM), 1)
    return _LONG.sub(
        lambda word: (
            word[0] if hyphenated and _ORDINARY.fullmatch(word[0]) else _broken(word[0], most)
        ),
        text,
    )


def _broken(word: str, most: int) -> str:
    if len(word) <= most:
        return word
    bits: list[str] = []
    for piece in _JOINTS.split(word):
        size = len(piece) if len(piece) <= most else min(_BIT, most)
        bits += [piece[at : at + size] for at in range(0, len(piece), size)]
    return BREAK.join(bits)
