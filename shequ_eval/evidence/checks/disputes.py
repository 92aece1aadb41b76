"""Knows that every doubt of a second coder has its row and its mark; takes no side."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

import pandas as pd

from shequ_eval.evidence.checks.marking import mark
from shequ_eval.evidence.checks.tables import Package
from shequ_eval.evidence.checks.wording import nearest_clause, one_of
from shequ_eval.evidence.findings import Finding

# The columns of the evidence whose cells a dispute repeats word for word.
CODED = ("status", "per", "qualifier", "period_basis", "period", "value_text")
# The reading of a second coder who leaves the cell empty: every reading has its words.
EMPTY = "空 empty"


def check_disputes(package: Package) -> list[Finding]:
    """A row of evidence is marked disputed if and only if a dispute speaks of it.

    A dispute about a column of the evidence repeats what is coded there, and its other reading is
    one of the codes that the column allows, or `EMPTY`. Silent while a file of evidence, or the
    disputes, cannot be read whole.

    Examples
    --------
    A package without tables is told elsewhere to be one, and has no fault here:

    >>> check_disputes(Package((), ()))
    []
    """
    return [
        *_disputes_of_no_evidence(package),
        *_marks_without_disputes(package),
        *_other_than_coded(package),
    ]


def _other_than_coded(package: Package) -> list[Finding]:
    """Disputes that misquote the evidence, or read it as a code that its column does not have."""
    if not package.is_whole("evidence", "evidence_id", *CODED):
        return []
    evidence = package.stacked("evidence").drop_duplicates("evidence_id").set_index("evidence_id")
    (declared, *_) = [table.declared for table in package.of_kind("evidence")]
    codes = {
        field["name"]: field.get("constraints", {}).get("enum", []) for field in declared.fields
    }
    findings: list[Finding] = []
    for table in package.of_kind("disputes"):
        if not table.has("evidence_id", "column", "coded", "read_otherwise"):
            continue
        ids, rows = table.frame["evidence_id"], table.frame
        for column in CODED:
            mine = rows["column"].eq(column) & ids.isin(evidence.index)
            stands = ids.map(evidence[column].to_dict()).fillna("")
            findings += mark(
                table,
                mine & rows["coded"].ne(stands),
                "coded",
                "dispute-misquotes",
                partial(_stands, stands.to_dict()),
                "照录证据表里的编码 repeat what the evidence has",
            )
            findings += mark(
                table,
                mine
                & bool(codes[column])
                & ~rows["read_otherwise"].isin([*codes[column], EMPTY, ""]),
                "read_otherwise",
                "dispute-unknown-code",
                partial(_one_of, codes[column]),
                "写编码，不写文字 write the code, not words",
            )
    return findings


def _stands(stands: dict[Hashable, str], row: pd.Series) -> str:
    return f"{stands[row.name]!r}（{row['evidence_id']}）"


def _one_of(codes: list[str], row: pd.Series) -> str:
    return one_of(row["read_otherwise"], codes)


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
