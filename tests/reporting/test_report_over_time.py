"""One small report through its life: made, left alone, changed, compared, proved, tampered with."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from rocrate.rocrate import ROCrate

from shequ_eval.commands.diff import diff
from shequ_eval.commands.runs import runs
from shequ_eval.commands.verify import verify
from shequ_eval.evidence.findings import Finding
from shequ_eval.reporting.crate import inputs as inputs_module
from shequ_eval.reporting.crate.record import CRATE
from shequ_eval.reporting.running import data_check
from shequ_eval.reporting.running.crew import Choices
from shequ_eval.reporting.running.history import all_runs
from shequ_eval.reporting.running.moved import moved_figures
from shequ_eval.reporting.running.run import RunResult, run_reports

pytestmark = pytest.mark.slow

ID = "zhenhai-0801"
SHOW = f"""import csv, os, pathlib
from IPython.display import display
root = pathlib.Path(os.environ["SHEQU_EVAL_DATA"])
with open(root / "zones/zhenhai/evidence.csv", encoding="utf-8") as stream:
    value = next(r["value"] for r in csv.DictReader(stream) if r["evidence_id"] == "{ID}")
payload = dict(exhibit_id="grids", kind="table", title="网格", subtitle="", notes=[], source="",
    columns=["地区", "网格数", "证据"],
    rows=[["镇海", value + " 个", "{ID}"], ["溧水", "12 个", ""]],
    sentences=["镇海有 " + value + " 个网格。"], rests_on=["{ID}"])
display({{"application/vnd.shequ-eval.exhibit+json": payload, "text/plain": "x"}}, raw=True)"""
PARAMETERS = """report_id: zhenhai
title: 镇海
zones: [zhenhai]
as_of: '2026-11-24'
notebooks: [small_report]
"""


class Life:
    """A project with one report and what each step of its life left."""

    def __init__(self, root: Path, data_root: Path) -> None:
        self.root, self.data, self.out = root, root / "data", root / "outputs"
        self.report = self.out / "zhenhai"
        ignored = shutil.ignore_patterns("tidy", "documents")
        shutil.copytree(data_root, self.data, ignore=ignored)
        (root / "notebooks").mkdir()
        (root / "parameters").mkdir()
        given = nbformat.v4.new_code_cell("x = 1", metadata={"tags": ["parameters"]}, id="given")
        cells = [given, nbformat.v4.new_code_cell(SHOW, id="show")]
        path = root / "notebooks" / "small_report.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
        self.file = root / "parameters" / "zhenhai.yaml"
        self.file.write_text(PARAMETERS, encoding="utf-8")
        self.told = io.StringIO()

    def run(self, **chosen: bool | int) -> RunResult:
        choices = Choices(jobs=1, why=True, **chosen)
        return run_reports([self.file], self.data, self.out, choices, None, self.told)

    def correct(self, old: str, new: str) -> None:
        path = self.data / "zones" / "zhenhai" / "evidence.csv"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")

    def earlier(self) -> list[int]:
        return [run.number for run in all_runs(self.out)["zhenhai"]]


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory, data_root: Path) -> Iterator[Life]:
    """The report was made, run again, and made again after one figure was corrected."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data_check, "check_package", lambda root: list[Finding]())
        # Whoever edits the package while its tests run would else see every report made again.
        patch.setattr(inputs_module, "package_digest", lambda: "0" * 64)
        life = Life(tmp_path_factory.mktemp("life"), data_root)
        assert life.run().reports == [life.report / "report.html"]
        again = life.run()
        assert (again.reports, again.unchanged) == ([], [life.report / "report.html"])
        life.correct("772个,772,772,772", "780个,780,780,780")
        assert life.run().reports == [life.report / "report.html"]
        yield life


def table_of(report: Path) -> str:
    return (report / "exhibits" / "small_report.grids.csv").read_text(encoding="utf-8")


def test_what_decided_is_told(life: Life) -> None:
    told = life.told.getvalue()

    assert "zhenhai: 执行 run: 还没有报告 no report yet" in told
    assert "zhenhai: 未变，不再执行 unchanged, not run again" in told
    assert "输入 input 变了 changed: data/zones/zhenhai/evidence.csv" in told


def test_the_earlier_report_is_kept_beside_the_current_one(life: Life) -> None:
    assert life.earlier() == [1, 0]
    assert "772 个" in table_of(life.out / ".history" / "zhenhai" / "0001")
    assert "780 个" in table_of(life.report)

    listed = CliRunner().invoke(runs, ["--out", str(life.out)]).output
    assert listed.count("完整 whole") == 2
    assert "0001" in listed


