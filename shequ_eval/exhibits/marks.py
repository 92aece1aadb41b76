"""Knows the one grammar of marks: status is shape, colour is meaning; knows no table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shequ_eval.analysis.intervals import Interval
from shequ_eval.exhibits.layout import Page, text_mm
from shequ_eval.exhibits.style import (
    AXIS_LINE,
    BAND,
    BLUE,
    BODY,
    CARRIED,
    CELL_LINE,
    CRIMSON,
    DISC,
    EMPTY,
    GREY,
    INK,
    INK_2,
    MARK_LINE,
    NOTE,
    OCHRE,
    PAGE_MM,
    PAPER,
    RING,
    SQUARE,
    SQUARE_LINE,
    TINT,
)

MM_TO_PT = 72 / 25.4
BAR_MM = 2.2
ROUND_POINT_MM = 3.8  # a range reaches above and below its point, which else would hide it
BRACKET_MM = 2.4
BRACKET_LINE = 1.05
CELL_MM = 2.7
LEGEND_LEFT = 0.6


@dataclass(frozen=True)
class Mark:
    """A point mark: its marker, its size in mm, and the colours of face and edge."""

    marker: str
    size: float
    face: str
    edge: str
    width: float


MARKS = {
    "actual": Mark("o", DISC, BLUE, BLUE, 0.0),
    "planned": Mark("o", RING, PAPER, BLUE, MARK_LINE),
    "standard": Mark("s", SQUARE, PAPER, OCHRE, SQUARE_LINE),
    "undecidable": Mark("o", DISC, GREY, GREY, 0.0),
    "carried": Mark("D", CARRIED, PAPER, INK_2, MARK_LINE),
    "assumed": Mark("|", DISC, INK, INK, MARK_LINE),
}
BARS = {
    "actual": {"facecolor": TINT, "edgecolor": "none", "linewidth": 0.0},
    "planned": {"facecolor": PAPER, "edgecolor": BLUE, "linewidth": MARK_LINE},
    "standard": {"facecolor": BAND, "edgecolor": OCHRE, "linewidth": 0.7},
}
PERIOD_BARS = {
    "stated": {"facecolor": BLUE, "edgecolor": BLUE, "linewidth": 0.7},
    "inferred": {"facecolor": TINT, "edgecolor": BLUE, "linewidth": 0.7},
    "planned": BARS["planned"],
    "standard": BARS["standard"],
    "none": {"facecolor": PAPER, "edgecolor": GREY, "linewidth": 0.7, "linestyle": (0, (4, 2.4))},
}
ABSENCES = {
    "not_published": {"facecolor": PAPER, "edgecolor": EMPTY, "linewidth": CELL_LINE},
    "masked_in_source": {
        "facecolor": PAPER,
        "edgecolor": GREY,
        "linewidth": CELL_LINE,
        "hatch": "/////",
    },
}


def draw_mark(page: Page, status: str, x: float, y: float, scale: float = 1.0) -> None:
    """The point mark of a status; a standard lies under a plan, a plan inside its standard.

    Raises
    ------
    KeyError
        The status has no mark.
    """
    mark = MARKS[status]
    page.axes.plot(
        [x],
        [y],
        marker=mark.marker,
        markersize=mark.size * scale * MM_TO_PT,
        markerfacecolor=mark.face,
        markeredgecolor=mark.edge,
        markeredgewidth=mark.width,
        linestyle="none",
        label=status,
        zorder=4 if status == "standard" else 5,
    )


def draw_interval(
    page: Page, status: str, x0: float, x1: float, y: float, height: float = BAR_MM
) -> None:
    """Bounds as a bar: tint under an actual figure, hollow for a plan, a band for a standard."""
    page.box(x0, y, x1 - x0, height, zorder=3, **BARS[status])


def draw_arrow(page: Page, status: str, x: float, y: float, length: float) -> None:
    """An open side: an arrow to the right (length > 0, at least) or to the left (at most)."""
    colour = OCHRE if status == "standard" else BLUE
    page.axes.annotate(
        "",
        xy=(x + length, y),
        xytext=(x, y),
        arrowprops={
            "arrowstyle": "-|>,head_length=0.28,head_width=0.13",
            "color": colour,
            "linewidth": MARK_LINE,
            "shrinkA": 0,
            "shrinkB": 0,
        },
        zorder=3.5,
    )


def draw_bounds(
    page: Page, status: str, places: Interval, y: float, arrow: float
) -> tuple[float, float]:
    """A figure with what its words imply: a point, a bar between bounds, an arrow where open.

    `places` are millimetres across the page: low, value, high; None is an open side or no point.
    A planned range is a bar without a point. An actual figure of which only one bound is known is
    a bracket at that bound with an arrow, and no point: a disc would claim to know the figure.
    Returns from where to where it reaches.

    Raises
    ------
    ValueError
        Neither a point nor a bound is given.
    """
    known = [place for place in (places.low, places.value, places.high) if place is not None]
    if not known:
        raise ValueError("既无数值也无界限 neither a value nor a bound")
    left, right = min(known), max(known)
    if status == "actual" and (places.low is None) != (places.high is None):
        bound = right if places.low is None else left
        return draw_bracket(page, bound, y, -arrow if places.low is None else arrow)
    if left < right:
        pointed = status == "actual" and places.value is not None
        draw_interval(page, status, left, right, y, ROUND_POINT_MM if pointed else BAR_MM)
    if places.high is None:
        draw_arrow(page, status, right, y, arrow)
    if places.low is None:
        draw_arrow(page, status, left, y, -arrow)
    point = left if left == right else places.value if status == "actual" else None
    reach = [
        (left, right),
        (left - arrow * (places.low is None), right + arrow * (places.high is None)),
    ]
    if point is not None:
        draw_mark(page, status, point, y)
        reach.append((point - DISC / 2, point + DISC / 2))
    return min(ends[0] for ends in reach), max(ends[1] for ends in reach)


def draw_bracket(page: Page, x: float, y: float, arrow: float) -> tuple[float, float]:
    """A bound and nothing more: an upright stroke, an arrow to the open side; how far it reaches.

    `arrow` is millimetres: to the right (at least) or, below zero, to the left (at most).
    """
    page.line(x, y - BRACKET_MM / 2, x, y + BRACKET_MM / 2, BLUE, BRACKET_LINE, zorder=3.5)
    draw_arrow(page, "actual", x, y, arrow)
    return min(x, x + arrow), max(x, x + arrow)


def draw_absence(
    page: Page,
    absence: str,
    x: float,
    y: float,
    width: float,
    words: str = "",
    height: float = CELL_MM,
) -> None:
    """A cell without a figure: an empty outline, a hatch, or a short dash and 不适用.

    Raises
    ------
    KeyError
        The absence has no mark.
    """
    if absence == "not_applicable":
        page.line(x + 0.4, y, x + 2.2, y, colour=INK_2, width=AXIS_LINE)
        page.text(x + 3.2, y, words, size=NOTE, colour=INK_2)
        return
    page.box(x, y, width, height, zorder=2, **ABSENCES[absence])


def draw_period(
    page: Page, kind: str, x0: float, x1: float, y: float, height: float = BAR_MM
) -> None:
    """A stretch of time: stated solid, inferred tint, planned hollow, none a dashed outline."""
    page.box(x0, y, x1 - x0, height, zorder=3, **PERIOD_BARS[kind])


def draw_doubt(page: Page, x: float, y: float, size: float = BODY) -> None:
    """The crimson question mark: a second coder read the status otherwise."""
    page.text(x, y, "?", size=size, colour=CRIMSON, bold=True)


Entry = tuple[str, str]


def draw_legend(page: Page, y: float, entries: Sequence[Entry], notes: Sequence[str] = ()) -> float:
    """Marks with their words, then notes, in as many lines as they need; the y below them.

    An entry is (mark, words): a status, an absence, `interval`, `doubt`, a period as `period:…`.
    """
    x = LEGEND_LEFT
    for kind, words in [*entries, *(("", note) for note in notes)]:
        indent = _SYMBOL_MM.get(kind, 3.2 if kind in MARKS else 8.0) if kind else 0.0
        width = indent + text_mm(words, NOTE)
        if x > LEGEND_LEFT and x + width > PAGE_MM - 1:
            x, y = LEGEND_LEFT, y + 4.2
        if kind:
            _symbol(kind)(page, x, y)
        page.text(x + indent, y, words, size=NOTE, colour=INK_2)
        x += width + 4.6
    return y + 3.0


_SYMBOL_MM = {
    "doubt": 2.4, "not_published": 5.0, "masked_in_source": 5.0, "arrow": 5.2, "bound": 5.4,
    "arrow_left": 5.2,
}  # fmt: skip


def _bound_symbol(page: Page, x: float, y: float) -> None:
    draw_bracket(page, x + 0.3, y, 4.2)


def _symbol(kind: str) -> Callable[[Page, float, float], None]:
    if kind in MARKS:
        return lambda page, x, y: draw_mark(page, kind, x + 1.0, y)
    if kind in ABSENCES:
        return lambda page, x, y: draw_absence(page, kind, x, y, 4.0)
    if kind.startswith("period:"):
        name = kind.removeprefix("period:")
        return lambda page, x, y: draw_period(page, name, x, x + 6.6, y)
    return {
        "interval": lambda page, x, y: draw_interval(page, "actual", x, x + 6.6, y),
        "planned_range": lambda page, x, y: draw_interval(page, "planned", x, x + 6.6, y),
        "doubt": lambda page, x, y: draw_doubt(page, x + 0.2, y),
        "arrow_left": lambda page, x, y: draw_arrow(page, "actual", x + 4.2, y, -4.2),
        "arrow": lambda page, x, y: draw_arrow(page, "actual", x, y, 4.2),
        "bound": _bound_symbol,
    }[kind]
