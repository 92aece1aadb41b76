"""Knows how figures and tables are numbered by chapter; draws none."""

from __future__ import annotations

import re

_CHAPTER = re.compile(r"^(?:附录|Appendix)\s*([一二三四五六七八九十]+|[A-Z])")
_NUMERALS = {numeral: n for n, numeral in enumerate("一二三四五六七八九十", start=1)}


class Labels:
    """Counts the figures and tables of each chapter: 图 2-1, 表 附一-3, Table A-1."""

    def __init__(self, words: dict[str, str]) -> None:
        self._words = words
        self._chapters = 0
        self._chapter = ""
        self._counts = {"figure": 0, "table": 0}

    def enter(self, heading: str) -> None:
        """Begin a chapter; an appendix is called by its own letter or numeral."""
        appendix = _CHAPTER.match(heading)
        self._chapters += not appendix
        named = appendix[1] if appendix else str(self._chapters)
        self._chapter = f"附{named}" if named in _NUMERALS else named
        self._counts = dict.fromkeys(self._counts, 0)

    def next(self, kind: str) -> str:
        """The label of the chapter's next figure or table; before any chapter only a count.

        >>> labels = Labels({"figure": "图", "table": "表"})
        >>> labels.enter("一、结论先行"); labels.next("table"), labels.next("table")
        ('表 1-1', '表 1-2')
        >>> labels.enter("附录二　证据"); labels.next("figure")
        '图 附二-1'
        """
        self._counts[kind] += 1
        place = f"{self._chapter}-" if self._chapter else ""
        return f"{self._words[kind]} {place}{self._counts[kind]}"
