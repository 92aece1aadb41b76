"""Knows a figure half read: the number and unit, before the words around it."""

from __future__ import annotations

from typing import NamedTuple

from shequ_eval.evidence.quantities.quantity import Number, Role


class Draft(NamedTuple):
    """A number with its unit before the words around it are read."""

    start: int
    end: int
    value: Number | None
    low: Number | None
    high: Number | None
    kind: str
    word: str
    unit: str
    unit_id: str
    bare: bool = False
    role: Role = "quantity"
    flags: tuple[str, ...] = ()


class Step(NamedTuple):
    """What was read at a place: the drafts, and where reading goes on."""

    drafts: tuple[Draft, ...]
    end: int
