"""Knows how survey estimates are asked for on the command line; estimates nothing itself."""

# ruff: noqa: PLC0415  (a command imports what it needs, so that --help is there at once)

from __future__ import annotations

from pathlib import Path

import click

from shequ_eval.commands.expected import CANNOT_RUN, expected_faults, leave, shown


@click.group(short_help="居民调查。 Resident surveys.")
def survey() -> None:
    """居民调查：从样本到估计。 Resident surveys: from a sample to estimates."""


@survey.command(short_help="估计及其误差。 Estimates with their errors.")
@click.argument("spec", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="写到哪个 CSV。 The CSV file to write.",
)
@click.option(
    "--stream/--no-stream",
    default=None,
    help="从 Parquet 流式累加，不整份读入内存（默认：大文件自动）。"
    " Add up from Parquet without reading it whole (default: large files).",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Dask 集群地址，如 tcp://host:8786；结果相同。"
    " A Dask cluster that adds up instead; the results are the same.",
)
def estimate(spec: Path, out: Path, stream: bool | None, scheduler: str | None) -> None:
    """按 SPEC（YAML）估计，写成 CSV。 Estimate what SPEC (YAML) asks for and write it as CSV.

    均值、总数、比率、占比、分位数及其差，可按任意组别；路径相对于 SPEC。 Means, totals, ratios,
    shares, quantiles and differences, by any domains; paths in SPEC are relative to it.
    """
    from shequ_eval.evidence.findings import render_findings
    from shequ_eval.reporting.survey.files import write_survey_tables
    from shequ_eval.reporting.survey.run import run_survey_spec
    from shequ_eval.vocabulary.survey_yaml import SurveySpecError

    try:
        with expected_faults():
            results = run_survey_spec(spec, stream, scheduler)
            written = write_survey_tables(results.estimates, results.tests, out)
    except SurveySpecError as error:
        leave(str(error), CANNOT_RUN)
    if results.warnings:
        click.echo(render_findings(results.warnings, "table"), err=True)
    for path in written:
        click.echo(shown(path))
