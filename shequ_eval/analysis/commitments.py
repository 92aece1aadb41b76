"""Knows how each registered promise stands on a given day; never asks the clock what day it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from shequ_eval.analysis.answering_figures import (
    STATED,
    UNSTATED,
    figures_that_answer,
    last_day,
    latest_verdict,
)
from shequ_eval.analysis.comparability import figures_to_compare
from shequ_eval.analysis.intervals import Interval
from shequ_eval.vocabulary.codebook import Codebook

Row = dict[Any, Any]
UNLISTED = "unlisted"
# What the planned figure says of its kind and the register does not.
LINKED = ("per", "change", *STATED)
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
    return None if by_when == UNSTATED else last_day(by_when)


def attained_by(
    target: Interval, figures: Sequence[Row], due: date | None, as_of: date
) -> tuple[str, Row | None]:
    """Whether a promise was kept, seen on the day `as_of`, and the figure that says so.

    not_yet_due before the day on which it falls due, whatever is known then; after it as
    `answering_figures.latest_verdict`.

    >>> twelve = [{"low": 12, "value": 12, "high": 12, "period": "2018"}]
    >>> due, ten = date(2020, 12, 31), Interval(10, 10, None)
    >>> [attained_by(ten, twelve, due, date(year, 6, 30))[0] for year in (2019, 2021)]
    ['not_yet_due', 'met_before_due']
    >>> attained_by(ten, [], None, date(2021, 6, 30))
    ('no_evidence', None)
    """
    verdict, shown = latest_verdict(target, figures, due)
    return ("not_yet_due" if due is not None and as_of < due else verdict), shown


def hold_commitments(
    commitments: pd.DataFrame,
    observations: pd.DataFrame,
    codebook: Codebook,
    as_of: date | None,
) -> pd.DataFrame:
    """Every registered promise beside the actual figure that answers it, as it stood on `as_of`.

    One row per commitment, in the register's order. The figure is the latest actual one of what
    was promised (`answering_figures.figures_that_answer`, with the columns of the planned figure
    that the register names) whose period ends by `as_of`; an undated one only where there is none
    with a period. An indicator that is never compared, a bucket of unlike things, answers no
    promise. `attainment`: met, met_before_due, not_met, not_measured_when_due, cannot_be_told,
    no_evidence or not_yet_due. A task or milestone has no figure: it is no_evidence once due; one
    of which the source lists no contents (`unlisted`) is not_stated, for nothing could show it
    done. Where `as_of` is None nothing was evaluated, and nothing is held.

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
    planned = {
        row["evidence_ids"]: {key: row[key] for key in LINKED if key in row}
        for row in figures[figures["status"].eq("planned")].to_dict("records")
    }
    rows = [
        _row(record, planned.get(record["evidence_id"], {}), actual, as_of)
        for record in commitments.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(record: Row, planned: Row, actual: pd.DataFrame, as_of: date) -> Row:
    target = Interval.of(record["low"], record["value"], record["high"])
    due = due_day(str(record["by_when"]))
    known = _known(record, planned, actual, as_of)
    verdict, found = attained_by(target, known, due, as_of)
    figure = None if found is None else Interval.of(found["low"], found["value"], found["high"])
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
        "attainment": "not_stated" if record.get("kind") == UNLISTED else verdict,
    }


def _known(record: Row, planned: Row, actual: pd.DataFrame, as_of: date) -> list[Row]:
    """The actual figures of what was promised that could be known on the day, in a fixed order."""
    if not record["indicator_id"]:
        return []
    promise = {key: record[key] for key in ("zone_id", "indicator_id", "unit")} | planned
    known = [
        row
        for row in figures_that_answer(promise, actual)
        if (last_day(str(row["period"])) or date.min) <= as_of
    ]
    return sorted(known, key=lambda row: str(row["observation_id"]), reverse=True)
