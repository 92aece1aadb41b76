"""What a report says of a survey: traced to cells, marked where made up, silent where withheld."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from shequ_eval.analysis.satisfaction import Satisfaction, survey_results
from shequ_eval.analysis.survey.notes import COMPLETE_INSIDE
from shequ_eval.evidence.responses.read import read_zone_survey
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.survey_limits import survey_limits
from shequ_eval.exhibits.survey_overview import survey_coverage, survey_overview
from shequ_eval.exhibits.survey_places import survey_communities, survey_ranks, survey_streets
from shequ_eval.exhibits.survey_services import (
    survey_drivers,
    survey_importance,
    survey_items,
    survey_reliability,
)
from shequ_eval.reporting.survey.example import write_example_survey

ZONES = pd.DataFrame({"zone_id": ["shili"], "short_zh": ["示例"], "short_en": ["Example"]})
PARTS: list[Callable[..., list[Exhibit]]] = [
    survey_coverage, survey_streets, survey_communities, survey_ranks, survey_items,
    survey_importance, survey_reliability, survey_drivers, survey_limits,
]  # fmt: skip
LANGUAGES: list[Any] = ["zh", "en"]


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Satisfaction:
    root = tmp_path_factory.mktemp("data")
    write_example_survey(root / "surveys")
    responses = read_zone_survey(root, "shili")
    assert responses is not None
    return survey_results(responses)


@pytest.fixture(scope="module")
def shown(survey: Satisfaction) -> dict[str, list[Exhibit]]:
    return {
        language: [
            *survey_overview([survey], ZONES, language),
            *(exhibit for part in PARTS for exhibit in part([survey], language)),
        ]
        for language in LANGUAGES
    }


def test_every_part_of_the_section_is_there_once(shown: dict[str, list[Exhibit]]) -> None:
    for exhibits in shown.values():
        ids = [exhibit.exhibit_id for exhibit in exhibits]
        assert len(ids) == len(set(ids)) == 10
        assert all(exhibit_id.endswith("_shili") for exhibit_id in ids)


def test_everything_made_up_is_marked_and_says_what_it_rests_on(
    shown: dict[str, list[Exhibit]],
) -> None:
    for exhibit in [e for exhibits in shown.values() for e in exhibits]:
        assert any("示例数据" in note or "demonstration" in note for note in exhibit.notes)
        assert exhibit.rests_on == ("survey.shili_example",) and exhibit.how
        assert "sha256" in exhibit.source


def test_a_trace_ends_at_the_cell_its_number_and_the_files_checksum(
    survey: Satisfaction, shown: dict[str, list[Exhibit]]
) -> None:
    traces = [t for exhibit in shown["zh"] for t in exhibit.traces.values()]
    assert len(traces) > 100
    for trace in traces:
        assert trace.key.startswith("survey.shili_example.")
        assert trace.note.startswith("n = ") and survey.responses.sha256 in trace.note


def test_no_sheet_and_no_id_of_a_sheet_is_in_what_travels_with_a_notebook(
    survey: Satisfaction, shown: dict[str, list[Exhibit]]
) -> None:
    payload = json.dumps([e.payload() for e in shown["zh"]], ensure_ascii=False)
    ids = survey.responses.answers["response_id"]
    assert not [one for one in ids if one in payload]
    assert max(len(exhibit.data) for exhibit in shown["zh"]) < 50


def test_a_survey_that_is_shown_by_itself_shows_no_sheet(survey: Satisfaction) -> None:
    assert "示例数据-00001" in set(survey.responses.answers["response_id"])
    assert "示例数据-00001" not in repr(survey.responses) + repr(survey)


def test_a_withheld_community_prints_a_reason_and_no_number(
    shown: dict[str, list[Exhibit]],
) -> None:
    table = next(e for e in shown["zh"] if e.exhibit_id == "survey_communities_shili").data
    gone = table[table["均值"].str.contains("不公布")]
    assert sorted(gone["均值"]) == ["回答过少，不公布", "连带不公布"]
    assert gone.drop(columns=["街道", "社区", "均值"]).eq("").all(axis=None)


def test_the_two_languages_have_the_same_rows(shown: dict[str, list[Exhibit]]) -> None:
    for zh, en in zip(shown["zh"], shown["en"], strict=True):
        assert zh.data.shape == en.data.shape
        assert not [c for c in en.data.columns if not c.isascii() and c != "α"]


def test_a_zone_without_a_survey_says_so_and_shows_nothing_else() -> None:
    told = survey_overview([], ZONES, "zh")
    assert [exhibit.exhibit_id for exhibit in told] == ["survey_none"]
    assert "没有居民调查" in told[0].sentences[0] and "示例" in told[0].sentences[0]
    assert all(part([], "zh") == [] for part in PARTS)


def test_a_survey_without_frame_positions_or_drivers_shows_the_rest(survey: Satisfaction) -> None:
    bare = replace(survey, coverage=None, positions=None, drivers=None)
    assert survey_coverage([bare], "zh") == []
    assert survey_importance([bare], "zh") == [] and survey_drivers([bare], "zh") == []
    assert any("应答率不明" in s for s in survey_limits([bare], "zh")[0].sentences)


def test_a_low_response_and_few_degrees_of_freedom_are_said(survey: Satisfaction) -> None:
    assert survey.coverage is not None
    low = replace(
        survey,
        coverage=survey.coverage.assign(response_share=0.31),
        zone=survey.zone.assign(df=3.0),
    )
    words = " ".join(survey_limits([low], "zh")[0].sentences)
    assert "31%" in words and "3 个自由度" in words
    assert "31%" not in " ".join(survey_limits([survey], "zh")[0].sentences)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_dash_stands_in_a_sentence_where_no_design_effect_is_printed(
    survey: Satisfaction, language: Any
) -> None:
    words = {"zh": ("设计效应 –", "不印设计效应"), "en": ("effect –", "No design effect")}[language]
    for deff in (float("nan"), 1.5):
        held = replace(survey, zone=survey.zone.assign(deff=deff))
        (overview,) = survey_overview([held], ZONES, language)
        told = " ".join(overview.sentences)
        assert words[0] not in told
        assert (words[1] in told) is pd.isna(deff)


def test_many_communities_take_a_picture_a_street(survey: Satisfaction) -> None:
    table = survey.communities
    assert table is not None
    many = pd.concat([table, table.assign(community=table["community"] + "二")], ignore_index=True)
    pictures = survey_ranks([replace(survey, communities=many)], "zh")
    assert len(pictures) == 4 == len({picture.exhibit_id for picture in pictures})


def test_a_zone_that_is_withheld_whole_shows_no_picture(survey: Satisfaction) -> None:
    zone = survey.zone.assign(withheld="few_answers", estimate=np.nan, n=np.nan)
    hidden = replace(survey, zone=zone)
    assert survey_ranks([hidden], "zh") == []
    assert "回答过少" in " ".join(survey_overview([hidden], ZONES, "zh")[0].sentences)


def of_design(survey: Satisfaction, note: str) -> Satisfaction:
    return replace(survey, zone=survey.zone.assign(note=note))


def test_a_design_that_ends_too_soon_is_said_wherever_its_errors_are(survey: Satisfaction) -> None:
    short = of_design(survey, f"x；{COMPLETE_INSIDE}")
    parts = (survey_streets, survey_items, survey_drivers)
    for part in parts:
        assert any("区间偏窄" in note for note in part([short], "zh")[0].notes)
        assert not any("区间偏窄" in note for note in part([survey], "zh")[0].notes)
    assert any("区间偏窄" in words for words in survey_limits([short], "zh")[0].sentences)


def test_households_are_weighted_and_it_is_said_whom_the_results_speak_of(
    survey: Satisfaction,
) -> None:
    assert any("不是全体成年居民" in words for words in survey_limits([survey], "zh")[0].sentences)


def test_who_refused_is_told_beside_who_answered(survey: Satisfaction) -> None:
    refused = replace(survey, responses=replace(survey.responses, refused=3))
    assert "3 份不同意参加" in survey_overview([refused], ZONES, "zh")[0].sentences[0]
    assert "不同意" not in survey_overview([survey], ZONES, "zh")[0].sentences[0]


def test_the_drivers_name_the_question_that_is_left_out(survey: Satisfaction) -> None:
    told = survey_drivers([survey], "zh")[0]
    assert len(told.data) == 9 and "便民服务站办事" in told.notes[0]


def test_the_table_of_ranks_repeats_no_column(survey: Satisfaction) -> None:
    data = survey_ranks([survey], "zh")[0].data
    assert "样本" in data and "样本点" not in data  # each sheet is a sampling point of its own


def test_dark_communities_come_with_how_many_are_dark_by_chance(survey: Satisfaction) -> None:
    notes = " ".join(survey_ranks([survey], "zh")[0].notes)
    assert "没有为比较的次数校正" in notes and "若 26 个" in notes and "1.3 个碰巧" in notes


@pytest.mark.parametrize(
    "columns",
    [("sat_", "imp_"), *(pytest.param((one,), marks=pytest.mark.slow) for one in ("sat_", "imp_"))],
)
def test_equal_answers_make_a_section_that_sorts_and_ranks_nothing(
    tmp_path: Path, columns: tuple[str, ...]
) -> None:
    write_example_survey(tmp_path / "surveys")
    export = tmp_path / "surveys/responses/shili/export.xlsx"
    table = pd.read_excel(export)
    alike = [c for c in table if c.split("/")[-1].startswith(columns)]
    table.loc[:, alike] = 4
    table.to_excel(export, index=False)
    responses = read_zone_survey(tmp_path, "shili")
    assert responses is not None
    found = survey_results(responses)
    for language in LANGUAGES:
        told = [*survey_overview([found], ZONES, language)]
        told += [exhibit for part in PARTS for exhibit in part([found], language)]
        assert len(told) == 10
    if "sat_" in columns:
        assert found.zone[["low", "high"]].isna().all(axis=None)
        assert found.communities is not None and found.communities["rank_low"].isna().all()
        sentences = survey_overview([found], ZONES, "zh")[0].sentences
        assert "4.00（1–5 分，没有区间）" in sentences[1]
        assert "通篇同一答案 727 份" in sentences[2]  # once each, whatever is alike in it
    positions = survey_importance([found], "zh")[0]
    if columns == ("sat_", "imp_"):
        assert "分不出象限" in positions.title and positions.kind == "text"
    else:
        assert set(positions.data["象限（均值）"]) == {"不归象限"}


def test_points_that_cannot_be_drawn_apart_become_a_table(survey: Satisfaction) -> None:
    assert survey.positions is not None
    table = survey.positions.table.assign(
        performance=3.0, performance_low=2.9, performance_high=3.1
    )
    table = table.assign(importance=3.0, importance_low=2.9, importance_high=3.1)
    crowded = replace(survey, positions=replace(survey.positions, table=table))
    told = survey_importance([crowded], "zh")[0]
    assert told.kind == "table" and len(told.data) == 10 and "画不开" in told.notes[0]


def test_answers_lie_in_a_folder_that_git_ignores(project: Path) -> None:
    ignored = (project / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "/data/surveys/responses/" in ignored
