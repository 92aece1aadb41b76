"""Knows how a new zone is asked for on the command line; makes nothing itself."""

# ruff: noqa: PLC0415  (a command imports what it needs, so that --help is there at once)

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import click

from shequ_eval.commands.expected import data_option, data_root_of, expected_faults, shown


@click.group(short_help="新建。 Make something new.")
def new() -> None:
    """新建一个地区或一份评价人的文字。 Make a new zone, or an evaluator's narrative."""


@new.command(short_help="新地区。 A new zone.")
@click.argument("zone_id", metavar="ZONE")
@click.option(
    "--fill",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="把填好的表写入数据。 Enter the answers of a filled form.",
)
@click.option(
    "--form",
    type=click.Path(path_type=Path, dir_okay=False),
    help="表写到哪里（默认 zone_ZONE.xlsx）。 Where to write the form (default: zone_ZONE.xlsx).",
)
@click.option("--remove", is_flag=True, help="删除没有编码的地区。 Remove a zone never coded.")
@click.option("--yes", is_flag=True, help="有证据也删除。 Remove it although it has evidence.")
@data_option
def zone(
    zone_id: str, fill: Path | None, form: Path | None, remove: bool, yes: bool, data: Path | None
) -> None:
    """新建地区 ZONE：文件夹、各表的行、参数文件和一张待填的表。 Make the zone ZONE.

    ZONE 是小写英文编号，如 zhenhai。要填的格子都标 待填；填好表后用 --fill 写入。 ZONE is a
    lower-case id. Every open cell says 待填; fill in the form and enter it with --fill.
    """
    from shequ_eval.reporting.coding.new_zone import known_zone, make_zone
    from shequ_eval.reporting.coding.remove_zone import remove_zone
    from shequ_eval.reporting.coding.zone_form import fill_zone

    with expected_faults():
        root = data_root_of(data)
        if remove:
            for line in remove_zone(zone_id, root, is_confirmed=yes).lines():
                click.echo(f"已删除 removed: {line}")
            return
        if fill is None:
            made = make_zone(zone_id, root, form)
            written, last = made.written, made.form
            click.echo(f"请填写 fill in: {shown(last)}")
        else:
            known_zone(zone_id, root)
            click.echo("核对全部数据，约需十秒…… Checking all data …", err=True)
            written, still, chosen = fill_zone(zone_id, fill, root)
            click.echo(f"仍待填的必填项 required and still open: {still}")
            for line in chosen:
                click.echo(line)
    for path in written:
        click.echo(shown(path))


@new.command(short_help="评价人的文字。 An evaluator's narrative.")
@click.argument("report_id", metavar="REPORT")
@data_option
def narrative(report_id: str, data: Path | None) -> None:
    """为报告 REPORT 新建 narrative.md，各节待填。 Make an empty narrative for the report REPORT.

    REPORT 是 report_id，或参数文件（如 ../mine.yaml）；文字写在参数文件旁。已有的文件不覆盖。
    REPORT is a report_id, or a parameter file; the narrative is made beside that file. A file that
    is there is left alone.
    """
    from shequ_eval.reporting.faults import ReportingFault
    from shequ_eval.vocabulary.narrative import PARAMETERS, narrative_file, narrative_template

    with expected_faults():
        folder, name = _asked_for(report_id, data_root_of(data).parent / PARAMETERS)
        path = narrative_file(folder, name)
        path.parent.mkdir(exist_ok=True)
        try:
            with path.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(narrative_template(name))
        except FileExistsError:
            raise ReportingFault(f"{shown(path)}: 已有，不覆盖 is there and left alone") from None
    click.echo(shown(path))


def _asked_for(report: str, parameters: Path) -> tuple[Path, str]:
    """The folder of a parameter file and the report that it names.

    Raises
    ------
    ReportingFault
        There is no such file or report, or the file names none.
    """
    from shequ_eval.reporting.faults import ReportingFault
    from shequ_eval.vocabulary.nearest import did_you_mean
    from shequ_eval.vocabulary.parameters import ParametersError

    if report.endswith((".yaml", ".yml")):
        try:
            return Path(report).parent, _report_of(Path(report))
        except ParametersError as error:
            raise ReportingFault(str(error)) from None
    known = {}
    for path in sorted(parameters.glob("*.yaml")):
        with suppress(ParametersError):
            known[_report_of(path)] = path
    if report not in known:
        raise ReportingFault(f"REPORT {report}: {did_you_mean(report, known)}")
    return parameters, report


def _report_of(file: Path) -> str:
    from shequ_eval.vocabulary.parameters import SLUG, ParametersError, read_given

    given, _ = read_given(file)
    name = given.get("report_id")
    if not isinstance(name, str) or not re.match(SLUG, name):
        raise ParametersError([f"{file.name}: 键 key report_id: 现为 found {name!r}; {SLUG}"])
    return name
