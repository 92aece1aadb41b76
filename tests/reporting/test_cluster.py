"""The same reports from a Dask cluster, also where a worker dies in the middle."""

from __future__ import annotations

import io
import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from shequ_eval.evidence.findings import Finding
from shequ_eval.reporting.files.checksums import checksums_in
from shequ_eval.reporting.running import cluster as cluster_module
from shequ_eval.reporting.running import data_check
from shequ_eval.reporting.running.crew import Choices
from shequ_eval.reporting.running.run import RunResult, run_reports
from shequ_eval.reporting.running.store import Store

distributed = pytest.importorskip("distributed")

WAITS = """import os, pathlib, time
here = pathlib.Path(f"{report_id}.begun")
first = not here.exists()
here.write_text(str(os.getpid()))
while first and report_id == "slow" and not pathlib.Path("go").exists():
    time.sleep(0.05)
print(report_id)"""


HERE = """import pathlib
pathlib.Path("executed.txt").write_text("here")
print(report_id)"""


@pytest.fixture(scope="module")
def workers_disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the workers keep what they fetch."""
    return tmp_path_factory.mktemp("workers")


@pytest.fixture(scope="module")
def cluster(workers_disk: Path) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(workers_disk))
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
        ) as cluster:
            yield cluster


@pytest.fixture
def small(tmp_path: Path, data_root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(data_check, "check_package", lambda root: list[Finding]())
    ignored = shutil.ignore_patterns("tidy", "documents")
    shutil.copytree(data_root, tmp_path / "data", ignore=ignored)
    (tmp_path / "notebooks").mkdir()
    given = "report_id = ''"
    cells = [nbformat.v4.new_code_cell(given, metadata={"tags": ["parameters"]}, id="given")]
    cells.append(nbformat.v4.new_code_cell(WAITS, id="waits"))
    notebook = nbformat.v4.new_notebook(cells=cells)
    nbformat.write(notebook, tmp_path / "notebooks" / "x_report.ipynb")
    (tmp_path / "parameters").mkdir()
    for name in ("slow", "one", "two"):
        (tmp_path / "parameters" / f"{name}.yaml").write_text(
            f"report_id: {name}\ntitle: {name}\nzones: [zhenhai]\nas_of: '2026-11-24'\n"
            "notebooks: [x_report]\n",
            encoding="utf-8",
        )
    return tmp_path


def run(small: Path, out: str, told: io.StringIO, **chosen: Any) -> RunResult:
    files = sorted((small / "parameters").glob("*.yaml"))
    choices = Choices(**chosen)
    return run_reports(files, small / "data", small / out, choices, None, told)


@pytest.mark.slow
def test_a_worker_that_dies_in_the_middle_loses_nothing_and_the_bytes_are_the_same(
    small: Path, cluster: Any
) -> None:
    def kill_the_worker_that_waits() -> None:
        begun = small / "notebooks" / "slow.begun"
        while not begun.exists():
            time.sleep(0.05)
        with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
            tasks = client.run(_running)
            pid = next(pid for pid, running in tasks.values() if running)
        os.kill(pid, 9)
        (small / "notebooks" / "go").touch()

    killer = threading.Thread(target=kill_the_worker_that_waits)
    killer.start()
    told = io.StringIO()
    result = run(small, "by_cluster", told, scheduler=cluster.scheduler_address)
    killer.join()

    assert result.failures == {}
    assert len(result.reports) == 3
    assert "2 个工作进程 workers" in told.getvalue()
    run(small, "here", io.StringIO(), jobs=2)
    assert checksums_in(small / "by_cluster") == checksums_in(small / "here")


def _running() -> tuple[int, bool]:
    return os.getpid(), cluster_module._one_at_a_time.locked()


def test_a_scheduler_that_does_not_answer_is_named(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_module, "CONNECT_SECONDS", 0.2)

    with pytest.raises(cluster_module.ClusterFault, match=r"tcp://127\.0\.0\.1:1: 连不上"):
        run(small, "out", io.StringIO(), scheduler="tcp://127.0.0.1:1")


@pytest.mark.slow
def test_workers_with_another_package_are_refused(
    small: Path, cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_module, "package_digest", lambda: "0")

    with pytest.raises(cluster_module.ClusterFault, match=r"shequ-eval \(source\)"):
        run(small, "out", io.StringIO(), scheduler=cluster.scheduler_address)


@pytest.mark.slow
def test_workers_that_share_only_a_store_give_the_same_bytes_and_read_no_disk_of_the_run(
    small: Path, cluster: Any, workers_disk: Path
) -> None:
    path = small / "notebooks" / "x_report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-1].source = HERE
    nbformat.write(notebook, path)
    store = (small / "store").as_uri()

    result = run(small, "far", io.StringIO(), scheduler=cluster.scheduler_address, store=store)

    assert result.failures == {}
    assert not (small / "notebooks" / "executed.txt").exists()
    assert list(workers_disk.glob("shequ-eval-cache-*/*/notebooks/executed.txt"))
    run(small, "here", io.StringIO(), jobs=2)
    assert checksums_in(small / "far") == checksums_in(small / "here")
    for name in ("slow", "one", "two"):
        Store(store).fetch(name, small / "got" / name)
        assert checksums_in(small / "got" / name) == checksums_in(small / "here" / name)


@pytest.mark.slow
def test_a_store_that_the_workers_cannot_read_is_named_before_any_works(
    small: Path, cluster: Any
) -> None:
    with pytest.raises(cluster_module.ClusterFault, match=r"memory://here.*finds no inputs there"):
        run(
            small,
            "out",
            io.StringIO(),
            scheduler=cluster.scheduler_address,
            store="memory://here",
        )

    assert not (small / "out").exists()
