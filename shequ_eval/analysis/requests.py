"""Knows what to ask each zone for, and what each answer would unlock; asks for no opinion."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from shequ_eval.analysis.comparability import UNSTATED, compare_pairs, figures_to_compare
from shequ_eval.analysis.coverage import rows_to_cover
from shequ_eval.analysis.mechanisms import STATES
from shequ_eval.analysis.spans import open_span
from shequ_eval.vocabulary.codebook import Codebook

# What is missing of a figure: the kind of request -> (its column, what the cell then holds,
# the gate's reason that falls away when it is supplied).
OPEN_CELLS = {
    "period": ("period", "", "period_missing"),
    "registration": ("registration", UNSTATED, "registration_unstated"),
    "basis": ("basis", UNSTATED, "basis_unstated"),
    "scope": ("scope", UNSTATED, "scope_unstated"),
}
# The same for what is open about the span of a figure: the kind -> the gate's reason.
OPEN_SPANS = {"span": "span_unstated", "year_or_sum": "year_or_sum"}
KINDS = (
    "period", "span", "year_or_sum", "registration", "basis", "scope", "definition",
    "lost_number", "absent_family", "mechanism", "score",
)  # fmt: skip
COLUMNS = [
    "zone_id", "rank", "kind", "subject_id", "ask_for", "ask_for_en", "evidence_ids", "points",
    "comparisons", "opens", "cells", "unlocks",
]  # fmt: skip
Row = dict[Any, Any]


def build_requests(
    observations: pd.DataFrame,
    missing_numbers: pd.DataFrame,
    review: pd.DataFrame,
    mechanisms: pd.DataFrame,
    scores: pd.DataFrame,
    codebook: Codebook,
) -> pd.DataFrame:
    """What to ask each zone for, in order of what it would unlock; the zones in their order.

    `scores` are rows of `score_schemes`. `kind` is what is missing, `subject_id` the indicator,
    family, lost number, mechanism or row of a scheme, `ask_for` (and `ask_for_en`) the documents
    or what was lost.
    `points`: points of a scheme that the answer would make assessable. `comparisons`: pairs of
    figures from which it would take one reason (for a family: zones of the same tier whose
    figure it would stand beside). `opens`: those of them that nothing else holds back. `cells`:
    cells of the coverage matrix or of the ladder of mechanisms that it could fill. `unlocks` is
    the largest of points, comparisons and cells, which have no common unit and are never added
    up; by it `rank` counts from 1 in each zone; ties by opens, then kind.

    Examples
    --------
    A fund whose row of 8 points lacks its figure is asked for first, and nothing else is missing:

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> codebook = read_codebook(find_data_root())
    >>> seen = pd.DataFrame(columns=["zone_id", "absence", "status", "indicator_id", "family_id"])
    >>> seen.loc[0] = ["lishui", "not_published", "", "grids_basic", "grids"]
    >>> row = {"scheme_id": "fund", "row_id": "spent", "zone_id": "lishui", "points": 8.0,
    ...        "reason": "no_evidence", "needs_zh": "分年支出数", "evidence_ids": ""}
    >>> none, review = pd.DataFrame(), pd.DataFrame({"mechanism_id": [], "status": []})
    >>> asked = build_requests(seen, none, review, none, pd.DataFrame([row]), codebook)
    >>> asked[["subject_id", "points", "unlocks", "rank"]].values.tolist()
    [['fund.spent', 8.0, 8.0, 1]]
    """
    figures = figures_to_compare(observations, codebook)
    # NOTE: context evaluates nothing, so nobody is asked to complete it.
    figures = figures[figures["family_id"].isin(rows_to_cover(codebook, "family_id"))]
    pairs = compare_pairs(figures, codebook)
    held = _families_held(observations)
    rows = [
        *_open_cells(figures, pairs, codebook),
        *_lost(missing_numbers, held),
        *_absent(observations, held, codebook),
        *_mechanisms(review, mechanisms),
        *_scores(scores),
    ]
    return _ordered(rows, list(dict.fromkeys(observations["zone_id"])))


def _open_cells(figures: pd.DataFrame, pairs: pd.DataFrame, codebook: Codebook) -> Iterator[Row]:
    """Periods, spans, bases, scopes and definitions that figures leave open, by indicator."""
    undefined = set(codebook.comparability.undefined_bases)
    lacking: dict[str, tuple[Callable[[Row], bool], str]] = {
        kind: (_lacks(column, value), reason)
        for kind, (column, value, reason) in OPEN_CELLS.items()
    }
    for kind, reason in OPEN_SPANS.items():
        lacking[kind] = (_span_is(reason, codebook), reason)
    lacking["definition"] = (lambda row: row["indicator_id"] in undefined, "definition_unstated")
    for kind, (lacks, reason) in lacking.items():
        lacking_it = [lacks(row) for row in figures.to_dict("records")]
        open_figures = figures[pd.Series(lacking_it, index=figures.index, dtype=bool)]
        for key, group in open_figures.groupby(["zone_id", "indicator_id"], sort=True):
            ids = set(group["observation_id"])
            of_them = pairs[pairs["first"].isin(ids) | pairs["second"].isin(ids)]
            touched = [r for r in of_them["reasons"] if reason in r]
            yield _request(
                str(key[0]), kind, str(key[1]),
                evidence_ids=" ".join(group["evidence_ids"]),
                comparisons=len(touched),
                opens=sum(_nothing_else(reasons, reason, codebook) for reasons in touched),
            )  # fmt: skip


def _lacks(column: str, value: str) -> Callable[[Row], bool]:
    return lambda row: row[column] == value


def _span_is(reason: str, codebook: Codebook) -> Callable[[Row], bool]:
    return lambda row: open_span(row, codebook) == reason


def _nothing_else(reasons: tuple[str, ...], reason: str, codebook: Codebook) -> bool:
    """Whether a pair would be comparable, at least with a caveat, were this reason gone."""
    effects = codebook.comparability.reasons
    return all(effects[other] == "caveat" for other in reasons if other != reason)


def _families_held(observations: pd.DataFrame) -> set[tuple[str, str]]:
    actual = observations[observations["absence"].eq("") & observations["status"].eq("actual")]
    return set(zip(actual["zone_id"], actual["family_id"], strict=True))


def _lost(missing_numbers: pd.DataFrame, held: set[tuple[str, str]]) -> Iterator[Row]:
    """Counts and years that a document lost and that nobody could recover."""
    for row in missing_numbers.to_dict("records"):
        if row["type"] not in ("count", "year") or row["recovered"]:
            continue
        fills = bool(row["family_id"]) and (row["zone_id"], row["family_id"]) not in held
        yield _request(
            str(row["zone_id"]), "lost_number", str(row["missing_id"]),
            ask_for=str(row["what"]), ask_for_en=str(row.get("what_en", "")), cells=int(fills),
        )  # fmt: skip


def _absent(
    observations: pd.DataFrame, held: set[tuple[str, str]], codebook: Codebook
) -> Iterator[Row]:
    """Families of which a zone has no actual figure, though others have."""
    zones = list(dict.fromkeys(observations["zone_id"]))
    tiers = codebook.zones["tier"]
    for family in rows_to_cover(codebook, "family_id"):
        holders = [zone for zone in zones if (zone, family) in held]
        for zone in zones:
            if not holders or zone in holders:
                continue
            beside = [other for other in holders if tiers[other] == tiers[zone]]
            yield _request(zone, "absent_family", family, comparisons=len(beside), cells=1)


def _mechanisms(review: pd.DataFrame, mechanisms: pd.DataFrame) -> Iterator[Row]:
    """The documents of mechanisms that left no trace of any state."""
    traced = set(review.loc[review["status"].isin(["traced", "denied"]), "mechanism_id"])
    for row in mechanisms.to_dict("records"):
        if row["mechanism_id"] not in traced:
            yield _request(
                str(row["zone_id"]), "mechanism", str(row["mechanism_id"]),
                ask_for=str(row["data_needed"]), ask_for_en=str(row.get("data_needed_en", "")),
                cells=len(STATES),
            )  # fmt: skip


def _scores(scores: pd.DataFrame) -> Iterator[Row]:
    """The material of every row of a scheme that cannot be assessed, with its points."""
    for row in scores[scores["reason"].ne("")].to_dict("records"):
        yield _request(
            str(row["zone_id"]), "score", row_key(row["scheme_id"], row["row_id"]),
            ask_for=str(row["needs_zh"]), ask_for_en=str(row.get("needs_en", "")),
            evidence_ids=str(row["evidence_ids"]),
            points=float(row["points"]),
        )  # fmt: skip


def row_key(scheme_id: str, row_id: str) -> str:
    """The id of one row of one scheme.

    >>> row_key("service_fund", "paid_in")
    'service_fund.paid_in'
    """
    return f"{scheme_id}.{row_id}"


def _request(zone_id: str, kind: str, subject_id: str, **more: Any) -> Row:
    nothing: Row = {"points": 0.0, "comparisons": 0, "opens": 0, "cells": 0}
    words: Row = {"ask_for": "", "ask_for_en": "", "evidence_ids": ""}
    row: Row = {"zone_id": zone_id, "kind": kind, "subject_id": subject_id} | words | nothing | more
    return row | {"unlocks": float(max(row["points"], row["comparisons"], row["cells"]))}


def _ordered(rows: list[Row], zones: list[str]) -> pd.DataFrame:
    def place(row: Row) -> tuple[int, int, int, int, str]:
        kind = KINDS.index(row["kind"])
        return zones.index(row["zone_id"]), -row["unlocks"], -row["opens"], kind, row["subject_id"]

    ordered = sorted((row for row in rows if row["zone_id"] in zones), key=place)
    table = pd.DataFrame(ordered, columns=COLUMNS)
    return table.assign(rank=table.groupby("zone_id").cumcount() + 1)
