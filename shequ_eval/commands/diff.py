"""Knows how two reports are compared on the command line; compares nothing itself."""

# ruff: noqa: PLC0415  (a command imports what it needs, so that --help is there at once)

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shequ_eval.commands.expected import CANNOT_RUN, expected_faults, leave

if TYPE_CHECKING:
    from shequ_eval.reporting.running.moved import Moved

ALONE = (
    "没有更早的运行可比：这份报告只运行过一次，或更早的已清理；可另给一份报告的目录。"
    " There is no earlier run to compare with: name another report's folder."
)
MOST_NAMED = 5
REPORT = click.Path(path_type=Path, file_okay=False, exists=True)


@click.command(short_help="哪些数字变了，为什么。 Which figures moved, and why.")
@click.argument("old", type=REPORT)
@click.argument("new", type=REPORT, required=False)
@click.option(
    "--format",
    "layout",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="输出格式。 How figures are printed.",
)
def diff(old: Path, new: Path | None, layout: str) -> None:
    """从 OLD 到 NEW 变动的数字、变了多少、原因。 Figures that moved from OLD to NEW, and why.

    两者都是报告目录，如 outputs/.history/zhenhai/0001 与 outputs/zhenhai；只读这两个目录。
    只给一个时与它上一次的运行比。 Both are folders of reports; nothing else is read. One alone is
    compared with its last run before.
    """
    from shequ_eval.reporting.running.moved import moved_figures

    with expected_faults():
        before, after = (_last_run_of(old), old) if new is None else (old, new)
        moved = moved_figures(before, after)
    if layout == "json":
        rows = [asdict(one) | {"by": one.by, "why": one.why} for one in moved]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif layout == "csv":
        click.echo(_csv(moved), nl=False)
    else:
        _tell(moved)


def _last_run_of(report: Path) -> Path:
    from shequ_eval.reporting.running.history import earlier_runs

    found = earlier_runs(report.resolve().parent, report.resolve().name)
    if not found:
        leave(f"{report}: {ALONE}", CANNOT_RUN)
    return found[-1].folder


def _tell(moved: list[Moved]) -> None:
    """Each figure once, with how often and where it stands; CSV and JSON list every place."""
    from shequ_eval.reporting.running.moved_together import told_once

    if not moved:
        click.echo("没有数字变动。 No figure moved.")
    for one in told_once(moved):
        by = f"（{one.by}）" if one.by else ""
        click.echo(f"{one.which or '文字 words'}: {one.old} → {one.new}{by}")
        click.echo(f"  {_places(one.places)}")
        click.echo(f"  {one.why}")


def _places(places: tuple[str, ...]) -> str:
    """How many places, and the exhibits that hold them, each once."""
    named = list(dict.fromkeys(places))
    shown = "；".join(named[:MOST_NAMED])
    more = f"；…另有 and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    return f"{len(places)} 处 place{'s' * (len(places) != 1)}: {shown}{more}"


def _csv(moved: list[Moved]) -> str:
    from shequ_eval.reporting.running.moved import COLUMNS

    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([COLUMNS, *(one.row() for one in moved)])
    return buffer.getvalue()
