"""Knows what can be known at all: which cell of rows × zones holds a figure, and of what kind."""

from __future__ import annotations

from datetime import date

import pandas as pd

from shequ_eval.analysis.answering_figures import last_day
from shequ_eval.vocabulary.codebook import Codebook

DIMENSIONS = ("input", "process", "output", "outcome", "satisfaction")
LEFT_OUT = ("context", "never_compared")
STATE_ORDER = [
    "actual",
    "standard",
    "planned",
    "masked_in_source",
    "not_applicable",
    "not_published",
]


def coverage_matrix(
    observations: pd.DataFrame,
    missing_numbers: pd.DataFrame,
    row_ids: list[str],
    level: str = "family_id",
) -> pd.DataFrame:
    """The state of every cell rows × zones, long.

    `level` is family_id or indicator_id; `row_ids` gives the rows, in order. A cell with several
    figures shows one: actual before standard before planned, a stated number before a vague word,
    a figure with a period before one without, and of these the latest. Columns: row_id, zone_id,
    state, evidence_grade, period, period_basis, vague, doubted, n (figures in the cell),
    other_periods (of how many other periods the same indicator has such a figure). A cell
    without a figure is masked_in_source where the document lost its number, else not_published
    (or not_applicable). A count of cells is a count of what was published, never a score.

    Examples
    --------
    >>> row = {"observation_id": "o1", "zone_id": "a", "indicator_id": "i1", "absence": "",
    ...        "status": "planned", "qualifier": "exact", "period": "", "period_basis": "",
    ...        "evidence_grade": "C", "doubt": "", "family_id": "f1"}
    >>> figures = pd.DataFrame([row, row | {"observation_id": "o2", "status": "actual"}])
    >>> lost = pd.DataFrame({"family_id": ["f2"], "zone_id": ["a"]})
    >>> coverage_matrix(figures, lost, ["f1", "f2", "f3"])[["state", "n"]].values.tolist()
    [['actual', 2], ['masked_in_source', 0], ['not_published', 0]]
    """
    zones = list(dict.fromkeys(observations["zone_id"]))
    cells = dict(list(_ranked(observations).groupby([level, "zone_id"], sort=False)))
    lost = set(zip(missing_numbers[level], missing_numbers["zone_id"], strict=True))
    rows = [
        {"row_id": row_id, "zone_id": zone_id}
        | _cell(cells.get((row_id, zone_id)), (row_id, zone_id) in lost)
        for row_id in row_ids
        for zone_id in zones
    ]
    return pd.DataFrame(rows)


def _ranked(observations: pd.DataFrame) -> pd.DataFrame:
    state = observations["absence"].where(observations["absence"] != "", observations["status"])
    return observations.assign(
        state=state,
        state_rank=state.map({name: rank for rank, name in enumerate(STATE_ORDER)}),
        vague=observations["qualifier"].eq("vague"),
        undated=observations["period"].eq("") & observations["absence"].eq(""),
        age=[-(last_day(str(period)) or date.min).toordinal() for period in observations["period"]],
    ).sort_values(["state_rank", "vague", "undated", "age", "observation_id"])


def _cell(here: pd.DataFrame | None, lost: bool) -> dict[str, object]:
    empty = {"evidence_grade": "", "period": "", "period_basis": "", "vague": False}
    figures = None if here is None else here[here["absence"] == ""]
    if figures is None or figures.empty:
        nothing = {"n": 0, "other_periods": 0, "doubted": False}
        return nothing | {"state": _empty_state(here, lost)} | empty
    shown = figures.iloc[0]
    doubted = "status" in str(shown["doubt"]).split()
    alike = figures["indicator_id"].eq(shown["indicator_id"]) & figures["state"].eq(shown["state"])
    others = set(figures.loc[alike, "period"]) - {"", shown["period"]}
    told = {"n": len(figures), "state": shown["state"], "doubted": doubted}
    told["other_periods"] = len(others)
    return told | {key: shown[key] for key in empty}


def _empty_state(here: pd.DataFrame | None, lost: bool) -> str:
    if lost:
        return "masked_in_source"
    states = set() if here is None else set(here["state"])
    return "not_applicable" if states == {"not_applicable"} else "not_published"


def actual_counts(coverage: pd.DataFrame) -> pd.Series:
    """How many rows of the matrix hold an actual figure, per zone; a count, not a score.

    >>> matrix = pd.DataFrame({"row_id": ["f1", "f1", "f2"], "zone_id": ["a", "b", "a"],
    ...                        "state": ["actual", "planned", "actual"]})
    >>> actual_counts(matrix).to_dict()
    {'a': 2, 'b': 0}
    """
    held = coverage.assign(held=coverage["state"].eq("actual"))
    return held.groupby("zone_id", sort=False)["held"].sum()


def zones_per_row(coverage: pd.DataFrame) -> pd.Series:
    """For each row, in how many zones an actual figure exists.

    >>> matrix = pd.DataFrame({"row_id": ["f1", "f1", "f2"], "zone_id": ["a", "b", "a"],
    ...                        "state": ["actual", "planned", "actual"]})
    >>> zones_per_row(matrix).to_dict()
    {'f1': 1, 'f2': 1}
    """
    held = coverage[coverage["state"] == "actual"]
    rows = coverage["row_id"].drop_duplicates()
    return held.groupby("row_id")["zone_id"].nunique().reindex(rows, fill_value=0)


def rows_to_cover(
    codebook: Codebook, level: str, observations: pd.DataFrame | None = None
) -> list[str]:
    """The rows of a coverage matrix: families, or indicators that hold a figure in some zone.

    Context and buckets that are never compared are left out: they evaluate nothing.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> codebook = read_codebook(find_data_root())
    >>> held = pd.DataFrame({"indicator_id": ["grids_basic", "procedure_steps"], "absence": ""})
    >>> rows_to_cover(codebook, "indicator_id", held)
    ['grids_basic']
    """
    table = codebook.families if level == "family_id" else codebook.indicators
    family = codebook.families["dimension"]
    dimensions = table["family_id"].map(family)
    kept = table[~table["family_id"].isin(LEFT_OUT) & dimensions.isin(DIMENSIONS)]
    rows = [str(key) for key in kept.index]
    if observations is None:
        return rows
    held = set(observations.loc[observations["absence"] == "", level])
    return [key for key in rows if key in held]
