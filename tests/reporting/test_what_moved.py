"""A report that tells which of its figures moved since an earlier one that its parameters name."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from shequ_eval.commands.trace import trace
from shequ_eval.commands.verify import verify
from shequ_eval.evidence.findings import Finding
from shequ_eval.reporting.crate import inputs as inputs_module
from shequ_eval.reporting.crate.record import CRATE, read_record
from shequ_eval.reporting.earlier_report import earlier_faults
from shequ_eval.reporting.faults import RunRefused
from shequ_eval.reporting.files.checksums import checksums_in, sha256_of
from shequ_eval.reporting.running import data_check
from shequ_eval.reporting.running.changed_inputs import ChangedInput
from shequ_eval.reporting.running.crew import Choices
from shequ_eval.reporting.running.excerpts import excerpts
from shequ_eval.reporting.running.run import RunResult, run_reports

pytestmark = pytest.mark.slow

ID = "zhenhai-0801"
NAMED = {"zh": ("网格", "镇海", "网格数", " 个"), "en": ("Grids", "Zhenhai", "grids", " grids")}
SHOW = f"""import csv, os, pathlib
from IPython.display import display
names = {NAMED!r}[language]
root = pathlib.Path(os.environ["SHEQU_EVAL_DATA"])
with open(root / "zones/zhenhai/evidence.csv", encoding="utf-8") as stream:
    value = next(r["value"] for r in csv.DictReader(stream) if r["evidence_id"] == "{ID}")
payload = dict(exhibit_id="grids", kind="table", title=names[0], subtitle="", notes=[], source="",
    columns=["where", names[2], "id"],
    rows=[[names[1], value + names[3], "{ID}"], ["lishui", "12", ""]],
    sentences=[], rests_on=["{ID}"])
