"""Knows the frame of every page that is handed over: style, font, nothing remote; no content."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from markupsafe import Markup

from shequ_eval.reporting.document.quotes import with_quotes_of
from shequ_eval.reporting.html.page_words import WORDS
from shequ_eval.reporting.html.self_contained import check_self_contained
from shequ_eval.reporting.html.templates_folder import FOLDER, templates
from shequ_eval.reporting.html.web_font import embed_font

SCRIPT_PLACE = "<!-- script -->"


def render_page(
    template: str, language: str, title: str, running: str, script: str = "", **content: Any
) -> str:
    """One HTML file that opens with no network.

    `running` stands at the foot of each printed page, the title at its head. `script` is the one
    script that the page may run: its policy names the script's checksum and allows no other.

    Raises
    ------
    MissingGlyph
        The font lacks a character of the page.
    NotSelfContained
        Something on the page would be loaded from elsewhere.
    """
    title, running = with_quotes_of(language, title), with_quotes_of(language, running)
    page = (
        templates()
        .get_template(template)
        .render(
            language=language,
            title=title,
            words=WORDS[language],
            english=WORDS["en"],
            styles=Markup((FOLDER / "report.css").read_text(encoding="utf-8")),
            script_source=Markup(f"; script-src '{_digest(script)}'" if script else ""),
            page_header_style=Markup(_running(title, running)),
            **content,
        )
    )
    page = with_quotes_of(language, page, markup=True)
    check_self_contained(page)
    run = f"<script>{script}</script>\n" if script else ""
    return embed_font(page).replace(f"{SCRIPT_PLACE}\n", run)


def _digest(script: str) -> str:
    """How a content security policy names a script.

    >>> _digest("")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _running(title: str, running: str) -> str:
    head, foot = _css_string(title), _css_string(running)
    return f"@page {{ @top-left {{ content: {head}; }} @bottom-left {{ content: {foot}; }} }}"


def _css_string(text: str) -> str:
    r"""Text as a CSS string that cannot end the style element or itself.

    >>> _css_string('a"b</style>')
    '"a\\22 b\\3c /style>"'
    """
    for character in ("\\", '"', "<", "\n"):
        text = text.replace(character, f"\\{ord(character):x} ")
    return f'"{text}"'
