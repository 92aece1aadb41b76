"""Knows how a document becomes a DOCX, the same bytes each time; says how no block looks."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from shequ_eval.reporting.document.blocks import Block, Document, Figure, Heading, Table
from shequ_eval.reporting.docx.block_xml import BlockXml, is_tall
from shequ_eval.reporting.docx.front_xml import Entry, front_xml, short_front_xml
from shequ_eval.reporting.docx.package import (
    empty_package,
    set_numbering,
    set_properties,
    set_settings,
    zipped,
)
from shequ_eval.reporting.docx.page_estimate import heading_pages
from shequ_eval.reporting.docx.section_xml import SectionXml, ended
from shequ_eval.reporting.docx.text_xml import TextXml
from shequ_eval.reporting.html.report_head import ReportHead
from shequ_eval.reporting.paper.annexes import annexes
from shequ_eval.reporting.paper.appendices import appended
from shequ_eval.reporting.paper.front_matter import running_title, status_of, title_of
from shequ_eval.reporting.paper.links import Links
from shequ_eval.reporting.paper.page_style import PAGE_MM, PageStyle, page_style, sheet_style
from shequ_eval.reporting.paper.printable import one_line
from shequ_eval.reporting.paper.sections import Section, sections_of
from shequ_eval.reporting.report_cells import Part

PAGES_BEFORE_CONTENTS = 2
# A report on one sheet: type of the text, distance of its lines, gap of its headings.
SHEET_BODY_POINTS, SHEET_LINE_POINTS, SHEET_GAP_POINTS = 9.5, 12.2, 4.0
CHAPTER_EM = 20.0  # of the running head, beside the title


def docx_report(
    document: Document,
    head: ReportHead,
    inputs: Mapping[str, str],
    versions: Mapping[str, str],
    part: Part = "report",
) -> bytes:
    """The report, or a shorter part of it, on the official page or the plain one of its head.

    A part has neither cover nor annexes. `inputs` are the files that the report was computed from
    with their SHA-256, `versions` the software that computed it. The bytes depend on the arguments
    and the libraries alone.

    Raises
    ------
    ReportingFault
        A picture cannot be read.
    """
    chinese = head.language == "zh"
    page = _page(head, part)
    blocks = list(document.blocks)
    if part == "report":
        blocks += appended(document, annexes(document, inputs, versions))
    sections = sections_of(blocks, page.widths, lambda figure: is_tall(figure, page))
    made = empty_package(page, chinese)
    set_properties(made, title_of(head), head.language, one_line(head.evaluator))
    set_settings(made, "zh-CN" if chinese else "en-GB")
    text = TextXml(Links(document, blocks), _labels(blocks), head.language)
    writer = BlockXml(text, page, head.language, lambda png: _relation(made, png))
    _fill(made, head, page, sections, writer, part)
    set_numbering(made, writer.ordered_lists)
    return zipped(made)


def _page(head: ReportHead, part: Part) -> PageStyle:
    """The page of a report; on that of one sheet headings stand apart by a gap, not set in."""
    if part != "one-page":
        return page_style(head.style, head.language)
    sheet = sheet_style(head.style, head.language)
    return replace(
        sheet,
        body=replace(sheet.body, points=SHEET_BODY_POINTS),
        line_points=SHEET_LINE_POINTS,
        heading_gap_points=SHEET_GAP_POINTS,
    )


def _fill(
    made: WordDocument,
    head: ReportHead,
    page: PageStyle,
    sections: Sequence[Section],
    writer: BlockXml,
    part: Part,
) -> None:
    """Put cover, contents and blocks into the document, each section with its page."""
    title = running_title(title_of(head))
    entries = _entries(sections, page, head.language == "zh")
    status, report_id = status_of(head), one_line(head.report_id)
    pages = SectionXml(made, page, title, status, report_id, chapters=bool(entries))
    # NOTE: one sheet has its title but once; a head would say it again.
    headed = part != "one-page"
    running = _running(sections)
    held = [
        (writer.section(section), pages.body(section.across, chapter, headed))
        for section, chapter in zip(sections, running, strict=True)
    ]
    if part == "report":
        held.insert(0, (front_xml(head, page, entries), pages.front()))
    else:
        body = held[0] if held else ("", pages.body(False, "", headed))
        held[:1] = [(short_front_xml(head, page, part) + body[0], body[1])]
    *before, (last, properties) = held
    content = "".join(ended(*part) for part in before) + last + properties
    body = parse_xml(f"<w:body {nsdecls('w', 'r')}>{content}</w:body>")
    root = made.element
    root.replace(root.body, body)


def _entries(sections: Sequence[Section], page: PageStyle, chinese: bool) -> list[Entry]:
    """The lines of the contents; their own length moves the pages that they name."""
    blocks = [placed.block for section in sections for placed in section.blocks]
    headings = [b for b in blocks if isinstance(b, Heading) and b.level <= 2 and b.anchor]
    height = (PAGE_MM[1] - page.top - page.bottom) * 72 / 25.4
    lines = 2 + len(headings)
    contents = 1 + int(lines * page.contents_line_points / height) if headings else 0
    first = PAGES_BEFORE_CONTENTS + 1 + contents
    found = heading_pages(sections, page, first, chinese)
    return [Entry(one_line(h.text), h.level, h.anchor, found[h.anchor]) for h in headings]


def _running(sections: Sequence[Section]) -> list[str]:
    """The chapter that all of a section belongs to, "" where it holds the beginnings of more.

    A program that cannot look up the chapter of a page shows this, and nothing that is wrong.
    """
    running, chapter = [], ""
    for section in sections:
        begun = [
            placed.block.text
            for placed in section.blocks
            if isinstance(placed.block, Heading) and placed.block.level == 1
        ]
        first = section.blocks[0].block
        headed = isinstance(first, Heading) and first.level == 1
        held = begun if headed or not chapter else [chapter, *begun]
        running.append(running_title(one_line(held[0]), CHAPTER_EM) if len(held) == 1 else "")
        chapter = begun[-1] if begun else chapter
    return running


def _labels(blocks: Sequence[Block]) -> dict[str, str]:
    """The label of each figure and table by its anchor; a text that is one becomes a reference."""
    captioned = [block for block in blocks if isinstance(block, Figure | Table)]
    return {block.anchor: one_line(block.label) for block in captioned if block.label}


def _relation(made: WordDocument, png: bytes) -> str:
    relation, _ = made.part.get_or_add_image(io.BytesIO(png))
    return str(relation)
