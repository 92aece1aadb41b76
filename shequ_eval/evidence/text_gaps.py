"""Knows where a text seems to have lost a number: a measure word nothing counts; fills none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

# NOTE: chosen for the grammar of Chinese official prose, not for one document: after one of these
# words, a measure word needs a number in front of it.
COUNTING = "达|共有|成|的|、|全市|全区|全县|全省"
MEASURE = "个|项|名|场|家|条|次|人次|户|件|类"
COUNT_GAP = re.compile(rf"(?:{COUNTING})(?P<gap>)(?P<word>{MEASURE})")
YEAR_GAP = re.compile(r"(?:[，,。；;从自较比于至到]|^)(?P<gap>)年")
# NOTE: words that begin with a measure word or 年, and 的个 and 的人 as nouns, are no lost count.
NOT_LOST = re.compile(
    r"项目|名录|名单|名称|名义|名誉|名额|名册|名人|名牌|名师|场所|场地|场馆|场景|场面"
    r"|家庭|家园|家长|家属|家政|家门|家人|家具|条件|条例|条款|条块|次数|次序|次要|次年|人次"
    r"|个人|个体|个性|个别|个案|个数|户籍|户主|户外|户口|户均|件数|类别|类型|类似"
    r"|项数|名声|名字"
)
YEAR_WORD = re.compile(
    r"年(?:度|终|均|龄|轻|初|代|限|检|会|报|来|内|前|后|薪|产|味|货|老|级|青|满|长|幼|间)"
)


@dataclass(frozen=True)
class TextGap:
    """A place where a number is missing: its offset, and whether a count or a year is."""

    gap: int
    type: Literal["count", "year"]


def find_text_gaps(text: str) -> list[TextGap]:
    """Every measure word after 达, 共有, 成, 的 and the like, and every 年, with no number before.

    Offsets are 0-based, in characters of the decoded text; sorted. What is found is a suspicion:
    a person reads the place before it becomes a row of `missing_numbers.csv`.

    >>> find_text_gaps("活动达场,共有名党员，的项目；较年底上升；的3项")
    [TextGap(gap=3, type='count'), TextGap(gap=7, type='count'), TextGap(gap=16, type='year')]
    """
    counts = [
        TextGap(found.start("gap"), "count")
        for found in COUNT_GAP.finditer(text)
        if not NOT_LOST.match(text, found.start("gap"))
    ]
    years = [
        TextGap(found.start("gap"), "year")
        for found in YEAR_GAP.finditer(text)
        if not _is_year_word(text, found.start("gap"))
    ]
    return sorted([*counts, *years], key=lambda gap: gap.gap)


def _is_year_word(text: str, place: int) -> bool:
    return YEAR_WORD.match(text, place) is not None
