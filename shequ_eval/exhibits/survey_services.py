"""Knows how questions, importance, reliability and drivers are shown; calls no driver a cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from shequ_eval.analysis.refusals import RefusedMethodError
from shequ_eval.analysis.satisfaction import Satisfaction, always_asked
from shequ_eval.analysis.survey_models.positions import Positions
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.importance_figure import draw_importance_performance
from shequ_eval.exhibits.importance_words import (
    importance_data,
    importance_notes,
    importance_title,
)
from shequ_eval.exhibits.layout_faults import LayoutError
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.survey_figures import (
    Row,
    absent_text,
    deff_text,
    design_notes,
    figure_of,
    item_title,
    percent_text,
    span_text,
    survey_exhibit,
    with_source,
)
from shequ_eval.exhibits.survey_overview import HOW
from shequ_eval.exhibits.words import headed, say
from shequ_eval.vocabulary.codebook import Language
from shequ_eval.vocabulary.survey_topics import DIMENSION_TITLES

ASKS = {
    "performance": ("满意", "satisfied with"),
    "importance": ("看重", "important"),
    "awareness": ("知晓", "aware of"),
    "participation": ("参与", "took part in"),
}
POSITIONS = (
    "重要性与满意度的加权均值及区间；区间跨分界的不分象限",
    "weighted means with intervals; what straddles a cut is sorted nowhere",
)
ALPHA = (
    "Cronbach α，加权，区间按抽样设计线性化",
    "Cronbach's alpha, weighted, linearised interval",
)
SLOPES = (
    "总体满意对各项评价的加权线性回归，误差按抽样设计",
    "weighted linear regression of overall satisfaction, errors by the sampling design",
)


def survey_items(surveys: Sequence[Satisfaction], language: Language) -> list[Exhibit]:
    """Every question that asks for a judgement, by dimension."""
    title = say(language, "各题的估计", "Estimates of the questions")
    note = say(
        language,
        "占比为最高两档；量表不足四档的为最高一档。只问了一部分人的题，只说那一部分人。",
        "The share is of the two best answers, of a scale of fewer than four the best. A question "
        "that only some were asked speaks of those only.",
    )
    return [
        survey_exhibit(
            survey, "items", title, HOW, language, kind="table",
            notes=(note, *design_notes(survey, language)),
            data=pd.DataFrame(
                [
                    _item_row(row, survey, language)
                    for row in survey.items.to_dict("records")
                    if row["asks"] in ASKS
                ]
            ),
        )
        for survey in surveys
    ]  # fmt: skip


def survey_importance(surveys: Sequence[Satisfaction], language: Language) -> list[Exhibit]:
    """Services by importance and performance, a picture; words where it is refused."""
    told = []
    for survey in surveys:
        if survey.positions is None:
            told += _refusal(survey, "positions", "importance", language)
            continue
        found, spec = survey.positions, survey.mapping
        titles = {i.topic: item_title(survey, i.id, language) for i in spec.asking("importance")}
        try:
            picture = draw_importance_performance(
                found.table, found.cuts, found.cut, titles, language, found.level,
                spec.demonstration,
            )  # fmt: skip
        except LayoutError:
            told.append(_positions_table(survey, found, titles, language))
            continue
        told.append(with_source(survey, picture, POSITIONS, language))
    return told


def _positions_table(
    survey: Satisfaction, found: Positions, titles: Mapping[str, str], language: Language
) -> Exhibit:
    """The positions in a table, where points are too near each other for a picture."""
    title = importance_title(found.table, titles, language)
    near = say(
        language,
        "有几项的位置太近，画不开，改用表。",
        "Some positions are too near each other to be drawn: a table instead.",
    )
    words = importance_notes(found.table, found.cuts, found.cut, language, found.level)
    return survey_exhibit(
        survey, "positions", title, POSITIONS, language, kind="table", notes=(near, *words),
        data=importance_data(found.table, titles, language),
    )  # fmt: skip


def survey_reliability(surveys: Sequence[Satisfaction], language: Language) -> list[Exhibit]:
    """Cronbach's alpha of each dimension, with its interval, or why there is none."""
    title = say(language, "各维度题目的一致性", "How well the questions of a dimension agree")
    note = say(
        language,
        "α 高只说明题目同进退，不说明量对了；题目越多 α 越高。",
        "A high alpha says that questions move together, not that they measure the right thing; it "
        "rises with their number.",
    )
    return [
        survey_exhibit(
            survey, "reliability", title, ALPHA, language, kind="table", notes=(note,),
            data=pd.DataFrame(
                [_alpha_row(r, survey, language) for r in survey.reliability.to_dict("records")]
            ),
        )
        for survey in surveys
    ]  # fmt: skip


