"""The five floors: a module imports its own floor and those below, never one above."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

FLOORS = ["vocabulary", "evidence", "analysis", "exhibits", "reporting", "commands", "cli"]
READERS = {"vocabulary", "evidence"}
IN_MEMORY = "Image.open"  # of a buffer
DISK = {"open", "read_text", "write_text", "read_bytes", "write_bytes", "read_csv", "to_csv"}


def modules(package: Path) -> list[Path]:
    return sorted(package.rglob("*.py"))


def floor_of(path: Path, package: Path) -> str:
    first = path.relative_to(package).parts[0]
    return first.removesuffix(".py")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def uphill_imports(module: ast.Module, floor: str) -> list[str]:
    named = []
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module:
            named.append(node.module)
        if isinstance(node, ast.Import):
            named += [alias.name for alias in node.names]
    inside = [name.split(".")[1] for name in named if name.startswith("shequ_eval.")]
    here = FLOORS.index(floor)
    return [name for name in inside if name in FLOORS and FLOORS.index(name) > here]


def test_no_module_imports_a_floor_above_its_own(project: Path) -> None:
    package = project / "shequ_eval"
    uphill = {
        path.relative_to(package).as_posix(): found
        for path in modules(package)
        if floor_of(path, package) in FLOORS
        and (found := uphill_imports(parsed(path), floor_of(path, package)))
    }
    assert uphill == {}


def test_an_uphill_import_would_be_found() -> None:
    for source, floor, found in (
        ("from shequ_eval.reporting.plan import x", "analysis", ["reporting"]),
        ("import shequ_eval.exhibits.words", "evidence", ["exhibits"]),
    ):
        assert uphill_imports(ast.parse(source), floor) == found


@pytest.mark.parametrize("floor", ["analysis", "exhibits"])
def test_analysis_and_exhibits_touch_no_disk(project: Path, floor: str) -> None:
    touching = []
    for path in modules(project / "shequ_eval" / floor):
        for node in ast.walk(parsed(path)):
            name = node.func if isinstance(node, ast.Call) else None
            called = getattr(name, "attr", getattr(name, "id", None))
            if called in DISK and name is not None and ast.unparse(name) != IN_MEMORY:
                touching.append(f"{path.name}: {called}")
    assert touching == []


def test_every_module_says_what_it_knows(project: Path) -> None:
    silent = [
        path.name for path in modules(project / "shequ_eval") if not ast.get_docstring(parsed(path))
    ]
    assert silent == []
