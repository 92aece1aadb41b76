"""Knows how each registered promise stands on a given day; never asks the clock what day it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from shequ_eval.analysis.comparability import figures_to_compare
from shequ_eval.analysis.intervals import Interval
from shequ_eval.analysis.targets import attainment
from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.periods import period_bounds

Row = dict[Any, Any]
UNSTATED = "unstated"
UNLISTED = "unlisted"
COLUMNS = [
    "commitment_id", "zone_id", "kind", "mechanism_id", "indicator_id", "evidence_id", "title_zh",
    "title_en", "target_low", "target_value", "target_high", "unit", "by_when", "due_day",
    "clause", "actual_low", "actual_value", "actual_high", "actual_period", "actual_evidence",
    "attainment",
]  # fmt: skip


def due_day(by_when: str) -> date | None:
    """The day on which a promise can first be judged, or None where no date is stated.

    A promise by a period is due on its last day; one from a day on (`2018/..`) on its first.

    >>> due_day("2020"), due_day("2018/.."), due_day("unstated")
    (datetime.date(2020, 12, 31), datetime.date(2018, 1, 1), None)
    """
    bounds = None if by_when == UNSTATED else period_bounds(by_when)
    if bounds is None:
        return None
    return bounds[0] if bounds[1] == date.max else bounds[1]


def attained_by(
    target: Interval, actual: Interval | None, due: date | None, as_of: date, judges: bool = True
) -> str:
    """Whether a promise was kept, seen on the day `as_of`.

    not_yet_due before the day on which it falls due, whatever is known then; after it as
    `targets.attainment`; cannot_be_told where there is a figure that does not speak of the due
    date (`judges` is False): earlier, or without a period.

    >>> ten, twelve = Interval(10, 10, None), Interval(12, 12, 12)
    >>> attained_by(ten, twelve, date(2020, 12, 31), date(2019, 6, 30))
    'not_yet_due'
    >>> attained_by(ten, twelve, date(2020, 12, 31), date(2021, 6, 30))
    'met'
    >>> attained_by(ten, twelve, date(2020, 12, 31), date(2021, 6, 30), judges=False)
    'cannot_be_told'
    >>> attained_by(ten, None, None, date(2021, 6, 30))
    'no_evidence'
    """
    if due is not None and as_of < due:
        return "not_yet_due"
    if actual is not None and not judges:
        return "cannot_be_told"
    return attainment(target, actual)


def hold_commitments(
    commitments: pd.DataFrame,
    observations: pd.DataFrame,
    codebook: Codebook,
    as_of: date | None,
) -> pd.DataFrame:
    """Every registered promise beside the actual figure that answers it, as it stood on `as_of`.

    One row per commitment, in the register's order. The figure is the latest actual one of the
    same zone, indicator and unit whose period ends by `as_of`; an undated one only where there
    is none with a period. An indicator that is never compared, a bucket of unlike things, answers
    no promise. `attainment`: met, not_met, cannot_be_told, no_evidence or
    not_yet_due. A task or milestone has no figure: it is no_evidence once due; one of which the
    source lists no contents (`unlisted`) is not_stated, for nothing could show it done. Where
    `as_of` is None nothing was evaluated, and nothing is held.

    Examples
    --------
    500 square metres were promised by the end of 2020, and 520 measured then:

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> of = {"zone_id": "east", "indicator_id": "facility_area_per_community_sqm",
    ...       "unit": "平方米"}
    >>> promise = of | {"commitment_id": "east-c01", "evidence_id": "", "by_when": "2020",
    ...                 "low": 500, "value": 500, "high": None}
    >>> figure = of | {"observation_id": "e1", "status": "actual", "absence": "", "period": "2020",
    ...                "low": 520, "value": 520, "high": 520, "evidence_ids": "east-0001"}
    >>> given = pd.DataFrame([promise]), pd.DataFrame([figure]), read_codebook(find_data_root())
    >>> [hold_commitments(*given, date(year, 12, 31))["attainment"].item()
    ...  for year in (2019, 2020)]
    ['not_yet_due', 'met']
    """
    if as_of is None:
        return pd.DataFrame(columns=COLUMNS)
    figures = figures_to_compare(observations, codebook)
    actual = figures[figures["status"].eq("actual")]
    rows = [_row(record, actual, as_of) for record in commitments.to_dict("records")]
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(record: Row, actual: pd.DataFrame, as_of: date) -> Row:
    target = Interval.of(record["low"], record["value"], record["high"])
    due = due_day(str(record["by_when"]))
    found = _answer(record, actual, as_of)
    figure = None if found is None else Interval.of(found["low"], found["value"], found["high"])
    judges = found is not None and _speaks_of(str(found["period"]), due)
    return {
        **{key: record[key] for key in COLUMNS if key in record},
        "target_low": target.low,
        "target_value": target.value,
        "target_high": target.high,
        "due_day": due,
        "actual_low": figure.low if figure else None,
        "actual_value": figure.value if figure else None,
        "actual_high": figure.high if figure else None,
        "actual_period": "" if found is None else found["period"],
        "actual_evidence": "" if found is None else found["evidence_ids"],
        "attainment": "not_stated"
        if record.get("kind") == UNLISTED
        else attained_by(target, figure, due, as_of, judges),
    }


def _answer(record: Row, actual: pd.DataFrame, as_of: date) -> Row | None:
    """The latest actual figure of what was promised that could be known on the day."""
    if not record["indicator_id"]:
        return None
    found = actual[
        actual["zone_id"].eq(record["zone_id"])
        & actual["indicator_id"].eq(record["indicator_id"])
        & actual["unit"].eq(record["unit"])
    ]
    known = [row for row in found.to_dict("records") if _end(row) <= as_of]
    return max(known, key=lambda row: (_end(row), str(row["observation_id"])), default=None)


def _end(row: Row) -> date:
    bounds = period_bounds(str(row["period"]))
    return date.min if bounds is None else bounds[1]


def _speaks_of(period: str, due: date | None) -> bool:
    """Whether a figure of this period can answer a promise that was due on a day."""
    if due is None:
        return True
    bounds = period_bounds(period)
    return bounds is not None and bounds[1] >= due
