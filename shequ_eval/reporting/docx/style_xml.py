"""Knows how a style of a DOCX is written: fonts, distances, borders; names none."""

from __future__ import annotations

from dataclasses import dataclass

from shequ_eval.exhibits.style import INK_2, RULE
from shequ_eval.reporting.docx.wordml import TWIPS_PER_POINT
from shequ_eval.reporting.paper.page_style import LEADING, Type

# From the words in a box to its lines.
BOX_POINTS = 4


@dataclass(frozen=True)
class Form:
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
class Style:
    """A style of paragraphs: its id, its name for a reader, its type and how it stands."""

    key: str
    name: str
    type: Type
    form: Form = Form()
    grey: bool = False
    following: str = ""


def paragraph_style(style: Style, own: bool, default: bool) -> str:
    """A style of paragraphs, one of Word's `own` or the report's, or that of the rest."""
    # NOTE: Word knows its own styles by these names and shows 标题 1, 正文 for them in Chinese.
    first = ' w:default="1"' if default else ""
    custom = "" if own else ' w:customStyle="1"'
    following = f'<w:next w:val="{style.following}"/>' if style.following else ""
    return (
        f'<w:style w:type="paragraph"{first}{custom} w:styleId="{style.key}">'
        f'<w:name w:val="{style.name}"/>{following}<w:qFormat/>'
        f"<w:pPr>{_form(style.form, style.type.points)}</w:pPr>"
        f"<w:rPr>{look_xml(style.type, INK_2 if style.grey else '')}</w:rPr></w:style>"
    )


def fonts_xml(held: Type) -> str:
    """The fonts of a type for Chinese and for the rest."""
    return (
        f'<w:rFonts w:ascii="{held.latin}" w:hAnsi="{held.latin}" w:eastAsia="{held.chinese}"'
        f' w:cs="{held.latin}"/>'
    )


def look_xml(held: Type, colour: str = "") -> str:
    """Fonts, weight, colour and size of a type."""
    bold = "<w:b/>" if held.bold else ""
    shown = f'<w:color w:val="{colour[1:]}"/>' if colour else ""
    size = round(2 * held.points)
    return f'{fonts_xml(held)}{bold}{shown}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _form(form: Form, points: float) -> str:
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
