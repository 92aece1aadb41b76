"""Money and counts per resident: magnitudes with their bounds, and no order."""

from __future__ import annotations

from math import nan

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from shequ_eval.exhibits import style
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.intensity_figure import draw_intensity, draw_intensity_if_any
from shequ_eval.vocabulary.codebook import Codebook, Language

ORDER = ["experiment_special_fund_yuan", "purchase_spending_yuan", "named_funds_total_yuan"]


def money(zone_id: str, indicator_id: str, *bounds: float, **more: object) -> dict[str, object]:
    low, value, high = bounds
    row = {
        "zone_id": zone_id,
        "indicator_id": indicator_id,
        "status": "actual",
        "value": value,
        "low": low,
        "high": high,
        "unit": "money_per_resident",
        "scope": "whole_zone",
        "cumulative_over": "",
        "period": "2017",
        "period_basis": "text",
        "comparable": False,
        "evidence_ids": f"{zone_id}-{len(indicator_id)}",
    }
    return row | more


def small() -> pd.DataFrame:
    return pd.DataFrame(
        [
            money("zhenhai", ORDER[2], 9, 9.3, 12.1, cumulative_over="2013/2017"),
            money("jiangbei", ORDER[1], 5.8, 6.1, nan, cumulative_over="unstated", period=""),
            money("nanjing", ORDER[0], nan, 196, 210),
            money("lishui", ORDER[0], 97.5, 101.8, 104.3, scope="unstated"),
        ]
    )


def words_of(exhibit: Exhibit) -> list[str]:
    assert exhibit.figure is not None
    return [text.get_text() for text in exhibit.figure.axes[0].texts if text.get_text()]


def test_rows_stand_in_the_codebooks_order_and_a_city_last(codebook: Codebook) -> None:
    data = draw_intensity(small(), codebook, "zh").data
    assert list(data["地区"]) == ["溧水", "南京", "江北", "镇海"]


def test_values_carry_their_bounds(codebook: Codebook) -> None:
    words = words_of(draw_intensity(small(), codebook, "zh"))
    assert {"≤ 210", "≥ 5.8", "9.3 (9.0–12.1)", "101.8 (97.5–104.3)"} <= set(words)


def test_a_figure_of_which_one_bound_is_known_is_a_bracket_and_no_disc(codebook: Codebook) -> None:
    figure = draw_intensity(small(), codebook, "zh").figure
    assert figure is not None
    arrows = [
        text.xy[0] - text.xyann[0]
        for text in figure.axes[0].texts
        if getattr(text, "arrow_patch", None) is not None and text.xyann[1] > 8
    ]
    assert sorted(arrows) == [-5, 5]
    labels = [line.get_label() for line in figure.axes[0].lines if line.get_marker() == "o"]
    assert labels.count("actual") == 1 + 2  # the legend and the figures that are known


def test_equal_ratios_are_equal_lengths_on_the_axis(codebook: Codebook) -> None:
    rows = pd.DataFrame(
        [money("zhenhai", key, at, at, at) for key, at in zip(ORDER, (1, 10, 100), strict=True)]
    )
    figure = draw_intensity(rows, codebook, "zh").figure
    assert figure is not None
    points = [line for line in figure.axes[0].lines if line.get_label() == "actual"]
    xs = [line.get_xdata()[0] for line in points if line.get_ydata()[0] > 8]
    assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1])
    assert any("只能读出量级" in word for word in words_of(draw_intensity(rows, codebook, "zh")))


def test_what_a_figure_leaves_open_stands_beside_it(codebook: Codebook) -> None:
    words = "".join(words_of(draw_intensity(small(), codebook, "zh")))
    assert "累计期间未说明" in words
    assert "范围未说明" in words
    assert "累计 2013—2017" in words


def test_the_title_counts_the_figures_that_leave_something_open(codebook: Codebook) -> None:
    assert draw_intensity(small(), codebook, "zh").title == (
        "4 个数中 2 个没说清期间、范围或累计期间；只读量级，不作比较"
    )
    one = draw_intensity(small().iloc[1:2], codebook, "zh").title
    assert one == "这 1 个数没说清期间、范围或累计期间；只读量级，不作比较"
    assert "这 1 个数写明了期间与范围" in draw_intensity(small().iloc[:1], codebook, "zh").title


