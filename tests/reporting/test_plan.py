from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from shequ_eval.reporting.faults import RunRefused
from shequ_eval.reporting.plan import plan_reports
from shequ_eval.vocabulary.codebook import Codebook


@pytest.fixture
def notebooks(tmp_path: Path) -> Path:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    tagged = nbformat.v4.new_code_cell("x = 1", metadata={"tags": ["parameters"]})
    for name in ("01_evidence", "zone_report", "comparison_report"):
        nbformat.write(nbformat.v4.new_notebook(cells=[tagged]), folder / f"{name}.ipynb")
    nbformat.write(nbformat.v4.new_notebook(), folder / "bare_report.ipynb")
    return folder


def parameter_file(folder: Path, name: str, **given: str) -> Path:
    values = {
        "report_id": name,
        "title": "镇海",
        "zones": "[zhenhai]",
        "as_of": "'2026-11-24'",
        "notebooks": "[01_evidence, zone_report]",
    } | given
    path = folder / f"{name}.yaml"
    path.write_text("".join(f"{k}: {v}\n" for k, v in values.items()), encoding="utf-8")
    return path


def test_a_plan_knows_its_notebooks_and_which_becomes_the_report(
    tmp_path: Path, notebooks: Path, codebook: Codebook
) -> None:
    file = parameter_file(tmp_path, "zhenhai")

    (plan,) = plan_reports([file], codebook, notebooks, tmp_path / "out")

    assert [path.stem for path in plan.notebooks] == ["01_evidence", "zone_report"]
    assert plan.report_notebook == notebooks / "zone_report.ipynb"


def test_every_fault_of_every_file_is_named_at_once(
    tmp_path: Path, notebooks: Path, codebook: Codebook
) -> None:
    files = [
        parameter_file(tmp_path, "good"),
        parameter_file(tmp_path, "zone", zones="[zhenhia]", lang="zh"),
        parameter_file(tmp_path, "broken", title="[unclosed"),
        parameter_file(tmp_path, "missing", notebooks="[01_evidense, zone_report]"),
        parameter_file(tmp_path, "none", notebooks="[01_evidence]"),
        parameter_file(tmp_path, "two", notebooks="[zone_report, comparison_report]"),
        parameter_file(tmp_path, "bare", notebooks="[bare_report]"),
        tmp_path / "nowhere.yaml",
    ]

    with pytest.raises(RunRefused) as refused:
        plan_reports(files, codebook, notebooks, tmp_path / "out")

    text = str(refused.value)
    for words in (
        "zone.yaml: 键 key zones: found 为 'zhenhia'; 是否指 zhenhai?",
        "zone.yaml: 键 key lang",
        "broken.yaml: 第",
        "missing.yaml: 键 key notebooks: found 为 '01_evidense': 是否指 01_evidence?",
        "none.yaml: 键 key notebooks: found 为 []",
        "two.yaml: 键 key notebooks: found 为 ['zone_report', 'comparison_report']",
        "bare_report.ipynb: 没有标记为 parameters 的单元格",
        "nowhere.yaml",
    ):
        assert words in text
    assert "good.yaml" not in text


def test_two_files_with_one_report_id_are_refused(
    tmp_path: Path, notebooks: Path, codebook: Codebook
) -> None:
    files = [parameter_file(tmp_path, name, report_id="same") for name in ("one", "two")]

    with pytest.raises(RunRefused, match=r"one\.yaml, two\.yaml: report_id 'same' 重复"):
        plan_reports(files, codebook, notebooks, tmp_path / "out")


def test_a_report_never_takes_the_place_of_a_folder_that_is_no_report(
    tmp_path: Path, notebooks: Path, codebook: Codebook
) -> None:
    file = parameter_file(tmp_path, "photos")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "family.jpg").write_bytes(b"precious")

    with pytest.raises(RunRefused, match=r"family\.jpg"):
        plan_reports([file], codebook, notebooks, tmp_path)


def test_no_parameter_file_at_all_is_a_fault(
    tmp_path: Path, notebooks: Path, codebook: Codebook
) -> None:
    with pytest.raises(RunRefused, match="没有参数文件"):
        plan_reports([], codebook, notebooks, tmp_path / "out")
