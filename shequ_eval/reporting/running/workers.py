"""Knows how pieces of work run in processes of their own and end with them; not what they do."""

from __future__ import annotations

import errno
import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from typing import Any, Protocol

from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.running.progress import Progress
from shequ_eval.reporting.running.worker_process import DeadWorkerError, Worker, worker_context

ATTEMPTS_AFTER_A_DEATH = 2
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
        """Let all that runs end; no unit is begun after this."""

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
            for future in finished:
                unit = running.pop(future)
                died = isinstance(future.exception(), DeadWorkerError)
                if died and unit.attempt < ATTEMPTS_AFTER_A_DEATH:
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
    """Processes, begun as they are needed; a dead one is replaced by the next unit.

    After some units a process ends and a new one takes its place, so that the memory of a run
    does not grow with the number of its reports.
    """

    def __init__(self, jobs: int) -> None:
        self.most = max(1, jobs)
        self._context = worker_context()
        self._threads = ThreadPoolExecutor(self.most)  # each waits for one process
        self._changing = threading.Lock()
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._stopped = False

    def submit(self, unit: Unit) -> Future[Any]:
        """Begin a unit in a process of its own."""
        return self._threads.submit(self._do, unit)

    def _do(self, unit: Unit) -> Any:
        worker = self._taken()
        try:
            return worker.do(unit.call, unit.arguments)
        finally:
            self._give_back(worker)

    def _taken(self) -> Worker:
        with self._changing:
            if self._stopped:
                raise CancelledError
            worker = self._idle.pop() if self._idle else None
            if worker is None or not worker.is_alive():
                worker = Worker(self._context)
            self._busy.add(worker)
            return worker

    def _give_back(self, worker: Worker) -> None:
        spent = worker.done >= UNITS_OF_A_WORKER or worker.broken
        if spent:
            worker.end()
        with self._changing:
            self._busy.discard(worker)
            if not spent:
                self._idle.append(worker)

    def close(self) -> None:
        """Let all that runs end, and every process with it."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        while self._idle:
            self._idle.pop().end()

    def stop(self) -> None:
        """End all that runs."""
        with self._changing:
            self._stopped = True
            workers = [*self._busy, *self._idle]
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.end()
        self.close()


def _fault_of(future: Future[Any]) -> str | None:
    error = future.exception()
    if error is None:
        return None
    if isinstance(error, ReportingFault):
        return str(error)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "磁盘已满，报告没有写完 the disk is full, the report could not be written"
    if isinstance(error, DeadWorkerError):
        return "工作进程意外退出，可能内存不足 a worker died, perhaps for want of memory"
    # A defect of this package: the trace is what its authors need.
    return f"{type(error).__name__}: {error}\n{error.__cause__ or ''}".strip()
