"""Knows whether a report follows from its data: makes it again and compares; mends none."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from shequ_eval.reporting.build_report import EXECUTED
from shequ_eval.reporting.crate.inputs import Read, versions
from shequ_eval.reporting.crate.record import Record
from shequ_eval.reporting.earlier_report import COMPARED_WITH, earlier_faults
from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.files.checksums import checksums_in
from shequ_eval.reporting.kernels.kernel import Kernels
from shequ_eval.reporting.kernels.machine import default_jobs
from shequ_eval.reporting.plan import ReportPlan
from shequ_eval.reporting.running.changed_inputs import ChangedInput, changed_inputs, record_in
from shequ_eval.reporting.running.moved import Moved, moved_figures
from shequ_eval.reporting.running.progress import Progress
from shequ_eval.reporting.running.work import execute_notebook, finish_report
from shequ_eval.reporting.running.workers import Processes, Unit, run_units
from shequ_eval.vocabulary.codebook import read_codebook
from shequ_eval.vocabulary.parameters import ParametersError, parse_parameters

CELL_SECONDS = 3600


@dataclass(frozen=True)
class Verdict:
    """What a second making has shown of one report.

    `faults` keep it from being made again; `moved` are the figures that came out otherwise;
    `inputs` is what it is made from now and was not then; `files` differ in their bytes. Bytes are
    compared on the same platform and versions only, `elsewhere` says where these differ.
    """

    report_id: str
    faults: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()
    inputs: tuple[ChangedInput, ...] = ()
    files: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = field(default=())

    @property
    def holds(self) -> bool:
        """Whether the report follows from its data."""
        return not (self.faults or self.moved or self.files)


def verify_report(
    folder: Path,
    data_root: Path,
    notebooks: Path | None = None,
    parameter_folder: Path | None = None,
    jobs: int | None = None,
    stream: TextIO | None = None,
) -> Verdict:
    """Make the report in `folder` again, in fresh kernels and another place, and compare.

    The report itself is only read. Its parameters are those that its crate names; notebooks, data
    and code are those that are here now.

    Raises
    ------
    ReportingFault
        The folder holds no report, or its parameters are not valid here or their file is not
        where parameter files lie.
    """
    record = record_in(folder)
    plan = _plan_of(record, data_root, notebooks, parameter_folder)
    with tempfile.TemporaryDirectory(prefix="shequ-eval-") as place:
        again = Path(place) / record.report_id
        progress = Progress(stream) if stream else None
        faults = _make(plan, again, data_root, jobs or default_jobs(), progress)
        if faults:
            return Verdict(record.report_id, faults=tuple(faults))
        differing = [
            f"{name} {record.versions.get(name, '')} → {now}"
            for name, now in versions().items()
            if record.versions.get(name) != now
        ]
        return Verdict(
            record.report_id,
            moved=tuple(moved_figures(folder, again)),
            inputs=tuple(changed_inputs(folder, again)),
            files=() if differing else tuple(_differing(folder, again)),
            elsewhere=tuple(differing),
        )


def _plan_of(
    record: Record, data_root: Path, notebooks: Path | None, parameter_folder: Path | None
) -> ReportPlan:
    try:
        parameters = parse_parameters(record.parameters, read_codebook(data_root))
    except ParametersError as error:
        raise ReportingFault(str(error)) from None
    folder = notebooks or data_root.parent / EXECUTED
    paths = tuple(folder / f"{name}.ipynb" for name in parameters.notebooks)
    gone = [path.name for path in paths if not path.is_file()]
    if gone:
        raise ReportingFault(f"{folder}: 没有 notebook not there: {', '.join(gone)}")
    files = [name for name in record.inputs if name.startswith("parameters/")]
    name = next((n for n in files if n.endswith((".yaml", ".yml"))), f"{record.report_id}.yaml")
    at = parameter_folder or data_root.parent / "parameters"
    if files and not (at / Path(name).name).is_file():
        raise ReportingFault(
            f"{record.report_id}: {at} 里没有 {Path(name).name}，用 --parameters 指明所在目录。"
            " The report's parameter file is not there: name its folder with --parameters."
        )
    plan = ReportPlan(parameters, at / Path(name).name, paths)
    faults = earlier_faults(plan.compared_with, parameters.language)
    if faults:
        raise ReportingFault("\n".join(f"键 key {COMPARED_WITH}: {fault}" for fault in faults))
    return plan


def _make(
    plan: ReportPlan, folder: Path, data_root: Path, jobs: int, progress: Progress | None
) -> list[str]:
    """Make the report; the faults where it cannot be made. Kernels are fresh, never forked."""
    faults: list[str] = []
    inputs = Read(data_root).of(plan)
    left = {path.stem for path in plan.notebooks}
    kernels = Kernels(warm=False, cell_seconds=CELL_SECONDS)
    parameters, beside = plan.parameters.model_dump(mode="json"), plan.parameter_file.parent

    def follow(unit: Unit, fault: str | None) -> Iterable[Unit]:
        if fault:
            faults.append(fault)
        left.discard(unit.name)
        if left or faults or unit.call is finish_report:
            return []
        arguments = (plan, folder, data_root, inputs)
        return [Unit(plan.report_id, "report", finish_report, arguments)]

    units = [
        Unit(
            plan.report_id,
            path.stem,
            execute_notebook,
            (path, parameters, data_root, folder / EXECUTED / path.name, kernels, beside),
        )
        for path in plan.notebooks
    ]
    if progress:
        progress.expect(len(units) + 1)
    run_units(units, Processes(jobs), progress or Progress(io.StringIO()), follow)
    return faults


def _differing(old: Path, new: Path) -> Sequence[str]:
    before, after = checksums_in(old), checksums_in(new)
    names = sorted(before.keys() | after.keys())
    return [name for name in names if before.get(name) != after.get(name)]
