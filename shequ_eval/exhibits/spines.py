"""Knows for which zones a spine chart is drawn and how the others are said; places no figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.peer_words import REFUSAL, how_placed, no_peers
from shequ_eval.exhibits.spine_figure import draw_spine
from shequ_eval.exhibits.words import headed, listed, say
from shequ_eval.vocabulary.codebook import Codebook, Language


def draw_spines(
    held: pd.DataFrame, codebook: Codebook, language: Language, zones: Sequence[str]
) -> list[Exhibit]:
    """A spine chart for every zone that has a figure to place, and one list of the others.

    `held` is `stand_among_peers`. Zones keep their order; before the pictures a table with a title
    of its own gives each zone without a place with what keeps its figures from one: below the
    picture of another zone such words would be read as that zone's. Where nothing is drawn the
    words stand alone. A zone without any actual figure is in neither: it has nothing to place.
    Where no zone has an actual figure, words say so.

    Raises
    ------
    KeyError
        A zone or an indicator is not in the codebook.
    LayoutError, GlyphError
        A picture cannot be drawn without a fault.
    """
    actual = set(held.loc[held["state"].eq("actual"), "zone_id"])
    spines = [draw_spine(held, codebook, language, zone) for zone in zones if zone in actual]
    if not spines:
        return [no_peers("figure_spine", language)]
    drawn = [spine for spine in spines if spine.kind == "figure"]
    said = [sentence for spine in spines if spine.kind == "text" for sentence in spine.sentences]
    if not drawn:
        return [_said(said, language)]
    placed = set(held.loc[held["position"].ne(""), "zone_id"])
    others = [zone for zone in zones if zone in actual - placed]
    return [_unplaced(held, others, codebook, language)] * bool(others) + drawn


def _said(said: list[str], language: Language) -> Exhibit:
    """The zones, none of which has a figure with a place, each with the reasons counted."""
    listed = "\n".join(f"- {sentence}" for sentence in said)
    return Exhibit(kind="text", sentences=(listed,), **_same(language))


def _unplaced(
    held: pd.DataFrame, zones: list[str], codebook: Codebook, language: Language
) -> Exhibit:
    """A row a zone of which no figure has a place: how many figures it has, and what keeps them."""
    rows = []
    for zone in zones:
        own = held[held["zone_id"].eq(zone) & held["state"].eq("actual")]
        counts = own["refusal"].value_counts()
        why = [f"{say(language, *REFUSAL[key])} {counts[key]}" for key in REFUSAL if key in counts]
        rows.append(
            headed(
                language,
                ("地区", "Zone", codebook.title("short", zone, language)),
                ("有实际值的指标（项）", "Indicators with an actual figure", len(own)),
                ("为何没有位置（项）", "Why none has a place", listed(why, language)),
            )
        )
    return Exhibit(kind="table", data=pd.DataFrame(rows), **_same(language))


def _same(language: Language) -> dict[str, Any]:
    return {
        "exhibit_id": "figure_spine_none",
        "title": say(
            language, "没有数字可以放进同类的地区", "Zones without a figure placed among peers"
        ),
        "rests_on": ("observations", "standards", "comparability.yaml"),
        "how": how_placed(language),
    }
