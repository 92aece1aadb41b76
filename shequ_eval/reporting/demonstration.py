"""Knows whether a report's places are made up, and says so on every caption and page head.

A place is made up where its title, one of its sources or its notes say 示例数据 (example data).
What a demonstration survey says of itself stays the survey's affair.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from shequ_eval.evidence.tables import read_table
from shequ_eval.exhibits.exhibit import MIME
from shequ_eval.reporting.html.report_head import ReportHead

MARK = "示例数据"
TITLES = {"zones": "title_zh", "sources": "title"}
CAPTIONED = ("figure", "table")
WHOLE = {"zh": MARK, "en": f"demonstration data {MARK}"}
PART = {"zh": f"含{MARK}", "en": f"partly demonstration data {MARK}"}


def demonstration_words(data_root: Path, zones: Sequence[str], language: str) -> str:
    """What the captions of a report say: that all of its places, or some, are made up; or ""."""
    found = made_up(data_root, zones)
    if not found:
        return ""
    return (WHOLE if len(found) == len(zones) else PART)[language]


def made_up(data_root: Path, zones: Sequence[str]) -> list[str]:
    """Those of these zones whose title, a source or notes say that they are example data."""
    said = {zone: _notes(data_root, zone) for zone in zones}
    for name, column in TITLES.items():
        table = read_table(data_root, name, zones)
        for zone, title in zip(table["zone_id"], table[column], strict=True):
            said[zone] += f"\n{title}"
    return [zone for zone in zones if MARK in said[zone]]


def _notes(data_root: Path, zone: str) -> str:
    path = data_root / "zones" / zone / "notes.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def marked_head(head: ReportHead, words: str) -> ReportHead:
    """The head with the words before its title, which stands on every page.

    They stand first, since a long title is cut at its end.
    """
    if not words or MARK in head.title:
        return head
    around = "【{}】{}" if head.language == "zh" else "[{}] {}"
    return replace(head, title=around.format(words, head.title))


def marked_notebook(notebook: Any, words: str, language: str) -> Any:
    """The executed notebook with the words after every caption of a figure or table."""
    if not words:
        return notebook
    marked = copy.deepcopy(notebook)
    for cell in marked.cells:
        for output in cell.get("outputs", []):
            payload = output.get("data", {}).get(MIME)
            if payload and payload["kind"] in CAPTIONED and MARK not in payload["title"]:
                # NOTE: after the title, so that the places of its traced numbers stay.
                payload["title"] += f"（{words}）" if language == "zh" else f" ({words})"
    return marked
