"""Knows what differs between what two reports were made from, from their folders alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from shequ_eval.reporting.crate.input_rows import DENOMINATORS, EVIDENCE, ROWS, read_rows
from shequ_eval.reporting.crate.inputs import PACKAGE
from shequ_eval.reporting.crate.record import CRATE, Record, read_record
from shequ_eval.reporting.faults import ReportingFault

Kind = Literal["evidence", "denominator", "parameter", "method", "data"]
WORDS: dict[Kind, str] = {
    "evidence": "证据 evidence",
    "denominator": "分母 denominator",
    "parameter": "参数 parameter",
    "method": "方法 method",
    "data": "其他数据 other data",
}
KEYS = {EVIDENCE: "evidence_id", DENOMINATORS: "denominator_id"}
# Their rows are compared one by one.
_BY_ROW = ("/evidence.csv", "/denominators.csv")


@dataclass(frozen=True)
class ChangedInput:
    """One thing that the newer report was made from and the older was not, or otherwise.

    `key` is the id of a row of evidence or denominators, else the name of what changed.
    """

    kind: Kind
    key: str
    how: str

    def __str__(self) -> str:
        return f"{WORDS[self.kind]} {self.key}: {self.how}"


def changed_inputs(old: Path, new: Path) -> list[ChangedInput]:
    """Everything that differs: rows of evidence and denominators, parameters, methods, other data.

    Raises
    ------
    ReportingFault
        A folder holds no report.
    """
    before, after = record_in(old), record_in(new)
    return [
        *_rows(old, new, EVIDENCE, "evidence"),
        *_rows(old, new, DENOMINATORS, "denominator"),
        *_parameters(before, after),
        *_methods(before, after),
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
            how = "新增 added" if one is None else "删去 removed"
            found.append(ChangedInput(kind, key, how))
        elif one != other:
            found.append(ChangedInput(kind, key, f"更正 corrected: {_cells(one, other)}"))
    return found


def _by_key(path: Path, key: str) -> dict[str, dict[str, str]]:
    header, rows = read_rows(path)
    named = [dict(zip(header, row, strict=False)) for row in rows]
    return {row[key]: row for row in named if key in row}


def _cells(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    columns = [column for column in new if old.get(column, "") != new[column]]
    return "; ".join(f"{c} {old.get(c, '') or '空'} → {new[c] or '空'}" for c in columns)


def _parameters(old: Record, new: Record) -> list[ChangedInput]:
    names = sorted(old.parameters.keys() | new.parameters.keys())
    return [
        ChangedInput("parameter", name, f"{_shown(one)} → {_shown(other)}")
        for name in names
        if (one := old.parameters.get(name)) != (other := new.parameters.get(name))
    ]


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _methods(old: Record, new: Record) -> list[ChangedInput]:
    """Changed files and versions; a library or the package is a method, as a notebook is."""
    found = [
        ChangedInput("method", name, f"{one or '无 none'} → {other or '无 none'}")
        for name in sorted(old.versions.keys() | new.versions.keys())
        if (one := old.versions.get(name)) != (other := new.versions.get(name))
    ]
    for name in sorted(old.inputs.keys() | new.inputs.keys()):
        one, other = old.inputs.get(name), new.inputs.get(name)
        is_compared = name.endswith(_BY_ROW) or name.startswith("parameters/")
        if one == other or is_compared:
            continue
        kind: Kind = "data" if name.startswith(("data/", "documents/")) else "method"
        how = "新增 added" if one is None else "没有了 gone" if other is None else "变了 changed"
        found.append(ChangedInput(kind, "shequ-eval" if name == PACKAGE else name, how))
    return found
