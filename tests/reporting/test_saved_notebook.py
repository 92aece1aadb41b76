from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from shequ_eval.reporting.kernels.saved_notebook import (
    INJECTED_TAG,
    parameter_names,
    read_notebook,
    strip_passing_things,
    without_machine_paths,
    write_notebook,
)


def code(source: str, *tags: str) -> Any:
    return nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)})


def executed() -> Any:
    cell = code("show", INJECTED_TAG)
    cell.metadata.update(
        {"papermill": {"duration": 1.2}, "execution": {"iopub.status.busy": "now"}}
    )
    cell.outputs = [nbformat.v4.new_output("stream", name="stderr", text="nowhere/x.py:1")]
    notebook = nbformat.v4.new_notebook(cells=[cell, code("plain")])
    notebook.metadata["papermill"] = {
        "parameters": {"report_id": "zhenhai"},
        "input_path": "somewhere/zone_report.ipynb",
        "start_time": "2026-11-24T15:00:00",
    }
    notebook.metadata["language_info"] = {"name": "python", "version": "3.11.7"}
    return notebook


def test_only_the_parameters_of_papermill_are_kept() -> None:
    notebook = executed()

    strip_passing_things(notebook, Path("nowhere"))

    assert notebook.metadata["papermill"] == {"parameters": {"report_id": "zhenhai"}}
    assert notebook.metadata["kernelspec"]["name"] == "python3"
    assert "version" not in notebook.metadata["language_info"]
    assert dict(notebook.cells[0].metadata) == {"tags": [INJECTED_TAG]}
    assert notebook.cells[0]["id"] == INJECTED_TAG
    assert dict(notebook.cells[1].metadata) == {}


def test_paths_of_this_machine_are_shortened_in_printed_text(tmp_path: Path) -> None:
    printed = (
        f"{tmp_path / 'notebooks'}\n{Path.home() / 'x'}\n"
        r"C:\Temp\ipykernel_12\345.py:3: UserWarning"
    )

    plain = without_machine_paths(printed, tmp_path)

    assert str(tmp_path) not in plain
    assert plain.splitlines()[2] == "<cell>:3: UserWarning"


def test_the_parameters_cell_says_which_names_it_knows() -> None:
    notebook = nbformat.v4.new_notebook(
        cells=[
            code('zones = ["zhenhai"]  # which\nlanguage: str = "zh"', "parameters"),
            code("not_a_parameter = 1"),
        ]
    )

    assert sorted(parameter_names(notebook)) == ["language", "zones"]


def test_cells_without_an_id_or_with_a_used_one_get_the_same_id_each_time(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": source} | own
        for source, own in [("a", {"id": "mine"}), ("a", {}), (["b"], {}), ("b", {"id": "mine"})]
    ]
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    (tmp_path / "a.ipynb").write_text(json.dumps(content), encoding="utf-8")

    def ids() -> list[str]:
        return [cell["id"] for cell in read_notebook(tmp_path / "a.ipynb").cells]

    assert ids() == ids()
    assert ids()[0] == "mine"
    assert len(set(ids())) == 4


def test_a_notebook_is_written_with_lf_and_leaves_no_file_beside_it(tmp_path: Path) -> None:
    write_notebook(nbformat.v4.new_notebook(cells=[code("# 镇海")]), tmp_path / "a.ipynb")

    content = (tmp_path / "a.ipynb").read_bytes()
    assert "镇海".encode() in content
    assert content.endswith(b"}\n")
    assert b"\r" not in content
    assert [path.name for path in tmp_path.iterdir()] == ["a.ipynb"]


@pytest.mark.parametrize(
    "content", [b"{}", b"[]", b"not json", b'{"nbformat": 3}', "镇海".encode("gbk")]
)
def test_a_file_that_is_no_notebook_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.ipynb").write_bytes(content)

    with pytest.raises(ValueError, match=r"a\.ipynb"):
        read_notebook(tmp_path / "a.ipynb")
