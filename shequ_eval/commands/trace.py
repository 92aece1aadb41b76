"""Knows how the origin of a printed number is asked for and told; finds none itself."""

# ruff: noqa: PLC0415  (a command imports what it needs, so that --help is there at once)

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from shequ_eval.commands.expected import FOLDER, expected_faults

if TYPE_CHECKING:
    from shequ_eval.reporting.document.blocks import Document
    from shequ_eval.reporting.tracing import Found


@click.command(short_help="数字的出处。 The origin of a number.")
@click.argument("report", type=FOLDER)
@click.argument("number")
def trace(report: Path, number: str) -> None:
    """报告里的一个数字从哪里来。 Where a number of a report comes from.

    REPORT 是 outputs 下的报告目录，NUMBER 是数字的编号或印出的样子（如 15.43）。
    REPORT is a folder of outputs/; NUMBER an id, or the number as it is printed (15.43).
    """
    from shequ_eval.reporting.tracing import find_number, read_report

    with expected_faults():
        document = read_report(report)
        found = find_number(document, number)
    for place, one in enumerate(found):
        if place:
            click.echo()
        _tell(document, one)


def _tell(document: Document, found: Found) -> None:
    from shequ_eval.reporting.tracing import origins_below

    click.echo(f"{found.printed or found.origin.key}  [{found.origin.key}]")
    for stands in found.places[:5]:
        click.echo(f"  见 in: {stands}")
    if len(found.places) > 5:
        click.echo(f"  …另有 and {len(found.places) - 5} 处 more places")
    for depth, origin in origins_below(document, found.origin):
        indent = "  " * (depth + 1)
        if depth:
            click.echo(f"{indent}[{origin.key}]")
        for label, words in origin.facts:
            click.echo(f"{indent}{label}: {words}")
        tables = [key for key in origin.inputs if key not in document.origins]
        if tables:
            click.echo(f"{indent}表 tables: {', '.join(tables)}")
