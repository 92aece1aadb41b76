"""Knows the strips of the audit's cards: parts in a bar, a change against zero; judges none."""

from __future__ import annotations

from math import floor, log10
from typing import Any

import pandas as pd

from shequ_eval.exhibits.audit_populations import (
    NAME_MM,
    draw_populations,
    populations_height,
    ticks_of,
)
from shequ_eval.exhibits.layout import Page, text_mm
from shequ_eval.exhibits.marks import draw_mark
from shequ_eval.exhibits.numbers import assumed_size, plain_number
from shequ_eval.exhibits.style import (
    AXIS_LINE,
    BLUE,
    CARRIED_DASHES,
    CRIMSON,
    GRID,
    GRID_LINE,
    INK,
    INK_2,
    MARK_LINE,
    NOTE,
    PAPER,
    TINT,
)
from shequ_eval.exhibits.words import say, unit_words
from shequ_eval.vocabulary.audit_rules import AuditRules
from shequ_eval.vocabulary.codebook import Codebook, Language

Row = dict[Any, Any]

BAR_MM = 4.6
BAND_MM = 1.6
ROW_MM = 4.0
STRIP_MM = 11.0
WAVES_AROUND_MM = 5.8
SWATCH_MM = 2.0
LABEL_MM = 26.0
SHADES = (1.0, 0.7, 0.45)


def draw_strip(
    page: Page,
    x: float,
    y: float,
    width: float,
    finding: Row,
    known: pd.DataFrame,
    codebook: Codebook,
    language: Language,
) -> None:
    """A finding's points, `width` mm wide: bounds by waves, populations on an axis, or parts.

    Parts stand in a bar with their names and numbers under it.

    `known` holds the denominators that the finding rests on; `terms` and `whole` of the finding
    are drawn to one scale, and the gap between them at true length.

    Examples
    --------
    2 + 40 against 50: two parts and the gap as a box, drawn to one scale:

    >>> from shequ_eval.analysis.examples import example_steps
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> page, step = Page(), example_steps()[0].iloc[0].to_dict()
    >>> draw_strip(page, 0, 5, 100, step, pd.DataFrame(), read_codebook(find_data_root()), "zh")
    >>> bars = [box for box in page.axes.patches if box.get_height() == BAR_MM]
    >>> [round(float(box.get_width()), 1) for box in bars]
    [4.0, 80.0, 16.0]
    """
    if finding["waves"]:
        _draw_waves(page, x, y + 4.0, width, finding, language)
    elif len(known):
        draw_populations(page, x, y + 4.0, width, finding, known, codebook, language)
    else:
        _draw_parts(page, x, y + 2.4, width, finding, codebook, language)


def strip_height(
    finding: Row, known: pd.DataFrame, width: float, codebook: Codebook, language: Language
) -> float:
    """The room in mm that a finding's strip takes, `width` mm wide.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> step = {"waves": ((1000, -1.1, 1.5),) * 3, "terms": ()}
    >>> strip_height(step, pd.DataFrame(), 72, read_codebook(find_data_root()), "zh")
    17.8
    """
    if finding["waves"]:
        return ROW_MM * len(finding["waves"]) + WAVES_AROUND_MM
    if len(known):
        whole = float(finding["whole"])
        return populations_height(ticks_of(known, whole, width, codebook, language))
    return STRIP_MM + NAME_MM * len(finding["terms"])


def _draw_waves(
    page: Page, x: float, y: float, room: float, finding: Row, language: Language
) -> None:
    """The bounds of a change, a row an assumed number of respondents, with zero through all.

    A round number on both sides of zero gives the scale.
    """
    waves, moved = finding["waves"], float(finding["terms"][0])
    most = max(abs(end) for _, low, high in waves for end in (low, high))
    zero = x + LABEL_MM + (room - LABEL_MM) / 2
    scale = (room - LABEL_MM) / 2 / most
    foot = y + ROW_MM * (len(waves) - 1) + 1.6
    page.line(zero, y - 1.8, zero, foot, colour=INK, width=AXIS_LINE)
    step = 10.0 ** floor(log10(most))
    for end in (-step, 0.0, step):
        page.text(zero + end * scale, y - 3.0, plain_number(end), NOTE, INK_2, align="center")
        if end:
            page.line(zero + end * scale, y - 1.8, zero + end * scale, foot, GRID, GRID_LINE)
    for row, (respondents, low, high) in enumerate(waves):
        at = y + ROW_MM * row
        size = plain_number(assumed_size(respondents))
        words = say(language, f"假定两期各 {size} 人", f"assumed {size} a wave")
        page.text(x, at, words, NOTE, INK_2)
        page.box(
            zero + low * scale, at, (high - low) * scale, BAND_MM, facecolor=TINT, edgecolor="none"
        )
        draw_mark(page, "actual", zero + moved * scale, at)


