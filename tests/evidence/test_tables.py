"""Tables are read as their schemas type them, or every cell that does not fit is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from shequ_eval.evidence.documents import passage
from shequ_eval.evidence.findings import DataError
from shequ_eval.evidence.study import study_of
from shequ_eval.evidence.tables import read_tables
from shequ_eval.evidence.tidy import build_tidy


@pytest.fixture
def copy(data_root: Path, tmp_path: Path) -> Path:
    target = tmp_path / "data"
    shutil.copytree(data_root, target, ignore=shutil.ignore_patterns("tidy"))
    return target


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def test_five_evidence_files_make_one_table(data_root: Path) -> None:
    evidence = read_tables(data_root)["evidence"]
    assert evidence["zone_id"].nunique() == 5
    assert evidence["evidence_id"].is_unique


def test_two_words_in_number_columns_are_both_named(copy: Path) -> None:
    edit(copy / "zones/zhenhai/evidence.csv", ",392家,392,392,392,", ",392家,三百,392,many,")
    with pytest.raises(DataError) as caught:
        read_tables(copy)
    found = {(f.file, f.column, f.found) for f in caught.value.findings}
    assert found == {
        ("zones/zhenhai/evidence.csv", "value", "三百"),
        ("zones/zhenhai/evidence.csv", "high", "many"),
    }
    assert all(f.row and f.row > 1 for f in caught.value.findings)


def test_a_bom_and_crlf_give_the_same_tables(copy: Path, data_root: Path) -> None:
    path = copy / "zones/jiexiu/evidence.csv"
    path.write_bytes(path.read_text(encoding="utf-8").replace("\n", "\r\n").encode("utf-8-sig"))
    left, right = build_tidy(copy), build_tidy(data_root)
    for name, table in left.items():
        pd.testing.assert_frame_equal(table, right[name])


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "zones/denominators.csv").unlink()
    with pytest.raises(DataError, match=r"zones/denominators\.csv"):
        read_tables(copy)


def test_words_that_only_imply_a_figure_are_grade_d(data_root: Path) -> None:
    evidence = build_tidy(data_root)["evidence"]
    implied = evidence[evidence["kind"] == "implicit"]
    assert set(implied["evidence_grade"]) == {"D"}
    assert set(evidence.loc[evidence["kind"] != "implicit", "evidence_grade"]) == {"C"}


def test_a_doubt_travels_from_the_disputes_to_the_observation(data_root: Path) -> None:
    tidy = build_tidy(data_root)
    rows = tidy["observations"].set_index("evidence_ids")
    assert "status" in rows.at["nanjing-1623", "doubt"].split()
    assert rows.at["zhenhai-2319", "doubt"] == ""


def test_a_study_keeps_the_order_of_its_zones(data_root: Path) -> None:
    study = study_of(
        data_root,
        {"report_id": "x", "as_of": "2026-11-24", "title": "x", "zones": ["zhenhai", "lishui"]},
    )
    assert list(dict.fromkeys(study.observations["zone_id"])) == ["zhenhai", "lishui"]
    assert list(study.zones["zone_id"]) == ["zhenhai", "lishui"]
    assert set(study.denominators["zone_id"]) == {"zhenhai", "lishui"}


def test_periods_cut_dated_figures_and_keep_undated_ones(data_root: Path) -> None:
    given = {
        "report_id": "x",
        "as_of": "2026-11-24",
        "title": "x",
        "zones": ["zhenhai"],
        "periods": ["2013/2016"],
    }
    kept = study_of(data_root, given).evidence
    assert "zhenhai-2319" not in set(kept["evidence_id"])
    assert "zhenhai-4465" in set(kept["evidence_id"])
    assert "" in set(kept["period"])


def test_a_passage_marks_the_figure_in_its_words() -> None:
    assert passage("共有42个社区", 2, 5, margin=1) == "有【42个】社"


def test_passages_are_empty_unless_asked_for(data_root: Path) -> None:
    study = study_of(
        data_root, {"report_id": "x", "as_of": "2026-11-24", "title": "x", "zones": ["zhenhai"]}
    )
    assert set(study.evidence["passage"]) == {""}


def test_passages_come_from_a_document_that_is_there(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHEQU_EVAL_SOURCES", raising=False)
    documents = copy / "sources" / "documents"
    documents.mkdir()
    sources = pd.read_csv(copy / "sources/sources.csv", dtype=str).set_index("zone_id")
    own_words = "甲" * 2319 + "392家" + "乙" * 40
    (documents / sources.at["zhenhai", "file"]).write_text(own_words, encoding="utf-8")
    given = {
        "report_id": "x",
        "as_of": "2026-11-24",
        "title": "x",
        "zones": ["zhenhai"],
        "passages": True,
    }
    rows = study_of(copy, given).evidence.set_index("evidence_id")
    assert "甲【392家】乙" in rows.at["zhenhai-2319", "passage"]
