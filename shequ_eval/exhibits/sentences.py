"""Knows how results become sentences; every number in them comes from a table."""

from __future__ import annotations

from typing import Any

import pandas as pd

from shequ_eval.analysis.comparability import figures_to_compare
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.numbers import assumed_size, plain_number
from shequ_eval.exhibits.one_basis_points import turned_pair
from shequ_eval.exhibits.prose import number_prose
from shequ_eval.exhibits.rate_traces import PER_10K, traced_implied, traced_rate
from shequ_eval.exhibits.trace import traced
from shequ_eval.exhibits.words import evidence_mark, reason_words, say
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = dict[Any, Any]


def overview(
    observations: pd.DataFrame, sources: pd.DataFrame, codebook: Codebook, language: Language
) -> Exhibit:
    """How many facts there are, of what status, how many without a period or in doubt."""
    stated = observations[observations["absence"] == ""]
    usable = figures_to_compare(observations, codebook)
    counts = {
        key: int((stated["status"] == key).sum()) for key in ("actual", "planned", "standard")
    }
    undated, doubted = int(usable["period"].eq("").sum()), int(stated["doubt"].ne("").sum())
    first = say(
        language,
        f"本报告依据 {len(sources)} 份来源中的 {len(stated)} 条编码事实："
        f"实际 {counts['actual']} 条、计划 {counts['planned']} 条、标准 {counts['standard']} 条；"
        f"其中 {len(stated) - len(usable)} 条是口号、步骤或个案，不作任何比较。",
        f"This report rests on {len(stated)} coded facts from {len(sources)} sources: "
        f"{counts['actual']} actual, {counts['planned']} planned, {counts['standard']} standards; "
        f"{len(stated) - len(usable)} of them are labels, steps or single cases, never compared.",
    )
    second = say(
        language,
        f"可用的 {len(usable)} 条中，{undated} 条没有写明时间；"
        f"全部事实中 {doubted} 条第二编码者另有读法，照录在附录。",
        f"Of the {len(usable)} usable ones {undated} state no period; a second coder read "
        f"{doubted} of all facts otherwise, as the appendix records.",
    )
    title = say(language, "依据", "What this rests on")
    return Exhibit("overview", "text", title, sentences=(first, second))


