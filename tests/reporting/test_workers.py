from __future__ import annotations

import errno
import gc
import io
import os
import signal
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path

import psutil
import pytest

from shequ_eval.reporting.kernels.machine import default_jobs, kernel_bytes, memory_bytes
from shequ_eval.reporting.running import worker_process
from shequ_eval.reporting.running.progress import Progress
from shequ_eval.reporting.running.workers import UNITS_OF_A_WORKER, Processes, Unit, run_units


def touch(path: Path) -> None:
    path.touch()


def die_the_first_time(path: Path) -> None:
    if not path.exists():
        path.touch()
        os.kill(os.getpid(), signal.SIGTERM if os.name == "nt" else signal.SIGKILL)


def leave_pid(folder: Path) -> None:
    with (folder / str(os.getpid())).open("a") as stream:
        stream.write("x")


def leave_a_line(path: Path) -> None:
    time.sleep(0.02)
    with path.open("a", encoding="utf-8") as stream:
        stream.write("done\n")


def always_die() -> None:
    os._exit(9)


def wait_deaf_to_all(path: Path) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    path.write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(120)


def give_what_cannot_be_sent() -> object:
    return threading.Lock()


def fail_with_what_cannot_be_sent() -> None:
    error = RuntimeError("first words")
    error.held = threading.Lock()  # type: ignore[attr-defined]
    raise error


def leave_how_it_imports(path: Path) -> None:
    module = sys.modules.get("rfc3987_syntax", "not imported")
    path.write_text(f"{gc.isenabled()} {module}", encoding="utf-8")


def fill_the_disk() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def outcome(*units: Unit, jobs: int = 2) -> tuple[dict[str, str | None], str]:
    ended: dict[str, str | None] = {}
    stream = io.StringIO()

    def follow(unit: Unit, fault: str | None) -> Iterable[Unit]:
        ended[unit.name] = fault
        return []

    run_units(iter(units), Processes(jobs), Progress(stream, len(units)), follow)
    return ended, stream.getvalue()


def test_the_work_of_a_worker_that_dies_is_done_again_and_no_other_is_lost(tmp_path: Path) -> None:
    ended, _ = outcome(
        Unit("r", "dies", die_the_first_time, (tmp_path / "first",)),
        *(Unit("r", f"u{n}", touch, (tmp_path / str(n),)) for n in range(6)),
    )

    assert ended == dict.fromkeys(["dies", *(f"u{n}" for n in range(6))])
    assert len(list(tmp_path.iterdir())) == 7


def test_workers_that_die_one_after_another_take_no_other_work_with_them(tmp_path: Path) -> None:
    """Each has a pipe of its own: what another was doing is neither lost nor done twice."""
    dying = [Unit("r", f"d{n}", die_the_first_time, (tmp_path / f"d{n}",)) for n in range(12)]
    steady = [Unit("r", f"s{n}", leave_a_line, (tmp_path / f"s{n}",)) for n in range(24)]
    mixed = [unit for n in range(12) for unit in (dying[n], steady[2 * n], steady[2 * n + 1])]

    ended, _ = outcome(*mixed, jobs=3)

    assert ended == dict.fromkeys(unit.name for unit in mixed)
    assert {(tmp_path / unit.name).read_text() for unit in steady} == {"done\n"}


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process without asking it")
def test_a_worker_that_hears_nothing_is_ended_when_the_run_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_process, "ENDING_SECONDS", 0.5)
    noted = tmp_path / "pid"

    def units() -> Iterable[Unit]:
        yield Unit("r", "deaf", wait_deaf_to_all, (noted,))
        while not (noted.is_file() and noted.read_text()):
            time.sleep(0.02)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_units(units(), Processes(2), Progress(io.StringIO()), lambda unit, fault: [])

    assert not psutil.pid_exists(int(noted.read_text()))


def test_what_cannot_be_sent_back_is_a_fault_and_the_worker_goes_on(tmp_path: Path) -> None:
    ended, _ = outcome(
        Unit("r", "given", give_what_cannot_be_sent, ()),
        Unit("r", "raised", fail_with_what_cannot_be_sent, ()),
        Unit("r", "unsent", touch, (threading.Lock(),)),
        Unit("r", "fine", touch, (tmp_path / "x",)),
        jobs=1,
    )

    assert "cannot pickle" in str(ended["given"])
    assert "first words" in str(ended["raised"])
    assert "cannot pickle" in str(ended["unsent"])
    assert ended["fine"] is None


def test_a_fault_tells_where_in_its_worker_it_was_raised() -> None:
    ended, _ = outcome(Unit("r", "wrong", touch, ("no path",)))

    assert "AttributeError: 'str' object has no attribute 'touch'" in str(ended["wrong"])
    assert "test_workers.py" in str(ended["wrong"])


def test_work_that_kills_its_worker_twice_is_given_up_and_a_full_disk_is_named(
    tmp_path: Path,
) -> None:
    ended, told = outcome(
        Unit("r", "deadly", always_die, ()),
        Unit("r", "full", fill_the_disk, ()),
        Unit("r", "fine", touch, (tmp_path / "x",)),
        jobs=1,
    )

    assert "perhaps for want of memory" in str(ended["deadly"])
    assert "磁盘已满" in str(ended["full"])
    assert ended["fine"] is None
    assert "失败 failed 2" in told


def test_no_worker_does_more_than_some_units_and_none_stays(tmp_path: Path) -> None:
    count = 2 * 2 * UNITS_OF_A_WORKER + 1
    ended, _ = outcome(*(Unit("r", f"u{n}", leave_pid, (tmp_path,)) for n in range(count)))

    assert len(ended) == count
    assert not any(ended.values())
    done = {int(path.name): len(path.read_text()) for path in tmp_path.iterdir()}
    assert sum(done.values()) == count
    assert 2 < len(done) <= 6
    assert not set(done) & set(psutil.pids())


def test_units_are_asked_for_only_when_there_is_room(tmp_path: Path) -> None:
    asked: list[int] = []
    done: list[int] = []

    def units() -> Iterable[Unit]:
        for n in range(6):
            asked.append(n)
            assert len(asked) - len(done) <= 2
            yield Unit("r", f"u{n}", touch, (tmp_path / str(n),))

    def follow(unit: Unit, fault: str | None) -> Iterable[Unit]:
        done.append(1)
        return [Unit("r", "last", touch, (tmp_path / "l",))] if unit.name == "u5" else []

    run_units(units(), Processes(2), Progress(io.StringIO()), follow)

    assert len(done) == 7


@pytest.mark.parametrize(
    ("cores", "memory", "jobs"), [(2, 24 * 10**9, 4), (8, 3 * 10**9, 3), (4, 0, 8), (1, 10**8, 1)]
)
def test_as_many_run_at_once_as_cores_and_memory_allow(cores: int, memory: int, jobs: int) -> None:
    assert default_jobs(cores, memory) == jobs


def test_all_kernels_together_fit_into_the_machine() -> None:
    assert 4 * kernel_bytes(4, 24 * 10**9) < 24 * 10**9
    assert kernel_bytes(4, 0) == 0
    assert memory_bytes() >= 0


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")
def test_a_worker_collects_garbage_though_what_it_was_forked_from_does_not(tmp_path: Path) -> None:
    """That one is also spared a grammar of jsonschema's, the longest of all its imports."""
    outcome(Unit("r", "tells", leave_how_it_imports, (tmp_path / "told",)))

    assert (tmp_path / "told").read_text(encoding="utf-8") == "True None"
