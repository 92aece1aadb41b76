"""Knows the order of a run: validate all, execute, render, put in place; does each elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import yaml

from shequ_eval.evidence.checks import check_package
from shequ_eval.evidence.findings import DataError, errors_of
from shequ_eval.reporting.build_report import EXECUTED, build_report
from shequ_eval.reporting.execute import execute_notebook
from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.index_page import write_index
from shequ_eval.reporting.inputs import inputs_of
from shequ_eval.reporting.place import check_writable, put_in_place, staged_folder, tidy_up
from shequ_eval.reporting.plan import REPORT_ENTRIES, ReportPlan, plan_reports
from shequ_eval.reporting.progress import Progress
from shequ_eval.reporting.workers import Unit, run_units
from shequ_eval.vocabulary.codebook import Codebook, read_codebook

RENDERING = "report.html"


@dataclass
class RunResult:
    """What a run has left: the reports that stand, the faults of those that do not, the list."""

    out: Path
    reports: list[Path] = field(default_factory=list)
    failures: dict[str, list[str]] = field(default_factory=dict)
    index: Path | None = None

    @property
    def exit_code(self) -> int:
        """0 where every report was made, 1 where one was not."""
        return 1 if self.failures else 0


def run_reports(
    parameter_files: Sequence[Path],
    data_root: Path,
    out: Path,
    jobs: int | None = None,
    notebooks: Path | None = None,
    stream: TextIO | None = None,
) -> RunResult:
    """Make one report of each parameter file in `out/<report_id>`, and list them in `out`.

    Nothing runs and nothing is written unless every parameter file is valid, the data are free
    of errors and `out` can be written. A report that fails leaves its last good version as it
    was; the others are finished.

    Raises
    ------
    RunRefused
        Parameter files or notebooks cannot be used; names every fault.
    DataError
        The data have errors; names every one.
    OutputFault
        `out` cannot be written.
    """
    codebook = _read_codebook(data_root)
    plans = plan_reports(parameter_files, codebook, notebooks or data_root.parent / EXECUTED, out)
    _check_data(data_root)
    check_writable(out)
    tidy_up(out, REPORT_ENTRIES)
    total = sum(len(plan.notebooks) + 1 for plan in plans)
    progress = Progress(stream or sys.stderr, total)
    making = _Making(plans, data_root, out, progress)
    try:
        run_units(making.first_units(), jobs or os.cpu_count() or 1, progress, making.follow)
    finally:
        tidy_up(out, REPORT_ENTRIES)
    making.result.index = write_index(out, codebook)
    return making.result


def _read_codebook(data_root: Path) -> Codebook:
    try:
        return read_codebook(data_root)
    except (OSError, ValueError, KeyError, yaml.YAMLError):
        _check_data(data_root)  # says which file is broken, and how
        raise


def _check_data(data_root: Path) -> None:
    errors = errors_of(check_package(data_root))
    if errors:
        raise DataError(errors)


class _Making:
    """The reports in the making: which notebooks are still out, what failed, what stands."""

    def __init__(
        self, plans: list[ReportPlan], data_root: Path, out: Path, progress: Progress
    ) -> None:
        self.result = RunResult(out)
        self._plans = {plan.report_id: plan for plan in plans}
        self._left = {plan.report_id: len(plan.notebooks) for plan in plans}
        self._inputs = {plan.report_id: inputs_of(plan, data_root) for plan in plans}
        self._staged = {plan.report_id: staged_folder(out / plan.report_id) for plan in plans}
        self._data_root, self._progress = data_root, progress

    def first_units(self) -> list[Unit]:
        """One unit a notebook, report after report."""
        return [unit for plan in self._plans.values() for unit in self._notebooks_of(plan)]

    def follow(self, unit: Unit, fault: str | None) -> Iterable[Unit]:
        """Note how a unit ended; render a report when its last notebook is done."""
        if fault:
            self.result.failures.setdefault(unit.report_id, []).append(fault)
        if unit.name == RENDERING:
            return self._finish(unit.report_id)
        self._left[unit.report_id] -= 1
        if self._left[unit.report_id]:
            return []
        if unit.report_id in self.result.failures:
            self._progress.skipped(1)
            return []
        return [self._rendering_of(self._plans[unit.report_id])]

    def _notebooks_of(self, plan: ReportPlan) -> list[Unit]:
        parameters = plan.parameters.model_dump(mode="json")
        folder = self._staged[plan.report_id] / EXECUTED
        return [
            Unit(
                plan.report_id,
                path.stem,
                execute_notebook,
                (path, parameters, self._data_root, folder / path.name),
            )
            for path in plan.notebooks
        ]

    def _rendering_of(self, plan: ReportPlan) -> Unit:
        arguments = (plan, self._staged[plan.report_id], self._data_root)
        inputs = self._inputs[plan.report_id]
        return Unit(plan.report_id, RENDERING, build_report, (*arguments, inputs))

    def _finish(self, report_id: str) -> list[Unit]:
        target = self.result.out / report_id
        if report_id not in self.result.failures:
            try:
                put_in_place(self._staged[report_id], target)
                self.result.reports.append(target / RENDERING)
            except ReportingFault as fault:
                self.result.failures[report_id] = [str(fault)]
                self._progress.say(str(fault))
        return []
