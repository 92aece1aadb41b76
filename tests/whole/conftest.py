"""A fresh clone of this project, and the six reports made in it once for all that look at them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Ran = subprocess.CompletedProcess[str]
# What a shell of this machine may say of another checkout, its data or its documents.
UNWANTED = ("MPLBACKEND", "SHEQU_EVAL_DATA", "SHEQU_EVAL_SOURCES")


@pytest.fixture(scope="session")
def clone(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What git would give whoever clones the project as it is now: no built or ignored file."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=project,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is no git checkout: what a clone would hold is not known")
    root = tmp_path_factory.mktemp("clone") / "shequ-eval"
    for name in listed.stdout.decode("utf-8").split("\0"):
        if name and (project / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(project / name, root / name)
    return root


@pytest.fixture(scope="session")
def in_clone(clone: Path) -> Callable[..., Ran]:
    """Run the command in the clone, with the clone's own code."""

    def run(*arguments: str) -> Ran:
        environment = {key: value for key, value in os.environ.items() if key not in UNWANTED}
        return subprocess.run(
            [sys.executable, "-m", "shequ_eval", *arguments],
            cwd=clone,
            env=environment | {"PYTHONPATH": str(clone)},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def outputs(clone: Path, in_clone: Callable[..., Ran]) -> Path:
    done = in_clone("run")
    assert done.returncode == 0, done.stderr[-2000:]
    return clone / "outputs"
