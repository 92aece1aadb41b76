"""Knows how projected ground becomes millimetres of a page; knows no place and no value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Any

import geopandas
import shapely
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib_scalebar.scalebar import ScaleBar

from shequ_eval.exhibits.layout import Page, text_mm
from shequ_eval.exhibits.style import AXIS, CRIMSON, GROUP_LINE, INK, INK_2, NOTE
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Language

Box = tuple[float, float, float, float]  # left, top, right, bottom in mm, y downwards
STAMP_MM = 4.6


@dataclass(frozen=True)
class Window:
    """A rectangle of ground, in projected metres, shown on the page from its upper left corner."""

    west: float
    south: float
    east: float
    north: float
    left: float
    top: float
    mm_per_km: float

    @property
    def right(self) -> float:
        """The right edge on the page, in mm."""
        return self.left + (self.east - self.west) / 1000 * self.mm_per_km

    @property
    def bottom(self) -> float:
        """The lower edge on the page, in mm."""
        return self.top + (self.north - self.south) / 1000 * self.mm_per_km

    @property
    def page_box(self) -> Box:
        """The rectangle on the page."""
        return self.left, self.top, self.right, self.bottom

    @property
    def ground(self) -> shapely.Polygon:
        """The rectangle on the ground."""
        return shapely.box(self.west, self.south, self.east, self.north)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the ground stands on the page.

        >>> Window(0, 0, 10_000, 5_000, left=20, top=0, mm_per_km=2).at(1_000, 5_000)
        (22.0, 0.0)
        """
        scale = self.mm_per_km / 1000
        return self.left + (x - self.west) * scale, self.top + (self.north - y) * scale

    def on_page(self, shapes: geopandas.GeoSeries, beyond_mm: float = 0.0) -> geopandas.GeoSeries:
        """Shapes in mm of the page, cut `beyond_mm` beyond the window, thinned to what print shows.

        Those that do not reach into it are left out; the others keep their index.
        """
        beyond = beyond_mm / self.mm_per_km * 1000
        cut = shapes.clip_by_rect(
            self.west - beyond, self.south - beyond, self.east + beyond, self.north + beyond
        )
        scale = self.mm_per_km / 1000
        moves = [scale, 0, 0, -scale, self.left - self.west * scale, self.top + self.north * scale]
        held = cut[~cut.is_empty]
        placed = geopandas.GeoSeries(held.to_numpy(), index=held.index, crs=None)
        return placed.affine_transform(moves).simplify(THINNEST_MM)


THINNEST_MM = 0.06  # half a dot at 200 dpi
BEYOND_MM = 1.0  # so that the line of a cut stays outside the frame


def window_of(
    bounds: Sequence[float], left: float, top: float, room: tuple[float, float]
) -> Window:
    """The greatest window on `bounds` (west, south, east, north) in `room` (width, height in mm).

    >>> window_of((0, 0, 10_000, 10_000), 0, 0, (80, 40)).mm_per_km
    4.0
    """
    west, south, east, north = (float(end) for end in bounds)
    scale = min(room[0] / (east - west), room[1] / (north - south)) * 1000
    return Window(west, south, east, north, left, top, scale)


def draw_shapes(page: Page, window: Window, shapes: geopandas.GeoSeries, **look: Any) -> None:
    """Shapes of the ground, which must be in the window's projection, on the page.

    Areas and lines both; `look` is what matplotlib's collections take.
    """
    placed = window.on_page(shapes, BEYOND_MM)
    left, top, right, bottom = window.page_box
    # NOTE: geopandas' own plot draws the whole figure anew for each layer.
    for drawn in _collections(placed, look):
        page.axes.add_collection(drawn, autolim=False)
        edge = Rectangle((left, top), right - left, bottom - top, transform=page.axes.transData)
        drawn.set_clip_path(edge)


def _collections(placed: geopandas.GeoSeries, look: dict[str, Any]) -> list[Any]:
    parts = shapely.get_parts(placed.to_numpy())
    areas = [PathPatch(_path(part)) for part in parts if part.geom_type == "Polygon"]
    lines = [part.coords for part in parts if part.geom_type in ("LineString", "LinearRing")]
    found: list[Any] = []
    if areas:
        found.append(PatchCollection(areas, **look))
    if lines:
        found.append(LineCollection(lines, **look))
    return found


