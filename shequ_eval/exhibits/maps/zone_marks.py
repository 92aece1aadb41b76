"""Knows the mark of a zone on a map: a city, actual figures, plans only, or nothing yet."""

from __future__ import annotations

from collections.abc import Iterable

from shequ_eval.exhibits.layout import Page
from shequ_eval.exhibits.maps.locator_words import KINDS, kind_words
from shequ_eval.exhibits.marks import MM_TO_PT, draw_mark
from shequ_eval.exhibits.style import (
    BLUE,
    EMPTY,
    INK_2,
    MARK_LINE,
    NOTE,
    PAPER,
    RING,
    TINT,
)
from shequ_eval.vocabulary.codebook import Language

CITY_MM = 3.4
FILLS = {"city": PAPER, "actual": TINT, "planned": PAPER, "none": PAPER}


def draw_zone(page: Page, kind: str, x: float, y: float) -> None:
    """The mark of a zone; a city is a tinted disc under the districts' marks.

    Raises
    ------
    KeyError
        No such kind.
    """
    if kind in ("actual", "planned"):
        draw_mark(page, kind, x, y)
        return
    face, edge, size = {"city": (TINT, BLUE, CITY_MM), "none": (PAPER, EMPTY, RING)}[kind]
    page.axes.plot(
        [x],
        [y],
        marker="o",
        markersize=size * MM_TO_PT,
        markerfacecolor=face,
        markeredgecolor=edge,
        markeredgewidth=MARK_LINE,
        linestyle="none",
        label=kind,
        zorder=3.5,
    )


def zone_legend(page: Page, x: float, y: float, kinds: Iterable[str], language: Language) -> float:
    """The marks in use with their words, one a line; the y below them."""
    held = set(kinds)
    for kind in KINDS:
        if kind in held:
            draw_zone(page, kind, x + 1.7, y)
            page.text(x + 5.0, y, kind_words(kind, language), NOTE, INK_2)
            y += 4.6
    return y
