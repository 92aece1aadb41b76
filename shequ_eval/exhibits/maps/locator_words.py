"""Knows how it is said where zones lie: finding, legend, notes, table; draws nothing."""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.analysis.boundary_fit import DRAWN
from shequ_eval.analysis.coverage import LEFT_OUT
from shequ_eval.evidence.boundaries import Boundaries
from shequ_eval.exhibits.maps.boundary_words import (
    Layer,
    Publication,
    area_words,
    boundary_notes,
    boundary_source,
    dashes_source,
    may_draw,
    refusals,
    why_tiles,
)
from shequ_eval.exhibits.maps.known_provinces import (
    UNKNOWN,
    known_provinces,
    province_words,
    where_words,
)
from shequ_eval.exhibits.maps.province_tiles import province_name
from shequ_eval.exhibits.words import headed, say
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_words

Row = dict[Any, Any]
KINDS = {
    "city": ("市级案例", "a city"),
    "actual": ("有实际值", "with an actual figure"),
    "planned": ("只有计划", "plans only"),
    "none": ("没有可评价的数字", "no figure to evaluate"),
}


def zone_kinds(zones: pd.DataFrame, observations: pd.DataFrame) -> dict[str, str]:
    """What each zone's mark says: a city, a zone with an actual figure, with plans only, none.

    Context, and figures that evaluate nothing, are not counted, as in the coverage matrix.
    """
    told = observations["absence"].eq("") & ~observations["family_id"].isin(LEFT_OUT)
    held = observations[told]
    statuses = {zone: set(rows) for zone, rows in held.groupby("zone_id")["status"]}
    kinds = {}
    for zone in zones.to_dict("records"):
        found = statuses.get(zone["zone_id"], set())
        kind = "actual" if "actual" in found else "planned" if "planned" in found else "none"
        kinds[str(zone["zone_id"])] = "city" if zone["tier"] == "city" else kind
    return kinds


def kind_words(kind: str, language: Language) -> str:
    """A zone's kind in words."""
    return say(language, *KINDS[kind])


def nested_pairs(zones: pd.DataFrame) -> list[tuple[str, str]]:
    """The zones that lie within another zone of the report, each with that one."""
    present = set(zones["zone_id"])
    return [
        (str(zone["zone_id"]), str(zone["parent_zone"]))
        for zone in zones.to_dict("records")
        if zone["parent_zone"] in present
    ]


def locator_title(
    zones: pd.DataFrame, fits: pd.DataFrame, codebook: Codebook, language: Language
) -> str:
    """In how many provinces the zones are known to lie, and which lies within which."""
    if len(zones) == 1:
        name, code = (str(zones[key].iloc[0]) for key in (f"title_{language}", "adcode"))
        known = list(known_provinces(zones, fits).values())
        if not known:
            return say(
                language,
                f"{name}：代码 {code} 不能确定在哪一省",
                f"{name}: its code {code} does not tell in which province it lies",
            )
        province = province_name(known[0], language)
        return say(language, f"{name}的位置：{province}", f"{name} lies in {province}")
    head = where_words(zones, fits, language)
    within: dict[str, list[str]] = {}
    for one, two in nested_pairs(zones):
        within.setdefault(two, []).append(one)
    parts = [_nested_words(two, ones, codebook, language) for two, ones in within.items()]
    return say(language, "；", "; ").join([head, *parts])


def _nested_words(outer: str, inner: list[str], codebook: Codebook, language: Language) -> str:
    """That zones lie inside another one, which is why they are never added to it."""
    name = codebook.title("zone", outer, language)
    if len(inner) > 1:
        return say(
            language,
            f"其中 {len(inner)} 地在{name}之内，不与它相加",
            f"{len(inner)} of them lie in {name}: never add them to it",
        )
    one = codebook.title("short", inner[0], language)
    return say(
        language, f"{one}在{name}之内，两者不相加", f"{one} lies in {name}: never add the two"
    )


