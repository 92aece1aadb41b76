from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest

from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.reporting.crate.record import read_record
from shequ_eval.reporting.faults import RunRefused
from shequ_eval.reporting.files.place import OutputFault
from shequ_eval.reporting.running import data_check
from shequ_eval.reporting.running.crew import Choices
from shequ_eval.reporting.running.run import RunResult, run_reports

SHOW = """from IPython.display import display
payload = dict(exhibit_id="rates", kind="table", title="社会组织", subtitle="家", notes=["注"],
    source="来源", columns=["地区", "家数"], rows=[["镇海", 392]], sentences=[],
    rests_on=["zhenhai-2319"])
display({"application/vnd.shequ-eval.exhibit+json": payload, "text/plain": "rates"}, raw=True)"""
DRAW = """payload |= dict(exhibit_id="drawn", kind="figure", title="换到常住人口")
display({"application/vnd.shequ-eval.exhibit+json": payload, "text/plain": "drawn",
    "image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'}, raw=True)
print("printed by", report_id)
"""
PARAMETERS = "report_id = 'x'\nlanguage = 'zh'"


def md(source: str, *tags: str) -> object:
    return nbformat.v4.new_markdown_cell(
        source, metadata={"tags": list(tags)}, id=f"m{len(source)}"
    )


def write_notebooks(folder: Path) -> None:
    folder.mkdir(parents=True)
    given = nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}, id="given")
    show, draw = (nbformat.v4.new_code_cell(s, id=f"c{len(s)}") for s in (SHOW, DRAW))
    raising = nbformat.v4.new_code_cell("raise KeyError('satisfaction')", id="raising")
    contents = {
        "01_paper": [given, show],
        "good_report": [
            given,
            md("## 一、结论", "lang-zh"),
            md("## 1 In short", "lang-en"),
            show,
            draw,
        ],
        "raising_report": [given, show, raising, draw],
        "glyph_report": [given, md("## 获奖 🏆")],
    }
    for name, cells in contents.items():
        nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / f"{name}.ipynb")


def write_parameters(folder: Path, name: str, notebooks: str, **given: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    values = {"report_id": name, "title": f"{name} 报告", "zones": "[zhenhai]"}
    values |= {"as_of": '"2026-11-24"'} | given
    lines = [f"{key}: {value}\n" for key, value in values.items()]
    path = folder / f"{name}.yaml"
    path.write_text("".join([*lines, f"notebooks: {notebooks}\n"]), encoding="utf-8")
    return path


def old_report(out: Path, name: str) -> None:
    (out / name).mkdir(parents=True)
    (out / name / "report.html").write_text("last good", encoding="utf-8")


def files_in(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Project:
    """Four small reports and what a run made of them."""

    def __init__(self, root: Path, data_root: Path) -> None:
        self.root, self.data_root = root, data_root
        self.notebooks, self.out = root / "notebooks", root / "out"
        self.told = io.StringIO()
        write_notebooks(self.notebooks)
        make = root / "parameters"
        self.files = [
            write_parameters(make, "zhenhai", "[01_paper, good_report]"),
            write_parameters(make, "english", "[good_report]", language="en"),
            write_parameters(make, "raising", "[raising_report]"),
            write_parameters(make, "glyph", "[glyph_report]"),
        ]

    def run(self, files: list[Path], out: Path, jobs: int = 2) -> RunResult:
        return run_reports(
            files, self.data_root, out, Choices(jobs=jobs), self.notebooks, self.told
        )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, data_root: Path) -> tuple[Project, RunResult]:
    project = Project(tmp_path_factory.mktemp("project"), data_root)
    for name in ("zhenhai", "raising", "glyph"):
        old_report(project.out, name)
    (project.out / ".tmp-lishui" / "notebooks").mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data_check, "check_package", lambda root: [])
        result = project.run(project.files, project.out)
    return project, result


