"""Knows how pieces of work run in processes of their own and end with them; not what they do."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any

from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.progress import Progress

MOST_WORKERS = 61  # Windows waits for no more processes than this
ATTEMPTS_AFTER_A_CRASH = 2


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


def run_units(
    units: Iterable[Unit],
    jobs: int,
    progress: Progress,
    follow: Callable[[Unit, str | None], Iterable[Unit]],
) -> None:
    """Run every unit, at most `jobs` at a time, and those that `follow` adds when one ends.

    `follow` is told the unit and its fault, or None where it went well. No fault stops the others.
    When this function is left early, by Ctrl-C or an error, no process stays behind.
    """
    waiting = deque(units)
    running: dict[Future[Any], Unit] = {}
    most = max(1, min(jobs, MOST_WORKERS))
    workers = _Workers(most)
    try:
        while waiting or running:
            while waiting and len(running) < most:
                unit = waiting.popleft()
                progress.started(unit.title)
                running[workers.submit(unit)] = unit
            # NOTE: Windows hears Ctrl-C only between waits.
            finished, _ = wait(running, timeout=0.5, return_when=FIRST_COMPLETED)
            if any(_crashed(future) for future in finished):
                finished = wait(running).done  # one dead worker breaks all that its pool runs
                workers.close()
            for future in finished:
                unit = running.pop(future)
                if _crashed(future) and unit.attempt < ATTEMPTS_AFTER_A_CRASH:
                    waiting.append(replace(unit, attempt=unit.attempt + 1))
                    continue
                fault = _fault_of(future)
                progress.ended(unit.title, fault)
                waiting.extendleft(follow(unit, fault))
    except BaseException:
        workers.stop()
        raise
    workers.close()


class _Workers:
    """A pool of processes, begun when it is needed and again after it was closed."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._foreign = set(multiprocessing.active_children())
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, unit: Unit) -> Future[Any]:
        return self._current().submit(unit.call, *unit.arguments)

    def _current(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # NOTE: spawned on every platform: a forked process would share threads and state.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._most, context, _begin_worker)
        return self._pool

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def stop(self) -> None:
        for process in self._own_processes():
            process.terminate()
        self.close()

    def _own_processes(self) -> list[BaseProcess]:
        return [p for p in multiprocessing.active_children() if p not in self._foreign]


def _crashed(future: Future[Any]) -> bool:
    return isinstance(future.exception(), BrokenProcessPool)


def _fault_of(future: Future[Any]) -> str | None:
    error = future.exception()
    if error is None:
        return None
    if isinstance(error, ReportingFault):
        return str(error)
    if isinstance(error, BrokenProcessPool):
        return "工作进程意外退出，可能内存不足 a worker died, perhaps for want of memory"
    # A defect of this package: the trace is what its authors need.
    return f"{type(error).__name__}: {error}\n{error.__cause__ or ''}".strip()


def _begin_worker() -> None:
    """Leave quietly when the run is stopped, and never outlive it."""
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
