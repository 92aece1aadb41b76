"""Rates of a register of requests: counted by hand, bounded, withheld, and set beside a claim."""

from __future__ import annotations

import re
from typing import Any, get_args

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shequ_eval.analysis.request_claims import claims_of
from shequ_eval.analysis.request_rates import LEAST_CASES, RATES, is_few, request_rates, wilson
from shequ_eval.evidence.study import Study
from shequ_eval.exhibits.register_tables import registers_table
from shequ_eval.exhibits.request_rate_tables import request_rates_table
from shequ_eval.vocabulary.codebook import Codebook, Language

LANGUAGES: tuple[Language, ...] = get_args(Language)
ROW = {
    "zone_id": "zhenhai", "kept_by": "示例数据", "received_on": "2017-03-01", "accepted": "yes",
    "due_on": "2017-03-15", "closed_on": "2017-03-10", "resolved": "yes", "confirmed": "",
}  # fmt: skip
OPEN = {"closed_on": "", "resolved": "", "confirmed": ""}
# 20 received, 18 accepted, 16 closed; 3 of them late, 2 not resolved, one not recorded. Of the
# open ones one was due before the last day of the register, 25 March, and one after it.
REGISTER = [
    *[ROW | {"confirmed": "yes"}] * 9,
    ROW | {"confirmed": "no", "resolved": "no"},
    ROW | {"resolved": "no"},
    ROW | {"resolved": ""},
    *[ROW | {"closed_on": "2017-03-25"}] * 3,
    ROW | {"due_on": ""},
    ROW | OPEN,
    ROW | OPEN | {"due_on": "2017-04-01"},
    *[ROW | OPEN | {"accepted": "no", "due_on": ""}] * 2,
]


DAYS = st.sampled_from(["", "2017-03-02", "2017-03-20"])
ANSWERS = st.sampled_from(["", "yes", "no"])


@st.composite
def cases(draw: st.DrawFn) -> dict[str, str]:
    closed = draw(DAYS)
    return ROW | {
        "accepted": draw(st.sampled_from(["yes", "no"])),
        "due_on": draw(st.sampled_from(["", "2017-03-10"])),
        "closed_on": closed,
        "resolved": draw(ANSWERS) if closed else "",
        "confirmed": draw(ANSWERS) if closed else "",
    }


def rates_of(*rows: dict[str, str], **cells: str) -> pd.DataFrame:
    table = pd.DataFrame([*(rows or REGISTER)]).assign(**cells)
    return request_rates(table).set_index("rate", drop=False)


@pytest.mark.parametrize(
    ("rate", "known", "most", "base"),
    [
        ("accepted", 18, 18, 20),
        ("closed", 16, 16, 18),
        ("in_time", 12, 13, 17),
        ("resolved", 13, 14, 18),
        ("confirmed", 9, 9, 10),
    ],
)
def test_each_rate_is_what_counting_by_hand_gives(
    rate: str, known: int, most: int, base: int
) -> None:
    row = rates_of().loc[rate]
    assert (row["numerator"], row["most"], row["denominator"], row["n"]) == (known, most, base, 20)
    assert (row["low_share"], row["high_share"]) == (known / base, most / base)


def test_late_ones_and_open_ones_are_counted_beside_those_in_time() -> None:
    row = rates_of().loc["in_time"]
    assert (row["late"], row["open"]) == (3, 2)
    assert row["numerator"] + row["late"] + row["open"] == row["denominator"]


def test_one_closed_on_the_very_day_is_in_time() -> None:
    assert rates_of(*[ROW | {"closed_on": "2017-03-15"}] * 10).loc["in_time", "low_share"] == 1


def test_nothing_counted_over_few_requests_is_told_anywhere() -> None:
    few = [ROW] * (LEAST_CASES - 2) + [ROW | OPEN]
    rates = rates_of(*few)
    counts = ["numerator", "most", "denominator", "low_share", "high_share", "late", "open"]
    assert rates["withheld"].all()
    assert rates[[*counts, "n"]].isna().all(axis=None)


def test_how_many_requests_a_small_register_has_is_told_nowhere(codebook: Codebook) -> None:
    rows = pd.DataFrame([ROW] * 3)
    claims = pd.concat(
        [claim(), claim(indicator_id="resident_requests_collected", low=869, value=869, high=869)]
    )
    years = [claims, claims.assign(period="2019")]
    for language in LANGUAGES:
        listed = registers_table({"requests": rows}, codebook, language, 3).data
        tables = [
            request_rates_table(rates_of(*[ROW] * 3), year, codebook, language) for year in years
        ]
        assert not re.search(r"\b3\b|866|2017-03", listed.to_csv(index=False))
        for shown in tables:
            cells = shown.data.drop(columns=shown.data.columns[6]).to_csv(index=False)
            assert not re.search(r"\b3\b|866|2017-03", cells)


