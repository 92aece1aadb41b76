"""Knows what an executed notebook keeps when it is saved: no time, no machine; runs nothing."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import sys
from itertools import chain, count
from pathlib import Path
from typing import Any

import nbformat

PARAMETERS_TAG = "parameters"
INJECTED_TAG = "injected-parameters"
PASSING = ("execution", "papermill", "ExecuteTime", "collapsed", "scrolled")
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "pygments_lexer": "ipython3",
}
_CELL_FILE = re.compile(r"[^\s\"'<>|]*ipykernel_\d+[/\\]\d+\.py")


def read_notebook(path: Path) -> Any:
    """A notebook, every cell with an id; those without one get it from their words.

    Raises
    ------
    ValueError
        The file is not UTF-8 or not a notebook of format 4.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content.get("nbformat") != 4:
            raise ValueError("nbformat 4")
        # NOTE: nbformat would repair ids by chance, differently each time; so they come first.
        give_stable_ids(content["cells"])
        content["nbformat_minor"] = max(5, content["nbformat_minor"])
        notebook = nbformat.reads(json.dumps(content), as_version=4)
        nbformat.validate(notebook)
    except (OSError, ValueError, AttributeError, KeyError, nbformat.ValidationError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ValueError(f"{path.name}: 不是可读的 notebook is not a notebook: {reason}") from None
    return notebook


def write_notebook(notebook: Any, path: Path) -> None:
    """Write a notebook beside `path` and move it there."""
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")
    beside.replace(path)


def tags_of(cell: Any) -> set[str]:
    """The tags of a cell."""
    return set(cell.metadata.get("tags", []))


def parameter_names(notebook: Any) -> list[str]:
    """The variables that the cell tagged `parameters` assigns, in its order."""
    sources = [cell.source for cell in notebook.cells if PARAMETERS_TAG in tags_of(cell)]
    statements = [line for source in sources for line in ast.parse(source).body]
    single = [s.target for s in statements if isinstance(s, ast.AnnAssign)]
    plain = [target for s in statements if isinstance(s, ast.Assign) for target in s.targets]
    return [target.id for target in [*single, *plain] if isinstance(target, ast.Name)]


def strip_passing_things(notebook: Any, project: Path) -> None:
    """Take out of an executed notebook what would differ between two runs or two machines.

    Times and durations go, papermill keeps only the parameters, and paths of this machine in
    printed text are shortened.
    """
    given = notebook.metadata.get("papermill", {}).get("parameters")
    for key in ("papermill", "widgets"):
        notebook.metadata.pop(key, None)
    if given:
        notebook.metadata["papermill"] = {"parameters": given}
    notebook.metadata["kernelspec"] = dict(KERNELSPEC)
    notebook.metadata["language_info"] = dict(LANGUAGE)
    for cell in notebook.cells:
        for key in PASSING:
            cell.metadata.pop(key, None)
        if INJECTED_TAG in tags_of(cell):
            cell["id"] = INJECTED_TAG
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]
        for output in cell.get("outputs", []):
            if output.output_type == "stream":
                output["text"] = without_machine_paths(output["text"], project)


def without_machine_paths(text: str, project: Path) -> str:
    """Printed text with this machine's folders written short.

    >>> without_machine_paths(f"{sys.prefix}/lib/x.py:2: UserWarning", Path("nowhere"))
    '<python>/lib/x.py:2: UserWarning'
    """
    text = _CELL_FILE.sub("<cell>", text)
    places = [(sys.prefix, "<python>"), (str(project.resolve()), "."), (str(Path.home()), "~")]
    for place, short in places:
        if len(place) > len(os.sep):
            text = text.replace(place, short)
    return text


def give_stable_ids(cells: list[dict[str, Any]]) -> None:
    """Give an id made from its words to each cell that has none, or one that is used twice."""
    used: set[str] = set()
    for cell in cells:
        if not cell.get("id") or cell["id"] in used:
            words = "".join(cell["source"])
            digest = hashlib.sha256(words.encode("utf-8")).hexdigest()[:8]
            names = chain([digest], (f"{digest}-{number}" for number in count(2)))
            cell["id"] = next(name for name in names if name not in used)
        used.add(cell["id"])
