"""Knows axes that do not start at zero and where a label fits beside its mark; knows no words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import ceil, copysign, cos, floor, log10, pi, sin

from shequ_eval.exhibits.layout import PT_PER_MM, text_mm

Box = tuple[float, float, float, float]
RADII = (2.2, 3.4, 5.0, 6.5, 9.0, 12.0, 16.0)
DIRECTIONS = (-1, 5, 1, 7, 0, 4, -2, 2)  # eighths of a turn: right above, left above, …


def span_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers from the last at or below `low` to the first at or above `high`.

    >>> span_ticks(6.1, 8.4), span_ticks(-0.13, 0.07), span_ticks(3, 3)
    ([6.0, 6.5, 7.0, 7.5, 8.0, 8.5], [-0.15, -0.1, -0.05, 0.0, 0.05, 0.1], [2.0, 3.0, 4.0])
    """
    if high - low <= 1e-9 * max(abs(low), abs(high), 1e-9):
        return [floor(low) - 1.0, float(floor(low)), floor(low) + 1.0]
    power = floor(log10((high - low) / most))
    steps = [factor * 10.0**p for p in (power, power + 1) for factor in (1, 2, 5)]
    for step in steps:
        first, last = floor(round(low / step, 9)), ceil(round(high / step, 9))
        if last - first + 1 <= most:
            break
    return [round(step * place, 9) + 0.0 for place in range(first, last + 1)]


@dataclass
class Labels:
    """Boxes in millimetres that labels must keep off; each label placed becomes one of them."""

    left: float
    top: float
    right: float
    bottom: float
    taken: list[Box] = field(default_factory=list)
    lines: list[Box] = field(default_factory=list)

    def keep_off(self, x: float, y: float, width: float, height: float) -> None:
        """A box with its middle at x, y."""
        self.taken.append((x - width / 2, y - height / 2, x + width / 2, y + height / 2))

    def place(
        self, x: float, y: float, words: str, size: float
    ) -> tuple[float, float, float] | None:
        """Where the middle of a label stands beside the mark at x, y, and how far off it is.

        Right above the mark where nothing is in the way, else further round and further out; on
        a line of the ground (`lines`) only where there is no other room. None where there is no
        room within 16 mm: too many labels for one picture.
        """
        # NOTE: a bold label is a stroke wider than its letters
        width, height = text_mm(words, size) + 1.0, size / PT_PER_MM * 1.25
        for kept_off in (self.taken + self.lines, self.taken):
            for radius, eighth in product(RADII, DIRECTIONS):
                middle = _beside(x, y, width, height, radius, eighth * pi / 4)
                box = _box(*middle, width, height)
                if self._inside(box) and not any(_touch(box, other) for other in kept_off):
                    self.taken.append(box)
                    return *middle, radius
        return None

    def _inside(self, box: Box) -> bool:
        return (
            box[0] >= self.left
            and box[2] <= self.right
            and box[1] >= self.top
            and box[3] <= self.bottom
        )


def _beside(
    x: float, y: float, width: float, height: float, radius: float, angle: float
) -> tuple[float, float]:
    """The middle of a box that begins `radius` away from a point in a direction."""
    across, up = (round(part, 6) for part in (cos(angle), sin(angle)))
    return (
        x + across * radius + copysign(width / 2, across) * (across != 0),
        y + up * radius * (0.4 if across else 1.0) + copysign(height / 2, up) * (up != 0),
    )


def _box(x: float, y: float, width: float, height: float) -> Box:
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _touch(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def finite(values: Iterable[float]) -> Sequence[float]:
    """The values that are numbers.

    >>> finite([1.0, float("inf"), float("nan")])
    [1.0]
    """
    return [float(v) for v in values if abs(float(v)) != float("inf") and float(v) == float(v)]
