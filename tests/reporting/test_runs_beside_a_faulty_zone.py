"""A zone whose data have errors stops the reports that read it, and no others.

The abandoned zone is 示例数据, only ever in a temporary folder.
"""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from shequ_eval.commands.new import new
from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.reporting.running import data_check
from shequ_eval.reporting.running.crew import Choices
from shequ_eval.reporting.running.faulty_zones import errors_by_zone
from shequ_eval.reporting.running.run import RunResult, run_reports


def fault(file: str, row: int | None = None) -> Finding:
    return Finding(file, row, "column", "rule", "error", "found", "allowed")


LISHUI_NOTES = fault("zones/lishui/notes.md")
LISHUI_ROW = fault("zones/zones.csv", 3)  # the header is row 1, nanjing row 2, lishui row 3


class Project:
    """A copy of the data, one small notebook and a report of each of some sets of zones."""

    def __init__(self, root: Path, data_root: Path) -> None:
        self.root, self.data, self.out = root, root / "data", root / "outputs"
        self.told = io.StringIO()
        ignored = shutil.ignore_patterns("tidy", "documents")
        shutil.copytree(data_root, self.data, ignore=ignored)
        for name, source in (("small_report", "1"), ("around_report", "# study.everywhere")):
            cells = [
                nbformat.v4.new_code_cell(
                    "report_id = ''", metadata={"tags": ["parameters"]}, id="given"
                ),
                nbformat.v4.new_code_cell(source, id="does"),
            ]
            (root / "notebooks").mkdir(exist_ok=True)
            path = root / "notebooks" / f"{name}.ipynb"
            nbformat.write(nbformat.v4.new_notebook(cells=cells), path)

    def report(self, name: str, *zones: str, notebook: str = "small_report") -> Path:
        path = self.root / f"{name}.yaml"
        path.write_text(
            f"report_id: {name}\ntitle: 示例数据\nzones: [{', '.join(zones)}]\n"
            f'as_of: "2026-11-24"\nnotebooks: [{notebook}]\n',
            encoding="utf-8",
        )
        return path

    def run(self, *files: Path) -> RunResult:
        return run_reports(files, self.data, self.out, Choices(jobs=1), None, self.told)


@pytest.fixture
def beside(tmp_path: Path, data_root: Path) -> Project:
    return Project(tmp_path, data_root)


def found(monkeypatch: pytest.MonkeyPatch, *findings: Finding) -> None:
    monkeypatch.setattr(data_check, "check_package", lambda root: list(findings))


def test_an_error_belongs_to_the_zone_that_its_file_or_its_row_names(beside: Project) -> None:
    errors = [
        LISHUI_NOTES,
        LISHUI_ROW,
        fault("zones/lishui/evidence.csv", 2),
        fault("registers/checklists/zhenhai.xlsx", 4),
        fault("zones/zones.csv", None),
        fault("zones/zones.csv", 99),
        fault("codebook/labels.yaml"),
        fault("codebook/mechanisms.csv", 2),
        fault("sources/sources.csv", 2),
        fault("datapackage.json"),
        Finding("zones/zhenhai/notes.md", None, "", "rule", "warning", "found", "allowed"),
    ]
    owned = errors_by_zone(errors, beside.data)
    assert {zone: len(here) for zone, here in owned.items()} == {"lishui": 3, "zhenhai": 1, "": 6}


def test_a_row_out_of_step_names_no_zone(beside: Project) -> None:
    path = beside.data / "zones" / "zones.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[2] += ",one cell more"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert list(errors_by_zone([LISHUI_ROW], beside.data)) == [""]


@pytest.mark.slow
def test_the_reports_that_read_a_faulty_zone_are_refused_and_the_others_made(
    beside: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(monkeypatch, LISHUI_NOTES, LISHUI_ROW)
    result = beside.run(
        beside.report("own", "lishui"),
        beside.report("other", "zhenhai"),
        beside.report("compared", "zhenhai", "lishui"),
        beside.report("around", "zhenhai", notebook="around_report"),
    )
    sentences = [LISHUI_NOTES.sentence(), LISHUI_ROW.sentence()]
    assert result.reports == [beside.out / "other" / "report.html"]
    assert result.failures == dict.fromkeys(("own", "compared", "around"), sentences)
    assert result.exit_code == 1
    assert not (beside.out / "own").exists()
    assert "lishui: 数据有 2 处错误" in beside.told.getvalue()


@pytest.mark.slow
def test_a_report_that_stands_is_left_alone_when_its_zone_has_become_faulty(
    beside: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(monkeypatch)
    own, other = beside.report("own", "lishui"), beside.report("other", "zhenhai")
    beside.run(own, other)
    before = (beside.out / "own" / "report.html").read_bytes()
    own.write_text(own.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    found(monkeypatch, LISHUI_NOTES)

    assert list(beside.run(own, other).failures) == ["own"]

    assert (beside.out / "own" / "report.html").read_bytes() == before


@pytest.mark.parametrize(
    "shared", ["codebook/labels.yaml", "sources/sources.csv", "datapackage.json"]
)
def test_an_error_in_what_all_share_stops_every_report_and_names_all_errors(
    beside: Project, monkeypatch: pytest.MonkeyPatch, shared: str
) -> None:
    found(monkeypatch, fault(shared), LISHUI_NOTES)
    with pytest.raises(DataError) as stopped:
        beside.run(beside.report("other", "zhenhai"))
    assert {error.file for error in stopped.value.findings} == {shared, LISHUI_NOTES.file}
    assert not beside.out.exists()


def test_where_every_report_reads_the_faulty_zone_nothing_is_written(
    beside: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(monkeypatch, LISHUI_NOTES)
    with pytest.raises(DataError, match=r"lishui/notes\.md"):
        beside.run(beside.report("own", "lishui"))
    assert not beside.out.exists()


@pytest.mark.slow
def test_a_cell_of_the_wrong_type_in_a_row_of_one_zone_stops_that_zone_alone(
    beside: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = beside.data / "zones" / "denominators.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    row = next(n for n, line in enumerate(lines) if ",lishui," in line)
    cells = lines[row].split(",")
    cells[3] = "待填"
    lines[row] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found(monkeypatch, fault("zones/denominators.csv", row + 1))
    with pytest.raises(DataError):
        beside.run(beside.report("own", "lishui"))
    result = beside.run(beside.report("own", "lishui"), beside.report("other", "zhenhai"))
    assert list(result.failures) == ["own"]
    assert result.reports == [beside.out / "other" / "report.html"]


def test_an_abandoned_zone_is_named_in_one_line_and_the_other_reports_are_made(
    beside: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    (beside.root / "parameters").mkdir()
    monkeypatch.chdir(beside.root)
    made = CliRunner().invoke(new, ["zone", "shili", "--data", "data"])
    assert made.exit_code == 0, made.output

    result = beside.run(beside.report("other", "zhenhai"))

    assert result.exit_code == 0
    assert result.reports == [beside.out / "other" / "report.html"]
    (line,) = [line for line in beside.told.getvalue().splitlines() if "shili" in line]
    assert line.startswith("shili: 数据有 17 处错误")
    with_its_file = beside.run(beside.report("other", "zhenhai"), Path("parameters/shili.yaml"))
    assert list(with_its_file.failures) == ["shili"]
    assert with_its_file.unchanged == [beside.out / "other" / "report.html"]
