from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from shequ_eval.evidence.study import study_of
from shequ_eval.reporting.crate import inputs as inputs_module
from shequ_eval.reporting.crate.crate import write_crate
from shequ_eval.reporting.crate.inputs import inputs_of, versions
from shequ_eval.reporting.crate.record import CRATE, read_record
from shequ_eval.reporting.plan import plan_reports
from shequ_eval.reporting.running import decide as decide_module
from shequ_eval.reporting.running.decide import Decision, decide
from shequ_eval.vocabulary.codebook import read_codebook

ZONES = {"both": ["zhenhai", "lishui"], "lishui": ["lishui"], "zhenhai": ["zhenhai"]}


class Project:
    """Three reports that stand, made of two notebooks each, without executing any."""

    def __init__(self, root: Path, data_root: Path) -> None:
        self.root, self.data, self.out = root, root / "data", root / "outputs"
        shutil.copytree(data_root, self.data, ignore=shutil.ignore_patterns("tidy", "documents"))
        (root / "requirements.lock").write_text("pandas==3\n", encoding="utf-8")
        self.notebooks = root / "notebooks"
        self.notebooks.mkdir()
        for name in ("01_paper", "x_report"):
            cell = nbformat.v4.new_code_cell("x = 1", metadata={"tags": ["parameters"]}, id="a")
            notebook = nbformat.v4.new_notebook(cells=[cell])
            nbformat.write(notebook, self.notebooks / f"{name}.ipynb")
        (root / "parameters").mkdir()
        self.files = [self._parameters(name, zones) for name, zones in ZONES.items()]
        for plan in plan_reports(self.files, read_codebook(self.data), self.notebooks, self.out):
            folder = self.out / plan.report_id
            shutil.copytree(self.notebooks, folder / "notebooks")
            (folder / "report.html").write_text("页", encoding="utf-8")
            write_crate(folder, plan, inputs_of(plan, self.data), versions(), {})

    def _parameters(self, name: str, zones: list[str]) -> Path:
        path = self.root / "parameters" / f"{name}.yaml"
        words = f"report_id: {name}\ntitle: {name} 报告\nzones: [{', '.join(zones)}]\n"
        words += "as_of: '2026-11-24'\nnotebooks: [01_paper, x_report]\n"
        path.write_text(words, encoding="utf-8")
        return path

    def decide(self, force: bool = False) -> dict[str, Decision]:
        found = decide(self.files, self.data, self.notebooks, self.out, force)
        return {decision.report_id: decision for decision in found}

    def to_make(self) -> list[str]:
        return [name for name, decision in self.decide().items() if decision.reasons]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, data_root: Path) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        # Whoever edits the package while its tests run would else see every report made again.
        patch.setattr(inputs_module, "package_digest", lambda: "f" * 64)
        yield Project(tmp_path_factory.mktemp("made"), data_root).root


@pytest.fixture
def small(made: Path, tmp_path: Path) -> Project:
    shutil.copytree(made, tmp_path / "here")
    small = object.__new__(Project)
    small.root = tmp_path / "here"
    small.data, small.out = small.root / "data", small.root / "outputs"
    small.notebooks = small.root / "notebooks"
    small.files = sorted((small.root / "parameters").glob("*.yaml"))
    return small


def add(path: Path, words: str = "\n") -> None:
    with path.open("a", encoding="utf-8") as stream:
        stream.write(words)


def test_nothing_is_made_again_where_nothing_has_changed(small: Project) -> None:
    assert small.to_make() == []
    assert small.decide()["zhenhai"].words == "zhenhai: 未变，不再执行 unchanged, not run again"


def test_the_clock_and_the_dates_of_files_decide_nothing(small: Project) -> None:
    for path in small.root.rglob("*"):
        os.utime(path, (1, 1))
    assert small.to_make() == []


@pytest.mark.parametrize(
    ("file", "again"),
    [
        ("data/zones/zhenhai/evidence.csv", ["both", "zhenhai"]),
        ("data/zones/lishui/notes.md", ["both", "lishui"]),
        ("data/zones/jiexiu/evidence.csv", []),
        ("data/registers/checklists/lishui.xlsx", ["both", "lishui"]),
        ("data/codebook/labels.yaml", ["both", "lishui", "zhenhai"]),
        ("requirements.lock", ["both", "lishui", "zhenhai"]),
        ("notebooks/01_paper.ipynb", ["both", "lishui", "zhenhai"]),
        ("parameters/zhenhai.yaml", ["zhenhai"]),
        ("parameters/zhenhai.md", ["zhenhai"]),
        ("parameters/zhenhai/narrative.md", ["zhenhai"]),
        ("data/tidy/zones.csv", []),
    ],
)
def test_a_changed_file_decides_for_the_reports_that_read_it(
    small: Project, file: str, again: list[str]
) -> None:
    (small.root / file).parent.mkdir(parents=True, exist_ok=True)
    add(small.root / file)

    assert small.to_make() == again
    if again:
        assert file in small.decide()[again[0]].words


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: add(folder / "report.html"),
        lambda folder: (folder / "report.html").unlink(),
        lambda folder: add(folder / "strange.txt"),
        lambda folder: add(folder / ".hidden"),
        lambda folder: (folder / CRATE).write_bytes((folder / CRATE).read_bytes()[:500]),
        lambda folder: (folder / CRATE).unlink(),
        shutil.rmtree,
    ],
    ids=["altered", "deleted", "added", "hidden", "cut", "no crate", "no folder"],
)
def test_a_damaged_report_is_noticed(small: Project, damage: Callable[[Path], None]) -> None:
    damage(small.out / "zhenhai")

    assert small.to_make() == ["zhenhai"]


