"""Knows what can be counted in the rows of a register, with bounds; takes no empty cell for no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from shequ_eval.analysis.intervals import Interval
from shequ_eval.vocabulary.registers import REGISTER_OF, STEPS, Measure

Registers = Mapping[str, pd.DataFrame]
Row = dict[Any, Any]
TRACES = ["mechanism_id", "state", "register", "rows"]
PANELS = ["review_id", "zone_id", "project_id", "stage", "experts", "low", "mean", "high"]


@dataclass(frozen=True)
class Counted:
    """A part and its whole as counted in a register, with bounds, and the register's name."""

    register: str
    part: Interval
    whole: Interval


def counted(registers: Registers, scheme_id: str, measure: Measure) -> Counted | None:
    """A share that a score may rest on, from the rows that name the scheme; None for no rows.

    A cell that the register leaves empty is unknown: it widens the bounds of the part and never
    counts as no. A project without a day of completion is not completed, as its column says.

    Examples
    --------
    Three projects: the first accepted and in time, the second late and not yet looked at, the
    third not completed, which may still be in time:

    >>> rows = pd.DataFrame(
    ...     [["s", "2020-05-01", "2020-06-01", "yes"], ["s", "2020-05-01", "2020-04-01", ""],
    ...      ["s", "", "2020-06-01", ""]],
    ...     columns=["scheme_id", "completed_on", "due_on", "accepted"])
    >>> found = counted({"projects": rows}, "s", "projects_completed")
    >>> found.part.value, found.whole.value
    (2.0, 3.0)
    >>> counted({"projects": rows}, "s", "projects_accepted").part
    Interval(low=1.0, value=None, high=2.0)
    >>> counted({"projects": rows}, "s", "projects_on_time").part
    Interval(low=1.0, value=None, high=2.0)
    >>> counted({"projects": rows}, "other", "projects_completed") is None
    True
    """
    register = REGISTER_OF[measure]
    table = registers.get(register)
    rows = pd.DataFrame() if table is None else table[table["scheme_id"].eq(scheme_id)]
    if rows.empty:
        return None
    part, whole = _sums(rows, measure) if register == "funds" else _projects(rows, measure)
    return None if whole.high == 0 else Counted(register, part, whole)


def _sums(rows: pd.DataFrame, measure: Measure) -> tuple[Interval, Interval]:
    part, whole = {
        "funds_paid_in": ("paid_in_yuan", "approved_yuan"),
        "funds_spent": ("spent_yuan", "paid_in_yuan"),
    }[measure]
    return _sum(rows[part]), _sum(rows[whole])


def _sum(amounts: pd.Series) -> Interval:
    """The sum of amounts; at least the known ones where some are not recorded."""
    known = float(amounts.sum())
    return Interval(known, None, None) if amounts.isna().any() else Interval(known, known, known)


def _projects(rows: pd.DataFrame, measure: Measure) -> tuple[Interval, Interval]:
    done = rows["completed_on"].ne("")
    if measure == "projects_completed":
        return _between(done, done & False), _all(rows)
    if measure == "projects_accepted":
        completed = rows[done]
        yes, unknown = completed["accepted"].eq("yes"), completed["accepted"].eq("")
        return _between(yes, unknown), _all(completed)
    dated = rows["due_on"].ne("")
    # NOTE: one that is not completed may be late or may have time left; the register cannot tell.
    return _between(done & dated & rows["completed_on"].le(rows["due_on"]), ~(done & dated)), _all(
        rows
    )


def _all(rows: pd.DataFrame) -> Interval:
    return Interval(float(len(rows)), float(len(rows)), float(len(rows)))


def _between(known: pd.Series, unknown: pd.Series) -> Interval:
    """At least the rows that are known to count, at most those that may count too."""
    low, high = float(known.sum()), float(known.sum() + unknown.sum())
    return Interval(low, low if low == high else None, high)


