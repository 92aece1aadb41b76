"""Knows how a page carries its own Chinese font, cut to its characters; draws nothing."""

from __future__ import annotations

import base64
import html
import importlib.util
import io
import logging
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from shequ_eval.reporting.faults import ReportingFault

FAMILY = "Noto Sans SC"
FONT_PLACE = "/* @font-face */"
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
    data = base64.b64encode(font_for(characters_of(page))).decode("ascii")
    face = (
        f'@font-face {{ font-family: "{FAMILY}"; font-style: normal; font-weight: 100 900; '
        f'src: url(data:font/woff;base64,{data}) format("woff"); }}'
    )
    return page.replace(FONT_PLACE, face)


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
    font = TTFont(font_file(), lazy=True, recalcTimestamp=False)
    wanted = {ord(character) for character in characters}
    missing = sorted(wanted - set(font.getBestCmap()))
    if missing:
        named = "、".join(f"{chr(code)} U+{code:04X}" for code in missing)
        raise MissingGlyph(
            f"字体里没有这些字符 the font has no glyph for: {named}；"
            "请改用别的写法 write them otherwise"
        )
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    subsetter = subset.Subsetter(_options())
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font.flavor = "woff"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def font_file() -> Path:
    """The TrueType file of Noto Sans SC Regular in the zhplot wheel."""
    found = importlib.util.find_spec("zhplot")
    folders = list(found.submodule_search_locations or []) if found else []
    if not folders:
        raise ReportingFault("缺 zhplot（字体包） zhplot, which carries the font, is not installed")
    return Path(folders[0]) / "fonts" / "NotoSansSC-Regular.ttf"


def _options() -> subset.Options:
    options = subset.Options()
    options.layout_features = FEATURES
    options.name_IDs = NAMES
    options.hinting = False
    options.bidi_closure = False
    options.notdef_outline = True
    return options
