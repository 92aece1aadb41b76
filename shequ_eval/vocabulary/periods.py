"""Knows what a period in EDTF (ISO 8601-2) covers and how it is said; refuses to guess one."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from math import inf

from edtf import parse_edtf

Language = str
YEAR, MONTH = len("2015"), len("2015-06")
# NOTE: not calendar.month_abbr, which follows the locale of the machine.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


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
    """A period as a reader sees it: 约 before an inferred one, 未写时间 for none.

    >>> period_words("2013/2017", "text"), period_words("2022", "inferred")
    ('2013—2017', '约 2022')
    >>> period_words("", ""), period_words("", "", "en"), period_words("2018/..", "text", "en")
    ('未写时间', 'undated', 'since 2018')
    >>> period_words("2015-01/2015-06", "inferred")
    '约 2015 年 1—6 月'
    >>> period_words("2015-01/2015-06", "inferred", "en")
    'about Jan–Jun 2015'
    """
    if not period:
        return "未写时间" if language == "zh" else "undated"
    words = _interval_words(period, language)
    if period_basis != "inferred":
        return words
    return f"约 {words}" if language == "zh" else f"about {words}"


def _interval_words(period: str, language: Language) -> str:
    """An interval without its basis; an open end is said in words, never with two full stops.

    >>> _interval_words("2018-03/..", "zh"), _interval_words("../2018", "en")
    ('2018 年 3 月起', 'until 2018')
    >>> _interval_words("2015-11/2016-02", "en"), _interval_words("2015-11", "zh")
    ('Nov 2015–Feb 2016', '2015 年 11 月')
    """
    start, _, end = period.partition("/")
    first, last = _date_words(start, language), _date_words(end, language)
    if not end:
        return first
    # NOTE: a year alone has no 年 in a range, but needs it before 起 and after 至.
    if end == "..":
        unit = " 年" if len(start) == YEAR else ""
        return f"{first}{unit}起" if language == "zh" else f"since {first}"
    if start == "..":
        unit = " 年" if len(end) == YEAR else ""
        return f"至 {last}{unit}" if language == "zh" else f"until {last}"
    if start[:YEAR] == end[:YEAR] and _is_month(start) and _is_month(end):
        if language == "zh":
            return f"{start[:YEAR]} 年 {int(start[-2:])}—{int(end[-2:])} 月"
        return f"{_month(start)}–{last}"
    return f"{first}—{last}" if language == "zh" else f"{first}–{last}"


def _date_words(point: str, language: Language) -> str:
    """A month in words; a year, a day, a season and an open end stay as they are.

    >>> _date_words("2015-06", "en"), _date_words("2015-06", "zh"), _date_words("2015-06-30", "en")
    ('Jun 2015', '2015 年 6 月', '2015-06-30')
    """
    if not _is_month(point):
        return point
    if language == "zh":
        return f"{point[:YEAR]} 年 {int(point[-2:])} 月"
    return f"{_month(point)} {point[:YEAR]}"


def _is_month(point: str) -> bool:
    return len(point) == MONTH and point[-2:] in {f"{number:02d}" for number in range(1, 13)}


def _month(point: str) -> str:
    return MONTHS[int(point[-2:]) - 1]
