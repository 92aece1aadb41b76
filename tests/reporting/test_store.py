from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from shequ_eval.evidence.findings import Finding
from shequ_eval.reporting.crate import inputs as inputs_module
from shequ_eval.reporting.crate.record import CRATE
from shequ_eval.reporting.faults import ReportingFault
from shequ_eval.reporting.files.checksums import checksums_in, sha256_of
from shequ_eval.reporting.plan import plan_reports
from shequ_eval.reporting.running import data_check
from shequ_eval.reporting.running import pack as pack_module
from shequ_eval.reporting.running.crew import Choices
from shequ_eval.reporting.running.pack import pack_inputs, unpacked
from shequ_eval.reporting.running.run import RunResult, run_reports
from shequ_eval.reporting.running.store import Store, StoreFault
from shequ_eval.vocabulary.codebook import read_codebook

fsspec = pytest.importorskip("fsspec")


@pytest.fixture(params=["memory", "file"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    yield "memory://shared" if request.param == "memory" else (tmp_path / "shared").as_uri()
    fsspec.filesystem("memory").store.clear()


def report(folder: Path, words: str) -> Path:
    """A small whole report; the checksum of its crate depends on its words."""
    (folder / "exhibits").mkdir(parents=True)
    (folder / "report.html").write_text(words, encoding="utf-8")
    (folder / "exhibits" / "网格.csv").write_text(words, encoding="utf-8")
    graph: list[dict[str, Any]] = [
        {"@id": name, "name": name, "sha256": checksum}
        for name, checksum in checksums_in(folder).items()
    ]
    graph += [
        {"@id": "./", "name": "x"},
        {"@id": "#value/report_id", "name": "report_id", "value": "zhenhai"},
    ]
    (folder / CRATE).write_text(json.dumps({"@graph": graph}), encoding="utf-8")
    return folder


def fetched(address: str, folder: Path) -> dict[str, str]:
    Store(address).fetch("zhenhai", folder)
    return checksums_in(folder)


def test_a_published_report_is_fetched_elsewhere_byte_for_byte(
    address: str, tmp_path: Path
) -> None:
    made = report(tmp_path / "made", "一")

    assert Store(address).publish(made)

    assert fetched(address, tmp_path / "got") == checksums_in(made)


def test_a_report_that_is_there_already_is_not_sent_again(address: str, tmp_path: Path) -> None:
    made = report(tmp_path / "made", "一")
    store = Store(address)
    store.publish(made)
    store._upload = lambda *given: pytest.fail("sent again")  # type: ignore[assignment,method-assign]

    assert not store.publish(made)


def test_a_newer_report_takes_the_place_of_the_older_at_once(address: str, tmp_path: Path) -> None:
    Store(address).publish(report(tmp_path / "one", "一"))
    newer = report(tmp_path / "two", "二")

    assert Store(address).publish(newer)

    assert fetched(address, tmp_path / "got") == checksums_in(newer)


class Line:
    """A connection that breaks after so many operations that write."""

    def __init__(self, operations: int) -> None:
        self.left = operations

    def cut(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **named: Any) -> Any:
            if not self.left:
                raise ConnectionError("连接断了")
            self.left -= 1
            return call(*given, **named)

        return counted


@pytest.mark.parametrize("operations", range(6))
def test_an_upload_that_breaks_at_any_write_leaves_the_last_whole_report(
    address: str, tmp_path: Path, operations: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = report(tmp_path / "one", "一"), report(tmp_path / "two", "二")
    Store(address).publish(old)
    store, line = Store(address), Line(operations)
    # The files in one call, then the crate and the pointer, each written and moved: five in all.
    with monkeypatch.context() as patch:
        for name in ("put", "pipe_file", "mv"):
            patch.setattr(store._files, name, line.cut(getattr(store._files, name)), raising=False)
        if operations < 5:
            with pytest.raises(StoreFault, match="连接断了"):
                store.publish(new)
        else:
            assert store.publish(new)

    assert line.left == 0
    assert fetched(address, tmp_path / "got") == checksums_in(old if operations < 5 else new)
    assert Store(address).publish(new) == (operations < 5)
    assert fetched(address, tmp_path / "then") == checksums_in(new)


def test_a_report_that_is_not_whole_is_not_published(address: str, tmp_path: Path) -> None:
    made = report(tmp_path / "made", "一")
    (made / "report.html").write_text("edited", encoding="utf-8")

    with pytest.raises(StoreFault, match="no whole report"):
        Store(address).publish(made)

    with pytest.raises(StoreFault, match="no report zhenhai"):
        Store(address).fetch("zhenhai", tmp_path / "got")


def test_a_file_that_was_changed_where_it_lies_is_named(address: str, tmp_path: Path) -> None:
    made = report(tmp_path / "made", "一")
    store = Store(address)
    store.publish(made)
    store.put(f"reports/zhenhai/{sha256_of(made / CRATE)[:16]}/report.html", b"tampered")

    with pytest.raises(StoreFault, match=r"not as it was made: report\.html"):
        Store(address).fetch("zhenhai", tmp_path / "got")


def test_an_address_without_a_driver_is_named() -> None:
    with pytest.raises(StoreFault, match="nowhere://bucket/x: 不能用作存储"):
        Store("nowhere://bucket/x")


class Project:
    """A project with one small report."""

    def __init__(self, root: Path, data_root: Path) -> None:
        self.root, self.data, self.out = root, root / "data", root / "outputs"
        ignored = shutil.ignore_patterns("tidy", "documents")
        shutil.copytree(data_root, self.data, ignore=ignored)
        (root / "notebooks").mkdir()
        cell = nbformat.v4.new_code_cell("x = 1", metadata={"tags": ["parameters"]}, id="a")
        path = root / "notebooks" / "x_report.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
        (root / "parameters" / "small").mkdir(parents=True)
        (root / "parameters" / "small" / "narrative.md").write_text("", encoding="utf-8")
        self.file = root / "parameters" / "small.yaml"
        self.ask()

    def ask(self, **given: str) -> None:
        values = {"report_id": "small", "title": "小", "zones": "[zhenhai]"}
        values |= {"as_of": '"2026-11-24"', "notebooks": "[x_report]"} | given
        lines = [f"{key}: {value}\n" for key, value in values.items()]
        self.file.write_text("".join(lines), encoding="utf-8")

    def run(self, store: str) -> tuple[RunResult, str]:
        told = io.StringIO()
        choices = Choices(jobs=1, store=store)
        return run_reports([self.file], self.data, self.out, choices, None, told), told.getvalue()

    def pack(self) -> pack_module.Pack:
        codebook = read_codebook(self.data)
        plans = plan_reports([self.file], codebook, self.root / "notebooks", self.out)
        return pack_inputs(plans, self.data)


@pytest.fixture
def small(tmp_path: Path, data_root: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(data_check, "check_package", lambda root: list[Finding]())
    # Whoever edits the package while its tests run would else see every report made again.
    monkeypatch.setattr(inputs_module, "package_digest", lambda: "0" * 64)
    return Project(tmp_path / "project", data_root)


@pytest.mark.slow
def test_a_run_copies_what_it_made_and_what_stands_and_lacks_there(
    small: Project, address: str, tmp_path: Path
) -> None:
    made, told = small.run(address)
    assert made.exit_code == 0
    assert "已送到 stored" in told
    Store(address).fetch("small", tmp_path / "got")
    assert checksums_in(tmp_path / "got") == checksums_in(small.out / "small")

    again, told = small.run(address)
    assert (again.reports, again.failures) == ([], {})
    assert "stored" not in told

    other = f"{address}/other"
    again, told = small.run(other)
    assert again.reports == []
    assert f"stored: {other}/reports/small" in told


def test_a_store_that_fails_is_a_failure_of_the_run_but_the_report_stands_here(
    small: Project, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "_upload", Line(0).cut(Store._upload))

    result, told = small.run(address)

    assert result.exit_code == 1
    assert "连接断了" in result.failures["small"][0]
    assert "连接断了" in told
    assert result.reports == [small.out / "small" / "report.html"]
    assert result.reports[0].is_file()


def test_inputs_are_sent_without_documents_salt_or_anything_of_this_machine(
    small: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("sources/documents/secret.txt", "surveys/responses/salt.txt", "tidy/x.csv"):
        (small.data / name).parent.mkdir(parents=True, exist_ok=True)
        (small.data / name).write_text("secret", encoding="utf-8")
    monkeypatch.setattr(pack_module, "cache_folder", lambda: tmp_path / "cache")

    packed = small.pack()
    place = unpacked(packed.content, packed.digest)

    assert packed == small.pack()
    names = set(checksums_in(place))
    assert {"data/zones/zones.csv", "notebooks/x_report.ipynb"} <= names
    assert {"parameters/small.yaml", "parameters/small/narrative.md"} <= names
    assert not any("secret" in name or "salt" in name or "tidy" in name for name in names)
    assert str(small.root).encode() not in packed.content
    (place / "data" / "zones" / "zones.csv").unlink()  # as a cleaner of old files does
    again = unpacked(packed.content, packed.digest)
    assert (again / "data" / "zones" / "zones.csv").is_file()
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [place.name]
    with pytest.raises(ReportingFault, match="not what was sent"):
        unpacked(packed.content[:-1], packed.digest)


def test_reports_that_quote_the_documents_are_not_sent(small: Project) -> None:
    small.ask(passages="true")

    with pytest.raises(ReportingFault, match="small"):
        small.pack()
