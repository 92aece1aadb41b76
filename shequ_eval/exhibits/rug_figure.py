"""Knows how to draw on one strip a zone which families have evidence; counts, and ranks nothing."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from shequ_eval.exhibits.coverage_data import coverage_data
from shequ_eval.exhibits.coverage_words import (
    FIGURES,
    coverage_legend,
    coverage_source,
    no_coverage,
)
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.layout import Page, text_mm, wrap_text
from shequ_eval.exhibits.marks import draw_absence, draw_legend, draw_mark
from shequ_eval.exhibits.style import BODY, INK_2, NOTE, PAGE_MM, VALUE, print_style
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Codebook, Language

ROW_MM = 5.2
CELL_HEIGHT = 3.4
GAP_MM = 2.0
COUNT_MM = 12.0
MARK_SCALE = 0.72
MOST_ZONES = 10  # more lines leave no room on the page for what is asked


@dataclass(frozen=True)
class _Cell:
    row_id: str
    left: float
    width: float


def draw_rug(coverage: pd.DataFrame, codebook: Codebook, language: Language) -> Exhibit:
    """One line a zone, one cell a family, in the codebook's order; for a page that has no room.

    `coverage` is `analysis.coverage.coverage_matrix` by family. What the cells say is in the data
    behind the picture; the full matrix says it in words. Of more zones than the page has room for
    there is neither picture nor word.

    Raises
    ------
    KeyError
        A family, a zone or a state is not in the codebook.
    LayoutError, GlyphError
        The picture cannot be drawn without a fault.
    """
    if coverage.empty:
        return no_coverage(language)
    families = [str(key) for key in codebook.families.index if key in set(coverage["row_id"])]
    zones = list(coverage["zone_id"].drop_duplicates())
    if len(zones) > MOST_ZONES:
        return Exhibit("figure_rug", "text", coverage_source(language))
    with print_style():
        figure = _picture(coverage, families, zones, codebook, language)
    return Exhibit(
        exhibit_id="figure_rug",
        kind="figure",
        title=say(
            language,
            f"{len(families)} 类指标的证据：一格一类，空格是未提供",
            f"Evidence of {len(families)} families: a cell each, empty is not published",
        ),
        source=coverage_source(language),
        data=coverage_data(coverage, families, zones, codebook, "family", language),
        figure=figure,
    )


def _picture(
    coverage: pd.DataFrame,
    families: list[str],
    zones: list[str],
    codebook: Codebook,
    language: Language,
) -> Figure:
    page = Page()
    names = {zone: codebook.title("short", zone, language) for zone in zones}
    left = max(text_mm(name, BODY) for name in names.values()) + 4.0
    cells, heads = _cells(families, left, codebook, language)
    entries = coverage_legend(coverage, codebook, language)
    legend = [(mark, words) for mark, words in entries if mark != "doubt"]
    top = draw_legend(page, 3.8, legend) + 2.4
    lines = {x: wrap_text(words, room, NOTE) for x, (words, room) in heads.items()}
    for x, rows in lines.items():
        page.lines(x, top, rows, NOTE, colour=INK_2)
    counted = wrap_text(say(language, "有实际值", "with an actual figure"), COUNT_MM, NOTE)
    for place, row in enumerate(counted):
        page.text(PAGE_MM - 0.5, top + place * 3.0, row, NOTE, INK_2, align="right")
    y = top + 3.0 * max(len(rows) for rows in [counted, *lines.values()]) + 1.6
    states = {(c["row_id"], c["zone_id"]): str(c["state"]) for c in coverage.to_dict("records")}
    for zone in zones:
        page.text(0.4, y, names[zone], BODY, bold=True)
        for cell in cells:
            _draw_cell(page, states[cell.row_id, zone], cell, y)
        held = sum(states[cell.row_id, zone] == "actual" for cell in cells)
        page.text(PAGE_MM - 0.5, y, str(held), VALUE, bold=True, align="right")
        y += ROW_MM
    return page.finish(y - ROW_MM / 2 + 1.0)


def _cells(
    families: list[str], left: float, codebook: Codebook, language: Language
) -> tuple[list[_Cell], dict[float, tuple[str, float]]]:
    """The cells from left to right, and over each dimension its name with the room it has."""
    dimensions = [str(codebook.families.at[key, "dimension"]) for key in families]
    gaps = len(set(dimensions)) - 1
    width = (PAGE_MM - COUNT_MM - 3.0 - left - gaps * GAP_MM) / len(families)
    cells: list[_Cell] = []
    starts: list[tuple[str, float]] = []
    x, before = left, ""
    for family, dimension in zip(families, dimensions, strict=True):
        if dimension != before:
            x += GAP_MM if before else 0.0
            starts.append((codebook.label("dimension", dimension, language), x))
        cells.append(_Cell(family, x, width))
        x, before = x + width, dimension
    ends = [start for _, start in starts[1:]] + [x]
    return cells, {
        start: (name, max(end - start - 0.8, 6.0))
        for (name, start), end in zip(starts, ends, strict=True)
    }


def _draw_cell(page: Page, state: str, cell: _Cell, y: float) -> None:
    hatched = state if state == "masked_in_source" else "not_published"
    draw_absence(page, hatched, cell.left, y, cell.width - 0.5, height=CELL_HEIGHT)
    if state in FIGURES:
        draw_mark(page, state, cell.left + (cell.width - 0.5) / 2, y, MARK_SCALE)
