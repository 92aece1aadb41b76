"""A recommendation belongs to one zone: by its own cell, or by the promise that it speaks of."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from shequ_eval.analysis.chain import build_chain, mid_term_outcomes
from shequ_eval.analysis.commitments import hold_commitments
from shequ_eval.evidence.checks import check_package
from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.evidence.study import Study, study_of

FILE = "registers/followups.csv"
TAIL = "示例数据,2019-06-30,mid_term,,,open,"
# Of each zone one without a promise, and of 介休 one that leaves its zone to its promise.
ROWS = (f"r01,zhenhai,,{TAIL}", f"r02,jiexiu,,{TAIL}", f"r03,,jiexiu-c01,{TAIL}")
Made = Callable[..., Path]


@pytest.fixture
def with_rows(data_root: Path, tmp_path: Path) -> Made:
    def made(*rows: str, header: str = "") -> Path:
        root = tmp_path / "data"
        shutil.copytree(data_root, root, ignore=shutil.ignore_patterns("tidy", "documents"))
        path = root / FILE
        first = header or path.read_text(encoding="utf-8").splitlines()[0]
        lines = "".join(f"{line}\n" for line in (first, *rows))
        path.write_text(lines, encoding="utf-8", newline="\n")
        return root

    return made


def study(root: Path, *zones: str) -> Study:
    return study_of(
        root, {"report_id": "x", "title": "示例", "zones": [*zones], "as_of": "2026-11-24"}
    )


def told(root: Path) -> list[Finding]:
    return [finding for finding in check_package(root) if finding.file == FILE]


@pytest.mark.parametrize(
    ("zones", "mine"),
    [
        (["zhenhai"], {"r01": "zhenhai"}),
        (["jiexiu"], {"r02": "jiexiu", "r03": "jiexiu"}),
        (["lishui"], {}),
        (["zhenhai", "jiexiu"], {"r01": "zhenhai", "r02": "jiexiu", "r03": "jiexiu"}),
    ],
)
def test_a_report_holds_the_recommendations_to_its_own_zones_alone(
    zones: list[str], mine: dict[str, str], with_rows: Made
) -> None:
    found = study(with_rows(*ROWS), *zones).followups
    assert found.set_index("recommendation_id")["zone_id"].to_dict() == mine


def test_the_chain_and_the_outcomes_of_two_zones_name_the_zone_of_each(with_rows: Made) -> None:
    both = study(with_rows(*ROWS), "zhenhai", "jiexiu")
    held = hold_commitments(both.commitments, both.observations, both.codebook, both.as_of)
    outcomes = mid_term_outcomes(both.followups, held, held)
    zones = ["zhenhai", "jiexiu", "jiexiu"]
    assert outcomes["zone_id"].tolist() == zones
    chain = build_chain(held, both.followups).sort_values("recommendation_id")
    assert chain.loc[chain["recommendation_id"].ne(""), "zone_id"].tolist() == zones


def test_sound_recommendations_are_silent(with_rows: Made) -> None:
    assert told(with_rows(*ROWS)) == []


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (f"r01,,,{TAIL}", "follow-up-without-zone"),
        (f"r01,zhenhai,jiexiu-c01,{TAIL}", "commitment-of-another-zone"),
        (f"r01,zhenhei,,{TAIL}", "foreign-key"),
    ],
)
def test_a_zone_that_is_missing_unknown_or_another_than_the_promises_is_told_once(
    row: str, rule: str, with_rows: Made
) -> None:
    (finding,) = told(with_rows(row))
    assert (finding.row, finding.column, finding.rule) == (2, "zone_id", rule)
    assert finding.severity == "error"


def test_a_file_of_before_the_column_has_one_finding_that_names_it(with_rows: Made) -> None:
    older = (
        "recommendation_id,commitment_id,recommendation,made_on,stage,follow_up,followed_up_on,"
        "status,who"
    )
    root = with_rows(f"r01,,{TAIL}", f"r02,jiexiu-c01,{TAIL}", header=older)
    (finding,) = told(root)
    assert (finding.row, finding.column, finding.rule) == (1, "zone_id", "header")
    with pytest.raises(DataError, match="zone_id") as refused:
        study(root, "zhenhai")
    assert len(refused.value.findings) == 1
