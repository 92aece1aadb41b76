"""Knows which blanks of a printed line are meant and which only stretch it; knows no page."""

from __future__ import annotations

import re

from pdfminer.layout import LTAnno, LTChar, LTTextLine

CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
# NOTE: of the size. Justified Chinese is stretched by less; the cells of a table stand further
# apart.
CELL_GAP = 0.9
CELL_END = "\t"
WIDE = "\u3000"


def line_text(line: LTTextLine) -> str:
    """The words of a line: a blank beside Chinese is none, a gap as wide as a letter ends a cell.

    A blank that is printed, as the wide one between two Chinese words, is no gap.
    """
    words: list[str] = []
    end: float | None = None
    blank = ""
    for item in line:
        if isinstance(item, LTAnno):
            blank = blank or " "
        elif isinstance(item, LTChar) and not item.get_text().strip():
            blank = WIDE if WIDE in (blank, item.get_text()) else " "
            end = item.x1 if end is not None else None
        elif isinstance(item, LTChar):
            if end is not None:
                words.append(_between(words[-1], item, item.x0 - end, blank))
            words.append(item.get_text())
            end, blank = item.x1, ""
    return "".join(words).strip()


def _between(before: str, following: LTChar, gap: float, blank: str) -> str:
    if gap > CELL_GAP * following.size:
        return CELL_END
    if not blank or blank == WIDE:
        return " " if blank else ""
    is_beside = CHINESE.match(before[-1]) or CHINESE.match(following.get_text()[0])
    return "" if is_beside else " "