def test_a_vague_quantity_is_its_own_words_in_the_notes_and_no_mark(codebook: Codebook) -> None:
    vague = money(
        "lishui", ORDER[0], nan, nan, nan, qualifier="vague", value_text="数千名",
        stated_unit="人", stated_low=1000, stated_high=9999,
    )  # fmt: skip
    exhibit = draw_intensity(pd.DataFrame([*small().to_dict("records"), vague]), codebook, "zh")
    assert any(
        "“数千名”" in note and f"[{vague['evidence_ids']}]" in note for note in exhibit.notes
    )
    assert len(exhibit.data) == len(small())
    assert exhibit.title.startswith("4 个数中")
    alone = draw_intensity(pd.DataFrame([vague]), codebook, "zh")
    assert alone.kind == "text"
    assert any("“数千名”" in sentence for sentence in alone.sentences)
    in_english = draw_intensity(pd.DataFrame([vague]), codebook, "en").sentences[-1]
    said = "“数千名” (several thousand persons), read as 1,000–9,999 persons ["
    assert said in in_english


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_chapter_draws_the_indicators_of_its_own_dimension_alone(
    codebook: Codebook, language: Language
) -> None:
    keys = ["grids_basic", "social_orgs_stock", "volunteer_orgs"]
    rows = [money("zhenhai", key, 2, 2, 2, unit="count_per_10k") for key in keys]
    given = pd.DataFrame(rows)
    outputs = draw_intensity(given, codebook, language, "count_per_10k", "output")
    (process,) = draw_intensity_if_any(given, codebook, language, "count_per_10k", "process")
    for exhibit, dimension, drawn in (
        (outputs, "output", keys[1:]),
        (process, "process", keys[:1]),
    ):
        names = [codebook.title("indicator", key, language) for key in drawn]
        assert exhibit.data.iloc[:, 0].tolist() == names
        assert exhibit.title.startswith(codebook.label("dimension", dimension, language))
    assert outputs.exhibit_id != process.exhibit_id
    assert draw_intensity_if_any(given, codebook, language, "count_per_10k", "input") == []
    nothing = draw_intensity(given, codebook, language, "count_per_10k", "input")
    assert (nothing.kind, nothing.figure) == ("text", None)


def test_a_figure_of_zero_is_left_to_the_tables(codebook: Codebook) -> None:
    rows = pd.DataFrame([money("lishui", ORDER[0], 0, 0, 0), money("lishui", ORDER[1], 2, 2, 2)])
    assert len(draw_intensity(rows, codebook, "zh").data) == 1
    assert draw_intensity(rows.iloc[:1], codebook, "zh").kind == "text"


def test_two_units_in_one_figure_are_refused(codebook: Codebook) -> None:
    mixed = pd.concat([small(), small().assign(unit="count_per_10k")])
    with pytest.raises(ValueError, match="one unit a figure"):
        draw_intensity(mixed, codebook, "zh")


def test_the_unit_names_the_population_that_it_is_over(codebook: Codebook) -> None:
    registered = small().assign(denominator_basis="户籍")
    assert "元／人（户籍人口）" in words_of(draw_intensity(registered, codebook, "zh"))
    assert "yuan per person (resident)" in words_of(draw_intensity(small(), codebook, "en"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("at", [0.0004, 0.02, 1, 999, 123456])
def test_one_figure_of_any_size_has_room(codebook: Codebook, at: float, language: str) -> None:
    rows = pd.DataFrame([money("zhenhai", ORDER[1], at * 0.5, at, nan, scope="unstated")])
    assert draw_intensity(rows, codebook, language).figure is not None  # type: ignore[arg-type]


def test_nothing_to_divide_is_words_and_not_a_picture(codebook: Codebook) -> None:
    exhibit = draw_intensity(small().iloc[:0], codebook, "en")
    assert exhibit.kind == "text"
    assert "absent is not zero" in exhibit.sentences[0]


def test_the_figures_given_are_not_changed(codebook: Codebook) -> None:
    rows = small()
    draw_intensity(rows, codebook, "zh")
    pd.testing.assert_frame_equal(rows, small())


def boxes_of(exhibit: Exhibit) -> list[tuple[float, float, float]]:
    """Left, width and height of the pale bars under the legend, in mm."""
    assert exhibit.figure is not None
    return [
        (patch.get_x(), patch.get_width(), patch.get_height())
        for patch in exhibit.figure.axes[0].patches
        if to_hex(patch.get_facecolor()).upper() == style.TINT and patch.get_y() > 6
    ]


def test_a_range_reaches_beyond_the_point_that_would_hide_it(codebook: Codebook) -> None:
    narrow = pd.DataFrame([money("lishui", ORDER[0], 100, 101, 105)])
    exhibit = draw_intensity(narrow, codebook, "zh")
    ((_, width, height),) = boxes_of(exhibit)
    assert width < style.DISC < height


def test_the_legend_has_a_range_only_where_one_can_be_seen(codebook: Codebook) -> None:
    def legend(low: float, high: float) -> bool:
        table = pd.DataFrame([money("lishui", ORDER[0], low, 101, high)])
        return any("的范围" in word for word in words_of(draw_intensity(table, codebook, "zh")))

    assert (legend(80, 120), legend(101, 101), legend(101, 101.2)) == (True, False, False)


def test_one_place_alone_has_its_name_once_and_a_wider_axis(codebook: Codebook) -> None:
    rows = [money("zhenhai", key, at, at, at) for key, at in zip(ORDER, (1, 10, 100), strict=True)]
    alone = draw_intensity(pd.DataFrame(rows), codebook, "zh")
    beside = draw_intensity(pd.DataFrame([*rows[:2], money("lishui", ORDER[2], 100, 100, 100)]),
                            codebook, "zh")  # fmt: skip
    assert words_of(alone).count("镇海") == 1
    spans = [
        [text.get_position()[0] for text in one.figure.axes[0].texts if text.get_text() == tick]
        for one in (alone, beside)
        if one.figure is not None
        for tick in ("1", "100")
    ]
    assert spans[1][0] - spans[0][0] > (spans[3][0] - spans[2][0]) * 1.2
