"""Knows what a prepared process must share with a kernel to stand for it; starts neither."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import shequ_eval
from shequ_eval.reporting.files.checksums import package_digest

RESTED_NS = 2 * 10**9
_known: dict[Path, tuple[list[tuple[str, int, int, int, int]], str]] = {}
# Set anew for each kernel and read only after it has begun.
OF_ONE_KERNEL = ("JPY_", "PAPERMILL_", "SHEQU_EVAL_", "PYDEVD_")
OF_NO_MATTER = (
    "PYTEST_CURRENT_TEST",
    "IPYTHONDIR",
    "JUPYTER_PATH",
    "OLDPWD",
    "PWD",
    "SHLVL",
    "_",
    "MPLBACKEND",
    "COLUMNS",
    "LINES",
)


def warm_key(environment: Mapping[str, str], folder: str) -> str:
    """A digest of all that a fresh kernel would see while it imports.

    The interpreter, the installed libraries with their versions, the source of this package, the
    working folder (matplotlib reads its settings there) and the environment, without what is set
    for each kernel anew. MPLBACKEND is left out: kernels never see it.
    """
    kept = {
        name: value
        for name, value in environment.items()
        if not name.startswith(OF_ONE_KERNEL) and name not in OF_NO_MATTER
    }
    seen = [
        sys.executable,
        sys.version,
        installed(),
        source_digest(),
        folder,
        sorted(kept.items()),
    ]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()


def source_digest(folder: Path | None = None) -> str:
    """The digest of the package's source, computed anew only where a file may have changed.

    Each file is looked at, not read: its size, its number on the disk, when it was last written
    and when anything of it last changed, which nobody can set.
    """
    root = folder or Path(shequ_eval.__file__).parent
    now, seen = time.time_ns(), sorted(_seen_in(root))
    known = _known.get(root)
    if known and known[0] == seen:
        return known[1]
    _known.pop(root, None)
    digest = package_digest(root)
    # NOTE: a file can change twice within one tick of the disk's clock and look the same. So only
    # files that have rested are known by their looks; a clock that was set back is no rest.
    if max((changed for *_, changed in seen), default=now) < now - RESTED_NS:
        _known[root] = seen, digest
    return digest


def _seen_in(folder: str | Path) -> Iterator[tuple[str, int, int, int, int]]:
    """Every file below a folder with its looks; without what Python itself keeps there."""
    with os.scandir(folder) as found:
        for one in found:
            if one.is_dir(follow_symlinks=False):
                if one.name != "__pycache__":
                    yield from _seen_in(one.path)
            else:
                look = one.stat()
                yield one.path, look.st_size, look.st_ino, look.st_mtime_ns, look.st_ctime_ns


def installed() -> list[str]:
    """The libraries beside this interpreter with their versions, as their folders are called."""
    places = {Path(place) for place in sys.path if place.endswith("-packages")}
    return sorted(found.name for place in places for found in place.glob("*.dist-info"))
