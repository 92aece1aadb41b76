"""Knows which rows of the data go with a report, so that it explains itself; changes none."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from shequ_eval.vocabulary.text_table import read_text_table

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
    denominators = read_text_table(data_root / "zones" / DENOMINATORS, zones)
    _write(target / DENOMINATORS, [*denominators.columns], denominators.to_numpy().tolist())


def read_rows(path: Path) -> Table:
    """The names of the columns and the rows of a CSV file, as text; both empty where it lacks."""
    if not path.is_file():
        return [], []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        header, *rows = list(csv.reader(stream)) or [[]]
    return header, rows


def _write(path: Path, header: list[str], rows: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([header, *rows])
    path.write_text(buffer.getvalue(), encoding="utf-8", newline="\n")
