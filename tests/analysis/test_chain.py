"""The chain from promise to follow-up, and what became of the mid-term's recommendations."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from shequ_eval.analysis.chain import (
    COLUMNS,
    FOLLOW_UP,
    PROMISE,
    attainment_moves,
    build_chain,
    mid_term_outcomes,
    recommendations_by,
)
from shequ_eval.analysis.commitments import hold_commitments
from shequ_eval.analysis.score import score_schemes
from shequ_eval.analysis.score_summary import scores_by_indicator
from shequ_eval.evidence.study import Study
from shequ_eval.evidence.tables import read_tables
from shequ_eval.exhibits.chain_tables import chain_table, outcomes_table
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.vocabulary.codebook import Codebook


def held(**attainment: str) -> pd.DataFrame:
    rows = [
        dict.fromkeys(PROMISE, "")
        | {
            "commitment_id": key, "zone_id": "jiexiu", "kind": "quantified", "title_zh": "设施面积",
            "title_en": "Premises", "indicator_id": "facility_area_per_community_sqm",
            "evidence_id": "jiexiu-2034", "target_low": 500.0, "target_value": 500.0,
            "target_high": None, "unit": "平方米", "by_when": "2020", "attainment": code,
        }
        for key, code in attainment.items()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=PROMISE)


FOLLOWUPS = pd.DataFrame(
    [
        ["r02", "jiexiu", "c1", "测绘面积", "2019-06-30", "mid_term", "", "", "open", ""],
        ["r01", "jiexiu", "c1", "公布名单", "2019-06-30", "mid_term", "已公布", "2020-01-31",
         "done", "张三"],
        ["r03", "zhenhai", "", "建台账", "2019-06-30", "mid_term", "在建", "2020-03-01",
         "in_progress", "李"],
        ["r04", "jiexiu", "c2", "延长服务", "2021-06-30", "final", "", "", "open", ""],
    ],
    columns=[
        "recommendation_id", "zone_id", "commitment_id", "recommendation", "made_on", "stage",
        "follow_up", "followed_up_on", "status", "who",
    ],
)  # fmt: skip


def test_each_promise_stands_once_for_each_of_its_recommendations() -> None:
    chain = build_chain(held(c1="not_met", c2="met", c3="no_evidence"), FOLLOWUPS)
    assert list(chain.columns) == COLUMNS
    assert chain[["commitment_id", "recommendation_id"]].to_numpy().tolist() == [
        ["c1", "r01"],
        ["c1", "r02"],
        ["c2", "r04"],
        ["c3", ""],
        ["", "r03"],
    ]


def test_a_recommendation_without_a_promise_stands_at_the_end_with_its_zone(
    codebook: Codebook,
) -> None:
    chain = build_chain(held(c1="not_met"), FOLLOWUPS)
    assert chain.loc[chain["recommendation_id"].eq("r03"), "zone_id"].tolist() == ["zhenhai"]
    last = chain_table(chain, codebook, "zh").data.set_index("建议").filter(like="r03", axis=0)
    assert last["地区"].tolist() == ["镇海"]


def test_no_recommendation_is_lost_even_of_a_promise_outside_the_report() -> None:
    chain = build_chain(held(c9="met"), FOLLOWUPS)
    assert set(FOLLOWUPS["recommendation_id"]) <= set(chain["recommendation_id"])


def test_without_scores_the_score_is_empty_and_not_zero() -> None:
    chain = build_chain(held(c1="met"), FOLLOWUPS.iloc[:0])
    assert chain["score"].isna().all()


def test_a_score_stands_beside_the_promise_of_its_zone_and_indicator() -> None:
    scores = pd.DataFrame(
        [
            ["jiexiu", "facility_area_per_community_sqm", 3.5],
            ["zhenhai", "facility_area_per_community_sqm", 9.0],
            ["jiexiu", "", 7.0],
        ],
        columns=["zone_id", "indicator_id", "score"],
    )
    promises = held(c1="met", c2="no_evidence")
    promises.loc[1, "indicator_id"] = ""
    chain = build_chain(promises, FOLLOWUPS.iloc[:0], scores)
    assert chain["score"][0] == 3.5
    assert pd.isna(chain["score"][1])


def test_two_scores_of_one_indicator_are_refused() -> None:
    twice = pd.DataFrame(
        [["jiexiu", "x", 1.0], ["jiexiu", "x", 2.0]], columns=["zone_id", "indicator_id", "score"]
    )
    with pytest.raises(ValueError, match="jiexiu x"):
        build_chain(held(c1="met"), FOLLOWUPS, twice)


def test_the_final_report_shows_what_became_of_each_mid_term_recommendation() -> None:
    outcomes = mid_term_outcomes(FOLLOWUPS, held(c1="not_yet_due"), held(c1="not_met"))
    shown = outcomes[["recommendation_id", "status", "attainment_then", "attainment_now"]]
    assert shown.to_numpy().tolist() == [
        ["r01", "done", "not_yet_due", "not_met"],
        ["r02", "open", "not_yet_due", "not_met"],
        ["r03", "in_progress", "", ""],
    ]


def test_at_the_mid_term_nothing_of_later_days_is_known() -> None:
    then = recommendations_by(FOLLOWUPS, date(2020, 2, 1)).set_index("recommendation_id")
    assert list(then.index) == ["r02", "r01", "r03"]
    assert then.loc["r01", ["status", "follow_up"]].tolist() == ["done", "已公布"]
    assert then.loc["r03", ["status", "follow_up", "who"]].tolist() == ["open", "", ""]


MID_TERM = date(2019, 6, 30)


def shown(
    followups: pd.DataFrame,
    then: pd.DataFrame,
    now: pd.DataFrame,
    day: date | None,
    codebook: Codebook,
) -> Exhibit:
    outcomes = mid_term_outcomes(followups, then, now)
    return outcomes_table(outcomes, attainment_moves(then, now), day, codebook, "zh")


def test_a_table_of_outcomes_names_the_unanswered(codebook: Codebook) -> None:
    exhibit = shown(FOLLOWUPS, held(c1="not_yet_due"), held(c1="not_met"), MID_TERM, codebook)
    assert exhibit.title == "中期评价的 3 条建议，后来怎样"
    assert exhibit.data["整改"].tolist() == [
        "已整改；已公布；2020-01-31；张三",
        "未整改；未收到回复",
        "整改中；在建；2020-03-01；李",
    ]
    assert exhibit.data["地区"].tolist() == ["介休", "介休", "镇海"]
    assert exhibit.data["中期时"].tolist() == ["未到期", "未到期", ""]
    assert exhibit.data["本次"].tolist() == ["未达到", "未达到", ""]
    assert exhibit.notes == (
        "自中期（2019-06-30）以来变化的承诺 1 项：c1 设施面积 由未到期变为未达到。",
    )


def test_without_a_day_nothing_is_said_of_the_mid_term(codebook: Codebook) -> None:
    then = hold_commitments(pd.DataFrame(), pd.DataFrame(), codebook, None)
    exhibit = shown(FOLLOWUPS, then, held(c1="met"), None, codebook)
    assert exhibit.data["中期时"].tolist() == ["", "", ""]
    assert exhibit.data["本次"].tolist() == ["达到", "达到", ""]
    assert exhibit.notes == ("未给出中期评价日，兑现情况不与中期对照。",)


def test_no_mid_term_recommendation_is_said_in_words(codebook: Codebook) -> None:
    same = held(c1="met")
    exhibit = shown(FOLLOWUPS.iloc[:0], same, same, MID_TERM, codebook)
    assert (exhibit.kind, exhibit.sentences) == (
        "text",
        ("没有登记中期评价的建议。自中期（2019-06-30）以来，各项承诺的兑现情况没有变化。",),
    )


def test_the_chain_table_shows_promise_evidence_and_follow_up_in_one_row(
    codebook: Codebook,
) -> None:
    exhibit = chain_table(build_chain(held(c1="not_met"), FOLLOWUPS), codebook, "zh")
    first = exhibit.data.iloc[0]
    assert first["数量与期限"] == "≥ 500 平方米；2020"
    assert first["证据"] == "[jiexiu-2034]"
    assert first["兑现"] == "未达到"
    assert first["得分"] == ""
    assert first["建议"] == "r01 公布名单；中期；2019-06-30"
    assert exhibit.title == "承诺链：1 项承诺，未达到 1 项"


def test_a_task_misses_evidence_and_not_a_figure(codebook: Codebook) -> None:
    promises = held(c1="no_evidence", c2="no_evidence", c3="met")
    promises.loc[0, "kind"] = "task"
    exhibit = chain_table(build_chain(promises, FOLLOWUPS.iloc[:0]), codebook, "zh")
    assert exhibit.data["兑现"].tolist() == ["未见完成的证据", "无实际值", "达到"]
    assert exhibit.title == "承诺链：3 项承诺，达到 1 项、未见完成的证据 1 项、无实际值 1 项"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_register_as_it_is_makes_a_chain_with_every_promise_once(
    data_root: Path, tidy: dict[str, pd.DataFrame], codebook: Codebook, language: str
) -> None:
    tables = read_tables(data_root)
    now = hold_commitments(
        tables["commitments"], tidy["observations"], codebook, date(2023, 12, 31)
    )
    chain = build_chain(now, tables["followups"])
    assert chain["commitment_id"].tolist() == tables["commitments"]["commitment_id"].tolist()
    exhibit = chain_table(chain, codebook, language)  # type: ignore[arg-type]
    unlisted = chain["kind"].eq("unlisted")
    assert chain.loc[unlisted, "attainment"].eq("not_stated").all()
    folded = chain.loc[unlisted, "zone_id"].nunique()
    assert len(exhibit.data) == (~unlisted).sum() + folded
    assert f"{unlisted.sum()}" in exhibit.title
    assert not exhibit.data.astype(str).isin(["nan", "None", "<NA>"]).any(axis=None)


def test_on_the_five_zones_a_score_stands_beside_what_it_rests_on(five_zones: Study) -> None:
    scores = score_schemes(five_zones.schemes, five_zones.observations)
    told = scores_by_indicator(scores, five_zones.observations)
    assert list(told["indicator_id"]) == ["communities_with_micro_fund"]
    assert told["score"].iloc[0] == pytest.approx(10 * 20 / 42)


def test_a_zone_without_promises_is_told_so_in_one_sentence(codebook: Codebook) -> None:
    none = pd.DataFrame(columns=["commitment_id", "zone_id", *FOLLOW_UP])
    exhibit = chain_table(build_chain(pd.DataFrame(columns=PROMISE), none), codebook, "zh")
    told = "没有登记的承诺；来源承诺的数字，若有，列在“承诺对照证据与标准”。"
    assert (exhibit.title, exhibit.sentences) == ("承诺链", (told,))
