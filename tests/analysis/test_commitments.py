"""The register of commitments: worked cases, what the register holds, what its check refuses."""

from __future__ import annotations

import csv
import shutil
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.analysis.commitments import attained_by, due_day, hold_commitments
from shequ_eval.analysis.intervals import Interval
from shequ_eval.evidence.checks import check_package
from shequ_eval.evidence.findings import Finding
from shequ_eval.evidence.tables import read_tables
from shequ_eval.vocabulary.codebook import Codebook

CASES = yaml.safe_load(
    (Path(__file__).resolve().parents[1] / "cases" / "commitments.yaml").read_text(encoding="utf-8")
)


def promise(**cells: object) -> pd.DataFrame:
    row = {
        "commitment_id": "z-c01", "zone_id": "z", "kind": "quantified", "mechanism_id": "",
        "indicator_id": "orgs", "evidence_id": "", "title_zh": "家数", "title_en": "Orgs",
        "value": 10.0, "low": 10.0, "high": None, "unit": "家", "by_when": "2020", "clause": "1",
    }  # fmt: skip
    return pd.DataFrame([row | cells])


def figures(*rows: dict[str, object]) -> pd.DataFrame:
    base = {
        "observation_id": "o1", "zone_id": "z", "indicator_id": "orgs", "period": "2020",
        "status": "actual", "absence": "", "value": 12.0, "low": 12.0, "high": 12.0,
        "unit": "家", "evidence_ids": "z-0001",
    }  # fmt: skip
    return pd.DataFrame([base | row for row in rows], columns=list(base))


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_every_worked_case_gives_its_answer(case: dict[str, object], codebook: Codebook) -> None:
    low, value, high = case["promised"]  # type: ignore[misc]
    found = case["found"]
    rows = [] if found is None else [dict(zip(("low", "value", "high"), found, strict=True))]  # type: ignore[call-overload]
    table = figures(*[row | {"period": case["period"]} for row in rows])
    held = hold_commitments(
        promise(low=low, value=value, high=high, by_when=case["by_when"]),
        table,
        codebook,
        date.fromisoformat(str(case["as_of"])),
    )
    assert held["attainment"].tolist() == [case["answer"]]


def test_a_figure_of_another_unit_zone_or_indicator_answers_nothing(codebook: Codebook) -> None:
    others = figures({"unit": "人"}, {"zone_id": "y"}, {"indicator_id": "venues"})
    held = hold_commitments(promise(), others, codebook, date(2021, 1, 1))
    assert held["attainment"].tolist() == ["no_evidence"]
    assert held["actual_evidence"].tolist() == [""]


def test_a_plan_or_a_standard_never_answers_a_promise(codebook: Codebook) -> None:
    table = figures({"status": "planned"}, {"status": "standard"})
    assert (
        hold_commitments(promise(), table, codebook, date(2021, 1, 1))["attainment"][0]
        == "no_evidence"
    )


def test_a_bucket_of_unlike_things_answers_no_promise(codebook: Codebook) -> None:
    (bucket, *_) = codebook.indicators.index[codebook.indicators["never_compare"] == "true"]
    table = figures({"indicator_id": bucket})
    held = hold_commitments(promise(indicator_id=bucket), table, codebook, date(2021, 1, 1))
    assert held["attainment"].tolist() == ["no_evidence"]


def test_the_latest_figure_known_on_the_day_answers(codebook: Codebook) -> None:
    table = figures(
        {"observation_id": "o1", "period": "2020", "value": 9.0, "low": 9.0, "high": 9.0},
        {"observation_id": "o2", "period": "2022", "evidence_ids": "z-0002"},
    )
    early = hold_commitments(promise(), table, codebook, date(2021, 6, 30)).iloc[0]
    late = hold_commitments(promise(), table, codebook, date(2023, 6, 30)).iloc[0]
    assert (early["attainment"], early["actual_evidence"]) == ("not_met", "z-0001")
    assert (late["attainment"], late["actual_evidence"]) == ("met", "z-0002")


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(1, 4000), st.booleans())
def test_before_its_due_day_a_promise_is_never_judged(due: date, days: int, known: bool) -> None:
    figures = [{"low": 5, "value": 5, "high": 5, "period": due.isoformat()}] * known
    before, _ = attained_by(Interval(10, 10, None), figures, due, due - timedelta(days=days))
    on_the_day, _ = attained_by(Interval(10, 10, None), figures, due, due)
    assert before == "not_yet_due"
    assert on_the_day == ("not_met" if known else "no_evidence")


def test_a_promise_without_a_date_has_no_due_day() -> None:
    assert due_day("") is None
    assert due_day("unstated") is None


def test_the_register_holds_every_planned_figure_with_its_own_numbers(data_root: Path) -> None:
    tables = read_tables(data_root)
    register = tables["commitments"]
    planned = tables["evidence"][tables["evidence"]["status"] == "planned"]
    linked = register[register["evidence_id"] != ""]
    assert sorted(linked["evidence_id"]) == sorted(planned["evidence_id"])
    assert set(linked["kind"]) == {"quantified"}