def one_basis_sentences(rates: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """What happens to printed rates on one basis: implied denominators, the order, the verdict."""
    told = [
        _implied_sentence(row, codebook, language)
        if pd.notna(row["implied"])
        else _unprinted_sentence(row, codebook, language)
        for row in rates[rates["value"].notna()].to_dict("records")
    ]
    order = _order_sentence(rates, codebook, language)
    title = say(language, "换到同一口径", "On one basis")
    sentences = tuple(sentence for sentence in [*told, order] if sentence)
    if not sentences:
        nothing = say(
            language,
            "没有可以复算的比率：来源没有同时给出比率与分子，或没有可用的分母。",
            "No rate can be recomputed: the sources do not give both rate and numerator, or no "
            "denominator may be used.",
        )
        sentences = (nothing,)
    return Exhibit("one_basis_words", "text", title, sentences=sentences)


def _implied_sentence(row: Row, codebook: Codebook, language: Language) -> str:
    name = codebook.title("short", row["zone_id"], language)
    printed, count = plain_number(row["printed"]), plain_number(row["numerator"])
    implied = traced_implied(plain_number(row["implied"], 0), row, PER_10K)
    known = traced(plain_number(row["denominator"]), str(row["denominator_id"]))
    rate = traced_rate(plain_number(row["value"], 1), row, PER_10K)
    basis = codebook.label("population_basis", row["denominator_basis"], language)
    year = int(row["denominator_year"])
    marks = evidence_mark(row["numerator_evidence"]), evidence_mark(row["printed_evidence"])
    return say(
        language,
        f"{name}：{count} 家{marks[0]} ÷ 每万人 {printed} 家{marks[1]} = {implied} 人（反推），"
        f"而{basis}人口是 {known} 人（{year} 年）；按{basis}人口复算为每万人 "
        f"{rate} 家。",
        f"{name}: {count} organisations {marks[0]} ÷ {printed} per 10,000 {marks[1]} = {implied} "
        f"people (implied), while the {basis} population is {known} ({year}); "
        f"on that basis it is {rate} per 10,000.",
    )


def _unprinted_sentence(row: Row, codebook: Codebook, language: Language) -> str:
    name = codebook.title("short", row["zone_id"], language)
    count = plain_number(row["numerator"])
    known = traced(plain_number(row["denominator"]), str(row["denominator_id"]))
    rate = traced_rate(plain_number(row["value"], 2), row, PER_10K)
    basis = codebook.label("population_basis", row["denominator_basis"], language)
    year, mark = int(row["denominator_year"]), evidence_mark(row["numerator_evidence"])
    return say(
        language,
        f"{name}：原文没有印出这一比率；{count} 家{mark} ÷ {basis}人口 {known} 人（{year} 年）= "
        f"每万人 {rate} 家。",
        f"{name}: the source prints no such rate; {count} organisations {mark} ÷ {known} "
        f"({basis} population, {year}) = {rate} per 10,000.",
    )


def _order_sentence(rates: pd.DataFrame, codebook: Codebook, language: Language) -> str:
    county = rates[rates["tier"].eq("county") & rates["value"].notna()]
    if len(county) < 2:
        return ""
    turned = turned_pair(rates, codebook) is not None
    figures = [
        f"{codebook.title('short', row['zone_id'], language)} "
        f"{traced_rate(plain_number(row['value'], 1), row, PER_10K)}"
        for row in county.to_dict("records")
    ]
    verdict = codebook.label("verdict", county["verdict"].iloc[0], language)
    reasons = reason_words(county["reasons"].iloc[0], codebook, language)
    change = say(
        language,
        "与照搬原文时的算术次序相反" if turned else "次序没有随口径翻转",
        "the reverse of the order as printed" if turned else "the basis turns no order",
    )
    joined = say(language, "、", ", ").join(figures)
    return say(
        language,
        f"同用一种人口口径为{joined}，{change}。判断：**{verdict}**（{reasons}）；只示口径之差，"
        "不作排名。",
        f"On one population basis: {joined}; {change}. Verdict: **{verdict}** ({reasons}). This "
        "shows what the basis does; it is no ranking.",
    )


def satisfaction_sentences(
    observations: pd.DataFrame, sizes: pd.DataFrame, codebook: Codebook, language: Language
) -> Exhibit:
    """What satisfaction figures exist, and what a published change could and could not show."""
    stated = observations[observations["absence"] == ""]
    scores = stated[stated["indicator_id"] == "satisfaction_score"]
    told = [_score_sentence(row, codebook, language) for row in scores.to_dict("records")]
    if not told:
        told = [
            say(
                language,
                "来源没有给出满意度得分；没有得分不等于不满意。",
                "The sources give no satisfaction score; no score is not dissatisfaction.",
            )
        ]
    if len(sizes):
        told.append(_size_sentence(sizes, language))
    title = say(language, "满意度：有什么、缺什么", "Satisfaction: what exists, what does not")
    return Exhibit("satisfaction_words", "text", title, sentences=tuple(told))


def _score_sentence(row: Row, codebook: Codebook, language: Language) -> str:
    name, mark = (
        codebook.title("short", row["zone_id"], language),
        evidence_mark(row["evidence_ids"]),
    )
    value, note = plain_number(row["value"]), str(row["note"]).rstrip("。")
    about = str(codebook.indicators.at[row["indicator_id"], "comparable_when"]).rstrip("。")
    return say(
        language,
        f"{name}公布的得分是 {value} 分{mark}。{about}。编码备注：{note}。",
        f"{name} published a score of {value} points {mark}. Scale, sample size and survey agency "
        "are not stated; the score is about the city at large, not about community governance.",
    )


def _size_sentence(sizes: pd.DataFrame, language: Language) -> str:
    sized = sizes["respondents_per_wave"].map(assumed_size)
    least, most = sized.min(), sized.max()
    change, power = plain_number(sizes["change"].iloc[0]), f"{sizes['power'].iloc[0]:.0%}"
    return say(
        language,
        f"公布的变化是 {change} 分，没有样本量和标准差，无从与零分开。在所列假定之下，要以 {power} "
        f"的把握看出这么小的变化，每次调查约需 {number_prose(least, language)}至 "
        f"{number_prose(most, language)}名受访者。",
        f"The published change is {change} points, without a sample size or spread, so it cannot "
        f"be told from zero. Under the assumptions listed, showing so small a change with {power} "
        f"power takes {number_prose(least, language)} to {number_prose(most, language)} "
        "respondents in each wave, roughly.",
    )
