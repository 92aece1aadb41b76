"""Knows which pieces of a text no line may break, and how wide they are; breaks none itself."""

from __future__ import annotations

import re
from functools import lru_cache

from shequ_eval.reporting.paper.quantities import quantities

# What stands between places where a line may break anyhow: blanks, Chinese, long dashes.
_TOKEN = re.compile("[^\\s\u2014\u2e80-\uffef\U00020000-\U0003ffff]+")
_CHECKSUM = re.compile(r"[0-9a-f]{64}")
# A hyphen or a slash between letters lets a line break; one beside a digit belongs to a number.
_INSIDE = re.compile(r"(?<=[A-Za-z][-/])(?=[A-Za-z])")
_JOINT = re.compile(r"(?<=[._/:@=&?+])(?=[^._/:@=&?+])")
LONG = 24  # longer than an id or a date: a key or a file's name, which may break at its joints
HALF_CHECKSUM = 32
FIRST_WIDE = "\u2e80"
_FULL = set("≥≤≈×÷")
_WIDE, _NARROW = set("mwMW@%—"), set(" ijlItf.,:;|'!()[]{}")


def text_em(text: str) -> float:
    """About how wide letters, digits and signs are that stand close, in em; never too narrow.

    >>> round(text_em("2025-09"), 2), round(text_em("WWW"), 2)
    (3.92, 2.85)
    """
    return sum(map(_letter_em, text))


def tokens(text: str) -> list[str]:
    """The pieces that stay in one line, but for keys and checksums, which have joints of their own.

    >>> tokens("见[zhenhai-3412][lishui-0001] 2025-09、sub-district")
    ['[zhenhai-3412]', '[lishui-0001]', '2025-09', 'sub-', 'district']
    >>> tokens("zhenhai.resident_population.2016")
    ['zhenhai.', 'resident_', 'population.', '2016']
    """
    found: list[str] = []
    for token in _TOKEN.findall(text.replace("][", "] [")):
        if _CHECKSUM.fullmatch(token):
            found += [token[:HALF_CHECKSUM], token[HALF_CHECKSUM:]]
        elif len(token) > LONG:
            found += [piece for bit in _JOINT.split(token) for piece in _INSIDE.split(bit)]
        else:
            found += _INSIDE.split(token)
    return found


@lru_cache(maxsize=100_000)
def longest_em(text: str) -> float:
    """The width of the widest piece, 0 where the text has none.

    >>> longest_em("镇海"), round(longest_em("约 2016 年"), 2)
    (0, 2.24)
    """
    return max(map(text_em, tokens(text)), default=0)


@lru_cache(maxsize=100_000)
def longest_quantity_em(text: str) -> float:
    """The width of the widest number with its sign and unit, 0 where the text has none.

    >>> longest_quantity_em("镇海"), round(longest_quantity_em("约 2016 年"), 2)
    (0, 5.04)
    """
    return max(map(text_em, quantities(text)), default=0)


def _letter_em(letter: str) -> float:
    if letter >= FIRST_WIDE or letter in _FULL:
        return 1.0
    if letter in _WIDE:
        return 0.95
    if letter in _NARROW:
        return 0.4
    return 0.68 if letter.isupper() else 0.56
