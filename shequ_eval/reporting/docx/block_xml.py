"""Knows how each block of a report becomes paragraphs and tables of a DOCX, section by section."""

from __future__ import annotations

from collections.abc import Callable

from shequ_eval.reporting.document.blocks import Figure, Heading, Items, Paragraph, Table
from shequ_eval.reporting.docx.caption_height import FIGURE_BEFORE, under_figure_points
from shequ_eval.reporting.docx.picture_xml import picture_png, picture_xml, size_mm
from shequ_eval.reporting.docx.styles import (
    AWAITED,
    FIGURE,
    FIGURE_CAPTION,
    HEADINGS,
    ITEM,
    NORMAL,
    REMARK,
    TABLE_NOTE,
)
from shequ_eval.reporting.docx.table_xml import table_xml
from shequ_eval.reporting.docx.text_xml import TextXml
from shequ_eval.reporting.docx.wordml import paragraph
from shequ_eval.reporting.paper.page_style import PageStyle
from shequ_eval.reporting.paper.sections import Placed, Section
from shequ_eval.reporting.paper.table_layout import layout_of

CAPTION_MM = 38.0  # kept free under the tallest picture, at least, for its caption and notes
SPARE_MM = 3.0
TALL_SHARE = 0.36  # of the page: the words that follow such a figure fill the page before it
ROLES = {"body": NORMAL, "remark": REMARK, "awaited": AWAITED}
BULLETS, FIRST_NUMBERS = 1, 2


def figure_size(figure: Figure, png: bytes, page: PageStyle) -> tuple[float, float]:
    """Width and height of a figure's picture on a page with its caption and notes, in mm."""
    points = FIGURE_BEFORE + under_figure_points(figure, page)
    below = max(CAPTION_MM, points * 25.4 / 72 + SPARE_MM)
    return size_mm(png, page.widths.upright_mm, page.widths.across_mm - below)


def is_tall(figure: Figure, page: PageStyle) -> bool:
    """Whether a figure takes so much of a page that the one before would end half empty."""
    png = picture_png(figure)
    return (
        png is not None and figure_size(figure, png, page)[1] > TALL_SHARE * page.widths.across_mm
    )


class BlockXml:
    """Writes the blocks of one report; `add_picture` stores a PNG and gives its relation's id."""

    def __init__(
        self, text: TextXml, page: PageStyle, language: str, add_picture: Callable[[bytes], str]
    ) -> None:
        self.text = text
        self.page = page
        self.language = language
        self.add_picture = add_picture
        self.pictures = 0
        self.ordered_lists = 0
        self.level = 0

    def section(self, section: Section) -> str:
        """The blocks of a section; its last element is a paragraph."""
        return "".join(self._block(placed) for placed in section.blocks)

    def _block(self, placed: Placed) -> str:
        block = placed.block
        if isinstance(block, Heading):
            return self._heading(block, placed.first)
        if isinstance(block, Paragraph):
            # NOTE: a mark or a checksum that does not break would tear a justified line apart.
            marked = any(span.evidence or span.code for span in block.words)
            look = '<w:jc w:val="left"/>' if marked else ""
            role = ROLES.get(block.role, NORMAL)
            return paragraph(role, self.text.words(block.words, mark=self._mark(role)), look)
        if isinstance(block, Items):
            return self._items(block)
        if isinstance(block, Figure):
            return self._figure(block)
        return self._table(block, placed)

    def _mark(self, role: str) -> str:
        """The look of evidence marks in a text; in small type they are as large as the rest."""
        points = self.page.mark_points
        return "" if role == REMARK else f'<w:sz w:val="{round(2 * points)}"/>'

    def _heading(self, block: Heading, new_page: bool) -> str:
        self.level = min(block.level, self.level + 1)
        words = self.text.anchored(block.anchor, self.text.words(block.words))
        look = "<w:pageBreakBefore/>" if new_page else ""
        return paragraph(HEADINGS[self.level - 1], words, look)

    def _items(self, block: Items) -> str:
        number = BULLETS
        if block.ordered:
            number = FIRST_NUMBERS + self.ordered_lists
            self.ordered_lists += 1
        look = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        return "".join(
            paragraph(ITEM, self.text.words(entry, mark=self._mark(ITEM)), look)
            for entry in block.entries
        ) or paragraph(ITEM, "")

    def _figure(self, block: Figure) -> str:
        found = []
        png = picture_png(block)
        if png is not None:
            self.pictures += 1
            size = figure_size(block, png, self.page)
            drawn = picture_xml(block, self.add_picture(png), self.pictures, size)
            found.append(paragraph(FIGURE, drawn))
        under = [block.subtitle, *block.notes, block.source]
        notes = [words for words in under if words]
        keep = "<w:keepNext/>" if notes else ""
        caption = self.text.caption(block.anchor, block.label, block.title)
        found.append(paragraph(FIGURE_CAPTION, caption, keep))
        for n, words in enumerate(notes, 1):
            look = "<w:keepNext/>" if n < len(notes) else ""
            found.append(paragraph(TABLE_NOTE, self.text.words(words), look))
        return "".join(found)

    def _table(self, block: Table, placed: Placed) -> str:
        layout = placed.layout or layout_of(block.grid, self.page.widths)
        return table_xml(block, layout, self.text, self.language, self.page)
