"""Knows which rows an accepted sheet adds to which table; writes none of them.

What is there already, with the same cells, is not added again; what is there with other cells is
a fault, for a coded figure is corrected by a dispute and not by coding it a second time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count

import pandas as pd

from shequ_eval.evidence.coding.columns import ACCEPT, FIELDS, Cells
from shequ_eval.evidence.coding.decisions import Decision
from shequ_eval.evidence.coding.figures import shown
from shequ_eval.evidence.coding.read_sheet import CodingSheet, SheetRow
from shequ_eval.evidence.coding.second_reading import Reading
from shequ_eval.evidence.coding.typed import period_cell
from shequ_eval.evidence.findings import Finding

UNREAD = "unread"
CORRECT_BY_DISPUTE = (
    "已编码的数字不重编：在 coding/disputes.csv 写明不同读法 "
    "a coded figure is not coded again: write the other reading into coding/disputes.csv"
)


@dataclass(frozen=True)
class Row:
    """A row to be added to a table, with the row of the sheet that it comes from."""

    table: str
    cells: Cells
    number: int = 0


@dataclass
class Additions:
    """The rows to add, the marks to set on rows that exist, and what stands in the way.

    `marks` is evidence_id → second_reading for figures accepted before a second coder read them.
    """

    rows: list[Row] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    known: int = 0

    def of(self, table: str) -> list[Row]:
        """The rows of one table."""
        return [row for row in self.rows if row.table == table]


def additions_of(
    sheet: CodingSheet,
    decisions: Sequence[Decision],
    readings: Mapping[tuple[str, int, int], Reading],
    tables: Mapping[str, pd.DataFrame],
) -> Additions:
    """The rows that these decisions add to sources, evidence, missing numbers and decisions.

    `tables` are those of the package; `readings` are a second coder's, by source and span. The
    name of an evidence table is evidence_ and the zone's id.
    """
    made = Additions()
    zones = _add_sources(made, sheet, decisions, tables["sources"])
    ids = _Ids(tables)
    for decision in decisions:
        zone_id = zones.get(decision.source_id)
        if zone_id is None:
            continue
        if decision.is_lost:
            _add_lost_number(made, decision, tables)
            continue
        evidence_id = ""
        if decision.decision == ACCEPT:
            reading = readings.get(decision.key, Reading(UNREAD))
            evidence_id = _add_evidence(made, sheet, decision, zone_id, reading, ids, tables)
        _add_decision(made, sheet, decision, evidence_id, tables["decisions"])
    return made


class _Ids:
    """Evidence ids: zone and start; where that is taken, the number of the source comes first."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        evidence = tables["evidence"]
        self.sources = list(tables["sources"]["source_id"])
        self.taken = set(evidence["evidence_id"])

    def next(self, zone_id: str, source_id: str, start: int) -> str:
        if source_id not in self.sources:
            self.sources.append(source_id)
        place = self.sources.index(source_id) + 1
        wanted = chain(
            [f"{zone_id}-{start:04d}", f"{zone_id}-{place}{start:06d}"],
            (f"{zone_id}-{place}{start:06d}{number}" for number in count(2)),
        )
        found = next(name for name in wanted if name not in self.taken)
        self.taken.add(found)
        return found


def _add_sources(
    made: Additions, sheet: CodingSheet, decisions: Sequence[Decision], sources: pd.DataFrame
) -> dict[str, str]:
    """Add the sources that are not registered; the zone of each source of the sheet."""
    registered = sources.set_index("source_id")
    decided = {decision.source_id for decision in decisions}
    zones: dict[str, str] = {}
    for row in sheet.sources:
        source_id = row.get("source_id")
        zones[source_id] = row.get("zone_id")
        if source_id not in decided:
            continue
        if source_id not in registered.index:
            published = period_cell(row.get("published"))
            made.rows.append(Row("sources", {**row.cells, "published": published}, row.number))
        elif registered.at[source_id, "sha256"] != row.get("sha256"):
            made.findings.append(_another_document(sheet, row, registered))
    for decision in decisions:
        if decision.source_id not in zones:
            allowed = ", ".join(zones)
            made.findings.append(
                _fault(sheet.file, decision.number, "source_id", decision.source_id, allowed)
            )
    return zones


