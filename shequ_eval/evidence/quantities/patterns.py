"""Knows the shapes of numbers, ranges and candidates as patterns; no pattern can backtrack far."""

from __future__ import annotations

import re

from shequ_eval.evidence.quantities.numerals import BANKERS, CHINESE, DIGITS
from shequ_eval.evidence.quantities.units import UNIT_FIRST, UNIT_PATTERN

STOP = "。！？!?；;\n\r"
SPACE = "[ \u00a0\u2009]?+"
_DIGIT = "".join(DIGITS)
# NOTE: yearbooks part thousands with a space (1 200人); a space is a comma only where three digits
# follow each time, so that 2023 300家 stays two numbers.
THOUSANDS = ",，\u00a0\u2009\u202f "
_ARABIC = (
    rf"(?:[1-9][0-9]{{0,2}}(?P<mark>[{THOUSANDS}])[0-9]{{3}}(?:(?P=mark)[0-9]{{3}}){{0,5}}+(?![0-9])"
    r"|[0-9]++)(?:\.[0-9]++)?+"
)
_BANKERS = rf"[{BANKERS}](?:[{BANKERS}零万亿萬億]++|(?=元))"
_CHINESE = rf"(?:[数几]?+[{CHINESE}]++(?:点[{_DIGIT}]++[十百千万亿]*+)?+|{_BANKERS})"
_SCALE = (
    r"(?:个亿|[十百千]?万亿|[十百千万]?[万亿]|[十百千](?![米瓦克卡伏万亿]))"
    r"(?:[0-9]{1,4}[十百千万](?![米瓦克卡伏])|(?<=[百千])[0-9]{1,3}(?![0-9.%,，]))?+"
)
# a or c: digits or Chinese numeral; v: 余多几来 before the scale, s: the scale, w: 余多来 after it,
# t: the scale after that (3千多万).
NUMBER = re.compile(
    rf"(?:(?P<a>{_ARABIC}){SPACE}|(?P<c>{_CHINESE}))(?P<v>[余多几来])?+(?P<s>{_SCALE})?+(?:(?P<w>[余多来])(?P<t>[万亿])?+)?+"
)
# NOTE: rules say between number and unit whether it counts: 5万(含5万)平方米以上.
UNIT = re.compile(rf"(?:\(不?含[^(){STOP}]{{1,8}}+\))?+{SPACE}(?P<u>{UNIT_PATTERN})")
# NOTE: scales of marks say at each end whether it counts: 80(含)-90分, 60分(不含)至80分.
SEPARATOR = re.compile(rf"{SPACE}(?:\(不?含\))?(?:[-\u2010-\u2015－~～∼]{{1,2}}|至|到){SPACE}")
_RANGE_MARKS = "\u2010-\u2015－~～∼至到\\-"

# NOTE: a Chinese numeral is a candidate only where something that may count follows, which leaves
# out nine in ten (一是, 统一, 进一步) before any Python runs.
_AFTER_CHINESE = (
    UNIT_FIRST.replace("-", "") + "余多几来点半大、和" + "部城镇居群市村党志老职学儿青网社毕" + " "
)
CANDIDATE = re.compile(
    rf"[0-9{CHINESE}{BANKERS}数几](?:(?<=[0-9])[0-9]*+"
    rf"|(?<![0-9{BANKERS}])(?<![{CHINESE}][{CHINESE}])[{CHINESE}]*+(?:(?=[{re.escape(_AFTER_CHINESE)}{_RANGE_MARKS}])|(?<=[{CHINESE}数几][万亿])|(?<=[万亿][一二三四五六七八九]))"
    rf"|(?<=[{BANKERS}])(?:[{BANKERS}零万亿萬億]++|(?=元)))"
)
CLAUSE = STOP + "，,"
FULL_WIDTH = {chr(0xFF01 + n): chr(0x21 + n) for n in range(94)} | {"\u3000": " "}


def fold_width(text: str) -> str:
    """Full-width digits, letters and marks in their half-width forms; no offset moves.

    >>> fold_width("约１２．５％")
    '约12.5%'
    """
    # NOTE: some ten marks occur in a text; replacing those is faster than translating every one.
    for wide in FULL_WIDTH.keys() & set(text):
        text = text.replace(wide, FULL_WIDTH[wide])
    return text


def last_stop(text: str, start: int, end: int, stops: str) -> int:
    """The place after the last of the stops between two offsets, `start` where there is none."""
    piece = text[start:end]
    return start + 1 + max(map(piece.rfind, stops))
