"""Knows how one figure is said in a few signs: number or bounds, unit, bases, flags; finds none."""

from __future__ import annotations

from collections.abc import Callable

from shequ_eval.evidence.quantities.quantity import Number, Quantity
from shequ_eval.evidence.quantities.rows import number_words


def meaning(quantity: Quantity) -> str:
    """What a figure says, short: its number or bounds, its unit, its bases and flags.

    >>> from shequ_eval.evidence.quantities import find_quantities
    >>> [meaning(q) for q in find_quantities("每年投入300余万元，近80%，2-5名")]
    ['≥3000000 元 /年', '≤80 %', '2–5 人']
    """
    words = f"{amount(quantity)} {quantity.unit_id}".strip()
    return " ".join(part for part in (words, bases(quantity), *quantity.flags) if part)


def amount(quantity: Quantity, words: Callable[[Number], str] = number_words) -> str:
    """The number of a figure with the bound that its words imply; ? where it has neither.

    >>> from shequ_eval.evidence.quantities import find_quantities
    >>> [amount(q, lambda n: f"{n:,}") for q in find_quantities("超过1200家，数千人，不到50%")]
    ['>1,200', '1,000–9,999', '<50']
    """
    value, low, high = quantity.value, quantity.low, quantity.high
    if low is None and high is None:
        return "?" if value is None else words(value)
    if value is None and low is not None and high is not None:
        return f"{words(low)}–{words(high)}"
    number = next(n for n in (value, low, high) if n is not None)
    if low == high:
        return words(number)
    if high is None:
        return f"{'≥' if quantity.low_closed else '>'}{words(number)}"
    return f"{'≤' if quantity.high_closed else '<'}{words(number)}"


def bases(quantity: Quantity, unit: Callable[[str], str] = str) -> str:
    """What a figure is counted per: /10000人, /年 /户; nothing for a figure of its own.

    >>> from shequ_eval.evidence.quantities import find_quantities
    >>> bases(find_quantities("每年每千户补助3万元")[0])
    '/年 /1000户'
    """
    said = [(base.number, unit(base.unit_id)) for base in quantity.per]
    return " ".join(
        f"/{name}" if number == 1 else f"/{number_words(number)}{' ' * name.isascii()}{name}"
        for number, name in said
    )
