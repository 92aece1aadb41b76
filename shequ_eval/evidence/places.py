"""Knows how to read the bundled places as geometry; draws no map."""

from __future__ import annotations

from pathlib import Path

import geopandas

TEN_DASH_LINE = "places/ten_dash_line.geojson"
CRS = "EPSG:4326"


def read_ten_dash_line(data_root: Path) -> geopandas.GeoDataFrame:
    """The ten-dash line in longitude and latitude, as `data/places` bundles it.

    Raises
    ------
    OSError
        The file is missing or holds no geometry.
    """
    path = data_root / TEN_DASH_LINE
    if not path.is_file():
        raise OSError(f"{TEN_DASH_LINE}: 缺文件 missing")
    try:
        return geopandas.read_file(path)
    except Exception as error:
        raise OSError(f"{TEN_DASH_LINE}: 读不成几何数据 holds no geometry: {error}") from error


def dashes(line: geopandas.GeoDataFrame) -> int:
    """How many separate dashes a line is drawn with."""
    return int(line.geometry.explode(index_parts=False).geom_type.eq("LineString").sum())
