"""Knows how the coding desk is asked for on the command line; codes nothing itself."""

# ruff: noqa: PLC0415  (a command imports what it needs, so that --help is there at once)

from __future__ import annotations

from pathlib import Path

import click

from shequ_eval.commands.expected import (
    data_option,
    data_root_of,
    expected_faults,
    shown,
)

WAIT = "核对全部数据，约需十秒…… Checking all data, some ten seconds …"
SHEET = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.group(short_help="编码台。 The coding desk.")
def code() -> None:
    """编码台：从文件里的数字到证据表。 The coding desk: from figures in documents to evidence.

    new 生成编码表，两人各填一份；agree 看两人是否一致；accept 核对后收入数据。 new makes a sheet
    that two coders fill in; agree compares them; accept checks one and adds it to the data.
    """


@code.command(short_help="生成编码表。 Make a coding sheet.")
@click.argument("zone")
@click.argument("files", nargs=-1, required=True, type=SHEET)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="写成哪个文件（XLSX 与同名 CSV；默认 coding_ZONE.xlsx）。"
    " The sheet to write, with a CSV of the same name (default: coding_ZONE.xlsx).",
)
@click.option(
    "--published",
    metavar="DATE",
    default="",
    help="文件的发布日期，如 2021-03-05；用于推算时期。"
    " When the documents were published; periods are worked out from it.",
)
@data_option
def new(
    zone: str, files: tuple[Path, ...], out: Path | None, published: str, data: Path | None
) -> None:
    """从文件（TXT、DOCX、PDF、HTML）生成 ZONE 的编码表。 Make the coding sheet of ZONE from files.

    已编码或已决定过的数字不再列出。表含原文片段，不得放入数据目录。 What was decided before is
    not asked again. The sheet holds passages; it must not lie in the data folder.
    """
    from shequ_eval.evidence.findings import render_findings
    from shequ_eval.reporting.coding.desk import new_sheet

    with expected_faults():
        made = new_sheet(zone, files, data_root_of(data), out, published)
    if made.draft.warnings:
        click.echo(render_findings(made.draft.warnings, "table"), err=True)
    click.echo(f"待编码的数字 figures to code: {len(made.draft.rows)}")
    if made.draft.known:
        click.echo(f"已决定过、不再列出 decided before, left out: {made.draft.known}")
    if made.draft.lost:
        click.echo(
            f"其中原文缺了数字的行 rows whose number the document lost: {made.draft.lost}"
            "（类别为 原文缺失；采纳即记入缺失数字表 accept them to record the loss）"
        )
    for line in made.draft.lost_places():
        click.echo(f"  {line}")
    for path in made.written:
        click.echo(shown(path))


@code.command(short_help="两人是否一致。 How far two coders agree.")
@click.argument("first", type=SHEET)
@click.argument("second", type=SHEET)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="把分歧并排写成 CSV。 Write the disagreements side by side as CSV.",
)
@data_option
def agree(first: Path, second: Path, out: Path | None, data: Path | None) -> None:
    """比较两份填好的编码表：逐列一致率、Cohen's kappa 与并排的分歧。 Compare two filled sheets.

    建议会使两人更易一致，kappa 应据此理解。 Both saw the same suggestions: read kappa with that
    in mind.
    """
    from shequ_eval.reporting.coding.desk import compare_sheets, write_disagreements

    with expected_faults():
        found = compare_sheets(first, second, data_root_of(data))
        for line in found.lines():
            click.echo(line)
        if out is not None:
            click.echo(shown(write_disagreements(out, found, data_root_of(data))))


@code.command(short_help="收入数据。 Add a sheet to the data.")
@click.argument("sheet", type=SHEET)
@click.option(
    "--second",
    type=SHEET,
    help="第二位编码者的表：标出一致与异议。 The second coder's sheet: marks agreement and doubts.",
)
@click.option("--coder", default="", help="表里没写编码者的行用它。 Coder of rows without one.")
@click.option(
    "--on", "coded_on", default="", help="表里没写日期的行用它。 Date of rows without one."
)
@data_option
def accept(sheet: Path, second: Path | None, coder: str, coded_on: str, data: Path | None) -> None:
    """核对填好的编码表，全部无误才收入数据。 Check a filled sheet and add it to the data.

    有一处不合就什么也不写；再收一次不会重复。 One fault, and nothing is written; accepting again
    adds nothing twice.
    """
    from shequ_eval.evidence.coding.decisions import Signature
    from shequ_eval.reporting.coding.acceptance import accept_sheet

    click.echo(WAIT, err=True)
    with expected_faults():
        done = accept_sheet(sheet, data_root_of(data), Signature(coder, coded_on), second)
    for line in done.lines():
        click.echo(line)
    for path in done.written:
        click.echo(shown(path))
