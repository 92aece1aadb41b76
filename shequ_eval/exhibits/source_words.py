"""Knows how the words of the registers are had in either language, and dates; judges none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Codebook, Language

_NUMBER = re.compile(
    r"(?P<issuer>[^〔第]+)(?:〔(?P<year>\d{4})〕|第)(?P<number>\d+)号(?P<annex> ?附件)?"
)


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


def document_number(number: str, codebook: Codebook, language: Language) -> str:
    """A document's number; in English the issuer in words, the number, and what is annexed.

    A number of another form (a national standard's) is printed as it is.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> document_number("国办发〔2021〕56号", book, "en")
    'General Office of the State Council [2021] No. 56'
    >>> document_number("财政部令第102号", book, "en")
    'Order of the Ministry of Finance No. 102'
    >>> document_number("财预〔2020〕10号 附件", book, "en")
    'Ministry of Finance (budget) [2020] No. 10, annex'
    >>> document_number("国办发〔2021〕56号", book, "zh"), document_number("GB/T 1", book, "en")
    ('国办发〔2021〕56号', 'GB/T 1')
    """
    found = _NUMBER.fullmatch(number)
    if language == "zh":
        return number.replace(" 附件", "附件")
    if found is None or found["issuer"] not in codebook.labels["document_issuer"]:
        return number
    issuer = codebook.label("document_issuer", found["issuer"], language)
    year = f" [{found['year']}]" if found["year"] else ""
    return f"{issuer}{year} No. {found['number']}" + ", annex" * bool(found["annex"])


def cited_number(number: str, codebook: Codebook, language: Language) -> str:
    """The same with the original behind, as a bibliography gives it at first use.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> cited_number("民发〔2017〕191号", read_codebook(find_data_root()), "en")
    'Ministry of Civil Affairs [2017] No. 191 [民发〔2017〕191号]'
    """
    words = document_number(number, codebook, language)
    return words if language == "zh" or words == number else f"{words} [{number}]"


def published_words(published: str, language: Language) -> str:
    """When a source appeared; an inferred year says so.

    >>> published_words("2023~", "zh"), published_words("2020~/2021~", "en")
    ('约 2023', 'about 2020–2021')
    """
    words = published.replace("~", "")
    if words != published:
        words = say(language, f"约 {words}", f"about {words}")
    return words.replace("/", say(language, "—", "–"))