def test_the_number_accepted_does_not_tell_a_base_that_is_withheld(codebook: Codebook) -> None:
    turned_down = ROW | OPEN | {"accepted": "no", "due_on": ""}
    rates = rates_of(*[ROW] * 7, *[turned_down] * 13)
    assert rates.loc["accepted", ["denominator", "n"]].tolist() == [20, 20]
    assert rates.loc["accepted", ["numerator", "low_share"]].isna().all()
    shown = request_rates_table(rates, claim(), codebook, "zh").data
    assert shown.iloc[0][["分子", "分母", "占比"]].tolist() == ["已隐去", "20", "已隐去"]
    assert shown.iloc[1][["分子", "分母", "占比"]].tolist() == ["已隐去", "少于 10", "已隐去"]


def test_what_was_done_to_few_of_a_larger_group_is_told_as_answers_are() -> None:
    rates = rates_of(*[ROW] * 10, ROW | {"resolved": "no"})
    assert rates.loc["resolved", ["numerator", "denominator"]].tolist() == [10, 11]


@settings(max_examples=60, deadline=None)
@given(st.lists(cases(), min_size=1, max_size=25))
def test_no_count_that_is_told_tells_a_group_that_is_withheld(rows: list[dict[str, str]]) -> None:
    rates = rates_of(*rows)
    told = {
        "received": rates["n"].dropna().tolist()
        + rates.loc[["accepted"], "denominator"].dropna().tolist(),
        "accepted": [
            *rates.loc[["accepted"], "numerator"].dropna(),
            *rates.loc[["closed", "resolved"], "denominator"].dropna(),
        ],
    }
    groups = {"received": len(rows), "accepted": sum(row["accepted"] == "yes" for row in rows)}
    for name, size in groups.items():
        assert not (told[name] if is_few(size) else [])
        assert all(number == size for number in told[name])


def test_over_nobody_there_is_no_rate_and_nothing_is_withheld() -> None:
    row = rates_of(*[ROW | OPEN] * 10).loc["confirmed"]
    assert (row["denominator"], row["withheld"]) == (0, False)
    assert pd.isna(row["low_share"])


def test_a_whole_register_has_no_interval() -> None:
    assert rates_of()["wilson_low"].isna().all()
    assert rates_of(kept_by="示例数据，随机抽样 20/20")["wilson_low"].isna().all()
    assert rates_of(kept_by="示例数据，抽查 20 件")["wilson_low"].isna().all()


def test_a_random_sample_has_wilsons_interval() -> None:
    row = rates_of(kept_by="示例数据，随机抽样 20/869").loc["resolved"]
    assert (row["wilson_low"], row["wilson_high"]) == (wilson(13, 18)[0], wilson(14, 18)[1])


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_is_that_of_newcombes_table(
    count: int, of: int, low: float, high: float
) -> None:
    # Newcombe (1998), Statistics in Medicine 17, table I, method 3.
    assert wilson(count, of) == pytest.approx((low, high), abs=5e-5)


def test_a_sample_is_never_counted_together_with_another_register() -> None:
    drawn = [row | {"kept_by": "示例数据甲，随机抽样 20/869"} for row in REGISTER]
    rates = request_rates(pd.DataFrame([*drawn, *REGISTER]))
    assert rates.groupby("kept_by")["n"].first().tolist() == [20, 20]
    whole = [row | {"kept_by": "示例数据乙"} for row in REGISTER]
    assert request_rates(pd.DataFrame([*whole, *REGISTER]))["n"].tolist() == [40] * len(RATES)


@settings(max_examples=40, deadline=None)
@given(st.lists(cases(), min_size=12, max_size=30))
def test_whatever_is_not_recorded_lies_between_the_two_shares(rows: list[dict[str, str]]) -> None:
    told = request_rates(pd.DataFrame(rows))
    filled = [
        [row | {"resolved": row["resolved"] or (end if row["closed_on"] else "")} for row in rows]
        for end in ("no", "yes")
    ]
    for rows_of_end in filled:
        ends = request_rates(pd.DataFrame(rows_of_end))
        held = ~told["withheld"] & told["denominator"].gt(0)
        assert (told["low_share"][held] <= ends["low_share"][held]).all()
        assert (ends["high_share"][held] <= told["high_share"][held]).all()
    shares = told[["low_share", "high_share"]].astype(float).fillna(0.0)
    assert (shares.ge(0) & shares.le(1)).all(axis=None)


