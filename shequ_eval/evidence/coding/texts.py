"""Knows how a document's text is laid out in the rows of a sheet, each short enough to be seen."""

from __future__ import annotations

from shequ_eval.evidence.coding.columns import Cells
from shequ_eval.evidence.coding.context import SENTENCE_END
from shequ_eval.evidence.documents import Document

LONGEST_CELL = 700  # what a row of a spreadsheet shows whole


def text_cells(document: Document, source_id: str) -> list[Cells]:
    """The paragraphs with their offsets; one too long for a cell is cut into several."""
    cells = []
    for number, start in enumerate(document.paragraphs, start=1):
        words = document.paragraph_text(number)
        for cut, piece in _pieces(words):
            page = document.place(start + cut).page
            # NOTE: a spreadsheet's cell comes back without the blanks before its words.
            indent = len(piece) - len(piece.lstrip())
            cells.append(
                {
                    "source_id": source_id,
                    "paragraph": str(number),
                    "page": "" if page is None else str(page),
                    "start": str(start + cut + indent),
                    "text": piece.strip(),
                }
            )
    return cells


def _pieces(words: str) -> list[tuple[int, str]]:
    """A paragraph in parts that a cell shows whole, cut after full stops where there are any."""
    pieces, cut = [], 0
    while len(words) - cut > LONGEST_CELL:
        stops = [found.end() for found in SENTENCE_END.finditer(words, cut, cut + LONGEST_CELL)]
        end = stops[-1] if stops else cut + LONGEST_CELL
        pieces.append((cut, words[cut:end]))
        cut = end
    return [*pieces, (cut, words[cut:])]
