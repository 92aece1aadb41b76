"""Knows where the words of a bar stand, so that few lines run behind them; draws nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shequ_eval.exhibits.layout import text_mm
from shequ_eval.exhibits.scales import Scale, levels_apart
from shequ_eval.exhibits.style import NOTE
from shequ_eval.exhibits.timeline_bars import Bar

OPEN_MM = 4.0  # the arrow of a period without an end
APART_MM = 0.7  # between a bar and its words
BEYOND_MM = 2.0  # so far words may reach left of the axis
PAPER_MM = 0.4  # the paper behind words reaches beyond them
INSIDE_MM = 0.8  # paper at both ends of words inside a bar
CENSUS_COST, OUTSIDE_COST = 100, 10_000


@dataclass(frozen=True)
class Placed:
    """A bar with the place of its words, in millimetres across the page.

    `left` and `right` are how far bar and words reach together, `lane` the line of the row that
    they stand on, `struck` how many lines run behind the words, a census far more than a rule.
    """

    bar: Bar
    left: float
    right: float
    words_left: float
    words_right: float
    struck: int
    inside: bool = False
    lane: int = 0


@dataclass(frozen=True)
class Lines:
    """Upright lines of the picture: censuses in ink, rules in a pale colour."""

    censuses: tuple[float, ...]
    rules: tuple[float, ...]
    right: float  # words end here

    def cost(self, scale: Scale, left: float, right: float) -> int:
        """What words from `left` to `right` would cover.

        >>> lines = Lines((2010.0,), (2011.0, 2011.0, 2015.0), 100.0)
        >>> lines.cost(Scale(2010, 2020, 0, 100), -1.0, 12.0)
        102
        """
        passed = [
            sum(left - PAPER_MM < scale.at(year) < right + PAPER_MM for year in years)
            for years in (self.censuses, self.rules)
        ]
        outside = left < scale.left - BEYOND_MM or right > self.right
        return CENSUS_COST * passed[0] + passed[1] + OUTSIDE_COST * outside


def place_bars(bars: Sequence[Bar], scale: Scale, lines: Lines) -> list[Placed]:
    """Each bar with its words: inside it where there is room, else where they cover the least.

    Bars that would touch stand on lanes of their own.

    >>> bars, scale = [Bar("stated", 2012, 2018, "x"), Bar("stated", 2012, 2012.1, "xxxxxxxx")], \
Scale(2010, 2020, 0, 100)
    >>> [(one.inside, one.lane, one.words_left > 20) for one in
    ...  place_bars(bars, scale, Lines((2011.5,), (), 100.0))]
    [(True, 0, True), (False, 1, True)]
    """
    placed = [_place(bar, scale, lines) for bar in bars]
    lanes = levels_apart([(one.left, one.right) for one in placed])
    return [
        Placed(one.bar, one.left, one.right, one.words_left, one.words_right, one.struck,
               one.inside, lane)
        for one, lane in zip(placed, lanes, strict=True)
    ]  # fmt: skip


def _place(bar: Bar, scale: Scale, lines: Lines) -> Placed:
    edges = scale.at(bar.start), scale.at(bar.end)
    start, end = edges[0] - OPEN_MM * (bar.open < 0), edges[1] + OPEN_MM * (bar.open > 0)
    width = text_mm(bar.words, NOTE)
    if width + 2 * INSIDE_MM <= edges[1] - edges[0]:
        middle = sum(edges) / 2
        return Placed(bar, start, end, middle - width / 2, middle + width / 2, 0, inside=True)
    places = [
        (start - APART_MM - width, start - APART_MM),
        (end + APART_MM, end + APART_MM + width),
    ]
    costs = [lines.cost(scale, *place) for place in places]
    chosen = costs.index(min(costs))
    left, right = places[chosen]
    return Placed(bar, min(start, left), max(end, right), left, right, costs[chosen])
