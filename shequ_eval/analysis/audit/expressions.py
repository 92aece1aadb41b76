"""Knows how a step of arithmetic is written out in digits; decides nothing from it."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from shequ_eval.analysis.intervals import Interval, difference

# Digits of a computed number that a machine vouches for; 0.1 + 0.2 is no more than 0.3.
SOUND_DIGITS = 12


def amount(number: float, decimals: int | None = None, rounding: str = ROUND_HALF_UP) -> str:
    """A number with thousands commas and the digits that it has, or as many as asked.

    >>> amount(254050.55, 0), amount(15.43), amount(42.0), amount(-0.5)
    ('254,051', '15.43', '42', '−0.5')
    """
    exact = Decimal(repr(float(number)))
    if decimals is None:
        return f"{exact.normalize():,f}".replace("-", "−")
    if rounding != ROUND_HALF_UP:
        exact = Decimal(f"{number:.{SOUND_DIGITS}g}")
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=rounding)
    return f"{rounded:,f}".replace("-", "−")


def span(bounds: Interval, decimals: int | None = None) -> str:
    """An interval: a point, a range, or one open side; bounds are rounded outward.

    >>> span(Interval(42, 42, 42)), span(Interval(1833.3, None, 2750), 0)
    ('42', '1,833–2,750')
    >>> span(Interval(20, 20, None)), span(Interval(None, 1e8, 1e8))
    ('≥ 20', '≤ 100,000,000')
    >>> span(Interval(None, 33333333.3, 33333333.3), 0)
    '≤ 33,333,334'
    """
    low, high = bounds.low, bounds.high
    if low is not None and high is not None:
        if low == high:
            return amount(low, decimals)
        return "–".join([amount(low, decimals, ROUND_FLOOR), amount(high, decimals, ROUND_CEILING)])
    if low is not None:
        return f"≥ {amount(low, decimals, ROUND_FLOOR)}"
    return f"≤ {amount(high, decimals, ROUND_CEILING)}" if high is not None else "?"


def gives(left: str, bounds: Interval, decimals: int | None = None, unit: str = "") -> str:
    """A step and what it gives; an open side is an inequality, never an equation with one.

    >>> gives("12 ÷ 3", Interval(4, 4, 4)), gives("? ÷ ?", Interval(10, 10, None), unit="%")
    ('12 ÷ 3 = 4', '? ÷ ? ≥ 10%')
    >>> gives("≤ 900 ÷ 3", Interval(None, 300, 300))
    '≤ 900 ÷ 3 → ≤ 300'
    """
    result = span(bounds, decimals) + unit
    if result[0] not in "≥≤":
        return f"{left} = {result}"
    return f"{left} → {result}" if left[0] in "≥≤" else f"{left} {result}"


def gap_between(one: Interval, two: Interval) -> float | None:
    """How far `two` lies above (positive) or below `one`; 0 where they meet, None if unbounded.

    >>> gap_between(Interval(92, 92, 92), Interval(122, 122, 122))
    30.0
    >>> gap_between(Interval(26, None, 39), Interval(None, 33, 33))
    0.0
    """
    if two.low is not None and one.high is not None and two.low > one.high:
        return difference(two.low, one.high)
    if two.high is not None and one.low is not None and two.high < one.low:
        return difference(two.high, one.low)
    return None if _unbounded(one) or _unbounded(two) else 0.0


def _unbounded(bounds: Interval) -> bool:
    return bounds.low is None and bounds.high is None
