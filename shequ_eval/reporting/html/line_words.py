"""Knows which characters of a line stay together, and which gaps the browser makes; marks nothing.

A browser sets a gap between Chinese and digits by itself (`text-autospace`), so typed spaces there
would be wider than the others. It would end a line after the sign of a bound or within a span of
years, and would leave a measure word behind its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from shequ_eval.reporting.document.blocks import Span, Words, text_of

NO_BREAK_SPACE, JOINER = "\u00a0", "\u2060"
_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
_TYPED_GAP = re.compile(
    rf"(?<={_HAN}) (?=[\dA-Za-z])|(?<=[\dA-Za-z%‰]) (?={_HAN})|(?<=\d) (?=[%‰])"
)
_AFTER_SIGN = re.compile(r"(?<=[≥≤≈±]) (?=\d)|(?<=[\d,;]) (?=[%‰])")
_NEVER_FIRST = re.compile(r"(?<=[，；、（／/])(?=[%‰])|(?<=\S)(?=·)")
# Between digits, a dash begins no line; it ends one only between two whole dates.
_DASH = re.compile(r"(?<=\d)[–—](?=\d)")
_DATE = re.compile(r"\d{4}-\d\d")
# Signs of a share, and measure words that are not the beginning of another word.
_UNIT_WORDS = (
    r"(?:[%‰]|个百分点|平方千米|平方公里|平方米|千米|公里|小时|分钟|人次"
    r"|[万亿]?(?:元|户|人(?![口均])|家(?!庭)|个(?![案别])|项(?!目)|条(?!件)|件|次(?!序|数)|份|类(?!别)"
    r"|处|种|名(?![录称])|位(?!置)|间|套|级(?!别)|步(?!骤)|张|届|场|支|期(?!间)|岁|年|月|日|天"
    r"|分(?![母子之])|倍|格|层(?!级)|档|对(?![不照比])|组|所|座|批|轮|地(?![区方])|字|成(?!效)))"
)
_UNIT = re.compile(_UNIT_WORDS)
_NUMBER = r"\d[\d,.]*"
# An evidence id, a date, a number with its measure word.
_KEPT = re.compile(
    r"((?<![A-Za-z\d-])[A-Za-z_]+-\d{3,}"
    r"|(?<![A-Za-z\d-])\d{4}(?:-\d\d){1,2}(?!\d)"
    rf"|{_NUMBER}年(?:{_NUMBER}月(?:{_NUMBER}日)?)?"
    rf"|{_NUMBER}(?:[–-]{_NUMBER})?{_UNIT_WORDS})"
)


def set_for_lines(words: Words, language: str) -> Words:
    r"""The words with the gaps and the joints that a browser needs to break lines well.

    Code is left as it is, and so are the names of figures and tables, which links hold.

    >>> "".join(s.text for s in set_for_lines((Span("共 5 家，≥ 10"),), "zh"))
    '共5家，≥\xa010'
    """
    text = text_of(words)
    changes = {hit.start(): NO_BREAK_SPACE for hit in _AFTER_SIGN.finditer(text)}
    if language == "zh":
        changes |= {hit.start(): "" for hit in _TYPED_GAP.finditer(text)}
    changes |= {hit.start(): _joined(text, hit.start()) for hit in _DASH.finditer(text)}
    places = [hit.start() for hit in _NEVER_FIRST.finditer(text)]
    changes |= {place: f"{JOINER}{text[place]}" for place in places}
    return tuple(_rewritten(words, changes)) if changes else words


def split_unit(text: str) -> tuple[str, str]:
    """The measure word at the beginning of what follows a number, and the rest.

    >>> split_unit("家社会组织"), split_unit("%，其余"), split_unit("项目"), split_unit("，")
    (('家', '社会组织'), ('%', '，其余'), ('', '项目'), ('', '，'))
    """
    unit = _UNIT.match(text)
    return (unit[0], text[unit.end() :]) if unit else ("", text)


def with_units(words: Words) -> Words:
    """The words with the measure word of each traced number inside its span.

    >>> [s.text for s in with_units((Span("共"), Span("5", trace="a"), Span("家。")))]
    ['共', '5家', '。']
    """
    spans: list[Span] = []
    for span in words:
        unit, rest = "", span.text
        if spans and spans[-1].trace and _plain(span) and _looks(spans[-1]) == _looks(span):
            unit, rest = split_unit(span.text)
        if unit:
            spans[-1] = replace(spans[-1], text=spans[-1].text + unit)
        if rest:
            spans.append(replace(span, text=rest))
    return tuple(spans)


def numbers_apart(text: str) -> list[str]:
    """A text cut round what no line may end in: every second piece is an id, a date or a number.

    >>> numbers_apart("发布日已在2018年1月19日，40平方米")
    ['发布日已在', '2018年1月19日', '，', '40平方米', '']
    >>> numbers_apart("a-0349，2021-12-27")
    ['', 'a-0349', '，', '2021-12-27', '']
    """
    return _KEPT.split(text)


def marks_apart(spans: Iterable[Span]) -> list[Words]:
    """A run of evidence marks cut where a line may end: behind each number's comma or bracket.

    >>> run = [Span(text, evidence=True) for text in ("[", "a-001", "、", "b-002", "]", "[", "c")]
    >>> [text_of(mark) for mark in marks_apart(run)]
    ['[a-001、', 'b-002]', '[c']
    """
    marks: list[list[Span]] = [[]]
    for span in spans:
        if span.text.startswith("[") and marks[-1]:
            marks.append([])
        marks[-1].append(span)
        if not span.target and span.text.endswith(("、", "，", ",", ";", "；", " ")):
            marks.append([])
    return [tuple(mark) for mark in marks if mark]


def _joined(text: str, place: int) -> str:
    dates = bool(_DATE.match(text, place + 1)) and text[place] == "—"
    return f"{JOINER}{text[place]}" + ("" if dates else JOINER)


def _rewritten(words: Words, changes: dict[int, str]) -> Iterator[Span]:
    place = 0
    for span in words:
        text = "".join(changes.get(place + n, c) for n, c in enumerate(span.text))
        kept = span.code or bool(span.target)
        place += len(span.text)
        yield span if kept else replace(span, text=text)


def _plain(span: Span) -> bool:
    return not (span.trace or span.target or span.evidence)


def _looks(span: Span) -> tuple[bool, bool, bool]:
    return span.strong, span.emphasis, span.code
