"""Knows how to draw what is known of which zone; never sorts by a count, shades or fills a gap."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from shequ_eval.exhibits.coverage_data import coverage_data
from shequ_eval.exhibits.coverage_words import (
    FIGURES,
    Cell,
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
    other_periods_words,
    short_period,
    tier_words,
    vague_words,
)
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.layout import LINE_MM, Page, text_mm, wrap_text
from shequ_eval.exhibits.marks import draw_absence, draw_doubt, draw_legend, draw_mark
from shequ_eval.exhibits.style import (
    BODY,
    CELL,
    FRAME_LINE,
    GROUP,
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
WIDEST_COLUMN_MM = 30.0
TITLES_END_MM = (57.0, 88.0)  # between these the zones' columns may begin


@dataclass(frozen=True)
class _Column:
    zone_id: str
    tier: str
    left: float
    width: float


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
    a city apart. The foot counts rows; it is no score.

    Raises
    ------
    KeyError
        A row, a zone or a state is not in the codebook, or a cell is missing.
    LayoutError, GlyphError
        The picture cannot be drawn without a fault.
    """
    if coverage.empty:
        return no_coverage(language)
    row_ids = ordered_rows(coverage, codebook, level)
    columns = _columns(coverage, codebook)
    with print_style():
        figure = _picture(coverage, row_ids, columns, codebook, level, language)
    zones = [column.zone_id for column in columns]
    return Exhibit(
        exhibit_id=f"figure_coverage_{level}",
        kind="figure",
        title=coverage_title(coverage, codebook, level, language),
        subtitle=coverage_subtitle(coverage, language),
        notes=coverage_notes(coverage, language),
        source=coverage_source(language),
        data=coverage_data(coverage, row_ids, zones, codebook, level, language),
        figure=figure,
    )


def _columns(coverage: pd.DataFrame, codebook: Codebook) -> list[_Column]:
    """The zones from left to right, a city before the districts and apart from them."""
    zones = list(coverage["zone_id"].drop_duplicates())
    tiers = {zone: str(codebook.zones.at[zone, "tier"]) for zone in zones}
    gap = 3.6 if len(set(tiers.values())) > 1 else 0.0
    narrow, wide = TITLES_END_MM
    pitch = min((PAGE_MM - narrow - gap) / len(zones), WIDEST_COLUMN_MM)
    left = min(max(PAGE_MM - gap - pitch * len(zones), narrow), wide)
    columns: list[_Column] = []
    for zone_id in sorted(zones, key=lambda zone: tiers[zone] != "city"):
        if columns and columns[-1].tier != tiers[zone_id]:
            left += gap
        columns.append(_Column(zone_id, tiers[zone_id], left, pitch - 1.6))
        left += pitch
    return columns


def _picture(
    coverage: pd.DataFrame,
    row_ids: list[str],
    columns: list[_Column],
    codebook: Codebook,
    level: Level,
    language: Language,
) -> Figure:
    page = Page()
    grades = grades_line(coverage, codebook, language)
    top = draw_legend(page, 3.6, coverage_legend(coverage, codebook, language), grades) + 2.0
    top = _draw_heads(page, columns, top, codebook, language)
    tried = [
        _place_rows(row_ids, top, columns[0].left, codebook, level, language, row_mm)
        for row_mm in ROWS_MM
    ]
    fitting = [rows for rows in tried if _foot_of(rows) + FOOT_MM <= TALLEST_MM]
    rows = [*fitting, tried[-1]][0]
    _draw_titles(page, rows, codebook, language)
    cells = {(cell["row_id"], cell["zone_id"]): cell for cell in coverage.to_dict("records")}
    for row in rows:
        for column in columns:
            cell = cells[row.row_id, column.zone_id]
            _draw_cell(page, cell, column, row.middle, codebook, language)
    held = coverage[coverage["state"] == "actual"]
    return page.finish(_draw_foot(page, rows, columns, held, language))


def _draw_heads(
    page: Page, columns: list[_Column], top: float, codebook: Codebook, language: Language
) -> float:
    """The tiers over a rule, the zones under it; the y of the first row."""
    tiers = {column.tier: column.left for column in reversed(columns)}
    ends = [PAGE_MM, *tiers.values()]  # a head may run on to the next tier's
    heads = {
        tier: wrap_text(tier_words(tier, len(tiers) > 1, language), ends[place] - left - 1.0, NOTE)
        for place, (tier, left) in enumerate(tiers.items())
    }
    foot = top + (max(len(rows) for rows in heads.values()) - 1) * NOTE * LINE_MM
    for tier, left in tiers.items():
        first = foot - (len(heads[tier]) - 1) * NOTE * LINE_MM
        page.lines(left, first, heads[tier], NOTE, colour=INK_2)
        right = max(column.left + column.width for column in columns if column.tier == tier)
        page.line(left, foot + 2.0, right, foot + 2.0, width=GROUP_LINE)
    for column in columns:
        name = codebook.title("short", column.zone_id, language)
        page.text(column.left, foot + 4.4, name, GROUP, bold=True)
    return foot + 8.2


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
        edge += 1.6 if rows and rows[-1].dimension != dimension else 0.0
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


def _draw_cell(
    page: Page, cell: Cell, column: _Column, middle: float, codebook: Codebook, language: Language
) -> None:
    state = str(cell["state"])
    if state not in FIGURES:
        words = codebook.label("absence", state, language)
        draw_absence(page, state, column.left, middle, column.width, words)
        return
    draw_mark(page, state, column.left + 1.3, middle)
    x = column.left + 3.4
    if state == "actual":
        page.text(x, middle, str(cell["evidence_grade"]), CELL)
        x += text_mm(str(cell["evidence_grade"]), CELL) + 0.7
    words = _when(cell, column.left + column.width - x, language)
    page.text(x, middle, words, NOTE, INK_2)
    if cell["doubted"]:
        draw_doubt(page, x + text_mm(words, NOTE) + 0.5, middle)


def _when(cell: Cell, room: float, language: Language) -> str:
    if cell["vague"]:
        return vague_words(language)
    period, basis = str(cell["period"]), str(cell["period_basis"])
    shorter = short_period(period, basis, language, months=False)
    others = other_periods_words(cell, language)
    full = short_period(period, basis, language)
    tried = (full + others, shorter + others, full)
    return next((words for words in tried if text_mm(words, NOTE) < room), shorter)


def _draw_foot(
    page: Page, rows: list[_Row], columns: list[_Column], held: pd.DataFrame, language: Language
) -> float:
    """How many of `held`, the cells with an actual figure, each zone has; the page's height."""
    edge = _foot_of(rows) + 0.8
    page.line(0, edge, PAGE_MM, edge, width=FRAME_LINE)
    words = say(language, "有实际值的行数", "Rows with an actual figure")
    page.text(0.4, edge + 3.0, words, bold=True)
    note = say(language, f"（共 {len(rows)} 行）", f"(of {len(rows)} rows)")
    page.text(text_mm(words, BODY) + 2.4, edge + 3.0, note, NOTE, INK_2)
    for column in columns:
        count = int(held["zone_id"].eq(column.zone_id).sum())
        page.text(column.left + 0.2, edge + 3.0, str(count), VALUE, bold=True)
    return edge + 6.0
