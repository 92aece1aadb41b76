"""Knows what the gate says of a zone's count beside the count of each other zone; ranks none."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from shequ_eval.analysis.comparability import compare_pairs, pairs_of_places
from shequ_eval.analysis.differences import apply_overrides
from shequ_eval.vocabulary.codebook import Codebook, RecomputedRate
from shequ_eval.vocabulary.parameters import Override

Told = tuple[str, str, tuple[str, ...]]
CITY = "city"


def verdicts_by_zone(
    rule: RecomputedRate,
    actual: pd.DataFrame,
    zones: pd.DataFrame,
    codebook: Codebook,
    overrides: Sequence[Override] = (),
) -> dict[str, tuple[Told, ...]]:
    """For each zone, what the gate says of it beside each zone that it can be set against.

    Of each other zone (its id, the verdict, the reasons), in the order of `zones`: that on the two
    counts of the rule, or on the two printed rates where one zone has no count. Districts are set
    against districts, and a city against districts; a district's row says nothing of a city, which
    stands apart. A zone without a figure is in none of them. Of several figures of one zone the
    most permissive pair stands for the two, as it does where the pairs are listed.

    Examples
    --------
    Of three districts one does not say what it counts. The other two may be compared all the same:

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> from shequ_eval.analysis.examples import example_figure
    >>> book = read_codebook(find_data_root())
    >>> rule = book.comparability.recomputed_rates[0]
    >>> ids = ["zhenhai", "jiangbei", "lishui"]
    >>> known = example_figure() | {"indicator_id": rule.numerator, "registration": "登记"}
    >>> rows = [known | {"zone_id": zone, "observation_id": zone} for zone in ids]
    >>> rows[2]["registration"] = "unstated"
    >>> zones = pd.DataFrame({"zone_id": ids, "tier": ["county"] * 3})
    >>> told = verdicts_by_zone(rule, pd.DataFrame(rows), zones, book)
    >>> [(zone, verdict) for zone, verdict, _ in told["zhenhai"]]
    [('jiangbei', 'comparable'), ('lishui', 'cannot_be_told')]
    """
    here = actual[actual["indicator_id"].isin([rule.numerator, rule.rate])]
    pairs = apply_overrides(compare_pairs(here, codebook), overrides)
    places = pairs_of_places(pairs)
    # NOTE: counts first; the printed rates speak only where a zone has no count.
    printed = places["indicator_id"].ne(rule.numerator)
    places = pd.concat([places[~printed], places[printed]])
    tiers = dict(zip(zones["zone_id"], zones["tier"], strict=True))
    found: dict[str, dict[str, Told]] = {}
    for pair in places.to_dict("records"):
        for own, other in (("first", "second"), ("second", "first")):
            zone, beside = str(pair[f"{own}_zone"]), str(pair[f"{other}_zone"])
            if tiers.get(beside, CITY) != CITY and zone in tiers:
                told = (beside, str(pair["verdict"]), tuple(pair["reasons"]))
                found.setdefault(zone, {}).setdefault(beside, told)
    return {
        zone: tuple(told[beside] for beside in zones["zone_id"] if beside in told)
        for zone, told in found.items()
    }
