"""Knows that every doubt of a second coder has its row and its mark; takes no side."""

from __future__ import annotations

from shequ_eval.evidence.checks.marking import mark
from shequ_eval.evidence.checks.tables import Package
from shequ_eval.evidence.checks.wording import nearest_clause
from shequ_eval.evidence.findings import Finding


def check_disputes(package: Package) -> list[Finding]:
    """A row of evidence is marked disputed if and only if a dispute speaks of it.

    Silent while a file of evidence, or the disputes, cannot be read whole.
    """
    return [*_disputes_of_no_evidence(package), *_marks_without_disputes(package)]


def _disputes_of_no_evidence(package: Package) -> list[Finding]:
    if not package.is_whole("evidence", "evidence_id"):
        return []
    ids = set(package.stacked("evidence")["evidence_id"])
    return [
        finding
        for table in package.of_kind("disputes")
        if table.has("evidence_id")
        for finding in mark(
            table,
            ~table.frame["evidence_id"].isin(ids),
            "evidence_id",
            "dispute-of-no-evidence",
            lambda row: (
                "各地区 evidence.csv 中的 evidence_id (an id of the zones' evidence.csv)"
                + nearest_clause(row["evidence_id"], ids)
            ),
            "改正编号 mend the id",
        )
    ]


def _marks_without_disputes(package: Package) -> list[Finding]:
    if not package.is_whole("disputes", "evidence_id"):
        return []
    disputed = set(package.stacked("disputes")["evidence_id"])
    findings: list[Finding] = []
    for table in package.of_kind("evidence"):
        if not table.has("evidence_id", "second_reading"):
            continue
        says, has = table.frame["second_reading"], table.frame["evidence_id"].isin(disputed)
        findings += mark(
            table,
            says.eq("disputed") & ~has,
            "second_reading",
            "dispute-mark",
            lambda row: "agreed | unread，或在 or a row in coding/disputes.csv",
            "每个 disputed 都有理由 every disputed row has its reason in coding/disputes.csv",
        )
        findings += mark(
            table,
            says.ne("disputed") & has,
            "second_reading",
            "dispute-mark",
            lambda row: "disputed，因为 coding/disputes.csv 有它 (as coding/disputes.csv has it)",
            "异议不可隐去 a doubt is carried, never hidden",
        )
    return findings
