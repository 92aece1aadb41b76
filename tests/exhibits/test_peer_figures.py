"""Spine chart, rug and small multiples: no place, order or link that the gate refuses."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from shequ_eval.analysis.comparability import compare_pairs, figures_to_compare
from shequ_eval.analysis.peers import stand_among_peers
from shequ_eval.analysis.sizes import figures_to_place
from shequ_eval.evidence.study import Study
from shequ_eval.exhibits import style
from shequ_eval.exhibits.exhibit import Exhibit, picture
from shequ_eval.exhibits.multiples_figure import draw_multiples
from shequ_eval.exhibits.spine_figure import draw_spine
from shequ_eval.exhibits.spines import draw_spines
from shequ_eval.exhibits.tartan_figure import draw_tartan
from shequ_eval.exhibits.tartan_looks import look_of
from shequ_eval.vocabulary.codebook import Codebook, Language, read_codebook

LANGUAGES: list[Language] = ["zh", "en"]
DATA = Path(__file__).resolve().parents[2] / "data"
DIMENSIONS = ("input", "process", "output", "outcome", "satisfaction")


@cache
def many(count: int) -> tuple[pd.DataFrame, Codebook]:
    """示例数据: invented districts with invented figures of twelve indicators."""
    book = read_codebook(DATA)
    draw = np.random.default_rng(count)
    model = book.zones.loc["zhenhai"].to_dict()
    zones = pd.DataFrame(
        [
            model
            | {"zone_id": f"demo{n}", "short_zh": f"示例{n}", "short_en": f"Demo {n}"}
            | {"title_zh": f"示例区{n}", "title_en": f"Demo {n}", "parent_zone": ""}
            for n in range(count)
        ]
    )
    wide = Codebook(
        book.indicators, book.families, zones, book.labels, book.standards, book.comparability,
        book.sets,
    )  # fmt: skip
    kept = book.indicators[
        book.indicators["never_compare"].ne("true")
        & ~book.indicators.index.isin(book.comparability.undefined_bases)
    ]
    most = {"higher": 9, "lower": 9, "none": 2}
    chosen = [key for way, n in most.items() for key in kept.index[kept["direction"] == way][:n]]
    rows = [_row(key, n, kept, draw) for key in chosen for n in range(count)]
    return pd.DataFrame([row for row in rows if row]), wide


def _row(key: str, n: int, kept: pd.DataFrame, draw: np.random.Generator) -> dict[str, object]:
    chance, value = draw.uniform(), round(float(draw.normal(60, 15)), 1)
    if chance < 0.12:
        return {}
    return {
        "observation_id": f"{key}.{n}", "zone_id": f"demo{n}", "indicator_id": key,
        "family_id": kept.at[key, "family_id"], "dimension": kept.at[key, "dimension"],
        "period": "2020", "period_basis": "text",
        "status": "planned" if chance > 0.95 else "actual", "scope": "whole_zone", "basis": "",
        "registration": "", "value": value, "low": value,
        "high": np.nan if 0.8 < chance < 0.9 else value, "unit": kept.at[key, "unit"],
        "qualifier": "exact", "change": "level", "per": "", "cumulative_over": "", "absence": "",
        "evidence_ids": f"demo{n}-0001",
        "evidence_grade": "C", "doubt": "",
    }  # fmt: skip


@cache
def paired(count: int) -> pd.DataFrame:
    figures, book = many(count)
    return compare_pairs(figures, book)


@cache
def placed(count: int) -> pd.DataFrame:
    figures, book = many(count)
    zones = [str(zone) for zone in book.zones.index]
    return standing(figures, paired(count), zones, book)


def standing(
    figures: pd.DataFrame, pairs: pd.DataFrame, zones: list[str], book: Codebook
) -> pd.DataFrame:
    """The figures among each other: half a million residents in every district, 示例数据."""
    people = pd.DataFrame(
        {
            "denominator_id": [f"{zone}.residents" for zone in zones], "zone_id": zones,
            "measure": "resident_population", "year": 2020, "value": 500_000.0,
            "count_type": "census", "quality": "official_read", "basis": "常住",
            "coverage": "whole_zone",
        }
    )  # fmt: skip
    sized = figures_to_place(figures, people, book.zones, book)
    rules = pd.DataFrame(columns=["indicator_id"])
    return stand_among_peers(sized, pairs, rules, zones, book.comparability)


@pytest.fixture(scope="module")
def held(five_zones: Study) -> pd.DataFrame:
    told = figures_to_compare(five_zones.observations, five_zones.codebook)
    book = five_zones.codebook
    sized = figures_to_place(told, five_zones.denominators, five_zones.zones, book)
    return stand_among_peers(
        sized,
        compare_pairs(told, book),
        five_zones.standards,
        five_zones.parameters.zones,
        book.comparability,
    )


def words_of(exhibit: Exhibit) -> list[str]:
    assert exhibit.figure is not None
    return [text.get_text() for text in exhibit.figure.axes[0].texts if text.get_text()]


def marks_below(exhibit: Exhibit, y: float) -> list[str]:
    assert exhibit.figure is not None
    lines = [x for x in exhibit.figure.axes[0].lines if x.get_marker() in ("o", "s")]
    return [
        str(line.get_label()) for line in lines if np.asarray(line.get_ydata(), dtype=float)[0] > y
    ]


def crimson(exhibit: Exhibit) -> list[str]:
    assert exhibit.figure is not None
    texts = exhibit.figure.axes[0].texts
    return [text.get_text() for text in texts if text.get_color() == style.CRIMSON]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("zone", ["nanjing", "lishui", "zhenhai", "jiangbei", "jiexiu"])
def test_a_real_zone_has_no_place_and_each_row_says_why(
    held: pd.DataFrame, codebook: Codebook, language: Language, zone: str
) -> None:
    exhibit = draw_spine(held, codebook, language, zone)
    assert (exhibit.kind, exhibit.figure) == ("text", None)
    if zone == "jiexiu":
        return
    own = held[held["zone_id"].eq(zone) & held["state"].eq("actual")]
    counts = [int(own["refusal"].eq(refusal).sum()) for refusal in ("gate", "open", "no_other")]
    assert [n for n in counts if n] == [
        int(n)
        for n in re.findall(r"\d+", exhibit.sentences[0].partition("**")[2].partition("**")[2])
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_five_zones_without_a_place_are_a_table_of_reasons_and_no_picture(
    held: pd.DataFrame, codebook: Codebook, language: Language
) -> None:
    exhibit = draw_tartan(held, codebook, language)
    assert (exhibit.kind, exhibit.figure) == ("table", None)
    place, why = ("位置", "理由") if language == "zh" else ("Place", "Reason")
    refused = (
        ["不可比", "无从判断"] if language == "zh" else ["not comparable", "cannot be determined"]
    )
    assert exhibit.data[place].value_counts()[refused].tolist() == [8, 6]
    assert exhibit.data[why].ne("").all()
    assert sum("8" in note for note in exhibit.notes) >= 1


def test_what_cannot_be_told_is_a_grey_question_and_only_the_incomparable_is_crimson() -> None:
    _, book = many(12)
    told = placed(12).copy()
    rows = told.index[told["position"] != ""][:2]
    told.loc[rows, ["position", "refusal"]] = [["", "gate"], ["", "open"]]
    told.loc[rows, "reasons"] = pd.Series([("scope_differs",), ("scope_unstated",)], index=rows)
    exhibit = draw_tartan(told, book, "zh")
    assert crimson(exhibit) == ["×", "×"]  # the legend and the cell
    assert exhibit.figure is not None
    asked = [text for text in exhibit.figure.axes[0].texts if text.get_text() == "?"]
    assert len(asked) > 0
    assert style.CRIMSON not in {text.get_color() for text in asked}
    assert any(note.startswith("不可比的 1 格") for note in exhibit.notes)
    assert any(note.startswith("无从判断的 1 格") for note in exhibit.notes)


@pytest.mark.parametrize(
    ("count", "language"), [(12, "zh"), pytest.param(22, "en", marks=pytest.mark.slow)]
)
def test_many_comparable_zones_are_placed(language: Language, count: int) -> None:
    _, book = many(count)
    rug = draw_tartan(placed(count), book, language)
    assert rug.figure is not None
    fills = {to_hex(patch.get_facecolor()).upper() for patch in rug.figure.axes[0].patches}
    assert {style.BLUE, style.TINT, style.GRID, style.PAPER} <= fills
    spine = draw_spine(placed(count), book, language, "demo2")
    assert marks_below(spine, 6)
    for exhibit in (rug, spine):
        assert len(exhibit.data)
        assert exhibit.source


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_zone_with_an_actual_figure_has_its_spine_or_its_line(
    held: pd.DataFrame, codebook: Codebook, language: Language
) -> None:
    zones = ["nanjing", "lishui", "zhenhai", "jiangbei", "jiexiu"]
    (text,) = draw_spines(held, codebook, language, zones)
    lines = text.sentences[0].splitlines()
    told = [zone for zone in zones if zone != "jiexiu"]  # which has plans alone
    assert len(lines) == len(told)
    for zone, line in zip(told, lines, strict=True):
        assert codebook.title("short", zone, language) in line
    assert draw_spines(held.iloc[:0], codebook, language, zones)[0].kind == "text"


def test_spines_are_drawn_for_all_zones_that_have_a_place_and_not_for_the_first_alone() -> None:
    _, book = many(12)
    told = placed(12).copy()
    zones = [str(zone) for zone in book.zones.index]
    told.loc[told["zone_id"].eq("demo1") & told["position"].ne(""), ["position", "refusal"]] = [
        "", "gate",
    ]  # fmt: skip
    said, *drawn = draw_spines(told, book, "zh", zones)
    assert [exhibit.exhibit_id for exhibit in drawn] == [
        f"figure_spine_{zone}" for zone in zones if zone != "demo1"
    ]
    assert (said.kind, len(said.data)) == ("table", 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_zone_without_a_place_is_told_under_a_title_of_its_own_and_no_others_picture(
    language: Language,
) -> None:
    _, book = many(12)
    told = placed(12).copy()
    zones = [str(zone) for zone in book.zones.index]
    bare = told["zone_id"].isin(["demo1", "demo4"]) & told["position"].ne("")
    told.loc[bare, ["position", "refusal"]] = ["", "gate"]
    shown = draw_spines(told, book, language, zones)
    assert {exhibit.kind for exhibit in shown} == {"figure", "table"}
    (table,) = [exhibit for exhibit in shown if exhibit.kind == "table"]
    assert shown[0] is table  # below no zone's picture
    assert table.title
    named = [book.title("short", zone, language) for zone in ("demo1", "demo4")]
    assert table.data.iloc[:, 0].tolist() == named
    for zone, row in zip(("demo1", "demo4"), table.data.to_numpy().tolist(), strict=True):
        own = told[told["zone_id"].eq(zone) & told["state"].eq("actual")]
        assert row[1] == len(own) == sum(int(n) for n in re.findall(r"\d+", row[2]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_count_that_is_placed_is_told_per_head_and_a_refused_one_as_it_is_stated(
    language: Language,
) -> None:
    _, book = many(12)
    rug = draw_tartan(placed(12), book, language).data
    figure, place = rug.columns[2], "位置" if language == "zh" else "Place"
    known = placed(12)
    known = known[known["state"].eq("actual")].reset_index(drop=True)
    assert len(rug) == len(known)
    per_head = ("每万人", "人均") if language == "zh" else ("per 10,000 people", "per resident")
    rated = known["form"].eq("per_head") & known["position"].ne("")
    assert rated.any()
    for row, is_rated in zip(rug.to_dict("records"), rated, strict=True):
        assert any(words in row[figure] for words in per_head) == is_rated, row
        assert row[place]


def test_raw_counts_of_districts_of_unlike_size_are_on_no_side() -> None:
    """Twelve invented districts, each with three tenths more residents than the one before."""
    figures, book = many(12)
    zones = [str(zone) for zone in book.zones.index]
    people = pd.DataFrame(
        {
            "denominator_id": [f"{zone}.residents" for zone in zones], "zone_id": zones,
            "measure": "resident_population", "year": 2020,
            "value": [260_000 * 1.3**n for n in range(12)], "count_type": "census",
            "quality": "official_read", "basis": "常住", "coverage": "whole_zone",
        }
    )  # fmt: skip
    sized = figures_to_place(figures, people, book.zones, book)
    rules = pd.DataFrame(columns=["indicator_id"])
    held = stand_among_peers(sized, paired(12), rules, zones, book.comparability)
    counts = held[held["form"].eq("count")]
    assert counts["refusal"].eq("size").any()
    assert counts["position"].eq("").all()
    assert held.loc[held["form"].eq("per_head"), "position"].ne("").any()
    looks = [
        look_of(row, "higher") for row in counts.to_dict("records") if row["refusal"] == "size"
    ]
    assert {look.fill for look in looks} == {style.PAPER}
    assert {look.letter for look in looks} == {("规", "sz")}
    rug = draw_tartan(held, book, "zh")
    refused = rug.data[rug.data["位置"].eq("规模不同，不论高低")]
    assert len(refused) == counts["refusal"].eq("size").sum()
    assert refused["理由"].str.contains("人口规模相近").all()
    assert any("1.25 倍" in note and str(len(refused)) in note for note in rug.notes)


def test_the_favourable_end_is_on_the_right_also_where_lower_is_better() -> None:
    figures, book = many(12)
    key = next(k for k in figures["indicator_id"].unique()
               if book.indicators.at[k, "direction"] == "lower")  # fmt: skip
    one = figures[figures["indicator_id"].eq(key) & figures["status"].eq("actual")].copy()
    one = one.assign(value=range(len(one)), low=range(len(one)), high=range(len(one)))
    zones = [str(zone) for zone in one["zone_id"]]
    held = standing(one, compare_pairs(one, book), zones, book)
    spots = []
    for zone in (zones[0], zones[-1]):
        figure = draw_spine(held, book, "zh", zone).figure
        assert figure is not None
        marks = [x for x in figure.axes[0].lines if x.get_label() == "actual"]
        spots.append(float(np.asarray(marks[-1].get_xdata(), dtype=float)[0]))
    assert spots[0] > spots[1]  # the least value stands further right


def test_the_rug_never_judges_an_indicator_without_direction() -> None:
    for position in ("higher", "lower"):
        assert look_of({"position": position, "refusal": ""}, "none").fill == style.GRID
        sides = [
            look_of({"position": position, "refusal": ""}, d).fill for d in ("higher", "lower")
        ]
        assert sorted(sides) == sorted([style.BLUE, style.PAPER])


def test_rows_and_columns_keep_their_order_whatever_the_values() -> None:
    figures, book = many(12)
    told = draw_tartan(placed(12), book, "zh").data["指标"].drop_duplicates().tolist()
    order = [book.title("indicator", key) for key in book.indicators.index]
    ends = {end: 200 - figures[end] for end in ("value", "low", "high")}
    turned = figures.assign(**ends)
    zones = [str(zone) for zone in book.zones.index]
    held = standing(turned, compare_pairs(turned, book), zones, book)
    assert draw_tartan(held, book, "zh").data["指标"].drop_duplicates().tolist() == told
    assert set(told) <= set(order)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_small_multiples_say_in_each_panel_whether_it_can_be_compared(
    five_zones: Study, language: Language, dimension: str
) -> None:
    book, zones = five_zones.codebook, five_zones.parameters.zones
    told = figures_to_compare(five_zones.observations, book)
    exhibit = draw_multiples(told, compare_pairs(told, book), book, language, dimension, zones)
    if exhibit.kind == "text":
        of_dimension = told[told["dimension"] == dimension]
        assert of_dimension.groupby("indicator_id")["zone_id"].nunique().max() < 2
        return
    names = [book.title("short", zone, language) for zone in zones]
    column = "指标" if language == "zh" else "Indicator"
    panels = exhibit.data[column].nunique()
    assert [word for word in words_of(exhibit) if word in names] == names * panels
    refused = "不可比" if language == "zh" else "not comparable"
    assert set(crimson(exhibit)) <= {refused}
    open_ = book.label("verdict", "cannot_be_told", language)
    assert len(crimson(exhibit)) + words_of(exhibit).count(open_) == panels
    assert ("没有一对可比" if language == "zh" else "no pair is comparable") in exhibit.title


@pytest.mark.parametrize(
    ("count", "language"), [(2, "zh"), (12, "en"), pytest.param(22, "en", marks=pytest.mark.slow)]
)
def test_small_multiples_of_many_zones_stay_on_the_page(language: Language, count: int) -> None:
    figures, book = many(count)
    zones = [str(zone) for zone in book.zones.index]
    told = paired(count)
    for dimension in figures["dimension"].unique():
        exhibit = draw_multiples(figures, told, book, language, dimension, zones)
        if exhibit.figure is not None:
            assert exhibit.figure.get_size_inches()[1] * 25.4 < 241


@pytest.mark.parametrize("value", [-40.0, 0.0, 3e8, 0.0004, 123456789.0])
def test_any_size_of_figure_fits_its_panel(value: float) -> None:
    figures, book = many(2)
    key = str(figures["indicator_id"].iloc[0])
    rows = figures[figures["indicator_id"] == key].head(2)
    rows = rows.assign(value=value, low=value, high=[value, np.nan][: len(rows)])
    zones = [str(zone) for zone in book.zones.index]
    dimension = str(rows["dimension"].iloc[0])
    told = compare_pairs(rows, book)
    exhibit = draw_multiples(rows, told, book, "zh", dimension, zones, least_zones=1)
    assert exhibit.kind == "figure"


@pytest.mark.slow
def test_peer_figures_are_the_same_bytes_twice() -> None:
    _, book = many(12)
    for draw in (
        lambda: draw_tartan(placed(12), book, "zh"),
        lambda: draw_spine(placed(12), book, "en", "demo0"),
    ):
        one, two = draw().figure, draw().figure
        assert one is not None
        assert two is not None
        assert picture(one, "png") == picture(two, "png")


def test_the_tables_given_are_not_changed(held: pd.DataFrame, codebook: Codebook) -> None:
    before = held.copy(deep=True)
    draw_tartan(held, codebook, "zh")
    draw_spine(held, codebook, "zh", "zhenhai")
    pd.testing.assert_frame_equal(held, before)
