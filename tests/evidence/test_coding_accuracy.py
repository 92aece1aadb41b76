"""The accuracy that docs/coding.md prints is the one that is measured."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

SOURCES = os.environ.get("SHEQU_EVAL_SOURCES", "")


@pytest.mark.skipif(not SOURCES, reason="SHEQU_EVAL_SOURCES is not set: no documents to read")
def test_the_printed_accuracy_is_the_measured_one(project: Path, data_root: Path) -> None:
    path = project / "benchmarks/coding_suggestions.py"
    spec = importlib.util.spec_from_file_location("coding_suggestions", path)
    assert spec is not None and spec.loader is not None
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    lines = benchmark.table_lines(benchmark.measured(data_root, Path(SOURCES)))
    printed = (project / "docs/coding.md").read_text(encoding="utf-8")
    assert "\n".join(["<!-- measured -->", *lines]) in printed
