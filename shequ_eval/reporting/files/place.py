"""Knows how a finished folder takes the place of an older one; knows nothing of what is in it."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import time
from collections.abc import Collection
from pathlib import Path

from shequ_eval.reporting.faults import ReportingFault

STAGED = ".tmp-"
ASIDE = ".old-"
RENAME_ATTEMPTS = 5


class OutputFault(ReportingFault):
    """A folder that cannot be written or must not be replaced."""


def check_writable(folder: Path) -> None:
    """Make sure that files can be written in `folder`, which is created where it is missing.

    Raises
    ------
    OutputFault
        A file stands in the way, or the folder may not be written.
    """
    probe = folder / f"{STAGED}probe"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputFault(
            f"{folder}: 输出目录不能写 the output folder cannot be written: {reason}；"
            "请用 --out 另指一个目录 choose another one with --out"
        ) from None


def staged_folder(target: Path) -> Path:
    """An empty folder beside `target`, on the same disk, in which its successor is built."""
    staged = target.with_name(STAGED + target.name)
    _remove(staged)
    staged.mkdir(parents=True)
    return staged


def put_in_place(staged: Path, target: Path, keep: Path | None = None) -> None:
    """Let the staged folder become `target`; the old one stays until the new one stands.

    On Linux the two change places in one step, so that there is a whole report at every moment.
    The old one then moves to `keep`, or is deleted.

    Raises
    ------
    OutputFault
        A file of the old folder is open elsewhere (Windows); the old folder is left as it was.
    """
    if target.exists() and _exchange(staged, target):
        _put_away(staged, keep)
        return
    aside = target.with_name(ASIDE + target.name)
    _remove(aside)
    try:
        if target.exists():
            _rename(target, aside)
        try:
            _rename(staged, target)
        except OSError:
            if aside.exists():
                _rename(aside, target)
            raise
    except OSError as error:
        raise OutputFault(
            f"{target}: 不能替换 cannot be replaced: {error.strerror or error}；"
            "请关闭其中打开的文件 close the files of it that are open"
        ) from None
    _put_away(aside, keep)


def _put_away(folder: Path, keep: Path | None) -> None:
    if keep is not None and folder.exists():
        _rename(folder, keep)
    else:
        _remove(folder)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step; False, and nothing done, where the system cannot."""
    if sys.platform != "linux":
        return False
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None)
    if renameat2 is None:
        return False
    here, swap = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return bool(renameat2(here, os.fsencode(one), here, os.fsencode(other), swap) == 0)


def tidy_up(folder: Path, known: Collection[str]) -> None:
    """Undo what an interrupted run left in `folder`: half-built folders go, old ones come back.

    Only folders whose entries all bear `known` names are touched; others are somebody else's.
    """
    for aside in sorted(folder.glob(f"{ASIDE}*")):
        target = folder / aside.name.removeprefix(ASIDE)
        if not _is_ours(aside, known):
            continue
        if target.exists():
            _remove(aside)
        else:
            _rename(aside, target)
    for staged in sorted(folder.glob(f"{STAGED}*")):
        if _is_ours(staged, known):
            _remove(staged)


def foreign_entries(folder: Path, known: Collection[str]) -> list[str]:
    """What lies in a folder, hidden files apart, that does not bear a known name."""
    if not folder.is_dir():
        return []
    names = sorted(entry.name for entry in folder.iterdir())
    return [name for name in names if name not in known and not name.startswith(".")]


def _is_ours(folder: Path, known: Collection[str]) -> bool:
    return folder.is_dir() and all(entry.name in known for entry in folder.iterdir())


def _rename(old: Path, new: Path) -> None:
    # NOTE: a virus scanner on Windows holds fresh files for a moment; waiting is the remedy.
    for attempt in range(RENAME_ATTEMPTS):
        try:
            old.rename(new)
            return
        except PermissionError:
            if attempt == RENAME_ATTEMPTS - 1:
                raise
            time.sleep(0.2)


def _remove(folder: Path) -> None:
    if folder.is_dir():
        shutil.rmtree(folder)
