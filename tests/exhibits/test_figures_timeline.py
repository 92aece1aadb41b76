"""The timeline: bars come from coded periods, and rules hang below without touching."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from shequ_eval.analysis.comparability import figures_to_compare
from shequ_eval.evidence.study import Study
from shequ_eval.exhibits import style
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.layout import BACK_ZORDER
from shequ_eval.exhibits.layout_faults import LayoutError, check_layout
from shequ_eval.exhibits.print_figure import PrintFigure
from shequ_eval.exhibits.timeline_bars import bars_of, period_counts, rules_of
from shequ_eval.exhibits.timeline_figure import BAR_MM, draw_timeline
from shequ_eval.vocabulary.codebook import Codebook, Language

COLUMNS = ["zone_id", "period", "period_basis", "status"]


def facts(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=COLUMNS)


def known() -> pd.DataFrame:
    return facts(
        ("zhenhai", "2013/2017", "text_relative", "actual"),
        ("zhenhai", "2017", "inferred", "actual"),
        ("zhenhai", "2017", "inferred", "actual"),
        ("zhenhai", "2017", "text", "actual"),
        ("zhenhai", "", "", "actual"),
        ("jiexiu", "2020", "text", "planned"),
        ("jiexiu", "2020", "text", "standard"),
        ("jiangbei", "", "", "actual"),
    )


def rules(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=["number", "title_zh", "effective"])
    return table.assign(title_en="A rule on something with quite a long name")


def words_of(exhibit: Exhibit) -> list[str]:
    assert exhibit.figure is not None
    return [text.get_text() for text in exhibit.figure.axes[0].texts]


def test_a_bar_stands_for_all_facts_of_one_period_basis_and_status() -> None:
    bars = bars_of(known().iloc[:5], "zh")
    assert [(bar.kind, bar.words) for bar in bars] == [
        ("stated", "2013—2017*（1 条）"),
        ("inferred", "约 2017（2 条）"),
        ("stated", "2017（1 条）"),
    ]


def test_a_bar_covers_its_whole_last_year() -> None:
    (bar,) = bars_of(facts(("zhenhai", "2013/2017", "text", "actual")), "en")
    assert bar.start == 2013
    assert bar.end == pytest.approx(2018, abs=0.001)
    assert bar.open == 0


def test_a_period_without_an_end_is_one_year_and_an_arrow() -> None:
    (since,) = bars_of(facts(("zhenhai", "2016/..", "text", "actual")), "zh")
    (until,) = bars_of(facts(("zhenhai", "../2016", "text", "actual")), "zh")
    assert (since.start, since.end, since.open) == (2016, 2017, 1)
    assert (until.end, until.open) == (pytest.approx(2017, abs=0.001), -1)


def test_stated_inferred_planned_and_standard_bars_look_different(codebook: Codebook) -> None:
    figure = draw_timeline(known(), codebook, "zh").figure
    assert figure is not None
    patches = [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]
    boxes = [patch for patch in patches if patch.get_zorder() != BACK_ZORDER]
    looks = {
        (to_hex(box.get_facecolor()).upper(), to_hex(box.get_edgecolor()).upper()) for box in boxes
    }
    assert looks == {
        (style.BLUE, style.BLUE),
        (style.TINT, style.BLUE),
        (style.PAPER, style.BLUE),
        (style.BAND, style.OCHRE),
        (style.PAPER, style.GREY),
    }


def test_facts_are_counted_by_who_says_their_period() -> None:
    assert period_counts(known()) == (4, 2, 2)


def test_a_zone_without_a_dated_fact_shows_the_years_of_its_document(codebook: Codebook) -> None:
    words = words_of(draw_timeline(known(), codebook, "zh"))
    assert "都未写时间；文件讲 2019—2021" in words


def test_both_censuses_are_always_there(codebook: Codebook) -> None:
    words = words_of(draw_timeline(known().iloc[:1], codebook, "en"))
    assert {"2010 census", "2020 census"} <= set(words)


def test_the_title_counts_years_and_facts_without_a_time(codebook: Codebook) -> None:
    assert draw_timeline(known(), codebook, "zh").title == (
        "2 地可定时间的事实前后跨 8 年，8 条事实中 2 条未写时间"
    )
    only = facts(("jiexiu", "2020", "text", "planned"), ("jiexiu", "", "", "actual"))
    assert draw_timeline(only, codebook, "en").title == (
        "Dated facts of Jiexiu lie within one year; 1 of 2 facts is undated"
    )
    dated = facts(("zhenhai", "2013/2017", "text", "actual"))
    title = draw_timeline(dated, codebook, "zh").title
    assert title == "镇海可定时间的事实前后跨 5 年，1 条事实的时间可定"
    undated = facts(("jiangbei", "", "", "actual"))
    assert draw_timeline(undated, codebook, "zh").title == "江北：1 条事实未写时间"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_label_of_the_five_zones_has_a_line_through_it(
    five_zones: Study, language: Language
) -> None:
    told = figures_to_compare(five_zones.observations, five_zones.codebook)
    exhibit = draw_timeline(told, five_zones.codebook, language, five_zones.standards)
    figure = exhibit.figure
    assert figure is not None
    figure.backed.clear()
    with pytest.raises(LayoutError, match="lies on a line"):
        check_layout(figure)  # lines do run behind them: only the paper keeps them off


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_census_runs_behind_the_words_of_a_bar(five_zones: Study, language: Language) -> None:
    told = figures_to_compare(five_zones.observations, five_zones.codebook)
    figure = draw_timeline(told, five_zones.codebook, language, five_zones.standards).figure
    assert isinstance(figure, PrintFigure)
    axes = figure.axes[0]
    censuses = [
        line.get_xdata()[0]
        for line in axes.lines
        if line.get_linewidth() == style.FRAME_LINE and len(set(line.get_xdata())) == 1
    ]
    assert len(censuses) == 2
    boxes = [
        text.get_window_extent().transformed(axes.transData.inverted())
        for text in figure.backed
        if not text.get_text().isdigit()
    ]
    assert boxes
    assert not [1 for box in boxes for x in censuses if box.x0 < x < box.x1]


def test_words_stand_inside_a_bar_that_has_room_for_them(codebook: Codebook) -> None:
    wide = facts(("zhenhai", "2011/2020", "text", "actual"))
    figure = draw_timeline(wide, codebook, "zh").figure
    assert figure is not None
    axes = figure.axes[0]
    (words,) = [text for text in axes.texts if text.get_text() == "2011—2020（1 条）"]
    (bar,) = [
        patch for patch in axes.patches
        if patch.get_height() == BAR_MM and to_hex(patch.get_facecolor()).upper() == style.BLUE
    ]  # fmt: skip
    box = words.get_window_extent().transformed(axes.transData.inverted())
    assert bar.get_x() < box.x0 < box.x1 < bar.get_x() + bar.get_width()
    assert to_hex(words.get_color()).upper() == style.PAPER


def test_rules_of_nearly_one_day_share_one_line_of_dashes(codebook: Codebook) -> None:
    near = rules(("甲", "a", "2020-02-25"), ("乙", "b", "2020-03-01"), ("丙", "c", "2016-01-01"))
    figure = draw_timeline(known(), codebook, "zh", near).figure
    assert figure is not None
    dashes = [
        line
        for line in figure.axes[0].lines
        if line.get_linestyle() == "--" and to_hex(line.get_color()).upper() == style.OCHRE
    ]
    squares = [line for line in figure.axes[0].lines if line.get_label() == "standard"]
    assert len(dashes) == 2
    feet = {line.get_ydata()[-1] for line in dashes}
    assert feet <= {square.get_ydata()[0] for square in squares}


def test_what_an_asterisk_means_is_said_only_where_one_stands(codebook: Codebook) -> None:
    relative = draw_timeline(known(), codebook, "zh")
    stated = draw_timeline(known().query("period_basis == 'text'"), codebook, "zh")
    assert ["*" in one.subtitle + "".join(words_of(one)) for one in (relative, stated)] == [
        True,
        False,
    ]


def test_the_rows_behind_it_run_by_start_with_the_undated_last(codebook: Codebook) -> None:
    mixed = facts(
        ("zhenhai", "", "", "actual"),
        ("zhenhai", "2017", "text", "actual"),
        ("zhenhai", "2013/2017", "text", "actual"),
        ("jiexiu", "2012", "text", "planned"),
    )
    data = draw_timeline(mixed, codebook, "zh").data
    assert list(zip(data["地区"], data["期间"], strict=True)) == [
        ("镇海", "2013—2017"),
        ("镇海", "2017"),
        ("镇海", "未写时间"),
        ("介休", "2012"),
    ]


def test_a_zone_whose_name_is_inferred_says_so(codebook: Codebook) -> None:
    words = words_of(draw_timeline(facts(("lishui", "2022", "text", "actual")), codebook, "zh"))
    assert "溧水（推定）" in words


def test_a_rule_is_drawn_once_a_number_and_only_with_a_date() -> None:
    found = rules_of(
        rules(
            ("民发〔2017〕191号", "社区社会组织数", "2017-12-27"),
            ("财预〔2020〕10号", "分档", "2020-02-25"),
            ("财预〔2020〕10号 附件", "提纲", "2020-02-25"),
            ("", "四口径分列", "2021-02-01"),
            ("财综〔2018〕42号", "试点", ""),
            ("民函〔2019〕41号", "名单", None),
        ),
        "zh",
    )
    assert [rule.words for rule in found] == [
        "民发〔2017〕191号 社区社会组织数，2017-12-27",
        "财预〔2020〕10号 分档 等 2 项，2020-02-25",
        "四口径分列，2021-02-01",
    ]
    assert found[0].day == date(2017, 12, 27)


def test_many_rules_of_one_day_stand_on_lines_of_their_own(codebook: Codebook) -> None:
    many = rules(
        *((f"国办发〔20{n:02d}〕{n}号", "很长的标准名称", "2020-02-25") for n in range(25))
    )
    for language in ("zh", "en"):
        exhibit = draw_timeline(known(), codebook, language, many)
        assert exhibit.figure is not None
        squares = [line for line in exhibit.figure.axes[0].lines if line.get_label() == "standard"]
        heights = [line.get_ydata()[0] for line in squares if line.get_ydata()[0] > 10]
        assert len(heights) == len(set(heights)) == 25


def test_rules_at_both_ends_of_the_axis_keep_their_labels_on_the_page(codebook: Codebook) -> None:
    ends = rules(
        ("民政部令第1号", "一条名称很长很长的很早以前就有的规定及其全部实施细则", "1999-03-01"),
        ("民政部令第99号", "一条名称很长很长的很久以后才会有的规定及其全部实施细则", "2031-03-01"),
    )
    for language in ("zh", "en"):
        assert draw_timeline(known(), codebook, language, ends).figure is not None


def test_many_different_periods_of_one_zone_are_packed_without_touching(
    codebook: Codebook,
) -> None:
    many = facts(
        *(("zhenhai", f"{year}/{year + 2}", "inferred", "actual") for year in range(2005, 2024))
    )
    for language in ("zh", "en"):
        assert draw_timeline(many, codebook, language).figure is not None


def test_the_table_behind_it_counts_facts_by_period(codebook: Codebook) -> None:
    data = draw_timeline(known(), codebook, "zh").data
    assert data["事实（条）"].sum() == len(known())
    assert ["镇海", "约 2017", "编码者推断", "实际", 2] in data.values.tolist()


def test_no_facts_are_words_and_not_a_picture(codebook: Codebook) -> None:
    exhibit = draw_timeline(known().iloc[:0], codebook, "en")
    assert exhibit.kind == "text"
    assert exhibit.sentences[0]


def test_the_facts_given_are_not_changed(codebook: Codebook) -> None:
    table, given = known(), rules(("A1", "甲", "2018-01-01"))
    draw_timeline(table, codebook, "zh", given)
    pd.testing.assert_frame_equal(table, known())
    pd.testing.assert_frame_equal(given, rules(("A1", "甲", "2018-01-01")))
