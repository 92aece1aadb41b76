"""Knows what products and quotients of stated figures come to, with bounds; ranks no unit cost."""

from __future__ import annotations

import pandas as pd

from shequ_eval.analysis.audit.expressions import amount, gap_between
from shequ_eval.analysis.audit.figures import Figures, Row, bounds_of, grouped, related
from shequ_eval.analysis.audit.finding import AuditFinding, finding_of
from shequ_eval.analysis.audit.spans import years_of
from shequ_eval.analysis.audit.steps import Amount, Step, computed_amount, stated_amount
from shequ_eval.analysis.intervals import Interval, number_or_none
from shequ_eval.vocabulary.audit_rules import AuditRules, AuditVerdict

EITHER = "actual standard"
ONE = Interval(1.0, 1.0, 1.0)
# What the factor of a term counts, by what the term is stated per.
COUNTED_PER = {"100_households": "户", "1000_households_year": "户"}


def find_products(
    figures: Figures, relations: pd.DataFrame, rules: AuditRules
) -> list[AuditFinding]:
    """Products of stated figures and standards against the total that they should come to.

    A product that is a rate by the year is held against the total over the years that it was
    cumulated over; a total whose span is not stated leaves it open, and so does a term whose own
    words contradict each other. A group without a total gives a range and asks for the figure.

    Examples
    --------
    >>> from shequ_eval.analysis.examples import example_found
    >>> example_found(find_products, {
    ...     "facility_area_per_community_sqm": 1000, "facility_area_standard_per_100hh": 50})
    [('1,000 ÷ 50 × 100 = 2,000', 'computed')]
    """
    found = []
    for group in grouped(relations, "product_of"):
        for zone_id in figures.zones:
            terms = _terms(figures, zone_id, group)
            whole = _whole(figures, zone_id, group)
            if len(terms) == len(group) and (whole is not None or not group[0]["of_indicator_id"]):
                found.append(_product_finding(terms, group, whole, rules))
    return found


def find_ratios(figures: Figures, relations: pd.DataFrame, rules: AuditRules) -> list[AuditFinding]:
    """Two totals whose ratio has possible bounds: 43,600 person-times ÷ 14,000 services = 3.1.

    Examples
    --------
    >>> from shequ_eval.analysis.examples import example_found
    >>> example_found(find_ratios, {
    ...     "service_beneficiary_person_times": 500, "service_sessions": 1000})
    [('500 ÷ 1,000 = 0.5', 'does_not_close')]
    """
    return [
        _ratio_finding(top, bottom, relation, rules)
        for relation, top, bottom in related(figures, relations, "ratio_of")
        if top["scope"] == bottom["scope"]
    ]


def find_unit_costs(
    figures: Figures, relations: pd.DataFrame, rules: AuditRules
) -> list[AuditFinding]:
    """Money over what it may have paid for, as a question: the bases differ from zone to zone.

    Examples
    --------
    >>> from shequ_eval.analysis.examples import example_found
    >>> example_found(find_unit_costs, {
    ...     "purchase_spending_yuan": 8400000, "purchase_projects": 84})
    [('8,400,000 ÷ 84 = 100,000', 'computed')]
    """
    return [
        finding_of(
            rules,
            "unit_cost",
            "computed",
            [top, bottom],
            step=_quotient(top, bottom, str(top["unit"]), str(bottom["unit"])),
            relation=relation,
        )
        for relation, top, bottom in related(figures, relations, "unit_cost_of")
    ]


def _quotient(top: Row, bottom: Row, unit: str, each: str, decimals: int = 0) -> Step:
    above, below = bounds_of(top), bounds_of(bottom)
    result = computed_amount(above.over(below), [above, below], unit, each, decimals)
    return stated_amount(top, above), "÷", stated_amount(bottom, below), "gives", result


def times(one: Interval, two: Interval) -> Interval:
    """The product of two intervals of numbers that are not negative.

    >>> times(Interval(2, 2, 2), Interval(40, None, 60))
    Interval(low=80, value=None, high=120)
    """

    def of(a: float | None, b: float | None) -> float | None:
        return None if a is None or b is None else a * b

    return Interval(of(one.low, two.low), of(one.value, two.value), of(one.high, two.high))


