"""A codebook file or a zone's notes that do not say what they must are named by file and key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from shequ_eval.evidence.checks import check_package
from shequ_eval.evidence.findings import Finding


@pytest.fixture
def copy(data_root: Path, tmp_path: Path) -> Path:
    target = tmp_path / "data"
    shutil.copytree(data_root, target, ignore=shutil.ignore_patterns("tidy", "documents"))
    return target


def found_after(copy: Path, file: str, old: str, new: str) -> list[Finding]:
    path = copy / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    return check_package(copy)


@pytest.mark.parametrize(
    ("file", "old", "new", "column", "allowed"),
    [
        ("codebook/standards.yaml", "verified: reposted", "verified: heard", "verified", "read"),
        (
            "codebook/standards.yaml",
            "indicator_id: facility_coverage_share",
            "indicator_id: facility_coverage_shar",
            "applies_to",
            "facility_coverage_share",
        ),
        (
            "codebook/comparability.yaml",
            "largest_period_gap_years: 1",
            "largest_period_gap_years: one",
            "largest_period_gap_years",
            "integer",
        ),
        (
            "codebook/comparability.yaml",
            "numerator: social_orgs_stock",
            "numerator: social_org_stock",
            "recomputed_rates.0.numerator",
            "social_orgs_stock",
        ),
        ("codebook/labels.yaml", "[实际, actual]", "[实际]", "status.actual", ""),
        ("codebook/indicator_sets.yaml", "dimensions: [input]", "dimension: [input]", "inputs", ""),
        ("zones/zhenhai/notes.md", "grade: C", "grade: E", "grade", "A, B, C, D"),
        ("zones/zhenhai/notes.md", "zone_id: zhenhai", "zone_id: lishui", "zone_id", "zhenhai"),
    ],
)
def test_a_value_that_does_not_fit_is_named_by_file_and_key(
    copy: Path, file: str, old: str, new: str, column: str, allowed: str
) -> None:
    findings = found_after(copy, file, old, new)
    assert findings
    assert {finding.file for finding in findings} == {file}
    assert any(column in f.column and allowed in f.allowed for f in findings)


def test_a_zone_without_notes_is_named(copy: Path) -> None:
    (copy / "zones/jiexiu/notes.md").unlink()
    (finding,) = check_package(copy)
    assert (finding.file, finding.rule) == ("zones/jiexiu/notes.md", "missing-file")


def test_notes_without_a_header_are_named(copy: Path) -> None:
    (copy / "zones/jiexiu/notes.md").write_text("没有等级\n", encoding="utf-8")
    (finding,) = check_package(copy)
    assert (finding.file, finding.rule) == ("zones/jiexiu/notes.md", "front-matter")


def test_a_missing_codebook_file_is_named(copy: Path) -> None:
    (copy / "codebook/standards.yaml").unlink()
    (finding,) = check_package(copy)
    assert finding.file == "codebook/standards.yaml"
