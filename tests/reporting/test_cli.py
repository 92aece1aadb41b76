from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from shequ_eval import __version__
from shequ_eval.cli import main
from shequ_eval.evidence import checks
from shequ_eval.evidence.findings import Finding

ERROR = Finding("zones/zones.csv", 2, "zone_id", "enum", "error", "zhenhia", "zhenhai")
WARNING = Finding("zones/zones.csv", 3, "note", "style", "warning", "x", "y")


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def findings(monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    found: list[Finding] = []
    monkeypatch.setattr(checks, "check_package", lambda root: list(found))
    return found


def test_clean_data_leave_with_0(data_root: Path, findings: list[Finding]) -> None:
    result = call("check", "--data", data_root)

    assert result.exit_code == 0
    assert "没有问题" in result.output


def test_warnings_alone_leave_with_0(data_root: Path, findings: list[Finding]) -> None:
    findings.append(WARNING)

    result = call("check", "--data", data_root)

    assert result.exit_code == 0
    assert "提醒 warnings: 1" in result.output


def test_errors_are_all_printed_and_leave_with_1(data_root: Path, findings: list[Finding]) -> None:
    findings += [WARNING, ERROR]

    result = call("check", "--data", data_root)

    assert result.exit_code == 1
    assert "zones/zones.csv 第2行 列 zone_id" in result.stdout
    assert "zones/zones.csv 第3行 列 note" in result.stdout


def test_findings_come_as_json_on_demand(data_root: Path, findings: list[Finding]) -> None:
    findings.append(ERROR)

    result = call("check", "--data", data_root, "--format", "json")

    assert [row["found"] for row in json.loads(result.stdout)] == ["zhenhia"]


def test_no_findings_are_an_empty_json_array(data_root: Path, findings: list[Finding]) -> None:
    assert json.loads(call("check", "--data", data_root, "--format", "json").stdout) == []


def test_a_folder_without_data_cannot_be_checked(tmp_path: Path) -> None:
    result = call("check", "--data", tmp_path)

    assert result.exit_code == 2
    assert "datapackage.json" in result.output
    assert "Traceback" not in result.output


def test_build_writes_the_eight_tables(
    data_root: Path, tmp_path: Path, findings: list[Finding]
) -> None:
    result = call("build", "--data", data_root, "--out", tmp_path / "tidy")

    assert result.exit_code == 0
    assert len(list((tmp_path / "tidy").glob("*.csv"))) == 8
    assert len(list((tmp_path / "tidy").glob("*.parquet"))) == 8


def test_build_writes_nothing_where_the_data_have_errors(
    data_root: Path, tmp_path: Path, findings: list[Finding]
) -> None:
    findings.append(ERROR)

    result = call("build", "--data", data_root, "--out", tmp_path / "tidy")

    assert result.exit_code == 1
    assert "zhenhia" in result.output
    assert not (tmp_path / "tidy").exists()


def test_build_refuses_a_folder_with_other_files(
    data_root: Path, tmp_path: Path, findings: list[Finding]
) -> None:
    (tmp_path / "thesis.docx").write_text("precious", encoding="utf-8")

    result = call("build", "--data", data_root, "--out", tmp_path)

    assert result.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_run_with_a_bad_file_cannot_run_and_writes_nothing(data_root: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("report_id: bad\ntitle: 坏\nzones: [zhenhia]\nnotebook: [x]\n", "utf-8")

    result = call("run", bad, "--data", data_root, "--out", tmp_path / "out")

    assert result.exit_code == 2
    assert "是否指 zhenhai?" in result.output
    assert "是否指 notebooks?" in result.output
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_run_where_a_file_stands_in_the_way_of_the_output_cannot_run(
    data_root: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")

    result = call("run", "--data", data_root, "--out", tmp_path / "out")

    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_an_unknown_option_is_a_fault_of_the_call() -> None:
    assert call("run", "--job", "2").exit_code == 2
    assert call("run", "--jobs", "0").exit_code == 2


def test_the_version_and_the_commands_are_told_at_once() -> None:
    shown = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "shequ_eval", "--help"],
        capture_output=True,
        check=True,
        encoding="utf-8",
        cwd=Path(__file__).parents[2],
    )

    assert all(command in shown.stdout for command in ("check", "build", "run", "notebooks"))
    assert not any(slow in shown.stderr for slow in ("pandas", "matplotlib", "papermill"))
    assert call("--version").output == f"shequ-eval {__version__}\n"