def test_what_a_desktop_leaves_in_a_folder_is_no_damage(small: Project) -> None:
    (small.out / "zhenhai" / ".DS_Store").write_bytes(b"x")
    (small.out / "zhenhai" / "~$report.docx").write_bytes(b"x")

    assert small.to_make() == []


def test_another_version_of_a_library_or_of_the_package_makes_all_again(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = versions() | {"pandas": "99.0"}
    monkeypatch.setattr(decide_module, "versions", lambda: newer)
    assert "版本 version 变了 changed: pandas" in small.decide()["lishui"].words

    monkeypatch.setattr(decide_module, "versions", versions)
    monkeypatch.setattr(inputs_module, "package_digest", lambda: "0" * 64)
    assert small.to_make() == list(ZONES)


def test_only_the_notebook_that_changed_is_executed_again(small: Project) -> None:
    path = small.notebooks / "x_report.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("x = 1", "x = 2"), encoding="utf-8")

    assert small.decide()["zhenhai"].reusable == ("01_paper.ipynb",)


def test_a_stored_execution_that_was_altered_is_not_used_again(small: Project) -> None:
    add(small.notebooks / "x_report.ipynb")
    add(small.out / "zhenhai" / "notebooks" / "01_paper.ipynb")

    assert small.decide()["zhenhai"].reusable == ()
    assert small.decide()["lishui"].reusable == ("01_paper.ipynb",)


def test_a_changed_data_file_lets_no_execution_be_used_again(small: Project) -> None:
    add(small.data / "zones" / "zhenhai" / "evidence.csv")

    assert small.decide()["zhenhai"].reusable == ()


def test_a_report_that_looks_at_all_zones_depends_on_all_of_them(small: Project) -> None:
    path = small.notebooks / "x_report.ipynb"
    text = path.read_text(encoding="utf-8").replace("x = 1", "x = study.everywhere")
    path.write_text(text, encoding="utf-8")

    inputs = small.decide()["zhenhai"].inputs

    assert "data/zones/jiexiu/evidence.csv" in inputs


def test_force_makes_everything_again(small: Project) -> None:
    decisions = small.decide(force=True)

    assert all(d.reasons == ("--force",) and not d.reusable for d in decisions.values())


def test_files_that_cannot_be_told_apart_or_read_are_left_to_the_full_reading(
    small: Project,
) -> None:
    add(small.files[0], "report_id: lishui\n")
    twice = decide(small.files, small.data, small.notebooks, small.out)
    small.files[0].write_text("report_id: [", encoding="utf-8")
    broken = decide(small.files, small.data, small.notebooks, small.out)

    for decisions in (twice, broken):
        assert all(decision.reasons for decision in decisions)


def test_a_record_tells_parameters_as_they_were_given(small: Project) -> None:
    record = read_record(small.out / "both")

    assert record is not None
    assert record.title == "both 报告"
    assert record.parameters["zones"] == ["zhenhai", "lishui"]
    assert record.parameters["passages"] is False
    assert record.parameters["overrides"] == []


def test_no_figure_of_a_study_rests_on_the_evidence_of_another_zone(small: Project) -> None:
    given = {"report_id": "x", "title": "镇海", "zones": ["zhenhai"], "as_of": "2026-11-24"}
    before = study_of(small.data, given)
    for path in small.data.glob("zones/*/evidence.csv"):
        if path.parent.name != "zhenhai":
            table = pd.read_csv(path, dtype=str, keep_default_na=False)
            changed = table.assign(value="7", low="7", high="7", value_text="7", note="变")
            changed.to_csv(path, index=False, lineterminator="\n")
    after = study_of(small.data, given)

    assert len(before.evidence) > 50
    for field in fields(before):
        if field.name == "everywhere":
            continue  # the observations of all zones; whoever uses them depends on all
        old, new = getattr(before, field.name), getattr(after, field.name)
        if isinstance(old, pd.DataFrame):
            pd.testing.assert_frame_equal(old, new)
