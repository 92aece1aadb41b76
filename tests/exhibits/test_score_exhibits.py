"""Scores are shown beside what they rest on; a low score and a lack of evidence look different."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.patches import Rectangle

from shequ_eval.analysis.score import score_schemes
from shequ_eval.analysis.score_summary import summary
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.score_figure import BAR, draw_scores
from shequ_eval.exhibits.score_tables import (
    appraisal_weights_table,
    score_sheets,
    score_summary_table,
    score_table,
)
from shequ_eval.exhibits.score_words import grade_words, period_note, score_notes, score_title
from shequ_eval.exhibits.style import EMPTY
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.scheme_files import read_schemes
from shequ_eval.vocabulary.score_standards import grade_bands
from shequ_eval.vocabulary.scores import Scheme

LEAST = 80.0
BOTH: list[Language] = ["zh", "en"]


@pytest.fixture(scope="module")
def shipped(data_root: Path, codebook: Codebook, tidy: dict[str, pd.DataFrame]) -> list[Scheme]:
    return read_schemes(data_root, codebook, tidy["evidence"])


@pytest.fixture(scope="module")
def scores(shipped: list[Scheme], tidy: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return score_schemes(shipped, tidy["observations"])


@pytest.fixture(scope="module")
def totals(scores: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    return summary(scores, grade_bands(codebook), LEAST)


def invented(share: float, points: tuple[float, float] = (90.0, 10.0)) -> Scheme:
    """A scheme of two rows: the first given a level by an evaluator, the second given none."""
    words = dict.fromkeys(["title_zh", "title_en", "needs_zh", "needs_en"], "示例")
    levels = [
        {"id": "some", "title_zh": "基本符合", "title_en": "mostly", "share": share},
        {"id": "none", "title_zh": "不符合", "title_en": "no", "share": 0.0},
    ]
    signed = {"level": "some", "name": "评价人甲", "date": "2026-01-05", "text": "见现场核查"}
    rows = [
        {"id": "first", "level1": "产出", "level2": "产出数量", "points": points[0]}
        | {"rule": {"kind": "rubric", "levels": levels, "given": signed}},
        {"id": "second", "level1": "效益", "level2": "项目效益", "points": points[1]}
        | {"rule": {"kind": "rubric", "levels": levels}},
    ]
    blank = ["title_zh", "title_en", "object_zh", "object_en", "points_zh", "points_en"]
    head = {"id": "invented", "zone_id": "jiexiu", "scored": "fund", "reason": "示例的理由"}
    full = dict.fromkeys(blank, "示例") | head | {"rows": [words | row for row in rows]}
    return Scheme.model_validate(full)


def of(scheme: Scheme, codebook: Codebook) -> tuple[pd.DataFrame, pd.DataFrame]:
    columns = ["evidence_ids", "evidence_grade", "doubt"]
    scored = score_schemes([scheme], pd.DataFrame(columns=columns))
    return scored, summary(scored, grade_bands(codebook), LEAST)


def boxes(exhibit: Exhibit, label: str) -> list[Rectangle]:
    assert exhibit.figure is not None
    return [
        patch
        for patch in exhibit.figure.axes[0].patches
        if isinstance(patch, Rectangle) and patch.get_label() == label
    ]


def test_every_object_is_not_graded_and_says_how_many_points_are_missing_and_why(
    shipped: list[Scheme], totals: pd.DataFrame, codebook: Codebook
) -> None:
    table = score_summary_table(shipped, totals, codebook, "zh")
    assert score_title(totals, "zh") == "4 个项目或资金的可评分值都不足，一律暂不评级"
    assert score_title(totals.iloc[:1], "zh") == "所评项目或资金的可评分值不足，暂不评级"
    assert table.data["结论"].str.startswith("暂不评级").all()
    for missing, why in zip(table.data["不可评分值"], table.data["为何不可评"], strict=True):
        points = [float(part.split()[-2]) for part in why.split("；")]
        assert sum(points) == float(missing)


def test_assessable_points_stand_beside_every_score(
    shipped: list[Scheme], scores: pd.DataFrame, totals: pd.DataFrame, codebook: Codebook
) -> None:
    tables = score_sheets(shipped, scores, totals, codebook, "zh")
    ids = ["score_summary", *(f"score_{one.id}" for one in shipped)]
    assert [table.exhibit_id for table in tables] == ids
    for table in tables:
        columns = list(table.data.columns)
        assert columns.index("得分（上下限）") == columns.index("可评分值") + 1
        none = table.data["可评分值"] == "0"
        assert table.data.loc[none, "得分（上下限）"].eq("不可评").all()


@pytest.mark.parametrize("language", BOTH)
def test_points_are_called_illustrative_and_the_rule_of_80_the_evaluations_own(
    shipped: list[Scheme], scores: pd.DataFrame, codebook: Codebook, language: Language
) -> None:
    notes = " ".join(score_notes(codebook, LEAST, language))
    words = {
        "zh": ("示意权重", "自定的规则", "待核", "不折算"),
        "en": ("illustrative", "a rule of this evaluation", "never rescaled"),
    }
    assert all(word in notes for word in words[language])
    sheet = " ".join(score_table(shipped[0], scores, codebook, language).notes)
    assert words[language][0] in sheet


def test_a_row_names_its_evidence_and_what_to_supply(
    shipped: list[Scheme], scores: pd.DataFrame, codebook: Codebook
) -> None:
    (zhenhai,) = [scheme for scheme in shipped if scheme.zone_id == "zhenhai"]
    data = score_table(zhenhai, scores, codebook, "zh").data
    (row,) = data[data["可评分值"] != "0"].to_dict("records")
    assert row["证据"].startswith("[zhenhai-4730] [zhenhai-1416]")
    assert row["得分（上下限）"] == "4.7–10.0"
    assert data["需补材料"].ne("").all()


def test_a_rubric_prints_who_gave_the_level_when_and_why(codebook: Codebook) -> None:
    scheme = invented(0.9)
    scored, _ = of(scheme, codebook)
    table = score_table(scheme, scored, codebook, "zh")
    assert all(word in table.data["评法"][0] for word in ("评价人甲", "2026-01-05", "见现场核查"))
    assert "权重理由：示例的理由" in table.notes


@pytest.mark.parametrize(
    ("period", "words"),
    [("2013/2017", "不是当年的要求"), ("", "原文未写时间"), ("2021/2022", "")],
)
def test_a_period_before_the_rule_is_said(codebook: Codebook, period: str, words: str) -> None:
    note = period_note(invented(0.9).model_copy(update={"period": period}), codebook, "zh")
    assert words in note
    assert bool(words) == bool(note)


def test_a_graded_score_is_not_rescaled(codebook: Codebook) -> None:
    _, found = of(invented(1.0), codebook)
    table = score_summary_table([invented(1.0)], found, codebook, "zh")
    (row,) = table.data.to_dict("records")
    assert (row["可评分值"], row["得分（上下限）"], row["结论"]) == ("90", "90.0", "优；未折算")


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [("优", "优", "优"), ("中", "良", "介于中与良之间"), ("not_graded", "not_graded", "暂不评级")],
)
def test_a_grade_is_certain_or_lies_between_two(
    codebook: Codebook, low: str, high: str, words: str
) -> None:
    row: dict[str, Any] = {"grade_low": low, "grade_high": high}
    assert grade_words(row, codebook, "zh") == words


@pytest.mark.parametrize("language", BOTH)
def test_each_bar_is_100_points_with_the_assessable_inside(
    shipped: list[Scheme],
    scores: pd.DataFrame,
    totals: pd.DataFrame,
    codebook: Codebook,
    language: Language,
) -> None:
    exhibit = draw_scores(shipped, scores, totals, codebook, language, LEAST)
    empty = boxes(exhibit, "empty")
    assert len(empty) == 4 * len(shipped)
    for row in {box.get_y() for box in empty}:
        ends = [box.get_x() + box.get_width() for box in empty if box.get_y() == row]
        assert max(ends) == pytest.approx(BAR.right, abs=0.5)
    (assessable,), (score,) = boxes(exhibit, "assessable"), boxes(exhibit, "score")
    assert score.get_width() / assessable.get_width() == pytest.approx(20 / 42, abs=0.01)
    assert assessable.get_width() < 0.12 * (BAR.right - BAR.left)


def test_without_evidence_a_bar_is_an_outline_and_no_zero(codebook: Codebook) -> None:
    scheme = invented(0.0)
    scored, found = of(scheme, codebook)
    exhibit = draw_scores([scheme], scored, found, codebook, "zh", LEAST)
    low, none = boxes(exhibit, "assessable"), boxes(exhibit, "score")
    assert (len(low), len(none)) == (1, 0)  # a zero with evidence is tint without solid
    assert {box.get_edgecolor() for box in boxes(exhibit, "empty")} == {
        Rectangle((0, 0), 1, 1, edgecolor=EMPTY).get_edgecolor()
    }


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("points", [(90.0, 10.0), (99.5, 0.5), (100.0, 0.0)])
def test_schemes_of_different_weights_have_room_side_by_side(
    shipped: list[Scheme],
    scores: pd.DataFrame,
    totals: pd.DataFrame,
    codebook: Codebook,
    language: Language,
    points: tuple[float, float],
) -> None:
    scheme = invented(0.85, points)
    scored, found = of(scheme, codebook)
    exhibit = draw_scores(
        [*shipped, scheme],
        pd.concat([scores, scored]),
        pd.concat([totals, found]),
        codebook,
        language,
        LEAST,
    )
    assert len(exhibit.data) == 5


def test_no_scheme_is_words_and_not_a_picture(codebook: Codebook, scores: pd.DataFrame) -> None:
    none = summary(scores.iloc[:0], grade_bands(codebook), LEAST)
    exhibit = draw_scores([], scores.iloc[:0], none, codebook, "en", LEAST)
    assert (exhibit.kind, exhibit.figure) == ("text", None)
    assert score_sheets([], scores.iloc[:0], none, codebook, "en") == []


def test_nanjings_weights_have_one_table_with_marks_and_evidence(
    tidy: dict[str, pd.DataFrame], codebook: Codebook
) -> None:
    given = tidy["observations"]
    table = appraisal_weights_table(given, ["lishui", "nanjing"], codebook, "zh")
    assert table.data["群众评价权重（至少）"].tolist() == ["50%", "70%"]
    assert table.data["证据"].tolist() == ["[nanjing-1464]", "[nanjing-1468]"]
    assert table.data["状态、期间、等级"].str.startswith("标准，未写时间").all()
    assert "也不进入任何项目或资金的评分" in table.notes[0]
    assert appraisal_weights_table(given, ["zhenhai"], codebook, "zh").kind == "text"


def test_what_is_given_is_not_changed(
    shipped: list[Scheme], scores: pd.DataFrame, totals: pd.DataFrame, codebook: Codebook
) -> None:
    before = scores.copy(), totals.copy()
    draw_scores(shipped, scores, totals, codebook, "zh", LEAST)
    pd.testing.assert_frame_equal(scores, before[0])
    pd.testing.assert_frame_equal(totals, before[1])


def test_the_legend_of_scores_has_no_mark_that_no_bar_has(codebook: Codebook) -> None:
    scheme = invented(0.5)
    scores, totals = of(scheme, codebook)
    nothing = scores.assign(assessable=0.0, low=0.0, high=0.0)
    full = draw_scores([scheme], scores, totals, codebook, "zh", 80)
    bare = draw_scores([scheme], nothing, totals, codebook, "zh", 80)
    kinds = ("得分（至少）", "可评分值", "不可评，不等于 0 分")
    found = [
        [any(text.get_text() == kind for text in one.figure.axes[0].texts) for kind in kinds]
        for one in (full, bare)
        if one.figure is not None
    ]
    assert found[0][0]
    assert found[1] == [False, False, True]