def locator_subtitle(drawn: bool, zones: int, language: Language) -> str:
    """What the picture shows, and in which projection."""
    if not drawn:
        return say(
            language,
            "示意方格：一格一个省级行政区，不表示位置、面积与界线。",
            "Tiles: one for each province-level unit; they show no position, area or boundary.",
        )
    point = say(
        language,
        "点为其几何中心。" if zones == 1 else "点为各地几何中心。",
        "The point is the centre of the place. "
        if zones == 1
        else "A point is the centre of a place. ",
    )
    return point + say(
        language,
        "双标准纬线等积圆锥投影（25°、47°，中央经线 105°）。",
        "Albers equal-area conic projection (25°, 47°, central meridian 105°).",
    )


def locator_notes(
    zones: pd.DataFrame,
    fits: pd.DataFrame,
    layer: Layer,
    codebook: Codebook,
    language: Language,
    publication: Publication,
) -> tuple[str, ...]:
    """Why tiles stand where they do, which codes changed hands, which names are inferred."""
    notes = [why_tiles(layer, publication, language)]
    if isinstance(layer, Boundaries):
        # NOTE: a code that is not the place's own is told in every edition: it moves no line.
        told = fits if publication == "internal" else fits[fits["verdict"].isin(UNKNOWN)]
        notes += refusals(told, codebook, language)
    if isinstance(layer, Boundaries) and publication == "internal":
        notes += boundary_notes(layer, zones["adcode"], fits, language)
    inferred = zones.loc[zones["identity"] == "inferred", f"short_{language}"]
    if len(inferred):
        names = say(language, "、", ", ").join(inferred)
        notes.append(say(language, f"地名为推定：{names}。", f"Name inferred: {names}."))
    return tuple(note for note in notes if note)


def locator_source(layer: Layer, drawn: bool, language: Language) -> str:
    """The line under every map: whose boundaries and of what date; under tiles, of the codes."""
    if drawn and isinstance(layer, Boundaries):
        return boundary_source(layer, language) + say(language, "", " ") + dashes_source(language)
    return say(language, "地区代码：data/zones/zones.csv。", "Codes: data/zones/zones.csv.")


def how_measured(language: Language) -> str:
    """How the numbers of a map of zones were made."""
    return say(
        language,
        "地区、省份与相邻区县为清点；面积由界线在等积投影上算出，与已知面积对照",
        "zones, provinces and neighbours counted; areas from the boundaries in an equal-area "
        "projection, held against the known ones",
    )


def locator_data(
    zones: pd.DataFrame, fits: pd.DataFrame, kinds: dict[str, str], drawn: bool,
    codebook: Codebook, language: Language,
) -> pd.DataFrame:  # fmt: skip
    """One row a zone: code, province, level, kind, period, boundary date and, on a map, area."""
    fit = fits.set_index("zone_id")
    provinces = known_provinces(zones, fits)
    rows = []
    for zone in zones.to_dict("records"):
        row = headed(
            language,
            ("地区", "Zone", zone[f"title_{language}"]),
            ("代码", "Code", zone["adcode"]),
            ("省级行政区", "Province", province_words(str(zone["zone_id"]), provinces, language)),
            ("层级与身份", "Level and standing", standing_words(zone, codebook, language)),
            ("图中标记", "Mark", kind_words(kinds[zone["zone_id"]], language)),
            ("文件所述期间", "Period of the document", facts_words(zone, language)),
            ("界线时点", "Boundaries as of", zone["boundary_as_of"]),
        )
        if drawn:
            area = area_words(fit.loc[zone["zone_id"]].to_dict(), language)
            row |= headed(language, ("面积", "Area", area))
        rows.append(row)
    return pd.DataFrame(rows)


def standing_words(zone: Row, codebook: Codebook, language: Language) -> str:
    """Level and standing: 市辖区，国家级实验区."""
    level = codebook.label("level", zone["level"], language)
    standing = codebook.label("experiment_status", zone["experiment_status"], language)
    return say(language, "，", ", ").join(part for part in (level, standing) if part)


def facts_words(zone: Row, language: Language) -> str:
    """The years that a zone's document speaks of, as far as a coder can tell."""
    return period_words(str(zone["facts_period"]), "inferred", language)


def is_drawn(fits: pd.DataFrame, layer: Layer, publication: Publication) -> bool:
    """Whether the map is drawn: boundaries may be, and every zone's outline is its own."""
    return may_draw(layer, publication) and bool(fits["verdict"].isin(DRAWN).all())
