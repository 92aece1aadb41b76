"""Knows what is wrong with the cells of one decided row; every fault of it at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from shequ_eval.evidence.coding.columns import DECISIONS, FIELDS, NONE, Vocabulary
from shequ_eval.evidence.coding.doubts import NUMBERS, doubts_of
from shequ_eval.evidence.coding.read_sheet import SheetRow
from shequ_eval.evidence.coding.typed import EXAMPLES
from shequ_eval.evidence.findings import Finding
from shequ_eval.evidence.quantities.quantity import Quantity
from shequ_eval.evidence.workbooks import is_day

CODER = re.compile(r"[a-z][a-z0-9_]*")
PERIODS = ("period", "cumulative_over")
OF_THE_INDICATOR = ("dimension", "statement_zh", "statement_en")
OF_A_LOST_NUMBER = ("indicator_id", "kind", "statement_zh")


def signed_faults(file: str, row: SheetRow, vocabulary: Vocabulary) -> list[Finding]:
    """Faults of the decision, of the coder and of the day."""
    decision = vocabulary.code("decision", row.get("decision"))
    if decision not in DECISIONS:
        allowed = vocabulary.allowed("decision", decision)
        return [_fault(file, row, "decision", "decision", row.get("decision"), allowed)]
    faults = []
    if not CODER.fullmatch(row.get("coder")):
        allowed = "小写英文代号，或用 --coder 给出 a lower-case code, or give it with --coder"
        faults.append(_fault(file, row, "coder", "coder", row.get("coder"), allowed))
    if not is_day(row.get("coded_on")):
        allowed = "年-月-日，或用 --on 给出 e.g. 2026-11-24, or give it with --on"
        faults.append(_fault(file, row, "coded_on", "date", row.get("coded_on"), allowed))
    return faults


def accepted_faults(
    file: str,
    row: SheetRow,
    cells: Mapping[str, str],
    found: Quantity | None,
    indicators: pd.DataFrame,
    vocabulary: Vocabulary,
) -> list[Finding]:
    """Faults of the cells that an accepted row comes to; `found` is what its words say."""
    is_known = cells["indicator_id"] in indicators.index
    names = [name for name in FIELDS if is_known or name not in OF_THE_INDICATOR]
    faults = _cell_faults(file, row, cells, names, vocabulary)
    if not any(cells[name] for name in NUMBERS):
        allowed = "原词里读不出数 no number in the words: 填 value，或 low、high give one of them"
        faults.append(_fault(file, row, "value", "required", "", allowed))
    if not is_known:
        return faults
    own = {name: vocabulary.code(name, row.get(name)) for name in FIELDS}
    (indicator,) = (of for _, of in indicators.loc[[cells["indicator_id"]]].iterrows())
    doubts = doubts_of(dict(cells), own, row.get("note"), found, indicator, vocabulary)
    told = {fault.column for fault in faults}
    return faults + [
        _fault(file, row, doubt.column, doubt.rule, doubt.found, doubt.allowed)
        for doubt in doubts
        if doubt.column not in told
    ]


def lost_faults(
    file: str, row: SheetRow, cells: Mapping[str, str], vocabulary: Vocabulary
) -> list[Finding]:
    """Faults of a row that records a lost number: it needs to say what is lost."""
    return [
        fault
        for fault in _cell_faults(file, row, cells, OF_A_LOST_NUMBER, vocabulary)
        if fault.column != "indicator_id" or cells["indicator_id"]
    ]


def _cell_faults(
    file: str,
    row: SheetRow,
    cells: Mapping[str, str],
    names: Iterable[str],
    vocabulary: Vocabulary,
) -> list[Finding]:
    faults = []
    for name in names:
        cell = cells[name]
        if not cell and name in vocabulary.required:
            allowed = f"必填 required: {vocabulary.titles[name]}"
            if name == "indicator_id":
                allowed += "；没有建议，请从列表选，或填 leave_out choose one, or leave it out"
            faults.append(_fault(file, row, name, "required", "", allowed))
        elif cell and name in vocabulary.options and cell not in vocabulary.options[name]:
            allowed = vocabulary.allowed(name, cell)
            faults.append(_fault(file, row, name, "unknown", cell, allowed))
        elif cell and name in PERIODS and not re.fullmatch(vocabulary.patterns[name], cell):
            allowed = f"{EXAMPLES}；没有就填 {NONE} or {NONE} for none"
            faults.append(_fault(file, row, name, "period", cell, allowed))
    return faults


def _fault(file: str, row: SheetRow, column: str, rule: str, found: str, allowed: str) -> Finding:
    return Finding(file, row.number, column, f"sheet-{rule}", "error", found, allowed)
