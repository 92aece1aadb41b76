"""A new zone is a folder, rows, a parameters file and a form; nothing that exists is touched.

The zone is 示例数据, only ever in a temporary folder.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
import yaml
from click.testing import CliRunner, Result

from shequ_eval.commands.new import new
from shequ_eval.evidence.checks.declared import read_declared
from shequ_eval.evidence.checks.placeholders import check_placeholders
from shequ_eval.evidence.checks.tables import read_package
from shequ_eval.reporting.coding import zone_form
from shequ_eval.vocabulary.codebook import read_codebook
from shequ_eval.vocabulary.parameters import parse_parameters

ANSWERS = {
    ("zones", "adcode"): "999999", ("zones", "boundary_as_of"): "2025-09",
    ("zones", "title_zh"): "示例市示例区", ("zones", "title_en"): "Example District",
    ("zones", "short_zh"): "示例", ("zones", "short_en"): "Example",
    ("zones", "level"): "district", ("zones", "tier"): "county",
    ("zones", "experiment_status"): "aspiring", ("zones", "status_basis"): "示例数据",
    ("zones", "facts_period"): "2018/2020", ("zones", "identity"): "stated",
    ("notes", "grade"): "C", ("notes", "grade_reason"): "示例数据: 虚构 #1",
    ("notes", "graded_on"): "2026-11-24", ("notes", "words"): "示例数据，只用来演示。",
    ("denominators.resident_population", "year"): "2020",
    ("denominators.resident_population", "value"): "500000",
    ("denominators.resident_population", "basis"): "常住",
    ("denominators.resident_population", "count_type"): "census",
    ("denominators.resident_population", "coverage"): "whole_zone",
    ("denominators.resident_population", "quality"): "official_read",
    ("denominators.resident_population", "title_zh"): "常住人口（示例数据）",
    ("denominators.resident_population", "source"): "示例数据",
}  # fmt: skip


@pytest.fixture
def data(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("SHEQU_EVAL_SOURCES", raising=False)
    monkeypatch.chdir(tmp_path)
    ignored = shutil.ignore_patterns("tidy", "documents")
    shutil.copytree(project / "data", tmp_path / "data", ignore=ignored)
    return tmp_path / "data"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(new, ["zone", *arguments, "--data", "data"])


def fill(answers: dict[tuple[str, str], str], path: str = "zone_shili.xlsx") -> None:
    book = openpyxl.load_workbook(path)
    for row in book["地区"].iter_rows(min_row=2):
        key = (row[0].value, row[1].value)
        if key in answers:
            row[5].value = answers[key]
    book.save(path)


@pytest.mark.usefixtures("row_rules_only")
def test_what_is_open_is_marked_and_named_by_the_check_and_then_filled_in(data: Path) -> None:
    before = {path: path.read_bytes() for path in data.rglob("*.csv")}
    result = run("shili")
    assert result.exit_code == 0, result.output
    for path, raw in before.items():
        assert path.read_bytes().startswith(raw)
    package, _ = read_package(data, read_declared(data)[0])
    errors = check_placeholders(data, package)
    assert {finding.rule for finding in errors} == {"to-fill"}
    named = {(finding.file, finding.column) for finding in errors}
    assert ("zones/zones.csv", "adcode") in named
    assert ("zones/shili/notes.md", "grade") in named
    fill(ANSWERS)
    result = run("shili", "--fill", "zone_shili.xlsx")
    assert result.exit_code == 0, result.output
    assert "still open: 0" in result.output
    package, _ = read_package(data, read_declared(data)[0])
    assert check_placeholders(data, package) == []
    parameters = yaml.safe_load(Path("parameters/shili.yaml").read_text(encoding="utf-8"))
    chosen = parse_parameters(parameters, read_codebook(data))
    assert (chosen.title, chosen.zones) == ("示例市示例区社区治理第三方评估报告", ["shili"])


def test_the_descriptor_declares_the_new_evidence_as_it_does_the_others(data: Path) -> None:
    run("shili")
    resources = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    mine, other = (
        next(r for r in resources if r["name"] == f"evidence_{zone}")
        for zone in ("shili", "jiexiu")
    )
    varying = {"name", "title", "description", "path"}
    assert {k: v for k, v in mine.items() if k not in varying} == {
        k: v for k, v in other.items() if k not in varying
    }
    assert mine["path"] == "zones/shili/evidence.csv"
    header = (data / "zones/jiexiu/evidence.csv").read_text(encoding="utf-8").splitlines()[0]
    assert (data / mine["path"]).read_text(encoding="utf-8") == header + "\n"


@pytest.mark.parametrize("zone_id", ["Shili", "示例", "9a", "a-b", "../x", "zhenhai"])
def test_an_id_that_cannot_be_one_or_is_taken_makes_nothing(data: Path, zone_id: str) -> None:
    before = {path: path.read_bytes() for path in data.parent.rglob("*") if path.is_file()}
    assert run(zone_id).exit_code == 2
    assert before == {path: path.read_bytes() for path in data.parent.rglob("*") if path.is_file()}


def test_a_form_that_stands_there_is_not_written_over(data: Path) -> None:
    Path("zone_shili.xlsx").write_bytes(b"work")
    assert run("shili").exit_code == 2
    assert Path("zone_shili.xlsx").read_bytes() == b"work"
    assert not (data / "zones/shili").exists()


@pytest.mark.usefixtures("row_rules_only")
def test_wrong_answers_are_told_at_their_lines_and_nothing_is_written(data: Path) -> None:
    run("shili")
    given = {"year": "2020", "value": "200,000", "coverage": "whole_zone"}
    households = {("denominators.households", key): answer for key, answer in given.items()}
    fill(
        ANSWERS
        | households
        | {("zones", "adcode"): "99", ("denominators.resident_population", "value"): "-1"}
    )
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    result = run("shili", "--fill", "zone_shili.xlsx")
    assert result.exit_code == 1
    assert "zone_shili.xlsx (zones/zones.csv) 第2行 列 adcode" in result.output
    lines = {
        (row[0].value, row[1].value): row[0].row
        for row in openpyxl.load_workbook("zone_shili.xlsx")["地区"].iter_rows(min_row=2)
    }
    for measure, answer in {"resident_population": "-1", "households": "200,000"}.items():
        row = lines[f"denominators.{measure}", "value"]
        place = f"zone_shili.xlsx (zones/denominators.csv) 第{row}行 列 value"
        told = [line for line in result.output.splitlines() if place in line]
        assert told and all(repr(answer) in line for line in told)
    assert before == {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}


def test_filling_in_twice_adds_nothing_twice(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zone_form, "new_errors", lambda contents, data_root: [])
    run("shili")
    fill(ANSWERS)
    assert run("shili", "--fill", "zone_shili.xlsx").exit_code == 0
    after = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    assert run("shili", "--fill", "zone_shili.xlsx").exit_code == 0
    assert after == {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    notes = (data / "zones/shili/notes.md").read_text(encoding="utf-8")
    assert yaml.safe_load(notes.split("---")[1])["grade_reason"] == "示例数据: 虚构 #1"
    assert "示例数据，只用来演示。" in notes and "待填" not in notes


def test_a_form_of_something_else_is_refused(data: Path) -> None:
    run("shili")
    book = openpyxl.Workbook()
    book.save("x.xlsx")
    result = run("shili", "--fill", "x.xlsx")
    assert result.exit_code == 1
    assert "form-header" in result.output
