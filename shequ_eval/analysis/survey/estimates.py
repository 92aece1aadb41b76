"""Knows estimates by domain with their errors, intervals and design effects; knows no file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from shequ_eval.analysis.survey.design import SurveyDesign
from shequ_eval.analysis.survey.estimated import Estimated, estimated
from shequ_eval.analysis.survey.intervals import logit_interval, plain_interval
from shequ_eval.analysis.survey.linearisation import Srs, srs_variances
from shequ_eval.analysis.survey.measures import Domains, Measure
from shequ_eval.analysis.survey.notes import notes_of
from shequ_eval.analysis.survey.replicates import ReplicateWeights

ESTIMATE_COLUMNS = [
    "estimate", "std_error", "low", "high", "df", "n", "n_psu", "deff", "note",
]  # fmt: skip


@dataclass(frozen=True)
class Terms:
    """What an evaluator chose for all estimates: confidence, and what deff is measured against."""

    confidence: float = 0.95
    srs: Srs = "without_replacement"


USUAL = Terms()


def domain_estimates(
    design: SurveyDesign,
    measure: Measure,
    domains: Domains,
    terms: Terms = USUAL,
    replicates: ReplicateWeights | None = None,
) -> pd.DataFrame:
    """One row a domain: its labels, then the columns of `ESTIMATE_COLUMNS`.

    Degrees of freedom are the domain's own: its primary sampling units less its strata. Shares
    have logit intervals. With replicate weights the variance is theirs. An estimate without
    answers is missing and says so in `note`; so is an error that one primary unit cannot tell,
    and an interval where all answers are alike.

    Examples
    --------
    Four rows drawn one by one, answers 1 to 4: mean 2.5, variance (5/3)/4.

    >>> from shequ_eval.analysis.survey.build_design import survey_design
    >>> from shequ_eval.analysis.survey.measures import domains_of, mean_of
    >>> design = survey_design([1, 1, 1, 1])
    >>> everyone = domains_of([], np.ones(4, bool))
    >>> found = domain_estimates(design, mean_of(np.array([1.0, 2, 3, 4])), everyone)
    >>> found[["estimate", "std_error", "df"]].round(4).values.tolist()
    [[2.5, 0.6455, 3.0]]
    """
    found = estimated(design, measure, domains, replicates)
    return estimates_of(found, domains.labels, terms, design.notes)


def estimates_of(
    found: Estimated, labels: pd.DataFrame, terms: Terms, notes: Sequence[str] = ()
) -> pd.DataFrame:
    """The same table from an estimate of all domains, whose labels are given.

    `notes` are those of the design; replicate weights have their own stages.
    """
    cells, points = found.cells, found.points
    variance, units, df = found.errors()
    one_unit = found.without_error(variance, units, df)
    missing = np.isnan(points.value) | one_unit
    std_error = np.where(missing, np.nan, np.sqrt(np.maximum(variance, 0.0)))
    interval = logit_interval if cells.kind == "share" else plain_interval
    low, high = interval(points.value, std_error, df.astype(float), terms.confidence)
    srs = srs_variances(cells, points, terms.srs)
    alike = (srs == 0) & (cells.kind != "total")
    if cells.kind == "share":
        alike |= np.isin(points.value, [0.0, 1.0])
    with np.errstate(divide="ignore", invalid="ignore"):
        deff = np.where(srs > 0, std_error**2 / srs, np.nan)
    columns = {
        "kind": np.full(cells.domains, cells.kind),
        "estimate": points.value,
        "std_error": std_error,
        "low": np.where(alike, np.nan, low),
        "high": np.where(alike, np.nan, high),
        "df": df,
        "n": cells.rows.astype(np.int64),
        "n_psu": units,
        "deff": deff,
        "alike": alike,
    }
    table = pd.DataFrame(columns)
    of_design = notes if found.replicates is None else ()
    table["note"] = notes_of(table, of_design, pd.Series(one_unit))
    return pd.concat([labels, table[ESTIMATE_COLUMNS]], axis=1)
