"""Knows the frame of a map of a small region: a head for stamp and scale, the ground under it."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas
import shapely

from shequ_eval.exhibits.layout import LINE_MM, Page, text_mm
from shequ_eval.exhibits.maps.boundary_words import date_words
from shequ_eval.exhibits.maps.labels import touches
from shequ_eval.exhibits.maps.window import (
    Box,
    Window,
    draw_frame,
    draw_scale,
    draw_stamp,
    name_point,
    window_of,
)
from shequ_eval.exhibits.style import INK_2, NOTE, PAGE_MM, RULE
from shequ_eval.vocabulary.codebook import Language

WIDTH_MM = PAGE_MM - 0.6
HEAD_MM = 8.0  # a strip inside the frame for stamp and scale, so that they cover no land
TALLEST_MM = 100.0
INSIDE_SHARE = 0.8  # of a name that must lie in its outline


def local_window(bounds: Sequence[float], margin_share: float, top: float = 2.2) -> Window:
    """A window as wide as the page on `bounds` with a margin, a share of their greater side.

    Its frame begins at `top` mm, the ground under the frame's head.
    """
    west, south, east, north = (float(end) for end in bounds)
    margin = margin_share * max(east - west, north - south)
    room = (WIDTH_MM, TALLEST_MM)
    tight = (west - margin, south - margin, east + margin, north + margin)
    window = window_of(tight, 0.3, top + HEAD_MM, room)
    spare = WIDTH_MM / window.mm_per_km * 1000 - (window.east - window.west)
    return Window(
        window.west - spare / 2,
        window.south,
        window.east + spare / 2,
        window.north,
        window.left,
        window.top,
        window.mm_per_km,
    )


def draw_local_frame(page: Page, window: Window, as_of: str, language: Language) -> None:
    """The frame with stamp, boundary date and scale bar above the ground."""
    page.line(window.left, window.top, window.right, window.top, RULE, 0.5, zorder=5.4)
    draw_frame(page, window, HEAD_MM)
    stamp = draw_stamp(page, window.left + 2.0, window.top - HEAD_MM + 1.7, language)
    middle = (stamp[1] + stamp[3]) / 2
    page.text(stamp[2] + 3.0, middle, date_words(as_of, language), NOTE, INK_2)
    draw_scale(page, window.right - 30.0, window.top - 1.9, window.mm_per_km, language)


def fitting_names(
    window: Window, shapes: geopandas.GeoSeries, names: dict[str, list[str]], taken: list[Box]
) -> dict[str, tuple[float, float]]:
    """Where the lines of each name stand, for the names that have room inside their outlines.

    A name without room is left out; every place stands in the table of the figure.
    """
    frame = shapely.box(*window.page_box).buffer(-0.6)
    spots: dict[str, tuple[float, float]] = {}
    for adcode, shape in window.on_page(shapes).items():
        if str(adcode) not in names:
            continue
        point = name_point(shape)
        box = name_box(point.x, point.y, names[str(adcode)], NOTE)
        ground = shapely.box(*box)
        within = ground.intersection(shape).area >= INSIDE_SHARE * ground.area
        if within and frame.covers(ground) and not any(touches(box, other) for other in taken):
            spots[str(adcode)] = (point.x, point.y)
            taken = [*taken, box]
    return spots


def name_box(x: float, y: float, rows: Sequence[str], size: float) -> Box:
    """The box of lines of text around a point."""
    half = max(text_mm(row, size) for row in rows) / 2 + 0.4
    tall = size * LINE_MM * len(rows) / 2
    return x - half, y - tall, x + half, y + tall
