"""Knows where a long word may break that has no space: a file's name, a key, a checksum."""

from __future__ import annotations

import re

from shequ_eval.reporting.paper.unbreakable import HALF_CHECKSUM, text_em

BREAK = "\u200b"
_LONG = re.compile(r"[\x21-\u10ff]+")
_JOINTS = re.compile(r"(?<=[._/\-:@=&?+])(?=[^._/\-:@=&?+])")
_ORDINARY = re.compile(r"[(\[]?[A-Za-z'’]{2,20}(?:-[A-Za-z'’]{2,20})*[)\].,;:]*")
_CHECKSUM = re.compile(r"[0-9a-f]{64}")
_BIT = 4


def breakable(text: str, room_em: float, hyphenated: bool = False) -> str:
    """The text with `BREAK` where a word wider than `room_em` may go on in the next line.

    >>> breakable("data/codebook/labels.yaml 共 3 项", 12).split(BREAK)
    ['data/', 'codebook/', 'labels.', 'yaml 共 3 项']
    >>> breakable("aaaaaaaaaa", 4).split(BREAK)
    ['aaaa', 'aaaa', 'aa']

    Where the engine hyphenates, an ordinary word is left to it:

    >>> breakable("(recommendation) self-governance", 4, hyphenated=True)
    '(recommendation) self-governance'
    """
    return _LONG.sub(
        lambda word: (
            word[0] if hyphenated and _ORDINARY.fullmatch(word[0]) else _broken(word[0], room_em)
        ),
        text,
    )


def _broken(word: str, room_em: float) -> str:
    if text_em(word) <= room_em:
        return word
    half = HALF_CHECKSUM
    if _CHECKSUM.fullmatch(word) and text_em(word[:half]) <= room_em:
        return word[:half] + BREAK + word[half:]
    bits: list[str] = []
    for piece in _JOINTS.split(word):
        most = max(int(room_em * len(piece) / text_em(piece)), 1) if piece else 1
        size = len(piece) if len(piece) <= most else min(_BIT, most)
        bits += [piece[at : at + size] for at in range(0, len(piece), size)]
    return BREAK.join(bits)
