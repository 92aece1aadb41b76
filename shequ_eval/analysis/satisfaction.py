"""Knows what one survey says of a zone, its streets and communities; prints nothing and no sheet.

Every table has its numbers of answers; what is too small, or would tell on what is, is withheld
before it leaves this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from shequ_eval.analysis.disclosure.estimates import coarse_wholes, withhold_nested
from shequ_eval.analysis.refusals import RefusedMethodError
from shequ_eval.analysis.reliability.alpha import cronbach_alpha
from shequ_eval.analysis.survey.build_design import survey_design
from shequ_eval.analysis.survey.design import SurveyDesign
from shequ_eval.analysis.survey.estimates import Terms, domain_estimates
from shequ_eval.analysis.survey.measures import domains_of, mean_of, share_of
from shequ_eval.analysis.survey.of_responses import sample_of_responses
from shequ_eval.analysis.survey.sample import Sample
from shequ_eval.analysis.survey_models.linear import fit_linear
from shequ_eval.analysis.survey_models.model_columns import predictors
from shequ_eval.analysis.survey_models.positions import Positions, importance_performance
from shequ_eval.analysis.survey_models.ranks import rank_ranges
from shequ_eval.evidence.responses.read import Responses
from shequ_eval.vocabulary.survey_mapping import ItemSpec, MappingSpec, ScaleSpec

SEED = 20261124  # of the draws behind ranges of ranks


@dataclass(frozen=True)
class Satisfaction:
    """One survey's figures.

    `zone` has a row; `streets` and `communities` a row each, with rank_low and rank_high and
    `withheld`; all three are of the overall question: estimate, std_error, low, high, df, n,
    n_psu, deff, share, share_low, share_high. `items` has the same of every question that asks
    for a judgement, with item, dimension and asks. `coverage` has a row a street: communities,
    reached, households, issued, answered. `refused` says what could not be computed, and why.
    """

    responses: Responses
    zone: pd.DataFrame
    streets: pd.DataFrame | None
    communities: pd.DataFrame | None
    items: pd.DataFrame
    coverage: pd.DataFrame | None
    positions: Positions | None
    reliability: pd.DataFrame
    drivers: pd.DataFrame | None
    refused: dict[str, RefusedMethodError]

    @property
    def mapping(self) -> MappingSpec:
        """What the columns mean."""
        return self.responses.mapping


def survey_results(responses: Responses) -> Satisfaction:
    """Everything that a report says of one survey.

    Raises
    ------
    DataError
        The sampling design does not hold; every fault.
    """
    spec, answers = responses.mapping, responses.answers
    sample = sample_of_responses(responses)
    refused: dict[str, RefusedMethodError] = {}
    zone, streets, communities = _places(responses, sample, refused)
    return Satisfaction(
        responses=responses,
        zone=zone,
        streets=streets,
        communities=communities,
        items=coarse_wholes(_items(spec, answers, sample), (streets, communities), spec.confidence),
        coverage=None
        if responses.frame is None
        else _masked(coverage_of(responses), streets, spec),
        positions=_positions(spec, answers, sample.design, refused),
        reliability=_reliability(spec, answers, sample.design),
        drivers=_drivers(spec, answers, sample.design, refused),
        refused=refused,
    )


def survey_figures(surveys: Sequence[Responses]) -> list[Satisfaction]:
    """The figures of every survey, in order; none for none.

    Raises
    ------
    DataError
        See `survey_results`.
    """
    return [survey_results(responses) for responses in surveys]


def best_answers(scale: ScaleSpec) -> list[int]:
    """The answers that count as satisfied: the two highest, of fewer than four the highest.

    >>> best_answers(ScaleSpec(low=1, high=5)), best_answers(ScaleSpec(low=0, high=1))
    ([5, 4], [1])
    """
    several = 2 if scale.high - scale.low >= 3 else 1
    return [scale.high - step for step in range(several)]


def always_asked(spec: MappingSpec) -> list[ItemSpec]:
    """The judgements but the overall one that everybody is asked, whatever they answered before."""
    skipped = {name for skip in spec.skips for name in skip.empty}
    judged = (item for item in spec.asking("performance") if item.id != spec.overall)
    return [item for item in judged if item.id not in skipped]


def coverage_of(responses: Responses) -> pd.DataFrame:
    """A row a street of the frame, and the whole last ("" as its name), in the frame's order.

    `communities` there are, `reached` those with an answer; `response_share` is answers over
    addresses issued, missing where none was issued. Who refused, or answered no question at all,
    has not answered.
    """
    frame, spec = responses.frame, responses.mapping
    assert frame is not None
    answered = pd.Series(0, index=pd.MultiIndex.from_frame(frame[["street", "community"]]))
    if spec.street and spec.community:
        given = responses.answers[responses.items.notna().any(axis=1)]
        counts = given.groupby([spec.street, spec.community]).size()
        answered = answered.add(counts.reindex(answered.index), fill_value=0).astype(int)
    whole = frame.assign(answered=answered.to_numpy(), communities=1)
    whole["reached"] = (whole["answered"] > 0).astype(int)
    columns = ["communities", "reached", "households", "issued", "answered"]
    table = whole.groupby("street", sort=False)[columns].sum().reset_index()
    total = {"street": "", **table[columns].sum().to_dict()}
    table = pd.concat([table, pd.DataFrame([total])], ignore_index=True)
    issued = table["issued"].where(table["issued"] > 0)
    return table.assign(response_share=table["answered"] / issued)


def _masked(
    coverage: pd.DataFrame, streets: pd.DataFrame | None, spec: MappingSpec
) -> pd.DataFrame:
    """The same table without the answers of a street whose figures are withheld."""
    if streets is None:
        return coverage
    withheld = streets.loc[streets["withheld"].ne(""), str(spec.street)]
    columns = ["answered", "response_share"]
    told = coverage.astype(dict.fromkeys(columns, float))
    told.loc[told["street"].isin(withheld), columns] = np.nan
    return told


def community_design(spec: MappingSpec, answers: pd.DataFrame, weights: np.ndarray) -> SurveyDesign:
    """The design inside each community: its households as drawn, the communities as they are.

    Where communities were drawn themselves, one community has no sampling error of that stage: a
    figure of a community is of that community only. Later stages keep their clusters and sizes.
    """
    clusters = list(spec.design.clusters)
    first = clusters.index(spec.community) + 1 if spec.community in clusters else len(clusters)
    below, sizes = clusters[first:], spec.design.population_sizes[first:]
    return survey_design(
        weights=weights,
        strata=answers[spec.community],
        clusters=[answers[name] for name in below],
        population_sizes=[
            answers[size] if isinstance(size, str) else np.full(len(answers), size)
            for size in sizes
        ],
        lonely_psu="certainty",
        nested_labels=True,
    )


def _places(
    responses: Responses, sample: Sample, refused: dict[str, RefusedMethodError]
) -> tuple[pd.DataFrame, pd.DataFrame | None, pd.DataFrame | None]:
    """The overall question of the zone, its streets and its communities, withheld together.

    Streets and communities are in the order of the frame, where there is one.
    """
    spec, answers = responses.mapping, responses.answers
    by = [name for name in (spec.street, spec.community) if name]
    item = spec.item(spec.overall)
    levels = [_estimated(spec, item, answers, sample, by[:depth]) for depth in range(len(by) + 1)]
    if spec.community:
        inside = Sample(community_design(spec, answers, sample.design.weights))
        levels[-1] = _estimated(spec, item, answers, inside, by)
    told = levels
    if by:
        told = withhold_nested(levels[::-1], by, spec.suppress_below, spec.confidence)[::-1]
    if not by:
        few = levels[0]["n"].lt(spec.suppress_below)
        told = [levels[0].where(~few).assign(withheld=np.where(few, "few_answers", ""))]
    ordered = (_in_frame_order(table, responses.frame, spec) for table in told[1:])
    named = dict(zip(by, ordered, strict=True))
    ranked = {name: _ranked(table, name, refused) for name, table in named.items()}
    return told[0], ranked.get(spec.street or ""), ranked.get(spec.community or "")


def _in_frame_order(
    table: pd.DataFrame, frame: pd.DataFrame | None, spec: MappingSpec
) -> pd.DataFrame:
    if frame is None:
        return table
    own = {"street": spec.street, "community": spec.community}
    held = {column: name for column, name in own.items() if name and name in table}
    places = frame[list(held)].drop_duplicates().rename(columns=held)
    order = {tuple(place): k for k, place in enumerate(places.itertuples(index=False))}
    key = [order.get(tuple(row), len(order)) for row in table[list(held.values())].to_numpy()]
    return table.iloc[np.argsort(key, kind="stable")].reset_index(drop=True)


def _estimated(
    spec: MappingSpec, item: ItemSpec, answers: pd.DataFrame, sample: Sample, by: list[str]
) -> pd.DataFrame:
    """Mean and share of the two best answers of one question by domain."""
    values = answers[item.id]
    scale = spec.scale_of(item)
    best = [float(answer) for answer in best_answers(scale)]
    domains = domains_of([answers[name] for name in by], np.ones(len(answers), dtype=bool))
    terms = Terms(spec.confidence)
    mean = domain_estimates(
        sample.design, mean_of(values.to_numpy(dtype=float)), domains, terms, sample.replicates
    )
    share = domain_estimates(
        sample.design, share_of(values, best), domains, terms, sample.replicates
    )
    return mean.assign(share=share["estimate"], share_low=share["low"], share_high=share["high"])


def _ranked(table: pd.DataFrame, name: str, refused: dict[str, RefusedMethodError]) -> pd.DataFrame:
    # NOTE: equal answers throughout show an error of 0, which nobody knows to be 0: not ranked.
    known = table.assign(std_error=table["std_error"].where(table["low"].notna()))
    try:
        found = rank_ranges(known, np.random.default_rng(SEED))
        return table.assign(rank_low=found["rank_low"], rank_high=found["rank_high"])
    except RefusedMethodError as error:
        refused[f"ranks.{name}"] = error
        return table.assign(rank_low=np.nan, rank_high=np.nan)


def _items(spec: MappingSpec, answers: pd.DataFrame, sample: Sample) -> pd.DataFrame:
    """A row an item; one of too few answers keeps only its number's absence."""
    rows = []
    for item in spec.items:
        row = _estimated(spec, item, answers, sample, [])
        head = {"item": item.id, "dimension": item.dimension, "asks": item.asks}
        few = row["n"].lt(spec.suppress_below).to_numpy()
        row = row.drop(columns="note").astype(float)
        row.loc[few] = np.nan
        rows.append(row.assign(**head, withheld=np.where(few, "few_answers", "")))
    return pd.concat(rows, ignore_index=True)