def test_each_report_has_its_page_notebooks_exhibits_rows_and_crate(
    made: tuple[Project, RunResult],
) -> None:
    project, result = made

    assert sorted(result.reports) == [
        project.out / "english" / "report.html",
        project.out / "zhenhai" / "report.html",
    ]
    found = sorted(files_in(project.out / "zhenhai"))
    assert [name for name in found if not name.endswith((".xlsx", ".pdf", ".docx"))] == [
        "exhibits/01_paper.rates.csv",
        "exhibits/good_report.drawn.csv",
        "exhibits/good_report.drawn.svg",
        "exhibits/good_report.rates.csv",
        "inputs/denominators.csv",
        "inputs/evidence.csv",
        "notebooks/01_paper.ipynb",
        "notebooks/good_report.ipynb",
        "report.html",
        "ro-crate-metadata.json",
    ]


def test_a_notebook_that_raises_is_shown_and_the_other_reports_are_finished(
    made: tuple[Project, RunResult],
) -> None:
    project, result = made

    assert result.exit_code == 1
    assert result.failures["raising"] == [
        "raising_report.ipynb: 第 3 格出错 cell 3 raised\n"
        "    | raise KeyError('satisfaction')\n"
        "    KeyError: 'satisfaction'"
    ]
    assert "    KeyError: 'satisfaction'" in project.told.getvalue()
    assert len(result.reports) == 2


def test_a_report_that_cannot_be_rendered_says_why(made: tuple[Project, RunResult]) -> None:
    assert "🏆 U+1F3C6" in made[1].failures["glyph"][0]


@pytest.mark.parametrize("name", ["raising", "glyph"])
def test_a_report_that_fails_leaves_its_last_good_version(
    made: tuple[Project, RunResult], name: str
) -> None:
    folder = made[0].out / name

    assert [path.name for path in folder.iterdir()] == ["report.html"]
    assert (folder / "report.html").read_text(encoding="utf-8") == "last good"


def test_no_half_built_folder_is_left_of_this_run_or_an_earlier_one(
    made: tuple[Project, RunResult],
) -> None:
    names = sorted(path.name for path in made[0].out.iterdir())

    assert names == [".history", "english", "glyph", "index.html", "raising", "zhenhai"]


def test_the_page_has_one_language_no_code_and_nothing_remote(
    made: tuple[Project, RunResult],
) -> None:
    chinese, english = (
        (made[0].out / name / "report.html").read_text(encoding="utf-8")
        for name in ("zhenhai", "english")
    )

    assert "一、结论" in chinese
    assert "In short" not in chinese
    assert "1 In short" in english
    assert "一、结论" not in english
    for page in (chinese, english):
        assert "http" not in re.sub(r'http-equiv="', "", page)
        assert "payload" not in page
        assert "printed by" not in page
        assert page.count("<figure") == 2


def test_a_table_opens_in_excel(made: tuple[Project, RunResult]) -> None:
    path = made[0].out / "zhenhai" / "exhibits" / "01_paper.rates.csv"

    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream)) == [["地区", "家数"], ["镇海", "392"]]


def test_the_index_lists_every_report_that_stands(made: tuple[Project, RunResult]) -> None:
    page = (made[0].out / "index.html").read_text(encoding="utf-8")

    assert made[1].index == made[0].out / "index.html"
    named = re.findall(r'href="([^"#]+/report\.[a-z]+)"', page)
    assert list(dict.fromkeys(named)) == [
        f"{report}/report.{ending}"
        for report in ("english", "zhenhai")
        for ending in ("html", "pdf", "docx")
    ]
    assert all((made[0].out / name).is_file() for name in named)
    assert "zhenhai 报告" in page
    assert "镇海区" in page
    assert "<td>2018</td>" in page
    assert "<td>C</td>" in page


