"""Knows how many respondents a change in a mean would need; knows no survey."""

from __future__ import annotations

from itertools import product
from math import ceil, sqrt

import pandas as pd
from scipy.stats import norm
from statsmodels.stats.power import NormalIndPower

from shequ_eval.vocabulary.codebook import PowerAssumptions

SIZE_COLUMNS = [
    "standard_deviation", "design_effect", "respondents_per_wave", "change", "alpha", "power",
]  # fmt: skip


def respondents_per_wave(
    change: float, standard_deviation: float, design_effect: float, alpha: float, power: float
) -> int:
    """Respondents in each of two independent waves that would show a change of `change` points.

    Two-sided normal test of a difference of two means with equal sizes, times the design effect
    (Cohen 1988, section 2.4; Kish 1965). All of it is assumption but the change.

    Raises
    ------
    ValueError
        The change, spread or design effect is not above zero.

    Examples
    --------
    By hand: 2 × (1.959964 + 0.841621)² × (15 ÷ 0.23)² = 66,767.1, rounded up.

    >>> respondents_per_wave(0.23, 15, 1.0, 0.05, 0.8)
    66768
    """
    if min(abs(change), standard_deviation, design_effect) <= 0:
        raise ValueError(
            "变化、标准差与设计效应须大于零 change, spread and deff must be above zero"
        )
    simple = NormalIndPower().solve_power(
        effect_size=abs(change) / standard_deviation, alpha=alpha, power=power, ratio=1.0
    )
    return ceil(float(simple) * design_effect)


def change_bounds(
    change: float, respondents: int, standard_deviation: float, design_effect: float, alpha: float
) -> tuple[float, float]:
    """The confidence bounds of a change in a mean between two waves of so many respondents.

    Two-sided at `alpha`, both waves independent and of one size and spread; the spread and the
    design effect are assumptions (Kish 1965).

    Examples
    --------
    By hand: 0.23 ± 1.959964 × 15 × √(2 ÷ 1,000) = 0.23 ± 1.3148.

    >>> [round(end, 4) for end in change_bounds(0.23, 1000, 15, 1.0, 0.05)]
    [-1.0848, 1.5448]
    """
    reach = norm.isf(alpha / 2) * standard_deviation * sqrt(2 * design_effect / respondents)
    return change - float(reach), change + float(reach)


def sizes_for_published_change(
    observations: pd.DataFrame, assumed: PowerAssumptions
) -> pd.DataFrame:
    """The sizes for the satisfaction change that the observations hold; empty where none is.

    Of several published changes the smallest is taken: it asks for most.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> codebook = read_codebook(find_data_root())
    >>> change = {"indicator_id": "satisfaction_score_change", "absence": "", "value": 0.23}
    >>> sizes = sizes_for_published_change(pd.DataFrame([change]),
    ...                                    codebook.comparability.power_assumptions)
    >>> sizes[["standard_deviation", "design_effect", "respondents_per_wave"]].values.tolist()[0]
    [10.0, 1.0, 29675.0]
    """
    changes = observations[
        observations["indicator_id"].eq("satisfaction_score_change")
        & observations["absence"].eq("")
        & observations["value"].notna()
    ]
    if changes.empty:
        return pd.DataFrame(columns=SIZE_COLUMNS)
    return sample_size_table(float(changes["value"].abs().min()), assumed)


def sample_size_table(change: float, assumed: PowerAssumptions) -> pd.DataFrame:
    """The size for every assumed spread and design effect, one row each, in their order.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> codebook = read_codebook(find_data_root())
    >>> table = sample_size_table(0.23, codebook.comparability.power_assumptions)
    >>> table["respondents_per_wave"].tolist()[:3]
    [29675, 44512, 59349]
    """
    rows = [
        {
            "standard_deviation": spread,
            "design_effect": effect,
            "respondents_per_wave": respondents_per_wave(
                change, spread, effect, assumed.alpha, assumed.power
            ),
            "change": change,
            "alpha": assumed.alpha,
            "power": assumed.power,
        }
        for spread, effect in product(assumed.standard_deviations, assumed.design_effects)
    ]
    return pd.DataFrame(rows, columns=SIZE_COLUMNS)
