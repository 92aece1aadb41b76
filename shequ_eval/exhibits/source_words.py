"""Knows how the words of the registers are had in either language, and dates; judges none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Language


def translated(row: Mapping[Any, Any], column: str, language: Language) -> str:
    """A cell in the language of the edition: `<column>_en` in English, where it is filled.

    >>> source = {"title": "镇海案例", "title_en": "The Zhenhai case", "defects": "缺页"}
    >>> translated(source, "title", "en"), translated(source, "defects", "en")
    ('The Zhenhai case', '缺页')
    """
    words = str(row.get(f"{column}_en", "")) if language == "en" else ""
    return words or str(row[column])


def cited_title(source: Mapping[Any, Any], language: Language) -> str:
    """A source's title as a bibliography gives it: in English with the original in brackets.

    >>> cited_title({"title": "镇海案例", "title_en": "The Zhenhai case"}, "en")
    'The Zhenhai case [镇海案例]'
    """
    words = translated(source, "title", language)
    return words if words == source["title"] else f"{words} [{source['title']}]"


def published_words(published: str, language: Language) -> str:
    """When a source appeared; an inferred year says so.

    >>> published_words("2023~", "zh"), published_words("2020~/2021~", "en")
    ('约 2023', 'about 2020–2021')
    """
    words = published.replace("~", "")
    if words != published:
        words = say(language, f"约 {words}", f"about {words}")
    return words.replace("/", say(language, "—", "–"))
