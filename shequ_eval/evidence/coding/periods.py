"""Knows which period the words of a sentence give to a figure; invents none.

A year beside the figure is said by the text; 去年 and 近三年 are worked out from the day of
publication; 目前 is inferred from it. Without a day of publication these stay empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from shequ_eval.evidence.coding.context import Context

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
YEAR = r"((?:19|20)[0-9]{2})"
# NOTE: a document of the first quarter speaks of 目前 and of full years as of the year before.
FIRST_QUARTER_ENDS = 3


@dataclass(frozen=True)
class Period:
    """A period in EDTF with its ground (as in the evidence table) and the words that say so."""

    edtf: str = ""
    basis: str = ""
    reason: str = ""


def period_of(context: Context, published: str) -> Period:
    """The period that the sentence gives, from the words nearest to the figure.

    A year that the figure is only compared with (较2021年提高2.1个百分点) is not its period. Where
    the sentence gives none, the head of the table does; else a year that an earlier sentence of
    the paragraph states is inferred.

    `published` is a day, month or year in EDTF, "" where it is not known.

    >>> from shequ_eval.evidence.coding.context import context_of
    >>> text = "截至2020年底，共有42个社区。近三年投入1亿元。"
    >>> period_of(context_of(text, 11, 14), "2021-03-05").edtf
    '2020'
    >>> period_of(context_of(text, 22, 25), "2021-03-05").edtf
    '2018/2020'
    >>> period_of(context_of("今年上半年满意度为78分", 8, 11), "2021-09-05").edtf
    '2021-01/2021-06'
    >>> period_of(context_of("较2021年提高2.1个百分点", 8, 12), "2023").edtf
    ''
    """
    beside = _last_in(_without_baseline(context.sentence[: context.at]), published)
    if beside.edtf:
        return beside
    head = _last_in(context.head, published)
    if head.edtf:
        return Period(head.edtf, head.basis, f"表头 head of the table: {head.reason}")
    earlier = _last_in(_without_baseline(context.earlier), published)
    if earlier.basis != "text":
        return Period()
    return Period(earlier.edtf, "inferred", f"前句 earlier: {earlier.reason}")


def _without_baseline(words: str) -> str:
    """The words without years that are only compared with; 比2019年的300家 keeps its own.

    >>> _without_baseline("2022年，较2021年提高"), _without_baseline("比2019年的")
    ('2022年，较提高', '比2019年的')
    """
    return BASELINE.sub(lambda found: found.group(1), words)


def _last_in(words: str, published: str) -> Period:
    best: tuple[int, Period] | None = None
    for pattern, make in RULES:
        for found in pattern.finditer(words):
            period = make(found, published)
            if period.edtf and (best is None or found.end() >= best[0]):
                best = (found.end(), period)
    return best[1] if best else Period()


def year_of(published: str) -> int | None:
    """The year of a day, month or year; None where it is not given."""
    return int(published[:4]) if re.match(r"[0-9]{4}", published) else None


def last_full_year(published: str) -> int | None:
    """The last year that was over, or nearly, when the document was published.

    >>> last_full_year("2018-01-19"), last_full_year("2018-11-02"), last_full_year("2018")
    (2017, 2018, 2018)
    """
    year = year_of(published)
    month = re.match(r"[0-9]{4}-([0-9]{2})", published)
    early = month is not None and int(month.group(1)) <= FIRST_QUARTER_ENDS
    return None if year is None else year - int(early)


def _stated(found: re.Match[str], published: str) -> Period:
    year, month, day = found.group(1), found.group(2), found.group(3)
    if not month or (int(month) == 12 and (day or "31") == "31"):
        return Period(year, "text", found.group())
    date = f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")
    is_date = 1 <= int(month) <= 12 and (not day or 1 <= int(day) <= 31)
    return Period(date if is_date else year, "text", found.group())


def _half(found: re.Match[str], published: str) -> Period:
    return Period(_months(found.group(1), found.group(2)), "text", found.group())


def _relative_half(found: re.Match[str], published: str) -> Period:
    year = year_of(published)
    if year is None:
        return Period()
    year -= found.group(1) in {"去年", "上年"}
    return Period(_months(str(year), found.group(2)), "text_relative", found.group())


def _months(year: str, half: str) -> str:
    return f"{year}-01/{year}-06" if half == "上" else f"{year}-07/{year}-12"


def _span(found: re.Match[str], published: str) -> Period:
    first, last = found.group(1), found.group(2)
    return Period(f"{first}/{last}" if first < last else "", "text", found.group())


def _open(found: re.Match[str], published: str) -> Period:
    last = last_full_year(published)
    if last is None or last <= int(found.group(1)):
        return Period(f"{found.group(1)}/..", "text", found.group())
    return Period(f"{found.group(1)}/{last}", "text_relative", found.group())


def _recent(found: re.Match[str], published: str) -> Period:
    last, words = last_full_year(published), found.group(1)
    years = int(words) if words.isdigit() else DIGITS.get(words, 0)
    if last is None or not 1 < years <= 20:
        return Period()
    return Period(f"{last - years + 1}/{last}", "text_relative", found.group())


def _relative(shift: int) -> Callable[[re.Match[str], str], Period]:
    def make(found: re.Match[str], published: str) -> Period:
        year = year_of(published)
        if year is None:
            return Period()
        return Period(str(year + shift), "text_relative", found.group())

    return make


def _now(found: re.Match[str], published: str) -> Period:
    last = last_full_year(published)
    return Period() if last is None else Period(str(last), "inferred", found.group())


BASELINE = re.compile(r"(较|比|同)" + YEAR + r"年[底末初]?(?:同期)?(?!的?\Z)")
RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], Period]], ...] = (
    (re.compile(YEAR + r"年(?:(1[0-2]|0?[1-9])月(?:(3[01]|[12][0-9]|0?[1-9])日)?)?"), _stated),
    (re.compile(YEAR + r"年([上下])半年"), _half),
    (re.compile(YEAR + r"年?\s*(?:[-—–~～至到]|—{2})\s*" + YEAR + "年"), _span),
    (re.compile(YEAR + r"年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:以来|起)"), _open),
    (re.compile(r"(?:近|过去|最近)([0-9]{1,2}|[一二两三四五六七八九十])年(?!底|末)"), _recent),
    (re.compile(r"(?<![较比同])(?:去年|上年)"), _relative(-1)),
    (re.compile(r"今年|本年"), _relative(0)),
    (re.compile(r"(今年|本年|去年|上年)([上下])半年"), _relative_half),
    (re.compile(r"目前|现有|现已|截至发稿"), _now),
)
