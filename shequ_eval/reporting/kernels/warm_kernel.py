"""Knows how a kernel is had from a process that has imported the libraries; runs no notebook.

A provisioner of `jupyter_client`: papermill, nbclient and JupyterLab use it unchanged through a
kernelspec whose metadata name it. Where processes cannot be forked, normal kernels are started.
"""

from __future__ import annotations

import asyncio
import atexit
import importlib.util
import json
import logging
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Bool, Integer

from shequ_eval.reporting.kernels.kernel_process import ForkedKernel
from shequ_eval.reporting.kernels.warm_key import warm_key

PROVISIONER = "shequ-eval-warm"
LAUNCHER = "ipykernel_launcher"
ADDRESS = "SHEQU_EVAL_WARM"
RETIRE = b"retire\n"
PREPARING_SECONDS = 120.0
LISTENING_SECONDS = 10.0
KILLING_SECONDS = 5.0
CANNOT_FORK = (
    "这个系统不能预热内核，改用普通内核，结果相同，稍慢。"
    " Kernels cannot be kept warm on this system; normal ones give the same, more slowly."
)
_log = logging.getLogger(__name__)


class WarmProvisioner(LocalProvisioner):
    """Has kernels forked from a warm parent; they live, die and time out as normal ones do."""

    warm = Bool(True, help="Fork where that is possible; else start a normal kernel.").tag(
        config=True
    )
    memory = Integer(0, help="Bytes that a kernel may hold (Linux), 0 for no bound.").tag(
        config=True
    )

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel that `cmd` would start, or start it."""
        process = None
        if self.warm and _is_our_kernel(cmd):
            folder = str(Path(kwargs.get("cwd") or ".").resolve())
            environment = kwargs["env"]
            # NOTE: in a thread, since the first kernel waits until its parent has imported all.
            process = await asyncio.to_thread(forked_kernel, cmd[3:], environment, folder)
        if process is None:
            info = await super().launch_kernel(cmd, **kwargs)
        else:
            self.process, self.pid, self.pgid = process, process.pid, process.pid
            self.cwd, info = kwargs.get("cwd", Path.cwd()), self.connection_info
        if self.memory and self.pid:
            bound_memory(self.pid, self.memory)
        if process is not None:
            # NOTE: whoever connects before the kernel listens is refused and tries again late.
            await process.listening(LISTENING_SECONDS)
        return info

    async def kill(self, restart: bool = False) -> None:
        """End the kernel and wait for its end, which is told; callers look for it less often."""
        await super().kill(restart=restart)
        if isinstance(self.process, ForkedKernel):
            await self.process.ended(KILLING_SECONDS)


class WarmParent:
    """The prepared process and the address at which it is asked; it ends with this process."""

    def __init__(self, environment: Mapping[str, str], folder: str) -> None:
        self._home = tempfile.mkdtemp(prefix="shequ-eval-")
        self.address = str(Path(self._home, "warm"))
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self.address)
            listener.listen(256)
            kept = {k: v for k, v in environment.items() if k not in ("MPLBACKEND", ADDRESS)}
            kept["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # nothing here is debugged
            command = [sys.executable, "-m", "shequ_eval.reporting.kernels.warm_parent"]
            self._process = subprocess.Popen(
                [*command, str(listener.fileno())],
                stdin=subprocess.PIPE,
                pass_fds=[listener.fileno()],
                env=kept,
                cwd=folder,
                start_new_session=True,  # a terminal's Ctrl-C is for the run alone
            )
        atexit.register(self.close)

    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def retire(self) -> None:
        """Fork no more; end when the last kernel has ended."""
        if self._process.stdin and self.is_alive():
            with suppress(OSError):
                self._process.stdin.write(RETIRE)
                self._process.stdin.flush()

    def close(self) -> None:
        """End the process and every kernel that it has forked."""
        atexit.unregister(self.close)
        self._process.kill()  # Linux ends its kernels with it
        self._process.communicate()
        shutil.rmtree(self._home, ignore_errors=True)


def can_fork() -> bool:
    """Whether kernels can be forked here: Linux, where processes can be watched by a handle."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open")


def forked_kernel(
    arguments: list[str], environment: Mapping[str, str], folder: str
) -> ForkedKernel | None:
    """A kernel from the parent that this process was told of, or from one of its own.

    `arguments` follow the kernel's command. None where there is no forking, or it failed.
    """
    if not can_fork():
        _log.warning(CANNOT_FORK)
        return None
    key, told = warm_key(environment, folder), os.environ.get(ADDRESS, "")
    request = {
        "key": key,
        "arguments": [_launcher(), *arguments],
        "environment": dict(environment),
        "folder": folder,
    }
    found = _ask(told, request) if told else None
    return found or _ask(_own_parent(key, environment, folder).address, request)


def bound_memory(pid: int, most: int) -> None:
    """Let a process hold no more than so many bytes, so that it fails alone; Linux only."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415  (there is none on Windows)

        resource.prlimit(pid, resource.RLIMIT_DATA, (most, most))


_own: dict[str, WarmParent] = {}
_starting = threading.Lock()


def _own_parent(key: str, environment: Mapping[str, str], folder: str) -> WarmParent:
    """The parent of this process for that key; one for another key, or dead, is retired."""
    with _starting:
        if key not in _own or not _own[key].is_alive():
            for retired in list(_own):
                _own.pop(retired).retire()
            _own[key] = WarmParent(environment, folder)
        return _own[key]


def _ask(address: str, request: Mapping[str, Any]) -> ForkedKernel | None:
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(PREPARING_SECONDS)
    listens, told = os.pipe()
    try:
        connection.connect(address)
        socket.send_fds(connection, [b"\0"], [1, 2, told])
        connection.sendall(json.dumps(request).encode() + b"\n")
        answer = json.loads(connection.recv(4096) or b"{}")
    except (OSError, ValueError):
        answer = {}
    finally:
        os.close(told)
    if "pid" not in answer:
        connection.close()
        os.close(listens)
        return None
    return ForkedKernel(connection, answer["pid"], listens)


def _is_our_kernel(cmd: list[str]) -> bool:
    return cmd[:3] == [sys.executable, "-m", LAUNCHER]


def _launcher() -> str:
    found = importlib.util.find_spec(LAUNCHER)
    return found.origin if found and found.origin else LAUNCHER
