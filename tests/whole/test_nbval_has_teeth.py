"""A committed output that no longer follows from the data fails, figures as well as tables."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from shequ_eval.exhibits.exhibit import MIME

pytestmark = pytest.mark.slow
NOTEBOOK = "03_satisfaction.ipynb"


def nbval(folder: Path, project: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval"]
    command += ["--nbval-current-env", "--nbval-sanitize-with"]
    command += [str(project / "tests/nbval_sanitize.cfg"), str(folder / NOTEBOOK)]
    environment = {k: v for k, v in os.environ.items() if k != "MPLBACKEND"}
    environment["SHEQU_EVAL_DATA"] = str(project / "data")
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def exhibits(notebook: Any, kind: str) -> list[dict[str, Any]]:
    return [
        output["data"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.get("data", {}).get(MIME, {}).get("kind") == kind
    ]


@pytest.fixture
def copied(project: Path, tmp_path: Path) -> tuple[Any, Path]:
    return nbformat.read(project / "notebooks" / NOTEBOOK, as_version=4), tmp_path / NOTEBOOK


def test_the_committed_notebook_passes(copied: tuple[Any, Path], project: Path) -> None:
    notebook, path = copied
    nbformat.write(notebook, path)
    assert nbval(path.parent, project).returncode == 0


def test_a_changed_number_behind_a_figure_fails(copied: tuple[Any, Path], project: Path) -> None:
    notebook, path = copied
    figure = exhibits(notebook, "figure")[0]
    figure[MIME]["rows"][0][-1] = "1"
    nbformat.write(notebook, path)
    done = nbval(path.parent, project)
    assert done.returncode == 1
    assert "1 failed" in done.stdout


def test_a_changed_cell_of_a_table_fails(copied: tuple[Any, Path], project: Path) -> None:
    notebook, path = copied
    table = exhibits(notebook, "table")[0]
    table["text/html"] = table["text/html"].replace("78.32", "87.32")
    nbformat.write(notebook, path)
    assert nbval(path.parent, project).returncode == 1


def test_another_picture_with_the_same_numbers_passes(
    copied: tuple[Any, Path], project: Path
) -> None:
    notebook, path = copied
    exhibits(notebook, "figure")[0]["image/png"] = "iVBORw0KGgo="
    nbformat.write(notebook, path)
    assert nbval(path.parent, project).returncode == 0
