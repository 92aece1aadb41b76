"""A printed bound or count is true of the number behind it, whatever the number and the digits."""

from __future__ import annotations

import re
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.analysis.audit.steps import Amount
from shequ_eval.analysis.comparability import compare_pairs, figures_to_compare
from shequ_eval.analysis.intensity import build_intensity
from shequ_eval.analysis.intervals import Interval
from shequ_eval.analysis.peers import stand_among_peers
from shequ_eval.analysis.rate_over import rate_over
from shequ_eval.analysis.sizes import figures_to_place
from shequ_eval.analysis.targets import hold_standards
from shequ_eval.evidence.study import Study
from shequ_eval.exhibits.audit_words import amount_shown
from shequ_eval.exhibits.intensity_figure import draw_intensity
from shequ_eval.exhibits.intensity_heads import intensity_title
from shequ_eval.exhibits.intensity_words import value_words
from shequ_eval.exhibits.numbers import bounded, ranged
from shequ_eval.exhibits.peer_words import peers_data, peers_title
from shequ_eval.exhibits.sensitivity import sensitivity_words
from shequ_eval.exhibits.target_tables import standards_table
from shequ_eval.exhibits.trace import plain
from shequ_eval.vocabulary.codebook import Codebook, Language

ROUNDING = Fraction(1, 10**9)  # of a float: what a machine cannot tell is not held against a page
figures = st.floats(0.01, 1e9, allow_nan=False)


def number(text: str) -> Fraction:
    size = {"万": 10**4, "亿": 10**8}.get(text.strip()[-1], 1)
    return Fraction(re.sub(r"[^0-9.]", "", text)) * size


@given(figure=figures, decimals=st.integers(0, 4))
def test_at_least_is_never_above_and_at_most_never_below_the_number(
    figure: float, decimals: int
) -> None:
    exact = Fraction(figure)
    assert number(bounded(None, figure, None, decimals)) <= exact * (1 + ROUNDING)
    assert number(bounded(None, None, figure, decimals)) >= exact * (1 - ROUNDING)


@given(ends=st.tuples(figures, figures, figures).map(sorted), decimals=st.integers(0, 4))
def test_a_printed_range_holds_the_whole_range_but_for_an_end_that_is_the_point(
    ends: list[float], decimals: int
) -> None:
    low, point, high = ends
    printed = re.split("[（–）]", ranged(point, low, high, decimals))
    if low < point < high:
        assert number(printed[1]) <= Fraction(low) * (1 + ROUNDING)
        assert number(printed[2]) >= Fraction(high) * (1 - ROUNDING)


@given(
    bounds=st.tuples(st.integers(1, 10**9), st.integers(1, 10**9)).map(sorted),
    parts=st.integers(1, 97),
    digits=st.integers(1, 4),
)
def test_the_audit_rounds_a_computed_range_outward_and_by_less_than_a_thousandth(
    bounds: list[int], parts: int, digits: int
) -> None:
    low, high = (Fraction(end, parts) for end in bounds)
    part = Amount(float(low), float(high), "元", digits=max(digits, 2), decimals=2)
    if low == high:
        return
    for language in ("zh", "en"):
        printed = [
            number(one) for one in amount_shown(part, language).removesuffix("元").split("–")
        ]
        assert printed[0] <= low * (1 + ROUNDING)
        assert printed[-1] >= high * (1 - ROUNDING)
        slack = max(high / 1000, Fraction(1, 100))
        assert printed[-1] <= high + slack + ROUNDING * high


def populations(*roles: str) -> pd.DataFrame:
    table = pd.DataFrame({"role": roles, "value": [50_000.0, 40_000.0][: len(roles)]})
    return table.assign(
        denominator_id=[f"d{n}" for n in range(len(roles))], year=[2020, 2017][: len(roles)],
        count_type=["census", "interpolated"][: len(roles)],
        quality=["official_read", "estimated"][: len(roles)], basis="常住", coverage="whole_zone",
    )  # fmt: skip


@pytest.mark.parametrize("stated", [Interval(None, 500, 500), Interval(500, 500, None)])
def test_a_bound_on_one_side_is_over_the_main_denominator_and_the_other_in_brackets(
    stated: Interval,
) -> None:
    row = {"unit": "count_per_10k", "evidence_ids": ""}
    alone = value_words(row | rate_over(stated, populations("main"), 10_000), "zh")
    beside = value_words(row | rate_over(stated, populations("main", "alternative"), 10_000), "zh")
    assert alone in ("≥ 100", "≤ 100")
    assert beside in ("≥ 100", "≤ 100（≤ 125）")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_range_that_rests_on_an_estimate_says_so_under_its_figure(
    five_zones: Study, language: Language
) -> None:
    given = five_zones.observations, five_zones.denominators, five_zones.zones, five_zones.codebook
    table = build_intensity(*given, "count_per_10k")
    words = sensitivity_words(table, five_zones.codebook, language)
    interpolated = five_zones.codebook.label("count_type", "interpolated", language)
    assert interpolated in words
    notes = draw_intensity(table, five_zones.codebook, language, "count_per_10k", "process").notes
    assert interpolated in "".join(notes)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_period_that_a_coder_inferred_is_not_counted_as_stated(
    codebook: Codebook, language: Language
) -> None:
    stated = {
        "scope": "whole_zone",
        "cumulative_over": "",
        "period": "2017",
        "period_basis": "text",
    }
    inferred = stated | {"period_basis": "inferred"}
    both = intensity_title(pd.DataFrame([stated, stated]), language)
    for rows in ([inferred], [inferred, stated], [inferred, inferred]):
        title = plain(intensity_title(pd.DataFrame(rows), language))
        assert ("推断" if language == "zh" else "inferred") in title
        assert title != both


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_standard_that_asks_for_the_whole_of_a_share_asks_for_no_more(
    five_zones: Study, language: Language
) -> None:
    held = hold_standards(five_zones.observations, five_zones.standards, five_zones.zones)
    asked = standards_table(held, five_zones.codebook, language).data.iloc[:, 1].astype(str)
    assert asked.str.startswith("100%").any()
    assert not asked.str.contains("≥ 100%").any()
    assert asked.str.startswith("≥ 80%").any()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_title_about_peers_counts_what_its_table_holds(
    five_zones: Study, language: Language
) -> None:
    codebook = five_zones.codebook
    dated = figures_to_compare(five_zones.observations, codebook)
    zones = list(five_zones.zones["zone_id"])
    peers = stand_among_peers(
        figures_to_place(dated, five_zones.denominators, five_zones.zones, codebook),
        compare_pairs(dated, codebook),
        five_zones.standards,
        zones,
        codebook.comparability,
    )
    for zone in zones:
        own = peers[peers["zone_id"].eq(zone)]
        title = peers_title(own, [zone], codebook, language)
        assert re.findall(r"\d+", title)[0] == str(len(peers_data(own, codebook, language)))
        unit = "项指标有实际值" if language == "zh" else "indicator"
        assert unit in title
