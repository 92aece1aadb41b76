"""Knows what a coder decided in each row of a sheet, and what is wrong with it; saves nothing.

An accepted row takes the coder's own cells, then the suggestions. Where the coder chose another
indicator, what hangs on the indicator comes from the one chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from shequ_eval.evidence.coding.columns import (
    ACCEPT,
    DECISIONS,
    FIELDS,
    NONE,
    Cells,
    Vocabulary,
)
from shequ_eval.evidence.coding.read_sheet import CodingSheet, SheetRow
from shequ_eval.evidence.findings import Finding
from shequ_eval.evidence.workbooks import is_day

CODER = re.compile(r"[a-z][a-z0-9_]*")
FROM_INDICATOR = {"dimension": "dimension", "statement_zh": "title_zh", "statement_en": "title_en"}


@dataclass(frozen=True)
class Signature:
    """Who decided, and when; used where a row itself says nothing."""

    coder: str = ""
    coded_on: str = ""


@dataclass(frozen=True)
class Decision:
    """What a coder decided about one figure.

    `cells` are the columns of the evidence table (for `accept` only), `changed` those that
    differ from what was suggested. `number` is the row of the sheet.
    """

    number: int
    source_id: str
    start: int
    end: int
    value_text: str
    decision: str
    coder: str
    decided_on: str
    note: str
    cells: Cells
    changed: tuple[str, ...]

    @property
    def key(self) -> tuple[str, int, int]:
        """The source and the span: what is decided once."""
        return self.source_id, self.start, self.end


def decisions_of(
    sheet: CodingSheet, vocabulary: Vocabulary, indicators: pd.DataFrame, signed: Signature
) -> tuple[list[Decision], list[Finding]]:
    """The decided rows of a sheet, and every fault of those that are not in order.

    A row in which nothing was filled in is left for later and is no fault. `indicators` is
    indexed by indicator_id.
    """
    decisions: list[Decision] = []
    findings: list[Finding] = []
    for row in sheet.rows:
        if not _is_touched(row):
            continue
        span, faults = _span_of(row, sheet)
        cells, changed = resolved_cells(row, vocabulary, indicators)
        faults += _row_faults(sheet.file, row, cells, vocabulary, signed)
        findings += faults
        if not faults:
            decisions.append(_decision(row, span, cells, changed, vocabulary, signed))
    findings += _decided_twice(sheet.file, decisions)
    return decisions, findings


def resolved_cells(
    row: SheetRow, vocabulary: Vocabulary, indicators: pd.DataFrame
) -> tuple[Cells, tuple[str, ...]]:
    """The cells of the evidence table that a row comes to, and the columns that were changed."""
    own = {name: vocabulary.code(name, row.get(name)) for name in FIELDS}
    suggested = {name: vocabulary.code(name, row.get(f"{name}?")) for name in FIELDS}
    chosen = own["indicator_id"] or suggested["indicator_id"]
    basis = dict(suggested)
    if chosen != suggested["indicator_id"] and chosen in indicators.index:
        of_indicator = indicators.loc[chosen]
        basis |= {name: str(of_indicator[key]) for name, key in FROM_INDICATOR.items()}
        basis["unit"] = _unit(suggested["unit"], str(of_indicator["unit"]), vocabulary.quantities)
    cells = {name: "" if own[name] == NONE else own[name] or basis[name] for name in FIELDS}
    changed = tuple(name for name in FIELDS if own[name] and cells[name] != suggested[name])
    return cells, changed


def _unit(of_figure: str, of_indicator: str, quantities: Mapping[str, str]) -> str:
    """The indicator's unit where it measures the same kind of thing, else the figure's own."""
    is_like = quantities.get(of_indicator) == quantities.get(of_figure)
    return of_indicator if of_indicator and (is_like or not of_figure) else of_figure


def _is_touched(row: SheetRow) -> bool:
    return any(row.get(name) for name in ("decision", *FIELDS, "note"))


def _decision(
    row: SheetRow,
    span: tuple[int, int],
    cells: Cells,
    changed: tuple[str, ...],
    vocabulary: Vocabulary,
    signed: Signature,
) -> Decision:
    decision = vocabulary.code("decision", row.get("decision"))
    is_accepted = decision == ACCEPT
    return Decision(
        number=row.number,
        source_id=row.get("source_id"),
        start=span[0],
        end=span[1],
        value_text=row.get("value_text"),
        decision=decision,
        coder=row.get("coder") or signed.coder,
        decided_on=row.get("coded_on") or signed.coded_on,
        note=row.get("note"),
        cells=cells if is_accepted else {},
        changed=changed if is_accepted else (),
    )


def _span_of(row: SheetRow, sheet: CodingSheet) -> tuple[tuple[int, int], list[Finding]]:
    """Where the words stand: as issued, or found in the paragraph that an added row names."""
    words, start = row.get("value_text"), row.get("start")
    if re.fullmatch("[0-9]+", start) and words:
        return (int(start), int(start) + len(words)), []
    number = re.search("[0-9]+", row.get("place"))
    places = [
        int(text.get("start")) + found.start()
        for text in sheet.texts
        if number and text.get("paragraph") == number.group()
        and text.get("source_id") == row.get("source_id")
        for found in re.finditer(re.escape(words), text.get("text"))
        if words
    ]  # fmt: skip
    if len(places) == 1:
        return (places[0], places[0] + len(words)), []
    allowed = (
        "补充的一行须有来源、段号和该段中只出现一次的原词 "
        "an added row has its source, the number of its paragraph, and words found once in it"
    )
    found = f"{words!r} × {len(places)}"
    return (0, 0), [_fault(sheet.file, row.number, "value_text", "added-words", found, allowed)]


def _row_faults(
    file: str, row: SheetRow, cells: Mapping[str, str], vocabulary: Vocabulary, signed: Signature
) -> list[Finding]:
    decision = vocabulary.code("decision", row.get("decision"))
    if decision not in DECISIONS:
        allowed = vocabulary.allowed("decision", decision)
        return [_fault(file, row.number, "decision", "decision", row.get("decision"), allowed)]
    faults = []
    coder, day = row.get("coder") or signed.coder, row.get("coded_on") or signed.coded_on
    if not CODER.fullmatch(coder):
        allowed = "小写英文代号，或用 --coder 给出 a lower-case code, or give it with --coder"
        faults.append(_fault(file, row.number, "coder", "coder", coder, allowed))
    if not is_day(day):
        allowed = "年-月-日，或用 --on 给出 e.g. 2026-11-24, or give it with --on"
        faults.append(_fault(file, row.number, "coded_on", "date", day, allowed))
    if decision != ACCEPT:
        return faults
    for name, cell in cells.items():
        if not cell and name in vocabulary.required:
            allowed = f"必填 required: {vocabulary.titles[name]}"
            faults.append(_fault(file, row.number, name, "required", "", allowed))
        elif cell and name in vocabulary.options and cell not in vocabulary.options[name]:
            allowed = vocabulary.allowed(name, cell)
            faults.append(_fault(file, row.number, name, "unknown", cell, allowed))
    return faults


def _decided_twice(file: str, decisions: Iterable[Decision]) -> list[Finding]:
    first: dict[tuple[str, int, int], int] = {}
    findings = []
    for decision in decisions:
        if decision.key in first:
            allowed = f"每个数字一行，第 {first[decision.key]} 行已有 once; that row has it"
            found = decision.value_text
            findings.append(_fault(file, decision.number, "start", "duplicate", found, allowed))
        first.setdefault(decision.key, decision.number)
    return findings


def _fault(file: str, row: int, column: str, rule: str, found: str, allowed: str) -> Finding:
    return Finding(file, row, column, f"sheet-{rule}", "error", found, allowed)
