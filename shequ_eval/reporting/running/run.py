"""Knows the order of a run: validate all, decide, execute, render, put in place; each elsewhere."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TextIO

import pandas as pd
import yaml

from shequ_eval.evidence.tables import read_table
from shequ_eval.reporting.asked_faults import REPORT_ENTRIES
from shequ_eval.reporting.build_report import EXECUTED
from shequ_eval.reporting.crate.record import CRATE, read_record
from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.files.place import (
    STAGED,
    check_writable,
    put_in_place,
    staged_folder,
    tidy_up,
)
from shequ_eval.reporting.html.index_page import INDEX, write_index
from shequ_eval.reporting.kernels.kernel import Kernels
from shequ_eval.reporting.plan import ReportPlan, plan_reports
from shequ_eval.reporting.running.crew import Choices, crew_for
from shequ_eval.reporting.running.data_check import errors_in_data
from shequ_eval.reporting.running.decide import Decision, decide_on
from shequ_eval.reporting.running.faulty_zones import clear_of_faults, filled_in
from shequ_eval.reporting.running.history import next_place, prune
from shequ_eval.reporting.running.pack import pack_inputs
from shequ_eval.reporting.running.progress import Progress
from shequ_eval.reporting.running.result import RENDERING, RunResult, publish_all
from shequ_eval.reporting.running.run_lock import alone_in
from shequ_eval.reporting.running.store import Store
from shequ_eval.reporting.running.work import execute_notebook, finish_report
from shequ_eval.reporting.running.workers import Unit, run_units
from shequ_eval.vocabulary.codebook import Codebook, read_codebook


def run_reports(
    parameter_files: Sequence[Path],
    data_root: Path,
    out: Path,
    choices: Choices | None = None,
    notebooks: Path | None = None,
    stream: TextIO | None = None,
) -> RunResult:
    """Make one report of each parameter file in `out/<report_id>`, and list them in `out`.

    Nothing runs and nothing is written unless every parameter file is valid, the shared data are
    free of errors and `out` can be written. Errors of one zone stop the reports that read it; the
    others are made. A report of which nothing has changed is left as it is.
    One that fails leaves its last good version as it was; the others are finished. Of two runs on
    one `out` the second waits for the first, and then makes what is still to be made.

    Raises
    ------
    RunRefused
        Parameter files or notebooks cannot be used; names every fault.
    DataError
        The shared data have errors, or every report reads a zone that has; names every one.
    OutputFault
        `out` cannot be written.
    StoreFault
        The store's address cannot be used.
    """
    choices = choices or Choices()
    codebook, told = _read_codebook(data_root), Progress(stream or sys.stderr, 0)
    folder = notebooks or data_root.parent / EXECUTED
    files, waiting = filled_in(parameter_files, told.say)
    plans = plan_reports(files, codebook, folder, out, data_root)
    decisions = decide_on(plans, data_root, out, choices.force)
    store = Store(choices.store) if choices.store else None
    if not any(decision.reasons for decision in decisions):
        result = _nothing_to_do(decisions, out, told, choices, store)
        result.failures |= waiting
        return result
    count = sum(_to_execute(*pair) for pair in zip(plans, decisions, strict=True))
    packed = partial(pack_inputs, plans, data_root)
    with crew_for(choices, count, folder, told.say, packed) as (crew, kernels):
        plans, stopped = clear_of_faults(plans, errors_in_data(data_root), data_root, told.say)
        check_writable(out)
        with alone_in(out, told.say):
            tidy_up(out, REPORT_ENTRIES)
            decisions = decide_on(plans, data_root, out, choices.force)
            making = _Making(plans, decisions, data_root, out, kernels, told, choices)
            making.result.failures |= waiting | stopped
            try:
                run_units(making.units(), crew, told, making.follow)
            finally:
                tidy_up(out, REPORT_ENTRIES)
            _list(making.result, codebook, read_table(data_root, "sources"), told)
            publish_all(making.result, store, told.say)
    return making.result


def _list(result: RunResult, codebook: Codebook, sources: pd.DataFrame, told: Progress) -> None:
    try:
        result.index = write_index(result.out, codebook, sources)
    except OSError as error:
        fault = f"清单没有写成 the list was not written: {error.strerror or error}"
        result.failures[INDEX] = [fault]
        told.say(fault)


def _nothing_to_do(
    decisions: Sequence[Decision],
    out: Path,
    told: Progress,
    choices: Choices,
    store: Store | None,
) -> RunResult:
    for decision in decisions:
        if choices.why:
            told.say(decision.words)
    standing = [out / decision.report_id / RENDERING for decision in decisions]
    result = RunResult(out, unchanged=standing, index=out / INDEX)
    publish_all(result, store, told.say)
    return result


def _read_codebook(data_root: Path) -> Codebook:
    try:
        return read_codebook(data_root)
    except (OSError, ValueError, KeyError, yaml.YAMLError):
        errors_in_data(data_root)  # says which file is broken, and how
        raise


def _to_execute(plan: ReportPlan, decision: Decision) -> int:
    return len(plan.notebooks) - len(decision.reusable) if decision.reasons else 0


class _Making:
    """The reports in the making: which notebooks are still out, what failed, what stands."""

    def __init__(
        self,
        plans: Sequence[ReportPlan],
        decisions: Sequence[Decision],
        data_root: Path,
        out: Path,
        kernels: Kernels,
        told: Progress,
        choices: Choices,
    ) -> None:
        self.result = RunResult(out)
        self._data_root, self._kernels, self._told = data_root, kernels, told
        self._kept = choices.kept
        self._left: dict[str, int] = {}
        self._wanted: dict[str, tuple[ReportPlan, Decision]] = {}
        for plan, decision in zip(plans, decisions, strict=True):
            if decision.reasons:
                self._wanted[plan.report_id] = plan, decision
            else:
                self.result.unchanged.append(out / plan.report_id / RENDERING)
            if choices.why:
                told.say(decision.words)
        told.expect(sum(_to_execute(*pair) + 1 for pair in self._wanted.values()))

    def units(self) -> Iterator[Unit]:
        """The units that wait for none, report after report, each prepared when it is asked for."""
        for plan, decision in self._wanted.values():
            staged = staged_folder(self.result.out / plan.report_id)
            held = [path for path in plan.notebooks if path.name in decision.reusable]
            for path in held:
                _copy(self.result.out / plan.report_id / EXECUTED, staged / EXECUTED, path.name)
            self._left[plan.report_id] = len(plan.notebooks) - len(held)
            if self._left[plan.report_id]:
                yield from self._notebooks_of(plan, staged, held)
            else:
                yield self._rendering_of(plan.report_id)

    def follow(self, unit: Unit, fault: str | None) -> Iterable[Unit]:
        """Note how a unit ended; render a report when its last notebook is done."""
        if fault:
            self.result.failures.setdefault(unit.report_id, []).append(fault)
        if unit.name == RENDERING:
            self._finish(unit.report_id)
            return []
        self._left[unit.report_id] -= 1
        if self._left[unit.report_id]:
            return []
        if unit.report_id in self.result.failures:
            self._told.skipped(1)
            return []
        return [self._rendering_of(unit.report_id)]

    def _notebooks_of(self, plan: ReportPlan, staged: Path, held: Sequence[Path]) -> Iterator[Unit]:
        parameters = plan.parameters.model_dump(mode="json")
        for path in plan.notebooks:
            if path not in held:
                target = staged / EXECUTED / path.name
                beside = plan.parameter_file.parent
                arguments = (path, parameters, self._data_root, target, self._kernels, beside)
                yield Unit(plan.report_id, path.stem, execute_notebook, arguments)

    def _rendering_of(self, report_id: str) -> Unit:
        plan, decision = self._wanted[report_id]
        staged = self.result.out / (STAGED + report_id)
        arguments = (plan, staged, self._data_root, decision.inputs)
        return Unit(report_id, RENDERING, finish_report, arguments)

    def _finish(self, report_id: str) -> None:
        out, target = self.result.out, self.result.out / report_id
        staged = out / (STAGED + report_id)
        if report_id in self.result.failures:
            return
        try:
            keep = None if _is_the_same(target, staged) else next_place(out, report_id)
            put_in_place(staged, target, keep)
            prune(out, report_id, self._kept)
            self.result.reports.append(target / RENDERING)
        except (ReportingFault, OSError) as fault:
            self.result.failures[report_id] = [str(fault)]
            self._told.say(str(fault))


def _is_the_same(old: Path, new: Path) -> bool:
    """Whether the old report, if there is one, is the new one over again and need not be kept."""
    record = read_record(old)
    if record is None:
        return not old.exists()
    return (old / CRATE).read_bytes() == (new / CRATE).read_bytes() and not record.altered(old)


def _copy(source: Path, target: Path, name: str) -> None:
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source / name, target / name)
