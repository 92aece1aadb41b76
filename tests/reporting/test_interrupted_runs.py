from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import nbformat
import psutil
import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send"),
]

WAITS = """import os, pathlib, time
pathlib.Path("kernel.pid").write_text(str(os.getpid()))
time.sleep(120)"""
PARAMETERS = """report_id: zhenhai
title: 镇海
zones: [zhenhai]
as_of: "2026-11-24"
notebooks: [waiting_report]
"""


def hear_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def waiting(tmp_path: Path, data_root: Path) -> Iterator[tuple[Path, subprocess.Popen[bytes], int]]:
    """A project with an old report, a run of it that waits in a cell, and its kernel's id."""
    shutil.copytree(data_root, tmp_path / "data", ignore=shutil.ignore_patterns("tidy"))
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "parameters").mkdir()
    (tmp_path / "outputs" / "zhenhai").mkdir(parents=True)
    (tmp_path / "outputs" / "zhenhai" / "report.html").write_text("last good", encoding="utf-8")
    given = nbformat.v4.new_code_cell("report_id = ''", metadata={"tags": ["parameters"]})
    cells = [given, nbformat.v4.new_code_cell(WAITS)]
    nbformat.write(
        nbformat.v4.new_notebook(cells=cells), tmp_path / "notebooks" / "waiting_report.ipynb"
    )
    (tmp_path / "parameters" / "zhenhai.yaml").write_text(PARAMETERS, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(data_root.parent)}
    environment.pop("SHEQU_EVAL_DATA", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "shequ_eval", "run"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        # A shell that starts the tests in the background makes all below it deaf to Ctrl-C.
        preexec_fn=hear_interrupts,  # noqa: PLW1509 - no threads run here
    )
    started = psutil.Process(process.pid)
    noted = tmp_path / "notebooks" / "kernel.pid"
    deadline = time.monotonic() + 90
    while not (noted.is_file() and noted.read_text(encoding="utf-8")):
        assert process.poll() is None, process.communicate()[0].decode("utf-8")
        assert time.monotonic() < deadline
        time.sleep(0.1)
    family = [started, *started.children(recursive=True)]
    yield tmp_path, process, int(noted.read_text(encoding="utf-8"))
    for member in family:
        with suppress(psutil.NoSuchProcess):
            member.kill()


def alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def gone_within(seconds: float, pids: list[int]) -> bool:
    deadline = time.monotonic() + seconds
    while any(alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not any(alive(pid) for pid in pids)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("whole_group", [True, False], ids=["terminal", "one process"])
def test_ctrl_c_leaves_the_last_report_no_half_report_and_no_kernel(
    waiting: tuple[Path, subprocess.Popen[bytes], int], whole_group: bool
) -> None:
    root, process, kernel = waiting
    children = [child.pid for child in psutil.Process(process.pid).children(recursive=True)]
    assert kernel in children

    if whole_group:
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGINT)
    told = process.communicate(timeout=30)[0].decode("utf-8")

    assert process.returncode == 130, told
    assert "已中断" in told
    assert "Traceback" not in told
    assert gone_within(5, children)
    assert names_in(root / "outputs") == ["zhenhai"]
    assert names_in(root / "outputs" / "zhenhai") == ["report.html"]


def test_a_run_that_is_killed_leaves_no_process_and_the_next_one_tidies_up(
    waiting: tuple[Path, subprocess.Popen[bytes], int],
) -> None:
    root, process, _ = waiting
    children = [child.pid for child in psutil.Process(process.pid).children(recursive=True)]

    process.kill()
    process.wait()

    assert gone_within(10, children)
    assert names_in(root / "outputs") == [".run.lock", ".tmp-zhenhai", "zhenhai"]
    waits = root / "notebooks" / "waiting_report.ipynb"
    waits.write_text(waits.read_text(encoding="utf-8").replace("120", "0"), encoding="utf-8")
    again = subprocess.run(
        [sys.executable, "-m", "shequ_eval", "run"],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        check=False,
        capture_output=True,
    )
    assert again.returncode == 0, again.stderr.decode("utf-8")
    assert names_in(root / "outputs") == [".history", "index.html", "zhenhai"]
    page = (root / "outputs" / "zhenhai" / "report.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
