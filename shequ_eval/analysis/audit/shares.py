"""Knows what a printed percentage leaves open: its base, or the count behind it; fills in none."""

from __future__ import annotations

from math import ceil, floor

import pandas as pd

from shequ_eval.analysis.audit.expressions import amount, gives, span
from shequ_eval.analysis.audit.figures import Figures, Row, bounds_of, single
from shequ_eval.analysis.audit.finding import AuditFinding, finding_of
from shequ_eval.analysis.audit.steps import Amount, Step, stated_amount
from shequ_eval.analysis.intervals import Interval
from shequ_eval.analysis.printed import printed_decimals, printed_ends
from shequ_eval.vocabulary.audit_rules import AuditRules

PERCENT = "%"


def find_shares_without_base(
    figures: Figures, relations: pd.DataFrame, rules: AuditRules
) -> list[AuditFinding]:
    """Percentages of which the source states no base, and those whose base it does state.

    With a base of the same period and scope the count is inferred (96 % of 869 is about 834)
    and asked for; without one nothing can be recomputed. Contradictory words have no bounds and
    are told by their own rule.

    Examples
    --------
    >>> from shequ_eval.analysis.examples import example_found
    >>> example_found(find_shares_without_base, {"service_success_rate": 99})
    [('? ÷ ? = 99%', 'cannot_be_told')]
    """
    return [
        _share_finding(share, _base(figures, share, relation), relation, rules)
        for relation in single(relations, "share_of")
        for zone_id in figures.zones
        for share in figures.all_of(zone_id, relation["indicator_id"])
        if bounds_of(share) != Interval(None, None, None)
    ]


def find_whole_number_bases(
    figures: Figures, relations: pd.DataFrame, rules: AuditRules
) -> list[AuditFinding]:
    """The counts that may stand behind a printed percentage, and the bases that round to it.

    A percentage closes on none of its possible counts only where no whole-number base gives it
    from any of them; where one count does, the base is still not stated.

    Examples
    --------
    >>> from shequ_eval.analysis.examples import example_found
    >>> example_found(find_whole_number_bases, {
    ...     "tasks_cleared": 15, "task_reduction_rate": 75.4}, unit="%")
    [('15 ÷ 75.4% ≈ 19.9', 'does_not_close')]
    """
    found = []
    numerators = single(relations, "numerator_of")
    for relation in single(relations.drop_duplicates("of_indicator_id"), "numerator_of"):
        whole = relation["of_indicator_id"]
        counted = [row["indicator_id"] for row in numerators if row["of_indicator_id"] == whole]
        for zone_id in figures.zones:
            for share in figures.all_of(zone_id, relation["of_indicator_id"]):
                counts = [figures.one_of(zone_id, key, share) for key in counted]
                exact = [count for count in counts if count is not None and _is_exact(count)]
                if share["unit"] == PERCENT and _is_exact(share) and exact:
                    found.append(_base_finding(exact, share, relation, rules))
    return found


def whole_number_bases(count: float, printed: float, decimals: int) -> list[int]:
    """The whole numbers of which `count` is the printed percentage, as rounded to `decimals`.

    >>> whole_number_bases(169, 75.4, 1), whole_number_bases(15, 75.4, 1)
    ([224], [])
    """
    low, high = printed_ends(printed, decimals)
    least, most = count * 100 / high, count * 100 / low
    return [n for n in range(ceil(least), floor(most) + 1) if n >= count]


def _is_exact(row: Row) -> bool:
    return row["qualifier"] == "exact" and (bounds_of(row).value or 0) > 0


def _base(figures: Figures, share: Row, relation: Row) -> Row | None:
    if not relation["of_indicator_id"]:
        return None
    base = figures.one_of(str(share["zone_id"]), relation["of_indicator_id"], share)
    return base if base is not None and base["scope"] == share["scope"] else None


def _share_finding(share: Row, base: Row | None, relation: Row, rules: AuditRules) -> AuditFinding:
    printed = bounds_of(share)
    if base is None or bounds_of(base).low is None:
        text = gives("? ÷ ?", _open_below(printed), unit=PERCENT)
        stated = stated_amount(share, _open_below(printed), unit=PERCENT)
        stated = stated._replace(sign="+" if share.get("change") == "increase" else "")
        return finding_of(
            rules,
            "share_without_base",
            "cannot_be_told",
            [share],
            text,
            step=(stated,),
            relation=relation,
        )
    total = bounds_of(base)
    part = _part(total, printed)
    counted = Amount(part.low, part.high, str(base["unit"]), decimals=0)
    return finding_of(
        rules,
        "share_of_known_base",
        "computed",
        [share, base],
        f"{span(total)} × {span(printed)}% {_equals(part)} {span(part, 0)}",
        step=(
            stated_amount(base, total),
            "×",
            stated_amount(share, printed, unit=PERCENT),
            "gives",
            counted,
        ),
        relation=relation,
        whole=total.value,
    )


def _equals(part: Interval) -> str:
    """A count is a whole number: what a share of it comes to is, or is about, one."""
    ends = [end for end in (part.low, part.high) if end is not None]
    return "=" if all(float(end).is_integer() for end in ends) else "≈"


def _open_below(share: Interval) -> Interval:
    """A share of at most so much: that it is no less than 0 is true of all shares."""
    ends = {share.low, share.value, share.high}
    return Interval(None, share.value, share.high) if share.low == 0 and len(ends) > 1 else share


def _part(total: Interval, share: Interval) -> Interval:
    def of(one: float | None, two: float | None) -> float | None:
        return None if one is None or two is None else one * two / 100

    return Interval(
        of(total.low, share.low), of(total.value, share.value), of(total.high, share.high)
    )


def _base_finding(counts: list[Row], share: Row, relation: Row, rules: AuditRules) -> AuditFinding:
    printed = float(share["value"])
    numbers = [float(count["value"]) for count in counts]
    bases = [whole_number_bases(n, printed, printed_decimals(printed)) for n in numbers]
    written = [
        f"{amount(n)} ÷ {amount(printed)}% "
        + (f"= {_listed(b, rules.most_listed_bases)}" if b else f"≈ {amount(n * 100 / printed, 1)}")
        for n, b in zip(numbers, bases, strict=True)
    ]
    return finding_of(
        rules,
        "whole_number_base",
        "cannot_be_told" if any(bases) else "does_not_close",
        [*counts, share],
        "; ".join(written),
        step=tuple(
            part
            for count, n, found in zip(counts, numbers, bases, strict=True)
            for part in (";", *_base_step(count, share, n * 100 / printed, found))
        )[1:],
        relation=relation,
    )


def _base_step(count: Row, share: Row, implied: float, bases: list[int]) -> Step:
    left: Step = (
        stated_amount(count, bounds_of(count)),
        "÷",
        stated_amount(share, bounds_of(share)),
    )
    unit = str(count["unit"])
    if bases:
        return *left, "=", Amount(bases[0], bases[-1], unit)
    return *left, "≈", Amount(implied, implied, unit, decimals=1)


def _listed(bases: list[int], most: int) -> str:
    if len(bases) > most:
        return f"{amount(bases[0])}–{amount(bases[-1])}"
    return " / ".join(amount(base) for base in bases)
