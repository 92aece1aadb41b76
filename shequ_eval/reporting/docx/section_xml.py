"""Knows how a section of a DOCX stands on its pages, with running head and page number."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from shequ_eval.reporting.docx.styles import COVER, FOOTER, HEADER
from shequ_eval.reporting.docx.wordml import field, paragraph, run, simple_field, twips
from shequ_eval.reporting.paper.page_style import PAGE_MM, PageStyle

TAB = "<w:r><w:tab/></w:r>"


class SectionXml:
    """Writes the properties of sections; `chapters` says whether there is any heading to name."""

    def __init__(
        self,
        document: Document,
        page: PageStyle,
        title: str,
        status: str,
        report_id: str,
        chapters: bool,
    ) -> None:
        self.document = document
        self.page = page
        self.title = title
        self.status = status
        self.report_id = report_id
        self.chapters = chapters
        self.references: dict[tuple[bool, str], str] = {}

    def front(self) -> str:
        """The properties of cover, signatures and contents: no chapter; the cover stays bare."""
        blank = self._part("header", "first", paragraph(COVER, ""))
        blank += self._part("footer", "first", paragraph(COVER, ""))
        head = self._part("header", "default", self._head(across=False, named=False))
        foot = self._part("footer", "default", self._foot(across=False))
        return self._properties(blank + head + foot, across=False, first="<w:titlePg/>")

    def body(self, across: bool, chapter: str, headed: bool = True) -> str:
        """The properties of a section of the text; those of one width and chapter share a head.

        One that is not `headed` has a foot alone.
        """
        key = across, chapter
        if key not in self.references:
            said = self._head(across, self.chapters, chapter)
            head = self._part("header", "default", said) if headed else ""
            self.references[key] = head + self._part("footer", "default", self._foot(across))
        return self._properties(self.references[key], across)

    def _properties(self, references: str, across: bool, first: str = "") -> str:
        page = self.page
        wide, high = (twips(side) for side in (PAGE_MM[::-1] if across else PAGE_MM))
        upright = (page.top, page.right, page.bottom, page.left)
        turned = (page.left, page.top, page.right, page.bottom)
        top, right, bottom, left = (twips(side) for side in (turned if across else upright))
        turn = ' w:orient="landscape"' if across else ""
        return (
            f'<w:sectPr>{references}<w:type w:val="nextPage"/>'
            f'<w:pgSz w:w="{wide}" w:h="{high}"{turn}/>'
            f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
            f'w:header="{round(top * 0.6)}" w:footer="{round(bottom * 0.5)}" w:gutter="0"/>'
            f"{first}</w:sectPr>"
        )

    def _part(self, kind: str, pages: str, content: str) -> str:
        """A head or foot as a part of its own, and the reference to it."""
        story = self.document.part
        part, key = story.add_header_part() if kind == "header" else story.add_footer_part()
        _fill(part, content)
        return f'<w:{kind}Reference w:type="{pages}" r:id="{key}"/>'

    def _head(self, across: bool, named: bool, chapter: str = "") -> str:
        # NOTE: STYLEREF 1 is the heading of the first level in every language of Word, and an
        # error where there is none.
        reference = field("STYLEREF 1", run(chapter)) if named else ""
        content = f"{run(self.title)}{TAB}{reference}"
        return paragraph(HEADER, content, self._tabs(across, centre=False))

    def _foot(self, across: bool) -> str:
        number = run("— ") + simple_field("PAGE") + run(" —")
        content = f"{run(self.status)}{TAB}{number}{TAB}{run(self.report_id)}"
        look = self._tabs(across, centre=True) + '<w:jc w:val="left"/>'
        return paragraph(FOOTER, content, look)

    def _tabs(self, across: bool, centre: bool) -> str:
        widths = self.page.widths
        width = twips(widths.across_mm if across else widths.upright_mm)
        upright = twips(widths.upright_mm)
        stops = f'<w:tab w:val="clear" w:pos="{upright}"/>' if across and not centre else ""
        stops += f'<w:tab w:val="center" w:pos="{width // 2}"/>' if centre else ""
        return f'<w:tabs>{stops}<w:tab w:val="right" w:pos="{width}"/></w:tabs>'


def ended(content: str, properties: str) -> str:
    """A section's content whose last paragraph carries the section's properties."""
    place = content.rindex("</w:pPr>")
    return content[:place] + properties + content[place:]


def _fill(part: Any, content: str) -> None:
    element = part.element
    for child in list(element):
        element.remove(child)
    element.append(parse_xml(content.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))
