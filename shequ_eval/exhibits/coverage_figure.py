"""Knows how to draw what is known of which zone; never sorts by a count, shades or fills a gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from shequ_eval.exhibits.coverage_cells import draw_cell, draw_close_cell
from shequ_eval.exhibits.coverage_close_words import close_notes, close_subtitle
from shequ_eval.exhibits.coverage_columns import (
    MOST_ZONES,
    Column,
    columns_of,
    draw_heads,
    has_room_for_years,
    zones_in_order,
)
from shequ_eval.exhibits.coverage_data import coverage_data
from shequ_eval.exhibits.coverage_words import (
    Level,
    coverage_legend,
    coverage_notes,
    coverage_source,
    coverage_subtitle,
    coverage_title,
    dimension_of,
    grades_line,
    no_coverage,
    ordered_rows,
)
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.layout import LINE_MM, Page, text_mm, wrap_text
from shequ_eval.exhibits.marks import draw_legend
from shequ_eval.exhibits.parts import cut_by_height, even_runs, in_parts
from shequ_eval.exhibits.style import (
    BODY,
    CELL,
    FRAME_LINE,
    GROUP_LINE,
    INK_2,
    NOTE,
    PAGE_MM,
    RULE,
    VALUE,
    print_style,
)
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Codebook, Language

ROWS_MM = (4.6, 4.4, 4.2, 4.0)  # the first with which the matrix is no higher than a page
TALLEST_MM = 192.0
FOOT_MM = 6.8
BETWEEN_DIMENSIONS_MM = 1.6


@dataclass(frozen=True)
class _Row:
    row_id: str
    dimension: str
    title: list[str]
    middle: float
    height: float


def draw_coverage(
    coverage: pd.DataFrame, codebook: Codebook, language: Language, level: Level = "family"
) -> Exhibit:
    """The coverage matrix: rows by dimension × zones, each cell with status, grade and period.

    `coverage` is long, one row a cell: row_id (of `level`), zone_id, state, evidence_grade,
    period, period_basis, vague, doubted. Rows stand in the codebook's order, zones in the table's,
    a city apart. The foot counts rows; it is no score. Where the columns have no room for years
    the cells show marks and grades, and the table behind them has the years. What is too much for
    a printed page is parted, by zones and then by rows.

    Raises
    ------
    KeyError
        A row, a zone or a state is not in the codebook, or a cell is missing.
    LayoutError, GlyphError
        The picture cannot be drawn without a fault.
    """
    if coverage.empty:
        return no_coverage(language)
    title = coverage_title(coverage, codebook, level, language)

    def made_of(part: _Part) -> dict[str, Any]:
        with print_style():
            figure = _picture(part, codebook, level, language)
        subtitle, notes = (
            (close_subtitle, close_notes) if part.close else (coverage_subtitle, coverage_notes)
        )
        return {
            "kind": "figure",
            "title": title,
            "subtitle": subtitle(part.coverage, language),
            "notes": notes(part.coverage, language),
            "source": coverage_source(language),
            "data": coverage_data(
                part.coverage, part.row_ids, part.zones, codebook, level, language
            ),
            "figure": figure,
        }

    parts = _parts(coverage, codebook, level, language)
    return in_parts(f"figure_coverage_{level}", parts, made_of, language)


@dataclass(frozen=True)
class _Part:
    """What one picture shows: some rows of some zones; `close` where its cells have no years."""

    coverage: pd.DataFrame
    row_ids: list[str]
    zones: list[str]
    close: bool
    whole: bool


def _parts(
    coverage: pd.DataFrame, codebook: Codebook, level: Level, language: Language
) -> list[_Part]:
    """The rows and zones of each picture: as many zones as a page holds, then as many rows."""
    row_ids = ordered_rows(coverage, codebook, level)
    parts = []
    for zones in even_runs(zones_in_order(coverage, codebook), MOST_ZONES):
        here = coverage[coverage["zone_id"].isin(zones)]
        close = not has_room_for_years(here, codebook, language)
        whole = _Part(here, row_ids, zones, close, True)
        for run in _runs_of(whole, codebook, level, language):
            cells = here[here["row_id"].isin(run)]
            parts.append(_Part(cells, run, zones, close, run == row_ids))
    return parts


def _runs_of(part: _Part, codebook: Codebook, level: Level, language: Language) -> list[list[str]]:
    """The rows of a part in runs that a page holds."""
    top = _draw_top(part, Page(), codebook, language)
    left = columns_of(part.coverage, codebook, part.close)[0].left

    rows = {
        row.row_id: row
        for row in _place_rows(part.row_ids, top, left, codebook, level, language, ROWS_MM[-1])
    }

    def height_of(run: Sequence[str]) -> float:
        breaks = sum(rows[one].dimension != rows[two].dimension for one, two in pairwise(run))
        between = breaks * BETWEEN_DIMENSIONS_MM
        return top + sum(rows[row].height for row in run) + between + FOOT_MM

    if height_of(part.row_ids) <= TALLEST_MM:
        return [part.row_ids]
    return cut_by_height(part.row_ids, height_of, TALLEST_MM)


def _draw_top(part: _Part, page: Page, codebook: Codebook, language: Language) -> float:
    """The legend and the heads of the columns; the y of the first row."""
    columns = columns_of(part.coverage, codebook, part.close)
    grades = grades_line(part.coverage, codebook, language)
    legend = coverage_legend(part.coverage, codebook, language)
    y = draw_legend(page, 3.6, legend, grades) + 2.0
    return draw_heads(page, columns, y, codebook, language)


def _picture(part: _Part, codebook: Codebook, level: Level, language: Language) -> Figure:
    page = Page()
    columns = columns_of(part.coverage, codebook, part.close)
    top = _draw_top(part, page, codebook, language)
    tried = [
        _place_rows(part.row_ids, top, columns[0].left, codebook, level, language, row_mm)
        for row_mm in ROWS_MM
    ]
    fitting = [rows for rows in tried if _foot_of(rows) + FOOT_MM <= TALLEST_MM]
    rows = [*fitting, tried[-1]][0]
    _draw_titles(page, rows, codebook, language)
    cells = {(cell["row_id"], cell["zone_id"]): cell for cell in part.coverage.to_dict("records")}
    for row in rows:
        for column in columns:
            cell = cells[row.row_id, column.zone_id]
            if part.close:
                draw_close_cell(page, cell, column, row.middle)
            else:
                draw_cell(page, cell, column, row.middle, codebook, language)
    return page.finish(_draw_foot(page, rows, columns, part, language))


def _place_rows(
    row_ids: list[str],
    top: float,
    right: float,
    codebook: Codebook,
    level: Level,
    language: Language,
    row_mm: float,
) -> list[_Row]:
    """Each row with its title in lines and its place on the page, a gap between dimensions."""
    width = right - _titles_left(codebook, language) - 1.5
    rows: list[_Row] = []
    edge = top
    for row_id in row_ids:
        dimension = dimension_of(row_id, codebook, level)
        edge += BETWEEN_DIMENSIONS_MM if rows and rows[-1].dimension != dimension else 0.0
        title = wrap_text(codebook.title(level, row_id, language), width, CELL)
        height = row_mm + (len(title) - 1) * CELL * LINE_MM
        rows.append(_Row(row_id, dimension, title, edge + height / 2, height))
        edge += height
    return rows


def _foot_of(rows: list[_Row]) -> float:
    return rows[-1].middle + rows[-1].height / 2


def _titles_left(codebook: Codebook, language: Language) -> float:
    names = [codebook.label("dimension", key, language) for key in codebook.labels["dimension"]]
    return max(text_mm(name, BODY) for name in names) + 3.0


def _draw_titles(page: Page, rows: list[_Row], codebook: Codebook, language: Language) -> None:
    left = _titles_left(codebook, language)
    before = ""
    for row in rows:
        first = row.middle - (len(row.title) - 1) * CELL * LINE_MM / 2
        if row.dimension != before:
            edge = row.middle - row.height / 2 - 0.8
            if before:
                page.line(0, edge, PAGE_MM, edge, RULE, GROUP_LINE)
            page.text(0.4, first, codebook.label("dimension", row.dimension, language), bold=True)
        page.lines(left, first, row.title, CELL)
        before = row.dimension


def _draw_foot(
    page: Page, rows: list[_Row], columns: list[Column], part: _Part, language: Language
) -> float:
    """How many of the cells drawn hold an actual figure, zone by zone; the page's height."""
    edge = _foot_of(rows) + 0.8
    page.line(0, edge, PAGE_MM, edge, width=FRAME_LINE)
    words = say(language, "有实际值的行数", "Rows with an actual figure")
    page.text(0.4, edge + 3.0, words, bold=True)
    note = say(
        language,
        f"（{'共' if part.whole else '本图'} {len(rows)} 行）",
        f"(of {len(rows)} rows{'' if part.whole else ' here'})",
    )
    page.text(text_mm(words, BODY) + 2.4, edge + 3.0, note, NOTE, INK_2)
    held = part.coverage.loc[part.coverage["state"].eq("actual"), "zone_id"]
    for column in columns:
        count = str(int(held.eq(column.zone_id).sum()))
        if part.close:
            middle = column.left + column.width / 2
            page.text(middle, edge + 3.0, count, BODY, bold=True, align="center")
        else:
            page.text(column.left + 0.2, edge + 3.0, count, VALUE, bold=True)
    return edge + 6.0
