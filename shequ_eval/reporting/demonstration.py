"""Knows whether a report's places are made up, and says so on captions, pictures and page heads.

A place is made up where its title, one of its sources or its notes say 示例数据 (example data).
What a demonstration survey says of itself stays the survey's affair.
"""

from __future__ import annotations

import base64
import copy
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from shequ_eval.evidence.tables import read_table
from shequ_eval.exhibits.exhibit import MIME
from shequ_eval.reporting.html.report_head import ReportHead
from shequ_eval.reporting.marked_pictures import marked_png, marked_svg

MARK = "示例数据"
TITLES = {"zones": "title_zh", "sources": "title"}
PNG, SVG = "image/png", "image/svg+xml"
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
    """The executed notebook with the words in every picture and after every caption."""
    if not words:
        return notebook
    marked = copy.deepcopy(notebook)
    for cell in marked.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            payload = data.get(MIME)
            if not payload or payload["kind"] not in CAPTIONED:
                continue
            if MARK not in payload["title"]:
                # NOTE: after the title, so that the places of its traced numbers stay.
                payload["title"] += f"（{words}）" if language == "zh" else f" ({words})"
            _mark_pictures(data, words)
    return marked


def _mark_pictures(data: dict[str, Any], words: str) -> None:
    if PNG in data:
        png = marked_png(base64.b64decode("".join(data[PNG])), words)
        data[PNG] = base64.b64encode(png).decode("ascii")
    if SVG in data:
        data[SVG] = marked_svg("".join(data[SVG]), words)
