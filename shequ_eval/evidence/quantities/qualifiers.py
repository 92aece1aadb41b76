"""Knows the words that bound a figure, before and after it, and what they do to its bounds."""

from __future__ import annotations

import re
from typing import NamedTuple

from shequ_eval.evidence.quantities.quantity import Number
from shequ_eval.evidence.quantities.units import TIME_IDS

# What a word does: at least (the number counts), above (it does not), at most, below, about.
LEAST, ABOVE, MOST, BELOW, ABOUT, RUN = "least", "above", "most", "below", "about", "run"

BEFORE: dict[str, str] = {}
for _kind, _words in {
    LEAST: "不少于 不得少于 不低于 不得低于 不小于 不下于 不下 至少 至少有 至少为"
    " 最少 最低 最低为 起码 ≥ ≧ 大于等于",
    ABOVE: "超过 超过了 超 逾 突破 突破了 高于 多于 大于 大过 超出 远超 已超 破 >",
    MOST: "不超过 不得超过 不高于 不多于 不大于 不超 不突破 至多 最多 最多为 最高 最高为 最高可达"
    " ≤ ≦ 小于等于 最长 近 将近 接近 临近",
    BELOW: "不到 不足 不满 低于 少于 小于 未满 未达 未到 不及 <",
    ABOUT: "约 大约 约为 约占 约合 约需 大概 约有 约达 大致",
    RUN: "连续",
}.items():
    BEFORE |= dict.fromkeys(_words.split(), _kind)
BARE_BEFORE = {"上": LEAST, "过": ABOVE, "成": LEAST}
LAST = frozenset(word[-1] for word in BEFORE)
LONGEST = max(map(len, BEFORE))
# These begin or end another word when the character named stands before them.
NOT_AFTER = {
    "近": "附最邻临靠就相远亲新贴走拉亲",
    "约": "预公节签契条制履解违集相邀特",
    "超": "赶高反",
    "不到": "达看听找想做得",
    "逾": "",
    "破": "识侦打爆击残冲告攻抓点划撕道",
    "过": "超通经不",
    "最低": "",
}
# NOTE: the character named above may itself end a word: 补贴近4亿元, 化解约200起, 提高超20%.
_WHOLE_WORDS = (
    "补贴 津贴 张贴 创新 更新 翻新 革新 刷新 焕新 成就 依靠 征集 募集 筹集 收集 采集 汇集 归集"
    " 聚集 密集 调解 化解 缓解 了解 环节 季节 春节 调节 体制 机制 编制 控制 绘制 研制 印制 提高"
    " 升高 增高 走高 网点 站点 节点 试点 景点 渠道"
)
WHOLE_WORDS = frozenset(_WHOLE_WORDS.split())
REACH = re.compile(
    r"(?:至少|最少|起码|至多|最多)(?!的|时|一[次天年月])[^，,。；;、：:！!？?\n\r0-9（）()]{1,6}\Z"
)
SHARE_REACH = re.compile(
    "(?:不少于|不低于|不高于|不超过|不得超过|不得低于|超过|低于|高于)[^，,。；;、：:！!？?\n\r0-9（）()于超]{1,12}的\\Z"
)
# NOTE: 不低于开办资金80% bounds a share, 高于平均水平3% says a difference, so only what has parts.
PART_REACH = re.compile(
    "(?:不少于|不低于|不高于|不超过|不得超过|不得低于|超过|低于)[^，,。；;、：:！!？?\n\r0-9（）()于超]{0,6}"
    "(?:资金|[金总]额|总[数量价]|[人户]数|面积|预算|投资|人口)\\Z"
)
MONEY_REACH = re.compile(
    r"最高(?:可以?[^，,。；;、：:！!？?\n\r0-9（）()]{0,4}|(?:给予|补助|补贴|奖励|资助|支持|救助|发放|授信|报销|赔付|扣减?"
    r"|加|奖|补|贷|得){1,3})\Z"
)
_PARTED = frozenset("金额数量价积算资口")
LABELS = re.compile("最多(?:跑|只跑|只需跑)\\Z")

_AFTER = {
    LEAST: r"(?:\(不?含[^()。；;！!？?\n\r]{0,8}\))?以上|及以上|之上|开外|起步"
    r"|起(?=[，,。；;、)]|\Z)|之多|有余|余(?!下|额|姚|杭|年)",
    MOST: r"(?:\(不?含[^()。；;！!？?\n\r]{0,8}\))?以[下内]|及以下|之下|以内|之内|封顶",
    BELOW: r"不到(?=[，,。；;、)的就便]|\Z)",
    ABOUT: "左右(?!逢源|为难|两|邻)|上下(?!游|班|级|联)",
}
# NOTE: 60分(不含)以下 leaves the bound itself out.
_OPEN = {LEAST: ABOVE, MOST: BELOW}
AFTER = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _AFTER.items()))
AFTER_FIRST = frozenset("(及以之开起封左上有余多内不")
MORE = re.compile("多(?!种|个|样|元|功能|层|次|方|部门|项|家|名|数|渠道|维|级|主体|媒|点|位|场|来)")
MORE_IDS = (
    TIME_IDS | {"公里", "米", "倍", "斤", "公斤", "元", "岁", "吨", "亩", "%", "平方米"} | {"番"}
)
INSIDE = re.compile("内(?!部|容|外|在|涵|心|地|陆|蒙|需|设|控|生|销|存|科|城)")
INSIDE_IDS = TIME_IDS | {"公里", "米"}


