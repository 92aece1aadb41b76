"""A zone that was given up is removed whole, and nothing of any other zone.

The zone is 示例数据, only ever in a temporary folder.
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from shequ_eval.commands.new import new
from shequ_eval.reporting.coding import remove_zone


@pytest.fixture
def data(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("SHEQU_EVAL_SOURCES", raising=False)
    monkeypatch.chdir(tmp_path)
    ignored = shutil.ignore_patterns("tidy", "documents")
    shutil.copytree(project / "data", tmp_path / "data", ignore=ignored)
    shutil.copytree(project / "parameters", tmp_path / "parameters")
    return tmp_path / "data"


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the check of the whole package out where it is not what a test is about."""
    monkeypatch.setattr(remove_zone, "new_errors", lambda contents, data_root: [])


def run(*arguments: str) -> Result:
    return CliRunner().invoke(new, ["zone", *arguments, "--data", "data"])


def files(data: Path) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for folder in (data, data.parent / "parameters")
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_what_was_made_is_removed_and_everything_else_is_as_before(data: Path) -> None:
    before = files(data)
    assert run("shili").exit_code == 0
    assert files(data) != before
    result = run("shili", "--remove")
    assert result.exit_code == 0, result.output
    assert files(data) == before
    assert "zones/zones.csv: 1" in result.output and "shili.yaml" in result.output
    assert not (data / "zones/shili").exists()
    assert Path("zone_shili.xlsx").is_file()  # the answers are a person's work


def test_a_zone_with_evidence_is_left_alone_and_what_would_go_is_listed(data: Path) -> None:
    before = files(data)
    result = run("jiexiu", "--remove")
    assert result.exit_code == 2
    assert "--yes" in result.output and "sources/sources.csv: 1" in result.output
    assert files(data) == before


@pytest.mark.usefixtures("unchecked")
def test_a_confirmed_removal_takes_the_zone_s_rows_and_no_other_zone_s(data: Path) -> None:
    before = {path: path.read_bytes() for path in data.rglob("*.csv")}
    assert run("jiexiu", "--remove", "--yes").exit_code == 0
    for path in data.rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            kept = list(csv.DictReader(stream))
        assert not any(
            row.get("zone_id") == "jiexiu"
            or row.get("source_id") == "jiexiu_doc"
            or str(row.get("evidence_id")).startswith("jiexiu-")
            for row in kept
        )
        if "zhenhai" in str(path):
            assert path.read_bytes() == before[path]


def test_a_zone_of_which_another_table_still_speaks_is_not_removed(data: Path) -> None:
    run("shili")
    zones = data / "zones/zones.csv"
    with zones.open(encoding="utf-8", newline="") as stream:
        header, *rows = list(csv.reader(stream))
    rows[0][header.index("parent_zone")] = "shili"
    with zones.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *rows])
    before = files(data)
    result = run("shili", "--remove")
    assert result.exit_code == 1, result.output
    assert "parent_zone" in result.output
    assert files(data) == before


def test_an_unknown_zone_is_answered_with_the_nearest(data: Path) -> None:
    result = run("jiexui", "--remove")
    assert result.exit_code == 2
    assert "jiexiu" in result.output
