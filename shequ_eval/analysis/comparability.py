"""Knows whether two figures may stand in one order, and every reason why not; ranks nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any

import pandas as pd

from shequ_eval.analysis.spans import open_span
from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.periods import gap_years

UNSTATED = "unstated"
PAIR_COLUMNS = [
    "first", "second", "first_zone", "second_zone", "first_evidence", "second_evidence",
    "first_status", "second_status", "first_change", "second_change", "indicator_id", "verdict",
    "reasons",
]  # fmt: skip
# Verdicts from the one that lets most through to the one that lets nothing through.
VERDICTS = ("comparable", "caveat", "overruled", "cannot_be_told", "not_comparable")
Figure = Mapping[Any, Any]


def figures_to_compare(observations: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """The observations that hold a figure, without the buckets that are never compared.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> codebook = read_codebook(find_data_root())
    >>> rows = pd.DataFrame({"absence": ["", "not_published", ""],
    ...     "indicator_id": ["grids_basic", "grids_basic", "procedure_steps"]})
    >>> figures_to_compare(rows, codebook)["indicator_id"].tolist()
    ['grids_basic']
    """
    never = codebook.indicators.index[codebook.indicators["never_compare"] == "true"]
    kept = observations["absence"].eq("") & ~observations["indicator_id"].isin(never)
    return observations[kept].reset_index(drop=True)


def compare_pairs(figures: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """The verdict on every pair of figures of different zones, with all its reasons.

    Rows of `figures` are observations that have a figure. The result has one row a pair:
    `first`, `second` (observation ids), `first_zone`, `second_zone`, `first_evidence`,
    `second_evidence`, `first_status`, `second_status`, `first_change`, `second_change`,
    `indicator_id`, `verdict` (comparable, caveat, cannot_be_told, not_comparable) and `reasons`
    (a tuple of codes, empty for comparable). Where an input of a rule is unstated, or there is no
    period, the verdict is at best cannot_be_told, which never counts as comparable.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> codebook = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.examples import example_figure
    >>> figure = example_figure()
    >>> other = figure | {"observation_id": "z1", "zone_id": "zhenhai", "period": ""}
    >>> pairs = compare_pairs(pd.DataFrame([figure, other]), codebook)
    >>> pairs[["verdict", "reasons"]].values.tolist()
    [['cannot_be_told', ('period_missing',)]]
    """
    records = figures.to_dict("records")
    pairs = [
        _pair(one, two, codebook)
        for one, two in combinations(records, 2)
        if one["zone_id"] != two["zone_id"] and one["indicator_id"] == two["indicator_id"]
    ]
    return pd.DataFrame(pairs, columns=PAIR_COLUMNS)


def _pair(one: Figure, two: Figure, codebook: Codebook) -> dict[str, Any]:
    reasons = reasons_against(one, two, codebook)
    return {
        "first": one["observation_id"],
        "second": two["observation_id"],
        "first_zone": one["zone_id"],
        "second_zone": two["zone_id"],
        "first_evidence": one["evidence_ids"],
        "second_evidence": two["evidence_ids"],
        "first_status": one["status"],
        "second_status": two["status"],
        "first_change": one["change"],
        "second_change": two["change"],
        "indicator_id": one["indicator_id"],
        "verdict": verdict_of(reasons, codebook),
        "reasons": reasons,
    }


def pairs_of_places(pairs: pd.DataFrame) -> pd.DataFrame:
    """One row two places and indicator, for pairs of figures with several a place.

    A source that mentions one figure twice makes two pairs of figures and still only one
    comparison of places. Of several pairs the first with the most permissive verdict stands for
    them, with the evidence of all; the columns, overrides included, stay as they are.

    Examples
    --------
    >>> keys = {"indicator_id": "i", "first_zone": "a", "second_zone": "b"}
    >>> keys |= {"second_evidence": "b-1"}
    >>> rows = [keys | {"first_evidence": "a-1", "verdict": "not_comparable"},
    ...         keys | {"first_evidence": "a-2", "verdict": "cannot_be_told"}]
    >>> places = pairs_of_places(pd.DataFrame(rows))
    >>> places[["first_evidence", "verdict"]].values.tolist()
    [['a-1 a-2', 'cannot_be_told']]
    """
    if pairs.empty:
        return pairs
    keys = ["indicator_id", "first_zone", "second_zone"]
    rank = pairs["verdict"].map({verdict: place for place, verdict in enumerate(VERDICTS)})
    best = pairs.assign(rank=rank).sort_values("rank", kind="stable").drop_duplicates(keys)
    kept = best.sort_index().drop(columns="rank")
    groups = pairs.groupby(keys, sort=False)
    for column in ("first_evidence", "second_evidence"):
        joined = groups[column].agg(_together)
        kept[column] = [joined[tuple(row)] for row in kept[keys].itertuples(index=False)]
    return kept.reset_index(drop=True)


def _together(ids: pd.Series) -> str:
    return " ".join(dict.fromkeys(one for several in ids for one in str(several).split()))


def verdict_of(reasons: tuple[str, ...], codebook: Codebook) -> str:
    """The verdict that a set of reasons gives, by what `comparability.yaml` lets each of them do.

    One reason that refuses is enough for not_comparable, one that leaves open for
    cannot_be_told; what is left is a caveat, or nothing against comparing.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> codebook = read_codebook(find_data_root())
    >>> verdict_of(("unit_differs", "doubted"), codebook), verdict_of(("doubted",), codebook)
    ('not_comparable', 'caveat')
    >>> verdict_of(("period_missing",), codebook), verdict_of((), codebook)
    ('cannot_be_told', 'comparable')
    """
    effects = {codebook.comparability.reasons[reason] for reason in reasons}
    if "refuses" in effects:
        return "not_comparable"
    if "leaves_open" in effects:
        return "cannot_be_told"
    return "caveat" if effects else "comparable"


def reasons_against(one: Figure, two: Figure, codebook: Codebook) -> tuple[str, ...]:
    """Every reason against comparing two figures, in the order of the rules.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> codebook = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.examples import example_figure
    >>> figure = example_figure()
    >>> other = figure | {"observation_id": "z1", "zone_id": "zhenhai", "period": ""}
    >>> reasons_against(figure, other | {"unit": "户", "period": "2010"}, codebook)
    ('unit_differs', 'period_gap')
    """
    found = [reason for rule in RULES for reason in rule(one, two, codebook)]
    return tuple(dict.fromkeys(found))


def _never(one: Figure, two: Figure, codebook: Codebook) -> list[str]:
    flag = codebook.indicators.at[one["indicator_id"], "never_compare"]
    return ["never_compared"] if flag == "true" else []


def _places(one: Figure, two: Figure, codebook: Codebook) -> list[str]:
    zones = codebook.zones
    first, second = zones.loc[one["zone_id"]], zones.loc[two["zone_id"]]
    within = second["zone_id"] == first["parent_zone"] or first["zone_id"] == second["parent_zone"]
    nested, levels = bool(within), bool(first["tier"] != second["tier"])
    return ["nested"] * nested + ["level_differs"] * levels


def _same(column: str, reason: str) -> Callable[[Figure, Figure, Codebook], list[str]]:
    def rule(one: Figure, two: Figure, codebook: Codebook) -> list[str]:
        return [reason] if one[column] != two[column] else []

    return rule


def _stated(column: str, name: str) -> Callable[[Figure, Figure, Codebook], list[str]]:
    def rule(one: Figure, two: Figure, codebook: Codebook) -> list[str]:
        values = {one[column], two[column]}
        if UNSTATED in values:
            return [f"{name}_unstated"]
        return [f"{name}_differs"] if len(values) > 1 else []

    return rule


def _period(one: Figure, two: Figure, codebook: Codebook) -> list[str]:
    gap = gap_years(one["period"], two["period"])
    if gap is None:
        return ["period_missing"]
    far = gap > codebook.comparability.largest_period_gap_years
    inferred = "inferred" in (one["period_basis"], two["period_basis"])
    return ["period_gap"] * far + ["period_inferred"] * inferred


def _span(one: Figure, two: Figure, codebook: Codebook) -> list[str]:
    if reasons := [reason for row in (one, two) if (reason := open_span(row, codebook))]:
        return reasons
    return ["span_differs"] if one["cumulative_over"] != two["cumulative_over"] else []


def _base(one: Figure, two: Figure, codebook: Codebook) -> list[str]:
    undefined = {one["indicator_id"], two["indicator_id"]}
    undefined &= set(codebook.comparability.undefined_bases)
    return ["definition_unstated"] if undefined else []


def _wording(one: Figure, two: Figure, codebook: Codebook) -> list[str]:
    vague = "vague" in (one["qualifier"], two["qualifier"])
    doubted = bool(one["doubt"] or two["doubt"])
    return ["vague_quantity"] * vague + ["doubted"] * doubted


RULES: tuple[Callable[[Figure, Figure, Codebook], list[str]], ...] = (
    _never,
    _places,
    _same("status", "status_differs"),
    _same("unit", "unit_differs"),
    _same("change", "change_differs"),
    _same("per", "per_differs"),
    _stated("registration", "registration"),
    _stated("basis", "basis"),
    _stated("scope", "scope"),
    _span,
    _period,
    _base,
    _same("evidence_grade", "grade_differs"),
    _wording,
)
