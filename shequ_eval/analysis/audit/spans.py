"""Knows over how many years a sum runs, and that two spans must not be divided; divides none."""

from __future__ import annotations

import pandas as pd

from shequ_eval.analysis.audit.expressions import gives, span
from shequ_eval.analysis.audit.figures import Figures, Row, bounds_of, related
from shequ_eval.analysis.audit.finding import AuditFinding, finding_of
from shequ_eval.analysis.audit.steps import Amount, Step, stated_amount
from shequ_eval.analysis.intervals import Interval
from shequ_eval.vocabulary.audit_rules import AuditRules
from shequ_eval.vocabulary.periods import period_bounds


def find_different_spans(
    figures: Figures, relations: pd.DataFrame, rules: AuditRules
) -> list[AuditFinding]:
    """Two sums over different years, which must not be divided by one another.

    Examples
    --------
    >>> from shequ_eval.analysis.examples import example_found
    >>> example_found(find_different_spans, {
    ...     "named_funds_total_yuan": 500, "community_fiscal_spending_yuan": 900},
    ...     cumulative_over="unstated")
    [('500 ÷ ?; 900 ÷ ?', 'cannot_be_told')]
    """
    found = []
    for relation, one, two in related(figures, relations, "same_span_as", any_period=True):
        first, second = years_of(one), years_of(two)
        if first == second and one["cumulative_over"] == two["cumulative_over"] and first:
            continue
        spans = ((one, first), (two, second))
        zh, en = rules.because["different_years" if first and second else "span"]
        found.append(
            finding_of(
                rules,
                "different_spans",
                "cannot_be_told",
                [one, two],
                "; ".join(_yearly(row, years) for row, years in spans),
                step=tuple(part for row, years in spans for part in (";", *_over(row, years)))[1:],
                relation=relation,
                facts_zh={"why": zh},
                facts_en={"why": en},
            )
        )
    return found


def _over(row: Row, years: int | None) -> Step:
    """A sum and the years that it covers, beside one another: nothing is divided on the page."""
    stated = stated_amount(row, bounds_of(row))
    return stated, "/", Amount(years, years, "年")


def years_of(row: Row) -> int | None:
    """The calendar years that a sum covers; None where its span is not stated.

    >>> years_of({"cumulative_over": "2015/2017"}), years_of({"cumulative_over": "unstated"})
    (3, None)
    """
    stated = str(row["cumulative_over"])
    bounds = period_bounds(stated) if stated not in ("", "unstated") else None
    return None if bounds is None else bounds[1].year - bounds[0].year + 1


def _yearly(row: Row, years: int | None) -> str:
    bounds = bounds_of(row)
    if years is None:
        return f"{span(bounds)} ÷ ?"
    mean = bounds.over(Interval(years, years, years))
    return gives(f"{span(bounds)} ÷ {years}", mean, 0)
