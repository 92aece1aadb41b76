"""One row per figure and per gap: nothing merged, nothing filled in, every gap with its reason."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shequ_eval.evidence.observations import KEY, NUMBERS, build_observations

ZONES = pd.DataFrame({"zone_id": ["east", "west"], "tier": ["county", "city"]})
INDICATORS = pd.DataFrame(
    {
        "indicator_id": ["orgs", "rule", "districts"],
        "family_id": ["f", "f", "f"],
        "dimension": ["output", "process", "process"],
        "stock_or_flow": ["stock", "standard", "stock"],
        "tier": ["", "", "city"],
        "unit": ["家", "%", "个"],
    }
)
TYPES = dict.fromkeys(NUMBERS, "Float64") | {"low_closed": "boolean", "high_closed": "boolean"}
NO_LOSS = pd.DataFrame({"zone_id": [], "indicator_id": []}, dtype=str)


def figure(evidence_id: str, **changes: object) -> dict[str, object]:
    row: dict[str, object] = {
        "evidence_id": evidence_id, "zone_id": "east", "indicator_id": "orgs", "value": 10.0,
        "low": 10.0, "high": 10.0, "low_closed": True, "high_closed": True, "unit": "家",
        "qualifier": "exact", "change": "level", "per": "", "period": "2017",
        "period_basis": "text", "status": "actual", "kind": "quantity", "dimension": "output",
        "registration": "", "population_basis": "", "scope": "whole_zone",
        "cumulative_over": "", "flags": "", "value_text": "10家", "statement_zh": "组织数",
        "statement_en": "orgs", "note": "", "evidence_grade": "C", "doubt": "",
    }  # fmt: skip
    return row | changes


def observations(*figures: dict[str, object], lost: pd.DataFrame = NO_LOSS) -> pd.DataFrame:
    evidence = pd.DataFrame(list(figures)).astype(TYPES)
    return build_observations(evidence, INDICATORS, ZONES, lost)


def absence(table: pd.DataFrame, zone: str, indicator: str) -> list[str]:
    here = table[(table["zone_id"] == zone) & (table["indicator_id"] == indicator)]
    return list(here["absence"])


def test_a_zone_without_evidence_has_an_absence_row() -> None:
    assert absence(observations(figure("east-1")), "west", "orgs") == ["not_published"]


def test_a_plan_leaves_the_actual_figure_absent() -> None:
    table = observations(figure("east-1", status="planned"))
    here = table[(table["zone_id"] == "east") & (table["indicator_id"] == "orgs")]
    assert set(zip(here["status"], here["absence"], strict=True)) == {
        ("planned", ""),
        ("actual", "not_published"),
    }


def test_a_number_lost_in_the_document_is_masked_not_unpublished() -> None:
    lost = pd.DataFrame({"zone_id": ["west"], "indicator_id": ["orgs"]})
    assert absence(observations(figure("east-1"), lost=lost), "west", "orgs") == [
        "masked_in_source"
    ]


def test_an_indicator_of_cities_does_not_apply_to_a_district() -> None:
    table = observations(figure("east-1"))
    assert absence(table, "east", "districts") == ["not_applicable"]
    assert absence(table, "west", "districts") == ["not_published"]


@pytest.mark.parametrize(
    "difference",
    [
        {"period": "2018"},
        {"status": "standard"},
        {"scope": "pilot"},
        {"population_basis": "户籍"},
        {},
    ],
)
def test_two_figures_are_never_merged(difference: dict[str, object]) -> None:
    table = observations(figure("east-1"), figure("east-2", **difference))
    stated = table[table["absence"] == ""]
    assert sorted(stated["evidence_ids"]) == ["east-1", "east-2"]
    assert not stated.duplicated(KEY).any()


def test_the_evidence_given_is_not_changed() -> None:
    evidence = pd.DataFrame([figure("east-1")]).astype(TYPES)
    before = evidence.copy()
    build_observations(evidence, INDICATORS, ZONES, NO_LOSS)
    pd.testing.assert_frame_equal(evidence, before)


numbers = st.none() | st.floats(0, 1e9, allow_nan=False)


@settings(max_examples=20)
@given(st.lists(st.tuples(numbers, st.booleans()), min_size=1, max_size=6))
def test_absence_is_filled_if_and_only_if_there_is_no_number(
    cells: list[tuple[float | None, bool]],
) -> None:
    figures = [
        figure(f"east-{n}", value=value, low=5.0, high=None if open_end else 1e9)
        for n, (value, open_end) in enumerate(cells)
    ]
    table = observations(*figures)
    empty = table[NUMBERS].isna().all(axis=1)
    assert (empty == table["absence"].ne("")).all()


def test_the_real_data_hold_every_zone_and_indicator(tidy: dict[str, pd.DataFrame]) -> None:
    table = tidy["observations"]
    pairs = set(zip(table["zone_id"], table["indicator_id"], strict=True))
    assert len(pairs) == len(tidy["zones"]) * len(tidy["indicators"])
    assert set(tidy["evidence"]["evidence_id"]) == set(table["evidence_ids"]) - {""}
    assert (table[NUMBERS].isna().all(axis=1) == table["absence"].ne("")).all()


def test_a_coarser_key_would_have_merged_real_figures(tidy: dict[str, pd.DataFrame]) -> None:
    stated = tidy["observations"].query("absence == ''")
    coarse = stated.groupby(["zone_id", "indicator_id", "period", "status"]).size()
    assert (coarse > 1).sum() >= 10
    assert not stated.duplicated(KEY).any()


def test_bounds_are_kept_as_the_words_imply(tidy: dict[str, pd.DataFrame]) -> None:
    rows = tidy["observations"].set_index("evidence_ids")
    over, near, span = rows.loc["lishui-0530"], rows.loc["zhenhai-3018"], rows.loc["zhenhai-4081"]
    assert (over["low"], pd.isna(over["high"])) == (3_000_000, True)
    assert (near["low"], near["high"]) == (0, 80)
    assert pd.isna(span["value"])
    assert (span["low"], span["high"]) == (10_000, 100_000)
    assert pd.isna(over["high_closed"])
    assert bool(over["low_closed"])
