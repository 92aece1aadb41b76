"""The rules of single cells and rows, for tests of what becomes of a finding."""

from __future__ import annotations

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
