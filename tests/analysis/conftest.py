"""A zone that no source speaks of, written down as a few numbers, and audited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from shequ_eval.analysis.audit import audit_sources
from shequ_eval.vocabulary.audit_rules import AuditRules
from shequ_eval.vocabulary.codebook import Codebook

Audit = Callable[..., pd.DataFrame]
NO_LOSS = pd.DataFrame(
    columns=["zone_id", "type", "gap", "indicator_id", "recovered", "missing_id"]
)


@pytest.fixture(scope="session")
def audit(relations: pd.DataFrame, audit_rules: AuditRules, codebook: Codebook) -> Audit:
    """Audit one unseen zone: `audit({"communities_total": 42}, populations=[...], **columns)`."""

    def run(figures: dict[str, Any], populations: Any = (), **columns: Any) -> pd.DataFrame:
        rows = [_figure(key, said, codebook, columns) for key, said in figures.items()]
        return audit_sources(
            pd.DataFrame(rows),
            _populations(populations),
            relations,
            NO_LOSS,
            audit_rules,
            codebook.comparability.power_assumptions,
        )

    return run


def _figure(key: str, said: Any, codebook: Codebook, columns: dict[str, Any]) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    if isinstance(said, dict):
        extra, said = {k: v for k, v in said.items() if k != "is"}, said["is"]
    low, high = said if isinstance(said, list) else (said, said)
    value = low if low == high else None
    fixed = {
        "zone_id": "unseen", "indicator_id": key, "period": "2017", "period_basis": "text",
        "status": "actual",
        "scope": "whole_zone", "basis": "", "value": value, "low": low, "high": high,
        "unit": codebook.indicators.at[key, "unit"], "qualifier": "exact", "change": "level",
        "per": "", "cumulative_over": "", "absence": "", "flags": "", "value_text": str(said),
        "evidence_ids": f"unseen-{key}",
    }  # fmt: skip
    return fixed | columns | extra


def _populations(populations: Any) -> pd.DataFrame:
    columns = ["measure", "year", "value"]
    table = pd.DataFrame([list(row)[:3] for row in populations], columns=columns)
    kinds = [row[3] if len(row) > 3 else "census" for row in populations]
    return table.assign(
        denominator_id=table["measure"] + "." + table["year"].astype(str),
        zone_id="unseen",
        count_type=kinds,
        coverage="whole_zone",
        basis=table["measure"].map(
            {"resident_population": "常住", "registered_population": "户籍"}
        ),
    )
