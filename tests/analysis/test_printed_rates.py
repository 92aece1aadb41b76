"""A printed number stands for all that round to it, and one rule says what it agrees with."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shequ_eval.analysis.audit.figures import Figures
from shequ_eval.analysis.audit.implied import find_implied_denominators
from shequ_eval.analysis.printed import implied_population, printed_decimals, printed_ends
from shequ_eval.analysis.rates import recomputed_rates
from shequ_eval.evidence.study import Study
from shequ_eval.exhibits.sentences import one_basis_sentences
from shequ_eval.vocabulary.audit_rules import AuditRules

RATE, COUNT = "social_orgs_per_10k", "social_orgs_stock"


@given(st.decimals(0, 10_000, places=6), st.integers(0, 4))
def test_a_number_lies_between_the_ends_of_what_it_is_rounded_to(
    exact: Decimal, places: int
) -> None:
    printed = round(exact, places)
    low, high = printed_ends(float(printed), places)
    assert low <= float(exact) <= high
    assert Decimal(repr(high)) - Decimal(repr(low)) == Decimal(1).scaleb(-places)


@pytest.mark.parametrize(
    ("words", "decimals"), [("6.80家", 2), ("约6.8个", 1), ("1,234.50元", 1), ("", 1), ("七成", 1)]
)
def test_the_words_of_a_source_say_how_far_it_rounds(words: str, decimals: int) -> None:
    assert printed_decimals(6.8, words) == decimals


@given(st.integers(20, 3000), st.integers(50_000, 3_000_000), st.integers(1, 3))
def test_the_population_that_made_a_rate_is_among_those_that_it_implies(
    count: int, people: int, places: int
) -> None:
    printed = round(count / people * 10_000, places)
    implied = implied_population(count, printed, 10_000, places) if printed > 0.5 else None
    if implied is not None and implied.low is not None and implied.high is not None:
        assert implied.low * (1 - 1e-12) <= people <= implied.high * (1 + 1e-12)


def with_printed(five_zones: Study, printed: float, words: str) -> pd.DataFrame:
    """The figures of the five zones, with another printed rate of 镇海 (示例)."""
    rows = five_zones.observations.copy()
    at = rows["zone_id"].eq("zhenhai") & rows["indicator_id"].eq(RATE)
    assert at.sum() == 1
    rows.loc[at, ["low", "value", "high"]] = printed
    rows.loc[at, "value_text"] = words
    return rows


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(hundredths=st.integers(500, 1600), places=st.integers(0, 2))
def test_sentence_and_audit_say_the_same_of_a_printed_rate(
    five_zones: Study,
    relations: pd.DataFrame,
    audit_rules: AuditRules,
    hundredths: int,
    places: int,
) -> None:
    words = f"{hundredths / 100:.{places}f}"
    rows = with_printed(five_zones, float(words), f"{words}个")
    rows = rows[rows["zone_id"].eq("zhenhai") & rows["indicator_id"].isin([RATE, COUNT])]
    study = five_zones
    [found] = find_implied_denominators(Figures(rows), study.denominators, relations, audit_rules)
    zones = study.zones[study.zones["zone_id"].eq("zhenhai")]
    rates = recomputed_rates(rows, study.denominators, zones, study.codebook)
    assert rates.at[0, "printed_agrees"] == (found.verdict == "closes")
    said = one_basis_sentences(rates, study.codebook, "zh").sentences[0]
    assert ("人口相容" in said) == (found.verdict == "closes")
    assert ("人口对不上" in said) == (found.verdict != "closes")


def test_both_outcomes_are_among_what_was_tried(five_zones: Study) -> None:
    study, agree = five_zones, {}
    for words in ("15.43", "7.37", "7.4", "7"):
        rows = with_printed(study, float(words), f"{words}个")
        rates = recomputed_rates(rows, study.denominators, study.zones, study.codebook)
        agree[words] = bool(rates.set_index("zone_id").at["zhenhai", "printed_agrees"])
    assert agree == {"15.43": False, "7.37": True, "7.4": True, "7": True}
