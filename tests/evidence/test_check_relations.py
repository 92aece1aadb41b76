"""A relation that lacks what its kind needs is named by row and column."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from shequ_eval.evidence.checks import check_package
from shequ_eval.evidence.findings import Finding


def of_audit(findings: list[Finding]) -> list[Finding]:
    return [f for f in findings if f.file in ("codebook/relations.csv", "codebook/audit.yaml")]


@pytest.fixture
def copy(data_root: Path, tmp_path: Path) -> Path:
    target = tmp_path / "data"
    shutil.copytree(data_root, target, ignore=shutil.ignore_patterns("tidy", "documents"))
    return target


def found_after(copy: Path, file: str, old: str, new: str) -> list[Finding]:
    path = copy / "codebook" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    return of_audit(check_package(copy))


def test_the_bundled_relations_have_no_fault(data_root: Path) -> None:
    assert of_audit(check_package(data_root)) == []


@pytest.mark.parametrize(
    ("old", "new", "column", "rule"),
    [
        ("so_rated_4a,so_rating_applied", "so_rated_4a,", "of_indicator_id", "relation-incomplete"),
        ("social_orgs_per_10k,,,10000", "social_orgs_per_10k,,,", "factor", "relation-incomplete"),
        (
            "so_rated_4a,so_rating_applied",
            "so_rated_4a,so_rated_4a",
            "of_indicator_id",
            "relation-to-itself",
        ),
        ("Yearly accounts and households of each community", "", "ask_en", "asked-in-one-language"),
        ("service_sessions", "service_session", "of_indicator_id", "foreign-key"),
    ],
)
def test_a_faulty_relation_is_named_by_column(
    copy: Path, old: str, new: str, column: str, rule: str
) -> None:
    (finding,) = found_after(copy, "relations.csv", old, new)
    assert (finding.column, finding.rule, finding.severity) == (column, rule, "error")


def test_a_threshold_that_is_no_number_is_named_by_key(copy: Path) -> None:
    (finding,) = found_after(
        copy, "audit.yaml", "largest_scale_ratio: 10", "largest_scale_ratio: x"
    )
    assert finding.column == "largest_scale_ratio"
