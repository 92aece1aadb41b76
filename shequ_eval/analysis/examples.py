"""Knows a few invented rows, small enough to check by hand, for the examples of docstrings.

They speak of no zone: where one must be named for its words, the row is invented all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any

import pandas as pd

from shequ_eval.analysis.audit.figures import Figures, stated_figures
from shequ_eval.analysis.audit.finding import AuditFinding
from shequ_eval.analysis.audit.parts import find_sums
from shequ_eval.analysis.mechanisms import STATES
from shequ_eval.analysis.score import score_schemes
from shequ_eval.analysis.score_summary import summary
from shequ_eval.evidence.tables import read_tables
from shequ_eval.vocabulary.audit_rules import AuditRules, read_audit_rules
from shequ_eval.vocabulary.data_root import find_data_root
from shequ_eval.vocabulary.scores import Level, Rubric, Scheme, ScoreRow

Row = dict[str, Any]


def example_figure(**cells: Any) -> Row:
    """One figure as the gate wants it: 7 grids of 2017.

    >>> example_figure(unit="户")["unit"]
    '户'
    """
    return {
        "observation_id": "l1", "zone_id": "lishui", "indicator_id": "grids_basic",
        "status": "actual", "unit": "个", "change": "level", "per": "", "registration": "",
        "basis": "", "scope": "whole_zone", "cumulative_over": "", "period": "2017",
        "period_basis": "text", "evidence_grade": "C", "qualifier": "exact", "doubt": "",
        "evidence_ids": "lishui-0001",
    } | cells  # fmt: skip


def example_populations() -> pd.DataFrame:
    """A census of 50,000 residents in 2020 and an estimate of 40,000 a year earlier.

    >>> example_populations()["value"].tolist()
    [50000.0, 40000.0]
    """
    return pd.DataFrame(
        {
            "denominator_id": ["d1", "d2"], "zone_id": "lishui", "measure": "resident_population",
            "year": [2020, 2019], "value": [50000.0, 40000.0],
            "count_type": ["census", "estimated"], "quality": ["official_read", "estimated"],
            "basis": "常住", "coverage": "whole_zone",
        }
    )  # fmt: skip


def example_rate() -> pd.DataFrame:
    """A rate that no source prints, recomputed: 488 on 491,336 are 9.93 per 10,000.

    >>> row = example_rate().iloc[0]
    >>> round(float(row["numerator"] / row["denominator"] * 10000), 2)
    9.93
    """
    row: Row = {
        "zone_id": "lishui", "rate": "social_orgs_per_10k", "printed": None,
        "printed_evidence": "", "numerator": 488.0, "numerator_evidence": "lishui-1486",
        "numerator_period": "2022", "numerator_period_basis": "inferred", "value": 9.93,
        "low": 9.5, "high": 10.2, "denominator": 491336.0, "denominator_year": 2020,
        "denominator_count_type": "census", "denominator_quality": "reposted",
        "denominator_basis": "常住", "denominator_id": "lishui.resident_population.2020",
        "alternatives": (), "implied": None, "verdict": "", "reasons": (),
        "against": (), "printed_basis": "",
    }  # fmt: skip
    return pd.DataFrame([row])


def example_promise() -> Row:
    """At least 10 organisations by 2020, promised and not yet known, equal to the standard.

    >>> example_promise()["target_low"], example_promise()["standard_low"]
    (10, 10)
    """
    return {
        "zone_id": "jiexiu", "indicator_id": "social_orgs_per_urban_community", "unit": "家",
        "evidence_ids": "jiexiu-2058", "target_low": 10, "target_value": 10, "target_high": None,
        "actual_low": None, "actual_value": None, "actual_high": None, "actual_evidence": "",
        "doubt": "status", "per": "", "due": "2020", "due_basis": "text",
        "attainment": "no_evidence", "standard_id": "s", "standard_low": 10,
        "standard_high": None, "standard_label": "民发〔2017〕191号",
        "standard_note": "城市社区平均 / urban average", "standard_verified": "read",
        "against_standard": "equal",
    }  # fmt: skip


def example_review() -> pd.DataFrame:
    """One mechanism that was carried out, one cell of which awaits a second coder.

    >>> example_review()["status"].tolist()
    ['not_provided', 'traced', 'not_provided', 'not_provided']
    """
    return pd.DataFrame(
        {
            "mechanism_id": "m1", "zone_id": "lishui", "aspect": "services", "type": "平台",
            "title_zh": "三级平台", "state": STATES, "evidence_ids": "", "registers": "",
            "status": ["not_provided", "traced", "not_provided", "not_provided"],
            "who": "", "on": "", "note": "", "awaits_second_coder": [False, True, False, False],
        }
    )  # fmt: skip


def example_scheme() -> Scheme:
    """A fund with one row of 100 points, to be judged by an evaluator who has not done so.

    >>> example_scheme().points_of("过程")
    100.0
    """
    levels = [
        Level(id="full", title_zh="齐全", title_en="complete", share=1.0),
        Level(id="not", title_zh="没有", title_en="none", share=0.0),
    ]
    row = ScoreRow(
        id="r", level1="过程", level2="组织实施", points=100.0, title_zh="制度", title_en="rules",
        needs_zh="办法", needs_en="the rules",
        rule=Rubric(kind="rubric", levels=levels, registers=["funds"]),
    )  # fmt: skip
    return Scheme(
        id="s", title_zh="示例资金", title_en="a fund", zone_id="lishui", scored="fund",
        object_zh="每年 20万元", object_en="0.2m a year", points_zh="…", points_en="…", rows=[row],
    )  # fmt: skip


def example_relations() -> tuple[AuditRules, pd.DataFrame]:
    """The rules and relations of the bundled codebook, by which figures are audited.

    >>> rules, relations = example_relations()
    >>> "parts_and_whole" in rules.rules, "sum_part_of" in set(relations["kind"])
    (True, True)
    """
    root = find_data_root()
    return read_audit_rules(root), read_tables(root)["relations"]


def example_found(
    find: Callable[..., list[AuditFinding]], numbers: Mapping[str, float], **cells: Any
) -> list[tuple[str, str]]:
    """What a rule of the audit finds in numbers of one place: the arithmetic and the verdict.

    >>> example_found(find_sums, {"communities_party_committee": 2,
    ...     "communities_general_branch": 40, "communities_total": 42})
    [('2 + 40 = 42', 'closes')]
    """
    rules, relations = example_relations()
    figures = Figures(stated_figures(numbers, **cells))
    by_relation = "relations" in signature(find).parameters
    found = find(figures, relations, rules) if by_relation else find(figures, rules)
    return [(finding.expression, finding.verdict) for finding in found]


def example_scored() -> tuple[Scheme, pd.DataFrame, pd.DataFrame]:
    """The fund of `example_scheme`, its scored row and its summary: nothing is assessable.

    >>> example_scored()[2][["assessable", "missing"]].values.tolist()
    [[0.0, 100.0]]
    """
    scheme = example_scheme()
    scores = score_schemes([scheme], pd.DataFrame({"evidence_ids": []}))
    return scheme, scores, summary(scores, {"优": 90, "良": 80, "中": 60, "差": 0}, 80)


def example_steps() -> tuple[pd.DataFrame, AuditRules]:
    """One step of an audit that does not close, and the rules: 2 + 40 = 42 ≠ 50.

    >>> example_steps()[0]["gap"].tolist()
    [8.0]
    """
    rules, relations = example_relations()
    counts = {
        "communities_party_committee": 2, "communities_general_branch": 40,
        "communities_total": 50,
    }  # fmt: skip
    figures = Figures(stated_figures(counts, zone_id="lishui"))
    return pd.DataFrame(find_sums(figures, relations, rules)), rules
