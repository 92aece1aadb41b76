"""Knows the commands and their exit codes; parses and delegates, and computes nothing."""

# ruff: noqa: PLC0415  (a command imports what it needs, so that --help is there at once)

from __future__ import annotations

import io
import sys
from pathlib import Path

import click

from shequ_eval import __version__
from shequ_eval.commands.code import code
from shequ_eval.commands.diff import diff
from shequ_eval.commands.expected import (
    CANNOT_RUN,
    CLEAN,
    FAULTS,
    FOLDER,
    data_option,
    data_root_of,
    expected_faults,
    leave,
    shown,
)
from shequ_eval.commands.extract import extract
from shequ_eval.commands.new import new
from shequ_eval.commands.runs import runs
from shequ_eval.commands.survey import survey
from shequ_eval.commands.survey_plan import plan
from shequ_eval.commands.survey_responses import example, form, read
from shequ_eval.commands.trace import trace
from shequ_eval.commands.verify import verify
from shequ_eval.vocabulary.spared_imports import spare_imports

_jobs = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    help="同时运行几个（默认按处理器数）。 How many at a time (default: one a processor).",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="shequ-eval", message="%(prog)s %(version)s")
def main() -> None:
    """社区治理实验区第三方评估：从编码事实到报告。 From coded facts to evaluation reports.

    退出码 exit codes: 0 正常 fine, 1 有问题 faults, 2 不能运行 cannot run.
    """
    for stream in (sys.stdout, sys.stderr):
        # NOTE: a Windows console is not UTF-8 unless it is told.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    spare_imports()


@main.command(short_help="检查数据。 Check the data.")
@data_option
@click.option(
    "--format",
    "layout",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="输出格式。 How findings are printed.",
)
def check(data: Path | None, layout: str) -> None:
    """检查全部数据，一次列出所有问题。 Check all data; list every fault at once."""
    from shequ_eval.analysis.survey.of_responses import survey_faults
    from shequ_eval.evidence.checks import check_package
    from shequ_eval.evidence.findings import errors_of, render_findings

    with expected_faults():
        root = data_root_of(data)
        findings = [*check_package(root), *survey_faults(root)]
    if findings or layout == "json":
        click.echo(render_findings(findings, "json" if layout == "json" else "table"))
    errors = len(errors_of(findings))
    click.echo(
        f"错误 errors: {errors}；提醒 warnings: {len(findings) - errors}"
        if findings
        else "没有问题。 No findings.",
        err=True,
    )
    sys.exit(FAULTS if errors else CLEAN)


@main.command(short_help="生成整洁表。 Build the tidy tables.")
@data_option
@click.option(
    "--out",
    type=FOLDER,
    help="写到哪里（默认 data/tidy）。 Where to write (default: data/tidy).",
)
def build(data: Path | None, out: Path | None) -> None:
    """检查数据并生成整洁表。 Check the data and build the tidy tables."""
    from shequ_eval.evidence.checks import check_package
    from shequ_eval.evidence.findings import errors_of, render_findings
    from shequ_eval.evidence.tidy import build_tidy
    from shequ_eval.reporting.files.tidy_files import write_tidy

    with expected_faults():
        root = data_root_of(data)
        errors = errors_of(check_package(root))
        if errors:
            click.echo(render_findings(errors, "table"), err=True)
            click.echo("数据有错，什么也没写。 The data have errors; nothing written.", err=True)
            sys.exit(FAULTS)
        written = write_tidy(build_tidy(root), out or root / "tidy")
    for path in written:
        click.echo(shown(path))


