from __future__ import annotations

import io

import pytest
from fontTools.ttLib import TTFont

from shequ_eval.reporting.html.web_font import (
    FONT_PLACE,
    MissingGlyph,
    characters_of,
    embed_font,
    font_for,
)


def test_the_font_holds_the_characters_of_the_page_and_no_others() -> None:
    font = TTFont(io.BytesIO(font_for("镇海≥15.43")))

    assert {chr(code) for code in font.getBestCmap()} == set("镇海≥15.43")
    assert font.flavor == "woff"


def test_the_same_characters_give_the_same_bytes() -> None:
    assert font_for("镇海区") == font_for("区海镇")


def test_the_font_keeps_its_licence() -> None:
    font = TTFont(io.BytesIO(font_for("镇")))

    assert "Open Font License" in font["name"].getDebugName(13)


def test_a_character_without_a_glyph_is_an_error_that_names_it() -> None:
    with pytest.raises(MissingGlyph, match=r"🏆 U\+1F3C6"):
        embed_font(f"<style>{FONT_PLACE}</style><p>镇海&#127942;</p>")


def test_characters_written_as_entities_are_counted_and_invisible_ones_are_not() -> None:
    found = characters_of("a&ge;&#8209;\n\u200b\ufeff")

    assert {"≥", "\u2011", "a"} <= found
    assert not {"\n", "\u200b", "\ufeff"} & found


def test_the_page_carries_its_font() -> None:
    page = embed_font(f"<style>{FONT_PLACE}</style>镇海")

    assert FONT_PLACE not in page
    assert "src: url(data:font/woff;base64,d09GRg" in page
