"""Knows the styles of a DOCX, each with a font for Chinese and one for the rest; sets no text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from docx.oxml.ns import nsdecls

from shequ_eval.exhibits.style import BLUE, INK_2, RULE
from shequ_eval.reporting.docx.wordml import TWIPS_PER_POINT
from shequ_eval.reporting.paper.page_style import LEADING, PageStyle, Type

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
CELL_MARGINS = (
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="60" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
)
EVIDENCE, GREY = "EvidenceMark", "Grey"
# From the words in a box to its lines.
BOX_POINTS = 4


@dataclass(frozen=True)
class _Form:
    """How the paragraphs of a style stand; lengths in points.

    Lines are as far apart as `line` says, by their size where it is None, and as needed for a
    picture where it is 0. An exact distance makes pages break alike whatever fonts there are.
    """

    before: float = 0.0
    after: float = 0.0
    line: float | None = None
    align: str = ""
    first_line_chars: int = 0
    left: float = 0.0
    hanging: float = 0.0
    keep_next: bool = False
    keep_lines: bool = False
    border: str = ""
    outline: int | None = None
    right_tab: float = 0.0
    leader: str = ""
    hyphens: bool = True


@dataclass(frozen=True)
class _Style:
    key: str
    name: str
    type: Type
    form: _Form = _Form()
    grey: bool = False
    following: str = ""


def paragraph_gap_points(page: PageStyle, chinese: bool) -> float:
    """The gap after a paragraph, none where its first line is set in as in Chinese."""
    return 0.0 if chinese else page.line_points / 3


def styles_xml(page: PageStyle, chinese: bool) -> str:
    """All styles of a report as the text of `styles.xml`."""
    held = "".join(_paragraph_style(style) for style in _styles(page, chinese))
    return (
        f"<w:styles {nsdecls('w')}><w:docDefaults><w:rPrDefault><w:rPr>{_look(page.body)}"
        f'<w:lang w:val="{"en-US" if chinese else "en-GB"}" w:eastAsia="zh-CN"/></w:rPr>'
        f"</w:rPrDefault><w:pPrDefault/></w:docDefaults>{held}{_other_styles(page)}</w:styles>"
    )


def _styles(page: PageStyle, chinese: bool) -> list[_Style]:
    line, gap = page.line_points, page.heading_gap_points
    width = page.widths.upright_mm * 72 / 25.4
    if chinese:
        body = _Form(line=line, align="both", first_line_chars=2)
    else:
        body = _Form(line=line, align="both", after=paragraph_gap_points(page, chinese))
    headings = [
        _Style(
            HEADINGS[level],
            f"heading {level + 1}",
            page.headings[level],
            _Form(
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
        _Style(
            CONTENTS[level],
            f"toc {level + 1}",
            page.contents,
            _Form(
                line=page.contents_line_points,
                left=2 * level * page.contents.points,
                right_tab=width,
                leader="dot",
                hyphens=False,
            ),
        )
        for level in range(2)
    ]
    caption = _Form(14, 3, align="center", keep_lines=True, hyphens=False)
    note = _Form(before=2, after=2, keep_lines=True)
    return [
        _Style(NORMAL, "Normal", page.body, body),
        _Style(TITLE, "Title", page.title, _Form(130, 18, align="left", hyphens=False)),
        *headings,
        *contents,
        _Style(HEADER, "header", page.small, _Form(border="bottom", right_tab=width), grey=True),
        _Style(FOOTER, "footer", page.small, _Form(align="center"), grey=True),
        _Style(CONTENTS_TITLE, "目录题", page.headings[0], _Form(after=12, keep_next=True)),
        _Style(FIGURE, "图", page.body, _Form(before=14, line=0, align="center", keep_next=True)),
        _Style(FIGURE_CAPTION, "图题", page.caption, replace(caption, before=5, after=2)),
        _Style(TABLE_CAPTION, "表题", page.caption, replace(caption, keep_next=True)),
        _Style(TABLE_HEAD, "表头", page.table, _Form(1.5, 1.5, keep_next=True), grey=True),
        _Style(TABLE_TEXT, "表文", page.table, _Form(1.5, 1.5)),
        _Style(TABLE_NOTE, "表注", page.note, note, grey=True),
        _Style(COVER, "封面", page.cover, _Form(3, 3, hyphens=False)),
        _Style(REMARK, "说明", page.note, _Form(6, 6, left=21), grey=True),
        _Style(AWAITED, "待填写", page.body, _Form(8, 8, border="box"), grey=True),
        _Style(ITEM, "列项", page.body, _Form(after=3, line=line, left=24, hanging=16)),
    ]


def _paragraph_style(style: _Style) -> str:
    # NOTE: Word knows its own styles by these names and shows 标题 1, 正文 for them in Chinese.
    default = ' w:default="1"' if style.key == NORMAL else ""
    own = style.key in {NORMAL, TITLE, HEADER, FOOTER, *HEADINGS, *CONTENTS}
    custom = "" if own else ' w:customStyle="1"'
    following = f'<w:next w:val="{style.following}"/>' if style.following else ""
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{style.key}">'
        f'<w:name w:val="{style.name}"/>{following}<w:qFormat/>'
        f"<w:pPr>{_form(style.form, style.type.points)}</w:pPr>"
        f"<w:rPr>{_look(style.type, INK_2 if style.grey else '')}</w:rPr></w:style>"
    )


def _other_styles(page: PageStyle) -> str:
    """Styles of characters and of tables, which have fonts as well."""
    small = Type(page.body.chinese, page.body.latin, max(page.body.points - 2, 7.0))
    return (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>'
        f"<w:rPr>{_fonts(page.body)}</w:rPr></w:style>"
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{EVIDENCE}">'
        f'<w:name w:val="证据号"/><w:qFormat/><w:rPr>{_fonts(small)}'
        f'<w:color w:val="{BLUE[1:]}"/></w:rPr></w:style>'
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{GREY}">'
        f'<w:name w:val="淡字"/><w:rPr>{_fonts(page.body)}<w:color w:val="{INK_2[1:]}"/></w:rPr>'
        "</w:style>"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        f"<w:rPr>{_fonts(page.table)}</w:rPr>"
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{CELL_MARGINS}</w:tblPr>'
        "</w:style>"
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    )


def _fonts(held: Type) -> str:
    return (
        f'<w:rFonts w:ascii="{held.latin}" w:hAnsi="{held.latin}" w:eastAsia="{held.chinese}"'
        f' w:cs="{held.latin}"/>'
    )


def _look(held: Type, colour: str = "") -> str:
    bold = "<w:b/>" if held.bold else ""
    shown = f'<w:color w:val="{colour[1:]}"/>' if colour else ""
    size = round(2 * held.points)
    return f'{_fonts(held)}{bold}{shown}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _form(form: _Form, points: float) -> str:
    """The properties of a paragraph in type of that size, in the order of the schema."""
    parts = ["<w:keepNext/>" if form.keep_next else "", "<w:keepLines/>" if form.keep_lines else ""]
    parts.append(_border(form.border))
    if form.right_tab:
        leader = f' w:leader="{form.leader}"' if form.leader else ""
        place = _twentieths(form.right_tab)
        parts.append(f'<w:tabs><w:tab w:val="right"{leader} w:pos="{place}"/></w:tabs>')
    if not form.hyphens:
        parts.append("<w:suppressAutoHyphens/>")
    line = 'w:line="240" w:lineRule="auto"'
    if form.line is None or form.line > 0:
        exact = _twentieths(form.line or points * LEADING)
        line = f'w:line="{exact}" w:lineRule="exact"'
    before, after = _twentieths(form.before), _twentieths(form.after)
    parts.append(f'<w:spacing w:before="{before}" w:after="{after}" {line}/>')
    if form.first_line_chars:
        first = _twentieths(form.first_line_chars * points)
        chars = 100 * form.first_line_chars
        parts.append(f'<w:ind w:firstLineChars="{chars}" w:firstLine="{first}"/>')
    elif form.border == "box":
        # NOTE: a border stands outside of its text; the box keeps to the width of the page.
        inset = _twentieths(BOX_POINTS)
        parts.append(f'<w:ind w:left="{inset}" w:right="{inset}"/>')
    elif form.left or form.hanging:
        hanging = f' w:hanging="{_twentieths(form.hanging)}"' if form.hanging else ""
        parts.append(f'<w:ind w:left="{_twentieths(form.left)}"{hanging}/>')
    if form.align:
        parts.append(f'<w:jc w:val="{form.align}"/>')
    if form.outline is not None:
        parts.append(f'<w:outlineLvl w:val="{form.outline}"/>')
    return "".join(parts)


def _border(kind: str) -> str:
    sides = {"bottom": ("bottom",), "box": ("top", "left", "bottom", "right")}.get(kind, ())
    colour = RULE[1:] if kind == "box" else "auto"
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="5" w:space="{BOX_POINTS}" w:color="{colour}"/>'
        for side in sides
    )
    return f"<w:pBdr>{lines}</w:pBdr>" if lines else ""


def _twentieths(points: float) -> int:
    return round(points * TWIPS_PER_POINT)
