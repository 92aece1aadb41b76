"""Documents at hand are held against their checksum and every offset; absent ones are no fault."""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
from pathlib import Path

import pytest

from shequ_eval.evidence.checks import check_package
from shequ_eval.evidence.findings import errors_of

DATA = Path(__file__).parents[2] / "data"
SOURCES = os.environ.get("SHEQU_EVAL_SOURCES", "")
EVIDENCE = "zones/jiexiu/evidence.csv"
SECOND = "coding/second_coding.csv"
REGISTER = "sources/sources.csv"

# Two documents of the tests' own making: nothing in them but dots and the figures' own words.
DOCUMENTS = ("jiexiu_doc", "jiangbei_doc")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The real data, its register rewritten for the documents that the test makes."""
    monkeypatch.delenv("SHEQU_EVAL_SOURCES", raising=False)
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy, ignore=shutil.ignore_patterns("tidy", "documents"))
    return copy


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    made = tmp_path / "documents"
    made.mkdir()
    for source_id in DOCUMENTS:
        raw = made_up_text(root, source_id).encode("utf-8")
        (made / f"{source_id}.txt").write_bytes(raw)
        write_cell(root / REGISTER, source_id, "file", f"{source_id}.txt")
        write_cell(root / REGISTER, source_id, "sha256", hashlib.sha256(raw).hexdigest())
    return made


def made_up_text(root: Path, source_id: str) -> str:
    register = {row["source_id"]: row for row in read_table(root / REGISTER)}
    characters = ["·"] * int(register[source_id]["characters"])
    spans = [*read_table(root / SECOND)]
    for path in sorted((root / "zones").glob("*/evidence.csv")):
        spans += read_table(path)
    for span in spans:
        if span["source_id"] == source_id:
            characters[int(span["start"]) : int(span["end"])] = span["value_text"]
    return "".join(characters)


def read_table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write_cell(path: Path, row_id: str, column: str, cell: str) -> int:
    rows = read_table(path)
    key = next(iter(rows[0]))
    number = next(i for i, row in enumerate(rows) if row[key] == row_id)
    rows[number][column] = cell
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return number + 2


def test_documents_that_are_absent_are_no_fault(root: Path, folder: Path) -> None:
    assert check_package(root) == []


def test_documents_that_hold_the_words_at_every_offset_are_no_fault(
    root: Path, folder: Path
) -> None:
    assert check_package(root, folder) == []


@pytest.mark.parametrize("file", [EVIDENCE, SECOND])
def test_an_offset_that_does_not_match_is_told_with_the_place_of_the_words(
    root: Path, folder: Path, file: str
) -> None:
    source_id = {EVIDENCE: "jiexiu_doc", SECOND: "jiangbei_doc"}[file]
    span = next(row for row in read_table(root / file) if row["source_id"] == source_id)
    row_id, start, end = next(iter(span.values())), int(span["start"]), int(span["end"])
    text = (folder / f"{source_id}.txt").read_bytes().decode("utf-8")
    write_cell(root / file, row_id, "start", str(start + 1))
    row = write_cell(root / file, row_id, "end", str(end + 1))
    (finding,) = check_package(root, folder)
    assert (finding.file, finding.row, finding.column) == (file, row, "start")
    assert finding.rule == "words-not-at-offset"
    assert f"[{start + 1}:{end + 1}]" in finding.found
    assert repr(text[start + 1 : end + 1]) in finding.found
    assert finding.allowed == repr(span["value_text"])
    assert f"start = {start}, end = {end}" in finding.remedy


def test_words_that_the_document_does_not_hold_are_told_so(root: Path, folder: Path) -> None:
    span = read_table(root / EVIDENCE)[0]
    row = write_cell(root / EVIDENCE, span["evidence_id"], "value_text", "九部门")
    (finding,) = errors_of(check_package(root, folder))  # the value beside is warned of
    assert (finding.row, finding.column, finding.allowed) == (row, "start", "'九部门'")
    assert span["value_text"] in finding.found
    assert "does not hold" in finding.remedy


def test_a_document_with_another_checksum_is_told_once_and_its_offsets_are_not_judged(
    root: Path, folder: Path
) -> None:
    path = folder / "jiexiu_doc.txt"
    path.write_bytes(b"\n" + path.read_bytes())
    (finding,) = check_package(root, folder)
    register = read_table(root / REGISTER)
    number = next(i for i, row in enumerate(register) if row["source_id"] == "jiexiu_doc")
    assert (finding.file, finding.row, finding.column) == (REGISTER, number + 2, "sha256")
    assert finding.rule == "document-sha256"
    assert finding.found == hashlib.sha256(path.read_bytes()).hexdigest()
    assert finding.allowed == register[number]["sha256"]


def test_a_length_that_is_not_the_document_s_is_told(root: Path, folder: Path) -> None:
    right = next(r for r in read_table(root / REGISTER) if r["source_id"] == "jiexiu_doc")
    row = write_cell(root / REGISTER, "jiexiu_doc", "characters", "99999")
    (finding,) = check_package(root, folder)
    assert (finding.file, finding.row, finding.column) == (REGISTER, row, "characters")
    assert (finding.found, finding.allowed) == ("99999", right["characters"])


@pytest.mark.parametrize("place", ["in the data", "in the named folder"])
def test_documents_are_found_in_the_data_and_in_the_named_folder(
    root: Path, folder: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = write_cell(root / EVIDENCE, "jiexiu-0537", "value_text", "九部门")
    if place == "in the data":
        shutil.copytree(folder, root / "sources" / "documents")
    else:
        monkeypatch.setenv("SHEQU_EVAL_SOURCES", str(folder))
    (finding,) = errors_of(check_package(root))
    assert (finding.row, finding.rule) == (row, "words-not-at-offset")


@pytest.mark.skipif(
    not SOURCES, reason="SHEQU_EVAL_SOURCES is not set: the source documents are not at hand"
)
def test_the_real_documents_are_the_registered_ones_and_hold_every_figure() -> None:
    register = read_table(DATA / REGISTER)
    assert all((Path(SOURCES) / row["file"]).is_file() for row in register)
    assert check_package(DATA, Path(SOURCES)) == []
