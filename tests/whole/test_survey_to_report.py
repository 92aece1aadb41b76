"""A made-up survey, from its questionnaire and export to the section of a report in three formats.

The answers are 示例数据: simulated, laid beside a real zone's evidence in a temporary clone only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import numpy as np
import openpyxl
import pandas as pd
import pypdfium2
import pytest
import yaml
from bs4 import BeautifulSoup
from PIL import Image

pytestmark = pytest.mark.slow
ZONE = "zhenhai"
PHONE = "person/contact_phone"
FIGURES = ("figure_rank_intervals", "figure_importance_performance")
TABLES = (
    "survey_coverage", "survey_streets", "survey_communities", "survey_items",
    "survey_reliability", "survey_drivers",
)  # fmt: skip


class Place:
    """A clone with a survey in it, and the command that runs there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.mapping = root / "data" / "surveys" / ZONE / "mapping.yaml"
        self.answers = root / "data" / "surveys" / "responses" / ZONE

    def run(self, *arguments: str) -> str:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("SHEQU_EVAL", "MPL"))}
        done = subprocess.run(
            [sys.executable, "-m", "shequ_eval", *arguments],
            cwd=self.root,
            env=kept | {"PYTHONPATH": str(self.root)},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout


def give_phones(export: Path) -> None:
    """A number that nobody has in every sheet, as an enumerator might have written one."""
    book = openpyxl.load_workbook(export)
    sheet = book.worksheets[0]
    column = [cell.value for cell in sheet[1]].index(PHONE) + 1
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, column).value = f"1000000{row:04d}"
    book.save(export)


@pytest.fixture(scope="module")
def place(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The tutorial's way: form, export, corrections that a person signs, and the report."""
    root = tmp_path_factory.mktemp("surveyed") / "shequ-eval"
    shutil.copytree(clone, root, ignore=shutil.ignore_patterns("outputs", "tidy", "tests"))
    there = Place(root)
    there.run("survey", "example", "data/surveys", "--zone", ZONE)
    give_phones(there.answers / "export.xlsx")
    there.run("survey", "form", "resident", "--out", "form.xlsx", "--frame",
              f"data/surveys/{ZONE}/frame.csv")  # fmt: skip
    there.run("survey", "read", str(there.mapping), "--propose", "proposed.csv")
    proposed = pd.read_csv(root / "proposed.csv", dtype=str, keep_default_na=False)
    hasty = proposed[proposed["rule"].eq("survey-speeder")]
    signed = hasty.assign(after="drop", who="示例", why="示例数据：不足两分钟")
    signed.to_csv(there.answers / "corrections.csv", index=False)
    with there.mapping.open("a", encoding="utf-8") as file:
        file.write(f"corrections: ../responses/{ZONE}/corrections.csv\n")
    there.run("survey", "read", str(there.mapping), "--out", "clean.parquet")
    parameters = yaml.safe_load((root / f"parameters/{ZONE}.yaml").read_text(encoding="utf-8"))
    parameters |= {"report_id": "surveyed", "notebooks": ["03_satisfaction", "zone_report"]}
    (root / "surveyed.yaml").write_text(
        yaml.safe_dump(parameters, allow_unicode=True), encoding="utf-8"
    )
    there.run("run", "surveyed.yaml")
    return there


def page(place: Place) -> BeautifulSoup:
    html = (place.root / "outputs/surveyed/report.html").read_text(encoding="utf-8")
    return BeautifulSoup(html, "html.parser")


def words_of_pdf(place: Place) -> str:
    book = pypdfium2.PdfDocument(place.root / "outputs/surveyed/report.pdf")
    return "\n".join(sheet.get_textpage().get_text_range() for sheet in book)


def words_of_docx(place: Place) -> str:
    book = docx.Document(str(place.root / "outputs/surveyed/report.docx"))
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in book.paragraphs] + cells)


def withheld(place: Place) -> pd.DataFrame:
    folder = place.root / "outputs/surveyed/exhibits"
    table = pd.read_csv(folder / f"zone_report.survey_communities_{ZONE}.csv", dtype=str)
    return table[table["均值区间"].isna()]


def test_the_form_asks_what_the_mapping_reads(place: Place) -> None:
    sheet = openpyxl.load_workbook(place.root / "form.xlsx")["survey"]
    rows = list(sheet.iter_rows(values_only=True))
    asked = {row[rows[0].index("name")] for row in rows[1:]}
    mapping = yaml.safe_load(place.mapping.read_text(encoding="utf-8"))
    assert {item["column"] for item in mapping["items"]} <= asked


