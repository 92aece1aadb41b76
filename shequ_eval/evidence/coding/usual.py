"""Knows which bases matter for an indicator, by how it, or its family, was coded before.

A basis that matters and that the words do not state is `unstated`; one that does not matter is
empty.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

import pandas as pd

from shequ_eval.evidence.coding.figures import Cells

USUAL = ("registration", "population_basis", "cumulative_over", "scope")
UNSTATED, WHOLE_ZONE = "unstated", "whole_zone"


def bases_by_indicator(evidence: pd.DataFrame, indicators: pd.DataFrame) -> dict[str, Cells]:
    """The bases that an indicator has where the words say nothing: unstated, or empty.

    The scope is then the whole zone, or unstated where most figures so far had a narrower one.

    `evidence` is what was coded so far, `indicators` is indexed by indicator_id.
    """
    families = {str(key): str(family) for key, family in indicators["family_id"].items()}
    usual = _usual_cells(evidence, families)
    flows = indicators["stock_or_flow"].eq("flow")
    return {
        key: _bases({column: _of(usual[column], key, family) for column in USUAL}, flows[key])
        for key, family in families.items()
    }


def _bases(usual: Mapping[str, str], is_flow: bool) -> Cells:
    return {
        "registration": UNSTATED if usual["registration"] else "",
        "population_basis": UNSTATED if usual["population_basis"] else "",
        "cumulative_over": UNSTATED if is_flow and usual["cumulative_over"] else "",
        # NOTE: where the figures of other places had a narrower scope, theirs is no reason for this
        # one to have it, and none to take it for the whole zone either.
        "scope": UNSTATED if usual["scope"] not in {"", WHOLE_ZONE} else WHOLE_ZONE,
    }


def _of(known: Mapping[str, str], indicator_id: str, family: str) -> str:
    return known[indicator_id] if indicator_id in known else known.get(family, "")


def _usual_cells(evidence: pd.DataFrame, families: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The commonest cell of each column by indicator and, but for the scope, by family."""
    counted: dict[str, dict[str, Counter[str]]] = {c: defaultdict(Counter) for c in USUAL}
    for indicator_id, *cells in evidence[["indicator_id", *USUAL]].itertuples(index=False):
        for column, cell in zip(USUAL, cells, strict=True):
            counted[column][indicator_id][cell] += 1
            if column != "scope":
                counted[column][families.get(indicator_id, "")][cell] += 1
    return {
        column: {key: _commonest(cells) for key, cells in groups.items()}
        for column, groups in counted.items()
    }


def _commonest(counted: Counter[str]) -> str:
    """The cell that stands most often; of equals, the first in order.

    >>> _commonest(Counter(["", "unstated", "unstated"]))
    'unstated'
    """
    return min(counted, key=lambda cell: (-counted[cell], cell))
