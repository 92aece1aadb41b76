"""Knows whether a period is a real one that starts before it ends; not whether it is the right one.

The columns of periods are those whose field names the EDTF data type as its `rdfType`.
"""

from __future__ import annotations

import re

from shequ_eval.evidence.checks.declared import Declared
from shequ_eval.evidence.checks.tables import Package, Table
from shequ_eval.evidence.checks.wording import DAY_FORM, DAY_PATTERN
from shequ_eval.evidence.findings import Finding
from shequ_eval.vocabulary.periods import period_bounds

EDTF_TYPE = "http://id.loc.gov/datatypes/edtf"
NOT_A_PERIOD = frozenset({"", "unstated"})


def check_dates(package: Package) -> list[Finding]:
    """Every period must be in the calendar and must not end before it starts."""
    return [
        finding
        for table in package.tables
        for column, pattern in period_columns(table.declared).items()
        for finding in _period_findings(table, column, pattern)
    ]


def period_columns(declared: Declared) -> dict[str, str]:
    """The columns that hold EDTF periods, with the pattern of each."""
    return {
        field["name"]: field.get("constraints", {}).get("pattern", "")
        for field in declared.fields
        if field.get("rdfType") == EDTF_TYPE
    }


def period_fault(period: str) -> str:
    """The rule that a period breaks: "period", "period-order", or "" where it breaks none.

    Examples
    --------
    >>> [period_fault(text) for text in ("2015-01/2015-06", "2017/2015", "2015-02-30", "2018/..")]
    ['', 'period-order', 'period', '']
    """
    try:
        bounds = period_bounds(period)
    except ValueError:
        return "period"
    return "period-order" if bounds is not None and bounds[0] > bounds[1] else ""


def _period_findings(table: Table, column: str, pattern: str) -> list[Finding]:
    findings = []
    for row, cell in table.frame[column].items():
        # A cell that does not fit the pattern of its column is told by the schema.
        if cell in NOT_A_PERIOD or not re.fullmatch(pattern, cell):
            continue
        rule = period_fault(cell)
        if rule:
            findings.append(_finding(table, int(str(row)), column, rule, cell, pattern))
    return findings


def _finding(table: Table, row: int, column: str, rule: str, cell: str, pattern: str) -> Finding:
    allowed = {
        "period": "历法中存在的日期 (a date of the calendar)",
        "period-order": "开始不晚于结束 (starts no later than it ends)",
    }[rule]
    return Finding(
        file=table.file,
        row=row,
        column=column,
        rule=rule,
        severity="error",
        found=cell,
        allowed=allowed,
        remedy=DAY_FORM
        if pattern == DAY_PATTERN
        else "EDTF，如 e.g. 2017 | 2015-01/2015-06 | 2018/..",
    )
