"""Whoever knows the weights, and that answers are whole numbers, cannot solve for who is withheld.

The attack knows how many households each community has (weights are households over answers),
every printed figure, all answers of the communities that are not withheld, how many answers the
withheld ones have together, and the rules of rounding. It tries every number of answers and every
sum of answers that the withheld communities could have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from scipy.stats import t

from shequ_eval.commands.survey import survey

LEAST, DRAWN_OF = 10, 12 / 7  # of 12 communities 7 are drawn, whatever their number here
FEWEST_SOLUTIONS, FEWEST_SIZES = 7, 7
SPEC = """\
data: answers.csv
design: {weights: w, strata: street, clusters: [community], population_sizes: [N]}
suppress_below: SMALL
estimates:
  - {id: all, kind: mean, variable: q}
  - {id: street, kind: mean, variable: q, by: street}
  - {id: community, kind: mean, variable: q, by: [street, community]}
"""
SIZES = {
    "seven": [5, 24, 27, 30, 31, 29, 31],
    "a large neighbour": [2, 40, 45, 60, 50],
    "nearly small": [3, 12, 20, 25, 22],
    "ten": [8, 11, 20, 20, 20, 20, 20, 20, 20, 20],
    "few": [4, 12, 15],
}


@dataclass(frozen=True)
class Street:
    """One street's communities: answers (communities,), their sums, and households."""

    sizes: np.ndarray
    sums: np.ndarray
    households: np.ndarray

    def figures(self, sizes: Sequence[float], sums: Sequence[np.ndarray]) -> tuple:
        """Mean and standard error if the first communities had other sizes and sums."""
        many = len(sizes)
        means = [total / size for total, size in zip(sums, sizes, strict=True)]
        means += list(self.sums[many:] / self.sizes[many:])
        means = np.stack(np.broadcast_arrays(*means), axis=-1)
        mean = means @ self.households / self.households.sum()
        parts = self.households * (means - mean[..., None])
        drawn = means.shape[-1]
        spread = ((parts - parts.mean(axis=-1, keepdims=True)) ** 2).sum(axis=-1)
        variance = (1 - 1 / DRAWN_OF) * drawn / (drawn - 1) * spread
        return mean, np.sqrt(variance) / self.households.sum()


def made_up(sizes: Sequence[int], seed: int, best: int) -> tuple[Street, pd.DataFrame]:
    """A street, and a second one with five communities of 30 that nothing is withheld of."""
    random = np.random.default_rng(seed)
    rows, sums, households = [], [], random.integers(900, 3200, len(sizes)).astype(float)
    for place, size in enumerate([*sizes, *[30] * 5]):
        answers = random.integers(1, best + 1, size) if best > 1 else random.integers(0, 2, size)
        street, many = ("A", len(sizes)) if place < len(sizes) else ("B", 5)
        homes = households[place] if place < len(sizes) else 1500.0
        sums.append(answers.sum())
        frame = pd.DataFrame({"q": answers, "street": street, "community": f"c{place:02d}"})
        rows.append(frame.assign(w=DRAWN_OF * homes / size, N=DRAWN_OF * many))
    street = Street(np.array(sizes, float), np.array(sums[: len(sizes)], float), households)
    return street, pd.concat(rows)


def printed(folder: Path, data: pd.DataFrame, least: int, spec: str = SPEC) -> pd.DataFrame:
    data.to_csv(folder / "answers.csv", index=False)
    (folder / "spec.yaml").write_text(spec.replace("SMALL", str(least)), encoding="utf-8")
    out = folder / "out.csv"
    told = CliRunner().invoke(survey, ["estimate", str(folder / "spec.yaml"), "--out", str(out)])
    assert told.exit_code == 0, told.output
    return pd.read_csv(out)


def nice_above(value: np.ndarray) -> np.ndarray:
    """The least 1, 2 or 5 times a power of ten that is not below, found by trying them."""
    series = np.array([lead * 10.0**power for power in range(-8, 6) for lead in (1, 2, 5)])
    return series[np.searchsorted(series * (1 + 1e-9), value)]


def as_printed(mean: np.ndarray, error: np.ndarray, n: float, df: int) -> list[np.ndarray]:
    """What the documentation says is printed of a mean with this error."""
    known = nice_above(error)
    unit = nice_above(np.maximum(known / 2, 3 / n))
    shown = np.floor(mean / unit + 0.5 + 1e-9) * unit
    return [shown, *([known] if df >= 3 else [])]


