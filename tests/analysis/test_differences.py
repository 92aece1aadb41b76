"""No difference without the gate's leave, or an evaluator's with reason and name."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.analysis.comparability import compare_pairs, figures_to_compare
from shequ_eval.analysis.differences import (
    RefusedComparisonError,
    allowed_differences,
    apply_overrides,
    difference_of,
)
from shequ_eval.evidence.study import Study
from shequ_eval.exhibits.pair_tables import differences_table, refusals_table
from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.parameters import Override, ParametersError, parse_parameters

REASON = "两地口径已与民政局逐项核对，均为登记数"
OVERRIDE = Override(
    indicator="social_orgs_stock", zones=["lishui", "zhenhai"], reason=REASON, by="王评价"
)


@pytest.fixture
def pairs(five_zones: Study, codebook: Codebook) -> pd.DataFrame:
    return compare_pairs(figures_to_compare(five_zones.observations, codebook), codebook)


def test_without_leave_there_is_no_difference(
    pairs: pd.DataFrame, five_zones: Study, codebook: Codebook
) -> None:
    differences = allowed_differences(apply_overrides(pairs, []), five_zones.observations)
    assert differences.empty
    exhibit = differences_table(differences, codebook, "zh")
    assert exhibit.kind == "text"
    assert "没有一对数字可比" in exhibit.sentences[0]


@pytest.mark.parametrize("verdict", ["not_comparable", "cannot_be_told", ""])
def test_a_refused_pair_cannot_be_subtracted_by_any_road(verdict: str) -> None:
    figure = {"low": 1, "value": 1, "high": 1}
    with pytest.raises(RefusedComparisonError, match="no difference"):
        difference_of(figure, figure, verdict)


def test_an_evaluator_may_overrule_and_is_named_with_the_reason(
    pairs: pd.DataFrame, five_zones: Study, codebook: Codebook
) -> None:
    overruled = apply_overrides(pairs, [OVERRIDE])
    differences = allowed_differences(overruled, five_zones.observations)
    assert list(differences["difference_value"]) == [488 - 392]
    shown = differences_table(differences, codebook, "zh").data.iloc[0]
    assert REASON in shown["改判理由与姓名"]
    assert "王评价" in shown["改判理由与姓名"]
    refusals = refusals_table(overruled, codebook, "zh").data
    row = refusals[refusals["判断"] == "评价人改判可比"].iloc[0]
    assert "期间相差过大" in row["理由"]
    assert (refusals["判断"] == "评价人改判可比").sum() == 1


def test_an_override_of_one_pair_leaves_the_others(pairs: pd.DataFrame) -> None:
    overruled = apply_overrides(pairs, [OVERRIDE])
    changed = overruled["verdict"] != pairs["verdict"]
    assert changed.sum() == 1
    assert list(overruled.loc[changed, "indicator_id"]) == ["social_orgs_stock"]


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "短"},
        {"by": ""},
        {"zones": ["lishui"]},
        {"indicator": "social_org_stock"},
        {"zones": ["lishiu", "zhenhai"]},
        {"who": "x"},
    ],
)
def test_an_override_needs_a_reason_a_name_and_known_things(
    change: dict[str, Any], codebook: Codebook
) -> None:
    override = OVERRIDE.model_dump() | change
    given_ = {
        "report_id": "x",
        "as_of": "2026-11-24",
        "title": "x",
        "zones": ["lishui"],
        "overrides": [override],
    }
    with pytest.raises(ParametersError, match=r"overrides\.0"):
        parse_parameters(given_, codebook)


def printed_difference(first: float, second: float, indicator: str, codebook: Codebook) -> str:
    """The cell of the table that shows what one figure has more than another."""
    pair = {
        "indicator_id": indicator,
        "first_zone": "lishui",
        "second_zone": "zhenhai",
        "first_evidence": "lishui-1",
        "second_evidence": "zhenhai-1",
        "verdict": "comparable",
        "reasons": (),
        "override_by": "",
        "override_reason": "",
    }
    sides = ({"low": n, "value": n, "high": n} for n in (first, second))
    told = difference_of(*sides, "comparable")
    table = differences_table(pd.DataFrame([pair | told]), codebook, "zh").data
    return str(table["差"].iloc[0])


written = st.decimals(0, 10_000_000, places=2)


@given(written, written)
def test_a_difference_is_printed_with_the_digits_of_its_terms(
    codebook: Codebook, one: Decimal, other: Decimal
) -> None:
    shown = printed_difference(float(one), float(other), "social_orgs_per_10k", codebook)
    number = shown.removesuffix(" 家").replace(",", "").replace("−", "-")
    assert Decimal(number) == one - other
    assert shown.endswith(" 家")


def test_shares_differ_by_percentage_points(codebook: Codebook) -> None:
    indicator = codebook.indicators["unit"].eq("%").idxmax()
    assert printed_difference(96.5, 98, indicator, codebook) == "−1.5 个百分点"


numbers = st.floats(0.1, 1e6)


@given(numbers, numbers, numbers, numbers, st.floats(0, 1), st.floats(0, 1))
def test_any_true_difference_lies_within_the_bounds(
    a: float, b: float, c: float, d: float, s: float, t: float
) -> None:
    first = {"low": min(a, b), "value": None, "high": max(a, b)}
    second = {"low": min(c, d), "value": None, "high": max(c, d)}
    x = first["low"] + s * (first["high"] - first["low"])  # type: ignore[operator]
    y = second["low"] + t * (second["high"] - second["low"])  # type: ignore[operator]
    told = difference_of(first, second, "comparable")
    assert told["difference_low"] <= x - y + 1e-6  # type: ignore[operator]
    assert told["difference_high"] >= x - y - 1e-6  # type: ignore[operator]
