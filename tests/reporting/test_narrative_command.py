from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from shequ_eval.commands.new import new
from shequ_eval.reporting.faults import RunRefused
from shequ_eval.reporting.plan import plan_reports
from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.narrative import SECTIONS


@pytest.fixture
def copy(tmp_path: Path, project: Path) -> Path:
    (tmp_path / "data").mkdir()
    shutil.copy2(project / "data/datapackage.json", tmp_path / "data")
    (tmp_path / "parameters").mkdir()
    shutil.copy2(project / "parameters/zhenhai.yaml", tmp_path / "parameters")
    return tmp_path


def asked(copy: Path, report_id: str) -> Result:
    return CliRunner().invoke(new, ["narrative", report_id, "--data", str(copy / "data")])


def test_a_new_narrative_has_every_section_and_is_never_written_over(copy: Path) -> None:
    path = copy / "parameters/zhenhai/narrative.md"

    assert asked(copy, "zhenhai").exit_code == 0
    assert all(f"## {section} " in path.read_text(encoding="utf-8") for section in SECTIONS)
    path.write_text("## causes\n已写\n", encoding="utf-8")
    assert asked(copy, "zhenhai").exit_code == 2
    assert path.read_text(encoding="utf-8") == "## causes\n已写\n"


def test_a_narrative_of_an_unknown_report_names_the_nearest(copy: Path) -> None:
    told = asked(copy, "zhenhia")

    assert told.exit_code == 2
    assert "zhenhai" in told.output


def test_a_narrative_is_made_where_the_report_of_that_file_reads_it(
    copy: Path, project: Path, codebook: Codebook
) -> None:
    text = (copy / "parameters/zhenhai.yaml").read_text(encoding="utf-8")
    (copy / "mine").mkdir()
    for file in (copy / "mine/here.yaml", copy / "parameters/here.yaml"):
        file.write_text(text.replace("report_id: zhenhai", "report_id: zh_mine"), encoding="utf-8")

    assert asked(copy, str(copy / "mine/here.yaml")).exit_code == 0
    assert asked(copy, "zh_mine").exit_code == 0

    for folder in ("mine", "parameters"):
        file = copy / folder / "here.yaml"
        (plan,) = plan_reports([file], codebook, project / "notebooks", copy / "outputs")
        assert plan.narrative == copy / folder / "zh_mine" / "narrative.md"
        assert plan.narrative.is_file()


def test_a_narrative_of_a_file_that_is_not_there_is_one_clear_fault(copy: Path) -> None:
    told = asked(copy, str(copy / "nowhere.yaml"))

    assert told.exit_code == 2
    assert "nowhere.yaml: 读不到" in told.output


def test_a_typed_number_stops_the_run_before_anything_is_executed(
    copy: Path, project: Path, codebook: Codebook
) -> None:
    assert asked(copy, "zhenhai").exit_code == 0
    path = copy / "parameters/zhenhai/narrative.md"
    path.write_text("## problems\n共 392 家。\n", encoding="utf-8")

    with pytest.raises(RunRefused, match=r"zhenhai/narrative.md:2: 数字 number 392"):
        plan_reports(
            [copy / "parameters/zhenhai.yaml"], codebook, project / "notebooks", copy / "outputs"
        )
