"""Knows how `{{key}}` in a text becomes the number or the label that it names; finds no origin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from shequ_eval.reporting.document.blocks import Block, Heading, Items, Paragraph, Words
from shequ_eval.reporting.document.cells import Cells
from shequ_eval.reporting.found_exhibits import FoundExhibit
from shequ_eval.reporting.narrative_references import reference_words
from shequ_eval.vocabulary.narrative import Reference

_REFERENCE = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")
Marks = list[tuple[int, int, str]]


class References:
    """What the references of one report print: labels of exhibits, numbers by their key, cells.

    Those that lead nowhere are kept in `lost`, with the places where a narrative has them.
    """

    def __init__(
        self,
        labels: Mapping[str, str],
        printed: Mapping[str, str],
        cells: Cells | None = None,
        narrative: Sequence[Reference] = (),
    ) -> None:
        self.labels = labels
        self.printed = printed
        self.cells = cells
        self.narrative = narrative
        self.lost: list[str] = []

    def put_into(self, text: str, marks: Marks) -> tuple[str, Marks]:
        """The text with each `{{key}}` replaced by what it names; numbers keep their origin."""
        out, done, moved = "", 0, []
        shift = 0
        pending = sorted(marks)
        for found in _REFERENCE.finditer(text):
            printed, key = self._said(found[1])
            while pending and pending[0][1] <= found.start():
                start, end, held = pending.pop(0)
                moved.append((start + shift, end + shift, held))
            out += text[done : found.start()]
            moved += [(len(out), len(out) + len(printed), key)] if key else []
            out += printed
            shift += len(printed) - len(found[0])
            done = found.end()
        moved += [(start + shift, end + shift, key) for start, end, key in pending]
        return out + text[done:], moved

    def _said(self, key: str) -> tuple[str, str]:
        """What a reference prints, and the key of its origin or `#` and the label it leads to."""
        if key in self.labels:
            return self.labels[key], f"#{key}"
        if key in self.printed:
            return self.printed[key], key
        cell = self.cells.said(key) if self.cells else None
        if cell is None:
            self.lost += self._lost(key)
        return cell or (key, key)

    def _lost(self, key: str) -> list[str]:
        places = [one.words for one in self.narrative if one.key == key]
        known, hint = [*self.labels, *self.printed], self.cells.hint(key) if self.cells else ""
        told = places or [f"{{{{{key}}}}}"]
        return [reference_words(key, where, () if hint else known) + hint for where in told]


def linked(block: Block) -> Block:
    """A block in which a reference to a figure or table leads there and has no origin."""
    if isinstance(block, Heading | Paragraph):
        return replace(block, words=_links(block.words))
    if isinstance(block, Items):
        return replace(block, entries=tuple(_links(words) for words in block.entries))
    return block


def first_printed(exhibits: Iterable[FoundExhibit]) -> dict[str, str]:
    """How each traced number was first printed: what a reference to it prints."""
    found: dict[str, str] = {}
    for exhibit in exhibits:
        for place, marks in exhibit.marks.items():
            text = _text_at(exhibit, place)
            for start, end, key in marks:
                found.setdefault(key, text[start:end])
    return found


def _links(words: Words) -> Words:
    return tuple(
        replace(span, trace="", target=span.trace[1:]) if span.trace.startswith("#") else span
        for span in words
    )


def _text_at(exhibit: FoundExhibit, place: str) -> str:
    name, *position = place.split("/")
    held: Any = getattr(exhibit, name)
    for step in position:
        held = held[int(step)]
    return str(held)
