"""The check of a run's data, in this process and in one of its own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import psutil
import pytest

from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.running import data_check
from shequ_eval.reporting.running.data_check import errors_in_data


@pytest.fixture
def damaged(tmp_path: Path, data_root: Path) -> Path:
    """Two wrong rows of evidence, of two zones."""
    ignored = shutil.ignore_patterns("tidy")
    root = Path(shutil.copytree(data_root, tmp_path / "data", ignore=ignored))
    for zone in ("zhenhai", "jiexiu"):
        path = root / "zones" / zone / "evidence.csv"
        told = path.read_text(encoding="utf-8").replace(",actual,", ",guessed,", 1)
        path.write_text(told, encoding="utf-8")
    return root


def never(data_root: Path) -> None:
    raise AssertionError("checked in this process")


def kill_itself(data_root: Path) -> None:
    os._exit(9)


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True)}


def test_many_zones_are_checked_in_a_process_of_their_own_with_the_same_result(
    damaged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = errors_in_data(damaged)
    monkeypatch.setattr(data_check, "MANY_ZONES", 4)
    monkeypatch.setattr(data_check, "check_package", never)

    apart = errors_in_data(damaged)
    before = children()  # what forks the workers stays, for the run
    again = errors_in_data(damaged)

    assert set(here) == {"zhenhai", "jiexiu"}
    assert here == apart == again
    assert children() == before


def test_a_check_that_is_ended_from_outside_is_told_as_such(
    damaged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_check, "MANY_ZONES", 4)
    monkeypatch.setattr(data_check, "found_in_data", kill_itself)

    with pytest.raises(ReportingFault, match="The process that checks the data died"):
        errors_in_data(damaged)