def _add_evidence(
    made: Additions,
    sheet: CodingSheet,
    decision: Decision,
    zone_id: str,
    reading: Reading,
    ids: _Ids,
    tables: Mapping[str, pd.DataFrame],
) -> str:
    cells = {
        "source_id": decision.source_id, "zone_id": zone_id, "start": str(decision.start),
        "end": str(decision.end), "value_text": decision.value_text,
        **decision.cells, "coder": decision.coder, "note": decision.note,
    }  # fmt: skip
    there = _at_span(tables["evidence"], decision)
    if there is None:
        evidence_id = ids.next(zone_id, decision.source_id, decision.start)
        whole = {"evidence_id": evidence_id, **cells, "second_reading": reading.mark}
        made.rows.append(Row(f"evidence_{zone_id}", whole, decision.number))
    else:
        made.known += 1
        evidence_id = str(there["evidence_id"])
        made.findings += _differences(sheet, decision, cells, there)
        if there["second_reading"] == UNREAD != reading.mark:
            made.marks[evidence_id] = reading.mark
    made.rows += [Row("disputes", {"evidence_id": evidence_id, **d}) for d in reading.disputes]
    return evidence_id


def _add_decision(
    made: Additions, sheet: CodingSheet, decision: Decision, evidence_id: str, log: pd.DataFrame
) -> None:
    there = _at_span(log, decision)
    if there is None:
        cells = {
            "source_id": decision.source_id, "start": str(decision.start),
            "end": str(decision.end), "value_text": decision.value_text,
            "decision": decision.decision, "evidence_id": evidence_id,
            "changed": " ".join(decision.changed), "coder": decision.coder,
            "decided_on": decision.decided_on, "note": decision.note,
        }  # fmt: skip
        made.rows.append(Row("decisions", cells, decision.number))
    elif there["decision"] != decision.decision:
        found, allowed = decision.decision, str(there["decision"])
        made.findings.append(_fault(sheet.file, decision.number, "decision", found, allowed))


def _add_lost_number(
    made: Additions, decision: Decision, tables: Mapping[str, pd.DataFrame]
) -> None:
    """Record a place where the document lost its number; one that is recorded stays as it is."""
    known, cells = tables["missing_numbers"], decision.cells
    if (known["source_id"].eq(decision.source_id) & known["gap"].eq(decision.start)).any():
        made.known += 1
        return
    last = max((int(key.removeprefix("x")) for key in known["missing_id"]), default=0)
    families = dict(
        zip(tables["indicators"]["indicator_id"], tables["indicators"]["family_id"], strict=True)
    )
    is_reworded = "statement_zh" in decision.changed and "statement_en" not in decision.changed
    row = {
        "missing_id": f"x{last + 1 + len(made.of('missing_numbers')):02d}",
        "source_id": decision.source_id, "start": str(decision.passage_start),
        "gap": str(decision.start), "type": "year" if decision.value_text == "年" else "count",
        "what": cells["statement_zh"], "what_en": "" if is_reworded else cells["statement_en"],
        "indicator_id": cells["indicator_id"], "family_id": families.get(cells["indicator_id"], ""),
        "note": decision.note,
    }  # fmt: skip
    made.rows.append(Row("missing_numbers", row, decision.number))


def _at_span(table: pd.DataFrame, decision: Decision) -> pd.Series | None:
    same = (
        table["source_id"].eq(decision.source_id)
        & table["start"].eq(decision.start)
        & table["end"].eq(decision.end)
    )
    return table[same].iloc[0] if same.any() else None


def _differences(
    sheet: CodingSheet, decision: Decision, cells: Cells, there: pd.Series
) -> list[Finding]:
    return [
        _fault(sheet.file, decision.number, name, cells[name], _as_cell(there[name]))
        for name in (*FIELDS, "coder")
        if cells[name] != _as_cell(there[name])
    ]


def _as_cell(value: object) -> str:
    """A typed cell of a table as its file writes it.

    >>> [_as_cell(value) for value in (pd.NA, True, 43600.0, "家")]
    ['', 'true', '43600', '家']
    """
    if value is pd.NA or value is None:
        return ""
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return str(value).lower()
    return value if isinstance(value, str) else shown(float(str(value)))


def _another_document(sheet: CodingSheet, row: SheetRow, registered: pd.DataFrame) -> Finding:
    allowed = str(registered.at[row.get("source_id"), "sha256"])
    remedy = "文件与登记的不同：重新 code new another document: make a fresh sheet"
    return Finding(
        sheet.sources_file, row.number, "sha256", "sheet-document", "error",
        row.get("sha256"), allowed, remedy,
    )  # fmt: skip


def _fault(file: str, row: int, column: str, found: str, allowed: str) -> Finding:
    return Finding(
        file, row, column, "sheet-decided-otherwise", "error", found, allowed, CORRECT_BY_DISPUTE
    )
