"""Knows what the template prints of a report besides its blocks; sets no type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from shequ_eval.reporting.document.blocks import Document
from shequ_eval.reporting.html.page_words import WORDS
from shequ_eval.reporting.html.report_head import ReportHead
from shequ_eval.reporting.paper.annexes import annexes
from shequ_eval.reporting.paper.appendices import appended
from shequ_eval.reporting.paper.front_matter import (
    answerable,
    places_of,
    provenance,
    provenance_line,
    running_title,
    series_of,
    signatures,
    status_of,
    title_lines,
    title_of,
)
from shequ_eval.reporting.paper.links import Links
from shequ_eval.reporting.paper.page_style import PLAIN, page_style, sheet_style
from shequ_eval.reporting.paper.paper_words import PAPER_WORDS
from shequ_eval.reporting.paper.printable import one_line
from shequ_eval.reporting.pdf.block_data import BlockData
from shequ_eval.reporting.pdf.page_data import page_data
from shequ_eval.reporting.report_cells import Part


def report_data(
    document: Document,
    head: ReportHead,
    inputs: Mapping[str, str],
    versions: Mapping[str, str],
    part: Part = "report",
) -> dict[str, Any]:
    """Cover, signatures, blocks and annexes as plain data; a shorter part has blocks alone.

    All text goes to the template as strings, never as markup: what looks like code stays words.
    """
    words, paper = WORDS[head.language], PAPER_WORDS[head.language]
    blocks = list(document.blocks)
    if part == "report":
        blocks += appended(document, annexes(document, inputs, versions))
    chinese = head.language == "zh"
    sheet = part == "one-page"
    page = (sheet_style if sheet else page_style)(head.style, head.language)
    setting = BlockData(Links(document, blocks), head.language, page)
    title = title_of(head)
    sections = setting.sections(blocks)
    return {
        "language": head.language,
        "title": title,
        "title_lines": title_lines(title, page.widths.upright_mm, page.title.points),
        "page": page_data(PLAIN if sheet else page, chinese),
        "running": running_title(title),
        "part": part,
        "series": series_of(head, part),
        "status": status_of(head),
        "report_id": one_line(head.report_id),
        "places": places_of(head),
        "answerable": [asdict(fact) for fact in answerable(head)],
        "provenance": [asdict(fact) for fact in provenance(head)],
        "provenance_line": provenance_line(head),
        "sign_here": paper["signatures"],
        "signatures": [asdict(fact) for fact in signatures(head)],
        "contents": words["contents"],
        "again": paper["again"],
        "chapters": setting.chapters,
        "blocks": sections,
    }
