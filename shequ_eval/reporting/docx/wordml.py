"""Knows how runs, fields, bookmarks and paragraphs are written in WordprocessingML; no report."""

from __future__ import annotations

import hashlib
from xml.sax.saxutils import escape, quoteattr

TWIPS_PER_POINT = 20
TWIPS_PER_MM = 1440 / 25.4


def twips(mm: float) -> int:
    """A length in twentieths of a point."""
    return round(mm * TWIPS_PER_MM)


def run(text: str, properties: str = "", hyphens: bool = True) -> str:
    """Some text; a new line in it is a line break. Without `hyphens` it never breaks at one.

    >>> run("a<b")
    '<w:r><w:t xml:space="preserve">a&lt;b</w:t></w:r>'
    """
    lines = (_line(line, hyphens) for line in text.split("\n"))
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{look}{'<w:br/>'.join(lines)}</w:r>"


def _line(text: str, hyphens: bool) -> str:
    pieces = [text] if hyphens else text.split("-")
    said = (f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "" for piece in pieces)
    return "<w:noBreakHyphen/>".join(said)


def field(instruction: str, result: str, dirty: bool = False, properties: str = "") -> str:
    """A field with what it shows until Word computes it again, which a `dirty` one asks for.

    The runs of the field itself have the `properties` of its result: a program that computes it
    anew shows it in the look of the first.
    """
    begin = ' w:dirty="true"' if dirty else ""
    start = f"<w:r><w:rPr>{properties}</w:rPr>" if properties else "<w:r>"
    return (
        f'{start}<w:fldChar w:fldCharType="begin"{begin}/></w:r>'
        f'{start}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'{start}<w:fldChar w:fldCharType="separate"/></w:r>{result}'
        f'{start}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def simple_field(instruction: str) -> str:
    """A field that is computed on each page, such as its number."""
    return f'<w:fldSimple w:instr=" {instruction} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def hyperlink(anchor: str, content: str) -> str:
    """Content that leads to the bookmark of an anchor."""
    return f'<w:hyperlink w:anchor="{bookmark_name(anchor)}" w:history="1">{content}</w:hyperlink>'


def bookmark_name(anchor: str) -> str:
    """The name of an anchor's bookmark: Word allows letters, digits and 40 characters.

    >>> bookmark_name("s1") == bookmark_name("s1"), len(bookmark_name("镇海" * 90))
    (True, 18)
    """
    return "b_" + hashlib.sha256(anchor.encode("utf-8", "replace")).hexdigest()[:16]


def bookmark(anchor: str, number: int, content: str) -> str:
    """Content under a bookmark; `number` is that of no other bookmark."""
    start = f'<w:bookmarkStart w:id="{number}" w:name="{bookmark_name(anchor)}"/>'
    return f'{start}{content}<w:bookmarkEnd w:id="{number}"/>'


def paragraph(style: str, content: str, properties: str = "") -> str:
    """A paragraph in a style, whose name is its id."""
    look = f"<w:pStyle w:val={quoteattr(style)}/>{properties}"
    return f"<w:p><w:pPr>{look}</w:pPr>{content}</w:p>"
