"""Knows how one process imports the libraries once and forks kernels from itself; runs no cell.

It is started by `warm_kernel` and ends with the process that started it, and its kernels with it.
A kernel ends with the connection over which it was asked for. Linux only.
"""

from __future__ import annotations

import ctypes
import json
import os
import selectors
import signal
import socket
import sys
import time
import warnings
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from shequ_eval.reporting.kernels.warm_imports import prepare
from shequ_eval.reporting.kernels.warm_key import warm_key

READ_SECONDS = 5.0
GIVEN_FILES = 3  # standard output and error, and a pipe that is closed when the kernel listens


def serve(listener: socket.socket, owner: int, key: str) -> None:
    """Fork a kernel for each request that bears `key`, until the pipe `owner` is closed."""
    parent = _Parent(listener, owner, key)
    while parent.step():
        pass


class _Parent:
    """The sockets that a parent listens to and the kernels that it has forked."""

    def __init__(self, listener: socket.socket, owner: int, key: str) -> None:
        self._listener, self._owner, self._key = listener, owner, key
        self._retired = False
        self._selector = selectors.DefaultSelector()
        self._selector.register(owner, selectors.EVENT_READ, "owner")
        self._selector.register(listener, selectors.EVENT_READ, "request")
        self._asked_by: dict[int, socket.socket] = {}
        self._watched: dict[int, int] = {}

    def step(self) -> bool:
        """Wait for one thing to happen and deal with it; False once the owner is gone."""
        for chosen, _ in self._selector.select():
            if chosen.data == "owner":
                if not os.read(self._owner, 64):
                    self._end_all()
                    return False
                self._retire()
            if chosen.data == "request":
                self._answer()
            elif chosen.fileobj == self._watched.get(chosen.data):
                self._tell_end(chosen.data)
            elif chosen.fileobj is self._asked_by.get(chosen.data):
                _kill_group(chosen.data)  # whoever asked for it is gone
                self._selector.unregister(chosen.fileobj)
        return bool(self._asked_by) or not self._retired

    def _answer(self) -> None:
        connection, _ = self._listener.accept()
        connection.settimeout(READ_SECONDS)
        try:
            request, streams = _read_request(connection)
        except (OSError, ValueError):
            connection.close()
            return
        if request["key"] != self._key:
            _send(connection, {"stale": True})
            connection.close()
        else:
            self._fork(connection, request, streams)
        for stream in streams:
            os.close(stream)

    def _fork(
        self, connection: socket.socket, request: Mapping[str, Any], streams: list[int]
    ) -> None:
        with warnings.catch_warnings():
            # NOTE: newer Pythons warn of idle threads of the linear algebra; those survive forks.
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid == 0:
            self._let_go()
            become_kernel(request, streams)
        watch = os.pidfd_open(pid)
        self._selector.register(watch, selectors.EVENT_READ, pid)
        self._selector.register(connection, selectors.EVENT_READ, pid)
        self._asked_by[pid], self._watched[pid] = connection, watch
        _send(connection, {"pid": pid})

    def _let_go(self) -> None:
        """Close in a new kernel what belongs to its parent."""
        self._selector.close()
        self._listener.close()
        for connection in self._asked_by.values():
            connection.close()
        for watch in self._watched.values():
            os.close(watch)

    def _tell_end(self, pid: int) -> None:
        watch, connection = self._watched.pop(pid), self._asked_by.pop(pid)
        _, status = os.waitpid(pid, 0)
        self._selector.unregister(watch)
        os.close(watch)
        with suppress(KeyError):
            self._selector.unregister(connection)
        _send(connection, {"exit": os.waitstatus_to_exitcode(status)})
        connection.close()

    def _retire(self) -> None:
        self._retired = True
        self._selector.unregister(self._listener)
        self._listener.close()

    def _end_all(self) -> None:
        for pid in self._asked_by:
            _kill_group(pid)


def become_kernel(request: Mapping[str, Any], streams: list[int]) -> None:
    """Turn a freshly forked process into the kernel that was asked for; never returns."""
    code = 1
    try:
        os.setsid()
        *given, told = streams
        for number, wanted in enumerate(given, start=1):
            os.dup2(wanted, number)
        _end_with_parent()
        os.environ.clear()
        os.environ.update(request["environment"], JPY_PARENT_PID=str(os.getppid()))
        time.tzset()
        os.chdir(request["folder"])
        sys.argv = list(request["arguments"])
        _forget_random_state()
        _run_kernel(request["arguments"][1:], told)
        code = 0
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 0
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)


def _run_kernel(arguments: list[str], told: int) -> None:
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415  (imported before the fork)

    # NOTE: a normal kernel sets MPLBACKEND before matplotlib is imported; here it is imported
    # already, and without --matplotlib=inline every figure would silently vanish.
    app = IPKernelApp.instance(parent_handle=os.getppid())
    app.initialize([*arguments, "--matplotlib=inline"])
    os.close(told)
    app.start()


def _forget_random_state() -> None:
    """A kernel must not draw the numbers that its siblings draw: that would hide a lacking seed."""
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()


def _end_with_parent() -> None:
    """Ask Linux to kill this process when its parent dies, however that happens."""
    set_death_signal = 1
    ctypes.CDLL(None, use_errno=True).prctl(set_death_signal, signal.SIGKILL)


def _read_request(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    _, streams, _, _ = socket.recv_fds(connection, 1, GIVEN_FILES)
    text = b""
    while not text.endswith(b"\n"):
        part = connection.recv(65536)
        if not part:
            raise ValueError("cut short")
        text += part
    request: dict[str, Any] = json.loads(text)
    return request, streams


def _send(connection: socket.socket, message: Mapping[str, Any]) -> None:
    with suppress(OSError):
        connection.sendall(json.dumps(message).encode() + b"\n")


def _kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        with suppress(ProcessLookupError):  # it has not made its own group yet
            os.kill(pid, signal.SIGKILL)


def main() -> None:
    """Serve on the socket whose number is the first argument; standard input is the owner's."""
    folder = str(Path.cwd())
    if sys.path[0] in ("", folder):
        del sys.path[0]  # as ipykernel_launcher does; IPython puts "" there again
    listener = socket.socket(fileno=int(sys.argv[1]))
    key = warm_key(os.environ, folder)
    address = Path(listener.getsockname())
    prepare()
    serve(listener, sys.stdin.fileno(), key)
    with suppress(OSError):  # whoever made them may have been killed
        address.unlink()
        address.parent.rmdir()


if __name__ == "__main__":
    main()
