"""Knows how a kernel that another process has forked is watched and ended; forks none."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
from contextlib import suppress


class ForkedKernel:
    """A kernel that another process has forked, with the face of a `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, pid: int, listens: int) -> None:
        self._connection, self.pid = connection, pid
        self._listens = os.fdopen(listens, "rb", buffering=0)
        self.returncode: int | None = None

    async def listening(self, seconds: float) -> None:
        """Wait until the kernel listens to its client or has ended, but not longer than that."""
        if not self._listens.closed:
            await _readable(self._listens.fileno(), seconds)
            self._listens.close()

    async def ended(self, seconds: float) -> None:
        """Wait until `poll` gives the exit code, but not longer than that."""
        if self.returncode is None:
            await _readable(self._connection.fileno(), seconds)

    def poll(self) -> int | None:
        """The exit code, or None while the kernel lives."""
        if self.returncode is None:
            self._connection.setblocking(False)
            try:
                self._note(self._connection.recv(4096))
            except BlockingIOError:
                return None
            except OSError:
                self._note(b"")
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end; `subprocess.TimeoutExpired` where it does not come in time."""
        if self.returncode is None:
            self._connection.settimeout(timeout)
            try:
                self._note(self._connection.recv(4096))
            except TimeoutError:
                raise subprocess.TimeoutExpired("kernel", timeout or 0) from None
            except OSError:
                self._note(b"")
        return self.returncode if self.returncode is not None else -signal.SIGKILL

    def send_signal(self, signum: int) -> None:
        """Send a signal, unless the kernel has ended."""
        if self.poll() is None:
            os.kill(self.pid, signum)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(signal.SIGKILL)

    def _note(self, message: bytes) -> None:
        # NOTE: no message is a parent that died, and Linux has killed its kernels with it.
        self.returncode = json.loads(message)["exit"] if message else -signal.SIGKILL
        self._connection.close()
        self._listens.close()


async def _readable(number: int, seconds: float) -> None:
    """Wait so long at most until something can be read there, or its other end is closed."""
    loop = asyncio.get_running_loop()
    known = asyncio.Event()
    loop.add_reader(number, known.set)
    try:
        with suppress(TimeoutError):
            await asyncio.wait_for(known.wait(), seconds)
    finally:
        loop.remove_reader(number)
