"""Knows which areas were reformed when, and their outcomes wave by wave; estimates nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from shequ_eval.analysis.numeric_columns import numeric_columns
from shequ_eval.analysis.refusals import RefusedMethodError


@dataclass(frozen=True)
class AreaPanel:
    """Outcomes of areas over waves, checked; made by `area_panel`.

    `table` has area, time, outcome, first_treated (NaN: never, a comparison area) and weight;
    several rows may share an area and a wave (respondents). Sorted by area and time.
    """

    table: pd.DataFrame

    @property
    def adoption(self) -> pd.Series:
        """The wave from which each area was reformed, NaN for comparison areas, by area."""
        return self.table.groupby("area", sort=True)["first_treated"].first()

    @property
    def times(self) -> list[float]:
        """The waves, in order."""
        return sorted(float(time) for time in self.table["time"].unique())

    @property
    def means(self) -> pd.DataFrame:
        """The weighted mean of the outcome: a row an area, a column a wave."""
        weighed = self.table.assign(product=self.table["outcome"] * self.table["weight"])
        sums = weighed.groupby(["area", "time"])[["product", "weight"]].sum()
        return (sums["product"] / sums["weight"]).unstack("time")

    def before(self, time: float) -> AreaPanel:
        """The same areas, with only the waves before `time`."""
        return AreaPanel(self.table[self.table["time"] < time].reset_index(drop=True))


def area_panel(
    data: pd.DataFrame,
    area: str,
    time: str,
    outcome: str,
    first_treated: str,
    weight: str | None = None,
) -> AreaPanel:
    """Check and order a long table of outcomes; the arguments name its columns.

    `first_treated` is the first wave under the reform, missing for areas never reformed in the
    data; an area reformed after the last wave counts as never. Waves are numbers (years, rounds).

    Raises
    ------
    RefusedMethodError
        Every fault at once: a missing outcome or wave; a weight that is not above zero; an area
        with two dates of reform; an area that misses a wave; an area reformed from the first wave
        on, which has no "before"; no reformed or no comparison area.

    Examples
    --------
    >>> rows = pd.DataFrame({"zone": ["a", "a", "b", "b"], "year": [1, 2, 1, 2],
    ...                      "score": [70, 80, 70, 72], "reform": [2, 2, None, None]})
    >>> area_panel(rows, "zone", "year", "score", "reform").means.loc["a"].tolist()
    [70.0, 80.0]
    """
    names = {area: "area", time: "time", outcome: "outcome", first_treated: "first_treated"}
    table = data[list(names)].rename(columns=names)
    table["weight"] = 1.0 if weight is None else data[weight].to_numpy()
    numbers = ["time", "outcome", "first_treated", "weight"]
    table[numbers] = numeric_columns(table[numbers])
    faults = _row_faults(table)
    if not faults:
        table.loc[table["first_treated"] > table["time"].max(), "first_treated"] = np.nan
        faults = _area_faults(table)
    if faults:
        rules, zh, en = zip(*faults, strict=True)
        raise RefusedMethodError(", ".join(rules), "；".join(zh) + "。", "; ".join(en) + ".")
    return AreaPanel(table.sort_values(["area", "time"], kind="stable", ignore_index=True))


Fault = tuple[str, str, str]


def _row_faults(table: pd.DataFrame) -> list[Fault]:
    gaps = int(table[["area", "time", "outcome"]].isna().any(axis=1).sum())
    light = int((~(table["weight"] > 0)).sum())
    faults: list[Fault] = []
    if gaps:
        faults.append(
            (
                "no_missing_outcome",
                f"{gaps} 行缺地区、期次或结果，请先剔除并说明",
                f"{gaps} rows lack area, wave or outcome; leave them out first, and say so",
            )
        )
    if light:
        faults.append(
            (
                "weights_above_zero",
                f"{light} 行权重缺失或不大于零",
                f"{light} rows have a weight that is missing or not above zero",
            )
        )
    return faults


def _area_faults(table: pd.DataFrame) -> list[Fault]:
    areas = table.groupby("area")
    dates = areas["first_treated"].nunique(dropna=False)
    waves = areas["time"].nunique()
    adoption = areas["first_treated"].first()
    groups = {
        "one_reform_date": (
            dates.index[dates > 1],
            "改革起始期不唯一的地区",
            "areas with more than one date of reform",
        ),
        "every_wave": (
            waves.index[waves < table["time"].nunique()],
            "缺某一期的地区",
            "areas that miss a wave",
        ),
        "a_wave_before": (
            adoption.index[adoption <= table["time"].min()],
            "从第一期起已改革、没有“改革前”的地区",
            "areas reformed from the first wave on, with no 'before'",
        ),
    }
    faults = [
        (rule, f"{zh}：{'、'.join(map(str, named))}", f"{en}: {', '.join(map(str, named))}")
        for rule, (named, zh, en) in groups.items()
        if len(named)
    ]
    for rule, missing, zh, en in (
        ("a_reformed_area", adoption.isna().all(), "没有改革地区", "no area was reformed"),
        (
            "a_comparison_area",
            adoption.notna().all(),
            "没有对照地区：前后变化不等于效果",
            "there is no comparison area: a change is not an effect",
        ),
    ):
        if missing:
            faults.append((rule, zh, en))
    return faults
