"""Knows how a specification's estimates come from rows in memory; reads no file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from shequ_eval.analysis.disclosure.overlapping import ROWS
from shequ_eval.analysis.survey.asked import Answered, Results, estimates_table
from shequ_eval.analysis.survey.coding import FloatArray, coded
from shequ_eval.analysis.survey.conditions import ConditionError, rows_where
from shequ_eval.analysis.survey.design_faults import Faults
from shequ_eval.analysis.survey.estimated import estimated
from shequ_eval.analysis.survey.estimates import Terms, domain_estimates, estimates_of
from shequ_eval.analysis.survey.measures import (
    BoolArray,
    Domains,
    Measure,
    domains_of,
    label_text,
    mean_of,
    ratio_of,
    share_of,
    total_of,
)
from shequ_eval.analysis.survey.notes import NO_ANSWERS
from shequ_eval.analysis.survey.quantiles import quantile_estimates
from shequ_eval.analysis.survey.rao_scott import UntestableError, rao_scott
from shequ_eval.analysis.survey.sample import Sample, sample_of
from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.vocabulary.nearest import did_you_mean
from shequ_eval.vocabulary.row_filter import parse_condition
from shequ_eval.vocabulary.survey_spec import YES, EstimateSpec, SurveySpec, Where

TEST_COLUMNS = [
    "id", "rows", "columns", "x2", "cells_df", "mean_effect", "first_order_p", "f",
    "numerator_df", "denominator_df", "p", "n",
]  # fmt: skip


@dataclass(frozen=True)
class _Prepared:
    """One estimate's rows: what they add, where they belong; values where a quantile is asked."""

    measure: Measure
    domains: Domains
    values: FloatArray | None


def results_of(
    spec: SurveySpec,
    data: pd.DataFrame,
    known_totals: Sequence[pd.DataFrame] = (),
    file: str = "data",
) -> Results:
    """Everything that a specification asks for, from the rows of its data.

    `data` has the columns that the specification names; `known_totals` one table (columns, total)
    for each margin of the calibration.

    Raises
    ------
    DataError
        Every fault of the design, the variables and the conditions, at once.
    """
    if not len(data):
        raise DataError([no_rows(file)])
    faults: list[Finding] = []
    warnings: list[Finding] = []
    sample: Sample | None = None
    try:
        sample = sample_of(spec.design, data, known_totals, file)
    except DataError as error:
        faults += error.findings
    prepared = {e.id: _prepared(e, data, file, faults, warnings) for e in spec.estimates}
    if faults or sample is None:
        raise DataError(faults)
    terms = Terms(spec.confidence, spec.deff)

    def answer(estimate: EstimateSpec) -> Answered:
        return _answered(estimate, prepared[estimate.id], sample, terms)

    def together(estimates: Sequence[EstimateSpec]) -> pd.DataFrame:
        return _together(estimates, prepared, sample)

    table = estimates_table(spec, answer, together, file)
    tests = _tests(spec, data, sample, file, warnings)
    warnings += empty_domains(table, file)
    return Results(table, tests, tuple(warnings))


def no_rows(file: str) -> Finding:
    """The fault of data without a row."""
    return Finding(file, None, "", "no_rows", "error", "0", "至少一行 at least one row")


def no_domain(estimate: EstimateSpec, rows: int, file: str) -> Finding:
    """The warning that rows without a label are in no domain."""
    by, words = ", ".join(estimate.by), "缺组别，不计入 rows without a label, left out"
    return Finding(file, None, by, "no_domain", "warning", f"{estimate.id}: {rows}", words)


def where_holds_nowhere(id_: str, where: Where, file: str) -> Finding:
    """The fault of a condition under which there is no row."""
    allowed = "至少一行 at least one row"
    return Finding(file, None, id_, "where_holds_nowhere", "error", str(where), allowed)


def empty_domains(table: pd.DataFrame, file: str) -> list[Finding]:
    """A warning for each estimate with domains that nobody answered in."""
    empty = table[table["n"].eq(0) & table["kind"].ne("difference")]
    return [
        Finding(
            file, None, str(id_), "no_answers", "warning", f"{len(rows)} 组 domains", NO_ANSWERS
        )
        for id_, rows in empty.groupby("id", sort=True)
    ]


def _answered(
    estimate: EstimateSpec, prepared: _Prepared, sample: Sample, terms: Terms
) -> Answered:
    domains = prepared.domains

    def of(measure: Measure, domains: Domains) -> pd.DataFrame:
        return domain_estimates(sample.design, measure, domains, terms, sample.replicates)

    if prepared.values is not None and estimate.q is not None:
        weights = sample.design.weights if sample.replicates is None else sample.replicates.base
        tables = [
            quantile_estimates(prepared.values, weights, domains, q, terms.confidence, of)
            for q in estimate.q
        ]
        names = [f"q = {q:.15g}" for q in estimate.q for _ in range(domains.size)]
        several = tuple(names) if len(tables) > 1 else ()
        return Answered(pd.concat(tables, ignore_index=True), domains.labels, None, several)
    found = estimated(sample.design, prepared.measure, domains, sample.replicates)
    table = estimates_of(found, domains.labels, terms, sample.design.notes)
    return Answered(table, domains.labels, found)


