"""A run that is killed at any of its writes: the last report opens, the next run completes."""

from __future__ import annotations

import io
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest

from shequ_eval.evidence.findings import Finding
from shequ_eval.reporting import build_report as build_module
from shequ_eval.reporting.crate.record import read_record
from shequ_eval.reporting.kernels.kernel import FRESH
from shequ_eval.reporting.kernels.saved_notebook import read_notebook, write_notebook
from shequ_eval.reporting.running import data_check
from shequ_eval.reporting.running import run as run_module
from shequ_eval.reporting.running.crew import Choices
from shequ_eval.reporting.running.history import all_runs
from shequ_eval.reporting.running.run import RunResult, run_reports
from shequ_eval.reporting.running.workers import Unit

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
NAMES = ("one", "two")
WRITES = ("os.rename", "os.mkdir", "os.remove", "os.rmdir", "ctypes.dlsym")


class Here:
    """Does the work in this process, so that one kill ends all of it."""

    most = 1

    def submit(self, unit: Unit) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(unit.call(*unit.arguments))
        except Exception as error:
            future.set_exception(error)
        return future

    def close(self) -> None: ...

    def stop(self) -> None: ...


@contextmanager
def here(*given: object) -> Iterator[tuple[Here, object]]:
    yield Here(), FRESH


def stored(
    notebook: Path, parameters: object, data: Path, target: Path, kernels: object, beside: Path
) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    write_notebook(read_notebook(notebook), target)


class Small:
    """Two reports that stand, and a way to make them again."""

    def __init__(self, root: Path, data_root: Path) -> None:
        self.root, self.out, self.edits = root, root / "outputs", 0
        ignored = shutil.ignore_patterns("tidy", "documents")
        shutil.copytree(data_root, root / "data", ignore=ignored)
        (root / "notebooks").mkdir()
        (root / "parameters").mkdir()
        cell = nbformat.v4.new_code_cell("x = 1", metadata={"tags": ["parameters"]}, id="a")
        cells = [cell, nbformat.v4.new_markdown_cell("## 一、结论", id="b")]
        notebook = nbformat.v4.new_notebook(cells=cells)
        nbformat.write(notebook, root / "notebooks" / "x_report.ipynb")
        for name in NAMES:
            (root / "parameters" / f"{name}.yaml").write_text(
                f"report_id: {name}\ntitle: {name}\nzones: [zhenhai]\nas_of: '2026-11-24'\n"
                "notebooks: [x_report]\n",
                encoding="utf-8",
            )

    def run(self) -> RunResult:
        files = sorted((self.root / "parameters").glob("*.yaml"))
        choices = Choices(kept=3)
        return run_reports(files, self.root / "data", self.out, choices, None, io.StringIO())

    def edit(self) -> None:
        """Give the next run something to do."""
        self.edits += 1
        notes = self.root / "data" / "zones" / "zhenhai" / "notes.md"
        notes.write_text(f"{self.edits}\n", encoding="utf-8")

    def run_in_a_child(self, at_write: Callable[[int], object]) -> int:
        """Run in a forked process that calls `at_write` before each of its writes."""
        pid = os.fork()
        if pid == 0:
            count = 0

            def watch(event: str, given: tuple[Any, ...]) -> None:
                nonlocal count
                opens = event == "open" and isinstance(given[2], int) and given[2] & os.O_CREAT
                if event in WRITES or opens:
                    count += 1
                    at_write(count)

            sys.addaudithook(watch)
            try:
                os._exit(self.run().exit_code)
            except BaseException:
                os._exit(99)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@pytest.fixture
def small(tmp_path: Path, data_root: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setattr(data_check, "check_package", lambda root: list[Finding]())
    monkeypatch.setattr(run_module, "crew_for", here)
    monkeypatch.setattr(run_module, "execute_notebook", stored)
    # NOTE: typst keeps threads, which a fork does not take along: it would wait for them for ever.
    monkeypatch.setattr(build_module, "pdf_report", lambda *given: b"%PDF-")
    small = Small(tmp_path, data_root)
    assert small.run().exit_code == 0
    return small


def cut_at(number: int) -> Callable[[int], None]:
    def kill(count: int) -> None:
        if count == number:
            os.kill(os.getpid(), signal.SIGKILL)

    return kill


def check_reports_open(small: Small) -> None:
    for name in NAMES:
        record = read_record(small.out / name)
        assert record is not None
        assert record.altered(small.out / name) == []
        assert "一、结论" in (small.out / name / "report.html").read_text(encoding="utf-8")


def cut_and_check(small: Small, points: int) -> None:
    small.edit()
    with (small.root / "count").open("wb", buffering=0) as noted:
        assert small.run_in_a_child(lambda count: noted.write(b".")) == 0
    writes = (small.root / "count").stat().st_size
    assert writes > 20
    for point in sorted(random.Random(20261124).sample(range(1, writes + 1), min(points, writes))):
        small.edit()
        ended = small.run_in_a_child(cut_at(point))
        assert ended == -signal.SIGKILL, f"write {point} of {writes} never came"
        check_reports_open(small)
        assert small.run().exit_code == 0
        check_reports_open(small)
        names = sorted(path.name for path in small.out.iterdir())
        assert names == [".history", "index.html", *NAMES]
    assert all(run.is_whole for listed in all_runs(small.out).values() for run in listed)


@pytest.mark.skipif(sys.platform != "linux", reason="folders change places in one step on Linux")
def test_a_run_killed_at_a_few_of_its_writes_leaves_whole_reports(small: Small) -> None:
    cut_and_check(small, 2)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="folders change places in one step on Linux")
def test_a_run_killed_at_fifty_of_its_writes_leaves_whole_reports(small: Small) -> None:
    cut_and_check(small, 50)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="a small disk is a tmpfs of Linux")
def test_a_full_disk_fails_the_report_and_leaves_the_last_one(small: Small) -> None:
    shutil.copytree(small.out, small.root / "full")
    shutil.rmtree(small.out)
    small.out.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(small.out)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("a tmpfs cannot be mounted here")
    try:
        shutil.copytree(small.root / "full", small.out, dirs_exist_ok=True)
        free = shutil.disk_usage(small.out).free
        (small.out / "zzz").write_bytes(b"x" * max(0, free - 20_000))
        small.edit()
        result = small.run()
        assert set(NAMES) <= set(result.failures) <= {*NAMES, "index.html"}
        assert all("磁盘已满" in fault for name in NAMES for fault in result.failures[name])
        check_reports_open(small)
        (small.out / "zzz").unlink()
        assert small.run().exit_code == 0
        check_reports_open(small)
    finally:
        subprocess.run(["umount", str(small.out)], check=False)
