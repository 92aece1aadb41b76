"""Knows the way from a specification on disk to its estimates; computes none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from shequ_eval.analysis.disclosure.coarse import coarsened_tests, published
from shequ_eval.analysis.survey.asked import Results
from shequ_eval.analysis.survey.from_cells import reasons_for_memory
from shequ_eval.analysis.survey.in_memory import results_of
from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.evidence.known_totals import read_known_totals
from shequ_eval.evidence.survey_cells import cluster_source, local_source, rows_of
from shequ_eval.evidence.survey_data import data_files, read_survey_data
from shequ_eval.reporting.survey.stream import stream_results
from shequ_eval.vocabulary.survey_spec import SurveySpec
from shequ_eval.vocabulary.survey_spec_file import read_survey_spec

PARQUET = ".parquet"
BYTES_A_CELL = 24  # of memory that a number of the data takes while it is worked on, about
STREAMED_ABOVE = 1 << 30


def run_survey_spec(
    path: Path, stream: bool | None = None, scheduler: str | None = None
) -> Results:
    """The estimates that a specification file asks for, as they may be printed.

    Where a row is withheld, those that hold its answers are coarse, and so are the tests.

    Raises
    ------
    SurveySpecError
        The specification cannot be used.
    DataError
        The data cannot; every fault, each with its file and row.
    """
    spec = read_survey_spec(path)
    files = data_files(spec.data, path.parent)
    if _is_streamed(spec, files, stream, scheduler):
        source = (
            local_source(files)
            if scheduler is None
            else cluster_source(files, spec.columns(), scheduler)
        )
        return _published(stream_results(spec, files, source), spec)
    known_totals = read_known_totals(spec.design.calibration, path.parent)
    data = read_survey_data(files, spec.columns(), spec.label_columns())
    try:
        found = results_of(spec, data.rows, known_totals)
        located = tuple(data.located(warning) for warning in found.warnings)
        return _published(replace(found, warnings=located), spec)
    except DataError as error:
        raise DataError([data.located(finding) for finding in error.findings]) from None


def _published(found: Results, spec: SurveySpec) -> Results:
    if not found.estimates["suppressed"].any():
        return found
    factors = list(dict.fromkeys(column for one in spec.estimates for column in one.by))
    return replace(
        found,
        estimates=published(found.estimates, factors, spec.confidence),
        tests=coarsened_tests(found.tests),
    )


def _is_streamed(
    spec: SurveySpec, files: Sequence[Path], stream: bool | None, scheduler: str | None
) -> bool:
    reasons = reasons_for_memory(spec)
    reasons += [] if all(file.suffix == PARQUET for file in files) else ["data: 不是 not Parquet"]
    if stream is False and scheduler is None:
        return False
    if reasons and (stream or scheduler):
        asked, allowed = "--scheduler" if scheduler else "--stream", "去掉此选项 without it"
        raise DataError([Finding("", None, r, "needs_memory", "error", asked, allowed)
                         for r in reasons])  # fmt: skip
    if reasons or stream or scheduler:
        return not reasons
    return rows_of(files) * len(spec.columns()) * BYTES_A_CELL > STREAMED_ABOVE