def _path(area: shapely.Polygon) -> Path:
    """An outline with its holes as one path."""
    rings = [area.exterior, *area.interiors]
    return Path.make_compound_path(*(Path(ring.coords, closed=True) for ring in rings))


def draw_frame(page: Page, window: Window, head: float = 0.0) -> None:
    """The window's outline, with a strip of `head` mm above the ground inside it."""
    left, top, right, bottom = window.page_box
    page.axes.add_patch(
        Rectangle(
            (left, top - head),
            right - left,
            bottom - top + head,
            facecolor="none",
            edgecolor=INK_2,
            linewidth=GROUP_LINE,
            zorder=5.5,
        )
    )


def draw_scale(
    page: Page, x: float, y: float, mm_per_km: float, language: Language, length: float = 26.0
) -> Box:
    """A scale bar in kilometres (千米), from `x` rightwards, its foot at `y`; the box it takes.

    It is the greatest 1, 2 or 5 times a power of ten that is no longer than `length` mm.
    """
    kilometres = round_length(length / mm_per_km)
    bar = ScaleBar(
        dx=1000 / mm_per_km,
        units="m",
        fixed_value=kilometres,
        fixed_units="km",
        width_fraction=0.003,
        location="lower left",
        bbox_to_anchor=(x, y),
        bbox_transform=page.axes.transData,
        frameon=False,
        pad=0,
        border_pad=0,
        color=INK,
        scale_loc="none",
        rotation="horizontal-only",
    )
    bar.set_zorder(6)
    page.axes.add_artist(bar)
    # NOTE: the bar's own words would be “1 Mm”, and hidden from the check of the layout.
    words = scale_words(kilometres, language)
    page.text(x, y - 2.4, words, AXIS, INK_2)
    return x, y - 4.2, x + max(kilometres * mm_per_km, text_mm(words, AXIS)), y


def round_length(most: float) -> float:
    """The greatest 1, 2 or 5 times a power of ten that is not above `most`.

    >>> round_length(1090), round_length(0.7), round_length(49)
    (1000.0, 0.5, 20.0)
    """
    power = 10.0 ** floor(log10(most))
    return next(float(f"{step * power:.6g}") for step in (5, 2, 1) if step * power <= most)


def scale_words(kilometres: float, language: Language) -> str:
    """The length of a scale bar in words.

    >>> scale_words(1000, "zh"), scale_words(0.5, "en")
    ('1,000 千米', '0.5 km')
    """
    return f"{kilometres:,g} " + say(language, "千米", "km")


def draw_stamp(page: Page, left: float, top: float, language: Language) -> Box:
    """That this map has not been reviewed, from an upper left corner; the box that it takes."""
    words = stamp_words(language)
    width = text_mm(words, NOTE) + 2.4
    page.box(
        left,
        top + STAMP_MM / 2,
        width,
        STAMP_MM,
        facecolor="none",
        edgecolor=CRIMSON,
        linewidth=0.7,
        zorder=5.8,
    )
    page.text(left + 1.2, top + STAMP_MM / 2, words, NOTE, CRIMSON)
    return left, top, left + width, top + STAMP_MM


def stamp_words(language: Language) -> str:
    """What an internal map prints."""
    return say(
        language,
        "未经地图审核  内部使用，不得公开",
        "未经地图审核 Not reviewed as a map: internal use only",
    )


def name_point(shape: shapely.Geometry) -> shapely.Point:
    """Where a name has most room in a shape: the centre of its greatest inscribed circle.

    >>> point = name_point(shapely.box(0, 0, 4, 2))
    >>> 0.9 < point.x < 3.1, round(point.y)
    (True, 1)
    """
    tolerance = max(shape.length, 1e-9) / 1000
    return shapely.Point(shapely.maximum_inscribed_circle(shape, tolerance=tolerance).coords[0])
