"""Knows which cell of a table a reference names, what it prints and its origin; finds no number.

`{{scores.3.5}}` is the fifth cell of the third row of the table `scores`: a score or a total of a
register has no name of its own, but `scores.3` is the origin of its row, which a report shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from shequ_eval.reporting.document.blocks import text_of
from shequ_eval.reporting.document.grid import grid_of
from shequ_eval.reporting.document.lineage import Lineage
from shequ_eval.reporting.found_exhibits import FoundExhibit

_CELL = re.compile(r"([^{}\s]+)\.([1-9]\d*)\.([1-9]\d*)")
_ROW = re.compile(r"([^{}\s]+)\.([1-9]\d*)")


class Cells:
    """The cells of one report's tables, as its references name them."""

    def __init__(self, exhibits: Iterable[FoundExhibit], lineage: Lineage) -> None:
        printed = (one for one in exhibits if one.kind in {"figure", "table"} and one.rows)
        self._tables = {exhibit.exhibit_id: exhibit for exhibit in printed}
        self._lineage = lineage

    def said(self, key: str) -> tuple[str, str] | None:
        """What a cell prints and the key of its origin, "" for words; None where there is none."""
        found = _CELL.fullmatch(key)
        exhibit = self._tables.get(found[1]) if found else None
        if found is None or exhibit is None:
            return None
        row, column = int(found[2]), int(found[3])
        if row > len(exhibit.rows) or column > len(exhibit.columns):
            return None
        words = self._lineage.trace_grid(grid_of(exhibit), exhibit).rows[row - 1][column - 1]
        origins = [span.trace for span in words if span.trace]
        text = text_of(tuple(span for span in words if not span.evidence)).strip()
        return text, origins[0] if origins else ""

    def hint(self, key: str) -> str:
        """How the cells of a row are named, where a key is that of a row; else ""."""
        found = _ROW.fullmatch(key)
        exhibit = self._tables.get(found[1]) if found else None
        if found is None or exhibit is None or int(found[2]) > len(exhibit.rows):
            return ""
        named = ", ".join(f"{n} {title}" for n, title in enumerate(exhibit.columns, start=1))
        return f"；一行有几格，请写 name a cell of the row: {{{{{key}.列}}}}: {named}"
