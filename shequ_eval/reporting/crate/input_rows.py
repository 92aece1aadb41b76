"""Knows which rows of the data go with a report, so that it explains itself; changes none."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from pathlib import Path

ROWS = "inputs"
EVIDENCE, DENOMINATORS = "evidence.csv", "denominators.csv"
Table = tuple[list[str], list[list[str]]]


def write_input_rows(folder: Path, data_root: Path, zones: Sequence[str]) -> None:
    """Write `inputs/evidence.csv` and `inputs/denominators.csv`: the rows of these zones.

    With them two reports can be compared, and each moved figure explained, from the reports alone.
    """
    target = folder / ROWS
    target.mkdir(parents=True, exist_ok=True)
    parts = [read_rows(data_root / "zones" / zone / EVIDENCE) for zone in zones]
    header = next((names for names, _ in parts if names), [])
    _write(target / EVIDENCE, header, [row for _, rows in parts for row in rows])
    header, rows = read_rows(data_root / "zones" / DENOMINATORS)
    _write(target / DENOMINATORS, header, _of_zones(header, rows, set(zones)))


def read_rows(path: Path) -> Table:
    """The names of the columns and the rows of a CSV file, as text; both empty where it lacks."""
    if not path.is_file():
        return [], []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        header, *rows = list(csv.reader(stream)) or [[]]
    return header, rows


def _of_zones(header: list[str], rows: list[list[str]], zones: Collection[str]) -> list[list[str]]:
    place = header.index("zone_id") if "zone_id" in header else -1
    return [row for row in rows if len(row) == len(header) and row[place] in zones]


def _write(path: Path, header: list[str], rows: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([header, *rows])
    path.write_text(buffer.getvalue(), encoding="utf-8", newline="\n")
