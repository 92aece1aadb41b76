"""Knows the words of the importance–performance picture; sorts no service itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.words import headed, say
from shequ_eval.vocabulary.codebook import Language

Row = Mapping[Any, Any]
QUADRANT_WORDS = {
    "improve_first": ("优先改进", "Improve first"),
    "keep_up": ("继续保持", "Keep up"),
    "improve_later": ("次要改进", "Improve later"),
    "enough_done": ("不必再加", "Enough done"),
    "": ("不归象限", "unclassified"),
}
CUT_WORDS = {
    "mean": ("各项均值", "the items' mean"),
    "median": ("各项中位数", "the items' median"),
    "midpoint": ("量表中点", "the scale's midpoint"),
}


def quadrant_words(quadrant: str, language: Language) -> str:
    """The name of a quadrant.

    >>> quadrant_words("", "en")
    'unclassified'
    """
    return say(language, *QUADRANT_WORDS[quadrant])


def importance_title(table: pd.DataFrame, labels: Mapping[str, str], language: Language) -> str:
    """The finding: what to improve first, and how many stand on a line."""
    chosen = table[table["quadrant"] == "improve_first"]
    chosen = chosen.sort_values(["performance", "item"])
    first = [labels[item] for item in chosen["item"]]
    near = int((table["straddles"] != "").sum())
    tail = say(
        language,
        f"；{near} 项压在分界线上，不归象限" if near else "",
        f"; {near} on a dividing line, unclassified" if near else "",
    )
    if not first:
        return say(language, "没有一项可断定为最该先改", "No service is clearly first") + tail
    if len(first) > 3:
        named = say(language, f"{len(first)} 项服务", f"{len(first)} services")
    else:
        named = say(language, "、", ", ").join(first)
    return say(language, f"最该先改：{named}", f"First to improve: {named}") + tail


def importance_notes(
    table: pd.DataFrame, cuts: pd.DataFrame, cut: str, language: Language, level: float
) -> tuple[str, ...]:
    """What grey means, how the alternatives of the cuts would sort, and what has no interval."""
    moved = {
        rule: int((table[f"quadrant_{rule}"] != table["quadrant"]).sum())
        for rule in CUT_WORDS
        if rule != cut
    }
    lines = {str(row["cut"]): row for row in cuts.to_dict("records")}
    parts_zh = [
        f"{CUT_WORDS[rule][0]}（满意度 {plain_number(lines[rule]['performance'], 2)}，重要性 "
        f"{plain_number(lines[rule]['importance'], 2)}）则 {count} 项改归"
        for rule, count in moved.items()
    ]
    parts_en = [
        f"at {CUT_WORDS[rule][1]} (performance {plain_number(lines[rule]['performance'], 2)}, "
        f"importance {plain_number(lines[rule]['importance'], 2)}) {count} would be sorted "
        "otherwise"
        for rule, count in moved.items()
    ]
    notes = [
        say(
            language,
            f"灰点：任一方向的 {level:.0%} 区间跨过分界线，不归象限。分界换成"
            + "，换成".join(parts_zh)
            + "。",
            f"Grey: the {level:.0%} interval of either side holds the dividing line. Cut "
            + "; ".join(parts_en)
            + ".",
        ),
        say(
            language,
            "象限只说居民怎么看，不说为什么；满意度与重要性出自同一批受访者。",
            "Quadrants say how residents see it, not why; both sides come from the same people.",
        ),
    ]
    bare = (table[["importance_df", "performance_df"]] < 1).any(axis=1)
    if bare.any():
        notes.append(
            say(
                language,
                f"{int(bare.sum())} 项抽样单元不足，没有区间，不归象限。",
                f"{int(bare.sum())} with too few sampling units: no interval, unclassified.",
            )
        )
    return tuple(notes)


def importance_data(
    table: pd.DataFrame, labels: Mapping[str, str], language: Language
) -> pd.DataFrame:
    """The positions as a table to read."""
    rows = [
        headed(
            language,
            ("服务", "Service", labels[str(row["item"])]),
            ("满意度（区间）", "Performance (interval)", _span(row, "performance", language)),
            ("重要性（区间）", "Importance (interval)", _span(row, "importance", language)),
            ("受访人数", "Respondents", plain_number(float(row["performance_n"]))),
            ("象限（均值）", "Quadrant (mean)", quadrant_words(row["quadrant_mean"], language)),
            (
                "象限（中位数）",
                "Quadrant (median)",
                quadrant_words(row["quadrant_median"], language),
            ),
            (
                "象限（量表中点）",
                "Quadrant (midpoint)",
                quadrant_words(row["quadrant_midpoint"], language),
            ),
        )
        for row in table.to_dict("records")
    ]
    return pd.DataFrame(rows)


def _span(row: Row, side: str, language: Language) -> str:
    point = plain_number(float(row[side]), 2)
    if float(row[f"{side}_df"]) < 1 or float(row[f"{side}_low"]) == float(row[f"{side}_high"]):
        return point
    low, high = (plain_number(float(row[f"{side}_{end}"]), 2) for end in ("low", "high"))
    return say(language, f"{point}（{low}–{high}）", f"{point} ({low}–{high})")
