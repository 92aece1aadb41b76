"""Knows how answers are checked, and questionnaires and examples written; does none of it."""

# ruff: noqa: PLC0415  (a command imports what it needs, so that --help is there at once)

from __future__ import annotations

import sys
from pathlib import Path

import click

from shequ_eval.commands.expected import (
    CANNOT_RUN,
    FAULTS,
    data_option,
    data_root_of,
    expected_faults,
    leave,
    shown,
)

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("read", short_help="读取并核对回答。 Read and check answers.")
@click.argument("mapping", type=FILE)
@click.option("--out", type=FILE, help="清理后的回答写到哪里（CSV 或 Parquet）。 Cleaned answers.")
@click.option("--propose", type=FILE, help="待签字的更正记录写到哪里。 Corrections to be signed.")
@click.option("--json", "layout", flag_value="json", default="table", help="JSON.")
def read(mapping: Path, out: Path | None, propose: Path | None, layout: str) -> None:
    """按 MAPPING（YAML）读取问卷回答，列出一切差错与疑点。 Read answers and list every doubt.

    原文件不改；更正写在更正记录里，由人签字。姓名、电话、身份证号等列不保留，或加盐散列。 The file
    is never changed; corrections are a signed log. What names people is dropped or hashed.
    """
    from shequ_eval.analysis.survey.of_responses import design_findings
    from shequ_eval.evidence.findings import errors_of, render_findings
    from shequ_eval.evidence.responses.read import check_responses
    from shequ_eval.reporting.survey.tables import clean_answers, write_table
    from shequ_eval.vocabulary.survey_yaml import SurveySpecError

    try:
        with expected_faults():
            checked = check_responses(mapping)
            findings = list(checked.findings)
            if checked.responses is not None:
                findings += design_findings(checked.responses)
            if findings:
                click.echo(render_findings(findings, "json" if layout == "json" else "table"))
            if propose is not None:
                click.echo(shown(write_table(checked.proposed, propose)))
            if checked.responses is None or errors_of(findings):
                click.echo(f"差错 faults: {len(errors_of(findings))}", err=True)
                sys.exit(FAULTS)
            kept = clean_answers(checked.responses)
            if out is not None:
                click.echo(shown(write_table(kept, out)))
            click.echo(f"回答 answers: {len(kept)}", err=True)
            if checked.responses.mapping.consent is not None:
                click.echo(f"不同意 refused: {checked.responses.refused}", err=True)
    except SurveySpecError as error:
        leave(str(error), CANNOT_RUN)


@click.command("form", short_help="问卷 XLSForm。 A questionnaire.")
@click.argument("name", type=click.Choice(["resident", "worker"]))
@click.option("--out", type=FILE, required=True, help="写到哪个 XLSX。 The XLSX file to write.")
@click.option("--frame", type=FILE, help="样本框：其街道与社区成为选项。 Streets and communities.")
@data_option
def form(name: str, out: Path, frame: Path | None, data: Path | None) -> None:
    """写出居民（resident）或社区工作者（worker）问卷。 Write a questionnaire as XLSForm.

    可导入 KoboToolbox 与 ODK。 KoboToolbox and ODK take it.
    """
    from shequ_eval.reporting.survey.form import write_survey_form
    from shequ_eval.vocabulary.xlsform import XlsFormError

    try:
        with expected_faults():
            click.echo(shown(write_survey_form(name, data_root_of(data), out, frame)))
    except XlsFormError as error:
        leave(str(error), CANNOT_RUN)


@click.command("example", short_help="示例调查。 An example survey.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--zone", default="shili", show_default=True, help="地区编号。 The zone's id.")
@click.option(
    "--seed", type=click.IntRange(0), default=2026, show_default=True, help="随机种子。 The seed."
)
def example(folder: Path, zone: str, seed: int) -> None:
    """在 FOLDER 下写一份模拟的调查。 Write a made-up survey under FOLDER.

    Kobo 导出、样本框与映射，全部标明示例数据。 Export, frame and mapping, all marked 示例数据.
    """
    from shequ_eval.reporting.survey.example import write_example_survey

    with expected_faults():
        for path in write_example_survey(folder, zone, seed):
            click.echo(shown(path))
