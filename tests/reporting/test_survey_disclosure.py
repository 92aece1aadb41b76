"""A withheld estimate cannot be worked out of the same table, by somebody who tries."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from shequ_eval.commands.survey import survey

LEAST, LOW, HIGH = 10, 1.0, 5.0
HEAD = "data: answers.FORMAT\ndesign: {weights: w, clusters: home}\nsuppress_below: SMALL\n"
HIERARCHY = """\
estimates:
  - {id: all, kind: mean, variable: score}
  - {id: streets, kind: total, variable: score, by: street}
  - {id: communities, kind: mean, variable: score, by: [street, community]}
contrasts:
  - {id: apart, of: communities, first: {community: c1}, second: {community: c2}}
"""
CROSSED = """\
estimates:
  - {id: all, kind: total, variable: score}
  - {id: streets, kind: mean, variable: score, by: street}
  - {id: waves, kind: mean, variable: score, by: wave}
  - {id: cells, kind: mean, variable: score, by: [wave, street]}
"""
CONDITIONS = """\
estimates:
  - {id: all, kind: mean, variable: score}
  - {id: first, kind: total, variable: score, where: "wave == 1"}
  - {id: second, kind: mean, variable: score, where: "wave == 2"}
  - {id: first_streets, kind: mean, variable: score, by: street, where: "wave == 1"}
  - {id: streets, kind: mean, variable: score, by: street}
