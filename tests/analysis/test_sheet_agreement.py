"""Two coders of one sheet: agreement by column, and kappa as it is published."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.analysis.agreement import cohens_kappa_of
from shequ_eval.analysis.sheet_agreement import sheet_agreement, sheet_disagreements


def coding(*statuses: str) -> dict[tuple[str, int, int], dict[str, str]]:
    return {
        ("d", n, n + 1): {"decision": "accept", "status": status}
        for n, status in enumerate(statuses)
    }


def test_kappa_is_that_of_a_worked_example() -> None:
    # 50 grants read twice: both yes 20, both no 15, apart 5 and 10; kappa is 0.4 (Cohen 1960).
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    first, second = zip(*pairs, strict=True)
    row = sheet_agreement(coding(*first), coding(*second), ["status"]).set_index("column")
    assert row.at["status", "kappa"] == pytest.approx(0.4, abs=1e-12)
    assert (row.at["status", "agreed"], row.at["status", "of"]) == (35, 50)


def test_one_category_and_numbers_have_no_kappa() -> None:
    table = sheet_agreement(coding("a", "a"), coding("a", "a"), ["status"])
    assert table["kappa"].isna().all()
    assert sheet_agreement(coding("1", "2"), coding("1", "3"), ["status"])["kappa"].isna().all()


def test_a_figure_that_one_coder_left_out_counts_for_the_decision_only() -> None:
    second = coding("a", "b") | {("d", 1, 2): {"decision": "leave_out"}}
    table = sheet_agreement(coding("a", "b"), second, ["status"]).set_index("column")
    assert table["of"].tolist() == [2, 1]
    apart = sheet_disagreements(coding("a", "b"), second, ["status"])
    assert apart[["start", "column", "first", "second"]].to_numpy().tolist() == [
        [1, "decision", "accept", "leave_out"]
    ]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=40))
def test_kappa_does_not_depend_on_which_coder_comes_first(pairs: list[tuple[str, str]]) -> None:
    table = pd.DataFrame(pairs, columns=["first", "second"])
    there, back = cohens_kappa_of(table), cohens_kappa_of(table[["second", "first"]])
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert there == pytest.approx(back, abs=1e-12, nan_ok=True)
        agreed = sum(one == other for one, other in pairs) / len(pairs)
        assert (agreed == 1) == (there == pytest.approx(1))
