"""Knows which strings are numbers of Chinese identity cards, by date and check digit; no person.

GB 11643-1999: six digits of a place, eight of a day, three of a sequence, and a check character
by ISO 7064 MOD 11-2. The older form of fifteen digits has a two-digit year and no check.
"""

from __future__ import annotations

import re
from datetime import date

WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))
CHECKS = "10X98765432"
NEW = re.compile(r"[1-9]\d{16}[\dXx]")
OLD = re.compile(r"[1-9]\d{14}")


def check_character(first_seventeen: str) -> str:
    """The eighteenth character of an identity number.

    Raises
    ------
    ValueError
        It is not seventeen digits.

    Examples
    --------
    By hand: only the first digit is not 0, so the sum is 7, which is 7 mod 11.

    >>> check_character("1" + "0" * 16)
    '5'
    """
    if not re.fullmatch(r"[0-9]{17}", first_seventeen):
        raise ValueError("应为 17 位数字 must be seventeen digits")
    digits = map(int, first_seventeen)
    return CHECKS[sum(d * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11]


def is_identity_number(text: str) -> bool:
    """Whether a text, spaces aside, is an identity number of either form.

    >>> is_identity_number("1" * 18)
    False
    """
    plain = re.sub(r"[\s\-]", "", text)
    if not plain.isascii():
        return False
    if NEW.fullmatch(plain):
        return _is_day(plain[6:14]) and check_character(plain[:17]) == plain[17].upper()
    return bool(OLD.fullmatch(plain)) and _is_day("19" + plain[6:12])


def _is_day(digits: str) -> bool:
    try:
        return 1850 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2100
    except ValueError:
        return False
