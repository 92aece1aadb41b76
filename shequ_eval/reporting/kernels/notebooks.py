"""Knows how the committed notebooks are refreshed in place; changes none that does not run."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from shequ_eval.reporting.kernels.execute import executed_notebook
from shequ_eval.reporting.kernels.machine import default_jobs
from shequ_eval.reporting.kernels.saved_notebook import write_notebook
from shequ_eval.reporting.running.progress import Progress
from shequ_eval.reporting.running.workers import Processes, Unit, run_units


def refresh_notebooks(
    folder: Path, data_root: Path, jobs: int | None = None, stream: TextIO | None = None
) -> dict[str, str]:
    """Execute every notebook of a folder with its own parameters and store its outputs in it.

    Returns the faults by notebook; a notebook that raised is left as it was.
    """
    paths = sorted(folder.glob("*.ipynb"))
    units = [Unit(folder.name, path.stem, refresh_notebook, (path, data_root)) for path in paths]
    faults: dict[str, str] = {}

    def follow(unit: Unit, fault: str | None) -> Iterable[Unit]:
        if fault:
            faults[unit.name] = fault
        return []

    progress = Progress(stream or sys.stderr, len(units))
    run_units(units, Processes(jobs or default_jobs()), progress, follow)
    return faults


def refresh_notebook(path: Path, data_root: Path) -> None:
    """Execute one notebook with its own parameters and write it back with its outputs.

    Raises
    ------
    NotebookFailed
        A cell raised; the file is left as it was.
    """
    write_notebook(executed_notebook(path, {}, data_root, svg=False), path)