def test_every_exhibit_of_the_survey_is_in_the_report_and_marked(place: Place) -> None:
    folder = place.root / "outputs/surveyed/exhibits"
    for name in (*TABLES, *FIGURES):
        assert (folder / f"zone_report.{name}_{ZONE}.csv").is_file()
    section = page(place).get_text()
    assert section.count("全部为示例数据") >= len(TABLES) + len(FIGURES)
    for name in FIGURES:
        with Image.open(folder / f"zone_report.{name}_{ZONE}.png") as picture:
            assert picture.width > 900
            assert len(picture.convert("L").getcolors(256) or []) > 20


def test_the_three_formats_print_the_same_estimate_and_the_signed_corrections(
    place: Place,
) -> None:
    clean = pd.read_parquet(place.root / "clean.parquet")
    answers = clean[["sat_overall", "frame_weight"]].dropna()
    mean = (answers["sat_overall"] * answers["frame_weight"]).sum() / answers["frame_weight"].sum()
    said = f"总体满意均值 {mean:.2f}"
    for words in (page(place).get_text(), words_of_pdf(place), words_of_docx(place)):
        flat = "".join(words.split())
        assert "".join(said.split()) in flat
        assert "收到问卷727份" in flat and f"用{len(clean)}份" in flat


def test_the_command_estimates_what_the_report_prints(place: Place) -> None:
    mapping = yaml.safe_load(place.mapping.read_text(encoding="utf-8"))
    spec = {
        "data": "clean.parquet",
        "design": mapping["design"],
        "estimates": [
            # NOTE: all that the report prints together, as what is withheld makes totals coarser.
            {"id": f"by{len(by)}", "kind": "mean", "variable": "sat_overall", "by": by}
            for by in ([], ["street"], ["street", "community"])
        ],
    }
    (place.root / "spec.yaml").write_text(yaml.safe_dump(spec), encoding="utf-8")
    place.run("survey", "estimate", "spec.yaml", "--out", "estimates.csv")
    told = pd.read_csv(place.root / "estimates.csv").query("id == 'by1'").set_index("street")
    folder = place.root / "outputs/surveyed/exhibits"
    printed = pd.read_csv(folder / f"zone_report.survey_streets_{ZONE}.csv").set_index("街道")
    assert len(printed) == len(told) == 4
    for street, row in printed.iterrows():
        assert float(row["均值"]) == pytest.approx(told.loc[street, "estimate"], abs=0.0051)
        low, high = (float(end) for end in row["均值区间"].split("–"))
        assert low == pytest.approx(told.loc[street, "low"], abs=0.0051)
        assert high == pytest.approx(told.loc[street, "high"], abs=0.0051)


def test_what_is_withheld_is_in_no_file_of_the_report(place: Place) -> None:
    clean = pd.read_parquet(place.root / "clean.parquet")
    gone = withheld(place)
    assert len(gone) >= 2 and gone["均值"].str.contains("不公布").all()
    folder = place.root / "outputs/surveyed/exhibits"
    for community in gone["社区"]:
        name = str(community).replace(" ", "")
        inside = clean[clean["community"].astype(str).str.replace(" ", "").eq(name)]
        answers = inside.dropna(subset=["sat_overall"])
        mean = np.average(answers["sat_overall"], weights=answers["frame_weight"])
        for file in folder.glob("zone_report.*.csv"):
            for line in file.read_text(encoding="utf-8-sig").splitlines():
                if name in line.replace(" ", ""):
                    assert f"{mean:.2f}" not in line


def test_no_answer_of_one_person_and_no_identifier_is_in_the_report(place: Place) -> None:
    export = pd.read_excel(place.answers / "export.xlsx", dtype=str)
    people = [*export[PHONE], *export["_uuid"]]
    assert len(set(people)) == 2 * len(export) > 1000
    for file in (place.root / "outputs/surveyed").rglob("*"):
        if file.suffix in {".html", ".csv", ".json", ".ipynb", ".svg"}:
            text = file.read_text(encoding="utf-8-sig")
            assert not [one for one in people if one in text], file.name
    printed = words_of_pdf(place) + words_of_docx(place)
    assert not [one for one in people if one in printed]
