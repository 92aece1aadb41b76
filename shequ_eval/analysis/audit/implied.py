"""Knows which known population a printed rate agrees with; never uses the implied one as known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from shequ_eval.analysis.audit.expressions import amount
from shequ_eval.analysis.audit.figures import Figures, Row, bounds_of, single
from shequ_eval.analysis.audit.finding import AuditFinding, finding_of
from shequ_eval.analysis.audit.steps import Amount, Step, computed_amount, stated_amount
from shequ_eval.analysis.intervals import Interval
from shequ_eval.analysis.printed import implied_population, meets, printed_decimals
from shequ_eval.vocabulary.audit_rules import AuditRules, AuditVerdict
from shequ_eval.vocabulary.periods import gap_years

COVERAGES = ("whole_zone", "part_of_zone")
PERSONS = "人"


@dataclass(frozen=True)
class Known:
    """A known population, how many years off it is, and whether the implied one agrees."""

    row: Row
    years: int
    agrees: bool


def find_implied_denominators(
    figures: Figures, denominators: pd.DataFrame, relations: pd.DataFrame, rules: AuditRules
) -> list[AuditFinding]:
    """Numerator ÷ printed rate against every known population of the zone near in time.

    A printed rate stands for all that round to it, and so does the population that it implies.
    A known count agrees where it lies within the permitted yearly change of the implied one,
    over the years between them. The first `denominator_of` measure of a rate is the one that
    the rate should stand on, unless the figure names its basis: agreement with it closes,
    agreement with another only is another denominator.

    Examples
    --------
    100 ÷ 20 per 10,000 asks for 50,000 people: near the registered, far from the resident ones.

    >>> from shequ_eval.analysis.audit.figures import stated_figures
    >>> from shequ_eval.analysis.examples import example_relations
    >>> rules, relations = example_relations()
    >>> known = pd.DataFrame({"denominator_id": ["d1", "d2"], "zone_id": "example",
    ...     "measure": ["registered_population", "resident_population"], "year": [2017, 2017],
    ...     "value": [50500.0, 90000.0], "count_type": "census", "coverage": "whole_zone",
    ...     "basis": ["户籍", "常住"]})
    >>> figures = Figures(stated_figures({"social_orgs_stock": 100, "social_orgs_per_10k": 20}))
    >>> (found,) = find_implied_denominators(figures, known, relations, rules)
    >>> found.expression, found.verdict
    ('100 ÷ 20 × 10,000 = 50,000', 'other_denominator')
    """
    measured = {row["of_indicator_id"] for row in single(relations, "denominator_of")}
    return [
        _rate_finding(rate, numerator, relation, denominators, relations, rules)
        for relation in single(relations, "numerator_of")
        if relation["of_indicator_id"] in measured
        for zone_id in figures.zones
        for rate in figures.all_of(zone_id, relation["of_indicator_id"])
        for numerator in [figures.one_of(zone_id, relation["indicator_id"], rate)]
    ]


def known_populations(
    implied: Interval, period: str, denominators: pd.DataFrame, rules: AuditRules
) -> list[Known]:
    """The populations that may be held against an implied one, by measure and year.

    `implied` is as `implied_population` gives it; `agrees` says which of them it may be.

    Examples
    --------
    >>> from shequ_eval.vocabulary.audit_rules import read_audit_rules
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> rules = read_audit_rules(find_data_root())
    >>> known = pd.DataFrame({"denominator_id": ["d1", "d2"], "zone_id": "example",
    ...     "measure": ["registered_population", "resident_population"], "year": [2017, 2017],
    ...     "value": [50500.0, 90000.0], "count_type": "census", "coverage": "whole_zone",
    ...     "basis": ["户籍", "常住"]})
    >>> implied = implied_population(100, 20, 10_000)
    >>> [(k.row["measure"], k.agrees) for k in known_populations(implied, "2018", known, rules)]
    [('registered_population', True), ('resident_population', False)]
    """
    usable = denominators[
        denominators["count_type"].isin(rules.known_count_types)
        & denominators["coverage"].isin(COVERAGES)
    ]
    known = []
    for row in usable.sort_values(["measure", "year", "denominator_id"]).to_dict("records"):
        years = gap_years(str(row["year"]), period)
        if years is not None and years <= rules.largest_population_gap_years:
            known.append(Known(row, years, agrees(implied, float(row["value"]), years, rules)))
    return known


def agrees(implied: Interval, known: float, years: int, rules: AuditRules) -> bool:
    """Whether two populations `years` apart may be one: at most so much change a year.

    A year of mid-year counts is allowed even within one year; an open end agrees with any.

    Examples
    --------
    At 3 % a year 100 may become 106.09 in two years, and no more:

    >>> from shequ_eval.vocabulary.audit_rules import read_audit_rules
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> rules = read_audit_rules(find_data_root())
    >>> near, far = Interval(106, 106, 107), Interval(107, 107, 107)
    >>> agrees(near, 100, 2, rules), agrees(far, 100, 2, rules)
    (True, False)
    """
    reach = (1 + rules.largest_population_change_per_year) ** max(years, 1)
    return meets(implied, Interval(known / reach, known, known * reach))


def _measures(relation: Row, relations: pd.DataFrame) -> list[Row]:
    rows = single(relations, "denominator_of")
    return [row for row in rows if row["of_indicator_id"] == relation["of_indicator_id"]]


def _rate_finding(
    rate: Row,
    numerator: Row | None,
    relation: Row,
    denominators: pd.DataFrame,
    relations: pd.DataFrame,
    rules: AuditRules,
) -> AuditFinding:
    printed = bounds_of(rate).value
    count = None if numerator is None else bounds_of(numerator).value
    if numerator is None or count is None or not printed:
        stated = "?" if count is None else amount(count)
        text = f"{stated} ÷ ? × {amount(relation['factor'])} = {amount(printed or 0)}"
        return finding_of(
            rules,
            "implied_denominator",
            "cannot_be_told",
            [rate],
            text,
            step=(stated_amount(rate, bounds_of(rate)),),
            relation=relation,
        )
    decimals = printed_decimals(printed, str(rate["value_text"]))
    ends = implied_population(count, printed, float(relation["factor"]), decimals)
    implied = count / printed * float(relation["factor"])
    measures = _measures(relation, relations)
    here = denominators[
        denominators["zone_id"].eq(rate["zone_id"])
        & denominators["measure"].isin([m["measure"] for m in measures])
    ]
    period = str(rate["period"] or numerator["period"])
    known = known_populations(ends, period, here, rules)
    agreeing = [k for k in known if k.agrees]
    others = [k for k in known if not k.agrees]
    return finding_of(
        rules,
        "implied_denominator",
        _verdict(known, _expected(rate, measures, known)),
        [numerator, rate],
        step=_step(numerator, rate, float(relation["factor"]), implied),
        relation=relation,
        gap=_gap(implied, known),
        facts_zh=_facts(agreeing, others, measures, "zh"),
        facts_en=_facts(agreeing, others, measures, "en"),
        denominator_ids=[str(k.row["denominator_id"]) for k in known],
        whole=implied,
    )


def _expected(rate: Row, measures: list[Row], known: list[Known]) -> str:
    named = [k.row["measure"] for k in known if rate["basis"] and k.row["basis"] == rate["basis"]]
    return str(named[0] if named else measures[0]["measure"])


def _verdict(known: list[Known], expected: str) -> AuditVerdict:
    agreeing = {str(k.row["measure"]) for k in known if k.agrees}
    if expected not in {str(k.row["measure"]) for k in known}:
        return "cannot_be_told"
    if expected in agreeing:
        return "closes"
    return "other_denominator" if agreeing else "does_not_close"


def _gap(implied: float, known: list[Known]) -> float | None:
    gaps = [implied - float(k.row["value"]) for k in known]
    return min(gaps, key=abs) if gaps else None


def _step(numerator: Row, rate: Row, factor: float, implied: float) -> Step:
    count, printed = bounds_of(numerator), bounds_of(rate)
    return (
        stated_amount(numerator, count),
        "÷",
        stated_amount(rate, printed),
        "×",
        Amount(factor, factor, PERSONS),
        "gives",
        computed_amount(Interval(implied, implied, implied), [count, printed], PERSONS),
    )


def _facts(
    agreeing: list[Known],
    others: list[Known],
    measures: list[Row],
    language: Literal["zh", "en"],
) -> dict[str, str]:
    mark = "、" if language == "zh" else ", "
    return {
        "measures": mark.join(_named(agreeing, measures, language)),
        "others": mark.join(_named(others, measures, language)),
    }


def _people(number: float) -> str:
    """A known population as a Chinese sentence has it, in 万 from five digits."""
    return f"{amount(number / 10_000, 1)} 万人" if number >= 10_000 else f"{amount(number)} 人"


def _named(known: list[Known], measures: list[Row], language: Literal["zh", "en"]) -> list[str]:
    """Each measure once, with the span of its counts and of their years."""
    words = []
    for measure in measures:
        rows = [k.row for k in known if k.row["measure"] == measure["measure"]]
        if not rows:
            continue
        values = sorted({float(row["value"]) for row in rows})
        years = sorted({int(row["year"]) for row in rows})
        if language == "zh":
            people = "–".join(dict.fromkeys(_people(v) for v in (values[0], values[-1])))
            when = "—".join(dict.fromkeys(str(year) for year in (years[0], years[-1])))
            words.append(f"{measure['note_zh']} {people}（{when} 年）")
        else:
            people = " to ".join(dict.fromkeys(amount(v) for v in (values[0], values[-1])))
            when = "–".join(dict.fromkeys(str(year) for year in (years[0], years[-1])))
            words.append(f"the {measure['note_en']} of {people} ({when})")
    return words
