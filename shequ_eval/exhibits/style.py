"""Knows colours, sizes and line widths of print, and what they mean; draws nothing itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib

from shequ_eval.exhibits.fonts import register_font

# Colours: each has one meaning, and never carries it alone.
INK = "#1B262D"  # words, zero line, frame rules
INK_2 = "#56636B"  # units, notes, axis words
BLUE = "#1F4E79"  # what the source says of the zone: actual solid, planned hollow
TINT = "#C3D3E2"  # an interval, a bound, an inferred period
OCHRE = "#8F6A00"  # a rule or standard
BAND = "#EFE3CC"  # the inside of a standard that is a range
CRIMSON = "#A8173A"  # a finding: does not close, cannot be compared, is disputed
GREY = "#8A949A"  # cannot be told apart; the hatch of lost text
EMPTY = "#C2CACF"  # the outline of a cell that was not published
RULE = "#AEB7BC"
GRID = "#E2E6E8"
WASH = "#F5F3ED"  # land on a map
PAPER = "#FFFFFF"
COLOURS = (INK, INK_2, BLUE, TINT, OCHRE, BAND, CRIMSON, GREY, EMPTY, RULE, GRID, WASH)

# Sizes of type, in points.
BODY = 7.2
GROUP = 8.4
VALUE = 8.4
CELL = 6.6
AXIS = 6.5
NOTE = 6.4
BOLD_EM = 0.026  # the stroke that makes bold, per size: more fills the dense characters
HALO = 1.7

# Widths of lines, in points.
FRAME_LINE = 0.9
GROUP_LINE = 0.6
GRID_LINE = 0.4
AXIS_LINE = 0.5
CELL_LINE = 0.55
MARK_LINE = 0.95
SQUARE_LINE = 1.05
CONNECTOR = 1.1
REFERENCE_LINE = 0.7
STANDARD_DASHES = (2.0, 1.4)
CARRIED_DASHES = (4.0, 1.6)

# Sizes of marks, in millimetres.
DISC = 2.3
SQUARE = 2.1
RING = 2.2
CARRIED = 1.7  # a diamond: a value that stands in for one that the source does not print

# The page, in millimetres and dots per inch.
PAGE_MM = 160.0
DPI = 200

PRINT_RC: dict[str, Any] = {
    "axes.unicode_minus": True,
    "font.size": BODY,
    "hatch.linewidth": 0.5,
    "path.simplify": False,
    "savefig.facecolor": PAPER,
    "svg.fonttype": "path",
    "svg.hashsalt": "shequ-eval",
    "text.color": INK,
    "text.hinting": "none",
    "text.parse_math": False,
    "text.usetex": False,
}


@contextmanager
def print_style() -> Iterator[None]:
    """Set matplotlib up for these pictures, and leave it as it was before when the block ends.

    Starts from matplotlib's own defaults, so that a notebook's settings cannot reach in.
    """
    family = register_font()
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(PRINT_RC | {"font.family": [family]})
        yield
