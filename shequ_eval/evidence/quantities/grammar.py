"""Knows how number, unit and qualifying words make one figure; knows nothing beyond its clause."""

from __future__ import annotations

import re

from shequ_eval.evidence.quantities import context, judging, qualifiers, traps, unitless
from shequ_eval.evidence.quantities.drafts import Draft, Step
from shequ_eval.evidence.quantities.numerals import DIGITS, times
from shequ_eval.evidence.quantities.patterns import NUMBER, SEPARATOR, STOP, UNIT
from shequ_eval.evidence.quantities.quantity import Number, Role
from shequ_eval.evidence.quantities.reading import (
    Reading,
    discount_of,
    number_at,
    reading_of,
    scaled,
    shared_scale,
)
from shequ_eval.evidence.quantities.units import TIME_IDS, UNITS, Unit
from shequ_eval.evidence.quantities.unprinted import unprinted_unit

_TENTHS = {"成": 10, "折": 10}
_RANGE_FIRST = frozenset(" -\u2010\u2011\u2012\u2013\u2014\u2015－~～∼至到(")
# NOTE: FULL_WIDTH ends before the full-width sign of the yuan, so both stand here.
_YUAN_SIGNS = frozenset("¥￥")
HUNDREDTHS = re.compile("[一二三四五六七八九](?![十百千万亿个名家人项成级%])")
HALF = re.compile("半(?![年数载天])")
_HALF_AFTER = TIME_IDS | {"倍", "%"}


def read_at(text: str, start: int, floor: int) -> Step:
    """The figures whose number starts at an offset; `floor` is where the figure before ends."""
    found = NUMBER.match(text, start)
    if found is None:
        return Step((), start + 1)
    if traps.stands_wrong(text, start):
        return Step((), _end_of_range(text, found.end()))
    unit_found = UNIT.match(text, found.end())
    if unit_found is None:
        return _without_unit(text, found, floor)
    unit, unit_end = UNITS[unit_found["u"]], unit_found.end()
    reading = None
    # NOTE: most candidates are 一 before 个 or 项, and end here.
    if found["c"] != "一" or unit.one or judging.one_counts(text, start, unit_end, unit, floor):
        reading = discount_of(found) if unit.form == "折" else reading_of(found)
    if reading is None:
        return Step((), found.end())
    return _with_unit(text, reading, unit, unit_end, floor)


def _end_of_range(text: str, end: int) -> int:
    """Where the range ends whose first number does, since what bars one end bars both: 每3—5户."""
    mark = SEPARATOR.match(text, end)
    last = NUMBER.match(text, mark.end()) if mark else None
    return last.end() if last else end


def _with_unit(text: str, reading: Reading, unit: Unit, end: int, floor: int) -> Step:
    if text[end : end + 1] in _RANGE_FIRST:
        step = _range(text, reading, unit, end, floor)
        if step is not None:
            return step
    if not judging.counts(text, reading, unit, end, floor):
        return Step((), reading.end)
    return Step((_draft(text, reading, unit, end),), end)


def _draft(text: str, reading: Reading, unit: Unit, end: int) -> Draft:
    value, low, high = reading.value, reading.low, reading.high
    kind, word, unit_id = reading.kind, reading.word, unit.unit_id
    if unit.form in _TENTHS:
        value, low, high, unit_id = *_tenths(reading, unit.form), "%"
    if value is not None and unit_id in _HALF_AFTER and HALF.match(text, end):
        value += 5 if unit.form == "成" else 0.5
        end += 1
    if unit.form == "成" and value is not None and (more := HUNDREDTHS.match(text, end)):
        value += DIGITS[more[0]]
        end += 1
    if unit.form.startswith("个半") and value is not None:
        value += 0.5
    if unit.form.startswith("个多"):
        kind, word = qualifiers.LEAST, "多"
    if value is not None and _negative(text, reading.start, unit_id):
        value = -value
        reading = reading._replace(start=reading.start - 1)
    role: Role = "structural" if _structural(text, unit_id, end) else "quantity"
    return Draft(
        reading.start, end, value, low, high, kind, word, unit.form, unit_id, reading.bare, role
    )


