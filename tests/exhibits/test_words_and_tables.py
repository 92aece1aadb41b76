"""What a reader reads: numbers with their bounds, sentences made from tables, every mark kept."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.analysis.agreement import coding_agreement
from shequ_eval.analysis.comparability import compare_pairs, figures_to_compare
from shequ_eval.analysis.rates import recomputed_rates
from shequ_eval.analysis.sample_size import sizes_for_published_change
from shequ_eval.analysis.targets import hold_standards, hold_targets
from shequ_eval.evidence.study import Study, study_of
from shequ_eval.exhibits.comparison_tables import rates_table, sample_sizes_table
from shequ_eval.exhibits.exhibit import MIME, Exhibit
from shequ_eval.exhibits.figure_tables import (
    family_figures,
    mechanism_checks,
    mechanisms_by_aspect,
    side_by_side,
    zone_figures,
)
from shequ_eval.exhibits.figures_said import figure_said
from shequ_eval.exhibits.numbers import bounded, chinese_number, plain_number
from shequ_eval.exhibits.open_questions import what_cannot_be_said
from shequ_eval.exhibits.overview_words import overview, sources_sentence
from shequ_eval.exhibits.pair_tables import refusals_table
from shequ_eval.exhibits.portraits import zone_portraits
from shequ_eval.exhibits.sentences import one_basis_sentences, satisfaction_sentences
from shequ_eval.exhibits.source_tables import agreement_table, disputes_table, evidence_table
from shequ_eval.exhibits.target_tables import standards_table, targets_table
from shequ_eval.vocabulary.codebook import Codebook


@given(st.integers(0, 10**12))
def test_a_chinese_number_loses_no_digit(number: int) -> None:
    words = chinese_number(number)
    scale = 10**8 if words.endswith("亿") else 10**4 if words.endswith("万") else 1
    said = float(re.sub(r"[^0-9.]", "", words)) * scale
    assert said == pytest.approx(number, rel=1e-12)


@given(st.floats(0.01, 1e9), st.floats(0.01, 1e9))
def test_a_bounded_figure_says_which_side_is_open(one: float, two: float) -> None:
    low, high = sorted((one, two))
    assert bounded(low, low, None).startswith("≥")
    assert bounded(high, None, high).startswith("≤")
    assert "≥" not in bounded(None, low, high + 1)


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [((7.675, 2), "7.68"), ((0.5, 0), "1"), ((1234567.0, None), "1,234,567"), ((-3.0, 1), "−3.0")],
)
def test_numbers_round_half_up_and_keep_a_true_minus(
    arguments: tuple[float, int | None], printed: str
) -> None:
    assert plain_number(*arguments) == printed


def test_an_exhibit_travels_as_json_with_no_missing_number() -> None:
    table = pd.DataFrame({"值": pd.array([1.5, None], dtype="Float64"), "名": ["甲", "乙"]})
    bundle = Exhibit("x", "table", "题", table)._repr_mimebundle_()
    payload = json.loads(json.dumps(bundle[MIME], allow_nan=False))
    assert payload["columns"] == ["值", "名"]
    assert payload["rows"] == [[1.5, "甲"], ["", "乙"]]


def test_a_cell_that_looks_like_html_is_shown_as_text() -> None:
    bundle = Exhibit("x", "table", "题", pd.DataFrame({"a": ["<b>1</b>"]}))._repr_mimebundle_()
    assert "<b>1" not in bundle["text/html"]


@pytest.fixture(scope="module", params=["zh", "en"])
def study(request: pytest.FixtureRequest, five_zones: Study) -> Any:
    return five_zones, request.param


def test_every_table_and_sentence_is_made_in_both_languages(study: Any) -> None:
    given, language = study
    codebook, observations = given.codebook, given.observations
    rates = recomputed_rates(observations, given.denominators, given.zones, codebook)
    pairs = compare_pairs(figures_to_compare(observations, codebook), codebook)
    sizes = sizes_for_published_change(observations, codebook.comparability.power_assumptions)
    exhibits = [
        overview(observations, given.sources, codebook, language),
        zone_portraits(observations, given.zones, codebook, language),
        what_cannot_be_said(observations, pairs, given.zones, codebook, language),
        one_basis_sentences(rates, codebook, language),
        satisfaction_sentences(observations, sizes, codebook, language),
        side_by_side(observations, codebook, language, "input"),
        zone_figures(observations, codebook, language, "outcome"),
        family_figures(observations, codebook, language, "rating_weights"),
        refusals_table(pairs, codebook, language),
        mechanisms_by_aspect(given.mechanisms, codebook, language),
        mechanism_checks(given.mechanisms, codebook, language),
        rates_table(rates, codebook, language),
        targets_table(hold_targets(observations, given.standards, codebook), codebook, language),
        standards_table(
            hold_standards(observations, given.standards, given.zones), codebook, language
        ),
        sample_sizes_table(sizes, language),
        evidence_table(given.evidence, codebook, language),
        disputes_table(given.disputes, codebook, language),
    ]
    for exhibit in exhibits:
        words = json.dumps(exhibit.payload(), ensure_ascii=False)
        assert not re.search(r"\bnan\b", words, re.IGNORECASE)
        assert "<NA>" not in words
        assert exhibit.sentences or len(exhibit.data), exhibit.exhibit_id
    assert len({exhibit.exhibit_id for exhibit in exhibits}) == len(exhibits)


def test_the_comparison_says_not_comparable_with_its_reasons(
    five_zones: Study, codebook: Codebook
) -> None:
    rates = recomputed_rates(
        five_zones.observations, five_zones.denominators, five_zones.zones, codebook
    )
    words = "".join(one_basis_sentences(rates, codebook, "zh").sentences)
    for said in ("25.4 万人", "15.43", "9.9", "不可比", "登记或备案未说明"):
        assert said in words
    assert "常住人口对不上" in words
    assert "（2020，普查" in words
    assert "不作排名" in words


def test_a_denominator_that_leaves_a_part_of_the_zone_out_says_so(
    five_zones: Study, codebook: Codebook
) -> None:
    rates = recomputed_rates(
        five_zones.observations, five_zones.denominators, five_zones.zones, codebook
    )
    part = rates.assign(denominator_coverage="part_of_zone")
    assert "部分区域" in "".join(one_basis_sentences(part, codebook, "zh").sentences)
    whole = rates.assign(denominator_coverage="whole_zone")
    assert "部分区域" not in "".join(one_basis_sentences(whole, codebook, "zh").sentences)


def test_no_order_is_stated_of_rates_that_are_not_comparable(
    five_zones: Study, codebook: Codebook
) -> None:
    rates = recomputed_rates(
        five_zones.observations, five_zones.denominators, five_zones.zones, codebook
    )
    for held in (rates, rates.assign(printed=rates["value"])):
        words = "".join(one_basis_sentences(held, codebook, "zh").sentences)
        assert not any(order in words for order in ("相反", "翻转", "高于", "低于", "大于", "小于"))


def test_a_zone_of_plans_only_is_said_to_have_no_achievement(
    five_zones: Study, codebook: Codebook
) -> None:
    pairs = compare_pairs(figures_to_compare(five_zones.observations, codebook), codebook)
    (listing,) = what_cannot_be_said(
        five_zones.observations, pairs, five_zones.zones, codebook, "zh"
    ).sentences
    assert "介休完成得如何" in listing
    assert "镇海完成得如何" not in listing
    assert "南京与溧水" in listing


def test_absent_is_said_and_never_zero(five_zones: Study, codebook: Codebook) -> None:
    table = side_by_side(five_zones.observations, codebook, "zh", "input").data
    cells = {cell for zone in ("南京", "溧水", "镇海", "江北", "介休") for cell in table[zone]}
    assert "未提供" in cells
    assert not {"0", "0 元", "—", ""} & cells


def test_planned_and_doubted_figures_carry_their_marks(
    five_zones: Study, codebook: Codebook
) -> None:
    table = side_by_side(five_zones.observations, codebook, "zh", "input").data
    jiexiu = [cell for cell in table["介休"] if cell != "未提供"]
    assert jiexiu
    assert all("计划" in cell for cell in jiexiu)
    assert any("编码有异议" in cell for cell in jiexiu)


def test_every_evidence_row_shows_its_own_words_and_place(
    five_zones: Study, codebook: Codebook
) -> None:
    table = evidence_table(five_zones.evidence, codebook, "zh").data
    row = table[table["编号"] == "lishui-0530"].iloc[0]
    assert (row["原词"], row["数值"], row["位置"]) == ("300余万元", "≥ 3,000,000 元", "530–536")
    assert "上下文" not in table.columns


def test_a_dimension_without_figures_says_so_instead_of_an_empty_table(
    five_zones: Study, codebook: Codebook
) -> None:
    lishui = five_zones.observations.query("zone_id == 'lishui'")
    exhibit = zone_figures(lishui, codebook, "zh", "satisfaction")
    assert exhibit.kind == "text"
    assert "未提供不是零" in exhibit.sentences[0]


def test_a_source_coded_once_has_no_agreement_to_state(
    five_zones: Study, codebook: Codebook
) -> None:
    once = five_zones.second_coding.iloc[:0]
    exhibit = agreement_table(coding_agreement(five_zones.evidence, once), codebook, "zh")
    assert exhibit.kind == "text"
    assert "只编码了一次" in exhibit.sentences[0]


def test_one_zone_alone_is_never_called_comparable(data_root: Path) -> None:
    study = study_of(
        data_root, {"report_id": "x", "as_of": "2026-11-24", "title": "x", "zones": ["lishui"]}
    )
    rates = recomputed_rates(study.observations, study.denominators, study.zones, study.codebook)
    table = rates_table(rates, study.codebook, "zh").data
    assert set(table["判断"]) == {"只有一地，无从比较"}
    words = "".join(one_basis_sentences(rates, study.codebook, "zh").sentences)
    assert "没有印出这一比率" in words
    assert "大小" not in words


def test_a_figure_of_less_than_the_whole_zone_says_of_what(
    five_zones: Study, codebook: Codebook
) -> None:
    figures = five_zones.observations[five_zones.observations["absence"].eq("")]
    for row in figures.to_dict("records"):
        said = figure_said({str(k): v for k, v in row.items()}, codebook, "zh")
        scope = codebook.label("scope", row["scope"], "zh") if row["scope"] else ""
        assert (scope in said) is (row["scope"] not in ("whole_zone", "")) or not scope


def test_a_vague_figure_is_said_in_the_words_of_its_source(
    five_zones: Study, codebook: Codebook
) -> None:
    words = "".join(
        zone_portraits(five_zones.observations, five_zones.zones, codebook, "zh").sentences
    )
    assert "社会工作者就业人数“数千名”" in words
    assert "1,000" not in words
    assert "模糊量" not in words


def test_what_every_figure_of_a_place_shares_is_said_once(
    five_zones: Study, codebook: Codebook
) -> None:
    words = zone_portraits(five_zones.observations, five_zones.zones, codebook, "zh").sentences[3]
    assert words.startswith("**重庆市江北区**")
    assert words.count("累计期间未说明") == 1
    assert words.count("未写时间") == 1


@pytest.mark.parametrize(
    ("bases", "said"),
    [
        (["printed"], "依据 1 份公开流传的材料编写的第三方评估。"),
        (["unstated"], "第三方评估，为未署名的转载。"),
        (["unstated", "unstated"], "，全部为未署名的转载。"),
        (["unstated", "printed", "printed"], "，其中 1 份为未署名的转载。"),
    ],
)
def test_unsigned_sources_are_counted_from_the_register(bases: list[str], said: str) -> None:
    exhibit = sources_sentence(pd.DataFrame({"publisher_basis": bases}), "zh")
    assert said in exhibit.sentences[0]


def test_only_facts_that_may_be_compared_are_counted_by_status(data_root: Path) -> None:
    study = study_of(
        data_root, {"report_id": "x", "as_of": "2026-11-24", "title": "x", "zones": ["jiexiu"]}
    )
    exhibit = overview(study.observations, study.sources, study.codebook, "zh")
    assert "计划 9 条、标准 2 条，没有实际值；另有 1 条是口号" in exhibit.sentences[0]
    assert "实际 1 条" not in exhibit.sentences[0]
    assert {"count.facts.usable.planned", "count.facts.undated"} <= set(exhibit.traces)


def test_a_masked_zone_is_said_to_be_inferred(data_root: Path) -> None:
    study = study_of(
        data_root, {"report_id": "x", "as_of": "2026-11-24", "title": "x", "zones": ["lishui"]}
    )
    pairs = compare_pairs(figures_to_compare(study.observations, study.codebook), study.codebook)
    (listing,) = what_cannot_be_said(
        study.observations, pairs, study.zones, study.codebook, "zh"
    ).sentences
    assert "来源写的是不是溧水" in listing
    assert "没有给出满意度得分" in listing
    assert "未写时间" in listing
