"""Knows which published changes come without a sample size; does not know whether they are real."""

from __future__ import annotations

import pandas as pd

from shequ_eval.analysis.audit.expressions import amount
from shequ_eval.analysis.audit.figures import Figures, Row, bounds_of, single
from shequ_eval.analysis.audit.finding import AuditFinding, finding_of
from shequ_eval.analysis.audit.steps import stated_amount
from shequ_eval.analysis.sample_size import change_bounds, respondents_per_wave
from shequ_eval.vocabulary.audit_rules import AuditRules
from shequ_eval.vocabulary.codebook import PowerAssumptions

# Usual sizes of surveys, set beside the one that would be needed.
SMALLER_WAVES = (1000, 10000)


def find_changes_without_sample(
    figures: Figures, relations: pd.DataFrame, rules: AuditRules, power: PowerAssumptions
) -> list[AuditFinding]:
    """Changes in a survey score for which the zone states no sample size (`sample_of`).

    The size that `power` would take is written out for one assumed spread and design effect;
    all of it is assumption but the change.

    Examples
    --------
    >>> from shequ_eval.analysis.audit.figures import stated_figures
    >>> from shequ_eval.analysis.examples import example_relations
    >>> rules, relations = example_relations()
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> power = read_codebook(find_data_root()).comparability.power_assumptions
    >>> figures = Figures(stated_figures({"satisfaction_score_change": 0.23}, unit="分"))
    >>> (found,) = find_changes_without_sample(figures, relations, rules, power)
    >>> found.expression, found.terms
    ('0.23, n = ?', (0.23, 66768.0))
    """
    stated = {r["of_indicator_id"]: r["indicator_id"] for r in single(relations, "sample_of")}
    return [
        _change_finding(change, score, relation, rules, power)
        for relation in single(relations, "change_of")
        for zone_id in figures.zones
        for change in figures.all_of(zone_id, relation["indicator_id"])
        for score in [figures.one_of(zone_id, relation["of_indicator_id"], change)]
        if bounds_of(change).value
        and figures.one_of(zone_id, stated.get(relation["of_indicator_id"], "")) is None
    ]


def _change_finding(
    change: Row, score: Row | None, relation: Row, rules: AuditRules, power: PowerAssumptions
) -> AuditFinding:
    moved, deff = float(change["value"]), rules.assumed_design_effect
    size = respondents_per_wave(
        moved,
        rules.assumed_standard_deviation,
        deff,
        power.alpha,
        power.power,
    )
    now = None if score is None else bounds_of(score).value
    sign = "+" if change["change"] == "increase" else ""
    before = f"{amount(now - moved, 2)} → {amount(now)}, " if now is not None and sign else ""
    return finding_of(
        rules,
        "change_without_sample",
        "cannot_be_told",
        [change] if score is None else [score, change],
        f"{before}{sign}{amount(moved)}, n = ?",
        step=(stated_amount(change, bounds_of(change))._replace(sign=sign),),
        relation=relation,
        facts_zh={
            "spread": amount(rules.assumed_standard_deviation),
            "size": amount(round(size, -2) if size >= 1000 else size),
            "power": amount(power.power * 100, 0),
        },
        terms=(moved, float(size)),
        waves=[
            (n, *change_bounds(moved, n, rules.assumed_standard_deviation, deff, power.alpha))
            for n in [*(n for n in SMALLER_WAVES if n < size), size]
        ],
    )
