"""Knows how to shade outlines by a measure, missing data hatched; orders and tests no place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import geopandas
import pandas as pd
from matplotlib.figure import Figure

from shequ_eval.analysis.adcodes import match_units
from shequ_eval.analysis.boundary_fit import local_projection
from shequ_eval.analysis.refusals import RefusedMethodError
from shequ_eval.evidence.boundaries import Boundaries
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.layout import LINE_MM, Page
from shequ_eval.exhibits.maps.boundary_words import (
    Layer,
    Publication,
    boundary_source,
    dashes_source,
    may_draw,
    why_tiles,
)
from shequ_eval.exhibits.maps.country import (
    draw_coast,
    draw_corners,
    draw_dashes,
    name_inset,
    whole_country,
)
from shequ_eval.exhibits.maps.local import draw_local_frame, fitting_names, local_window
from shequ_eval.exhibits.maps.province_tiles import province_name
from shequ_eval.exhibits.maps.shading import (
    HATCH,
    Measure,
    Shades,
    refused,
    shade_legend,
    shades_of,
)
from shequ_eval.exhibits.maps.value_tiles import check_codes, draw_place_tiles, draw_province_tiles
from shequ_eval.exhibits.maps.value_words import (
    how_shaded,
    outlined_words,
    value_data,
    value_notes,
    value_source,
    value_subtitle,
    value_title,
)
from shequ_eval.exhibits.maps.window import Window, draw_frame, draw_shapes
from shequ_eval.exhibits.style import GREY, GRID_LINE, INK, NOTE, PAPER, RULE, print_style
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Language

COUNTRY = "100000"
OWN_LINE = 1.1


def draw_choropleth(
    values: pd.DataFrame,
    measure: Measure,
    layer: Layer,
    language: Language,
    publication: Publication = "internal",
    within: str = COUNTRY,
    places: Iterable[str] = (),
) -> Exhibit:
    """A measure over the provinces of the country, or over the districts of a city or province.

    `values` has `adcode` and `value` of one unit, basis, status and period, missing where there
    is none, and may have `name_zh`, which must be the layer's name of the code. `within` is the
    country, or the adcode of a province or city whose districts are shaded; all of them are drawn,
    those without a value hatched. A public edition, or one without a layer, gets equal tiles.
    A total, or fewer than eight values, gives words that say why. `places` are the codes of the
    report's own places: on a map of the country the provinces that they lie in are outlined, and
    a note gives their values, so that a reader sees what the map has to do with them.

    Raises
    ------
    AdcodeError
        A code is missing, malformed, repeated, unknown, or names another place in the layer.
    CompletenessError
        The layer lacks a part of the country.
    LayoutError, GlyphError
        The picture cannot be drawn without a fault.
    """
    why = why_tiles(layer, publication, language)
    if not may_draw(layer, publication) or not isinstance(layer, Boundaries):
        return _tiles(values, measure, layer, language, within, why)
    units = units_within(layer, within)
    table = match_units(values, units).reset_index()
    table["name"] = _names(table, within, language)
    own = {_province_code(code) for code in places} if within == COUNTRY else set()
    outlined = pd.DataFrame(table[table["adcode"].isin(own)].drop(columns="geometry"))
    try:
        shades = shades_of(table["value"], measure)
    except RefusedMethodError as error:
        return refused(f"figure_map_{measure.measure_id}", measure, error, language)
    with print_style():
        if within == COUNTRY:
            figure, unnamed = _country(table, shades, measure, layer, language, own), False
        else:
            figure, unnamed = _districts(table, shades, measure, layer, language)
    kind = "province" if within == COUNTRY else "district"
    ends = [value_source(measure, language), boundary_source(layer, language)]
    ends += [dashes_source(language)] * (within == COUNTRY)
    missing = int(table["value"].isna().sum())
    return Exhibit(
        exhibit_id=f"figure_map_{measure.measure_id}",
        kind="figure",
        title=value_title(table["value"], measure, kind, language),
        subtitle=value_subtitle(measure, shades, False, language),
        notes=value_notes(
            shades, missing, why, unnamed, language, outlined_words(outlined, measure, language)
        ),
        source=say(language, "", " ").join(ends),
        data=value_data(pd.DataFrame(table.drop(columns="geometry")), measure, language),
        figure=figure,
        rests_on=(measure.rests_on, "boundaries.yaml"),
        how=how_shaded(language),
    )


def units_within(boundaries: Boundaries, within: str) -> geopandas.GeoDataFrame:
    """The provinces of the country, or the districts of a province or city.

    Raises
    ------
    KeyError
        No district lies in a province or city of that code.
    """
    if within == COUNTRY:
        return boundaries.provinces
    districts = boundaries.districts
    found = districts[districts["city"].eq(within) | districts["province"].eq(within)]
    if found.empty:
        raise KeyError(f"{within}: 不是省或市的代码 is no code of a province or a city")
    return found


def _province_code(adcode: str) -> str:
    """The code of the province that a place lies in."""
    return f"{str(adcode)[:2]}0000"


def _names(table: pd.DataFrame, within: str, language: Language) -> list[str]:
    if within == COUNTRY:
        return [province_name(str(code), language) for code in table["adcode"]]
    return [str(name) for name in table["name"]]


def _tiles(
    values: pd.DataFrame, measure: Measure, layer: Layer, language: Language, within: str, why: str
) -> Exhibit:
    """Equal tiles instead of a map, with the layer's names by code where there is a layer."""
    if within == COUNTRY:
        return draw_province_tiles(values, measure, language, why)
    if isinstance(layer, Boundaries):
        table = match_units(values, units_within(layer, within)).reset_index()
        named = pd.DataFrame(table[["adcode", "value"]]).assign(name_zh=table["name"])
        return draw_place_tiles(named, measure, language, "district", why)
    check_codes(values, "adcode", r"\d{6}", None)
    named = values if "name_zh" in values else values.assign(name_zh=values["adcode"])
    return draw_place_tiles(named, measure, language, "district", why)


