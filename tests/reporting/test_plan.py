from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from shequ_eval.reporting.faults import RunRefused
from shequ_eval.reporting.narrative_references import unknown_references
from shequ_eval.reporting.plan import plan_reports
from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.narrative import references_in


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
        "zone.yaml:3: 键 key zones: 现为 found 'zhenhia'; 是否指 zhenhai?",
        "zone.yaml:6: 键 key lang",
        "broken.yaml: 第",
        "missing.yaml:5: 键 key notebooks: 现为 found '01_evidense'; 是否指 01_evidence?",
        "none.yaml:5: 键 key notebooks: 现为 found []",
        "two.yaml:5: 键 key notebooks: 现为 found ['zone_report', 'comparison_report']",
        "bare_report.ipynb: 没有标记为 parameters 的单元格",
        "nowhere.yaml",
    ):
        assert words in text
    assert "good.yaml" not in text


def test_a_folder_without_notebooks_is_told_as_such(tmp_path: Path, codebook: Codebook) -> None:
    file = parameter_file(tmp_path, "mine")

    with pytest.raises(RunRefused, match="holds no notebooks: data, notebooks/ and parameters/"):
        plan_reports([file], codebook, tmp_path / "nothing", tmp_path / "out")


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


def test_what_a_faulty_file_names_is_looked_at_beside_its_other_faults(
    tmp_path: Path, notebooks: Path, codebook: Codebook
) -> None:
    file = parameter_file(
        tmp_path,
        "mine",
        zones="[zhenhia]",
        mid_term_day="'2027-01-01'",
        compared_with="../nowhere",
        notebooks="[01_evidense, bare_report]",
    )
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "narrative.md").write_text("## problem\n共 392 家\n", encoding="utf-8")

    with pytest.raises(RunRefused) as refused:
        plan_reports([file], codebook, notebooks, tmp_path / "out")

    told = str(refused.value).splitlines()
    for place, words in (
        ("mine.yaml:3: 键 key zones", "zhenhai"),
        ("mine.yaml:6: 键 key mid_term_day", "as_of 2026-11-24"),
        ("mine.yaml:7: 键 key compared_with", "nowhere"),
        ("mine.yaml:5: 键 key notebooks", "01_evidence"),
        ("mine/narrative.md:1: 节 section", "problems"),
        ("mine/narrative.md:2: 数字 number 392", "编号 id"),
        ("bare_report.ipynb", "parameters"),
    ):
        assert any(line.startswith(place) and words in line for line in told), (place, told)


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("zhenhai-23191", "zhenhai-2319"),
        ("lishui-2175", ""),  # a zone that the report does not read
        ("zhenhai.resident_population.2021", "zhenhai.resident_population.2020"),
    ],
)
def test_a_reference_to_a_row_that_is_not_there_is_told_with_its_line_before_anything_runs(
    tmp_path: Path, notebooks: Path, codebook: Codebook, data_root: Path, key: str, near: str
) -> None:
    file = parameter_file(tmp_path, "mine")
    (tmp_path / "mine").mkdir()
    known = "{{zhenhai-2319}} {{zhenhai.resident_population.2020}} {{figure_coverage}} {{count.x}}"
    words = f"## causes\n{known}\n见 {{{{{key}}}}}。\n"
    (tmp_path / "mine" / "narrative.md").write_text(words, encoding="utf-8")

    with pytest.raises(RunRefused) as refused:
        plan_reports([file], codebook, notebooks, tmp_path / "out", data_root)

    (told,) = str(refused.value).splitlines()
    assert told.startswith(f"mine/narrative.md:3: 节 section causes: {{{{{key}}}}}: 没有这个编号")
    assert near in told


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md", "docs/narrative.md"])
def test_the_rows_that_the_guides_cite_as_examples_are_there(
    project: Path, data_root: Path, page: str
) -> None:
    cited = [*references_in((project / page).read_text(encoding="utf-8"), page)]

    assert {"zhenhai-2319", "rate.zhenhai.social_orgs_per_10k"} <= {one.key for one in cited}
    assert unknown_references(cited, data_root, ["zhenhai"]) == []


def test_a_narrative_in_a_place_where_no_report_reads_it_is_refused(
    tmp_path: Path, notebooks: Path, codebook: Codebook
) -> None:
    file = parameter_file(tmp_path, "mine", report_id="zh_mine")
    stray = tmp_path / "mine" / "narrative.md"
    stray.parent.mkdir()
    stray.write_text("## causes\n口径不一。\n", encoding="utf-8")

    with pytest.raises(RunRefused) as refused:
        plan_reports([file], codebook, notebooks, tmp_path / "out")

    assert str(stray) in str(refused.value)
    assert str(tmp_path / "zh_mine" / "narrative.md") in str(refused.value)
    stray.parent.rename(tmp_path / "zh_mine")
    (plan,) = plan_reports([file], codebook, notebooks, tmp_path / "out")
    assert plan.narrative.is_file()
