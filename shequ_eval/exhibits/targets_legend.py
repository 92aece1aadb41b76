"""Knows which marks a picture of promises is drawn with, and what they are called; draws none."""

from __future__ import annotations

from shequ_eval.exhibits.commitments import Commitment
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Codebook, Language


def targets_legend(
    promises: list[Commitment], codebook: Codebook, language: Language
) -> list[tuple[str, str]]:
    """The marks that stand in the picture, with their words.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> row = {"target_low": 10, "target_value": 10, "target_high": None, "actual_low": None,
    ...        "actual_value": None, "actual_high": None, "doubt": "status", "standard_low": 10,
    ...        "against_standard": "equal"}
    >>> marks = targets_legend([Commitment(row, (row,))], read_codebook(find_data_root()), "zh")
    >>> [kind for kind, _ in marks]
    ['planned', 'arrow', 'standard', 'not_published', 'doubt']
    """
    doubt = say(language, "第二编码者对状态另有读法", "a second coder read the status otherwise")
    held = [promise.actual is not None for promise in promises]
    drawn = drawn_of(promises)
    entries = [
        ("planned", codebook.label("status", "planned", language), "point" in drawn),
        ("planned_range", say(language, "计划的范围", "planned range"), "range" in drawn),
        ("arrow", say(language, "至少", "at least"), "at_least" in drawn),
        ("arrow_left", say(language, "至多", "at most"), "at_most" in drawn),
        (
            "standard",
            codebook.label("status", "standard", language),
            any(promise.bounds for promise in promises),
        ),
        ("actual", codebook.label("status", "actual", language), any(held)),
        ("not_published", codebook.label("absence", "not_published", language), not all(held)),
        ("doubt", doubt, any(promise.doubted for promise in promises)),
    ]
    return [(kind, words) for kind, words, present in entries if present]


def targets_subtitle(promises: list[Commitment], language: Language) -> str:
    """What the marks are, of those that stand in the picture.

    >>> row = {"actual_low": None, "actual_value": None, "actual_high": None,
    ...        "target_low": 5, "target_value": 5, "target_high": None,
    ...        "standard_low": 10, "against_standard": "not_in_force"}
    >>> targets_subtitle([Commitment(row, (row,))], "zh")
    '空心圆为计划，“至少”向右开口。每行自有刻度，不跨行比较。'
    """
    ruled = any(promise.bounds for promise in promises)
    held = any(promise.actual is not None for promise in promises)
    drawn = drawn_of(promises)
    parts = [
        (say(language, "空心圆为计划", "ring: the plan"), "point" in drawn),
        (say(language, "空心条为计划的范围", "hollow bar: a planned range"), "range" in drawn),
        (say(language, "方框为到期时有效的标准", "square: a standard in force when due"), ruled),
        (say(language, "“至少”向右开口", "an arrow opens to 'at least'"), "at_least" in drawn),
        (say(language, "“至多”向左开口", "an arrow opens to 'at most'"), "at_most" in drawn),
        (say(language, "实心圆为实际", "disc: the actual figure"), held),
    ]
    marks = say(language, "，", "; ").join(words for words, present in parts if present)
    return (
        marks[:1].upper()
        + marks[1:]
        + say(
            language,
            "。每行自有刻度，不跨行比较。",
            ". Each row has a scale of its own; rows are not compared.",
        )
    )


def drawn_of(promises: list[Commitment]) -> set[str]:
    """Which marks the plans of these promises are drawn with.

    >>> row = {"target_low": 3, "target_value": None, "target_high": 5}
    >>> sorted(drawn_of([Commitment(row, ())]))
    ['range']
    >>> sorted(drawn_of([Commitment(row | {"target_high": None}, ())]))
    ['at_least', 'point']
    """
    drawn = set()
    for target in (promise.target for promise in promises):
        known = {end for end in (target.low, target.value, target.high) if end is not None}
        drawn.add("range" if len(known) > 1 else "point")
        if target.high is None:
            drawn.add("at_least")
        if target.low is None:
            drawn.add("at_most")
    return drawn
