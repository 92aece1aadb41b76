"""A sixth district is rows and files, no code: what the README tells to add is enough."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from shequ_eval.evidence.checks import check_package
from shequ_eval.evidence.study import study_of

# 示例数据: an invented place with invented figures, only ever in a temporary folder.
ZONE = "example"


def append(path: Path, **cells: Any) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, restval="", lineterminator="\n").writerow(cells)


def evidence(start: int, words: str, **cells: Any) -> dict[str, Any]:
    row = {
        "evidence_id": f"{ZONE}-{start:04d}", "source_id": f"{ZONE}_doc", "zone_id": ZONE,
        "start": start, "end": start + len(words), "value_text": words, "low_closed": "true",
        "high_closed": "true", "qualifier": "exact", "change": "level", "period": "2017",
        "period_basis": "text", "status": "actual", "kind": "quantity", "dimension": "output",
        "scope": "whole_zone", "coder": "a", "second_reading": "unread", "statement_zh": "示例数据",
        "statement_en": "example data",
    }  # fmt: skip
    return row | cells


@pytest.fixture
def six(project: Path, tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("tidy", "documents")
    shutil.copytree(project / "data", tmp_path / "data", ignore=ignored)
    shutil.copytree(project / "notebooks", tmp_path / "notebooks")
    data = tmp_path / "data"
    append(
        data / "zones/zones.csv", zone_id=ZONE, adcode="999999", boundary_as_of="2025-09",
        title_zh="示例市示例区", title_en="Example District", short_zh="示例", short_en="Example",
        level="district", tier="county", experiment_status="national_zone", status_basis="示例",
        facts_period="2017", identity="stated",
    )  # fmt: skip
    append(
        data / "sources/sources.csv", source_id=f"{ZONE}_doc", zone_id=ZONE, title="示例数据",
        title_basis="given", publisher="示例", publisher_basis="unstated", published="2018",
        kind="self_report_repost", file="example.txt", characters="900", sha256="0" * 64,
        evidence_grade="C",
    )  # fmt: skip
    append(
        data / "zones/denominators.csv", denominator_id=f"{ZONE}.resident_population.2020",
        zone_id=ZONE, measure="resident_population", year="2020", value="500000", unit="人",
        basis="常住", count_type="census", coverage="whole_zone", quality="official_read",
        title_zh="常住人口（示例数据）", source="示例数据",
    )  # fmt: skip
    folder = data / "zones" / ZONE
    folder.mkdir()
    shutil.copy(data / "zones/zhenhai/evidence.csv", folder / "evidence.csv")
    header = (folder / "evidence.csv").read_text(encoding="utf-8").splitlines()[0]
    (folder / "evidence.csv").write_text(header + "\n", encoding="utf-8", newline="\n")
    count = dict.fromkeys(["value", "low", "high"], "400")
    orgs = {"indicator_id": "social_orgs_stock", "unit": "家", "registration": "登记"}
    append(folder / "evidence.csv", **evidence(10, "400家", **orgs, **count))
    (folder / "notes.md").write_text(
        f"---\nzone_id: {ZONE}\ngrade: C\ngrade_reason: 示例数据\ngraded_on: 2026-11-24\n---\n",
        encoding="utf-8",
    )
    described = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    like = next(r for r in described["resources"] if r["name"] == "evidence_zhenhai")
    described["resources"].append(
        like | {"name": f"evidence_{ZONE}", "path": f"zones/{ZONE}/evidence.csv"}
    )
    text = json.dumps(described, ensure_ascii=False, indent=2)
    (data / "datapackage.json").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_what_the_readme_tells_to_add_is_enough_for_the_check(six: Path) -> None:
    assert check_package(six / "data") == []


def test_two_registered_counts_of_one_year_are_comparable_by_rule(six: Path) -> None:
    from shequ_eval.analysis.comparability import compare_pairs, figures_to_compare

    given = {"report_id": "x", "as_of": "2026-11-24", "title": "示例", "zones": [ZONE, "zhenhai"]}
    study = study_of(six / "data", given)
    pairs = compare_pairs(figures_to_compare(study.observations, study.codebook), study.codebook)
    assert list(pairs["verdict"]) == ["comparable"]


@pytest.mark.slow
def test_its_report_and_a_comparison_with_it_are_made(six: Path) -> None:
    for name, zones, notebook in (
        ("new", [ZONE], "zone_report"),
        ("both", [ZONE, "zhenhai"], "comparison_report"),
    ):
        (six / f"{name}.yaml").write_text(
            f"report_id: {name}\ntitle: 示例数据\nzones: [{', '.join(zones)}]\n"
            f"as_of: '2026-11-24'\nnotebooks: [01_evidence, {notebook}]\n",
            encoding="utf-8",
        )
    command = [sys.executable, "-m", "shequ_eval", "run", "new.yaml", "both.yaml"]
    environment = {k: v for k, v in os.environ.items() if k != "MPLBACKEND"}
    done = subprocess.run(
        [*command, "--data", "data", "--out", "out"],
        cwd=six,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    page = (six / "out/both/report.html").read_text(encoding="utf-8")
    both = BeautifulSoup(page, "html.parser").get_text().replace(" ", "")
    assert "1对可比，可比的只写差值，不排名" in both
    assert "8家" in both
