"""Knows how columns become a sampling design, and every fault that forbids it; repairs none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from shequ_eval.analysis.survey.coding import Coded, FloatArray, nested
from shequ_eval.analysis.survey.design import LonelyRule, SurveyDesign
from shequ_eval.analysis.survey.design_faults import Faults
from shequ_eval.analysis.survey.notes import AVERAGED, stage_notes
from shequ_eval.analysis.survey.stages import Stage, Stages

Columns = Sequence[Any]


def survey_design(
    weights: Any = None,
    strata: Any = None,
    clusters: Columns = (),
    population_sizes: Columns = (),
    lonely_psu: LonelyRule = "error",
    nested_labels: bool = False,
    file: str = "data",
) -> SurveyDesign:
    """The design of a sample from its columns, each one value a row.

    `weights` may be left out where population sizes are given for every stage: a row then weighs
    the product of N/n. `strata` is one column, or a list with one for each stage. `clusters` are
    the units of each stage from the first on; none means that each row was drawn by itself. Units
    of later stages are told apart within their unit above, so that labels may restart there; with
    `nested_labels` the first stage's labels may restart in each stratum too. `population_sizes`
    has the number of units that there are, for each stage in its stratum and unit above; none
    means with replacement. Where it ends before the stages do, later stages are taken as complete.

    `lonely_psu` says what a stratum with one unit (and more in the population) does: `error`
    refuses; `certainty` adds no variance; `average` adds the mean of the other strata's;
    `centre` sets the unit against the mean of all units.

    Raises
    ------
    DataError
        Every fault at once: weights missing, negative or not numbers; labels missing; a unit in
        two strata; population sizes missing, unequal within a stratum or below the sample; a
        lonely unit under `error`.

    Examples
    --------
    Both of two units drawn of 2, so that no doubt is left; then two of 4:

    >>> y = np.array([[1.0], [3.0]])
    >>> survey_design([1, 1], population_sizes=[[2, 2]]).score_variance(y).tolist()
    [[0.0]]
    >>> survey_design([2, 2], population_sizes=[[4, 4]]).score_variance(y).tolist()
    [[8.0]]
    """
    by_stage = _stratum_columns(strata)
    faults = Faults(file, by_stage, clusters, population_sizes)
    rows = _row_count(weights, strata, clusters, population_sizes)
    strata_codes = [faults.labels(column, "strata") for column in by_stage]
    unit_codes = [faults.labels(column, "clusters") for column in clusters]
    sizes = [faults.sizes(column) for column in population_sizes]
    given = None if weights is None else faults.weights(weights)
    if weights is None and len(sizes) < max(len(clusters), 1):
        allowed = "权重，或每一级的总体数 weights, or population sizes of every stage"
        faults.add(None, "weights", "weights_missing", "", allowed)
    if not all(codes.complete for codes in [*strata_codes, *unit_codes]):
        faults.leave_if_any()  # rows without a label have no place in the stages
    counted = max(min(len(sizes), len(clusters)), 1)  # stages whose variance counts
    units, stratum_of = _nested_codes(rows, strata_codes[:counted], unit_codes[:counted])
    if not nested_labels and clusters and by_stage and units[0] is not unit_codes[0]:
        faults.units_in_two_strata(clusters[0], unit_codes[0], by_stage[0], stratum_of[0])
    stages = _stages(units, stratum_of, sizes, lonely_psu, faults)
    faults.leave_if_any()
    return SurveyDesign(
        weights=_implied_weights(stages, rows) if given is None else given,
        stratum=stratum_of[0],
        psu=units[0],
        final_unit=units[len(stages) - 1].codes,
        stages=Stages([_seen_from(stage, units[len(stages) - 1]) for stage in stages]),
        notes=_notes(stages, units[len(stages) - 1].size < rows, clusters, sizes, lonely_psu),
    )


def _notes(
    stages: list[Stage], several_rows: bool, clusters: Columns, sizes: Columns, rule: LonelyRule
) -> tuple[str, ...]:
    corrected = bool((stages[-1].drawn > 0).any())
    found = stage_notes(len(clusters), len(sizes), corrected, several_rows)
    lonely = any(((s.sampled == 1) & (s.drawn < 1)).any() for s in stages)
    return (*found, AVERAGED) if rule == "average" and lonely else found


def _row_count(weights: Any, strata: Any, clusters: Columns, sizes: Columns) -> int:
    columns = [weights, *_stratum_columns(strata), *clusters, *sizes]
    lengths = {len(column) for column in columns if column is not None}
    if len(lengths) != 1:
        raise ValueError(f"各列长度须相同 columns must be equally long: found 为 {sorted(lengths)}")
    return lengths.pop()


def _stratum_columns(strata: Any) -> list[Any]:
    if strata is None:
        return []
    first = strata[0] if isinstance(strata, (list, tuple)) and len(strata) else None
    several = isinstance(first, (list, tuple, np.ndarray, pd.Series))
    return list(strata) if several else [strata]


def _nested_codes(
    rows: int, strata: list[Coded], clusters: list[Coded]
) -> tuple[list[Coded], list[Coded]]:
    """Units and strata of every stage, told apart within the unit above; rows as the last units."""
    units: list[Coded] = []
    stratum_of: list[Coded] = []
    for place in range(max(len(clusters), 1)):
        if place < len(strata):
            inside = nested(units[-1], strata[place]) if units else strata[place]
        else:
            inside = units[-1] if units else Coded(np.zeros(rows, dtype=np.intp), min(rows, 1))
        stratum_of.append(inside)
        own = clusters[place] if clusters else Coded(np.arange(rows), rows)
        units.append(_within(inside, own))
    return units, stratum_of


def _within(inside: Coded, labels: Coded) -> Coded:
    """The labels' own codes where each lies in one stratum, which is the usual case."""
    if inside.size <= 1 or labels.size == len(labels.codes):
        return labels
    if np.array_equal(inside.codes, inside.codes[labels.first][labels.codes]):
        return labels
    return nested(inside, labels)


