"""Knows how rates and satisfaction become sentences; every number in them comes from a table."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from shequ_eval.analysis.answering_figures import last_day
from shequ_eval.analysis.audit.steps import Amount, computed_amount
from shequ_eval.analysis.intervals import Interval
from shequ_eval.exhibits.audit_words import amount_shown
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.held_back import held_back_words
from shequ_eval.exhibits.numbers import assumed_size, bounded, plain_number
from shequ_eval.exhibits.printed_rates import agrees_with_population
from shequ_eval.exhibits.prose import number_prose
from shequ_eval.exhibits.rate_traces import PER_10K, traced_implied, traced_rate
from shequ_eval.exhibits.trace import traced
from shequ_eval.exhibits.words import evidence_mark, say
from shequ_eval.exhibits.zone_reasons import districts_in_words
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.periods import period_words

Row = dict[Any, Any]


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
    held_back = held_back_words(rates, codebook, language)
    if not sentences and held_back:
        sentences = (
            say(language, "没有可以复算的比率：", "No rate can be recomputed: ") + held_back,
        )
    elif not sentences:
        sentences = (_no_rate(rates, codebook, language),)
    return Exhibit("one_basis_words", "text", title, sentences=sentences)


def _no_rate(rates: pd.DataFrame, codebook: Codebook, language: Language) -> str:
    """Why no rate was recomputed: no numerator, or none with a population for it."""
    given = rates[rates["numerator"].notna()] if len(rates) else rates
    if given.empty:
        return say(
            language,
            "没有可以复算的比率：所取的数字中没有一地有它的分子。",
            "No rate can be recomputed: no place has its numerator among the figures taken.",
        )
    names = [codebook.title("short", zone, language) for zone in dict.fromkeys(given["zone_id"])]
    where = say(language, "、", ", ").join(names)
    return say(
        language,
        f"没有可以复算的比率：{where}有分子，但没有这一口径、年份相近的人口分母。",
        f"No rate can be recomputed: there is a numerator for {where}, but no population on this "
        "basis and of a year near enough.",
    )


def _implied_sentence(row: Row, codebook: Codebook, language: Language) -> str:
    """First whether the printed rate stands on this population, then the division that says so."""
    name = codebook.title("short", row["zone_id"], language)
    printed, count = plain_number(row["printed"]), plain_number(row["numerator"])
    implied = traced_implied(amount_shown(_implied(row), language), row, PER_10K)
    rate = traced_rate(plain_number(row["value"], 1), row, PER_10K)
    basis = codebook.label("population_basis", row["denominator_basis"], language)
    marks = evidence_mark(row["numerator_evidence"]), evidence_mark(row["printed_evidence"])
    fits, when = agrees_with_population(row), _when_counted(row, language)
    return say(
        language,
        f"{name}印出的每万人 {printed} 家{marks[1]}与{basis}人口{'相容' if fits else '对不上'}："
        f"{count} 家{when[0]}{marks[0]} ÷ 每万人 {printed} 家，反推约 {implied}，"
        f"而{_population(row, codebook, language)}；按{basis}人口复算为每万人 {rate} 家。",
        f"{name}'s printed {printed} per 10,000 {marks[1]} "
        f"{'fits' if fits else 'does not fit'} the {basis} population: {count} organisations"
        f"{when[1]} {marks[0]} ÷ {printed} per 10,000 implies about {implied}, while "
        f"{_population(row, codebook, language)}; on that basis it is {rate} per 10,000.",
    )


def _implied(row: Row) -> Amount:
    """The population that a printed rate would need, with no more digits than its terms."""
    ends = [Interval(float(n), None, float(n)) for n in (row["numerator"], row["printed"])]
    implied = float(row["implied"])
    return computed_amount(Interval(implied, None, implied), ends, "人")


def _unprinted_sentence(row: Row, codebook: Codebook, language: Language) -> str:
    name = codebook.title("short", row["zone_id"], language)
    count, mark = plain_number(row["numerator"]), evidence_mark(row["numerator_evidence"])
    rate = traced_rate(plain_number(row["value"], 1), row, PER_10K)
    if pd.notna(row["printed"]):
        return _apart_sentence(row, name, rate, codebook, language)
    when = _when_counted(row, language)
    return say(
        language,
        f"{name}没有印出这一比率，复算为每万人 {rate} 家：{count} 家{when[0]}{mark}，"
        f"{_population(row, codebook, language)}。",
        f"{name} prints no such rate; recomputed it is {rate} per 10,000: {count} organisations"
        f"{when[1]} {mark}, and {_population(row, codebook, language)}.",
    )


def _apart_sentence(row: Row, name: str, rate: str, codebook: Codebook, language: Language) -> str:
    """A printed rate and a count of different times: each is said, neither checks the other."""
    printed, count = plain_number(row["printed"]), plain_number(row["numerator"])
    marks = evidence_mark(row["printed_evidence"]), evidence_mark(row["numerator_evidence"])
    said, counted = (
        period_words(str(row[f"{side}_period"]), str(row[f"{side}_period_basis"]), language)
        for side in ("printed", "numerator")
    )
    population = _population(row, codebook, language)
    return say(
        language,
        f"{name}印出的每万人 {printed} 家{marks[0]}说的是 {said}，"
        f"最近的家数 {count} 家{marks[1]}说的是 {counted}，两者不能互相核对；"
        f"后者按{population}复算为每万人 {rate} 家。",
        f"{name}'s printed {printed} per 10,000 {marks[0]} speaks of {said}, its latest count of "
        f"{count} organisations {marks[1]} of {counted}: neither checks the other. The count comes "
        f"to {rate} per 10,000; {population}.",
    )


def _when_counted(row: Row, language: Language) -> tuple[str, str]:
    """The period of the numerator in brackets of both languages: the population has its own."""
    words = period_words(str(row["numerator_period"]), str(row["numerator_period_basis"]), language)
    return (f"（{words}）", f" ({words})") if words else ("", "")


def _population(row: Row, codebook: Codebook, language: Language) -> str:
    """The denominator in words; one that leaves a part of the zone out says so."""
    known = traced(plain_number(row["denominator"]), str(row["denominator_id"]))
    basis = codebook.label("population_basis", row["denominator_basis"], language)
    kind = codebook.label("count_type", row["denominator_count_type"], language)
    quality = codebook.label("quality", row["denominator_quality"], language)
    is_whole = row["denominator_coverage"] == "whole_zone"
    scope = "" if is_whole else codebook.label("scope", row["denominator_coverage"], language)
    told = [str(int(row["denominator_year"])), kind, quality, scope]
    inside = say(language, "，", ", ").join(part for part in told if part)
    return say(
        language,
        f"{basis}人口 {known} 人（{inside}）",
        f"the {basis} population is {known} ({inside})",
    )


def _order_sentence(rates: pd.DataFrame, codebook: Codebook, language: Language) -> str:
    county = rates[rates["tier"].eq("county") & rates["value"].notna()]
    if len(county) < 2:
        return ""
    figures = [
        f"{codebook.title('short', row['zone_id'], language)} "
        f"{traced_rate(plain_number(row['value'], 1), row, PER_10K)}"
        for row in county.to_dict("records")
    ]
    verdict, reasons = districts_in_words(county, codebook, language)
    because = say(language, f"（{reasons}）", f" ({reasons})") if reasons else ""
    joined = say(language, "、", ", ").join(figures)
    return say(
        language,
        f"区县之间**{verdict}**{because}。同用一种人口口径，每万人{joined}；"
        "这只说明口径之差，不作排名。",
        f"Between districts the verdict is **{verdict}**{because}. On one population basis the "
        f"rates per 10,000 are {joined}. This shows what the basis does; it is no "
        "ranking.",
    )


def satisfaction_sentences(
    observations: pd.DataFrame, sizes: pd.DataFrame, codebook: Codebook, language: Language
) -> Exhibit:
    """What satisfaction figures exist, and what a published change could and could not show."""
    stated = observations[observations["absence"] == ""]
    scores = stated[stated["indicator_id"] == "satisfaction_score"]
    told = [_size_sentence(sizes, language)] if len(sizes) else []
    told += [
        _score_sentence(group.to_dict("records"), codebook, language)
        for _, group in scores.groupby(["zone_id", f"statement_{language}"], sort=False)
    ]
    if scores.empty:
        told.append(
            say(
                language,
                "来源没有给出满意度得分；没有得分不等于不满意。",
                "The sources give no satisfaction score; no score is not dissatisfaction.",
            )
        )
    title = say(language, "满意度：有什么、缺什么", "Satisfaction: what exists, what does not")
    return Exhibit("satisfaction_words", "text", title, sentences=tuple(told))


def _score_sentence(rows: list[Row], codebook: Codebook, language: Language) -> str:
    """The scores of one place under one name, the years beside them where there are several."""
    name, about = codebook.title("short", rows[0]["zone_id"], language), rows[0]
    ordered = sorted(rows, key=lambda row: last_day(str(row["period"])) or date.max)
    scores = say(language, "、", ", ").join(_score(row, len(rows), language) for row in ordered)
    return say(
        language,
        f"{name}公布的得分是 {scores}，指标是“{about['statement_zh']}”，不是社区治理满意度；"
        "量表、样本量和调查主体都没有说明。",
        f"{name} published a score of {scores}: “{about['statement_en']}”, not satisfaction with "
        "community governance. Scale, sample size and survey agency are not stated.",
    )


def _score(row: Row, of: int, language: Language) -> str:
    value, mark = plain_number(row["value"]), evidence_mark(row["evidence_ids"])
    period = period_words(str(row["period"]), str(row["period_basis"]), language)
    when = say(language, f"（{period}）", f" ({period})") if of > 1 else ""
    return say(language, f"{value} 分{when}{mark}", f"{value} points{when} {mark}")


def _size_sentence(sizes: pd.DataFrame, language: Language) -> str:
    """That a published change cannot be told from none, with every assumption by name."""
    sized = sizes["respondents_per_wave"].map(assumed_size)
    least, most = sized.min(), sized.max()
    change, power = plain_number(sizes["change"].iloc[0]), f"{sizes['power'].iloc[0]:.0%}"
    spread, effect = (
        bounded(None, sizes[name].min(), sizes[name].max())
        for name in ("standard_deviation", "design_effect")
    )
    return say(
        language,
        f"满意度是否变化，现有材料不能判断：公布的变化是 {change} 分，没有样本量和标准差，"
        "分不清是不是零。"
        f"假定标准差 {spread} 分、设计效应 {effect}、检验功效 {power}，要看出这么小的变化，"
        f"每次调查约需 {number_prose(least, language)}至 {number_prose(most, language)}名受访者。",
        f"Whether satisfaction changed cannot be determined: the published change is {change} "
        "points, without a sample size or spread, so it cannot be told from zero. Assuming a "
        f"standard deviation of {spread} points, a design effect of {effect} and {power} power, "
        f"showing so small a change takes about {number_prose(least, language)} to "
        f"{number_prose(most, language)} respondents in each wave.",
    )