def _terms(figures: Figures, zone_id: str, group: list[Row]) -> list[Row]:
    rows = [figures.one_of(zone_id, term["indicator_id"], statuses=EITHER) for term in group]
    return [row for row in rows if row is not None]


def _whole(figures: Figures, zone_id: str, group: list[Row]) -> Row | None:
    key = group[0]["of_indicator_id"]
    return figures.one_of(zone_id, key) if key else None


def _product_finding(
    terms: list[Row], group: list[Row], whole: Row | None, rules: AuditRules
) -> AuditFinding:
    product = _product(terms, group)
    last = COUNTED_PER.get(str(terms[-1]["per"]), "")
    unit = last if whole is None else str(whole["unit"])
    held = [bounds_of(term) for term in terms]
    left: Step = (*_written(terms, group), "gives", computed_amount(product, held, unit))
    rows = terms if whole is None else [*terms, whole]
    doubtful = next((term for term in terms if "contradictory" in str(term["flags"]).split()), None)
    years = 1 if whole is None or not _is_yearly(terms) else years_of(whole)
    total = None if whole is None or years is None else _yearly(whole, years)
    gap = None if total is None else gap_between(product, total)
    verdict: AuditVerdict = "computed"
    if doubtful is not None:
        verdict = "cannot_be_told"
    elif whole is not None:
        verdict = "cannot_be_told" if gap is None else "does_not_close" if gap else "closes"
    why = "contradictory" if doubtful is not None else "span"
    zh, en = rules.because[why]
    return finding_of(
        rules,
        "product",
        verdict,
        rows,
        step=left if whole is None else (*left, ";", *_beside(whole, years, _is_yearly(terms))),
        relation=group[0],
        gap=gap,
        facts_zh={"gap": f"{amount(abs(gap or 0.0), 0)} {unit}", "why": zh},
        facts_en={"gap": amount(abs(gap or 0.0), 0), "why": en},
    )


def _is_yearly(terms: list[Row]) -> bool:
    return any(str(term["per"]).endswith("year") for term in terms)


def _yearly(whole: Row, years: int) -> Interval:
    return bounds_of(whole).over(Interval(years, years, years))


def _beside(whole: Row, years: int | None, is_yearly: bool) -> Step:
    """The total that a product is held against, by the year where the product is."""
    stated = stated_amount(whole, bounds_of(whole))
    if years is None:
        return stated, "÷", Amount(None, None)
    if not is_yearly:
        return (stated,)
    mean = computed_amount(_yearly(whole, years), [bounds_of(whole)], stated.unit)
    return stated, "÷", Amount(years, years, "年"), "gives", mean


def _product(terms: list[Row], group: list[Row]) -> Interval:
    product = ONE
    for term, relation in zip(terms, group, strict=True):
        scaled = times(_factor(relation), ONE)
        bounds = bounds_of(term)
        is_divisor = float(relation["exponent"]) < 0
        product = product.over(bounds) if is_divisor else times(product, bounds)
        product = times(product, scaled)
    return product


def _factor(relation: Row) -> Interval:
    factor = number_or_none(relation["factor"])
    return ONE if factor is None else Interval(factor, factor, factor)


def _written(terms: list[Row], group: list[Row]) -> Step:
    parts: list[Amount | str] = []
    for term, relation in zip(terms, group, strict=True):
        sign = "÷" if float(relation["exponent"]) < 0 else "×"
        parts += [sign, stated_amount(term, bounds_of(term))]
        factor = number_or_none(relation["factor"])
        if factor is not None:
            times_ = factor if factor >= 1 else 1 / factor
            counted = COUNTED_PER.get(str(term["per"]), "")
            parts += ["×" if factor >= 1 else "÷", Amount(times_, times_, counted)]
    return tuple(parts[1:])


def _ratio_finding(top: Row, bottom: Row, relation: Row, rules: AuditRules) -> AuditFinding:
    ratio = bounds_of(top).over(bounds_of(bottom))
    allowed = Interval(number_or_none(relation["low"]), None, number_or_none(relation["high"]))
    gap = gap_between(allowed, ratio)
    return finding_of(
        rules,
        "ratio_of_totals",
        "does_not_close" if gap else "closes",
        [top, bottom],
        step=_quotient(top, bottom, str(top["unit"]), str(bottom["unit"]), decimals=1),
        relation=relation,
        gap=gap,
        facts_zh={"gap": amount(abs(gap or 0.0), 2)},
    )
