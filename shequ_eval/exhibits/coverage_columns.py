"""Knows where the zones of a coverage matrix stand and whether its cells have room for years."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from shequ_eval.exhibits.coverage_words import (
    FIGURES,
    Cell,
    short_period,
    tier_words,
    vague_words,
)
from shequ_eval.exhibits.layout import LINE_MM, Page, text_mm, wrap_text
from shequ_eval.exhibits.style import BODY, CELL, GROUP, GROUP_LINE, INK_2, NOTE, PAGE_MM
from shequ_eval.exhibits.zone_names import name_lines
from shequ_eval.vocabulary.codebook import Codebook, Language

WIDEST_COLUMN_MM = 30.0
TITLES_END_MM = (57.0, 88.0)  # between these the zones' columns may begin
BETWEEN_TIERS_MM = 3.6
BETWEEN_MM = 1.6  # two columns with years
CLOSE_MM = 0.9  # two columns of marks alone
MOST_ZONES = 22  # columns with room for a mark and a letter; more stand in a picture of their own
MOST_LINES = 3  # of a name over a column with years
GRADE_AT = 3.4  # from a cell's left edge
CHINESE_NAME = re.compile(r"[\u3400-\u9fff0-9A-Za-z]*[\u3400-\u9fff][\u3400-\u9fff0-9A-Za-z]*")


@dataclass(frozen=True)
class Column:
    """A zone's column: where it stands and how wide it is, in mm."""

    zone_id: str
    tier: str
    left: float
    width: float


def columns_of(coverage: pd.DataFrame, codebook: Codebook, close: bool = False) -> list[Column]:
    """The zones from left to right, a city before the districts and apart from them.

    `close` columns have room for marks alone.
    """
    zones = zones_in_order(coverage, codebook)
    tiers = {zone: str(codebook.zones.at[zone, "tier"]) for zone in zones}
    gap = BETWEEN_TIERS_MM if len(set(tiers.values())) > 1 else 0.0
    narrow, wide = TITLES_END_MM
    pitch = min((PAGE_MM - narrow - gap) / len(zones), WIDEST_COLUMN_MM)
    left = min(max(PAGE_MM - gap - pitch * len(zones), narrow), wide)
    columns: list[Column] = []
    for zone_id in zones:
        if columns and columns[-1].tier != tiers[zone_id]:
            left += gap
        width = pitch - (CLOSE_MM if close else BETWEEN_MM)
        columns.append(Column(zone_id, tiers[zone_id], left, width))
        left += pitch
    return columns


def zones_in_order(coverage: pd.DataFrame, codebook: Codebook) -> list[str]:
    """The zones of a matrix in the table's order, a city before the districts."""
    zones = [str(zone) for zone in coverage["zone_id"].drop_duplicates()]
    return sorted(zones, key=lambda zone: codebook.zones.at[zone, "tier"] != "city")


def has_room_for_years(coverage: pd.DataFrame, codebook: Codebook, language: Language) -> bool:
    """Whether every cell's year and every zone's name fit a column of their matrix."""
    columns = columns_of(coverage, codebook)
    width = columns[0].width
    if not _names_fit(columns, codebook, language):
        return False
    held = coverage.to_dict("records")
    return all(_least_mm(cell, codebook, language) <= width for cell in held)


def _names_fit(columns: list[Column], codebook: Codebook, language: Language) -> bool:
    """Whether every name stands over its column in a few lines, with no word cut."""
    width = columns[0].width
    names = [codebook.title("short", column.zone_id, language) for column in columns]
    heads = [wrap_text(name, width, GROUP) for name in names]
    if any(len(rows) > MOST_LINES for rows in heads):
        return False
    return max(text_mm(row, GROUP) for rows in heads for row in rows) <= width


def _least_mm(cell: Cell, codebook: Codebook, language: Language) -> float:
    """The room that a cell takes with its shortest words."""
    state = str(cell["state"])
    if state == "not_applicable":
        return 3.2 + text_mm(codebook.label("absence", state, language), NOTE)
    if state not in FIGURES:
        return 0.0
    period, basis = str(cell["period"]), str(cell["period_basis"])
    words = short_period(period, basis, language, months=False)
    width = GRADE_AT + text_mm(vague_words(language) if cell["vague"] else words, NOTE)
    if state == "actual":
        width += text_mm(str(cell["evidence_grade"]), CELL) + 0.7
    return width + (0.5 + text_mm("?", BODY)) * bool(cell["doubted"])


def draw_heads(
    page: Page, columns: list[Column], top: float, codebook: Codebook, language: Language
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
    names = {column: codebook.title("short", column.zone_id, language) for column in columns}
    upright = _names_fit(columns, codebook, language)
    return (_draw_names if upright else _draw_close_names)(page, names, foot)


def _draw_names(page: Page, names: dict[Column, str], foot: float) -> float:
    """The names in lines that end on one height; the y of the first row."""
    rows = {column: name_lines(name, column.width, GROUP) for column, name in names.items()}
    last = foot + 4.4 + (max(map(len, rows.values())) - 1) * GROUP * LINE_MM
    for column, lines in rows.items():
        first = last - (len(lines) - 1) * GROUP * LINE_MM
        page.lines(column.left, first, lines, GROUP, bold=True)
    return last + 3.8


def _draw_close_names(page: Page, names: dict[Column, str], foot: float) -> float:
    """Chinese names downwards, a character under the other, others turned; the y of the rows."""
    widest = text_mm("区", BODY) + 0.1
    down = {c: name_lines(n, widest, BODY) for c, n in names.items() if CHINESE_NAME.fullmatch(n)}
    turned = {column: name for column, name in names.items() if column not in down}
    heights = [len(rows) * BODY * LINE_MM for rows in down.values()]
    heights += [text_mm(name, BODY) + 1.0 for name in turned.values()]
    bottom = foot + 3.2 + max(heights)
    for column, rows in down.items():
        first = bottom - (len(rows) - 0.5) * BODY * LINE_MM
        middle = column.left + column.width / 2
        page.lines(middle, first, rows, BODY, bold=True, align="center")
    for column, name in turned.items():
        words = page.text(column.left + column.width / 2 + 0.9, bottom, name, BODY, bold=True)
        words.set_position((column.left + column.width / 2 + 0.9, bottom - 0.4))
        words.set_rotation_mode("anchor")
        words.set_rotation(90)
    return bottom + 2.0
