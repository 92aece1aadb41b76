"""Knows what one page says of more places than have a line each on it; names no figure of them."""

from __future__ import annotations

import pandas as pd

from shequ_eval.analysis.comparability import figures_to_compare
from shequ_eval.exhibits.portraits import DIMENSIONS
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Codebook, Language

FEW_PLACES = 5  # of more, a line each leaves no room for the rest of the page
MOST_NAMES, MOST_ASKED = 4, 6


def places_by_dimension(
    observations: pd.DataFrame, zones: pd.DataFrame, codebook: Codebook, language: Language
) -> list[str]:
    """How many of the places have a usable actual figure, and which have none, by dimension.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> places_by_dimension(pd.DataFrame(), pd.DataFrame({"zone_id": []}), book, "zh")
    []
    """
    if zones.empty or observations.empty:
        return []
    usable = figures_to_compare(observations, codebook)
    actual = usable[usable["status"].eq("actual")]
    points = []
    for dimension in DIMENSIONS:
        held = actual[actual["dimension"].eq(dimension)]
        having = set(held["zone_id"])
        lacking = [zone for zone in zones["zone_id"].astype(str) if zone not in having]
        name = codebook.label("dimension", dimension, language)
        counts = _counts(len(zones), len(having), len(held), language)
        points.append(f"**{name}**{counts}{_lacking(lacking, len(zones), codebook, language)}")
    return points


def first_asked(requests: pd.DataFrame) -> pd.DataFrame:
    """The requests that make most possible, of whichever place.

    >>> asked = pd.DataFrame({"zone_id": ["east", "west"], "rank": [1, 1], "unlocks": [2.0, 5.0]})
    >>> first_asked(asked)["zone_id"].tolist()
    ['west', 'east']
    """
    ordered = requests.sort_values(["unlocks", "rank"], ascending=[False, True], kind="stable")
    return ordered.head(MOST_ASKED)


def _counts(places: int, having: int, figures: int, language: Language) -> str:
    return say(
        language,
        f"：{places} 地中 {having} 地有可用的实际值，共 {figures} 条",
        f": {having} of {places} places have usable actual figures, {figures} in all",
    )


def _lacking(zones: list[str], places: int, codebook: Codebook, language: Language) -> str:
    if not zones or len(zones) == places or len(zones) > MOST_NAMES:
        return say(language, "。", ".")
    names = say(language, "、", ", ").join(codebook.title("short", z, language) for z in zones)
    return say(language, f"；没有的是{names}。", f"; none in {names}.")
