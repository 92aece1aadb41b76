"""Knows what to tell someone whose committed notebooks no longer agree with the code."""

from __future__ import annotations

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Before the counts: the command that refreshes stale notebooks."""
    failed = terminalreporter.getreports("failed") + terminalreporter.getreports("error")
    stale = sorted({r.nodeid.split("::")[0] for r in failed if ".ipynb::" in r.nodeid})
    if stale:
        terminalreporter.section("笔记本的输出已过时 stale notebook outputs")
        terminalreporter.line(", ".join(stale))
        terminalreporter.line(
            "若改动是有意的，运行 make notebooks（或 shequ-eval notebooks）刷新，再看差异。"
        )
        terminalreporter.line("If the change is meant: run `make notebooks`, then read the diff.")
