"""Knows the difference and the ratio of two figures that the gate lets stand; refuses the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from shequ_eval.analysis.intervals import Interval
from shequ_eval.vocabulary.parameters import Override

ALLOWED = ("comparable", "caveat", "overruled")


class RefusedComparisonError(ValueError):
    """A difference or a ratio was asked for that the gate refuses."""


def apply_overrides(pairs: pd.DataFrame, overrides: Sequence[Override]) -> pd.DataFrame:
    """The pairs with an evaluator's overrides: verdict overruled, with `reason` and `by`.

    The gate's own `reasons` stay beside it. A pair that already may be compared is left as it is.

    Examples
    --------
    >>> pairs = pd.DataFrame({"indicator_id": ["grids_basic"], "first": ["l1"], "second": ["z1"],
    ...     "first_zone": ["lishui"], "second_zone": ["zhenhai"], "verdict": ["not_comparable"]})
    >>> from shequ_eval.vocabulary.parameters import Override
    >>> overruled = Override(indicator="grids_basic", zones=["lishui", "zhenhai"],
    ...                      reason="两地网格按同一办法划分", by="评价人甲")
    >>> apply_overrides(pairs, [overruled])[["verdict", "override_by"]].values.tolist()
    [['overruled', '评价人甲']]
    """
    table = pairs.assign(override_reason="", override_by="")
    for override in overrides:
        chosen = (
            table["indicator_id"].eq(override.indicator)
            & table["first_zone"].isin(override.zones)
            & table["second_zone"].isin(override.zones)
            & ~table["verdict"].isin(ALLOWED)
        )
        table.loc[chosen, "verdict"] = "overruled"
        table.loc[chosen, "override_reason"] = override.reason
        table.loc[chosen, "override_by"] = override.by
    return table


def allowed_differences(pairs: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """For every pair that may be compared, both figures, their difference and their ratio.

    Bounds are carried through (first minus second, first over second): an open side stays open.
    Refused pairs are not in the result. Columns: those of `pairs`, then first_low, first_value,
    first_high, second_…, difference_low, difference_value, difference_high, ratio_….

    Examples
    --------
    >>> pairs = pd.DataFrame({"indicator_id": ["grids_basic"], "first": ["l1"], "second": ["z1"],
    ...     "first_zone": ["lishui"], "second_zone": ["zhenhai"], "verdict": ["not_comparable"]})
    >>> figures = pd.DataFrame({"observation_id": ["l1", "z1"], "low": [9.0, 6.0],
    ...                         "value": [9.0, 6.0], "high": [9.0, 6.0]})
    >>> len(allowed_differences(pairs, figures))
    0
    >>> told = allowed_differences(pairs.assign(verdict="caveat"), figures)
    >>> told[["difference_value", "ratio_value"]].values.tolist()
    [[3.0, 1.5]]
    """
    rows = observations.set_index("observation_id")
    kept = pairs[pairs["verdict"].isin(ALLOWED)].reset_index(drop=True)
    found = [
        difference_of(rows.loc[pair["first"]], rows.loc[pair["second"]], pair["verdict"])
        for pair in kept.to_dict("records")
    ]
    return kept.join(pd.DataFrame(found, columns=COLUMNS))


def difference_of(first: Any, second: Any, verdict: str) -> dict[str, float | None]:
    """Two figures with their difference and ratio, bounds carried through.

    Raises
    ------
    RefusedComparisonError
        The gate's verdict does not let them be compared.

    Examples
    --------
    At least 12 against 10 to 11: the difference is at least 1, with no upper end.

    >>> told = difference_of(
    ...     {"low": 12, "value": 12, "high": None}, {"low": 10, "value": None, "high": 11}, "caveat"
    ... )
    >>> told["difference_low"], told["difference_value"], told["difference_high"]
    (1.0, None, None)
    """
    if verdict not in ALLOWED:
        raise RefusedComparisonError(
            f"{verdict}: 不得相减或相除 no difference or ratio may be drawn"
        )
    one, two = (Interval.of(row["low"], row["value"], row["high"]) for row in (first, second))
    ratio = one.over(two) if two.low is not None and two.low > 0 else Interval(None, None, None)
    spans = {"first": one, "second": two, "difference": one.minus(two), "ratio": ratio}
    return {
        f"{name}_{end}": getattr(span, end)
        for name, span in spans.items()
        for end in ("low", "value", "high")
    }


COLUMNS = [
    f"{name}_{end}"
    for name in ("first", "second", "difference", "ratio")
    for end in ("low", "value", "high")
]