def register_traces(registers: Registers) -> pd.DataFrame:
    """Which state of which mechanism the rows of the registers trace, and how many rows do.

    Columns: mechanism_id, state, register, rows. A register never traces a rule. Carried out:
    projects begun, money paid in or spent, requests accepted, organisations listed. Evaluated:
    reviews, and projects with a day of evaluation. Has an effect: requests that were resolved
    and that the resident confirmed; an accepted project is an output and no effect.

    Examples
    --------
    >>> rows = pd.DataFrame({"mechanism_id": ["m35", "m35"], "accepted": ["yes", "yes"],
    ...                      "resolved": ["yes", ""], "confirmed": ["yes", ""]})
    >>> register_traces({"requests": rows})[["state", "rows"]].values.tolist()
    [['carried_out', 2], ['has_effect', 1]]
    """
    found: list[Row] = []
    for register, state, kept in _kept(registers):
        named = kept[kept["mechanism_id"].ne("")]
        for mechanism_id, rows in named.groupby("mechanism_id", sort=True):
            told = (str(mechanism_id), state, register, len(rows))
            found.append(dict(zip(TRACES, told, strict=True)))
    return pd.DataFrame(found, columns=TRACES)


def _kept(registers: Registers) -> list[tuple[str, str, pd.DataFrame]]:
    """The rows of each register that trace a state, by register and state."""
    kept: list[tuple[str, str, pd.DataFrame]] = []
    for name, rows in registers.items():
        if name == "projects":
            kept.append((name, "carried_out", rows[rows["started_on"].ne("")]))
            kept.append((name, "evaluated", rows[rows["evaluated_on"].ne("")]))
        if name == "funds":
            moved = rows["paid_in_yuan"].fillna(0).gt(0) | rows["spent_yuan"].fillna(0).gt(0)
            kept.append((name, "carried_out", rows[moved]))
        if name == "review":
            kept.append((name, "evaluated", rows))
        if name == "requests":
            kept.append((name, "carried_out", rows[rows["accepted"].eq("yes")]))
            confirmed = rows["resolved"].eq("yes") & rows["confirmed"].eq("yes")
            kept.append((name, "has_effect", rows[confirmed]))
        if name == "organisations":
            kept.append((name, "carried_out", rows))
    return kept


def steps_kept(projects: pd.DataFrame) -> pd.DataFrame:
    """How many projects of each zone left a trace of each of the six steps, and of all six.

    One row a zone: zone_id, projects, one column a step, all_six.

    Examples
    --------
    >>> first = dict.fromkeys(STEPS, "2020-01-01") | {"zone_id": "east"}
    >>> second = first | {"followed_up_on": ""}
    >>> kept = steps_kept(pd.DataFrame([first, second])).iloc[0]
    >>> int(kept["projects"]), int(kept["needs_on"]), int(kept["all_six"])
    (2, 2, 1)
    """
    traced = projects[list(STEPS)] != ""
    held = traced.assign(all_six=traced.all(axis=1), projects=True, zone_id=projects["zone_id"])
    counts = held.groupby("zone_id", sort=False).sum().astype(int).reset_index()
    return counts[["zone_id", "projects", *STEPS, "all_six"]]


def panels(review: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """Each review with a panel: how many experts, their lowest, mean and highest score.

    Columns: review_id, zone_id, project_id, stage, experts, low, mean, high, in the order of
    `review`. A review without scores has no row. The mean of few experts is no measurement:
    the number of experts always stands beside it.

    Examples
    --------
    >>> held = pd.DataFrame({"review_id": ["v1"], "zone_id": ["east"], "project_id": ["p1"],
    ...                      "stage": ["final"]})
    >>> told = pd.DataFrame({"review_id": ["v1", "v1"], "score": [80.0, 90.0]})
    >>> panel = panels(held, told).iloc[0]
    >>> int(panel["experts"]), float(panel["low"]), float(panel["mean"]), float(panel["high"])
    (2, 80.0, 85.0, 90.0)
    """
    by_review = scores.groupby("review_id")["score"]
    found = by_review.agg(experts="size", low="min", mean="mean", high="max").reset_index()
    return review.merge(found, on="review_id", how="inner")[PANELS]
