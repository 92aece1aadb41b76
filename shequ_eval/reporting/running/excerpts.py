"""Knows how two long texts that differ in one place are told by that place; not what they mean."""

from __future__ import annotations

import re
from itertools import takewhile

LONG, AROUND = 60, 12
# NOTE: cut inside one of these, 772 would be told as 72, and an evidence id as another.
_WHOLE = re.compile(r"[\[\]0-9A-Za-z_,.−-]")


def excerpts(old: str, new: str) -> tuple[str, str]:
    """Both texts cut down to where they differ, with a few characters around it.

    Short ones stay whole; numbers, words of letters and evidence ids are never cut.

    >>> excerpts("镇海有 772 个网格。", "镇海有 780 个网格。")
    ('镇海有 772 个网格。', '镇海有 780 个网格。')
    >>> excerpts("甲" * 50 + "772" + "乙" * 50, "甲" * 50 + "780" + "乙" * 50)[1]
    '…甲甲甲甲甲甲甲甲甲甲甲780乙乙乙乙乙乙乙乙乙乙乙乙…'
    """
    if min(len(old), len(new)) <= LONG:
        return old, new
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    return _cut(old, head, tail), _cut(new, head, tail)


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cut(words: str, head: int, tail: int) -> str:
    start, end = max(0, head - AROUND), min(len(words), len(words) - tail + AROUND)
    while start > 0 and _is_inside(words, start):
        start -= 1
    while end < len(words) and _is_inside(words, end):
        end += 1
    return f"{'…' if start else ''}{words[start:end]}{'…' if end < len(words) else ''}"


def _is_inside(words: str, place: int) -> bool:
    return bool(_WHOLE.match(words[place - 1]) and _WHOLE.match(words[place]))
