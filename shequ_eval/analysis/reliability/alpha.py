"""Knows Cronbach's alpha of a scale with its interval; takes no high alpha for validity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from shequ_eval.analysis.refusals import require
from shequ_eval.analysis.reliability.answers import complete_answers
from shequ_eval.analysis.survey.design import SurveyDesign


@dataclass(frozen=True)
class Alpha:
    """Alpha with its interval, the standardised alpha, and what they rest on.

    `interval` says how the bounds were found: feldt (equal weights, normal answers) or
    linearised (a sampling design; any distribution). `dropped` counts rows with a gap.
    """

    alpha: float
    low: float
    high: float
    standardised: float
    items: int
    n: int
    dropped: int
    interval: str
    level: float


def cronbach_alpha(
    items: pd.DataFrame, design: SurveyDesign | None = None, level: float = 0.95
) -> Alpha:
    """Cronbach's alpha: k/(k−1) times one less the item variances over the total's variance.

    `items` has a row a respondent, a column an item, all scored in one direction; rows with a gap
    are left out and counted. With a design, variances are weighted and the interval is linearised
    over it, for any distribution (Maydeu-Olivares, Coffman and Hartmann 2007); without one it is
    Feldt's (1965), which takes the answers for normal and the respondents for independent.

    Raises
    ------
    RefusedMethodError
        See `complete_answers`; or the total of the items does not vary.

    Examples
    --------
    By hand: both items have variance 1.25 and share 0.75 (over n), so their total has 4, and
    alpha = 2 × (1 − 2.5/4) = 0.75.

    >>> scale = pd.DataFrame({"a": [1, 2, 3, 4] * 3, "b": [2, 1, 4, 3] * 3})
    >>> round(cronbach_alpha(scale).alpha, 12)
    0.75
    """
    answers = complete_answers(items)
    kept = items.index.get_indexer(answers.index)
    weights = np.ones(len(answers)) if design is None else design.weights[kept]
    covariance = weighted_covariance(answers.to_numpy(), weights)
    alpha = alpha_of(covariance)
    if design is None:
        low, high = _feldt(alpha, len(answers), answers.shape[1], level)
    else:
        low, high = _linearised(answers.to_numpy(), weights, kept, len(items), design, level)
    spread = np.sqrt(np.diag(covariance))
    return Alpha(
        alpha=alpha,
        low=low,
        high=high,
        standardised=alpha_of(covariance / np.outer(spread, spread)),
        items=answers.shape[1],
        n=len(answers),
        dropped=len(items) - len(answers),
        interval="feldt" if design is None else "linearised",
        level=level,
    )


def weighted_covariance(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The weighted covariance of the columns, over the sum of weights.

    >>> weighted_covariance(np.array([[1.0], [3.0]]), np.array([3.0, 1.0]))
    array([[0.75]])
    """
    centred = values - np.average(values, axis=0, weights=weights)
    return np.asarray((centred * weights[:, None]).T @ centred / weights.sum())


def alpha_of(covariance: np.ndarray) -> float:
    """Alpha of a covariance matrix of items.

    Raises
    ------
    RefusedMethodError
        The items cancel out: their total does not vary.

    Examples
    --------
    Three items of variance 1 that share 0.5 each: 3/2 × (1 − 3/6) = 0.75.

    >>> alpha_of(np.array([[1, .5, .5], [.5, 1, .5], [.5, .5, 1]]))
    0.75
    """
    items, total = len(covariance), float(covariance.sum())
    require(
        total > 1e-12 * float(np.trace(covariance)),
        "varying_total",
        "各题相加后人人同分，总分没有方差；请先把反向题转为同一方向。",
        "The items cancel out, so the total has no variance; turn reversed items round first.",
    )
    return items / (items - 1) * (1 - float(np.trace(covariance)) / total)


def _feldt(alpha: float, n: int, items: int, level: float) -> tuple[float, float]:
    """(1 − alpha) over (1 − its estimate) follows F with (n−1)(k−1) and n−1 degrees, turned."""
    tail, shape = (1 - level) / 2, (n - 1, (n - 1) * (items - 1))
    low, high = (1 - (1 - alpha) * stats.f.ppf(side, *shape) for side in (1 - tail, tail))
    return float(low), float(high)


def _linearised(
    answers: np.ndarray,
    weights: np.ndarray,
    kept: np.ndarray,
    rows: int,
    design: SurveyDesign,
    level: float,
) -> tuple[float, float]:
    """The interval from the influence of each respondent on alpha; rows with a gap have none."""
    covariance = weighted_covariance(answers, weights)
    total, items = float(covariance.sum()), answers.shape[1]
    centred = answers - np.average(answers, axis=0, weights=weights)
    own = (centred**2).sum(axis=1) - float(np.trace(covariance))
    together = centred.sum(axis=1) ** 2 - total
    slope = own / total - together * float(np.trace(covariance)) / total**2
    scores, mask = np.zeros((rows, 1)), np.zeros(rows, dtype=bool)
    scores[kept, 0] = -items / (items - 1) * slope / weights.sum()
    mask[kept] = True
    error = float(np.sqrt(design.score_variance(scores)[0, 0]))
    reach = float(stats.t.ppf((1 + level) / 2, design.degrees_of_freedom(mask))) * error
    alpha = alpha_of(covariance)
    return alpha - reach, alpha + reach
