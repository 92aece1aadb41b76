"""Knows what a period in EDTF (ISO 8601-2) covers and how it is said; refuses to guess one."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from math import inf

from edtf import parse_edtf

Language = str


class PeriodError(ValueError):
    """A text is not a period in the EDTF subset that the tables use."""


@lru_cache(maxsize=1024)
def period_bounds(period: str) -> tuple[date, date] | None:
    """First and last day of a period, or None where no period is given.

    An open end (`2018/..`) reaches to the last date there is.

    Raises
    ------
    PeriodError
        The text is not EDTF.

    Examples
    --------
    >>> period_bounds("2015-01/2015-06")
    (datetime.date(2015, 1, 1), datetime.date(2015, 6, 30))
    >>> period_bounds("") is None
    True
    """
    if not period:
        return None
    try:
        parsed = parse_edtf(period)
    except Exception as error:
        raise PeriodError(f"{period!r} 不是 EDTF 期间 is not an EDTF period") from error
    return _day(parsed.lower_strict(), date.min), _day(parsed.upper_strict(), date.max)


def _day(moment: object, open_end: date) -> date:
    if moment in (inf, -inf):
        return open_end
    return date(*moment[:3])  # type: ignore[index]


def gap_years(first: str, second: str) -> int | None:
    """Calendar years between two periods: 0 where they share one, None where one is missing.

    >>> gap_years("2017", "2022")
    5
    >>> gap_years("2013/2017", "2015")
    0
    >>> gap_years("", "2022") is None
    True
    """
    one, two = period_bounds(first), period_bounds(second)
    if one is None or two is None:
        return None
    return max(0, two[0].year - one[1].year, one[0].year - two[1].year)


def overlaps(period: str, window: str) -> bool:
    """Whether a period shares a day with a window; no period shares none.

    >>> overlaps("2017", "2016/2018"), overlaps("2017", "2018/.."), overlaps("", "2017")
    (True, False, False)
    """
    one, two = period_bounds(period), period_bounds(window)
    return one is not None and two is not None and one[0] <= two[1] and two[0] <= one[1]


def period_words(period: str, period_basis: str, language: Language = "zh") -> str:
    """A period as a reader sees it: 约 before an inferred one, 无期 for none.

    >>> period_words("2013/2017", "text"), period_words("2022", "inferred")
    ('2013—2017', '约 2022')
    >>> period_words("", ""), period_words("2018/..", "text", "en")
    ('无期', 'since 2018')
    >>> period_words("2015-01/2015-06", "inferred")
    '约 2015 年 1—6 月'
    """
    if not period:
        return "无期" if language == "zh" else "no period"
    words = _interval_words(period, language)
    if period_basis != "inferred":
        return words
    return f"约 {words}" if language == "zh" else f"c. {words}"


def _interval_words(period: str, language: Language) -> str:
    start, _, end = period.partition("/")
    if not end:
        return start
    if end == "..":
        return f"{start} 年起" if language == "zh" else f"since {start}"
    same_year = start[:4] == end[:4] and len(start) == len(end) == len("2015-01")
    if same_year and language == "zh":
        return f"{start[:4]} 年 {int(start[5:])}—{int(end[5:])} 月"
    return f"{start}—{end}" if language == "zh" else f"{start}–{end}"
