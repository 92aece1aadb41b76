"""Knows how cover, signatures and contents of a DOCX are written; computes no page number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shequ_eval.reporting.document.grid import width_em
from shequ_eval.reporting.docx.styles import (
    CELL_MARGINS,
    CONTENTS,
    CONTENTS_TITLE,
    COVER,
    GREY,
    TABLE_NOTE,
    TITLE,
)
from shequ_eval.reporting.docx.wordml import (
    TWIPS_PER_POINT,
    bookmark_name,
    field,
    hyperlink,
    paragraph,
    run,
    twips,
)
from shequ_eval.reporting.html.page_words import WORDS
from shequ_eval.reporting.html.report_head import ReportHead
from shequ_eval.reporting.paper.front_matter import (
    Fact,
    answerable,
    places_of,
    provenance,
    provenance_line,
    series_of,
    signatures,
    status_of,
    title_lines,
    title_of,
)
from shequ_eval.reporting.paper.page_style import PAGE_MM, PageStyle
from shequ_eval.reporting.paper.paper_words import PAPER_WORDS
from shequ_eval.reporting.report_cells import Part

GREY_LOOK = f'<w:rStyle w:val="{GREY}"/>'
# What the cover holds besides its title and the space above the facts.
COVER_GAPS_POINTS, COVER_LINES = 190.0, 12
SIGNATURE_POINTS = 84
KIND_POINTS = 12.0
NEW_PAGE = "<w:pageBreakBefore/>"


@dataclass(frozen=True)
class Entry:
    """A line of the contents: words, level 1 or 2, anchor, and the page as far as it is known."""

    words: str
    level: int
    anchor: str
    page: int


def front_xml(head: ReportHead, page: PageStyle, entries: Sequence[Entry]) -> str:
    """Cover, signature page and contents; the last element is a paragraph."""
    return _cover(head, page) + _signatures(head, page) + _contents(head, entries)


def short_front_xml(head: ReportHead, page: PageStyle, part: Part) -> str:
    """What stands above a shorter part of a report: its kind, its title, its dates and version."""
    close = '<w:spacing w:before="120" w:after="80"/>'
    broken = title_lines(title_of(head), page.widths.upright_mm, page.title.points)
    dated = paragraph(TABLE_NOTE, run(provenance_line(head)), '<w:spacing w:after="160"/>')
    return _kind(head, page, part) + paragraph(TITLE, run("\n".join(broken)), close) + dated


def _kind(head: ReportHead, page: PageStyle, part: Part) -> str:
    """The kind of report at the left, its status at the right, in type small enough for both."""
    width = page.widths.upright_mm * 72 / 25.4
    said = width_em(series_of(head, part)) + width_em(status_of(head)) + 2
    points = min(page.cover.points, KIND_POINTS, width / said)
    look = f'{GREY_LOOK}<w:sz w:val="{int(2 * points)}"/>'
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{twips(page.widths.upright_mm)}"/></w:tabs>'
    series, status = run(series_of(head, part), look), run(status_of(head), look)
    return paragraph(COVER, f"{series}<w:r><w:tab/></w:r>{status}", tab)


def _cover(head: ReportHead, page: PageStyle) -> str:
    width = page.widths.upright_mm
    title = title_of(head)
    broken = title_lines(title, width, page.title.points)
    points = page.title.points if len(title) <= 60 else page.title.points * 0.7
    lines = max(len(broken), 1 + int(width_em(title) * points * 25.4 / 72 / width))
    height = (PAGE_MM[1] - page.top - page.bottom) * 72 / 25.4
    filled = COVER_GAPS_POINTS + lines * points * 1.4 + COVER_LINES * (page.cover.points * 1.4 + 6)
    space = max(height - filled, 12.0)
    size = f'<w:sz w:val="{round(2 * points)}"/>'
    gap = f'<w:spacing w:before="{round(space * TWIPS_PER_POINT)}" w:after="0"/>'
    return (
        _kind(head, page, "report")
        + paragraph(TITLE, run("\n".join(broken), size))
        + paragraph(COVER, run(places_of(head)))
        + paragraph(COVER, "", gap)
        + _facts(answerable(head), width)
        + paragraph(COVER, "")
        + _facts(provenance(head), width)
    )


def _facts(facts: Sequence[Fact], width: float, height: int = 0) -> str:
    """Labels and values in two columns; lines of a given height are ruled, to be signed on."""
    left, right = twips(width * 0.36), twips(width) - twips(width * 0.36)
    rule = (
        '<w:tcBorders><w:bottom w:val="single" w:sz="5" w:space="0" w:color="auto"/></w:tcBorders>'
    )
    tall = f'<w:trHeight w:val="{height * TWIPS_PER_POINT}" w:hRule="atLeast"/>' if height else ""
    rows = []
    for fact in facts:
        cells = (
            (left, run(fact.label, GREY_LOOK)),
            (right, run(fact.value, GREY_LOOK if fact.awaited else "")),
        )
        held = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{rule if height else ""}</w:tcPr>'
            f"{paragraph(COVER, said)}</w:tc>"
            for wide, said in cells
        )
        rows.append(f"<w:tr><w:trPr><w:cantSplit/>{tall}</w:trPr>{held}</w:tr>")
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{left + right}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{CELL_MARGINS}</w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{left}"/><w:gridCol w:w="{right}"/></w:tblGrid>'
        f"{''.join(rows)}</w:tbl>"
    )


def _signatures(head: ReportHead, page: PageStyle) -> str:
    title = run(PAPER_WORDS[head.language]["signatures"])
    lines = _facts(signatures(head), page.widths.upright_mm, SIGNATURE_POINTS)
    return paragraph(CONTENTS_TITLE, title, NEW_PAGE) + lines + paragraph(COVER, "")


def _contents(head: ReportHead, entries: Sequence[Entry]) -> str:
    """A table of contents as a field that is filled in already, each line with a link."""
    if not entries:
        return ""
    title = paragraph(CONTENTS_TITLE, run(WORDS[head.language]["contents"]), NEW_PAGE)
    lines = [_entry(entry) for entry in entries]
    begin, end = field('TOC \\o "1-2" \\h \\z \\u', "\x00").split("\x00")
    lines[0] = begin + lines[0]
    lines[-1] += end
    listed = "".join(
        paragraph(CONTENTS[entry.level - 1], line)
        for entry, line in zip(entries, lines, strict=True)
    )
    # NOTE: the section ends in a paragraph of its own; Word would lose it with the old contents.
    return title + listed + paragraph(TABLE_NOTE, "")


def _entry(entry: Entry) -> str:
    # NOTE: a dirty field is counted again by Word when the report is opened.
    page = field(f"PAGEREF {bookmark_name(entry.anchor)} \\h", run(str(entry.page)), dirty=True)
    return hyperlink(entry.anchor, f"{run(entry.words)}<w:r><w:tab/></w:r>{page}")
