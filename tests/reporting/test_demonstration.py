"""A report of a made-up place says so on every page and under every figure and table.

The made-up place is a bundled one whose title is changed, only ever in a temporary folder.
"""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from shequ_eval.exhibits.exhibit import MIME
from shequ_eval.reporting.demonstration import (
    demonstration_words,
    made_up,
    marked_head,
    marked_notebook,
)
from shequ_eval.reporting.document.blocks import Figure, Table, text_of
from shequ_eval.reporting.document.build import build_document
from shequ_eval.reporting.html.report_head import ReportHead

HEAD = ReportHead("x", "示例区评估报告", "zh", "internal", ("示例区",), "2020", "1")


@pytest.fixture
def data(data_root: Path, tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("tidy", "documents")
    shutil.copytree(data_root, tmp_path / "data", ignore=ignored)
    return tmp_path / "data"


def write_mark(path: Path, column: str, zone: str) -> None:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    row = next(row for row in rows if row["zone_id"] == zone)
    row[column] += "（示例数据）"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize("zone", ["nanjing", "lishui", "zhenhai", "jiangbei", "jiexiu"])
def test_no_bundled_place_is_made_up(data_root: Path, zone: str) -> None:
    assert made_up(data_root, [zone]) == []
    assert demonstration_words(data_root, [zone], "zh") == ""


@pytest.mark.parametrize(
    ("file", "column"),
    [("zones/zones.csv", "title_zh"), ("sources/sources.csv", "title"), ("notes", "")],
)
def test_a_place_is_made_up_where_its_title_a_source_or_its_notes_say_so(
    data: Path, file: str, column: str
) -> None:
    if column:
        write_mark(data / file, column, "lishui")
    else:
        notes = data / "zones" / "lishui" / "notes.md"
        notes.write_text(notes.read_text(encoding="utf-8") + "\n示例数据。\n", encoding="utf-8")
    assert made_up(data, ["zhenhai", "lishui"]) == ["lishui"]
    assert demonstration_words(data, ["lishui"], "zh") == "示例数据"
    assert demonstration_words(data, ["lishui", "zhenhai"], "zh") == "含示例数据"


def shown(kind: str, title: str) -> nbformat.NotebookNode:
    payload = {
        "exhibit_id": kind, "kind": kind, "title": title, "subtitle": "", "notes": [],
        "source": "", "columns": ["地区"], "rows": [["示例区"]], "sentences": ["一句。"],
    }  # fmt: skip
    output = nbformat.v4.new_output("display_data", {MIME: payload, "text/plain": title})
    return nbformat.v4.new_code_cell("", outputs=[output], id=kind)


def captions(notebook: nbformat.NotebookNode) -> list[str]:
    document = build_document(notebook, "zh")
    return [text_of(b.title) for b in document.blocks if isinstance(b, Figure | Table)]


def test_every_caption_carries_the_mark_once_and_nothing_else_changes() -> None:
    cells = [shown("table", "口径"), shown("text", "结论"), shown("figure", "覆盖（示例数据）")]
    notebook = nbformat.v4.new_notebook(cells=cells)
    marked = marked_notebook(notebook, "示例数据", "zh")
    assert captions(marked) == ["口径（示例数据）", "覆盖（示例数据）"]
    assert captions(notebook) == ["口径", "覆盖（示例数据）"]
    assert marked_notebook(notebook, "", "zh") is notebook
    english = marked_notebook(notebook, "demonstration data 示例数据", "en")
    assert captions(english)[0] == "口径 (demonstration data 示例数据)"


def test_the_head_of_every_page_begins_with_the_mark_unless_its_title_has_it() -> None:
    assert marked_head(HEAD, "示例数据").title == "【示例数据】示例区评估报告"
    assert marked_head(replace(HEAD, language="en", title="Example"), "x").title == "[x] Example"
    named = replace(HEAD, title="示例区（示例数据）评估报告")
    assert marked_head(named, "示例数据") == named
    assert marked_head(HEAD, "") == HEAD
