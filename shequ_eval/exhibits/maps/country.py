"""Knows how the whole country is shown: a frame, the South China Sea beside it, ten dashes.

Nothing of the land and no dash may lie outside both windows, and no window may cover the other;
a layer for which that does not hold is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import geopandas
import pandas as pd
import shapely

from shequ_eval.analysis.boundary_fit import ALBERS
from shequ_eval.evidence.boundaries import Boundaries
from shequ_eval.evidence.places import dashes
from shequ_eval.exhibits.layout import Page, text_mm
from shequ_eval.exhibits.maps.boundary_words import date_words
from shequ_eval.exhibits.maps.labels import touches
from shequ_eval.exhibits.maps.window import (
    THINNEST_MM,
    Box,
    Window,
    draw_frame,
    draw_scale,
    draw_shapes,
    draw_stamp,
)
from shequ_eval.exhibits.style import GRID_LINE, INK_2, NOTE, RULE, WASH
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Language

TAIWAN, HAINAN = "710000", "460000"
PROVINCES = 34
DASHES = 10
MM_PER_KM = 118.0 / 4_960
# West, south, east, north in metres of the Albers projection.
FRAME = (-2_690_000.0, 1_850_000.0, 2_270_000.0, 5_985_000.0)
INSET = (318_000.0, 300_000.0, 1_872_000.0, 2_400_000.0)
INSET_LEFT_MM = 122.7
COAST_LINE = 1.3  # half of it is covered by the land


class CompletenessError(ValueError):
    """A map of the country on which something of it would be missing; names every part."""


@dataclass(frozen=True)
class Country:
    """The provinces and the dashes in Albers, and the two windows on them.

    `provinces` are whole; `land` are their outlines thinned to what print shows.
    """

    as_of: str
    provinces: geopandas.GeoDataFrame
    dashes: geopandas.GeoDataFrame
    land: geopandas.GeoSeries
    frame: Window
    inset: Window

    @property
    def windows(self) -> tuple[Window, Window]:
        """The frame and the inset beside it."""
        return self.frame, self.inset


def whole_country(boundaries: Boundaries, top: float) -> Country:
    """The country with its windows, the frame's upper edge at `top` mm.

    Raises
    ------
    CompletenessError
        A province or a dash is missing or lies outside both windows, or the windows touch.
    """
    frame = Window(*FRAME, left=0.3, top=top, mm_per_km=MM_PER_KM)
    inset = Window(*INSET, left=INSET_LEFT_MM, top=0.0, mm_per_km=MM_PER_KM)
    inset = Window(*INSET, INSET_LEFT_MM, frame.bottom - inset.bottom, MM_PER_KM)
    country = Country(boundaries.as_of, *_projected(boundaries), frame, inset)
    faults = missing_parts(country)
    if faults:
        raise CompletenessError("地图不完整 the map is not whole: " + "; ".join(faults))
    return country


@lru_cache(maxsize=2)
def _projected(
    boundaries: Boundaries,
) -> tuple[geopandas.GeoDataFrame, geopandas.GeoDataFrame, geopandas.GeoSeries]:
    provinces = boundaries.provinces.to_crs(ALBERS)
    land = provinces.geometry.simplify(THINNEST_MM / MM_PER_KM * 1000)
    return provinces, boundaries.dashes.to_crs(ALBERS), land


def missing_parts(country: Country) -> list[str]:
    """What a map with these layers and windows would lack; empty for a whole map."""
    faults = []
    codes = set(country.provinces.index)
    if len(codes) != PROVINCES:
        faults.append(f"省级行政区 provinces {len(codes)}，应为 {PROVINCES}")
    faults += [f"{code}: 缺 missing" for code in (TAIWAN, HAINAN) if code not in codes]
    if dashes(country.dashes) != DASHES:
        faults.append(f"十段线 dashes {dashes(country.dashes)}，应为 {DASHES}")
    shown = shapely.union_all([window.ground for window in country.windows])
    shapely.prepare(shown)
    names = [*country.provinces.index, *("十段线 dashes" for _ in country.dashes.index)]
    shapes = pd.concat([country.provinces.geometry, country.dashes.geometry])
    outside = ~shapely.covers(shown, shapes.to_numpy())
    faults += [f"{name}: 出图 outside" for name, out in zip(names, outside, strict=True) if out]
    if touches(country.frame.page_box, country.inset.page_box):
        faults.append("附图压主图 the inset touches the frame")
    return faults


def draw_country(page: Page, country: Country, language: Language) -> None:
    """The land, its coast, the provinces' lines and the dashes in both windows."""
    for window in country.windows:
        draw_coast(page, window, country.land)
        draw_shapes(page, window, country.land, facecolor=WASH, edgecolor=RULE, linewidth=GRID_LINE)
        draw_dashes(page, country, window)
        draw_frame(page, window)
    name_inset(page, country, language)


def draw_coast(page: Page, window: Window, land: geopandas.GeoSeries) -> None:
    """A dark edge round all the land, which the land itself then covers from within."""
    near = land.clip_by_rect(*_grown(window)).simplify(THINNEST_MM / window.mm_per_km * 1000)
    whole = geopandas.GeoSeries([shapely.union_all(near.to_numpy())])
    draw_shapes(page, window, whole, facecolor=INK_2, edgecolor=INK_2, linewidth=COAST_LINE)


def _grown(window: Window) -> tuple[float, float, float, float]:
    edge = 2 / window.mm_per_km * 1000
    return window.west - edge, window.south - edge, window.east + edge, window.north + edge


def draw_dashes(page: Page, country: Country, window: Window) -> None:
    """The ten dashes, as far as they lie in a window."""
    draw_shapes(page, window, country.dashes.geometry, color=INK_2, linewidth=1.0, zorder=3)


def dash_boxes(country: Country) -> list[Box]:
    """The boxes that the dashes take in the frame, so that no name hides one."""
    lines = country.frame.on_page(country.dashes.geometry.explode(ignore_index=True))
    return [tuple(line.bounds) for line in lines]


def draw_corners(page: Page, country: Country, language: Language) -> list[Box]:
    """Stamp, boundary date and scale bar, in corners without land; the boxes that they take."""
    left, top, _, bottom = country.frame.page_box
    stamp = draw_stamp(page, left + 2.0, top + 2.0, language)
    words = date_words(country.as_of, language)
    middle = stamp[3] + 2.8
    page.text(left + 2.0, middle, words, NOTE, INK_2)
    dated = (left + 2.0, middle - 1.4, left + 2.0 + text_mm(words, NOTE), middle + 1.4)
    return [stamp, dated, draw_scale(page, left + 3.0, bottom - 2.6, MM_PER_KM, language)]


def name_inset(page: Page, country: Country, language: Language) -> None:
    """What the inset shows, and that it has the frame's scale: above it, so as to hide nothing."""
    left, top, _, _ = country.inset.page_box
    page.text(left, top - 5.6, say(language, "南海诸岛", "South China Sea Islands"), NOTE)
    same = say(language, "比例尺同主图", "at the same scale")
    page.text(left, top - 2.4, same, NOTE, INK_2)
