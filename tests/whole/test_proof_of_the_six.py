"""Whoever clones the project can make the six reports and prove that they follow from its data."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from shequ_eval.reporting.crate.record import CRATE, read_record
from shequ_eval.reporting.files.checksums import package_digest

pytestmark = pytest.mark.slow
SIX = ["comparison", "jiangbei", "jiexiu", "lishui", "nanjing", "zhenhai"]


def test_the_six_reports_of_a_fresh_clone_hold_in_every_figure_and_byte(
    outputs: Path, in_clone: Callable[..., CompletedProcess[str]]
) -> None:
    proof = in_clone("verify")

    assert proof.returncode == 0, proof.stdout[-3000:] + proof.stderr[-3000:]
    assert proof.stdout.splitlines() == [f"{name}: 一致 holds" for name in SIX]


def test_the_reports_were_made_by_the_code_of_the_clone(outputs: Path, clone: Path) -> None:
    records = [read_record(outputs / name) for name in SIX]

    digests = {r.inputs["shequ_eval (package source)"] for r in records if r is not None}
    assert digests == {package_digest(clone / "shequ_eval")}


def test_nothing_of_a_clone_is_made_again_when_it_is_run_twice(
    outputs: Path, in_clone: Callable[..., CompletedProcess[str]]
) -> None:
    again = in_clone("run", "--why")

    assert again.returncode == 0, again.stderr
    assert again.stdout.count("未变，不再执行 unchanged, not run again") == len(SIX)


def test_no_report_says_where_or_by_whom_it_was_made(outputs: Path, clone: Path) -> None:
    for name in SIX:
        text = (outputs / name / CRATE).read_text(encoding="utf-8")
        assert str(clone) not in text
        assert str(Path.home()) not in text
        assert "endTime" not in json.loads(text)["@graph"]
