"""Knows how long a piece of work takes and how much memory its processes hold; does none."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil


def timed(name: str, work: Callable[[], Any], pieces: int = 1) -> float:
    """Do it and print what it took, in all and a piece, and how busy the machine was."""
    begun = time.perf_counter()
    work()
    took = time.perf_counter() - begun
    busy = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{name:<48} {took:8.2f} s {took / pieces:8.3f} s each  {busy}", flush=True)
    return took


def group_processor_seconds() -> float | None:
    """What all processes of this one's control group have computed so far, the ended ones too.

    None where it is in no group of its own (Linux has them: `systemd-run --scope`, containers).
    Unlike the clock it hardly depends on what else the machine does.
    """
    for line in _words("/proc/self/cgroup").splitlines():
        _, controllers, group = line.split(":", 2)
        if group == "/":
            continue
        if "cpuacct" in controllers.split(","):
            return int(_words(f"/sys/fs/cgroup/cpuacct{group}/cpuacct.usage")) / 1e9
        if not controllers:
            words = _words(f"/sys/fs/cgroup{group}/cpu.stat").split()
            return int(words[words.index("usage_usec") + 1]) / 1e6
    return None


def _words(file: str) -> str:
    return Path(file).read_text(encoding="ascii") if Path(file).is_file() else ""


class Memory:
    """The most memory that this process's children held together, in MB, looked at every second.

    Pages that forked kernels share are counted once (proportional set size; Linux).
    """

    def __init__(self) -> None:
        self.most_mb = 0.0
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Memory:
        self._watcher.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._over.wait(1):
            held = sum(_held_bytes(one) for one in psutil.Process().children(recursive=True))
            self.most_mb = max(self.most_mb, held / 1e6)


def _held_bytes(process: psutil.Process) -> int:
    try:
        full = process.memory_full_info()
    except psutil.Error:  # it has ended meanwhile
        return 0
    return int(getattr(full, "pss", full.uss))
