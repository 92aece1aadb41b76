"""Knows how to draw which state of which mechanism left a trace; never adds the four up."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from shequ_eval.analysis.mechanisms import STATES, traced_counts
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.layout import Page, text_mm
from shequ_eval.exhibits.marks import ABSENCES
from shequ_eval.exhibits.mechanism_columns import (
    MOST_ZONES,
    Column,
    columns_of,
    draw_heads,
    foot_words,
    middle_of,
    state_heads,
)
from shequ_eval.exhibits.mechanism_words import (
    mechanisms_notes,
    mechanisms_subtitle,
    mechanisms_title,
    shown,
    status_words,
)
from shequ_eval.exhibits.parts import even_runs, in_parts
from shequ_eval.exhibits.style import (
    BLUE,
    BODY,
    CELL,
    CRIMSON,
    FRAME_LINE,
    GRID,
    GRID_LINE,
    INK,
    INK_2,
    MARK_LINE,
    NOTE,
    PAGE_MM,
    PAPER,
    RULE,
    TINT,
    VALUE,
    print_style,
)
from shequ_eval.exhibits.words import headed, say
from shequ_eval.vocabulary.codebook import Codebook, Language

ROW_MM = 4.6
CELL_HEIGHT = 2.9
LOOKS: dict[str, dict[str, Any]] = {
    "described": {"facecolor": TINT, "edgecolor": BLUE, "linewidth": 0.7},
    "traced": {"facecolor": BLUE, "edgecolor": BLUE, "linewidth": 0.7},
    "planned": {"facecolor": PAPER, "edgecolor": BLUE, "linewidth": MARK_LINE},
    "denied": {"facecolor": PAPER, "edgecolor": CRIMSON, "linewidth": MARK_LINE},
    **ABSENCES,
}
LOOKS["not_provided"] = LOOKS.pop("not_published")
LEGEND = ("described", "traced", "planned", "denied", "masked_in_source", "not_provided")


def draw_mechanisms(review: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """The ladder zone × type of mechanism: four cells each, from a review of mechanisms.

    A rule that a source describes without showing its document is tint; a trace is solid; a plan
    is hollow; a number that the source lost is hatched; an evaluator's no has a crimson edge and
    a stroke. The foot counts mechanisms with a trace, state by state.

    Raises
    ------
    KeyError
        A zone, a type or a status is not in the codebook.
    LayoutError, GlyphError
        The picture cannot be drawn without a fault.

    Examples
    --------
    The four cells of one mechanism:

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> from shequ_eval.analysis.examples import example_review
    >>> review = example_review()
    >>> draw_mechanisms(review, book, "zh").data["痕迹"].tolist()
    ['材料写有（未见文件）', '有事实为证', '未提供', '未提供']
    """
    title = mechanisms_title(review, codebook, language)
    if review.empty:
        none = say(language, "没有登记的机制。", "No mechanism is registered.")
        return Exhibit("figure_mechanisms", "text", title, sentences=(none,))
    cells = shown(review)
    counts = traced_counts(review)

    def made_of(zones: list[str]) -> dict[str, Any]:
        here = cells[cells["zone_id"].isin(zones)]
        with print_style():
            figure = _picture(here, counts, codebook, language)
        return {
            "kind": "figure",
            "title": title,
            "subtitle": mechanisms_subtitle(language, _has_short_heads(here, codebook, language)),
            "notes": mechanisms_notes(review, language),
            "data": _data(here, codebook, language),
            "figure": figure,
        }

    runs = even_runs([str(zone) for zone in cells["zone_id"].drop_duplicates()], MOST_ZONES)
    return in_parts("figure_mechanisms", runs, made_of, language)


def _has_short_heads(cells: pd.DataFrame, codebook: Codebook, language: Language) -> bool:
    heads = state_heads(columns_of(cells, codebook, language)[0], codebook, language)
    return heads != [codebook.label("mechanism_state", state, language) for state in STATES]


def _data(cells: pd.DataFrame, codebook: Codebook, language: Language) -> pd.DataFrame:
    rows = [
        headed(
            language,
            ("地区", "Zone", codebook.title("short", cell["zone_id"], language)),
            ("方面", "Aspect", codebook.label("mechanism_aspect", cell["aspect"], language)),
            ("类别", "Type", codebook.label("mechanism_type", cell["type"], language)),
            ("机制数", "Mechanisms", cell["n"]),
            ("步骤", "State", codebook.label("mechanism_state", cell["state"], language)),
            ("痕迹", "Trace", status_words(cell["status"], codebook, language)),
        )
        for cell in cells.to_dict("records")
    ]
    return pd.DataFrame(rows)


def _picture(
    cells: pd.DataFrame, counts: pd.DataFrame, codebook: Codebook, language: Language
) -> Figure:
    page = Page()
    top = _draw_legend(page, set(cells["status"]), codebook, language)
    columns = columns_of(cells, codebook, language)
    top = draw_heads(page, columns, top, codebook, language)
    edge = _draw_rows(page, cells, columns, top + 8.6, codebook, language)
    return page.finish(_draw_foot(page, columns, counts, edge, language))


def _draw_legend(page: Page, held: set[str], codebook: Codebook, language: Language) -> float:
    """The looks that stand in the picture, with their words; the y of the zones' names."""
    x, y = 0.6, 3.6
    for status in (status for status in LEGEND if status in held):
        words = status_words(status, codebook, language)
        width = 5.4 + text_mm(words, NOTE) + 4.6
        if x > 0.6 and x + width > PAGE_MM:
            x, y = 0.6, y + 4.2
        _draw_cell(page, status, x, y, 4.0)
        page.text(x + 5.4, y, words, NOTE, INK_2)
        x += width
    return y + 5.2


