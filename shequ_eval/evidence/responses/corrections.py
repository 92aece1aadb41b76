"""Knows how corrections of answers are written down and carried out on a copy; invents none.

A row of the log: row, column, before, after, rule, who, why. `row` is the answer's id where the
mapping names one, or the line of the file as #12; `column` is the export's header, or * for the
whole sheet, which `after` then drops. `before` must be what the file says, or, where that names
someone, what the finding printed in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.evidence.responses.coded import shown_cell
from shequ_eval.evidence.responses.raw import RawResponses
from shequ_eval.evidence.workbooks import read_csv_rows, read_workbook
from shequ_eval.vocabulary.nearest import did_you_mean

LOG_COLUMNS = ("row", "column", "before", "after", "rule", "who", "why")
WHOLE, DROP = "*", "drop"
HELD_BACK = frozenset("<>")


def read_corrections(path: Path) -> pd.DataFrame:
    """A log of corrections (CSV or XLSX), all text; `line` is its own line of the file.

    Raises
    ------
    DataError
        It cannot be read, a column is missing or unknown, or a row is not signed.
    """
    lines = (
        next(iter(read_workbook(path).values()), [])
        if path.suffix.lower() == ".xlsx"
        else read_csv_rows(path)
    )
    header = tuple(lines[0]) if lines else ()
    if header != LOG_COLUMNS:
        odd = [name for name in header if name not in LOG_COLUMNS]
        hint = did_you_mean(odd[0], LOG_COLUMNS) if odd else ", ".join(LOG_COLUMNS)
        raise DataError([_fault(path.name, 1, "", "log_header", ", ".join(header), hint)])
    width = len(LOG_COLUMNS)
    rows = [(line, *(row + [""] * width)[:width]) for line, row in enumerate(lines[1:], 2)
            if any(row)]  # fmt: skip
    log = pd.DataFrame(rows, columns=["line", *LOG_COLUMNS])
    faults = [
        _fault(path.name, int(row["line"]), key, "unsigned", "", "谁、为什么 who and why")
        for row in log.to_dict("records")
        for key in ("rule", "who", "why")
        if not row[key]
    ]
    if faults:
        raise DataError(faults)
    return log


def corrected(
    raw: RawResponses, log: pd.DataFrame, id_header: str | None, file: str
) -> RawResponses:
    """A copy of the answers with every correction of the log; the file itself stays as it is.

    Raises
    ------
    DataError
        A row or column is not there, `before` is not what the file says, two corrections are of
        one cell, or a whole sheet has another `after` than drop; all of them.
    """
    cells = raw.cells.copy()
    places = _places(raw, id_header)
    faults: list[Finding] = []
    done: set[tuple[int, str]] = set()
    dropped: list[int] = []
    for entry in log.to_dict("records"):
        line, column = int(entry["line"]), str(entry["column"])
        rows = places.get(str(entry["row"]), [])
        if len(rows) != 1:
            allowed = "恰有一份的编号 the id of exactly one answer"
            faults.append(_fault(file, line, "row", "no_such_row", str(entry["row"]), allowed))
            continue
        here = (rows[0], column)
        if here in done:
            faults.append(_fault(file, line, column, "corrected_twice", str(entry["row"]), ""))
        done.add(here)
        if column == WHOLE:
            if entry["after"] != DROP:
                faults.append(_fault(file, line, "after", "whole_sheet", entry["after"], DROP))
            dropped.append(rows[0])
            continue
        if column not in cells:
            hint = did_you_mean(column, cells.columns)
            faults.append(_fault(file, line, "column", "no_such_column", column, hint))
            continue
        held = str(cells.loc[rows[0], column])
        if entry["before"] not in {held, shown_cell(held)}:
            allowed = "与文件相同 what the file says"
            faults.append(
                _fault(
                    file, line, "before", "not_as_before", shown_cell(str(entry["before"])), allowed
                )
            )
        cells.loc[rows[0], column] = entry["after"]
    if faults:
        raise DataError(faults)
    return replace(raw, cells=cells.drop(index=dropped))


def _places(raw: RawResponses, id_header: str | None) -> dict[str, list[int]]:
    found = {f"#{row}": [int(str(row))] for row in raw.cells.index}
    for row, name in raw.cells[id_header].items() if id_header else ():
        found.setdefault(str(name), []).append(int(str(row)))
    return found


def proposed_corrections(
    findings: Sequence[Finding], raw: RawResponses, id_header: str | None
) -> pd.DataFrame:
    """A log to be judged and signed: a row for each finding that a correction could settle.

    `after` is empty (no answer) for a cell, and left open for a whole sheet; who and why are
    left for the person who decides. A cell that may name someone is not copied.
    """
    rows = []
    for finding in findings:
        if finding.row is None or finding.row not in raw.cells.index:
            continue
        is_cell = (
            finding.column in raw.cells
            and finding.severity == "error"
            and finding.rule != "survey-id_twice"
        )
        before = str(raw.cells.loc[finding.row, finding.column]) if is_cell else ""
        name = f"#{finding.row}"
        if id_header is not None and finding.column != id_header:
            name = str(raw.cells.loc[finding.row, id_header])
        column = finding.column if is_cell else WHOLE
        shown = finding.found if finding.found[:1] in HELD_BACK else before
        rows.append((name, column, shown, "", finding.rule, "", ""))
    return pd.DataFrame(rows, columns=list(LOG_COLUMNS)).drop_duplicates(ignore_index=True)


def _fault(
    file: str, row: int | None, column: str, rule: str, found: object, allowed: str
) -> Finding:
    return Finding(file, row, column, f"survey-{rule}", "error", str(found)[:60], allowed)
