"""Knows what a run has left, and copies its reports to a store where there is one; makes none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from shequ_eval.reporting.running.store import REPORTS, Store, StoreFault

RENDERING = "report.html"


@dataclass
class RunResult:
    """What a run has left: reports made, those that stand as they were, faults, the list."""

    out: Path
    reports: list[Path] = field(default_factory=list)
    unchanged: list[Path] = field(default_factory=list)
    failures: dict[str, list[str]] = field(default_factory=dict)
    index: Path | None = None

    @property
    def exit_code(self) -> int:
        """0 where every report stands, 1 where one could not be made."""
        return 1 if self.failures else 0


def publish_all(result: RunResult, store: Store | None, tell: Callable[[str], None]) -> None:
    """Copy the reports that stand to the store; one that cannot be copied is a failure of the run.

    It stands here all the same.
    """
    if store is None:
        return
    for folder in sorted(path.parent for path in (*result.reports, *result.unchanged)):
        try:
            if store.publish(folder):
                tell(f"已送到 stored: {store.address}/{REPORTS}/{folder.name}")
        except StoreFault as fault:
            result.failures.setdefault(folder.name, []).append(str(fault))
            tell(str(fault))
