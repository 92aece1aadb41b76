"""Knows how to draw where zones lie; draws no value, no cropped country and no size as a point."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from shequ_eval.analysis.boundary_fit import ALBERS
from shequ_eval.evidence.boundaries import Boundaries
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.layout import LINE_MM, Page, text_mm, wrap_text
from shequ_eval.exhibits.maps.boundary_words import Layer, Publication
from shequ_eval.exhibits.maps.country import dash_boxes, draw_corners, draw_country, whole_country
from shequ_eval.exhibits.maps.known_provinces import zones_by_province
from shequ_eval.exhibits.maps.labels import NoRoomError, Place, spots_for
from shequ_eval.exhibits.maps.locator_words import (
    facts_words,
    how_measured,
    is_drawn,
    locator_data,
    locator_notes,
    locator_source,
    locator_subtitle,
    locator_title,
    standing_words,
    zone_kinds,
)
from shequ_eval.exhibits.maps.outlines import draw_outlines, outlines_of, unit_of
from shequ_eval.exhibits.maps.province_tiles import Grid, draw_provinces, marked, province_name
from shequ_eval.exhibits.maps.window import Box, Window
from shequ_eval.exhibits.maps.zone_marks import draw_zone, zone_legend
from shequ_eval.exhibits.style import (
    AXIS_LINE,
    GRID,
    GRID_LINE,
    GROUP_LINE,
    INK,
    INK_2,
    NOTE,
    PAGE_MM,
    RULE,
    VALUE,
    print_style,
)
from shequ_eval.exhibits.words import say
from shequ_eval.exhibits.zone_names import name_lines
from shequ_eval.vocabulary.codebook import Codebook, Language

LEGEND_LEFT = 122.7
TILE = Grid(0.2, 2.6, 10.8, 8.0)
LIST_LEFT = 97.0
LIST_MOST = 15  # zones beside the tiles; more stand in the table alone


def draw_locator(
    zones: pd.DataFrame,
    fits: pd.DataFrame,
    observations: pd.DataFrame,
    layer: Layer,
    codebook: Codebook,
    language: Language,
    publication: Publication = "internal",
) -> Exhibit:
    """Where the zones lie in China: a map in an internal edition, equal tiles in a public one.

    `fits` is `fit_boundaries` of the same zones: a zone whose outline is not known to be its own
    (another vintage, another place) turns the whole map into tiles, and the reason is printed.
    So do a missing layer and `publication: public`. Under the map the outlines stand at one
    scale, a zone inside another drawn in it.

    Raises
    ------
    CompletenessError
        The layer lacks a part of the country.
    NoRoomError, LayoutError, GlyphError
        The picture cannot be drawn without a fault.
    """
    kinds = zone_kinds(zones, observations)
    drawn = is_drawn(fits, layer, publication)
    with print_style():
        if drawn and isinstance(layer, Boundaries):
            figure = _map(zones, kinds, layer, codebook, language)
        else:
            figure = _tiles(zones, fits, kinds, codebook, language)
    return Exhibit(
        exhibit_id="figure_locator",
        kind="figure",
        title=locator_title(zones, fits, codebook, language),
        subtitle=locator_subtitle(drawn, len(zones), language),
        notes=locator_notes(zones, fits, layer, codebook, language, publication),
        source=locator_source(layer, drawn, language),
        data=locator_data(zones, fits, kinds, drawn, codebook, language),
        figure=figure,
        rests_on=("zones", "denominators", "boundaries.yaml"),
        how=how_measured(language),
    )


def _map(
    zones: pd.DataFrame,
    kinds: dict[str, str],
    boundaries: Boundaries,
    codebook: Codebook,
    language: Language,
) -> Figure:
    page = Page()
    country = whole_country(boundaries, top=2.2)
    draw_country(page, country, language)
    taken = [*draw_corners(page, country, language), *dash_boxes(country)]
    points = {
        str(zone["zone_id"]): _point(boundaries, str(zone["adcode"]), country.frame)
        for zone in zones.to_dict("records")
    }
    for zone_id, (x, y) in points.items():
        draw_zone(page, kinds[zone_id], x, y)
    names = {zone: codebook.title("short", zone, language) for zone in points}
    key = _draw_names(page, points, names, country.frame.page_box, taken)
    y = zone_legend(page, LEGEND_LEFT, 5.0, kinds.values(), language)
    _draw_line_legend(page, y, language)
    y = country.frame.bottom
    if key:
        y = page.lines(0.4, y + 3.4, wrap_text(key, PAGE_MM - 1.0, NOTE), NOTE, colour=INK_2)
    if len(zones) > 1:
        outlines = outlines_of(zones, boundaries, codebook, language)
        y = draw_outlines(page, y, outlines, kinds, language)
    return page.finish(y + 1.0)


def _point(boundaries: Boundaries, adcode: str, frame: Window) -> tuple[float, float]:
    centre = unit_of(boundaries, adcode).geometry.to_crs(ALBERS).centroid.iloc[0]
    return frame.at(centre.x, centre.y)


def _draw_names(
    page: Page,
    points: dict[str, tuple[float, float]],
    names: dict[str, str],
    inside: Box,
    taken: list[Box],
) -> str:
    """The zones' names beside their points, numbers where names have no room; the numbers' key."""
    key = ""
    try:
        spots = spots_for(_places(points, names), inside, taken)
    except NoRoomError:
        numbered = [f"{place} {name}" for place, name in enumerate(names.values(), start=1)]
        key = "  ".join(numbered)
        names = {zone: str(place) for place, zone in enumerate(names, start=1)}
        spots = spots_for(_places(points, names), inside, taken)
    for name, (x, y), spot in zip(names.values(), points.values(), spots, strict=True):
        width = text_mm(name, VALUE)
        if spot.led:
            end = spot.left - 0.5 if spot.left > x else spot.left + width + 0.5
            page.line(x, y, end, spot.middle, INK, AXIS_LINE, zorder=3.2, leader=True)
        page.text(spot.left, spot.middle, name, VALUE, bold=True, halo=True)
    return key


def _places(points: dict[str, tuple[float, float]], names: dict[str, str]) -> list[Place]:
    return [Place(x, y, text_mm(names[zone], VALUE) + 0.4, 3.4) for zone, (x, y) in points.items()]


def _draw_line_legend(page: Page, y: float, language: Language) -> None:
    entries = [
        (INK_2, 0.9, say(language, "国界、海岸线", "border, coast")),
        (RULE, 0.6, say(language, "省级界线", "provinces")),
    ]
    for colour, width, words in entries:
        page.line(LEGEND_LEFT, y, LEGEND_LEFT + 3.6, y, colour, width)
        page.text(LEGEND_LEFT + 5.0, y, words, NOTE, INK_2)
        y += 4.6


def _tiles(
    zones: pd.DataFrame,
    fits: pd.DataFrame,
    kinds: dict[str, str],
    codebook: Codebook,
    language: Language,
) -> Figure:
    page = Page()
    shown = {}
    for province, zone_ids in zones_by_province(zones, fits).items():
        names = " ".join(codebook.title("short", zone, language) for zone in zone_ids)
        if text_mm(names, NOTE) > 2 * TILE.width:
            many = "place" if len(zone_ids) == 1 else "places"
            names = say(language, f"{len(zone_ids)} 地", f"{len(zone_ids)} {many}")
        shown[province] = marked(province_name(province, language), names)
    bottom = draw_provinces(page, TILE, shown, language)
    if len(zones) <= LIST_MOST:
        bottom = max(bottom, _draw_list(page, zones, kinds, codebook, language))
    else:
        zone_legend(page, LIST_LEFT, 6.0, kinds.values(), language)
    return page.finish(bottom + 1.0)


def _draw_list(
    page: Page,
    zones: pd.DataFrame,
    kinds: dict[str, str],
    codebook: Codebook,
    language: Language,
) -> float:
    """Beside the tiles, each zone with its mark, its standing and its period; the y below."""
    heads = [say(language, "地区", "Zone"), say(language, "文件所述期间", "Document of")]
    page.text(LIST_LEFT, 5.0, heads[0], NOTE, INK_2)
    page.text(PAGE_MM - 0.4, 5.0, heads[1], NOTE, INK_2, align="right")
    page.line(LIST_LEFT, 7.4, PAGE_MM, 7.4, width=GROUP_LINE)
    y = 8.2
    for zone in zones.to_dict("records"):
        rows = wrap_text(standing_words(zone, codebook, language), PAGE_MM - LIST_LEFT - 6.0, NOTE)
        period = facts_words(zone, language)
        room = PAGE_MM - LIST_LEFT - 7.4 - text_mm(period, NOTE)
        name = name_lines(codebook.title("short", zone["zone_id"], language), room, VALUE)
        page.lines(LIST_LEFT + 5.4, y + 2.4, name, VALUE, bold=True)
        draw_zone(page, kinds[str(zone["zone_id"])], LIST_LEFT + 1.8, y + 2.4)
        page.text(PAGE_MM - 0.4, y + 2.4, period, NOTE, align="right")
        y += (len(name) - 1) * VALUE * LINE_MM
        y = page.lines(LIST_LEFT + 5.4, y + 5.9, rows, NOTE, colour=INK_2)
        page.line(LIST_LEFT, y, PAGE_MM, y, GRID, GRID_LINE)
        y += 0.6
    return zone_legend(page, LIST_LEFT, y + 3.0, kinds.values(), language)