def solutions(street: Street, row: pd.Series, best: int, exact: bool) -> dict[int, int]:
    """For each number of answers of the first withheld community, how many sums are possible."""
    low, together = (1 if best > 1 else 0), int(street.sizes[:2].sum())
    names = ["estimate", "std_error"]
    wanted = [float(row[name]) for name in names if pd.notna(row[name])]
    found = {}
    for first in range(1, together):
        second = together - first
        sums = np.ix_(
            np.arange(low * first, best * first + 1), np.arange(low * second, best * second + 1)
        )
        told = list(street.figures([first, second], sums))
        if not exact:
            told = as_printed(*told, n=row["n"], df=int(row["df"]))
        fits = [np.abs(value - want) < 1e-9 for value, want in zip(told, wanted, strict=True)]
        found[first] = int(np.logical_and.reduce(fits).sum())
    return {size: many for size, many in found.items() if many}


def hidden_first(street: Street, table: pd.DataFrame) -> Street:
    """The street with its withheld communities first, as the attack takes them."""
    rows = table[table["id"].eq("community") & table["street"].eq("A")]
    order = np.argsort(~rows["suppressed"].to_numpy(), kind="stable")
    assert rows["suppressed"].sum() == 2
    return Street(street.sizes[order], street.sums[order], street.households[order])


@pytest.mark.parametrize("best", [5, 1], ids=["five answers", "yes or no"])
@pytest.mark.parametrize("name", SIZES)
def test_whole_answers_and_known_weights_leave_many_solutions(
    tmp_path: Path, name: str, best: int
) -> None:
    leaves_many(tmp_path, name, best, range(2))


@pytest.mark.slow
@pytest.mark.parametrize("best", [5, 1], ids=["five answers", "yes or no"])
@pytest.mark.parametrize("name", SIZES)
def test_so_they_do_in_many_streets(tmp_path: Path, name: str, best: int) -> None:
    leaves_many(tmp_path, name, best, range(2, 25))


def leaves_many(folder: Path, name: str, best: int, seeds: range) -> None:
    for seed in seeds:
        street, data = made_up(SIZES[name], seed, best)
        table = printed(folder, data, LEAST)
        row = table[table["id"].eq("street") & table["street"].eq("A")].iloc[0]
        told = solutions(hidden_first(street, table), row, best, exact=False)
        assert int(hidden_first(street, table).sizes[0]) in told  # the attack is right
        assert sum(told.values()) >= FEWEST_SOLUTIONS and len(told) >= FEWEST_SIZES
        assert min(told) <= LEAST / 2 and max(told) >= LEAST


@pytest.mark.parametrize("best", [5, 1], ids=["five answers", "yes or no"])
def test_the_same_attack_solves_for_them_where_all_digits_are_printed(
    tmp_path: Path, best: int
) -> None:
    street, data = made_up(SIZES["seven"], 1, best)
    bare, table = (printed(tmp_path, data, least) for least in (0, LEAST))
    row = bare[bare["id"].eq("street") & bare["street"].eq("A")].iloc[0]
    told = solutions(hidden_first(street, table), row, best, exact=True)
    assert told == {5: 1}


def test_rows_that_hold_nobody_withheld_keep_all_their_digits(tmp_path: Path) -> None:
    _, data = made_up(SIZES["seven"], 1, 5)
    bare, table = (printed(tmp_path, data, least) for least in (0, LEAST))
    whole = ~table["suppressed"] & (table["street"].eq("B") | table["community"].notna())
    assert whole.sum() == 11
    pd.testing.assert_frame_equal(table[whole], bare[whole], check_dtype=False)
    coarse = table[~table["suppressed"] & ~whole]
    assert coarse["note"].str.contains("已取整").all() and coarse["deff"].isna().all()
    assert coarse["n"].tolist() == bare.loc[coarse.index, "n"].tolist()


def test_a_coarse_interval_is_that_of_the_printed_figures_and_holds_the_exact_one(
    tmp_path: Path,
) -> None:
    for seed in range(4):
        _, data = made_up(SIZES["seven"], seed, 5)
        bare, table = (printed(tmp_path, data, least) for least in (0, LEAST))
        for at in np.flatnonzero(table["note"].fillna("").str.contains("已取整")):
            row, exact = table.iloc[at], bare.iloc[at]
            reach = t.ppf(0.975, row["df"]) * row["std_error"]
            assert row["low"] <= row["estimate"] - reach + 1e-9
            assert row["high"] >= row["estimate"] + reach - 1e-9
            assert row["std_error"] >= exact["std_error"]
            assert abs(row["estimate"] - exact["estimate"]) <= row["std_error"] / 2


