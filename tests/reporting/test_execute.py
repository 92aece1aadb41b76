from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest

from shequ_eval.reporting.kernels.execute import NotebookFailed, execute_notebook
from shequ_eval.reporting.kernels.notebooks import refresh_notebook, refresh_notebooks
from shequ_eval.reporting.kernels.saved_notebook import read_notebook

SEEN = """import os, pathlib, sys, warnings
warnings.warn("look out")
print(os.environ["SHEQU_EVAL_SVG"], os.environ.get("MPLBACKEND") == "agg", zones, language)
print(os.environ["SHEQU_EVAL_DATA"] == expected, pathlib.Path.cwd().name)
print(sys.executable == interpreter, os.path.isabs(os.environ["SHEQU_EVAL_SOURCES"]))"""


def notebook_at(path: Path, *sources: str, parameters: str = "zones = []\nlanguage = 'zh'") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = [nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}, id="given")]
    cells += [nbformat.v4.new_code_cell(s, id=f"cell{i}") for i, s in enumerate(sources)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def printed(notebook: Any) -> str:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "".join(output.text for output in outputs if output.get("name") == "stdout")


def test_a_notebook_runs_in_its_folder_with_its_parameters_and_keeps_no_trace_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.setenv("SHEQU_EVAL_SOURCES", "documents")
    data = tmp_path / "data"
    given = "zones = []\nlanguage = 'zh'\nexpected = ''\ninterpreter = ''"
    path = notebook_at(tmp_path / "notebooks" / "a.ipynb", SEEN, parameters=given)
    parameters = {
        "zones": ["zhenhai"],
        "expected": str(data.resolve()),
        "interpreter": sys.executable,
        "unknown_to_this_notebook": 1,
    }

    execute_notebook(path, parameters, data, tmp_path / "out" / "a.ipynb")

    executed = read_notebook(tmp_path / "out" / "a.ipynb")
    assert printed(executed).splitlines() == [
        "1 False ['zhenhai'] zh",
        "True notebooks",
        "True True",
    ]
    assert [cell["id"] for cell in executed.cells] == ["given", "injected-parameters", "cell0"]
    assert "unknown_to_this_notebook" not in executed.cells[1].source
    stripped = (tmp_path / "out" / "a.ipynb").read_text(encoding="utf-8")
    for trace in ("duration", "start_time", "iopub", "input_path", "ipykernel_"):
        assert trace not in stripped
    assert "<cell>:2: UserWarning: look out" in stripped


def test_a_cell_that_raises_is_named_with_its_words_and_error(tmp_path: Path) -> None:
    raising = "x = 1\nraise ValueError('no such zone: \\x1b[31mzhenhia\\x1b[0m')"
    path = notebook_at(tmp_path / "bad_report.ipynb", "1 + 1", raising, "print('after')")

    with pytest.raises(NotebookFailed) as failed:
        execute_notebook(path, {"zones": ["zhenhai"]}, tmp_path, tmp_path / "out" / "a.ipynb")

    assert str(failed.value) == (
        "bad_report.ipynb: 第 3 格出错 cell 3 raised\n"
        "    | x = 1\n"
        "    | raise ValueError('no such zone: \\x1b[31mzhenhia\\x1b[0m')\n"
        "    ValueError: no such zone: zhenhia"
    )
    assert not (tmp_path / "out").exists()


def fails_to_start(times: int, calls: list[int]) -> Any:
    def execute(notebook: Any, target: None, **given: Any) -> Any:
        calls.append(1)
        if len(calls) <= times:
            raise RuntimeError("Kernel died before replying to kernel_info")
        return notebook

    return execute


def test_a_kernel_that_fails_to_start_is_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    monkeypatch.setattr(papermill, "execute_notebook", fails_to_start(2, calls))

    execute_notebook(notebook_at(tmp_path / "a.ipynb"), {}, tmp_path, tmp_path / "b.ipynb")

    assert len(calls) == 3
    assert (tmp_path / "b.ipynb").is_file()


def test_a_kernel_that_never_starts_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    monkeypatch.setattr(papermill, "execute_notebook", fails_to_start(9, calls))

    with pytest.raises(NotebookFailed, match="Kernel died before replying"):
        execute_notebook(notebook_at(tmp_path / "a.ipynb"), {}, tmp_path, tmp_path / "b.ipynb")

    assert len(calls) == 3


def test_a_run_that_broke_after_its_start_is_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def execute(notebook: Any, target: None, **given: Any) -> Any:
        calls.append(1)
        given["on_notebook_start"](notebook=notebook)
        raise RuntimeError("broken")

    monkeypatch.setattr(papermill, "execute_notebook", execute)

    with pytest.raises(NotebookFailed, match="broken"):
        execute_notebook(notebook_at(tmp_path / "a.ipynb"), {}, tmp_path, tmp_path / "b.ipynb")

    assert len(calls) == 1


def test_a_notebook_is_refreshed_in_place_and_a_second_time_to_the_same_bytes(
    tmp_path: Path,
) -> None:
    path = notebook_at(tmp_path / "a.ipynb", "print(zones)", parameters="zones = ['镇海']")
    content = json.loads(path.read_text(encoding="utf-8"))
    content["cells"][1]["outputs"] = [{"name": "stdout", "output_type": "stream", "text": "stale"}]
    path.write_text(json.dumps(content), encoding="utf-8")

    refresh_notebook(path, tmp_path)
    first = path.read_bytes()
    refresh_notebook(path, tmp_path)

    assert printed(read_notebook(path)) == "['镇海']\n"
    assert b"injected-parameters" not in first
    assert path.read_bytes() == first


@pytest.mark.slow
def test_all_notebooks_of_a_folder_are_refreshed_but_those_that_raise(tmp_path: Path) -> None:
    good = notebook_at(tmp_path / "notebooks" / "good.ipynb", "print(6 * 7)")
    bad = notebook_at(tmp_path / "notebooks" / "bad.ipynb", "1 / 0")
    before, told = bad.read_bytes(), io.StringIO()

    faults = refresh_notebooks(tmp_path / "notebooks", tmp_path, jobs=1, stream=told)

    assert list(faults) == ["bad"]
    assert "ZeroDivisionError" in faults["bad"]
    assert "ZeroDivisionError" in told.getvalue()
    assert printed(read_notebook(good)) == "42\n"
    assert bad.read_bytes() == before


def test_a_notebook_that_raises_is_not_refreshed(tmp_path: Path) -> None:
    path = notebook_at(tmp_path / "a.ipynb", "print('new')", "1 / 0")
    before = path.read_bytes()

    with pytest.raises(NotebookFailed, match="ZeroDivisionError"):
        refresh_notebook(path, tmp_path)

    assert path.read_bytes() == before
