"""Promises beside standards and evidence: a plan never looks like an achievement."""

from __future__ import annotations

import re
from math import nan

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.patches import Rectangle

from shequ_eval.exhibits import style
from shequ_eval.exhibits.commitments import Commitment, commitments_of
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.target_tables import targets_table
from shequ_eval.exhibits.targets_counts import ATTAINED
from shequ_eval.exhibits.targets_figure import draw_targets
from shequ_eval.exhibits.targets_legend import targets_legend
from shequ_eval.exhibits.targets_words import targets_title, verdict_words
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Codebook, Language


def promise(low: float, value: float, high: float, **more: object) -> dict[str, object]:
    row = {
        "zone_id": "jiexiu",
        "indicator_id": "social_orgs_per_urban_community",
        "target_low": low,
        "target_value": value,
        "target_high": high,
        "unit": "家",
        "per": "urban_community",
        "due": "2020",
        "due_basis": "text",
        "evidence_ids": "jiexiu-2058",
        "doubt": "",
        "actual_low": nan,
        "actual_value": nan,
        "actual_high": nan,
        "attainment": "no_evidence",
        "standard_low": nan,
        "standard_high": nan,
        "standard_label": "",
        "standard_note": "",
        "standard_verified": "",
        "against_standard": "",
    }
    return row | more


def standard(low: float, against: str, **more: object) -> dict[str, object]:
    return {
        "standard_low": low,
        "standard_label": "民发〔2017〕191号",
        "standard_note": "城市社区平均 / urban average",
        "standard_verified": "read",
        "against_standard": against,
    } | more


