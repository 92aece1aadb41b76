"""Knows one process that does one piece of work at a time and ends with its run.

Each has a pipe of its own and shares no lock with another, so that one that dies takes nothing
with it but the piece that it was doing.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from types import FrameType
from typing import Any

QUICK = "shequ_eval.reporting.running.quick_imports"
WORK = "shequ_eval.reporting.running.work"
ENDING_SECONDS = 10.0


class DeadWorkerError(Exception):
    """The process ended in the middle of its work, for want of memory perhaps."""


def worker_context() -> BaseContext:
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


class Worker:
    """A process that waits for work; for one thread at a time."""

    def __init__(self, context: BaseContext) -> None:
        self.done, self.broken = 0, False
        self._pipe, theirs = multiprocessing.Pipe()
        # NOTE: `Process` is an attribute of every context, which the type does not know.
        make: Any = context.Process  # type: ignore[attr-defined]
        self._process = make(target=_serve, args=(theirs, dict(os.environ)), daemon=True)
        self._process.start()
        theirs.close()  # else the end of the process would not be seen

    def do(self, call: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        """What `call` returns there; what it raises is raised here.

        Raises
        ------
        DeadWorkerError
            The process ended before it answered.
        """
        self.done += 1
        try:
            self._pipe.send((call, arguments))
            if self._pipe not in wait([self._pipe, self._process.sentinel]):
                raise DeadWorkerError
            result, error, trace = self._pipe.recv()
        except (EOFError, OSError, DeadWorkerError):
            self.broken = True
            raise DeadWorkerError from None
        if error is not None:
            raise error from RuntimeError(trace)
        return result

    def is_alive(self) -> bool:
        """Whether it can be given more work."""
        return bool(self._process.is_alive())

    def terminate(self) -> None:
        """Have it leave what it does; `end` waits for it."""
        self._process.terminate()

    def end(self) -> None:
        """Have an idle or terminated one end and wait for that; kill it where it does not."""
        if not self.broken:
            with suppress(OSError):
                self._pipe.send(None)
        self._process.join(ENDING_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _serve(pipe: Connection, environment: dict[str, str]) -> None:
    """Do what the run sends until it sends nothing more."""
    _begin(environment)
    with suppress(EOFError, ConnectionError):
        while (work := pipe.recv()) is not None:
            call, arguments = work
            answer = _answer(call, arguments)
            try:
                pipe.send(answer)
            except ConnectionError:
                raise
            except Exception as unsent:  # cannot be pickled; nothing of it was sent
                said = f"{type(unsent).__name__}: {unsent}"
                pipe.send((None, RuntimeError(said), f"{answer[1]!r}\n{answer[2]}"))


def _answer(
    call: Callable[..., Any], arguments: tuple[Any, ...]
) -> tuple[Any, Exception | None, str]:
    try:
        return call(*arguments), None, ""
    except Exception as error:  # whatever it is, the run is to hear of it
        return None, error, traceback.format_exc()


def _begin(environment: dict[str, str]) -> None:
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
