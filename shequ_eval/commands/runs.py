"""Knows how the runs of reports are listed on the command line; keeps none itself."""

# ruff: noqa: PLC0415  (a command imports what it needs, so that --help is there at once)

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shequ_eval.commands.expected import FOLDER, data_option, data_root_of, expected_faults, shown

if TYPE_CHECKING:
    from shequ_eval.reporting.running.history import Earlier


@click.command(short_help="历次运行。 The runs so far.")
@click.argument("report_id", default="")
@data_option
@click.option(
    "--out",
    type=FOLDER,
    help="报告所在目录（默认与数据同级的 outputs）。 Where reports lie (default: outputs/).",
)
def runs(report_id: str, data: Path | None, out: Path | None) -> None:
    """列出每份报告的历次运行，旧的在前。 List the runs of every report, or of one, oldest first.

    时间是文件系统的，仅供参考；次序按编号。 Times are the file system's; numbers give the order.
    """
    from shequ_eval.reporting.running.history import all_runs

    with expected_faults():
        found = all_runs(out or data_root_of(data).parent / "outputs")
    chosen = {key: found[key] for key in found if report_id in {"", key}}
    if not chosen:
        click.echo("没有运行过。 No runs.", err=True)
        sys.exit(0)
    for key, listed in chosen.items():
        click.echo(key)
        for run in listed:
            click.echo(f"  {_line(run)}")


def _line(run: Earlier) -> str:
    number = f"{run.number:04d}" if run.number else "现行 current"
    made = datetime.fromtimestamp(run.folder.stat().st_mtime).strftime("%Y-%m-%d %H:%M")
    whole = "完整 whole" if run.is_whole else "不完整 NOT as it was made"
    return f"{number}  {made}  {whole}  {shown(run.folder)}"
