"""Knows how a chapter on a dimension begins: how many places give figures, and what may compare."""

from __future__ import annotations

import pandas as pd

from shequ_eval.analysis.comparability import figures_to_compare
from shequ_eval.analysis.differences import ALLOWED
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.trace import counted
from shequ_eval.exhibits.words import counted_words, say
from shequ_eval.vocabulary.codebook import Codebook, Language


def dimension_sentence(
    observations: pd.DataFrame,
    pairs: pd.DataFrame,
    zones: pd.DataFrame,
    dimension: str,
    codebook: Codebook,
    language: Language,
    left_out: pd.DataFrame | None = None,
) -> Exhibit:
    """Before the figures of a dimension: who gives any, how many indicators meet, what compares.

    `pairs` is `analysis.comparability.compare_pairs` of all figures. Nothing of it is a result.
    Where `left_out`, the figures that the report did not choose, has any of the dimension, the
    sentence speaks of the choice alone.
    """
    name = codebook.label("dimension", dimension, language)
    usable = figures_to_compare(observations, codebook)
    held = usable[usable["dimension"].eq(dimension) & usable["status"].eq("actual")]
    giving = int(held["zone_id"].nunique())
    per_indicator = held.groupby("indicator_id")["zone_id"].nunique()
    met = pairs[pairs["indicator_id"].isin(per_indicator.index)] if len(pairs) else pairs
    key = f"dimension.{dimension}"

    def what(zh: str, en: str) -> str:
        return say(language, f"{name}：{zh}", f"{name}: {en}")

    places = counted(
        giving,
        f"{key}.zones",
        what("给出实际值的地方", "places with an actual figure"),
        "observations",
    )
    of = counted(len(zones), "zones", "地区数 zones", "zones")
    kinds = counted(
        len(per_indicator),
        f"{key}.indicators",
        what("有实际值的指标", "indicators with an actual figure"),
        "observations",
    )
    both = int(per_indicator.gt(1).sum())
    shared = counted(
        both,
        f"{key}.shared",
        what("两地以上都有的指标", "indicators of two places or more"),
        "observations",
    )
    zh = _zh(name, giving, places, of, kinds, both, shared, met)
    en = _en(name.lower(), giving, places, of, kinds, len(per_indicator), both, shared, met)
    if left_out is not None and left_out["dimension"].eq(dimension).any():
        zh = f"就所选的指标与期间而言，{zh}"
        en = f"Of the chosen indicators and periods: {en.replace('None of', 'none of', 1)}"
    sentence = say(language, zh, en)
    return Exhibit(f"lead_{dimension}", "text", name, sentences=(sentence,))


def _zh(
    name: str,
    giving: int,
    places: str,
    of: str,
    kinds: str,
    both: int,
    shared: str,
    met: pd.DataFrame,
) -> str:
    if not giving:
        return f"{of} 地都没有给出{name}的实际值。"
    first = f"{of} 地中有 {places} 地给出{name}的实际值，共 {kinds} 项指标"
    if not both:
        return f"{first}。" if giving == 1 else f"{first}，没有一项在两地都有实际值。"
    compared = "" if _may(met) else "，没有一对可比"
    return f"{first}，其中 {shared} 项在两地以上有实际值{compared}。"


def _en(
    name: str,
    giving: int,
    places: str,
    of: str,
    kinds: str,
    indicators: int,
    both: int,
    shared: str,
    met: pd.DataFrame,
) -> str:
    if not giving:
        return f"None of the {of} places gives an actual figure of {name}."
    give = "gives" if giving == 1 else "give"
    word = counted_words(indicators, "indicator", "indicators").partition(" ")[2]
    first = f"{places} of the {of} places {give} actual figures of {name}, on {kinds} {word}"
    if not both:
        return f"{first}." if giving == 1 else f"{first}; no two places share one."
    compared = "" if _may(met) else ", and none of the pairs may be compared"
    are = "is" if both == 1 else "are"
    return f"{first}; {shared} of these {are} reported by two or more places{compared}."


def _may(met: pd.DataFrame) -> bool:
    return len(met) > 0 and bool(met["verdict"].isin(ALLOWED).any())