display({{"application/vnd.shequ-eval.exhibit+json": payload, "text/plain": "x"}}, raw=True)"""
APPENDICES = {"lang-zh": "## 附录一　证据\n", "lang-en": "## Appendix A  Evidence\n"}


class Project:
    """A report, its first version laid aside as handed in, and one figure corrected since."""

    def __init__(self, root: Path, data_root: Path) -> None:
        self.root, self.data, self.out = root, root / "data", root / "outputs"
        self.handed_in = root / "published" / "zhenhai"
        ignored = shutil.ignore_patterns("tidy", "documents")
        shutil.copytree(data_root, self.data, ignore=ignored)
        given = "language = 'zh'\ncompared_with = ''"
        cells = [
            nbformat.v4.new_code_cell(given, metadata={"tags": ["parameters"]}, id="given"),
            nbformat.v4.new_code_cell(SHOW, id="show"),
            *(
                nbformat.v4.new_markdown_cell(words, metadata={"tags": [tag]}, id=tag)
                for tag, words in APPENDICES.items()
            ),
        ]
        (root / "notebooks").mkdir()
        (root / "parameters").mkdir()
        for name in ("01_paper", "small_report"):
            path = root / "notebooks" / f"{name}.ipynb"
            nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
        self.file = root / "parameters" / "zhenhai.yaml"

    def ask(self, compared_with: str, language: str = "zh") -> None:
        self.file.write_text(
            "report_id: zhenhai\ntitle: 镇海\nzones: [zhenhai]\nas_of: '2026-11-24'\n"
            f"language: {language}\ncompared_with: {compared_with!r}\n"
            "notebooks: [01_paper, small_report]\n",
            encoding="utf-8",
        )

    def run(self, out: str = "outputs") -> RunResult:
        told = io.StringIO()
        chosen = Choices(jobs=1, why=True)
        result = run_reports([self.file], self.data, self.root / out, chosen, None, told)
        self.told = told.getvalue()
        return result

    def hand_in(self, name: str = "zhenhai") -> None:
        shutil.copytree(self.out / "zhenhai", self.root / "published" / name)

    def correct(self, old: str, new: str) -> None:
        path = self.data / "zones" / "zhenhai" / "evidence.csv"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data_check, "check_package", lambda root: list[Finding]())
        # Whoever edits the package while its tests run would else see every report made again.
        patch.setattr(inputs_module, "package_digest", lambda: "0" * 64)
        yield


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory, data_root: Path) -> Project:
    """The first version in both languages is handed in; then a figure is corrected."""
    moved = Project(tmp_path_factory.mktemp("moved"), data_root)
    for language in ("en", "zh"):
        moved.ask("", language)
        assert moved.run().exit_code == 0
        moved.hand_in("english" if language == "en" else "zhenhai")
    moved.correct("772个,772,772,772", "780个,780,780,780")
    moved.ask("../published/zhenhai")
    assert moved.run().failures == {}
    return moved


@pytest.fixture
def copy(moved: Project, tmp_path: Path) -> Project:
    shutil.copytree(moved.root, tmp_path / "copy")
    copy = object.__new__(Project)
    copy.root = tmp_path / "copy"
    copy.data, copy.out = copy.root / "data", copy.root / "outputs"
    copy.handed_in = copy.root / "published" / "zhenhai"
    copy.file = copy.root / "parameters" / "zhenhai.yaml"
    return copy


def rows(report: Path, name: str) -> list[list[str]]:
    path = report / "exhibits" / f"small_report.what_moved_{name}.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))[1:]


def words(report: Path) -> str:
    page = (report / "report.html").read_text(encoding="utf-8")
    return " ".join(BeautifulSoup(page, "html.parser").get_text(" ").split())


def closed_up(page: str) -> str:
    """The words without the gaps between Chinese and digits, which a browser makes itself."""
    return page.replace(" ", "")


def test_a_moved_figure_stands_in_the_report_with_its_difference_and_its_cause(
    moved: Project,
) -> None:
    report = moved.out / "zhenhai"

    assert rows(report, "figures") == [
        ["网格", f"镇海·{ID} · 网格数", "772 个", "780 个", "+8", "c1"]
    ]
    (cause,) = rows(report, "causes")
    assert cause[:4] == ["c1", "证据", ID, "更正"]
    assert "value 772 → 780" in cause[4]
    page = words(report)
    assert "附录二 与较早报告相比变动的数字" in page
    assert "变动、新增或删去的有2处，所据材料有1项不同" in closed_up(page)
    digest = sha256_of(moved.handed_in / CRATE)
    assert f"校验和以{digest[:12]}开头" in closed_up(page)


def test_every_document_and_the_crate_have_the_section(moved: Project) -> None:
    report = moved.out / "zhenhai"
    graph = json.loads((report / CRATE).read_text(encoding="utf-8"))["@graph"]
    entities = {entity["@id"]: entity for entity in graph}

    exhibit = entities["#exhibit/small_report/what_moved_figures"]
    assert exhibit["citation"] == ["compared_with"]
    assert {"@id": "exhibits/small_report.what_moved_figures.csv"} in exhibit["encoding"]
    record = read_record(report)
    assert record is not None
    read = {name for name in record.inputs if name.startswith("compared_with/")}
    assert read == {
        f"compared_with/{name}"
        for name in (
            CRATE,
            "inputs/denominators.csv",
            "inputs/evidence.csv",
            "notebooks/01_paper.ipynb",
            "notebooks/small_report.ipynb",
        )
    }
    assert all(record.inputs[name] == sha256_of(moved.root / "published" / "zhenhai" / below)
               for name in read for below in [name.partition("/")[2]])  # fmt: skip
    for ending in ("pdf", "docx"):
        assert (report / f"report.{ending}").stat().st_size > 1000
    told = CliRunner().invoke(trace, [str(report), "780"])
    assert told.exit_code == 0, told.output


def test_the_section_does_not_depend_on_the_folder_or_on_earlier_runs(moved: Project) -> None:
    assert (moved.out / ".history" / "zhenhai" / "0001").is_dir()

    moved.run(out="elsewhere")

    assert checksums_in(moved.root / "elsewhere" / "zhenhai") == checksums_in(moved.out / "zhenhai")


def test_a_report_with_the_section_holds_and_one_whose_earlier_report_is_gone_cannot_be_proved(
    copy: Project,
) -> None:
    asked = [str(copy.out / "zhenhai"), "--data", str(copy.data), "--jobs", "1"]
    proof = CliRunner().invoke(verify, asked)
    assert proof.exit_code == 0, proof.output

    shutil.rmtree(copy.handed_in)
    proof = CliRunner().invoke(verify, asked)
    assert proof.exit_code != 0
    assert "compared_with" in proof.output


def test_nothing_runs_again_until_the_earlier_report_is_another_one(copy: Project) -> None:
    assert copy.run().reports == []
    shutil.rmtree(copy.handed_in)
    shutil.copytree(copy.out / "zhenhai", copy.handed_in)

    assert copy.run().reports == [copy.out / "zhenhai" / "report.html"]

    assert "输入 input 变了 changed: compared_with/" in copy.told
    page = words(copy.out / "zhenhai")
    assert "变动、新增或删去的有0处，所据材料有0项不同" in closed_up(page)
    assert "变动的数字" in page
    assert not list((copy.out / "zhenhai" / "exhibits").glob("*what_moved_*"))


def test_the_section_is_written_once_where_only_another_notebook_is_executed_again(
    copy: Project,
) -> None:
    paper = copy.root / "notebooks" / "01_paper.ipynb"
    paper.write_text(paper.read_text("utf-8").replace('\\"12\\"', '\\"13\\"'), "utf-8")

    assert copy.run().failures == {}

    notebook = nbformat.read(copy.out / "zhenhai/notebooks/small_report.ipynb", as_version=4)
    tagged = [cell for cell in notebook.cells if "what-moved" in cell.metadata.get("tags", [])]
    assert [cell.id for cell in tagged] == ["what-moved-head", "what-moved"]
    figures = rows(copy.out / "zhenhai", "figures")
    assert ["网格（底稿 01_paper）", "lishui · 网格数", "12", "13", "+1", "上表之一"] in figures
    # 镇海's row cites its evidence, so there the new notebook is no candidate.
    assert ["网格", f"镇海·{ID} · 网格数", "772 个", "780 个", "+8", "c1"] in figures
    causes = rows(copy.out / "zhenhai", "causes")
    assert ["c2", "方法", "notebooks/01_paper.ipynb", "变了", ""] in causes


def test_an_evidence_row_that_was_removed_and_one_that_was_added_are_named(copy: Project) -> None:
    path = copy.data / "zones/zhenhai/evidence.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    gone = next(n for n, line in enumerate(lines) if n and not line.startswith(ID))
    name = lines[gone].split(",")[0]
    lines[gone] = lines[gone].replace(name, "zhenhai-9999", 1)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")

    assert copy.run().failures == {}

    causes = {tuple(row[1:4]) for row in rows(copy.out / "zhenhai", "causes")}
    assert {("证据", name, "删去"), ("证据", "zhenhai-9999", "新增")} <= causes


def test_an_english_report_tells_it_in_english(copy: Project) -> None:
    copy.ask("../published/english", "en")

    assert copy.run().failures == {}

    page = words(copy.out / "zhenhai")
    assert "Appendix B Figures that moved since the earlier report" in page
    assert rows(copy.out / "zhenhai", "figures") == [
        ["Grids", f"Zhenhai·{ID} · grids", "772 grids", "780 grids", "+8", "c1"]
    ]
    assert rows(copy.out / "zhenhai", "causes")[0][1:4] == ["evidence", ID, "corrected"]


def test_a_report_that_is_compared_with_none_has_no_section(copy: Project) -> None:
    copy.ask("")

    assert copy.run().failures == {}

    assert "与较早报告相比" not in words(copy.out / "zhenhai")
    record = read_record(copy.out / "zhenhai")
    assert record is not None
    assert not any("compared_with" in name for name in record.inputs)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("../published/zhenhia", "读不到报告"),
        ("../outputs/zhenhai", "lies in the output folder"),
        ("../outputs/.history/zhenhai/0001", "lies in the output folder"),
        ("../published/english", "language 为 'en'，应为 must be 'zh'"),
        ("/published/zhenhai", "相对于参数文件的路径"),
        ("..\\published\\zhenhai", "相对于参数文件的路径"),
        ("C:/published/zhenhai", "相对于参数文件的路径"),
    ],
)
def test_what_cannot_be_compared_is_refused_before_anything_runs(
    copy: Project, wanted: str, said: str
) -> None:
    before = checksums_in(copy.out)
    copy.ask(wanted)

    with pytest.raises(RunRefused, match="compared_with") as refused:
        copy.run()

    assert said in str(refused.value)
    assert checksums_in(copy.out) == before


def test_an_earlier_report_that_somebody_edited_is_refused_by_the_name_of_the_file(
    copy: Project,
) -> None:
    with (copy.handed_in / "report.html").open("a", encoding="utf-8") as stream:
        stream.write("edited")

    (fault,) = earlier_faults(copy.handed_in, "zh", copy.out)

    assert "is not as it was made: report.html" in fault


def test_a_narrative_and_another_zone_are_named_where_they_changed(copy: Project) -> None:
    from shequ_eval.reporting.running.changed_inputs import changes_between, record_in

    report = copy.out / "zhenhai"
    record = record_in(report)
    inputs = dict(record.inputs) | {
        "parameters/zhenhai/narrative.md": "1",
        "data/zones/jiexiu/evidence.csv": "1",
        "data/zones/zhenhai/evidence.csv": "1",
        "parameters/zhenhai.yaml": "1",
    }
    other = type(record)(**{**vars(record), "inputs": inputs})

    assert changes_between(report, record, report, other) == [
        ChangedInput("data", "data/zones/jiexiu/evidence.csv", "added"),
        ChangedInput("data", "parameters/zhenhai/narrative.md", "added"),
    ]


def test_a_long_text_is_told_by_the_place_where_it_differs_and_no_number_or_id_is_cut() -> None:
    around = "基层网格数 {} 个（约 2017）[zhenhai-0801]；" + "其后还有许多别的话" * 8
    before = "前面先有许多别的话" * 8 + "登记 1,234,567 家 [zhenhai-2319]；"

    old, new = excerpts(before + around.format("1,772"), before + around.format("1,780"))

    assert old == "…[zhenhai-2319]；基层网格数 1,772 个（约 2017）[zhenhai-0801]…"
    assert new == old.replace("1,772", "1,780")


@given(st.text("甲a1,-[]", min_size=61, max_size=120), st.text("乙b2,", max_size=9), st.data())
def test_an_excerpt_says_what_was_there_and_differs_where_the_texts_do(
    text: str, put: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(text)))
    other = text[:place] + put + text[place:]

    old, new = excerpts(text, other)

    assert old.strip("…") in text
    assert new.strip("…") in other
    assert (old == new) == (text == other)
