"""Knows what the words around a figure say of it: per what, a change, from and to, a structure."""

from __future__ import annotations

import re

from shequ_eval.evidence.quantities.numerals import CHINESE, parse_numeral
from shequ_eval.evidence.quantities.patterns import CLAUSE, STOP, last_stop
from shequ_eval.evidence.quantities.quantity import Base, Quantity, Role
from shequ_eval.evidence.quantities.units import ABSTRACT_PATTERN, UNITS, alternation

WINDOW = 30
_BASE_IDS = {form: unit.unit_id for form, unit in UNITS.items()} | {
    "日": "天", "周": "周", "月": "月", "季度": "季度", "季": "季度", "年度": "年", "社区": "社区",
    "村": "村", "街道": "街道", "镇": "镇", "镇街": "镇街", "网格": "网格", "小区": "小区",
    "项目": "项目", "单位": "单位", "企业": "企业", "家庭": "户", "楼栋": "栋",
    "党支部": "党支部", "服务站": "服务站", "城区": "城区", "学校": "学校", "组织": "组织",
    "平": "平方米", "方": "立方米", "床位": "床",
    "站点": "站点", "点位": "点位", "居民": "人", "老人": "人",
    "人口": "人", "县": "县", "区": "区",
    "万方": "立方米", "工时": "工时", "课": "课",
}  # fmt: skip
ABSTRACT = re.compile(ABSTRACT_PATTERN)
_NAMES = alternation(" ".join(_BASE_IDS))
_NOUNS = alternation(
    "社区 村 街道 镇街 镇 网格 小区 项目 单位 企业 楼栋 党支部 城区 学校 站点 服务站"
)
_KINDS_OF_PEOPLE = "(?:常住|户籍|城镇|农村|城乡|老年|流动|服务|居民)"
EVERY = re.compile(
    rf"每(?:一)?(?P<n>[0-9]{{1,6}}(?:\.[0-9])?[百千万]?|[{CHINESE}]{{1,4}}?)?"
    rf"(?:(?P<p>(?:名|位)?{_KINDS_OF_PEOPLE}人口)|(?P<c>个|名|家|位|处)(?:城市|农村|城乡|试点|行政)?(?P<k>{_NOUNS})|(?P<u>{_NAMES}))"
)
AVERAGE = re.compile("(?P<u>[户人年月日村亩周])均")
MANY = re.compile(
    r"(?<![0-9一二三四五六七八九十百千上近过超逾破达数几每])(?P<n>[百千万])(?P<u>[人户])(?![以左])"
)
SLASH = re.compile(rf"[/／]每?(?P<n>10万|[百千万亿])?(?P<u>{_NAMES})(?:[·•/／](?P<w>{_NAMES}))?")
_BARE = frozenset("百千万亿")
_OF_A_WHOLE = frozenset({"%", "‰", "百分点", "倍", "番"})
_SPANS = frozenset({"年", "月", "周", "天", "季度"})
_AVERAGE_IDS = {c: c for c in "户人年月村亩周"} | {"日": "天"}

_FIGURE = re.compile(f"[0-9]|[{CHINESE}](?=[个名家户人元项])")

_VERB = (
    "上升|增长|增加|提高|提升|下降|降低|减少|缩减|压减|削减|下调|上调|回升|回落|上涨|下跌|涨|跌|增|减"
    "|新增|净增|扩大|缩短|压缩|前移|后移|前进|上移|下移|攀升|下滑|跃升|进位|后退|上浮|下浮|增幅|降幅|增速|减幅|翻"
)
CHANGED = re.compile(f"(?:{_VERB})(?:了|幅度?|率)?(?:达到?|为|近|约)?\\Z")
_LAST_OF_CHANGE = frozenset("进滑升长加高降低少减调落涨跌增大短缩移位退浮幅速了达为率度翻到近约")
REACHED = re.compile(f"(?:{_VERB}|降|升|扩展|优化|调整|精简|拓展|发展|变|壮大)了?[到至为]\\Z")
FROM = re.compile("(?:由|从)(?!而|此|事|来)(?:[0-9]{4}年)?[^，,。；;、！!？?\n\r0-9]{0,14}\\Z")
_REACHED_IN = re.compile("[到至为](?:[0-9]{4}年)?[^，,、0-9]{0,8}的\\Z")
COMPARED = re.compile("(?:较|同比|环比|比)[^，,。；;、]{0,12}")


def clause_before(text: str, start: int) -> str:
    """The words before a figure in its clause, at most WINDOW of them."""
    floor = max(0, start - WINDOW)
    return text[last_stop(text, floor, start, CLAUSE) if floor < start else start : start]