def test_the_figures_that_moved_are_named_with_their_cause(life: Life) -> None:
    moved = moved_figures(life.out / ".history" / "zhenhai" / "0001", life.report)

    assert [(one.which, one.old, one.new, one.by) for one in moved] == [
        (f"镇海·{ID} · 网格数", "772 个", "780 个", "+8"),
        ("", "镇海有 772 个网格。", "镇海有 780 个网格。", "+8"),
    ]
    for one in moved:
        assert one.is_certain
        assert one.why.startswith(f"证据 evidence {ID}: 更正 corrected: value_text 772个 → 780个")
    printed = CliRunner().invoke(diff, [str(life.out / ".history/zhenhai/0001"), str(life.report)])
    assert f"镇海·{ID} · 网格数: 772 个 → 780 个（+8）" in printed.output
    assert CliRunner().invoke(diff, [str(life.report)]).output == printed.output
    first = CliRunner().invoke(diff, [str(life.out / ".history/zhenhai/0001")])
    assert first.exit_code == 2
    assert "没有更早的运行可比" in first.output
    assert "no earlier run to compare with" in first.output


def test_a_report_holds_until_a_number_in_it_is_changed(life: Life, tmp_path: Path) -> None:
    asked = ["--data", str(life.data), "--jobs", "1"]
    whole = CliRunner().invoke(verify, [str(life.report), *asked])
    assert whole.exit_code == 0, whole.output
    assert "zhenhai: 一致 holds" in whole.output

    tampered = tmp_path / "zhenhai"
    shutil.copytree(life.report, tampered)
    path = tampered / "notebooks" / "small_report.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("780", "870"), encoding="utf-8")
    caught = CliRunner().invoke(verify, [str(tampered), *asked])
    assert caught.exit_code == 1
    assert f"镇海·{ID} · 网格数: 870 个 → 780 个（不明 unexplained）" in caught.output
    assert "字节 bytes  notebooks/small_report.ipynb" in caught.output


def test_an_old_report_does_not_hold_and_the_input_that_changed_is_named(life: Life) -> None:
    old = life.out / ".history" / "zhenhai" / "0001"
    proof = CliRunner().invoke(verify, [str(old), "--data", str(life.data), "--jobs", "1"])

    assert proof.exit_code == 1
    assert "772 个 → 780 个" in proof.output
    assert f"输入 input  证据 evidence {ID}: 更正 corrected" in proof.output


def test_a_forced_run_that_gives_the_same_keeps_no_second_copy(life: Life) -> None:
    before = (life.report / CRATE).read_bytes()

    assert life.run(force=True).reports == [life.report / "report.html"]

    assert (life.report / CRATE).read_bytes() == before
    assert life.earlier() == [1, 0]


def test_a_report_that_someone_edited_is_made_again_and_the_edit_is_kept(life: Life) -> None:
    (life.report / "report.html").write_text("edited by hand", encoding="utf-8")

    result = life.run()

    assert result.reports == [life.report / "report.html"]
    page = (life.report / "report.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    last = [run for run in all_runs(life.out)["zhenhai"] if run.number][-1]
    assert (last.folder / "report.html").read_text(encoding="utf-8") == "edited by hand"


def test_a_crate_names_parameters_agent_cells_and_no_time(life: Life) -> None:
    graph = json.loads((life.report / CRATE).read_text(encoding="utf-8"))["@graph"]
    entities = {entity["@id"]: entity for entity in graph}
    run = entities["#run"]

    assert run["instrument"] == {"@id": "notebooks/small_report.ipynb"}
    assert {"@id": "#input/data/zones/zhenhai/evidence.csv"} in run["object"]
    assert {"@id": "#value/zones"} in run["object"]
    assert {"@id": "report.html"} in run["result"]
    exhibit = entities["#exhibit/small_report/grids"]
    cell = entities[exhibit["isBasedOn"]["@id"]]
    assert cell["text"] == SHOW
    assert exhibit["citation"] == [ID]
    assert {"@id": "exhibits/small_report.grids.csv"} in exhibit["encoding"]
    assert entities["./"]["datePublished"] == "2026-11-24"
    assert "endTime" not in run and "startTime" not in run


def test_whatever_a_crate_refers_to_is_described_in_it_and_every_file_is_there(life: Life) -> None:
    graph = json.loads((life.report / CRATE).read_text(encoding="utf-8"))["@graph"]
    described = {entity["@id"] for entity in graph}

    values = [v for entity in graph for v in entity.values()]
    flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
    referred = {one["@id"] for one in flat if isinstance(one, dict) and "@id" in one}
    assert {at for at in referred if not at.startswith("http")} <= described
    files = [e["@id"] for e in graph if "File" in e["@type"]]
    assert len(files) >= 5
    assert all((life.report / at).is_file() for at in files)


def test_the_library_of_crates_reads_what_is_written(life: Life) -> None:
    crate = ROCrate(life.report)

    assert crate.mainEntity.id == "notebooks/small_report.ipynb"
    assert crate.datePublished == datetime(2026, 11, 24)
