"""Knows shares said in words: 百分之五, 三分之一, 半数, 过半, 全覆盖; reads no bare digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from shequ_eval.evidence.quantities.numerals import CHINESE, parse_numeral, parse_pair
from shequ_eval.evidence.quantities.qualifiers import ABOVE, BELOW, LEAST, MOST
from shequ_eval.evidence.quantities.quantity import Number

_NUMERAL = rf"(?:[{CHINESE}]++(?:点[{CHINESE}]++)?+|[0-9]++(?:\.[0-9]++)?+)"
_WHOLE = re.compile(rf"(?:[{CHINESE}]{{1,8}}|[0-9]{{1,5}})\Z")
_PART = re.compile(
    rf"(?P<n>{_NUMERAL})(?P<v>[几多余])?(?:[至到\-—~～](?:百分之|千分之)?(?P<m>{_NUMERAL}))?"
)
_WHOLES = {"百": "%", "千": "‰", "万": "‱"}
_HALF = re.compile(
    r"(?:(?P<over>超过?|过)半数?|(?P<near>近|将近|不足|不到)半数?|(?<![每上下前后大一两对各])(?P<half>半数)|(?P<one>一半))"
    r"(?![年天月途路夜径百]|个|小时)"
)
_HALF_TIME = re.compile(
    r"(?<![上下前后大一二三四五六七八九十两个年天万亿点成每小这那头倍百千度夜月时多])半(?P<u>年|个月|小时|个小时|天)"
    r"(?!度|报|总结|载|径|职|[^，,。；;、！!？?\n\r]{0,10}圈)"
)
_FULL = re.compile("全(?:部|面)?(?:覆盖|达标)")
_TIME_ID = {"个月": "月", "个小时": "小时"}


class Share(NamedTuple):
    """A share in words, or half a unit of time, with its offsets."""

    start: int
    end: int
    value: Number | None
    low: Number | None
    high: Number | None
    kind: str
    word: str
    unit: str
    unit_id: str
    flags: tuple[str, ...] = ()


def find_shares(text: str) -> list[Share]:
    """Every share in words, by offset; 全覆盖 is 100 %, implied."""
    found = [*_fractions(text), *_halves(text), *_full(text)]
    return sorted(found)


def _fractions(text: str) -> Iterator[Share]:
    for mark in re.finditer("分之", text):
        whole = _WHOLE.search(text[max(0, mark.start() - 8) : mark.start()])
        part = _PART.match(text, mark.end())
        if whole and part:
            share = _fraction(mark.start() - len(whole[0]), whole[0], part)
            if share:
                yield _with_over(text, share)


def _with_over(text: str, share: Share) -> Share:
    # NOTE: 过三分之二, but not 通过三分之二; 超过 is read as any other qualifying word.
    before = text[max(0, share.start - 2) : share.start]
    if before[-1:] != "过" or before in {"超过", "通过", "经过", "不过"}:
        return share
    return share._replace(start=share.start - 1, kind=ABOVE, word="过")


def _fraction(start: int, whole: str, part: re.Match[str]) -> Share | None:
    value, low, high = _part(part)
    if value is None and low is None:
        return None
    word = part["v"] or ""
    kind = LEAST if word in {"多", "余"} else ""
    span = (start, part.end())
    if whole in _WHOLES:
        return Share(*span, value, low, high, kind, word, f"{whole}分之", _WHOLES[whole])
    divisor = parse_numeral(whole)
    if not divisor or value is None or value > divisor:
        return None
    return Share(*span, value * 100 / divisor, None, None, kind, word, "", "%")


def _part(part: re.Match[str]) -> tuple[Number | None, Number | None, Number | None]:
    """Value, low and high of what follows 分之: a number, or the ends of a range."""
    value = parse_numeral("一" + part["n"] if part["n"] in _WHOLES else part["n"])
    if pair := parse_pair(part["n"]):
        return None, *pair
    if value is None:
        return None, None, None
    if part["v"] == "几":
        return None, value + 1, value + 9
    if part["m"]:
        second = parse_numeral(part["m"])
        return (None, value, second) if second and second > value else (None, None, None)
    return value, None, None


def _halves(text: str) -> Iterator[Share]:
    for mark in re.finditer("半", text):
        at = mark.start()
        for start in (at - 2, at - 1, at):
            found = _HALF.match(text, start) if start >= 0 else None
            if found:
                over, near = found["over"], found["near"]
                kind = (
                    ABOVE if over else "" if not near else MOST if near in {"近", "将近"} else BELOW
                )
                word = over or near or ""
                yield Share(start, found.end(), 50, None, None, kind, word, "", "%")
                break
        else:
            time = _HALF_TIME.match(text, at)
            if time:
                unit = time["u"]
                yield Share(at, time.end(), 0.5, None, None, "", "", unit, _TIME_ID.get(unit, unit))


def _full(text: str) -> Iterator[Share]:
    for found in _FULL.finditer(text):
        yield Share(*found.span(), 100, None, None, "", "", "", "%", ("implicit",))
