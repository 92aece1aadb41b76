"""The tutorial of the evaluation is walked as it is written, to the data of its two reports."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from shequ_eval.analysis.chain import mid_term_outcomes
from shequ_eval.analysis.commitments import hold_commitments
from shequ_eval.analysis.register_money import money_by_year
from shequ_eval.analysis.request_rates import request_rates
from shequ_eval.analysis.score import score_schemes
from shequ_eval.cli import main
from shequ_eval.evidence.study import Study, study_of
from tests.whole.test_tutorial import walk

BLOCK = re.compile(r"(?:<!-- (\S+) -->\n)?```(sh|csv)\n(.*?)```", re.DOTALL)
# NOTE: the folders of reports are made by runs, and how those go other tests say.
OF_RUNS = ("shequ-eval run", "mkdir published", "cp -r outputs/")


def lines(tutorial: str) -> Iterator[tuple[str, str]]:
    """Every line to paste with its file, and every command with "", in order."""
    for file, kind, body in BLOCK.findall(tutorial):
        for line in body.splitlines():
            yield (file if kind == "csv" else ""), line


def study(copy: Path, report_id: str) -> Study:
    text = (copy / f"parameters/{report_id}.yaml").read_text(encoding="utf-8")
    return study_of(copy / "data", yaml.safe_load(text))


@pytest.fixture
def copy(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The practice copy, as the tutorial before this one leaves it."""
    ignored = shutil.ignore_patterns("tidy", "documents")
    for folder in ("data", "docs/examples"):
        shutil.copytree(project / folder, tmp_path / folder, ignore=ignored)
    (tmp_path / "notebooks").mkdir()
    monkeypatch.delenv("SHEQU_EVAL_SOURCES", raising=False)
    monkeypatch.setenv("SHEQU_EVAL_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    walk((project / "docs/tutorial_new_zone.md").read_text(encoding="utf-8"), to_the_report=False)
    return tmp_path


@pytest.mark.slow
def test_the_tutorial_leads_from_registers_to_what_became_of_its_recommendations(
    copy: Path, project: Path
) -> None:
    tutorial = (project / "docs/tutorial_evaluation.md").read_text(encoding="utf-8")
    checked = 0
    for file, line in lines(tutorial):
        if file:
            assert "示例数据" in line
            with (copy / file).open("a", encoding="utf-8", newline="") as register:
                register.write(f"{line}\n")
        elif line == "shequ-eval check":
            done = CliRunner().invoke(main, ["check"])
            assert (done.exit_code, "没有问题" in done.output) == (0, True), done.output
            checked += 1
        elif not line.startswith(OF_RUNS):
            subprocess.run(["sh", "-c", line], cwd=copy, check=True)
    assert checked == 2
    mid, final = study(copy, "shili_mid"), study(copy, "shili")
    assert (mid.as_of, mid.mid_term_day) == (final.mid_term_day, None)
    assert final.parameters.compared_with == "../published/shili_mid"
    then, now = (
        hold_commitments(final.commitments, final.observations, final.codebook, day)
        for day in (final.mid_term_day, final.as_of)
    )
    outcomes = mid_term_outcomes(final.followups, then, now)
    assert outcomes[["recommendation_id", "zone_id", "status"]].to_numpy().tolist() == [
        ["r01", "shili", "done"],
        ["r02", "shili", "open"],
    ]
    assert outcomes["attainment_then"].tolist() == ["not_yet_due", ""]
    assert outcomes["attainment_now"].iloc[0] not in ("", "not_yet_due")


@pytest.mark.slow
def test_what_the_tutorial_says_of_its_registers_is_what_they_give(
    copy: Path, project: Path
) -> None:
    tutorial = (project / "docs/tutorial_evaluation.md").read_text(encoding="utf-8")
    for file, line in lines(tutorial):
        if file:
            with (copy / file).open("a", encoding="utf-8", newline="") as register:
                register.write(f"{line}\n")
        elif "template" in line or "shili_demo" in line:
            subprocess.run(["sh", "-c", line], cwd=copy, check=True)
    held = study(copy, "shili")
    rates = {
        row["rate"]: row for row in request_rates(held.registers["requests"]).to_dict("records")
    }
    assert rates["resolved"]["numerator"] < rates["resolved"]["most"]
    assert [rate for rate, row in rates.items() if row["withheld"]] == ["confirmed"]
    assert [rate for rate, row in rates.items() if row["wilson_low"] > 0] == [*rates][:4]
    money = {
        (row["year"], row["amount"]): (row["known_yuan"], row["unknown"])
        for row in money_by_year(held.registers).to_dict("records")
    }
    assert money["2020", "paid_yuan"] == (96000.0, 1)
    scores = score_schemes(held.schemes, held.observations, held.registers)
    assert scores.loc[scores["register"].ne(""), "scheme_id"].unique().tolist() == ["shili_demo"]
