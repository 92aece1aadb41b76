"""Knows how one notebook is executed with its parameters; renders nothing."""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.kernels.kernel import (
    FRESH,
    KERNEL_NAME,
    Kernels,
    kernel_environment,
    manager_class,
)
from shequ_eval.reporting.kernels.saved_notebook import (
    PARAMETERS_TAG,
    parameter_names,
    read_notebook,
    strip_passing_things,
    tags_of,
    write_notebook,
)

START_ATTEMPTS = 3
SHOWN_LINES = 5
SHOWN_CHARACTERS = 900
TOO_LONG = "{} 秒还没有完 not done after {} s; 可用 --cell-seconds 放宽 allow more"
DIED = "内核退出，可能内存不足 the kernel died, perhaps for want of memory; --memory"
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class NotebookFailed(ReportingFault):
    """A cell raised: which notebook, which cell (counted from 1), its words, the error."""

    def __init__(self, notebook: str, cell: int, source: str, error: str) -> None:
        super().__init__(notebook, cell, source, error)
        self.notebook, self.cell, self.source, self.error = notebook, cell, source, error

    def __str__(self) -> str:
        place = (
            f"第 {self.cell} 格出错 cell {self.cell} raised" if self.cell else "没有跑完 stopped"
        )
        lines = "".join(f"\n    | {line}" for line in self.source.splitlines())
        return f"{self.notebook}.ipynb: {place}{lines}\n    {self.error}"


def execute_notebook(
    notebook: Path,
    parameters: Mapping[str, Any],
    data_root: Path,
    target: Path,
    kernels: Kernels = FRESH,
    beside: Path | None = None,
) -> None:
    """Execute a notebook with those parameters that it knows and save it, stripped, at `target`.

    Figures are drawn as PNG and SVG. `beside` is the folder of the parameter file, where the
    evaluator's narrative lies; by default `parameters` beside the data.

    Raises
    ------
    NotebookFailed
        A cell raised or did not end in time, the kernel died, or none could be started in three
        attempts.
    """
    known = [name for name in parameter_names(read_notebook(notebook)) if name in parameters]
    chosen = {name: parameters[name] for name in known}
    executed = executed_notebook(
        notebook, chosen, data_root, svg=True, kernels=kernels, beside=beside
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    write_notebook(executed, target)


def executed_notebook(
    notebook: Path,
    parameters: dict[str, Any],
    data_root: Path,
    svg: bool,
    kernels: Kernels = FRESH,
    beside: Path | None = None,
) -> Any:
    """The notebook with its outputs, without times or machine paths; its file is not touched.

    Raises
    ------
    NotebookFailed
        As `execute_notebook`.
    """
    given = read_notebook(notebook)
    with kernel_environment(data_root, svg, beside):
        executed = _executed(given, parameters, notebook, kernels)
    strip_passing_things(executed, data_root.parent)
    return executed


def _executed(given: Any, parameters: dict[str, Any], notebook: Path, kernels: Kernels) -> Any:
    for attempt in range(START_ATTEMPTS):
        begun: list[int] = []
        fresh = copy.deepcopy(given)
        try:
            return _run_papermill(fresh, parameters, notebook.parent, kernels, begun)
        except PapermillExecutionError as error:
            words = short_error(error.ename, error.evalue)
            raise _failed_cell(notebook.stem, given, parameters, error.cell_index, words) from None
        except CellTimeoutError:
            words = TOO_LONG.format(kernels.cell_seconds, kernels.cell_seconds)
            raise _failed_cell(notebook.stem, given, parameters, begun[-1], words) from None
        except RuntimeError as error:
            # NOTE: many kernels that start at once can lose a race for a port. A failed start is
            # tried again; a failed cell never is.
            died = isinstance(error, DeadKernelError)
            words = DIED if died else short_error(type(error).__name__, str(error))
            if begun and begun[-1] >= 0:
                raise _failed_cell(notebook.stem, given, parameters, begun[-1], words) from None
            if begun or died or attempt == START_ATTEMPTS - 1:
                raise NotebookFailed(notebook.stem, 0, "", words) from None
    return None


def _run_papermill(
    notebook: Any, parameters: dict[str, Any], folder: Path, kernels: Kernels, begun: list[int]
) -> Any:
    """Run it; `begun` receives -1 when the kernel has started and the place of each cell begun."""
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    return papermill.execute_notebook(
        notebook,
        None,
        parameters=parameters,
        kernel_name=KERNEL_NAME,
        language="python",
        progress_bar=False,
        cwd=str(folder),
        kernel_manager_class=manager_class(kernels),
        execution_timeout=kernels.cell_seconds or None,
        shutdown_kernel="immediate",
        on_notebook_start=lambda notebook: begun.append(-1),
        on_cell_execute=lambda cell, cell_index: begun.append(cell_index),
    )


def _failed_cell(
    name: str, given: Any, parameters: dict[str, Any], index: int, words: str
) -> NotebookFailed:
    """The fault, its cell counted as a reader of the notebook counts, without the injected one."""
    tagged = [i for i, cell in enumerate(given.cells) if PARAMETERS_TAG in tags_of(cell)]
    shifted = bool(parameters and tagged and index > tagged[0])
    own = given.cells[index - shifted].source
    source = "\n".join(own.splitlines()[:SHOWN_LINES])
    return NotebookFailed(name, index + 1 - shifted, source, words)


def short_error(name: str, message: str) -> str:
    r"""The name and the words of an error, without colours and at most a few lines of it.

    >>> short_error("ValueError", "\x1b[31mno such zone\x1b[0m")
    'ValueError: no such zone'
    """
    plain = _ANSI.sub("", message).strip()
    lines = plain.splitlines()
    shown = "\n    ".join(lines[: 2 * SHOWN_LINES])[:SHOWN_CHARACTERS]
    more = " …" if len(shown) < len("\n    ".join(lines)) else ""
    return f"{name}: {shown}{more}" if plain else name
