"""The tutorial is walked as it is written: its commands are run, its tables are filled in."""

from __future__ import annotations

import csv
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from click import Command
from click.testing import CliRunner

from shequ_eval.cli import main
from shequ_eval.commands.code import code
from shequ_eval.commands.new import new
from shequ_eval.evidence.documents import read_document

COMMANDS: dict[str, Command] = {"code": code, "new": new}
SIGNED = {"decision": "accept", "coded_on": "2026-11-24"}


@pytest.fixture(scope="module")
def tutorial(project: Path) -> str:
    return (project / "docs/tutorial_new_zone.md").read_text(encoding="utf-8")


@pytest.fixture
def copy(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    ignored = shutil.ignore_patterns("tidy", "documents")
    shutil.copytree(project / "data", tmp_path / "data", ignore=ignored)
    shutil.copytree(project / "docs/examples", tmp_path / "docs/examples")
    shutil.copytree(project / "notebooks", tmp_path / "notebooks")
    monkeypatch.delenv("SHEQU_EVAL_SOURCES", raising=False)
    monkeypatch.setenv("SHEQU_EVAL_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def table(tutorial: str, name: str) -> list[list[str]]:
    """The rows of the table under a comment, without its head."""
    _, _, rest = tutorial.partition(f"<!-- {name} -->\n")
    lines = rest.split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def commands(tutorial: str) -> Iterator[list[str]]:
    for block in re.findall(r"```sh\n(.*?)```", tutorial, re.S):
        for line in block.splitlines():
            yield shlex.split(line)[1:]


def run(arguments: list[str]) -> str:
    command = COMMANDS.get(arguments[0])
    if command is None:
        result = CliRunner().invoke(main, arguments)
    else:
        result = CliRunner().invoke(command, arguments[1:])
    assert result.exit_code == 0, result.output
    return result.output


def fill_form(tutorial: str) -> None:
    answers = {(row[0], row[1]): row[2] for row in table(tutorial, "form")}
    book = openpyxl.load_workbook("zone_shili.xlsx")
    lines = {(row[0].value, row[1].value): row[5] for row in book["地区"].iter_rows(min_row=2)}
    assert set(answers) <= set(lines)
    for key, answer in answers.items():
        lines[key].value = answer
    book.save("zone_shili.xlsx")


def fill_sheet(tutorial: str, coder: str) -> None:
    book = openpyxl.load_workbook("coding_shili.xlsx")
    sheet, sources = book["编码"], book["来源"]
    places = {str(cell.value).split()[-1]: cell.column for cell in sheet[1]}
    rows = {
        sheet.cell(number, places["value_text"]).value: number
        for number in range(2, sheet.max_row + 1)
        if sheet.cell(number, places["value_text"]).value
    }
    for number in rows.values():
        for column, cell in (SIGNED | {"coder": coder}).items():
            sheet.cell(number, places[column]).value = cell
    for words, column, answer, *_ in table(tutorial, f"coder {coder}"):
        sheet.cell(rows[words], places[column]).value = answer
    asked = {str(cell.value).split()[-1]: cell.column for cell in sources[1]}
    for column, answer in table(tutorial, "source"):
        sources.cell(2, asked[column]).value = answer
    book.save(f"coding_shili_{coder}.xlsx")


def walk(tutorial: str, to_the_report: bool) -> dict[str, str]:
    """Every command of the tutorial in order, the tables filled in where it says so."""
    said = {}
    for arguments in commands(tutorial):
        if arguments[0] == "run" and not to_the_report:
            continue
        said[" ".join(arguments[:2])] = run(arguments)  # fails where the exit code is not 0
        if arguments == ["new", "zone", "shili"]:
            fill_form(tutorial)
        if arguments[:2] == ["code", "new"]:
            fill_sheet(tutorial, "b")
            fill_sheet(tutorial, "c")
    return said


def rows_of(copy: Path, file: str) -> list[dict[str, str]]:
    with (copy / "data" / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.slow
def test_the_tutorial_leads_from_the_bulletin_to_evidence_that_passes_the_check(
    copy: Path, tutorial: str
) -> None:
    said = walk(tutorial, to_the_report=False)
    coded = {row["value_text"]: row for row in rows_of(copy, "zones/shili/evidence.csv")}
    assert len(coded) == 22
    assert coded["8家"]["indicator_id"] == "social_orgs_per_10k"
    assert (coded["8家"]["per"], coded["8家"]["population_basis"]) == ("10k_residents", "常住")
    assert (coded["近80%"]["low"], coded["近80%"]["high"]) == ("0", "80")
    assert coded["近9000万元"]["period"] == "2018/2020"
    assert {words for words, row in coded.items() if row["second_reading"] == "disputed"} == {
        "2000人"
    }
    assert "errors" not in said["check"]
    assert "qualifier: exact ≠ at_least" in said["code agree"]
    assert "decision: leave_out ≠ not_a_figure" in said["code agree"]
    decided = [row for row in rows_of(copy, "coding/decisions.csv") if row["coder"] == "b"]
    assert len(decided) == 24
    (source,) = [r for r in rows_of(copy, "sources/sources.csv") if r["zone_id"] == "shili"]
    assert source["file"] == "shili_bulletin.docx"


def test_every_figure_of_the_tutorial_is_marked_as_example_data(tutorial: str, copy: Path) -> None:
    bulletin = read_document(copy / "docs/examples/shili_bulletin.docx")
    assert "示例数据" in bulletin.paragraph_text(1)
    assert "虚构" in bulletin.paragraph_text(2)
    assert tutorial.count("示例数据") >= 8


@pytest.mark.slow
def test_the_tutorial_ends_in_a_report(copy: Path, tutorial: str) -> None:
    walk(tutorial, to_the_report=True)
    report = (copy / "outputs/shili/report.html").read_text(encoding="utf-8")
    assert "示例数据" in report
    assert "78.5" in report
