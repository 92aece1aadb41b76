"""Knows how a whole text is gone through once, figure by figure; each figure is the grammar's."""

from __future__ import annotations

import re
from bisect import bisect_right

from shequ_eval.evidence.quantities import context, finishing, grammar
from shequ_eval.evidence.quantities.drafts import Draft
from shequ_eval.evidence.quantities.gaps import find_gaps
from shequ_eval.evidence.quantities.patterns import CANDIDATE, fold_width
from shequ_eval.evidence.quantities.quantity import Quantity
from shequ_eval.evidence.quantities.shares import Share, find_shares

_SENTENCE_END = re.compile("[。！？!?；;\n\r]")
# NOTE: chosen; a shorter sentence with a figure in it may be said twice without being a copy.
_LONG_SENTENCE = 20


def find_quantities(text: str) -> list[Quantity]:
    """Every figure of a Chinese text, in order.

    Takes linear time, never raises on any string, and reads each sentence by itself, so that the
    figures of a text are those of its sentences; only the flag `repeated`, on the figures of a
    sentence of at least 20 characters that the text has had before, looks at the whole text.
    Width does not matter: 约１２．５％ is read as 约12.5%.

    >>> found = find_quantities("投入300余万元，不少于40-60平米")
    >>> [(q.text, q.low, q.high, q.unit_id) for q in found]
    [('300余万元', 3000000, None, '元'), ('不少于40-60平米', 40, 60, '平方米')]
    """
    folded = fold_width(text)
    found = _read(folded, find_shares(folded))
    found = context.link(folded, found)
    if gaps := find_gaps(folded):
        found = _merged(found, gaps)
    found = _repeated(folded, found)
    if folded is not text:
        found = [quantity._replace(text=text[quantity.start : quantity.end]) for quantity in found]
    return found


def _read(text: str, shares: list[Share]) -> list[Quantity]:
    found: list[Quantity] = []
    floor = 0
    waiting = iter(shares)
    share = next(waiting, None)
    for candidate in CANDIDATE.finditer(text):
        start = candidate.start()
        while share is not None and share.start <= start:
            floor = _add(text, found, finishing.draft_of_share(share), floor)
            share = next(waiting, None)
        if start < floor:
            continue
        step = grammar.read_at(text, start, _end(found))
        for draft in step.drafts:
            if share is None or draft.end <= share.start or share.end <= draft.start:
                _add(text, found, draft, floor)
        floor = max(step.end, _end(found))
    while share is not None:
        floor = _add(text, found, finishing.draft_of_share(share), floor)
        share = next(waiting, None)
    return found


def _end(found: list[Quantity]) -> int:
    return found[-1].end if found else 0


def _add(text: str, found: list[Quantity], draft: Draft, floor: int) -> int:
    before = found[-1] if found else None
    last = before.end if before else 0
    if draft.start < last:
        return floor
    quantity = finishing.finish(text, draft, last, before)
    if before is not None and finishing.is_both_ends(before, quantity):
        quantity = finishing.one_range(text, found.pop(), quantity)
    found.append(quantity)
    return quantity.end


def _merged(found: list[Quantity], gaps: list[Quantity]) -> list[Quantity]:
    starts = [quantity.start for quantity in found]
    kept = []
    for gap in gaps:
        n = bisect_right(starts, gap.start) - 1
        parted = n < 0 or found[n].end <= gap.start
        if parted and (n + 1 == len(found) or gap.end <= found[n + 1].start):
            kept.append(gap)
    return sorted([*found, *kept], key=lambda quantity: quantity.start)


def _repeated(text: str, found: list[Quantity]) -> list[Quantity]:
    seen: set[str] = set()
    flagged = []
    end, again = 0, False
    for quantity in found:
        if quantity.start >= end:
            start, end = _sentence(text, quantity.start, end)
            sentence = "".join(text[start:end].split())
            again = len(sentence) >= _LONG_SENTENCE and sentence in seen
            seen.add(sentence)
        flags = (*quantity.flags, "repeated")
        flagged.append(quantity._replace(flags=flags) if again else quantity)
    return flagged


def _sentence(text: str, at: int, floor: int) -> tuple[int, int]:
    start = max(text.rfind(mark, floor, at) for mark in "。！？!?；;\n\r") + 1
    stop = _SENTENCE_END.search(text, at)
    return max(start, floor), stop.end() if stop else len(text)
