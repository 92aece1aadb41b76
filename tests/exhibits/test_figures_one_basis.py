"""Rates on one basis: lines are said to cross only where they do, and no order is drawn."""

from __future__ import annotations

from math import nan

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shequ_eval.exhibits import style
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.one_basis_figure import draw_one_basis
from shequ_eval.exhibits.one_basis_points import turned_pair
from shequ_eval.exhibits.sentences import one_basis_sentences
from shequ_eval.vocabulary.codebook import Codebook

TURNED = ("两线因口径而交叉", "lines cross with the basis")

# Each example draws a figure, which takes its time.
drawn = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def rate(
    zone_id: str, printed: float = nan, count: float = nan, **more: object
) -> dict[str, object]:
    """A zone with 500,000 residents."""
    value = count / 50
    row = {
        "zone_id": zone_id,
        "rate": "social_orgs_per_10k",
        "printed": printed,
        "implied": count / printed * 10_000,
        "printed_evidence": "" if pd.isna(printed) else f"{zone_id}-1",
        "numerator": count,
        "numerator_evidence": "" if pd.isna(count) else f"{zone_id}-2",
        "numerator_period": "2017",
        "numerator_period_basis": "inferred",
        "denominator_id": f"{zone_id}.resident_population.2020",
        "denominator": 500000.0,
        "denominator_year": 2020,
        "denominator_count_type": "census",
        "denominator_quality": "reposted",
        "denominator_basis": "常住",
        "value": value,
        "low": value * 0.96,
        "high": value * 1.05,
        "verdict": "not_comparable",
        "reasons": ("registration_unstated", "period_gap"),
        "against": (),
    }
    return row | more


def as_known() -> pd.DataFrame:
    return pd.DataFrame(
        [
            rate("zhenhai", printed=15.43, count=384),
            rate("lishui", count=496),
            rate("jiexiu"),
            rate("nanjing", printed=12),
        ]
    )


def words_of(exhibit: Exhibit) -> list[str]:
    assert exhibit.figure is not None
    return [text.get_text() for text in exhibit.figure.axes[0].texts]


def says_turned(exhibit: Exhibit) -> bool:
    words = [exhibit.title, *(words_of(exhibit) if exhibit.figure else [])]
    return any(phrase in word for word in words for phrase in TURNED)


def test_the_title_says_how_a_rate_moves_and_states_no_order_of_two_zones(
    codebook: Codebook,
) -> None:
    exhibit = draw_one_basis(as_known(), codebook, "zh")
    assert exhibit.title == "换到同一口径：镇海由印出的 15.43 变为 7.7"
    words = " ".join([exhibit.title, *words_of(exhibit)])
    assert not any(order in words for order in ("次序", "低于", "高于"))


@drawn
@given(
    count=st.integers(20, 2500),
    people=st.integers(100_000, 2_000_000),
    digits=st.sampled_from([1, 2, 3]),
)
def test_a_rate_that_its_source_only_rounded_is_not_said_to_change(
    codebook: Codebook, count: int, people: int, digits: int
) -> None:
    value = count / people * 10_000
    printed = round(value, digits)
    row = rate("zhenhai", printed=printed, count=float(count))
    row |= {"denominator": float(people), "value": value, "low": value, "high": value}
    row |= {"tier": "county", "denominator_coverage": "whole_zone", "printed_decimals": digits}
    rows = pd.DataFrame([row])
    assert "相符" in draw_one_basis(rows, codebook, "zh").title
    assert "常住人口相容" in one_basis_sentences(rows, codebook, "zh").sentences[0]


@pytest.mark.parametrize(
    ("printed", "said"),
    [(6.87, "6.87 与复算相符"), (6.88, "6.88 与复算相符"), (7.0, "7 变为 6.9")],
)
def test_a_change_is_said_only_where_no_rounding_explains_it(
    codebook: Codebook, printed: float, said: str
) -> None:
    value = 213 / 31
    row = rate("zhenhai", printed=printed, count=213, value=value, low=value, high=value)
    row["printed_decimals"] = 2
    exhibit = draw_one_basis(pd.DataFrame([row]), codebook, "zh")
    assert exhibit.title.endswith(said)
    assert any("相符" in note for note in exhibit.notes) == ("相符" in said)


