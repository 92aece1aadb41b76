"""Knows for which zones a spine chart is drawn and how the others are said; places no figure."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.peer_words import how_placed, no_peers
from shequ_eval.exhibits.spine_figure import draw_spine
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Codebook, Language


def draw_spines(
    held: pd.DataFrame, codebook: Codebook, language: Language, zones: Iterable[str]
) -> list[Exhibit]:
    """A spine chart for every zone that has a figure to place, and one list of the others.

    `held` is `stand_among_peers`. Zones keep their order; the list gives each zone without a place
    with what keeps its figures from one. A zone without any actual figure is in neither: it has
    nothing to place. Where no zone has an actual figure, words say so.

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
    return drawn + [_unplaced(said, language)] * bool(said)


def _unplaced(said: list[str], language: Language) -> Exhibit:
    """The zones of which no figure has a place among peers, each with the reasons counted."""
    title = say(language, "没有数字可以放进同类的地区", "Zones without a figure placed among peers")
    listed = "\n".join(f"- {sentence}" for sentence in said)
    return Exhibit(
        exhibit_id="figure_spine_none",
        kind="text",
        title=title,
        sentences=(listed,),
        rests_on=("observations", "standards", "comparability.yaml"),
        how=how_placed(language),
    )
