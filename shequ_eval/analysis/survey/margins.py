"""Knows how known totals become margins of a sample, and why they could not be met; moves none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, hstack

from shequ_eval.analysis.survey.calibration import Margins
from shequ_eval.analysis.survey.coding import FloatArray
from shequ_eval.analysis.survey.measures import label_text
from shequ_eval.evidence.findings import DataError, Finding

SUMS_AGREE = 1e-6  # relative difference up to which margins are taken to sum to one population


@dataclass(frozen=True)
class GroupTotals:
    """Known sizes of groups: the columns whose labels make a group, and rows (*labels, total)."""

    columns: tuple[str, ...]
    totals: pd.DataFrame


def margins_of(
    data: pd.DataFrame,
    groups: Sequence[GroupTotals],
    sums: dict[str, float],
    population: float | None = None,
    file: str = "data",
) -> Margins:
    """Margins from sizes of groups, totals of numeric columns and the size of the population.

    Raises
    ------
    DataError
        Every fault at once: a row without a label or a number; a group in the sample without a
        known total, or with one and not in the sample; sizes that sum to different populations.
    """
    faults: list[Finding] = []
    parts: list[csr_array] = []
    totals: list[FloatArray] = []
    names: list[str] = []
    for group in groups:
        part, known, labels = _group(data, group, file, faults)
        parts, totals, names = [*parts, part], [*totals, known], [*names, *labels]
    for column, total in sums.items():
        parts.append(csr_array(_numbers(data, column, file, faults)[:, None]))
        totals.append(np.array([total]))
        names.append(column)
    if population is not None:
        parts.append(csr_array(np.ones((len(data), 1))))
        totals.append(np.array([population]))
        names.append("population")
    faults += _unequal_sums(groups, population, file)
    if faults:
        raise DataError(faults)
    rows = csr_array(hstack(parts, format="csr"))
    return Margins(rows, np.concatenate(totals), tuple(names))


def _group(
    data: pd.DataFrame, group: GroupTotals, file: str, faults: list[Finding]
) -> tuple[csr_array, FloatArray, list[str]]:
    name = " × ".join(group.columns)
    known = group.totals.assign(
        key=_keys(group.totals, group.columns), total=pd.to_numeric(group.totals["total"])
    ).sort_values("key")
    keys, missing = _keys(data, group.columns), data[list(group.columns)].isna().any(axis=1)
    place = pd.Index(known["key"]).get_indexer(pd.Index(keys))
    for row in np.flatnonzero(missing)[:20]:
        faults.append(_fault(file, int(row) + 2, name, "missing", "", "标签 a label"))
    for key in sorted(set(keys[(place < 0) & ~missing])):
        faults.append(_fault(file, None, name, "no_known_total", key, "总数 a known total"))
    absent = known[~known["key"].isin(keys[~missing]) & known["total"].ne(0)]
    for key in absent["key"]:
        faults.append(
            _fault(file, None, name, "group_not_in_sample", key, "样本中有此组 in the sample")
        )
    rows = np.flatnonzero(place >= 0)
    shape = (len(data), len(known))
    part = csr_array((np.ones(len(rows)), (rows, place[rows])), shape=shape)
    return part, known["total"].to_numpy(float), [f"{name}={key}" for key in known["key"]]


def _keys(table: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """The labels of a row as one text; 1, 1.0 and "1" are one label."""
    texts = [table[column].map(label_text).reset_index(drop=True) for column in columns]
    joined = texts[0]
    for text in texts[1:]:
        joined = joined + " × " + text
    return joined


def _numbers(data: pd.DataFrame, column: str, file: str, faults: list[Finding]) -> FloatArray:
    values = pd.to_numeric(data[column], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    for row in np.flatnonzero(~np.isfinite(values))[:20]:
        found = str(data[column].iloc[row])
        faults.append(_fault(file, int(row) + 2, column, "not_a_number", found, "数字 a number"))
    return values


def _unequal_sums(
    groups: Sequence[GroupTotals], population: float | None, file: str
) -> list[Finding]:
    sizes = {" × ".join(g.columns): float(pd.to_numeric(g.totals["total"]).sum()) for g in groups}
    if population is not None:
        sizes["population"] = population
    if len(sizes) < 2 or max(sizes.values()) - min(sizes.values()) <= SUMS_AGREE * max(
        sizes.values()
    ):
        return []
    found = ", ".join(f"{name} {size:.10g}" for name, size in sizes.items())
    return [_fault(file, None, "", "margins_disagree", found, "同一总体 one population")]


def _fault(file: str, row: int | None, column: str, rule: str, found: str, allowed: str) -> Finding:
    return Finding(file, row, column, rule, "error", found, allowed)