def _tenths(reading: Reading, form: str) -> tuple[Number | None, Number | None, Number | None]:
    """The shares in % that 成 and 折 say: 七成 is 70, 八五折 and 85折 are 85."""
    if form == "折" and reading.value is not None and reading.value > 10:
        return reading.value, None, None
    ends = (reading.value, reading.low, reading.high)
    value, low, high = (None if end is None else times(end, 10) for end in ends)
    return value, low, high


def _negative(text: str, start: int, unit_id: str) -> bool:
    before = text[start - 1 : start]
    if before == "负":
        return text[start - 2 : start - 1] != "正"
    if before not in {"-", "−"} or unit_id not in {"%", "‰", "百分点", "度", "℃"}:
        return False
    further = text[start - 2 : start - 1]
    return not further or further in STOP or not (further.isascii() or further == "℃")


def _structural(text: str, unit_id: str, end: int) -> bool:
    if unit_id in {"级", "步"}:
        return True
    return unit_id == "个" and context.ABSTRACT.match(text, end) is not None


def _range(text: str, first: Reading, unit: Unit | None, end: int, floor: int) -> Step | None:
    """The range that a number begins (2-3万元, 1万-5万元); None when none follows."""
    mark = SEPARATOR.match(text, end)
    second = number_at(text, mark.end()) if mark else None
    if second is None or second.kind:
        return None
    found = UNIT.match(text, second.end)
    last_unit = UNITS[found["u"]] if found else None
    if not _fit(unit, last_unit, second) or (unit and _from(text, first.start, floor)):
        return None
    if unit is None and (scale := shared_scale(first, second)):
        first = scaled(first, scale)
    low, high = first.value, second.value
    if low is None or high is None or low >= high:
        return None
    stop = found.end() if found else second.end
    counted = last_unit or unit
    if counted is None:
        return Step((_range_without_unit(text, first, second),), stop)
    if _is_no_range(text, first, second, counted, stop):
        return Step((), stop)
    return Step((_range_draft(first.start, stop, low, high, counted),), stop)


def _fit(first: Unit | None, last: Unit | None, second: Reading) -> bool:
    """Whether the units of both ends make one range; an end may leave its unit to the other."""
    if first and last:
        return first.unit_id == last.unit_id
    return bool(last or second.scale or (first and first.unit_id == "%"))


def _is_no_range(text: str, first: Reading, second: Reading, unit: Unit, stop: int) -> bool:
    if unit.chinese == "never" and not first.digits:
        return True
    # NOTE: 52栋至54栋 are addresses, 52至54栋 a count.
    if unit.unit_id == "栋" and text[first.end : first.end + 1] in {"栋", "幢"}:
        return True
    if unit.unit_id == "年" and first.value is not None and 1000 <= first.value <= 2999:
        return True
    return traps.is_time(text, second, unit, stop)


def _range_draft(start: int, stop: int, low: Number, high: Number, unit: Unit) -> Draft:
    if unit.form in _TENTHS:
        return Draft(start, stop, None, times(low, 10), times(high, 10), "", "", unit.form, "%")
    return Draft(start, stop, None, low, high, "", "", unit.form, unit.unit_id)


def _range_without_unit(text: str, first: Reading, second: Reading) -> Draft:
    unit, unit_id = unprinted_unit(text, first.start, second.end)
    return Draft(
        first.start, second.end, None, first.value, second.value, "", "", unit, unit_id,
        flags=("unit_inferred",) if unit_id else (),
    )  # fmt: skip


def _yuan(text: str, reading: Reading) -> Draft:
    """A number behind the sign of the yuan, which is its unit and part of the figure."""
    end = reading.end - (text[reading.end - 1] == " ")
    return Draft(
        reading.start - 1, end, reading.value, reading.low, reading.high, reading.kind,
        reading.word, text[reading.start - 1], "元",
    )  # fmt: skip


def _from(text: str, start: int, floor: int) -> bool:
    return context.FROM.search(text[max(floor, start - 8) : start]) is not None


def _without_unit(text: str, found: re.Match[str], floor: int) -> Step:
    reading = reading_of(found)
    end = found.end()
    if reading is None:
        return Step((), end)
    after = text[end : end + 1]
    if after in _RANGE_FIRST:
        step = _range(text, reading, None, end, floor)
        if step is not None:
            return step
    if text[reading.start - 1 : reading.start] in _YUAN_SIGNS:
        return Step((_yuan(text, reading),), end)
    return unitless.read(text, reading, after)
