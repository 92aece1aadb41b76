"""A score is given only where there is evidence, with bounds, and never to a zone."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.analysis.intervals import Interval
from shequ_eval.analysis.score import (
    capped_ratio,
    score_scheme,
    score_schemes,
)
from shequ_eval.analysis.score_summary import grade, summary
from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.scheme_files import read_schemes
from shequ_eval.vocabulary.score_standards import grade_bands, subjective_share
from shequ_eval.vocabulary.scores import Scheme, read_score_rules, schemes_of

BANDS = {"优": 90.0, "良": 80.0, "中": 60.0, "差": 0.0}
TARGET = {"unit": "项", "basis": "document", "source_zh": "目标", "source_en": "goal"}
EVERY = [f"e{place}" for place in range(4)]


def row_of(place: int, points: float, rule: dict[str, Any]) -> dict[str, Any]:
    words = dict.fromkeys(["title_zh", "title_en", "needs_zh", "needs_en"], "字")
    head = {"id": f"row{place}", "level1": "产出", "level2": "产出数量"}
    return words | head | {"points": points, "rule": rule}


def scheme_of(*rows: dict[str, Any]) -> Scheme:
    blank = ["title_zh", "title_en", "object_zh", "object_en", "points_zh", "points_en"]
    head = {"id": "mine", "zone_id": "zhenhai", "scored": "fund", "rows": list(rows)}
    return Scheme.model_validate(dict.fromkeys(blank, "字") | head)


def figure(name: str = "e0", **more: Any) -> dict[str, Any]:
    fixed = {"evidence_ids": name, "status": "actual", "absence": "", "unit": "项"}
    ends = {"low": 40.0, "value": 40.0, "high": 40.0}
    return fixed | ends | {"qualifier": "exact", "evidence_grade": "C", "doubt": ""} | more


def one(rule: dict[str, Any], *figures: dict[str, Any]) -> dict[str, Any]:
    table = pd.DataFrame(list(figures), columns=list(figure()))
    (row,) = score_scheme(scheme_of(row_of(0, 10.0, rule)), table).to_dict("records")
    return {str(key): value for key, value in row.items()}


def ratio(**target: Any) -> dict[str, Any]:
    return {"kind": "capped_ratio", "target": TARGET | target, "evidence": ["e0"]}


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"status": "planned"}, "not_actual"),
        ({"status": "standard"}, "not_actual"),
        ({"qualifier": "vague"}, "vague"),
        ({"absence": "masked_in_source"}, "absent"),
        ({"unit": "个"}, "units_differ"),
        ({"evidence_ids": "other"}, "no_evidence"),
    ],
)
def test_a_row_without_a_usable_figure_is_not_assessable(more: dict[str, Any], reason: str) -> None:
    row = one(ratio(value=80), figure(**more))
    assert (row["reason"], row["assessable"]) == (reason, 0)
    assert pd.isna(row["low"])
    assert pd.isna(row["high"])


def test_a_row_without_a_target_is_not_assessable() -> None:
    row = one({"kind": "capped_ratio", "evidence": ["e0"]}, figure())
    assert (row["reason"], row["evidence_ids"]) == ("no_target", "e0")


def test_a_row_that_names_no_evidence_is_not_assessable() -> None:
    assert one({"kind": "threshold", "target": TARGET | {"value": 1}})["reason"] == "no_evidence"


def test_a_target_that_is_another_figure_keeps_its_bounds_and_is_named() -> None:
    whole = figure("e1", low=80.0, value=80.0, high=None)
    row = one(ratio(evidence="e1", basis="whole"), figure(), whole)
    assert (row["low"], row["value"], row["high"]) == (0, 5, 5)
    assert row["evidence_ids"] == "e0 e1"


def test_a_target_whose_figure_is_missing_is_no_target() -> None:
    assert one(ratio(evidence="e1", basis="whole"), figure())["reason"] == "no_target"


def test_at_least_eight_is_reached_at_eight() -> None:
    promise = figure("e1", status="planned", low=8.0, value=8.0, high=None)
    row = one(ratio(evidence="e1"), figure(low=6.0, value=6.0, high=6.0), promise)
    assert (row["low"], row["high"]) == (7.5, 7.5)


def test_at_most_is_a_threshold_turned_round() -> None:
    rule = {"kind": "threshold", "target": TARGET | {"high": 50}, "evidence": ["e0"]}
    assert one(rule, figure())["result"] == "met"
    assert one(rule, figure(low=51.0, value=51.0, high=51.0))["result"] == "not_met"
    assert one(rule, figure(high=None))["result"] == "cannot_be_told"


def test_the_worst_grade_and_every_doubt_of_the_evidence_are_carried() -> None:
    rule = {"kind": "capped_ratio", "target": TARGET | {"value": 80}, "evidence": ["e0", "e1"]}
    row = one(rule, figure(evidence_grade="A", doubt="period"), figure("e1", doubt="scope"))
    assert (row["evidence_grade"], row["doubt"]) == ("C", "period scope")


def test_a_scheme_without_rows_in_the_tables_is_an_empty_table() -> None:
    assert score_schemes([], pd.DataFrame()).empty
    assert summary(score_schemes([], pd.DataFrame()), BANDS, 80).empty


def test_every_scheme_of_the_present_evidence_is_not_graded(
    data_root: Any, codebook: Codebook, tidy: dict[str, pd.DataFrame]
) -> None:
    schemes = read_schemes(data_root, codebook, tidy["evidence"])
    scores = score_schemes(schemes, tidy["observations"])
    least = read_score_rules(data_root).least_assessable_points
    found = summary(scores, grade_bands(codebook), least).set_index("scheme_id")
    assert len(found) == 4
    assert set(found["grade_low"]) == {"not_graded"}
    assert (found["assessable"] + found["missing"] == 100).all()
    assert found["assessable"].max() < least
    reasons = [sum(points for _, points in pairs) for pairs in found["reasons"]]
    assert reasons == list(found["missing"])


def test_schemes_stand_in_the_order_of_the_zones_and_not_by_score(
    data_root: Any, codebook: Codebook, tidy: dict[str, pd.DataFrame]
) -> None:
    schemes = read_schemes(data_root, codebook, tidy["evidence"])
    kept = schemes_of(schemes, ["zhenhai", "jiexiu", "lishui"])
    assert [scheme.zone_id for scheme in kept] == ["zhenhai", "lishui"]


def test_nanjings_weights_are_of_its_appraisal_and_of_nothing_else(codebook: Codebook) -> None:
    assert (subjective_share("街道", codebook), subjective_share("社区", codebook)) == (0.5, 0.7)
    with pytest.raises(KeyError, match="街道, 社区"):
        subjective_share("项目", codebook)


@pytest.mark.parametrize(
    ("score", "band"),
    [(90, "优"), (89.999, "良"), (80, "良"), (79.999, "中"), (60, "中"), (59.999, "差"), (0, "差")],
)
def test_the_edge_of_a_band_belongs_to_the_better_grade(score: float, band: str) -> None:
    assert grade(score, BANDS) == band


def test_the_bands_are_those_of_the_standard(codebook: Codebook) -> None:
    assert grade_bands(codebook) == BANDS


AMOUNT = st.floats(min_value=0, max_value=1e6)


@st.composite
def bounds(draw: st.DrawFn) -> dict[str, float | None]:
    low, value, high = sorted([draw(AMOUNT), draw(AMOUNT), draw(AMOUNT)])
    open_low, no_value, open_high = (draw(st.booleans()) for _ in range(3))
    return {
        "low": None if open_low else low,
        "value": None if no_value and not (open_low and open_high) else value,
        "high": None if open_high else high,
    }


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    rows = []
    for place, points in enumerate(draw(st.lists(st.floats(0, 40), min_size=1, max_size=5))):
        kind = draw(st.sampled_from(["capped_ratio", "threshold"]))
        named = draw(st.lists(st.sampled_from(EVERY), max_size=2, unique=True))
        low = draw(st.floats(min_value=1e-3, max_value=1e6))
        target = draw(st.sampled_from([TARGET | {"low": low}, TARGET | {"value": low}, None]))
        rows.append(row_of(place, points, {"kind": kind, "target": target, "evidence": named}))
    return scheme_of(*rows)


@st.composite
def evidence(draw: st.DrawFn) -> list[dict[str, Any]]:
    return [
        figure(name, **draw(bounds()), status=draw(st.sampled_from(["actual", "planned"])))
        for name in EVERY
    ]


def table_of(rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(figure()))


@given(schemes(), evidence())
def test_a_score_never_exceeds_what_is_assessable(
    scheme: Scheme, rows: list[dict[str, Any]]
) -> None:
    scores = score_scheme(scheme, table_of(rows))
    scored = scores[scores["reason"] == ""]
    assert (scored["high"] <= scored["assessable"] + 1e-9).all()
    assert (scored["low"] >= 0).all()
    assert scores.loc[scores["reason"] != "", "assessable"].eq(0).all()
    (total,) = summary(scores, BANDS, 80).to_dict("records")
    assert pd.isna(total["high"]) or total["high"] <= total["assessable"] + 1e-6


@given(schemes(), evidence())
def test_the_bounds_of_a_score_hold_its_value(scheme: Scheme, rows: list[dict[str, Any]]) -> None:
    scores = score_scheme(scheme, table_of(rows))
    scored = scores[scores["reason"] == ""]
    assert (scored["low"] <= scored["high"] + 1e-9).all()
    told = scored.dropna(subset=["value"])
    assert (told["low"] <= told["value"] + 1e-9).all()
    assert (told["value"] <= told["high"] + 1e-9).all()


@given(schemes(), evidence(), st.integers(0, len(EVERY)))
def test_more_evidence_never_lowers_the_assessable_points(
    scheme: Scheme, rows: list[dict[str, Any]], kept: int
) -> None:
    less, more = (score_scheme(scheme, table_of(part)) for part in (rows[:kept], rows))
    assert (less["assessable"] <= more["assessable"]).all()


@given(bounds(), st.floats(min_value=1e-3, max_value=1e6), st.floats(min_value=0, max_value=1e5))
def test_wider_bounds_never_narrow_the_score(
    ends: dict[str, float | None], target: float, wider: float
) -> None:
    goal = Interval(target, target, target)
    narrow = Interval(ends["low"], ends["value"], ends["high"])
    low = None if narrow.low is None else max(0.0, narrow.low - wider)
    high = None if narrow.high is None else narrow.high + wider
    one, two = capped_ratio(narrow, goal), capped_ratio(Interval(low, narrow.value, high), goal)
    assert two.low is not None and one.low is not None and two.low <= one.low
    assert two.high is not None and one.high is not None and two.high >= one.high
