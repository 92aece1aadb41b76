"""The coverage matrix: what its cells, its order, its foot and its title say."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from shequ_eval.analysis.coverage import coverage_matrix, rows_to_cover
from shequ_eval.evidence.study import Study
from shequ_eval.exhibits import style
from shequ_eval.exhibits.coverage_figure import TALLEST_MM, draw_coverage
from shequ_eval.exhibits.coverage_words import short_period
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.vocabulary.codebook import Codebook, Language

EMPTY = {"evidence_grade": "", "period": "", "period_basis": "", "vague": False, "doubted": False}


def cell(row_id: str, zone_id: str, state: str, **more: object) -> dict[str, object]:
    figures = 1 if state in ("actual", "planned", "standard") else 0
    return {"row_id": row_id, "zone_id": zone_id, "state": state, "n": figures} | EMPTY | more


def small() -> pd.DataFrame:
    return pd.DataFrame(
        [
            cell("satisfaction_score", "lishui", "not_published"),
            cell("satisfaction_score", "nanjing", "actual", evidence_grade="C", doubted=True),
            cell("community_funds", "lishui", "actual", evidence_grade="D", vague=True),
            cell("community_funds", "nanjing", "masked_in_source"),
            cell("premises", "lishui", "planned", period="2020", period_basis="text"),
            cell("premises", "nanjing", "standard", period="2013/2017", period_basis="inferred"),
        ]
    )


def words_of(exhibit: Exhibit) -> list[str]:
    assert exhibit.figure is not None
    return [text.get_text() for text in exhibit.figure.axes[0].texts]


def test_rows_stand_in_the_codebooks_order_and_a_city_before_districts(codebook: Codebook) -> None:
    data = draw_coverage(small(), codebook, "zh").data
    assert list(data.columns) == ["维度", "指标类", "南京", "溧水"]
    assert list(data["维度"])[:-1] == ["投入", "投入", "满意度"]
    assert list(data["指标类"])[:-1] == [
        "社区建设、实验区资金",
        "服务用房面积",
        "满意度得分（城市口径）",
    ]


def test_the_table_behind_it_ends_with_the_counts_that_its_foot_shows(codebook: Codebook) -> None:
    exhibit = draw_coverage(small(), codebook, "zh")
    *_, counts = exhibit.data.drop(columns=["维度", "指标类"]).to_numpy().tolist()
    words = words_of(exhibit)
    foot = words[words.index("有实际值的行数") + 2 :]
    assert counts == foot[: len(counts)]
    assert counts == ["1", "1"]


def test_a_cell_says_its_status_grade_and_period_in_the_table_behind_it(codebook: Codebook) -> None:
    data = draw_coverage(small(), codebook, "zh").data.set_index("指标类")
    assert data.loc["服务用房面积"].tolist()[1:] == ["标准 约 2013—2017", "计划 2020"]
    assert data.loc["社区建设、实验区资金"].tolist()[1:] == ["原文缺失", "实际 D 未写时间 模糊量"]
    assert data.loc["满意度得分（城市口径）"].tolist()[1:] == ["实际 C 未写时间 ?", "未提供"]


def test_the_picture_shows_grades_of_actual_figures_only(codebook: Codebook) -> None:
    words = words_of(draw_coverage(small(), codebook, "zh"))
    assert (words.count("C"), words.count("D")) == (1, 1)
    assert "约2013—17" in words
    assert "模糊量" in words
    assert "?" in words


def test_every_state_has_a_mark_of_its_own(codebook: Codebook) -> None:
    figure = draw_coverage(small(), codebook, "zh").figure
    assert figure is not None
    lines = [line for line in figure.findobj(Line2D) if line.get_marker() in ("o", "s")]
    legend = {"actual": 1, "planned": 1, "standard": 1}
    drawn = {status: [x.get_label() for x in lines].count(status) for status in legend}
    assert drawn == {"actual": 1 + 2, "planned": 1 + 1, "standard": 1 + 1}
    boxes = [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]
    assert sum(patch.get_hatch() is not None for patch in boxes) == 1 + 1
    assert sum(patch.get_hatch() is None for patch in boxes) == 1 + 1


def test_the_foot_counts_rows_with_an_actual_figure(codebook: Codebook) -> None:
    words = words_of(draw_coverage(small(), codebook, "zh"))
    assert words[-4:] == ["有实际值的行数", "（共 3 行）", "1", "1"]


def test_the_title_says_in_how_many_zones_a_row_has_a_figure_at_most(codebook: Codebook) -> None:
    assert draw_coverage(small(), codebook, "zh").title == (
        "3 类指标中，同一类的实际值最多见于 1 地；1 类一地也没有"
    )
    assert (
        "none has an actual figure in more than 1 of 2"
        in draw_coverage(small(), codebook, "en").title
    )


def test_the_title_turns_when_a_row_has_a_figure_everywhere(codebook: Codebook) -> None:
    full = small()
    full.loc[full["row_id"] == "community_funds", "state"] = "actual"
    title = draw_coverage(full, codebook, "zh").title
    assert title == "3 类指标中，1 类在 2 地都有实际值；1 类一地也没有"


def test_plans_alone_make_no_actual_figure(codebook: Codebook) -> None:
    plans = pd.DataFrame(
        [cell("premises", "jiexiu", "planned", period="2020", period_basis="text")]
    )
    assert draw_coverage(plans, codebook, "zh").title == "介休：1 类指标都没有实际值"
    assert draw_coverage(plans, codebook, "en").title.startswith("Jiexiu: none of 1 families")


def test_indicators_stand_under_their_own_dimension(codebook: Codebook) -> None:
    rows = pd.DataFrame(
        [
            cell("social_orgs_stock", "zhenhai", "actual", evidence_grade="C"),
            cell("experiment_special_fund_yuan", "zhenhai", "standard"),
        ]
    )
    data = draw_coverage(rows, codebook, "zh", level="indicator").data
    assert list(data["维度"])[:-1] == ["投入", "产出"]
    assert data.columns[1] == "指标"


def test_a_table_without_cells_is_words_and_not_a_picture(codebook: Codebook) -> None:
    for language in ("zh", "en"):
        exhibit = draw_coverage(small().iloc[:0], codebook, language)
        assert exhibit.kind == "text"
        assert exhibit.figure is None
        assert exhibit.sentences[0]


def test_the_table_given_is_not_changed(codebook: Codebook) -> None:
    table = small()
    draw_coverage(table, codebook, "zh")
    pd.testing.assert_frame_equal(table, small())


def test_a_state_that_is_not_in_the_codebook_is_refused(codebook: Codebook) -> None:
    broken = small().assign(state="achieved")
    with pytest.raises(KeyError, match="achieved"):
        draw_coverage(broken, codebook, "zh")


@pytest.mark.parametrize(
    ("period", "basis", "language", "words"),
    [
        ("2017", "inferred", "zh", "约2017"),
        ("2017", "text", "en", "2017"),
        ("2018-03", "text", "zh", "2018.3"),
        ("1998/2003", "text", "zh", "1998—2003"),
        ("1998/2003", "text", "en", "1998–2003"),
        ("", "", "en", "undated"),
    ],
)
def test_a_period_in_a_cell_is_short(period: str, basis: str, language: str, words: str) -> None:
    assert short_period(period, basis, language) == words  # type: ignore[arg-type]


def test_months_give_way_where_a_cell_has_no_room() -> None:
    assert short_period("2015-01/2015-06", "inferred", "zh", months=False) == "约2015"


def test_zones_without_room_for_years_keep_their_marks_and_their_doubt(
    codebook: Codebook,
) -> None:
    zones = [f"zone{number}" for number in range(14)]
    extra = codebook.zones.loc[["zhenhai"] * 14].assign(zone_id=zones).set_index("zone_id")
    crowded = Codebook(
        codebook.indicators.reset_index(drop=True),
        codebook.families.reset_index(drop=True),
        extra.assign(zone_id=zones, short_zh="某某地区").reset_index(drop=True),
        codebook.labels,
        codebook.standards,
        codebook.comparability,
        codebook.sets,
    )
    rows = [
        cell("premises", zone, "actual", evidence_grade="C", period="2015/2017", doubted=True)
        for zone in zones[1:]
    ]
    rows.append(cell("premises", zones[0], "not_applicable"))
    exhibit = draw_coverage(pd.DataFrame(rows), crowded, "zh")
    words = words_of(exhibit)
    assert words.count("?") == 13 + 1  # and the legend
    assert "C" not in words
    assert not any("2015" in word for word in words)
    assert exhibit.notes[-2:] == ("有“?”的格不再印证据等级。", "短横为不适用。")


def test_a_doubt_is_crimson_and_nothing_else_is(codebook: Codebook) -> None:
    figure = draw_coverage(small(), codebook, "zh").figure
    assert figure is not None
    crimson = [t.get_text() for t in figure.axes[0].texts if t.get_color() == style.CRIMSON]
    assert set(crimson) == {"?"}


def test_legend_and_notes_speak_only_of_what_stands_in_a_cell(codebook: Codebook) -> None:
    plain = pd.DataFrame([cell("premises", "lishui", "actual", period="2020", period_basis="text")])
    full = pd.concat(
        [
            small().assign(other_periods=0),
            pd.DataFrame([cell("premises", "zhenhai", "actual", other_periods=1)]),
        ]
    )
    full = pd.concat(
        [full, *[pd.DataFrame([cell(row, "zhenhai", "not_published", other_periods=0)])
                 for row in ("satisfaction_score", "community_funds")]]
    )  # fmt: skip
    bare, whole = (draw_coverage(table, codebook, "zh") for table in (plain, full))
    assert not {"计划", "标准", "未提供"} & set(words_of(bare))
    assert {"计划", "标准", "未提供"} <= set(words_of(whole))
    said = ("“约”", "模糊量", "空格", "另几期", "不标证据等级")
    texts = ["".join([one.subtitle, *one.notes]) for one in (bare, whole)]
    assert [[word in text for word in said] for text in texts] == [[False] * 5, [True] * 5]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_matrix_of_five_zones_is_no_higher_than_a_printed_page(
    five_zones: Study, language: Language
) -> None:
    rows = rows_to_cover(five_zones.codebook, "family_id")
    coverage = coverage_matrix(five_zones.observations, five_zones.missing_numbers, rows)
    figure = draw_coverage(coverage, five_zones.codebook, language).figure
    assert figure is not None
    assert figure.get_size_inches()[1] * 25.4 <= TALLEST_MM
