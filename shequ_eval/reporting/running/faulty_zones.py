"""Knows to which zones the errors of the data belong and which reports they stop; mends nothing.

An error belongs to a zone where the file bears its name, or where the row of a table of zones or
of a register names it. Everything else is shared: the codebook, the sources, the descriptor.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from shequ_eval.evidence.checks.placeholders import TO_FILL
from shequ_eval.evidence.findings import DataError, Finding, errors_of
from shequ_eval.reporting.crate.inputs import ALL_ZONES, Asking, owner_of, zones_of
from shequ_eval.reporting.plan import ReportPlan

ZONE, SHARED = "zone_id", ""
TABLES_OF_ZONES = ("zones/", "registers/")
ByZone = Mapping[str, Sequence[Finding]]


def errors_by_zone(findings: Sequence[Finding], data_root: Path) -> dict[str, list[Finding]]:
    """The errors of each zone; those that are shared, and stop every report, under `SHARED`."""
    zones, rows = zones_of(data_root), cache(_zones_of_rows)
    owned: dict[str, list[Finding]] = {}
    for error in errors_of(findings):
        named = owner_of(error.file, zones) or _zone_of_row(error, data_root, rows)
        owned.setdefault(named if named in zones else SHARED, []).append(error)
    return owned


def _zone_of_row(error: Finding, data_root: Path, rows: Callable[[Path], list[str]]) -> str:
    if error.row is None or not error.file.startswith(TABLES_OF_ZONES):
        return ""
    zones = rows(data_root / error.file)
    return zones[error.row - 1] if 1 < error.row <= len(zones) else ""


def _zones_of_rows(path: Path) -> list[str]:
    """The zone that each row of a table names, the header first; "" where it names none.

    A row with a cell too many or too few may have its zone in the wrong column, so it names none.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            header, *rows = list(csv.reader(stream))
    except (OSError, UnicodeDecodeError, csv.Error, ValueError):
        return []
    if ZONE not in header:
        return []
    at = header.index(ZONE)
    return ["", *(row[at] if len(row) == len(header) else "" for row in rows)]


def filled_in(
    parameter_files: Sequence[Path], tell: Callable[[str], None]
) -> tuple[list[Path], dict[str, list[str]]]:
    """The parameter files without a cell still to fill; and, by name, why the others are left.

    Where every file has one, all stay, and are refused as any other that is not valid.
    """
    waiting = {path: _is_open(path) for path in parameter_files}
    if all(waiting.values()):
        return list(parameter_files), {}
    left = {
        path.stem: [f"{path.name}: 还有“{TO_FILL}”，不生成 still has {TO_FILL}: not made"]
        for path in parameter_files
        if waiting[path]
    }
    for faults in left.values():
        tell("\n".join(faults))
    return [path for path in parameter_files if not waiting[path]], left


def _is_open(path: Path) -> bool:
    try:
        return TO_FILL in path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return False


def all_of(owned: ByZone) -> list[Finding]:
    """The errors of all zones together."""
    return [error for errors in owned.values() for error in errors]


def clear_of_faults(
    plans: Sequence[ReportPlan], owned: ByZone, data_root: Path, tell: Callable[[str], None]
) -> tuple[list[ReportPlan], dict[str, list[str]]]:
    """The reports that read no faulty zone; and, by report, the errors that stop the others.

    One line is told for each faulty zone, and the errors of the reports that are not made.

    Raises
    ------
    DataError
        No report is left.
    """
    stopped = {plan.report_id: errors for plan in plans if (errors := _stopped_by(plan, owned))}
    if len(stopped) == len(plans):
        raise DataError(all_of(owned))
    for zone in owned:
        tell(words_of(zone, len(owned[zone])))
    sentences = {key: [error.sentence() for error in errors] for key, errors in stopped.items()}
    for faults in sentences.values():
        tell("\n".join(faults))
    return [plan for plan in plans if plan.report_id not in stopped], sentences


def _stopped_by(asking: Asking, owned: ByZone) -> list[Finding]:
    """The errors of the zones that a report reads; of any zone where it reads all."""
    if any(ALL_ZONES in path.read_bytes() for path in asking.notebooks):
        return all_of(owned)
    return [error for zone in asking.zones for error in owned.get(zone, ())]


def words_of(zone: str, errors: int) -> str:
    """That a zone has faults and what they stop, in one line.

    >>> words_of("east", 2).split("。")[0]
    'east: 数据有 2 处错误，读它的报告不生成，其余照常'
    """
    return (
        f"{zone}: 数据有 {errors} 处错误，读它的报告不生成，其余照常。"
        f" {errors} {'error' if errors == 1 else 'errors'} in its data: reports that read it are "
        "not made, the others are. shequ-eval check"
    )
