"""Knows how a survey is introduced: who was asked, who answered, what is doubtful; judges none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from shequ_eval.analysis.satisfaction import Satisfaction
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.survey_figures import (
    Row,
    absent_text,
    deff_text,
    figure_of,
    item_title,
    percent_text,
    span_text,
    survey_exhibit,
    survey_title,
)
from shequ_eval.exhibits.words import headed, say
from shequ_eval.vocabulary.codebook import Language

DOUBTS = {
    "survey-speeder": ("作答过快", "answered in haste"),
    "survey-ends_before_start": ("结束早于开始", "ended before they began"),
    "survey-straight_liner": ("通篇同一答案", "one answer throughout"),
    "survey-twin": ("与另一份全同", "the same as another"),
    "survey-same_person": ("同一人多份", "of a person who had answered"),
    "survey-impossible_skip": ("答了应跳过的题", "answered what was to be skipped"),
    "survey-no_item_answered": ("一题未答", "without any answer"),
    "survey-no_consent": ("没有同意却作答（未用）", "answered without consent (not used)"),
}
HOW = (
    "按抽样设计加权；泰勒线性化标准误，t 区间；占比用 logit 区间",
    "weighted by the sampling design; linearised standard errors, t intervals, logit for shares",
)
COUNTED = ("清点样本框与问卷", "the frame and the sheets, counted")


def no_survey(zones: pd.DataFrame, language: Language) -> Exhibit:
    """The words where none of these zones has a survey; `zones` as in the study."""
    names = "、".join(zones["short_zh"]) if language == "zh" else ", ".join(zones["short_en"])
    words = say(
        language,
        f"{names}：没有居民调查的回答可用，因此这里没有估计。没有调查不等于不满意，也不等于满意；"
        "公布的得分不能代替调查。",
        f"{names}: no answers to a resident survey were supplied, so nothing is estimated here. "
        "Having no survey means neither dissatisfaction nor satisfaction; a published score is no "
        "substitute.",
    )
    return Exhibit(
        "survey_none", "text", words, sentences=(words,), rests_on=("zones",),
        how=say(language, "该地区没有登记调查", "no survey is registered for the zone"),
    )  # fmt: skip


def survey_overview(
    surveys: Sequence[Satisfaction], zones: pd.DataFrame, language: Language
) -> list[Exhibit]:
    """A few sentences on each survey, and on the zones that have none."""
    have = {survey.mapping.zone_id for survey in surveys}
    without = zones[~zones["zone_id"].isin(have)]
    told = [_overview(survey, language) for survey in surveys]
    return told + ([no_survey(without, language)] if len(without) else [])


def one_page_survey(surveys: Sequence[Satisfaction], language: Language) -> list[Exhibit]:
    """The estimate of each survey in one sentence, for who reads one page; none for none."""
    return [
        survey_exhibit(
            survey, "one_page", survey_title(survey, language), HOW, language, kind="text",
            sentences=(_sheets(survey, language), _overall(survey, language)),
        )
        for survey in surveys
    ]  # fmt: skip


def survey_coverage(surveys: Sequence[Satisfaction], language: Language) -> list[Exhibit]:
    """Communities reached and answers over addresses issued, by street; none without a frame."""
    return [
        survey_exhibit(
            survey,
            "coverage",
            say(language, "调查到了哪里、多少人作答", "Where the survey reached, and who answered"),
            COUNTED,
            language,
            kind="table",
            data=pd.DataFrame(
                [_coverage_row(row, survey, language) for row in survey.coverage.to_dict("records")]
            ),
            notes=_coverage_notes(language),
        )
        for survey in surveys
        if survey.coverage is not None
    ]


def _overview(survey: Satisfaction, language: Language) -> Exhibit:
    title = survey_title(survey, language)
    sentences = [_sheets(survey, language), _overall(survey, language)]
    doubts = _doubts(survey, language)
    return survey_exhibit(
        survey, "overview", title, HOW, language, kind="text",
        sentences=tuple(s for s in (*sentences, doubts) if s),
    )  # fmt: skip


def _sheets(survey: Satisfaction, language: Language) -> str:
    responses = survey.responses
    received, used = responses.received, len(responses.answers)
    has_refusals = responses.refused > 0
    row = {"n": used}
    what = say(language, "有效问卷", "sheets used")
    shown = figure_of(survey, plain_number(used), ["sheets"], row, what)
    mark = say(language, "【示例数据】", "[示例数据 example data] ")
    head = mark if survey.mapping.demonstration else ""
    return head + say(
        language,
        f"收到问卷 {plain_number(received)} 份，"
        + (f"其中 {responses.refused} 份不同意参加，不算回答；" * has_refusals)
        + f"按更正记录（{len(responses.log)} 条）处理后用 {shown} 份。",
        f"{plain_number(received)} sheets came in; "
        + (f"{responses.refused} did not agree to take part and are no answers; " * has_refusals)
        + f"after {len(responses.log)} signed corrections {shown} are used.",
    )


def _overall(survey: Satisfaction, language: Language) -> str:
    row = survey.zone.to_dict("records")[0]
    if row["withheld"]:
        return absent_text(row, language) + say(language, "。", ".")
    spec = survey.mapping
    scale = spec.scale_of(spec.item(spec.overall))
    name = item_title(survey, spec.overall, language)
    ends, share_ends = (row["low"], row["high"]), (row["share_low"], row["share_high"])
    mean = figure_of(survey, plain_number(row["estimate"], 2), ["zone", "mean"], row, name, ends)
    share = figure_of(survey, percent_text(row["share"]), ["zone", "share"], row, name)
    level = f"{spec.confidence:.0%}"
    none = say(language, "没有区间", "no interval")
    span = span_text(ends)
    within = say(language, f"{level} 区间 {span}", f"{level} interval {span}") if span else none
    share_span = span_text(share_ends, percent=True) or none
    deff = deff_text(row)
    effect_zh = f"设计效应 {deff}" if deff else "不印设计效应"
    effect_en = f"Design effect {deff}" if deff else "No design effect is printed"
    return say(
        language,
        f"{name}均值 {mean}（{scale.low}–{scale.high} 分，{within}），最高两档占 {share}"
        f"（{share_span}）；{effect_zh}，自由度 {row['df']:.0f}，回答 {row['n']:.0f} 份。",
        f"{name}: mean {mean} on {scale.low}–{scale.high} ({within}); {share} gave "
        f"one of the two best answers ({share_span}). {effect_en}; {row['df']:.0f} "
        f"degrees of freedom, {row['n']:.0f} answers.",
    )


def _doubts(survey: Satisfaction, language: Language) -> str:
    sheets = {(finding.rule, finding.row) for finding in survey.responses.findings}
    found = Counter(rule for rule, _ in sheets)
    parts = [
        say(language, f"{words[0]} {found[rule]} 份", f"{words[1]}: {found[rule]}")
        for rule, words in DOUBTS.items()
        if found[rule]
    ]
    if not parts:
        return ""
    listed = say(language, "、".join(parts), "; ".join(parts))
    return say(
        language,
        f"存疑的问卷：{listed}；没有经人签字更正的都保留在内。",
        f"Doubtful sheets: {listed}. All stay in but those that someone signed out.",
    )


def _coverage_row(row: Row, survey: Satisfaction, language: Language) -> Row:
    def count(column: str) -> str:
        return "" if pd.isna(row[column]) else plain_number(float(row[column]))

    is_whole = row["street"] == ""
    answered = count("answered")
    if answered:
        cell = ["coverage", str(row["street"]) or "all", "answered"]
        what = say(language, "作答份数", "answers")
        answered = figure_of(survey, answered, cell, {"n": row["answered"]}, what)
    rate = row["response_share"]
    return headed(
        language,
        ("街道", "Street", say(language, "合计", "All") if is_whole else row["street"]),
        ("社区", "Communities", count("communities")),
        ("调查到的社区", "Communities reached", count("reached")),
        ("户数", "Households", count("households")),
        ("抽取户数", "Addresses issued", count("issued")),
        ("作答", "Answers", answered),
        ("应答率", "Response rate", "" if pd.isna(rate) else percent_text(rate)),
    )


def _coverage_notes(language: Language) -> tuple[str, ...]:
    return (
        say(
            language,
            "应答率为作答份数除以抽取户数；不同意参加的、一题未答的不算作答。"
            "没有作答的人可能与作答的人不同，加权不能全部补上。",
            "The response rate is answers over addresses issued; who refused, or answered no "
            "question, has not answered. Who did not answer may differ from who did; weights "
            "cannot make up for all of it.",
        ),
    )
