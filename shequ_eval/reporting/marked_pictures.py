"""Knows how a finished picture gets a line of words above it; covers nothing of the picture.

A picture that is taken out of its report still says that its places are made up.
"""

from __future__ import annotations

import io
import re
from html import escape

from PIL import Image, ImageDraw, ImageFont

from shequ_eval.exhibits.fonts import FAMILY, font_path
from shequ_eval.exhibits.style import CRIMSON

STRIP_POINTS = 14.0
LETTER_POINTS = 8.0
BASE_POINTS = 4.0  # from the foot of the letters to the picture
MARGIN_POINTS = 1.5
POINTS_PER_INCH = 72
USUAL_DPI = 200.0
_ROOT = re.compile(
    r"(?P<start><svg\b[^>]*?)\bwidth=\"(?P<width>[\d.]+)pt\"\s+height=\"(?P<height>[\d.]+)pt\"\s+"
    r"viewBox=\"0 0 [\d.]+ [\d.]+\"(?P<end>[^>]*>)",
    re.DOTALL,
)


def marked_svg(svg: str, words: str) -> str:
    """An SVG of matplotlib's, higher by a strip with the words; the rest stays where it was.

    Raises
    ------
    ValueError
        The picture does not begin as matplotlib's do, so nobody knows its size.
    """
    root = _ROOT.search(svg)
    if root is None:
        raise ValueError("an SVG without width, height and viewBox in points")
    width, height = float(root["width"]), float(root["height"]) + STRIP_POINTS
    opened = (
        f'{root["start"]}width="{width:g}pt" height="{height:g}pt" '
        f'viewBox="0 {-STRIP_POINTS:g} {width:g} {height:g}"{root["end"]}'
    )
    strip = (
        f'\n <rect x="0" y="{-STRIP_POINTS:g}" width="{width:g}" height="{STRIP_POINTS:g}" '
        'style="fill: #ffffff"/>'
        f'\n <text x="{MARGIN_POINTS:g}" y="{-BASE_POINTS:g}" style="'
        f"font-size: {LETTER_POINTS:g}px; font-family: '{FAMILY}'; text-anchor: start; "
        f'fill: {CRIMSON}">{escape(words)}</text>'
    )
    return svg[: root.start()] + opened + strip + svg[root.end() :]


def marked_png(png: bytes, words: str) -> bytes:
    """A PNG, higher by a strip with the words, at the resolution that it has."""
    with Image.open(io.BytesIO(png)) as picture:
        dpi = float(picture.info.get("dpi", (USUAL_DPI,))[0])
        dots = dpi / POINTS_PER_INCH
        strip = round(STRIP_POINTS * dots)
        whole = Image.new("RGBA", (picture.width, picture.height + strip), "white")
        whole.paste(picture, (0, strip))
    font = ImageFont.truetype(str(font_path()), round(LETTER_POINTS * dots))
    place = (MARGIN_POINTS * dots, strip - BASE_POINTS * dots)
    ImageDraw.Draw(whole).text(place, words, CRIMSON, font, anchor="ls")
    buffer = io.BytesIO()
    whole.save(buffer, "PNG", dpi=(dpi, dpi))
    return buffer.getvalue()
