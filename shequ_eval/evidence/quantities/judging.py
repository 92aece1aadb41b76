"""Knows whether number and unit are a figure, and not a date, a grade, a name or an idiom."""

from __future__ import annotations

from collections.abc import Callable

from shequ_eval.evidence.quantities import addresses, context, qualifiers, traps
from shequ_eval.evidence.quantities.reading import Reading
from shequ_eval.evidence.quantities.units import TIME_IDS, Unit

_LONG_ENOUGH = frozenset("字单车笔通票页包")
# NOTE: 最后一公里 and 最后100米 are slogans.
_LENGTHS = frozenset({"公里", "米", "步"})
_SURELY_TWO = frozenset({"人", "%", "倍", "成"})
# NOTE: 三期 and 二组 are names unless something counts them (办了三期, 分成二组).
_COUNTING = frozenset("办展设织了共班出成为分")


def one_counts(text: str, start: int, end: int, unit: Unit, floor: int) -> bool:
    """Whether a bare 一 before a unit is a number: 至少一个, 一个多月, 翻一番, and not 一个."""
    if unit.form.startswith(("个多", "个半")):
        return True
    if unit.form == "番":
        return traps.is_doubling(text, start)
    if text[end : end + 1] in qualifiers.AFTER_FIRST and qualifiers.word_after(text, end, "年"):
        return True
    if unit.unit_id in TIME_IDS and traps.SPENT.search(text[max(floor, start - 3) : start]):
        return True
    if traps.ONLY.search(text[max(0, start - 4) : start]):
        return True
    before = qualifiers.word_before(text, start, floor)
    return before is not None and before.kind != qualifiers.RUN


def counts(text: str, reading: Reading, unit: Unit, end: int, floor: int) -> bool:
    """Whether number and unit are a figure at all, and not a date, a grade, a name or an idiom."""
    if text[end : end + 1] == ")" and _says_the_bound_again(text, reading.start):
        return False
    if unit.unit_id in _LENGTHS and text[reading.start - 2 : reading.start] == "最后":
        return False
    if (unit.unit_id in TIME_IDS or unit.form == "分") and traps.is_time(text, reading, unit, end):
        return False
    test = _TESTS.get(unit.form)
    if test is not None and not test(text, reading, end):
        return False
    return bool(reading.digits) or _chinese_counts(text, reading, unit, end, floor)


_TESTS: dict[str, Callable[[str, Reading, int], bool]] = {
    "届": lambda text, reading, end: not traps.is_session(text, reading, end),
    "级": lambda text, reading, end: not traps.is_grade(text, reading, end),
    "次": lambda text, reading, end: not traps.is_meeting(text, reading, end),
    "番": lambda text, reading, end: traps.is_doubling(text, reading.start),
    "方": lambda text, reading, end: "万" in reading.scale,
    "路": lambda text, reading, end: bool(reading.scale) or traps.is_channel(text, reading.start),
    "米": lambda text, reading, end: traps.REACHING.match(text, end) is None,
    "平": lambda text, reading, end: bool(reading.scale) or (reading.value or 0) >= 20,
    "周": lambda text, reading, end: reading.numeral != "四",
    "度": lambda text, reading, end: reading.value not in {180, 360},
}
_TESTS |= dict.fromkeys(
    "幢栋层座", lambda text, reading, end: not addresses.is_address(text, reading.start, end)
)


def _chinese_counts(text: str, reading: Reading, unit: Unit, end: int, floor: int) -> bool:
    start = reading.start
    before = text[start - 1 : start]
    if before in traps.LEFT_OF_CHINESE or reading.value == 0 or traps.idiom_at(text, start, end):
        return False
    if reading.bare:
        return _bare_counts(text, reading, unit, end, floor)
    if _is_word(text, reading, unit, end):
        return False
    if unit.form in {"期", "组"} and reading.value is not None and reading.value < 10:
        return before in _COUNTING
    if reading.numeral != "一" or reading.kind or one_counts(text, start, end, unit, floor):
        return True
    return before not in traps.LEFT_OF_ONE and traps.SOLO_FOLLOW.match(text, end) is None


def _says_the_bound_again(text: str, start: int) -> bool:
    """Whether a bracket only says that a bound counts or does not: 80分以上(含80分)."""
    return text[max(0, start - 2) : start] == "(含" or text[max(0, start - 3) : start] == "(不含"


def _may_name(text: str, unit: Unit, end: int) -> bool:
    """Whether a quotation that begins so is a slogan; “三个导向” and “三级平台” count parts."""
    if unit.unit_id == "个":
        return context.ABSTRACT.match(text, end) is None
    return unit.unit_id not in TIME_IDS and unit.unit_id not in {"级", "步"}


def _is_word(text: str, reading: Reading, unit: Unit, end: int) -> bool:
    """Whether numeral and unit are rather a word, a name or a slogan: 十分, 三家村, “三张清单”."""
    is_plain = not reading.kind and _may_name(text, unit, end)
    if is_plain and traps.in_label(text, reading.start, end):
        return True
    if unit.chinese == "never":
        return unit.form not in _LONG_ENOUGH or (reading.value or reading.low or 0) < 20
    if unit.chinese == "guarded" and traps.NAME_AFTER.match(text, end):
        return True
    return reading.numeral == "二" and unit.unit_id not in _SURELY_TWO


def _bare_counts(text: str, reading: Reading, unit: Unit, end: int, floor: int) -> bool:
    if text[reading.start - 1 : reading.start] == "余":  # 余万元 has lost its number
        return False
    if reading.numeral in {"百万", "千万"} and unit.unit_id == "元":
        return True
    # NOTE: 亿元以上 counts, 百人以内 too, but 千里之内 is a manner of speech.
    if unit.unit_id in {"元", "人", "户"} and qualifiers.word_after(text, end, unit.unit_id):
        return True
    if traps.REACHED.search(text[max(floor, reading.start - 4) : reading.start]):
        return True
    word = qualifiers.word_before(text, reading.start, floor, bare=True)
    return word is not None and word.kind != qualifiers.RUN
