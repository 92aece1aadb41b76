"""Knows how a page carries its own Chinese font, cut to its characters; draws nothing."""

from __future__ import annotations

import base64
import html
import importlib.util
import io
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb
from fontTools.ttLib import TTFont

from shequ_eval.reporting.faults import ReportingFault

FAMILY = "Noto Sans SC"
FONT_PLACE = "/* @font-face */"
_SVG_TEXT = re.compile(r"<text[^>]*>(.*?)</text>", re.DOTALL)
FEATURES = ["kern", "halt", "palt", "locl", "mark", "ccmp"]
# Copyright, family, version and licence stay in the subset, as the Open Font License asks.
NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]


class MissingGlyph(ReportingFault):
    """The font has no glyph for a character of the page; names every such character."""


def embed_font(page: str) -> str:
    """The page with a font for exactly its characters where `FONT_PLACE` stands.

    Raises
    ------
    MissingGlyph
        A character of the page has no glyph in the font.
    """
    return page.replace(FONT_PLACE, _face(characters_of(page)))


def embed_font_in_svg(svg: str) -> str:
    """An SVG document with a font for exactly its characters, so that its words look the same.

    Raises
    ------
    MissingGlyph
        A character of the picture has no glyph in the font.
    """
    head, opened, rest = svg.partition("<svg")
    tag, closed, body = rest.partition(">")
    if not opened or "<text" not in body:
        return svg
    face = _face(characters_of("".join(_SVG_TEXT.findall(body))))
    return f"{head}{opened}{tag}{closed}\n <style>{face}</style>{body}"


def _face(characters: Iterable[str]) -> str:
    data = base64.b64encode(font_for(characters)).decode("ascii")
    return (
        f'@font-face {{ font-family: "{FAMILY}"; font-style: normal; font-weight: 100 900; '
        f'src: url(data:font/woff;base64,{data}) format("woff"); }}'
    )


def characters_of(page: str) -> set[str]:
    """Every printable character of a page, those written as entities too.

    >>> sorted(characters_of("<b>镇&ge;</b>")) == sorted(set("<b>/镇≥;&ge"))
    True
    """
    written = set(page) | set(html.unescape(page))
    return {c for c in written if unicodedata.category(c) not in {"Cc", "Cf", "Zl", "Zp"}}


def font_for(characters: Iterable[str]) -> bytes:
    """A WOFF file with the glyphs of these characters, the same bytes each time.

    Raises
    ------
    MissingGlyph
        A character has no glyph in the font.
    """
    wanted = {ord(character) for character in characters}
    missing = sorted(wanted - _known_characters())
    if missing:
        named = "、".join(f"{chr(code)} U+{code:04X}" for code in missing)
        raise MissingGlyph(
            f"字体里没有这些字符 the font has no glyph for: {named}；"
            "请改用别的写法 write them otherwise"
        )
    cut = hb.subset(_face_of_wheel(), _input(wanted)).blob.data
    font = TTFont(io.BytesIO(cut), recalcTimestamp=False)
    font.flavor = "woff"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _input(wanted: Iterable[int]) -> hb.SubsetInput:
    """What is kept: these characters without hints, and the names that the licence asks for."""
    kept = hb.SubsetInput()
    kept.unicode_set.update(wanted)
    kept.flags = (
        hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_BIDI_CLOSURE
    )
    kept.layout_feature_tag_set.clear()
    kept.layout_feature_tag_set.update(_tag(name) for name in FEATURES)
    kept.name_id_set.clear()
    kept.name_id_set.update(NAMES)
    return kept


def _tag(name: str) -> int:
    """The number that stands for a four-letter tag in a font.

    >>> hex(_tag("kern"))
    '0x6b65726e'
    """
    return int.from_bytes(name.encode("ascii"), "big")


@lru_cache(maxsize=1)
def _face_of_wheel() -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(str(font_file())))


@lru_cache(maxsize=1)
def _known_characters() -> frozenset[int]:
    return frozenset(_face_of_wheel().unicodes)


def font_file() -> Path:
    """The TrueType file of Noto Sans SC Regular in the zhplot wheel."""
    found = importlib.util.find_spec("zhplot")
    folders = list(found.submodule_search_locations or []) if found else []
    if not folders:
        raise ReportingFault("缺 zhplot（字体包） zhplot, which carries the font, is not installed")
    return Path(folders[0]) / "fonts" / "NotoSansSC-Regular.ttf"
