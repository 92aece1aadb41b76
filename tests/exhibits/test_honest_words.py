"""What a report may not say: a missed target, a method or an absence that the data do not show.

Every figure is invented (示例数据).
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from shequ_eval.analysis.chain import FOLLOW_UP, PROMISE, build_chain
from shequ_eval.analysis.coverage import coverage_matrix
from shequ_eval.analysis.examples import example_promise, example_rate
from shequ_eval.exhibits.chain_tables import chain_table
from shequ_eval.exhibits.coding_words import coder_words, coding_method, disputes_note
from shequ_eval.exhibits.coverage_figure import draw_coverage
from shequ_eval.exhibits.intensity_figure import draw_intensity, draw_intensity_if_any
from shequ_eval.exhibits.open_questions import what_cannot_be_said
from shequ_eval.exhibits.sentences import one_basis_sentences, satisfaction_sentences
from shequ_eval.exhibits.target_tables import standards_table, targets_table
from shequ_eval.exhibits.targets_figure import draw_targets
from shequ_eval.exhibits.timeline_figure import draw_timeline
from shequ_eval.exhibits.trace import plain, traces_of
from shequ_eval.exhibits.words import basis_words
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = dict[str, Any]


def target(**cells: object) -> pd.DataFrame:
    row = example_promise() | {
        "indicator_id": "social_work_workforce", "unit": "人", "target_low": 2000,
        "target_value": 2000, "due": "2025", "actual_low": 1530, "actual_value": 1530,
        "actual_high": 1530, "actual_period": "2022", "actual_period_basis": "text",
        "actual_evidence": "lishui-0001", "attainment": "not_measured_when_due",
        "standard_id": "", "against_standard": "", "doubt": "",
    }  # fmt: skip
    return pd.DataFrame([row | cells])


@pytest.mark.parametrize(
    ("language", "verdict", "actual"),
    [
        ("zh", "到期时无实际值", "1,530 人（2022）"),
        ("en", "no actual figure of the due date yet", "1,530 persons (2022)"),
    ],
)
def test_a_target_that_no_figure_of_its_year_answers_is_not_called_missed(
    codebook: Codebook, language: Language, verdict: str, actual: str
) -> None:
    table = targets_table(target(), codebook, language).data.iloc[0].tolist()
    assert verdict in table
    assert actual in table
    picture = draw_targets(target(), codebook, language)
    assert picture.figure is not None
    drawn = [text.get_text() for text in picture.figure.axes[0].texts]
    assert "2022" in drawn
    assert not {"未达到", "not met"} & set(drawn)


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", "未写时间，无从对照"), ("en", "undated, cannot be set against it")],
)
def test_an_undated_figure_is_not_said_to_lie_outside_a_standards_time(
    codebook: Codebook, language: Language, words: str
) -> None:
    rule = {
        "standard_label": "国办发〔2021〕56号", "title_zh": "覆盖率", "title_en": "coverage",
        "standard_note": "城市社区 / urban", "low": 100.0, "unit": "%", "verified": "reposted",
        "effective": "2021-12-27", "until": "2025-12-31", "zone_id": "lishui", "result": "undated",
        "indicator_id": "facility_coverage_share",
    }  # fmt: skip
    data = standards_table(pd.DataFrame([rule]), codebook, language).data
    assert data[codebook.title("short", "lishui", language)].tolist() == [words]


def test_the_coverage_shows_the_latest_year_and_how_many_others(codebook: Codebook) -> None:
    base = {
        "zone_id": "lishui", "indicator_id": "social_work_workforce", "family_id": "workforce",
        "absence": "", "status": "actual", "qualifier": "exact", "period_basis": "text",
        "evidence_grade": "C", "doubt": "",
    }  # fmt: skip
    family = str(codebook.indicators.at["social_work_workforce", "family_id"])
    figures = pd.DataFrame(
        [
            base | {"family_id": family, "observation_id": f"o{year}", "period": year}
            for year in ("2019", "2020", "2022")
        ]
    )
    none = pd.DataFrame({"family_id": [], "zone_id": []})
    picture = draw_coverage(coverage_matrix(figures, none, [family]), codebook, "zh")
    assert picture.data["溧水"].tolist() == ["实际 C 2022（另 2 期）", "1"]  # and the row of totals
    assert picture.figure is not None
    assert "2022（另 2 期）" in [text.get_text() for text in picture.figure.axes[0].texts]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_zone_without_registered_commitments_is_not_said_to_have_promised_nothing(
    codebook: Codebook, language: Language
) -> None:
    none = pd.DataFrame(columns=["commitment_id", "zone_id", *FOLLOW_UP])
    chain = build_chain(pd.DataFrame(columns=PROMISE), none)
    (sentence,) = chain_table(chain, codebook, language).sentences
    assert ("登记" if language == "zh" else "registered") in sentence
    assert "没有写下承诺" not in sentence
    assert "make no commitment" not in sentence


def evidence(*coded: tuple[str, str, str, bool, str]) -> pd.DataFrame:
    columns = ["zone_id", "coder", "second_reading", "from_desk", "second_coder"]
    table = pd.DataFrame(list(coded), columns=columns)
    return table.assign(
        source_id=table["zone_id"] + "_doc", evidence_id=[f"e{n}" for n in range(len(table))],
        start=[10 * n for n in range(len(table))], end=[10 * n + 3 for n in range(len(table))],
        value=[float(n) for n in range(len(table))], kind="quantity", dimension="output",
        change="level", qualifier="exact", status=["actual", "planned"] * (len(table) // 2),
        indicator_id=["grids_basic", "social_orgs_stock"] * (len(table) // 2), period="2022",
    )  # fmt: skip


def second_of(table: pd.DataFrame) -> pd.DataFrame:
    return table.rename(columns={"evidence_id": "second_id"}).drop(columns=["coder"])


DESK = ("lishui", "b", "agreed", True, "c")
HAND = ("zhenhai", "a", "agreed", False, "")


def test_whoever_coded_at_the_desk_is_named_and_so_is_whoever_agreed(codebook: Codebook) -> None:
    row = {"coder": "b", "second_reading": "disputed", "from_desk": True, "second_coder": "c"}
    assert coder_words(row, codebook, "zh") == ("编码者 b", "c 另有读法")
    assert coder_words(row, codebook, "en") == ("coder b", "coded differently by c")
    once = row | {"second_reading": "unread", "second_coder": ""}
    assert coder_words(once, codebook, "zh") == ("编码者 b", "只编码过一次")
    by_hand = row | {"coder": "a", "from_desk": False}
    assert coder_words(by_hand, codebook, "zh") == ("第一编码者", "第二编码者另有读法")


def test_the_method_of_a_zone_from_the_desk_is_not_that_of_the_bundled_zones(
    codebook: Codebook,
) -> None:
    table = evidence(DESK, DESK)
    told = plain(coding_method(table, second_of(table), codebook, "zh"))
    assert "编码者 b 在编码表上逐个决定" in told
    assert "编码者 c 另填一份相同的编码表" in told
    assert "指标 1.00（2／2）" in told
    assert "状态 1.00（2／2）" in told
    assert "通读" not in told


def test_a_kappa_rests_on_the_two_codings_and_on_no_rule(codebook: Codebook) -> None:
    table = evidence(DESK, DESK)
    traces = {
        trace.key: trace.inputs
        for trace in traces_of(coding_method(table, second_of(table), codebook, "zh"))
    }
    assert traces["agreement.indicator_id.kappa"] == ("evidence", "second_coding")
    assert traces["count.agreement.status.of"] == ("evidence", "second_coding")


def test_a_zone_that_was_not_coded_twice_is_not_said_to_have_been(codebook: Codebook) -> None:
    table = evidence(HAND, HAND)
    none = second_of(table).head(0).assign(indicator_id="")
    told = coding_method(table, none, codebook, "zh")
    assert "第二位编码者通读并登记异议" in told
    assert "独立编码" not in told
    assert "κ" not in told
    second = second_of(table).assign(indicator_id="")
    assert "另对部分段落独立编码" in plain(coding_method(table, second, codebook, "zh"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_zones_of_several_methods_are_named_with_their_own(
    codebook: Codebook, language: Language
) -> None:
    table = evidence(DESK, DESK, HAND, HAND)
    told = coding_method(table, second_of(table), codebook, language)
    for zone in ("lishui", "zhenhai"):
        assert codebook.title("short", zone, language) in told


def test_nothing_is_said_of_a_second_coder_where_the_data_are_not_at_hand(
    codebook: Codebook,
) -> None:
    told = coding_method(None, None, codebook, "zh")
    assert told.endswith("期间与口径。异议一律列出，不改原编码。")


def test_signed_doubts_come_from_the_desk_and_others_from_reading_through() -> None:
    signed, unsigned = "达到即可（c，2026-11-24）", "原文未写"
    desk = disputes_note(pd.DataFrame({"reason": [signed]}), "zh")
    hand = disputes_note(pd.DataFrame({"reason": [unsigned]}), "zh")
    both = disputes_note(pd.DataFrame({"reason": [signed, unsigned]}), "zh")
    assert ("通读" in desk, "编码表" in desk) == (False, True)
    assert ("通读" in hand, "编码表" in hand) == (True, False)
    assert ("通读" in both, "编码表" in both) == (True, True)


SPENT: Row = {
    "indicator_id": "purchase_spending_yuan", "cumulative_over": "unstated", "period": "2022",
    "period_basis": "text", "registration": "", "basis": "", "scope": "whole_zone", "flags": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "zh", "en"),
    [
        ({}, "未说明是当年数还是累计数", "not stated whether of that year or cumulated"),
        ({"period": ""}, "累计期间未说明", "accumulation period not stated"),
        ({"cumulative_over": ""}, "", ""),
    ],
)
def test_a_years_spending_is_not_said_to_be_cumulated_over_an_unknown_time(
    codebook: Codebook, cells: Row, zh: str, en: str
) -> None:
    assert basis_words(SPENT | cells, codebook, "zh") == zh
    assert basis_words(SPENT | cells, codebook, "en") == en


def test_a_years_spending_is_not_counted_among_the_sums_of_unknown_length(
    codebook: Codebook,
) -> None:
    figure = SPENT | {"zone_id": "lishui", "absence": "", "status": "actual"}
    seen = pd.DataFrame([figure, figure | {"period": ""}])
    zones = codebook.zones.loc[["lishui"]]
    pairs = pd.DataFrame(columns=["verdict", "indicator_id", "reasons"])
    told = " ".join(what_cannot_be_said(seen, pairs, zones, codebook, "zh").sentences)
    assert "1 条没有说明累计了多久" in told


HELD_BACK = {"held_back_id": "d1", "held_back_quality": "memory", "held_back_count_type": "census"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "可靠程度为“待核”，不作主结果"),
        ({"held_back_quality": "self_reported"}, "可靠程度为“案例自述”，不作主结果"),
        (
            {"held_back_quality": "reposted", "held_back_count_type": "estimated"},
            "种类为“估算”，不作主结果",
        ),
    ],
)
def test_a_population_that_was_given_and_not_used_is_said_to_be_that(
    codebook: Codebook, changes: Row, words: str
) -> None:
    row = {
        "zone_id": "lishui", "indicator_id": "social_orgs_stock", "unit": "count_per_10k",
        "low": None, "value": None, "high": None, "qualifier": "exact", "evidence_ids": "o1",
    }  # fmt: skip
    table = pd.DataFrame([row | HELD_BACK | changes])
    (sentence,) = draw_intensity(table, codebook, "zh", "count_per_10k").sentences
    assert words in sentence
    assert "没有可用的分母" not in sentence
    assert draw_intensity_if_any(table, codebook, "zh", "count_per_10k", "output") == []
    unrated = {"value": None, "low": None, "high": None, "implied": None, "tier": "county"}
    unrated |= HELD_BACK | changes
    (said,) = one_basis_sentences(example_rate().assign(**unrated), codebook, "zh").sentences
    assert words in said


def test_a_rate_printed_for_another_year_is_said_to_be_and_implies_no_population(
    codebook: Codebook,
) -> None:
    rates = example_rate().assign(
        printed=8.0, printed_evidence="lishui-0002", printed_period="2017",
        printed_period_basis="text", numerator_period_basis="text", tier="county",
        denominator_coverage="whole_zone",
    )  # fmt: skip
    told = one_basis_sentences(rates, codebook, "zh").sentences[0]
    assert "说的是 2017" in told
    assert "说的是 2022" in told
    assert "没有印出" not in told


def test_scores_of_several_years_stand_in_one_sentence_in_order_of_time(
    codebook: Codebook,
) -> None:
    rows = [
        {
            "zone_id": "lishui", "indicator_id": "satisfaction_score", "absence": "",
            "value": value, "evidence_ids": f"lishui-{year}", "period": year,
            "period_basis": "text", "statement_zh": "居民满意度", "statement_en": "satisfaction",
        }
        for year, value in (("2022", 84.6), ("2020", 78.5))
    ]  # fmt: skip
    none = pd.DataFrame(columns=["change"])
    (told,) = satisfaction_sentences(pd.DataFrame(rows), none, codebook, "zh").sentences
    assert told.count("公布的得分是") == 1
    assert told.index("78.5 分（2020）") < told.index("84.6 分（2022）")
    (alone,) = satisfaction_sentences(pd.DataFrame(rows[:1]), none, codebook, "zh").sentences
    assert "（2022）" not in alone


def test_a_relative_time_is_told_apart_from_one_that_the_text_writes_out(
    codebook: Codebook,
) -> None:
    rows = pd.DataFrame(
        {
            "zone_id": "lishui", "period": ["2018/2020", "2018/2020", "2019"], "status": "actual",
            "period_basis": ["text_relative", "text", "text"],
        }
    )  # fmt: skip
    picture = draw_timeline(rows, codebook, "zh")
    assert picture.figure is not None
    drawn = [text.get_text() for text in picture.figure.axes[0].texts]
    assert "2018—2020*（1 条）" in drawn
    assert "2018—2020（1 条）" in drawn
    assert "由发布日推算" in picture.subtitle
    assert "由发布日推算" not in draw_timeline(rows.tail(2), codebook, "zh").subtitle
