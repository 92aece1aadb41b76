from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shequ_eval.reporting.kernels.kernel import (
    KERNEL_NAME,
    InterpreterKernelManager,
    Kernels,
    manager_class,
)
from shequ_eval.reporting.kernels.kernel_process import ForkedKernel
from shequ_eval.reporting.kernels.prompt_client import PromptClient
from shequ_eval.reporting.kernels.warm_kernel import (
    ADDRESS,
    WarmParent,
    can_fork,
    forked_kernel,
)

pytestmark = pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux only")
SLEEPS = "--IPKernelApp.exec_lines=import time; time.sleep(60)"
SPEAKS_FOREVER = """--IPKernelApp.exec_lines=
import threading, time
def speak():
    while True:
        print("x", flush=True)
        time.sleep(0.02)
threading.Thread(target=speak, daemon=True).start()"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("started").resolve()


@pytest.fixture(scope="module")
def parent(folder: Path) -> Iterator[WarmParent]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MPLBACKEND", raising=False)
        patch.setenv("IPYTHONDIR", str(folder))
        parent = WarmParent(os.environ, str(folder))
        patch.setenv(ADDRESS, parent.address)
        yield parent
        parent.close()


def manager() -> InterpreterKernelManager:
    return manager_class(Kernels(warm=True))(kernel_name=KERNEL_NAME)


def silent(folder: Path) -> ForkedKernel:
    """A kernel that has something else to do before it listens."""
    file = folder / f"kernel-{time.monotonic_ns()}.json"
    kernel = forked_kernel(["-f", str(file), SLEEPS], os.environ, str(folder))
    assert kernel is not None
    return kernel


def test_a_kernel_that_has_been_started_listens_on_every_port(
    parent: WarmParent, folder: Path
) -> None:
    async def start() -> None:
        km = manager()
        await km.start_kernel(cwd=str(folder))
        try:
            for port in (km.shell_port, km.iopub_port, km.control_port, km.hb_port):
                socket.create_connection((km.ip, port), timeout=1).close()
        finally:
            await km.shutdown_kernel(now=True)

    asyncio.run(start())


def test_a_kernel_that_never_falls_silent_is_spoken_to_all_the_same(
    parent: WarmParent, folder: Path
) -> None:
    async def start() -> bool:
        km = manager()
        await km.start_kernel(cwd=str(folder), extra_arguments=[SPEAKS_FOREVER])
        client = km.client()
        try:
            client.start_channels()
            await asyncio.wait_for(client.wait_for_ready(timeout=10), 10)
            said = await asyncio.wait_for(client.execute_interactive("6 * 7", timeout=10), 10)
            return bool(said["content"]["status"] == "ok")
        finally:
            client.stop_channels()
            await km.shutdown_kernel(now=True)

    assert asyncio.run(start())


def test_a_kernel_that_dies_before_it_answers_is_told_at_once(
    parent: WarmParent, folder: Path
) -> None:
    async def start() -> None:
        km = manager()
        await km.start_kernel(cwd=str(folder))
        client = km.client()
        os.kill(km.provisioner.pid, signal.SIGKILL)
        try:
            client.start_channels()
            await client.wait_for_ready(timeout=30)
        finally:
            client.stop_channels()
            await km.cleanup_resources()

    begun = time.monotonic()
    with pytest.raises(RuntimeError, match="died before replying"):
        asyncio.run(start())
    assert time.monotonic() - begun < 15


def test_a_kernel_that_does_not_answer_in_time_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(client: PromptClient) -> bool:
        await asyncio.sleep(0.01)
        return False

    async def lives(client: PromptClient) -> bool:
        return True

    monkeypatch.setattr(PromptClient, "_has_answered", never)
    monkeypatch.setattr(PromptClient, "is_alive", lives)

    with pytest.raises(RuntimeError, match="didn't respond in 0 seconds"):
        asyncio.run(PromptClient().wait_for_ready(timeout=0.1))


def test_a_killed_kernel_is_known_to_have_ended_as_soon_as_it_has(
    parent: WarmParent, folder: Path
) -> None:
    kernel = silent(folder)

    async def end() -> tuple[float, Any]:
        kernel.kill()
        begun = time.monotonic()
        await kernel.ended(30)
        return time.monotonic() - begun, kernel.poll()

    took, code = asyncio.run(end())

    assert took < 15
    assert code == -signal.SIGKILL


def test_nobody_waits_for_a_kernel_that_does_not_listen_longer_than_said_or_than_it_lives(
    parent: WarmParent, folder: Path
) -> None:
    async def wait(kernel: ForkedKernel, seconds: float) -> float:
        begun = time.monotonic()
        await kernel.listening(seconds)
        return time.monotonic() - begun

    slow, dead = silent(folder), silent(folder)
    dead.kill()

    assert 0.2 <= asyncio.run(wait(slow, 0.2)) < 15
    assert asyncio.run(wait(dead, 30)) < 15
    slow.kill()
    assert slow.wait(timeout=5) == -signal.SIGKILL
