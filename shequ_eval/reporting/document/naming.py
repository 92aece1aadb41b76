"""Knows how a reader is told which number of an exhibit is meant; finds no origin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shequ_eval.reporting.document.numbers import quantities_in
from shequ_eval.reporting.found_exhibits import FoundExhibit
from shequ_eval.reporting.html.page_words import ABSENT

LONGEST_CLAUSE = 60
LEAST_SAID, LONGEST_TITLE = 4, 20
_ENDS = re.compile(r"[，。；：、！？（）()\n]|[,;:.!?](?=\s|$)")
_LEAD = re.compile(r"[^\d。；，,;.]{1,20}?[：:]\s*")
_MARKS = re.compile(r"\s*\[[^\]]*\d{3,}\]")
_CODE = re.compile(r"\d{6}|[\W_]*|[^\W_]+-[a-z]*\d+")
_NAME_CELLS = 2
_BOTH = re.compile(r"(?P<zh>.*[\u4e00-\u9fff）】”]) (?P<en>[A-Za-z][^\u4e00-\u9fff]*)")


def in_language(what: str, language: str) -> str:
    """What a number is, in one language; where it is said in both, Chinese stands first.

    >>> in_language("算术核对 arithmetic checks", "zh"), in_language("来源数 sources", "en")
    ('算术核对', 'sources')
    >>> in_language("4A 级社会组织", "zh"), in_language("rows", "en")
    ('4A 级社会组织', 'rows')
    """
    both = _BOTH.fullmatch(what)
    return what if both is None else both["zh" if language == "zh" else "en"].strip()


def clause_of(text: str, start: int, end: int) -> str:
    """The words around a number, from one stop to the next, after the name that leads its text.

    Where these words say little, those before them are told too.

    >>> text = "依据 2 份来源：实际 57 条、计划 1 条[a-001]；18 条是口号"
    >>> clause_of(text, 12, 14), clause_of(text, 31, 33)
    ('实际 57 条', '18 条是口号')
    >>> clause_of("Figures without period, scope or span: 3 of 5", 39, 40)
    'scope or span: 3 of 5'
    >>> clause_of("层级不同，5 对", 5, 6), clause_of("南京：有制度 4、有执行 5", 14, 15)
    ('层级不同，5 对', '南京：有执行 5')
    """
    stops = [found.end() for found in _ENDS.finditer(text)]
    left = max((stop for stop in stops if stop <= start), default=0)
    right = next((found.start() for found in _ENDS.finditer(text) if found.start() >= end), None)
    if _said(text[left:right]) < LEAST_SAID:
        left = max((stop for stop in stops if stop < left), default=0)
    if len(_tidy(text[left:right])) > LONGEST_CLAUSE:
        left, right = max(left, start - LONGEST_CLAUSE // 2), end + LONGEST_CLAUSE // 2
    lead = _LEAD.match(text)
    named = lead[0] if lead and lead.end() <= left else ""
    return _tidy(named) + _tidy(text[left:right])


def titled(title: str, clause: str, colon: str) -> str:
    """A clause under the title of its sentences, where that is short and counts nothing itself.

    >>> titled("依据", "实际 57 条", "："), titled("53 项机制留下的痕迹", "有制度 4", "：")
    ('依据：实际 57 条', '有制度 4')
    """
    short = len(title) <= LONGEST_TITLE and not quantities_in(title)
    return f"{title}{colon}{clause}" if short else clause


def row_name(texts: Sequence[str], comma: str) -> str:
    """What a row of a table speaks of: its first cells that are words, no codes and no numbers.

    >>> row_name(["540000", "西藏", "7.9"], "，"), row_name(["镇海", "2013—2017", "6"], "，")
    ('西藏', '镇海，2013—2017')
    """
    filled = [text for text in texts if text and text not in ABSENT]
    words = [t for t in filled if not _CODE.fullmatch(t) and not quantities_in(t)]
    return comma.join(dict.fromkeys(words[:_NAME_CELLS])) or next(iter(texts), "")


def number_name(
    exhibit: FoundExhibit, place: str, start: int, end: int, comma: str, colon: str
) -> str:
    """What the number at a place of an exhibit is: its row and column, or the words around it."""
    kind, *steps = place.split("/")
    if kind == "rows":
        row, column = (int(step) for step in steps)
        name = row_name([str(cell) for cell in exhibit.rows[row]], comma)
        return f"{name}{colon}{exhibit.columns[column]}"
    text = getattr(exhibit, kind)
    for step in steps:
        text = text[int(step)]
    return clause_of(str(text), start, end)


def _said(words: str) -> int:
    """How much words say: a Chinese character as much as two letters."""
    letters = [letter for letter in _MARKS.sub("", words) if letter.isalpha()]
    return sum(1 if letter.isascii() else 2 for letter in letters)


def _tidy(words: str) -> str:
    return _MARKS.sub("", words).replace("**", "").lstrip("- ").strip()
