"""A small cell cannot be worked out from what is printed, by somebody with a linear programme."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from shequ_eval.analysis.disclosure.additive import AdditiveTable, crossed_table, nested_table
from shequ_eval.analysis.disclosure.estimates import withhold_nested
from shequ_eval.analysis.disclosure.protect import protected, small_cells

LEAST = 10
COUNTS = st.one_of(st.integers(0, 14), st.integers(0, 400))


def attack(parts: list[list[int]], counts: np.ndarray, hidden: np.ndarray, cell: int) -> float:
    """How wide the span is that a reader finds for a cell, who knows every printed figure.

    Written without the module under test: the unknowns are the finest cells only, and `parts[i]`
    are those that the i-th cell is the sum of.
    """
    fine = max(max(part) for part in parts) + 1
    rows = np.array([[float(k in part) for k in range(fine)] for part in parts])
    printed = ~hidden
    ends = [
        linprog(sign * rows[cell], A_eq=rows[printed], b_eq=counts[printed], bounds=(0, None))
        for sign in (1, -1)
    ]
    assert ends[0].status == 0
    return np.inf if ends[1].status == 3 else -ends[1].fun - ends[0].fun


@st.composite
def hierarchies(draw: st.DrawFn) -> tuple[pd.DataFrame, list[int]]:
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=4))
    rows = [(f"S{s}", f"C{s}.{c}") for s, size in enumerate(sizes) for c in range(size)]
    counts = [draw(COUNTS) for _ in rows]
    return pd.DataFrame(rows, columns=["street", "community"]), counts


def parts_of_hierarchy(levels: pd.DataFrame, cells: pd.DataFrame) -> list[list[int]]:
    return [
        [
            k
            for k, row in enumerate(levels.itertuples(index=False))
            if all(want in ("", have) for want, have in zip(cell, row, strict=True))
        ]
        for cell in cells.itertuples(index=False)
    ]


@settings(max_examples=30, deadline=None)
@given(hierarchies())
def test_no_small_cell_of_a_hierarchy_can_be_worked_out(drawn: tuple) -> None:
    levels, counts = drawn
    table, cells = nested_table(levels, counts)
    hidden = protected(table, LEAST)
    parts = parts_of_hierarchy(levels, cells)
    for cell in np.flatnonzero(small_cells(table, LEAST)):
        assert hidden[cell]
        assert attack(parts, table.counts, hidden, int(cell)) >= LEAST - 1e-6


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_no_small_cell_of_a_crossed_table_can_be_worked_out(
    rows: int, columns: int, data: st.DataObject
) -> None:
    inner = [[data.draw(COUNTS) for _ in range(columns)] for _ in range(rows)]
    table = crossed_table(pd.DataFrame(inner))
    hidden = protected(table, LEAST)
    whole = [[r * columns + c for c in range(columns)] for r in range(rows)]
    parts = [[k] for k in range(rows * columns)] + whole
    parts += [[r * columns + c for r in range(rows)] for c in range(columns)]
    parts += [list(range(rows * columns))]
    for cell in np.flatnonzero(small_cells(table, LEAST)):
        assert attack(parts, table.counts, hidden, int(cell)) >= LEAST - 1e-6


def test_primary_suppression_alone_is_worked_out_by_the_same_attack() -> None:
    levels = pd.DataFrame({"street": ["A"] * 3, "community": list("abc")})
    table, cells = nested_table(levels, [3, 20, 30])
    parts = parts_of_hierarchy(levels, cells)
    assert attack(parts, table.counts, small_cells(table, LEAST), 0) == pytest.approx(0)


def test_a_table_without_small_cells_is_printed_whole() -> None:
    table = crossed_table(pd.DataFrame([[10, 20], [30, 0]]))
    assert not protected(table, LEAST).any()


def test_two_small_cells_that_hide_each_other_badly_take_a_third() -> None:
    table, _ = nested_table(pd.DataFrame({"community": list("abcd")}), [1, 2, 40, 50])
    assert protected(table, LEAST).tolist() == [True, True, True, False, False]


def test_the_only_community_of_a_street_takes_its_street_along() -> None:
    levels = pd.DataFrame({"street": ["A", "B", "B"], "community": list("abc")})
    table, cells = nested_table(levels, [4, 30, 30])
    hidden = protected(table, LEAST)
    named = [tuple(row) for row in cells[hidden].itertuples(index=False)]
    assert ("A", "a") in named and ("A", "") in named and ("B", "") in named


def test_counts_that_do_not_add_up_are_refused() -> None:
    good = crossed_table(pd.DataFrame([[1, 2], [3, 4]]))
    wrong = good.counts.copy()
    wrong[-1] += 1
    with pytest.raises(ValueError, match="not the sum of its parts"):
        AdditiveTable(wrong, good.sums)
    with pytest.raises(ValueError, match="whole numbers"):
        AdditiveTable(good.counts + 0.5, good.sums)


@settings(max_examples=10, deadline=None)
@given(hierarchies())
def test_what_is_withheld_does_not_depend_on_the_order_of_rows(
    drawn: tuple,
) -> None:
    levels, counts = drawn
    fine = levels.assign(n=counts, estimate=1.0)
    shuffled = fine.sample(frac=1, random_state=1)
    told = [
        withhold_nested(
            [
                rows,
                rows.groupby("street")[["n"]].sum().reset_index(),
                rows[["n"]].sum().to_frame().T,
            ],
            ["street", "community"],
            LEAST,
        )
        for rows in (fine, shuffled)
    ]
    small = [set(t[0].loc[t[0]["withheld"].eq("few_answers"), "community"]) for t in told]
    assert small[0] == small[1]


def test_a_withheld_row_keeps_neither_its_figure_nor_its_number() -> None:
    fine = pd.DataFrame(
        {"street": "A", "community": list("abc"), "n": [3, 20, 30], "estimate": [4.0, 3.0, 3.5]}
    )
    levels = [fine, pd.DataFrame({"street": ["A"], "n": [53]}), pd.DataFrame({"n": [53]})]
    told = withhold_nested(levels, ["street", "community"], LEAST)[0]
    gone = told[told["withheld"].ne("")]
    assert len(gone) == 2 and gone[["n", "estimate"]].isna().all(axis=None)
    with pytest.raises(ValueError, match="sums of the one below"):
        withhold_nested([fine, levels[1].assign(n=50), levels[2]], ["street", "community"], LEAST)


def test_only_the_levels_that_hold_a_withheld_group_are_coarse() -> None:
    figures = {"std_error": 0.107, "low": 3.82, "high": 4.35, "df": 6.0, "deff": 1.9}
    shares = {"share": 0.714, "share_low": 0.62, "share_high": 0.79}
    fine = pd.DataFrame(
        {"street": ["A"] * 3 + ["B"], "community": list("abcd"), "n": [3, 20, 30, 123]}
    )
    levels = [
        fine,
        fine.groupby("street")[["n"]].sum().reset_index(),
        fine[["n"]].sum().to_frame().T,
    ]
    levels = [level.assign(estimate=4.0845, **figures, **shares) for level in levels]
    places, streets, whole = withhold_nested(levels, ["street", "community"], LEAST)
    printed = places[places["withheld"].eq("")]
    assert printed["estimate"].eq(4.0845).all() and printed["deff"].eq(1.9).all()
    assert streets["estimate"].tolist() == [4.1, 4.0845]
    assert streets["std_error"].tolist() == [0.2, 0.107]
    assert whole[["estimate", "share"]].iloc[0].tolist() == [4.1, 0.7]
    for row in (streets.iloc[0], whole.iloc[0]):
        assert np.isnan(row["deff"]) and row["low"] < 3.82 and row["high"] > 4.35
        assert row["share_low"] <= 0.62 and row["share_high"] >= 0.79


def test_where_nothing_is_withheld_no_level_is_coarse() -> None:
    fine = pd.DataFrame({"street": ["A", "A"], "community": list("ab"), "n": [30, 40]})
    levels = [
        fine,
        fine.groupby("street")[["n"]].sum().reset_index(),
        fine[["n"]].sum().to_frame().T,
    ]
    figures = {"estimate": 4.0845, "std_error": 0.107, "low": 3.8, "high": 4.3, "deff": 1.9}
    levels = [level.assign(**figures, df=6.0) for level in levels]
    for told, given_ in zip(
        withhold_nested(levels, ["street", "community"], LEAST), levels, strict=True
    ):
        assert told[list(figures)].equals(given_[list(figures)])
