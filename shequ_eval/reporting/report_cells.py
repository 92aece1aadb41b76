"""Knows which cells of an executed notebook belong in which of its documents, in which language.

One run gives three: the report, one page for those who read no more, and the annex of methods. A
cell tagged `one-page` is printed there alone; one tagged `methods` in the report and the annex.
"""

from __future__ import annotations

from typing import Any, Literal

from shequ_eval.reporting.kernels.saved_notebook import INJECTED_TAG, PARAMETERS_TAG, tags_of

LANGUAGE_TAGS = {"zh": "lang-zh", "en": "lang-en"}
Part = Literal["report", "one-page", "methods"]
PARTS: tuple[Part, ...] = ("report", "one-page", "methods")
REMOVED_TAGS = {PARAMETERS_TAG, INJECTED_TAG, "remove-report"}


def report_cells(notebook: Any, language: str, part: Part = "report") -> list[Any]:
    """The cells of a document: without parameters, and without narrative in other languages.

    A cell without a language is in all of them. Of a code cell only its exhibits are printed.
    """
    others = {tag for key, tag in LANGUAGE_TAGS.items() if key != language}
    unwanted = REMOVED_TAGS | others
    return [
        cell
        for cell in notebook.cells
        if cell.cell_type in {"markdown", "code"}
        and not tags_of(cell) & unwanted
        and _is_of(part, tags_of(cell))
    ]


def has_part(notebook: Any, part: Part) -> bool:
    """Whether a notebook has cells for a document of its own."""
    return part == "report" or any(part in tags_of(cell) for cell in notebook.cells)


def _is_of(part: Part, tags: set[str]) -> bool:
    return "one-page" not in tags if part == "report" else part in tags
