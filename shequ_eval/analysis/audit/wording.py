"""Knows where words or scales make a figure doubtful; replaces no figure."""

from __future__ import annotations

import pandas as pd

from shequ_eval.analysis.audit.expressions import amount, span
from shequ_eval.analysis.audit.figures import Figures, Row, bounds_of, single
from shequ_eval.analysis.audit.finding import AuditFinding, finding_of
from shequ_eval.analysis.audit.steps import Amount, computed_amount, stated_amount
from shequ_eval.analysis.intervals import Interval
from shequ_eval.vocabulary.audit_rules import AuditRules, HowMany

# What a lost number or year keeps from being counted weighs more than a lost word.
NUMBER_TYPES = ("count", "year")


def find_contradictory_words(figures: Figures, rules: AuditRules) -> list[AuditFinding]:
    """Figures whose own words point both ways (近半数以上, 不少于40-60), from their flags.

    Examples
    --------
    >>> from shequ_eval.analysis.examples import example_found
    >>> example_found(find_contradictory_words, {"communities_total": 42},
    ...     flags="contradictory", value_text="近半数以上")
    [('近半数以上', 'noted')]
    """
    return [
        finding_of(
            rules,
            "contradictory_words",
            "noted",
            [row],
            str(row["value_text"]),
            step=(stated_amount(row, Interval.of(row["low"], None, row["high"])),),
        )
        for row in figures.every()
        if "contradictory" in str(row["flags"]).split()
    ]


def find_far_scales(
    figures: Figures, relations: pd.DataFrame, rules: AuditRules
) -> list[AuditFinding]:
    """Two figures of like things further apart than the codebook's ratio: a digit may be lost.

    Examples
    --------
    >>> from shequ_eval.analysis.examples import example_found
    >>> example_found(find_far_scales, {
    ...     "service_centre_area_sqm": 40, "facility_area_per_community_sqm": 1100})
    [('1,100 ÷ 40 = 27.5 > 10', 'cannot_be_told')]
    """
    found = []
    for relation in single(relations, "same_scale_as"):
        for zone_id in figures.zones:
            for row in figures.all_of(zone_id, relation["indicator_id"]):
                other = figures.one_of(zone_id, relation["of_indicator_id"], row)
                ratio = _ratio(row, other)
                if other is not None and ratio > rules.largest_scale_ratio:
                    found.append(_scale_finding(row, other, ratio, relation, rules))
    return found


def _ratio(row: Row, other: Row | None) -> float:
    one = bounds_of(row).value
    two = None if other is None else bounds_of(other).value
    return max(one, two) / min(one, two) if one and two else 0.0


def _scale_finding(
    row: Row, other: Row, ratio: float, relation: Row, rules: AuditRules
) -> AuditFinding:
    large, small = sorted((row, other), key=lambda one: -(bounds_of(one).value or 0))
    above, below = bounds_of(large), bounds_of(small)
    times = computed_amount(Interval(ratio, ratio, ratio), [above, below], "倍", decimals=1)
    return finding_of(
        rules,
        "scale",
        "cannot_be_told",
        [row, other],
        f"{span(above)} ÷ {span(below)} = {amount(ratio, 1)} > {amount(rules.largest_scale_ratio)}",
        step=(stated_amount(large, above), "÷", stated_amount(small, below), "gives", times),
        relation=relation,
        facts_zh={"most": amount(rules.largest_scale_ratio)},
    )


def find_repeated_figures(figures: Figures, rules: AuditRules) -> list[AuditFinding]:
    """Per zone, the figures that its source prints more than once (flag `repeated`).

    Examples
    --------
    >>> from shequ_eval.analysis.examples import example_found
    >>> example_found(find_repeated_figures, {"communities_total": 42, "grids_basic": 7},
    ...     flags="repeated")
    [('2 × ≥ 2', 'noted')]
    """
    found = []
    for zone_id in figures.zones:
        rows = [r for r in figures.every() if r["zone_id"] == zone_id and _is_repeated(r)]
        if rows:
            found.append(
                finding_of(
                    rules,
                    "repeated_figures",
                    "noted",
                    rows,
                    f"{len(rows)} × ≥ 2",
                    step=(Amount(len(rows), len(rows)),),
                )
            )
    return found


def _is_repeated(row: Row) -> bool:
    return "repeated" in str(row["flags"]).split()


def find_lost_from_text(missing_numbers: pd.DataFrame, rules: AuditRules) -> list[AuditFinding]:
    """Per zone and kind of loss, the places where a document lost a number, a year or a word.

    Examples
    --------
    >>> from shequ_eval.vocabulary.audit_rules import read_audit_rules
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> lost = pd.DataFrame({"zone_id": "east", "type": "count", "gap": [30, 7], "indicator_id": "",
    ...                      "recovered": "", "missing_id": ["x02", "x01"]})
    >>> (found,) = find_lost_from_text(lost, read_audit_rules(find_data_root()))
    >>> found.rule, found.expression
    ('lost_from_text', '? @7, ? @30')
    """
    found = []
    for (zone_id, kind), rows in missing_numbers.groupby(["zone_id", "type"], sort=True):
        places = [f"? @{place}" for place in sorted(rows["gap"].astype(int))]
        row = {
            "zone_id": zone_id,
            "period": "",
            "period_basis": "",
            "indicator_id": "",
            "evidence_ids": "",
        }
        ids = [row | {"indicator_id": key} for key in sorted(rows["indicator_id"])]
        lost = rules.lost_types[str(kind)]
        recovered = int(rows["recovered"].ne("").sum())
        of_them = _how_many(recovered, len(rows))
        told_zh, told_en = (words.format(recovered) for words in rules.recovered[of_them])
        found.append(
            finding_of(
                rules,
                "lost_from_text" if kind in NUMBER_TYPES else "lost_words",
                "noted",
                ids,
                ", ".join(places),
                step=(Amount(len(rows), len(rows)),),
                facts_zh={"kind": lost.zh, "recovered": told_zh},
                facts_en={
                    "kind": lost.one if len(rows) == 1 else lost.many,
                    "recovered": told_en,
                },
                denominator_ids=sorted(rows["missing_id"].astype(str)),
            )
        )
    return found


def _how_many(part: int, whole: int) -> HowMany:
    if not part:
        return "none"
    return "all" if part == whole else "some"
