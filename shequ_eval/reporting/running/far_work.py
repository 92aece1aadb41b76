"""Knows how the pieces of work are done by a worker that shares no disk with the run.

Inputs come from a store by their checksum; what is made goes back as bytes. The work itself is the
same.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from shequ_eval.reporting.build_report import EXECUTED
from shequ_eval.reporting.kernels.kernel import Kernels
from shequ_eval.reporting.plan import ReportPlan
from shequ_eval.reporting.running.pack import (
    DATA,
    EARLIER,
    NOTEBOOKS,
    archive_of,
    unpacked,
)
from shequ_eval.reporting.running.store import Store, StoreFault
from shequ_eval.reporting.running.work import execute_notebook, finish_report
from shequ_eval.vocabulary.narrative import PARAMETERS

INPUTS = "inputs"


def inputs_here(address: str, digest: str) -> Path:
    """The folder of this machine with the inputs of a run, had from the store where it lacks.

    Raises
    ------
    StoreFault
        The store does not have them, or cannot be reached from here.
    """
    content = Store(address).get(f"{INPUTS}/{digest}.zip")
    if content is None:
        raise StoreFault(f"{address}: 这个工作进程读不到输入 this worker finds no inputs there")
    return unpacked(content, digest)


def execute_far(
    address: str, digest: str, notebook: str, parameters: Mapping[str, Any], kernels: Kernels
) -> bytes:
    """The executed notebook; see `execute_notebook`."""
    root = inputs_here(address, digest)
    with tempfile.TemporaryDirectory(prefix="shequ-eval-") as place:
        target = Path(place) / notebook
        path, beside = root / NOTEBOOKS / notebook, root / PARAMETERS
        execute_notebook(path, parameters, root / DATA, target, kernels, beside)
        return target.read_bytes()


def finish_far(
    address: str,
    digest: str,
    plan: ReportPlan,
    executed: Mapping[str, bytes],
    inputs: Mapping[str, str],
) -> bytes:
    """The whole folder of a report as an archive; see `finish_report`."""
    root = inputs_here(address, digest)
    with tempfile.TemporaryDirectory(prefix="shequ-eval-") as place:
        folder = Path(place) / plan.report_id
        (folder / EXECUTED).mkdir(parents=True)
        for name, content in executed.items():
            (folder / EXECUTED / name).write_bytes(content)
        finish_report(_plan_here(plan, root), folder, root / DATA, inputs)
        made = (path for path in folder.rglob("*") if path.is_file())
        return archive_of({p.relative_to(folder).as_posix(): p.read_bytes() for p in made})


def put_files(archive: bytes, folder: Path) -> None:
    """Write the files of an archive into a folder."""
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        files.extractall(folder)


def _plan_here(plan: ReportPlan, root: Path) -> ReportPlan:
    notebooks = tuple(root / NOTEBOOKS / path.name for path in plan.notebooks)
    compared = root / EARLIER / plan.report_id if plan.compared_with else None
    file = root / PARAMETERS / plan.parameter_file.name
    return replace(plan, parameter_file=file, notebooks=notebooks, earlier=compared)
