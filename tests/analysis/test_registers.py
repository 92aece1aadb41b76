"""Rows of the registers, all of them 示例, found scores, mechanisms' states and their table."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest

from shequ_eval.analysis.mechanisms import review_mechanisms
from shequ_eval.analysis.registers import counted, register_traces
from shequ_eval.analysis.requests import build_requests
from shequ_eval.analysis.score import score_schemes
from shequ_eval.evidence.checks import check_package
from shequ_eval.evidence.study import Study, study_of
from shequ_eval.exhibits.mechanism_words import mechanisms_table
from shequ_eval.exhibits.register_tables import registers_table
from shequ_eval.exhibits.score_tables import score_table
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.registers import REGISTERS, STEPS

SCHEME = "lishui_purchase_programme"
HEAD = f"lishui,示例数据,m02,{SCHEME}"
# All six steps and accepted; late and not looked at yet; begun and not completed.
PROJECTS = [
    f"lishui-p01,{HEAD},示例一,open,100,95,90,2021-01-05,2021-01-20,2021-02-10,2021-03-01,2021-09-01,"
    "2021-10-01,2021-12-31,2021-12-20,yes,",
    f"lishui-p02,{HEAD},示例二,open,100,,,2021-01-05,2021-01-20,2021-02-10,2021-03-01,2021-09-01,,"
    "2021-12-31,2022-01-20,,",
    f"lishui-p03,{HEAD},示例三,,,,,2021-01-05,,,2021-03-01,,,2021-12-31,,,",
]
FUNDS = [f"lishui-f01,{HEAD},示例,2020,200,150,100,", f"lishui-f02,{HEAD},示例,2021,200,250,,"]
REVIEWS = [
    "lishui-v01,lishui,示例数据,m10,lishui-p01,mid_term,2021-09-01,示例机构,yes,rectify,",
    "lishui-v02,lishui,示例数据,m10,lishui-p01,final,2022-01-05,示例机构,yes,pass,",
]
SCORES = ["lishui-v01-e1,lishui-v01,80,", "lishui-v01-e2,lishui-v01,90,"] + [
    f"lishui-v02-e{n},lishui-v02,{score}," for n, score in enumerate((84, 86, 88), start=1)
]
ROWS = {"projects": PROJECTS, "funds": FUNDS, "review": REVIEWS, "panel_scores": SCORES}


def add(root: Path, name: str, rows: Iterable[str]) -> None:
    with (root / "registers" / f"{name}.csv").open("a", encoding="utf-8", newline="") as file:
        file.writelines(f"{row}\n" for row in rows)


@pytest.fixture(scope="module")
def filled(data_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Study:
    root = tmp_path_factory.mktemp("registers") / "data"
    shutil.copytree(data_root, root, ignore=shutil.ignore_patterns("tidy", "documents"))
    for name, rows in ROWS.items():
        add(root, name, rows)
    assert [f.rule for f in check_package(root)] == ["paid_in_yuan-above-approved_yuan"]
    zones = ["lishui", "zhenhai"]
    return study_of(
        root, {"report_id": "x", "title": "示例", "zones": zones, "as_of": "2026-11-24"}
    )


@pytest.fixture(scope="module")
def scores(filled: Study) -> pd.DataFrame:
    return score_schemes(filled.schemes, filled.observations, filled.registers)


def states(study: Study) -> pd.DataFrame:
    return review_mechanisms(
        study.mechanisms,
        study.mechanism_evidence,
        study.evidence,
        study.sources,
        study.answers,
        register_traces(study.registers),
    ).set_index(["mechanism_id", "state"])


def test_the_templates_hold_no_row(five_zones: Study) -> None:
    assert set(five_zones.registers) == set(REGISTERS)
    assert all(rows.empty for rows in five_zones.registers.values())


def test_a_register_makes_rows_of_its_scheme_assessable(
    scores: pd.DataFrame, filled: Study
) -> None:
    mine = scores[scores["scheme_id"].eq(SCHEME)].set_index("row_id")
    # 4 × 400 ÷ 400 (paid in over approved), 10 × 2 ÷ 3, 8 × 1–2 ÷ 2, 6 × 1–2 ÷ 3
    expected = {
        "paid_in": (4.0, 4.0, "funds 400 ÷ 400"),
        "quantity": (20 / 3, 20 / 3, "projects 2 ÷ 3"),
        "quality": (4.0, 8.0, "projects 1–2 ÷ 2"),
        "timely": (2.0, 4.0, "projects 1–2 ÷ 3"),
    }
    for row_id, (low, high, words) in expected.items():
        row = mine.loc[row_id]
        assert row["assessable"] == row["points"]
        assert [row["low"], row["high"]] == pytest.approx([low, high])
        assert (row["register"], row["evidence_grade"], row["reason"]) == (words, "B", "")


def test_an_amount_that_is_not_recorded_leaves_the_top_open(
    scores: pd.DataFrame, filled: Study
) -> None:
    row = scores[scores["scheme_id"].eq(SCHEME)].set_index("row_id").loc["executed"]
    # At least 100 of 400 were spent, for 8 points: from 2 to all of them.
    assert [row["low"], row["high"]] == pytest.approx([2.0, 8.0])
    assert pd.isna(row["value"])


def test_rows_of_one_scheme_found_no_other(scores: pd.DataFrame, filled: Study) -> None:
    other = scores[scores["scheme_id"].ne(SCHEME)]
    assert set(other["register"]) == {""}
    assert counted(filled.registers, "zhenhai_community_funds", "funds_spent") is None


def test_what_a_register_says_need_not_be_asked_for_again(filled: Study) -> None:
    def asked(registers: dict[str, pd.DataFrame] | None) -> set[str]:
        found = score_schemes(filled.schemes, filled.observations, registers)
        review = states(filled).reset_index()
        requests = build_requests(
            filled.observations, filled.missing_numbers, review, filled.mechanisms, found,
            filled.codebook,
        )  # fmt: skip
        return set(requests.loc[requests["kind"].eq("score"), "subject_id"])

    rows = ("paid_in", "executed", "quantity", "quality", "timely")
    assert asked(None) - asked(filled.registers) == {f"{SCHEME}.{row}" for row in rows}


def test_registers_trace_that_a_mechanism_is_carried_out_and_evaluated(filled: Study) -> None:
    review = states(filled)
    assert review.loc[("m02", "carried_out"), "status"] == "traced"
    assert review.loc[("m02", "carried_out"), "registers"] == "projects:3 funds:2"
    assert review.loc[("m02", "evaluated"), "registers"] == "projects:2"
    assert review.loc[("m10", "evaluated"), "registers"] == "review:2"
    assert review.loc[("m02", "has_rule"), "registers"] == ""
    assert review.loc[("m02", "has_effect"), "status"] == "not_provided"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "zh",
            ["六步齐全 1", "服务跟踪 1", "≥ 100", "中期 1（整改后通过 1）", "专家 3 人，均分 86.0"],
        ),
        (
            "en",
            ["all six steps 1", "followed up 1", "final 1 (passed 1)", "2 experts, fewer than 3"],
        ),
    ],
)
def test_the_table_tells_steps_money_reviews_and_the_number_of_experts(
    language: str, words: list[str], filled: Study
) -> None:
    exhibit = registers_table(filled.registers, filled.codebook, language, 3)  # type: ignore[arg-type]
    said = "；".join(exhibit.data.iloc[:, 3])
    assert [word for word in words if word not in said] == []
    assert exhibit.data.iloc[:, 2].tolist() == [3, 2, 2]


PURCHASES = ["open", "open", "open", "competitive", "single_source", "other", "", "open"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "zh",
            "采购 7，其中公开招标 3、竞争性磋商 1、单一来源 1、其他方式 1、方式未记 1",
        ),
        (
            "en",
            "purchased 7, of which open tender 3, competitive consultation 1, single source 1, "
            "other form 1, form not recorded 1",
        ),
    ],
)
def test_a_purchase_is_called_an_open_tender_only_where_it_was_one(
    language: Language, words: str, codebook: Codebook
) -> None:
    row = dict.fromkeys([*STEPS, "completed_on", "accepted"], "") | {"zone_id": "lishui"}
    rows = [
        row | {"tender": form, "tender_on": "2021-02-10" if number < 7 else ""}
        for number, form in enumerate(PURCHASES)
    ]
    shown = registers_table({"projects": pd.DataFrame(rows)}, codebook, language, 3)
    assert words in shown.data.iloc[0, 3]


def test_what_became_of_a_few_requests_is_withheld_in_the_table_of_registers(
    codebook: Codebook,
) -> None:
    row = {
        "zone_id": "lishui", "received_on": "2021-05-01", "accepted": "yes", "due_on": "",
        "closed_on": "2021-05-03", "resolved": "yes", "confirmed": "",
    }  # fmt: skip
    rows = pd.DataFrame([row] * 9)
    rows_words, said = registers_table({"requests": rows}, codebook, "zh", 3).data.iloc[0, 2:]
    assert (rows_words, said) == ("不足 10，已隐去", "")
    rows = pd.DataFrame([row] * 10)
    assert "已隐去" not in registers_table({"requests": rows}, codebook, "zh", 3).data.iloc[0, 3]


def test_a_few_confirmed_requests_are_not_counted_beside_their_mechanism(five_zones: Study) -> None:
    request = {"mechanism_id": "m35", "accepted": "yes", "resolved": "yes", "confirmed": "yes"}
    unheard = request | {"confirmed": ""}
    rows = pd.DataFrame([request] * 3 + [unheard] * 17)
    review = review_mechanisms(
        five_zones.mechanisms,
        five_zones.mechanism_evidence,
        five_zones.evidence,
        five_zones.sources,
        None,
        register_traces({"requests": rows}),
    )

    cells = mechanisms_table(review, five_zones.codebook, "zh").data.set_index("编号").loc["m35"]

    assert "诉求台账 20 行" in cells["有执行"]
    assert "诉求台账 不足 10 行，已隐去" in cells["有成效"]


def test_a_rated_organisation_that_is_only_filed_is_counted_apart(codebook: Codebook) -> None:
    rows = pd.DataFrame(
        {"zone_id": ["lishui"] * 2, "registration": ["登记", "备案"], "rating": ["3A", "4A"]}
    )
    shown = registers_table({"organisations": rows}, codebook, "zh", 3).data.iloc[0, 3]
    assert shown.endswith("有等级 2（其中备案 1，须核对）")


def test_without_a_row_the_table_is_one_sentence(five_zones: Study) -> None:
    exhibit = registers_table(five_zones.registers, five_zones.codebook, "zh", 3)
    assert exhibit.kind == "text"
    assert len(exhibit.sentences) == 1


def test_the_score_sheet_names_the_register_beside_the_points(
    scores: pd.DataFrame, filled: Study
) -> None:
    scheme = next(s for s in filled.schemes if s.id == SCHEME)
    sheet = score_table(scheme, scores, filled.codebook, "zh").data
    row = sheet[sheet["指标"].eq("购买服务项目完成率")].iloc[0]
    assert (row["得分（上下限）"], row["证据"]) == ("6.7", "项目台账：2 ÷ 3 B")
