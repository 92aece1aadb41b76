"""Knows how two runs on one output folder take turns; knows nothing of what they do."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOCK = ".run.lock"
WAITING_SECONDS = 0.5


@contextmanager
def alone_in(folder: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Wait until no other run works in `folder`, which is there, and keep others out meanwhile.

    The system lets go of the lock when its process ends, however that happens.
    """
    path, told = folder / LOCK, False
    while (handle := _taken(path)) is None:
        if not told:
            tell(f"等待另一次运行 waiting for another run in {folder}")
            told = True
        time.sleep(WAITING_SECONDS)
    try:
        yield
    finally:
        if os.name == "nt":
            os.close(handle)
        with suppress(OSError):
            path.unlink()
        if os.name != "nt":
            os.close(handle)


def _taken(path: Path) -> int | None:
    """The open lock file where it could be locked; None where another process holds it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _lock(handle)
        # NOTE: whoever held it may have deleted it since it was opened; then it locks nothing.
        if os.name == "nt" or os.path.samestat(os.fstat(handle), path.stat()):
            return handle
    except OSError:
        pass
    os.close(handle)
    return None


def _lock(handle: int) -> None:
    if os.name == "nt":
        import msvcrt  # noqa: PLC0415

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl  # noqa: PLC0415

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
