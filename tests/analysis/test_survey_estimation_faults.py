"""What a design refuses, told all at once and by the row that a spreadsheet shows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from shequ_eval.analysis.survey.build_design import survey_design
from shequ_eval.analysis.survey.calibration import CalibrationError, Margins, calibrated_weights
from shequ_eval.analysis.survey.conditions import ConditionError, rows_where
from shequ_eval.analysis.survey.estimates import domain_estimates
from shequ_eval.analysis.survey.make_replicates import (
    ReplicateError,
    given_replicates,
    make_replicates,
)
from shequ_eval.analysis.survey.margins import GroupTotals, margins_of
from shequ_eval.analysis.survey.measures import domains_of, mean_of, total_of
from shequ_eval.analysis.survey.notes import AVERAGED, COMPLETE_BELOW, COMPLETE_INSIDE
from shequ_eval.evidence.findings import DataError
from shequ_eval.vocabulary.row_filter import parse_condition


def told(**columns: object) -> list[tuple[str, int | None]]:
    with pytest.raises(DataError) as caught:
        survey_design(**columns)  # type: ignore[arg-type]
    return [(finding.rule, finding.row) for finding in caught.value.findings]


def test_weights_that_are_negative_missing_or_words_are_told_by_row() -> None:
    weights = pd.Series([1, -2, None, "三", float("inf")], name="w", dtype=object)
    assert told(weights=weights) == [
        ("negative_weight", 3), ("missing", 4), ("not_a_number", 5), ("not_finite", 6),
    ]  # fmt: skip


def test_weights_that_are_all_zero_are_refused() -> None:
    assert told(weights=[0, 0]) == [("no_weight", None)]


def test_a_unit_in_two_strata_is_refused_unless_labels_are_said_to_restart() -> None:
    columns = {
        "weights": np.ones(8),
        "strata": list("aaaabbbb"),
        "clusters": [[1, 1, 2, 2, 1, 1, 2, 2]],
    }
    assert told(**columns) == [("psu_in_two_strata", 2), ("psu_in_two_strata", 4)]
    assert survey_design(**columns, nested_labels=True).degrees_of_freedom() == 2  # type: ignore[arg-type]


def test_population_sizes_below_the_sample_or_uneven_are_refused() -> None:
    assert told(weights=[1, 1, 1], population_sizes=[[2, 2, 2]]) == [("population_below_sample", 2)]
    assert told(weights=[1, 1], population_sizes=[[5, 6]]) == [("uneven_population_size", 2)]
    assert told(weights=[1, 1], population_sizes=[[0.5, 0.5]]) == [("population_below_sample", 2)]


def test_a_lonely_unit_is_refused_by_default_but_not_where_it_is_all_that_there_is() -> None:
    assert told(weights=[1, 1, 1], strata=["a", "a", "b"]) == [("lonely_psu", 4)]
    certain = survey_design([2, 2, 1], ["a", "a", "b"], population_sizes=[[4, 4, 1]])
    assert certain.score_variance(np.array([[1.0], [3.0], [9.0]]))[0, 0] == pytest.approx(8 / 1)


def test_faults_of_weights_and_of_stages_are_told_together() -> None:
    found = told(weights=[1, -1, 1], strata=["a", "a", "b"], population_sizes=[[1, 1, 5]])
    assert found == [("population_below_sample", 2), ("negative_weight", 3), ("lonely_psu", 4)]


def test_many_faulty_rows_are_named_up_to_a_limit_and_counted_beyond() -> None:
    with pytest.raises(DataError) as caught:
        survey_design(np.full(1000, -1.0))
    assert len(caught.value.findings) == 21
    assert any("980" in finding.found for finding in caught.value.findings)


def test_a_missing_label_has_no_place_in_the_stages() -> None:
    assert told(weights=[1, 1, 1], strata=["a", "a", None]) == [("missing", 4)]


def test_no_weights_and_no_sizes_of_every_stage_are_too_little() -> None:
    assert told(strata=["a", "a"]) == [("weights_missing", None)]


def test_each_rule_for_a_lonely_unit_gives_its_own_answer() -> None:
    y = np.array([[1.0], [3.0], [9.0]])
    found = {
        rule: survey_design([1, 1, 1], ["a", "a", "b"], lonely_psu=rule).score_variance(y)[0, 0]
        for rule in ("certainty", "average", "centre")
    }
    mean = 13 / 3
    expected = {"certainty": 4.0, "average": 8.0, "centre": 4.0 + (9 - mean) ** 2}
    assert found == pytest.approx(expected)


def test_influence_values_of_the_wrong_length_or_missing_are_refused() -> None:
    design = survey_design([1, 1])
    with pytest.raises(ValueError, match=r"应为 \(2, k\)"):
        design.score_variance(np.ones((3, 1)))
    with pytest.raises(ValueError, match="缺失"):
        design.score_variance(np.array([[1.0], [np.nan]]))


def test_totals_that_no_weights_within_the_bounds_meet_are_named() -> None:
    data = pd.DataFrame({"zone": ["a", "a", "b", "b"]})
    totals = pd.DataFrame({"zone": ["a", "b"], "total": [100, 2]})
    margins = margins_of(data, [GroupTotals(("zone",), totals)], {})
    with pytest.raises(CalibrationError, match="zone=a"):
        calibrated_weights(np.ones(4), margins, "truncated", (0.5, 2.0))
    with pytest.raises(CalibrationError, match="bounds"):
        calibrated_weights(np.ones(4), margins, "logit", (1.5, 2.0))


def test_margins_that_do_not_fit_the_sample_are_told_together() -> None:
    data = pd.DataFrame({"zone": ["a", "b", None], "age": ["1", "2", "2"], "income": [1, "x", 3]})
    zone = pd.DataFrame({"zone": ["a", "c"], "total": [5, 6]})
    age = pd.DataFrame({"age": [1, 2], "total": [5, 7]})
    with pytest.raises(DataError) as caught:
        margins_of(data, [GroupTotals(("zone",), zone), GroupTotals(("age",), age)], {"income": 4})
    assert {finding.rule for finding in caught.value.findings} == {
        "missing", "no_known_total", "group_not_in_sample", "margins_disagree", "not_a_number",
    }  # fmt: skip


def test_calibration_needs_no_margins_that_are_independent() -> None:
    rows = margins_of(
        pd.DataFrame({"a": [1, 1, 2, 2], "b": [1, 2, 1, 2]}),
        [
            GroupTotals(("a",), pd.DataFrame({"a": [1, 2], "total": [6, 4]})),
            GroupTotals(("b",), pd.DataFrame({"b": [1, 2], "total": [3, 7]})),
        ],
        {},
        10,
    )
    assert isinstance(rows, Margins)
    weights = calibrated_weights(np.ones(4), rows, "raking")
    assert weights == pytest.approx([1.8, 4.2, 1.2, 2.8])


@pytest.mark.parametrize(
    ("method", "strata", "words"),
    [("JK1", list("aabb"), "JKn"), ("BRR", list("aaab"), "两个"), ("JKn", list("aaab"), "一层")],
)
def test_replicates_that_a_design_does_not_allow_are_refused(
    method: str, strata: list[str], words: str
) -> None:
    design = survey_design(np.ones(4), strata, lonely_psu="certainty")
    with pytest.raises(ReplicateError, match=words):
        make_replicates(design, method)  # type: ignore[arg-type]


def test_given_replicate_weights_need_a_scale_where_none_is_usual() -> None:
    with pytest.raises(ReplicateError, match="scale"):
        given_replicates(np.ones(3), np.ones((3, 2)), "other")
    with pytest.raises(ReplicateError, match="0 或以上"):
        given_replicates(np.ones(3), -np.ones((3, 2)), "JK1")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("age >= 30", [False, True, False, False]),
        ("zone == 'a' and not (age < 30)", [False, False, True, False]),
        ("zone in ['a', 'c'] or age == 40", [True, True, True, False]),
        ("zone != 'a'", [False, True, False, False]),
        ({"zone": ["b"], "age": 40}, [False, True, False, False]),
        ("age not in [20]", [False, True, False, False]),
    ],
)
def test_a_condition_holds_where_it_says_and_never_on_what_is_missing(
    written: object, expected: list[bool]
) -> None:
    data = pd.DataFrame({"age": [20, 40, None, None], "zone": ["a", "b", "a", None]})
    condition = parse_condition(written)  # type: ignore[arg-type]
    assert rows_where(condition, data).tolist() == expected


def test_an_order_between_a_number_and_a_word_is_refused() -> None:
    data = pd.DataFrame({"age": [20], "zone": ["a"]})
    for written in ("zone > 3", "age > 'x'"):
        with pytest.raises(ConditionError):
            rows_where(parse_condition(written), data)


def places() -> pd.DataFrame:
    """Two streets of three drawn communities each, of four; three answers in every community."""
    rows = [(s, f"{s}{c}", k) for s in "AB" for c in "123" for k in range(3)]
    return pd.DataFrame(rows, columns=["street", "community", "y"]).assign(w=4.0, there=4.0)


def estimates_by(data: pd.DataFrame, by: list[str], kind: str = "mean") -> pd.DataFrame:
    design = survey_design(data["w"], data["street"], [data["community"]], [data["there"]])
    domains = domains_of([data[name] for name in by], np.ones(len(data), dtype=bool))
    measure = {"mean": mean_of, "total": total_of}[kind](data["y"].to_numpy(dtype=float))
    return domain_estimates(design, measure, domains)


def test_one_primary_unit_alone_has_no_error_and_no_design_effect_and_says_why() -> None:
    found = estimates_by(places(), ["community"])
    assert found["df"].eq(0).all() and found["estimate"].notna().all()
    assert found[["std_error", "low", "high", "deff"]].isna().all(axis=None)
    assert found["note"].str.contains("只有一个初级单元").all()


def test_the_total_of_one_primary_unit_keeps_its_error_against_the_others_zeros() -> None:
    # One unit of weighted total 12, two of 0: 3/2 × (8² + 4² + 4²) × (1 - 3/4) = 36.
    found = estimates_by(places(), ["community"], "total")
    assert found["std_error"].tolist() == pytest.approx([6.0] * 6)
    assert found[["low", "high"]].isna().all(axis=None)


def test_streets_and_the_whole_keep_their_errors() -> None:
    varied = places().assign(y=range(18))
    assert estimates_by(varied, ["street"])["std_error"].gt(0).all()
    assert not estimates_by(varied, ["street"])["note"].str.contains("只有一个初级单元").any()


def test_a_mean_of_equal_answers_has_no_interval_as_a_share_has_none() -> None:
    found = estimates_by(places().assign(y=4), [])
    assert found["estimate"].tolist() == [4.0] and found["std_error"].tolist() == [0.0]
    assert found[["low", "high"]].isna().all(axis=None)
    assert "回答全部相同" in found["note"].iloc[0]


def test_units_of_the_last_stage_with_several_rows_are_said_to_be_taken_as_complete() -> None:
    data = places()
    weights, strata, units = data["w"], data["street"], data["community"]
    sheets, size = pd.Series(range(18)), pd.Series([30.0] * 18)
    told = {
        "one stage": survey_design(weights, strata, [units], [data["there"]]).notes,
        "two": survey_design(weights, strata, [units, sheets], [data["there"], size]).notes,
        "with replacement": survey_design(weights, strata, [units]).notes,
        "size of the first": survey_design(weights, strata, [units, sheets], [data["there"]]).notes,
    }
    assert told == {
        "one stage": (COMPLETE_INSIDE,),
        "two": (),
        "with replacement": (),
        "size of the first": (COMPLETE_BELOW,),
    }
    assert COMPLETE_INSIDE in estimates_by(data, [])["note"].iloc[0]


def test_the_rule_that_averages_says_what_it_does_to_the_others() -> None:
    lonely = {
        rule: survey_design([1, 1, 1], ["a", "a", "b"], lonely_psu=rule).notes
        for rule in ("average", "certainty")
    }
    assert lonely == {"average": (AVERAGED,), "certainty": ()}
    assert survey_design([1, 1, 1, 1], ["a", "a", "b", "b"], lonely_psu="average").notes == ()


def test_a_fault_of_the_design_names_its_column_stratum_and_unit() -> None:
    data = places()
    alone = data[(data["street"] == "A") | (data["community"] == "B2")].assign(there=2.0)
    alone.loc[alone.index[-1], "there"] = 1.0
    with pytest.raises(DataError) as caught:
        survey_design(alone["w"], alone["street"], [alone["community"]], [alone["there"]])
    found = {finding.rule: finding for finding in caught.value.findings}
    assert found["lonely_psu"].column == "community"
    assert found["lonely_psu"].found.startswith("street B, community B2: ")
    assert found["population_below_sample"].column == "there"
    assert found["population_below_sample"].found == "street A: 2"
    assert found["uneven_population_size"].found == "street B: 1, 2"
