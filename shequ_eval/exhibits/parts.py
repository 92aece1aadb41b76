"""Knows how an exhibit too large for a page becomes several; cuts no table and draws nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

from IPython.display import display

from shequ_eval.exhibits.bases import basis_of
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Language

TALLEST_MM = 186.0  # a picture no higher is printed beside its caption at its own size
Part = TypeVar("Part")
Item = TypeVar("Item")


@dataclass(frozen=True)
class PartedExhibit(Exhibit):
    """The first of several exhibits that are one; in a notebook the others follow it."""

    more: tuple[Exhibit, ...] = ()

    def _ipython_display_(self) -> None:
        super()._ipython_display_()
        for part in self.more:
            display(part)


def parts_of(exhibit: Exhibit) -> list[Exhibit]:
    """An exhibit with those that follow it; alone where it is whole."""
    return [exhibit, *(exhibit.more if isinstance(exhibit, PartedExhibit) else ())]


def in_parts(
    exhibit_id: str,
    cuts: Sequence[Part],
    made_of: Callable[[Part], dict[str, Any]],
    language: Language,
) -> Exhibit:
    """One exhibit of one cut, else an exhibit a cut, the first of which carries the others.

    `made_of` gives what an exhibit of a cut is made of, all but its id. Later ids end in _2, _3
    and so on, and each title says which of how many it is.

    Examples
    --------
    >>> made = in_parts("figure_x", ["甲", "乙"], lambda cut: {"kind": "text", "title": cut}, "zh")
    >>> [(one.exhibit_id, one.title) for one in parts_of(made)]
    [('figure_x', '甲（之一，共 2 图）'), ('figure_x_2', '乙（之二，共 2 图）')]
    """
    made = [made_of(cut) for cut in cuts]
    if len(made) == 1:
        return Exhibit(exhibit_id=exhibit_id, **made[0])
    told = [
        one | {"title": one["title"] + which_part(place, len(made), language)}
        for place, one in enumerate(made, start=1)
    ]
    basis = basis_of(exhibit_id)
    same = {"rests_on": basis.tables, "how": basis.how(language)} if basis else {}
    more = tuple(
        Exhibit(exhibit_id=f"{exhibit_id}_{place}", **(same | one))
        for place, one in enumerate(told[1:], start=2)
    )
    return PartedExhibit(exhibit_id=exhibit_id, **told[0], more=more)


def which_part(place: int, of: int, language: Language) -> str:
    """Which of how many pictures one is, in brackets.

    >>> which_part(2, 3, "zh"), which_part(2, 3, "en")
    ('（之二，共 3 图）', ' (part 2 of 3)')
    """
    number = "一二三四五六七八九十"[place - 1] if place <= 10 else str(place)
    return say(language, f"（之{number}，共 {of} 图）", f" (part {place} of {of})")


def cut_by_height(
    items: Sequence[Item], height_of: Callable[[Sequence[Item]], float], tallest: float = TALLEST_MM
) -> list[list[Item]]:
    """Items in as few runs as their heights in mm allow, of about one height; none is empty.

    >>> cut_by_height([1, 2, 3, 4, 5], lambda run: 45.0 * len(run))
    [[1, 2, 3], [4, 5]]
    """
    runs = _cut(items, height_of, tallest)
    for share in (0.6, 0.7, 0.8, 0.9):
        lower = _cut(items, height_of, tallest * share)
        if len(lower) == len(runs):
            return lower
    return runs


def _cut(
    items: Sequence[Item], height_of: Callable[[Sequence[Item]], float], tallest: float
) -> list[list[Item]]:
    """Each run as long as it can be."""
    runs: list[list[Item]] = []
    for item in items:
        if runs and height_of([*runs[-1], item]) <= tallest:
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def even_runs(items: Sequence[Item], most: int) -> list[list[Item]]:
    """Items in as few runs as hold no more than `most` each, of about one length.

    >>> even_runs([1, 2, 3, 4, 5], 4)
    [[1, 2, 3], [4, 5]]
    """
    count = -(-len(items) // most)
    short, longer = divmod(len(items), count)
    starts = [place * short + min(place, longer) for place in range(count + 1)]
    return [list(items[one:two]) for one, two in pairwise(starts)]
