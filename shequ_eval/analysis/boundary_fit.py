"""Knows whether an outline is the place that a zone was in its evaluation; moves no boundary."""

from __future__ import annotations

from typing import Any

import geopandas
import pandas as pd

from shequ_eval.analysis.adcodes import same_place
from shequ_eval.evidence.boundaries import Boundaries, NoBoundaries

# Albers equal-area conic, standard parallels 25° and 47°, central meridian 105°.
ALBERS = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +datum=WGS84 +units=m"
QUALITIES = ("official_read", "reposted", "secondary", "estimated", "memory")
Layer = Boundaries | NoBoundaries
COLUMNS = [
    "zone_id", "adcode", "level", "layer_name", "boundary_as_of", "layer_as_of", "area_km2",
    "known_km2", "known_id", "known_quality", "error_share", "verdict",
]  # fmt: skip
DRAWN = ("fits", "unchecked")


def fit_boundaries(
    zones: pd.DataFrame, denominators: pd.DataFrame, boundaries: Layer
) -> pd.DataFrame:
    """For each zone, its area by the layer beside its known area, and whether to draw it.

    The known area is the best row of `denominators` with measure `area` (by quality, then the
    latest). `error_share` is layer over known, less one; missing without a known area. `verdict`:

    - `fits`: the area is within `largest_area_error_share` of the known one;
    - `unchecked`: no area is known, and the zone's boundary date is the layer's;
    - `area_differs`, `name_differs`, `not_in_layer`: another place, or another vintage;
    - `other_date`: no area is known, and the dates differ;
    - `no_boundaries`: there is no layer.

    Only the first two (`DRAWN`) may be drawn.
    """
    rows = [_fit(zone, denominators, boundaries) for zone in zones.to_dict("records")]
    return pd.DataFrame(rows, columns=COLUMNS)


def _fit(zone: dict[Any, Any], denominators: pd.DataFrame, layer: Layer) -> dict[str, Any]:
    adcode = str(zone["adcode"])
    row: dict[str, Any] = dict.fromkeys(COLUMNS) | {
        "zone_id": zone["zone_id"],
        "adcode": adcode,
        "boundary_as_of": zone["boundary_as_of"],
        "verdict": "no_boundaries",
    }
    return row if isinstance(layer, NoBoundaries) else _measured(zone, row, denominators, layer)


def _measured(
    zone: dict[Any, Any], row: dict[str, Any], denominators: pd.DataFrame, boundaries: Boundaries
) -> dict[str, Any]:
    adcode = str(zone["adcode"])
    level = boundaries.level_of(adcode)
    row |= {"layer_as_of": boundaries.as_of, "verdict": "not_in_layer"}
    if level is None:
        return row
    unit = boundaries.layer(level).loc[[adcode]]
    area = float(areas_km2(unit).iloc[0])
    known = known_area(denominators, str(zone["zone_id"]))
    error = None if known is None else area / float(known["value"]) - 1
    row |= {"level": level, "layer_name": unit["name"].iloc[0], "area_km2": area}
    if known is not None:
        row |= {"known_km2": float(known["value"]), "known_id": known["denominator_id"]}
        row |= {"known_quality": known["quality"]}
    return row | {"error_share": error, "verdict": _verdict(zone, row, error, boundaries)}


def _verdict(
    zone: dict[Any, Any], row: dict[str, Any], error: float | None, boundaries: Boundaries
) -> str:
    if not same_place(str(zone["title_zh"]), str(row["layer_name"])):
        return "name_differs"
    if error is not None:
        off = abs(error) > boundaries.rules.largest_area_error_share
        return "area_differs" if off else "fits"
    return "unchecked" if zone["boundary_as_of"] == boundaries.as_of else "other_date"


def known_area(denominators: pd.DataFrame, zone_id: str) -> pd.Series | None:
    """The best known area of a zone in km²: by quality, then the latest; None without one."""
    rows = denominators[
        denominators["zone_id"].eq(zone_id)
        & denominators["measure"].eq("area")
        & denominators["value"].notna()
    ]
    if rows.empty:
        return None
    ranked = rows.assign(rank=rows["quality"].map({q: n for n, q in enumerate(QUALITIES)}))
    return ranked.sort_values(["rank", "year"], ascending=[True, False]).iloc[0]


def areas_km2(units: geopandas.GeoDataFrame) -> pd.Series:
    """The area of each outline on the ellipsoid, in km², by an equal-area projection.

    One degree square at the equator is 12,309 km² (110.574 km by 111.320 km):

    >>> from shapely.geometry import box
    >>> square = geopandas.GeoDataFrame(geometry=[box(0, 0, 1, 1)], crs="EPSG:4326")
    >>> round(float(areas_km2(square.segmentize(0.01)).iloc[0]), -1)
    12310.0
    """
    return units.geometry.to_crs(ALBERS).area / 1e6


def local_projection(units: geopandas.GeoDataFrame) -> str:
    """An equal-area projection of its own for a small region, centred on it.

    >>> from shapely.geometry import box
    >>> here = geopandas.GeoDataFrame(geometry=[box(121, 29, 122, 30)], crs="EPSG:4326")
    >>> local_projection(here)
    '+proj=laea +lat_0=29.50 +lon_0=121.50 +datum=WGS84 +units=m'
    """
    west, south, east, north = units.total_bounds
    middle = f"+lat_0={(south + north) / 2:.2f} +lon_0={(west + east) / 2:.2f}"
    return f"+proj=laea {middle} +datum=WGS84 +units=m"
