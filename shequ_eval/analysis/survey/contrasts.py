"""Knows differences between the estimates of two domains, with their covariance; names no zone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from shequ_eval.analysis.survey.estimated import Estimated
from shequ_eval.analysis.survey.intervals import plain_interval
from shequ_eval.analysis.survey.notes import notes_of

Pair = tuple[int, int]


def differences(found: Estimated, pairs: Sequence[Pair], confidence: float = 0.95) -> pd.DataFrame:
    """First minus second of each pair of domains, one row a pair.

    The variance is Var(first) + Var(second) - 2 Cov: domains that share primary sampling units
    (two waves of a panel, two groups in one community) are not independent. Degrees of freedom are
    those of the units that either domain has. Columns as for estimates; deff is missing, and so
    is the error where that of either domain cannot be estimated.

    Examples
    --------
    Means 1.5 and 3.5 of two strata that share nothing: variance 0.25 + 0.25.

    >>> from shequ_eval.analysis.survey.build_design import survey_design
    >>> from shequ_eval.analysis.survey.estimated import estimated
    >>> from shequ_eval.analysis.survey.measures import domains_of, mean_of
    >>> zone = pd.Series(["a", "a", "b", "b"], name="zone")
    >>> design = survey_design([1, 1, 1, 1], strata=zone)
    >>> both = estimated(
    ...     design, mean_of(np.array([1.0, 2, 3, 4])), domains_of([zone], np.ones(4, bool))
    ... )
    >>> differences(both, [(1, 0)])[["estimate", "std_error"]].round(4).values.tolist()
    [[2.0, 0.7071]]
    """
    table = pd.DataFrame([_difference(found, pair) for pair in pairs])
    lone = found.without_error(*found.errors())
    one_unit = pd.Series([bool(lone[list(pair)].any()) for pair in pairs])
    table["std_error"] = table["std_error"].where(table["estimate"].notna() & ~one_unit)
    df = table["df"].to_numpy(float)
    low, high = plain_interval(
        table["estimate"].to_numpy(float), table["std_error"].to_numpy(float), df, confidence
    )
    table = table.assign(low=low, high=high, deff=np.nan)
    return table.assign(note=notes_of(table, one_unit=one_unit))


def _difference(found: Estimated, pair: Pair) -> dict[str, float | int]:
    chosen = np.array(pair, dtype=np.intp)
    signs = np.array([1.0, -1.0])
    variance = float(signs @ found.covariance(chosen) @ signs)
    units, strata = found.units_and_strata(chosen)
    value = found.points.value[chosen]
    return {
        "estimate": float(value[0] - value[1]),
        "std_error": float(np.sqrt(max(variance, 0.0))),
        "df": units - strata,
        "n": int(found.cells.rows[chosen].sum()),
        "n_psu": units,
        "least_n": int(found.cells.rows[chosen].min()),
    }