@pytest.mark.parametrize("kind", ["total", "share", "ratio", "quantile", "difference"])
def test_no_kind_of_estimate_prints_more_than_a_class_of_its_error(
    tmp_path: Path, kind: str
) -> None:
    asked = {
        "total": "kind: total, variable: q", "share": "kind: share, variable: q, values: [4, 5]",
        "ratio": "kind: ratio, numerator: q, denominator: N",
        "quantile": "kind: quantile, variable: q, q: 0.5", "difference": "kind: mean, variable: q",
    }[kind]  # fmt: skip
    spec = f"{SPEC}  - {{id: more, {asked}, by: street}}\n"
    if kind == "difference":
        spec += "contrasts: [{id: apart, of: more, first: {street: A}, second: {street: B}}]\n"
    _, data = made_up(SIZES["seven"], 2, 5)
    table = printed(tmp_path, data, LEAST, spec)
    name = "apart" if kind == "difference" else "more"
    row = table[table["id"].eq(name) & table["street"].fillna("A").eq("A")].iloc[0]
    assert row["n"] > LEAST and pd.isna(row["deff"])
    error = row["std_error"]
    assert error == pytest.approx(nice_above(np.array([error]))[0])
    steps = row["estimate"] / nice_above(np.array([error / 2]))[0]
    assert steps == pytest.approx(round(steps), abs=1e-6)


def test_whom_a_condition_leaves_out_is_not_had_by_subtraction(tmp_path: Path) -> None:
    _, data = made_up(SIZES["seven"], 1, 5)
    asked = SPEC.split("estimates:")[0] + (
        "estimates:\n"
        "  - {id: street, kind: mean, variable: q, by: street}\n"
        "  - {id: without, kind: mean, variable: q, by: street, where: \"community != 'c00'\"}\n"
    )
    bare, table = (printed(tmp_path, data, least, asked) for least in (0, LEAST))
    for told, apart in ((bare, True), (table, False)):
        numbers = told[told["street"].eq("A")].set_index("id")["n"]
        assert bool(numbers["street"] - numbers["without"] == 5) is apart
    gone = table[table["suppressed"]]
    assert gone[["id", "street"]].values.tolist() == [["without", "A"]]
    assert gone["note"].str.contains("tell on a group").all()
    kept = table[table["id"].eq("street") & table["street"].eq("A")].iloc[0]
    assert "已取整" in kept["note"]


def test_two_conditions_that_leave_out_few_only_together_are_seen_too(tmp_path: Path) -> None:
    _, data = made_up(SIZES["seven"], 1, 5)
    data = data.assign(wave=np.arange(len(data)) % 2)
    asked = SPEC.split("estimates:")[0] + (
        "estimates:\n"
        "  - {id: all, kind: mean, variable: q}\n"
        "  - {id: first, kind: mean, variable: q, where: wave == 0}\n"
        "  - {id: rest, kind: mean, variable: q, where: \"wave == 1 and community != 'c00'\"}\n"
    )
    table = printed(tmp_path, data, LEAST, asked)
    assert table["suppressed"].sum() == 1


def test_a_group_that_lies_in_another_but_for_a_few_goes_with_it(tmp_path: Path) -> None:
    _, data = made_up([30, 30, 30, 30], 1, 5)
    age = np.where(data["street"].eq("A"), "young", "old")
    age[:4] = "old"  # of 120 people of street A four are not young, and nobody else is
    asked = SPEC.split("estimates:")[0] + (
        "estimates:\n"
        "  - {id: streets, kind: mean, variable: q, by: street}\n"
        "  - {id: ages, kind: mean, variable: q, by: age}\n"
    )
    table = printed(tmp_path, data.assign(age=age), LEAST, asked)
    assert table["suppressed"].any()


def test_blanks_and_large_remainders_withhold_nothing(tmp_path: Path) -> None:
    _, data = made_up([30, 30, 30, 30], 1, 5)
    data = data.assign(age=["", "", "", *["old", "young"] * ((len(data) - 3) // 2), "old"])
    asked = SPEC.split("estimates:")[0] + (
        "estimates:\n"
        "  - {id: all, kind: mean, variable: q}\n"
        "  - {id: ages, kind: mean, variable: q, by: age}\n"
        "  - {id: streets, kind: mean, variable: q, by: street}\n"
        "  - {id: without, kind: mean, variable: q, where: \"community != 'c00'\"}\n"
    )
    bare, table = (printed(tmp_path, data, least, asked) for least in (0, LEAST))
    pd.testing.assert_frame_equal(bare, table)
