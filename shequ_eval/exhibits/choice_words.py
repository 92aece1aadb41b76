"""Knows how a report says which indicators and periods it was asked for, and what that leaves out.

What a report was not asked for is no silence of a source, and is never called one.
"""

from __future__ import annotations

import pandas as pd

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.trace import counted
from shequ_eval.exhibits.words import counted_words, listed, say
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.parameters import ReportParameters
from shequ_eval.vocabulary.periods import period_words

LEFT_OUT = "所选之外的数字 figures outside the choice"
CHOSEN = "所选的指标 chosen indicators"
EVERYTHING = "all"


def choice_sentence(
    parameters: ReportParameters, left_out: pd.DataFrame, codebook: Codebook, language: Language
) -> Exhibit:
    """Which indicators and periods the figures of a report are of, and how many stand outside.

    `left_out` are the figures of its zones outside the choice (`Study.left_out`).
    """
    title = say(language, "所选的指标与期间", "Indicators and periods chosen")
    what = _of_indicators(parameters, codebook, language)
    when = _of_periods(parameters.periods, language)
    if not (what or when):
        words = say(
            language,
            "取来源的全部指标与全部期间。",
            "All indicators and all periods of the sources are taken.",
        )
        return Exhibit("choice", "text", title, sentences=(words,))
    sentences = (
        say(language, "；", "; ").join(filter(None, (what, when))),
        *_outside(left_out, language),
    )
    stop = say(language, "。", ".")
    return Exhibit("choice", "text", title, sentences=tuple(s + stop for s in sentences))


def _of_indicators(parameters: ReportParameters, codebook: Codebook, language: Language) -> str:
    chosen = parameters.indicators
    if chosen == EVERYTHING:
        return ""
    ids = codebook.indicator_ids(chosen)
    number = counted(len(ids), "choice.indicators", CHOSEN, "indicators")
    if isinstance(chosen, str):
        name = say(language, *codebook.sets[chosen].title)
        return say(
            language,
            f"本报告只取指标集“{name}”的 {number} 项指标",
            f"Only the {number} indicators of the set “{name}” are taken",
        )
    names = listed([codebook.title("indicator", key, language) for key in ids], language)
    word = counted_words(len(ids), "indicator", "indicators").partition(" ")[2]
    is_or_are = "is" if len(ids) == 1 else "are"
    return say(
        language,
        f"本报告只取 {number} 项指标：{names}",
        f"Only {number} {word} {is_or_are} taken: {names}",
    )


def _of_periods(periods: list[str], language: Language) -> str:
    if not periods:
        return ""
    names = say(language, "、", ", ").join(period_words(p, "text", language) for p in periods)
    return say(
        language,
        f"期间只取 {names}，没有写期间的数字留着",
        f"only periods within {names} are taken, and figures without a period are kept",
    )


def _outside(left_out: pd.DataFrame, language: Language) -> list[str]:
    """What stands outside, and of which parts of the report the choice is no bound."""
    number = counted(len(left_out), "choice.left_out", LEFT_OUT, "observations")
    word = counted_words(len(left_out), "figure", "figures").partition(" ")[2]
    stand = "stands" if len(left_out) == 1 else "stand"
    return [
        say(
            language,
            f"所选之外，来源还有 {number} 个数字，见证据表",
            f"Outside the choice the sources have {number} {word} more, which {stand} in the "
            "table of evidence",
        ),
        say(
            language,
            "各地写到了什么、覆盖图、评分、机制、承诺、账目核对和请补充的材料用全部数字；其余只就所选而言",
            "What the places report, coverage, scores, instruments, commitments, the audit of "
            "figures and what to supply rest on all figures; all else speaks of the choice alone",
        ),
    ]


def outside_words(name: str, language: Language) -> str:
    """In the place of figures of a kind that the sources give and the report did not choose."""
    return say(
        language,
        f"**{name}：不在所选之内。** 来源有这方面的数字，但都不在本报告所选的指标与期间之内；"
        "本节不作判断。",
        f"**{name}: outside the choice.** The sources give figures of this kind, all of them "
        "outside the indicators and periods chosen for this report; nothing is judged here.",
    )
