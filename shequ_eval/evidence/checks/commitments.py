"""Knows what a promise, and a link from mechanism to evidence, must hold; not what was kept."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from functools import partial

import pandas as pd

from shequ_eval.evidence.checks.marking import Rule, mark, mark_rule, numbers
from shequ_eval.evidence.checks.tables import Package, Table
from shequ_eval.evidence.checks.wording import nearest_clause
from shequ_eval.evidence.findings import Finding

NUMBERS = ("value", "low", "high")
RULES = (
    Rule(
        "commitment-without-unit",
        "unit",
        ("kind",),
        lambda rows: rows["kind"].eq("quantified") & rows["unit"].eq(""),
        lambda row: "codebook/units.csv 中的单位 (a unit of that list)",
        "数量承诺要有单位；不是数量的记为 task、milestone 或 unlisted "
        "a quantified promise needs a unit; what is no quantity is a task, a milestone or unlisted",
    ),
    Rule(
        "commitment-without-number",
        "value",
        ("kind", "low", "high"),
        lambda rows: rows["kind"].eq("quantified") & (rows[list(NUMBERS)] == "").all(axis=1),
        lambda row: "value、low、high 至少一个 (at least one of them)",
        "填写承诺的数，或改 kind enter what was promised, or mend kind",
    ),
)
FOLLOWED_UP = Rule(
    "follow-up-without",
    "status",
    ("follow_up", "followed_up_on", "who"),
    lambda rows: (
        rows["status"].eq("done") & (rows[["follow_up", "followed_up_on", "who"]] == "").any(axis=1)
    ),
    lambda row: "done 须有 follow_up、followed_up_on、who (needs all three)",
    "写明整改、日期与核查人，或改 status enter them, or mend status",
)
WITHOUT_ZONE = Rule(
    "follow-up-without-zone",
    "zone_id",
    ("commitment_id",),
    lambda rows: rows["zone_id"].eq("") & rows["commitment_id"].eq(""),
    lambda row: "zones.csv 中的地区编号，如 zhenhai (the id of a zone, e.g. zhenhai)",
    "不针对某项承诺的建议要写明地区 a recommendation that speaks of no promise names its zone",
)
UNDATED = Rule(
    "commitment-without-date",
    "by_when",
    (),
    lambda rows: rows["by_when"].eq(""),
    lambda row: f"{row['commitment_id']} 的期限，EDTF，如 2020；来源没有写明则 unstated",
    "查明期限 look for the date (EDTF, e.g. 2020; unstated where the source gives none)",
)


def check_commitments(package: Package) -> list[Finding]:
    """Every fault of the promises, their follow-ups, and the links of mechanisms to evidence.

    A promise without a date is a warning: it can be held against nothing, but it was made.

    Examples
    --------
    A package without tables is told elsewhere to be one, and has no fault here:

    >>> check_commitments(Package((), ()))
    []
    """
    findings: list[Finding] = []
    for table in package.of_kind("commitments"):
        findings += [finding for rule in RULES for finding in mark_rule(table, rule)]
        findings += [replace(f, severity="warning") for f in mark_rule(table, UNDATED)]
        findings += _evidence_findings(table, package)
    for table in package.of_kind("followups"):
        findings += mark_rule(table, FOLLOWED_UP)
        findings += mark_rule(table, WITHOUT_ZONE)
        findings += _of_the_promises_zone(table, package)
    for table in package.of_kind("mechanism_evidence"):
        findings += _one_of_two(table)
        findings += _evidence_findings(table, package)
    return findings


def _of_the_promises_zone(table: Table, package: Package) -> list[Finding]:
    """Recommendations of one zone that speak of another zone's promise."""
    promises = package.named("commitments")
    if promises is None or not promises.has("commitment_id", "zone_id"):
        return []
    if not table.has("commitment_id", "zone_id"):
        return []
    rows = promises.frame
    zone_of = dict(zip(rows["commitment_id"], rows["zone_id"], strict=True))
    named, zones = table.frame["commitment_id"], table.frame["zone_id"]
    return mark(
        table,
        zones.ne("") & named.isin(set(zone_of) - {""}) & named.map(zone_of).ne(zones),
        "zone_id",
        "commitment-of-another-zone",
        lambda row: f"{zone_of[row['commitment_id']]}，或空 or empty（{row['commitment_id']}）",
        "建议与承诺须属同一地区 recommendation and promise belong to one zone",
    )


