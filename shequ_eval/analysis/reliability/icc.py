"""Knows the six intraclass correlations of a panel with intervals; chooses none of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from shequ_eval.analysis.reliability.ratings import complete_ratings, require_variation

Span = tuple[float, float, float]


def intraclass_correlations(ratings: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """The six forms of Shrout and Fleiss (1979), each with its F test and interval.

    `ratings` has a row a unit, a column a rater, no gap. ICC1: each unit has raters of its own;
    ICC2: these raters stand for others, and their level counts (agreement); ICC3: only these
    raters, levels aside (consistency). With k: the mean of the raters. Columns: form, icc, low,
    high, f, df1, df2, p_value. Intervals of ICC2 after McGraw and Wong (1996, table 7).

    Raises
    ------
    RefusedMethodError
        Fewer than two raters or five units; a missing rating; or all ratings are equal.

    Examples
    --------
    By hand: the second rater adds exactly one, so ICC3 is 1; units have mean square 5, raters
    2.5, no rest, so ICC2 = 5 / (5 + 2 × 2.5 / 5) = 5/6.

    >>> given = pd.DataFrame({"one": [1, 2, 3, 4, 5], "two": [2, 3, 4, 5, 6]})
    >>> intraclass_correlations(given).set_index("form")["icc"].round(4).loc[["ICC2", "ICC3"]]
    form
    ICC2    0.8333
    ICC3    1.0000
    Name: icc, dtype: float64
    """
    given = complete_ratings(ratings)
    require_variation(float(np.ptp(given)) > 0, "ICC")
    units, raters = given.shape
    between, rater, rest = _mean_squares(given)
    # Within units: the raters' differences and the rest together.
    within = (rater * (raters - 1) + rest * (units - 1) * (raters - 1)) / (units * (raters - 1))
    one_way = (between, within, units - 1, units * (raters - 1))
    two_way = (between, rest, units - 1, (units - 1) * (raters - 1))
    spans = {
        "ICC1": _ratio_span(*one_way, raters, level),
        "ICC2": _agreement(between, rater, rest, units, raters, level),
        "ICC3": _ratio_span(*two_way, raters, level),
    }
    spans |= {f"{form}k": _of_mean(span, raters) for form, span in spans.items()}
    tests = {
        form: _test(*(one_way if form.startswith("ICC1") else two_way)) for form in sorted(spans)
    }
    rows = [(form, *spans[form], *tests[form]) for form in spans]
    return pd.DataFrame(rows, columns=["form", "icc", "low", "high", "f", "df1", "df2", "p_value"])


def _mean_squares(given: np.ndarray) -> tuple[float, float, float]:
    """Between units, between raters, and the rest."""
    units, raters = given.shape
    centre, rows, columns = given.mean(), given.mean(axis=1), given.mean(axis=0)
    rest = given - rows[:, None] - columns[None, :] + centre
    return (
        float(raters * ((rows - centre) ** 2).sum() / (units - 1)),
        float(units * ((columns - centre) ** 2).sum() / (raters - 1)),
        float((rest**2).sum() / ((units - 1) * (raters - 1))),
    )


def _ratio_span(upper: float, lower: float, df1: int, df2: int, raters: int, level: float) -> Span:
    """(F − 1) / (F + k − 1) of a ratio of mean squares, and of the ends that F may have."""
    if lower <= 1e-14 * upper:
        return (1.0, 1.0, 1.0)
    ratio, side = upper / lower, (1 + level) / 2
    low, high = ratio / stats.f.ppf(side, df1, df2), ratio * stats.f.ppf(side, df2, df1)
    point, bottom, top = ((f - 1) / (f + raters - 1) for f in (ratio, float(low), float(high)))
    return point, bottom, top


def _agreement(
    between: float, rater: float, rest: float, units: int, raters: int, level: float
) -> Span:
    """ICC2 with its interval by Satterthwaite's degrees (McGraw and Wong 1996)."""
    icc = (between - rest) / (between + (raters - 1) * rest + raters * (rater - rest) / units)
    if rest <= 1e-14 * between:
        # NOTE: with no rest the interval's degrees are the raters' alone
        rest = 0.0
    a = raters * icc / (units * (1 - icc)) if icc < 1 else np.inf
    if not np.isfinite(a):
        return (1.0, 1.0, 1.0)
    b = 1 + raters * icc * (units - 1) / (units * (1 - icc))
    degrees = (a * rater + b * rest) ** 2 / (
        (a * rater) ** 2 / (raters - 1) + (b * rest) ** 2 / ((units - 1) * (raters - 1))
    )
    side = (1 + level) / 2
    f_low, f_high = stats.f.ppf(side, units - 1, degrees), stats.f.ppf(side, degrees, units - 1)
    noise = raters * rater + (raters * units - raters - units) * rest
    low = units * (between - f_low * rest) / (f_low * noise + units * between)
    high = units * (f_high * between - rest) / (noise + units * f_high * between)
    return float(icc), float(low), float(high)


def _of_mean(span: Span, raters: int) -> Span:
    """Spearman–Brown: what one rater's correlation gives for the mean of k."""
    point, low, high = (_stepped_up(end, raters) for end in span)
    return point, low, high


def _stepped_up(icc: float, raters: int) -> float:
    spread = 1 + (raters - 1) * icc
    return raters * icc / spread if spread > 0 else float("-inf")


def _test(upper: float, lower: float, df1: int, df2: int) -> tuple[float, int, int, float]:
    ratio = upper / lower if lower > 1e-14 * upper else float("inf")
    return ratio, df1, df2, float(stats.f.sf(ratio, df1, df2))
