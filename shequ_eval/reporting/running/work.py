"""Knows the two pieces of work that reports are made of; in which order is for the run to say.

Both are functions of a module and of plain arguments, so that another process or machine can do
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from shequ_eval.reporting.build_report import build_report
from shequ_eval.reporting.crate.input_rows import write_input_rows
from shequ_eval.reporting.kernels.execute import execute_notebook
from shequ_eval.reporting.plan import ReportPlan
from shequ_eval.reporting.running.what_moved import add_what_moved

__all__ = ["execute_notebook", "finish_report"]


def finish_report(
    plan: ReportPlan, folder: Path, data_root: Path, inputs: Mapping[str, str]
) -> None:
    """Make everything else of a report whose executed notebooks lie in `folder`; the crate last."""
    write_input_rows(folder, data_root, plan.zones)
    add_what_moved(plan, folder, inputs)
    build_report(plan, folder, data_root, inputs)
