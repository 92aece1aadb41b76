"""Knows a page measured in millimetres, its words and its faults; knows no evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.patheffects import Normal, Stroke
from matplotlib.text import Text
from matplotlib.ticker import NullLocator

from shequ_eval.exhibits.fonts import check_glyphs, font_path, register_font
from shequ_eval.exhibits.layout_faults import LEADER, check_layout
from shequ_eval.exhibits.print_figure import PrintFigure
from shequ_eval.exhibits.style import (
    BODY,
    BOLD_EM,
    DPI,
    FRAME_LINE,
    HALO,
    INK,
    PAGE_MM,
    PAPER,
    PRINT_RC,
)
from shequ_eval.exhibits.svg_text import Outline
from shequ_eval.exhibits.trace import marks_of, plain, traces_of

MM_PER_INCH = 25.4
PT_PER_MM = 72 / MM_PER_INCH
BASELINE = 0.37  # from the middle of a Chinese character down to its line, per size
LINE_MM = 0.47  # height of a line of text, per point of its size
HINTING = {"text.hinting": PRINT_RC["text.hinting"]}
TRACE_ID = "traced."  # how the id of a traced number begins in an SVG
BACK_MM = 0.5  # how far the paper behind words reaches beyond them
BACK_ZORDER = 2.9  # over every line, under bars and marks


class Page:
    """A picture 160 mm wide, drawn in millimetres from its upper left corner.

    Its height is given when it is finished. It belongs to no pyplot state, so nothing shows it
    but the exhibit that carries it.
    """

    def __init__(self) -> None:
        self.figure = PrintFigure(figsize=(PAGE_MM / MM_PER_INCH, 1), dpi=DPI)
        FigureCanvasAgg(self.figure)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        for axis in (self.axes.xaxis, self.axes.yaxis):
            axis.set_major_locator(NullLocator())
        self.axes.set_xlim(0, PAGE_MM)
        self.axes.autoscale(False)
        self.line(0, 0.3, PAGE_MM, 0.3, width=FRAME_LINE)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = BODY,
        colour: str = INK,
        bold: bool = False,
        align: str = "left",
        halo: bool = False,
        backed: bool = False,
    ) -> Text:
        """Words with their middle at `y`; bold is a stroke, since the font has one weight.

        A halo keeps words legible over pale lines; `backed` puts paper behind them, which covers
        lines of any colour (and no mark or bar).

        The origin of a traced number stays with its words, as the id of their group in an SVG.
        """
        foot = y + BASELINE * size / PT_PER_MM
        artist = self.axes.text(
            x,
            foot,
            in_font(plain(words)),
            family=register_font(),
            size=size,
            color=colour,
            ha=align,
            va="baseline",
            parse_math=False,
            zorder=6,
        )
        outlines = [Outline(HALO, PAPER)] * halo
        if bold:
            outlines.append(Outline(round(BOLD_EM * size, 3), colour, bold=True))
        if outlines:
            effects = [Stroke(linewidth=one.width, foreground=one.colour) for one in outlines]
            artist.set_path_effects([*effects, Normal()])
            self.figure.outlines[artist] = outlines
        if backed:
            self._back(artist, x, y, text_mm(words, size), size / PT_PER_MM, align)
        self._keep_origin(artist, words)
        return artist

    def _back(
        self, artist: Text, x: float, y: float, width: float, height: float, align: str
    ) -> None:
        left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        self.box(
            left - BACK_MM,
            y,
            width + 2 * BACK_MM,
            height * 1.1,
            facecolor=PAPER,
            edgecolor="none",
            zorder=BACK_ZORDER,
        )
        self.figure.backed.add(artist)

    def _keep_origin(self, artist: Text, words: str) -> None:
        for mark in marks_of(words)[:1]:
            artist.set_gid(f"{TRACE_ID}{len(self.figure.traces)}.{mark.key}")
        self.figure.traces += traces_of(words)

    def lines(self, x: float, y: float, rows: Sequence[str], size: float, **look: Any) -> float:
        """Lines of text, the first one's middle at `y`; the middle of the line after them."""
        for row in rows:
            self.text(x, y, row, size=size, **look)
            y += size * LINE_MM
        return y

    def line(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        colour: str = INK,
        width: float = 0.5,
        dashes: tuple[float, float] | None = None,
        zorder: float = 1.5,
        leader: bool = False,
    ) -> None:
        """A straight line; `dashes` are points of ink and of gap.

        A `leader` joins a name to its point and may pass under other names in a crowd.
        """
        style = "-" if dashes is None else (0, tuple(part / width for part in dashes))
        self.axes.plot(
            [x0, x1], [y0, y1], color=colour, linewidth=width, linestyle=style, zorder=zorder,
            label=LEADER if leader else None,
        )  # fmt: skip

    def box(self, x: float, y: float, width: float, height: float, **look: Any) -> None:
        """A rectangle with its middle at height `y`."""
        self.axes.add_patch(Rectangle((x, y - height / 2), width, height, **look))

    def finish(self, height: float) -> Figure:
        """The figure, cut at `height` millimetres and checked.

        Raises
        ------
        LayoutError
            Words overlap or leave the page.
        GlyphError
            The font lacks a character.
        """
        self.figure.set_size_inches(PAGE_MM / MM_PER_INCH, height / MM_PER_INCH)
        self.axes.set_ylim(height, 0)
        check_glyphs(self.figure)
        check_layout(self.figure)
        return self.figure


