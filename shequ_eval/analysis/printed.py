"""Knows which numbers a printed one may stand for: all that round to it; picks none of them."""

from __future__ import annotations

import re
from decimal import Decimal

from shequ_eval.analysis.intervals import Interval

_NUMBER = re.compile(r"\d[\d,]*(?:\.(\d+))?")


def printed_decimals(number: float, words: str = "") -> int:
    """Decimals that a number is printed with in its `words`; without them, those that it needs.

    >>> printed_decimals(75.4), printed_decimals(96.0), printed_decimals(96.0, "96.0%")
    (1, 0, 1)
    >>> printed_decimals(15000, "1.5万")
    0
    """
    for found in _NUMBER.finditer(words):
        if float(found[0].replace(",", "")) == number:
            return len(found[1] or "")
    exponent = Decimal(repr(float(number))).normalize().as_tuple().exponent
    return max(-int(exponent), 0)


def printed_ends(number: float, decimals: int | None = None) -> tuple[float, float]:
    """From where to where a number may lie that is printed as this one: half its last digit off.

    `decimals` is with how many it is printed; without it, as many as it needs.

    >>> printed_ends(6.87), printed_ends(7, decimals=1)
    ((6.865, 6.875), (6.95, 7.05))
    """
    places = printed_decimals(number) if decimals is None else decimals
    exact, half = Decimal(repr(float(number))), Decimal(5).scaleb(-places - 1)
    return float(exact - half), float(exact + half)


def printed_interval(number: float, decimals: int | None = None) -> Interval:
    """A printed number with the ends between which it may lie.

    >>> printed_interval(6.87)
    Interval(low=6.865, value=6.87, high=6.875)
    """
    low, high = printed_ends(number, decimals)
    return Interval(low, float(number), high)


def implied_population(
    count: float, printed: float, per: float, decimals: int | None = None
) -> Interval:
    """The population that a printed rate needs, from the least to the greatest that round to it.

    `decimals` is as in `printed_ends`.

    Examples
    --------
    213 organisations at a printed 6.87 per 10,000 need 309,818 to 310,269 people:

    >>> ends = implied_population(213, 6.87, 10_000)
    >>> f"{ends.low:.0f} {ends.value:.0f} {ends.high:.0f}"
    '309818 310044 310269'
    """
    return Interval(count, count, count).over(printed_interval(printed, decimals), per)


def meets(one: Interval, other: Interval) -> bool:
    """Whether two intervals have a number in common; an open side reaches beyond every other.

    >>> meets(printed_interval(6.87), Interval(6.871, 6.871, 6.871))
    True
    >>> meets(Interval(1, None, 2), Interval(3, None, None))
    False
    """
    return not any(
        low is not None and high is not None and low > high
        for low, high in ((one.low, other.high), (other.low, one.high))
    )
