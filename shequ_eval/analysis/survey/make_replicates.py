"""Knows how replicate weights are made from a design: jackknife, BRR, Fay, bootstrap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np
from scipy.linalg import hadamard

from shequ_eval.analysis.survey.coding import FloatArray, IntArray
from shequ_eval.analysis.survey.design import SurveyDesign
from shequ_eval.analysis.survey.replicates import ReplicateWeights

Method = Literal["JK1", "JKn", "BRR", "Fay", "bootstrap"]
GivenMethod = Literal["JK1", "JKn", "BRR", "Fay", "bootstrap", "other"]
Recalibrate = Callable[[FloatArray], FloatArray]


class ReplicateError(ValueError):
    """Replicate weights that a design does not allow."""


def make_replicates(
    design: SurveyDesign,
    method: Method,
    mse: bool = False,
    fay: float = 0.3,
    replicates: int = 500,
    seed: int = 0,
) -> ReplicateWeights:
    """Replicate weights of a design's primary sampling units.

    `JK1` leaves out one unit at a time of a sample without strata, `JKn` within each stratum;
    `BRR` takes half of each stratum of two units by a Hadamard matrix, `Fay` the same with the
    other half at weight `fay` instead of 0 (Judkins 1990); `bootstrap` draws n-1 units of n in
    each stratum with replacement (Rao and Wu 1988), `replicates` times from `seed`. First-stage
    finite population corrections shrink the deviations; later stages have none here.

    Raises
    ------
    ReplicateError
        JK1 with strata, BRR or Fay with a stratum that has not two units, a lonely unit.

    Examples
    --------
    >>> from shequ_eval.analysis.survey.build_design import survey_design
    >>> make_replicates(survey_design([1, 1, 1]), "JK1").factors.tolist()
    [[0.0, 1.5, 1.5], [1.5, 0.0, 1.5], [1.5, 1.5, 0.0]]
    """
    first = design.stages.stages[0]
    sampled, drawn = first.sampled, first.drawn
    if method == "JK1" and len(sampled) > 1:
        raise ReplicateError("JK1: 有分层，请用 JKn the sample has strata, use JKn")
    if method in {"BRR", "Fay"} and (sampled != 2).any():
        raise ReplicateError(
            f"{method}: 每层须恰有两个初级单元 each stratum must have two primary units; "
            f"不合的层数 strata that have not: {int((sampled != 2).sum())}"
        )
    if ((sampled == 1) & (drawn < 1)).any():
        raise ReplicateError(f"{method}: 有一层只有一个初级单元 a stratum has one primary unit")
    if method in {"JK1", "JKn"}:
        factors, scale, coefficients = _jackknife(first.stratum, sampled, drawn)
    elif method == "bootstrap":
        factors, scale = _bootstrap(first.stratum, sampled, drawn, replicates, seed)
        coefficients = np.ones(factors.shape[1])
    else:
        rest = fay if method == "Fay" else 0.0
        factors = _balanced_halves(first.stratum, drawn, rest)
        scale, coefficients = 1 / (factors.shape[1] * (1 - rest) ** 2), np.ones(factors.shape[1])
    return ReplicateWeights(
        base=design.weights,
        unit=design.psu.codes,
        factors=factors,
        scale=scale,
        coefficients=coefficients,
        mse=mse,
        unit_psu=np.arange(first.units),
        unit_stratum=first.stratum,
    )


def given_replicates(
    weights: FloatArray,
    replicate_weights: FloatArray,
    method: GivenMethod,
    combined: bool = True,
    mse: bool = False,
    fay: float = 0.3,
    scale: float | None = None,
    coefficients: FloatArray | None = None,
) -> ReplicateWeights:
    """Replicate weights (n, R) that came with the data.

    `combined` says that they hold the sampling weights already. The scale is (R-1)/R for JK1,
    1/R for BRR, 1/(R(1-fay)²) for Fay, 1/(R-1) for bootstrap; JKn and `other` must give theirs.

    Raises
    ------
    ReplicateError
        JKn or `other` without a scale or coefficients; a weight that is missing or below 0.
    """
    if not (np.isfinite(replicate_weights) & (replicate_weights >= 0)).all():
        raise ReplicateError("重复权重须为 0 或以上 replicate weights must be numbers from 0 up")
    count = replicate_weights.shape[1]
    if method in {"JKn", "other"} and scale is None and coefficients is None:
        raise ReplicateError(f"{method}: 请给 scale 或 coefficients give scale or coefficients")
    usual = {
        "JK1": (count - 1) / count,
        "BRR": 1 / count,
        "Fay": 1 / (count * (1 - fay) ** 2),
        "bootstrap": 1 / max(count - 1, 1),
    }
    whole = replicate_weights if combined else replicate_weights * weights[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        factors = np.where(weights[:, None] > 0, whole / weights[:, None], 0.0)
    rows = np.arange(len(weights))
    return ReplicateWeights(
        base=weights,
        unit=rows,
        factors=factors,
        scale=usual.get(method, 1.0) if scale is None else scale,
        coefficients=np.ones(count) if coefficients is None else coefficients,
        mse=mse,
        unit_psu=rows,
        unit_stratum=np.full(len(weights), -1),
    )


def recalibrated(
    replicates: ReplicateWeights, calibrated: FloatArray, again: Recalibrate
) -> ReplicateWeights:
    """The replicates with each one's weights calibrated anew, as the full sample's were."""
    whole = replicates.base[:, None] * replicates.factors[replicates.unit]
    columns = np.column_stack([again(column) for column in whole.T])
    with np.errstate(divide="ignore", invalid="ignore"):
        factors = np.where(calibrated[:, None] > 0, columns / calibrated[:, None], 0.0)
    return replace(
        replicates,
        base=calibrated,
        unit=np.arange(len(calibrated)),
        factors=factors,
        unit_psu=replicates.unit_psu[replicates.unit],
        unit_stratum=replicates.unit_stratum[replicates.unit],
    )


def _jackknife(
    stratum: IntArray, sampled: IntArray, drawn: FloatArray
) -> tuple[FloatArray, float, FloatArray]:
    left_out = np.flatnonzero(sampled[stratum] > 1)  # a certainty unit is never left out
    inside = stratum[:, None] == stratum[left_out][None, :]
    share = (sampled / np.maximum(sampled - 1, 1))[stratum]
    factors = np.where(inside, share[:, None], 1.0)
    factors[left_out, np.arange(len(left_out))] = 0.0
    coefficients = ((1 - drawn) * (sampled - 1) / sampled)[stratum[left_out]]
    return factors, 1.0, coefficients


def _bootstrap(
    stratum: IntArray, sampled: IntArray, drawn: FloatArray, replicates: int, seed: int
) -> tuple[FloatArray, float]:
    generator = np.random.default_rng(seed)
    factors = np.ones((len(stratum), replicates))
    for place, count in enumerate(sampled):
        if count < 2:
            continue
        units = np.flatnonzero(stratum == place)
        times = generator.multinomial(count - 1, np.full(count, 1 / count), size=replicates).T
        apart = times * count / (count - 1) - 1
        factors[units] = 1 + np.sqrt(1 - drawn[place]) * apart
    return factors, 1 / max(replicates - 1, 1)


def _balanced_halves(stratum: IntArray, drawn: FloatArray, rest: float) -> FloatArray:
    strata = len(drawn)
    order = 1 << int(np.ceil(np.log2(strata + 1)))
    signs = hadamard(order)[:, 1 : strata + 1].T.astype(float)  # (strata, R), its sums are 0
    order_of_unit = np.zeros(len(stratum))
    for place in range(strata):
        order_of_unit[np.flatnonzero(stratum == place)] = [1.0, -1.0]
    apart = order_of_unit[:, None] * signs[stratum] * (1 - rest)
    factors: FloatArray = 1 + np.sqrt(1 - drawn)[stratum][:, None] * apart
    return factors