def _together(
    estimates: Sequence[EstimateSpec], prepared: Mapping[str, _Prepared], sample: Sample
) -> pd.DataFrame:
    """The combinations of the estimates' domains in which anybody answers, and how many do."""
    weights = sample.design.weights if sample.replicates is None else sample.replicates.base
    codes = pd.DataFrame(
        {
            one.id: np.where(
                prepared[one.id].measure.answers & (weights > 0), prepared[one.id].domains.codes, -1
            )
            for one in estimates
        }
    )
    found = codes.groupby([one.id for one in estimates]).size().rename(ROWS).reset_index()
    return found[found[[one.id for one in estimates]].ge(0).any(axis=1)]


def _prepared(
    estimate: EstimateSpec,
    data: pd.DataFrame,
    file: str,
    faults: list[Finding],
    warnings: list[Finding],
) -> _Prepared:
    inside = _inside(estimate.where, data, estimate.id, file, faults)
    domains = domains_of([data[column] for column in estimate.by], inside)
    astray = int((inside & (domains.codes < 0)).sum())
    if astray:
        warnings.append(no_domain(estimate, astray, file))

    def numbers(column: str | None) -> FloatArray:
        return answers_of(data[str(column)], file, faults)

    if estimate.kind == "share":
        column = data[str(estimate.variable)]
        measure = share_of(column, estimate.values or YES)
        if estimate.values is None:
            faults += _not_yes_or_no(estimate, column, file)
        elif not measure.num.any():
            faults += _values_nobody_gave(estimate, column, file)
        return _Prepared(measure, domains, None)
    if estimate.kind == "ratio":
        measure = ratio_of(numbers(estimate.numerator), numbers(estimate.denominator))
        return _Prepared(measure, domains, None)
    values = numbers(estimate.variable)
    measure = total_of(values) if estimate.kind == "total" else mean_of(values)
    return _Prepared(measure, domains, values if estimate.kind == "quantile" else None)


def _values_nobody_gave(estimate: EstimateSpec, column: pd.Series, file: str) -> Iterator[Finding]:
    """A fault where no answer at all is one of a share's values: most likely they are misspelt."""
    given = sorted(column.dropna().map(label_text).unique())
    if given:
        found = f"{estimate.id}: {', '.join(label_text(value) for value in estimate.values or [])}"
        hint = did_you_mean(label_text((estimate.values or [""])[0]), given)
        allowed = f"{hint}; 有的回答 answers: {', '.join(given[:12])}"
        yield Finding(file, None, str(column.name), "no_such_answer", "error", found, allowed)


def _not_yes_or_no(estimate: EstimateSpec, column: pd.Series, file: str) -> Iterator[Finding]:
    """A fault where a share without values is asked of more than 0 and 1, or true and false."""
    given = sorted(column.dropna().map(label_text).unique())
    if not {text.lower() for text in given} <= {"0", "1", "false", "true"}:
        found = f"{estimate.id}: {', '.join(given[:12])}"
        allowed = "写明 values，或只有 0、1 的列 values, or a column of 0 and 1"
        yield Finding(file, None, str(column.name), "share_of_what", "error", found, allowed)


def answers_of(column: pd.Series, file: str, faults: list[Finding]) -> FloatArray:
    """A column of answers as floats, NaN where there is none; what is no number is a fault."""
    parsed = pd.to_numeric(column, errors="coerce")
    values: FloatArray = parsed.to_numpy(dtype=float, na_value=np.nan)
    bad = np.isinf(values) | (np.isnan(values) & column.notna().to_numpy())
    if bad.any():
        noted = Faults(file)
        found = column.astype(str).to_numpy()
        noted.add_rows(bad, str(column.name), "not_a_number", found, "数字或空 a number or empty")
        faults += [finding for finding in noted.findings if finding not in faults]
    return values


def _inside(
    where: Where, data: pd.DataFrame, id_: str, file: str, faults: list[Finding]
) -> BoolArray:
    if where is None:
        return np.ones(len(data), dtype=bool)
    try:
        inside = rows_where(parse_condition(where), data)
    except ConditionError as error:
        faults.append(Finding(file, None, id_, "where", "error", str(where), str(error)))
        return np.zeros(len(data), dtype=bool)
    if not inside.any():
        faults.append(where_holds_nowhere(id_, where, file))
    return inside


def _tests(
    spec: SurveySpec, data: pd.DataFrame, sample: Sample, file: str, warnings: list[Finding]
) -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    faults: list[Finding] = []
    for test in spec.tests:
        inside = _inside(test.where, data, test.id, file, faults)
        both = coded(data[test.rows]), coded(data[test.columns])
        told: dict[str, object] = {"id": test.id, "rows": test.rows, "columns": test.columns}
        try:
            rows.append(told | asdict(rao_scott(sample.design, *both, inside)))
        except UntestableError as error:
            rows.append(told)
            words = str(error)
            warnings.append(Finding(file, None, test.id, "untestable", "warning", "", words))
    if faults:
        raise DataError(faults)
    return pd.DataFrame(rows, columns=TEST_COLUMNS)
