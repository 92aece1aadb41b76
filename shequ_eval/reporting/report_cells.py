"""Knows which cells of an executed notebook belong in a report, and in which language."""

from __future__ import annotations

from typing import Any

import nbformat
from nbconvert.preprocessors import Preprocessor

from shequ_eval.reporting.found_exhibits import FoundExhibit, exhibit_of
from shequ_eval.reporting.saved_notebook import INJECTED_TAG, PARAMETERS_TAG, tags_of

LANGUAGE_TAGS = {"zh": "lang-zh", "en": "lang-en"}
NO_ROWS = {"zh": "**{title}**：没有可列的内容。", "en": "**{title}**: nothing to list."}
REMOVED_TAGS = {PARAMETERS_TAG, INJECTED_TAG, "remove-report"}


class KeepReportCells(Preprocessor):
    """Drops the cells that are no part of a report, and the narrative in other languages."""

    def __init__(self, language: str, **kwargs: Any) -> None:
        super().__init__(enabled=True, **kwargs)
        self.language = language

    def preprocess(self, notebook: Any, resources: Any) -> tuple[Any, Any]:
        """The notebook without those cells; a cell without a language is in all of them."""
        others = {tag for key, tag in LANGUAGE_TAGS.items() if key != self.language}
        unwanted = REMOVED_TAGS | others
        notebook.cells = [
            cell
            for cell in notebook.cells
            if cell.cell_type in {"markdown", "code"} and not tags_of(cell) & unwanted
        ]
        return notebook, resources


class KeepExhibits(Preprocessor):
    """Puts, for each code cell, its exhibits: places for figures and tables, markdown for text.

    Code, printed lines, warnings and any other output are dropped. `figures_and_tables` lists
    what the places stand for.
    """

    def __init__(self, language: str = "zh", **kwargs: Any) -> None:
        super().__init__(enabled=True, **kwargs)
        self.language = language
        self.figures_and_tables: list[FoundExhibit] = []

    def preprocess(self, notebook: Any, resources: Any) -> tuple[Any, Any]:
        """The notebook with exhibits where code cells stood."""
        cells = []
        for cell in notebook.cells:
            cells += self._exhibits_of(cell) if cell.cell_type == "code" else [cell]
        notebook.cells = cells
        return notebook, resources

    def _exhibits_of(self, cell: Any) -> list[Any]:
        cells = []
        for output in cell.outputs:
            exhibit = exhibit_of(output.get("data", {}))
            if exhibit is None:
                continue
            if exhibit.kind == "text":
                cells.append(nbformat.v4.new_markdown_cell("\n\n".join(exhibit.sentences)))
            elif exhibit.kind == "table" and not exhibit.rows:
                nothing = NO_ROWS[self.language].format(title=exhibit.title)
                cells.append(nbformat.v4.new_markdown_cell(nothing))
            else:
                cells.append(nbformat.v4.new_raw_cell(place_of(len(self.figures_and_tables))))
                self.figures_and_tables.append(exhibit)
        return cells


def place_of(position: int) -> str:
    """What stands in the page's text where an exhibit will be set."""
    return f'<div data-exhibit="{position}"></div>'
