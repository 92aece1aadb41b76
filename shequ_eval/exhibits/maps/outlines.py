"""Knows how zones look beside each other at one scale, since a point hides their size."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas
import pandas as pd

from shequ_eval.analysis.boundary_fit import local_projection
from shequ_eval.evidence.boundaries import Boundaries
from shequ_eval.exhibits.layout import Page, text_mm
from shequ_eval.exhibits.maps.local import fitting_names
from shequ_eval.exhibits.maps.locator_words import nested_pairs
from shequ_eval.exhibits.maps.window import Window, draw_scale, draw_shapes
from shequ_eval.exhibits.maps.zone_marks import FILLS
from shequ_eval.exhibits.style import BLUE, GROUP, NOTE, PAGE_MM, WASH
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Codebook, Language

TALLEST_MM = 36.0
WIDEST_MM = 60.0
GAP_MM = 7.0
HEAD_MM, FOOT_MM = 8.5, 7.5  # above all outlines, and under a row of them
ROOM_MM = 90.0  # what the page has under the map
SHARES = (1.0, 0.7, 0.5, 0.35, 0.25, 0.15)  # of the scale at which the greatest zone fills its room
LEFT_MM = 30.0  # where the first outline may begin, right of the scale bar


@dataclass(frozen=True)
class Outline:
    """A zone in a projection of its own, with the zones inside it, and its name."""

    zone_id: str
    name: str
    shape: geopandas.GeoSeries
    inside: list[tuple[str, str, geopandas.GeoSeries]]

    @property
    def size_km(self) -> tuple[float, float]:
        """Width and height of the shape."""
        west, south, east, north = self.shape.total_bounds
        return (east - west) / 1000, (north - south) / 1000


def outlines_of(
    zones: pd.DataFrame, boundaries: Boundaries, codebook: Codebook, language: Language
) -> list[Outline]:
    """The zones that lie in no other, in their order, each with those inside it."""
    codes = dict(zip(zones["zone_id"].astype(str), zones["adcode"].astype(str), strict=True))
    within = nested_pairs(zones)
    names = {zone: codebook.title("short", zone, language) for zone in codes}
    outlines = []
    for zone_id, adcode in codes.items():
        if zone_id in {one for one, _ in within}:
            continue
        unit = unit_of(boundaries, adcode)
        projection = local_projection(unit)
        inside = [
            (one, names[one], unit_of(boundaries, codes[one]).geometry.to_crs(projection))
            for one, two in within
            if two == zone_id
        ]
        shape = unit.geometry.to_crs(projection)
        outlines.append(Outline(zone_id, names[zone_id], shape, inside))
    return outlines


def unit_of(boundaries: Boundaries, adcode: str) -> geopandas.GeoDataFrame:
    """The outline of a code, as a table of one row.

    Raises
    ------
    KeyError
        The layer has no such code.
    """
    level = boundaries.level_of(adcode)
    if level is None:
        raise KeyError(f"{adcode}: 界线数据里没有 not in the layer")
    return boundaries.layer(level).loc[[adcode]]


def draw_outlines(
    page: Page, top: float, outlines: list[Outline], kinds: dict[str, str], language: Language
) -> float:
    """All outlines at one scale, in rows, each over its name; the y below them.

    Many zones are drawn smaller; where even that does not fit the page there are none.
    """
    whole = min(
        min(WIDEST_MM / outline.size_km[0], TALLEST_MM / outline.size_km[1]) for outline in outlines
    )
    scales = [whole * share for share in SHARES if _height(outlines, whole * share) <= ROOM_MM]
    if not scales:
        return top
    scale = scales[0]
    head = say(language, "同一比例尺下的各地", "The zones at one scale")
    page.text(0.4, top + 5.0, head, GROUP, bold=True)
    y, first = top + HEAD_MM, True
    for row in _rows(outlines, scale):
        tallest = max(outline.size_km[1] for outline in row) * scale
        x, gap = LEFT_MM, _spread(row, scale)
        for outline in row:
            width = _width(outline, scale)
            middle, foot = x + width / 2, y + tallest
            _draw_outline(page, outline, middle, foot, scale, kinds)
            x += width + gap
        if first:
            draw_scale(page, 0.6, y + tallest, scale, language)
        y, first = y + tallest + FOOT_MM, False
    return y


def _height(outlines: list[Outline], scale: float) -> float:
    rows = _rows(outlines, scale)
    tallest = [max(outline.size_km[1] for outline in row) * scale for row in rows]
    return HEAD_MM + sum(tallest) + FOOT_MM * len(rows)


def _rows(outlines: list[Outline], scale: float) -> list[list[Outline]]:
    rows: list[list[Outline]] = [[]]
    used = 0.0
    for outline in outlines:
        width = _width(outline, scale) + GAP_MM
        if rows[-1] and used + width > PAGE_MM - LEFT_MM + GAP_MM:
            rows.append([])
            used = 0.0
        rows[-1].append(outline)
        used += width
    return rows


def _width(outline: Outline, scale: float) -> float:
    return max(outline.size_km[0] * scale, text_mm(outline.name, NOTE))


def _spread(row: list[Outline], scale: float) -> float:
    free = PAGE_MM - LEFT_MM - sum(_width(outline, scale) for outline in row)
    return min(max(free / len(row), GAP_MM), 22.0) if len(row) > 1 else GAP_MM


def _draw_outline(
    page: Page, outline: Outline, middle: float, foot: float, scale: float, kinds: dict[str, str]
) -> None:
    west, south, east, north = outline.shape.total_bounds
    width, height = (size * scale for size in outline.size_km)
    window = Window(west, south, east, north, middle - width / 2, foot - height, scale)
    fill = WASH if kinds[outline.zone_id] == "city" else FILLS[kinds[outline.zone_id]]
    draw_shapes(page, window, outline.shape, facecolor=fill, edgecolor=BLUE, linewidth=0.8)
    for zone_id, _, shape in outline.inside:
        draw_shapes(
            page, window, shape, facecolor=FILLS[kinds[zone_id]], edgecolor=BLUE, linewidth=0.8
        )
    _draw_inner_names(page, window, outline)
    page.text(middle, foot + 3.0, outline.name, NOTE, align="center", bold=True)


def _draw_inner_names(page: Page, window: Window, outline: Outline) -> None:
    """The names of the zones inside, where they have room; all of them stand on the map above."""
    if not outline.inside:
        return
    names = {str(shape.index[0]): [name] for _, name, shape in outline.inside}
    shapes = pd.concat([shape for _, _, shape in outline.inside])
    spots = fitting_names(window, geopandas.GeoSeries(shapes), names, [])
    for adcode, (x, y) in spots.items():
        page.text(x, y, names[adcode][0], NOTE, align="center", halo=True)