def claim(**cells: Any) -> pd.DataFrame:
    row = {
        "zone_id": "zhenhai", "indicator_id": "request_resolution_rate", "absence": "",
        "status": "actual", "period": "2017", "period_basis": "text", "low": 96.0, "value": 96.0,
        "high": 96.0, "scope": "stations", "evidence_ids": "zhenhai-3405",
    }  # fmt: skip
    return pd.DataFrame([row | cells])


def said(rates: pd.DataFrame, observations: pd.DataFrame, codebook: Codebook) -> list[str]:
    shown = request_rates_table(rates, observations, codebook, "zh").data
    return [cell for cell in shown["台账与之相差"] if cell]


def test_the_difference_from_a_claim_keeps_the_bounds_of_the_register(codebook: Codebook) -> None:
    # 13 to 14 of 18 are 72.2 to 77.8 %: 23.8 to 18.2 points below 96 %.
    row = claims_of(rates_of(), claim()).iloc[0]
    assert (row["difference_low"], row["difference_high"]) == pytest.approx(
        (-23.8, -18.2), abs=0.05
    )
    assert said(rates_of(), claim(), codebook) == ["台账低 18.2–23.8 个百分点"]


def test_a_difference_within_the_chance_of_a_sample_is_none(codebook: Codebook) -> None:
    # 13 to 14 of 18 drawn: Wilson's ends are 49.1 and 91.0 %, so 85 % is inside and 96 % is not.
    sample = rates_of(kept_by="示例数据，随机抽样 20/869")
    inside = claim(low=85.0, value=85.0, high=85.0)
    assert said(sample, inside, codebook) == ["按上下限分不出高低；已计抽样误差"]
    assert said(rates_of(), inside, codebook) == ["台账低 7.2–12.8 个百分点"]
    row = claims_of(sample, claim()).iloc[0]
    low, high = 100 * wilson(13, 18)[0] - 96, 100 * wilson(14, 18)[1] - 96
    assert (row["difference_low"], row["difference_high"]) == pytest.approx((low, high))


def test_figures_of_other_times_are_not_subtracted(codebook: Codebook) -> None:
    row = claims_of(rates_of(), claim(period="2019")).iloc[0]
    assert pd.isna(row["difference_low"]) and pd.isna(row["difference_high"])
    (words,) = said(rates_of(), claim(period="2019"), codebook)
    assert words.startswith("期间不同")


def test_an_undated_claim_is_subtracted_and_said_to_be_undated(codebook: Codebook) -> None:
    (words,) = said(rates_of(), claim(period="", period_basis=""), codebook)
    assert words == "台账低 18.2–23.8 个百分点；文件未写时间"


def test_a_claim_inside_the_bounds_of_the_register_is_neither_higher_nor_lower(
    codebook: Codebook,
) -> None:
    near = claim(low=75.0, value=75.0, high=75.0)
    assert said(rates_of(), near, codebook) == ["按上下限分不出高低"]


def test_a_withheld_rate_is_not_told_by_its_difference_from_a_claim(codebook: Codebook) -> None:
    rates = rates_of(*[ROW] * 9)
    assert said(rates, claim(), codebook) == ["台账数已隐去或没有，不相减"]


@pytest.mark.parametrize(
    "other",
    [{"status": "planned"}, {"zone_id": "lishui"}, {"indicator_id": "service_success_rate"}],
)
def test_what_is_planned_or_of_another_zone_or_thing_is_no_claim(other: dict[str, str]) -> None:
    assert claims_of(rates_of(), claim(**other)).empty


def test_the_number_received_of_a_sample_is_all_it_was_drawn_from(codebook: Codebook) -> None:
    collected = claim(indicator_id="resident_requests_collected", low=869, value=869, high=869)
    sample = rates_of(kept_by="示例数据，随机抽样 20/869")
    assert said(sample, collected, codebook) == ["两者相同"]
    assert said(rates_of(), collected, codebook) == ["台账少 849 件"]


def test_beside_a_real_claim_the_table_cites_it_and_says_that_nothing_is_proved(
    five_zones: Study, codebook: Codebook
) -> None:
    shown = request_rates_table(rates_of(), five_zones.observations, codebook, "zh")
    cited = "".join(shown.data["文件所称"])
    assert "[zhenhai-3405]" in cited and "[zhenhai-3396]" in cited
    assert "96%（约 2017，" in cited
    assert any("不证明哪一个有误" in note for note in shown.notes)
    english = request_rates_table(rates_of(), five_zones.observations, codebook, "en")
    gap = "".join(english.data["The register differs by"])
    assert "18.2–23.8 percentage points lower" in gap


def test_without_a_request_the_exhibit_is_empty(five_zones: Study, codebook: Codebook) -> None:
    rates = request_rates(five_zones.registers["requests"])
    shown = request_rates_table(rates, five_zones.observations, codebook, "zh")
    assert (shown.kind, shown.sentences, len(shown.data)) == ("text", (), 0)