def _positions(
    spec: MappingSpec,
    answers: pd.DataFrame,
    design: SurveyDesign,
    refused: dict[str, RefusedMethodError],
) -> Positions | None:
    important = spec.asking("importance")
    if not important:
        return None
    performed = {item.topic: item for item in spec.asking("performance") if item.topic}
    topics = [item.topic for item in important]
    scale = spec.scale_of(important[0])
    try:
        return importance_performance(
            answers[[i.id for i in important]].set_axis(topics, axis=1),
            answers[[performed[topic].id for topic in topics]].set_axis(topics, axis=1),
            design,
            (float(scale.low), float(scale.high)),
            level=spec.confidence,
        )
    except RefusedMethodError as error:
        refused["positions"] = error
        return None


def _reliability(spec: MappingSpec, answers: pd.DataFrame, design: SurveyDesign) -> pd.DataFrame:
    """Cronbach's alpha of the judgements of each dimension, and of all that everyone is asked."""
    judged = [item for item in spec.asking("performance") if item.id != spec.overall]
    names = dict.fromkeys(item.dimension for item in judged)
    groups: dict[str, list[str]] = {
        name: [item.id for item in judged if item.dimension == name] for name in names
    }
    groups["all"] = [item.id for item in always_asked(spec)]
    rows = []
    for name, items in groups.items():
        row: dict[str, object] = {"dimension": name, "items": len(items), "refused": None}
        try:
            found = cronbach_alpha(answers[items], design, spec.confidence)
            row |= {"alpha": found.alpha, "low": found.low, "high": found.high, "n": found.n}
        except RefusedMethodError as error:
            row["refused"] = error
        rows.append(row)
    columns = ["dimension", "items", "alpha", "low", "high", "n", "refused"]
    return pd.DataFrame(rows).reindex(columns=columns)


def _drivers(
    spec: MappingSpec,
    answers: pd.DataFrame,
    design: SurveyDesign,
    refused: dict[str, RefusedMethodError],
) -> pd.DataFrame | None:
    """Slopes of a linear model of the overall question on what everyone is asked."""
    judged = [item.id for item in always_asked(spec)]
    if not judged:
        return None
    try:
        given = predictors(answers, numbers=judged)
        fitted = fit_linear(answers[spec.overall], given, design)
    except RefusedMethodError as error:
        refused["drivers"] = error
        return None
    table = fitted.table(spec.confidence)
    return table[table["term"].isin(judged)].assign(n=int(fitted.used.sum()))