@main.command(short_help="生成报告。 Make the reports.")
@click.argument("parameters", nargs=-1, type=click.Path(path_type=Path, dir_okay=False))
@data_option
@click.option(
    "--out",
    type=FOLDER,
    help="写到哪里（默认与数据同级的 outputs）。 Where to write (default: outputs/).",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    help="同时运行几个（默认处理器数的两倍）。 How many at a time (default: twice the cores).",
)
@click.option(
    "--force", is_flag=True, help="未变的报告也重新生成。 Make unchanged reports again, too."
)
@click.option(
    "--why", is_flag=True, help="说明每份报告为何执行。 Tell what decided, report by report."
)
@click.option(
    "--cell-seconds",
    type=click.IntRange(min=1),
    help="一格最多运行几秒（默认 600）。 The longest that a cell may take (default: 600).",
)
@click.option(
    "--memory",
    type=click.FloatRange(min=0.5),
    help="一个内核最多几 GB（默认均分）。 The most GB that a kernel may hold (default: a share).",
)
@click.option(
    "--scheduler",
    default="",
    metavar="tcp://…",
    help="在这个 Dask 集群上运行。 Run on the Dask cluster at this address.",
)
@click.option(
    "--store",
    default="",
    metavar="ADDRESS",
    help="完成的报告另存到此 fsspec 地址；集群从那里读输入。 Reports go to this address, too.",
)
@click.option(
    "--keep",
    type=click.IntRange(min=0),
    help="每份报告留几次旧的（默认 10）。 How many earlier runs of a report stay (default: 10).",
)
def run(
    parameters: tuple[Path, ...],
    data: Path | None,
    out: Path | None,
    jobs: int | None,
    force: bool,
    why: bool,
    cell_seconds: int | None,
    memory: float | None,
    scheduler: str,
    store: str,
    keep: int | None,
) -> None:
    """按参数文件生成报告（默认 parameters/ 下全部）。 One report of each parameter file.

    输入、版本和成品都未变的报告不再执行。 A report of which nothing has changed is left as it is.
    """
    from shequ_eval.reporting.running.decide import decide

    with expected_faults():
        root = data_root_of(data)
        files = list(parameters) or sorted((root.parent / "parameters").glob("*.yaml"))
        target = out or root.parent / "outputs"
        decisions = decide(files, root, root.parent / "notebooks", target, force)
        if files and not store and not any(decision.reasons for decision in decisions):
            for decision in decisions:
                click.echo(decision.words, err=not why)
            sys.exit(CLEAN)
        from shequ_eval.reporting.running.crew import Choices
        from shequ_eval.reporting.running.run import run_reports

        given = {"cell_seconds": cell_seconds, "kept": keep}
        given["memory"] = None if memory is None else int(memory * 1e9)
        chosen = {name: value for name, value in given.items() if value is not None}
        choices = Choices(
            jobs=jobs, scheduler=scheduler, store=store, force=force, why=why, **chosen
        )
        result = run_reports(files, root, target, choices)
    for report_id, faults in result.failures.items():
        count = f"{len(faults)} 处错误，见上 faults, see above"
        click.echo(f"没有生成 not made: {report_id}（{count}）", err=True)
    for heading, reports in (
        ("报告 reports:", result.reports),
        ("未变 unchanged:", result.unchanged),
    ):
        if reports:
            click.echo(f"\n{heading}")
        for report in sorted(reports):
            click.echo(f"  {shown(report)}")
    if result.index:
        click.echo(f"清单 list:\n  {shown(result.index)}")
    sys.exit(result.exit_code)


@main.command(short_help="刷新 notebook。 Refresh the notebooks.")
@data_option
@_jobs
def notebooks(data: Path | None, jobs: int | None) -> None:
    """重新运行 notebooks/ 并存入输出。 Re-execute notebooks/ in place and store the outputs."""
    from shequ_eval.reporting.kernels.notebooks import refresh_notebooks

    with expected_faults():
        root = data_root_of(data)
        faults = refresh_notebooks(root.parent / "notebooks", root, jobs)
    if faults:
        click.echo(f"没有更新 not refreshed: {', '.join(sorted(faults))}", err=True)
    sys.exit(FAULTS if faults else CLEAN)


@main.command(short_help="核查表。 The checklist of a zone.")
@click.argument("zone")
@data_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="写一份空表（XLSX）。 Write an empty sheet.",
)
@click.option(
    "--read",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="读回填好的表，列出全部问题。 Read a returned sheet and list every fault.",
)
def checklist(zone: str, data: Path | None, out: Path | None, read: Path | None) -> None:
    """写出或读回一地的机制核查表。 Write or read back the checklist of a zone's mechanisms.

    读回无误的表存为 data/registers/checklists/<zone>.xlsx 后，报告即采用。 A sheet without faults
    counts in the reports once it lies there.
    """
    from shequ_eval.evidence.checklists import read_checklist
    from shequ_eval.evidence.tables import read_tables
    from shequ_eval.reporting.checklist import write_checklist
    from shequ_eval.vocabulary.codebook import read_codebook
    from shequ_eval.vocabulary.nearest import did_you_mean

    if (out is None) == (read is None):
        leave("请给 --out 或 --read 之一。 Give one of --out and --read.", CANNOT_RUN)
    with expected_faults():
        root = data_root_of(data)
        codebook = read_codebook(root)
        if zone not in codebook.zones.index:
            leave(f"ZONE {zone}: {did_you_mean(zone, codebook.zones.index)}", CANNOT_RUN)
        every = read_tables(root)["mechanisms"]
        mechanisms = every.query("zone_id == @zone")
        if out is not None:
            click.echo(shown(write_checklist(out, mechanisms, codebook)))
        elif read is not None:
            answers = read_checklist(read, mechanisms, codebook, every)
            answered = answers["value"].isin(["有", "无"]).sum()
            click.echo(f"没有问题，已填 {answered} 格。 No findings; {answered} cells filled in.")


for _command in (plan, example, form, read):
    survey.add_command(_command)
for _command in (trace, verify, diff, runs, extract, code, new, survey):
    main.add_command(_command)
