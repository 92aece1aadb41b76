"""Knows which passages a text prints twice, by place and length; quotes no sentence."""

from __future__ import annotations

from dataclasses import dataclass

LEAST_LENGTH = 40
MARKS = " \t\r\n\u3000"


@dataclass(frozen=True)
class RepeatedPassage:
    """A passage that occurs again: where first, where again, over how many characters."""

    first: int
    again: int
    length: int


def find_repeated_passages(text: str, least_length: int = LEAST_LENGTH) -> list[RepeatedPassage]:
    """The longest passages of at least `least_length` characters that occur again later.

    White space does not count in the comparison; offsets and lengths are in characters of the
    text as given, spanning the white space inside. Each place is reported once, in the order of
    the second occurrence, which does not overlap the first.

    Raises
    ------
    ValueError
        `least_length` is below 1.

    Examples
    --------
    >>> find_repeated_passages("甲乙丙丁，甲乙 丙丁。", least_length=4)
    [RepeatedPassage(first=0, again=5, length=5)]
    """
    if least_length < 1:
        raise ValueError("最短长度须大于零 the least length must be above zero")
    places = [n for n, mark in enumerate(text) if mark not in MARKS]
    bare = "".join(text[n] for n in places)
    found: list[RepeatedPassage] = []
    seen: dict[str, int] = {}
    at = 0
    while at + least_length <= len(bare):
        key = bare[at : at + least_length]
        first = seen.get(key)
        if first is None or first + least_length > at:
            seen.setdefault(key, at)
            at += 1
            continue
        length = _shared(bare, first, at)
        found.append(
            RepeatedPassage(places[first], places[at], places[at + length - 1] + 1 - places[at])
        )
        at += length
    return found


def _shared(bare: str, first: int, again: int) -> int:
    length = 0
    most = min(again - first, len(bare) - again)
    while length < most and bare[first + length] == bare[again + length]:
        length += 1
    return length
