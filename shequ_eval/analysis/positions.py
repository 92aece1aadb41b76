"""Knows where a figure with its bounds lies against two quartiles, and which side is favourable."""

from __future__ import annotations

from math import inf

from shequ_eval.analysis.intervals import Interval


def position_of(figure: Interval, lower: float, upper: float) -> str:
    """Where a figure with its bounds lies against the two quartiles; an open side is endless.

    >>> position_of(Interval(8, 8, 8), 3, 6), position_of(Interval(7, 7, None), 3, 6)
    ('higher', 'higher')
    >>> position_of(Interval(4, None, 9), 3, 6), position_of(Interval(None, 2, 2), 3, 6)
    ('cannot_be_told', 'lower')
    """
    low = -inf if figure.low is None else figure.low
    high = inf if figure.high is None else figure.high
    if low > upper:
        return "higher"
    if high < lower:
        return "lower"
    return "middle" if low >= lower and high <= upper else "cannot_be_told"


def favour(position: str, direction: str) -> str:
    """Whether a position is the favourable side of an indicator; none where it has no direction.

    >>> favour("higher", "higher"), favour("higher", "lower"), favour("lower", "none")
    ('favourable', 'unfavourable', '')
    """
    if position not in ("higher", "lower") or direction not in ("higher", "lower"):
        return ""
    return "favourable" if position == direction else "unfavourable"
