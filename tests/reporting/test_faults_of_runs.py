"""Whole runs that meet a fault: two at once, no end, memory, read-only, a clock set back."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest

from shequ_eval.evidence.findings import Finding
from shequ_eval.reporting.crate.record import read_record
from shequ_eval.reporting.files.checksums import checksums_in
from shequ_eval.reporting.files.place import OutputFault
from shequ_eval.reporting.running import data_check
from shequ_eval.reporting.running.crew import Choices
from shequ_eval.reporting.running.history import all_runs
from shequ_eval.reporting.running.run import RunResult, run_reports

ENDLESS = "import time\nwhile True:\n    time.sleep(0.1)"
GREEDY = "kept = []\nwhile True:\n    kept.append(bytearray(50_000_000))"
COUNTED = """import pathlib, time
with open("executed.txt", "a") as noted:
    noted.write(report_id + "\\n")
time.sleep(1)"""
# The same as the command, but without the check of the data, which takes seconds.
RUN = """import sys
from pathlib import Path
from shequ_eval.reporting.running import data_check, run
data_check.check_package = lambda root: []
root = Path(sys.argv[1])
files = sorted((root / "parameters").glob("*.yaml"))
result = run.run_reports(files, root / "data", root / "outputs", run.Choices(jobs=1))
print(len(result.reports), len(result.unchanged))
sys.exit(result.exit_code)"""


class Small:
    """A project of a few reports, each with one small notebook."""

    def __init__(self, root: Path, data_root: Path, reports: dict[str, str]) -> None:
        self.root, self.data, self.out = root, root / "data", root / "outputs"
        self.told = io.StringIO()
        ignored = shutil.ignore_patterns("tidy", "documents")
        shutil.copytree(data_root, self.data, ignore=ignored)
        (root / "notebooks").mkdir()
        (root / "parameters").mkdir()
        for name, source in reports.items():
            self.notebook(name, source)
            (root / "parameters" / f"{name}.yaml").write_text(
                f"report_id: {name}\ntitle: {name}\nzones: [zhenhai]\nas_of: '2026-11-24'\n"
                f"notebooks: [{name}_report]\n",
                encoding="utf-8",
            )

    def notebook(self, name: str, source: str) -> None:
        tagged = {"tags": ["parameters"]}
        cells = [
            nbformat.v4.new_code_cell("report_id = ''", metadata=tagged, id="given"),
            nbformat.v4.new_code_cell(source, id="does"),
        ]
        path = self.root / "notebooks" / f"{name}_report.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=cells), path)

    def run(self, **chosen: Any) -> RunResult:
        files = sorted((self.root / "parameters").glob("*.yaml"))
        choices = Choices(**{"jobs": 2} | chosen)
        return run_reports(files, self.data, self.out, choices, None, self.told)


@pytest.fixture
def project_of(
    tmp_path: Path, data_root: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Small]:
    monkeypatch.setattr(data_check, "check_package", lambda root: list[Finding]())
    return lambda **reports: Small(tmp_path, data_root, reports)


def is_whole(report: Path) -> bool:
    record = read_record(report)
    return record is not None and record.altered(report) == []


def kernels_below_this_process() -> list[psutil.Process]:
    below = psutil.Process().children(recursive=True)
    return [one for one in below if "ipykernel" in " ".join(one.cmdline())]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux only")
def test_of_three_reports_one_never_ends_and_one_eats_memory_and_the_third_is_made(
    project_of: Callable[..., Small],
) -> None:
    small = project_of(endless="1", greedy="1", fine="1")
    assert small.run().failures == {}
    before = {name: checksums_in(small.out / name) for name in ("endless", "greedy")}
    for name, source in {"endless": ENDLESS, "greedy": GREEDY, "fine": "2"}.items():
        small.notebook(name, source)

    result = small.run(cell_seconds=8, memory=1_500_000_000)

    assert sorted(result.failures) == ["endless", "greedy"]
    assert result.exit_code == 1
    (endless,), (greedy,) = result.failures["endless"], result.failures["greedy"]
    assert endless.startswith("endless_report.ipynb: 第 2 格出错 cell 2 raised\n    | import time")
    assert "not done after 8 s" in endless
    assert greedy.startswith("greedy_report.ipynb: 第 2 格出错 cell 2 raised\n    | kept = []")
    assert "MemoryError" in greedy
    assert result.reports == [small.out / "fine" / "report.html"]
    assert {name: checksums_in(small.out / name) for name in before} == before
    assert kernels_below_this_process() == []


@pytest.mark.slow
def test_two_whole_runs_at_once_on_one_folder_make_each_report_once(
    project_of: Callable[..., Small], project: Path
) -> None:
    small = project_of(one=COUNTED, two=COUNTED)
    command = [sys.executable, "-c", RUN, str(small.root)]
    environment = os.environ | {"PYTHONPATH": str(project)}
    environment.pop("SHEQU_EVAL_DATA", None)

    runs = [
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    told = [run.communicate(timeout=240) for run in runs]

    assert [run.returncode for run in runs] == [0, 0], told
    assert sorted(out.strip() for out, _ in told) == ["0 2", "2 0"]
    assert sum("waiting for another run" in err for _, err in told) == 1
    executed = (small.root / "notebooks" / "executed.txt").read_text(encoding="utf-8")
    assert sorted(executed.split()) == ["one", "two"]
    names = sorted(path.name for path in small.out.iterdir() if not path.name.startswith(".his"))
    assert names == ["index.html", "one", "two"]
    assert all(is_whole(small.out / name) for name in ("one", "two"))


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """The folder with what is in it, in which nothing can be written, not by root either."""
    if os.name == "nt":
        pytest.skip("folders cannot be made read-only like this")
    if os.geteuid():
        folder.chmod(0o555)
        yield
        folder.chmod(0o755)
        return
    bound = subprocess.run(
        ["mount", "--bind", "-o", "ro", str(folder), str(folder)], check=False, capture_output=True
    )
    if bound.returncode:
        pytest.skip("a folder cannot be mounted read-only here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_read_only_output_is_refused_before_anything_runs_and_what_stands_is_left(
    project_of: Callable[..., Small],
) -> None:
    small = project_of(one=COUNTED)
    assert small.run().failures == {}
    before = checksums_in(small.out)

    with read_only(small.out):
        unchanged = small.run()
        assert (unchanged.exit_code, unchanged.reports) == (0, [])
        small.notebook("one", f"{COUNTED}\n# changed")
        with pytest.raises(OutputFault, match=r"不能写.*--out"):
            small.run()

    assert checksums_in(small.out) == before
    executed = (small.root / "notebooks" / "executed.txt").read_text(encoding="utf-8")
    assert executed.split() == ["one"]
    assert small.run().reports == [small.out / "one" / "report.html"]


@pytest.mark.slow
def test_a_clock_that_was_moved_back_changes_no_decision_no_byte_and_no_order(
    project_of: Callable[..., Small],
) -> None:
    small = project_of(one="1")
    small.run()
    first = checksums_in(small.out / "one")
    in_a_year = time.time() + 365 * 86_400
    for path in (small.root, *small.root.rglob("*")):
        os.utime(path, (in_a_year, in_a_year))

    assert small.run().reports == []
    small.notebook("one", "2")
    assert small.run().reports == [small.out / "one" / "report.html"]
    small.notebook("one", "1")
    assert small.run().reports == [small.out / "one" / "report.html"]

    assert checksums_in(small.out / "one") == first
    runs = all_runs(small.out)["one"]
    assert [run.number for run in runs] == [1, 2, 0]
    assert checksums_in(runs[0].folder) == first
    dates = [run.folder.stat().st_mtime for run in runs]
    assert dates[0] > dates[1], "the first run bears a later date than the second"
