"""Knows how to draw promises beside standards and evidence; draws no plan as if it were kept."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

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
from shequ_eval.exhibits.parts import cut_by_height, in_parts
from shequ_eval.exhibits.scales import Scale
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
from shequ_eval.exhibits.targets_rows import (
    LEFT,
    RIGHT,
    VERDICT_AT,
    TargetWords,
    drawn_numbers,
    label_levels,
    row_height,
    scale_of,
    standard_labels,
    words_of,
)
from shequ_eval.exhibits.targets_words import (
    actual_period,
    compact_words,
    end_words,
    interval_words,
    no_commitment,
    targets_notes,
    targets_source,
    targets_title,
)
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Codebook, Language

CELL_AT, CELL_WIDTH = 46.5, 12.0
NUMBER_MM = 14.4  # room for an actual figure in its column
ARROW_MM = 4.6
AROUND_MM = 14.0  # legend and heads
HEAD_MM = 7.6  # the name of a zone over its promises
VALUE_UP = 3.9  # from the middle of a scale up to the value over its marks, clear of a square


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
    runs = _runs_of(promises, codebook, language)

    def made_of(run: list[Commitment]) -> dict[str, Any]:
        with print_style():
            figure = _picture(run, codebook, language)
        return {
            "kind": "figure",
            "title": targets_title(promises, language),
            "subtitle": targets_subtitle(run, language),
            "notes": targets_notes(run, codebook, language),
            "source": targets_source(run, language),
            "data": targets_data(run, codebook, language),
            "figure": figure,
        }

    return in_parts("figure_targets", runs, made_of, language)


def _runs_of(
    promises: list[Commitment], codebook: Codebook, language: Language
) -> list[list[Commitment]]:
    """The promises of each picture, as many as a page holds."""
    heights = {id(one): row_height(one, words_of(one, codebook, language)) for one in promises}

    def height_of(run: Sequence[Commitment]) -> float:
        zones = [one.row["zone_id"] for one in run]
        heads = 1 + sum(two != one for one, two in pairwise(zones))
        return AROUND_MM + heads * HEAD_MM + sum(heights[id(one)] for one in run)

    return cut_by_height(promises, height_of)


def _picture(promises: list[Commitment], codebook: Codebook, language: Language) -> Figure:
    page = Page()
    y = draw_legend(page, 3.8, targets_legend(promises, codebook, language)) + 3.0
    first = codebook.title("short", str(promises[0].row["zone_id"]), language)
    beside = text_mm(first, GROUP) < CELL_AT - 1.5
    _draw_heads(page, y, codebook, language)
    y += 0.0 if beside else GROUP * LINE_MM
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
    words = words_of(promise, codebook, language)
    scale = scale_of(promise)
    below = standard_labels(promise, scale)
    levels = label_levels(below)
    height = row_height(promise, words)
    middle = top + height / 2
    _draw_words(page, words, middle, bool(promise.applied))
    middle += 1.2  # room for the value above the marks
    _draw_scale(page, promise, scale, middle, language)
    for (x, _, text), level in zip(below, levels, strict=True):
        page.text(x, middle + 3.3 + level * 2.8, text, AXIS, OCHRE, align="center", halo=True)
    _draw_marks(page, promise, scale, middle, language)
    return top + height


def _draw_words(page: Page, words: TargetWords, middle: float, judged: bool) -> None:
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


def _draw_scale(
    page: Page, promise: Commitment, scale: Scale, y: float, language: Language
) -> None:
    """The line of a scale with its ends; a mark at an end says the number itself."""
    page.box(LEFT, y, RIGHT - LEFT, 0.7, facecolor=GRID, edgecolor="none", zorder=1)
    held = drawn_numbers(promise)
    if scale.low not in held:
        page.text(LEFT - 2.4, y, "0", AXIS, INK_2, align="right")
    if scale.high not in held:
        page.text(RIGHT + 2.6, y, end_words(scale.high, language), AXIS, INK_2)


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
