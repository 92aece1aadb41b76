"""What the gate says of one zone is said of that zone, and as the list of pairs says it."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shequ_eval.analysis.comparability import compare_pairs, pairs_of_places
from shequ_eval.analysis.differences import apply_overrides
from shequ_eval.analysis.examples import example_figure
from shequ_eval.analysis.rate_verdicts import verdicts_by_zone
from shequ_eval.analysis.rates import recomputed_rates
from shequ_eval.evidence.study import Study
from shequ_eval.exhibits.comparison_tables import rates_table
from shequ_eval.exhibits.zone_reasons import among_themselves, districts_in_words
from shequ_eval.vocabulary.codebook import Codebook, Language, read_codebook
from shequ_eval.vocabulary.data_root import find_data_root
from shequ_eval.vocabulary.parameters import Override

BOOK = read_codebook(find_data_root())
(RULE, *_) = BOOK.comparability.recomputed_rates
FIVE = ["nanjing", "lishui", "zhenhai", "jiangbei", "jiexiu"]
DISTRICTS = ["zhenhai", "jiangbei", "lishui"]


def count(zone_id: str, **cells: object) -> dict[str, object]:
    """示例数据: an invented count of registered organisations of one year."""
    return (
        example_figure()
        | {"zone_id": zone_id, "observation_id": f"{zone_id}.{cells}", "value": 500.0}
        | {"low": 500.0, "high": 500.0, "indicator_id": RULE.numerator, "unit": "家"}
        | {"registration": "登记", "evidence_ids": f"{zone_id}-0001", "absence": "", **cells}
    )


def told(rows: list[dict[str, object]], overrides: list[Override] | None = None) -> dict:
    return verdicts_by_zone(RULE, pd.DataFrame(rows), BOOK.zones, BOOK, overrides or [])


def with_counts(five_zones: Study, rows: list[dict[str, object]]) -> Study:
    """The five zones with these counts in place of their own."""
    own = five_zones.observations
    kept = own[~own["indicator_id"].isin([RULE.numerator, RULE.rate])]
    return replace(five_zones, observations=pd.concat([kept, pd.DataFrame(rows)]))


def three_of_which_one_is_unstated() -> list[dict[str, object]]:
    rows = [count(zone) for zone in DISTRICTS]
    rows[2]["registration"] = "unstated"
    return rows


def test_one_zone_that_leaves_something_unsaid_leaves_the_pair_of_the_others_alone() -> None:
    found = told(three_of_which_one_is_unstated())
    verdicts = {zone: {other: word for other, word, _ in own} for zone, own in found.items()}
    assert verdicts["zhenhai"] == {"jiangbei": "comparable", "lishui": "cannot_be_told"}
    assert verdicts["jiangbei"] == {"zhenhai": "comparable", "lishui": "cannot_be_told"}
    assert set(verdicts["lishui"].values()) == {"cannot_be_told"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_row_of_the_table_of_rates_speaks_of_its_own_zone(
    five_zones: Study, codebook: Codebook, language: Language
) -> None:
    study = with_counts(five_zones, three_of_which_one_is_unstated())
    rates = recomputed_rates(study.observations, study.denominators, study.zones, codebook)
    table = rates_table(rates, codebook, language).data
    zone, verdict, why = table.columns[0], *table.columns[-2:]
    said = {row[zone]: (row[verdict], row[why]) for row in table.to_dict("records")}
    names = {key: codebook.title("short", key, language) for key in DISTRICTS}
    unsaid = codebook.label("reason", "registration_unstated", language)
    may, open_ = (
        codebook.label("verdict", word, language) for word in ("comparable", "cannot_be_told")
    )
    head, reason = said[names["zhenhai"]]
    assert may in head and names["jiangbei"] in head
    assert open_ in head and names["lishui"] in reason
    assert said[names["lishui"]] == (open_, unsaid)


def test_an_unstated_basis_of_a_printed_rate_is_told_of_the_zone_that_printed_it(
    five_zones: Study, codebook: Codebook
) -> None:
    printed = {
        "indicator_id": RULE.rate,
        "basis": "unstated",
        "value": 8.0,
        "low": 8.0,
        "high": 8.0,
    }
    rows = [*(count(zone) for zone in DISTRICTS), count("zhenhai", **printed)]
    study = with_counts(five_zones, rows)
    rates = recomputed_rates(study.observations, study.denominators, study.zones, codebook)
    table = rates_table(rates, codebook, "zh").data.set_index("地区")
    unsaid = codebook.label("reason", "basis_unstated", "zh")
    assert table["判断"].loc[["镇海", "江北", "溧水"]].tolist() == ["可比"] * 3
    assert table["理由"].loc["镇海"] == f"印出的比率{unsaid}"
    assert table["理由"].loc[["江北", "溧水"]].tolist() == ["", ""]


figures = st.fixed_dictionaries(
    {
        "registration": st.sampled_from(["登记", "备案", "unstated"]),
        "period": st.sampled_from(["2017", "2018", "2022", ""]),
        "scope": st.sampled_from(["whole_zone", "unstated"]),
        "status": st.sampled_from(["actual", "actual", "planned"]),
        "period_basis": st.sampled_from(["text", "inferred"]),
    }
)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(FIVE), figures), max_size=7, unique_by=str))
def test_a_zone_is_told_of_another_what_the_list_of_pairs_tells_of_the_two(
    drawn: list[tuple[str, dict[str, str]]],
) -> None:
    rows = [
        count(zone, **cells) for zone, cells in sorted(drawn, key=lambda one: FIVE.index(one[0]))
    ]
    table = pd.DataFrame(rows or [count("zhenhai")]).head(len(rows))
    pairs = pairs_of_places(apply_overrides(compare_pairs(table, BOOK), []))
    listed = {
        frozenset((pair["first_zone"], pair["second_zone"])): pair["verdict"]
        for pair in pairs.to_dict("records")
    }
    found = verdicts_by_zone(RULE, table, BOOK.zones, BOOK)
    for zone, own in found.items():
        for other, verdict, reasons in own:
            assert listed[frozenset((zone, other))] == verdict
            assert bool(reasons) == (verdict != "comparable")
    districts = [zone for zone in FIVE if BOOK.zones.at[zone, "tier"] != "city"]
    for one, two in combinations(districts, 2):
        if frozenset((one, two)) in listed:
            assert two in [other for other, _, _ in found[one]]
            assert one in [other for other, _, _ in found[two]]


def test_what_an_evaluator_overruled_is_overruled_in_the_table_of_rates_too() -> None:
    override = Override(
        indicator=RULE.numerator,
        zones=["zhenhai", "lishui"],
        reason="两地口径已与民政局核对，均为登记数",
        by="评价人甲",
    )
    found = told(three_of_which_one_is_unstated(), [override])
    assert dict(tuple(one[:2]) for one in found["zhenhai"])["lishui"] == "overruled"
    assert dict(tuple(one[:2]) for one in found["jiangbei"])["lishui"] == "cannot_be_told"


def test_a_city_is_set_against_districts_and_stands_in_no_row_of_theirs() -> None:
    found = told([count("nanjing"), count("zhenhai"), count("jiangbei")])
    assert [other for other, _, _ in found["nanjing"]] == ["zhenhai", "jiangbei"]
    assert [other for other, _, _ in found["zhenhai"]] == ["jiangbei"]


def test_pairs_that_differ_are_counted_where_one_word_would_speak_for_all() -> None:
    found = told(three_of_which_one_is_unstated())
    head, why = among_themselves(found, BOOK, "zh")
    assert head == "3 对中可比 1 对、无从判断 2 对"
    assert why == "登记或备案未说明（2 对）"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_districts_are_told_together_by_one_word_only_where_it_holds_for_all(
    five_zones: Study, codebook: Codebook, language: Language
) -> None:
    def told(rows: list[dict[str, Any]]) -> tuple[str, str]:
        study = with_counts(five_zones, rows)
        rates = recomputed_rates(study.observations, study.denominators, study.zones, codebook)
        own = rates[rates["tier"].eq("county") & rates["numerator"].notna()]
        return districts_in_words(own, codebook, language)

    may = codebook.label("verdict", "comparable", language)
    open_ = codebook.label("verdict", "cannot_be_told", language)
    assert told([count(zone) for zone in DISTRICTS]) == (may, "")
    head, _ = told(three_of_which_one_is_unstated())
    assert may in head and open_ in head


def test_the_five_zones_keep_their_verdicts(five_zones: Study, codebook: Codebook) -> None:
    rates = recomputed_rates(
        five_zones.observations, five_zones.denominators, five_zones.zones, codebook
    )
    table = rates_table(rates, codebook, "zh").data.set_index("地区")["判断"].to_dict()
    assert table == {"镇海": "不可比", "溧水": "不可比", "南京": "市级另列，与区县不可比"}
