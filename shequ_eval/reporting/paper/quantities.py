"""Knows which sign, number, unit and bounds stay in one line; breaks and draws nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

_HAN = "\u4e00-\u9fff"
_ONE = r"\d[\d,.]*[%‰]?"
# A sign, a number or a range, and its unit: a short word, or the first letter of longer words.
_QUANTITY = re.compile(
    rf"(?<![A-Za-z0-9_.,/-])(?:[≥≤<>≈约+−] ?)?{_ONE}(?:[—–/~-]{_ONE})*"
    rf"(?: ?(?:[{_HAN}]{{1,3}}(?![{_HAN}])|[{_HAN}]|[a-z]{{2,5}}\b))?(?![A-Za-z_])"
)
_PLAIN = re.compile(r"[\d,.]+[%‰]?")


def quantities(text: str) -> list[str]:
    """The quantities of a text that a line could tear apart.

    >>> quantities("≥ 10%（每年）"), quantities("43,600 人次"), quantities("7.4（7.4–8.2）")
    (['≥ 10%'], ['43,600 人次'], ['7.4–8.2'])
    >>> quantities("实际，2013—2017，C"), quantities("392"), quantities("[zhenhai-3412] 2025-09")
    (['2013—2017'], [], ['2025-09'])
    """
    return [found[0] for found in _QUANTITY.finditer(text) if not _PLAIN.fullmatch(found[0])]


def with_quantities(text: str, held: Callable[[str], str]) -> str:
    """The text with each of its quantities as `held` has it.

    >>> with_quantities("约 2016 年，39 家", lambda quantity: f"<{quantity}>")
    '<约 2016 年>，<39 家>'
    """
    return _QUANTITY.sub(
        lambda found: found[0] if _PLAIN.fullmatch(found[0]) else held(found[0]), text
    )