def test_rates_that_agree_are_told_together_after_those_that_move(codebook: Codebook) -> None:
    rows = pd.DataFrame(
        [
            rate("lishui", printed=9.92, count=496),
            rate("zhenhai", printed=15.43, count=384),
            rate("jiangbei", printed=7.68, count=384),
        ]
    )
    assert draw_one_basis(rows, codebook, "zh").title == (
        "换到同一口径：镇海由印出的 15.43 变为 7.7；印出的溧水 9.92、江北 7.68 与复算相符"
    )


def test_a_rate_of_another_time_than_the_count_is_not_said_to_become_it(
    codebook: Codebook,
) -> None:
    rows = pd.DataFrame([rate("zhenhai", printed=15.43, count=384, implied=nan)])
    title = draw_one_basis(rows, codebook, "zh").title
    assert title == "换到同一口径：镇海印出 15.43，按另一时间的家数复算为 7.7"


def test_a_rate_that_no_source_prints_is_no_disc_in_the_row_of_printed_ones(
    codebook: Codebook,
) -> None:
    figure = draw_one_basis(as_known(), codebook, "zh").figure
    assert figure is not None
    lines = [line for line in figure.axes[0].lines if line.get_ydata()[0] > 8]
    heights = {
        mark: [line.get_ydata()[0] for line in lines if line.get_marker() == mark]
        for mark in ("o", "D")
    }
    assert len(heights["D"]) == 1  # 溧水, in the upper row
    assert heights["D"][0] == min(heights["o"])


def test_printed_points_carry_their_digits_and_recomputed_ones_one_decimal(
    codebook: Codebook,
) -> None:
    words = words_of(draw_one_basis(as_known(), codebook, "zh"))
    assert {"镇海 15.43", "溧水 9.9", "镇海 7.7", "南京 12"} <= set(words)
    assert "7.3–8.1" in words
    assert "原文无此数，按 496 ÷ 500,000 复算" in words
    assert "原文印出 [zhenhai-1]" in words


def test_the_pair_is_called_not_comparable_in_crimson_with_its_reasons(codebook: Codebook) -> None:
    exhibit = draw_one_basis(as_known(), codebook, "zh")
    assert exhibit.figure is not None
    crimson = {t.get_text() for t in exhibit.figure.axes[0].texts if t.get_color() == style.CRIMSON}
    assert crimson == {"不可比，只示口径之差"}
    assert any("登记或备案未说明" in word for word in words_of(exhibit))


def test_a_zone_with_neither_rate_nor_count_is_listed_as_not_published(codebook: Codebook) -> None:
    words = words_of(draw_one_basis(as_known(), codebook, "zh"))
    assert words.count("未提供") == 2  # the legend and the row
    assert "介休" in words
    assert "既无这一比率，也无可作分子的数" in words


def test_a_count_without_a_denominator_says_so(codebook: Codebook) -> None:
    rows = pd.DataFrame(
        [rate("zhenhai", count=384), rate("lishui", count=9, value=nan, low=nan, high=nan)]
    )
    assert "有分子，没有可用的分母" in words_of(draw_one_basis(rows, codebook, "zh"))


def test_a_city_stands_in_a_panel_of_its_own_and_never_turns_an_order(codebook: Codebook) -> None:
    rows = pd.DataFrame([rate("nanjing", printed=15.43, count=384), rate("lishui", count=496)])
    exhibit = draw_one_basis(rows, codebook, "zh")
    assert turned_pair(rows, codebook) is None
    assert not says_turned(exhibit)
    assert "市级：照搬原文" in words_of(exhibit)


def test_an_order_that_holds_on_both_bases_is_not_said_to_turn(codebook: Codebook) -> None:
    rows = pd.DataFrame([rate("zhenhai", printed=15.43, count=600), rate("lishui", count=496)])
    assert not says_turned(draw_one_basis(rows, codebook, "zh"))


def test_ranges_that_meet_are_no_order_that_could_turn(codebook: Codebook) -> None:
    rows = pd.DataFrame([rate("zhenhai", printed=15.43, count=480), rate("lishui", count=496)])
    assert not says_turned(draw_one_basis(rows, codebook, "zh"))


