"""Knows the styles of a DOCX, each with a font for Chinese and one for the rest; sets no text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from docx.oxml.ns import nsdecls

from shequ_eval.exhibits.style import BLUE, INK_2
from shequ_eval.reporting.docx.style_xml import Form, Style, fonts_xml, look_xml, paragraph_style
from shequ_eval.reporting.paper.page_style import PageStyle, Type

NORMAL, TITLE, HEADER, FOOTER = "Normal", "Title", "Header", "Footer"
HEADINGS = ("Heading1", "Heading2", "Heading3")
CONTENTS = ("TOC1", "TOC2")
CONTENTS_TITLE = "ContentsTitle"
FIGURE, FIGURE_CAPTION = "Figure", "FigureCaption"
TABLE_CAPTION, TABLE_HEAD, TABLE_TEXT, TABLE_NOTE = (
    "TableCaption",
    "TableHead",
    "TableText",
    "TableNote",
)
COVER, REMARK, AWAITED, ITEM = "Cover", "Remark", "Awaited", "Item"
WORDS_OWN = {NORMAL, TITLE, HEADER, FOOTER, *HEADINGS, *CONTENTS}
CELL_MARGINS = (
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="60" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
)
EVIDENCE, GREY = "EvidenceMark", "Grey"


def table_style(style: str, place: int) -> str:
    """The style of a table's head or text in the size of that place among those of its page.

    >>> table_style(TABLE_TEXT, 0), table_style(TABLE_TEXT, 1)
    ('TableText', 'TableText2')
    """
    return f"{style}{place + 1}" if place else style


def paragraph_gap_points(page: PageStyle, chinese: bool) -> float:
    """The gap after a paragraph, none where its first line is set in as in Chinese."""
    return 0.0 if chinese else page.line_points / 3


def remark_points(page: PageStyle) -> float:
    """The size of a remark in the text: between that of the text and that of notes, as in print."""
    return max(9.0, page.body.points - 3.5)


def styles_xml(page: PageStyle, chinese: bool) -> str:
    """All styles of a report as the text of `styles.xml`."""
    held = "".join(
        paragraph_style(style, style.key in WORDS_OWN, style.key == NORMAL)
        for style in _styles(page, chinese)
    )
    return (
        f"<w:styles {nsdecls('w')}><w:docDefaults><w:rPrDefault><w:rPr>{look_xml(page.body)}"
        f'<w:lang w:val="{"en-US" if chinese else "en-GB"}" w:eastAsia="zh-CN"/></w:rPr>'
        f"</w:rPrDefault><w:pPrDefault/></w:docDefaults>{held}{_other_styles(page)}</w:styles>"
    )


def _styles(page: PageStyle, chinese: bool) -> list[Style]:
    line, gap = page.line_points, page.heading_gap_points
    width = page.widths.upright_mm * 72 / 25.4
    if chinese:
        body = Form(line=line, align="both", first_line_chars=2)
    else:
        body = Form(line=line, align="both", after=paragraph_gap_points(page, chinese))
    headings = [
        Style(
            HEADINGS[level],
            f"heading {level + 1}",
            page.headings[level],
            Form(
                before=gap * (2.2, 1.6, 1.2)[level],
                after=gap * 0.8,
                line=line if not gap else None,
                first_line_chars=2 if chinese and not gap else 0,
                keep_next=True,
                keep_lines=True,
                outline=level,
                hyphens=False,
            ),
            following=NORMAL,
        )
        for level in range(3)
    ]
    contents = [
        Style(
            CONTENTS[level],
            f"toc {level + 1}",
            page.contents,
            Form(
                line=page.contents_line_points,
                left=2 * level * page.contents.points,
                right_tab=width,
                leader="dot",
                hyphens=False,
            ),
        )
        for level in range(2)
    ]
    caption = Form(14, 3, align="center", keep_lines=True, hyphens=False)
    note = Form(before=2, after=2, keep_lines=True)
    remark = replace(page.note, points=remark_points(page))
    # NOTE: where 小标宋 is not installed another font stands in, which must show a title.
    title = replace(page.title, bold=True)
    return [
        Style(NORMAL, "Normal", page.body, body),
        Style(TITLE, "Title", title, Form(130, 18, align="left", hyphens=False)),
        *headings,
        *contents,
        Style(HEADER, "header", page.small, Form(border="bottom", right_tab=width), grey=True),
        Style(FOOTER, "footer", page.small, Form(align="center"), grey=True),
        Style(CONTENTS_TITLE, "目录题", page.headings[0], Form(after=12, keep_next=True)),
        Style(FIGURE, "图", page.body, Form(before=14, line=0, align="center", keep_next=True)),
        Style(FIGURE_CAPTION, "图题", page.caption, replace(caption, before=5, after=2)),
        Style(TABLE_CAPTION, "表题", page.caption, replace(caption, keep_next=True)),
        *_table_styles(page),
        Style(TABLE_NOTE, "表注", page.note, note, grey=True),
        Style(COVER, "封面", page.cover, Form(3, 3, hyphens=False)),
        Style(REMARK, "说明", remark, Form(6, 6, left=21), grey=True),
        Style(AWAITED, "待填写", page.body, Form(8, 8, border="box"), grey=True),
        Style(ITEM, "列项", page.body, Form(after=3, line=line, left=24, hanging=16)),
    ]


def _table_styles(page: PageStyle) -> Iterator[Style]:
    """Styles of heads and cells in each size: a field shows that of its paragraph, not its own."""
    for place, points in enumerate(page.table_sizes):
        held = replace(page.table, points=points)
        which = f" {place + 1}" if place else ""
        head, text = (table_style(style, place) for style in (TABLE_HEAD, TABLE_TEXT))
        yield Style(head, f"表头{which}", held, Form(1.5, 1.5, keep_next=True), grey=True)
        yield Style(text, f"表文{which}", held, Form(1.5, 1.5))


def _other_styles(page: PageStyle) -> str:
    """Styles of characters and of tables, which have fonts as well."""
    small = Type(page.body.chinese, page.body.latin, max(page.body.points - 2, 7.0))
    return (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>'
        f"<w:rPr>{fonts_xml(page.body)}</w:rPr></w:style>"
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{EVIDENCE}">'
        f'<w:name w:val="证据号"/><w:qFormat/><w:rPr>{fonts_xml(small)}'
        f'<w:color w:val="{BLUE[1:]}"/></w:rPr></w:style>'
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{GREY}">'
        f'<w:name w:val="淡字"/><w:rPr>{fonts_xml(page.body)}<w:color w:val="{INK_2[1:]}"/></w:rPr>'
        "</w:style>"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        f"<w:rPr>{fonts_xml(page.table)}</w:rPr>"
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{CELL_MARGINS}</w:tblPr>'
        "</w:style>"
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    )
