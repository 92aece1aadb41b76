"""A plan keeps what it promises: margins are met, and the variance is that of drawing again."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shequ_eval.analysis.refusals import RefusedMethodError
from shequ_eval.analysis.sampling_plan import PlanTerms, best_take, plan_sample, two_stage_variance


def frame(streets: int = 2, communities: int = 30, households: int = 800) -> pd.DataFrame:
    rows = [
        {"street": f"S{s}", "community": f"S{s}.{c}", "households": households}
        for s in range(streets)
        for c in range(communities)
    ]
    return pd.DataFrame(rows)


@settings(max_examples=40, deadline=None)
@given(
    st.floats(0.05, 0.3),
    st.floats(0, 0.3),
    st.floats(0.2, 1),
    st.integers(2, 40),
    st.integers(1, 60),
)
def test_every_street_is_within_its_margin_or_the_plan_is_refused(
    margin: float, alike: float, response: float, take: int, communities: int
) -> None:
    places = frame(2, communities)
    terms = PlanTerms(margin, alike=alike, response_share=response, take=take)
    try:
        table = plan_sample(places, terms)
    except RefusedMethodError as error:
        assert error.rule == "margin"
        return
    streets, whole = table.iloc[:-1], table.iloc[-1]
    assert (streets["half_width"] <= margin).all()
    assert (streets["draw"] <= streets["communities"]).all()
    assert whole["half_width"] <= streets["half_width"].max()
    assert (streets["issue"] * response >= streets["answers"] - 1e-9).all()
    for column in ("draw", "answers", "issue", "cost", "households"):
        assert whole[column] == pytest.approx(streets[column].sum())


def test_a_narrower_margin_never_draws_fewer_communities() -> None:
    draws = [
        plan_sample(frame(1), PlanTerms(margin, take=12))["draw"].iloc[0]
        for margin in (0.2, 0.15, 0.12, 0.1)
    ]
    assert draws == sorted(draws)
    assert draws[0] < draws[-1]


def test_the_half_width_is_that_of_drawing_communities_and_households_again() -> None:
    """Answers with a community effect of ρ; the mean over draws varies as the plan says."""
    rng = np.random.default_rng(7)
    communities, size, rho, draw, take = 20, 60, 0.2, 6, 8
    effects = rng.normal(0, 1, communities)
    effects = (effects - effects.mean()) / effects.std(ddof=1) * sqrt(rho)
    inside = rng.normal(0, 1, (communities, size))
    inside = inside - inside.mean(axis=1, keepdims=True)
    inside = inside / inside.std(ddof=1) * sqrt(1 - rho)
    answers = effects[:, None] + inside
    means = [
        np.mean(
            [
                rng.choice(answers[c], take, replace=False).mean()
                for c in rng.choice(communities, draw, replace=False)
            ]
        )
        for _ in range(4000)
    ]
    places = frame(1, communities, size)
    terms = PlanTerms(2.0, spread=1.0, alike=rho, take=take)
    planned = two_stage_variance(draw, communities, take, size, terms)
    assert np.var(means) == pytest.approx(planned, rel=0.08)
    assert plan_sample(places, terms)["draw"].iloc[0] == 3


def test_all_communities_and_all_households_leave_no_error() -> None:
    table = plan_sample(frame(1, 4, 10), PlanTerms(0.001, take=10))
    assert table["half_width"].tolist() == [0.0, 0.0]
    assert table["answers"].iloc[0] == 40


def test_dearer_communities_ask_for_more_households_in_each() -> None:
    takes = [
        best_take(frame(), PlanTerms(0.1, community_cost=cost, interview_cost=50))
        for cost in (100, 400, 900)
    ]
    assert takes == sorted(takes) and takes[0] < takes[-1]


@settings(max_examples=15, deadline=None)
@given(
    st.floats(0.06, 0.2),
    st.floats(0, 0.3),
    st.integers(8, 60),
    st.integers(0, 900),
    st.integers(1, 90),
)
def test_no_other_take_is_cheaper_than_the_one_that_is_chosen(
    margin: float, alike: float, communities: int, community_cost: int, interview_cost: int
) -> None:
    places = frame(2, communities)
    terms = PlanTerms(
        margin, alike=alike, community_cost=community_cost, interview_cost=interview_cost
    )
    try:
        chosen = plan_sample(places, terms)["cost"].iloc[-1]
    except RefusedMethodError:
        return
    if not community_cost:
        return  # nothing to weigh answers against
    for take in range(1, 41):
        try:
            other = plan_sample(places, replace(terms, take=take))["cost"].iloc[-1]
        except RefusedMethodError:
            continue
        assert chosen <= other + 1e-9


def test_terms_out_of_range_and_frames_without_people_are_refused_by_name() -> None:
    with pytest.raises(RefusedMethodError, match="response_share, weighting"):
        PlanTerms(0.1, response_share=0, weighting=0.5)
    with pytest.raises(RefusedMethodError, match="no households"):
        plan_sample(frame(1, 3, 0), PlanTerms(0.1))
    with pytest.raises(RefusedMethodError, match="Not within") as error:
        plan_sample(frame(2, 3), PlanTerms(0.01, take=2))
    assert "S0" in str(error.value) and "S1" in str(error.value)
