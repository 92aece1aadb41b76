"""Knows how each block of a report becomes paragraphs and tables of a DOCX, section by section."""

from __future__ import annotations

from collections.abc import Callable

from shequ_eval.reporting.document.blocks import Figure, Heading, Items, Paragraph, Table
from shequ_eval.reporting.docx.page_style import PAGE_MM, PageStyle
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
from shequ_eval.reporting.paper.sections import Placed, Section
from shequ_eval.reporting.paper.table_layout import layout_of

CAPTION_MM = 38.0  # kept free under the tallest picture, for its caption and notes
ROLES = {"body": NORMAL, "remark": REMARK, "awaited": AWAITED}
BULLETS, FIRST_NUMBERS = 1, 2


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
            return self._heading(block)
        if isinstance(block, Paragraph):
            return paragraph(ROLES.get(block.role, NORMAL), self.text.words(block.words))
        if isinstance(block, Items):
            return self._items(block)
        if isinstance(block, Figure):
            return self._figure(block)
        return self._table(block, placed)

    def _heading(self, block: Heading) -> str:
        self.level = min(block.level, self.level + 1)
        words = self.text.anchored(block.anchor, self.text.words(block.words))
        return paragraph(HEADINGS[self.level - 1], words)

    def _items(self, block: Items) -> str:
        number = BULLETS
        if block.ordered:
            number = FIRST_NUMBERS + self.ordered_lists
            self.ordered_lists += 1
        look = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        return "".join(
            paragraph(ITEM, self.text.words(entry), look) for entry in block.entries
        ) or paragraph(ITEM, "")

    def _figure(self, block: Figure) -> str:
        found = []
        png = picture_png(block)
        if png is not None:
            self.pictures += 1
            tallest = PAGE_MM[1] - self.page.top - self.page.bottom - CAPTION_MM
            size = size_mm(png, self.page.widths.upright_mm, tallest)
            drawn = picture_xml(block, self.add_picture(png), self.pictures, size)
            found.append(paragraph(FIGURE, drawn))
        under = [block.subtitle, *block.notes, block.source]
        notes = [words for words in under if words]
        keep = "<w:keepNext/>" if notes else ""
        caption = self.text.caption(block.anchor, block.label, block.title)
        found.append(paragraph(FIGURE_CAPTION, caption, keep))
        for n, words in enumerate(notes, 1):
            look = "<w:keepNext/>" if n < len(notes) else ""
            look += '<w:jc w:val="center"/>' if words is block.subtitle else ""
            found.append(paragraph(TABLE_NOTE, self.text.words(words), look))
        return "".join(found)

    def _table(self, block: Table, placed: Placed) -> str:
        layout = placed.layout or layout_of(block.grid, self.page.widths)
        size = self.page.table.points
        return table_xml(block, layout, self.text, self.language, size)
