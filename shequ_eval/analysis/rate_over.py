"""Knows what a count comes to over its population, and how far other populations would move it.

The main result stands on a denominator of a permitted kind and quality, and on that alone; what
estimated, interpolated or unverified ones would make of it is kept apart, as a range that tells
how sensitive the result is.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.analysis.intervals import Interval

Row = dict[Any, Any]
COLUMNS_OF_DENOMINATOR = [
    "denominator_id", "denominator", "denominator_year", "denominator_count_type",
    "denominator_quality", "denominator_basis", "denominator_coverage", "alternatives",
]  # fmt: skip
# The bounds over the main denominator alone, and the denominators of the range that carry none.
MAIN_BOUNDS = ["main_low", "main_high", "not_admitted"]
# Of the best count that lies near enough and must not carry a main result, where there is no other.
HELD_BACK = ["held_back_id", "held_back_quality", "held_back_count_type"]


def rate_over(numerator: Interval, usable: pd.DataFrame, per: float) -> Row:
    """A count over its main denominator, with the range over all that may stand beside it.

    `value`, `main_low` and `main_high` are over the main denominator. `low` and `high` are the
    sensitivity range: the least and the greatest over every denominator near enough, with those
    that may carry no main result, which `not_admitted` names as (year, kind, quality). Where no
    denominator of a permitted kind lies near enough there is no rate: an estimated one alone
    never carries a main result. The best of those is then named in `held_back_id`, with its
    quality and kind.

    Examples
    --------
    By hand, 500 on 50,000 are 100 per 10,000; on the interpolated 40,000 they would be 125:

    >>> usable = pd.DataFrame({"denominator_id": ["d1", "d2"], "role": ["main", "alternative"],
    ...     "value": [50000.0, 40000.0], "year": [2020, 2017], "basis": ["常住", "常住"],
    ...     "count_type": ["census", "interpolated"], "quality": ["official_read", "estimated"],
    ...     "coverage": ["whole_zone", "whole_zone"]})
    >>> at_most = rate_over(Interval(None, 500, 500), usable, 10000)
    >>> at_most["main_high"], at_most["high"], at_most["not_admitted"]
    (100.0, 125.0, ((2017, 'interpolated', 'estimated'),))
    >>> remembered = usable.tail(1).reset_index(drop=True)
    >>> rate_over(Interval(500, 500, 500), remembered, 10000)["value"] is None
    True
    """
    if usable.empty:
        return no_rate_over()
    if usable.at[0, "role"] != "main":
        names = ("denominator_id", "quality", "count_type")
        return no_rate_over() | {
            key: usable.at[0, name] for key, name in zip(HELD_BACK, names, strict=True)
        }
    results = [numerator.over(Interval(v, v, v), per) for v in usable["value"].astype(float)]
    main, first = usable.iloc[0], results[0]
    ends = [end for result in results for end in (result.low, result.value) if end is not None]
    tops = [result.high for result in results if result.high is not None]
    beside = usable[usable["role"].eq("alternative")]
    return {
        "value": first.value,
        "low": None if numerator.low is None else min(ends),
        "high": None if numerator.high is None else max(tops),
        "main_low": first.low,
        "main_high": first.high,
        "not_admitted": tuple(
            (int(row["year"]), str(row["count_type"]), str(row["quality"]))
            for row in beside.to_dict("records")
        ),
        "denominator_id": main["denominator_id"],
        "denominator": float(main["value"]),
        "denominator_year": int(main["year"]),
        "denominator_count_type": main["count_type"],
        "denominator_quality": main["quality"],
        "denominator_basis": main["basis"],
        "denominator_coverage": main["coverage"],
        "alternatives": tuple(usable["denominator_id"].iloc[1:]),
        **dict.fromkeys(HELD_BACK),
    }


def no_rate_over() -> Row:
    """The row of a count without a denominator: every number of it missing.

    >>> no_rate_over()["value"] is None, no_rate_over()["not_admitted"]
    (True, ())
    """
    numbers: Row = {"value": None, "low": None, "high": None, "main_low": None, "main_high": None}
    empty = dict.fromkeys([*COLUMNS_OF_DENOMINATOR, *HELD_BACK], None)
    return numbers | empty | {"alternatives": (), "not_admitted": ()}
