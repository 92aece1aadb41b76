"""From the command line: a form, an example, what is wrong with it, and cleaned answers."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pandas as pd
import yaml
from click.testing import CliRunner, Result

from shequ_eval.commands.survey import estimate
from shequ_eval.commands.survey_plan import plan
from shequ_eval.commands.survey_responses import example, form, read


def run(command: object, *arguments: object) -> Result:
    return CliRunner().invoke(command, [str(a) for a in arguments])  # type: ignore[arg-type]


def test_the_tutorials_way_from_form_to_estimates(tmp_path: Path, data_root: Path) -> None:
    made = run(example, tmp_path)
    assert made.exit_code == 0 and len(made.output.splitlines()) == 3
    frame, mapping = tmp_path / "shili/frame.csv", tmp_path / "shili/mapping.yaml"
    written = run(form, "resident", "--frame", frame, "--out", tmp_path / "f.xlsx",
                  "--data", data_root)  # fmt: skip
    assert written.exit_code == 0
    choices = openpyxl.load_workbook(tmp_path / "f.xlsx")["choices"]
    assert "示例数据一街道" in {row[1].value for row in choices.iter_rows()}
    checked = run(read, mapping, "--out", tmp_path / "c.parquet", "--propose", tmp_path / "p.csv")
    assert checked.exit_code == 0 and "survey-speeder" in checked.output
    clean = pd.read_parquet(tmp_path / "c.parquet")
    assert len(clean) == 727 and "person/contact_phone" not in clean.columns
    proposed = pd.read_csv(tmp_path / "p.csv")
    assert proposed["who"].isna().all() and len(proposed) >= 4
    design = yaml.safe_load(mapping.read_text(encoding="utf-8"))["design"]
    spec = {
        "data": "c.parquet",
        "design": design,
        "estimates": [
            {"id": "zone", "kind": "mean", "variable": "sat_overall"},
            {"id": "street", "kind": "mean", "variable": "sat_overall", "by": "street"},
        ],
    }
    (tmp_path / "spec.yaml").write_text(yaml.safe_dump(spec), encoding="utf-8")
    done = run(estimate, tmp_path / "spec.yaml", "--out", tmp_path / "e.csv")
    assert done.exit_code == 0, done.output
    told = pd.read_csv(tmp_path / "e.csv")
    assert len(told) == 5 and told["n"].iloc[0] == told["n"].iloc[1:].sum()


def test_an_example_is_never_written_over_answers_that_are_there(tmp_path: Path) -> None:
    assert run(example, tmp_path).exit_code == 0
    again = run(example, tmp_path)
    assert again.exit_code == 2 and "已存在" in again.output


def test_faults_come_as_lines_or_as_json_with_their_place(tmp_path: Path) -> None:
    run(example, tmp_path)
    path = tmp_path / "responses/shili/export.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(5, heads.index("performance/sat_overall") + 1).value = 7
    book.save(path)
    mapping = tmp_path / "shili/mapping.yaml"
    plain, told = run(read, mapping), run(read, mapping, "--json")
    assert plain.exit_code == told.exit_code == 1
    assert "survey-out_of_range" in plain.output and "第5行" in plain.output
    found = json.loads(told.stdout)
    assert [f["row"] for f in found if f["rule"] == "survey-out_of_range"] == [5]


def test_a_weight_that_no_estimate_can_use_is_told_when_answers_are_read(tmp_path: Path) -> None:
    run(example, tmp_path)
    path, mapping = tmp_path / "responses/shili/export.xlsx", tmp_path / "shili/mapping.yaml"
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    place = [cell.value for cell in sheet[1]].index("weight") + 1
    sheet.cell(5, place).value, sheet.cell(7, place).value = -3, None
    book.save(path)
    text = mapping.read_text(encoding="utf-8").replace("weights: frame_weight", "weights: w")
    mapping.write_text(text + "numbers: {w: weight}\n", encoding="utf-8")
    told = run(read, mapping, "--out", tmp_path / "c.parquet", "--json")
    assert told.exit_code == 1 and not (tmp_path / "c.parquet").exists()
    faults = [f for f in json.loads(told.stdout) if f["severity"] == "error"]
    assert [(f["row"], f["column"], f["rule"]) for f in faults] == [
        (5, "weight", "negative_weight"),
        (7, "weight", "missing"),
    ]
    assert faults[0]["found"] == "-3.0" and "0 or above" in faults[0]["allowed"]


def test_a_mapping_with_a_mistyped_key_names_the_right_one(tmp_path: Path) -> None:
    run(example, tmp_path)
    mapping = tmp_path / "shili/mapping.yaml"
    text = mapping.read_text(encoding="utf-8").replace("suppress_below", "supress_below")
    mapping.write_text(text, encoding="utf-8")
    told = run(read, mapping)
    assert told.exit_code == 2 and "suppress_below" in told.output


def test_a_plan_is_printed_and_saved_and_an_impossible_one_refused(tmp_path: Path) -> None:
    run(example, tmp_path)
    frame = tmp_path / "shili/frame.csv"
    told = run(plan, frame, "--margin", 0.12, "--out", tmp_path / "plan.csv")
    assert told.exit_code == 0 and "合计 all" in told.output
    table = pd.read_csv(tmp_path / "plan.csv")
    assert (table["half_width"] <= 0.12).all() and len(table) == 5
    refused = run(plan, frame, "--margin", 0.001)
    assert refused.exit_code == 2 and "示例数据一街道" in refused.output
    absent = run(plan, tmp_path / "no.csv", "--margin", 0.1)
    assert absent.exit_code == 1 and "no.csv" in absent.output
