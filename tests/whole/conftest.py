"""The six reports of the bundled data, made once for all that look at them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def outputs(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("first") / "outputs"
    unwanted = ("MPLBACKEND", "SHEQU_EVAL_DATA")
    done = subprocess.run(
        [sys.executable, "-m", "shequ_eval", "run", "--out", str(out)],
        cwd=project,
        env={key: value for key, value in os.environ.items() if key not in unwanted},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return out