def _country(
    table: geopandas.GeoDataFrame,
    shades: Shades,
    measure: Measure,
    boundaries: Boundaries,
    language: Language,
    own: set[str],
) -> Figure:
    page = Page()
    missing = bool(table["value"].isna().any())
    top = shade_legend(page, 0.3, 3.8, shades, measure, missing, language) + 0.4
    country = whole_country(boundaries, top)
    shapes = country.land
    values = dict(zip(table["adcode"], table["value"], strict=True))
    for window in country.windows:
        draw_coast(page, window, shapes)
        _shade(page, window, shapes, values, shades)
        edges = shapes[[str(code) in own for code in shapes.index]].boundary
        # NOTE: the shades are blue; ink on a white rim stands out on the palest and the darkest.
        draw_shapes(page, window, edges, color=PAPER, linewidth=2 * OWN_LINE, zorder=2.6)
        draw_shapes(page, window, edges, color=INK, linewidth=OWN_LINE, zorder=2.7)
        draw_dashes(page, country, window)
        draw_frame(page, window)
    draw_corners(page, country, language)
    name_inset(page, country, language)
    return page.finish(country.frame.bottom + 1.0)


def _districts(
    table: geopandas.GeoDataFrame,
    shades: Shades,
    measure: Measure,
    boundaries: Boundaries,
    language: Language,
) -> tuple[Figure, bool]:
    page = Page()
    missing = bool(table["value"].isna().any())
    top = shade_legend(page, 0.3, 3.8, shades, measure, missing, language) + 0.4
    shapes = table.set_index("adcode").geometry.to_crs(local_projection(table))
    window = local_window(shapes.total_bounds, 0.04, top)
    values = dict(zip(table["adcode"], table["value"], strict=True))
    draw_coast(page, window, shapes)
    _shade(page, window, shapes, values, shades)
    draw_local_frame(page, window, boundaries.as_of, language)
    named = _draw_values(page, window, table, shapes, shades, measure)
    return page.finish(window.bottom + 1.0), named < len(table)


def _shade(
    page: Page,
    window: Window,
    shapes: geopandas.GeoSeries,
    values: dict[str, Any],
    shades: Shades,
) -> None:
    """Each class in its fill, outlines without a value hatched; each class is drawn once."""
    codes = [str(code) for code in shapes.index]
    known = {code: shades.of(float(values[code])) for code in codes if pd.notna(values[code])}
    for place, fill in enumerate(shades.fills):
        chosen = shapes[[known.get(code) == place for code in codes]]
        draw_shapes(page, window, chosen, facecolor=fill, edgecolor=RULE, linewidth=GRID_LINE)
    empty = shapes[[code not in known for code in codes]]
    draw_shapes(
        page, window, empty, facecolor=PAPER, edgecolor=GREY, linewidth=GRID_LINE, hatch=HATCH
    )


def _draw_values(
    page: Page,
    window: Window,
    table: geopandas.GeoDataFrame,
    shapes: geopandas.GeoSeries,
    shades: Shades,
    measure: Measure,
) -> int:
    """Name and value in each outline that has room; how many got theirs."""
    rows = {str(row["adcode"]): row for row in table.drop(columns="geometry").to_dict("records")}
    words = {
        code: [str(row["name"])] + [measure.number(row["value"])] * bool(pd.notna(row["value"]))
        for code, row in rows.items()
    }
    spots = fitting_names(window, shapes, words, [])
    for code, (x, y) in spots.items():
        value = rows[code]["value"]
        ink = shades.inks[shades.of(float(value))] if pd.notna(value) else None
        first = y - (len(words[code]) - 1) * NOTE * LINE_MM / 2
        look = {"colour": ink} if ink else {"halo": True}
        page.lines(x, first, words[code], NOTE, align="center", **look)
    return len(spots)
