"""Knows the chain from a promise to what became of a recommendation; judges no link of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

Row = dict[Any, Any]
PROMISE = [
    "commitment_id", "zone_id", "kind", "title_zh", "title_en", "indicator_id", "evidence_id",
    "target_low", "target_value", "target_high", "unit", "by_when", "attainment",
    "actual_evidence",
]  # fmt: skip
FOLLOW_UP = [
    "recommendation_id", "recommendation", "made_on", "stage", "follow_up", "followed_up_on",
    "status", "who",
]  # fmt: skip
COLUMNS = [*PROMISE, "score", *FOLLOW_UP]
MOVES = ["commitment_id", "zone_id", "title_zh", "title_en", "attainment_then", "attainment_now"]
OUTCOMES = [
    "recommendation_id", "zone_id", "commitment_id", "recommendation", "made_on", "status",
    "follow_up", "followed_up_on", "who", "attainment_then", "attainment_now",
]  # fmt: skip


def build_chain(
    held: pd.DataFrame, followups: pd.DataFrame, scores: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Commitment → indicator → evidence → score → recommendation → follow-up, as one table.

    `held` are commitments as `hold_commitments` gives them; `scores` has zone_id, indicator_id
    and score, at most one a pair, or is None: the score is then empty, which is not zero. One
    row per commitment and recommendation; a commitment without one has a row with those columns
    empty. A recommendation that speaks of no commitment, or of one that is not in `held`, is
    kept at the end, with the zone that the follow-up names.

    Raises
    ------
    ValueError
        An indicator of a zone has two scores; names it.

    Examples
    --------
    >>> held = pd.DataFrame([dict.fromkeys(PROMISE, "") | {"commitment_id": "c1"}])
    >>> told = pd.DataFrame([dict.fromkeys(["commitment_id", "zone_id", *FOLLOW_UP], "")
    ...     | {"commitment_id": "c1", "recommendation_id": "r01", "status": "open"}])
    >>> build_chain(held, told)[["commitment_id", "recommendation_id", "status"]].values.tolist()
    [['c1', 'r01', 'open']]
    """
    promises = held[PROMISE].merge(_one_each(scores), on=["zone_id", "indicator_id"], how="left")
    told = followups[["commitment_id", "zone_id", *FOLLOW_UP]].sort_values(
        "recommendation_id", kind="stable"
    )
    joined = promises.merge(told.drop(columns="zone_id"), on="commitment_id", how="left")
    apart = told[~told["commitment_id"].isin(promises["commitment_id"])]
    rows = [*joined.to_dict("records"), *apart.to_dict("records")]
    return _filled(pd.DataFrame(rows, columns=COLUMNS))


def _one_each(scores: pd.DataFrame | None) -> pd.DataFrame:
    keys = ["zone_id", "indicator_id"]
    if scores is None:
        return pd.DataFrame(columns=[*keys, "score"], dtype=object)
    doubled = scores[scores.duplicated(keys)]
    if not doubled.empty:
        names = ", ".join(doubled["zone_id"] + " " + doubled["indicator_id"])
        raise ValueError(f"一项指标两个得分 two scores of one indicator: {names}")
    # NOTE: a task without an indicator must not take the score of another row without one.
    return scores.loc[scores["indicator_id"] != "", [*keys, "score"]]


def _filled(chain: pd.DataFrame) -> pd.DataFrame:
    """Words are "" where there are none; numbers stay missing."""
    numbers = {"target_low", "target_value", "target_high", "score"}
    words = [column for column in COLUMNS if column not in numbers]
    return chain.assign(**{column: chain[column].astype(object).fillna("") for column in words})


def recommendations_by(followups: pd.DataFrame, day: date) -> pd.DataFrame:
    """The recommendations as they stood on a day: made by then, and followed up by then or open.

    >>> told = pd.DataFrame([["r01", "2021-06-30", "done", "2022-01-31", "已改"]],
    ...     columns=["recommendation_id", "made_on", "status", "followed_up_on", "follow_up"])
    >>> recommendations_by(told, date(2021, 12, 31))["status"].tolist()
    ['open']
    >>> recommendations_by(told, date(2022, 12, 31))["status"].tolist()
    ['done']
    """
    made = followups[followups["made_on"].map(date.fromisoformat) <= day].reset_index(drop=True)
    later = made["followed_up_on"].map(lambda text: bool(text) and date.fromisoformat(text) > day)
    cleared = {"status": "open", "follow_up": "", "followed_up_on": "", "who": ""}
    columns = {
        name: made[name].mask(later, value) for name, value in cleared.items() if name in made
    }
    return made.assign(**columns)


def mid_term_outcomes(
    followups: pd.DataFrame, then: pd.DataFrame, now: pd.DataFrame
) -> pd.DataFrame:
    """What became of each recommendation of the mid-term evaluation, for the final one.

    `then` and `now` are the commitments held on the days of the two evaluations. Every
    recommendation of stage mid_term has a row, answered or not: an empty `follow_up` is no
    answer received. `attainment_then` and `attainment_now` are "" where it speaks of no
    commitment, and `attainment_then` also where `then` has no row of it.

    Examples
    --------
    >>> told = pd.DataFrame([["r01", "c1", "mid_term", "done"], ["r02", "", "final", "open"]],
    ...     columns=["recommendation_id", "commitment_id", "stage", "status"])
    >>> then = pd.DataFrame({"commitment_id": ["c1"], "attainment": ["not_yet_due"]})
    >>> now = then.assign(attainment="met")
    >>> mid_term_outcomes(told, then, now)[["attainment_then", "attainment_now"]].values.tolist()
    [['not_yet_due', 'met']]
    """
    before = then.set_index("commitment_id")["attainment"].to_dict()
    after = now.set_index("commitment_id")["attainment"].to_dict()
    made = followups[followups["stage"] == "mid_term"].sort_values("recommendation_id")
    rows: list[Row] = [
        row
        | {
            "attainment_then": before.get(row["commitment_id"], ""),
            "attainment_now": after.get(row["commitment_id"], ""),
        }
        for row in made.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=OUTCOMES)


def attainment_moves(then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """The commitments that stand otherwise now than at the mid-term, in the order of `now`.

    `then` and `now` are the same commitments held on two days. Columns: commitment_id, zone_id,
    title_zh, title_en, attainment_then, attainment_now.

    Examples
    --------
    >>> then = pd.DataFrame({"commitment_id": ["c1", "c2"], "attainment": ["not_yet_due", "met"]})
    >>> now = then.assign(attainment=["met", "met"], zone_id="east", title_zh="…", title_en="…")
    >>> attainment_moves(then, now)[["commitment_id", "attainment_now"]].values.tolist()
    [['c1', 'met']]
    """
    before = then[["commitment_id", "attainment"]]
    both = now.merge(before, on="commitment_id", suffixes=("_now", "_then"))
    return both.loc[both["attainment_then"].ne(both["attainment_now"]), MOVES].reset_index(
        drop=True
    )
