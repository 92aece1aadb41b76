"""Knows how the estimates that a specification asks for are put into one table; computes none.

Who computes is handed in (`Answer`): rows in memory, or cells that were added up elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from shequ_eval.analysis.survey.contrasts import Pair, differences
from shequ_eval.analysis.survey.estimated import Estimated
from shequ_eval.analysis.survey.measures import BoolArray, label_text
from shequ_eval.analysis.survey.suppression import (
    Together,
    few_rows,
    suppressed,
    withheld_rows,
)
from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.vocabulary.nearest import did_you_mean
from shequ_eval.vocabulary.survey_spec import (
    OUTPUT_COLUMNS,
    ContrastSpec,
    EstimateSpec,
    SurveySpec,
)

HEAD = ["id", "kind", "variable"]
TAIL = [column for column in OUTPUT_COLUMNS if column not in HEAD]


@dataclass(frozen=True)
class Answered:
    """One estimate's rows (labels, then figures), and what its differences need.

    Several quantiles are as many tables below each other, each with a row for every label;
    `names` then says in the note of each row which it is.
    """

    table: pd.DataFrame
    labels: pd.DataFrame
    estimated: Estimated | None
    names: tuple[str, ...] = ()


Answer = Callable[[EstimateSpec], Answered]


@dataclass(frozen=True)
class Results:
    """The table of estimates, the table of tests, and what a reader should be warned of."""

    estimates: pd.DataFrame
    tests: pd.DataFrame
    warnings: tuple[Finding, ...]


def estimates_table(
    spec: SurveySpec, answer: Answer, together: Together, file: str = ""
) -> pd.DataFrame:
    """All estimates and differences in the order of the specification.

    Withheld are those on too few rows, and those that would tell on one of them (`together`: see
    `withheld_rows`).

    Columns: id, kind, variable, every `by` column ("" where it does not apply), then estimate,
    std_error, low, high, df, n, n_psu, deff, suppressed, note. A row that is withheld keeps its
    labels and its note alone.

    Raises
    ------
    DataError
        A difference names a domain that the data have not got; all of them.
    """
    answered = {estimate.id: answer(estimate) for estimate in spec.estimates}
    least = spec.suppress_below
    tables = {id_: found.table for id_, found in answered.items()}
    once = {id_: found.table.head(len(found.labels)) for id_, found in answered.items()}
    hidden = withheld_rows(spec.estimates, once, together, least)
    hidden = {id_: np.resize(gone, len(tables[id_])) for id_, gone in hidden.items()}
    parts = [
        _headed(_published(answered[e.id], hidden[e.id], least), e.id, e.kind, e.label)
        for e in spec.estimates
    ]
    faults: list[Finding] = []
    for contrast in spec.contrasts:
        gone = hidden[contrast.of]
        part = _contrast_rows(contrast, spec, answered[contrast.of], gone, file, faults)
        parts += [] if part is None else [part]
    if faults:
        raise DataError(faults)
    by = list(dict.fromkeys(column for estimate in spec.estimates for column in estimate.by))
    whole = pd.concat([part.astype({c: object for c in by if c in part}) for part in parts])
    table = whole.reindex(columns=[*HEAD, *by, *TAIL]).reset_index(drop=True)
    table[by] = table[by].map(lambda label: "" if pd.isna(label) else label_text(label))
    return table.astype({"suppressed": bool})


def _headed(table: pd.DataFrame, id_: str, kind: str, variable: str) -> pd.DataFrame:
    return table.assign(id=id_, kind=kind, variable=variable)


def _published(answered: Answered, gone: BoolArray, least: int) -> pd.DataFrame:
    table = answered.table
    told = suppressed(table, gone, few_rows(table["n"], least), least)
    return _with_names(told, answered.names) if answered.names else told


def _with_names(table: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """The table whose notes begin with the names of its rows."""
    pairs = zip(names, table["note"], strict=True)
    return table.assign(note=[f"{name}；{note}" if note else name for name, note in pairs])


def _contrast_rows(
    contrast: ContrastSpec,
    spec: SurveySpec,
    answered: Answered,
    gone: BoolArray,
    file: str,
    faults: list[Finding],
) -> pd.DataFrame | None:
    estimate = next(e for e in spec.estimates if e.id == contrast.of)
    labels = answered.labels[estimate.by].map(label_text)
    sides = [_matching(labels, side) for side in (contrast.first, contrast.second)]
    for side, given in zip(sides, (contrast.first, contrast.second), strict=True):
        if not side.any():
            faults.extend(_unknown_labels(contrast, given, labels, file))
    rest = [column for column in estimate.by if column not in contrast.first]
    pairs = dict(_pairs(labels, sides[0], sides[1], rest))
    if answered.estimated is None or not pairs:
        return None
    table = differences(answered.estimated, list(pairs.values()), spec.confidence)
    for place, column in enumerate(rest):
        table[column] = [key[place] for key in pairs]
    sides_gone = np.array([gone[list(pair)].any() for pair in pairs.values()])
    few = few_rows(table["least_n"], spec.suppress_below)
    table = suppressed(table, sides_gone | few, few, spec.suppress_below)
    told = f"{_shown(contrast.first)} − {_shown(contrast.second)}"
    named = _with_names(table, [told] * len(table))
    return _headed(named, contrast.id, "difference", estimate.label)


def _matching(labels: pd.DataFrame, wanted: Mapping[str, object]) -> pd.Series:
    found = pd.Series(True, index=labels.index)
    for column, value in wanted.items():
        found &= labels[column].eq(label_text(value))
    return found


def _pairs(
    labels: pd.DataFrame, first: pd.Series, second: pd.Series, rest: list[str]
) -> Iterator[tuple[tuple[str, ...], Pair]]:
    """Pairs of domains that agree in the other `by` columns, in their order."""
    other = {tuple(labels.loc[row, rest]): row for row in np.flatnonzero(second)}
    for row in np.flatnonzero(first):
        key = tuple(labels.loc[row, rest])
        if key in other:
            yield key, (int(row), int(other[key]))


def _unknown_labels(
    contrast: ContrastSpec, given: Mapping[str, object], labels: pd.DataFrame, file: str
) -> Iterator[Finding]:
    for column, value in given.items():
        known = sorted(set(labels[column]))
        if label_text(value) not in known:
            hint = did_you_mean(label_text(value), known)
            rule = "no_such_domain"
            yield Finding(file, None, column, rule, "error", f"{contrast.id}: {value}", hint)
            return
    yield Finding(
        file, None, ", ".join(given), "no_such_domain", "error",
        f"{contrast.id}: {_shown(given)}", "数据中有的组合 a combination that the data have",
    )  # fmt: skip


def _shown(given: Mapping[str, object]) -> str:
    return ", ".join(f"{column}={label_text(value)}" for column, value in given.items())
