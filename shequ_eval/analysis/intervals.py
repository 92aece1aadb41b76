"""Knows arithmetic with bounds: what is stated as a range stays a range; guesses no bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Interval:
    """A figure with the bounds that its words imply; None where a side or the point is open."""

    low: float | None
    value: float | None
    high: float | None

    @classmethod
    def of(cls, low: Any, value: Any, high: Any) -> Interval:
        """An interval from table cells, where missing is NaN or `pd.NA`.

        >>> Interval.of(3, pd.NA, float("nan"))
        Interval(low=3.0, value=None, high=None)
        """
        return cls(number_or_none(low), number_or_none(value), number_or_none(high))

    def over(self, denominator: Interval, per: float = 1.0) -> Interval:
        """The ratio of two positive intervals times `per`: low over high, high over low.

        The quotient's bounds are the least and the greatest that the parts allow (interval
        arithmetic: Moore, Kearfott and Cloud 2009, section 2.3).

        Raises
        ------
        ValueError
            The denominator may be zero or negative.

        Examples
        --------
        300余万 over 100 people, then a range over a range:

        >>> Interval(3e6, 3e6, None).over(Interval(100, 100, 100))
        Interval(low=30000.0, value=30000.0, high=None)
        >>> Interval(40, None, 60).over(Interval(2, None, 4))
        Interval(low=10.0, value=None, high=30.0)
        """
        if any(part is not None and part <= 0 for part in (denominator.low, denominator.value)):
            raise ValueError("分母须大于零 the denominator must be above zero")
        return Interval(
            _ratio(self.low, denominator.high, per),
            _ratio(self.value, denominator.value, per),
            _ratio(self.high, denominator.low, per),
        )

    def minus(self, other: Interval) -> Interval:
        """The difference of two intervals: low less high, high less low.

        Figures are decimals that somebody wrote, so they are subtracted as decimals: what 15.32
        has more than 14.51 is 0.81, not 0.8100000000000005.

        >>> Interval(12, 12, None).minus(Interval(10, None, 11))
        Interval(low=1.0, value=None, high=None)
        >>> Interval(15.32, 15.32, 15.32).minus(Interval(14.51, 14.51, 14.51)).value
        0.81
        """
        return Interval(
            _difference(self.low, other.high),
            _difference(self.value, other.value),
            _difference(self.high, other.low),
        )


def difference(one: float, other: float) -> float:
    """How much more the one is than the other, as decimals: with the digits of the two.

    >>> difference(15.32, 14.51), 15.32 - 14.51
    (0.81, 0.8100000000000005)
    """
    return float(_decimal(one) - _decimal(other))


def _difference(one: float | None, two: float | None) -> float | None:
    return None if one is None or two is None else difference(one, two)


def _decimal(number: float) -> Decimal:
    """The number as it is written, not as a machine holds it."""
    return Decimal(repr(float(number)))


def _ratio(numerator: float | None, denominator: float | None, per: float) -> float | None:
    if numerator is None or denominator is None:
        return None
    return numerator / denominator * per


def added(parts: Sequence[Interval]) -> Interval:
    """Parts of one whole added up; a side that is open in one of them is open in the sum.

    >>> added([Interval(2, 2, 2), Interval(40, 40, None)])
    Interval(low=42.0, value=42.0, high=None)
    >>> added([Interval(0.1, 0.1, 0.1), Interval(0.2, 0.2, 0.2)]).value
    0.3
    """
    return Interval(
        _sum([part.low for part in parts]),
        _sum([part.value for part in parts]),
        _sum([part.high for part in parts]),
    )


def _sum(numbers: Sequence[float | None]) -> float | None:
    known = [_decimal(number) for number in numbers if number is not None]
    return float(sum(known, Decimal(0))) if len(known) == len(numbers) else None


def number_or_none(cell: Any) -> float | None:
    """A table cell as a float, or None where it is missing.

    >>> number_or_none(pd.NA) is None, number_or_none(3)
    (True, 3.0)
    """
    return None if cell is None or pd.isna(cell) else float(cell)
