"""Knows which of the places that moved show one figure, so that it is told once; finds none itself.

A figure stands in tables, sentences and working papers. The same two numbers for the same certain
causes are one figure wherever they stand; where the cause is not certain, so is nothing else, and
each place keeps a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.reporting.running.excerpts import excerpts
from shequ_eval.reporting.running.moved import Moved
from shequ_eval.reporting.running.report_figures import numbers_in


@dataclass(frozen=True)
class OneFigure:
    """A figure that moved, or words that did: before, after, the step, the cause, where it stands.

    `which` is what the shortest of its places calls it; `places` are the exhibits, in order, each
    as often as it stands there.
    """

    which: str
    old: str
    new: str
    by: str
    why: str
    places: tuple[str, ...]


def told_once(moved: Iterable[Moved]) -> list[OneFigure]:
    """Every figure that moved once, in the order in which it is first met.

    >>> from shequ_eval.reporting.running.changed_inputs import ChangedInput
    >>> cause = ChangedInput("evidence", "east-0001", "corrected"),
    >>> cell = Moved("n", "e", "总表", "网格数", "772 个", "780 个", cause)
    >>> said = Moved("n", "s", "小结", "", "网格 772 个、9 处", "网格 780 个、9 处", cause)
    >>> [(one.which, one.old, one.new, one.by, len(one.places)) for one in told_once([said, cell])]
    [('网格数', '772 个', '780 个', '+8', 2)]
    """
    found: dict[tuple[object, ...], list[Moved]] = {}
    for one in moved:
        for key in _keys(one):
            found.setdefault(key, []).append(one)
    return [_figure(key, places) for key, places in found.items()]


def _keys(moved: Moved) -> Iterator[tuple[object, ...]]:
    """What a place has in common with the others of its figure; a sentence may hold several."""
    own = () if moved.is_certain else (moved.notebook, moved.exhibit_id, moved.which)
    steps = _steps(moved)
    if steps:
        yield from ((*step, moved.why, *own) for step in steps)
    else:
        yield (*excerpts(moved.old, moved.new), moved.why, *own)


def _steps(moved: Moved) -> list[tuple[float, float]]:
    """The numbers that are not what they were, before and after; none where words came or went."""
    before, after = numbers_in(moved.old), numbers_in(moved.new)
    if len(before) != len(after):
        return []
    return list(dict.fromkeys(
        (one, other) for one, other in zip(before, after, strict=True) if one != other
    ))  # fmt: skip


def _figure(key: tuple[object, ...], places: list[Moved]) -> OneFigure:
    home = min(places, key=lambda one: len(one.old) + len(one.new))
    old, new, by = *excerpts(home.old, home.new), home.by
    if isinstance(key[0], float) and len(_steps(home)) > 1:
        # NOTE: no place shows this figure alone, so its numbers stand without their words.
        before, after = float(key[0]), float(str(key[1]))
        old, new = plain_number(before), plain_number(after)
        by = Moved("", "", "", "", old, new).by
    where = tuple(f"{one.notebook} · {one.title}" for one in places)
    return OneFigure(home.which, " ".join(old.split()), " ".join(new.split()), by, home.why, where)