def _draw_rows(
    page: Page,
    cells: pd.DataFrame,
    columns: list[Column],
    y: float,
    codebook: Codebook,
    language: Language,
) -> float:
    """A line a type under the name of its aspect, in the codebook's order; the y of the end."""
    for aspect in codebook.labels["mechanism_aspect"]:
        here = cells[cells["aspect"] == aspect]
        if here.empty:
            continue
        page.text(0.4, y, codebook.label("mechanism_aspect", aspect, language), BODY, bold=True)
        for kind in [key for key in codebook.labels["mechanism_type"] if key in set(here["type"])]:
            y += ROW_MM
            name = codebook.label("mechanism_type", kind, language)
            page.text(2.4, y, name, CELL)
            _draw_row(page, here[here["type"] == kind], columns, y)
            page.line(0, y + ROW_MM / 2, PAGE_MM, y + ROW_MM / 2, GRID, GRID_LINE)
        y += ROW_MM + 1.0
    return y - ROW_MM / 2 - 1.0


def _draw_row(page: Page, row: pd.DataFrame, columns: list[Column], y: float) -> None:
    for column in columns:
        here = row[row["zone_id"] == column.zone_id].to_dict("records")
        for cell in here:
            x = column.left + STATES.index(cell["state"]) * column.step
            _draw_cell(page, str(cell["status"]), x + 0.2, y, column.step - 0.6)
        if here:
            count = str(here[0]["n"])
            page.text(column.left - 0.7, y, count, NOTE, INK_2, align="right")


def _draw_cell(page: Page, status: str, x: float, y: float, width: float) -> None:
    page.box(x, y, width, CELL_HEIGHT, zorder=2, **LOOKS[status])
    if status == "denied":
        half = CELL_HEIGHT / 2
        page.line(x, y + half, x + width, y - half, CRIMSON, MARK_LINE, zorder=3)


def _draw_foot(
    page: Page, columns: list[Column], counts: pd.DataFrame, edge: float, language: Language
) -> float:
    """How many mechanisms left a trace of each state, zone by zone; the page's height."""
    page.line(0, edge, PAGE_MM, edge, RULE, FRAME_LINE)
    page.text(0.4, edge + 3.2, foot_words(language), BODY, bold=True)
    for column in columns:
        for n, state in enumerate(STATES):
            count = int(counts[state][column.zone_id])
            x, colour = middle_of(column, n), INK if count else INK_2
            page.text(x, edge + 3.2, str(count), VALUE, colour, bold=count > 0, align="center")
    return edge + 6.4
