"""Knows how a specification's estimates come from cells that were added up elsewhere.

What needs every row at once (quantiles, calibration, replicate weights, tests, units that are
rows) is refused here: it belongs in memory.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from shequ_eval.analysis.survey.asked import Answered
from shequ_eval.analysis.survey.build_design import survey_design
from shequ_eval.analysis.survey.cells import Cells
from shequ_eval.analysis.survey.coding import FloatArray, sums
from shequ_eval.analysis.survey.design import SurveyDesign
from shequ_eval.analysis.survey.estimated import Estimated
from shequ_eval.analysis.survey.estimates import Terms, estimates_of
from shequ_eval.analysis.survey.linearisation import points_of
from shequ_eval.analysis.survey.notes import stage_notes
from shequ_eval.analysis.survey.sample import strata_columns
from shequ_eval.vocabulary.survey_design_spec import DesignSpec
from shequ_eval.vocabulary.survey_spec import EstimateSpec, SurveySpec


def reasons_for_memory(spec: SurveySpec) -> list[str]:
    """Why a specification needs all rows in memory; none where cells will do."""
    design = spec.design
    asked = {
        "design.calibration": design.calibration is not None,
        "design.replicates": design.replicates is not None,
        "design.clusters (每行即一个单元 each row is a unit)": not design.clusters,
        "kind: quantile": any(estimate.kind == "quantile" for estimate in spec.estimates),
        "kind: share (没有 values without values)": any(
            estimate.kind == "share" and estimate.values is None for estimate in spec.estimates
        ),
        "tests": bool(spec.tests),
    }
    return [what for what, there in asked.items() if there]


def counted_stages(design: DesignSpec) -> int:
    """How many stages' units tell the cells apart: those whose variance counts."""
    return max(min(len(design.population_sizes), len(design.clusters)), 1)


def unit_design(spec: DesignSpec, units: pd.DataFrame, file: str) -> SurveyDesign:
    """The sampling design of a table with one row for each final unit that occurs.

    Raises
    ------
    DataError
        Every fault of the design's columns.
    """
    stages = counted_stages(spec)
    sizes = [
        units[size] if isinstance(size, str) else np.full(len(units), size)
        for size in spec.population_sizes[:stages]
    ]
    return survey_design(
        weights=np.ones(len(units)) if spec.weights else None,
        strata=strata_columns(spec, units, stages) or None,
        clusters=[units[column] for column in spec.clusters[:stages]],
        population_sizes=sizes,
        lonely_psu=spec.lonely_psu,
        nested_labels=spec.nested,
        file=file,
    )


def unit_notes(spec: DesignSpec, design: SurveyDesign, rows: int) -> tuple[str, ...]:
    """What is taken for granted within the units of `unit_design`, of which there are `rows`."""
    last = design.stages.stages[-1]
    corrected, several = bool((last.drawn > 0).any()), rows > design.stages.final_units
    return stage_notes(len(spec.clusters), len(spec.population_sizes), corrected, several)


def combined(parts: Sequence[pd.DataFrame], keys: Sequence[str]) -> pd.DataFrame:
    """Tables of sums added up by their keys, in the order of the parts."""
    if len(parts) == 1:
        return parts[0]
    return pd.concat(parts, ignore_index=True).groupby(list(keys), sort=True).sum().reset_index()


def cells_from(
    estimate: EstimateSpec, cells: pd.DataFrame, moments: pd.DataFrame, domains: int, centre: float
) -> Cells:
    """Cells from tables of their sums (key, num, den) and of their domains' moments.

    The key of a cell is its unit × `domains` + its domain.
    """
    wide = moments.set_index("domain").reindex(range(domains), fill_value=0.0)

    def of(column: str) -> FloatArray:
        return wide[column].to_numpy(dtype=float)

    unit, domain = np.divmod(cells["key"].to_numpy(dtype=np.intp), domains)
    num, den = cells["num"].to_numpy(dtype=float), cells["den"].to_numpy(dtype=float)
    return Cells(
        kind="mean" if estimate.kind == "quantile" else estimate.kind,
        unit=unit,
        domain=domain,
        num=num,
        den=den,
        above=sums(domain, num, domains),
        below=sums(domain, den, domains),
        rows=of("rows"),
        weight=of("weight"),
        centre=centre,
        moments=(of("square"), of("crossed"), of("below")),
    )


def answered_from(
    design: SurveyDesign,
    cells: Cells,
    labels: pd.DataFrame,
    terms: Terms,
    notes: Sequence[str],
) -> Answered:
    """An estimate's rows from its cells."""
    found = Estimated(cells, points_of(cells), design.stages)
    return Answered(estimates_of(found, labels, terms, notes), labels, found)