def _evidence(package: Package) -> pd.DataFrame | None:
    needs = ("evidence_id", "zone_id", "status", "unit", *NUMBERS)
    if not package.is_whole("evidence", *needs):
        return None
    return package.stacked("evidence").drop_duplicates("evidence_id").set_index("evidence_id")


def _evidence_findings(table: Table, package: Package) -> list[Finding]:
    """Ids of evidence that do not exist, or whose row says something else."""
    evidence = _evidence(package)
    if evidence is None or not table.has("evidence_id"):
        return []
    ids = table.frame["evidence_id"]
    known = set(evidence.index)
    unknown = mark(
        table,
        ids.ne("") & ~ids.isin(known),
        "evidence_id",
        "foreign-key",
        lambda row: (
            "zones/*/evidence.csv 中的编号 (an id of the coded figures)"
            + nearest_clause(row["evidence_id"], known)
        ),
        "改正，或先编码该数字 mend it, or code the figure first",
    )
    linked = table.frame[ids.isin(known)]
    said = evidence.reindex(linked["evidence_id"]).set_axis(linked.index)
    # NOTE: a coded figure of an unknown zone or unit is told already; its links would echo it.
    sound = _known(said["zone_id"], package, "zones") & _known(said["unit"], package, "units")
    linked, said = linked[sound], said[sound]
    if table.declared.kind == "commitments":
        return unknown + _otherwise(table, linked, said)
    return unknown + _of_another_kind(table, linked, said, package)


def _known(cells: pd.Series, package: Package, name: str) -> pd.Series:
    column = {"zones": "zone_id", "units": "unit"}[name]
    table = package.named(name)
    if table is None or not table.has(column):
        return pd.Series(False, cells.index)
    return cells.isin(set(table.frame[column]))


def _otherwise(table: Table, linked: pd.DataFrame, said: pd.DataFrame) -> list[Finding]:
    """Cells of a commitment that differ from the coded figure that states it."""
    findings: list[Finding] = []
    for column in ("zone_id", "unit", *NUMBERS):
        differs = linked[column].ne(said[column])
        if column in NUMBERS:
            differs &= ~numbers(linked[column]).eq(numbers(said[column]))
            differs &= said[column].eq("") | numbers(said[column]).notna()
        beside = said[column].to_dict()
        findings += mark(
            table,
            differs.reindex(table.frame.index, fill_value=False),
            column,
            "differs-from-evidence",
            partial(_said, beside),
            "承诺与证据行须一致 the promise must agree with the coded figure",
        )
    return findings


def _said(beside: dict[Hashable, str], row: pd.Series) -> str:
    return f"{beside[row.name]!r}（{row['evidence_id']}）"


def _of_another_kind(
    table: Table, linked: pd.DataFrame, said: pd.DataFrame, package: Package
) -> list[Finding]:
    """Links to another zone's figure, or of a rule to something that was only done."""
    mechanisms = package.named("mechanisms")
    findings = mark(
        table,
        (linked["state"].ne("has_rule") & said["status"].eq("standard")).reindex(
            table.frame.index, fill_value=False
        ),
        "state",
        "standard-is-no-deed",
        lambda row: "has_rule",
        "标准只能证明有制度 a standard traces a rule, never that it was carried out",
    )
    if mechanisms is None or not mechanisms.has("mechanism_id", "zone_id"):
        return findings
    rows = mechanisms.frame
    zone_of = dict(zip(rows["mechanism_id"], rows["zone_id"], strict=True))
    elsewhere = linked["mechanism_id"].map(zone_of).ne(said["zone_id"])
    elsewhere &= linked["mechanism_id"].isin(set(zone_of))
    return findings + mark(
        table,
        elsewhere.reindex(table.frame.index, fill_value=False),
        "evidence_id",
        "evidence-of-another-zone",
        lambda row: f"{zone_of[row['mechanism_id']]}-…",
        "机制与证据须属同一地区 mechanism and evidence belong to one zone",
    )


def _one_of_two(table: Table) -> list[Finding]:
    if not table.has("evidence_id", "missing_id"):
        return []
    rows = table.frame
    return mark(
        table,
        rows["evidence_id"].eq("") == rows["missing_id"].eq(""),
        "evidence_id",
        "one-of-two",
        lambda row: "evidence_id 与 missing_id 二者填一 (one of the two)",
        "留一个空 leave one of them empty",
    )
