"""Knows where the zones of the ladder of mechanisms stand and what heads them; draws no cell."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from shequ_eval.analysis.mechanisms import STATES
from shequ_eval.exhibits.layout import LINE_MM, Page, text_mm
from shequ_eval.exhibits.style import BODY, CELL, GROUP, GROUP_LINE, INK_2, NOTE, PAGE_MM
from shequ_eval.exhibits.words import say
from shequ_eval.exhibits.zone_names import name_lines
from shequ_eval.vocabulary.codebook import Codebook, Language

COUNT_MM = 3.4
MOST_ZONES = 5  # four cells of more have no room for their counts
WIDEST_MM = {1: 104.0, 2: 58.0}  # of a zone, by how many there are; of more 29


@dataclass(frozen=True)
class Column:
    """A zone's column: where its cells begin and how wide a step is, in mm."""

    zone_id: str
    left: float
    step: float


def columns_of(cells: pd.DataFrame, codebook: Codebook, language: Language) -> list[Column]:
    """The zones from left to right; the types' names stand before them."""
    zones = list(cells["zone_id"].drop_duplicates())
    names = [codebook.label("mechanism_type", key, language) for key in cells["type"].unique()]
    aspects = codebook.labels["mechanism_aspect"]
    heads = [codebook.label("mechanism_aspect", key, language) for key in aspects]
    heads.append(foot_words(language))
    left = max(2.4 + max(text_mm(name, CELL) for name in names), _widest(heads)) + 4.0
    pitch = min((PAGE_MM - left) / len(zones), WIDEST_MM.get(len(zones), 29.0))
    step = (pitch - COUNT_MM - 2.2) / len(STATES)
    return [Column(zone, left + n * pitch + COUNT_MM, step) for n, zone in enumerate(zones)]


def foot_words(language: Language) -> str:
    """What the foot of the picture counts."""
    return say(language, "有痕迹的机制数", "Mechanisms with a trace")


def _widest(names: list[str]) -> float:
    return max(text_mm(name, BODY) for name in names)


def draw_heads(
    page: Page, columns: list[Column], top: float, codebook: Codebook, language: Language
) -> float:
    """The names in lines that end on one height, the states under them; the y of the last line."""
    names = {
        column: name_lines(
            codebook.title("short", column.zone_id, language),
            COUNT_MM + len(STATES) * column.step,
            GROUP,
        )
        for column in columns
    }
    last = top + (max(map(len, names.values())) - 1) * GROUP * LINE_MM
    for column, lines in names.items():
        first = last - (len(lines) - 1) * GROUP * LINE_MM
        page.lines(column.left - COUNT_MM, first, lines, GROUP, bold=True)
        for n, words in enumerate(state_heads(column, codebook, language)):
            page.text(middle_of(column, n), last + 3.8, words, NOTE, INK_2, align="center")
    page.line(0, last + 6.0, PAGE_MM, last + 6.0, width=GROUP_LINE)
    return last


def state_heads(column: Column, codebook: Codebook, language: Language) -> list[str]:
    """The names of the four states where a cell has room for each, else one letter each."""
    names = [codebook.label("mechanism_state", state, language) for state in STATES]
    if max(text_mm(name, NOTE) for name in names) + 1.0 <= column.step:
        return names
    return [codebook.label("mechanism_state_short", state, language) for state in STATES]


def middle_of(column: Column, place: int) -> float:
    """The middle of the cell of a step, across the page."""
    return column.left + (place + 0.5) * column.step
