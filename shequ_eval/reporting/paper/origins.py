"""Knows in which row of the annex the origin of each number of a report is told; draws none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shequ_eval.reporting.document.blocks import (
    Block,
    Document,
    Figure,
    Heading,
    Origin,
    Table,
    Words,
)

_NUMBERED = re.compile(r"(.+\.)(\d+)")


@dataclass(frozen=True)
class Place:
    """Where a number first stands: the words for the place, its anchor, the number as printed."""

    words: str
    target: str
    printed: str


@dataclass(frozen=True)
class OriginRow:
    """Numbers that first stand in one place and of which the same is known."""

    anchor: str
    keys: tuple[str, ...]
    place: Place | None  # None for what only served to compute other numbers
    printed: tuple[str, ...]
    origin: Origin


def origin_rows(document: Document, text: str) -> list[OriginRow]:
    """The rows in the order in which their numbers first appear, those that never do at the end.

    `text` are the words for a place above the first heading.
    """
    places = _first_places(document, text)
    held: dict[object, list[str]] = {}
    for key in [*places, *(key for key in document.origins if key not in places)]:
        origin, place = document.origins[key], places.get(key)
        where = (place.words, place.target) if place else None
        held.setdefault((where, origin.facts, origin.inputs), []).append(key)
    return [_row(keys, places, document) for keys in held.values()]


def keys_in_short(keys: Iterable[str]) -> list[str]:
    """The keys, with those that are numbered one after the other as one range.

    >>> keys_in_short(["a", "a.1", "a.2", "a.3", "b.7"])
    ['a', 'a.1–3', 'b.7']
    """
    short: list[str] = []
    last: tuple[str, int] = ("", -1)
    for key in keys:
        numbered = _NUMBERED.fullmatch(key)
        stem, number = (numbered[1], int(numbered[2])) if numbered else (key, -1)
        if numbered and last == (stem, number - 1):
            begun = short.pop().rpartition("–")[0] or f"{stem}{number - 1}"
            short.append(f"{begun}–{number}")
        else:
            short.append(key)
        last = (stem, number)
    return short


def _row(keys: list[str], places: dict[str, Place], document: Document) -> OriginRow:
    origin = document.origins[keys[0]]
    printed = dict.fromkeys(places[key].printed for key in keys if key in places)
    anchor = origin.anchor or f"origin-{origin.key}"
    return OriginRow(anchor, tuple(keys), places.get(keys[0]), tuple(printed), origin)


def _first_places(document: Document, text: str) -> dict[str, Place]:
    found: dict[str, Place] = {}
    words, target = text, ""
    for block in document.blocks:
        if isinstance(block, Heading):
            words, target = block.text, block.anchor
        captioned = isinstance(block, Figure | Table)
        here = (block.label, block.anchor) if captioned else (words, target)  # type: ignore[union-attr]
        for said in _texts_of(block):
            for span in said:
                if span.trace in document.origins:
                    found.setdefault(span.trace, Place(*here, span.text))
    return found


def _texts_of(block: Block) -> Iterator[Words]:
    yield from Document("zh", (block,)).words()
