"""Knows of which zones it is known in which province they lie; takes no code at its word."""

from __future__ import annotations

import pandas as pd

from shequ_eval.exhibits.maps.province_tiles import TILES, province_name, province_of
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Language

UNKNOWN = ("name_differs", "not_in_layer")  # boundary data give the code to another place, or none


def known_provinces(zones: pd.DataFrame, fits: pd.DataFrame) -> dict[str, str]:
    """The province code of each zone whose code is its own; the others are left out.

    `fits` is `fit_boundaries` of the same zones. Where there are no boundary data, a code lies in
    the province that it begins with.

    >>> zones = pd.DataFrame({"zone_id": ["a", "b", "c"], "adcode": ["330211", "330106", "999901"]})
    >>> fits = zones.assign(verdict=["fits", "name_differs", "not_in_layer"])
    >>> known_provinces(zones, fits)
    {'a': '330000'}
    """
    verdicts = dict(zip(fits["zone_id"], fits["verdict"], strict=True))
    found = {
        str(zone): province_of(str(code))
        for zone, code in zip(zones["zone_id"], zones["adcode"], strict=True)
        if verdicts[zone] not in UNKNOWN
    }
    return {zone: province for zone, province in found.items() if province in TILES}


def zones_by_province(zones: pd.DataFrame, fits: pd.DataFrame) -> dict[str, list[str]]:
    """The zones of each province, in their order; one whose province is not known is in none."""
    found: dict[str, list[str]] = {}
    for zone_id, province in known_provinces(zones, fits).items():
        found.setdefault(province, []).append(zone_id)
    return found


def province_words(zone_id: str, provinces: dict[str, str], language: Language) -> str:
    """The name of a zone's province, or that it is not known.

    >>> province_words("a", {"a": "330000"}, "zh"), province_words("b", {}, "en")
    ('浙江', 'not known')
    """
    if zone_id not in provinces:
        return say(language, "无从确定", "not known")
    return province_name(provinces[zone_id], language)


def where_words(zones: pd.DataFrame, fits: pd.DataFrame, language: Language) -> str:
    """In how many provinces the zones lie, of those of which it is known, and of how many not.

    >>> zones = pd.DataFrame({"zone_id": ["a", "b", "c"], "adcode": ["330211", "330106", "999901"]})
    >>> fits = zones.assign(verdict=["fits", "fits", "not_in_layer"])
    >>> where_words(zones, fits, "zh")
    '3 地中 2 地分布在 1 个省级行政区，1 地的代码不能确定在哪一省'
    >>> where_words(zones[:2], fits, "en")
    '2 places in 1 province-level unit'
    """
    count, provinces = len(zones), known_provinces(zones, fits)
    known, apart = len(provinces), len(set(provinces.values()))
    lost = count - known
    unit = "unit" if apart == 1 else "units"
    if not known:
        return say(
            language,
            f"{count} 地的代码都不能确定在哪一省",
            f"{count} places: their codes do not tell in which province they lie",
        )
    if not lost:
        return say(
            language,
            f"{count} 地分布在 {apart} 个省级行政区",
            f"{count} places in {apart} province-level {unit}",
        )
    code = "code does" if lost == 1 else "codes do"
    return say(
        language,
        f"{count} 地中 {known} 地分布在 {apart} 个省级行政区，{lost} 地的代码不能确定在哪一省",
        f"{known} of {count} places in {apart} province-level {unit}; where {lost} lie"
        f"{'s' if lost == 1 else ''}, the {code} not tell",
    )


def known_codes(zones: pd.DataFrame, fits: pd.DataFrame) -> list[str]:
    """The codes of the zones of which it is known in which province they lie.

    >>> zones = pd.DataFrame({"zone_id": ["a", "b"], "adcode": ["330211", "330106"]})
    >>> known_codes(zones, zones.assign(verdict=["fits", "name_differs"]))
    ['330211']
    """
    known = zones["zone_id"].astype(str).isin(known_provinces(zones, fits))
    return [str(code) for code in zones.loc[known, "adcode"]]