def waves_note(finding: Row, rules: AuditRules, alpha: float, language: Language) -> str:
    """What point and pale bar of a change are, in which unit, and what the bar assumes.

    >>> from shequ_eval.analysis.audit.steps import Amount
    >>> from shequ_eval.vocabulary.audit_rules import read_audit_rules
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> rules = read_audit_rules(find_data_root())
    >>> waves_note({"step": (Amount(0.23, 0.23, "分"),)}, rules, 0.05, "zh")
    '点：变化（分）；浅条：其 95% 区间（假定标准差 15、设计效应 1）'
    """
    unit = unit_words(finding["step"][-1].unit, language)
    level = plain_number((1 - alpha) * 100)
    spread = plain_number(rules.assumed_standard_deviation)
    effect = plain_number(rules.assumed_design_effect)
    return say(
        language,
        f"点：变化（{unit}）；浅条：其 {level}% 区间（假定标准差 {spread}、设计效应 {effect}）",
        f"Point: the change ({unit}); pale bar: its {level}% interval (assumed SD {spread}, "
        f"design effect {effect})",
    )


def _draw_parts(
    page: Page,
    x: float,
    y: float,
    room: float,
    finding: Row,
    codebook: Codebook,
    language: Language,
) -> None:
    terms, whole = list(finding["terms"]), float(finding["whole"])
    scale = room / max(sum(terms), whole)
    at = x
    for place, term in enumerate(terms):
        shade = SHADES[place % len(SHADES)]
        width = term * scale
        page.box(at, y, width, BAR_MM, facecolor=BLUE, alpha=shade, edgecolor=PAPER, linewidth=0.4)
        label = plain_number(term)
        if text_mm(label, NOTE) + 1 < width:
            page.text(at + width / 2, y, label, NOTE, PAPER, align="center")
        at += width
    if finding["verdict"] == "does_not_close":
        _draw_gap(page, y, at, x + whole * scale, finding, language)
    foot = y + BAR_MM / 2 + 1.2
    page.line(x, foot, x + whole * scale, foot, colour=INK_2, width=AXIS_LINE)
    *names, of = _names(finding, codebook, language)
    page.text(x, foot + 1.9, f"{of} {plain_number(whole)}", NOTE, INK_2)
    for place, (name, term) in enumerate(zip(names, terms, strict=False)):
        line = foot + 1.9 + NAME_MM * (place + 1)
        page.box(
            x, line, SWATCH_MM, SWATCH_MM, facecolor=BLUE, alpha=SHADES[place % len(SHADES)],
            edgecolor="none",
        )  # fmt: skip
        page.text(x + SWATCH_MM + 1.2, line, f"{name} {plain_number(term)}", NOTE, INK_2)


def _names(finding: Row, codebook: Codebook, language: Language) -> list[str]:
    """The parts and then their whole, as the codebook calls them."""
    return [codebook.title("indicator", key, language) for key in finding["indicator_ids"]]


def _draw_gap(
    page: Page, y: float, end: float, whole: float, finding: Row, language: Language
) -> None:
    low, high = sorted((end, whole))
    page.box(
        low, y, high - low, BAR_MM, facecolor="none", edgecolor=CRIMSON, linewidth=MARK_LINE,
        linestyle=(0, CARRIED_DASHES),
    )  # fmt: skip
    number = plain_number(abs(float(finding["gap"])))
    label = say(language, f"差 {number}", f"{number} short")
    if end < whole and text_mm(label, NOTE) + 1 < high - low:
        page.text((low + high) / 2, y, label, NOTE, CRIMSON, bold=True, align="center")
