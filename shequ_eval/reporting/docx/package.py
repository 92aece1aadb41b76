"""Knows the parts of a DOCX around its text: fonts, lists, settings, the zip; no report.

Nothing in it tells a clock, a user or a machine, so that the same report gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.sax.saxutils import quoteattr

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from shequ_eval.reporting.docx.block_xml import BULLETS, FIRST_NUMBERS
from shequ_eval.reporting.docx.styles import styles_xml
from shequ_eval.reporting.paper.page_style import FALLBACKS, PageStyle

FIRST_DATE = (1980, 1, 1, 0, 0, 0)
UNUSED = ("/thumbnail", "/customXml", "/stylesWithEffects", "/theme", "/webSettings")


def empty_package(page: PageStyle, chinese: bool) -> Document:
    """A document of python-docx without its template's text, styles, pictures and properties."""
    document = docx.Document()
    package = document.part.package
    for relations in (package.rels, document.part.rels):
        for key in [key for key, held in relations.items() if held.reltype.endswith(UNUSED)]:
            del relations[key]
    _part(document.part.rels, "/styles")._element = parse_xml(styles_xml(page, chinese))
    _part(document.part.rels, "/fontTable")._blob = _font_table()
    _part(package.rels, "/extended-properties")._blob = (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://'
        b'schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
    )
    return document


def set_properties(document: Document, title: str, language: str, author: str) -> None:
    """Title, language and author; no date and no program."""
    core = document.core_properties
    element = core._element
    for child in list(element):
        element.remove(child)
    core.title, core.language, core.author = title[:255], language, author[:255]


def set_settings(document: Document, language: str) -> None:
    """The present way of laying out, not that of an old Word."""
    element = document.settings.element
    for child in list(element):
        element.remove(child)
    # NOTE: justified English without hyphens tears its lines apart; Chinese needs none.
    hyphens = "" if language.startswith("zh") else "<w:autoHyphenation/>"
    held = (
        f'<w:settings {nsdecls("w")}><w:zoom w:percent="100"/>'
        f'<w:defaultTabStop w:val="420"/>{hyphens}'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{language}" w:eastAsia="zh-CN"/></w:settings>'
    )
    element.extend(list(parse_xml(held)))


def set_numbering(document: Document, ordered: int) -> None:
    """One list of points, and as many numbered ones as there are, each of which begins at 1."""
    points = (
        '<w:abstractNum w:abstractNumId="{id}"><w:multiLevelType w:val="singleLevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        '<w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="480" '
        'w:hanging="320"/></w:pPr></w:lvl></w:abstractNum>'
    )
    held = points.format(id=0, kind="bullet", mark="·") + points.format(
        id=1, kind="decimal", mark="%1."
    )
    held += f'<w:num w:numId="{BULLETS}"><w:abstractNumId w:val="0"/></w:num>'
    for n in range(ordered):
        held += (
            f'<w:num w:numId="{FIRST_NUMBERS + n}"><w:abstractNumId w:val="1"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    part = document.part.numbering_part
    part._element = parse_xml(f"<w:numbering {nsdecls('w')}>{held}</w:numbering>")


def zipped(document: Document) -> bytes:
    """The file: its parts in order of their names, all of one date."""
    saved = io.BytesIO()
    document.save(saved)
    made = io.BytesIO()
    with zipfile.ZipFile(saved) as held, zipfile.ZipFile(made, "w") as written:
        for name in sorted(held.namelist()):
            entry = zipfile.ZipInfo(name, FIRST_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            written.writestr(entry, held.read(name), compresslevel=6)
    return made.getvalue()


def _part(relations: Any, kind: str) -> Any:
    return next(r.target_part for r in relations.values() if r.reltype.endswith(kind))


def _font_table() -> bytes:
    """Each font with those that stand in for it where it is not installed."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(others)}/></w:font>"
        for name, others in FALLBACKS.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<w:fonts {nsdecls('w')}>{fonts}</w:fonts>"
    ).encode()
