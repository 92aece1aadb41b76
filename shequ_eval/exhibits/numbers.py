"""Knows how a figure with its bounds is said in Chinese and English; rounds, never computes.

A point is rounded to the nearest, a bound outward at its last printed digit, so that what is
printed as "at least" or "at most" is true of the number behind it.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

import pandas as pd

# Digits of a computed number that a machine vouches for; 0.1 + 0.2 is no more than 0.3.
SOUND_DIGITS = 12
# Every decimal of so many digits comes back from a float as it was written (IEEE 754 binary64):
# a number that shows more of them was computed.
WRITTEN_DIGITS = 15


def plain_number(value: float, decimals: int | None = None, rounding: str = ROUND_HALF_UP) -> str:
    """A number for tables and axes: thousands commas, no more digits than it has.

    A computed one has no digits that are a machine's alone.

    >>> plain_number(24800), plain_number(15.43), plain_number(7.6793, 1), plain_number(-0.5, 0)
    ('24,800', '15.43', '7.7', '−1')
    >>> plain_number(15.32 - 14.51), plain_number(12345678901.23)
    ('0.81', '12,345,678,901.23')
    >>> plain_number(5081071 / 21011 * 10000, 4)  # 2418290.89524…, not rounded twice
    '2,418,290.8952'
    """
    if decimals is not None:
        # NOTE: a number that is rounded here is not cut before, which would round it twice.
        exact = rounding == ROUND_HALF_UP
        number = Decimal(repr(float(value)) if exact else f"{value:.{SOUND_DIGITS}g}")
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=rounding)
        text = f"{number:,.{decimals}f}"
    else:
        text = f"{written_decimal(value).normalize():,f}"
    return text.replace("-", "−")


def written_decimal(value: float) -> Decimal:
    """A number as somebody wrote it; a computed one to the digits that a machine vouches for.

    >>> written_decimal(0.1 + 0.2), written_decimal(15.43), written_decimal(2 / 3)
    (Decimal('0.3'), Decimal('15.43'), Decimal('0.666666666667'))
    """
    number = Decimal(repr(float(value)))
    if len(number.normalize().as_tuple().digits) <= WRITTEN_DIGITS or value == int(value):
        return number
    return Decimal(f"{value:.{SOUND_DIGITS}g}")


def lower_end(value: float, decimals: int | None = None) -> str:
    """A lower bound: what is left out is let fall, so that the number is at least what is printed.

    >>> lower_end(13.1621, 1), lower_end(0.1 + 0.2, 1), lower_end(4.7619, 1), lower_end(4.7619)
    ('13.1', '0.3', '4.7', '4.7619')
    """
    return plain_number(value, decimals, ROUND_FLOOR)


def upper_end(value: float, decimals: int | None = None) -> str:
    """An upper bound: the last printed digit goes up, so that the number is at most that.

    >>> upper_end(188.03, 0), upper_end(0.1 + 0.2, 1), upper_end(8.21, 1)
    ('189', '0.3', '8.3')
    """
    return plain_number(value, decimals, ROUND_CEILING)


def span_ends(
    low: float, high: float, decimals: int | None = None, point: float | None = None
) -> tuple[str, str]:
    """Both ends of a range rounded outward; an end that is the point itself is printed like it.

    >>> span_ends(7.3708, 7.9545, 1), span_ends(7.3708, 7.9545, 1, point=7.3708)
    (('7.3', '8.0'), ('7.4', '8.0'))
    """
    # NOTE: one number in two spellings side by side, 7.4 (7.3–8.0), would look like two.
    return (
        plain_number(low, decimals) if low == point else lower_end(low, decimals),
        plain_number(high, decimals) if high == point else upper_end(high, decimals),
    )


def chinese_number(value: float) -> str:
    """A number for Chinese prose: 万 and 亿 from five digits where that loses no digit.

    >>> chinese_number(8400000), chinese_number(510462), chinese_number(217000000)
    ('840 万', '510,462', '2.17 亿')
    >>> chinese_number(24800), chinese_number(43600), chinese_number(1285)
    ('2.48 万', '4.36 万', '1,285')
    """
    for size, word in ((10**8, "亿"), (10**4, "万")):
        if abs(value) >= size:
            scaled = written_decimal(value) / size
            if scaled == round(scaled, 2):
                return f"{scaled.normalize():,f} {word}".replace("-", "−")
    return plain_number(value)


def assumed_size(size: float) -> float:
    """A sample size that rests on assumptions: from a thousand on, hundreds are all it can claim.

    >>> assumed_size(66768), assumed_size(384)
    (66800.0, 384.0)
    """
    return float(round(size, -2)) if size >= 1000 else float(size)


def bounded(
    value: float | None,
    low: float | None,
    high: float | None,
    decimals: int | None = None,
    suffix: str = "",
) -> str:
    """A figure with what its words imply: ≥ for an open upper end, a dash for a range.

    `suffix` is a unit that stands close to each number, as % does.

    >>> bounded(3e6, 3e6, None), bounded(80, 0, 80), bounded(None, 40, 60), bounded(488, 488, 488)
    ('≥ 3,000,000', '≤ 80', '40–60', '488')
    >>> bounded(7.68, 7.37, 8.22, 1), bounded(50, 0, 100, suffix="%")
    ('7.7（7.3–8.3）', '50%（0–100%）')
    >>> bounded(None, 13.1621, None, 1), bounded(None, None, 188.03, 0)
    ('≥ 13.1', '≤ 189')
    """
    point, bottom, top = (_known(number) for number in (value, low, high))
    if bottom is None and top is None:
        return f"{plain_number(point, decimals)}{suffix}" if point is not None else ""
    if top is None and bottom is not None:
        return f"≥ {lower_end(bottom, decimals)}{suffix}"
    if bottom is None or (point == top and bottom < _some(top)):
        return f"≤ {upper_end(_some(top), decimals)}{suffix}"
    if bottom == top:
        return f"{plain_number(bottom, decimals)}{suffix}"
    return _range(point, bottom, _some(top), decimals, suffix)


def ranged(
    value: float | None, low: float | None, high: float | None, decimals: int | None = None
) -> str:
    """A computed figure with the range over its denominators; open only where an end is unknown.

    Unlike in the words of a source, a figure at an end of its range is no bound: the best
    denominator may well be the largest.

    >>> ranged(7.37, 7.37, 8.22, 1), bounded(7.37, 7.37, 8.22, 1), ranged(None, 466.3, None, 0)
    ('7.4（7.4–8.3）', '≥ 7.3', '≥ 466')
    >>> ranged(100.0, 100.0, 100.0, 1)
    '100.0'
    """
    point, bottom, top = (_known(number) for number in (value, low, high))
    if point is None or bottom is None or top is None or bottom == top:
        return bounded(value, low, high, decimals)
    ends = "–".join(span_ends(bottom, top, decimals, point))
    return f"{plain_number(point, decimals)}（{ends}）"


def over_populations(
    value: float | None,
    main: tuple[float | None, float | None],
    wide: tuple[float | None, float | None],
    decimals: int | None = None,
) -> str:
    """A figure over its main denominator; in brackets what other denominators make of it.

    `main` holds its bounds over the main denominator, `wide` those over all of them. A figure
    with one bound alone keeps it: the bound that counts is the one over the main denominator.

    >>> over_populations(7.37, (7.37, 7.37), (7.37, 7.95), 1)
    '7.4（7.4–8.0）'
    >>> over_populations(None, (None, 188.03), (None, 202.92), 0)
    '≤ 189（≤ 203）'
    >>> over_populations(None, (466.3, None), (466.3, None), 0)
    '≥ 466'
    """
    if _known(value) is not None and all(_known(end) is not None for end in wide):
        return ranged(value, *wide, decimals)
    first = bounded(value, *main, decimals)
    others = bounded(value if None in map(_known, wide) else None, *wide, decimals)
    return first if first == others else f"{first}（{others}）"


def _range(
    point: float | None, bottom: float, top: float, decimals: int | None, suffix: str
) -> str:
    if point == bottom:
        return f"≥ {lower_end(bottom, decimals)}{suffix}"
    span = "–".join(span_ends(bottom, top, decimals)) + suffix
    return span if point is None else f"{plain_number(point, decimals)}{suffix}（{span}）"


def _known(number: float | None) -> float | None:
    return None if number is None or pd.isna(number) else float(number)


def _some(number: float | None) -> float:
    if number is None:
        raise ValueError("a bound was expected")
    return number