"""
CONDITION_OF = {"first": 1, "second": 2, "first_streets": 1}
FACTORS = ["street", "community", "wave"]


def answers(sizes: Sequence[int], missing: int = 0) -> pd.DataFrame:
    """Answers of communities of these sizes, three a street, half in each wave; weights 1."""
    generator = np.random.default_rng(sum(sizes))
    places = [place for place, size in enumerate(sizes) for _ in range(size)]
    score = generator.integers(1, 6, len(places)).astype(float)
    score[:missing] = np.nan
    return pd.DataFrame(
        {
            "street": [f"s{place // 3}" for place in places],
            "community": [f"c{place}" for place in places],
            "wave": np.arange(len(places)) % 2 + 1,
            "home": np.arange(len(places)),
            "score": score,
            "w": 1.0,
        }
    )


def table_of(folder: Path, data: pd.DataFrame, asked: str, least: int, form: str) -> pd.DataFrame:
    write = data.to_parquet if form == "parquet" else data.to_csv
    write(folder / f"answers.{form}", index=False)
    spec = HEAD.replace("FORMAT", form).replace("SMALL", str(least)) + dedent(asked)
    (folder / "spec.yaml").write_text(spec, encoding="utf-8")
    out = folder / "estimates.csv"
    asked_of = ["estimate", str(folder / "spec.yaml"), "--out", str(out)]
    result = CliRunner().invoke(survey, asked_of + (["--stream"] if form == "parquet" else []))
    assert result.exit_code == 0, result.output
    return pd.read_csv(out)


def members(table: pd.DataFrame, people: pd.DataFrame) -> np.ndarray:
    """Which groups of people (columns) each row of the table (rows) is about."""
    found = np.ones((len(table), len(people)))
    for factor in [name for name in FACTORS if name in table]:
        for place, label in enumerate(table[factor]):
            if pd.notna(label):
                same = people[factor].astype(str) == str(label).removesuffix(".0")
                found[place] *= same.to_numpy()
    for id_, wave in CONDITION_OF.items():
        found[table["id"].eq(id_).to_numpy()] *= people["wave"].eq(wave).to_numpy()
    return found


def spans(table: pd.DataFrame, people: pd.DataFrame, row: int) -> tuple[float, float]:
    """How far the number and the sum of answers in a row may vary, for all that is printed.

    What somebody knows who knows the groups, the scale and that all weigh alike: numbers n and
    sums t of each smallest group with LOW·n ≤ t ≤ HIGH·n, and those of every printed row.
    """
    groups, some = members(table, people), table["estimate"].notna() & table["n"].notna()
    some &= table["kind"].isin(["mean", "total"])
    printed, inside = table[some], groups[some.to_numpy()]
    sums = printed["estimate"] * printed["n"].where(printed["kind"].eq("mean"), 1.0)
    empty, each = np.zeros_like(inside), np.eye(groups.shape[1])
    known = np.block([[inside, empty], [empty, inside]])
    scale = np.block([[LOW * each, -each], [-HIGH * each, each]])
    widths = []
    for target in (
        np.append(groups[row], 0 * groups[row]),
        np.append(0 * groups[row], groups[row]),
    ):
        ends = []
        for sign in (1, -1):
            found = linprog(
                sign * target,
                A_ub=scale, b_ub=np.zeros(len(scale)),
                A_eq=known, b_eq=np.concatenate([printed["n"], sums]),
                bounds=(0, None),
            )  # fmt: skip
            assert found.status in {0, 3}
            ends.append(found.fun if found.status == 0 else -np.inf)
        widths.append(-ends[1] - ends[0])
    return widths[0], widths[1]


def combinations(data: pd.DataFrame) -> pd.DataFrame:
    return data.groupby(FACTORS).size().rename("n").reset_index()


SPECS = {"hierarchy": HIERARCHY, "crossed": CROSSED, "conditions": CONDITIONS}
SIZES = st.lists(st.one_of(st.integers(1, 9), st.integers(10, 60)), min_size=4, max_size=7)


@pytest.mark.parametrize(
    "asked",
    ["hierarchy", *(pytest.param(a, marks=pytest.mark.slow) for a in ("crossed", "conditions"))],
)
@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sizes=SIZES, form=st.sampled_from(["csv", "csv", "parquet"]))
def test_no_withheld_estimate_can_be_worked_out_of_the_table(
    tmp_path: Path, asked: str, sizes: list[int], form: str
) -> None:
    data = answers(sizes, missing=2)
    printed = table_of(tmp_path, data, SPECS[asked], LEAST, form)
    bare = table_of(tmp_path, data, SPECS[asked], 0, form)
    small = bare["n"].between(1, LEAST - 1) & bare["kind"].ne("difference")
    assert printed.loc[small, "suppressed"].all() and not bare["suppressed"].any()
    gone = printed[printed["suppressed"]]
    assert (
        gone[["estimate", "std_error", "low", "high", "df", "n", "n_psu", "deff"]]
        .isna()
        .all(axis=None)
    )
    # NOTE: the reader is given every figure that is printed at all with all its digits.
    exact = printed.assign(estimate=bare["estimate"].where(~printed["suppressed"]))
    for row in np.flatnonzero(small):
        number, total = spans(exact, combinations(data), int(row))
        assert number >= LEAST - 1e-6 and total >= LEAST * LOW - 1e-6


@pytest.mark.parametrize("asked", SPECS)
def test_the_same_attack_works_out_what_is_withheld_for_its_size_alone(
    tmp_path: Path, asked: str
) -> None:
    data = answers([30, 40, 24, 4])
    bare = table_of(tmp_path, data, SPECS[asked], 0, "csv")
    small = bare["n"].between(1, LEAST - 1) & bare["kind"].ne("difference")
    assert small.any()
    figures = ["estimate", "std_error", "low", "high", "df", "n", "n_psu", "deff"]
    primary = bare.assign(**{name: bare[name].where(~small) for name in figures})
    widths = [spans(primary, combinations(data), int(row)) for row in np.flatnonzero(small)]
    # NOTE: in a crossed table two small cells may hide each other by some answers, not by enough.
    assert min(width for pair in widths for width in pair) < LEAST


@pytest.mark.parametrize("asked", SPECS)
def test_rows_streamed_withhold_what_rows_in_memory_withhold(tmp_path: Path, asked: str) -> None:
    data = answers([30, 4, 40, 7], missing=3)
    data.loc[data.index % 11 == 0, "community"] = None
    memory, streamed = (
        table_of(tmp_path, data, SPECS[asked], LEAST, form) for form in ("csv", "parquet")
    )
    assert memory["suppressed"].any()
    pd.testing.assert_frame_equal(memory, streamed, rtol=1e-9)


def test_a_difference_goes_with_either_of_its_groups(tmp_path: Path) -> None:
    table = table_of(tmp_path, answers([30, 4, 40, 30]), HIERARCHY, LEAST, "csv")
    alone = table[table["id"].eq("apart")].iloc[0]
    gone = table[table["id"].eq("communities") & table["suppressed"]]["community"].tolist()
    assert "c1" in gone and len(gone) == 2
    assert alone["suppressed"] and np.isnan(alone["estimate"])


def test_the_same_groups_are_withheld_in_every_estimate_of_a_variable(tmp_path: Path) -> None:
    median = "  - {id: median, kind: quantile, variable: score, q: 0.5, by: community}\n"
    asked = HIERARCHY.replace("contrasts:", median + "contrasts:")
    table = table_of(tmp_path, answers([30, 4, 40, 30]), asked, LEAST, "csv")
    gone = table[table["suppressed"]].groupby("id")["community"].apply(set)
    assert gone["communities"] == gone["median"]


def test_without_a_total_only_the_small_group_is_withheld(tmp_path: Path) -> None:
    asked = "estimates: [{id: a, kind: mean, variable: score, by: community}]\n"
    table = table_of(tmp_path, answers([30, 4, 40]), asked, LEAST, "csv")
    assert table["suppressed"].tolist() == [False, True, False]


def test_the_note_says_which_groups_are_small_and_which_go_with_them(tmp_path: Path) -> None:
    asked = (
        "estimates: [{id: all, kind: mean, variable: score},"
        " {id: a, kind: share, variable: score, values: [4, 5], by: community}]\n"
    )
    table = table_of(tmp_path, answers([30, 4, 40]), asked, LEAST, "csv")
    told = table[table["id"].eq("a")]["note"].fillna("")
    assert "fewer than 10" in told.iloc[1] and "tell on a group" in told.iloc[0]
    assert told.iloc[2] == ""
