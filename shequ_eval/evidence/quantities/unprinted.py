"""Knows which unit a figure without one has, from what stands around it; guesses nothing else."""

from __future__ import annotations

import re

from shequ_eval.evidence.quantities.patterns import STOP, last_stop
from shequ_eval.evidence.quantities.units import MONEY_WORDS, PERSONS_PATTERN

PERSONS = re.compile(PERSONS_PATTERN)
_PERSONS_BEFORE = re.compile(
    f"(?:人口|人数|{PERSONS_PATTERN})(?:数|总数|总量)?(?:达到?|为|约|近|超过?|突破|共|有)?\\Z"
)
_WINDOW = 24


def unprinted_unit(text: str, start: int, end: int) -> tuple[str, str]:
    """The unit and its id: 人 before a noun of persons, 元 near a word of money, "" otherwise.

    >>> unprinted_unit("惠及10万居民", 2, 5), unprinted_unit("每个2-3万的补贴", 2, 6)
    (('人', '人'), ('元', '元'))
    """
    apart = end + 1 if text[end : end + 1] not in STOP else end
    if PERSONS.match(text, end) or PERSONS.match(text, apart):
        return "人", "人"
    if _PERSONS_BEFORE.search(text[max(0, start - 8) : start]):
        return "人", "人"
    floor = max(0, start - _WINDOW)
    before = text[last_stop(text, floor, start, STOP) if floor < start else start : start]
    after = re.split(f"[{STOP}，,]", text[end : end + 8], maxsplit=1)[0]
    if MONEY_WORDS.search(before) or MONEY_WORDS.search(after):
        return "元", "元"
    return "", ""
