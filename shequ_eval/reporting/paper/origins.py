"""Knows in which row of the annex the origin of each number of a report is told; draws none.

Facts and rows of registers are told where the report prints them, and are not told again.
"""

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

LONGEST_NAMES = {"zh": 120, "en": 240}  # letters: an English name takes about twice as many
_NUMBERED = re.compile(r"(.+\.)(\d+)")


@dataclass(frozen=True)
class Place:
    """Where a number first stands: the words for the place, and its anchor."""

    words: str
    target: str


@dataclass(frozen=True)
class OriginRow:
    """Numbers that first stand in one place and of which the same is known.

    `printed` are all the ways in which they are printed anywhere in the report; `facts` and
    `inputs` hold for every one of them.
    """

    anchor: str
    keys: tuple[str, ...]
    place: Place | None  # None for what only served to compute other numbers
    printed: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    inputs: tuple[str, ...]
    group: str = ""


def origin_rows(document: Document, text: str) -> list[OriginRow]:
    """The rows in the order in which their numbers first appear, those that never do at the end.

    A number that a row or table of the report tells in full, a fact or a row of a register, has
    its home there and no row here. Numbers of one place that were made alike share a row. `text`
    are the words for a place above the first heading.
    """
    places = _first_places(document, text)
    held: dict[object, list[str]] = {}
    for key in [*places, *(key for key in document.origins if key not in places)]:
        origin, place = document.origins[key], places.get(key)
        if not origin.home:
            where = (place.words, place.target) if place else None
            held.setdefault((where, *_made(origin)), []).append(key)
    printed = _printed(document)
    return [_row(keys, places, printed, document) for keys in held.values()]


def origin_anchors(document: Document) -> dict[str, str]:
    """Where each number leads: to the row or table that is its home, or to its row here."""
    homes = {key: origin.home for key, origin in document.origins.items() if origin.home}
    return homes | {key: row.anchor for row in origin_rows(document, "") for key in row.keys}


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


def _made(origin: Origin) -> tuple[object, ...]:
    """What numbers must share to share a row: of one exhibit how they were made, else all.

    Counts that brought their origin share what was counted; what each of them is, the row lists.
    """
    if origin.group:
        return origin.group, origin.facts[1:]
    return (origin.facts if len(origin.facts) > 1 else (), origin.inputs)


def _row(
    keys: list[str],
    places: dict[str, Place],
    printed: dict[str, dict[str, None]],
    document: Document,
) -> OriginRow:
    origins = [document.origins[key] for key in keys]
    first = origins[0]
    return OriginRow(
        anchor=first.anchor or f"origin-{first.key}",
        keys=tuple(keys),
        place=places.get(keys[0]),
        printed=tuple(dict.fromkeys(text for key in keys for text in printed.get(key, ()))),
        facts=_facts(origins, document.language),
        inputs=tuple(i for i in first.inputs if all(i in other.inputs for other in origins)),
        group=first.group,
    )


def _facts(origins: list[Origin], language: str) -> tuple[tuple[str, str], ...]:
    """What is known of all the numbers of a row; what each is where that is short."""
    first = origins[0].facts
    if len(origins) == 1 or not first or all(origin.facts == first for origin in origins):
        return first
    label, _ = first[0]
    between = "；" if language == "zh" else "; "
    named = between.join(dict.fromkeys(origin.facts[0][1] for origin in origins))
    short = len(named) <= LONGEST_NAMES[language] or len(first) == 1
    return ((label, named), *first[1:]) if short else first[1:]


def _printed(document: Document) -> dict[str, dict[str, None]]:
    """Every way in which each number is printed, in order."""
    found: dict[str, dict[str, None]] = {}
    for words in document.words():
        for span in words:
            if span.trace:
                found.setdefault(span.trace, {})[span.text] = None
    return found


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
                    found.setdefault(span.trace, Place(*here))
    return found


def _texts_of(block: Block) -> Iterator[Words]:
    yield from Document("zh", (block,)).words()