def survey_drivers(surveys: Sequence[Satisfaction], language: Language) -> list[Exhibit]:
    """What goes together with overall satisfaction, as slopes with intervals."""
    title = say(language, "与总体满意同进退的评价", "What goes together with overall satisfaction")
    note = say(
        language,
        "系数是一项评价高 1 分的人，总体满意平均高多少（其余各项相同）；是相关，不是因果。"
        "只问一部分人的题不在内",
        "A slope is how much higher overall satisfaction is, on average, of people who judge one "
        "thing a point better, all else equal: an association, no cause. Questions that only some "
        "were asked are left out",
    )
    told = []
    for survey in surveys:
        if survey.drivers is None:
            told += _refusal(survey, "drivers", "drivers", language)
            continue
        left_out = _not_asked_of_all(survey, language)
        rows = survey.drivers.sort_values("estimate", ascending=False, kind="stable")
        data = [_driver_row(row, survey, language) for row in rows.to_dict("records")]
        told.append(
            survey_exhibit(
                survey, "drivers", title, SLOPES, language, kind="table",
                data=pd.DataFrame(data), notes=(note + left_out, *design_notes(survey, language)),
            )
        )  # fmt: skip
    return told


def _not_asked_of_all(survey: Satisfaction, language: Language) -> str:
    """The end of a sentence: which judgements a skip leaves to some."""
    spec = survey.mapping
    kept = {item.id for item in always_asked(spec)} | {spec.overall}
    out = [i.id for i in spec.asking("performance") if i.id not in kept]
    names = [item_title(survey, item, language) for item in out]
    return say(
        language,
        ("：" + "、".join(names) if names else "") + "。",
        (": " + ", ".join(names) if names else "") + ".",
    )


def _refusal(survey: Satisfaction, rule: str, name: str, language: Language) -> list[Exhibit]:
    error = survey.refused.get(rule)
    if error is None:
        return []
    words = say(language, error.zh, error.en)
    how = ("方法的最低要求", "the least that the method accepts")
    return [
        survey_exhibit(
            survey, f"{name}_refused", words, how, language, kind="text", sentences=(words,)
        )
    ]


def _item_row(row: Row, survey: Satisfaction, language: Language) -> Row:
    head = (
        ("维度", "Dimension", say(language, *DIMENSION_TITLES[str(row["dimension"])])),
        ("题目", "Question", item_title(survey, str(row["item"]), language)),
        ("问的是", "Asks", say(language, *ASKS[str(row["asks"])])),
    )
    words = absent_text(row, language)
    if words:
        return headed(language, *head, ("均值", "Mean", words))
    what, cell = item_title(survey, str(row["item"]), language), ["item", str(row["item"])]
    ends = (row["low"], row["high"])
    mean = figure_of(survey, plain_number(row["estimate"], 2), [*cell, "mean"], row, what, ends)
    share = figure_of(survey, percent_text(row["share"]), [*cell, "share"], row, what)
    share_ends = (row["share_low"], row["share_high"])
    return headed(
        language,
        *head,
        ("均值", "Mean", mean),
        ("区间", "Interval", span_text(ends)),
        ("占比", "Share", share),
        ("占比区间", "Interval of the share", span_text(share_ends, percent=True)),
        ("设计效应", "Design effect", deff_text(row)),
        ("回答", "Answers", plain_number(float(row["n"]))),
    )  # fmt: skip


def _alpha_row(row: Row, survey: Satisfaction, language: Language) -> Row:
    name = say(language, *DIMENSION_TITLES[str(row["dimension"])])
    head = (("维度", "Dimension", name), ("题数", "Questions", plain_number(float(row["items"]))))
    error = row["refused"]
    if isinstance(error, RefusedMethodError):
        return headed(language, *head, ("α", "Alpha", say(language, error.zh, error.en)))
    ends = (row["low"], row["high"])
    cell = ["alpha", str(row["dimension"])]
    return headed(
        language,
        *head,
        ("α", "Alpha", figure_of(survey, plain_number(row["alpha"], 2), cell, row, name, ends)),
        ("区间", "Interval", span_text(ends)),
        ("各题都答的份数", "Answered all", plain_number(float(row["n"]))),
    )


def _driver_row(row: Row, survey: Satisfaction, language: Language) -> Row:
    ends, item = (row["low"], row["high"]), str(row["term"])
    title = item_title(survey, item, language)
    slope = figure_of(survey, plain_number(row["estimate"], 2), ["driver", item], row, title, ends)
    apart = row["low"] > 0 or row["high"] < 0
    return headed(
        language,
        ("评价", "Judgement", title),
        ("系数", "Slope", slope),
        ("区间", "Interval", span_text(ends)),
        (
            "能与零分开",
            "Told from zero",
            say(language, "能", "yes") if apart else say(language, "不能", "no"),
        ),
        ("回答", "Answers", plain_number(float(row["n"]))),
    )
