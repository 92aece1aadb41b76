"""What grows with its place is placed per head, or among places of its size; all else as it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.analysis.comparability import figures_to_compare
from shequ_eval.analysis.examples import example_figure, example_populations
from shequ_eval.analysis.intensity import PER, build_intensity
from shequ_eval.analysis.sizes import (
    FORMS,
    alike_in_size,
    figures_to_place,
    grows_with_size,
)
from shequ_eval.evidence.study import Study
from shequ_eval.vocabulary.codebook import Codebook, Comparability

ZONES = pd.DataFrame({"zone_id": ["lishui"], "facts_period": ["2020"]})


def placeable(codebook: Codebook, people: pd.DataFrame | None = None, **cells: object) -> pd.Series:
    figure = {"indicator_id": "social_orgs_stock", "unit": "家", "period": "2020"}
    ends = {"low": 500.0, "value": 500.0, "high": 500.0}
    table = pd.DataFrame([example_figure() | figure | ends | cells])
    counts = example_populations() if people is None else people
    return figures_to_place(table, counts, ZONES, codebook).iloc[0]


def test_a_rate_is_the_one_of_the_chapter_on_intensity(five_zones: Study) -> None:
    """Two ways to one number: over the main denominator both come to the same."""
    book = five_zones.codebook
    figures = figures_to_compare(five_zones.observations, book)
    placed = figures_to_place(figures, five_zones.denominators, five_zones.zones, book)
    rated = placed[placed["form"].eq("per_head") & placed["status"].eq("actual")]
    assert len(rated) > 5
    told = pd.concat(
        build_intensity(five_zones.observations, five_zones.denominators, five_zones.zones, book, k)
        for k in PER
    ).set_index(["indicator_id", "evidence_ids"])
    for row in rated[rated["qualifier"].ne("vague")].to_dict("records"):
        other = told.loc[[(row["indicator_id"], row["evidence_ids"])]].iloc[0]
        assert other["denominator_id"] == row["denominator_id"]
        assert pd.isna(row["value"]) or row["value"] == pytest.approx(other["value"])
        assert row["stated_unit"] == other["stated_unit"]


def test_what_is_no_count_stands_as_the_source_states_it(five_zones: Study) -> None:
    book = five_zones.codebook
    figures = figures_to_compare(five_zones.observations, book)
    placed = figures_to_place(figures, five_zones.denominators, five_zones.zones, book)
    assert set(placed["form"]) == set(FORMS)
    kept = placed["form"].ne("per_head").to_numpy()
    assert placed.loc[kept, "unit"].tolist() == figures.loc[kept, "unit"].tolist()
    for end in ("value", "low", "high"):
        now, then = (table.loc[kept, end].astype(float).to_numpy() for table in (placed, figures))
        np.testing.assert_array_equal(now, then)
    assert placed["form"][placed["unit"].isin(["%", "分"])].eq("as_stated").all()


def test_every_stock_and_flow_of_people_places_or_money_grows(codebook: Codebook) -> None:
    told = codebook.indicators[codebook.indicators["never_compare"].ne("true")]
    grows = {key: grows_with_size(key, "", codebook) for key in told.index}
    for key, row in told.iterrows():
        if row["stock_or_flow"] in ("stock", "flow") and row["unit"] in ("家", "人", "个", "元"):
            assert grows[str(key)], key
        if row["stock_or_flow"] in ("ratio", "standard"):
            assert not grows[str(key)], key
    assert all(grows[key] for key in told.index[told["intensity"].ne("")])


def test_a_count_without_a_population_of_its_own_extent_is_of_no_known_size(
    codebook: Codebook,
) -> None:
    people = example_populations()
    for changed in (
        {"people": people.assign(coverage="part_of_zone")},
        {"people": people.assign(quality="memory")},
        {"people": people.head(0)},
        {"scope": "pilot"},
    ):
        row = placeable(codebook, **changed)
        assert (row["form"], row["value"]) == ("count", 500.0)
        assert pd.isna(row["size"])


def test_an_increase_is_no_stock_to_set_on_heads(codebook: Codebook) -> None:
    row = placeable(codebook, change="increase")
    assert (row["form"], row["value"], row["size"]) == ("count", 500.0, 50000.0)


def test_an_open_bound_stays_open_per_head(codebook: Codebook) -> None:
    row = placeable(codebook, value=float("nan"), high=float("nan"))
    assert (row["form"], row["low"]) == ("per_head", 100.0)
    assert pd.isna(row["value"])
    assert pd.isna(row["high"])


sizes = st.one_of(st.none(), st.floats(1e3, 1e7))
placed_figures = st.fixed_dictionaries({"form": st.sampled_from(FORMS), "size": sizes})


@given(placed_figures, placed_figures)
def test_being_alike_in_size_is_mutual_and_scale_does_not_matter(
    one: dict[str, object], two: dict[str, object]
) -> None:
    from shequ_eval.vocabulary.codebook import read_codebook
    from shequ_eval.vocabulary.data_root import find_data_root

    rules = read_codebook(find_data_root()).comparability
    assert alike_in_size(one, two, rules) == alike_in_size(two, one, rules)
    if one["size"] is not None:
        assert alike_in_size(one, one, rules)


def test_the_rule_is_data_and_an_older_data_folder_is_read_by_the_same_rule(
    data_root: Path, codebook: Codebook
) -> None:
    given_rules = yaml.safe_load((data_root / "codebook/comparability.yaml").read_text("utf-8"))
    assert {"largest_size_ratio", "units_without_size"} <= set(given_rules)
    older = {
        k: v
        for k, v in given_rules.items()
        if k not in ("largest_size_ratio", "units_without_size")
    }
    read = Comparability(**older)
    assert read.largest_size_ratio == codebook.comparability.largest_size_ratio
    assert set(read.units_without_size) == set(codebook.comparability.units_without_size)
