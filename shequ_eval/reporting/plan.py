"""Knows which reports are asked for and that each can be made; makes none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from shequ_eval.reporting.earlier_report import earlier_faults, earlier_folder
from shequ_eval.reporting.faults import RunRefused
from shequ_eval.reporting.files.place import foreign_entries
from shequ_eval.reporting.kernels.saved_notebook import PARAMETERS_TAG, read_notebook, tags_of
from shequ_eval.reporting.report_cells import PARTS
from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.narrative import NarrativeError, narrative_file, read_narrative
from shequ_eval.vocabulary.nearest import did_you_mean
from shequ_eval.vocabulary.parameters import ParametersError, ReportParameters, read_parameters

REPORT_ENDING = "_report"
REPORT_ENTRIES = (
    "notebooks",
    "exhibits",
    "inputs",
    *(f"{part}.{ending}" for part in PARTS for ending in ("html", "pdf", "docx")),
    "ro-crate-metadata.json",
    "manifest.json",  # of reports made before there were crates
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
    def report_notebook(self) -> Path:
        """The notebook that becomes the report; the others are its working papers."""
        return next(path for path in self.notebooks if path.stem.endswith(REPORT_ENDING))


def plan_reports(
    files: Iterable[Path], codebook: Codebook, notebooks: Path, out: Path
) -> list[ReportPlan]:
    """Read and validate every parameter file, and the notebooks that they name.

    Raises
    ------
    RunRefused
        Any of them cannot be used; every fault of every file is named.
    """
    faults: list[str] = []
    plans: list[ReportPlan] = []
    for file in files:
        try:
            parameters = read_parameters(file, codebook)
        except ParametersError as error:
            faults += error.faults
            continue
        faults += _narrative_faults(file, parameters.report_id)
        paths = tuple(notebooks / f"{name}.ipynb" for name in parameters.notebooks)
        plans.append(ReportPlan(parameters, file, paths))
    for plan in plans:
        faults += [f"{plan.parameter_file.name}: {fault}" for fault in _faults_of(plan, out)]
    faults += _same_ids(plans) + _notebook_faults(plans)
    if not plans and not faults:
        faults = ["没有参数文件 no parameter files: parameters/*.yaml"]
    if faults:
        raise RunRefused(faults)
    return plans


def _narrative_faults(file: Path, report_id: str) -> list[str]:
    try:
        read_narrative(narrative_file(file.parent, report_id))
    except NarrativeError as error:
        return list(error.faults)
    return []


def _faults_of(plan: ReportPlan, out: Path) -> list[str]:
    folder = plan.notebooks[0].parent
    there = [path.stem for path in sorted(folder.glob("*.ipynb"))]
    faults = [
        f"键 key notebooks: found 为 {path.stem!r}: {did_you_mean(path.stem, there)}"
        for path in plan.notebooks
        if path.stem not in there
    ]
    reports = [path.stem for path in plan.notebooks if path.stem.endswith(REPORT_ENDING)]
    if len(reports) != 1:
        faults.append(
            f"键 key notebooks: found 为 {reports}: 应恰有一个以 {REPORT_ENDING} 结尾的 notebook "
            f"exactly one must end in {REPORT_ENDING}"
        )
    foreign = foreign_entries(out / plan.report_id, REPORT_ENTRIES)
    if foreign:
        faults.append(
            f"键 key report_id: 目录 folder {out / plan.report_id} 里有不属于报告的文件，不覆盖 "
            f"holds files that belong to no report and is left alone: {', '.join(foreign[:5])}"
        )
    return faults + earlier_faults(plan.compared_with, plan.parameters.language, out)


def _same_ids(plans: list[ReportPlan]) -> list[str]:
    files: dict[str, list[str]] = {}
    for plan in plans:
        files.setdefault(plan.report_id, []).append(plan.parameter_file.name)
    return [
        f"{', '.join(names)}: report_id {report_id!r} 重复 is used twice"
        for report_id, names in files.items()
        if len(names) > 1
    ]


def _notebook_faults(plans: list[ReportPlan]) -> list[str]:
    faults = []
    for path in sorted({path for plan in plans for path in plan.notebooks if path.is_file()}):
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
