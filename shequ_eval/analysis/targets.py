"""Knows whether commitments were kept and standards met, where evidence allows; else why not."""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.analysis.answering_figures import (
    figures_that_answer,
    last_day,
    latest_of,
    latest_verdict,
)
from shequ_eval.analysis.comparability import figures_to_compare
from shequ_eval.analysis.intervals import Interval
from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.periods import overlaps, period_bounds

Row = dict[Any, Any]
COLUMNS = [
    "zone_id", "indicator_id", "target_low", "target_value", "target_high", "unit", "per",
    "due", "due_basis", "evidence_ids", "doubt", "actual_low", "actual_value", "actual_high",
    "actual_period", "actual_period_basis", "actual_evidence", "attainment", "standard_id",
    "standard_label", "standard_note", "standard_low", "standard_high", "standard_verified",
    "against_standard",
]  # fmt: skip


def hold_targets(
    observations: pd.DataFrame, standards: pd.DataFrame, codebook: Codebook
) -> pd.DataFrame:
    """Every commitment (planned figure) beside the actual figure and the standard in force.

    One row per commitment and standard bound (one without, where no standard speaks of the
    indicator). The actual figure is the latest of the same zone, indicator, unit and `per`, and
    `attainment` is what it says on the due day (`answering_figures.attained_when_due`):
    no_evidence where only the plan exists, for nothing is computed from plans. `against_standard`
    compares the promise with the standard: equal, above, below, part_below (the standard is a
    mean over more than the promise speaks of, so that one class below it breaks nothing),
    not_comparable (units differ), or not_in_force where the standard did not apply at the due
    date. A class that equals or exceeds such a mean is part_equal or part_above: one class says
    nothing of the mean of all. A promise without a date is promise_undated: no standard is held
    against it. Context, such as how long an experiment lasts, is no commitment, and buckets that
    are never compared are left out.

    Examples
    --------
    500 square metres are promised by 2020 and no actual figure is known:

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> codebook = read_codebook(find_data_root())
    >>> plan = {"zone_id": "jiexiu", "indicator_id": "facility_area_per_community_sqm",
    ...         "status": "planned", "absence": "", "low": 500, "value": 500, "high": None,
    ...         "unit": "平方米", "per": "", "period": "2020", "period_basis": "text", "doubt": "",
    ...         "evidence_ids": "jiexiu-0001", "dimension": "output"}
    >>> none = pd.DataFrame(columns=["indicator_id"])
    >>> held = hold_targets(pd.DataFrame([plan]), none, codebook)
    >>> held[["target_low", "attainment", "against_standard"]].values.tolist()
    [[500.0, 'no_evidence', '']]
    """
    stated = figures_to_compare(observations, codebook)
    planned = stated[stated["status"].eq("planned") & stated["dimension"].ne("context")]
    actual = stated[stated["status"] == "actual"]
    rows = [
        row
        for record in planned.to_dict("records")
        for row in _rows(record, actual, standards[standards["indicator_id"] != ""])
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _rows(record: Row, actual: pd.DataFrame, standards: pd.DataFrame) -> list[Row]:
    target = Interval.of(record["low"], record["value"], record["high"])
    due = last_day(str(record["period"]))
    verdict, found = latest_verdict(target, figures_that_answer(record, actual), due)
    figure = Interval(None, None, None) if found is None else _of(found)
    base = {
        "zone_id": record["zone_id"],
        "indicator_id": record["indicator_id"],
        "target_low": target.low,
        "target_value": target.value,
        "target_high": target.high,
        "unit": record["unit"],
        "per": record["per"],
        "due": record["period"],
        "due_basis": record["period_basis"],
        "evidence_ids": record["evidence_ids"],
        "doubt": record["doubt"],
        "actual_low": figure.low,
        "actual_value": figure.value,
        "actual_high": figure.high,
        "actual_period": "" if found is None else found["period"],
        "actual_period_basis": "" if found is None else found.get("period_basis", ""),
        "actual_evidence": "" if found is None else found["evidence_ids"],
        "attainment": verdict,
    }
    applied = standards[standards["indicator_id"] == record["indicator_id"]]
    if applied.empty:
        return [base | _no_standard()]
    return [base | _against(target, record, rule) for rule in applied.to_dict("records")]


def _of(row: Row) -> Interval:
    return Interval.of(row["low"], row["value"], row["high"])


def _no_standard() -> Row:
    words = dict.fromkeys(["standard_id", "standard_label", "standard_note"], "")
    return words | {
        "standard_low": None,
        "standard_high": None,
        "standard_verified": "",
        "against_standard": "",
    }


def _against(target: Interval, record: Row, rule: Row) -> Row:
    return {
        "standard_id": rule["standard_id"],
        "standard_label": rule["number"] or rule["document"],
        "standard_note": rule["per_note"],
        "standard_low": None if pd.isna(rule["low"]) else rule["low"],
        "standard_high": None if pd.isna(rule["high"]) else rule["high"],
        "standard_verified": rule["verified"],
        "against_standard": _comparison(target, record, rule),
    }


def _comparison(target: Interval, record: Row, rule: Row) -> str:
    if period_bounds(str(record["period"])) is None:
        return "promise_undated"
    if not in_force(rule, str(record["period"])):
        return "not_in_force"
    if rule["unit"] != record["unit"] or pd.isna(rule["low"]) or target.low is None:
        return "not_comparable"
    least = float(str(rule["low"]))
    side = "below" if target.low < least else "equal" if target.low == least else "above"
    return f"part_{side}" if rule["mean_over_more"] else side


def in_force(rule: Row, period: str) -> bool:
    """Whether a standard applied at some day of a period; never without a date on either side.

    >>> rule = {"effective": "2021-12-27", "until": "2025-12-31"}
    >>> in_force(rule, "2017"), in_force(rule, "2022"), in_force(rule, "")
    (False, True, False)
    """
    if not rule["effective"] or period_bounds(period) is None:
        return False
    return overlaps(period, f"{rule['effective']}/{rule['until'] or '..'}")


def hold_standards(
    observations: pd.DataFrame, standards: pd.DataFrame, zones: pd.DataFrame
) -> pd.DataFrame:
    """Every dated standard bound against each zone's actual figure of its indicator.

    The figures are those of the bound's unit. `result` is what the latest of them in the
    standard's time says of the bound; a bound whose time ends is a goal for that end, so that an
    earlier figure below it is not_measured_when_due. Where all figures lie outside that time it
    is not_in_force; where one is undated and none inside, undated: it cannot be set against it.
    Without an actual figure it is no_evidence, or not_in_force where the years that the zone's
    document speaks of (`facts_period`) all lie outside that time.

    Examples
    --------
    At least 30 in force from 2021: 35 in 2022 meets it, 35 in 2017 is not judged by it.

    >>> rule = {"standard_id": "s", "number": "…", "document": "…", "title_zh": "…",
    ...         "title_en": "…", "per_note": "", "effective": "2021-12-27", "until": "",
    ...         "verified": "read", "indicator_id": "area", "low": 30.0, "unit": "平方米"}
    >>> figure = {"zone_id": "east", "indicator_id": "area", "status": "actual", "absence": "",
    ...           "low": 35, "value": 35, "high": 35, "evidence_ids": "east-0001"}
    >>> zones = pd.DataFrame({"zone_id": ["east"], "facts_period": ["2017/2022"]})
    >>> [hold_standards(pd.DataFrame([figure | {"period": year}]), pd.DataFrame([rule]), zones)
    ...  ["result"].item() for year in ("2022", "2017")]
    ['met', 'not_in_force']
    """
    actual = observations[(observations["absence"] == "") & (observations["status"] == "actual")]
    bounds = standards[(standards["indicator_id"] != "") & (standards["effective"] != "")]
    rows = [
        _held(rule, zone, actual)
        for rule in bounds.to_dict("records")
        for zone in zones.to_dict("records")
    ]
    columns = [
        "standard_id", "standard_label", "title_zh", "title_en", "standard_note", "effective",
        "until", "verified", "indicator_id", "zone_id", "low", "unit", "evidence_ids", "result",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _held(rule: Row, zone: Row, actual: pd.DataFrame) -> Row:
    zone_id = str(zone["zone_id"])
    bound = {
        "zone_id": zone_id,
        "indicator_id": rule["indicator_id"],
        "unit": rule["unit"],
        "change": "level",
        "scope": "whole_zone",
    }
    found = figures_that_answer(bound, actual)
    result, shown = _result(rule, found, str(zone["facts_period"]))
    return {
        "standard_id": rule["standard_id"],
        "standard_label": rule["number"] or rule["document"],
        "title_zh": rule["title_zh"],
        "title_en": rule["title_en"],
        "standard_note": rule["per_note"],
        "effective": rule["effective"],
        "until": rule["until"],
        "verified": rule["verified"],
        "indicator_id": rule["indicator_id"],
        "zone_id": zone_id,
        "low": rule["low"],
        "unit": rule["unit"],
        "evidence_ids": "" if shown is None else shown["evidence_ids"],
        "result": result,
    }


def _result(rule: Row, found: list[Row], facts_period: str) -> tuple[str, Row | None]:
    """The result, and the figure on which it rests."""
    if not found:
        apart = bool(facts_period) and not in_force(rule, facts_period)
        return ("not_in_force" if apart else "no_evidence"), None
    inside = [row for row in found if in_force(rule, str(row["period"]))]
    if inside:
        # NOTE: the standards with an end (国办发〔2021〕56号, 民发〔2017〕191号) set goals for it.
        end = last_day(str(rule["until"] or ""))
        goal = Interval.of(rule["low"], None, None)
        return latest_verdict(goal, inside, end)
    undated = [row for row in found if not row["period"]]
    return ("undated", undated[0]) if undated else ("not_in_force", latest_of(found)[0])
