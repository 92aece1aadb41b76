"""Knows how a specification and its columns become a sample with weights ready for estimates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from shequ_eval.analysis.survey.build_design import survey_design
from shequ_eval.analysis.survey.calibration import (
    CalibrationError,
    Distance,
    Margins,
    calibrated,
    calibrated_weights,
)
from shequ_eval.analysis.survey.coding import FloatArray
from shequ_eval.analysis.survey.design import SurveyDesign
from shequ_eval.analysis.survey.design_faults import Faults
from shequ_eval.analysis.survey.make_replicates import (
    ReplicateError,
    given_replicates,
    make_replicates,
    recalibrated,
)
from shequ_eval.analysis.survey.margins import GroupTotals, margins_of
from shequ_eval.analysis.survey.measures import label_text
from shequ_eval.analysis.survey.replicates import ReplicateWeights
from shequ_eval.evidence.findings import DataError, Finding
from shequ_eval.vocabulary.survey_design_spec import CalibrationSpec, DesignSpec, ReplicateSpec

DISTANCES: dict[str, Distance] = {
    "poststratify": "linear", "rake": "raking", "linear": "linear", "logit": "logit",
    "truncated": "truncated",
}  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """A design, calibrated where asked, and its replicate weights where asked."""

    design: SurveyDesign
    replicates: ReplicateWeights | None = None


def sample_of(
    spec: DesignSpec, data: pd.DataFrame, known_totals: Sequence[pd.DataFrame] = (), file: str = ""
) -> Sample:
    """The sample that a specification describes.

    `known_totals` has a table (columns, total) for each margin of the calibration.

    Raises
    ------
    DataError
        Every fault of the design's columns, of the margins, or of the replicate weights.
    """
    drawn = drawn_design(spec, data, file)
    calibration, replicates = spec.calibration, None
    margins = None
    if calibration is not None:
        margins = _margins(calibration, data, known_totals, file)
    try:
        if spec.replicates is not None:
            replicates = _replicates(spec.replicates, drawn, data, file)
        if calibration is None or margins is None:
            return Sample(drawn, replicates)
        distance, bounds = DISTANCES[calibration.method], calibration.bounds
        design = calibrated(drawn, margins, distance, bounds)
        if replicates is not None:
            replicates = recalibrated(
                replicates,
                design.weights,
                lambda weights: calibrated_weights(weights, margins, distance, bounds),
            )
    except CalibrationError as error:
        raise DataError([_fault(file, "calibration", str(error), calibration)]) from None
    except ReplicateError as error:
        raise DataError([_fault(file, "replicates", str(error), spec.replicates)]) from None
    return Sample(design, replicates)


def drawn_design(spec: DesignSpec, data: pd.DataFrame, file: str = "") -> SurveyDesign:
    """The sample as drawn, before any calibration.

    Raises
    ------
    DataError
        Every fault of the design's columns.
    """
    return survey_design(
        weights=None if spec.weights is None else data[spec.weights],
        strata=strata_columns(spec, data, max(len(spec.clusters), 1)) or None,
        clusters=[data[column] for column in spec.clusters],
        population_sizes=[
            data[size] if isinstance(size, str) else np.full(len(data), size)
            for size in spec.population_sizes
        ],
        lonely_psu=spec.lonely_psu,
        nested_labels=spec.nested,
        file=file,
    )


def strata_columns(spec: DesignSpec, data: pd.DataFrame, stages: int) -> list[pd.Series]:
    """The strata of each of the first stages; several columns crossed are one, "a × b"."""
    return [
        data[columns[0]] if len(columns) == 1 else _crossed(data[columns])
        for columns in spec.strata_by_stage(stages)
    ]


def _crossed(columns: pd.DataFrame) -> pd.Series:
    """One label a row of several columns; missing where any of them is."""
    unique = columns.drop_duplicates()
    words = unique.map(label_text).agg(" × ".join, axis=1).where(unique.notna().all(axis=1))
    names = list(columns.columns)
    label = columns.merge(unique.assign(**{"": words}), how="left", on=names)[""]
    return label.set_axis(columns.index).rename(" × ".join(names))


def _margins(
    spec: CalibrationSpec, data: pd.DataFrame, known_totals: Sequence[pd.DataFrame], file: str
) -> Margins:
    groups = [
        GroupTotals(tuple(margin.columns), totals)
        for margin, totals in zip(spec.margins, known_totals, strict=True)
    ]
    return margins_of(data, groups, spec.sums, spec.population, file)


def _replicates(
    spec: ReplicateSpec, design: SurveyDesign, data: pd.DataFrame, file: str
) -> ReplicateWeights:
    if spec.method != "other" and not spec.columns:
        return make_replicates(design, spec.method, spec.mse, spec.fay, spec.replicates, spec.seed)
    faults = Faults(file)
    columns: list[FloatArray] = [faults.weights(data[column]) for column in spec.columns]
    faults.leave_if_any()
    coefficients = None if spec.coefficients is None else np.array(spec.coefficients)
    return given_replicates(
        design.weights,
        np.column_stack(columns),
        spec.method,
        spec.combined,
        spec.mse,
        spec.fay,
        spec.scale,
        coefficients,
    )


def _fault(
    file: str, column: str, words: str, spec: CalibrationSpec | ReplicateSpec | None
) -> Finding:
    method = "" if spec is None else spec.method
    return Finding(file, None, f"design.{column}", column, "error", method, words)
