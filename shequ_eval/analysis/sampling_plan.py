"""Knows how many communities and households a survey needs, and what it costs; draws no sample.

Two stages in each street: communities, then households in them. With m households in each of a
communities, of A with M households each, the variance of a mean is (Cochran 1977, chapter 10;
Kish 1965, chapter 5)

    S² × [ ρ (1 − a/A) / a  +  (1 − ρ)(1 − m/M) / (a m) ]

which without corrections is S² (1 + (m − 1) ρ) / (a m). Intervals use t with the communities less
the streets, as the estimates will.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from shequ_eval.analysis.refusals import RefusedMethodError, require

USUAL_TAKE, MOST_TAKE = 10, 200  # answers in a community: without costs, and that are tried
LEAST_ALIKE = 0.01  # ρ below which the range of takes that are tried grows no more
LEAST_COMMUNITIES = 3  # in a street: two leave one degree of freedom and a useless interval


@dataclass(frozen=True)
class PlanTerms:
    """What an evaluator wants and assumes; money in yuan.

    `margin` is half the width of each street's interval, in the unit of the answers; `spread` the
    standard deviation of an answer (0.5 for a share near a half); `alike` is ρ, how alike answers
    of one community are; `response_share` answers over addresses issued; `weighting` the loss by
    unequal weights (Kish's 1 + cv²).
    """

    margin: float
    spread: float = 0.5
    alike: float = 0.05
    response_share: float = 0.6
    weighting: float = 1.0
    confidence: float = 0.95
    community_cost: float = 0.0
    visit_cost: float = 0.0
    interview_cost: float = 0.0
    take: int | None = None

    def __post_init__(self) -> None:
        bounds = {
            "margin": self.margin > 0,
            "spread": self.spread > 0,
            "alike": 0 <= self.alike < 1,
            "response_share": 0 < self.response_share <= 1,
            "weighting": self.weighting >= 1,
            "confidence": 0.5 < self.confidence < 1,
            "costs": min(self.community_cost, self.visit_cost, self.interview_cost) >= 0,
            "take": self.take is None or self.take >= 1,
        }
        wrong = ", ".join(name for name, holds in bounds.items() if not holds)
        require(
            not wrong,
            "plan_terms",
            f"取值不合理：{wrong}。",
            f"Out of range: {wrong}.",
        )


def best_take(inhabited: pd.DataFrame, terms: PlanTerms) -> int:
    """Households in each community at the least cost of the whole plan, by trying them all.

    Every take is tried up to the largest that any rule would propose, √(cost of a community /
    cost of an answer × (1 − ρ) / ρ) of Kish (1965, section 8.3) three times over: that rule knows
    neither finite populations nor degrees of freedom, which ask for more communities and fewer
    answers in each. Of equal costs the smaller take. Where no take reaches the margin it is the
    largest tried; where nothing is known of costs it is 10.

    Examples
    --------
    Kish's rule says √(900 / 100 × 0.95 / 0.05) = 13 answers in each of 13 of 40 communities, for
    13 × (900 + 1,300) = 28,600 yuan; 11 in each of 14 are cheaper: 14 × (900 + 1,100) = 28,000.

    >>> frame = pd.DataFrame({"street": "A", "community": range(40), "households": 1000})
    >>> best_take(
    ...     frame, PlanTerms(0.1, response_share=1, community_cost=900, interview_cost=100)
    ... )
    11
    """
    if terms.take is not None:
        return terms.take
    answer = terms.interview_cost + terms.visit_cost / terms.response_share
    if min(terms.community_cost, answer) <= 0:
        return USUAL_TAKE
    rule = sqrt(terms.community_cost / answer * (1 - terms.alike) / max(terms.alike, LEAST_ALIKE))
    smallest = int(inhabited.groupby("street")["households"].min().max())
    tried = range(1, min(max(ceil(3 * rule), USUAL_TAKE), smallest, MOST_TAKE) + 1)
    within: dict[int, float] = {}
    for take in tried:
        rows = _streets(inhabited, take, terms)
        if all(row["half_width"] <= terms.margin for row in rows):
            within[take] = sum(row["cost"] for row in rows)
    return min(within, key=lambda take: (within[take], take)) if within else tried[-1]


def plan_sample(frame: pd.DataFrame, terms: PlanTerms) -> pd.DataFrame:
    """A row a street, and the whole last (""): what to draw, what it will show, what it costs.

    `frame` has a row a community: street, community, households. Columns: street, communities,
    households, draw (communities), take (answers in each), answers, issue (addresses), deff,
    half_width, df, cost. In each street the fewest communities that keep its half-width within
    the margin are drawn, three at least (or all there are).

    Raises
    ------
    RefusedMethodError
        A street cannot reach the margin even with all its communities; names every one, with
        what it can reach.

    Examples
    --------
    By hand: 40 communities of 1,000, take 10, ρ 0.05; with a drawn, the variance of a share near
    a half is 0.25 × [0.05 (1 − a/40)/a + 0.95 × 0.99/(10 a)]; at a = 13, 0.25 × (0.002596 +
    0.007235) = 0.002458, times t(12) = 2.179: 0.1080; at a = 15 it is 0.0980.

    >>> frame = pd.DataFrame({"street": "A", "community": range(40), "households": 1000})
    >>> told = plan_sample(frame, PlanTerms(margin=0.1, take=10)).iloc[0]
    >>> int(told["draw"]), int(told["answers"]), int(told["issue"]), f"{told['half_width']:.4f}"
    (15, 150, 255, '0.0980')
    """
    require(
        len(frame) > 0 and bool((frame["households"] > 0).any()),
        "households",
        "样本框没有住户。",
        "The frame has no households.",
    )
    inhabited = frame[frame["households"] > 0]
    rows = _streets(inhabited, best_take(inhabited, terms), terms)
    failed = [
        f"{row['street']} {row['half_width']:.3f}"
        for row in rows
        if row["half_width"] > terms.margin
    ]
    if failed:
        raise RefusedMethodError(
            "margin",
            f"抽取全部社区也达不到精度 {terms.margin:g}：{'、'.join(failed)}。"
            "请放宽精度，或提高每社区户数。",
            f"Not within {terms.margin:g} even with every community: {', '.join(failed)}. Widen "
            "the margin, or take more households in each community.",
        )
    table = pd.DataFrame(rows)
    return pd.concat([table, pd.DataFrame([_whole(table, terms)])], ignore_index=True).drop(
        columns="variance"
    )


def _streets(inhabited: pd.DataFrame, take: int, terms: PlanTerms) -> list[dict[str, Any]]:
    return [
        _street(str(street), part["households"].to_numpy(dtype=float), take, terms)
        for street, part in inhabited.groupby("street", sort=False)
    ]


def _street(street: str, households: np.ndarray, take: int, terms: PlanTerms) -> dict[str, Any]:
    """The least draw within the margin, or all communities where none is."""
    there = len(households)
    size = float(households.mean())
    m = min(take, int(households.min()))
    for draw in range(min(LEAST_COMMUNITIES, there), there + 1):
        variance = two_stage_variance(draw, there, m, size, terms)
        df = draw - 1
        # NOTE: all communities drawn leaves no error of that stage; households then count.
        used = df if draw < there else draw * (m - 1)
        half = _half_width(variance, used, terms)
        if half <= terms.margin:
            break
    return {
        "street": street,
        "communities": there,
        "households": float(households.sum()),
        "draw": draw,
        "take": m,
        "answers": draw * m,
        "issue": draw * ceil(m / terms.response_share),
        "deff": terms.weighting * variance_ratio(draw, there, m, size, terms.alike),
        "half_width": half,
        "df": used,
        "cost": _cost(draw, m, terms),
        "variance": variance,
    }


def variance_ratio(draw: int, there: int, take: int, size: float, alike: float) -> float:
    """The design effect of two stages: their variance over that of as many drawn one by one.

    >>> round(variance_ratio(10, 10**9, 11, 10**9, 0.05), 6)
    1.5
    """
    first = alike * (1 - draw / there) / draw
    second = (1 - alike) * (1 - take / size) / (draw * take)
    single = (1 - draw * take / (there * size)) / (draw * take)
    return (first + second) / single if single > 0 else 0.0


def two_stage_variance(draw: int, there: int, take: int, size: float, terms: PlanTerms) -> float:
    """The variance of a street's mean: communities, then households in them.

    >>> two_stage_variance(5, 5, 10, 10, PlanTerms(0.1))
    0.0
    """
    first = terms.alike * (1 - draw / there) / draw
    second = (1 - terms.alike) * (1 - take / size) / (draw * take)
    return terms.weighting * terms.spread**2 * (first + second)


def _half_width(variance: float, df: float, terms: PlanTerms) -> float:
    if variance <= 0:
        return 0.0
    if df < 1:
        return float("inf")
    return float(stdtrit(df, 0.5 + terms.confidence / 2)) * sqrt(variance)


def _cost(draw: int, take: int, terms: PlanTerms) -> float:
    issued = draw * ceil(take / terms.response_share)
    return (
        draw * terms.community_cost + issued * terms.visit_cost + draw * take * terms.interview_cost
    )


def _whole(table: pd.DataFrame, terms: PlanTerms) -> dict[str, Any]:
    """All streets together: each weighs by its households."""
    share = table["households"] / table["households"].sum()
    variance = float((share**2 * table["variance"]).sum())
    sums = {
        name: float(table[name].sum())
        for name in ("communities", "households", "draw", "answers", "issue", "df", "cost")
    }
    alone = terms.spread**2 / sums["answers"]
    return {
        "street": "",
        **sums,
        "take": sums["answers"] / sums["draw"],
        "deff": variance / alone,
        "half_width": _half_width(variance, sums["df"], terms),
        "variance": variance,
    }
