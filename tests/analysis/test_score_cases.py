"""The worked cases that a non-programmer can read come out as they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from shequ_eval.analysis.score import score_scheme
from shequ_eval.analysis.score_summary import summary
from shequ_eval.exhibits.score_words import grade_words
from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.scheme_faults import scheme_faults
from shequ_eval.vocabulary.score_standards import grade_bands
from shequ_eval.vocabulary.scores import Scheme

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "score.yaml").read_text(encoding="utf-8")
)
LEVELS = [
    {"id": "found", "title_zh": "档", "title_en": "level", "share": 1.0},
    {"id": "none", "title_zh": "无", "title_en": "none", "share": 0.0},
]
SIGNED = {"level": "found", "name": "评价人甲", "date": "2026-01-05", "text": "见现场核查记录"}


def rule_of(row: dict[str, Any]) -> dict[str, Any]:
    if row["rule"] == "rubric":
        if "given" not in row:
            return {"kind": "rubric", "levels": LEVELS}
        levels = [LEVELS[0] | {"share": row["given"]}, LEVELS[1]]
        return {"kind": "rubric", "levels": levels, "given": SIGNED}
    target = {
        "unit": "项",
        "low": row["target"],
        "basis": "document",
        "source_zh": "绩效目标申报表",
        "source_en": "declared goals",
    }
    return {"kind": row["rule"], "target": target, "evidence": row["evidence"]}


def scheme_of(case: dict[str, Any]) -> dict[str, Any]:
    words = dict.fromkeys(["title_zh", "title_en", "needs_zh", "needs_en"], "字")
    rows = [
        words
        | {"id": f"row{place}", "level1": "产出", "level2": "产出数量", "points": row["points"]}
        | {"rule": rule_of(row)}
        for place, row in enumerate(case["rows"])
    ]
    blank = ["title_zh", "title_en", "object_zh", "object_en", "points_zh", "points_en"]
    head = {"id": "case", "zone_id": "zhenhai", "scored": "fund", "rows": rows}
    return dict.fromkeys(blank, "字") | head


def figures_of(case: dict[str, Any]) -> pd.DataFrame:
    fixed = {"status": "actual", "absence": "", "unit": "项", "qualifier": "exact"}
    rows = [
        fixed
        | {"evidence_ids": name, "evidence_grade": "C", "doubt": ""}
        | dict(zip(("low", "value", "high"), ends, strict=True))
        for name, ends in case.get("figures", {}).items()
    ]
    columns = ["evidence_ids", *fixed, "low", "value", "high", "evidence_grade", "doubt"]
    return pd.DataFrame(rows, columns=columns)


@pytest.mark.parametrize("case", CASES, ids=[case["case_en"] for case in CASES])
def test_a_worked_case_comes_out_as_it_says(case: dict[str, Any], codebook: Codebook) -> None:
    given, figures = scheme_of(case), figures_of(case)
    known = pd.DataFrame({"evidence_id": ["a", "b"], "zone_id": "zhenhai", "unit": "项"})
    faults = scheme_faults(given, "case", codebook, known)
    if "refused" in case:
        assert [fault.found for fault in faults] == [case["refused"]]
        return
    assert not faults
    scores = score_scheme(Scheme.model_validate(given), figures)
    (found,) = summary(scores, grade_bands(codebook), 80).to_dict("records")
    expect = case["expect"]
    assert found["assessable"] == expect["assessable"]
    for end in ("low", "high"):
        if expect[end] is None:
            assert pd.isna(found[end])
        else:
            assert found[end] == pytest.approx(expect[end])
    assert grade_words(found, codebook, "zh") == expect["grade"]


def test_every_case_says_what_it_shows_in_both_languages() -> None:
    assert len({case["case"] for case in CASES}) == len({case["case_en"] for case in CASES})
    assert len(CASES) == len({case["case"] for case in CASES})
