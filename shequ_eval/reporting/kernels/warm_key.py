"""Knows what a prepared process must share with a kernel to stand for it; starts neither."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from shequ_eval.reporting.files.checksums import package_digest

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
        package_digest(),
        folder,
        sorted(kept.items()),
    ]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()


def installed() -> list[str]:
    """The libraries beside this interpreter with their versions, as their folders are called."""
    places = {Path(place) for place in sys.path if place.endswith("-packages")}
    return sorted(found.name for place in places for found in place.glob("*.dist-info"))
