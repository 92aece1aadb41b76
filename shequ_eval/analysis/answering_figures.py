"""Knows which actual figures answer a promise, and what the latest says on its day; fills no gap.

A figure of another unit, another `per` or another kind of change answers nothing, nor does one
that is known to count something else (登记 against 备案, a pilot against the whole zone). A figure
without a period is no ground for a verdict, and one from before the due day never makes a promise
missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from shequ_eval.analysis.intervals import Interval
from shequ_eval.vocabulary.periods import period_bounds

Row = dict[Any, Any]
UNSTATED = "unstated"
SAME = ("zone_id", "indicator_id", "unit", "per")
STATED = ("registration", "basis", "scope", "cumulative_over")
# A target says the level that is to be reached.
LEVEL = {"target": "level"}


def last_day(period: str) -> date | None:
    """The last day of which a period speaks; the first of one that is open; None for none.

    >>> last_day("2022"), last_day("2018/.."), last_day("")
    (datetime.date(2022, 12, 31), datetime.date(2018, 1, 1), None)
    """
    bounds = period_bounds(period)
    if bounds is None:
        return None
    return bounds[0] if bounds[1] == date.max else bounds[1]


def figures_that_answer(promise: Row, actual: pd.DataFrame) -> list[Row]:
    """The actual figures of what was promised, in the order of the table.

    `promise` and the rows of `actual` have the columns of observations; one that either side
    lacks is not compared.

    Examples
    --------
    >>> promise = {"zone_id": "east", "indicator_id": "orgs", "unit": "家", "per": "community"}
    >>> figures = pd.DataFrame([promise, promise | {"per": ""}, promise | {"unit": "人"}])
    >>> len(figures_that_answer(promise, figures))
    1
    """
    return [row for row in actual.to_dict("records") if _answers(promise, row)]


def _answers(promise: Row, row: Row) -> bool:
    def both(columns: Sequence[str]) -> list[tuple[str, str]]:
        return [(str(promise[c]), str(row[c])) for c in columns if c in promise and c in row]

    return (
        all(one == two for one, two in both(SAME))
        and all(LEVEL.get(one, one) == LEVEL.get(two, two) for one, two in both(["change"]))
        and all(_may_be_one(one, two) for one, two in both(STATED))
    )


def _may_be_one(one: str, two: str) -> bool:
    """Whether two statements of what is counted can be the same; unstated may be any, but one.

    >>> _may_be_one("登记", "备案"), _may_be_one("登记", "unstated"), _may_be_one("", "2013/2017")
    (False, True, False)
    """
    return one == two or (UNSTATED in (one, two) and "" not in (one, two))


def attainment(target: Interval, actual: Interval | None) -> str:
    """Whether an actual figure reaches a target's lower bound, with both sides' bounds.

    met where even the least the figure may be reaches it; not_met where even the most does not;
    cannot_be_told between; no_evidence without a figure. A target without a lower bound (at
    most) is turned round.

    >>> attainment(Interval(10, 10, None), Interval(12, 12, 12))
    'met'
    >>> attainment(Interval(10, 10, None), Interval(8, None, 11))
    'cannot_be_told'
    >>> attainment(Interval(10, 10, None), Interval(None, 9, 9))
    'not_met'
    >>> attainment(Interval(10, 10, None), None)
    'no_evidence'
    """
    if actual is None:
        return "no_evidence"
    if target.low is None:
        flipped = Interval(_minus(actual.high), _minus(actual.value), _minus(actual.low))
        return attainment(Interval(_minus(target.high), None, None), flipped)
    if actual.low is not None and actual.low >= target.low:
        return "met"
    if actual.high is not None and actual.high < target.low:
        return "not_met"
    return "cannot_be_told"


def _minus(number: float | None) -> float | None:
    return None if number is None else -number


def attained_when_due(
    target: Interval, actual: Interval | None, period: str, due: date | None
) -> str:
    """What a figure of a period says of a target that falls due on a day.

    As `attainment` where the figure speaks of the due day or a later one. Of an earlier one:
    met_before_due where it reaches a lower bound already, else not_measured_when_due, for there
    is time left. cannot_be_told without the figure's period; and where a target without a day is
    not reached, for nothing says that it should be by now.

    >>> goal, now = Interval(2000, 2000, None), Interval(1530, 1530, 1530)
    >>> attained_when_due(goal, now, "2022", date(2025, 12, 31))
    'not_measured_when_due'
    >>> attained_when_due(goal, now, "2025", date(2025, 12, 31))
    'not_met'
    >>> attained_when_due(goal, now, "", date(2025, 12, 31))
    'cannot_be_told'
    """
    told = attainment(target, actual)
    if actual is None:
        return told
    end = last_day(period)
    if end is None or (due is None and told == "not_met"):
        return "cannot_be_told"
    if due is None or end >= due:
        return told
    # NOTE: below an upper bound early on says nothing of the day when it falls due.
    early = told == "met" and target.low is not None
    return "met_before_due" if early else "not_measured_when_due"


def latest_of(figures: Sequence[Row]) -> list[Row]:
    """The figures whose period ends last, all where several do; undated ones where none is dated.

    >>> rows = [{"period": "2019"}, {"period": ""}, {"period": "2020/2022"}, {"period": "2022"}]
    >>> latest_of(rows)
    [{'period': '2020/2022'}, {'period': '2022'}]
    >>> latest_of(rows[1:2])
    [{'period': ''}]
    """
    ends = [last_day(str(row["period"])) for row in figures]
    last = max((end for end in ends if end is not None), default=None)
    return [row for row, end in zip(figures, ends, strict=True) if end == last]


def latest_verdict(
    target: Interval, figures: Sequence[Row], due: date | None
) -> tuple[str, Row | None]:
    """What the latest figures say of a target, and the one that is shown with the verdict.

    Two figures of one period that say different things leave it open: cannot_be_told.

    >>> rows = [{"low": n, "value": n, "high": n, "period": year}
    ...         for n, year in ((640, "2019"), (2010, "2025"), (1990, "2025"))]
    >>> goal, due = Interval(2000, 2000, None), date(2025, 12, 31)
    >>> [latest_verdict(goal, rows[:count], due)[0] for count in (0, 1, 2, 3)]
    ['no_evidence', 'not_measured_when_due', 'met', 'cannot_be_told']
    """
    latest = latest_of(figures)
    if not latest:
        return "no_evidence", None
    told = {
        attained_when_due(
            target, Interval.of(row["low"], row["value"], row["high"]), str(row["period"]), due
        )
        for row in latest
    }
    return told.pop() if len(told) == 1 else "cannot_be_told", latest[0]