def _stages(
    units: list[Coded],
    stratum_of: list[Coded],
    sizes: list[FloatArray],
    rule: LonelyRule,
    faults: Faults,
) -> list[Stage]:
    """The stages whose variance counts, each seen from the rows."""
    above = np.ones(1)
    stages: list[Stage] = []
    for place, (unit, inside) in enumerate(zip(units, stratum_of, strict=True)):
        stratum = inside.codes[unit.first]
        sampled = np.bincount(stratum, minlength=inside.size)
        drawn = np.zeros(inside.size)
        if place < len(sizes) and not np.isnan(sizes[place]).any():
            faults.uneven_sizes(sizes[place], inside, place)
            population = sizes[place][inside.first]
            faults.sizes_below_sample(population, sampled, inside, place)
            drawn = np.minimum(sampled / np.maximum(population, 1), 1.0)
        lonely = (sampled == 1) & (drawn < 1)
        if rule == "error":
            faults.lonely(lonely, inside, place)
        share_above = above if place == 0 else above[units[place - 1].codes[inside.first]]
        factor = share_above * (1 - drawn) * sampled / np.maximum(sampled - 1, 1)
        stages.append(
            Stage(
                unit=unit.codes,
                stratum=stratum,
                sampled=sampled,
                drawn=drawn,
                factor=_under_rule(factor, lonely, rule),
                own_mean=~lonely if rule == "centre" else np.ones(inside.size, dtype=bool),
            )
        )
        above = (share_above * drawn)[stratum]
    return stages


def _under_rule(factor: FloatArray, lonely: Any, rule: LonelyRule) -> FloatArray:
    if rule == "centre" or not lonely.any():
        return factor
    kept = np.where(lonely, 0.0, factor)
    if rule == "average" and not lonely.all():
        kept = kept * len(lonely) / (~lonely).sum()
    return kept


def _seen_from(stage: Stage, final: Coded) -> Stage:
    """The same stage with its unit of each final unit instead of each row."""
    return Stage(
        unit=stage.unit[final.first],
        stratum=stage.stratum,
        sampled=stage.sampled,
        drawn=stage.drawn,
        factor=stage.factor,
        own_mean=stage.own_mean,
    )


def _implied_weights(stages: list[Stage], rows: int) -> FloatArray:
    weights = np.ones(rows)
    for stage in stages:
        weights = weights / stage.drawn[stage.stratum[stage.unit]]
    return weights
