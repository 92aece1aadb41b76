"""Knows what differs between what two reports were made from, from their folders alone."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from shequ_eval.reporting.crate.input_rows import DENOMINATORS, EVIDENCE, ROWS, read_rows
from shequ_eval.reporting.crate.inputs import PACKAGE
from shequ_eval.reporting.crate.record import CRATE, Record, read_record
from shequ_eval.reporting.earlier_report import COMPARED_WITH
from shequ_eval.reporting.faults import ReportingFault

Kind = Literal["evidence", "denominator", "parameter", "method", "data", "earlier"]
KINDS: dict[Kind, tuple[str, str]] = {
    "evidence": ("证据", "evidence"),
    "denominator": ("分母", "denominator"),
    "parameter": ("参数", "parameter"),
    "method": ("方法", "method"),
    "data": ("其他数据", "other data"),
    "earlier": ("对照报告", "earlier report"),
}
Action = Literal["added", "removed", "corrected", "changed", "set"]
ACTIONS: dict[Action, tuple[str, str]] = {
    "added": ("新增", "added"),
    "removed": ("删去", "removed"),
    "corrected": ("更正", "corrected"),
    "changed": ("变了", "changed"),
    "set": ("", ""),
}
NOTHING = "—"
KEYS = {EVIDENCE: "evidence_id", DENOMINATORS: "denominator_id"}
_DATA = ("data/", "documents/", "parameters/")
_PARAMETER_FILE = re.compile(r"parameters/[^/]+\.ya?ml")  # compared key by key


@dataclass(frozen=True)
class ChangedInput:
    """One thing that the newer report was made from and the older was not, or otherwise.

    `key` is the id of a row of evidence or denominators, else the name of what changed; `detail`
    says from what to what, in names and numbers that need no language.
    """

    kind: Kind
    key: str
    action: Action
    detail: str = ""

    def __str__(self) -> str:
        """In both languages, as commands print it.

        >>> str(ChangedInput("evidence", "zhenhai-0801", "corrected", "value 772 → 780"))
        '证据 evidence zhenhai-0801: 更正 corrected: value 772 → 780'
        """
        action = " ".join(word for word in ACTIONS[self.action] if word)
        how = ": ".join(part for part in (action, self.detail) if part)
        return f"{' '.join(KINDS[self.kind])} {self.key}: {how}"


def changed_inputs(old: Path, new: Path) -> list[ChangedInput]:
    """Everything that differs: rows of evidence and denominators, parameters, methods, other data.

    Raises
    ------
    ReportingFault
        A folder holds no report.
    """
    return changes_between(old, record_in(old), new, record_in(new))


def changes_between(old: Path, before: Record, new: Path, after: Record) -> list[ChangedInput]:
    """The same where the records are known, one of a report in the making for example."""
    return [
        *_rows(old, new, EVIDENCE, "evidence"),
        *_rows(old, new, DENOMINATORS, "denominator"),
        *_parameters(before, after),
        *_versions(before, after),
        *_files(before, after),
    ]


def record_in(folder: Path) -> Record:
    """The record of the report in a folder; a `ReportingFault` where there is none."""
    record = read_record(folder)
    if record is None:
        raise ReportingFault(f"{folder}: 不是报告目录，读不到 no report here, cannot read {CRATE}")
    return record


def _rows(old: Path, new: Path, file: str, kind: Kind) -> list[ChangedInput]:
    before, after = (_by_key(folder / ROWS / file, KEYS[file]) for folder in (old, new))
    found = []
    for key in sorted(before.keys() | after.keys()):
        one, other = before.get(key), after.get(key)
        if one is None or other is None:
            found.append(ChangedInput(kind, key, _action(one, other)))
        elif one != other:
            found.append(ChangedInput(kind, key, "corrected", _cells(one, other)))
    return found


def _by_key(path: Path, key: str) -> dict[str, dict[str, str]]:
    header, rows = read_rows(path)
    named = [dict(zip(header, row, strict=False)) for row in rows]
    return {row[key]: row for row in named if key in row}


def _cells(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    columns = [column for column in new if old.get(column, "") != new[column]]
    return "; ".join(f"{c} {old.get(c, '') or NOTHING} → {new[c] or NOTHING}" for c in columns)


def _parameters(old: Record, new: Record) -> list[ChangedInput]:
    return [
        ChangedInput(_kind_of(name, "parameter"), name, "set", f"{_shown(one)} → {_shown(other)}")
        for name in sorted(old.parameters.keys() | new.parameters.keys())
        if (one := old.parameters.get(name)) != (other := new.parameters.get(name))
    ]


def _shown(value: Any) -> str:
    if value is None or value == "":
        return NOTHING
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _versions(old: Record, new: Record) -> list[ChangedInput]:
    """Of Python, the libraries and this package; each is part of the method."""
    return [
        ChangedInput("method", name, "set", f"{one or NOTHING} → {other or NOTHING}")
        for name in sorted(old.versions.keys() | new.versions.keys())
        if (one := old.versions.get(name)) != (other := new.versions.get(name))
    ]


def _files(old: Record, new: Record) -> list[ChangedInput]:
    """Files whose rows or keys are not compared one by one: notebooks, code, other data."""
    zones = {zone for record in (old, new) for zone in record.parameters.get("zones", [])}
    by_row = {f"data/zones/{DENOMINATORS}", *(f"data/zones/{zone}/{EVIDENCE}" for zone in zones)}
    return [
        ChangedInput(
            _kind_of(name, "data" if name.startswith(_DATA) else "method"),
            "shequ-eval" if name == PACKAGE else name,
            _action(one, other),
        )
        for name in sorted(old.inputs.keys() | new.inputs.keys())
        if name not in by_row and not _PARAMETER_FILE.fullmatch(name)
        if (one := old.inputs.get(name)) != (other := new.inputs.get(name))
    ]


def _kind_of(name: str, kind: Kind) -> Kind:
    return "earlier" if name.partition("/")[0] == COMPARED_WITH else kind


def _action(old: object, new: object) -> Action:
    if old is None:
        return "added"
    return "removed" if new is None else "changed"
