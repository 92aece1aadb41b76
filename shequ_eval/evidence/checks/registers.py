"""Knows what a row of a register must say about itself and its zone; judges no project by it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from shequ_eval.evidence.checks.marking import Rule, mark, mark_rule, numbers
from shequ_eval.evidence.checks.samples import check_samples
from shequ_eval.evidence.checks.tables import Package, Table
from shequ_eval.evidence.checks.wording import nearest_clause
from shequ_eval.evidence.findings import Finding
from shequ_eval.vocabulary.registers import REGISTERS, STEPS
from shequ_eval.vocabulary.scheme_files import TEMPLATE, read_given, scheme_files

MONEY = ("approved_yuan", "paid_in_yuan", "spent_yuan")


def _not_before(later: str, earlier: str) -> Rule:
    """The day of `later` must not lie before that of `earlier`, where both are days."""
    return Rule(
        "days-out-of-order",
        later,
        (earlier,),
        lambda rows: (
            _are_days(rows[later]) & _are_days(rows[earlier]) & rows[later].lt(rows[earlier])
        ),
        lambda row: f"不早于 {earlier} {row[earlier]} (not before it)",
        "核对两个日期 compare the two days with the papers",
    )


def _are_days(cells: pd.Series) -> pd.Series:
    # NOTE: 2021/1/10 is told elsewhere to be no day; as text it would come after every other.
    return cells.str.fullmatch(r"\d{4}-\d{2}-\d{2}")


def _only_where(column: str, needs: str, why: str) -> Rule:
    """`column` may be filled only where `needs` is."""
    return Rule(
        f"{column}-without-{needs}",
        column,
        (needs,),
        lambda rows: rows[column].ne("") & rows[needs].eq(""),
        lambda row: f"空，或先填 {needs} (empty, or fill {needs} first)",
        why,
    )


def _at_most(column: str, most: str) -> Rule:
    """`column` above `most` is possible and worth a look."""
    return Rule(
        f"{column}-above-{most}",
        column,
        (most,),
        lambda rows: numbers(rows[column]) > numbers(rows[most]),
        lambda row: f"≤ {most} {row[most]}",
        "核对两个数；确是超出则写入 note compare both; say in note why it is more",
    )


RESOLVED_UNACCEPTED = Rule(
    "resolved-though-not-accepted",
    "resolved",
    ("accepted",),
    lambda rows: rows["accepted"].eq("no") & rows["resolved"].eq("yes"),
    lambda row: "空或 no；确已解决则 accepted 为 yes (empty or no; yes only where accepted is yes)",
    "不予受理的没有办理，谈不上解决；核对两格 what was turned away was not dealt with: mend one",
)
CONFIRMED_UNRESOLVED = Rule(
    "confirmed-though-not-resolved",
    "confirmed",
    ("resolved",),
    lambda rows: rows["confirmed"].eq("yes") & rows["resolved"].ne("yes"),
    lambda row: "no 或空；本人确认已解决则 resolved 为 yes (no or empty, unless resolved is yes)",
    "回访确认的是“已解决”；核对两格，或在 note 说明 it is confirmed that it was resolved: compare",
)
# NOTE: 民政部令第39号 art. 2: rated are organisations registered with the civil-affairs office.
RATED_UNREGISTERED = Rule(
    "rating-of-a-filed-organisation",
    "rating",
    ("registration",),
    lambda rows: rows["registration"].eq("备案") & rows["rating"].ne(""),
    lambda row: "空；已登记则 registration 为 登记 (empty, or registration 登记)",
    "等级评给登记的社会组织（民政部令第39号第二条）；核对证书，当地另有评级则写入 note "
    "registered organisations are rated: look at the certificate, or say in note who rated it",
)

ERRORS: dict[str, tuple[Rule, ...]] = {
    "projects": (
        *(_not_before(step, before) for n, step in enumerate(STEPS) for before in STEPS[:n]),
        _not_before("completed_on", "started_on"),
        _not_before("due_on", "started_on"),
        _only_where("accepted", "completed_on", "没有完成不能验收 nothing is accepted unfinished"),
    ),
    "funds": (
        Rule(
            "fund-year-without-number",
            "approved_yuan",
            MONEY,
            lambda rows: (rows[list(MONEY)] == "").all(axis=1),
            lambda row: "批复、到位、支出至少一个 (at least one of the three)",
            "填入一个数，或删去这一行 enter a number, or delete the row",
        ),
    ),
    "review": (),
    "panel_scores": (
        Rule(
            "score-of-another-review",
            "score_id",
            ("review_id",),
            lambda rows: rows["score_id"].str.rsplit("-", n=1).str[0].ne(rows["review_id"]),
            lambda row: f"{row['review_id']}-e…",
            "编号以评审编号开头 the id starts with the id of its review",
        ),
    ),
    "requests": (
        _not_before("closed_on", "received_on"),
        _not_before("due_on", "received_on"),
        _only_where("resolved", "closed_on", "未办结不能记为解决与否 an open request has no end"),
        _only_where("confirmed", "closed_on", "办结之后才回访 call back after it was closed"),
        RESOLVED_UNACCEPTED,
    ),
    "organisations": (
        _only_where(
            "rating", "rated_on", "写明评定日期，等级有有效期 a rating lapses: give its day"
        ),
        _only_where("rated_on", "rating", "写明等级 give the rating"),
        _not_before("rated_on", "registered_on"),
    ),
}
WARNINGS: dict[str, tuple[Rule, ...]] = {
    "projects": (
        _at_most("paid_yuan", "budget_yuan"),
        _at_most("contract_yuan", "budget_yuan"),
        _at_most("paid_yuan", "contract_yuan"),
    ),
    "funds": (_at_most("spent_yuan", "paid_in_yuan"), _at_most("paid_in_yuan", "approved_yuan")),
    "requests": (CONFIRMED_UNRESOLVED,),
    "organisations": (RATED_UNREGISTERED,),
}


def check_registers(data_root: Path, package: Package) -> list[Finding]:
    """Every fault of the rows of the registers: days, zones, what cannot be without the other.

    More spent than was there is a warning: it happens, and then wants a word in `note`.

    Examples
    --------
    A package without tables is told elsewhere to be one, and has no fault here:

    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> check_registers(find_data_root(), Package((), ()))
    []
    """
    schemes = {
        path.stem: given.get("zone_id", "") if isinstance(given, dict) else ""
        for path in scheme_files(data_root)
        if path.stem != TEMPLATE
        for given, _ in [read_given(path)]
    }
    findings: list[Finding] = []
    for kind in REGISTERS:
        for table in package.of_kind(kind):
            findings += [f for rule in ERRORS[kind] for f in mark_rule(table, rule)]
            for rule in WARNINGS.get(kind, ()):
                findings += [replace(f, severity="warning") for f in mark_rule(table, rule)]
            findings += _of_its_zone(table)
            findings += check_samples(table)
            findings += _of_schemes(table, schemes)
            findings += _of_the_same_zone(table, package, "mechanisms", "mechanism_id")
            findings += _of_the_same_zone(table, package, "projects", "project_id")
    return _once(findings)


def _once(findings: list[Finding]) -> list[Finding]:
    """One finding a cell and rule: a day can lie before several earlier steps."""
    told: dict[tuple[str, int | None, str, str], Finding] = {}
    for finding in findings:
        told.setdefault((finding.file, finding.row, finding.column, finding.rule), finding)
    return list(told.values())


def _of_its_zone(table: Table) -> list[Finding]:
    key = table.declared.key[0]
    if not table.has(key, "zone_id") or "zone_id" not in table.declared.columns:
        return []
    zones = table.frame["zone_id"]
    return mark(
        table,
        zones.ne("") & table.frame[key].str.rsplit("-", n=1).str[0].ne(zones),
        key,
        "id-of-another-zone",
        lambda row: f"{row['zone_id']}-…",
        "编号以地区编号开头 the id starts with the id of its zone",
    )


def _of_schemes(table: Table, schemes: dict[str, str]) -> list[Finding]:
    if "scheme_id" not in table.declared.columns or not table.has("scheme_id", "zone_id"):
        return []
    named, zones = table.frame["scheme_id"], table.frame["zone_id"]
    unknown = mark(
        table,
        named.ne("") & ~named.isin(set(schemes)),
        "scheme_id",
        "unknown-scheme",
        lambda row: (
            "codebook/scores 中的方案 (a scheme of that folder)"
            + nearest_clause(row["scheme_id"], schemes)
        ),
        "改正，或留空 mend it, or leave it empty",
    )
    return unknown + mark(
        table,
        named.isin(set(schemes)) & named.map(schemes).ne(zones),
        "scheme_id",
        "scheme-of-another-zone",
        lambda row: f"属于 of {row['zone_id']}；{row['scheme_id']}: {schemes[row['scheme_id']]}",
        "方案与台账行须属同一地区 scheme and row belong to one zone",
    )


def _of_the_same_zone(table: Table, package: Package, name: str, column: str) -> list[Finding]:
    """Rows that point at a row of another zone; what does not exist is told by its key."""
    other = package.named(name)
    is_pointing = column in table.declared.columns and table.declared.kind != name
    if not is_pointing or other is None or not other.has(column, "zone_id"):
        return []
    if not table.has(column, "zone_id"):
        return []
    zone_of = dict(zip(other.frame[column], other.frame["zone_id"], strict=True))
    points: pd.Series = table.frame[column]
    return mark(
        table,
        points.isin(set(zone_of)) & points.map(zone_of).ne(table.frame["zone_id"]),
        column,
        f"{column.removesuffix('_id')}-of-another-zone",
        lambda row: f"属于 of {row['zone_id']}；{row[column]}: {zone_of[row[column]]}",
        "两行须属同一地区 both rows belong to one zone",
    )
