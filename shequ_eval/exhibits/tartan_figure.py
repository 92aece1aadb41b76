"""Knows how to draw places among peers of many zones as a rug; adds no cell to a score."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.layout import LINE_MM, Page, text_mm, wrap_text
from shequ_eval.exhibits.marks import draw_mark
from shequ_eval.exhibits.peer_words import (
    Row,
    how_placed,
    no_peers,
    peers_data,
    peers_notes,
    peers_source,
    peers_title,
)
from shequ_eval.exhibits.style import (
    CELL,
    GRID,
    GRID_LINE,
    INK_2,
    NOTE,
    PAGE_MM,
    print_style,
)
from shequ_eval.exhibits.tartan_looks import look_of, looks_in
from shequ_eval.exhibits.words import say
from shequ_eval.vocabulary.codebook import Codebook, Language

TITLES_MM = 58.0
WIDEST_MM = 17.0
CELL_MM = 4.0
GAP_MM = 0.7
ROW_MM = 5.2
MOST_ROWS = 36  # what fits a printed page; more stand in the table
MOST_ZONES = 22  # what a letter fits; more are refused


def draw_tartan(
    held: pd.DataFrame, codebook: Codebook, language: Language, least_zones: int = 2
) -> Exhibit:
    """A tartan rug: indicators × zones, each cell the place of a zone's figure among its peers.

    `held` is `stand_among_peers`; indicators with an actual figure in fewer than `least_zones`
    zones are left out. A letter says the place, the fill whether it is the favourable side (none
    for an indicator without direction). Cells that are not comparable are crossed, those on which
    it cannot be told have a question mark, those with too few peers say so, empty ones were not
    published. Zones stand in the table's order, indicators in the codebook's; nothing is counted
    up. Zones beyond the twenty-second stand in the table. Where no cell can be placed there is
    nothing to draw: a table says of each figure why.

    Raises
    ------
    KeyError
        A zone or an indicator is not in the codebook.
    LayoutError, GlyphError
        The picture cannot be drawn without a fault.
    """
    actual = held[held["state"] == "actual"]
    counts = actual.groupby("indicator_id")["zone_id"].nunique()
    wanted = set(counts.index[counts >= least_zones])
    ids = [str(key) for key in codebook.indicators.index if key in wanted]
    if not ids:
        return no_peers("figure_tartan", language)
    zones = [str(zone) for zone in held["zone_id"].drop_duplicates()]
    shown = held[held["indicator_id"].isin(ids)]
    if shown["position"].eq("").all():
        return _unplaced(shown, ids, zones, codebook, language)
    with print_style():
        figure = _picture(shown, ids[:MOST_ROWS], zones[:MOST_ZONES], codebook, language)
    return Exhibit(
        exhibit_id="figure_tartan",
        kind="figure",
        title=peers_title(shown, zones, codebook, language),
        subtitle=say(
            language,
            "每格：该地数值在可比同类中的位置。行为指标，列为地区；格数不相加，不作总分。",
            "Each cell: the place of the zone's figure among comparable peers. Rows are "
            "indicators, columns zones; cells are not added up.",
        ),
        notes=(
            *peers_notes(shown, codebook, language),
            *_cut_note(len(ids) - MOST_ROWS, len(zones) - MOST_ZONES, language),
        ),
        source=peers_source(shown, language),
        data=peers_data(shown, codebook, language),
        figure=figure,
        rests_on=("observations", "comparability.yaml"),
        how=how_placed(language),
    )


def _unplaced(
    shown: pd.DataFrame, ids: list[str], zones: list[str], codebook: Codebook, language: Language
) -> Exhibit:
    """The figures that cannot be placed, indicator by indicator, each with its reasons."""
    order = {key: place for place, key in enumerate(ids)}
    rows = shown.assign(order=shown["indicator_id"].map(order)).sort_values("order", kind="stable")
    return Exhibit(
        exhibit_id="figure_tartan",
        kind="table",
        title=peers_title(shown, zones, codebook, language),
        data=peers_data(rows, codebook, language),
        notes=peers_notes(shown, codebook, language),
        rests_on=("observations", "comparability.yaml"),
        how=how_placed(language),
    )


def _cut_note(rows: int, columns: int, language: Language) -> list[str]:
    """What the picture has no room for."""
    if rows <= 0 and columns <= 0:
        return []
    words = say(
        language,
        f"图中画不下的 {max(rows, 0)} 个指标、{max(columns, 0)} 地见表。",
        f"Not drawn for want of room, see the table: indicators {max(rows, 0)}, zones "
        f"{max(columns, 0)}.",
    )
    return [words]


def _picture(
    shown: pd.DataFrame, ids: list[str], zones: list[str], codebook: Codebook, language: Language
) -> Figure:
    page = Page()
    pitch = min((PAGE_MM - TITLES_MM) / len(zones), WIDEST_MM)
    names = [codebook.title("short", zone, language) for zone in zones]
    y = _draw_legend(page, 3.8, shown, language)
    numbered = max(text_mm(name, NOTE) for name in names) > pitch - 0.8
    heads = [str(place) for place in range(1, len(zones) + 1)] if numbered else names
    for place, head in enumerate(heads):
        x = TITLES_MM + place * pitch + pitch / 2
        page.text(x, y + 1.0, head, NOTE, bold=True, align="center")
    y += 3.6
    cells = {(row["indicator_id"], row["zone_id"]): row for row in shown.to_dict("records")}
    for key in ids:
        row = [cells[key, zone] for zone in zones]
        y = _draw_row(page, key, row, y, pitch, codebook, language)
    page.line(0, y, PAGE_MM, y, GRID, GRID_LINE)
    return page.finish(_draw_key(page, y + 3.4, names if numbered else [], language))


def _draw_row(
    page: Page,
    key: str,
    cells: list[Row],
    y: float,
    pitch: float,
    codebook: Codebook,
    language: Language,
) -> float:
    """An indicator's title and its cells; the y below them."""
    title = wrap_text(codebook.title("indicator", key, language), TITLES_MM - 2.0, CELL)
    height = max(ROW_MM, len(title) * CELL * LINE_MM + 1.4)
    middle = y + height / 2
    page.line(0, y, PAGE_MM, y, GRID, GRID_LINE, zorder=1)
    page.lines(0.4, middle - (len(title) - 1) * CELL * LINE_MM / 2, title, CELL)
    direction = str(codebook.indicators.at[key, "direction"])
    for place, cell in enumerate(cells):
        _draw_cell(page, cell, TITLES_MM + place * pitch, middle, pitch, direction, language)
    return y + height


