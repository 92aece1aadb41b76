"""Knows what may not be concluded from a survey, from how it was drawn and answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from shequ_eval.analysis.satisfaction import Satisfaction
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.survey_figures import design_notes, survey_exhibit
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Language
from shequ_eval.vocabulary.survey_mapping import FROM_FRAME

LOW_RESPONSE = 0.6  # NOTE: the suite's own rule of what is said to be a low response rate
FEW_DF = 10  # and of few degrees of freedom
HOW = ("由设计、应答与区间逐条得出", "from the design, the response and the intervals, one by one")


def survey_limits(surveys: Sequence[Satisfaction], language: Language) -> list[Exhibit]:
    """Sentences on what this survey cannot say, each from its own figures."""
    title = say(language, "不能由此得出的结论", "What may not be concluded")
    return [
        survey_exhibit(
            survey, "limits", title, HOW, language, kind="text",
            sentences=tuple(_sentences(survey, language)),
        )
        for survey in surveys
    ]  # fmt: skip


def _sentences(survey: Satisfaction, language: Language) -> Iterator[str]:
    if survey.mapping.demonstration:
        yield say(
            language,
            "全部为示例数据，任何地方都不能引用。",
            "All of it is demonstration data (示例数据) and may be quoted nowhere.",
        )
    yield from _of_ranks(survey, language)
    yield from _of_response(survey, language)
    yield from _of_freedom(survey, language)
    yield from design_notes(survey, language)
    yield from _of_people(survey, language)
    yield say(
        language,
        "一次调查不能说满意度升了或降了；评价之间的相关不是因果；没有抽到的社区不能由邻近社区代替。",
        "One survey cannot say that satisfaction rose or fell; judgements that go together are no "
        "causes; a community that was not drawn cannot be stood in for by its neighbours.",
    )


def _of_people(survey: Satisfaction, language: Language) -> Iterator[str]:
    """Weights from a frame of households stand for households, whoever answered in them."""
    if survey.mapping.design.weights not in FROM_FRAME:
        return
    yield say(
        language,
        "权重按户：结果说的是各户作答的人，不是全体成年居民；户内人多的，每人被问到的机会小。",
        "Weights are of households: results speak of those who answered for them, not of all "
        "adults; in a larger household each had a smaller chance to be asked.",
    )


def _of_ranks(survey: Satisfaction, language: Language) -> Iterator[str]:
    table = survey.communities if survey.communities is not None else survey.streets
    if table is None:
        return
    ranked = table[table["rank_low"].notna()]
    mean = survey.zone["estimate"].iloc[0]
    if not len(ranked) or pd.isna(mean):
        return
    apart = int(((ranked["low"] > mean) | (ranked["high"] < mean)).sum())
    wide = plain_number(float((ranked["rank_high"] - ranked["rank_low"] + 1).median()))
    yield say(
        language,
        f"不能排名次：{len(ranked)} 个单元的名次范围，中位数有 {wide} 个名次宽；"
        f"能与总体均值分开的只有 {apart} 个。",
        f"No league table: the ranges of {len(ranked)} ranks are {wide} ranks wide at the median; "
        f"only {apart} can be told from the overall mean.",
    )


def _of_response(survey: Satisfaction, language: Language) -> Iterator[str]:
    if survey.coverage is None:
        yield say(
            language,
            "没有样本框，应答率不明，不能说样本代表全体居民。",
            "Without a frame the response rate is unknown: the sample cannot be said to stand for "
            "all residents.",
        )
        return
    share = survey.coverage["response_share"].iloc[-1]
    if pd.notna(share) and share < LOW_RESPONSE:
        yield say(
            language,
            f"应答率 {share:.0%}，低于 {LOW_RESPONSE:.0%}："
            "不作答的人若与作答的人不同，区间不含这一误差。",
            f"The response rate is {share:.0%}, below {LOW_RESPONSE:.0%}: if those who did not "
            "answer differ, the intervals do not hold that error.",
        )


def _of_freedom(survey: Satisfaction, language: Language) -> Iterator[str]:
    df = survey.zone["df"].iloc[0]
    if pd.notna(df) and df < 1:
        yield say(
            language,
            "每层只有一个抽样单元，误差不可估：估计没有区间，什么也不能断定。",
            "With one sampling unit in each stratum no error can be estimated: there are no "
            "intervals, and nothing can be told apart.",
        )
    elif pd.notna(df) and df < FEW_DF:
        yield say(
            language,
            f"全区只有 {df:.0f} 个自由度：大小悬殊的社区会使区间偏窄。",
            f"There are {df:.0f} degrees of freedom only: with communities of unequal size the "
            "intervals are too narrow.",
        )
