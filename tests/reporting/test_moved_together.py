"""A figure that moved is told once, however many tables, sentences and working papers hold it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.commands import diff as command
from shequ_eval.reporting.running.changed_inputs import ChangedInput
from shequ_eval.reporting.running.moved import Moved
from shequ_eval.reporting.running.moved_together import told_once

CAUSE = ChangedInput("evidence", "zhenhai-0801", "corrected", "value 772 → 780")
OTHER = ChangedInput("evidence", "zhenhai-0802", "corrected", "value 772 → 780")
LONG = "\n".join(
    ["镇海，省级实验区。", "- 投入：网格 {} 个[zhenhai-0801]。"] + ["- 其他各项。"] * 20
)


def place(
    old: str, new: str, *causes: ChangedInput, title: str = "表", certain: bool = True
) -> Moved:
    return Moved("zone_report", "table", title, "网格数", old, new, causes or (CAUSE,), certain)


def test_one_figure_in_cells_and_paragraphs_is_one_line_with_its_places_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    moved = [
        place(LONG.format(772), LONG.format(780), title="小结"),
        place("772个", "780个", title="证据全表"),
        place("772 个", "780 个", title="证据全表"),
    ]

    command._tell(moved)

    assert capsys.readouterr().out.splitlines() == [
        "网格数: 772个 → 780个（+8）",
        "  3 处 places: zone_report · 小结；zone_report · 证据全表",
        f"  {moved[0].why}",
    ]


def test_a_paragraph_with_two_figures_is_a_place_of_each() -> None:
    told = told_once(
        [
            place("网格 772 个，每万人 19.1 个", "网格 780 个，每万人 19.4 个"),
            place("772 个", "780 个"),
        ]
    )

    assert [(one.old, one.new, one.by, len(one.places)) for one in told] == [
        ("772 个", "780 个", "+8", 2),
        ("19.1", "19.4", "+0.3", 1),
    ]


def test_the_same_numbers_of_other_causes_are_another_figure() -> None:
    assert len(told_once([place("772 个", "780 个"), place("772 个", "780 个", OTHER)])) == 2


def test_where_the_cause_is_not_certain_nothing_is_taken_together() -> None:
    unsure = [place("5 项", "6 项", CAUSE, OTHER, certain=False) for _ in range(2)]
    apart = Moved("zone_report", "other", "表", "网格数", "5 项", "6 项", (CAUSE, OTHER), False)

    assert [len(one.places) for one in told_once([*unsure, apart])] == [2, 1]


def test_a_long_text_is_told_by_the_place_where_it_differs() -> None:
    (told,) = told_once([place(LONG.format("若干"), LONG.format("许多"))])

    assert len(told.old) < 60
    assert "若干" in told.old
    assert "\n" not in told.old


words = st.text("网格 个，12.5", max_size=12)


@given(st.lists(st.tuples(words, words), max_size=8))
def test_every_place_that_moved_is_counted_somewhere(pairs: list[tuple[str, str]]) -> None:
    moved = [
        place(one, other, title=str(n)) for n, (one, other) in enumerate(pairs) if one != other
    ]

    counted = {where for one in told_once(moved) for where in one.places}

    assert counted == {f"zone_report · {one.title}" for one in moved}
