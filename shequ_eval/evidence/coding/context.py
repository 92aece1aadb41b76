"""Knows the words round a figure: its sentence, and how near each word stands; knows no term."""

from __future__ import annotations

import re
from dataclasses import dataclass

BEFORE, AFTER = 80, 30
SENTENCE_END = re.compile(r"[。；！？;\n\r]")
CLAUSE_END = re.compile(r"[，,：:、（）()“”\t]")
LONGEST_SENTENCE, LONGEST_PARAGRAPH, LONGEST_TABLE = 400, 800, 4000
CELL_END = "\t"  # as documents are read: a row of a table is a line, its cells parted by tabs
FIGURE = re.compile(r"[0-9]+|[一二两三四五六七八九十百千万]+(?=[个名家项户人])")
# NOTE: chosen by common sense, not fitted: a word past a comma or past another figure counts half,
# past a full stop a fifth, and nearness is halved about every eight characters.
PAST_CLAUSE, PAST_FIGURE, PAST_SENTENCE, DECAY = 0.5, 0.5, 0.2, 12.0


@dataclass(frozen=True)
class Context:
    """The words on both sides of a figure.

    `sentence` runs from full stop to full stop; `at` is where the figure begins in it; `earlier`
    is what stands before it in the paragraph; `head`, for a figure in a table, is the first cell
    of its column.
    """

    before: str
    words: str
    after: str
    sentence: str
    at: int
    earlier: str = ""
    head: str = ""

    @property
    def clause(self) -> str:
        """The words from the last break before the figure to the first one after it."""
        return CLAUSE_END.split(self.sentence[: self.at])[-1] + self.words + self.following

    @property
    def following(self) -> str:
        """The words right after the figure, up to a break."""
        return re.split(r"[，,：:、（）()“”。；！？;\n\r\t]", self.after, maxsplit=1)[0]


def context_of(text: str, start: int, end: int) -> Context:
    """The words round text[start:end].

    >>> found = context_of("一、概况。全区共有42个社区，登记392家。", 9, 12)
    >>> found.sentence, found.clause, found.following
    ('全区共有42个社区，登记392家', '全区共有42个社区', '社区')
    """
    lowest, highest = max(0, start - LONGEST_SENTENCE), end + LONGEST_SENTENCE
    breaks = [found.end() for found in SENTENCE_END.finditer(text, lowest, start)]
    left = breaks[-1] if breaks else lowest
    closing = SENTENCE_END.search(text, end, min(len(text), highest))
    right = closing.start() if closing else min(len(text), highest)
    return Context(
        before=text[max(0, start - BEFORE) : start],
        words=text[start:end],
        after=text[end : end + AFTER],
        sentence=text[left:right],
        at=start - left,
        earlier=re.split(r"[\n\r]", text[max(0, left - LONGEST_PARAGRAPH) : left])[-1],
        head=_head_of_column(text, start),
    )


def _head_of_column(text: str, start: int) -> str:
    r"""The first cell of the column in which a figure stands; "" outside a table and in its head.

    >>> _head_of_column("项目\t2020年\n志愿者\t300人\n", 14)
    '2020年'
    >>> _head_of_column("共有志愿者300人", 5)
    ''
    """
    *above, row = re.split(r"\r?\n", text[max(0, start - LONGEST_TABLE) : start])
    column, head = row.count(CELL_END), ""
    if not column:
        return ""
    for line in reversed(above):
        if CELL_END not in line:
            break
        head = line
    cells = head.split(CELL_END)
    return cells[column] if column < len(cells) else ""


def nearness(words: str) -> float:
    """How much a term counts that these words part from the figure: 1 beside it, then less.

    >>> nearness(""), round(nearness("，"), 2), nearness("甲乙丙") < nearness("甲")
    (1.0, 0.46, True)
    >>> nearness("中有2个") < nearness("中有几个")
    True
    """
    sentences, clauses = len(SENTENCE_END.findall(words)), len(CLAUSE_END.findall(words))
    figures = len(FIGURE.findall(words))
    stops = PAST_SENTENCE**sentences * PAST_CLAUSE**clauses * PAST_FIGURE**figures
    return float(stops * 2.718281828459045 ** (-len(words) / DECAY))
