"""Knows which characters no page shows, and takes them out; changes no other character."""

from __future__ import annotations

import re
from functools import lru_cache

# Controls, marks of direction and of no width, halves of pairs: invisible, or broken, in print.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e01ef]"
)
_NEW_LINE = re.compile("\r\n?|[\u2028\u2029]")


@lru_cache(maxsize=100_000)
def printable(text: str) -> str:
    r"""A text without what cannot be seen; lines end in `\n`, a tab is a space.

    >>> printable("镇\x00海\u202e 392\t家\r\n"), printable("=1+1 <b>")
    ('镇海 392 家\n', '=1+1 <b>')
    """
    return _NEW_LINE.sub("\n", _UNSEEN.sub("", text)).replace("\t", " ")


def one_line(text: str) -> str:
    r"""The same in one line, without blanks at its ends.

    >>> one_line(" 镇海\n评价 ")
    '镇海 评价'
    """
    return " ".join(printable(text).split("\n")).strip()