def _draw_cell(
    page: Page, row: Row, x: float, y: float, pitch: float, direction: str, language: Language
) -> None:
    if row["state"] == "planned":
        draw_mark(page, "planned", x + pitch / 2, y)
        return
    look = look_of(row, direction)
    width = pitch - GAP_MM
    page.box(
        x + GAP_MM / 2,
        y,
        width,
        CELL_MM,
        facecolor=look.fill,
        edgecolor=look.edge,
        linewidth=look.width,
        zorder=2,
    )
    letter = say(language, *look.letter)
    size = NOTE if text_mm(letter, NOTE) < width - 0.4 else 4.8
    page.text(x + pitch / 2, y, letter, size, look.ink, align="center")


def _draw_legend(page: Page, y: float, shown: pd.DataFrame, language: Language) -> float:
    """Only the looks that stand in the rug."""
    x = 0.4
    for look, words in looks_in(shown, language):
        width = 7.6 + text_mm(words, NOTE)
        if x > 0.4 and x + width > PAGE_MM - 0.5:
            x, y = 0.4, y + 4.8
        if look is None:
            draw_mark(page, "planned", x + 2.8, y)
        else:
            edge, line = look.edge, look.width
            page.box(x, y, 5.6, 3.4, facecolor=look.fill, edgecolor=edge, linewidth=line)
            page.text(x + 2.8, y, say(language, *look.letter), NOTE, look.ink, align="center")
        page.text(x + 7.0, y, words, NOTE, INK_2)
        x += width + 3.2
    return y + 4.4


def _draw_key(page: Page, y: float, names: list[str], language: Language) -> float:
    """The names behind the numbers of the columns, where they had no room above them."""
    if not names:
        return y - 2.4
    mark = say(language, "；", "; ")
    key = mark.join(f"{place} {name}" for place, name in enumerate(names, start=1))
    return page.lines(0.4, y, wrap_text(key, PAGE_MM - 1.0, NOTE), NOTE, colour=INK_2)
