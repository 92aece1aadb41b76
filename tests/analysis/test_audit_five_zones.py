"""The rules find every known cross-check in the bundled facts, with its arithmetic."""

from __future__ import annotations

import pandas as pd
import pytest

from shequ_eval.analysis.audit import audit_sources
from shequ_eval.evidence.study import Study
from shequ_eval.vocabulary.audit_rules import AuditRules

KNOWN = [
    ("lishui", "does_not_close", "1 + 24 + 67 = 92 ≠ 122"),
    ("lishui", "computed", "(1 + 24) ÷ 122 = 20.5%"),
    ("lishui", "computed", "(1 + 24) ÷ 488 = 5.1%"),
    ("lishui", "computed", "50,000,000 ÷ 287 = 174,216"),
    ("lishui", "computed", "3,300,000 ÷ 11 = 300,000"),
    ("jiangbei", "computed", "8,400,000 ÷ 84 = 100,000"),
    ("zhenhai", "closes", "2 + 40 = 42"),
    ("zhenhai", "computed", "35 ÷ 42 = 83.3%"),
    ("zhenhai", "other_denominator", "392 ÷ 15.43 × 10,000 = 254,051"),
    ("zhenhai", "computed", "869 × 96% ≈ 834"),
    ("zhenhai", "closes", "43,600 ÷ 14,000 = 3.1"),
    ("zhenhai", "cannot_be_told", "1,100 ÷ 40–60 × 100 = 1,833–2,750"),
    (
        "zhenhai",
        "cannot_be_told",
        "1,100 ÷ 40–60 × 100 × 42 × 340,000 ÷ 1,000 = 26,180,000–39,270,000; "
        "≤ 100,000,000 ÷ 3 → ≤ 33,333,334",
    ),
    (
        "zhenhai",
        "cannot_be_told",
        "4,770,000 ÷ 5 = 954,000; ≤ 100,000,000 ÷ 3 → ≤ 33,333,334",
    ),
    ("zhenhai", "cannot_be_told", "1,100 ÷ 40 = 27.5 > 10"),
    ("zhenhai", "cannot_be_told", "169 ÷ 75.4% = 224; 15 ÷ 75.4% ≈ 19.9"),
    ("zhenhai", "noted", "近半数以上"),
    ("zhenhai", "noted", "不少于40-60平米"),
    ("zhenhai", "cannot_be_told", "? ÷ ? = 75.4%"),
    ("zhenhai", "cannot_be_told", "? ÷ ? = 40%"),
    ("zhenhai", "cannot_be_told", "? ÷ ? = 99%"),
    ("nanjing", "cannot_be_told", "? ÷ ? = 80%"),
    ("nanjing", "cannot_be_told", "78.09 → 78.32, +0.23, n = ?"),
    ("jiangbei", "noted", "20 × ≥ 2"),
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
    assert "户籍人口 22.6 万人（2008 年）" in agreeing
    assert "常住人口 39.4 万人–53.2 万人（2010—2020 年）" in others
    assert "仅就口径而言" in agreeing
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
    lost = lost[lost["says_zh"].str.contains("数字|年份")]
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


def test_a_finding_asks_in_both_languages_or_in_neither_and_one_that_is_open_asks(
    audited: pd.DataFrame,
) -> None:
    asks = audited["ask_zh"].ne("")
    assert asks.equals(audited["ask_en"].ne(""))
    assert asks[~audited["verdict"].isin(["closes", "computed"])].all()
    assert not asks[audited["verdict"].eq("closes") | audited["rule"].eq("share_of_whole")].any()


def test_a_share_that_can_be_computed_is_no_account_that_closes(audited: pd.DataFrame) -> None:
    shares = audited[audited["rule"].eq("share_of_whole")]
    assert len(shares) == 6
    assert set(shares["verdict"]) == {"computed"}
    assert set(audited.loc[audited["verdict"].eq("closes"), "rule"]) == {
        "parts_and_whole",
        "ratio_of_totals",
    }


def test_a_product_that_rests_on_contradictory_words_cannot_be_told(audited: pd.DataFrame) -> None:
    products = of(audited, "product", "zhenhai")
    assert list(products["verdict"]) == ["cannot_be_told"] * 2
    assert products["says_zh"].str.contains("自相矛盾").all()


def test_sums_of_different_years_are_no_other_denominator(audited: pd.DataFrame) -> None:
    finding = of(audited, "different_spans", "zhenhai").iloc[0]
    assert (finding["verdict"], finding["says_zh"]) == (
        "cannot_be_told",
        "两个累计数的年数不同，不可相除",
    )


def test_what_is_lost_or_repeated_comes_after_the_checks(audited: pd.DataFrame) -> None:
    kinds = [2 if v == "noted" else 1 if v == "computed" else 0 for v in audited["verdict"]]
    assert kinds == sorted(kinds)


def test_a_step_claims_no_more_digits_than_the_coarsest_of_its_terms(audited: pd.DataFrame) -> None:
    (step,) = of(audited, "implied_denominator", "zhenhai")["step"]
    assert (step[-1].digits, step[-1].unit) == (3, "人")
    (cost,) = audited.loc[audited["expression"].eq("50,000,000 ÷ 287 = 174,216"), "step"]
    assert (cost[-1].digits, cost[-1].unit, cost[-1].each) == (2, "元", "项")
