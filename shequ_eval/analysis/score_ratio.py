"""Knows how far a figure reaches its target, with bounds; knows no points and no scheme."""

from __future__ import annotations

from shequ_eval.analysis.intervals import Interval


def as_reached(target: Interval, basis: str) -> Interval:
    """A target with the bounds that count: one number alone is itself, at least 8 is reached at 8.

    The whole of which a figure is a part is no promise: there an open side stays open.

    >>> as_reached(Interval(None, 42, None), "whole"), as_reached(Interval(8, 8, None), "document")
    (Interval(low=42, value=42, high=42), Interval(low=8, value=8, high=8))
    >>> as_reached(Interval(30, 30, None), "whole")
    Interval(low=30, value=30, high=None)
    """
    if target.low is None and target.high is None:
        return Interval(target.value, target.value, target.value)
    if basis != "whole" and target.high is None:
        return Interval(target.low, target.low, target.low)
    return target


def capped_ratio(actual: Interval, target: Interval) -> Interval:
    """Actual over target between 0 and 1, an open side going as far as the cap lets it.

    >>> capped_ratio(Interval(20, 20, None), Interval(40, 40, 40))
    Interval(low=0.5, value=0.5, high=1.0)
    >>> capped_ratio(Interval(12, 12, 12), Interval(10, 10, None))
    Interval(low=0.0, value=1.0, high=1.0)
    >>> capped_ratio(Interval(50, 50, 50), Interval(None, 0, 100)) == Interval(0.5, None, 1.0)
    True
    """
    # NOTE: a target that may be zero sets no upper bound to the ratio; the cap does.
    low = 0.0 if actual.low is None or not target.high else actual.low / target.high
    high = 1.0 if actual.high is None or not target.low else actual.high / target.low
    value = None if actual.value is None or not target.value else actual.value / target.value
    return Interval(_held(low), None if value is None else _held(value), _held(high))


def _held(share: float) -> float:
    return min(max(share, 0.0), 1.0)
