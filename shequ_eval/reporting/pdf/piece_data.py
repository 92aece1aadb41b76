"""Knows how words become pieces for the template: what stays in one piece, what leads where.

A piece that is neither bold, a key nor a link is a string; of most cells that is all there is.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from shequ_eval.reporting.document.blocks import Span, Words, text_of
from shequ_eval.reporting.document.grid import width_em
from shequ_eval.reporting.document.quotes import STRAIGHT
from shequ_eval.reporting.html.page_words import ABSENT
from shequ_eval.reporting.paper.line_breaks import breakable
from shequ_eval.reporting.paper.links import Links
from shequ_eval.reporting.paper.printable import printable
from shequ_eval.reporting.paper.quantities import with_quantities
from shequ_eval.reporting.paper.unbreakable import text_em

LINE_EM = 26.0
LONGEST_MARK_EM = 22.0
# Of a cell that fits a line for sure nothing can break.
ONE_LINE_SHARE = 0.85
KEEP = "\u2060"  # before and after words that the template sets in one piece
ID_OF_EVIDENCE = re.compile(r"[a-z][a-z0-9_-]*-\d+")
# Between Chinese and the rest the engine sets a gap.
GAP_EM = 0.25
_WIDE = "\u2e80-\uffef"
_GAP = re.compile(rf"(?<=[{_WIDE}])(?=[^\s{_WIDE}])|(?<=[^\s{_WIDE}])(?=[{_WIDE}])")
_BROKEN = re.compile(f"[\n\u200b{KEEP}]")
Data = dict[str, Any]
Piece = str | Data
# A cell in plain words, one that says why it is empty, or one in pieces.
Cell = str | Data | list[Piece]


class PieceData:
    """Turns the words of one report into pieces."""

    def __init__(self, links: Links, hyphenated: bool) -> None:
        self.links = links
        self.hyphenated = hyphenated

    def cell(self, words: Words, room: float) -> Cell:
        """The words of a cell with so much room, in em."""
        pieces = self.pieces(words, room, in_cell=True)
        said = pieces[0] if len(pieces) == 1 and isinstance(pieces[0], str) else pieces or ""
        return {"absent": said} if text_of(words).strip() in ABSENT else said

    def pieces(self, words: Words, room: float = LINE_EM, in_cell: bool = False) -> list[Piece]:
        """The words in pieces; those of an evidence mark together, to stand in one line."""
        found: list[Piece] = []
        for evidence, run in groupby(words, key=lambda span: span.evidence):
            spans = [self._span(span, room) for span in run if printable(span.text)]
            if in_cell and not evidence and text_em(text_of(words)) > ONE_LINE_SHARE * room:
                spans = [{**span, "text": _held(span["text"], room)} for span in spans]
            if evidence:
                found += [_mark(held, room) for held in _cut(spans, "]")]
            else:
                found += map(_piece, spans)
        return found

    def printed(self, text: str) -> str:
        """The text as the font has it."""
        # NOTE: the Chinese font sets curly quotes as wide as a character, with holes round them.
        words = printable(text)
        return words.translate(STRAIGHT) if self.hyphenated else words

    def _span(self, span: Span, room: float) -> Data:
        text = breakable(self.printed(span.text), room, self.hyphenated)
        to = self.links.target(span)
        return {
            "text": text,
            "bold": span.strong or span.emphasis,
            "code": span.code,
            "to": to,
            # A hyphen in a key or an id would be taken for its own.
            "hyphens": not (span.code or (to and ID_OF_EVIDENCE.fullmatch(text))),
        }


def fits_a_line(cell: Cell, room: float) -> bool:
    r"""Whether a cell is for sure one line of plain words, as high as every such line.

    >>> fits_a_line("2016 年", 10), fits_a_line("2016 年", 4), fits_a_line("", 10)
    (True, False, False)
    >>> fits_a_line("2016年3月", 5), fits_a_line("一\n二", 10), fits_a_line({"absent": "—"}, 10)
    (False, False, True)
    """
    text = cell["absent"] if isinstance(cell, dict) else cell
    if not isinstance(text, str) or not text or _BROKEN.search(text):
        return False
    return text_em(text) + GAP_EM * len(_GAP.findall(text)) <= ONE_LINE_SHARE * room


def _piece(span: Data) -> Piece:
    return span if span["bold"] or span["code"] or span["to"] else str(span["text"])


def _held(text: str, room: float) -> str:
    """The text with each quantity between two signs, where it fits, that no line breaks it."""
    return with_quantities(
        text, lambda held: f"{KEEP}{held}{KEEP}" if text_em(held) <= room else held
    )


def _mark(spans: list[Data], room: float) -> Data:
    """An evidence mark: in one piece where it fits, and else its numbers each in one piece."""
    cut = _cut(spans, "]、，,;； ")
    if _mark_width(spans) <= min(room, LONGEST_MARK_EM):
        cut = [spans]
    return {
        "mark": [
            {"spans": [_piece(span) for span in held], "keep": _mark_width(held) <= room}
            for held in cut
        ]
    }


def _mark_width(spans: list[Data]) -> float:
    return 0.9 * sum(width_em(span["text"]) for span in spans)


def _cut(spans: list[Data], ends: str) -> list[list[Data]]:
    """The spans in runs, each of which ends with one of the characters."""
    runs: list[list[Data]] = [[]]
    for span in spans:
        runs[-1].append(span)
        if span["text"][-1] in ends:
            runs.append([])
    return [run for run in runs if run]
