"""Bounds flow through every ratio, denominators keep their order, nothing gives no rate."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.analysis.denominators import usable_denominators
from shequ_eval.analysis.intensity import build_intensity
from shequ_eval.analysis.intervals import Interval
from shequ_eval.analysis.rate_over import rate_over
from shequ_eval.analysis.rates import recomputed_rates
from shequ_eval.evidence.study import Study
from shequ_eval.vocabulary.codebook import Codebook

positive = st.floats(1e-3, 1e9)


@given(positive, positive, positive, positive, st.floats(0, 1), st.floats(0, 1))
def test_any_pair_of_true_values_lies_in_the_ratio_of_their_intervals(
    a: float, b: float, c: float, d: float, s: float, t: float
) -> None:
    top, bottom = Interval(min(a, b), None, max(a, b)), Interval(min(c, d), None, max(c, d))
    x = min(a, b) + s * (max(a, b) - min(a, b))
    y = min(c, d) + t * (max(c, d) - min(c, d))
    ratio = top.over(bottom)
    assert ratio.low is not None
    assert ratio.high is not None
    assert ratio.low * (1 - 1e-9) <= x / y <= ratio.high * (1 + 1e-9)


@given(positive, positive)
def test_an_open_end_stays_open(low: float, denominator: float) -> None:
    ratio = Interval(low, low, None).over(Interval(denominator, denominator, denominator))
    assert ratio.high is None
    assert ratio.value == ratio.low


def test_a_denominator_of_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        Interval(1, 1, 1).over(Interval(0, 0, 0))


def counts(*rows: tuple[int, float, str, str]) -> pd.DataFrame:
    columns = ["year", "value", "count_type", "quality"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(
        zone_id="east",
        measure="resident_population",
        basis="常住",
        coverage="whole_zone",
        denominator_id=[f"east.{n}" for n in range(len(table))],
    )


def test_a_census_comes_before_a_nearer_year_end_figure(codebook: Codebook) -> None:
    table = counts((2017, 90.0, "year_end", "official_read"), (2020, 100.0, "census", "reposted"))
    usable = usable_denominators(
        table, "east", "resident_population", "2017", codebook.comparability
    )
    assert list(usable["value"]) == [100.0, 90.0]
    assert list(usable["role"]) == ["main", "usable"]


def test_the_people_of_the_whole_zone_come_before_a_better_read_count_of_a_part(
    codebook: Codebook,
) -> None:
    table = counts(
        (2020, 90.0, "census", "official_read"), (2017, 100.0, "year_end", "secondary")
    ).assign(coverage=["part_of_zone", "whole_zone"])
    usable = usable_denominators(
        table, "east", "resident_population", "2020", codebook.comparability
    )
    assert list(usable["value"]) == [100.0, 90.0]
    assert list(usable["role"]) == ["main", "usable"]


def test_an_estimate_of_the_whole_zone_never_comes_before_a_census_of_a_part(
    codebook: Codebook,
) -> None:
    table = counts(
        (2020, 90.0, "census", "official_read"), (2020, 100.0, "estimated", "estimated")
    ).assign(coverage=["part_of_zone", "whole_zone"])
    usable = usable_denominators(
        table, "east", "resident_population", "2020", codebook.comparability
    )
    assert list(usable["value"]) == [90.0, 100.0]
    assert rate_over(Interval(9, 9, 9), usable, 10)["denominator_coverage"] == "part_of_zone"


def test_an_estimate_never_carries_a_main_result(codebook: Codebook) -> None:
    table = counts((2017, 90.0, "interpolated", "estimated"))
    usable = usable_denominators(
        table, "east", "resident_population", "2017", codebook.comparability
    )
    assert list(usable["role"]) == ["alternative"]
    assert rate_over(Interval(9, 9, 9), usable, 10)["value"] is None


@pytest.mark.parametrize("quality", ["memory", "self_reported"])
def test_a_figure_whose_only_population_is_unverified_stays_and_says_why_it_has_no_rate(
    codebook: Codebook, quality: str
) -> None:
    table = counts((2020, 50_000.0, "census", quality))
    orgs = stated("social_orgs_stock", 500, "2020") | {
        "zone_id": "east", "family_id": "social_orgs", "cumulative_over": "", "value_text": "500家",
        "evidence_grade": "C", "qualifier": "exact", "doubt": "", "unit": "家",
    }  # fmt: skip
    zones = pd.DataFrame({"zone_id": ["east"], "facts_period": ["2020"], "tier": ["county"]})
    (row,) = build_intensity(pd.DataFrame([orgs]), table, zones, codebook, "count_per_10k").to_dict(
        "records"
    )
    assert (row["value"], row["held_back_id"]) == (None, "east.0")
    assert (row["held_back_quality"], row["held_back_count_type"]) == (quality, "census")
    (rate,) = recomputed_rates(pd.DataFrame([orgs]), table, zones, codebook).to_dict("records")
    assert (rate["value"], rate["held_back_quality"]) == (None, quality)


def test_a_remembered_figure_is_an_alternative_even_if_it_is_a_census(codebook: Codebook) -> None:
    table = counts((2017, 90.0, "census", "memory"), (2017, 80.0, "year_end", "reposted"))
    usable = usable_denominators(
        table, "east", "resident_population", "2017", codebook.comparability
    )
    assert list(usable["role"]) == ["main", "alternative"]
    assert usable.at[0, "value"] == 80.0


def test_a_count_too_many_years_away_or_of_no_period_has_no_denominator(codebook: Codebook) -> None:
    table = counts((2010, 90.0, "census", "official_read"))
    for period in ("2017", ""):
        assert usable_denominators(
            table, "east", "resident_population", period, codebook.comparability
        ).empty


def test_a_main_result_has_its_alternatives_as_a_range(codebook: Codebook) -> None:
    table = counts((2020, 100.0, "census", "reposted"), (2019, 50.0, "interpolated", "estimated"))
    usable = usable_denominators(
        table, "east", "resident_population", "2020", codebook.comparability
    )
    rate = rate_over(Interval(10, 10, 10), usable, 100)
    assert (rate["value"], rate["low"], rate["high"]) == (10.0, 10.0, 20.0)
    assert rate["alternatives"] == ("east.1",)


@pytest.fixture(scope="module")
def rates(five_zones: Study) -> pd.DataFrame:
    table = recomputed_rates(
        five_zones.observations, five_zones.denominators, five_zones.zones, five_zones.codebook
    )
    return table.set_index("zone_id")


def test_the_printed_density_of_zhenhai_implies_people_who_are_not_its_residents(
    rates: pd.DataFrame,
) -> None:
    zhenhai = rates.loc["zhenhai"]
    assert zhenhai["implied"] == pytest.approx(392 / 15.43 * 10_000)
    assert round(zhenhai["implied"]) == 254_051
    assert zhenhai["denominator"] == 531_830  # 510,462 leaves 贵驷 out, and 392 does not
    assert zhenhai["denominator_coverage"] == "whole_zone"
    assert round(zhenhai["value"], 1) == 7.4
    assert (round(zhenhai["low"], 2), round(zhenhai["high"], 2)) == (7.37, 7.95)


def test_the_order_of_the_two_districts_depends_on_the_basis_and_is_refused(
    rates: pd.DataFrame,
) -> None:
    lishui, zhenhai = rates.loc["lishui"], rates.loc["zhenhai"]
    assert round(lishui["value"], 2) == 9.93
    assert zhenhai["printed"] > lishui["value"] > zhenhai["value"]
    assert zhenhai["verdict"] == "not_comparable"
    assert {"registration_unstated", "period_gap", "basis_unstated"} <= set(zhenhai["reasons"])


def test_a_city_has_the_reasons_of_its_own_pairs_and_never_those_of_two_districts(
    rates: pd.DataFrame,
) -> None:
    city, district = rates.loc["nanjing"], rates.loc["zhenhai"]
    assert city["verdict"] == "not_comparable"
    assert "level_differs" in city["reasons"]
    assert "level_differs" not in district["reasons"]


def test_the_implied_population_is_never_a_denominator(rates: pd.DataFrame) -> None:
    assert not rates["denominator"].dropna().round().isin(rates["implied"].dropna().round()).any()


def test_nothing_is_recomputed_for_a_zone_without_a_numerator(rates: pd.DataFrame) -> None:
    assert rates.loc[["nanjing", "jiangbei", "jiexiu"], "value"].isna().all()


def stated(indicator_id: str, value: float, period: str, **cells: str) -> dict[str, object]:
    row = {
        "zone_id": "lishui", "indicator_id": indicator_id, "status": "actual", "absence": "",
        "period": period, "period_basis": "text", "low": value, "value": value, "high": value,
        "evidence_ids": f"{indicator_id}-{period}", "scope": "whole_zone", "basis": "",
        "registration": "", "change": "level",
    }  # fmt: skip
    return row | cells


def test_of_several_years_the_latest_count_is_recomputed_beside_the_rate_of_its_year(
    codebook: Codebook,
) -> None:
    figures = [
        stated("social_orgs_stock", 100, "2017"), stated("social_orgs_stock", 500, "2020"),
        stated("social_orgs_stock", 40, "2021", change="increase"),
        stated("social_orgs_per_10k", 2.0, "2017"), stated("social_orgs_per_10k", 10.0, "2020"),
    ]  # fmt: skip
    populations = counts((2020, 500_000.0, "census", "official_read")).assign(zone_id="lishui")
    zones = pd.DataFrame({"zone_id": ["lishui"], "tier": ["county"]})

    def rate(rows: list[dict[str, object]]) -> pd.Series:
        return recomputed_rates(pd.DataFrame(rows), populations, zones, codebook).iloc[0]

    latest = rate(figures)
    assert (latest["numerator"], latest["numerator_period"], latest["value"]) == (500, "2020", 10.0)
    assert (latest["printed"], latest["implied"]) == (10.0, 500_000)
    apart = rate(figures[:4])  # the printed rate is of 2017, the count of 2020
    assert apart["printed"] == 2.0
    assert apart["implied"] is None


def test_a_registered_basis_finds_no_denominator_near_enough(five_zones: Study) -> None:
    table = recomputed_rates(
        five_zones.observations,
        five_zones.denominators,
        five_zones.zones,
        five_zones.codebook,
        "registered",
    )
    assert table["value"].isna().all()


def test_a_pilots_count_is_never_divided_by_a_whole_zones_people(five_zones: Study) -> None:
    table = build_intensity(
        five_zones.observations,
        five_zones.denominators,
        five_zones.zones,
        five_zones.codebook,
        "count_per_10k",
    )
    assert set(table["scope"]) <= {"whole_zone", "unstated"}
    assert "social_orgs_incubated" not in set(table["indicator_id"])


def test_nearly_a_hundred_million_has_an_upper_bound_only(five_zones: Study) -> None:
    table = build_intensity(
        five_zones.observations,
        five_zones.denominators,
        five_zones.zones,
        five_zones.codebook,
        "money_per_resident",
    ).set_index("evidence_ids")
    row = table.loc["zhenhai-4107"]
    assert row["value"] == pytest.approx(100_000_000 / 531_830)
    assert pd.isna(row["low"])
    assert row["high"] >= row["value"]


def test_a_vague_quantity_keeps_its_words_and_has_no_rate(five_zones: Study) -> None:
    table = build_intensity(
        five_zones.observations,
        five_zones.denominators,
        five_zones.zones,
        five_zones.codebook,
        "count_per_10k",
    )
    vague = table[table["qualifier"] == "vague"]
    assert len(vague) == 1
    assert vague[["low", "value", "high", "denominator"]].isna().all(axis=None)
    assert vague["value_text"].str.contains("数千").all()


def test_plans_have_no_intensity(five_zones: Study) -> None:
    for kind in ("money_per_resident", "count_per_10k"):
        table = build_intensity(
            five_zones.observations,
            five_zones.denominators,
            five_zones.zones,
            five_zones.codebook,
            kind,
        )
        assert "jiexiu" not in set(table["zone_id"])
        assert set(table["status"]) == {"actual"}