def in_font(words: str) -> str:
    """Words as this font sets them: curved quotes and brackets are as wide as a character.

    >>> in_font("residents’ rating"), in_font("“目前”"), in_font("7.7（7.4–8.2）")
    ("residents' rating", '“目前”', '7.7 (7.4–8.2)')
    """
    words = _APOSTROPHE.sub("'", words)
    return words if _CHINESE.search(words) else words.translate(_STRAIGHT)


@lru_cache(maxsize=1)
def _ruler() -> RendererAgg:
    return RendererAgg(1, 1, DPI)


@lru_cache(maxsize=8192)
def text_mm(words: str, size: float = BODY) -> float:
    """How wide words are in print, in millimetres, wherever they are measured."""
    font = FontProperties(fname=str(font_path()), size=size)
    words = in_font(plain(words))
    with rc_context(HINTING):
        width, _, _ = _ruler().get_text_width_height_descent(words, font, False)
    return float(width) / DPI * MM_PER_INCH


_CHINESE = re.compile(r"[\u3400-\u9fff]")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])’")
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "（": " (", "）": ")"})
_KEPT = re.compile("([≥≤]) ")  # a bound stays with its number
# A piece that may not be cut: a bracket keeps what follows, a stop keeps what goes before.
_PIECE = re.compile(
    r"[（“‘《〔(\[]*(?:[\u3400-\u9fff]|[^ \u3400-\u9fff（“‘《〔]+)[，。；：、）”’》〕！？]*| +"
)


def wrap_text(words: str, width: float, size: float = BODY) -> list[str]:
    """Words in lines no wider than `width` mm, cut between Chinese characters or at spaces.

    A last line of a word or two takes some from the lines before it.
    """
    words = plain(words)
    rows = _wrapped(words, width, size)
    for share in (0.9, 0.8, 0.7):
        if len(rows) < 2 or text_mm(rows[-1], size) > width / 6:
            return rows
        narrower = _wrapped(words, width * share, size)
        if len(narrower) > len(rows):
            return rows
        rows = narrower
    return rows


def _wrapped(words: str, width: float, size: float) -> list[str]:
    rows = [""]
    for piece in _PIECE.findall(_KEPT.sub("\\1\u00a0", words)):
        if rows[-1] and text_mm(rows[-1] + piece.rstrip(), size) > width:
            rows.append("")
        rows[-1] += piece if rows[-1] else piece.lstrip()
    return [row.strip().replace("\u00a0", " ") for row in rows if row.strip()]
