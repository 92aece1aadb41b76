"""Knows which questions the evidence leaves open, as a list; answers none of them."""

from __future__ import annotations

import pandas as pd

from shequ_eval.analysis.comparability import figures_to_compare
from shequ_eval.analysis.differences import ALLOWED
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Codebook, Language


def what_cannot_be_said(
    observations: pd.DataFrame,
    pairs: pd.DataFrame,
    zones: pd.DataFrame,
    codebook: Codebook,
    language: Language,
) -> Exhibit:
    """The questions that this evidence leaves open, as a list made from the tables."""
    points = [
        _pairs_point(pairs, codebook, language),
        _satisfaction_point(observations, zones, codebook, language),
        *_undated_points(observations, codebook, language),
        *_plan_points(observations, zones, codebook, language),
        *_identity_points(zones, codebook, language),
        *_nested_points(zones, codebook, language),
    ]
    title = say(language, "不能说的", "What cannot be said")
    listing = "\n".join(f"- {point}" for point in points if point)
    return Exhibit("cannot_be_said", "text", title, sentences=(listing,))


def _pairs_point(pairs: pd.DataFrame, codebook: Codebook, language: Language) -> str:
    if pairs.empty:
        return ""
    may = int(pairs["verdict"].isin(ALLOWED).sum())
    told = int(pairs["verdict"].eq("cannot_be_told").sum())
    return say(
        language,
        f"谁多谁少。两地给出同一指标的数字共 {len(pairs)} 对，可比的 {may} 对，"
        f"无从判断的 {told} 对，其余不可比；本报告因此不排名。",
        f"Who has more. Of {len(pairs)} pairs of figures of one indicator {may} may be compared, "
        f"for {told} it cannot be told, the rest may not: nothing is ranked.",
    )


def _satisfaction_point(
    observations: pd.DataFrame, zones: pd.DataFrame, codebook: Codebook, language: Language
) -> str:
    scores = observations[
        observations["indicator_id"].eq("satisfaction_score") & observations["absence"].eq("")
    ]
    held = [zone for zone in zones["zone_id"] if zone in set(scores["zone_id"])]
    names = [codebook.title("short", zone, language) for zone in held]
    where = say(language, "、", ", ").join(names)
    asked = say(language, "居民满意不满意。", "Whether residents are satisfied. ")
    if not held:
        return asked + say(
            language, "来源没有给出满意度得分。", "The sources give no satisfaction score."
        )
    return asked + say(
        language,
        f"给出满意度得分的只有{where}，量表与样本量都没有说明。",
        f"A score is given for {where} only, without its scale or sample size.",
    )


def _undated_points(
    observations: pd.DataFrame, codebook: Codebook, language: Language
) -> list[str]:
    usable = figures_to_compare(observations, codebook)
    undated, unspanned = (
        usable["period"].eq("").sum(),
        usable["cumulative_over"].eq("unstated").sum(),
    )
    if not undated and not unspanned:
        return []
    zh = [f"{undated} 条没有写明时间"] * bool(undated)
    zh += [f"{unspanned} 条没有说明累计了多久"] * bool(unspanned)
    en = [f"{undated} state no period"] * bool(undated)
    en += [f"{unspanned} do not say over how long they were cumulated"] * bool(unspanned)
    return [
        say(
            language,
            f"哪一年、累计几年。可用的 {len(usable)} 条数字中，{'，'.join(zh)}，"
            "不能按年平均，也不能对照有年份的标准。",
            f"Which year, over how many. Of {len(usable)} usable figures {' and '.join(en)}: they "
            "cannot be averaged by year nor held against a dated standard.",
        )
    ]


def _identity_points(zones: pd.DataFrame, codebook: Codebook, language: Language) -> list[str]:
    inferred = zones.loc[zones["identity"] == "inferred", "zone_id"]
    names = [codebook.title("short", zone, language) for zone in inferred]
    return [
        say(
            language,
            f"来源写的是不是{name}。原文地名被打码，{name}是编者推定的。",
            f"Whether the source speaks of {name}. Its name is masked; {name} is inferred.",
        )
        for name in names
    ]


def _plan_points(
    observations: pd.DataFrame, zones: pd.DataFrame, codebook: Codebook, language: Language
) -> list[str]:
    usable = figures_to_compare(observations, codebook)
    held = set(usable.loc[usable["status"] == "actual", "zone_id"])
    names = [codebook.title("short", z, language) for z in zones["zone_id"] if z not in held]
    return [
        say(
            language,
            f"{name}完成得如何。它的来源只有计划或标准，没有一个实际值，不计算成绩。",
            f"How {name} performed. Its source holds plans and rules only, no actual figure: no "
            "achievement is computed.",
        )
        for name in names
    ]


def _nested_points(zones: pd.DataFrame, codebook: Codebook, language: Language) -> list[str]:
    inside = zones[zones["parent_zone"].isin(zones["zone_id"])]
    return [
        say(
            language,
            f"{codebook.title('short', row['parent_zone'], language)}与"
            f"{codebook.title('short', row['zone_id'], language)}相加或相比。后者在前者之内。",
            f"{codebook.title('short', row['parent_zone'], language)} and "
            f"{codebook.title('short', row['zone_id'], language)} summed or compared: the second "
            "lies within the first.",
        )
        for row in inside.to_dict("records")
    ]
