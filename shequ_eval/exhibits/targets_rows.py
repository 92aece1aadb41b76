"""Knows the words, the scale and the height of a promise's row; draws none of it."""

from __future__ import annotations

from dataclasses import dataclass

from shequ_eval.exhibits.commitments import Commitment
from shequ_eval.exhibits.layout import LINE_MM, text_mm, wrap_text
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.scales import Scale, levels_apart, nice_ticks
from shequ_eval.exhibits.style import AXIS, BODY, NOTE, PAGE_MM
from shequ_eval.exhibits.targets_words import promise_words, standards_words, verdict_words
from shequ_eval.vocabulary.codebook import Codebook, Language

LABEL_MM = 44.0
LEFT, RIGHT = 65.0, 104.0  # each row's own scale, in mm
VERDICT_AT = 116.0
ROOM = 1.15  # a scale reaches this far beyond its greatest number, so that an arrow has room


@dataclass(frozen=True)
class TargetWords:
    """What stands left and right of a scale, in lines, and whether it is a finding."""

    title: list[str]
    note: list[str]
    verdict: list[str]
    against: list[str]
    crimson: bool

    @property
    def height(self) -> float:
        """The height that the words need, in mm."""
        left = len(self.title) * BODY + len(self.note) * NOTE
        right = len(self.verdict) * BODY + len(self.against) * NOTE
        return max(left, right) * LINE_MM + 2.6


def words_of(promise: Commitment, codebook: Codebook, language: Language) -> TargetWords:
    """What is said of a promise left and right of its scale."""
    verdict, crimson = verdict_words(promise, codebook, language)
    title = codebook.title("indicator", str(promise.row["indicator_id"]), language)
    against = standards_words(promise.standards, codebook, language)
    width = PAGE_MM - VERDICT_AT - 0.5
    return TargetWords(
        title=wrap_text(title, LABEL_MM, BODY),
        note=wrap_text(promise_words(promise, codebook, language), LABEL_MM, NOTE),
        verdict=wrap_text(verdict, width, BODY),
        against=wrap_text(against, width, NOTE),
        crimson=crimson,
    )


def row_height(promise: Commitment, words: TargetWords) -> float:
    """The height of a promise's row, as its words and the labels under its scale need."""
    levels = label_levels(standard_labels(promise, scale_of(promise)))
    return max(words.height, 12.6 + max(levels, default=-1) * 2.8)


def label_levels(below: list[tuple[float, float, str]]) -> list[int]:
    """The level of each label under a scale, so that none touches another."""
    return levels_apart([(x - width / 2, x + width / 2) for x, width, _ in below], 0.8)


def scale_of(promise: Commitment) -> Scale:
    """From 0 to a round number beyond everything on the row; a share ends at 100."""
    if promise.row["unit"] == "%":
        return Scale(0.0, 100.0, LEFT, RIGHT)
    most = max(drawn_numbers(promise), default=1.0)
    return Scale(0.0, nice_ticks(most * ROOM)[-1], LEFT, RIGHT)


def drawn_numbers(promise: Commitment) -> list[float]:
    """Every number that the scale of a row holds."""
    figures = [promise.target] + ([promise.actual] if promise.actual else [])
    ends = [end for figure in figures for end in (figure.low, figure.value, figure.high)]
    return [*promise.bounds, *(end for end in ends if end is not None)]


def standard_labels(promise: Commitment, scale: Scale) -> list[tuple[float, float, str]]:
    """(x, width, text) of each standard that does not coincide with the plan, under the scale."""
    target = promise.target
    apart = [b for b in promise.bounds if b not in (target.low, target.value, target.high)]
    texts = [(bound, plain_number(bound)) for bound in apart]
    return [(scale.at(bound), text_mm(text, AXIS), text) for bound, text in texts]
