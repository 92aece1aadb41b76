"""Knows what may be wrong with a report that the user can put right; raises nothing itself."""

from __future__ import annotations


class ReportingFault(RuntimeError):  # noqa: N818  (a fault of the input, not of the program)
    """An expected fault: its words are for the user, its traceback for nobody."""


class RunRefused(ReportingFault):
    """Nothing was run and nothing written; carries every reason, not the first one."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(reasons)
        self.reasons = tuple(reasons)

    def __str__(self) -> str:
        return "\n".join(self.reasons)
