"""Knows that every accepted figure has its row of evidence, and no other one; takes no side."""

from __future__ import annotations

import pandas as pd

from shequ_eval.evidence.checks.marking import mark
from shequ_eval.evidence.checks.tables import Package, Table
from shequ_eval.evidence.findings import Finding

ACCEPTED = "accept"


def check_decisions(package: Package) -> list[Finding]:
    """An accepted decision names a row of evidence at the same span; any other names none.

    Silent while a file of evidence cannot be read whole.
    """
    return [
        finding
        for table in package.of_kind("decisions")
        if table.has("decision", "evidence_id", "source_id", "start", "end")
        for finding in [*_named_without_need(table), *_evidence_elsewhere(package, table)]
    ]


def _named_without_need(table: Table) -> list[Finding]:
    accepted, ids = table.frame["decision"].eq(ACCEPTED), table.frame["evidence_id"]
    return mark(
        table,
        accepted.eq(ids.eq("")),
        "evidence_id",
        "decision-evidence",
        lambda row: (
            "证据编号 an evidence_id" if row["decision"] == ACCEPTED else "空 empty: 没有采纳"
        ),
        "采纳的才有证据编号 only an accepted figure has an id",
    )


def _evidence_elsewhere(package: Package, table: Table) -> list[Finding]:
    if not package.is_whole("evidence", "evidence_id", "source_id", "start", "end"):
        return []
    evidence = package.stacked("evidence")
    columns = ["evidence_id", "source_id", "start", "end"]
    coded = set(evidence[columns].itertuples(index=False, name=None))
    named = table.frame[columns].itertuples(index=False, name=None)
    is_lost = [row[0] != "" and row not in coded for row in named]
    return mark(
        table,
        pd.Series(is_lost, table.frame.index, dtype=bool),
        "evidence_id",
        "decision-without-evidence",
        lambda row: (
            f"evidence.csv 中 source_id、start、end 相同的一行 a row of evidence at "
            f"{row['source_id']} [{row['start']}:{row['end']}]"
        ),
        "改正编号，或放回证据行 mend the id or put the row of evidence back",
    )
