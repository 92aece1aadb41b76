"""Knows how to draw a zone among its neighbours; draws no value and no other vintage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas
import pandas as pd
from matplotlib.figure import Figure

from shequ_eval.analysis.boundary_fit import local_projection
from shequ_eval.evidence.boundaries import Boundaries
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.layout import Page, text_mm
from shequ_eval.exhibits.maps.boundary_words import (
    Layer,
    Publication,
    area_words,
    boundary_notes,
    boundary_source,
)
from shequ_eval.exhibits.maps.local import (
    draw_local_frame,
    fitting_names,
    local_window,
    name_box,
)
from shequ_eval.exhibits.maps.locator_words import how_measured, is_drawn
from shequ_eval.exhibits.maps.outlines import unit_of
from shequ_eval.exhibits.maps.province_tiles import province_name
from shequ_eval.exhibits.maps.window import (
    Box,
    Window,
    draw_shapes,
    name_point,
)
from shequ_eval.exhibits.style import (
    BLUE,
    GROUP,
    INK,
    INK_2,
    NOTE,
    RULE,
    TINT,
    WASH,
    print_style,
)
from shequ_eval.exhibits.words import headed, say
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = dict[Any, Any]
MARGIN_SHARE = 0.22  # of the zone's greater side, shown around it
TOUCHING_M = 200.0


@dataclass(frozen=True)
class Surroundings:
    """A zone with the districts and counties around it, all in one local projection."""

    adcode: str
    as_of: str
    zone: geopandas.GeoSeries
    districts: geopandas.GeoDataFrame
    cities: geopandas.GeoDataFrame
    inside: frozenset[str]
    neighbours: frozenset[str]
    window: Window


def draw_zone_maps(
    zones: pd.DataFrame,
    fits: pd.DataFrame,
    layer: Layer,
    codebook: Codebook,
    language: Language,
    publication: Publication = "internal",
) -> list[Exhibit]:
    """A map of each zone among its neighbours, in a projection of its own.

    Districts and counties around it are named from the layer, whose names are Chinese in both
    languages; those that touch the zone stand in the table. Where no boundary may be drawn, or
    the zone's outline is not known to be its own, there is none: the locator has the tiles.

    Raises
    ------
    LayoutError, GlyphError
        The picture cannot be drawn without a fault.
    """
    if not isinstance(layer, Boundaries) or not is_drawn(fits, layer, publication):
        return []
    known = fits.set_index("zone_id")
    return [
        _zone_map(zone, known.loc[[zone["zone_id"]]], layer, codebook, language)
        for zone in zones.to_dict("records")
    ]


def _zone_map(
    zone: Row, fit: pd.DataFrame, boundaries: Boundaries, codebook: Codebook, language: Language
) -> Exhibit:
    around = surroundings_of(str(zone["adcode"]), boundaries)
    name = str(zone[f"title_{language}"])
    with print_style():
        figure = _picture(around, codebook.title("short", str(zone["zone_id"]), language), language)
    area = area_words(fit.iloc[0].to_dict(), language)
    latin = say(language, "", "Names of neighbours are given in Chinese, as the layer has them.")
    notes = [*boundary_notes(boundaries, [around.adcode], fit, language), latin]
    return Exhibit(
        exhibit_id=f"figure_zone_map_{zone['zone_id']}",
        kind="figure",
        title=_title(around, name, language),
        subtitle=say(
            language,
            f"界线算出的面积 {area}。以本地为中心的等积方位投影，上北下南。",
            f"Area by the boundaries: {area}. Azimuthal equal-area projection centred on the "
            "zone; north is up.",
        ),
        notes=tuple(note for note in notes if note),
        source=boundary_source(boundaries, language),
        data=_data(around, language),
        figure=figure,
        rests_on=("zones", "denominators", "boundaries.yaml"),
        how=how_measured(language),
    )


def surroundings_of(adcode: str, boundaries: Boundaries) -> Surroundings:
    """The zone, what lies in the window around it, and which districts touch it.

    A district touches where its outline comes within 200 m: the layer's outlines do not share
    every vertex.

    Raises
    ------
    KeyError
        The layer has no such code.
    """
    unit = unit_of(boundaries, adcode)
    projection = local_projection(unit)
    zone = unit.geometry.to_crs(projection)
    window = local_window(zone.total_bounds, MARGIN_SHARE)
    box = geopandas.GeoSeries([window.ground], crs=projection).to_crs(unit.crs).total_bounds
    districts, cities = (
        layer.cx[box[0] : box[2], box[1] : box[3]].to_crs(projection)
        for layer in (boundaries.districts, boundaries.cities)
    )
    shape = zone.iloc[0]
    inside = districts.representative_point().within(shape)
    near = districts.distance(shape) < TOUCHING_M
    return Surroundings(
        adcode=adcode,
        as_of=boundaries.as_of,
        zone=zone,
        districts=districts,
        cities=cities,
        inside=frozenset(districts.index[inside]),
        neighbours=frozenset(districts.index[near & ~inside]),
        window=window,
    )


def _picture(around: Surroundings, name: str, language: Language) -> Figure:
    page = Page()
    window = around.window
    land = around.districts.geometry
    draw_shapes(page, window, land, facecolor=WASH, edgecolor=RULE, linewidth=0.5)
    edges = around.cities.boundary
    draw_shapes(page, window, edges, color=INK_2, linewidth=0.7, zorder=2.2)
    draw_shapes(page, window, around.zone, facecolor=TINT, edgecolor="none", zorder=2.4)
    parts = around.districts.loc[sorted(around.inside)].geometry
    if len(parts) > 1:
        draw_shapes(page, window, parts.boundary, color=RULE, linewidth=0.5, zorder=2.5)
    draw_shapes(page, window, around.zone.boundary, color=BLUE, linewidth=1.1, zorder=2.6)
    draw_local_frame(page, window, around.as_of, language)
    _draw_names(page, around, name)
    bottom = _draw_line_legend(page, window.bottom + 3.4, name if len(parts) > 1 else "", language)
    return page.finish(bottom)


def _draw_names(page: Page, around: Surroundings, name: str) -> None:
    """The zone's own name in bold, then those of its parts and of what touches it.

    A name stands inside its outline, or nowhere; what lies further off is not named.
    """
    taken: list[Box] = []
    districts = around.districts["name"].loc[sorted(around.inside | around.neighbours)]
    if len(around.inside) < 2:
        point = name_point(around.zone.iloc[0])
        x, y = around.window.at(point.x, point.y)
        page.text(x, y, name, GROUP, INK, bold=True, align="center", halo=True)
        taken.append(name_box(x, y, [name], GROUP))
        districts = districts.drop(list(around.inside))
    names = {str(adcode): [str(words)] for adcode, words in districts.items()}
    spots = fitting_names(around.window, around.districts.geometry, names, taken)
    for adcode, (x, y) in spots.items():
        page.text(x, y, names[adcode][0], NOTE, INK_2, align="center")


def _draw_line_legend(page: Page, y: float, name: str, language: Language) -> float:
    """What each line is; `name` is the zone's where its parts leave no room for it in the map."""
    zone = say(language, f"评价地区（{name}）", f"the place ({name})")
    entries = [
        (BLUE, 1.1, zone if name else say(language, "评价地区", "the place")),
        (INK_2, 0.7, say(language, "地级市界线、海岸线", "borders of cities, coast")),
        (RULE, 0.5, say(language, "区县界线", "borders of districts and counties")),
    ]
    x = 0.6
    for colour, width, words in entries:
        page.line(x, y, x + 5.0, y, colour, width)
        page.text(x + 6.4, y, words, NOTE, INK_2)
        x += text_mm(words, NOTE) + 11.0
    return y + 2.8


def _title(around: Surroundings, name: str, language: Language) -> str:
    count = len(around.neighbours)
    parts = len(around.inside)
    inner = (
        say(language, f"{name}辖 {parts} 个区县，", f"{name} has {parts} districts and ")
        if parts > 1
        else say(language, name, f"{name} ")
    )
    return inner + say(
        language, f"与 {count} 个区县相邻", f"borders on {count} districts and counties"
    )


def _data(around: Surroundings, language: Language) -> pd.DataFrame:
    """One row a district or county that touches the zone or lies in it, by code."""
    rows = []
    for adcode in sorted(around.inside | around.neighbours):
        unit = around.districts.loc[adcode]
        within = adcode in around.inside
        relation = say(language, "在内", "inside") if within else say(language, "相邻", "touching")
        rows.append(
            headed(
                language,
                ("代码", "Code", adcode),
                ("名称", "Name (Chinese)", str(unit["name"])),
                ("省级行政区", "Province", province_name(adcode, language)),
                ("关系", "Relation", relation),
            )
        )
    return pd.DataFrame(rows)
