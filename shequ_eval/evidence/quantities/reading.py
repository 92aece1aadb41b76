"""Knows what number stands at a place of a text, with its vague words; knows no unit."""

from __future__ import annotations

import re
from typing import NamedTuple

from shequ_eval.evidence.quantities.numerals import (
    DIGITS,
    SCALES,
    parse_numeral,
    parse_pair,
    scale_of,
    times,
)
from shequ_eval.evidence.quantities.patterns import NUMBER
from shequ_eval.evidence.quantities.qualifiers import ABOUT, LEAST
from shequ_eval.evidence.quantities.quantity import Number

_BARE = frozenset("百千万亿")


class Reading(NamedTuple):
    """A number as it stands: offsets, value or ends, and what 余, 多 or 来 in it says.

    `digits` is the numeral in digits with its scale, "" for a Chinese one; `numeral` is what it
    is without vague words; `bare` is true for 百, 千, 万, 亿 with nothing before them.
    """

    start: int
    end: int
    value: Number | None
    low: Number | None
    high: Number | None
    kind: str
    word: str
    numeral: str
    digits: str
    scale: str
    bare: bool


def number_at(text: str, start: int) -> Reading | None:
    """The number that starts at an offset; None when the numerals there make no number."""
    found = NUMBER.match(text, start)
    return None if found is None else reading_of(found)


def reading_of(found: re.Match[str]) -> Reading | None:
    """The number that a match of NUMBER means; 300余万 is 3,000,000 and above."""
    digits, chinese, vague, scale, late = found.group("a", "c", "v", "s", "w")
    start, end = found.span()
    scale = (scale or "").replace("个", "")
    if vague and any(word not in SCALES for word in scale):
        return None
    if found["mark"]:
        digits = digits.replace(found["mark"], "")
    if digits is None:
        return _chinese(start, end, chinese, vague, scale, late)
    value = parse_numeral(digits + scale)
    if value is None:
        return None
    if found["t"]:
        value, scale = times(value, SCALES[found["t"]]), scale + found["t"]
    return _with_word(start, end, value, digits, digits + scale, scale, vague, late)


def discount_of(found: re.Match[str]) -> Reading | None:
    """The number before 折, where two digits said together are one number: 八五折 is 85."""
    numeral = found["c"] or ""
    if not _digits_side_by_side(numeral):
        return reading_of(found)
    return Reading(
        *found.span(), parse_numeral(numeral), None, None, "", "", numeral, "", "", False
    )


def scaled(reading: Reading, scale: str) -> Reading:
    """The reading with the scale of the number that ends its range: 2 in 2-3万 is 20,000."""
    if reading.value is None:
        return reading
    return reading._replace(value=times(reading.value, scale_of(scale)), scale=scale)


def shared_scale(first: Reading, second: Reading) -> str:
    """The scale that the first number of a range takes from the second, "" when none."""
    if first.value is None or second.value is None or first.scale:
        return ""
    if second.digits:
        coefficient = parse_numeral(second.numeral)
        fits = coefficient is not None and first.value < coefficient
        return second.scale if fits and set(second.scale) <= set(SCALES) else ""
    tail = second.numeral[1:]
    one_digit = len(first.numeral) == 1 and first.numeral in DIGITS
    if one_digit and tail and all(c in SCALES for c in tail) and second.numeral[0] in DIGITS:
        return tail
    return ""


def _chinese(
    start: int, end: int, numeral: str, vague: str | None, scale: str, late: str | None
) -> Reading | None:
    if numeral[0] in "数几":
        rest = numeral[1:]
        if all(c in SCALES for c in rest):
            least = parse_numeral(rest)
            if least is None:
                return None
            least = times(least, scale_of(scale))
            return Reading(
                start, end, None, least, least * 10 - 1, "", numeral[0], numeral, "", scale, False
            )
        start, numeral = start + 1, rest
    if pair := parse_pair(numeral):
        low, high = (times(n, scale_of(scale)) for n in pair)
        return Reading(start, end, None, low, high, "", "", numeral, "", scale, False)
    value = parse_numeral(numeral)
    if value is None or (scale and not vague) or _digits_side_by_side(numeral):
        return None
    bare = numeral[0] in _BARE
    reading = _with_word(start, end, times(value, scale_of(scale)), numeral, "", scale, vague, late)
    return reading._replace(bare=bare and vague is None and late is None)


def _digits_side_by_side(numeral: str) -> bool:
    # NOTE: 二〇一五 is a number said digit by digit; 一九 or 五四 is a name or a date.
    return len(numeral) == 2 and all(c in DIGITS for c in numeral)


def _with_word(
    start: int,
    end: int,
    value: Number,
    numeral: str,
    digits: str,
    scale: str,
    vague: str | None,
    late: str | None,
) -> Reading:
    word = vague or late or ""
    if word == "几":
        return _some(start, end, value, numeral, digits, scale)
    kind = "" if not word else ABOUT if word == "来" else LEAST
    return Reading(start, end, value, None, None, kind, word, numeral, digits, scale, False)


def _some(start: int, end: int, value: Number, numeral: str, digits: str, scale: str) -> Reading:
    # NOTE: 十几 is 11 to 19, 二十几万 210,000 to 290,000: one to nine of the scale below the last.
    coefficient = parse_numeral(numeral) or 0
    step = 1
    while coefficient and coefficient % (step * 10) == 0 and step < 100:
        step *= 10
    unit = step // 10 or 1
    low, high = (times(coefficient + n * unit, scale_of(scale)) for n in (1, 9))
    return Reading(start, end, None, low, high, "", "几", numeral, digits, scale, False)
