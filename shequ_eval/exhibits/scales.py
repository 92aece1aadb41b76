"""Knows how values become millimetres and how labels keep apart; knows no page and no words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from shequ_eval.analysis.intervals import Interval


def levels_apart(spans: Sequence[tuple[float, float]], gap: float = 1.5) -> list[int]:
    """For each span of a row, the lowest level on which it touches no earlier one.

    >>> levels_apart([(0, 10), (8, 18), (20, 30), (9, 12)])
    [0, 1, 0, 2]
    """
    ends: list[list[tuple[float, float]]] = []
    chosen = []
    for left, right in spans:
        level = 0
        while level < len(ends) and any(
            left < end + gap and start < right + gap for start, end in ends[level]
        ):
            level += 1
        if level == len(ends):
            ends.append([])
        ends[level].append((left, right))
        chosen.append(level)
    return chosen


@dataclass(frozen=True)
class Scale:
    """From values to millimetres across the page; `log` for orders of magnitude."""

    low: float
    high: float
    left: float
    right: float
    log: bool = False

    def at(self, value: float) -> float:
        """Where a value stands, held inside the scale.

        >>> Scale(0, 16, 40, 120).at(8), Scale(1, 100, 0, 10, log=True).at(10)
        (80.0, 5.0)
        """
        held = min(max(value, self.low), self.high)
        if self.log:
            share = log10(held / self.low) / log10(self.high / self.low)
        else:
            share = (held - self.low) / (self.high - self.low)
        return self.left + share * (self.right - self.left)

    def interval(self, bounds: Interval) -> Interval:
        """Where the bounds of a figure stand; an open side stays open.

        >>> Scale(0, 16, 40, 120).interval(Interval(None, 8, 16))
        Interval(low=None, value=80.0, high=120.0)
        """
        low, value, high = (
            None if end is None else self.at(end) for end in (bounds.low, bounds.value, bounds.high)
        )
        return Interval(low, value, high)


def nice_ticks(high: float, most: int = 5) -> list[float]:
    """Round numbers from 0 to the first that is not below `high`.

    >>> nice_ticks(15.43), nice_ticks(10), nice_ticks(0.3)
    ([0.0, 4.0, 8.0, 12.0, 16.0], [0.0, 2.0, 4.0, 6.0, 8.0, 10.0], [0.0, 0.1, 0.2, 0.3])
    """
    top = high if high > 0 else 1.0
    power = floor(log10(top / most))
    steps = [factor * 10.0**exponent for exponent in (power, power + 1) for factor in (1, 2, 4, 5)]
    step = next(step for step in steps if ceil(round(top / step, 9)) <= most)
    return [round(step * place, 9) for place in range(ceil(round(top / step, 9)) + 1)]


def log_ticks(low: float, high: float) -> list[float]:
    """The decades in a span, or 1, 2 and 5 of each where fewer than two lie in it.

    >>> log_ticks(0.5, 300), log_ticks(20000, 300000)
    ([1.0, 10.0, 100.0], [20000.0, 50000.0, 100000.0, 200000.0])
    """
    powers = range(floor(log10(low)), ceil(log10(high)) + 1)
    decades = [10.0**power for power in powers]
    factors = (1,) if sum(low <= tick <= high for tick in decades) > 1 else (1, 2, 5)
    ticks = [factor * decade for decade in decades for factor in factors]
    return [float(f"{tick:.9g}") for tick in ticks if low <= tick <= high]