def test_the_crate_names_every_file_read_and_made_with_its_checksum(
    made: tuple[Project, RunResult], data_root: Path
) -> None:
    project, _ = made
    folder = project.out / "zhenhai"
    record = read_record(folder)

    assert record is not None
    made_files = files_in(folder)
    made_files.pop("ro-crate-metadata.json")
    assert record.outputs == made_files
    read = record.inputs
    origins = {"data": data_root, "notebooks": project.notebooks}
    origins["parameters"] = project.root / "parameters"
    for name, checksum in read.items():
        top, _, below = name.partition("/")
        if top in origins:
            assert checksum == hashlib.sha256((origins[top] / below).read_bytes()).hexdigest()
    described = json.loads((data_root / "datapackage.json").read_text(encoding="utf-8"))
    paths = {f"data/{resource['path']}" for resource in described["resources"]}
    of_others = {p for p in paths if p.startswith("data/zones/") and p.count("/") > 2}
    of_others -= {"data/zones/zhenhai/evidence.csv"}
    assert len(of_others) >= 4
    assert paths - of_others <= set(read)
    assert not of_others & set(read)
    assert {"data/datapackage.json", "data/codebook/labels.yaml"} <= set(read)
    assert {"notebooks/01_paper.ipynb", "notebooks/good_report.ipynb"} <= set(read)
    assert {"parameters/zhenhai.yaml", "shequ_eval (package source)"} <= set(read)
    assert not any(name.startswith(("data/tidy/", "data/sources/documents/")) for name in read)
    assert record.parameters["zones"] == ["zhenhai"]
    assert {"python", "shequ-eval", "pandas", "papermill"} <= set(record.versions)


def test_a_second_run_elsewhere_gives_the_same_bytes(
    made: tuple[Project, RunResult], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, _ = made
    monkeypatch.setattr(data_check, "check_package", lambda root: [])

    project.run(project.files[:1], tmp_path / "elsewhere", jobs=1)

    assert files_in(tmp_path / "elsewhere" / "zhenhai") == files_in(project.out / "zhenhai")


def test_one_bad_file_among_several_writes_nothing(
    made: tuple[Project, RunResult], tmp_path: Path
) -> None:
    project, _ = made
    bad = write_parameters(tmp_path, "bad", "[good_report]", zones="[zhenhia]")

    with pytest.raises(RunRefused, match="zhenhai"):
        project.run([*project.files, bad], tmp_path / "out")

    assert not (tmp_path / "out").exists()


def test_data_with_errors_stop_the_run_before_it_writes(
    made: tuple[Project, RunResult], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, _ = made
    error = Finding("sources/sources.csv", 2, "zone_id", "enum", "error", "zhenhia", "zhenhai")
    warning = Finding("zones/zones.csv", 3, "note", "style", "warning", "x", "y")
    monkeypatch.setattr(data_check, "check_package", lambda root: [error, warning])

    with pytest.raises(DataError) as stopped:
        project.run(project.files, tmp_path / "out")

    assert stopped.value.findings == (error,)
    assert not (tmp_path / "out").exists()


def test_a_broken_codebook_is_named_before_anything_runs(
    made: tuple[Project, RunResult], tmp_path: Path
) -> None:
    project, _ = made
    broken = tmp_path / "data"
    shutil.copytree(project.data_root, broken, ignore=shutil.ignore_patterns("tidy", "documents"))
    (broken / "codebook" / "labels.yaml").write_text("status: [unclosed", encoding="utf-8")

    with pytest.raises(DataError, match=r"labels\.yaml"):
        run_reports(project.files, broken, tmp_path / "out", Choices(jobs=1), project.notebooks)

    assert not (tmp_path / "out").exists()


def test_an_output_folder_that_is_a_file_stops_the_run_with_one_message(
    made: tuple[Project, RunResult], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, _ = made
    monkeypatch.setattr(data_check, "check_package", lambda root: [])
    (tmp_path / "out").write_text("a file", encoding="utf-8")

    with pytest.raises(OutputFault, match="不能写"):
        project.run(project.files, tmp_path / "out")

    assert (tmp_path / "out").read_text(encoding="utf-8") == "a file"