class Word(NamedTuple):
    """A qualifying word: what it does, how it reads, and where it ends the figure."""

    kind: str
    word: str
    at: int


class Bounds(NamedTuple):
    """What the words make of a number: value, bounds, whether the bounds count, contradictory."""

    value: Number | None
    low: Number | None
    high: Number | None
    low_closed: bool = True
    high_closed: bool = True
    contradictory: bool = False


def word_before(text: str, start: int, floor: int, bare: bool = False) -> Word | None:
    """The qualifying word that ends where a figure starts; `at` is where the word starts.

    `floor` is the end of the figure before; `bare` says that the number is 百, 千, 万 or 亿
    alone, before which 上 and 过 qualify too.

    >>> word_before("共有不少于40名", 5, 0), word_before("附近3个", 2, 0)
    (Word(kind='least', word='不少于', at=2), None)
    """
    at = start - 1 if start > floor and text[start - 1] == " " else start
    if at <= floor:
        return None
    kind = BARE_BEFORE.get(text[at - 1]) if bare else None
    if kind and text[at - 2 : at] not in {"超过", "以上"}:
        return Word(kind, text[at - 1], at - 1)
    if text[at - 1] in LAST:
        for length in range(min(LONGEST, at - floor), 0, -1):
            word = text[at - length : at]
            if word in BEFORE:
                before = text[at - length - 1 : at - length]
                whole = text[max(floor, at - length - 2) : at - length]
                if before and before in NOT_AFTER.get(word, "") and whole not in WHOLE_WORDS:
                    return None
                return Word(BEFORE[word], word, at - length)
    return _word_that_reaches(text, at, max(floor, at - 9))


def _word_that_reaches(text: str, at: int, floor: int) -> Word | None:
    window = text[floor:at]
    if "少" not in window and "多" not in window and "高" not in window and "起" not in window:
        return None
    found = REACH.search(window) or MONEY_REACH.search(window)
    if found is None or LABELS.search(window):
        return None
    word = found[0][:2]
    return Word(BEFORE[word], word, floor + found.start())


def word_before_whole(text: str, start: int, floor: int) -> Word | None:
    """The qualifying word before the whole that a share is of: 不超过总面积的20%."""
    last = text[start - 1 : start]
    if last != "的" and last not in _PARTED:
        return None
    floor = max(floor, start - 18)
    found = (SHARE_REACH if last == "的" else PART_REACH).search(text[floor:start])
    if found is None:
        return None
    word = next(w for w in sorted(BEFORE, key=len, reverse=True) if found[0].startswith(w))
    return Word(BEFORE[word], word, floor + found.start())


def word_after(text: str, end: int, unit_id: str) -> Word | None:
    """The qualifying word that starts where a figure ends; `at` is where the word ends."""
    first = text[end : end + 1]
    if first not in AFTER_FIRST:
        return None
    if found := AFTER.match(text, end):
        kind = str(found.lastgroup)
        return Word(_OPEN.get(kind, kind) if "不含" in found[0] else kind, found[0], found.end())
    if first == "多" and unit_id in MORE_IDS and MORE.match(text, end):
        return Word(LEAST, "多", end + 1)
    if first == "内" and unit_id in INSIDE_IDS and INSIDE.match(text, end):
        return Word(MOST, "内", end + 1)
    return None


def bounds_of(
    value: Number | None, low: Number | None, high: Number | None, kinds: list[str]
) -> Bounds:
    """What the qualifying words `kinds` make of a number, or of a range given by its ends.

    A range keeps its ends; a word that bounds one side of it contradicts the other. A number
    that is bounded from both sides by one number keeps its value alone (近半数以上).

    >>> bounds_of(300, None, None, ["above"])
    Bounds(value=300, low=300, high=None, low_closed=False, high_closed=True, contradictory=False)
    >>> bounds_of(50, None, None, ["most", "least"])[:3]
    (50, None, None)
    """
    lower = LEAST in kinds or ABOVE in kinds
    upper = MOST in kinds or BELOW in kinds
    if value is None:
        return Bounds(None, low, high, contradictory=lower or upper)
    if lower and upper:
        return Bounds(value, None, None, contradictory=True)
    if lower:
        return Bounds(value, value, None, low_closed=ABOVE not in kinds)
    if upper:
        return Bounds(value, None, value, high_closed=BELOW not in kinds)
    return Bounds(value, value, value)