def test_a_printed_rate_inside_anothers_range_is_no_order_to_start_with(codebook: Codebook) -> None:
    rows = pd.DataFrame([rate("zhenhai", printed=10, count=384), rate("lishui", count=496)])
    assert rows["low"].iloc[1] < 10 < rows["high"].iloc[1]
    assert not says_turned(draw_one_basis(rows, codebook, "zh"))


def test_an_open_range_never_lies_below_another(codebook: Codebook) -> None:
    rows = as_known()
    rows.loc[rows["zone_id"] == "zhenhai", "high"] = nan
    assert turned_pair(rows, codebook) is None


def test_one_zone_is_told_without_a_verdict_on_a_pair(codebook: Codebook) -> None:
    rows = pd.DataFrame([rate("zhenhai", printed=15.43, count=384)])
    exhibit = draw_one_basis(rows, codebook, "zh")
    assert exhibit.title == "换到同一口径：镇海由印出的 15.43 变为 7.7"
    assert not any("不可比" in word for word in words_of(exhibit))


def test_a_printed_rate_alone_is_drawn_as_printed_only(codebook: Codebook) -> None:
    exhibit = draw_one_basis(pd.DataFrame([rate("nanjing", printed=12)]), codebook, "en")
    assert exhibit.title == "Nanjing prints 12 and nothing to check it by"
    assert "City: one basis" not in words_of(exhibit)


def test_the_table_behind_it_keeps_counts_beside_rates(codebook: Codebook) -> None:
    data = draw_one_basis(as_known(), codebook, "zh").data.set_index("地区")
    assert list(data.columns) == ["印出的比率", "分子", "复算", "范围", "所用分母"]
    assert data.loc["镇海"].tolist()[:4] == ["15.43", "384", "7.7", "7.3–8.1"]
    assert data.loc["介休"].tolist() == ["未提供", "未提供", "未提供", "不适用", "不适用"]


def test_no_rate_at_all_is_words_that_name_the_zones(codebook: Codebook) -> None:
    exhibit = draw_one_basis(pd.DataFrame([rate("jiexiu")]), codebook, "zh")
    assert exhibit.kind == "text"
    assert "介休" in exhibit.sentences[0]
    assert draw_one_basis(as_known().iloc[:0], codebook, "en").kind == "text"


def test_two_rates_in_one_figure_are_refused(codebook: Codebook) -> None:
    rows = as_known()
    rows.loc[0, "rate"] = "volunteers_registered"
    with pytest.raises(ValueError, match="one rate a figure"):
        draw_one_basis(rows, codebook, "zh")


def test_the_rates_given_are_not_changed(codebook: Codebook) -> None:
    rows = as_known()
    draw_one_basis(rows, codebook, "zh")
    pd.testing.assert_frame_equal(rows, as_known())


COUNTIES = ("lishui", "zhenhai", "jiangbei", "jiexiu")
printed_rates = st.one_of(st.just(nan), st.floats(0.5, 40).map(lambda rate: round(rate, 2)))
counts = st.one_of(st.just(nan), st.integers(20, 2500).map(float))


@drawn
@given(
    figures=st.lists(st.tuples(printed_rates, counts), min_size=1, max_size=4),
    language=st.sampled_from(["zh", "en"]),
)
def test_lines_are_said_to_cross_if_and_only_if_they_do(
    codebook: Codebook, figures: list[tuple[float, float]], language: str
) -> None:
    rows = pd.DataFrame([rate(zone, *pair) for zone, pair in zip(COUNTIES, figures, strict=False)])
    exhibit = draw_one_basis(rows, codebook, language)  # type: ignore[arg-type]
    assert says_turned(exhibit) == _turns(rows)


def _turns(rows: pd.DataFrame) -> bool:
    """By hand: some zone is wholly above another as printed and wholly below it on one basis."""
    held = [row for row in rows.to_dict("records") if pd.notna(row["value"])]
    for one in held:
        for two in held:
            above = one["low"] if pd.isna(one["printed"]) else one["printed"]
            other = two["high"] if pd.isna(two["printed"]) else two["printed"]
            if above > other and one["high"] < two["low"]:
                return True
    return False
