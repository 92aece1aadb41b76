"""Knows in which order the sources' arithmetic is audited; corrects none of it."""

from __future__ import annotations

from dataclasses import asdict, fields

import pandas as pd

from shequ_eval.analysis.audit.changes import find_changes_without_sample
from shequ_eval.analysis.audit.figures import Figures
from shequ_eval.analysis.audit.finding import AuditFinding
from shequ_eval.analysis.audit.implied import find_implied_denominators
from shequ_eval.analysis.audit.parts import find_shares_of_wholes, find_sums
from shequ_eval.analysis.audit.products import (
    find_products,
    find_ratios,
    find_unit_costs,
)
from shequ_eval.analysis.audit.shares import find_shares_without_base, find_whole_number_bases
from shequ_eval.analysis.audit.spans import find_different_spans
from shequ_eval.analysis.audit.wording import (
    find_contradictory_words,
    find_far_scales,
    find_lost_from_text,
    find_repeated_figures,
)
from shequ_eval.vocabulary.audit_rules import AuditRules
from shequ_eval.vocabulary.codebook import PowerAssumptions

__all__ = ["AuditFinding", "audit_sources"]

GRAVEST_FIRST = {"high": 0, "medium": 1, "low": 2}
VERDICTS = {
    "does_not_close": 0, "other_denominator": 1, "cannot_be_told": 2, "closes": 3,
    "computed": 4, "noted": 5,
}  # fmt: skip


def audit_sources(
    observations: pd.DataFrame,
    denominators: pd.DataFrame,
    relations: pd.DataFrame,
    missing_numbers: pd.DataFrame,
    rules: AuditRules,
    power: PowerAssumptions,
) -> pd.DataFrame:
    """Every step of arithmetic that the relations allow on what the zones' sources say.

    One row per `AuditFinding`, its fields as columns: checks first, then what is only computed,
    then what is noted of the text; within these the gravest first, then by verdict, zone, rule
    and rows. `missing_numbers` carries `zone_id`. Plans are left out. Nothing is corrected: a
    finding states arithmetic and says what to ask for.

    Examples
    --------
    >>> from shequ_eval.analysis.audit.figures import stated_figures
    >>> from shequ_eval.analysis.examples import example_relations
    >>> rules, relations = example_relations()
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> nothing = pd.DataFrame(columns=["zone_id", "measure", "type"])
    >>> given = {"communities_party_committee": 2, "communities_general_branch": 40,
    ...          "communities_total": 50}
    >>> found = audit_sources(stated_figures(given), nothing, relations, nothing, rules,
    ...                       read_codebook(find_data_root()).comparability.power_assumptions)
    >>> found[["rule", "expression", "gap"]].values.tolist()
    [['parts_and_whole', '2 + 40 = 42 ≠ 50', 8.0]]
    """
    figures = Figures(observations)
    found = [
        *find_sums(figures, relations, rules),
        *find_shares_of_wholes(figures, relations, rules),
        *find_implied_denominators(figures, denominators, relations, rules),
        *find_whole_number_bases(figures, relations, rules),
        *find_shares_without_base(figures, relations, rules),
        *find_products(figures, relations, rules),
        *find_ratios(figures, relations, rules),
        *find_unit_costs(figures, relations, rules),
        *find_different_spans(figures, relations, rules),
        *find_changes_without_sample(figures, relations, rules, power),
        *find_far_scales(figures, relations, rules),
        *find_contradictory_words(figures, rules),
        *find_repeated_figures(figures, rules),
        *find_lost_from_text(missing_numbers, rules),
    ]
    ordered = sorted(found, key=_order)
    columns = [field.name for field in fields(AuditFinding)]
    return pd.DataFrame([asdict(finding) for finding in ordered], columns=columns)


def _order(finding: AuditFinding) -> tuple[int, int, int, str, str, tuple[str, ...], str]:
    return (
        max(VERDICTS[finding.verdict], VERDICTS["closes"]),
        GRAVEST_FIRST[finding.severity],
        VERDICTS[finding.verdict],
        finding.zone_id,
        finding.rule,
        finding.evidence_ids,
        finding.expression,
    )
