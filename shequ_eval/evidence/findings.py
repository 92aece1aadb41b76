"""Knows how something wrong in the data is written down; repairs nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Finding:
    """One fault at one place, with what would be allowed there.

    `row` is the line number a spreadsheet shows (the header is 1), None where the fault is not
    in a row; `column` is "" where it is not in a column.
    """

    file: str
    row: int | None
    column: str
    rule: str
    severity: Severity
    found: str
    allowed: str
    remedy: str = ""

    def sentence(self) -> str:
        """The finding in one line: place, rule, what was found, what is allowed."""
        row = f" 第{self.row}行" if self.row is not None else ""
        column = f" 列 {self.column}" if self.column else ""
        remedy = f"；{self.remedy}" if self.remedy else ""
        allowed = self.allowed.removeprefix("应为").removeprefix("应").lstrip()
        return (
            f"[{self.severity}] {self.file}{row}{column}: {self.rule}: "
            f"found 为 {self.found!r}; allowed 应为 {allowed}{remedy}"
        )


class DataError(ValueError):
    """The data cannot be used; carries every finding, not the first one."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sort_findings(findings))
        super().__init__("\n".join(finding.sentence() for finding in self.findings))

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the findings, and no traceback, which would mend nothing."""
        return [type(self).__name__, *str(self).splitlines()]


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by file, row, column and rule, the same order each time."""
    return sorted(set(findings), key=lambda f: (f.file, f.row or 0, f.column, f.rule, f.found))


def errors_of(findings: Sequence[Finding]) -> list[Finding]:
    """The findings of severity error."""
    return [finding for finding in findings if finding.severity == "error"]


def render_findings(findings: Sequence[Finding], layout: Literal["table", "json"]) -> str:
    """All findings as lines to read or as one JSON array."""
    ordered = sort_findings(findings)
    if layout == "json":
        return json.dumps([asdict(finding) for finding in ordered], ensure_ascii=False, indent=2)
    return "\n".join(finding.sentence() for finding in ordered)
