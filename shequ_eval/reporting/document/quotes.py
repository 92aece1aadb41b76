"""Knows which quotation marks a language is printed with; changes no other character."""

from __future__ import annotations

STRAIGHT = str.maketrans("“”‘’", "\"\"''")


IN_MARKUP = {ord("“"): "&#34;", ord("”"): "&#34;", ord("‘"): "&#39;", ord("’"): "&#39;"}


def with_quotes_of(language: str, text: str, markup: bool = False) -> str:
    r"""A text with the marks that its language has room for.

    Every document is set in one Chinese font, which draws curly marks as wide as a character:
    in English they would stand in holes, so English has straight ones. In `markup` these are
    references to characters, which end no attribute.

    >>> with_quotes_of("en", "the “1+N” list’s rows"), with_quotes_of("zh", "“街乡吹哨”")
    ('the "1+N" list\'s rows', '“街乡吹哨”')
    >>> with_quotes_of("en", '<p title="a “b”">', markup=True)
    '<p title="a &#34;b&#34;">'
    """
    if language == "zh":
        return text
    return text.translate(IN_MARKUP if markup else STRAIGHT)
