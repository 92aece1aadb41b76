"""Knows how much this machine can run at once; runs nothing."""

from __future__ import annotations

import os
from pathlib import Path

LEAST_BYTES = 1_000_000_000
SHARE_FOR_KERNELS = 0.9
_GROUP = Path("/sys/fs/cgroup/memory.max")


def memory_bytes() -> int:
    """The memory of the machine, or of the container that this runs in; 0 where it is not told."""
    try:
        found = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return 0
    try:
        return min(found, int(_GROUP.read_text(encoding="ascii")))
    except (OSError, ValueError):  # no group, or one without a bound ("max")
        return found


def default_jobs(cores: int | None = None, memory: int | None = None) -> int:
    """Twice the cores, since a notebook waits half its time; fewer where memory is little.

    >>> default_jobs(cores=2, memory=24 * 10**9), default_jobs(cores=8, memory=4 * 10**9)
    (4, 4)
    """
    cores = cores or os.cpu_count() or 1
    memory = memory_bytes() if memory is None else memory
    most = memory // LEAST_BYTES if memory else 2 * cores
    return max(1, min(2 * cores, most))


def kernel_bytes(jobs: int, memory: int | None = None) -> int:
    """What one of `jobs` kernels may hold, so that all of them fit; 0 where no bound can be told.

    >>> kernel_bytes(4, memory=24 * 10**9)
    5400000000
    """
    memory = memory_bytes() if memory is None else memory
    return max(LEAST_BYTES, int(memory * SHARE_FOR_KERNELS / jobs)) if memory else 0
