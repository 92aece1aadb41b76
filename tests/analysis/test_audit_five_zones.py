"""The rules find every known cross-check in the bundled facts, with its arithmetic."""

from __future__ import annotations

import pandas as pd
import pytest

from shequ_eval.analysis.audit import audit_sources
from shequ_eval.evidence.study import Study
from shequ_eval.vocabulary.audit_rules import AuditRules

KNOWN = [
    ("lishui", "does_not_close", "1 + 24 + 67 = 92 ≠ 122"),
    ("lishui", "closes", "(1 + 24) ÷ 122 = 20.5%"),
    ("lishui", "closes", "(1 + 24) ÷ 488 = 5.1%"),
    ("lishui", "cannot_be_told", "50,000,000 ÷ 287 = 174,216"),
    ("lishui", "cannot_be_told", "3,300,000 ÷ 11 = 300,000"),
    ("jiangbei", "cannot_be_told", "8,400,000 ÷ 84 = 100,000"),
    ("zhenhai", "closes", "2 + 40 = 42"),
    ("zhenhai", "closes", "35 ÷ 42 = 83.3%"),
    ("zhenhai", "other_denominator", "392 ÷ 15.43 × 10,000 = 254,051"),
    ("zhenhai", "cannot_be_told", "869 × 96% ≈ 834"),
    ("zhenhai", "closes", "43,600 ÷ 14,000 = 3.1"),
    ("zhenhai", "cannot_be_told", "1,100 ÷ 40–60 × 100 = 1,833–2,750"),
    (
        "zhenhai",
        "closes",
        "1,100 ÷ 40–60 × 100 × 42 × 340,000 ÷ 1,000 = 26,180,000–39,270,000; "
        "≤ 100,000,000 ÷ 3 → ≤ 33,333,333",
    ),
    (
        "zhenhai",
        "other_denominator",
        "4,770,000 ÷ 5 = 954,000; ≤ 100,000,000 ÷ 3 → ≤ 33,333,333",
    ),
    ("zhenhai", "cannot_be_told", "1,100 ÷ 40 = 27.5 > 10"),
    ("zhenhai", "cannot_be_told", "169 ÷ 75.4% = 224; 15 ÷ 75.4% ≈ 19.9"),
    ("zhenhai", "cannot_be_told", "近半数以上"),
    ("zhenhai", "cannot_be_told", "不少于40-60平米"),
    ("zhenhai", "cannot_be_told", "? ÷ ? = 75.4%"),
    ("zhenhai", "cannot_be_told", "? ÷ ? = 40%"),
    ("zhenhai", "cannot_be_told", "? ÷ ? = 99%"),
    ("nanjing", "cannot_be_told", "? ÷ ? = 80%"),
    ("nanjing", "cannot_be_told", "78.09 → 78.32, +0.23, n = ?"),
    ("jiangbei", "cannot_be_told", "20 × ≥ 2"),
]


@pytest.mark.parametrize(("zone_id", "verdict", "expression"), KNOWN)
def test_each_known_cross_check_is_found(
    audited: pd.DataFrame, zone_id: str, verdict: str, expression: str
) -> None:
    found = audited[audited["expression"].eq(expression)]
    assert found[["zone_id", "verdict"]].to_numpy().tolist() == [[zone_id, verdict]]


def of(audited: pd.DataFrame, rule: str, zone_id: str) -> pd.DataFrame:
    return audited[audited["rule"].eq(rule) & audited["zone_id"].eq(zone_id)]


def test_the_thirty_applicants_are_the_gap_and_are_asked_for(audited: pd.DataFrame) -> None:
    finding = of(audited, "parts_and_whole", "lishui").iloc[0]
    assert finding["gap"] == 30
    assert finding["terms"] == (1, 24, 67)
    assert "30" in finding["says_zh"]
    assert "去向" in finding["ask_zh"]
    assert len(finding["evidence_ids"]) == 4


def test_the_rate_rests_on_the_registered_in_kind_and_states_the_years(
    audited: pd.DataFrame,
) -> None:
    finding = of(audited, "implied_denominator", "zhenhai").iloc[0]
    agreeing, others = finding["says_zh"].split("，与")
    assert "户籍人口 225,500 (2008)" in agreeing
    assert "510,462 (2020)" in others
    assert "zhenhai.registered_population.2008" in finding["denominator_ids"]


def test_an_implied_population_never_stands_among_the_known(audited: pd.DataFrame) -> None:
    finding = of(audited, "implied_denominator", "zhenhai").iloc[0]
    assert round(finding["whole"]) == 254051
    assert "254,051" not in finding["says_zh"]


def test_the_size_for_the_published_change_is_written_out(audited: pd.DataFrame) -> None:
    finding = of(audited, "change_without_sample", "nanjing").iloc[0]
    assert "66,800" in finding["says_zh"]
    assert "假定" in finding["says_zh"]


def test_thirteen_numbers_and_years_are_lost_in_one_document(audited: pd.DataFrame) -> None:
    lost = of(audited, "lost_from_text", "nanjing")
    lost = lost[lost["says_zh"].str.contains("数量|年份")]
    assert sum(len(ids) for ids in lost["denominator_ids"]) == 13


def test_a_zone_with_plans_only_has_no_arithmetic_of_what_was_done(audited: pd.DataFrame) -> None:
    assert of(audited, "parts_and_whole", "jiexiu").empty
    assert "jiexiu" not in set(audited["zone_id"])


def test_one_sum_alone_of_the_five_zones_does_not_close(audited: pd.DataFrame) -> None:
    assert list(audited.loc[audited["verdict"].eq("does_not_close"), "zone_id"]) == ["lishui"]


def test_no_rule_knows_a_zone(
    five_zones: Study, relations: pd.DataFrame, audit_rules: AuditRules, audited: pd.DataFrame
) -> None:
    def renamed(table: pd.DataFrame) -> pd.DataFrame:
        return table.assign(zone_id="x" + table["zone_id"])

    again = audit_sources(
        renamed(five_zones.observations),
        renamed(five_zones.denominators),
        relations,
        renamed(five_zones.missing_numbers),
        audit_rules,
        five_zones.codebook.comparability.power_assumptions,
    )
    pd.testing.assert_frame_equal(again, renamed(audited))


def test_the_order_of_the_rows_does_not_change_the_findings(
    five_zones: Study, relations: pd.DataFrame, audit_rules: AuditRules, audited: pd.DataFrame
) -> None:
    again = audit_sources(
        five_zones.observations.iloc[::-1],
        five_zones.denominators.iloc[::-1],
        relations,
        five_zones.missing_numbers.iloc[::-1],
        audit_rules,
        five_zones.codebook.comparability.power_assumptions,
    )
    pd.testing.assert_frame_equal(again, audited)


def test_every_finding_that_is_open_says_what_to_ask_for_in_both_languages(
    audited: pd.DataFrame,
) -> None:
    is_open = audited["verdict"].ne("closes")
    for column in ("ask_zh", "ask_en"):
        assert audited.loc[is_open, column].ne("").all()
        assert audited.loc[~is_open, column].eq("").all()
