"""Knows when words of a picture lie over words, marks or lines, or leave it; moves nothing."""

from __future__ import annotations

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from shequ_eval.exhibits.style import EMPTY, GRID, RULE

TOLERANCE = 1.0  # dots that two boxes may share
LEADER = "leader"  # the label of a line that joins a name to its point
PALE = (GRID, RULE, EMPTY)  # lines that words may cross


class LayoutError(ValueError):
    """A picture in which words lie over words or marks, or leave the page."""


def check_layout(figure: Figure) -> None:
    """Refuse a picture in which words overlap words or marks, lie on a line, or leave the page.

    A line of a pale colour may pass behind words, and any line behind words that are `backed`. It
    does not see bars: look as well.

    Raises
    ------
    LayoutError
        Names every text at fault.
    """
    renderer = FigureCanvasAgg(figure).get_renderer()
    words = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
    marks = [line for line in figure.findobj(Line2D) if line.get_marker() not in ("None", None)]
    if not words:
        return
    names = [f"“{text.get_text()}”" for text in words] + [
        f"mark {mark.get_label()}" for mark in marks
    ]
    boxes = np.array([artist.get_window_extent(renderer).extents for artist in [*words, *marks]])
    faults = _outside(boxes, names, figure) + _overlaps(boxes, names, len(words))
    faults += _struck(words, boxes, figure)
    if faults:
        raise LayoutError("版面有误 the layout is faulty: " + "; ".join(faults))


def _outside(boxes: np.ndarray, names: list[str], figure: Figure) -> list[str]:
    width, height = figure.get_size_inches() * figure.dpi
    limits = np.array([-TOLERANCE, -TOLERANCE, width + TOLERANCE, height + TOLERANCE])
    out = (boxes[:, :2] < limits[:2]).any(axis=1) | (boxes[:, 2:] > limits[2:]).any(axis=1)
    return [f"{names[place]} 出页 leaves the page" for place in np.flatnonzero(out)]


def _overlaps(boxes: np.ndarray, names: list[str], texts: int) -> list[str]:
    low = np.maximum(boxes[:, None, :2], boxes[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    shared = ((high - low) > TOLERANCE).all(axis=2)
    shared &= np.arange(len(boxes))[:, None] < np.arange(len(boxes))
    shared[texts:, :] = False  # marks may lie on marks: a plan that equals its standard does
    return [f"{names[one]} 压 overlaps {names[two]}" for one, two in np.argwhere(shared)]


def _struck(words: list[Text], boxes: np.ndarray, figure: Figure) -> list[str]:
    """Words through which a line of a strong colour runs."""
    backed: set[Text] = getattr(figure, "backed", set())
    lines = [
        line
        for line in figure.findobj(Line2D)
        if line.get_marker() in ("None", None)
        and line.get_linestyle() != "None"
        and line.get_label() != LEADER
        and to_hex(line.get_color()).upper() not in PALE
    ]
    ends = [line.get_transform().transform(line.get_xydata()) for line in lines]
    return [
        f"“{text.get_text()}” 压在线上 lies on a line"
        for text, box in zip(words, boxes[: len(words)], strict=True)
        if text not in backed and any(_crosses(box, path) for path in ends)
    ]


def _crosses(box: np.ndarray, path: np.ndarray) -> bool:
    """Whether a line of straight pieces comes into a box, which is a dot smaller all round."""
    low, high = box[:2] + TOLERANCE, box[2:] - TOLERANCE
    if (low >= high).any():
        return False
    start, step = path[:-1], np.diff(path, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        one, two = (low - start) / step, (high - start) / step
    inside = (start > low) & (start < high)
    still = step == 0
    enter = np.where(still, np.where(inside, -np.inf, np.inf), np.minimum(one, two)).max(axis=1)
    leave = np.where(still, np.where(inside, np.inf, -np.inf), np.maximum(one, two)).min(axis=1)
    return bool(((enter < leave) & (leave > 0) & (enter < 1)).any())
