"""Knows figures that lost their number: a measure word or 年 that nothing counts; fills none."""

from __future__ import annotations

import re

from shequ_eval.evidence.quantities.numerals import CHINESE
from shequ_eval.evidence.quantities.quantity import Quantity
from shequ_eval.evidence.quantities.units import UNITS
from shequ_eval.evidence.text_gaps import NOT_LOST

# NOTE: stricter than `text_gaps`, which lists suspicions for a person to read: after 的 only 项 and
# 个 are taken for lost counts, since 的家风 and 的场面 are words.
_COUNT = re.compile(
    "[有达成为计、的市区县省镇设辖足过破](?P<word>人次|[个项名场家条次户件类])(?![的是之中上下里和与、])"
)
_BEFORE = re.compile(
    "(?:不足|超过|突破|共有|共计?|合计|达到?|(?:划分|细化|细分|整合|合并|优化调整|调整)[成为]|现有|已有|下设有?|下辖有?|共设|(?<=级网格)、)\\Z"
)
# NOTE: 自治旗个, has lost its count: before a stop 个 ends no words but 这个, 各个, 若干个 …
_ENDING = re.compile(
    "个(?<=[\u4e00-\u9fff]个)(?<![这那哪每各整几多数某单逐另上下本少干挨半余来首任论按以是的有该同旧新两成中个"
    f"{CHINESE}]个)(?=[，,、。；;)])"
)
# NOTE: 全市场 and 全区名校 are words; 全市个街道 and 全市名党员 have lost a count.
_WHOLE = re.compile("全[市区县省镇]\\Z")
_AFTER_WHOLE = re.compile(
    "个(?![人体性别案])|项(?![目链数])|名(?=党|社工|网格|志愿|干部|学员|居民)"
)
_AFTER_OF = re.compile("[项个](?=[服工重民惠便政公])")
# NOTE: 年底, 年末 and 年初 alone are good Chinese (到年底, 较年初); only 较年底 has lost which
# year. After a stop 年 often says yearly (年接待游客3万人次), so there only what cannot be done
# yearly shows a lost year: a title in quotation marks, a period, the zone that acts, a thing done
# once (年成立, 年率先), a list pruned to a length (年审批事项压缩到30项, with no 量, 值 or 额).
# Each pattern begins with its own sign and looks back from there, which is the fastest to search.
_YEAR = re.compile(
    "年(?:(?:(?<=[，,。；;：:！!？?\n\r、(从自较比于在至到]年)|(?<=^年))"
    "(?=[0-9一二三四五六七八九十]{1,3}月)"
    "|(?:(?<=[，,。；;！!？?\n\r]年)|(?<=^年))"
    "(?=[“《]|以来|[上下]半年|第?[一二三四]季度|全[省市区县镇国]|我[省市区县镇街们]|[省市区县]委"
    "|[\u4e00-\u9fff]{2,3}[市区县](?:委(?!托)|(?:人民)?政府|民政局|财政局|住建局|司法局|人社局|教育局|公安局)"
    "|出台|印发|颁布|成立(?!率)|挂牌成立|荣获|获评|获批|被|入选|正式|率先|首次|全面|改造建设|改造提升"
    "|[^，,。；;：:！!？?\n\r量额值率产0-9]{0,12}(?:压缩|精简|压减|整合|归并|合并|撤并|减并)[到至为成])"
    "|(?<=[较比]年)(?=[底末])"
    "|(?<=[从自]年)(?=[开起以至到，,])"
    "|(?:(?<=[-—–~～至]年)|(?<=\\(年)(?<![限期龄份间数度0-9]\\(年))(?=\\)))"
)
# NOTE: 余万元 and 余人次 need a number before 余; 业余, 其余 and 剩余 are words.
_REST = re.compile(
    "余(?<=[入务放展集有达共计教训盖引约众]余)(?:万元|亿元|人次|户次|场次|件次|万人|户|名)"
)
# NOTE: 万元 alone ends a clause only where its number is lost; 单位：万元 heads a table, and
# 亿元项目 and 千万元 are words.
_MONEY = re.compile(
    "[万亿]元(?:(?<=[金款费入达计出值额助资]万元)|(?<=[金款费入达计出值额助资]亿元))(?=[，,。；;、！!？?\n\r]|\\Z)"
)
_SHARE = re.compile("%(?:(?<=[达占由从至到近约]%)|(?<=超过%)|(?<=[率比]为%))")
_NOUN = re.compile(
    "家(?:[庭园长属政门人具风教家国户乡]|喻)|名[录单称义誉额册牌师校城副优气列]|场[所地馆景面合]"
    "|条[例件款块线幅形条]|次[序要数年生]|户[籍主外口均型]|件[数]|类[别型似]|个[人体性别案]|项[目链数]"
)


def find_gaps(text: str) -> list[Quantity]:
    """Every measure word and year with no number, as a figure without value or bounds.

    >>> [(q.text, q.value, q.flags) for q in find_gaps("从年1月1日起，全市共有名党员")]
    [('年', None, ('number_missing',)), ('名', None, ('number_missing',))]
    """
    found = [_lost(text, match) for match in _COUNT.finditer(text) if _is_lost(text, match)]
    found += [_lost(text, match) for match in _ENDING.finditer(text)]
    found += [_lost(text, match) for match in _SHARE.finditer(text)]
    found += [_lost(text, match) for match in _MONEY.finditer(text)]
    if "余" in text:
        found += [_lost(text, match) for match in _REST.finditer(text)]
    if "年" in text:
        found += [_lost(text, match) for match in _YEAR.finditer(text)]
    return sorted({quantity.start: quantity for quantity in found}.values())


def _is_lost(text: str, match: re.Match[str]) -> bool:
    at = match.start("word")
    # NOTE: NOT_LOST holds 人次 for texts where 的人次 is a noun, which _BEFORE shuts out here.
    if match["word"] != "人次" and (_NOUN.match(text, at) or NOT_LOST.match(text, at)):
        return False
    if text[match.start()] == "的":
        return _AFTER_OF.match(text, at) is not None
    window = text[max(0, at - 5) : at]
    if _WHOLE.search(window):
        return _AFTER_WHOLE.match(text, at) is not None
    return _BEFORE.search(window) is not None


def _lost(text: str, match: re.Match[str]) -> Quantity:
    start, end = match.span(match.lastgroup or 0)
    unit = text[start:end].lstrip("余万亿")
    unit_id = UNITS[unit].unit_id
    return Quantity(
        start, end, text[start:end], None, None, None, unit, unit_id, flags=("number_missing",)
    )
