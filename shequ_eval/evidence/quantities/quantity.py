"""Knows what one figure of a text says; how it was found is for the grammar."""

from __future__ import annotations

from typing import Literal, NamedTuple

Number = int | float
Role = Literal["quantity", "structural", "change", "from", "to"]


class Base(NamedTuple):
    """What a figure is counted per: `number` units, 每千户 is 1000 户."""

    unit_id: str
    number: Number = 1


class Quantity(NamedTuple):
    """One figure: where it stands, what it says and how surely.

    `start` and `end` are half-open offsets into the text as given and `text` is what lies
    between. `value` is the number as stated, None for a range, a vague word or a lost number.
    `low` and `high` are the bounds that the words imply, None where they imply none;
    `low_closed` and `high_closed` say whether the bound itself counts: with 以上, 以下, 余 and
    近 it does, with 超过 and 不满 it does not.
    `unit` is as printed, with 万 and 亿 resolved into the value, and `unit_id` its canonical
    form; a unit that is not printed is flagged `unit_inferred`. `per` holds the bases.
    `other_end` are the offsets of the words that name the other end of a change. `flags`:
    unit_inferred, contradictory, implicit, number_missing, several_terms (a ratio such as 3:5:2,
    which has no single number), repeated.
    """

    start: int
    end: int
    text: str
    value: Number | None
    low: Number | None
    high: Number | None
    unit: str
    unit_id: str
    qualifier: str = ""
    per: tuple[Base, ...] = ()
    role: Role = "quantity"
    flags: tuple[str, ...] = ()
    low_closed: bool = True
    high_closed: bool = True
    other_end: tuple[int, int] | None = None
