"""Knows the eight tidy tables and how they follow from the data package; writes none of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from shequ_eval.evidence.observations import build_observations
from shequ_eval.evidence.tables import read_tables
from shequ_eval.vocabulary.codebook import Codebook, Standard, read_codebook


def build_tidy(data_root: Path, zones: Collection[str] | None = None) -> dict[str, pd.DataFrame]:
    """The eight tidy tables, by name.

    They are zones, sources, indicators, evidence, denominators, observations, standards and
    mechanisms. Typed and sorted by their keys, so that the same data give the same tables. With
    `zones` every table of zones holds these zones alone.

    Raises
    ------
    DataError
        A table cannot be read as its schema types it.
    """
    return tidy_of(read_tables(data_root, zones), read_codebook(data_root))


def tidy_of(tables: Mapping[str, pd.DataFrame], codebook: Codebook) -> dict[str, pd.DataFrame]:
    """The eight tidy tables, as `build_tidy`, from tables that are read already."""
    evidence = graded_evidence(tables["evidence"], tables["sources"], tables["disputes"])
    missing = with_zone(tables["missing_numbers"], tables["sources"])
    return {
        "zones": tables["zones"].sort_values("zone_id", ignore_index=True),
        "sources": tables["sources"].sort_values("source_id", ignore_index=True),
        "indicators": tables["indicators"].sort_values("indicator_id", ignore_index=True),
        "evidence": evidence.sort_values(["zone_id", "start"], ignore_index=True),
        "denominators": tables["denominators"].sort_values("denominator_id", ignore_index=True),
        "observations": build_observations(
            evidence, tables["indicators"], tables["zones"], missing
        ),
        "standards": build_standards(codebook.standards),
        "mechanisms": tables["mechanisms"].sort_values("mechanism_id", ignore_index=True),
    }


def graded_evidence(
    evidence: pd.DataFrame, sources: pd.DataFrame, disputes: pd.DataFrame
) -> pd.DataFrame:
    """Evidence with its grade and the columns in which a second coder read it otherwise.

    The grade is the source's; a figure that only words imply (全覆盖 for 100 %) is D, inferred.
    """
    of_source = sources.set_index("source_id")["evidence_grade"]
    grade = evidence["source_id"].map(of_source).mask(evidence["kind"] == "implicit", "D")
    doubts = disputes.groupby("evidence_id")["column"].agg(lambda c: " ".join(sorted(set(c))))
    doubt = evidence["evidence_id"].map(doubts).fillna("")
    return evidence.assign(evidence_grade=grade, doubt=doubt)


def with_zone(rows: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Rows that name a source, with the zone which that source speaks of."""
    return rows.assign(zone_id=rows["source_id"].map(sources.set_index("source_id")["zone_id"]))


def build_standards(standards: tuple[Standard, ...]) -> pd.DataFrame:
    """One row per standard and indicator that it may be held against, or one without any."""
    rows = [row for standard in standards for row in _rows_of(standard)]
    table = pd.DataFrame(rows).astype({"low": "Float64", "high": "Float64"})
    return table.sort_values(["standard_id", "indicator_id", "per_note"], ignore_index=True)


def _rows_of(standard: Standard) -> list[dict[str, object]]:
    fixed: dict[str, object] = {
        "standard_id": standard.id,
        "title_zh": standard.title_zh,
        "title_en": standard.title_en,
        "document": standard.document,
        "number": standard.number,
        "issued": standard.issued.isoformat() if standard.issued else "",
        "effective": standard.effective.isoformat() if standard.effective else "",
        "until": standard.until.isoformat() if standard.until else "",
        "governs": standard.governs,
        "rule": standard.rule,
        "verified": standard.verified,
    }
    empty: dict[str, object] = {
        "indicator_id": "", "low": None, "high": None, "unit": "", "per_note": "",
        "mean_over_more": False,
    }  # fmt: skip
    if not standard.applies_to:
        return [fixed | empty]
    return [fixed | application.model_dump() for application in standard.applies_to]
