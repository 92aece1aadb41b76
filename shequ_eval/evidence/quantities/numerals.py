"""Knows the number that a numeral writes, in digits or in Chinese; knows no unit and no context."""

from __future__ import annotations

import re
from functools import lru_cache

from shequ_eval.evidence.quantities.quantity import Number

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")}
DIGITS |= {c: n for n, c in enumerate("〇壹贰叁肆伍陆柒捌玖")} | {"两": 2, "幺": 1}
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LARGE = {"万": 10**4, "亿": 10**8, "萬": 10**4, "億": 10**8}
SCALES = SMALL | LARGE
# NOTE: the numerals of banks are words of their own (队伍, 大陆), so they count in runs only.
BANKERS = "壹贰叁肆伍陆柒捌玖拾佰仟"
CHINESE = "".join(c for c in [*DIGITS, *SMALL, *LARGE, *"廿卅"] if c not in BANKERS)
# NOTE: chosen; no figure of an official text has more characters, and longer runs are codes.
LONGEST = 40

_PAIR = re.compile(r"([^点]*?)([一二两三四五六七八九])([二三四五六七八九])([十百千万亿]*)")
_SECTION = re.compile("([^万亿萬億]*)([万亿萬億]|$)")
_SOME_DIGIT = re.compile("[0-9０-９]")
_WRITTEN = re.compile(f"[0-9０-９.,，点{CHINESE}{BANKERS}]+")
_IN_DIGITS = (
    {ord(c): str(n) for c, n in DIGITS.items()} | {ord(c): None for c in ",，"} | {ord("点"): "."}
)
_MIXED = re.compile(r"([0-9]+(?:\.[0-9]+)?)([十百千万亿]*)")


@lru_cache(maxsize=4096)
def parse_numeral(numeral: str) -> Number | None:
    """The number a numeral writes; None when it is not one number.

    Takes digits with or without thousands commas, Chinese numerals in both scripts of banks and
    of daily life, a decimal point or 点, and mixtures such as 4.36万. A last digit right after a
    scale counts in the next one below: 一万三 is 13,000.

    >>> [parse_numeral(n) for n in ("1,285", "4.36万", "一万三", "两千零五", "二〇一五", "廿三")]
    [1285, 43600, 13000, 2005, 2015, 23]
    >>> parse_numeral("三百十十") is None
    True
    """
    if numeral[:1] in {"负", "-"}:
        positive = parse_numeral(numeral[1:]) if numeral[1:2] not in {"负", "-"} else None
        return None if positive is None else -positive
    if not numeral or len(numeral) > LONGEST or not _WRITTEN.fullmatch(numeral):
        return None
    if _SOME_DIGIT.search(numeral):
        return _arabic(numeral.translate(_IN_DIGITS))
    whole, point, decimals = numeral.partition("点")
    if point:
        return _with_decimals(whole, decimals)
    return _chinese(numeral)


@lru_cache(maxsize=1024)
def parse_pair(numeral: str) -> tuple[Number, Number] | None:
    """The two ends of neighbouring digits said together, 三四十 or 十七八; None for anything else.

    >>> parse_pair("三四十"), parse_pair("十七八"), parse_pair("三五"), parse_pair("三十")
    ((30, 40), (17, 18), (3, 5), None)
    """
    found = _PAIR.fullmatch(numeral) if len(numeral) <= LONGEST else None
    if found is None:
        return None
    before, first, second, after = found.groups()
    if before and before[-1] not in SCALES:
        return None
    if DIGITS[second] - DIGITS[first] != 1 and first + second != "三五":
        return None
    low, high = (_chinese(before + digit + after) for digit in (first, second))
    return None if low is None or high is None else (low, high)


def scale_of(words: str) -> int:
    """The product of scale words: 百万 is 1,000,000, "" is 1."""
    product = 1
    for word in words:
        product *= SCALES[word]
    return product


def times(coefficient: Number, scale: int) -> Number:
    """The exact product, an int where it is whole.

    >>> times(4.36, 10000), times(2.17, 10**8), times(1.5, 1)
    (43600, 217000000, 1.5)
    """
    whole, _, decimals = repr(coefficient).partition(".")
    if scale == 1 or not decimals.isdigit():
        return coefficient * scale
    return _shifted(whole + decimals, len(decimals), scale)


def _shifted(digits: str, places: int, scale: int) -> Number:
    product = int(digits) * scale
    divisor = 10**places
    return product // divisor if product % divisor == 0 else product / divisor


def _arabic(numeral: str) -> Number | None:
    if numeral.isdigit() and numeral.isascii():
        return int(numeral)
    total: Number = 0
    below: int | None = None
    at = 0
    while at < len(numeral):
        part = _MIXED.match(numeral, at)
        if part is None:
            return None
        digits, words = part.groups()
        scale = scale_of(words)
        if below is not None and (scale >= below or int(float(digits)) * scale >= below):
            return None
        if below is not None and not words and len(digits) == 1:
            scale = below // 10  # 3万5
        whole, _, decimals = digits.partition(".")
        total += _shifted(whole + decimals, len(decimals), scale)
        below = scale
        at = part.end()
    return total


def _with_decimals(whole: str, decimals: str) -> Number | None:
    places = "".join(str(DIGITS[c]) for c in decimals if c in DIGITS)
    scale = decimals[len(places) :]
    front = _chinese(whole)
    if front is None or not places or any(c not in SCALES for c in scale):
        return None
    return _shifted(f"{front}{places}", len(places), scale_of(scale))


def _chinese(numeral: str) -> int | None:
    if all(c in DIGITS for c in numeral):
        return int("".join(str(DIGITS[c]) for c in numeral))
    total, last = 0, 1
    for words, scale in _SECTION.findall(numeral):
        # NOTE: in 四亿七 the 七 counts in 千万; in 四亿七万 a scale follows, and it does not.
        section = _section(words, 0 if scale else last)
        if section is None:
            return None
        if not scale:
            return total + section
        last = LARGE[scale]
        section = section or (0 if total else 1)
        total = (total + section) * last if total < last else total + section * last
    return total


def _section(words: str, above: int) -> int | None:
    """The number below 10,000 that words write; `above` is the large scale before them.

    A last digit counts in the scale below the one before it, but not where `above` is 0.
    """
    total, digit, below, last = 0, 0, 10**4, above
    for word in words.replace("廿", "二十").replace("卅", "三十"):
        if word in DIGITS:
            if digit:
                return None
            digit = DIGITS[word]
            last = last if digit else 1
            continue
        scale = SMALL[word]
        if scale >= below:
            return None
        total += (digit or 1) * scale
        digit, below, last = 0, scale, scale
    return total + digit * (last // 10 if above and last > 1 else 1)
