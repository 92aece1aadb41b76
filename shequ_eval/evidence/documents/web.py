"""Knows the words of a web page in reading order; leaves out what serves to move about the site.

NOTE: extractors that look for one main block lose tables and short bulletins, and a lost figure
is worse than a stray line, so this one keeps all that is not marked or built as navigation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import lxml.html

from shequ_eval.evidence.documents.document import Document, joined
from shequ_eval.evidence.documents.encodings import decoded_page
from shequ_eval.evidence.documents.refusals import damaged, empty

UNSEEN = frozenset({
    "script", "style", "noscript", "template", "head", "nav", "footer", "aside", "form", "select",
    "button", "iframe", "object", "svg", "canvas", "audio", "video", "input", "textarea", "map",
})  # fmt: skip
INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "o:p",
})  # fmt: skip
ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "menu", "menubar"})
AROUND = re.compile(
    r"(?<![a-z])(nav|navbar|navigation|menu|submenu|crumb|crumbs|breadcrumb|breadcrumbs|footer|foot"
    r"|copyright|sidebar|aside|share|bdsharebuttonbox|related|pagination|pager|toolbar|topbar|banner"
    r"|searchbox|search|login|weizhi|position|dangqian|friendlink|links)(?![a-z])",
    re.I,
)
COLOPHON = re.compile(r"版权所有|ICP备|公网安备|网站标识码|网站地图|技术支持[:：]|[Cc]opyright")
LARGEST_LINK_SHARE = 0.5
FEWEST_LINKS = 3
BLANKS = re.compile(r" +")


def read_web(file: str, raw: bytes) -> Document:
    """Paragraphs and table rows of a page; the cells of a row are parted by tabs.

    Raises
    ------
    DataError
        The bytes are no text, no page, or the page holds no word beside its navigation.
    """
    try:
        root = lxml.html.document_fromstring(_without_declaration(decoded_page(raw)))
    except (UnicodeDecodeError, lxml.etree.LxmlError, ValueError) as error:
        raise damaged(file, "html", error) from error
    lines = [line for block in _blocks(root) for line in _lines(block)]
    while lines and COLOPHON.search(lines[-1]):
        lines.pop()
    document = joined(file, "html", raw, lines)
    if not document.text:
        raise empty(file, "除导航外没有文字 no word beside the navigation")
    return document


def _without_declaration(page: str) -> str:
    """The page without the XML declaration, which lxml refuses in a decoded text."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", page, count=1)


def _lines(block: str) -> list[str]:
    return [line.strip(" ") for line in BLANKS.sub(" ", block).split("\n") if line.strip()]


def _blocks(element: Any) -> Iterator[str]:
    """The text of each block under an element, in order."""
    words: list[str] = [_flat(element.text)]
    for child in element:
        if _is_unseen(child):
            words.append(_flat(child.tail))
            continue
        if child.tag == "br":
            words.append("\n")
        elif child.tag == "tr" and not _is_layout(child):
            yield "".join(words)
            yield _row(child)
            words = []
        elif child.tag in INLINE and not _holds_blocks(child):
            words.append(_inline(child))
        else:
            yield "".join(words)
            yield from _blocks(child)
            words = []
        words.append(_flat(child.tail))
    yield "".join(words)


def _inline(element: Any) -> str:
    if element.tag == "br":
        return "\n"
    words = [_flat(element.text)]
    for child in element:
        words.append("" if _is_unseen(child) or child.tag == "rt" else _inline(child))
        words.append(_flat(child.tail))
    text = "".join(words)
    return {"2": "²", "3": "³"}.get(text, text) if element.tag == "sup" else text


def _row(row: Any) -> str:
    cells = [cell for cell in row if cell.tag in {"td", "th"} and not _is_unseen(cell)]
    return "\t".join(" ".join(_lines("\n".join(_blocks(cell)))) for cell in cells)


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _holds_blocks(element: Any) -> bool:
    return any(
        isinstance(inner.tag, str) and inner.tag not in INLINE | {"br"}
        for inner in element.iterdescendants()
    )


def _is_layout(row: Any) -> bool:
    """Whether a table row serves to lay out the page: a cell of it holds paragraphs or a table."""
    return any(
        sum(inner.tag in {"p", "div", "table", "h1", "h2", "h3", "ul"} for inner in cell.iter()) > 1
        for cell in row
    )


def _is_unseen(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in UNSEEN:
        return True
    if element.get("role") in ROLES or element.get("hidden") is not None:
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    if "display:none" in style:
        return True
    if element.tag in {"html", "body", "main", "article"}:
        return False
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(AROUND.search(marks)) or _is_list_of_links(element)


def _is_list_of_links(element: Any) -> bool:
    """Whether most words of a list or block are those of several links."""
    if element.tag not in {"ul", "ol", "div", "table", "dl"}:
        return False
    links = element.xpath(".//a[@href]")
    if len(links) < FEWEST_LINKS:
        return False
    words = len("".join(element.text_content().split()))
    linked = sum(len("".join(link.text_content().split())) for link in links)
    return linked > LARGEST_LINK_SHARE * words
