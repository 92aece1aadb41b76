"""Knows a step of arithmetic as amounts and signs, exact and in order; prints it for no reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from shequ_eval.analysis.audit.expressions import span
from shequ_eval.analysis.intervals import Interval

PERCENT = "%"
# What a quotient may always claim, however round its terms are.
FEWEST_DIGITS = 2


class Amount(NamedTuple):
    """A number of a step with its bounds; both open where the source leaves it out.

    `unit` is the codebook's, `each` the unit that it is for one of. `evidence` names the rows that
    state it, and is empty for a number that was computed. Of a computed one `digits` is how many
    significant digits the coarsest of its terms lets it claim in print; `decimals` is how many
    the exact form is written with. `sign` is the + of a rise, `qualifier` the word that made a
    bound of a stated number.
    """

    low: float | None
    high: float | None
    unit: str = ""
    each: str = ""
    evidence: str = ""
    digits: int | None = None
    decimals: int | None = None
    sign: str = ""
    qualifier: str = ""

    @property
    def bounds(self) -> Interval:
        """The bounds, without a point.

        >>> Amount(3, 5).bounds
        Interval(low=3, value=None, high=5)
        """
        return Interval(self.low, None, self.high)

    @property
    def is_one_sided(self) -> bool:
        """Whether one bound alone is known, so that the number is no equation.

        >>> Amount(None, 900).is_one_sided, Amount(3, 5).is_one_sided
        (True, False)
        """
        return (self.low is None) != (self.high is None)


# Amounts between signs: + ÷ × ( ) = ≠ > ; and "gives", an equation or, with one bound alone, none.
Step = tuple[Amount | str, ...]


def stated_amount(row: Mapping[Any, Any], bounds: Interval, unit: str | None = None) -> Amount:
    """A number that a source states, in its own digits and, unless told otherwise, its unit.

    >>> stated_amount({"unit": "家", "evidence_ids": "east-0001"}, Interval(3, 3, 3))[:5]
    (3, 3, '家', '', 'east-0001')
    """
    shown = str(row["unit"]) if unit is None else unit
    return Amount(
        bounds.low,
        bounds.high,
        shown,
        evidence=str(row["evidence_ids"]),
        qualifier=str(row.get("qualifier") or ""),
    )


def computed_amount(
    bounds: Interval, terms: Iterable[Interval], unit: str = "", each: str = "", decimals: int = 0
) -> Amount:
    """A number that follows from `terms`, with the digits that the coarsest of them has.

    >>> stock, rate = Interval(392, 392, 392), Interval(15.43, 15.43, 15.43)
    >>> computed_amount(Interval(254050.5, 254050.5, 254050.5), [stock, rate]).digits
    3
    """
    ends = [end for term in terms for end in (term.low, term.high) if end]
    digits = min((significant_digits(end) for end in ends), default=FEWEST_DIGITS)
    return Amount(
        bounds.low,
        bounds.high,
        unit,
        each,
        digits=max(digits, FEWEST_DIGITS),
        decimals=decimals,
    )


def share_amount(bounds: Interval) -> Amount:
    """A share that was computed, with the one decimal that shares are printed with.

    >>> written((share_amount(Interval(70, 70, 70)),))
    '70.0%'
    """
    return Amount(bounds.low, bounds.high, PERCENT, decimals=1)


def significant_digits(number: float) -> int:
    """The digits of a number without the zeros at either end of it.

    >>> [significant_digits(n) for n in (392, 15.43, 1e8, 340000, 0.05)]
    [3, 4, 1, 2, 1]
    """
    return len(Decimal(repr(float(number))).normalize().as_tuple().digits)


def laid_out(
    step: Step,
    words: Callable[[Amount], str],
    equals: Callable[[Amount], str] = lambda _: "=",
    between: str = "; ",
) -> str:
    """A step in one line: amounts in the words given, clauses of it joined by `between`.

    `equals` is the sign before an amount that the step gives; one with one bound alone is no
    equation, and follows an arrow where the step began with such a one.

    >>> step = Amount(2, 2, "家"), "+", Amount(3, 3, "家"), "gives", Amount(5, 5, "家")
    >>> laid_out(step, lambda part: f"{part.low:g} {part.unit}")
    '2 家 + 3 家 = 5 家'
    """
    clauses: list[str] = [""]
    first: Amount | None = None
    before = ""
    for part in step:
        if part == ";":
            clauses.append("")
            first = None
        elif part != "gives":
            sign = _sign(part, first, equals) if before == "gives" else ""
            first = part if first is None and isinstance(part, Amount) else first
            word = words(part) if isinstance(part, Amount) else part
            close = not clauses[-1] or clauses[-1].endswith("(") or part == ")"
            clauses[-1] += ("" if close else " ") + sign + word
        before = part if isinstance(part, str) else ""
    return between.join(clauses)


def _sign(part: Amount | str, first: Amount | None, equals: Callable[[Amount], str]) -> str:
    if isinstance(part, str):
        return ""
    if not part.is_one_sided:
        return f"{equals(part)} "
    return "→ " if first is not None and first.is_one_sided else ""


def written(step: Step) -> str:
    """A step exactly, in digits alone: what a trace keeps and a test reads.

    >>> one, three = Amount(1, 1, "家"), Amount(3, 3, "家")
    >>> written((one, "+", one, "=", Amount(2, 2), "≠", three))
    '1 + 1 = 2 ≠ 3'
    >>> written(("(", one, "+", one, ")", "÷", three, "gives", share_amount(Interval(70, 70, 70))))
    '(1 + 1) ÷ 3 = 70.0%'
    >>> written((Amount(None, 900), "÷", three, "gives", Amount(None, 300)))
    '≤ 900 ÷ 3 → ≤ 300'
    """
    return laid_out(
        step, lambda part: span(part.bounds, part.decimals) + PERCENT * (part.unit == PERCENT)
    )