def table(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(list(rows))


def words_of(exhibit: Exhibit) -> list[str]:
    assert exhibit.figure is not None
    return [text.get_text() for text in exhibit.figure.axes[0].texts if text.get_text()]


def marks_of(exhibit: Exhibit) -> dict[str, int]:
    """How many of each mark are drawn, without those of the legend."""
    assert exhibit.figure is not None
    lines = [x for x in exhibit.figure.axes[0].lines if x.get_marker() in ("o", "s")]
    below = [line.get_label() for line in lines if line.get_ydata()[0] > 6]
    return {label: below.count(label) for label in set(below)}


def test_a_plan_is_a_ring_and_never_a_disc(codebook: Codebook) -> None:
    exhibit = draw_targets(table(promise(10, 10, nan)), codebook, "zh")
    assert marks_of(exhibit) == {"planned": 1}
    assert "≥ 10" in words_of(exhibit)


def test_a_plan_that_equals_its_standard_is_a_ring_inside_a_square(codebook: Codebook) -> None:
    exhibit = draw_targets(table(promise(10, 10, nan, **standard(10, "equal"))), codebook, "zh")
    assert marks_of(exhibit) == {"planned": 1, "standard": 1}
    assert "与标准持平" in words_of(exhibit)
    assert words_of(exhibit).count("10") == 0  # the square needs no second number


def test_a_plan_below_its_standard_says_by_how_much_in_crimson(codebook: Codebook) -> None:
    exhibit = draw_targets(table(promise(2, 2, nan, **standard(5, "below"))), codebook, "zh")
    assert exhibit.figure is not None
    crimson = [t.get_text() for t in exhibit.figure.axes[0].texts if t.get_color() == style.CRIMSON]
    assert crimson == ["低于标准 3 家"]
    assert "5" in words_of(exhibit)


def test_a_difference_of_shares_is_in_percentage_points(codebook: Codebook) -> None:
    row = promise(70, 70, nan, **standard(80, "below"), unit="%", per="")
    assert "低于标准 10 个百分点" in draw_targets(table(row), codebook, "zh").data["判断"].tolist()


def test_a_missing_actual_figure_is_an_empty_cell(codebook: Codebook) -> None:
    exhibit = draw_targets(table(promise(10, 10, nan)), codebook, "zh")
    assert exhibit.figure is not None
    boxes = [patch for patch in exhibit.figure.axes[0].patches if isinstance(patch, Rectangle)]
    empty = [box for box in boxes if box.get_width() == 12]
    assert len(empty) == 1
    assert exhibit.data["实际"].tolist() == ["未提供"]


def test_an_actual_figure_is_a_disc_with_its_verdict(codebook: Codebook) -> None:
    row = promise(10, 10, nan, actual_value=12, actual_low=12, actual_high=12, attainment="met")
    exhibit = draw_targets(table(row), codebook, "zh")
    assert marks_of(exhibit) == {"planned": 1, "actual": 1}
    assert exhibit.data["判断"].tolist() == ["达到；无对应标准"]
    assert exhibit.title == "唯一的 1 项承诺达到"


def test_a_promise_not_kept_is_a_finding(codebook: Codebook) -> None:
    row = promise(10, 10, nan, actual_value=8, actual_low=8, actual_high=8, attainment="not_met")
    exhibit = draw_targets(table(row), codebook, "en")
    assert exhibit.figure is not None
    crimson = [t.get_text() for t in exhibit.figure.axes[0].texts if t.get_color() == style.CRIMSON]
    assert "".join(crimson).startswith("not met")


def test_two_standards_of_one_promise_share_its_row(codebook: Codebook) -> None:
    share = {"unit": "%", "per": "", "indicator_id": "facility_coverage_share", "due": ""}
    rural = standard(80, "above", standard_label="国办发〔2021〕56号", standard_verified="reposted")
    exhibit = draw_targets(
        table(
            promise(100, 100, 100, **share, **rural),
            promise(100, 100, 100, **share, **(rural | {"standard_low": 100})),
        ),
        codebook,
        "zh",
    )
    assert marks_of(exhibit) == {"planned": 1, "standard": 2}
    assert len(exhibit.data) == 1
    assert any("据转载" in note for note in exhibit.notes)


@pytest.mark.parametrize("against", ["not_in_force", "promise_undated", "not_comparable"])
def test_a_standard_that_does_not_apply_is_named_and_has_no_mark(
    against: str, codebook: Codebook
) -> None:
    exhibit = draw_targets(table(promise(10, 10, nan, **standard(10, against))), codebook, "zh")
    assert marks_of(exhibit) == {"planned": 1}
    assert "方框" not in exhibit.subtitle
    assert any("民发〔2017〕191号" in word for word in words_of(exhibit))


def test_one_class_beside_a_mean_over_all_is_no_finding_and_not_counted(
    codebook: Codebook,
) -> None:
    rows = table(
        promise(5, 5, nan, **standard(5, "part_equal")),
        promise(2, 2, nan, **standard(5, "part_below"), evidence_ids="jiexiu-2079"),
    )
    exhibit = draw_targets(rows, codebook, "zh")
    assert exhibit.figure is not None
    assert style.CRIMSON not in {t.get_color() for t in exhibit.figure.axes[0].texts}
    assert exhibit.title == "2 项承诺中，没有一项有实际值"
    assert any("一档低于或等于平均" in note for note in exhibit.notes)


def test_the_end_of_a_scale_is_not_printed_beside_a_mark_on_it(codebook: Codebook) -> None:
    row = promise(100, 100, 100, unit="%", per="", **standard(100, "equal"))
    assert words_of(draw_targets(table(row), codebook, "zh")).count("100") == 1


def test_a_standard_from_memory_is_marked_to_be_checked(codebook: Codebook) -> None:
    row = promise(10, 10, nan, **standard(10, "equal", standard_verified="memory"))
    exhibit = draw_targets(table(row), codebook, "zh")
    assert any("待核" in word for word in words_of(exhibit))
    assert any("待核" in note for note in exhibit.notes)


def test_a_disputed_status_shows_a_question_mark(codebook: Codebook) -> None:
    assert (
        words_of(
            draw_targets(table(promise(9, 9, 9, doubt="period status")), codebook, "zh")
        ).count("?")
        == 2
    )  # the legend and the row
    assert "?" not in words_of(draw_targets(table(promise(9, 9, 9, doubt="note")), codebook, "zh"))


def test_the_title_counts_what_the_rows_say(codebook: Codebook) -> None:
    rows = table(
        promise(10, 10, nan, **standard(10, "equal")),
        promise(2, 2, nan, **standard(5, "below"), evidence_ids="jiexiu-2079"),
        promise(500, 500, nan, evidence_ids="jiexiu-2034"),
    )
    assert draw_targets(rows, codebook, "zh").title == (
        "3 项承诺中，没有一项有实际值；1 项与标准持平，1 项低于标准"
    )
    assert draw_targets(rows, codebook, "en").title == (
        "Commitments with an actual figure: none of 3; 1 equal to the standard, "
        "1 below the standard"
    )


ACTUAL = {"actual_low": 8, "actual_value": 8, "actual_high": 8}


def test_a_figure_of_another_time_is_not_counted_as_one_that_judges(codebook: Codebook) -> None:
    late = ACTUAL | {"attainment": "not_measured_when_due", "actual_period": "2018"}
    rows = table(*(promise(10, 10, nan, evidence_ids=f"jiexiu-{n}", **late) for n in range(3)))
    exhibit = draw_targets(rows, codebook, "zh")
    assert exhibit.title == "3 项承诺中，3 项到期时无实际值"
    assert all(word.startswith("到期时无实际值") for word in exhibit.data["判断"])


def test_a_promise_beside_two_standards_is_counted_once(codebook: Codebook) -> None:
    rows = table(
        promise(100, 100, 100, **standard(100, "equal")),
        promise(100, 100, 100, **standard(80, "above")),
    )
    exhibit = draw_targets(rows, codebook, "zh")
    assert exhibit.title == "唯一的 1 项承诺没有实际值；1 项与标准持平或高于标准"


@given(
    told=st.lists(
        st.tuples(
            st.sampled_from(sorted(ATTAINED)),
            st.lists(st.sampled_from(["equal", "below", "above", "part_below", "not_in_force"])),
        ),
        min_size=2,
        max_size=9,
    ),
    language=st.sampled_from(["zh", "en"]),
)
def test_the_counts_of_a_title_add_up_to_the_promises(
    told: list[tuple[str, list[str]]], language: Language
) -> None:
    promises = [
        Commitment({"attainment": code}, tuple({"against_standard": a} for a in against))
        for code, against in told
    ]
    title = targets_title(promises, language).split(say(language, "；", "; "))
    held = [int(number) for number in re.findall(r"\d+", title[0])]
    none = {code for code, _ in told} == {"no_evidence"}
    assert held == [len(told)] if none else held[0] == len(told) == sum(held[1:])
    stood = [set(against) & {"equal", "below", "above"} for _, against in told]
    counted = [int(number) for part in title[1:] for number in re.findall(r"\d+", part)]
    assert sum(counted) == sum(map(bool, stood))


def test_a_title_says_a_verdict_in_the_words_of_the_rows(codebook: Codebook) -> None:
    for code, words in ATTAINED.items():
        assert words == tuple(codebook.labels["attainment"][code])


@pytest.mark.parametrize(
    "bounds",
    [(2, nan, 5), (nan, 90, 90), (20000, 20000, 20000), (0.5, 0.5, nan), (3e8, 3e8, nan)],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_any_kind_of_bound_is_drawn_without_touching(
    codebook: Codebook, bounds: tuple[float, float, float], language: str
) -> None:
    actual = {"actual_low": 1, "actual_value": 2, "actual_high": 4, "attainment": "cannot_be_told"}
    exhibit = draw_targets(
        table(promise(*bounds, **actual, **standard(5, "not_comparable"))),
        codebook,
        language,  # type: ignore[arg-type]
    )
    assert exhibit.kind == "figure"


def test_five_zones_stand_each_under_its_name(codebook: Codebook) -> None:
    zones = ["nanjing", "lishui", "zhenhai", "jiangbei", "jiexiu"]
    rows = table(*(promise(10, 10, nan, zone_id=zone) for zone in zones))
    for language in ("zh", "en"):
        exhibit = draw_targets(rows, codebook, language)
        names = [codebook.title("short", zone, language) for zone in zones]
        assert [word for word in words_of(exhibit) if word in names] == names


def test_no_promise_is_words_and_not_a_picture(codebook: Codebook) -> None:
    exhibit = draw_targets(table(promise(10, 10, nan)).iloc[:0], codebook, "zh")
    assert exhibit.kind == "text"
    assert "不等于没有承诺，也不等于没有做" in exhibit.sentences[0]


def test_the_targets_given_are_not_changed(codebook: Codebook) -> None:
    rows = table(promise(2, 2, nan, **standard(5, "below")))
    before = rows.copy(deep=True)
    draw_targets(rows, codebook, "zh")
    pd.testing.assert_frame_equal(rows, before)


def test_a_zone_without_commitments_says_so_once(codebook: Codebook) -> None:
    none = pd.DataFrame([promise(1, 1, 1)]).iloc[:0]
    picture, table = draw_targets(none, codebook, "zh"), targets_table(none, codebook, "zh")
    assert (picture.kind, len(picture.sentences)) == ("text", 1)
    assert (table.kind, table.sentences) == ("text", ())


@pytest.mark.parametrize(("against", "is_a_finding"), [("below", True), ("part_below", False)])
def test_a_class_below_the_mean_of_all_is_said_but_stands_as_no_finding(
    against: str, is_a_finding: bool, codebook: Codebook
) -> None:
    promise = Commitment(row := {"attainment": "no_evidence", "unit": "家", "target_low": 2,
                                 "target_value": 2, "target_high": None, "standard_low": 5,
                                 "against_standard": against}, (row,))  # fmt: skip
    said, found = verdict_words(promise, codebook, "zh")
    assert found is is_a_finding
    assert said.endswith("3 家")


@pytest.mark.parametrize(
    ("bounds", "marks"),
    [
        ((10, 10, 10), ["planned", "not_published"]),
        ((10, 10, nan), ["planned", "arrow", "not_published"]),
        ((3, nan, 5), ["planned_range", "not_published"]),
        ((nan, 80, 80), ["planned", "arrow_left", "not_published"]),
    ],
)
def test_the_legend_holds_the_marks_that_are_drawn_and_no_other(
    codebook: Codebook, bounds: tuple[float, float, float], marks: list[str]
) -> None:
    promises = commitments_of(table(promise(*bounds)))
    assert [kind for kind, _ in targets_legend(promises, codebook, "zh")] == marks
    subtitle = draw_targets(table(promise(*bounds)), codebook, "zh").subtitle
    assert ("至少" in subtitle) is ("arrow" in marks)
    assert ("空心圆" in subtitle) is ("planned" in marks)
    assert ("空心条" in subtitle) is ("planned_range" in marks)


def test_the_number_over_a_mark_keeps_clear_of_the_rule_above_its_row(codebook: Codebook) -> None:
    rows = [
        promise(10, 10, nan, indicator_id=key)
        for key in ("social_orgs_per_urban_community", "social_orgs_per_rural_community_large")
    ]
    figure = draw_targets(table(*rows), codebook, "zh").figure
    assert figure is not None
    axes = figure.axes[0]
    rules = [
        line.get_ydata()[0] for line in axes.lines
        if line.get_marker() in ("None", None) and len(set(line.get_ydata())) == 1
    ]  # fmt: skip
    numbers = [text for text in axes.texts if text.get_text() == "≥ 10"]
    assert len(numbers) == 2
    for number in numbers:
        box = number.get_window_extent().transformed(axes.transData.inverted())
        top = min(box.y0, box.y1)
        assert all(top - rule > 0.5 for rule in rules if rule < top + 2)
