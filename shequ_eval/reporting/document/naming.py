"""Knows how a reader is told which number of an exhibit is meant; finds no origin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shequ_eval.reporting.document.numbers import quantities_in
from shequ_eval.reporting.found_exhibits import FoundExhibit
from shequ_eval.reporting.html.page_words import ABSENT, WORDS

LONGEST_CLAUSE = 60
LONGEST_ENGLISH = 120  # letters: about as many words as there are in a Chinese clause
LEAST_SAID, LONGEST_TITLE = 4, 20
_ENDS = re.compile(r"[，。；：、！？（）()\n]|[,;:.!?](?=\s|$)")
_LEAD = re.compile(r"[^\d。；，,;.]{1,20}?[：:]\s*")
_ENGLISH_ENDS = re.compile(r"(?<!\bNo)(?<!\bc)[;.!?](?=\s|$)|\n")
_ENGLISH_LEAD = re.compile(r"(?P<name>[^\d;.()]{1,40}?)(?:\s\([^()]*\))?:\s+")
_WITHIN = re.compile(r"[,:](?=\s)")
_BRACKETED = re.compile(r"\([^()]*\)|“[^”]*”|\"[^\"]*\"")
_WORD = re.compile(r"\S+")
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


def clause_of(text: str, start: int, end: int, language: str = "zh") -> str:
    """The words around a number, from one stop to the next, after the name that leads its text.

    Where these words say little, those before them are told too. English commas end no clause:
    they stand within one as often as between two.

    >>> text = "依据 2 份来源：实际 57 条、计划 1 条[a-001]；18 条是口号"
    >>> clause_of(text, 12, 14), clause_of(text, 31, 33)
    ('实际 57 条', '18 条是口号')
    >>> clause_of("Figures without period, scope or span: 3 of 5", 39, 40)
    'scope or span: 3 of 5'
    >>> clause_of("层级不同，5 对", 5, 6), clause_of("南京：有制度 4、有执行 5", 14, 15)
    ('层级不同，5 对', '南京：有执行 5')
    """
    if language != "zh":
        return _english_clause(text, start, end)
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


def _english_clause(text: str, start: int, end: int) -> str:
    """The same in English: cut at stops outside brackets, and in a long clause between words.

    >>> text = "Inputs (all figures: grade C): seed funds of 3 places; total funds (2): 4, 5 each"
    >>> _english_clause(text, 46, 47), _english_clause(text, 68, 69)
    ('Inputs (all figures: grade C): seed funds of 3 places', 'Inputs: total funds (2): 4, 5 each')
    >>> _english_clause("The only commitment (1) has no actual figure. Two.", 21, 22)
    'The only commitment (1) has no actual figure'
    >>> _english_clause("word " * 30 + "7 " + "word " * 30, 150, 151)[:13]
    '… word word w'
    """
    left, right = _cut_at(_ENGLISH_ENDS, text, start, end)
    if right - left > LONGEST_ENGLISH:
        left, right = _cut_at(
            re.compile(f"{_ENGLISH_ENDS.pattern}|{_WITHIN.pattern}"), text, start, end
        )
    before, after = "", ""
    if right - left > LONGEST_ENGLISH:
        half = LONGEST_ENGLISH // 2
        kept = list(_WORD.finditer(text, left, right))
        kept = [w for w in kept if w.end() > start - half and w.start() < end + half]
        before, after = "… " * (kept[0].start() > left), " …" * (kept[-1].end() < right)
        left, right = kept[0].start(), kept[-1].end()
    lead = _ENGLISH_LEAD.match(text)
    named = f"{lead['name'].lstrip('- *')}: " if lead and lead.end() <= left else ""
    return f"{named}{before}{_tidy(text[left:right])}{after}"


def _cut_at(ends: re.Pattern[str], text: str, start: int, end: int) -> tuple[int, int]:
    """From the stop before a place to the stop after it, of those outside brackets."""
    closed = [held.span() for held in _BRACKETED.finditer(text)]
    stops = [
        stop.span()
        for stop in ends.finditer(text)
        if not any(begin < stop.start() < finish for begin, finish in closed)
    ]
    left = max((after for _, after in stops if after <= start), default=0)
    right = min((before for before, _ in stops if before >= end), default=len(text))
    return left, right


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


def number_name(exhibit: FoundExhibit, place: str, start: int, end: int, language: str) -> str:
    """What the number at a place of an exhibit is: its row and column, or the words around it."""
    kind, *steps = place.split("/")
    if kind == "rows":
        row, column = (int(step) for step in steps)
        name = row_name([str(cell) for cell in exhibit.rows[row]], WORDS[language]["comma"])
        return f"{name}{WORDS[language]['colon']}{exhibit.columns[column]}"
    text = getattr(exhibit, kind)
    for step in steps:
        text = text[int(step)]
    return clause_of(str(text), start, end, language)


def _said(words: str) -> int:
    """How much words say: a Chinese character as much as two letters."""
    letters = [letter for letter in _MARKS.sub("", words) if letter.isalpha()]
    return sum(1 if letter.isascii() else 2 for letter in letters)


def _tidy(words: str) -> str:
    return _MARKS.sub("", words).replace("**", "").lstrip("- ").strip()
