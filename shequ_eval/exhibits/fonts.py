"""Knows the one font of every picture and its characters; refuses to draw one that it lacks."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text

FAMILY = "Noto Sans SC"
WHEEL = "zhplot"
FILE = "fonts/NotoSansSC-Regular.ttf"


class GlyphError(ValueError):
    """A picture asks for characters that its font does not have."""


@lru_cache(maxsize=1)
def font_path() -> Path:
    """Where Noto Sans SC Regular lies: inside the wheel that carries it.

    The wheel is located, never imported: importing it would reach into matplotlib's settings.

    Raises
    ------
    FileNotFoundError
        The wheel is not installed, or does not carry the file.
    """
    spec = find_spec(WHEEL)
    folders = list(spec.submodule_search_locations or []) if spec else []
    for folder in folders:
        path = Path(folder) / FILE
        if path.is_file():
            return path
    raise FileNotFoundError(
        f"找不到字体 no font: {WHEEL}/{FILE}; 请安装 install the package {WHEEL}"
    )


@lru_cache(maxsize=1)
def register_font() -> str:
    """Make the font known to matplotlib, once a process; the name of its family."""
    font_manager.fontManager.addfont(str(font_path()))
    return FAMILY


@lru_cache(maxsize=1)
def _characters() -> frozenset[int]:
    return frozenset(FT2Font(str(font_path())).get_charmap())


def missing_glyphs(text: str) -> str:
    """The characters of a text that the font cannot draw, each once, in order.

    >>> missing_glyphs("镇海 15.43 家，≥ 10"), missing_glyphs("𓀀社区𓀀")
    ('', '𓀀')
    """
    known = _characters()
    return "".join(
        dict.fromkeys(
            letter for letter in text if not letter.isspace() and ord(letter) not in known
        )
    )


def check_glyphs(figure: Figure) -> None:
    """Refuse a picture with a character that its font lacks.

    Raises
    ------
    GlyphError
        Names every such character and the texts they stand in.
    """
    texts = [str(artist.get_text()) for artist in figure.findobj(Text) if artist.get_visible()]
    faults = {text: missing_glyphs(text) for text in texts if missing_glyphs(text)}
    if not faults:
        return
    letters = "".join(dict.fromkeys("".join(faults.values())))
    codes = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters)
    raise GlyphError(f"字体缺字 the font lacks: {codes}; 见 in: {'; '.join(faults)}")


@contextmanager
def glyph_errors() -> Iterator[None]:
    """Turn matplotlib's warning about a missing glyph into the error that it is.

    Raises
    ------
    GlyphError
        matplotlib drew, or was about to draw, a box instead of a character.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message=r"Glyph .* missing", category=UserWarning)
        try:
            yield
        except UserWarning as warning:
            raise GlyphError(f"字体缺字 {warning}") from warning
