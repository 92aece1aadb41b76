"""Knows the wild cluster bootstrap of a difference in differences; refuses few reformed areas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np

from shequ_eval.analysis.effects.carried import require_sides
from shequ_eval.analysis.effects.panel import AreaPanel
from shequ_eval.analysis.effects.two_way import Partialled, partialled
from shequ_eval.analysis.refusals import require

Signs = Literal["rademacher", "webb"]
ENUMERATED = 12  # up to so many areas all sign patterns are taken
WEBB = np.sqrt([1.5, 1.0, 0.5])


@dataclass(frozen=True)
class BootstrapTest:
    """The p-value that there is no effect, the interval of effects not rejected, and the draws."""

    estimate: float
    p_value: float
    low: float
    high: float
    draws: int
    signs: str
    treated: int
    comparison: int


def wild_cluster_bootstrap(
    panel: AreaPanel,
    rng: np.random.Generator,
    draws: int = 9999,
    signs: Signs | None = None,
    level: float = 0.95,
) -> BootstrapTest:
    """Test the effect by flipping areas' residuals under the null (Cameron, Gelbach, Miller 2008).

    The null is imposed, the statistic is t with the CR1 error; the interval holds the effects
    that the test does not reject. `signs` are Rademacher's from 12 areas on (all of their patterns
    where there are no more than `draws`), else Webb's six points (Webb 2023). Computed from
    sums over areas (Roodman and others 2019), so that draws cost no pass over the rows.

    Raises
    ------
    RefusedMethodError
        Either side has fewer than five areas (with few reformed ones the test almost never
        rejects: MacKinnon and Webb 2017), all areas of a side change alike, or there are several
        dates of reform.

    Examples
    --------
    By hand: both sides change by 0, 1, 2, 3, 4, so there is no difference and every draw has one
    as large.

    >>> import pandas as pd
    >>> from shequ_eval.analysis.effects.panel import area_panel
    >>> rows = pd.DataFrame([(area, wave, wave * (area % 5), 1.0 if area < 5 else None)
    ...     for area in range(10) for wave in (0, 1)], columns=list("awsr"))
    >>> told = wild_cluster_bootstrap(area_panel(rows, *"awsr"), np.random.default_rng(1))
    >>> round(told.estimate, 9) + 0.0, told.p_value
    (0.0, 1.0)
    """
    parts = partialled(panel)
    treated, comparison = int(parts.treated.sum()), int((~parts.treated).sum())
    require_sides(treated, comparison, "野聚类自助法", "the wild cluster bootstrap")
    require(
        parts.varies,
        "varying_changes",
        "同一边各地区的变化完全相同，没有差异可供推断。",
        "All areas of a side change alike: there is no variation to infer from.",
    )
    chosen: Signs = signs or ("rademacher" if parts.areas >= ENUMERATED else "webb")
    flips = _flips(parts.areas, chosen, draws, rng)
    p_value = _p_function(parts, flips)
    estimate = parts.estimate
    step = parts.error(estimate)
    return BootstrapTest(
        estimate=estimate,
        p_value=p_value(0.0),
        low=_end(p_value, estimate, -step, 1 - level),
        high=_end(p_value, estimate, step, 1 - level),
        draws=len(flips),
        signs=chosen,
        treated=treated,
        comparison=comparison,
    )


def _flips(areas: int, signs: Signs, draws: int, rng: np.random.Generator) -> np.ndarray:
    if signs == "rademacher" and areas <= ENUMERATED and 2**areas <= draws:
        return np.array(list(product([-1.0, 1.0], repeat=areas)))
    points = np.array([-1.0, 1.0]) if signs == "rademacher" else np.concatenate([-WEBB, WEBB])
    return rng.choice(points, size=(draws, areas))


def _p_function(parts: Partialled, flips: np.ndarray) -> Callable[[float], float]:
    """The p-value as a function of the effect under the null.

    Residuals under the null are linear in it, so a draw's effect is linear and its squared error
    quadratic: five numbers a draw serve every null.
    """
    spread = float(parts.reform @ parts.reform)
    effects, scores = [], []
    for residual in (parts.outcome, parts.reform):
        sums, matrix = _area_matrices(parts, residual)
        effects.append(flips @ sums / spread)
        scores.append(flips @ matrix.T)
    squares = [(scores[i] * scores[j]).sum(axis=1) for i, j in ((0, 0), (0, 1), (1, 1))]
    estimate, error = parts.estimate, parts.error(parts.estimate)
    scale = parts.correction / spread**2

    def p_value(null: float) -> float:
        squared = squares[0] - 2 * null * squares[1] + null**2 * squares[2]
        errors = np.sqrt(scale * np.maximum(squared, 0))
        observed = abs(estimate - null) / error
        effect = np.abs(effects[0] - null * effects[1])
        # NOTE: rounding must not make a draw that is as large a smaller one
        return float((effect >= observed * errors * (1 - 1e-9) - 1e-12 * error).mean())

    return p_value


def _area_matrices(parts: Partialled, residual: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each area's score, and what flipping area h does to area g's score after refitting."""
    own = parts.by_area(parts.reform * residual)
    columns = range(parts.basis.shape[1])
    left = np.column_stack([parts.by_area(parts.reform * parts.basis[:, c]) for c in columns])
    right = np.column_stack([parts.by_area(residual * parts.basis[:, c]) for c in columns])
    share = parts.by_area(parts.reform**2) / float(parts.reform @ parts.reform)
    return own, np.diag(own) - left @ right.T - np.outer(share, own)


def _end(p_value: Callable[[float], float], start: float, step: float, alpha: float) -> float:
    """Where the p-value falls to alpha, going from the estimate by `step`; infinite if nowhere."""
    inside, outside = start, start + step
    for _ in range(60):
        if p_value(outside) <= alpha:
            break
        inside, outside = outside, outside + (outside - start)
    else:
        return float(np.copysign(np.inf, step))
    for _ in range(50):
        middle = (inside + outside) / 2
        inside, outside = (inside, middle) if p_value(middle) <= alpha else (middle, outside)
    return outside
