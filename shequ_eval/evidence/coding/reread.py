"""Knows what a returned sheet's own copy of the documents says at a place; opens no document.

A workbook carries the paragraphs with their offsets; a CSV carries only the passage round each
figure, with the figure in 【】.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from shequ_eval.evidence.coding.context import CLAUSE_END, Context, context_of
from shequ_eval.evidence.coding.read_sheet import CodingSheet, SheetRow
from shequ_eval.evidence.quantities import find_quantities
from shequ_eval.evidence.quantities.quantity import Quantity

MARKED = re.compile(r"【([^【】]*)】")
Span = tuple[int, int]


class Piece(NamedTuple):
    """A paragraph, or a part of a long one: its number, its offset in the document, its text."""

    paragraph: str
    start: int
    text: str


class Reread:
    """The texts of a sheet, read again where a row points to."""

    def __init__(self, sheet: CodingSheet) -> None:
        self.has_texts = bool(sheet.texts)
        self.pieces: dict[str, list[Piece]] = defaultdict(list)
        for row in sheet.texts:
            if re.fullmatch("[0-9]+", row.get("start")):
                piece = Piece(row.get("paragraph"), int(row.get("start")), row.get("text"))
                self.pieces[row.get("source_id")].append(piece)
        self._found: dict[str, list[Quantity]] = {}

    def places(self, source_id: str, paragraph: str, words: str) -> list[int]:
        """Where these words stand in a paragraph, as offsets in the document."""
        return [
            piece.start + found.start()
            for piece in self.pieces[source_id]
            if piece.paragraph == paragraph and words
            for found in re.finditer(re.escape(words), piece.text)
        ]

    def words(self, row: SheetRow, span: Span) -> str | None:
        """The words at a span of the row's document; None where the sheet does not hold them."""
        piece = self._piece(row.get("source_id"), span)
        if piece is not None:
            return piece.text[span[0] - piece.start : span[1] - piece.start]
        marked = MARKED.findall(row.get("passage"))
        return marked[0] if len(marked) == 1 and not self.has_texts else None

    def figure(self, row: SheetRow, span: Span) -> tuple[Quantity, Context] | None:
        """The figure that the grammar reads at the span, with its context; None for none.

        It must stand within the span and be the only one there.
        """
        piece = self._piece(row.get("source_id"), span)
        if piece is not None:
            text, start, end = piece.text, span[0] - piece.start, span[1] - piece.start
        elif not self.has_texts and len(MARKED.findall(row.get("passage"))) == 1:
            before, words, after = MARKED.split(row.get("passage"))
            text, start, end = before + words + after, len(before), len(before) + len(words)
        else:
            return None
        if text not in self._found:
            self._found[text] = list(find_quantities(text))
        inside = [q for q in self._found[text] if start <= q.start and q.end <= end]
        return (inside[0], context_of(text, start, end)) if len(inside) == 1 else None

    def alone(self, words: str) -> tuple[Quantity, Context] | None:
        """The only figure that the grammar reads in words without their context."""
        found = list(find_quantities(words))
        context = context_of(words, 0, len(words))
        return (found[0], context) if len(found) == 1 else None

    def clause_start(self, row: SheetRow, span: Span) -> int:
        """Where the clause of the span begins; the span itself where the text is not there."""
        piece = self._piece(row.get("source_id"), span)
        if piece is None:
            return span[0]
        context = context_of(piece.text, span[0] - piece.start, span[1] - piece.start)
        return span[0] - len(CLAUSE_END.split(context.sentence[: context.at])[-1])

    def _piece(self, source_id: str, span: Span) -> Piece | None:
        return next(
            (
                piece
                for piece in self.pieces[source_id]
                if piece.start <= span[0] and span[1] <= piece.start + len(piece.text)
            ),
            None,
        )
