"""Knows where the known totals of a calibration are written; makes no weight."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.vocabulary.nearest import did_you_mean
from shequ_eval.vocabulary.survey_design_spec import CalibrationSpec, MarginSpec

TOTAL = "total"


def read_known_totals(calibration: CalibrationSpec | None, folder: Path) -> list[pd.DataFrame]:
    """One table for each margin of a specification in `folder`: its columns, then `total`.

    Raises
    ------
    DataError
        A file of totals is not there or has not got the columns, or a total is no number from 0
        up, or a group is there twice; every such fault.
    """
    faults: list[Finding] = []
    margins = [] if calibration is None else calibration.margins
    tables = [_table(margin, folder, faults) for margin in margins]
    if faults:
        raise DataError(faults)
    return tables


def _table(margin: MarginSpec, folder: Path, faults: list[Finding]) -> pd.DataFrame:
    wanted = [*margin.columns, TOTAL]
    if isinstance(margin.totals, dict):
        name, table = "totals", pd.DataFrame(list(margin.totals.items()), columns=wanted)
    else:
        name = margin.totals
        try:
            table = pd.read_csv(folder / name, encoding="utf-8-sig")
        except (OSError, ValueError) as error:
            faults.append(_fault(name, None, "", "unreadable", str(error)[:200], "UTF-8 CSV"))
            return pd.DataFrame(columns=wanted)
    for column in [column for column in wanted if column not in table]:
        hint = did_you_mean(column, [str(present) for present in table.columns])
        faults.append(_fault(name, 1, column, "no_such_column", column, hint))
        table[column] = 0
    totals = pd.to_numeric(table[TOTAL], errors="coerce")
    for place in table.index[~(totals >= 0)]:
        found = str(table[TOTAL][place])
        faults.append(_fault(name, int(place) + 2, TOTAL, "total", found, "0 或以上 0 or above"))
    for place in table.index[table.duplicated(margin.columns)]:
        found = " × ".join(str(table[column][place]) for column in margin.columns)
        allowed = "每组一行 one row a group"
        faults.append(_fault(name, int(place) + 2, TOTAL, "group_twice", found, allowed))
    return table[wanted].assign(**{TOTAL: totals})


def _fault(file: str, row: int | None, column: str, rule: str, found: str, allowed: str) -> Finding:
    return Finding(file, row, column, rule, "error", found, allowed)
