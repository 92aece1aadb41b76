"""A notebook asks, sets parameters, loads, computes, shows and explains; nothing else."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest
import yaml

from shequ_eval.vocabulary.parameters import ReportParameters

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
# Numbers that a method states and no table could give: the ends of a share, an appendix's letter.
ALLOWED_DIGITS = re.compile(r"\b(0 (?:与|and) 100)\b|^#+ .*$|10,000|1[.]\d", re.MULTILINE)


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> nbformat.NotebookNode:
    return nbformat.read(request.param, as_version=4)


def code(notebook: nbformat.NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def tags(cell: nbformat.NotebookNode) -> list[str]:
    return list(cell.metadata.get("tags", []))


def test_the_eight_notebooks_are_there() -> None:
    assert [path.stem for path in NOTEBOOKS] == [
        "00_reading",
        "01_evidence",
        "02_inputs_outputs",
        "03_satisfaction",
        "04_targets",
        "05_audit",
        "comparison_report",
        "zone_report",
    ]


def test_no_notebook_defines_loops_or_names_a_path(notebook: nbformat.NotebookNode) -> None:
    forbidden = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Lambda)
    found = [
        type(node).__name__
        for source in code(notebook)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, forbidden)
    ]
    assert found == []
    assert not any(re.search(r"""["'][^"']*[/\\][^"']*["']""", source) for source in code(notebook))


def test_the_parameters_cell_holds_every_key_with_its_meaning(
    notebook: nbformat.NotebookNode,
) -> None:
    cells = [cell for cell in notebook.cells if "parameters" in tags(cell)]
    assert len(cells) == 1
    tree = ast.parse(cells[0].source)
    names = [node.targets[0].id for node in tree.body if isinstance(node, ast.Assign)]
    assert names == list(ReportParameters.model_fields)
    assert cells[0].source.count("#") == len(names)


def test_narrative_stands_in_both_languages_in_turn(notebook: nbformat.NotebookNode) -> None:
    markdown = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    kinds = [[tag for tag in tags(cell) if tag.startswith("lang-")] for cell in markdown]
    assert kinds == [["lang-zh"], ["lang-en"]] * (len(markdown) // 2)


def test_no_number_is_typed_by_hand_in_prose(notebook: nbformat.NotebookNode) -> None:
    typed = [
        line
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for line in ALLOWED_DIGITS.sub("", cell.source).splitlines()
        if re.search(r"[0-9０-９]", line)
    ]
    assert typed == []


def test_every_yaml_file_gives_the_notebooks_variables(project: Path) -> None:
    for path in sorted((project / "parameters").glob("*.yaml")):
        given = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert list(given) == list(ReportParameters.model_fields), path.name
        assert given["report_id"] == path.stem
