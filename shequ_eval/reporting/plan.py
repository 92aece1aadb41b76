"""Knows which reports are asked for and that each can be made; makes none."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from shequ_eval.reporting.asked_faults import REPORT_ENDING, Asked, asked_faults, narrative_faults
from shequ_eval.reporting.earlier_report import earlier_folder
from shequ_eval.reporting.faults import RunRefused
from shequ_eval.reporting.kernels.saved_notebook import PARAMETERS_TAG, read_notebook, tags_of
from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.narrative import narrative_file
from shequ_eval.vocabulary.parameters import (
    ParametersError,
    ReportParameters,
    parse_parameters,
    read_given,
)


@dataclass(frozen=True)
class ReportPlan:
    """One report to be made: its parameters, the file that holds them, and its notebooks.

    `earlier` is where the earlier report lies on a machine that has it in another place than the
    parameters say.
    """

    parameters: ReportParameters
    parameter_file: Path
    notebooks: tuple[Path, ...]
    earlier: Path | None = None

    @property
    def report_id(self) -> str:
        """The report's name, which is also its folder's."""
        return self.parameters.report_id

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones that it reads the data of."""
        return tuple(self.parameters.zones)

    @property
    def passages(self) -> bool:
        """Whether it quotes the source documents."""
        return self.parameters.passages

    @property
    def compared_with(self) -> Path | None:
        """The folder of the earlier report that it is compared with."""
        return self.earlier or earlier_folder(self.parameters.compared_with, self.parameter_file)

    @property
    def narrative(self) -> Path:
        """Where the evaluator's narrative of it lies, if there is one."""
        return narrative_file(self.parameter_file.parent, self.report_id)

    @property
    def report_notebook(self) -> Path:
        """The notebook that becomes the report; the others are its working papers."""
        return next(path for path in self.notebooks if path.stem.endswith(REPORT_ENDING))


def plan_reports(
    files: Iterable[Path],
    codebook: Codebook,
    notebooks: Path,
    out: Path,
    data_root: Path | None = None,
) -> list[ReportPlan]:
    """Read and validate every parameter file, and the notebooks and the narrative that it names.

    With `data_root` the references of a narrative are looked up there.

    Raises
    ------
    RunRefused
        Any of them cannot be used; every fault of every file is named.
    """
    faults: list[str] = []
    asked: list[Asked] = []
    plans: list[ReportPlan] = []
    for file in files:
        try:
            given, text = read_given(file)
        except ParametersError as error:
            faults += error.faults
            continue
        one = Asked(file, given, text)
        asked.append(one)
        faults += asked_faults(one, codebook, notebooks, out)
        faults += narrative_faults(one, notebooks, data_root)
        with suppress(ParametersError):
            parameters = parse_parameters(given, codebook)
            paths = tuple(notebooks / f"{name}.ipynb" for name in parameters.notebooks)
            plans.append(ReportPlan(parameters, file, paths))
    named = {notebooks / f"{name}.ipynb" for one in asked for name in one.notebooks}
    faults += _same_ids(asked) + _notebook_faults(path for path in named if path.is_file())
    if not asked and not faults:
        faults = ["没有参数文件 no parameter files: parameters/*.yaml"]
    if faults:
        raise RunRefused(faults)
    return plans


def _same_ids(asked: list[Asked]) -> list[str]:
    files: dict[str, list[str]] = {}
    for one in asked:
        files.setdefault(one.report_id, []).append(one.file.name)
    return [
        f"{', '.join(names)}: report_id {report_id!r} 重复 is used twice"
        for report_id, names in files.items()
        if report_id and len(names) > 1
    ]


def _notebook_faults(paths: Iterable[Path]) -> list[str]:
    faults = []
    for path in sorted(paths):
        try:
            cells = read_notebook(path).cells
        except ValueError as error:
            faults.append(str(error))
            continue
        if not any(PARAMETERS_TAG in tags_of(cell) for cell in cells):
            faults.append(
                f"{path.name}: 没有标记为 parameters 的单元格 no cell is tagged {PARAMETERS_TAG}"
            )
    return faults
