"""Knows how large a figure's picture stands on the page; draws none."""

from __future__ import annotations

import base64
import io
import re
from typing import Any

from PIL import Image

from shequ_eval.reporting.document.blocks import Figure
from shequ_eval.reporting.paper.printable import one_line

UNKNOWN_MM = 160.0  # the side of a picture that says no size
MM_PER_POINT = 25.4 / 72
_ROOT = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_BOX = re.compile(r"\bviewBox\s*=\s*[\"']\s*(?:[-\d.e+]+[\s,]+){2}([\d.e+]+)[\s,]+([\d.e+]+)")


def picture_data(figure: Figure, widest: float, tallest: float) -> dict[str, Any] | None:
    """The picture with its size in mm, as wide as it was drawn where the page allows; or None."""
    svg, size = figure.svg, (UNKNOWN_MM, UNKNOWN_MM)
    if svg is not None:
        size = _drawn(svg)
    elif figure.png is not None:
        svg, size = _wrapped(figure.png)
    if svg is None:
        return None
    scale = min(1.0, widest / size[0], tallest / size[1])
    return {
        "picture": svg,
        "width": round(size[0] * scale, 2),
        "height": round(size[1] * scale, 2),
        "alternative": one_line(figure.alternative) or one_line(figure.label) or figure.anchor,
    }


def _drawn(svg: str) -> tuple[float, float]:
    """The size that an SVG was drawn in, its units being points."""
    root = _ROOT.search(svg)
    box = _BOX.search(root[0]) if root else None
    if box is None or not float(box[1]) * float(box[2]):
        return UNKNOWN_MM, UNKNOWN_MM
    return float(box[1]) * MM_PER_POINT, float(box[2]) * MM_PER_POINT


def _wrapped(png: bytes) -> tuple[str, tuple[float, float]]:
    """A PNG inside an SVG, and its size in mm at its own resolution."""
    with Image.open(io.BytesIO(png)) as image:
        width, height = image.size
        dpi = float(image.info.get("dpi", (200, 200))[0]) or 200.0
    data = base64.b64encode(png).decode("ascii")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    )
    return svg, (width * 25.4 / dpi, height * 25.4 / dpi)
