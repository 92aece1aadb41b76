"""Knows how a picture is saved as SVG whose words are words; draws nothing.

Matplotlib writes a text with an outline as one path a character. Here it stays text, with the
outline as a stroke beneath it: a quarter of the size, and a reader can search, select and hear it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from matplotlib import rc_context
from matplotlib.text import Text


@dataclass(frozen=True)
class Outline:
    """What lies under the letters of a text: its width in points and its colour as hex.

    A halo is a stroke. What makes letters `bold` is in an SVG a second copy, moved aside by the
    width: a viewer that draws no line thinner than a dot would fill dense characters with strokes.
    """

    width: float
    colour: str
    bold: bool = False


Outlines = Mapping[Text, Sequence[Outline]]
_GROUP = 'id="{gid}">\n'
_TEXT = re.compile(r"\s*(<text style=\")([^\"]*)(\"[^>]*>)(.*?)</text>\n", re.DOTALL)


def save_with_text(save: Callable[[io.BytesIO], None], outlines: Outlines) -> bytes:
    """An SVG whose texts are text elements; those in `outlines` have strokes under them.

    `save` writes the picture as SVG into a buffer; ids that the texts have are kept.
    """
    held = {text: (text.get_path_effects(), text.get_gid()) for text in outlines}
    names = {}
    for place, text in enumerate(outlines):
        names[text] = text.get_gid() or f"outlined.{place}"
        text.set_gid(names[text])
        text.set_path_effects([])
    buffer = io.BytesIO()
    try:
        with rc_context({"svg.fonttype": "none"}):
            save(buffer)
    finally:
        for text, (effects, gid) in held.items():
            text.set_path_effects(effects)
            text.set_gid(gid)
    svg = buffer.getvalue().decode("utf-8")
    for text, strokes in outlines.items():
        svg = _outlined(svg, names[text], strokes)
    return svg.encode("utf-8")


def _outlined(svg: str, gid: str, strokes: Sequence[Outline]) -> str:
    group = svg.find(_GROUP.format(gid=gid))
    if group < 0:
        return svg
    found = _TEXT.match(svg, group + len(_GROUP.format(gid=gid)))
    if found is None:
        return svg
    opening, style, place, words = found.groups()
    # NOTE: what lies under the words would be read twice; only the last copy is heard.
    copies = [
        f'{opening}{style}{_under(stroke)}" aria-hidden="true"{_aside(stroke)}{place[1:]}{words}'
        for stroke in strokes
    ]
    copies.append(f"{opening}{style}{place}{words}")
    return (
        svg[: found.start()] + "\n" + "".join(f"{c}</text>\n" for c in copies) + svg[found.end() :]
    )


def _under(outline: Outline) -> str:
    return "" if outline.bold else f"; {_stroke(outline)}"


def _aside(outline: Outline) -> str:
    return f' dx="{outline.width:g}"' if outline.bold else ""


def _stroke(outline: Outline) -> str:
    return (
        f"paint-order: stroke; stroke: {outline.colour}; stroke-width: {outline.width:g}px; "
        "stroke-linejoin: round"
    )