def bases_of(text: str, start: int, unit_id: str = "") -> tuple[Base, ...]:
    """What the clause before a figure says that it is counted per.

    A share is per no person: 人均收入增长6% has no base, 年均增长6% has the year.
    """
    window = text[max(0, start - WINDOW) : start]
    if "每" in window or "均" in window or "人" in window or "户" in window:
        clause = clause_before(text, start)
        bases = bases_before(clause)
        if unit_id in _OF_A_WHOLE and "每" not in clause:
            return tuple(base for base in bases if base.unit_id in _SPANS)
        return bases
    return ()


def bases_before(clause: str) -> tuple[Base, ...]:
    """What the words of a clause say that a figure is counted per.

    >>> bases_before("按每年每千户")
    (Base(unit_id='年', number=1), Base(unit_id='户', number=1000))
    """
    found: list[tuple[int, int, Base]] = []
    if "每" in clause:
        found += [(*m.span(), base) for m in EVERY.finditer(clause) if (base := _base(m))]
    if "均" in clause:
        found += [(*m.span(), Base(_AVERAGE_IDS[m["u"]])) for m in AVERAGE.finditer(clause)]
    if "人" in clause or "户" in clause:
        found += [
            (*m.span(), Base(m["u"], parse_numeral(m["n"]) or 1)) for m in MANY.finditer(clause)
        ]
    return tuple(dict.fromkeys(_of_the_last(clause, found)))


def _of_the_last(clause: str, found: list[tuple[int, int, Base]]) -> list[Base]:
    """The bases that no figure parts from the last one: 户均 alone in 人均2间、户均3万元."""
    bases: list[Base] = []
    reached = len(clause)
    for start, end, base in reversed(found):
        if bases and _FIGURE.search(clause[end:reached]):
            continue
        bases.append(base)
        reached = min(reached, start)
    return bases[::-1]


def _base(found: re.Match[str]) -> Base | None:
    count = parse_numeral(found["n"]) if found["n"] else 1
    if count is None:
        return None
    return Base("人" if found["p"] else found["k"] or _BASE_IDS[found["u"]], count)


def bases_after(text: str, end: int) -> tuple[int, tuple[Base, ...]]:
    """Where a slash with a base ends (元/平方米), and the base; the offset itself when none."""
    if text[end : end + 1] not in {"/", "／"}:
        return end, ()
    found = SLASH.match(text, end)
    if found is None:
        return end, ()
    number = parse_numeral("一" + found["n"] if found["n"] in _BARE else found["n"] or "1")
    bases = [Base(_BASE_IDS[found["u"]], number or 1)]
    if found["w"]:
        bases.append(Base(_BASE_IDS[found["w"]]))
    return found.end(), tuple(bases)


def role_of(text: str, start: int, floor: int) -> Role:
    """Whether the words right before a figure make it a change, or what a change reached."""
    last = text[start - 1 : start]
    if last not in _LAST_OF_CHANGE and last not in {"至", "到", "为"}:
        return "quantity"
    window = text[max(floor, start - 9) : start]
    if last in {"至", "到", "为"} and REACHED.search(window):
        return "to"
    return "change" if CHANGED.search(window) else "quantity"


def compared_with(text: str, start: int) -> tuple[int, int] | None:
    """The offsets of the words that a change is measured from (较上年), None when not said."""
    clause = clause_before(text, start)
    every = list(COMPARED.finditer(clause))
    if not every:
        return None
    found = every[-1]
    verb = re.search(_VERB, clause[found.start() :])
    length = verb.start() if verb else found.end() - found.start()
    at = start - len(clause) + found.start()
    return (at, at + length) if length else None


def link(text: str, found: list[Quantity]) -> list[Quantity]:
    """The figures with both ends of each change linked: 由A降至B gives A `from` and B `to`."""
    linked = list(found)
    for n in range(1, len(linked)):
        first, second = linked[n - 1], linked[n]
        if not _leads_to(text, first, second):
            continue
        linked[n - 1] = first._replace(role="from", other_end=(second.start, second.end))
        linked[n] = second._replace(role="to", other_end=(first.start, first.end))
    return linked


def _leads_to(text: str, first: Quantity, second: Quantity) -> bool:
    if second.start - first.end > 20 or text[second.start - 1] not in "到至为的":
        return False
    gap = text[first.end : second.start]
    if gap[-1] == "的" and not _REACHED_IN.search(gap):
        return False
    if any(stop in gap for stop in STOP):
        return False
    floor = max(0, first.start - 20)
    before = text[last_stop(text, floor, first.start, CLAUSE) : first.start]
    return first.start > 0 and FROM.search(before) is not None
