"""Knows the earlier runs of reports: where they lie, in which order, which may go; makes none."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from shequ_eval.reporting.crate.record import CRATE, read_record

HISTORY = ".history"
DISCARDED = ".discarded-"
KEPT = 10


@dataclass(frozen=True)
class Earlier:
    """An earlier run of one report; the current one has the number 0."""

    report_id: str
    number: int
    folder: Path

    @property
    def is_whole(self) -> bool:
        """Whether every file is as it was made."""
        record = read_record(self.folder)
        return record is not None and not record.altered(self.folder)


def earlier_runs(out: Path, report_id: str) -> list[Earlier]:
    """The earlier runs of a report, the oldest first.

    They are counted, not dated: a clock may be moved back, a count may not.
    """
    found = [path for path in (out / HISTORY / report_id).glob("*") if path.name.isdigit()]
    return [Earlier(report_id, int(p.name), p) for p in sorted(found, key=lambda p: int(p.name))]


def next_place(out: Path, report_id: str) -> Path:
    """Where the next earlier run of a report goes; its parent is there."""
    last = max((run.number for run in earlier_runs(out, report_id)), default=0)
    place = out / HISTORY / report_id / f"{last + 1:04d}"
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def all_runs(out: Path) -> dict[str, list[Earlier]]:
    """Every report's runs, the oldest first and the current one last, with the number 0."""
    folders = {path.parent.name: path.parent for path in sorted(out.glob(f"*/{CRATE}"))}
    known = sorted({p.name for p in (out / HISTORY).glob("*") if p.is_dir()} | folders.keys())
    return {
        report_id: earlier_runs(out, report_id)
        + ([Earlier(report_id, 0, folders[report_id])] if report_id in folders else [])
        for report_id in known
        if not report_id.startswith(".")
    }


def prune(out: Path, report_id: str, kept: int = KEPT) -> list[Path]:
    """Delete the oldest earlier runs beyond `kept`, never the last one that is whole.

    Whole is a run whose files are all as they were made; where the current report is not, the
    newest whole run among the earlier ones stays, however old it is.
    """
    _remove_discarded(out, report_id)
    runs = earlier_runs(out, report_id)
    surplus = runs[: max(0, len(runs) - kept)]
    if surplus and not Earlier(report_id, 0, out / report_id).is_whole:
        good = next((run for run in reversed(runs) if run.is_whole), None)
        surplus = [run for run in surplus if run != good]
    for run in surplus:
        # NOTE: removing takes many steps; a run that is cut short meanwhile must not be listed.
        run.folder.rename(run.folder.with_name(f"{DISCARDED}{run.folder.name}"))
    _remove_discarded(out, report_id)
    return [run.folder for run in surplus]


def _remove_discarded(out: Path, report_id: str) -> None:
    for folder in (out / HISTORY / report_id).glob(f"{DISCARDED}*"):
        shutil.rmtree(folder)
