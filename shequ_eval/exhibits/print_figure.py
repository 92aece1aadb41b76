"""Knows how a picture is saved: this suite's settings, one palette, the same bytes each time."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from shequ_eval.exhibits.fonts import glyph_errors
from shequ_eval.exhibits.style import COLOURS, PAPER, print_style
from shequ_eval.exhibits.svg_text import Outline, save_with_text
from shequ_eval.exhibits.trace import Trace

STEPS = 20  # shades between paper and each colour, for the edges of letters


class PrintFigure(Figure):  # type: ignore[misc, unused-ignore]
    """A figure that is saved as it was drawn, whatever the notebook has set since.

    A PNG gets one fixed palette of the suite's colours, each in shades down to paper: a third of
    the size, true hues, the nearest colour and no dither. `traces` are the origins of the numbers
    written in it, `outlines` the strokes under its texts, `backed` those on paper of their own.
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.traces: list[Trace] = []
        self.outlines: dict[Text, list[Outline]] = {}
        self.backed: set[Text] = set()

    def savefig(self, fname: Any, *, transparent: bool | None = None, **settings: Any) -> None:
        """Save as matplotlib does; a missing glyph is an error.

        Raises
        ------
        GlyphError
            The font lacks a character.
        """
        with print_style(), glyph_errors():
            if settings.get("format") == "svg":
                drawn = super().savefig
                fname.write(save_with_text(lambda out: drawn(out, **settings), self.outlines))
                return
            if settings.get("format") != "png":
                super().savefig(fname, transparent=transparent, **settings)
                return
            dots = io.BytesIO()
            dpi = settings.get("dpi", self.dpi)
            super().savefig(dots, format="rgba", dpi=dpi)
        width = int(self.get_size_inches()[0] * dpi)
        pixels = np.frombuffer(dots.getvalue(), dtype=np.uint8).reshape(-1, width, 4)
        _in_palette(pixels).save(fname, format="PNG", optimize=True, dpi=(dpi, dpi))


def _in_palette(pixels: np.ndarray) -> Image.Image:
    """The picture with each colour replaced by the nearest of the palette."""
    parts = pixels.astype(np.int64)
    packed = (parts[..., 0] << 16) | (parts[..., 1] << 8) | parts[..., 2]
    found, places = np.unique(packed, return_inverse=True)
    colours = np.stack([found >> 16, (found >> 8) & 255, found & 255], axis=1)
    distances = ((colours[:, None, :] - _palette()[None, :, :]) ** 2).sum(axis=2)
    nearest = distances.argmin(axis=1).astype(np.uint8)
    flat = Image.fromarray(nearest[places].reshape(packed.shape))
    flat.putpalette(_palette().astype(np.uint8).tobytes())
    return flat


@lru_cache(maxsize=1)
def _palette() -> np.ndarray:
    """The colours as rows of red, green and blue, 0 to 255; paper first."""
    paper = np.array(to_rgb(PAPER))
    shades = [paper] + [
        paper + (np.array(to_rgb(colour)) - paper) * step / STEPS
        for colour in COLOURS
        for step in range(1, STEPS + 1)
    ]
    return (np.array(shades) * 255).round().astype(np.int64)
