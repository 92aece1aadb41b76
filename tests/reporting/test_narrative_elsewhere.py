"""The narrative that is validated, summed, printed, sent and proved is one file."""

from __future__ import annotations

import io
from pathlib import Path

import nbformat
import pytest

from shequ_eval.evidence.findings import Finding
from shequ_eval.reporting.crate.inputs import inputs_of, parameter_files
from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.files.checksums import sha256_of
from shequ_eval.reporting.kernels.execute import execute_notebook
from shequ_eval.reporting.kernels.kernel import Kernels
from shequ_eval.reporting.kernels.saved_notebook import read_notebook
from shequ_eval.reporting.kernels.warm_kernel import can_fork
from shequ_eval.reporting.plan import ReportPlan, plan_reports
from shequ_eval.reporting.running import data_check
from shequ_eval.reporting.running import pack as pack_module
from shequ_eval.reporting.running.crew import Choices
from shequ_eval.reporting.running.far_work import _plan_here
from shequ_eval.reporting.running.pack import pack_inputs, unpacked
from shequ_eval.reporting.running.run import run_reports
from shequ_eval.reporting.running.verify import verify_report
from shequ_eval.vocabulary.codebook import read_codebook

READ = """from shequ_eval.evidence.study import read_study
from shequ_eval.exhibits.narrative import evaluator_words
study = read_study(report_id=report_id, title="x", zones=["zhenhai"], as_of="2026-11-24")
evaluator_words(study.narrative, "causes", "zh")"""
BESIDE_THE_DATA, ELSEWHERE = "文字在数据旁。", "文字在参数文件旁。"


class Project:
    """Data as they are shipped, one notebook, and the parameters of one report in two places."""

    def __init__(self, root: Path, data_root: Path) -> None:
        self.root, self.data, self.out = root, root / "data", root / "outputs"
        root.mkdir()
        self.data.symlink_to(data_root)
        self.notebooks = root / "notebooks"
        self.notebooks.mkdir()
        given = nbformat.v4.new_code_cell(
            "report_id = 'mine'", metadata={"tags": ["parameters"]}, id="given"
        )
        cells = [given, nbformat.v4.new_code_cell(READ, id="read")]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), self.notebooks / "x_report.ipynb")
        self.beside = self._parameters(root / "parameters", BESIDE_THE_DATA)
        self.elsewhere = self._parameters(root.parent / "bad", ELSEWHERE)

    def _parameters(self, folder: Path, words: str) -> Path:
        (folder / "mine").mkdir(parents=True)
        (folder / "mine" / "narrative.md").write_text(f"## causes\n{words}\n", encoding="utf-8")
        file = folder / "mine_2026.yaml"
        file.write_text(
            "report_id: mine\ntitle: 镇海\nzones: [zhenhai]\nas_of: '2026-11-24'\n"
            "notebooks: [x_report]\n",
            encoding="utf-8",
        )
        return file

    def plan(self, file: Path) -> ReportPlan:
        (plan,) = plan_reports([file], read_codebook(self.data), self.notebooks, self.out)
        return plan


@pytest.fixture
def small(tmp_path: Path, data_root: Path) -> Project:
    return Project(tmp_path / "project", data_root)


def printed(notebook: Path) -> str:
    return str(read_notebook(notebook).cells[-1].outputs)


@pytest.mark.parametrize("warm", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_a_notebook_reads_the_narrative_beside_its_parameter_file(
    small: Project, tmp_path: Path, warm: bool
) -> None:
    if warm and not can_fork():
        pytest.skip("kernels are forked on Linux only")
    source, target = small.notebooks / "x_report.ipynb", tmp_path / "x.ipynb"
    beside = small.elsewhere.parent

    execute_notebook(source, {}, small.data, target, Kernels(warm=warm), beside)

    assert ELSEWHERE in printed(target)


def test_without_a_run_the_narrative_lies_beside_the_data_whatever_this_process_was_told(
    small: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEQU_EVAL_PARAMETERS", str(small.elsewhere.parent))
    target = tmp_path / "x.ipynb"

    execute_notebook(small.notebooks / "x_report.ipynb", {}, small.data, target)

    assert BESIDE_THE_DATA in printed(target)


def test_the_checksum_among_the_inputs_is_that_of_the_narrative_that_is_printed(
    small: Project,
) -> None:
    for file in (small.beside, small.elsewhere):
        plan = small.plan(file)
        summed = inputs_of(plan, small.data)["parameters/mine/narrative.md"]
        assert (
            summed == sha256_of(file.parent / "mine" / "narrative.md") == sha256_of(plan.narrative)
        )


def test_workers_that_share_no_disk_get_the_narrative_beside_the_parameter_file(
    small: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack_module, "cache_folder", lambda: tmp_path / "cache")
    plan = small.plan(small.elsewhere)

    packed = pack_inputs([plan], small.data)
    there = unpacked(packed.content, packed.digest)

    far = _plan_here(plan, there)
    assert ELSEWHERE in far.narrative.read_text(encoding="utf-8")
    assert {name: sha256_of(path) for name, path in parameter_files(far).items()} == {
        name: sha256_of(path) for name, path in parameter_files(plan).items()
    }


@pytest.mark.slow
def test_a_report_of_parameters_elsewhere_prints_its_narrative_and_is_proved_by_it(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_check, "check_package", lambda root: list[Finding]())
    made = run_reports(
        [small.elsewhere], small.data, small.out, Choices(jobs=1), None, io.StringIO()
    )

    assert made.failures == {}
    page = (small.out / "mine" / "report.html").read_text(encoding="utf-8")
    assert ELSEWHERE in page
    assert BESIDE_THE_DATA not in page
    proved = verify_report(small.out / "mine", small.data, parameter_folder=small.elsewhere.parent)
    assert proved.holds
    by_another = verify_report(small.out / "mine", small.data)
    assert not by_another.holds
    assert "parameters/mine/narrative.md" in str([*by_another.inputs])
    small.beside.unlink()
    with pytest.raises(ReportingFault, match=r"mine_2026\.yaml.*with --parameters"):
        verify_report(small.out / "mine", small.data)


@pytest.mark.slow
def test_a_name_that_only_the_notebooks_could_give_is_told_with_its_line_and_section(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_check, "check_package", lambda root: list[Finding]())
    narrative = small.elsewhere.parent / "mine" / "narrative.md"
    narrative.write_text("## causes\n见 {{figure_coverrage}}。\n", encoding="utf-8")

    made = run_reports(
        [small.elsewhere], small.data, small.out, Choices(jobs=1), None, io.StringIO()
    )

    assert "mine/narrative.md:2: 节 section causes: {{figure_coverrage}}" in str(made.failures)
