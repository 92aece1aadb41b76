"""Knows how figures are asked for on the command line; reads and finds nothing itself."""

# ruff: noqa: PLC0415  (a command imports what it needs, so that --help is there at once)

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from shequ_eval.commands.expected import expected_faults, shown

if TYPE_CHECKING:
    from shequ_eval.evidence.quantities import Quantity
    from shequ_eval.reporting.coding.extracted import Layout

FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command(short_help="找出文件里的数字。 Find the figures of documents.")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option(
    "--format",
    "layout",
    type=click.Choice(["csv", "json"]),
    help="写成表格而不是带颜色的原文（--out 的扩展名可代替）。"
    " A table instead of the coloured text (the ending of --out also says it).",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="写到哪个文件（默认印在屏幕上）。 The file to write (default: the screen).",
)
def extract(files: tuple[Path, ...], layout: Layout | None, out: Path | None) -> None:
    """找出 FILE（TXT、DOCX、PDF、HTML）里的每个数字。 Find every figure of the files.

    每个数字给出位置、原文、数值、上下限、单位、限定词、基数、作用和标记。 Each figure comes with
    its offsets, words, value, bounds, unit, qualifier, bases, role and flags.
    """
    from shequ_eval.evidence.quantities import find_quantities
    from shequ_eval.evidence.quantities.rows import rows_of
    from shequ_eval.reporting.coding.extracted import extracted_words, read_all, write_extracted

    with expected_faults():
        read = [(shown(path), document) for path, document in read_all(files).items()]
        found = [(name, document.text, find_quantities(document.text)) for name, document in read]
        rows = [row for name, _, figures in found for row in rows_of(name, figures)]
        chosen = layout or _by_ending(out)
        if out is not None:
            write_extracted(rows, chosen, out)
            click.echo(f"{len(rows)} 个数字 figures → {shown(out)}", err=True)
    for name, document in read:
        for warning in document.warnings:
            click.echo(f"{name}: {warning.sentence()}", err=True)
    if out is None and layout is not None:
        click.echo(extracted_words(rows, layout), nl=False)
    elif out is None:
        _show(found)


def _by_ending(out: Path | None) -> Layout:
    return "json" if out is not None and out.suffix.lower() == ".json" else "csv"


def _show(found: list[tuple[str, str, list[Quantity]]]) -> None:
    from shequ_eval.reporting.coding.extracted import legend, marked_lines

    click.echo(legend())
    for name, text, figures in found:
        click.echo(f"\n{click.style(name, bold=True)}  {len(figures)} 个数字 figures")
        for line in marked_lines(text, figures):
            click.echo(line)
