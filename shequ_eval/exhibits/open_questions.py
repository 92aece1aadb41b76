"""Knows which questions the evidence leaves open, as a list; answers none of them."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from shequ_eval.analysis.comparability import figures_to_compare
from shequ_eval.analysis.differences import ALLOWED
from shequ_eval.analysis.spans import open_span
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.words import counted_words, say
from shequ_eval.vocabulary.codebook import Codebook, Language


def what_cannot_be_said(
    observations: pd.DataFrame,
    pairs: pd.DataFrame,
    zones: pd.DataFrame,
    codebook: Codebook,
    language: Language,
    surveyed: Collection[str] = (),
) -> Exhibit:
    """The questions that this evidence leaves open, as a list made from the tables.

    `surveyed` are the zones that have a survey of residents, which the report shows elsewhere.
    """
    points = [
        _pairs_point(pairs, codebook, language),
        _satisfaction_point(observations, zones, codebook, language)
        + _survey_words(zones, surveyed, codebook, language),
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
    refused = len(pairs) - may - told
    zh = [f"{may} 对可比"] * bool(may) + [f"{refused} 对不可比"] * bool(refused)
    zh += [f"{told} 对无从判断"] * bool(told)
    none = "" if may else "没有一对可比："
    en = [f"{may or 'none'} {'is' if may < 2 else 'are'} comparable"]
    en += [f"{refused} {'is' if refused == 1 else 'are'} not"] * bool(refused)
    en += [f"for {told} it cannot be determined"] * bool(told)
    same = counted_words(len(pairs), "pair", "pairs")
    return say(
        language,
        f"哪里多、哪里少。两地给出同一指标的数字共 {len(pairs)} 对，{none}{'，'.join(zh)}，"
        f"{'可比的只写差值，' if may else '因此'}不排名。",
        f"Which place has more. Of {same} of figures on the same indicator {en[0]}"
        f"{': ' if en[1:] else ''}{' and '.join(en[1:])}. Nothing is ranked.",
    )


def _satisfaction_point(
    observations: pd.DataFrame, zones: pd.DataFrame, codebook: Codebook, language: Language
) -> str:
    scores = observations[
        observations["indicator_id"].eq("satisfaction_score") & observations["absence"].eq("")
    ]
    held = [zone for zone in zones["zone_id"] if zone in set(scores["zone_id"])]
    asked = say(language, "居民是否满意。", "Whether residents are satisfied. ")
    if not held:
        return asked + say(
            language, "来源没有给出满意度得分。", "The sources give no satisfaction score."
        )
    if len(zones) == 1:
        return asked + say(
            language,
            "来源给出了得分，没有说明量表与样本量。",
            "The source gives a score, without its scale or sample size.",
        )
    names = [codebook.title("short", zone, language) for zone in held]
    where = say(language, "、", ", ").join(names)
    return asked + say(
        language,
        f"只有{where}给出得分，没有说明量表与样本量。",
        f"A score is given for {where} only, without its scale or sample size.",
    )


def _survey_words(
    zones: pd.DataFrame, surveyed: Collection[str], codebook: Codebook, language: Language
) -> str:
    """Where a survey tells what the sources do not; nothing where no zone has one."""
    held = [zone for zone in zones["zone_id"] if zone in surveyed]
    if not held:
        return ""
    if len(zones) == 1:
        return say(
            language,
            "这里说的是文件；居民调查见“效益与满意度”。",
            " This is of the documents; for the survey of residents see effects and satisfaction.",
        )
    where = say(language, "、", ", ").join(codebook.title("short", z, language) for z in held)
    has = "has" if len(held) == 1 else "have"
    return say(
        language,
        f"这里说的是文件；{where}另有居民调查，见该地的报告，问法与抽样各不相同，不与他地相比。",
        f" This is of the documents; {where} also {has} a survey of residents, in the report of "
        "the place. Questions and samples differ: it is not compared with other places.",
    )


def _undated_points(
    observations: pd.DataFrame, codebook: Codebook, language: Language
) -> list[str]:
    usable = figures_to_compare(observations, codebook)
    undated = int(usable["period"].eq("").sum())
    # NOTE: a sum whose year is stated can be set beside a standard of that year: none of these.
    spans = [open_span(row, codebook) for row in usable.to_dict("records")]
    unspanned = spans.count("span_unstated")
    if not undated and not unspanned:
        return []
    zh = [_of_all_zh(undated, len(usable), "未写时间")] * bool(undated)
    zh += [_of_all_zh(unspanned, len(usable), "没有说明累计了多久")] * bool(unspanned)
    en = [_of_all_en(undated, len(usable), "are undated", "is undated")] * bool(undated)
    en += [
        _of_all_en(
            unspanned,
            len(usable),
            "do not say over how long they accumulated",
            "does not say over how long it accumulated",
        )
    ] * bool(unspanned)
    figures = counted_words(len(usable), "usable figure", "usable figures")
    return [
        say(
            language,
            f"哪一年、累计几年。可用的 {len(usable)} 条数字中，{'，'.join(zh)}；"
            "这些数字不能按年平均，也不能对照有年份的标准。",
            f"Which period. Of {figures} {' and '.join(en)}: these "
            "can be neither averaged by year nor held against a dated standard.",
        )
    ]


def _of_all_zh(number: int, total: int, what: str) -> str:
    return f"{total} 条全都{what}" if number == total else f"{number} 条{what}"


def _of_all_en(number: int, total: int, many: str, one: str) -> str:
    if number == total > 1:
        return f"all {total} {many}"
    return f"{number} {one if number == 1 else many}"


def _identity_points(zones: pd.DataFrame, codebook: Codebook, language: Language) -> list[str]:
    inferred = zones.loc[zones["identity"] == "inferred", "zone_id"]
    names = [codebook.title("short", zone, language) for zone in inferred]
    return [
        say(
            language,
            f"来源写的是不是{name}。原文地名被打码，{name}是推定的。",
            f"Whether the source speaks of {name}. It masks the name of the place; {name} is "
            "inferred.",
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
            f"{name}完成得如何。来源只有计划或标准，没有一个可用的实际值，不计算成绩。",
            f"How {name} performed. The source holds plans and standards only and no usable "
            "actual figure: no achievement is computed.",
        )
        for name in names
    ]


def _nested_points(zones: pd.DataFrame, codebook: Codebook, language: Language) -> list[str]:
    inside = zones[zones["parent_zone"].isin(zones["zone_id"])]
    return [
        say(
            language,
            f"{codebook.title('short', row['parent_zone'], language)}与"
            f"{codebook.title('short', row['zone_id'], language)}合计多少、孰多孰少。"
            "后者在前者之内，两者不相加，也不相比。",
            f"What {codebook.title('short', row['parent_zone'], language)} and "
            f"{codebook.title('short', row['zone_id'], language)} come to together, or which has "
            "more. The second lies within the first: they are neither added up nor compared.",
        )
        for row in inside.to_dict("records")
    ]
