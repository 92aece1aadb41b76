"""The requests for data: which gaps make one, what it unlocks, and in which order they stand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from shequ_eval.analysis.mechanisms import review_mechanisms
from shequ_eval.analysis.requests import KINDS, build_requests
from shequ_eval.analysis.score import COLUMNS as SCORE_COLUMNS
from shequ_eval.analysis.score import score_schemes
from shequ_eval.evidence.study import Study
from shequ_eval.evidence.tables import read_tables
from shequ_eval.exhibits.request_tables import requests_table
from shequ_eval.vocabulary.codebook import Codebook

FIGURE = {
    "observation_id": "", "zone_id": "", "indicator_id": "social_orgs_stock",
    "family_id": "social_orgs", "period": "2017", "period_basis": "text", "status": "actual",
    "scope": "whole_zone", "basis": "", "registration": "登记", "unit": "家", "change": "level",
    "per": "", "cumulative_over": "", "qualifier": "exact", "evidence_grade": "C", "doubt": "",
    "absence": "", "evidence_ids": "",
}  # fmt: skip
# What was spent in 2017, a flow (示例数据).
SPENT = {
    "indicator_id": "purchase_spending_yuan", "family_id": "purchase_spending", "unit": "元",
    "registration": "", "cumulative_over": "unstated",
}  # fmt: skip
NO_LOSS = pd.DataFrame(
    columns=["zone_id", "missing_id", "type", "what", "family_id", "recovered"], dtype=object
)
NO_MECHANISM = pd.DataFrame(columns=["mechanism_id", "zone_id", "data_needed"], dtype=object)
NO_SCORES = pd.DataFrame(columns=SCORE_COLUMNS)
NO_REVIEW = pd.DataFrame(columns=["mechanism_id", "status"], dtype=object)


def figures(**zones: dict[str, str]) -> pd.DataFrame:
    rows = [
        FIGURE | {"zone_id": zone, "observation_id": zone, "evidence_ids": f"{zone}-0001"} | cells
        for zone, cells in zones.items()
    ]
    return pd.DataFrame(rows)


def asked(
    observations: pd.DataFrame,
    codebook: Codebook,
    missing: pd.DataFrame = NO_LOSS,
    review: pd.DataFrame = NO_REVIEW,
    mechanisms: pd.DataFrame = NO_MECHANISM,
    scores: pd.DataFrame = NO_SCORES,
) -> pd.DataFrame:
    return build_requests(observations, missing, review, mechanisms, scores, codebook)


def test_complete_figures_ask_for_nothing(codebook: Codebook) -> None:
    assert asked(figures(zhenhai={}, jiangbei={}), codebook).empty


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("period", {"period": ""}),
        ("span", {"cumulative_over": "unstated"}),
        ("registration", {"registration": "unstated"}),
        ("basis", {"basis": "unstated"}),
        ("scope", {"scope": "unstated"}),
    ],
)
def test_each_open_cell_makes_one_request_that_opens_its_pair(
    codebook: Codebook, kind: str, cells: dict[str, str]
) -> None:
    (row,) = asked(figures(zhenhai=cells, jiangbei={}), codebook).to_dict("records")
    assert (row["zone_id"], row["kind"], row["subject_id"]) == (
        "zhenhai", kind, "social_orgs_stock",
    )  # fmt: skip
    assert (row["comparisons"], row["opens"], row["cells"], row["rank"]) == (1, 1, 0, 1)
    assert row["evidence_ids"] == "zhenhai-0001"


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"period": "2022"}, "year_or_sum"),
        ({"period": "2022-01/2022-06"}, "year_or_sum"),
        ({"period": "2022", "period_basis": "inferred"}, "span"),
        ({"period": "2013/2017"}, "span"),
        ({"indicator_id": "resident_studios", "period": "2022"}, "span"),
    ],
)
def test_what_was_spent_in_a_stated_year_is_not_asked_over_how_long_it_was_cumulated(
    codebook: Codebook, cells: dict[str, str], kind: str
) -> None:
    spent = SPENT | cells
    table = asked(figures(zhenhai=spent, jiangbei=spent | {"cumulative_over": ""}), codebook)
    assert table["kind"].tolist() == [kind]


def test_a_pair_that_something_else_holds_back_is_eased_but_not_opened(codebook: Codebook) -> None:
    table = asked(figures(zhenhai={"period": ""}, jiangbei={"unit": "个"}), codebook)
    assert table[["comparisons", "opens"]].to_numpy().tolist() == [[1, 0]]


def test_a_period_that_stands_beside_more_figures_comes_first(codebook: Codebook) -> None:
    table = figures(zhenhai={"period": ""}, jiangbei={}, lishui={})
    other = figures(
        zhenhai={"period": "", "indicator_id": "volunteers_registered", "family_id": "volunteers"},
        jiangbei={"indicator_id": "volunteers_registered", "family_id": "volunteers"},
        lishui={"indicator_id": "volunteer_orgs", "family_id": "volunteers"},
    )
    both = pd.concat(
        [table, other.assign(observation_id=other["observation_id"] + "-v")], ignore_index=True
    )
    found = asked(both, codebook)
    zhenhai = found[found["zone_id"] == "zhenhai"]
    assert zhenhai["subject_id"].tolist() == ["social_orgs_stock", "volunteers_registered"]
    assert zhenhai["unlocks"].tolist() == [2, 1]


def test_a_family_that_others_have_is_asked_for_and_counts_zones_of_its_tier(
    codebook: Codebook,
) -> None:
    absent = {"absence": "not_published", "status": ""}
    table = asked(figures(zhenhai={}, nanjing={}, jiangbei=absent), codebook)
    (row,) = table.to_dict("records")
    assert (row["zone_id"], row["kind"], row["subject_id"]) == (
        "jiangbei", "absent_family", "social_orgs",
    )  # fmt: skip
    assert (row["comparisons"], row["cells"], row["unlocks"]) == (1, 1, 1)


def test_a_plan_leaves_its_family_to_be_asked_for(codebook: Codebook) -> None:
    table = asked(figures(zhenhai={}, jiexiu={"status": "planned"}), codebook)
    assert table["kind"].tolist() == ["absent_family"]


def test_a_lost_count_is_asked_for_unless_it_was_recovered(codebook: Codebook) -> None:
    missing = pd.DataFrame(
        [
            ["zhenhai", "x01", "count", "网格数", "grids", ""],
            ["zhenhai", "x02", "count", "平台数", "social_orgs", ""],
            ["zhenhai", "x03", "year", "年份", "", "2015"],
            ["zhenhai", "x04", "text_defect", "漏字", "", ""],
        ],
        columns=NO_LOSS.columns,
    )
    table = asked(figures(zhenhai={}, jiangbei={}), codebook, missing)
    assert table[["subject_id", "cells"]].to_numpy().tolist() == [["x01", 1], ["x02", 0]]


def test_a_mechanism_without_any_trace_is_asked_for_by_the_documents_it_needs(
    codebook: Codebook,
) -> None:
    mechanisms = pd.DataFrame(
        [["m01", "zhenhai", "会议记录"], ["m02", "zhenhai", "日志"], ["m03", "zhenhai", "名册"]],
        columns=["mechanism_id", "zone_id", "data_needed"],
    )
    review = pd.DataFrame(
        [["m01", "not_provided"], ["m02", "traced"], ["m02", "not_provided"], ["m03", "planned"]],
        columns=["mechanism_id", "status"],
    )
    table = asked(figures(zhenhai={}, jiangbei={}), codebook, NO_LOSS, review, mechanisms)
    assert table[["subject_id", "ask_for", "cells"]].to_numpy().tolist() == [
        ["m01", "会议记录", 4],
        ["m03", "名册", 4],
    ]


def test_a_row_of_a_scheme_without_evidence_is_asked_for_with_its_points(
    codebook: Codebook,
) -> None:
    scores = pd.DataFrame(
        [
            ["fund", "zhenhai", "paid", 20.0, "no_target", "zhenhai-0001", "预算数", "the budget"],
            ["fund", "zhenhai", "done", 10.0, "", "zhenhai-0002", "清单", "the list"],
            ["fund", "zhenhai", "kept", 0.5, "no_level", "", "记录", "records"],
        ],
        columns=[
            "scheme_id", "zone_id", "row_id", "points", "reason", "evidence_ids", "needs_zh",
            "needs_en",
        ],
    )  # fmt: skip
    table = asked(figures(zhenhai={"period": ""}, jiangbei={}), codebook, scores=scores)
    assert table[["subject_id", "points", "comparisons", "unlocks"]].to_numpy().tolist() == [
        ["fund.paid", 20.0, 0, 20.0],
        ["social_orgs_stock", 0.0, 1, 1.0],
        ["fund.kept", 0.5, 0, 0.5],
    ]


def test_every_point_that_the_five_zones_cannot_be_scored_on_is_asked_for(
    real: pd.DataFrame, five_zones: Study
) -> None:
    scores = score_schemes(five_zones.schemes, five_zones.observations)
    missing = (scores["points"] - scores["assessable"]).groupby(scores["zone_id"]).sum()
    asked_for = real.groupby("zone_id")["points"].sum()
    assert {zone: asked_for[zone] for zone in missing.index} == missing.to_dict()
    assert asked_for["jiexiu"] == 0


@pytest.fixture(scope="module")
def real(five_zones: Study, data_root: Path) -> pd.DataFrame:
    return of_study(five_zones, data_root)


def of_study(study: Study, data_root: Path, reverse: bool = False) -> pd.DataFrame:
    tables = read_tables(data_root)
    review = review_mechanisms(
        study.mechanisms, tables["mechanism_evidence"], tables["evidence"], study.sources
    )
    missing = study.missing_numbers
    if reverse:
        missing, review = missing.iloc[::-1], review.iloc[::-1]
    scores = score_schemes(study.schemes, study.observations)
    if reverse:
        scores = scores.iloc[::-1]
    return build_requests(
        study.observations, missing, review, study.mechanisms, scores, study.codebook
    )


def test_the_five_zones_each_have_a_list_in_order_of_what_it_unlocks(real: pd.DataFrame) -> None:
    for zone in ("nanjing", "lishui", "zhenhai", "jiangbei", "jiexiu"):
        here = real[real["zone_id"] == zone]
        assert not here.empty
        assert here["rank"].tolist() == list(range(1, len(here) + 1))
        assert here["unlocks"].is_monotonic_decreasing
    assert (real["unlocks"] == real[["points", "comparisons", "cells"]].max(axis=1)).all()
    assert (real["opens"] <= real["comparisons"]).all()
    assert set(real["kind"]) <= set(KINDS)


def test_the_order_does_not_hang_on_the_order_of_the_tables(
    five_zones: Study, data_root: Path, real: pd.DataFrame
) -> None:
    pd.testing.assert_frame_equal(of_study(five_zones, data_root, reverse=True), real)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_shows_the_counts_and_says_what_it_leaves_out(
    real: pd.DataFrame, five_zones: Study, language: str
) -> None:
    given = (real, five_zones.mechanisms, five_zones.schemes, five_zones.codebook)
    whole = requests_table(*given, language)  # type: ignore[arg-type]
    short = requests_table(*given, language, first=3)  # type: ignore[arg-type]
    assert len(whole.data) == len(real)
    assert len(short.data) == 15
    assert short.notes[:-1] == whole.notes
    assert str(len(real) - 15) in short.notes[-1]
    assert str(len(real)) in short.title
    assert short.title != whole.title
