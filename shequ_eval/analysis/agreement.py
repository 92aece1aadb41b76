"""Knows how far two independent codings of the same documents agree; settles no dispute."""

from __future__ import annotations

import pandas as pd
from statsmodels.stats.inter_rater import cohens_kappa, to_table

CATEGORIES = ["status", "kind", "dimension", "change", "qualifier"]
# Coded alike by both only at the desk; elsewhere the second coder noted periods in her own words.
AT_THE_DESK = ["indicator_id", "period"]


def matched_codings(evidence: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Pairs of rows of the two codings whose spans overlap in the same document.

    Spans are half-open. A row overlapping several is matched with the one of the nearest start.
    Columns of the first coding carry the suffix `_first`, of the second `_second`.

    Examples
    --------
    >>> first = pd.DataFrame({"source_id": "s", "evidence_id": ["e1", "e2"], "start": [10, 50],
    ...                       "end": [14, 52]})
    >>> second = pd.DataFrame({"source_id": "s", "second_id": ["b1"], "start": [9], "end": [13]})
    >>> matched_codings(first, second)[["evidence_id", "second_id"]].values.tolist()
    [['e1', 'b1']]
    """
    crossed = evidence.merge(second, on="source_id", suffixes=("_first", "_second"))
    touching = crossed[
        (crossed["start_first"] < crossed["end_second"])
        & (crossed["start_second"] < crossed["end_first"])
    ]
    distance = (touching["start_first"] - touching["start_second"]).abs()
    ordered = touching.assign(distance=distance).sort_values(["distance", "start_first"])
    once = ordered.drop_duplicates("evidence_id").drop_duplicates("second_id")
    return once.sort_values(["source_id", "start_first"], ignore_index=True)


def within_second_reading(evidence: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """The rows of the first coding that lie in the passages which the second coder read.

    A passage runs from the first to the last span of the second coding in each document.

    Examples
    --------
    >>> first = pd.DataFrame({"source_id": "s", "evidence_id": ["e1", "e2"], "start": [10, 50],
    ...                       "end": [14, 52]})
    >>> second = pd.DataFrame({"source_id": "s", "second_id": ["b1"], "start": [9], "end": [13]})
    >>> within_second_reading(first, second)["evidence_id"].tolist()
    ['e1']
    """
    reach = second.groupby("source_id").agg(first=("start", "min"), last=("end", "max"))
    inside = evidence.join(reach, on="source_id", how="inner")
    kept = (inside["start"] >= inside["first"]) & (inside["start"] < inside["last"])
    return inside[kept].drop(columns=["first", "last"]).reset_index(drop=True)


def coding_agreement(evidence: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Agreement per coded column: matched rows, share that agree, Cohen's kappa.

    Computed from the two stored codings alone. Indicator and period have a row where some rows of
    the second coding name an indicator (`coders.with_indicators`), over those. `span` counts, of
    all rows that either coder found in the passages read twice, those that both found; it has no
    kappa, nor has `value` (a number is not a category). Kappa is missing where both coders used
    one category only.

    Examples
    --------
    Two rows of each coder, found in the same places; the second reads one status otherwise:

    >>> row = {"source_id": "s", "kind": "quantity", "dimension": "output", "change": "level",
    ...        "qualifier": "exact", "value": 3.0, "status": "actual", "start": 10, "end": 14}
    >>> late = row | {"start": 50, "end": 54}
    >>> first = pd.DataFrame([row | {"evidence_id": "e1"}, late | {"evidence_id": "e2"}])
    >>> second = pd.DataFrame([row | {"second_id": "b1"},
    ...                        late | {"second_id": "b2", "status": "planned"}])
    >>> found = coding_agreement(first, second).set_index("column")
    >>> found.loc[["span", "status"], ["agreed", "of"]].values.tolist()
    [[2, 2], [1, 2]]
    """
    pairs = matched_codings(evidence, second)
    found = len(within_second_reading(evidence, second)) + len(second) - len(pairs)
    rows = [_row("span", len(pairs), found, None), _value_row(pairs)]
    if "indicator_id" in second and second["indicator_id"].ne("").any():
        at_desk = pairs[pairs["indicator_id_second"].ne("")]
        rows += [_category_row(at_desk, column) for column in AT_THE_DESK]
    rows += [_category_row(pairs, column) for column in CATEGORIES]
    return pd.DataFrame(rows).astype({"agree_share": "Float64", "kappa": "Float64"})


def _row(column: str, agreed: int, of: int, kappa: float | None) -> dict[str, object]:
    share = agreed / of if of else None
    return {"column": column, "agreed": agreed, "of": of, "agree_share": share, "kappa": kappa}


def _value_row(pairs: pd.DataFrame) -> dict[str, object]:
    first, second = pairs["value_first"], pairs["value_second"]
    same = (first == second).fillna(False) | (first.isna() & second.isna())
    return _row("value", int(same.sum()), len(pairs), None)


def _category_row(pairs: pd.DataFrame, column: str) -> dict[str, object]:
    both = pairs[[f"{column}_first", f"{column}_second"]]
    same = int((both.iloc[:, 0] == both.iloc[:, 1]).sum())
    return _row(column, same, len(pairs), cohens_kappa_of(both))


def cohens_kappa_of(both: pd.DataFrame) -> float | None:
    """Cohen's kappa of two columns of categories; None where they hold one category only.

    Examples
    --------
    >>> table = pd.DataFrame({"first": list("aabb"), "second": list("abbb")})
    >>> cohens_kappa_of(table)
    0.5
    """
    categories = pd.unique(both.to_numpy().ravel())
    if len(categories) < 2:
        return None
    codes = pd.Categorical(both.to_numpy().ravel(), categories=categories).codes.reshape(-1, 2)
    counts, _ = to_table(codes)
    return float(cohens_kappa(counts, return_results=False))
