"""Knows by which numeral or letter the annexes of a printed report go on; writes none of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from shequ_eval.reporting.document.blocks import Block, Document, Heading, Span, Table
from shequ_eval.reporting.document.labels import Labels
from shequ_eval.reporting.html.page_words import WORDS

NUMERALS = "一二三四五六七八九十"
LETTERS = "ABCDEFGHIJ"
_APPENDIX = re.compile(r"(?:附录|Appendix)\s*([一二三四五六七八九十]|[A-J])")


def appended(document: Document, annexes: Iterable[Block]) -> list[Block]:
    """The annexes with their headings numbered on from the document's own appendices.

    A table of theirs that has no label yet is numbered within its annex.
    """
    labels = Labels(WORDS[document.language])
    chapters = [b.text for b in document.blocks if isinstance(b, Heading) and b.level == 1]
    number = sum(bool(_APPENDIX.match(text)) for text in chapters)
    found: list[Block] = []
    for block in annexes:
        if isinstance(block, Heading) and block.level == 1:
            named = Span(name_of(number, document.language))
            found.append(replace(block, words=(named, *block.words)))
            labels.enter(found[-1].text)  # type: ignore[union-attr]
            number += 1
        elif isinstance(block, Table) and not block.label:
            found.append(replace(block, label=labels.next("table")))
        else:
            found.append(block)
    return found


def name_of(number: int, language: str) -> str:
    """What stands before the title of an appendix, the first being number 0.

    >>> name_of(4, "zh"), name_of(4, "en"), name_of(30, "zh")
    ('附录五　', 'Appendix E  ', '附录31　')
    """
    if language == "zh":
        return f"附录{NUMERALS[number] if number < len(NUMERALS) else number + 1}　"
    return f"Appendix {LETTERS[number] if number < len(LETTERS) else number + 1}  "
