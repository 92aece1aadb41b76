"""Knows figures that lost their number: a measure word or 年 that nothing counts; fills none."""

from __future__ import annotations

import re

from shequ_eval.evidence.quantities.quantity import Quantity
from shequ_eval.evidence.quantities.units import UNITS
from shequ_eval.evidence.text_gaps import NOT_LOST

# NOTE: stricter than `text_gaps`, which lists suspicions for a person to read: after 的 only 项 and
# 个 are taken for lost counts, since 的家风 and 的场面 are words.
_COUNT = re.compile(
    "[有达成、的市区县省镇](?P<word>人次|[个项名场家条次户件类])(?![的是之中上下里和与、])"
)
_BEFORE = re.compile("(?:共有|共|达到?|划分成|现有|已有|(?<=级网格)、)\\Z")
# NOTE: 全市场 and 全区名校 are words; 全市个街道 and 全市名党员 have lost a count.
_WHOLE = re.compile("全[市区县省镇]\\Z")
_AFTER_WHOLE = re.compile(
    "个(?![人体性别案])|项(?![目链数])|名(?=党|社工|网格|志愿|干部|学员|居民)"
)
_AFTER_OF = re.compile("[项个](?=[服工重民惠便政公])")
# NOTE: 年底 and 年初 alone are good Chinese (到年底, 较年初); only 较年底 has lost which year.
_YEAR = re.compile(
    "(?:[，,。；;！!？?\n\r从自较比于至到]|^)(?P<word>年)(?=[0-9一二三四五六七八九十]{1,3}月)"
    "|(?<=[较比])(?P<end>年)(?=[底末])"
)
_NOUN = re.compile(
    "家(?:[庭园长属政门人具风教家国户乡]|喻)|名[录单称义誉额册牌师校城副优气列]|场[所地馆景面合]"
    "|条[例件款块线幅形]|次[序要数年生]|户[籍主外口均型]|件[数]|类[别型似]|个[人体性别案]|项[目链数]"
)


def find_gaps(text: str) -> list[Quantity]:
    """Every measure word and year with no number, as a figure without value or bounds.

    >>> [(q.text, q.value, q.flags) for q in find_gaps("从年1月1日起，全市共有名党员")]
    [('年', None, ('number_missing',)), ('名', None, ('number_missing',))]
    """
    found = [_lost(text, match) for match in _COUNT.finditer(text) if _is_lost(text, match)]
    if "年" in text:
        found += [_lost(text, match) for match in _YEAR.finditer(text)]
    return sorted(found, key=lambda quantity: quantity.start)


def _is_lost(text: str, match: re.Match[str]) -> bool:
    at = match.start("word")
    if _NOUN.match(text, at) or NOT_LOST.match(text, at):
        return False
    if text[match.start()] == "的":
        return _AFTER_OF.match(text, at) is not None
    window = text[max(0, at - 5) : at]
    if _WHOLE.search(window):
        return _AFTER_WHOLE.match(text, at) is not None
    return _BEFORE.search(window) is not None


def _lost(text: str, match: re.Match[str]) -> Quantity:
    start, end = match.span("end" if match.lastgroup == "end" else "word")
    unit = text[start:end]
    unit_id = UNITS[unit].unit_id
    return Quantity(start, end, unit, None, None, None, unit, unit_id, flags=("number_missing",))
