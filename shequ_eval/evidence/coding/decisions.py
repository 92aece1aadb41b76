"""Knows what a coder decided in each row of a sheet, and what is wrong with it; saves nothing.

An accepted row takes the coder's own cells, then the suggestions. Where the coder chose another
indicator, what hangs on the indicator comes from the one chosen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from shequ_eval.evidence.coding.added import completed
from shequ_eval.evidence.coding.columns import (
    ACCEPT,
    FIELDS,
    LOST_KIND,
    NONE,
    Cells,
    Vocabulary,
)
from shequ_eval.evidence.coding.read_sheet import CodingSheet, SheetRow
from shequ_eval.evidence.coding.reread import Reread, Span
from shequ_eval.evidence.coding.row_faults import accepted_faults, lost_faults, signed_faults
from shequ_eval.evidence.coding.spans import is_added, span_of
from shequ_eval.evidence.coding.typed import day_cell, period_cell
from shequ_eval.evidence.coding.units import unit_of
from shequ_eval.evidence.findings import Finding

FROM_INDICATOR = {"dimension": "dimension", "statement_zh": "title_zh", "statement_en": "title_en"}
PERIODS, DAY = ("period", "cumulative_over"), "coded_on"


@dataclass(frozen=True)
class Signature:
    """Who decided, and when; used where a row itself says nothing."""

    coder: str = ""
    coded_on: str = ""


@dataclass(frozen=True)
class Decision:
    """What a coder decided about one figure.

    `cells` are the columns of the evidence table (for `accept` only), `changed` those that
    differ from what was suggested. `number` is the row of the sheet. `passage_start` is where the
    clause of the words begins.
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
    passage_start: int = 0

    @property
    def key(self) -> tuple[str, int, int]:
        """The source and the span: what is decided once."""
        return self.source_id, self.start, self.end

    @property
    def is_lost(self) -> bool:
        """Whether it says that the document has lost its number here."""
        return self.decision == ACCEPT and self.cells["kind"] == LOST_KIND


def decisions_of(
    sheet: CodingSheet, vocabulary: Vocabulary, indicators: pd.DataFrame, signed: Signature
) -> tuple[list[Decision], list[Finding]]:
    """The decided rows of a sheet, and every fault of those that are not in order.

    A row in which nothing was filled in is left for later and is no fault. `indicators` is
    indexed by indicator_id.
    """
    decisions: list[Decision] = []
    findings: list[Finding] = []
    reread = Reread(sheet)
    for issued in sheet.rows:
        if not _is_touched(issued):
            continue
        row = _as_written(issued, signed)
        span, faults = span_of(row, sheet, reread)
        if is_added(row):
            row = completed(row, span, reread, vocabulary)
        cells, changed = resolved_cells(row, vocabulary, indicators)
        decision = vocabulary.code("decision", row.get("decision"))
        told = signed_faults(sheet.file, row, vocabulary)
        if decision == ACCEPT and cells["kind"] == LOST_KIND:
            told += lost_faults(sheet.file, row, cells, vocabulary)
        elif decision == ACCEPT:
            found = None if faults else reread.figure(row, span)
            figure = found[0] if found else None
            told += accepted_faults(sheet.file, row, cells, figure, indicators, vocabulary)
        findings += faults + told
        if not faults + told:
            made = _decision(row, span, cells, changed, decision)
            decisions.append(replace(made, passage_start=reread.clause_start(row, span)))
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
        unit, alike = str(of_indicator["unit"]), vocabulary.cues.alike_units
        # NOTE: without a suggested indicator the sheet could not show the bases of the chosen one.
        if not suggested["indicator_id"]:
            basis |= {k: v for k, v in vocabulary.bases[chosen].items() if not suggested[k]}
        basis["unit"] = unit_of(suggested["unit"], unit, vocabulary.quantities, alike)
    cells = {name: "" if own[name] == NONE else own[name] or basis[name] for name in FIELDS}
    changed = tuple(name for name in FIELDS if own[name] and cells[name] != suggested[name])
    return cells, changed


def units_that_follow(
    sheet: CodingSheet, decisions: Iterable[Decision]
) -> list[tuple[int, str, str, str]]:
    """Rows whose unit is not the one that the sheet shows, though nobody wrote one.

    Row, words, the unit shown, the unit taken: it came with the indicator that the coder chose.
    """
    rows = {row.number: row for row in sheet.rows}
    return [
        (made.number, made.value_text, shown, made.cells["unit"])
        for made in decisions
        if made.cells and not rows[made.number].get("unit")
        for shown in [rows[made.number].get("unit?")]
        if shown and shown != made.cells["unit"]
    ]


def _is_touched(row: SheetRow) -> bool:
    return any(row.get(name) for name in ("decision", *FIELDS, "note"))


def _as_written(row: SheetRow, signed: Signature) -> SheetRow:
    """The row with days and periods as the tables write them, and with who signed the sheet."""
    cells = {**row.cells, **{name: period_cell(row.get(name)) for name in PERIODS}}
    cells["coder"] = row.get("coder") or signed.coder
    cells[DAY] = day_cell(row.get(DAY) or signed.coded_on)
    return replace(row, cells=cells)


def _decision(
    row: SheetRow, span: Span, cells: Cells, changed: tuple[str, ...], decision: str
) -> Decision:
    is_accepted = decision == ACCEPT
    return Decision(
        number=row.number,
        source_id=row.get("source_id"),
        start=span[0],
        end=span[1],
        value_text=row.get("value_text"),
        decision=decision,
        coder=row.get("coder"),
        decided_on=row.get(DAY),
        note=row.get("note"),
        cells=cells if is_accepted else {},
        changed=changed if is_accepted else (),
    )


def _decided_twice(file: str, decisions: Iterable[Decision]) -> list[Finding]:
    first: dict[tuple[str, int, int], int] = {}
    findings = []
    for decision in decisions:
        if decision.key in first:
            allowed = f"每个数字一行，第 {first[decision.key]} 行已有 once; that row has it"
            found = decision.value_text
            findings.append(
                Finding(file, decision.number, "start", "sheet-duplicate", "error", found, allowed)
            )
        first.setdefault(decision.key, decision.number)
    return findings
