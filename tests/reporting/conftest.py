"""Rules of single cells and rows, and a coder's working folder, for tests of the desk."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from shequ_eval.evidence.checks.declared import read_declared
from shequ_eval.evidence.checks.figures import check_figures
from shequ_eval.evidence.checks.schema import check_schema
from shequ_eval.evidence.checks.tables import read_package
from shequ_eval.evidence.findings import Finding
from shequ_eval.reporting.files import staging


@pytest.fixture
def row_rules_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let new contents be tried by the rules of rows alone: the whole check takes seconds."""

    def check(data_root: Path, documents: Path | None = None) -> list[Finding]:
        package, faults = read_package(data_root, read_declared(data_root)[0])
        return [*faults, *check_schema(package), *check_figures(package)]

    monkeypatch.setattr(staging, "check_package", check)


# No coding sheet asks them anything, and every reading of the data would read them.
BESIDE_THE_DESK = ("registers/", "surveys/", "context/")


@pytest.fixture
def data(project: Path, issued: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data that coding needs in the working folder, beside the sheets `issued`."""
    monkeypatch.delenv("SHEQU_EVAL_SOURCES", raising=False)
    monkeypatch.chdir(tmp_path)
    ignored = shutil.ignore_patterns("tidy", "documents")
    shutil.copytree(project / "data", tmp_path / "data", ignore=ignored)
    descriptor = tmp_path / "data" / "datapackage.json"
    package = json.loads(descriptor.read_text(encoding="utf-8"))
    resources = package["resources"]
    package["resources"] = [r for r in resources if not r["path"].startswith(BESIDE_THE_DESK)]
    descriptor.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
    for path in issued.iterdir():
        shutil.copy(path, tmp_path / path.name)
    return tmp_path / "data"
