"""Knows how to draw promises beside standards and evidence; draws no plan as if it were kept."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from shequ_eval.exhibits.commitments import Commitment, commitments_of
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.layout import LINE_MM, Page, text_mm, wrap_text
from shequ_eval.exhibits.marks import (
    draw_absence,
    draw_bounds,
    draw_doubt,
    draw_legend,
    draw_mark,
)
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.scales import Scale, levels_apart, nice_ticks
from shequ_eval.exhibits.style import (
    AXIS,
    BLUE,
    BODY,
    CRIMSON,
    GRID,
    GRID_LINE,
    GROUP,
    INK,
    INK_2,
    NOTE,
    OCHRE,
    PAGE_MM,
    VALUE,
    print_style,
)
from shequ_eval.exhibits.targets_data import targets_data
from shequ_eval.exhibits.targets_legend import targets_legend, targets_subtitle
from shequ_eval.exhibits.targets_words import (
    actual_period,
    compact_words,
    end_words,
    interval_words,
    no_commitment,
    promise_words,
    standards_words,
    targets_notes,
    targets_source,
    targets_title,
    verdict_words,
)
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Codebook, Language

LABEL_MM = 44.0
CELL_AT, CELL_WIDTH = 46.5, 12.0
NUMBER_MM = 14.4  # room for an actual figure in its column
LEFT, RIGHT = 65.0, 104.0  # each row's own scale, in mm
VERDICT_AT = 116.0
ARROW_MM = 4.6
VALUE_UP = 3.9  # from the middle of a scale up to the value over its marks, clear of a square
ROOM = 1.15  # a scale reaches this far beyond its greatest number, so that an arrow has room


@dataclass(frozen=True)
class _Words:
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


def draw_targets(targets: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """Every promise on a scale of its own, with the standard, the actual figure and the verdict.

    `targets` has one row a promise and standard bound: zone_id, indicator_id, target_low,
    target_value, target_high, unit, per, due, actual_* (missing where there is no evidence),
    attainment, standard_low, standard_high, standard_label, standard_verified, against_standard,
    evidence_ids. Rows of one promise are drawn together. An empty cell is no actual figure.

    Raises
    ------
    KeyError
        A zone, an indicator or a code is not in the codebook.
    LayoutError, GlyphError
        The picture cannot be drawn without a fault.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.examples import example_promise
    >>> row = example_promise()
    >>> figure = draw_targets(pd.DataFrame([row]), book, "zh")
    >>> figure.data[["计划", "实际", "标准"]].values.tolist()
    [['≥ 10', '未提供', '民发〔2017〕191号：城市社区平均 ≥ 10']]
    """
    if targets.empty:
        return no_commitment(language)
    promises = commitments_of(targets)
    with print_style():
        figure = _picture(promises, codebook, language)
    return Exhibit(
        exhibit_id="figure_targets",
        kind="figure",
        title=targets_title(promises, language),
        subtitle=targets_subtitle(promises, language),
        notes=targets_notes(promises, codebook, language),
        source=targets_source(promises, language),
        data=targets_data(promises, codebook, language),
        figure=figure,
    )


def _picture(promises: list[Commitment], codebook: Codebook, language: Language) -> Figure:
    page = Page()
    y = draw_legend(page, 3.8, targets_legend(promises, codebook, language)) + 3.0
    _draw_heads(page, y, codebook, language)
    before = ""
    for promise in promises:
        zone_id = str(promise.row["zone_id"])
        if zone_id != before:
            y += 4.4 if before else 0.0
            page.text(0.4, y, codebook.title("short", zone_id, language), GROUP, bold=True)
            y += 3.2
        else:
            page.line(0, y, PAGE_MM, y, GRID, GRID_LINE)
        before = zone_id
        y = _draw_row(page, promise, y, codebook, language)
    return page.finish(y + 0.6)


def _draw_heads(page: Page, y: float, codebook: Codebook, language: Language) -> None:
    page.text(CELL_AT, y, codebook.label("status", "actual", language), NOTE, INK_2)
    page.text(LEFT, y, say(language, "计划与标准", "plan and standard"), NOTE, INK_2)
    page.text(VERDICT_AT, y, say(language, "判断", "verdict"), NOTE, INK_2)


def _draw_row(
    page: Page, promise: Commitment, top: float, codebook: Codebook, language: Language
) -> float:
    words = _words(promise, codebook, language)
    scale = _scale(promise)
    below = _standard_labels(promise, scale)
    levels = levels_apart([(x - width / 2, x + width / 2) for x, width, _ in below], 0.8)
    height = max(words.height, 12.6 + max(levels, default=-1) * 2.8)
    middle = top + height / 2
    _draw_words(page, words, middle, bool(promise.applied))
    middle += 1.2  # room for the value above the marks
    _draw_scale(page, promise, scale, middle, language)
    for (x, _, text), level in zip(below, levels, strict=True):
        page.text(x, middle + 3.3 + level * 2.8, text, AXIS, OCHRE, align="center", halo=True)
    _draw_marks(page, promise, scale, middle, language)
    return top + height


def _words(promise: Commitment, codebook: Codebook, language: Language) -> _Words:
    verdict, crimson = verdict_words(promise, codebook, language)
    title = codebook.title("indicator", str(promise.row["indicator_id"]), language)
    against = standards_words(promise.standards, codebook, language)
    width = PAGE_MM - VERDICT_AT - 0.5
    return _Words(
        title=wrap_text(title, LABEL_MM, BODY),
        note=wrap_text(promise_words(promise, codebook, language), LABEL_MM, NOTE),
        verdict=wrap_text(verdict, width, BODY),
        against=wrap_text(against, width, NOTE),
        crimson=crimson,
    )


def _draw_words(page: Page, words: _Words, middle: float, judged: bool) -> None:
    y = page.lines(0.4, middle - _half(words.title, words.note), words.title, BODY)
    page.lines(0.4, y, words.note, NOTE, colour=INK_2)
    colour = CRIMSON if words.crimson else INK if judged else INK_2
    y = middle - _half(words.verdict, words.against)
    y = page.lines(VERDICT_AT, y, words.verdict, BODY, colour=colour, bold=words.crimson)
    page.lines(VERDICT_AT, y, words.against, NOTE, colour=INK_2)


def _half(first: list[str], second: list[str]) -> float:
    """From the middle of a row up to the middle of its first line."""
    sizes = [BODY] * len(first) + [NOTE] * len(second)
    return (sum(sizes) - sizes[0]) * LINE_MM / 2


def _scale(promise: Commitment) -> Scale:
    """From 0 to a round number beyond everything on the row; a share ends at 100."""
    if promise.row["unit"] == "%":
        return Scale(0.0, 100.0, LEFT, RIGHT)
    most = max(_drawn_numbers(promise), default=1.0)
    return Scale(0.0, nice_ticks(most * ROOM)[-1], LEFT, RIGHT)


def _drawn_numbers(promise: Commitment) -> list[float]:
    figures = [promise.target] + ([promise.actual] if promise.actual else [])
    ends = [end for figure in figures for end in (figure.low, figure.value, figure.high)]
    return [*promise.bounds, *(end for end in ends if end is not None)]


def _draw_scale(
    page: Page, promise: Commitment, scale: Scale, y: float, language: Language
) -> None:
    """The line of a scale with its ends; a mark at an end says the number itself."""
    page.box(LEFT, y, RIGHT - LEFT, 0.7, facecolor=GRID, edgecolor="none", zorder=1)
    held = _drawn_numbers(promise)
    if scale.low not in held:
        page.text(LEFT - 2.4, y, "0", AXIS, INK_2, align="right")
    if scale.high not in held:
        page.text(RIGHT + 2.6, y, end_words(scale.high, language), AXIS, INK_2)


def _standard_labels(promise: Commitment, scale: Scale) -> list[tuple[float, float, str]]:
    """(x, width, text) of each standard that does not coincide with the plan, under the scale."""
    target = promise.target
    apart = [b for b in promise.bounds if b not in (target.low, target.value, target.high)]
    texts = [(bound, plain_number(bound)) for bound in apart]
    return [(scale.at(bound), text_mm(text, AXIS), text) for bound, text in texts]


def _draw_marks(
    page: Page, promise: Commitment, scale: Scale, y: float, language: Language
) -> None:
    for bound in promise.bounds:
        draw_mark(page, "standard", scale.at(bound), y, 1.6)
    target = scale.interval(promise.target)
    draw_bounds(page, "planned", target, y, ARROW_MM)
    ends = [end for end in (target.low, target.value, target.high) if end is not None]
    text = interval_words(promise.target)
    half = text_mm(text, VALUE) / 2
    middle = min(max((min(ends) + max(ends)) / 2, LEFT + half), VERDICT_AT - 3.0 - half)
    page.text(middle, y - VALUE_UP, text, VALUE, BLUE, bold=True, align="center", halo=True)
    if promise.doubted:
        draw_doubt(page, middle + half + 0.9, y - VALUE_UP)
    if promise.actual is None:
        draw_absence(page, "not_published", CELL_AT, y, CELL_WIDTH)
        return
    draw_bounds(page, "actual", scale.interval(promise.actual), y, ARROW_MM)
    rows = wrap_text(interval_words(promise.actual), NUMBER_MM, BODY)
    if max(text_mm(row, BODY) for row in rows) > NUMBER_MM:
        rows = wrap_text(compact_words(promise.actual, language), NUMBER_MM, BODY)
    first = y - ((len(rows) - 1) * BODY + NOTE) * LINE_MM / 2
    below = page.lines(CELL_AT, first, rows, BODY, colour=BLUE, bold=True)
    page.text(CELL_AT, below, actual_period(promise, language), NOTE, INK_2)
