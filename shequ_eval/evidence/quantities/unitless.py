"""Knows figures with no measure word: ratios, 六大步骤, 十部门, lists of numbers, 10万居民."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from shequ_eval.evidence.quantities import qualifiers, traps
from shequ_eval.evidence.quantities.drafts import Draft, Step
from shequ_eval.evidence.quantities.numerals import scale_of, times
from shequ_eval.evidence.quantities.patterns import UNIT
from shequ_eval.evidence.quantities.qualifiers import LEAST
from shequ_eval.evidence.quantities.quantity import Number
from shequ_eval.evidence.quantities.reading import Reading, number_at
from shequ_eval.evidence.quantities.units import (
    COUNTED_PATTERN,
    STRUCTURE_IDS,
    STRUCTURE_PATTERN,
    TIME_IDS,
    UNIT_PATTERN,
    UNITS,
)
from shequ_eval.evidence.quantities.unprinted import PERSONS, unprinted_unit

_NOT_A_FIGURE = re.compile("人|号|年(?![底初末内前终])|象|里|岁")
_LARGE_SCALES = frozenset({"万", "亿"})
_COUNTED = re.compile(f"(?:{COUNTED_PATTERN})")
_COUNTED_IN_CHINESE = re.compile("部门|城区|镇街")
_STRUCTURE = re.compile(f"大(?P<u>{STRUCTURE_PATTERN})")
_NOT_LARGE = re.compile(
    "大(?:会|型|门|队|家|病|赛|战|街|道|桥|厦|学|楼|妈|爷|姐|事|量|小|师|使|臣|国(?!家|有|企)|地|港|湾|于|幅|多|致"
    "|约|[、，,。；;和以的精]|报告|召开|代表|胜利|名著|员|菜系|发明|件)"
)
_RATIO = re.compile(
    r"[:：∶](?P<n>[0-9]{1,9}+(?:\.[0-9]{1,9}+)?+)(?P<more>(?:[:：∶][0-9]{1,9}+(?:\.[0-9]{1,9}+)?+){0,8}+)"
)
_RATIO_BEFORE = re.compile("[比率][^，,。；;！!？?\n\r0-9]{0,8}\\Z|按照?\\Z")
_RATIO_REACHED = re.compile("比[^，,。；;！!？?\n\r]{0,18}[升降增减高低小大整化变加][到至为]\\Z")
_TERMS_BEFORE = re.compile(
    "结构[^，,。；;！!？?\n\r0-9]{0,8}\\Z|(?:调整|优化|变化|转变|演变|演进|发展|提升|[改转])[为到至]\\Z"
)
_RATIO_AFTER = re.compile("的?(?:比例(?!尺)|配套|配比|比值|匹配)")
_PER_MANY = re.compile("/(?:10万|10万人|十万)(?![元个户])")
_SIMPLE = re.compile(r"/(?P<n>[0-9]{1,2})(?=以上|多|左右|的)")
# NOTE: without such a word only plain fractions after a stop or a qualifying word: 近2/3, 、1/4.
_PLAIN = re.compile(r"/(?P<n>[234568]|10)(?![0-9/.月日号栋楼期版前页-])")
_PLAIN_BEFORE = frozenset("占达约近超过为到至，,；;、有余了少低减增加足比率逾的")
_NEXT_DIGIT = re.compile("、(?P<n>[2-9])(?P<u>[个名人位家户次天岁年])(?!月|级|代|[0-9])")
# NOTE: notices of tenders name the unit in the label, 预算金额(万元):48.4, or behind: 436(户).
_LABELLED = re.compile(rf"\((?P<m>[十百千万亿]{{0,2}})(?P<u>{UNIT_PATTERN})\)[ :|]{{1,3}}\Z")
# NOTE: a row of a table names it once: 居民提案(件)\t1420\t1985.
_ROW = re.compile(
    rf"\((?P<m>[十百千万亿]{{0,2}})(?P<u>{UNIT_PATTERN})\)\t(?:[0-9][0-9.,]{{0,11}}\t){{0,4}}\Z"
)
_ROW_BEFORE = 64
_BRACKETED = re.compile(rf"[ ]?\((?P<m>[十百千万亿]{{0,2}})(?P<u>{UNIT_PATTERN})\)")
_NUMBERING = frozenset("图表附第件款条项号")
_LIST_MARK = re.compile("[、和与及]|以及")
_LIST_BEFORE = re.compile("分别[^，,。；;！!？?\n\r]{0,12}\\Z|[0-9]\\.[0-9]{1,9}\\Z")


def read(text: str, reading: Reading, after: str) -> Step:
    """What a number without a measure word is; no draft where it is no figure."""
    if after == "大":
        return _large(text, reading)
    shape = _SHAPES.get(after) if reading.digits else None
    step = shape(text, reading) if shape else _unit_in_brackets(text, reading, after)
    return step or _counted(text, reading) or _scaled(text, reading)


def _counted(text: str, reading: Reading) -> Step | None:
    pattern = _COUNTED if reading.digits else _COUNTED_IN_CHINESE
    counted = pattern.match(text, reading.end)
    if counted is None or reading.bare or reading.numeral in {"一", "二"}:
        return None
    return Step((_of(reading, counted.end(), counted[0], "个"),), counted.end())


def _of(reading: Reading, end: int, unit: str, unit_id: str, flag: str = "") -> Draft:
    return Draft(
        reading.start, end, reading.value, reading.low, reading.high, reading.kind, reading.word,
        unit, unit_id, reading.bare, flags=(flag,) if flag else (),
    )  # fmt: skip


def _scaled(text: str, reading: Reading) -> Step:
    """A number in 万 or 亿, or one before a noun of persons: its unit is inferred."""
    end = reading.end
    large = reading.scale or (
        not reading.digits and reading.numeral.rstrip("一二三四五六七八九")[-1:] in _LARGE_SCALES
    )
    vague = reading.value is None or reading.kind or len(reading.digits) > 1
    # NOTE: 上万居民 and 近百党员 count persons, 万民 and 百姓 do not.
    said = reading.bare and qualifiers.word_before(text, reading.start, 0, bare=True)
    persons = (vague or said) and PERSONS.match(text, end)
    if not large and not persons:
        return Step((), end)
    if (reading.bare and not (said and persons)) or _NOT_A_FIGURE.match(text, end):
        return Step((), end)
    if not reading.digits and (reading.value is None) and not persons:
        return Step((), end)
    if traps.idiom_at(text, reading.start, end):
        return Step((), end)
    unit, unit_id = unprinted_unit(text, reading.start, end)
    return Step((_of(reading, end, unit, unit_id, "unit_inferred" if unit_id else ""),), end)


def _large(text: str, reading: Reading) -> Step:
    """六大步骤 with the noun that is its unit; 两大 alone before any other noun."""
    start, end, value = reading.start, reading.end, reading.value
    if value is None or not 2 <= value <= 30 or (not reading.digits and value > 10):
        return Step((), end)
    if traps.idiom_at(text, start, end) or traps.MEETING.search(text[max(0, start - 2) : start]):
        return Step((), end)
    named = _STRUCTURE.match(text, end)
    if named:
        unit = named["u"]
        draft = _of(reading, named.end(), unit, STRUCTURE_IDS.get(unit, unit))
        return Step((draft._replace(role="structural"),), named.end())
    if value == 10 or _NOT_LARGE.match(text, end) or end + 1 >= len(text):
        return Step((), end)
    return Step((_of(reading, end + 1, "大", "个")._replace(role="structural"),), end + 1)


def _ratio(text: str, reading: Reading) -> Step | None:
    found = _RATIO.match(text, reading.end)
    if found is None or reading.value is None or reading.scale:
        return None
    second: Number = float(found["n"])
    window = text[max(0, reading.start - 10) : reading.start]
    said = (
        _RATIO_BEFORE.search(window)
        or _RATIO_AFTER.match(text, found.end())
        or _RATIO_REACHED.search(text[max(0, reading.start - 26) : reading.start])
    )
    if found["more"]:
        return _terms(text, reading, found, bool(said or _TERMS_BEFORE.search(window)))
    if second == 0 or not said:
        return Step((), found.end())
    ratio = reading.value / second
    value = int(ratio) if ratio == int(ratio) else ratio
    draft = Draft(reading.start, found.end(), value, None, None, "", "", "", "比")
    return Step((draft,), found.end())


def _terms(text: str, reading: Reading, found: re.Match[str], is_said: bool) -> Step:
    """A ratio of three and more (3:5:2): a figure without one number."""
    if not is_said:
        return Step((), found.end())
    draft = Draft(
        reading.start, found.end(), None, None, None, "", "", "", "比", flags=("several_terms",)
    )
    return Step((draft,), found.end())


def _simple_fraction(text: str, reading: Reading) -> Step | None:
    many = _PER_MANY.match(text, reading.end)
    if many is not None:
        return Step((_of(reading, many.end(), many[0], many[0]),), many.end())
    found = _SIMPLE.match(text, reading.end)
    if found is None and text[reading.start - 1 : reading.start] in _PLAIN_BEFORE:
        found = _PLAIN.match(text, reading.end)
    if found is None or not isinstance(reading.value, int):
        return None
    below = int(found["n"])
    if not 0 < reading.value < below:
        return Step((), found.end())
    draft = Draft(
        reading.start, found.end(), reading.value * 100 / below, None, None, "", "", "", "%"
    )
    return Step((draft,), found.end())


def _unit_in_brackets(text: str, reading: Reading, after: str) -> Step | None:
    """A number with its unit in brackets: 436(户), 预算金额(万元):48.4."""
    if not reading.digits or reading.scale or reading.value is None or reading.kind:
        return None
    found, end = None, reading.end - (text[reading.end - 1] == " ")
    if after == "(" and text[reading.start - 1 : reading.start] not in _NUMBERING:
        found = _BRACKETED.match(text, end)
        end = found.end() if found else end
    elif text[reading.start - 1 : reading.start] == "\t":
        before = text[max(0, reading.start - _ROW_BEFORE) : reading.start]
        found = _ROW.search(before) if after in {"\t", "\n", "\r", ""} else None
    elif ")" in text[max(0, reading.start - 4) : reading.start]:
        found = _LABELLED.search(text[max(0, reading.start - 12) : reading.start])
    if found is None:
        return None
    unit = UNITS[found["u"]]
    if unit.unit_id in TIME_IDS:
        return None
    draft = _of(reading, end, unit.form, unit.unit_id)
    return Step((draft._replace(value=times(reading.value, scale_of(found["m"]))),), end)


def _plus(text: str, reading: Reading) -> Step | None:
    found = UNIT.match(text, reading.end + 1)
    if found is None:
        return Step((), reading.end + 1)
    unit = UNITS[found["u"]]
    draft = _of(reading, found.end(), unit.form, unit.unit_id)
    return Step((draft._replace(kind=LEAST, word="+"),), found.end())


def _listed(text: str, reading: Reading) -> Step | None:
    """Numbers that share the unit of the last one: 分别增长5.1、6.2、7.3个百分点."""
    window = text[max(0, reading.start - 16) : reading.end]
    if not _LIST_BEFORE.search(window):
        return _neighbours(text, reading)
    members = [reading]
    at = reading.end
    for _ in range(12):
        mark = _LIST_MARK.match(text, at)
        member = number_at(text, mark.end()) if mark else None
        if member is None or member.kind == LEAST or not member.digits:
            return None
        members.append(member)
        found = UNIT.match(text, member.end)
        if found:
            unit = UNITS[found["u"]]
            ends = [m.end for m in members[:-1]] + [found.end()]
            flags = ["unit_inferred"] * (len(members) - 1) + [""]
            drafts = tuple(
                _of(m, end, unit.form, unit.unit_id, flag)
                for m, end, flag in zip(members, ends, flags, strict=True)
            )
            return Step(drafts, found.end())
        at = member.end
    return None


def _neighbours(text: str, reading: Reading) -> Step | None:
    """Two digits said together before what is counted: 5、6个人 is 5 to 6."""
    found = _NEXT_DIGIT.match(text, reading.end)
    if found is None or len(reading.digits) != 1 or int(found["n"]) != int(reading.digits) + 1:
        return None
    unit = UNITS[found["u"]]
    low, high = int(reading.digits), int(found["n"])
    draft = _of(reading, found.end(), unit.form, unit.unit_id)
    return Step((draft._replace(value=None, low=low, high=high),), found.end())


_SHAPES: Mapping[str, Callable[[str, Reading], Step | None]] = (
    dict.fromkeys(":：∶", _ratio)
    | {"/": _simple_fraction, "+": _plus}
    | dict.fromkeys("、和与及", _listed)
)
