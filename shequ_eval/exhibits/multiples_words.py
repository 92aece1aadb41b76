"""Knows how small multiples are said: finding, verdicts, table; draws nothing."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from shequ_eval.analysis.differences import ALLOWED
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.numbers import bounded
from shequ_eval.exhibits.words import (
    evidence_mark,
    figure_words,
    headed,
    mark_words,
    own_words,
    say,
)
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = dict[Any, Any]


def multiples_title(
    dimension: str, panels: int, pairs: pd.DataFrame, codebook: Codebook, language: Language
) -> str:
    """How many indicators several zones have figures of, and how many pairs may be compared."""
    name = codebook.label("dimension", dimension, language)
    name = name[:1].upper() + name[1:]
    what = f"{panels} indicators" if panels > 1 else "one indicator"
    allowed = int(pairs["verdict"].isin(ALLOWED).sum())
    if allowed == 0:
        return say(
            language,
            f"{name}：{panels} 个指标不止一地有数字，没有一对可比",
            f"{name}: several places have figures of {what}; no pair is comparable",
        )
    return say(
        language,
        f"{name}：{panels} 个指标不止一地有数字，{len(pairs)} 对中 {allowed} 对可比",
        f"{name}: several places have figures of {what}; {allowed} of {len(pairs)} "
        "pairs are comparable",
    )


def multiples_subtitle(language: Language) -> str:
    """What a panel is, and what it does not say."""
    return say(
        language,
        "一格一个指标，各有刻度，自零起；地区次序固定，不按数值排。并列不等于可比，各格写明。",
        "One indicator a panel, each with a scale of its own from zero; places stand in a fixed "
        "order. Side by side does not mean comparable: each panel says.",
    )


def panel_verdict(pairs: pd.DataFrame, codebook: Codebook, language: Language) -> tuple[str, bool]:
    """Whether the figures of a panel may be compared, and whether that is a finding."""
    if pairs.empty:
        return "", False
    allowed = int(pairs["verdict"].isin(ALLOWED).sum())
    if allowed:
        words = say(
            language,
            f"{len(pairs)} 对中 {allowed} 对可比",
            f"{allowed} of {len(pairs)} pairs comparable",
        )
        return words, False
    refused = "not_comparable" if pairs["verdict"].eq("not_comparable").all() else "cannot_be_told"
    return codebook.label("verdict", refused, language), refused == "not_comparable"


def amount_of(row: Row, language: Language) -> str:
    """A figure with its bounds, without its unit, which stands in the panel's title.

    A vague quantity has its words, not a number that only words suggest; in English a note below
    says how they are read.
    """
    if row["qualifier"] == "vague":
        return str(row["value_text"])
    return bounded(row["value"], row["low"], row["high"], suffix="%" if row["unit"] == "%" else "")


def multiples_notes(
    shown: pd.DataFrame, pairs: pd.DataFrame, cut: int, codebook: Codebook, language: Language
) -> tuple[str, ...]:
    """The reasons against comparing, how often each applies; what is not drawn or not English."""
    refused = pairs[~pairs["verdict"].isin(ALLOWED)]
    counts = Counter(reason for why in refused["reasons"] for reason in why)
    notes = []
    if counts:
        parts = [
            f"{codebook.label('reason', reason, language)} {count}"
            for reason, count in counts.most_common()
        ]
        notes.append(
            say(
                language,
                f"不可比或无从判断的 {len(refused)} 对，理由（可有多条）：{'；'.join(parts)}。",
                f"Pairs that are not comparable or cannot be determined: {len(refused)}; reasons "
                f"(several may apply): {'; '.join(parts)}.",
            )
        )
    if cut > 0:
        words = say(
            language,
            f"另有 {cut} 个指标见表。",
            f"Indicators that stand in the table alone: {cut}.",
        )
        notes.append(words)
    return (*notes, *_vague_notes(shown, language))


def _vague_notes(shown: pd.DataFrame, language: Language) -> tuple[str, ...]:
    """In English how the vague words of the panels are read, each once; else nothing."""
    vague = shown[shown["qualifier"].eq("vague")].drop_duplicates(["value_text", "unit"])
    if language == "zh" or vague.empty:
        return ()
    told = [own_words(row, str(row["unit"]), language) for row in vague.to_dict("records")]
    return (f"In vague words: {'; '.join(told)}.",)


def multiples_source(shown: pd.DataFrame, language: Language) -> str:
    """That every figure's evidence stands in the table."""
    count = shown["evidence_ids"].nunique()
    return say(language, f"证据：{count} 条，见表。", f"Evidence: {count} figures, see the table.")


def multiples_data(shown: pd.DataFrame, codebook: Codebook, language: Language) -> pd.DataFrame:
    """One row a figure: indicator, zone, figure, marks, evidence."""
    rows = [
        headed(
            language,
            ("指标", "Indicator", codebook.title("indicator", row["indicator_id"], language)),
            ("地区", "Zone", codebook.title("short", row["zone_id"], language)),
            ("数值", "Figure", figure_words(row, codebook, language)),
            ("状态、期间、等级", "Status, period, grade", mark_words(row, codebook, language)),
            ("证据", "Evidence", evidence_mark(str(row["evidence_ids"]))),
        )
        for row in shown.to_dict("records")
    ]
    return pd.DataFrame(rows)


def no_multiples(
    dimension: str, least_zones: int, codebook: Codebook, language: Language
) -> Exhibit:
    """The words that stand where too few zones share an indicator."""
    name = codebook.label("dimension", dimension, language)
    words = say(
        language,
        f"**{name}：没有可以并列的指标。** 没有一个指标同时在 {least_zones} 地有数字。",
        f"**{name}: nothing to set side by side.** No indicator has a figure in {least_zones} "
        "places.",
    )
    return Exhibit(
        f"figure_multiples_{dimension}", "text", name, sentences=(words,),
        rests_on=("observations",),
    )  # fmt: skip
