"""Knows how effects run with the time since the reform: the table behind an event-study picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy import stats

from shequ_eval.analysis.effects.group_time import GroupTimeEffects, covariance_of

Kind = Literal["event_time", "cohort"]
COLUMNS = [
    "estimate", "std_error", "low", "high", "band_low", "band_high", "cohorts", "treated",
    "withheld",
]  # fmt: skip


@dataclass(frozen=True)
class Averages:
    """Effects averaged by time since the reform or by cohort, and their overall mean.

    `table` starts with event_time (waves since the reform, −1 the wave before it) or cohort, then
    estimate, std_error, pointwise interval (low, high), band that holds for all rows at once
    (band_low, band_high), cohorts, treated (areas behind the row) and withheld (why a row has no
    error: fewer than five areas on a side). `overall` is one such row.
    """

    table: pd.DataFrame
    overall: pd.Series
    level: float


def average_effects(
    effects: GroupTimeEffects,
    by: Kind,
    rng: np.random.Generator,
    level: float = 0.95,
    draws: int = 2000,
) -> Averages:
    """Average effects over cohorts, weighted by how many areas each has (Callaway, Sant'Anna 2021).

    By event time, the overall mean is that of the waves from the reform on, each wave alike; by
    cohort, each cohort's mean since its reform, weighted by its areas. The error counts that the
    cohorts' shares are estimated too. Bands are from the greatest of the absolute t values in
    `draws` multiplier draws over areas.

    Examples
    --------
    By hand, one cohort: its effects are their own averages.

    >>> from shequ_eval.analysis.effects.panel import area_panel
    >>> from shequ_eval.analysis.effects.group_time import group_time_effects
    >>> rows = pd.DataFrame({"zone": [*"aaabbb"], "year": [0, 1, 2] * 2,
    ...                      "score": [67, 70, 80, 67, 70, 72], "reform": [2] * 3 + [None] * 3})
    >>> told = group_time_effects(area_panel(rows, "zone", "year", "score", "reform"))
    >>> averaged = average_effects(told, "event_time", np.random.default_rng(1))
    >>> averaged.table[["event_time", "estimate", "withheld"]].values.tolist()
    [[-1, 0.0, 'least_side'], [0, 8.0, 'least_side']]
    """
    table = effects.table.assign(
        event_time=_event_times(effects.table),
        share=_shares(effects),
        row=range(len(effects.table)),
    )
    shown = table if by == "event_time" else table[table["after"]]
    groups = list(shown.groupby(by, sort=True))
    averages = [_average(effects, rows, by) for _, rows in groups]
    influence = np.column_stack([one for _, one in averages])
    told = pd.DataFrame({by: [key for key, _ in groups]})
    told["estimate"] = [estimate for estimate, _ in averages]
    told["cohorts"] = [rows["cohort"].nunique() for _, rows in groups]
    told["treated"] = [int(rows.drop_duplicates("cohort")["treated"].sum()) for _, rows in groups]
    told["withheld"] = [_withheld(bool(rows["carried"].all())) for _, rows in groups]
    told = _with_intervals(told, influence, level, rng, draws)
    return Averages(told[[by, *COLUMNS]], _overall(effects, told, influence, by, level), level)


def _event_times(table: pd.DataFrame) -> pd.Series:
    """Waves since the reform: 0 is the first wave under it, −1 the last before."""
    waves = np.sort(np.unique(table["time"]))
    first = np.searchsorted(waves, table["cohort"].to_numpy())
    own = np.searchsorted(waves, table["time"].to_numpy())
    return pd.Series(own - first, index=table.index)


def _shares(effects: GroupTimeEffects) -> pd.Series:
    return effects.table["treated"] / effects.areas


def _average(effects: GroupTimeEffects, rows: pd.DataFrame, by: Kind) -> tuple[float, np.ndarray]:
    """The weighted mean of some rows, with each area's influence on it.

    Within a cohort waves count alike. Over cohorts the weights are the cohorts' shares of areas,
    which an area moves too.
    """
    estimates, influence = rows["estimate"].to_numpy(), effects.influence[:, rows["row"]]
    if by == "cohort":
        return float(estimates.mean()), influence.mean(axis=1)
    return weighted_by_share(
        estimates, influence, rows["share"].to_numpy(), rows["cohort"].to_numpy(), effects.cohorts
    )


def weighted_by_share(
    estimates: np.ndarray,
    influence: np.ndarray,
    shares: np.ndarray,
    cohorts: np.ndarray,
    of_area: np.ndarray,
) -> tuple[float, np.ndarray]:
    """A mean weighted by cohorts' shares of areas, with the influence of areas on both parts."""
    weights = shares / shares.sum()
    estimate = float(weights @ estimates)
    member = (of_area[:, None] == cohorts[None, :]).astype(float) - shares
    moved = member @ (estimates - estimate) / shares.sum()
    return estimate, influence @ weights + moved


def _overall(
    effects: GroupTimeEffects, told: pd.DataFrame, influence: np.ndarray, by: Kind, level: float
) -> pd.Series:
    if by == "event_time":
        after = (told["event_time"] >= 0).to_numpy()
        estimate = float(told["estimate"][after].mean())
        one = influence[:, after].mean(axis=1)
    else:
        after = np.ones(len(told), dtype=bool)
        estimate, one = weighted_by_share(
            told["estimate"].to_numpy(),
            influence,
            told["treated"].to_numpy() / effects.areas,
            told["cohort"].to_numpy(),
            effects.cohorts,
        )
    withheld = _withheld(bool((told["withheld"][after] == "").all()))
    error = _error(covariance_of(one[:, None])[0, 0], withheld)
    reach = float(stats.norm.ppf((1 + level) / 2)) * error
    return pd.Series(
        {
            "estimate": estimate,
            "std_error": error,
            "low": estimate - reach,
            "high": estimate + reach,
            "withheld": withheld,
        }
    )


def _withheld(carried: bool) -> str:
    return "" if carried else "least_side"


def _error(variance: float, withheld: str) -> float:
    return float("nan") if withheld else float(np.sqrt(variance))


def _with_intervals(
    told: pd.DataFrame,
    influence: np.ndarray,
    level: float,
    rng: np.random.Generator,
    draws: int,
) -> pd.DataFrame:
    variances = np.diag(covariance_of(influence))
    pairs = zip(variances, told["withheld"], strict=True)
    told["std_error"] = [_error(variance, withheld) for variance, withheld in pairs]
    wide = _band(influence[:, (told["withheld"] == "").to_numpy()], level, rng, draws)
    for low, high, times in (
        ("low", "high", float(stats.norm.ppf((1 + level) / 2))),
        ("band_low", "band_high", wide),
    ):
        told[low] = told["estimate"] - times * told["std_error"]
        told[high] = told["estimate"] + times * told["std_error"]
    return told


def _band(influence: np.ndarray, level: float, rng: np.random.Generator, draws: int) -> float:
    """How many standard errors hold for all rows at once; NaN where none has an error."""
    spread = np.sqrt((influence**2).sum(axis=0))
    moving = spread > 0
    if not moving.any():
        return float("nan")
    signs = rng.choice([-1.0, 1.0], size=(draws, len(influence)))
    greatest = np.abs(signs @ influence[:, moving] / spread[moving]).max(axis=1)
    # NOTE: never narrower than the pointwise interval
    return max(float(np.quantile(greatest, level)), float(stats.norm.ppf((1 + level) / 2)))