def test_the_eighteen_tasks_and_three_steps_have_rows_that_invent_nothing(data_root: Path) -> None:
    register = read_tables(data_root)["commitments"]
    tasks = register[register["mechanism_id"].eq("m14")]
    steps = register[register["kind"].eq("unlisted") & register["mechanism_id"].ne("m14")]
    assert len(tasks) == 18
    assert tasks["title_zh"].str.fullmatch("重点改革任务第 [0-9]+ 条").all()
    assert steps["zone_id"].tolist() == ["lishui"] * 3
    assert tasks[["value", "low", "high"]].isna().all(axis=None)
    assert {"m13", "m14", "m47"} <= set(register["mechanism_id"])


def test_jiexius_targets_are_not_yet_due_in_2019_and_unanswered_in_2021(
    data_root: Path, tidy: dict[str, pd.DataFrame], codebook: Codebook
) -> None:
    register = read_tables(data_root)["commitments"]
    jiexiu = register[register["zone_id"].eq("jiexiu") & register["by_when"].eq("2020")]
    early = hold_commitments(jiexiu, tidy["observations"], codebook, date(2019, 6, 30))
    late = hold_commitments(jiexiu, tidy["observations"], codebook, date(2021, 6, 30))
    assert set(early["attainment"]) == {"not_yet_due"}
    assert set(late["attainment"]) == {"no_evidence"}


@pytest.fixture
def damaged(data_root: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "data"
    shutil.copytree(data_root, copy, ignore=shutil.ignore_patterns("tidy", "documents"))
    return copy


def damage(root: Path, file: str, number: int, **cells: str) -> int:
    """Change the cells of data row `number` (from 0); its row as a spreadsheet shows it."""
    path = root / file
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows[number].update(cells)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return number + 2


def told(root: Path) -> list[tuple[str, int | None, str, str, str]]:
    return [key(finding) for finding in check_package(root)]


def key(finding: Finding) -> tuple[str, int | None, str, str, str]:
    return (
        Path(finding.file).stem, finding.row, finding.column, finding.rule, finding.severity,
    )  # fmt: skip


REGISTER = "registers/commitments.csv"


def test_a_target_without_unit_date_or_number_is_told_at_once(damaged: Path) -> None:
    blank = {"value": "", "low": "", "high": ""}
    row = damage(damaged, REGISTER, 30, unit="", by_when="", evidence_id="", **blank)
    assert told(damaged) == [
        ("commitments", row, "by_when", "commitment-without-date", "warning"),
        ("commitments", row, "unit", "commitment-without-unit", "error"),
        ("commitments", row, "value", "commitment-without-number", "error"),
    ]


def test_a_missing_date_names_the_promise(damaged: Path) -> None:
    damage(damaged, REGISTER, 30, by_when="")
    (finding,) = check_package(damaged)
    assert finding.severity == "warning"
    assert "jiexiu-c" in finding.allowed


def test_a_promise_that_differs_from_its_evidence_is_told(damaged: Path) -> None:
    row = damage(damaged, REGISTER, 24, value="5000", low="5000")
    assert told(damaged) == [
        ("commitments", row, "low", "differs-from-evidence", "error"),
        ("commitments", row, "value", "differs-from-evidence", "error"),
    ]


def test_unknown_evidence_and_a_standard_taken_for_a_deed_are_told(damaged: Path) -> None:
    links = "codebook/mechanism_evidence.csv"
    frame = pd.read_csv(damaged / links, dtype=str, keep_default_na=False)
    rule = int(frame.index[frame["evidence_id"] == "nanjing-1464"][0])
    damage(damaged, links, 0, evidence_id="lishui-9999")
    damage(damaged, links, rule, state="carried_out")
    other = damage(damaged, links, 1, evidence_id="zhenhai-0801")
    assert told(damaged) == [
        ("mechanism_evidence", 2, "evidence_id", "foreign-key", "error"),
        ("mechanism_evidence", other, "evidence_id", "evidence-of-another-zone", "error"),
        ("mechanism_evidence", rule + 2, "state", "standard-is-no-deed", "error"),
    ]


def test_a_follow_up_called_done_needs_words_a_date_and_a_name(damaged: Path) -> None:
    path = damaged / "registers/followups.csv"
    header = path.read_text(encoding="utf-8")
    rows = (
        "r01,jiexiu,jiexiu-c01,测绘面积,2019-06-30,mid_term,已测,2020-01-31,done,张三\n"
        "r02,,jiexiu-c01,公布名单,2019-06-30,mid_term,,,done,\n"
    )
    path.write_text(header + rows, encoding="utf-8", newline="\n")
    assert told(damaged) == [("followups", 3, "status", "follow-up-without", "error")]
