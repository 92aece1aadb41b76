"""Knows where names can stand beside points without touching; draws nothing and drops no name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shequ_eval.exhibits.maps.window import Box

NEAR_MM = 2.2
STEPS = 14
STEP_MM = 2.6


@dataclass(frozen=True)
class Place:
    """A point on the page with the size of its name, in mm."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Spot:
    """Where a name stands: its left edge and middle, and whether it needs a line to its point."""

    left: float
    middle: float
    led: bool


class NoRoomError(ValueError):
    """A name for which the picture has no room."""


def spots_for(places: Sequence[Place], inside: Box, taken: Sequence[Box]) -> list[Spot]:
    """A spot for each name: right of its point, left, above or below, else further off on a line.

    No name touches another, a point, a box of `taken` or the edge of `inside`.

    Raises
    ------
    NoRoomError
        A name finds no spot.

    Examples
    --------
    Two points almost at one place: the first name goes left, the second right.

    >>> two = [Place(50, 50, 10, 3), Place(50.5, 50, 10, 3)]
    >>> [spot.left for spot in spots_for(two, (0, 0, 100, 100), [])]
    [37.8, 52.7]
    """
    held = [*taken, *(_box(p.x - 1.4, p.y, 2.8, 2.8) for p in places)]
    spots = []
    for place in places:
        spot = next(
            (spot for spot in _candidates(place) if _free(_box_of(spot, place), inside, held)), None
        )
        if spot is None:
            raise NoRoomError(f"({place.x:.0f}, {place.y:.0f}): 名称放不下 no room for a name")
        held.append(_box_of(spot, place))
        spots.append(spot)
    return spots


def _candidates(place: Place) -> list[Spot]:
    right, left = place.x + NEAR_MM, place.x - NEAR_MM - place.width
    middle = place.x - place.width / 2
    up, down = place.y - NEAR_MM - place.height / 2, place.y + NEAR_MM + place.height / 2
    near = [(right, place.y), (left, place.y), (middle, up), (middle, down)]
    spots = [Spot(x, y, led=False) for x, y in near]
    for step in range(1, STEPS + 1):
        off = step * STEP_MM
        for aside in (off * 0.8, off * 1.8):
            for rise in (off, -off, 0.0):
                spots.append(Spot(right + aside, place.y - rise, led=True))
                spots.append(Spot(left - aside, place.y - rise, led=True))
    return spots


def _box_of(spot: Spot, place: Place) -> Box:
    return _box(spot.left, spot.middle, place.width, place.height)


def _box(left: float, middle: float, width: float, height: float) -> Box:
    return left, middle - height / 2, left + width, middle + height / 2


def _free(box: Box, inside: Box, held: Sequence[Box]) -> bool:
    within = box[0] >= inside[0] + 1 and box[1] >= inside[1] + 1
    within = within and box[2] <= inside[2] - 1 and box[3] <= inside[3] - 1
    return within and not any(touches(box, other) for other in held)


def touches(one: Box, two: Box, gap: float = 0.4) -> bool:
    """Whether two boxes come nearer than `gap` mm.

    >>> touches((0, 0, 1, 1), (1.2, 0, 2, 1)), touches((0, 0, 1, 1), (3, 0, 4, 1))
    (True, False)
    """
    return (
        one[0] < two[2] + gap
        and two[0] < one[2] + gap
        and one[1] < two[3] + gap
        and two[1] < one[3] + gap
    )
