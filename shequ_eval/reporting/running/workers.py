"""Knows how pieces of work run in processes of their own and end with them; not what they do."""

from __future__ import annotations

import errno
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any, Protocol

from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.running.progress import Progress

MOST_WORKERS = 61  # Windows waits for no more processes than this
QUICK = "shequ_eval.reporting.running.quick_imports"
WORK = "shequ_eval.reporting.running.work"
ATTEMPTS_AFTER_A_CRASH = 2
# NOTE: the typesetter keeps what it has drawn for its last fifteen documents or so, up to 2 GB.
# A new worker reads fonts and codebook anew, about a second: so not too often.
UNITS_OF_A_WORKER = 32


@dataclass(frozen=True)
class Unit:
    """A piece of work: a function of a module and its arguments, both of which can be sent."""

    report_id: str
    name: str
    call: Callable[..., Any]
    arguments: tuple[Any, ...]
    attempt: int = 1

    @property
    def title(self) -> str:
        """How progress calls it."""
        return f"{self.report_id}/{self.name}"


class Crew(Protocol):
    """Those who do the work: processes of this machine, or the workers of a cluster."""

    most: int

    def submit(self, unit: Unit) -> Future[Any]:
        """Begin a unit."""

    def close(self) -> None:
        """Let all that runs end; after a crash the next unit finds new workers."""

    def stop(self) -> None:
        """End all that runs, now."""


def run_units(
    units: Iterable[Unit],
    workers: Crew,
    progress: Progress,
    follow: Callable[[Unit, str | None], Iterable[Unit]],
) -> None:
    """Run every unit, as many at a time as there are workers, and those that `follow` adds.

    `units` is asked for the next one only when there is room for it; what `follow` adds goes
    first. `follow` is told the unit and its fault, or None where it went well. No fault stops the
    others. When this function is left early, by Ctrl-C or an error, no process stays behind.
    """
    coming, first = iter(units), deque[Unit]()
    running: dict[Future[Any], Unit] = {}
    try:
        while True:
            while len(running) < workers.most:
                unit = first.popleft() if first else next(coming, None)
                if unit is None:
                    break
                progress.started(unit.title)
                running[workers.submit(unit)] = unit
            if not running:
                break
            # NOTE: Windows hears Ctrl-C only between waits.
            finished, _ = wait(running, timeout=0.5, return_when=FIRST_COMPLETED)
            if any(_crashed(future) for future in finished):
                finished = wait(running).done  # one dead worker breaks all that its pool runs
                workers.close()
            for future in finished:
                unit = running.pop(future)
                if _crashed(future) and unit.attempt < ATTEMPTS_AFTER_A_CRASH:
                    first.append(replace(unit, attempt=unit.attempt + 1))
                    continue
                fault = _fault_of(future)
                progress.ended(unit.title, fault)
                first.extend(follow(unit, fault))
    except BaseException:
        workers.stop()
        raise
    workers.close()


class Processes:
    """A pool of processes, begun when it is needed and again after it was closed.

    After some units new processes take over and the old ones end with what they run, so that the
    memory of a run does not grow with the number of its reports.
    """

    def __init__(self, jobs: int) -> None:
        self.most = max(1, min(jobs, MOST_WORKERS))
        self._context = _context()
        self._foreign = set(multiprocessing.active_children())
        self._pool: ProcessPoolExecutor | None = None
        self._ending: list[ProcessPoolExecutor] = []
        self._given = 0

    def submit(self, unit: Unit) -> Future[Any]:
        """Begin a unit in a process of its own."""
        self._given += 1
        if self._pool is not None and self._given > UNITS_OF_A_WORKER * self.most:
            self._pool.shutdown(wait=False)
            self._ending.append(self._pool)
            self._pool = None
        try:
            return self._begun().submit(unit.call, *unit.arguments)
        except BrokenProcessPool:  # a worker died while it had nothing to do
            self.close()
            return self._begun().submit(unit.call, *unit.arguments)

    def _begun(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._given = 1
            arguments = (dict(os.environ),)
            self._pool = ProcessPoolExecutor(self.most, self._context, _begin_worker, arguments)
        return self._pool

    def close(self) -> None:
        """Let all that runs end."""
        for pool in (*self._ending, self._pool):
            if pool is not None:
                pool.shutdown(wait=True, cancel_futures=True)
        # NOTE: a pool that was told to end without being waited for is not waited for again.
        for process in self._own_processes():
            process.join()
        self._ending, self._pool = [], None

    def stop(self) -> None:
        """End all that runs."""
        for process in self._own_processes():
            process.terminate()
        self.close()

    def _own_processes(self) -> list[BaseProcess]:
        return [p for p in multiprocessing.active_children() if p not in self._foreign]


def _context() -> BaseContext:
    """Processes that share no threads and no state with this one.

    On Linux they are forked from a server that has imported their work; elsewhere each begins
    anew.
    """
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver  # noqa: PLC0415  (of no use elsewhere)

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([QUICK, WORK])  # in this order
    forkserver.ensure_running()  # it imports while the run still checks its data
    return context


def _crashed(future: Future[Any]) -> bool:
    return isinstance(future.exception(), BrokenProcessPool)


def _fault_of(future: Future[Any]) -> str | None:
    error = future.exception()
    if error is None:
        return None
    if isinstance(error, ReportingFault):
        return str(error)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "磁盘已满，报告没有写完 the disk is full, the report could not be written"
    if isinstance(error, BrokenProcessPool):
        return "工作进程意外退出，可能内存不足 a worker died, perhaps for want of memory"
    # A defect of this package: the trace is what its authors need.
    return f"{type(error).__name__}: {error}\n{error.__cause__ or ''}".strip()


def _begin_worker(environment: dict[str, str]) -> None:
    """Leave quietly when the run is stopped, and never outlive it; see the run's environment."""
    gc.freeze()  # the pages of what is here already stay shared with the other workers
    gc.enable()
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGINT, _wait_for_the_run)
    signal.signal(signal.SIGTERM, _leave)
    threading.Thread(target=_leave_with_the_run, daemon=True).start()


def _wait_for_the_run(number: int, frame: FrameType | None) -> None:
    """Ctrl-C reaches every process of a terminal; the run itself decides what happens then."""


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(1)  # shuts down the kernel on its way out


def _leave_with_the_run() -> None:
    run = multiprocessing.parent_process()
    if run is not None:
        run.join()
        os._exit(1)  # the kernel, whose parent is gone, ends itself
