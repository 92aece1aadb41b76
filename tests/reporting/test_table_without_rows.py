"""A table with nothing to list says so in a sentence instead of printing its caption alone."""

from __future__ import annotations

from typing import Any

import nbformat
import pytest

from shequ_eval.exhibits.exhibit import MIME
from shequ_eval.reporting.document.build import build_document
from shequ_eval.reporting.html.report_body import report_body


def notebook_with(rows: list[list[Any]]) -> Any:
    payload = {
        "exhibit_id": "doubts",
        "kind": "table",
        "title": "编码异议",
        "subtitle": "",
        "notes": ["表注只随表出现。"],
        "source": "",
        "columns": ["证据", "理由"],
        "rows": rows,
        "sentences": [],
        "rests_on": ["disputes"],
    }
    cell = nbformat.v4.new_code_cell("")
    cell.outputs = [nbformat.v4.new_output("display_data", data={MIME: payload})]
    return nbformat.v4.new_notebook(cells=[cell])


@pytest.mark.parametrize(("language", "sentence"), [("zh", "：无。"), ("en", ": none.")])
def test_a_table_without_rows_is_one_sentence(language: str, sentence: str) -> None:
    body = report_body(build_document(notebook_with([]), language))
    assert sentence in body.html
    assert "编码异议" in body.html
    assert "<table" not in body.html
    assert "表注只随表出现" not in body.html


def test_a_table_with_a_row_is_printed_and_says_nothing_of_the_kind() -> None:
    body = report_body(build_document(notebook_with([["镇海", "范围"]]), "zh"))
    assert "：无。" not in body.html
    assert "<table" in body.html
