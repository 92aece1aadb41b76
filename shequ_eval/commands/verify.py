"""Knows how the proof of a report is asked for on the command line; proves nothing itself."""

# ruff: noqa: PLC0415  (a command imports what it needs, so that --help is there at once)

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shequ_eval.commands.expected import (
    CANNOT_RUN,
    CLEAN,
    FAULTS,
    FOLDER,
    data_option,
    data_root_of,
    expected_faults,
    leave,
)

if TYPE_CHECKING:
    from shequ_eval.reporting.running.verify import Verdict

SHOWN = 50


@click.command(short_help="复核报告。 Prove a report.")
@click.argument("reports", nargs=-1, type=click.Path(path_type=Path, file_okay=False, exists=True))
@data_option
@click.option(
    "--parameters",
    type=FOLDER,
    help="参数文件所在目录（默认与数据同级的 parameters）。 Where parameter files lie.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    help="同时运行几个（默认处理器数的两倍）。 How many at a time (default: twice the cores).",
)
def verify(
    reports: tuple[Path, ...], data: Path | None, parameters: Path | None, jobs: int | None
) -> None:
    """用全新的内核重做报告并比较（默认 outputs/ 下全部）。 Make reports again and compare.

    先比数字，再比字节；有任何不同则退出码为 1。 Kernels are fresh; figures are compared first, then
    bytes; exit code 1 on any difference.
    """
    from shequ_eval.reporting.crate.record import CRATE
    from shequ_eval.reporting.running.verify import verify_report

    with expected_faults():
        root = data_root_of(data)
        found = sorted(p.parent for p in (root.parent / "outputs").glob(f"*/{CRATE}"))
        chosen = list(reports) or found
        if not chosen:
            leave("没有报告。 No reports.", CANNOT_RUN)
        verdicts = [
            verify_report(folder, root, None, parameters, jobs, sys.stderr) for folder in chosen
        ]
    for verdict in verdicts:
        _tell(verdict)
    sys.exit(CLEAN if all(verdict.holds for verdict in verdicts) else FAULTS)


def _tell(verdict: Verdict) -> None:
    words = "一致 holds" if verdict.holds else "不一致 DOES NOT HOLD"
    click.echo(f"{verdict.report_id}: {words}")
    for fault in verdict.faults:
        click.echo(f"  不能重做 cannot be made again: {fault}")
    for moved in verdict.moved[:SHOWN]:
        place = " · ".join(part for part in (moved.notebook, moved.title, moved.which) if part)
        click.echo(f"  数字 figure  {place}: {moved.old} → {moved.new}（{moved.why}）")
    _tell_rest(len(verdict.moved))
    for changed in verdict.inputs:
        click.echo(f"  输入 input  {changed}")
    for name in verdict.files[:SHOWN]:
        click.echo(f"  字节 bytes  {name}")
    _tell_rest(len(verdict.files))
    if verdict.elsewhere:
        click.echo(
            "  环境不同，只比数字 another environment, figures compared only: "
            + "; ".join(verdict.elsewhere)
        )


def _tell_rest(count: int) -> None:
    if count > SHOWN:
        click.echo(f"  …另有 and {count - SHOWN} more")
